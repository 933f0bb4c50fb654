//! What is kept between visits: a versioned, checked text that later releases can always read.
//!
//! Only what differs from the preset is written. What this release does not know is kept and written back.

mod scenarios;

use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::fields::{self, FieldId, Fields, Place};
use super::links;
use super::request;
use super::workbook::{BASE, Change, Correlation, FIRST_SEED, Kept, Link, ScenarioId, Workbook};
use crate::calculators;
use crate::engine::math::hash;
use crate::engine::range::Shape;
use crate::engine::{Calculator, InputKind, InputSet, Range, Sheet};

use scenarios::read_scenario;
pub(super) use scenarios::write_scenarios;

/// The version that this release writes. Version 1 held calculators alone.
pub const VERSION: u64 = 2;

const FORMAT: &str = "sales-workbench";

/// Why a saved text was not opened. The text itself is never thrown away by anyone who gets this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Not the workbench's format, cut off, or changed by something else.
    Damaged,
    /// Written by a newer release: to be opened read-only and never written over.
    Newer { version: u64 },
}

/// What this release does not know: written back as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unknown {
    pub calculators: Map<String, Value>,
    pub parts: Map<String, Value>,
}

/// All that is kept, and what could not be understood on the way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opened {
    pub workbook: Workbook,
    /// The scenario that was on the screen.
    pub scenario: ScenarioId,
    pub unknown: Unknown,
    /// Fields that were given up for their preset, by calculator and field.
    pub given_up: Vec<String>,
}

/// The text to keep.
#[must_use]
pub fn write(workbook: &Workbook, scenario: ScenarioId, unknown: &Unknown) -> String {
    let mut calculators = unknown.calculators.clone();
    for (id, kept) in &workbook.calculators {
        let Some(calculator) = calculators::find(id) else { continue };
        let value = write_kept(calculator, kept);
        // The version alone says nothing.
        if value.len() > 1 {
            calculators.insert((*id).to_owned(), Value::Object(value));
        }
    }
    let mut all = unknown.parts.clone();
    all.insert("calculators".to_owned(), Value::Object(calculators));
    let mut put = |key: &str, value: Value, usual: &Value| {
        if value != *usual {
            all.insert(key.to_owned(), value);
        }
    };
    put("scenarios", write_scenarios(&workbook.scenarios), &json!([]));
    put("correlations", write_correlations(&workbook.correlations), &json!([]));
    put("seed", json!(workbook.seed), &json!(FIRST_SEED));
    put("change", write_change(workbook.change), &Value::Null);
    put("scenario", json!(scenario), &json!(BASE));
    let body = Value::Object(all).to_string();
    format!(r#"{{"format":"{FORMAT}","version":{VERSION},"check":"{}","workbook":{body}}}"#, checksum(&body))
}

/// Reads what `write` of this or an earlier release wrote.
///
/// # Errors
/// Says whether the text is damaged or from a newer release.
pub fn open(text: &str) -> Result<Opened, Unreadable> {
    let value: Value = serde_json::from_str(text).map_err(|_| Unreadable::Damaged)?;
    let version = value["version"].as_u64().ok_or(Unreadable::Damaged)?;
    if value["format"] != FORMAT {
        return Err(Unreadable::Damaged);
    }
    if version > VERSION {
        return Err(Unreadable::Newer { version });
    }
    let part = if version == 1 { "calculators" } else { "workbook" };
    checked(text, &format!(r#""{part}":"#)).ok_or(Unreadable::Damaged)?;
    let Value::Object(mut parts) = value[part].clone() else { return Err(Unreadable::Damaged) };
    if version == 1 {
        parts = Map::from_iter([("calculators".to_owned(), Value::Object(parts))]);
    }
    Ok(open_parts(parts))
}

/// The body of a text behind its head, if it is as it was written.
pub(super) fn checked<'t>(text: &'t str, head: &str) -> Option<&'t str> {
    let (before, body) = text.split_once(head)?;
    let body = body.strip_suffix('}')?;
    before.contains(&format!(r#""check":"{}""#, checksum(body))).then_some(body)
}

/// Reads the parts of a workbook; what does not fit is given up and listed.
pub(super) fn open_parts(mut parts: Map<String, Value>) -> Opened {
    let mut opened = Opened::default();
    let mut take = |key: &str| parts.shift_remove(key).unwrap_or_default();
    if let Value::Object(calculators) = take("calculators") {
        for (id, value) in calculators {
            match calculators::find(&id).filter(|calculator| is_known(calculator, &value)) {
                Some(calculator) => {
                    let kept = read_kept(calculator, &value, &mut opened.given_up);
                    opened.workbook.calculators.insert(calculator.id, Rc::new(kept));
                }
                None => drop(opened.unknown.calculators.insert(id, value)),
            }
        }
    }
    let rest = Value::Object(REST.iter().map(|key| ((*key).to_owned(), take(key))).collect());
    read_rest(&mut opened.workbook, &rest, &mut opened.given_up);
    let scenario = take("scenario").as_u64().and_then(|id| ScenarioId::try_from(id).ok()).unwrap_or(BASE);
    opened.scenario = opened.workbook.scenario(scenario).map_or(BASE, |scenario| scenario.id);
    drop_unfit_links(&mut opened.workbook, &mut opened.given_up);
    opened.unknown.parts = parts;
    opened
}

fn is_known(calculator: &Calculator, value: &Value) -> bool {
    value["version"].as_u64().is_some_and(|version| version <= calculator.upgrades.len() as u64 + 1)
}

/// The parts that are not calculators.
const REST: [&str; 4] = ["scenarios", "correlations", "seed", "change"];

/// Reads the parts that are not calculators, where they are given.
pub(super) fn read_rest(workbook: &mut Workbook, value: &Value, given_up: &mut Vec<String>) {
    if let Value::Array(all) = &value["scenarios"] {
        let read = all.iter().filter_map(|value| read_scenario(workbook, value, given_up)).collect();
        workbook.scenarios = Rc::new(read);
    }
    if let Value::Array(all) = &value["correlations"] {
        workbook.correlations = Rc::new(all.iter().filter_map(|value| read_correlation(workbook, value)).collect());
    }
    if let Some(seed) = value["seed"].as_u64() {
        workbook.seed = seed;
    }
    if let Some(change) = value.get("change") {
        workbook.change = read_change(workbook, change);
    }
}

/// A workbook that comes with the app, written as `write` writes its parts.
#[must_use]
pub fn ready(text: &str) -> Option<Workbook> {
    let Value::Object(parts) = serde_json::from_str(text).ok()? else { return None };
    let opened = open_parts(parts);
    opened.given_up.is_empty().then_some(opened.workbook)
}

/// Takes out every link that cannot be: its result is gone, or it closes a circle.
fn drop_unfit_links(workbook: &mut Workbook, given_up: &mut Vec<String>) {
    let all: Vec<_> = workbook.links().collect();
    let mut checked = workbook.clone();
    for kept in checked.calculators.values_mut().filter(|kept| !kept.links.is_empty()) {
        Rc::make_mut(kept).links.clear();
    }
    for (calculator, place, link) in all {
        if links::check(&checked, calculator, place, link).is_err() {
            given_up.push(format!("{}: {}", calculator.id, fields::name(calculator.sheet(), place)));
        } else if let Some(kept) = checked.calculators.get_mut(calculator.id) {
            Rc::make_mut(kept).links.insert(place, link);
        }
    }
    *workbook = checked;
}

/// What is kept of one calculator: its version and what differs from the preset.
pub(super) fn write_kept(calculator: &Calculator, kept: &Kept) -> Map<String, Value> {
    let sheet = calculator.sheet();
    let mut all = Map::new();
    all.insert("version".to_owned(), json!(calculator.upgrades.len() + 1));
    let mut put = |key: &str, map: Map<String, Value>| {
        if !map.is_empty() {
            all.insert(key.to_owned(), Value::Object(map));
        }
    };
    put("inputs", differences(sheet, &kept.inputs));
    put("drafts", by_name(sheet, &kept.drafts, |_, text| json!(text)));
    put("ranges", by_name(sheet, &kept.ranges, |_, range| write_range(range)));
    put("links", by_name(sheet, &kept.links, |_, link| write_link(*link)));
    all
}

fn by_name<T>(sheet: &Sheet, fields: &Fields<T>, write: impl Fn(Place, &T) -> Value) -> Map<String, Value> {
    fields.iter().map(|(place, what)| (fields::name(sheet, place), write(place, what))).collect()
}

/// Reads what `write_kept` wrote; what does not fit falls back to its preset and is listed.
pub(super) fn read_kept(calculator: &Calculator, value: &Value, given_up: &mut Vec<String>) -> Kept {
    let mut given = value["inputs"].as_object().cloned().unwrap_or_default();
    let version = value["version"].as_u64().and_then(|version| usize::try_from(version).ok()).unwrap_or(1).max(1);
    for upgrade in calculator.upgrades.iter().skip(version - 1) {
        upgrade(&mut given);
    }
    let sheet = calculator.sheet();
    let inputs = read_inputs(calculator, given, given_up);
    let mut list = |name: &str| given_up.push(format!("{}: {name}", calculator.id));
    Kept {
        drafts: read_fields(sheet, &inputs, &value["drafts"], |_, text| text.as_str().map(str::to_owned), &mut list),
        ranges: read_fields(
            sheet,
            &inputs,
            &value["ranges"],
            |place, value| read_range(sheet, place, value),
            &mut list,
        ),
        links: read_fields(sheet, &inputs, &value["links"], |_, value| read_link(value), &mut list),
        inputs,
    }
}

/// Usually all is well; otherwise what does not fit falls back to its preset, alone and listed.
pub(super) fn read_inputs(calculator: &Calculator, given: Map<String, Value>, given_up: &mut Vec<String>) -> InputSet {
    let sheet = calculator.sheet();
    request::read_inputs(sheet, &given).unwrap_or_else(|_| {
        let mut fitting = Map::new();
        for (key, value) in given {
            fitting.insert(key.clone(), value);
            if request::read_inputs(sheet, &fitting).is_err() {
                fitting.remove(&key);
                given_up.push(format!("{}: {key}", calculator.id));
            }
        }
        request::read_inputs(sheet, &fitting).unwrap_or_else(|_| InputSet::preset(sheet))
    })
}

fn read_fields<T>(
    sheet: &Sheet,
    inputs: &InputSet,
    value: &Value,
    read: impl Fn(Place, &Value) -> Option<T>,
    give_up: &mut impl FnMut(&str),
) -> Fields<T> {
    let mut fields = Fields::default();
    for (name, value) in value.as_object().into_iter().flatten() {
        let place = fields::named(sheet, name).filter(|(input, cell)| *cell < inputs.figures(*input).len());
        match place.and_then(|place| Some((place, read(place, value)?))) {
            Some((place, what)) => drop(fields.insert(place, what)),
            None => give_up(name),
        }
    }
    fields
}

fn write_range(range: &Range) -> Value {
    let mut value = json!({ "shape": range.shape.key(), "low": range.low, "high": range.high });
    if range.shape.is_peaked() {
        value["likely"] = json!(range.likely);
    }
    if range.shape.is_interval() {
        value["coverage"] = json!(range.coverage);
    }
    value
}

fn read_range(sheet: &Sheet, (input, _): Place, value: &Value) -> Option<Range> {
    let InputKind::Number { low, high, .. } = sheet.input(input).kind else { return None };
    let shape = Shape::from_key(value["shape"].as_str()?)?;
    let (from, to) = (value["low"].as_f64()?, value["high"].as_f64()?);
    let range = if shape.is_interval() {
        Range::interval(shape, from, to, value["coverage"].as_f64()?)
    } else {
        Range::points(shape, from, value["likely"].as_f64().unwrap_or(from), to)
    };
    range.flaw(low, high).is_none().then_some(range)
}

fn write_link(link: Link) -> Value {
    let key = calculators::find(link.calculator).and_then(|source| source.sheet().node(link.node).key);
    json!({ "calculator": link.calculator, "result": key, "cell": link.cell })
}

fn read_link(value: &Value) -> Option<Link> {
    let source = calculators::find(value["calculator"].as_str()?)?;
    let outcome = source.sheet().find_outcome(value["result"].as_str()?)?;
    let cell = usize::try_from(value["cell"].as_u64()?).ok()?;
    Some(Link { calculator: source.id, node: outcome.node, cell })
}

fn write_field((id, place): (&str, Place)) -> Value {
    let name = calculators::find(id).map(|calculator| fields::name(calculator.sheet(), place));
    json!({ "calculator": id, "field": name })
}

/// A field that is there.
fn read_field(workbook: &Workbook, value: &Value) -> Option<(&'static str, Place)> {
    let calculator = calculators::find(value["calculator"].as_str()?)?;
    let place = fields::named(calculator.sheet(), value["field"].as_str()?)?;
    let base = workbook.base(calculator);
    (place.1 < base.inputs.figures(place.0).len()).then_some((calculator.id, place))
}

/// The change asked about, as kept.
pub(super) fn write_change(change: Option<Change>) -> Value {
    let Some(change) = change else { return Value::Null };
    let mut value = write_field((change.field.calculator, change.field.place()));
    value["figure"] = json!(change.figure);
    value
}

fn read_change(workbook: &Workbook, value: &Value) -> Option<Change> {
    let (id, place) = read_field(workbook, value)?;
    let figure = value["figure"].as_f64()?;
    let fits = calculators::find(id)?.sheet().input(place.0).problem(Some(figure)).is_none();
    fits.then_some(Change { field: FieldId::new(id, place), figure })
}

/// The correlations as kept.
pub(super) fn write_correlations(all: &[Correlation]) -> Value {
    let one = |correlation: &Correlation| {
        json!({
            "first": write_field(correlation.first),
            "second": write_field(correlation.second),
            "value": correlation.value,
        })
    };
    all.iter().map(one).collect()
}

fn read_correlation(workbook: &Workbook, value: &Value) -> Option<Correlation> {
    let strength = value["value"].as_f64().filter(|strength| (-1.0..=1.0).contains(strength))?;
    let (first, second) = (read_field(workbook, &value["first"])?, read_field(workbook, &value["second"])?);
    Some(Correlation { first, second, value: strength })
}

/// The inputs that differ from the preset, as a request gives them.
#[must_use]
pub fn differences(sheet: &Sheet, inputs: &InputSet) -> Map<String, Value> {
    let preset = InputSet::preset(sheet);
    let (now, before) = (request::write_inputs(sheet, inputs), request::write_inputs(sheet, &preset));
    now.into_iter().filter(|(key, value)| before.get(key) != Some(value)).collect()
}

/// What tells whether a text is as it was written.
pub(super) fn checksum(text: &str) -> String {
    format!("{:016x}", hash(text))
}
