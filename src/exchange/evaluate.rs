//! How other programs drive the calculators: a description of each, and one line of JSON answered with another.

mod line;

use serde_json::{Map, Value, json};

use super::evaluate::line::Malformed;
use crate::calculators;
use crate::engine::sheet::{Outcome, Problem};
use crate::engine::{
    Calculator, Input, InputId, InputKind, InputSet, OutcomeKind, PartColumn, PartKind, Sheet, TableId, Unit,
};
use crate::workbook::request::{self, RequestError};

/// The longest line that is read, in bytes.
pub const LONGEST: usize = 4 << 20;

/// What a calculator asks for and gives: `id`, `inputs` and `results`, in the order of its page.
#[must_use]
pub fn describe(calculator: &Calculator) -> Value {
    let sheet = calculator.sheet();
    let preset = request::write_inputs(sheet, &InputSet::preset(sheet));
    let inputs: Vec<Value> =
        (0..sheet.inputs.len()).filter_map(|index| describe_asked(sheet, &preset, InputId(index as u32))).collect();
    let figures = sheet.outcomes.iter().map(|outcome| describe_outcome(sheet, outcome));
    let parts = sheet.parts.iter().map(|parts| {
        let columns: Vec<Value> = sheet.step(parts.step).function.columns.iter().map(describe_part).collect();
        json!({ "key": parts.key, "kind": "table", "unit": null, "columns": columns })
    });
    json!({ "id": calculator.id, "inputs": inputs, "results": figures.chain(parts).collect::<Vec<_>>() })
}

/// A field, a grid, or a table in the place of its first column.
fn describe_asked(sheet: &Sheet, preset: &Map<String, Value>, id: InputId) -> Option<Value> {
    let input = sheet.input(id);
    let (key, mut described) = match input.axes.0[..] {
        [] => (input.key, describe_input(input)),
        [table] if sheet.table(table).columns.first() == Some(&id) => {
            (sheet.table(table).key, describe_table(sheet, table))
        }
        [_] => return None,
        _ => {
            let mut grid = describe_input(input);
            grid.insert("cells".to_owned(), grid["kind"].clone());
            grid.insert("kind".to_owned(), json!("grid"));
            grid.insert("over".to_owned(), table_keys(sheet, &input.axes.0));
            if input.paired {
                grid.insert("asked".to_owned(), json!("upper_half"));
            }
            (input.key, grid)
        }
    };
    described.insert("default".to_owned(), preset.get(key).cloned().unwrap_or_default());
    Some(Value::Object(described))
}

fn describe_input(input: &Input) -> Map<String, Value> {
    let mut described = Map::new();
    let mut set = |key: &str, value: Value| drop(described.insert(key.to_owned(), value));
    set("key", json!(input.key));
    let kind = match input.kind {
        InputKind::Number { whole: true, .. } => "whole",
        InputKind::Number { .. } => "number",
        InputKind::Choice { .. } => "choice",
        InputKind::Switch => "switch",
        InputKind::Text => "text",
    };
    set("kind", json!(kind));
    set("unit", json!(input.unit().map(Unit::name)));
    match input.kind {
        InputKind::Number { low, high, optional, .. } => {
            set("limits", json!([low, high]));
            set("optional", json!(optional));
        }
        InputKind::Choice { options } => set("choices", json!(options)),
        InputKind::Switch | InputKind::Text => {}
    }
    described
}

fn describe_table(sheet: &Sheet, id: TableId) -> Map<String, Value> {
    let table = sheet.table(id);
    let columns: Vec<Value> =
        table.columns.iter().map(|column| Value::Object(describe_input(sheet.input(*column)))).collect();
    let described = [
        ("key", json!(table.key)),
        ("kind", json!("table")),
        ("unit", Value::Null),
        ("limits", json!([table.least, table.most])),
        ("columns", json!(columns)),
    ];
    described.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn describe_outcome(sheet: &Sheet, outcome: &Outcome) -> Value {
    let node = sheet.node(outcome.node);
    let mut described = match &outcome.kind {
        OutcomeKind::Number => json!({ "key": outcome.key, "kind": "number", "unit": node.unit.name() }),
        OutcomeKind::Word(words) => json!({ "key": outcome.key, "kind": "word", "unit": null, "words": words }),
        OutcomeKind::RowOf(table) => {
            json!({ "key": outcome.key, "kind": "row", "unit": null, "of": sheet.table(*table).key })
        }
    };
    if !node.axes.is_scalar() {
        described["over"] = table_keys(sheet, &node.axes.0);
    }
    described
}

fn describe_part(column: &PartColumn) -> Value {
    match column.kind {
        PartKind::Number(unit) => json!({ "key": column.key, "kind": "number", "unit": unit.name() }),
        PartKind::Word(words) => json!({ "key": column.key, "kind": "word", "unit": null, "words": words }),
        PartKind::RowOf(table) => json!({ "key": column.key, "kind": "row", "unit": null, "of": table }),
    }
}

fn table_keys(sheet: &Sheet, tables: &[TableId]) -> Value {
    tables.iter().map(|table| json!(sheet.table(*table).key)).collect()
}

/// The answer to one line `{"calculator": id, "inputs": {…}}`, a line of JSON: `results`, `faults`, `warnings`,
/// `defaults_used` and `ignored`, or an `error`. What is under `id` is given back as it was written, so that answers can
/// be told apart.
#[must_use]
pub fn answer(line: &[u8]) -> String {
    if line.len() > LONGEST {
        return json!({ "error": { "field": null, "cause": "line_too_long", "most": LONGEST } }).to_string();
    }
    match line::read(line) {
        Ok(request) => {
            let answer = match (&request.value, &request.twice) {
                (Value::Object(_), Some(field)) => json!({ "error": { "field": field, "cause": "given_twice" } }),
                (Value::Object(asked), None) => {
                    ask(asked).unwrap_or_else(|error| json!({ "error": describe_error(&error) }))
                }
                _ => json!({ "error": { "field": null, "cause": "wrong_type", "expected": "an object" } }),
            };
            with_id(&answer, request.id)
        }
        Err(Malformed { field, message, id }) => {
            with_id(&json!({ "error": { "field": field, "cause": "malformed", "message": message } }), id)
        }
    }
}

/// An answer with what stood under `id` in its request.
fn with_id(answer: &Value, id: Option<&str>) -> String {
    let (answer, id) = (answer.to_string(), id.map(|id| format!(",\"id\":{id}")).unwrap_or_default());
    format!("{}{id}}}", answer.strip_suffix('}').unwrap_or(&answer))
}

fn ask(request: &Map<String, Value>) -> Result<Value, RequestError> {
    if let Some(key) = request.keys().find(|key| !["calculator", "inputs", "id"].contains(&key.as_str())) {
        return Err(RequestError::UnknownInput(key.clone()));
    }
    let id = request.get("calculator").and_then(Value::as_str);
    let id = id.ok_or_else(|| wrong_type("calculator", "the id of a calculator"))?;
    let calculator = calculators::find(id).ok_or_else(|| RequestError::UnknownCalculator(id.to_owned()))?;
    match request.get("inputs") {
        None => request::ask(calculator, &Map::new()),
        Some(Value::Object(inputs)) => request::ask(calculator, inputs),
        Some(_) => Err(wrong_type("inputs", "an object")),
    }
}

fn wrong_type(field: &str, expected: &'static str) -> RequestError {
    RequestError::WrongType { field: field.to_owned(), expected }
}

/// An error for programs: always `field` and `cause`, and what would have been right.
#[must_use]
pub fn describe_error(error: &RequestError) -> Value {
    match error {
        RequestError::UnknownCalculator(id) => {
            json!({ "field": "calculator", "cause": "unknown_calculator", "given": id })
        }
        RequestError::UnknownInput(field) => json!({ "field": field, "cause": "unknown_field" }),
        RequestError::WrongType { field, expected } => {
            json!({ "field": field, "cause": "wrong_type", "expected": expected })
        }
        RequestError::Rows { field, least, most } => {
            json!({ "field": field, "cause": "rows", "limits": [least, most] })
        }
        RequestError::Contradicts { field, with, right } => {
            json!({ "field": field, "cause": "contradicts", "with": with, "right": right })
        }
        RequestError::Refused { field, problem } => match problem {
            Problem::Missing => json!({ "field": field, "cause": "missing" }),
            Problem::NotANumber => json!({ "field": field, "cause": "not_a_number" }),
            Problem::Outside { low, high } => json!({ "field": field, "cause": "outside", "limits": [low, high] }),
            Problem::NotWhole => json!({ "field": field, "cause": "not_whole" }),
            Problem::UnknownOption => json!({ "field": field, "cause": "unknown_option" }),
        },
    }
}
