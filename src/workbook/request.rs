//! A calculator asked and answered in JSON: the command line, the worked examples and the tests all come this way.

use serde_json::{Map, Value, json};

use crate::engine::sheet::{Outcome, Problem};
use crate::engine::{
    Calculator, Cause, DetailColumn, DetailKind, Evaluation, Input, InputId, InputKind, InputSet, OutcomeKind, Sheet,
    TableId, fault,
};

/// What is wrong with a request. `field` is as the request spells it: `tiers[2].rate`.
#[derive(Clone, Debug, PartialEq)]
pub enum RequestError {
    /// No calculator has this id.
    UnknownCalculator(String),
    /// The calculator has no such input.
    UnknownInput(String),
    /// A number, a name, a list … was expected.
    WrongType { field: String, expected: &'static str },
    /// The figure cannot stand there.
    Refused { field: String, problem: Problem },
    /// So many rows are not allowed.
    Rows { field: String, least: usize, most: usize },
}

/// The complete inputs that a JSON object gives: what it leaves out keeps the preset.
///
/// # Errors
/// Names the first field that does not fit.
pub fn read_inputs(sheet: &Sheet, given: &Map<String, Value>) -> Result<InputSet, RequestError> {
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
pub(super) fn read_figure(input: &Input, field: &str, value: &Value) -> Result<Option<f64>, RequestError> {
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
pub(super) fn figure_value(input: &Input, figure: Option<f64>) -> Value {
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
    let evaluation = Evaluation::of(sheet, inputs);
    let mut results = Map::new();
    let mut faults = Map::new();
    for outcome in &sheet.outcomes {
        results.insert(outcome.key.to_owned(), outcome_value(sheet, inputs, &evaluation, outcome));
        let missing =
            (0..evaluation.count(outcome.node)).find_map(|cell| fault::trace(&evaluation, outcome.node, cell));
        if let Some(fault) = missing {
            let at = sheet.node(fault.place).key.unwrap_or_default();
            faults.insert(outcome.key.to_owned(), json!({ "cause": cause_name(fault.cause), "at": at }));
        }
    }
    for detail in &sheet.details {
        let call = sheet.call(detail.call);
        let parts = evaluation.parts(detail.call).unwrap_or_default();
        results.insert(detail.key.to_owned(), parts_value(sheet, inputs, call.function.columns, parts));
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

fn parts_value(sheet: &Sheet, inputs: &InputSet, columns: &[DetailColumn], parts: &[Vec<f64>]) -> Value {
    let rows = parts.first().map_or(0, Vec::len);
    let row = |row: usize| {
        let cells = columns.iter().zip(parts).map(|(column, figures)| {
            let value = match column.kind {
                DetailKind::Number(_) => number(figures[row]),
                DetailKind::Word(words) => words.get(figures[row] as usize).map_or(Value::Null, |word| json!(word)),
                DetailKind::RowOf(_) if figures[row] < 0.0 => Value::Null,
                DetailKind::RowOf(table) => sheet
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

/// Reads and answers in one step.
///
/// # Errors
/// As `read_inputs`.
pub fn ask(calculator: &Calculator, inputs: &Map<String, Value>) -> Result<Value, RequestError> {
    let sheet = calculator.sheet();
    Ok(answer(sheet, &read_inputs(sheet, inputs)?))
}
