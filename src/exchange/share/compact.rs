//! A calculator as shortly as it can be said: single fields where only those differ, whole tables where rows do.

use serde_json::{Map, Value, json};

use super::unread::{Unread, shape};
use crate::calculators;
use crate::engine::{Calculator, InputSet, Sheet, TableId};
use crate::workbook::contents::{Kept, places};
use crate::workbook::{fields, request, saved};

/// The parts of a calculator: as they are called here, and as they are saved.
const PARTS: [(&str, &str); 2] = [("r", "ranges"), ("l", "links")];

/// What differs from the preset.
pub(super) fn write(calculator: &Calculator, kept: &Kept) -> Map<String, Value> {
    let mut long = saved::write_kept(calculator, kept);
    let mut short = Map::new();
    let version = long.shift_remove("version").filter(|version| *version != json!(1));
    if let Some(Value::Object(mut inputs)) = long.shift_remove("inputs") {
        let cells = take_cells(calculator.sheet(), &kept.inputs, &mut inputs);
        for (key, part) in [("i", inputs), ("k", cells)] {
            if !part.is_empty() {
                short.insert(key.to_owned(), Value::Object(part));
            }
        }
    }
    for (key, part) in PARTS {
        if let Some(value) = long.shift_remove(part) {
            short.insert(key.to_owned(), value);
        }
    }
    // The version alone says nothing.
    if let Some(version) = version.filter(|_| !short.is_empty()) {
        short.insert("v".to_owned(), version);
    }
    short
}

/// Takes out of the inputs each table and grid of which only single fields differ, and gives those fields.
fn take_cells(sheet: &Sheet, inputs: &InputSet, given: &mut Map<String, Value>) -> Map<String, Value> {
    let mut all = Map::new();
    given.retain(|key, whole| {
        let cells = cells_of(sheet, inputs, key).map(Value::Object);
        let shorter = cells.filter(|cells| cells.to_string().len() < whole.to_string().len());
        match shorter {
            Some(Value::Object(mut cells)) => {
                all.append(&mut cells);
                false
            }
            _ => true,
        }
    });
    all
}

/// The fields of a table or grid that differ from the preset, if it has the preset's rows and there are any.
fn cells_of(sheet: &Sheet, inputs: &InputSet, key: &str) -> Option<Map<String, Value>> {
    let preset = InputSet::preset(sheet);
    let has_its_rows = |table: &TableId| {
        let named = sheet.table(*table).columns.iter().all(|column| inputs.names(*column) == preset.names(*column));
        named && inputs.rows()[table.index()] == preset.rows()[table.index()]
    };
    let mut cells = Map::new();
    for (id, cell) in places(inputs) {
        let input = sheet.input(id);
        let holder = match input.axes.0[..] {
            [] => continue,
            [table] => sheet.table(table).key,
            _ => input.key,
        };
        if holder != key || inputs.implied(id, cell).is_some() {
            continue;
        }
        if !input.axes.0.iter().all(has_its_rows) {
            return None;
        }
        let figure = inputs.figures(id)[cell];
        if figure != preset.figures(id)[cell] {
            cells.insert(fields::name(sheet, (id, cell)), request::figure_value(input, figure));
        }
    }
    (!cells.is_empty()).then_some(cells)
}

/// Whole numbers without a decimal point.
pub(super) fn shorten(value: &mut Value) {
    match value {
        Value::Number(number) => {
            let whole = number.as_f64().filter(|figure| number.is_f64() && figure.abs() < 1e15 && *figure != 0.0);
            if let Some(whole) = whole.filter(|figure| *figure == (*figure as i64) as f64) {
                *value = json!(whole as i64);
            }
        }
        Value::Array(all) => all.iter_mut().for_each(shorten),
        Value::Object(all) => all.values_mut().for_each(shorten),
        _ => {}
    }
}

/// Calculators as they are saved, the headline figures that they should come to, and the fields that did not fit.
pub(super) type Read = (Map<String, Value>, Vec<(&'static Calculator, Option<f64>)>, Vec<String>);

/// Reads every calculator.
pub(super) fn read_all(value: Option<Value>) -> Result<Read, Unread> {
    let mut read: Read = Default::default();
    let all = match value {
        None => return Ok(read),
        Some(Value::Object(all)) => all,
        Some(_) => return Err(shape("c")),
    };
    for (id, value) in all {
        let Value::Object(short) = value else { return Err(shape(&format!("c.{id}"))) };
        for key in ["i", "k", "r", "l"] {
            if short.get(key).is_some_and(|part| !part.is_object()) {
                return Err(shape(&format!("c.{id}.{key}")));
            }
        }
        if short.get("v").is_some_and(|version| !version.is_u64()) {
            return Err(shape(&format!("c.{id}.v")));
        }
        if let Some(figure) = short.get("h") {
            if !(figure.is_number() || figure.is_null()) {
                return Err(shape(&format!("c.{id}.h")));
            }
            if let Some(calculator) = calculators::find(&id) {
                read.1.push((calculator, figure.as_f64()));
            }
        }
        let long = read_one(&id, short, &mut read.2);
        read.0.insert(id, Value::Object(long));
    }
    Ok(read)
}

/// A calculator as it is saved. One that this release does not know stays as it is.
fn read_one(id: &str, mut short: Map<String, Value>, given_up: &mut Vec<String>) -> Map<String, Value> {
    let version = short.shift_remove("v").unwrap_or(json!(1));
    let mut part = |key: &str| match short.shift_remove(key) {
        Some(Value::Object(part)) => part,
        _ => Map::new(),
    };
    let (mut inputs, cells) = (part("i"), part("k"));
    let parts = PARTS.map(|(key, long)| (long.to_owned(), Value::Object(part(key))));
    let mut long: Map<String, Value> = parts.into_iter().filter(|(_, part)| *part != json!({})).collect();
    let place = version.as_u64().and_then(|version| usize::try_from(version).ok()).unwrap_or_default();
    let known = calculators::find(id).filter(|one| (1..=one.upgrades.len() + 1).contains(&place));
    if let Some(calculator) = known {
        for upgrade in calculator.upgrades.iter().skip(place - 1) {
            upgrade(&mut inputs);
        }
        inputs = with_cells(calculator, inputs, &cells, given_up);
        long.insert("version".to_owned(), json!(calculator.upgrades.len() + 1));
    } else {
        long.insert("version".to_owned(), version);
    }
    long.insert("inputs".to_owned(), Value::Object(inputs));
    long
}

/// The inputs with single fields put into them.
fn with_cells(
    calculator: &Calculator,
    inputs: Map<String, Value>,
    cells: &Map<String, Value>,
    given_up: &mut Vec<String>,
) -> Map<String, Value> {
    let sheet = calculator.sheet();
    let mut set = saved::read_inputs(calculator, inputs, given_up);
    for (name, value) in cells {
        let place = fields::named(sheet, name).filter(|(input, cell)| *cell < set.figures(*input).len());
        let read = place.and_then(|place| {
            let figure = request::read_figure(sheet.input(place.0), name, value).ok()?;
            Some((place, figure))
        });
        match read {
            Some(((input, cell), figure)) => set.set_figure(input, cell, figure),
            None => given_up.push(format!("{}: {name}", calculator.id)),
        }
    }
    saved::differences(sheet, &set)
}
