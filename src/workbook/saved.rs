//! What is kept between visits: a versioned, checked text that later releases can always read.
//!
//! Only what differs from the preset is written. What this release does not know is kept and written back.

mod about;
mod entries;
mod scenarios;

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::contents::{BASE, Change, Correlation, FIRST_SEED, Kept, ScenarioId, Workbook};
use super::fields::{self, FieldId};
use super::links;
use super::request;
use crate::calculators;
use crate::engine::math::hash;
use crate::engine::{Calculator, InputSet, Sheet};

pub use super::saved::about::{About, Filed, Moment, peek};
use super::saved::entries::{
    by_name, read_field, read_fields, read_link, read_range, write_field, write_link, write_range,
};
use super::saved::scenarios::read_scenario;
pub(crate) use super::saved::scenarios::write_scenarios;

/// The version that this release writes. Version 1 held calculators alone; version 2 said nothing about the workbook.
pub const VERSION: u64 = 3;

const FORMAT: &str = "sales-workbench";

/// Why a saved text was not opened. The text itself is never deleted by anyone who gets this.
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
    /// Inputs of calculators that it does know.
    pub inputs: BTreeMap<&'static str, Map<String, Value>>,
    pub parts: Map<String, Value>,
}

/// All that is kept, and what could not be understood on the way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opened {
    pub about: About,
    pub workbook: Workbook,
    /// The scenario that was on the screen.
    pub scenario: ScenarioId,
    pub unknown: Unknown,
    /// Fields that were given up for their preset, by calculator and field.
    pub given_up: Vec<String>,
}

/// The text of a workbook of which nothing is said.
#[must_use]
pub fn write(workbook: &Workbook, scenario: ScenarioId, unknown: &Unknown) -> String {
    write_book(&About::default(), workbook, scenario, unknown)
}

/// The text to keep.
#[must_use]
pub fn write_book(about: &About, workbook: &Workbook, scenario: ScenarioId, unknown: &Unknown) -> String {
    let mut calculators = unknown.calculators.clone();
    for calculator in calculators::loaded() {
        let kept = workbook.calculators.get(calculator.id);
        let mut value = kept.map_or_else(|| versioned(calculator), |kept| write_kept(calculator, kept));
        if let Some(inputs) = unknown.inputs.get(calculator.id) {
            let mut known =
                value.shift_remove("inputs").and_then(|known| known.as_object().cloned()).unwrap_or_default();
            known.extend(inputs.clone());
            value.insert("inputs".to_owned(), Value::Object(known));
        }
        // The version alone says nothing.
        if value.len() > 1 {
            calculators.insert(calculator.id.to_owned(), Value::Object(value));
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
    let body = format!(r#"{},"workbook":{}"#, about::write(about), Value::Object(all));
    format!(r#"{{"format":"{FORMAT}","version":{VERSION},"check":"{}","about":{body}}}"#, checksum(&body))
}

/// The check that a saved text carries: two texts of one workbook are the same where it is.
#[must_use]
pub fn check_of(text: &str) -> Option<&str> {
    text.split_once(r#""check":""#)?.1.get(..16)
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
    // What is checked begins there.
    let first = if version < 3 { part } else { "about" };
    checked(text, &format!(r#""{first}":"#)).ok_or(Unreadable::Damaged)?;
    let Value::Object(mut parts) = value[part].clone() else { return Err(Unreadable::Damaged) };
    if version == 1 {
        parts = Map::from_iter([("calculators".to_owned(), Value::Object(parts))]);
    }
    Ok(Opened { about: about::read(&value["about"]), ..open_parts(parts) })
}

/// The body of a text behind its head, if it is as it was written.
pub(crate) fn checked<'t>(text: &'t str, head: &str) -> Option<&'t str> {
    let (before, body) = text.split_once(head)?;
    let body = body.strip_suffix('}')?;
    before.contains(&format!(r#""check":"{}""#, checksum(body))).then_some(body)
}

/// Reads the parts of a workbook; what does not fit is given up and listed.
pub(crate) fn open_parts(mut parts: Map<String, Value>) -> Opened {
    let mut opened = Opened::default();
    let mut take = |key: &str| parts.shift_remove(key).unwrap_or_default();
    if let Value::Object(calculators) = take("calculators") {
        for (id, value) in calculators {
            match calculators::find(&id).filter(|calculator| is_known(calculator, &value)) {
                Some(calculator) => {
                    let mut value = value;
                    let unknown = take_unknown(calculator, &mut value);
                    if !unknown.is_empty() {
                        opened.unknown.inputs.insert(calculator.id, unknown);
                    }
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

/// Takes the inputs out that this release does not know. A text that is still to be upgraded is one that it does.
fn take_unknown(calculator: &Calculator, value: &mut Value) -> Map<String, Value> {
    let sheet = calculator.sheet();
    if value["version"] != calculator.upgrades.len() + 1 {
        return Map::new();
    }
    let Some(inputs) = value.get_mut("inputs").and_then(Value::as_object_mut) else { return Map::new() };
    let known = |key: &str| {
        sheet.inputs.iter().any(|input| input.key == key) || sheet.tables.iter().any(|table| table.key == key)
    };
    let strange: Vec<String> = inputs.keys().filter(|key| !known(key)).cloned().collect();
    strange.into_iter().filter_map(|key| inputs.shift_remove_entry(&key)).collect()
}

/// The parts that are not calculators.
const REST: [&str; 4] = ["scenarios", "correlations", "seed", "change"];

/// Reads the parts that are not calculators, where they are given.
pub(crate) fn read_rest(workbook: &mut Workbook, value: &Value, given_up: &mut Vec<String>) {
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

fn versioned(calculator: &Calculator) -> Map<String, Value> {
    Map::from_iter([("version".to_owned(), json!(calculator.upgrades.len() + 1))])
}

/// What is kept of one calculator: its version and what differs from the preset.
pub(crate) fn write_kept(calculator: &Calculator, kept: &Kept) -> Map<String, Value> {
    let sheet = calculator.sheet();
    let mut all = versioned(calculator);
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

/// Reads what `write_kept` wrote; what does not fit falls back to its preset and is listed.
pub(crate) fn read_kept(calculator: &Calculator, value: &Value, given_up: &mut Vec<String>) -> Kept {
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
pub(crate) fn read_inputs(calculator: &Calculator, given: Map<String, Value>, given_up: &mut Vec<String>) -> InputSet {
    let sheet = calculator.sheet();
    request::read_saved(sheet, &given).unwrap_or_else(|_| {
        let mut fitting = Map::new();
        for (key, value) in given {
            fitting.insert(key.clone(), value);
            if request::read_saved(sheet, &fitting).is_err() {
                fitting.remove(&key);
                given_up.push(format!("{}: {key}", calculator.id));
            }
        }
        request::read_saved(sheet, &fitting).unwrap_or_else(|_| InputSet::preset(sheet))
    })
}

/// The change asked about, as kept.
pub(crate) fn write_change(change: Option<Change>) -> Value {
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
pub(crate) fn write_correlations(all: &[Correlation]) -> Value {
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
pub(crate) fn checksum(text: &str) -> String {
    format!("{:016x}", hash(text))
}
