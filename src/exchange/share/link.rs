//! A workbook or one calculator as a short text to share, and what such a text holds.
//!
//! The text says only what differs from the presets, and of each calculator in it the headline figure that it comes to: whoever
//! opens it in another release learns of a figure that would now be another. How the text is packed into an address is the
//! codec's business (`src/codec/src/link.rs`), so all of this is plain JSON.
//!
//! A link to one calculator carries the calculators that feed it, not the figures that they feed. Fed figures would be shorter,
//! but would lose the ranges, the scenarios and the reasons above them: every tool would come to another answer.

use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::compact;
use super::headline::headline;
use super::unread::{Unread, shape};
use crate::calculators;
use crate::exchange::received::Received;
use crate::text::Currency;
use crate::workbook::contents::{BASE, FIRST_SEED, ScenarioId, Workbook};
use crate::workbook::name::clean_name;
use crate::workbook::saved::{self, write_change, write_correlations, write_scenarios};

/// The form of the text that this release writes, and the latest that it reads.
pub const FORM: u64 = 1;

/// This release.
const RELEASE: &str = env!("CARGO_PKG_VERSION");

/// What is shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Workbook,
    /// One calculator, by its id, with all that feeds it.
    Calculator(&'static str),
}

/// A headline figure that is another here than where the link was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    pub calculator: &'static str,
    /// As the link says, to nine digits; none where it had no value.
    pub then: Option<f64>,
    /// As this release computes it.
    pub now: Option<f64>,
}

/// What a text holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    pub received: Received,
    /// The calculator that it is about, where it is not the whole workbook.
    pub about: Option<&'static str>,
    /// The currency in which its amounts are, where this release knows it.
    pub currency: Option<Currency>,
    /// The release that wrote it.
    pub release: String,
    /// Whether that release is later than this one.
    pub is_newer: bool,
    /// Headline figures that are others here.
    pub moved: Vec<Moved>,
}

/// The text of a workbook as it is in a scenario, its amounts being in a currency. Entries that could not be understood are
/// not shared.
#[must_use]
pub fn write(workbook: &Workbook, scenario: ScenarioId, name: &str, currency: Currency, what: What) -> String {
    let workbook = handed_on(workbook, what);
    let scenario = workbook.scenario(scenario).map_or(BASE, |scenario| scenario.id);
    let mut all = Map::new();
    if FORM != 1 {
        all.insert("f".to_owned(), json!(FORM));
    }
    all.insert("a".to_owned(), json!(RELEASE));
    all.insert("u".to_owned(), json!(currency.code()));
    let mut put = |key: &str, value: Value, usual: &Value| {
        if value != *usual {
            all.insert(key.to_owned(), value);
        }
    };
    put("n", json!(clean_name(name)), &json!(""));
    if let What::Calculator(id) = what {
        put("o", json!(id), &Value::Null);
    }
    put("c", write_calculators(&workbook, scenario, what), &json!({}));
    put("x", write_scenarios(&workbook.scenarios), &json!([]));
    put("r", write_correlations(&workbook.correlations), &json!([]));
    put("d", json!(workbook.seed), &json!(FIRST_SEED));
    put("q", write_change(workbook.change), &Value::Null);
    put("s", json!(scenario), &json!(BASE));
    let mut all = Value::Object(all);
    compact::shorten(&mut all);
    all.to_string()
}

fn write_calculators(workbook: &Workbook, scenario: ScenarioId, what: What) -> Value {
    let mut all = Map::new();
    for calculator in calculators::loaded() {
        let is_subject = what == What::Calculator(calculator.id);
        let kept = workbook.base(calculator);
        let mut short = compact::write(calculator, &kept);
        if short.is_empty() && !is_subject && !workbook.calculators.contains_key(calculator.id) {
            continue;
        }
        if calculator.sheet().headline().is_some() {
            short.insert("h".to_owned(), json!(headline(workbook, scenario, calculator).map(nine_digits)));
        }
        all.insert(calculator.id.to_owned(), Value::Object(short));
    }
    Value::Object(all)
}

/// The part of a workbook that is shared, without wrong entries and without what this release does not know.
fn handed_on(workbook: &Workbook, what: What) -> Workbook {
    let mut part = workbook.without_drafts();
    let scenarios = Rc::make_mut(&mut part.scenarios);
    for scenario in scenarios.iter_mut() {
        scenario.unknown.clear();
    }
    let What::Calculator(id) = what else { return part };
    let feeding = above(workbook, id);
    let inside = |id: &str| feeding.contains(&id);
    for scenario in scenarios.iter_mut() {
        scenario.variants.retain(|id, _| inside(id));
    }
    // What differs in nothing here is the base.
    scenarios.retain(|scenario| !scenario.variants.is_empty());
    part.calculators.retain(|id, _| inside(id));
    Rc::make_mut(&mut part.correlations).retain(|one| inside(one.first.0) && inside(one.second.0));
    part.change = part.change.filter(|change| inside(change.field.calculator));
    part
}

/// A calculator and all above it in the chain.
fn above(workbook: &Workbook, id: &'static str) -> Vec<&'static str> {
    let mut all = vec![id];
    let mut next = 0;
    while let Some(calculator) = all.get(next).copied().and_then(calculators::find) {
        for (_, link) in workbook.base(calculator).links.iter() {
            if !all.contains(&link.calculator) {
                all.push(link.calculator);
            }
        }
        next += 1;
    }
    all
}

/// A figure to nine digits: enough to notice another one, and half as long.
fn nine_digits(figure: f64) -> f64 {
    format!("{figure:.8e}").parse().unwrap_or(figure)
}

/// Reads what `write` of this or an earlier release wrote. Names are cleaned; fields that do not fit fall back to their preset
/// and are listed in `opened.given_up`.
///
/// # Errors
/// Says whether the text is none of ours, in a later form, or which part of it has the wrong shape.
pub fn read(text: &str) -> Result<Shared, Unread> {
    let mut value: Value = serde_json::from_str(text).map_err(|_| Unread::Damaged)?;
    clean(&mut value);
    let Value::Object(mut parts) = value else { return Err(Unread::Damaged) };
    match parts.shift_remove("f") {
        None => {}
        Some(form) if form.as_u64().is_some_and(|form| (1..=FORM).contains(&form)) => {}
        Some(form) if form.is_u64() => return Err(Unread::Newer),
        Some(_) => return Err(shape("f")),
    }
    let release = text_of(parts.shift_remove("a"), "a")?.ok_or_else(|| shape("a"))?;
    let name = text_of(parts.shift_remove("n"), "n")?.unwrap_or_default();
    let currency = text_of(parts.shift_remove("u"), "u")?;
    let currency = currency.and_then(|code| Currency::from_code(&code));
    let about = text_of(parts.shift_remove("o"), "o")?;
    let is_newer = numbers(&release) > numbers(RELEASE);
    let missing = |id: &str| if is_newer { Unread::Newer } else { shape(&format!("o: {id}")) };
    let about = about.map(|id| calculators::find(&id).ok_or_else(|| missing(&id))).transpose()?;
    let (calculators, expected, mut given_up) = compact::read_all(parts.shift_remove("c"))?;
    let mut long = Map::from_iter([("calculators".to_owned(), Value::Object(calculators))]);
    for (short, key, is_right) in LISTED {
        if let Some(value) = parts.shift_remove(short) {
            if !is_right(&value) {
                return Err(shape(short));
            }
            long.insert(key.to_owned(), value);
        }
    }
    given_up.extend(parts.keys().cloned());
    let mut opened = saved::open_parts(long);
    given_up.append(&mut opened.given_up);
    given_up.extend(opened.unknown.calculators.keys().cloned());
    // What this release does not know is said, and left behind: it could not be shown before it is kept.
    opened.unknown = saved::Unknown::default();
    opened.given_up = given_up.iter().map(|field| clean_name(field)).collect();
    let moved = expected.into_iter().filter_map(|(calculator, then)| {
        let now = headline(&opened.workbook, opened.scenario, calculator);
        (!is_same(then, now)).then_some(Moved { calculator: calculator.id, then, now })
    });
    let moved = moved.collect();
    let about = about.map(|calculator| calculator.id);
    Ok(Shared { received: Received { name, opened }, about, currency, release, is_newer, moved })
}

/// Whether a value is of the right kind.
type IsRight = fn(&Value) -> bool;

/// The parts of a workbook beside its calculators: as they are called here, as they are saved, and what they must be.
const LISTED: [(&str, &str, IsRight); 5] = [
    ("x", "scenarios", Value::is_array),
    ("r", "correlations", Value::is_array),
    ("d", "seed", Value::is_u64),
    ("q", "change", Value::is_object),
    ("s", "scenario", Value::is_u64),
];

fn text_of(value: Option<Value>, field: &str) -> Result<Option<String>, Unread> {
    match value {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(shape(field)),
    }
}

/// Makes every text in it one that may be kept, whatever it names: without control characters and of a bearable length.
fn clean(value: &mut Value) {
    match value {
        Value::String(text) => *text = clean_name(text),
        Value::Array(all) => all.iter_mut().for_each(clean),
        Value::Object(all) => all.values_mut().for_each(clean),
        _ => {}
    }
}

/// Whether a figure is the one that was expected, which has nine digits.
fn is_same(then: Option<f64>, now: Option<f64>) -> bool {
    match (then, now) {
        (Some(then), Some(now)) => (then - now).abs() <= 1e-8 * then.abs().max(now.abs()),
        (then, now) => then == now,
    }
}

/// The numbers of a release, to tell the later of two.
fn numbers(release: &str) -> Vec<u64> {
    release.split('.').map(|number| number.parse().unwrap_or(0)).collect()
}
