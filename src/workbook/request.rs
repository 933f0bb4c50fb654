//! A calculator asked and answered in JSON: the command line, the worked examples and the tests all come this way.

use serde_json::{Map, Value, json};

mod error;
mod halves;

pub use error::RequestError;

use crate::engine::sheet::{Outcome, Problem};
use crate::engine::{
    Calculator, Cause, Effect, Evaluation, Input, InputId, InputKind, InputSet, OutcomeKind, PartColumn, PartKind,
    Sheet, TableId, fault,
};

/// The complete inputs that a JSON object gives: what it leaves out keeps the preset.
///
/// # Errors
/// Names the first field that does not fit.
pub fn read_inputs(sheet: &Sheet, given: &Map<String, Value>) -> Result<InputSet, RequestError> {
    read(sheet, given, true)
}

/// The same from what was saved. Earlier versions let the lower half of compared pairs fall behind the upper: the upper, which
/// was shown and computed with, counts.
pub(crate) fn read_saved(sheet: &Sheet, given: &Map<String, Value>) -> Result<InputSet, RequestError> {
    read(sheet, given, false)
}

fn read(sheet: &Sheet, given: &Map<String, Value>, is_checked: bool) -> Result<InputSet, RequestError> {
    let mut inputs = InputSet::preset(sheet);
    for (key, value) in given {
        if let Some(table) = sheet.find_table(key) {
            read_table(sheet, &mut inputs, table, value)?;
        }
    }
    for (key, value) in given {
        if sheet.find_table(key).is_some() {
            continue;
        }
        let id = sheet
            .find_input(key)
            .filter(|id| sheet.input(*id).axes.0.len() != 1)
            .ok_or_else(|| RequestError::UnknownInput(key.clone()))?;
        let mut figures = Vec::new();
        let lengths: Vec<usize> = sheet.input(id).axes.0.iter().map(|table| inputs.rows()[table.index()]).collect();
        flatten(sheet.input(id), key, value, &lengths, &mut figures)?;
        if sheet.input(id).paired {
            halves::fill_upper_half(key, &mut figures, is_checked)?;
        }
        for (cell, figure) in figures.into_iter().enumerate() {
            inputs.set_figure(id, cell, figure);
        }
    }
    Ok(inputs)
}

fn read_table(sheet: &Sheet, inputs: &mut InputSet, id: TableId, value: &Value) -> Result<(), RequestError> {
    let table = sheet.table(id);
    let wrong = || RequestError::WrongType { field: table.key.to_owned(), expected: "a list of objects" };
    let rows = value.as_array().ok_or_else(wrong)?;
    if rows.len() < table.least || rows.len() > table.most {
        return Err(RequestError::Rows { field: table.key.to_owned(), least: table.least, most: table.most });
    }
    inputs.resize(sheet, id, rows.len());
    for (row, value) in rows.iter().enumerate() {
        let object = value.as_object().ok_or_else(wrong)?;
        for (key, value) in object {
            let field = format!("{}[{row}].{key}", table.key);
            let column = table.columns.iter().copied().find(|column| sheet.input(*column).key == key);
            let column = column.ok_or_else(|| RequestError::UnknownInput(field.clone()))?;
            read_cell(sheet, inputs, column, row, &field, value)?;
        }
    }
    Ok(())
}

fn read_cell(
    sheet: &Sheet,
    inputs: &mut InputSet,
    column: InputId,
    row: usize,
    field: &str,
    value: &Value,
) -> Result<(), RequestError> {
    let input = sheet.input(column);
    if matches!(input.kind, InputKind::Text) {
        let name = value.as_str().ok_or(RequestError::WrongType { field: field.to_owned(), expected: "a text" })?;
        inputs.set_name(column, row, name.to_owned());
    } else {
        inputs.set_figure(column, row, read_figure(input, field, value)?);
    }
    Ok(())
}

fn flatten(
    input: &Input,
    field: &str,
    value: &Value,
    lengths: &[usize],
    out: &mut Vec<Option<f64>>,
) -> Result<(), RequestError> {
    let Some((length, deeper)) = lengths.split_first() else {
        if input.paired && value.is_null() {
            out.push(None);
            return Ok(());
        }
        out.push(read_figure(input, field, value)?);
        return Ok(());
    };
    let list = value
        .as_array()
        .ok_or(RequestError::WrongType { field: field.to_owned(), expected: "a list, a row of the grid each" })?;
    if list.len() != *length {
        return Err(RequestError::Rows { field: field.to_owned(), least: *length, most: *length });
    }
    for (place, value) in list.iter().enumerate() {
        flatten(input, &format!("{field}[{place}]"), value, deeper, out)?;
    }
    Ok(())
}

/// The figure that a JSON value gives for an input.
pub(crate) fn read_figure(input: &Input, field: &str, value: &Value) -> Result<Option<f64>, RequestError> {
    let wrong = |expected| RequestError::WrongType { field: field.to_owned(), expected };
    let figure = match (&input.kind, value) {
        (_, Value::Null) => None,
        (InputKind::Choice { options }, Value::String(option)) => {
            let place = options.iter().position(|key| key == option);
            Some(
                place
                    .map(|place| place as f64)
                    .ok_or(RequestError::Refused { field: field.to_owned(), problem: Problem::UnknownOption })?,
            )
        }
        (InputKind::Choice { .. }, _) => return Err(wrong("the key of an option")),
        (InputKind::Switch, Value::Bool(on)) => Some(f64::from(u8::from(*on))),
        (InputKind::Switch, _) => return Err(wrong("true or false")),
        (_, Value::Number(number)) => number.as_f64(),
        _ => return Err(wrong("a number")),
    };
    match input.problem(figure) {
        Some(problem) => Err(RequestError::Refused { field: field.to_owned(), problem }),
        None => Ok(figure),
    }
}

/// The complete inputs as a request would give them.
#[must_use]
pub fn write_inputs(sheet: &Sheet, inputs: &InputSet) -> Map<String, Value> {
    let mut all = Map::new();
    for (index, table) in sheet.tables.iter().enumerate() {
        let row = |row: usize| {
            let cells = table.columns.iter().map(|column| {
                let value = match sheet.input(*column).kind {
                    InputKind::Text => json!(inputs.names(*column).get(row)),
                    _ => figure_value(sheet.input(*column), inputs.figures(*column).get(row).copied().flatten()),
                };
                (sheet.input(*column).key.to_owned(), value)
            });
            Value::Object(cells.collect())
        };
        all.insert(table.key.to_owned(), (0..inputs.rows()[index]).map(row).collect());
    }
    for (index, input) in sheet.inputs.iter().enumerate().filter(|(_, input)| input.axes.0.len() != 1) {
        let id = InputId(index as u32);
        let cells: Vec<Value> = inputs.figures(id).iter().map(|figure| figure_value(input, *figure)).collect();
        let lengths: Vec<usize> = input.axes.0.iter().map(|table| inputs.rows()[table.index()]).collect();
        let value =
            if lengths.is_empty() { cells.first().cloned().unwrap_or_default() } else { nested(&cells, &lengths) };
        all.insert(input.key.to_owned(), value);
    }
    all
}

/// A figure of an input as a request gives it.
pub(crate) fn figure_value(input: &Input, figure: Option<f64>) -> Value {
    match (figure, &input.kind) {
        (None, _) => Value::Null,
        (Some(figure), InputKind::Choice { options }) => {
            options.get(figure as usize).map_or(Value::Null, |option| json!(option))
        }
        (Some(figure), InputKind::Switch) => json!(figure != 0.0),
        (Some(figure), _) => number(figure),
    }
}

/// A complete answer: `results`, `faults` for results without a value, and the keys of `warnings` that hold.
#[must_use]
pub fn answer(sheet: &Sheet, inputs: &InputSet) -> Value {
    written(sheet, inputs, &Evaluation::of(sheet, inputs))
}

fn written(sheet: &Sheet, inputs: &InputSet, evaluation: &Evaluation) -> Value {
    let mut results = Map::new();
    let mut faults = Map::new();
    for outcome in &sheet.outcomes {
        results.insert(outcome.key.to_owned(), outcome_value(sheet, inputs, evaluation, outcome));
        let missing = (0..evaluation.count(outcome.node)).find_map(|cell| fault::trace(evaluation, outcome.node, cell));
        if let Some(fault) = missing {
            let at = sheet.node(fault.place).key.unwrap_or_default();
            faults.insert(outcome.key.to_owned(), json!({ "cause": cause_name(fault.cause), "at": at }));
        }
    }
    for table in &sheet.parts {
        let step = sheet.step(table.step);
        let parts = evaluation.parts(table.step).unwrap_or_default();
        results.insert(table.key.to_owned(), parts_value(sheet, inputs, step.function.columns, parts));
    }
    let warnings: Vec<&str> = sheet
        .remarks
        .iter()
        .filter(|remark| remark.warning && evaluation.holds(remark.condition))
        .map(|remark| remark.key)
        .collect();
    json!({ "results": results, "faults": faults, "warnings": warnings })
}

fn outcome_value(sheet: &Sheet, inputs: &InputSet, evaluation: &Evaluation, outcome: &Outcome) -> Value {
    let cell = |value: Option<f64>| match (value, &outcome.kind) {
        (None, _) => Value::Null,
        (Some(value), OutcomeKind::Number) => number(value),
        (Some(value), OutcomeKind::Word(words)) => words.get(value as usize).map_or(Value::Null, |word| json!(word)),
        (Some(value), OutcomeKind::RowOf(table)) => json!(row_name(sheet, inputs, *table, value)),
    };
    if sheet.node(outcome.node).axes.is_scalar() {
        cell(evaluation.figure(outcome.node))
    } else {
        let lengths: Vec<usize> =
            sheet.node(outcome.node).axes.0.iter().map(|table| evaluation.rows()[table.index()]).collect();
        let cells: Vec<Value> = evaluation.column(outcome.node).into_iter().map(cell).collect();
        nested(&cells, &lengths)
    }
}

/// A flat list folded into lists of lists, the last length innermost.
fn nested(cells: &[Value], lengths: &[usize]) -> Value {
    match lengths {
        [] | [_] => Value::Array(cells.to_vec()),
        [_, deeper @ ..] => {
            let size = deeper.iter().product::<usize>().max(1);
            Value::Array(cells.chunks(size).map(|part| nested(part, deeper)).collect())
        }
    }
}

fn parts_value(sheet: &Sheet, inputs: &InputSet, columns: &[PartColumn], parts: &[Vec<f64>]) -> Value {
    let rows = parts.first().map_or(0, Vec::len);
    let row = |row: usize| {
        let cells = columns.iter().zip(parts).map(|(column, figures)| {
            let value = match column.kind {
                PartKind::Number(_) => number(figures[row]),
                PartKind::Word(words) => words.get(figures[row] as usize).map_or(Value::Null, |word| json!(word)),
                PartKind::RowOf(_) if figures[row] < 0.0 => Value::Null,
                PartKind::RowOf(table) => sheet
                    .find_table(table)
                    .map_or(Value::Null, |table| json!(row_name(sheet, inputs, table, figures[row]))),
            };
            (column.key.to_owned(), value)
        });
        Value::Object(cells.collect())
    };
    Value::Array((0..rows).map(row).collect())
}

/// A finite figure; anything else is null, so that no file ever holds what cannot be read back.
fn number(value: f64) -> Value {
    serde_json::Number::from_f64(value + 0.0).map_or(Value::Null, Value::Number)
}

/// The name a person gave to a row, the key of a preset's name, or its number from 1.
fn row_name(sheet: &Sheet, inputs: &InputSet, table: TableId, row: f64) -> String {
    let row = row as usize;
    let named = sheet.table(table).names(sheet).and_then(|column| inputs.names(column).get(row));
    match named {
        Some(name) if !name.is_empty() => name.trim_start_matches('@').to_owned(),
        _ => (row + 1).to_string(),
    }
}

/// The name of a cause, for programs.
#[must_use]
pub fn cause_name(cause: Cause) -> &'static str {
    match cause {
        Cause::NotGiven => "not_given",
        Cause::DivisionByZero => "division_by_zero",
        Cause::TooLarge => "too_large",
        Cause::OutOfDomain => "out_of_domain",
        Cause::NoSuchRow => "no_such_row",
        Cause::NoResult => "no_result",
        Cause::Refused(reason) => reason,
    }
}

/// What a request leaves to its default, as paths: a field, a table, or the cell of a row.
fn left_out(sheet: &Sheet, given: &Map<String, Value>) -> Vec<String> {
    let mut all = Vec::new();
    for (index, input) in sheet.inputs.iter().enumerate() {
        match input.axes.0[..] {
            [id] if sheet.table(id).columns.first() == Some(&InputId(index as u32)) => {
                let table = sheet.table(id);
                let Some(rows) = given.get(table.key).and_then(Value::as_array) else {
                    all.push(table.key.to_owned());
                    continue;
                };
                for (row, cells) in rows.iter().enumerate() {
                    let columns = table.columns.iter().map(|column| sheet.input(*column).key);
                    let lacking = columns.filter(|key| cells.get(key).is_none());
                    all.extend(lacking.map(|key| format!("{}[{row}].{key}", table.key)));
                }
            }
            [_] => {}
            _ if given.contains_key(input.key) => {}
            _ => all.push(input.key.to_owned()),
        }
    }
    all
}

/// What a request gives that has no effect under the choices in force, as paths: a field, a table, or a column of one.
fn without_effect(sheet: &Sheet, given: &Map<String, Value>, effect: &Effect) -> Vec<String> {
    let mut all = Vec::new();
    for (index, input) in sheet.inputs.iter().enumerate() {
        let id = InputId(index as u32);
        let [table] = input.axes.0[..] else {
            all.extend((given.contains_key(input.key) && effect.is_ignored(id)).then(|| input.key.to_owned()));
            continue;
        };
        let (first, whole) = (sheet.table(table).columns.first() == Some(&id), effect.is_table_ignored(table));
        let Some(rows) = given.get(sheet.table(table).key).and_then(Value::as_array) else { continue };
        if whole {
            all.extend(first.then(|| sheet.table(table).key.to_owned()));
        } else if rows.iter().any(|cells| cells.get(input.key).is_some()) && effect.is_ignored(id) {
            all.push(sheet.path(id));
        }
    }
    all
}

/// Reads and answers in one step. Beside the answer stand `defaults_used`, what the request left out, and `ignored`, what it
/// gives that has no effect.
///
/// # Errors
/// As `read_inputs`.
pub fn ask(calculator: &Calculator, given: &Map<String, Value>) -> Result<Value, RequestError> {
    let sheet = calculator.sheet();
    let inputs = read_inputs(sheet, given)?;
    let evaluation = Evaluation::of(sheet, &inputs);
    let mut answer = written(sheet, &inputs, &evaluation);
    answer["defaults_used"] = json!(left_out(sheet, given));
    answer["ignored"] = json!(without_effect(sheet, given, &Effect::of(&evaluation)));
    Ok(answer)
}
