//! What is kept between visits: a versioned, checked text that later releases can always read.
//!
//! Only what differs from the preset is written. What this release does not know is kept and written back.

use serde_json::{Map, Value, json};

use super::request;
use crate::calculators;
use crate::engine::{Calculator, InputId, InputSet, Sheet};

/// The version that this release writes.
pub const VERSION: u64 = 1;

const FORMAT: &str = "sales-workbench";

/// A calculator's inputs as kept: complete where readable, with the raw text of entries that could not be understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    pub inputs: InputSet,
    /// Wrong entries by field, as typed.
    pub drafts: Map<String, Value>,
}

/// Why a saved text was not opened. The text itself is never thrown away by anyone who gets this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Not the workbench's format, cut off, or changed by something else.
    Damaged,
    /// Written by a newer release: to be opened read-only and never written over.
    Newer { version: u64 },
}

/// All that is kept, and what could not be understood on the way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opened {
    pub calculators: Vec<(&'static str, Kept)>,
    /// Calculators and fields that this release does not know: written back as they are.
    pub unknown: Map<String, Value>,
    /// Fields that were given up for their preset, by calculator and field.
    pub given_up: Vec<String>,
}

/// The text to keep.
#[must_use]
pub fn write<'a>(kept: impl IntoIterator<Item = (&'static str, &'a Kept)>, unknown: &Map<String, Value>) -> String {
    let mut all = unknown.clone();
    for (id, kept) in kept {
        let Some(calculator) = calculators::find(id) else { continue };
        let inputs = differences(calculator.sheet(), &kept.inputs);
        if inputs.is_empty() && kept.drafts.is_empty() {
            continue;
        }
        let version = calculator.upgrades.len() + 1;
        all.insert(id.to_owned(), json!({ "version": version, "inputs": inputs, "drafts": kept.drafts }));
    }
    let body = Value::Object(all).to_string();
    format!(r#"{{"format":"{FORMAT}","version":{VERSION},"check":"{:016x}","calculators":{body}}}"#, checksum(&body))
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
    let (head, body) = text.split_once(r#""calculators":"#).ok_or(Unreadable::Damaged)?;
    let body = body.strip_suffix('}').ok_or(Unreadable::Damaged)?;
    if !head.contains(&format!(r#""check":"{:016x}""#, checksum(body))) {
        return Err(Unreadable::Damaged);
    }
    let Value::Object(calculators) = value["calculators"].clone() else { return Err(Unreadable::Damaged) };
    let mut opened = Opened::default();
    for (id, kept) in calculators {
        match calculators::find(&id) {
            Some(calculator) if kept["version"].as_u64().is_some_and(|v| v <= calculator.upgrades.len() as u64 + 1) => {
                let kept = open_one(calculator, &kept, &mut opened.given_up);
                opened.calculators.push((calculator.id, kept));
            }
            _ => {
                opened.unknown.insert(id, kept);
            }
        }
    }
    Ok(opened)
}

fn open_one(calculator: &Calculator, kept: &Value, given_up: &mut Vec<String>) -> Kept {
    let mut given = kept["inputs"].as_object().cloned().unwrap_or_default();
    let version = kept["version"].as_u64().and_then(|version| usize::try_from(version).ok()).unwrap_or(1).max(1);
    for upgrade in calculator.upgrades.iter().skip(version - 1) {
        upgrade(&mut given);
    }
    let drafts = kept["drafts"].as_object().cloned().unwrap_or_default();
    let sheet = calculator.sheet();
    // Usually all is well; otherwise what does not fit falls back to its preset, alone and listed.
    let inputs = request::read_inputs(sheet, &given).unwrap_or_else(|_| {
        let mut fitting = Map::new();
        for (key, value) in given {
            fitting.insert(key.clone(), value);
            if request::read_inputs(sheet, &fitting).is_err() {
                fitting.remove(&key);
                given_up.push(format!("{}: {key}", calculator.id));
            }
        }
        request::read_inputs(sheet, &fitting).unwrap_or_else(|_| InputSet::preset(sheet))
    });
    Kept { inputs, drafts }
}

/// The inputs that differ from the preset, as a request gives them.
#[must_use]
pub fn differences(sheet: &Sheet, inputs: &InputSet) -> Map<String, Value> {
    let preset = InputSet::preset(sheet);
    let (now, before) = (request::write_inputs(sheet, inputs), request::write_inputs(sheet, &preset));
    now.into_iter().filter(|(key, value)| before.get(key) != Some(value)).collect()
}

/// FNV-1a, enough to notice a changed byte; not a protection against anybody.
fn checksum(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// How a field of a form is named in drafts: its path, with the cell for columns and grids.
#[must_use]
pub fn field_name(sheet: &Sheet, input: InputId, cell: usize) -> String {
    if sheet.input(input).axes.is_scalar() { sheet.path(input) } else { format!("{}[{cell}]", sheet.path(input)) }
}
