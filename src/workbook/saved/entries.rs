//! What is in single fields, as kept: by the field's name.

use serde_json::{Map, Value, json};

use crate::calculators;
use crate::engine::range::Shape;
use crate::engine::{InputKind, InputSet, Range, Sheet};
use crate::workbook::contents::{Link, Workbook};
use crate::workbook::fields::{self, Fields, Place};

pub(super) fn by_name<T>(sheet: &Sheet, fields: &Fields<T>, write: impl Fn(Place, &T) -> Value) -> Map<String, Value> {
    fields.iter().map(|(place, what)| (fields::name(sheet, place), write(place, what))).collect()
}

pub(super) fn read_fields<T>(
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

pub(super) fn write_range(range: &Range) -> Value {
    let mut value = json!({ "shape": range.shape.key(), "low": range.low, "high": range.high });
    if range.shape.is_peaked() {
        value["likely"] = json!(range.likely);
    }
    if range.shape.is_interval() {
        value["coverage"] = json!(range.coverage);
    }
    value
}

pub(super) fn read_range(sheet: &Sheet, (input, _): Place, value: &Value) -> Option<Range> {
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

pub(super) fn write_link(link: Link) -> Value {
    let key = calculators::find(link.calculator).and_then(|source| source.sheet().node(link.node).key);
    json!({ "calculator": link.calculator, "result": key, "cell": link.cell })
}

pub(super) fn read_link(value: &Value) -> Option<Link> {
    let source = calculators::find(value["calculator"].as_str()?)?;
    let outcome = source.sheet().find_outcome(value["result"].as_str()?)?;
    let cell = usize::try_from(value["cell"].as_u64()?).ok()?;
    Some(Link { calculator: source.id, node: outcome.node, cell })
}

pub(super) fn write_field((id, place): (&str, Place)) -> Value {
    let name = calculators::find(id).map(|calculator| fields::name(calculator.sheet(), place));
    json!({ "calculator": id, "field": name })
}

/// A field that is there.
pub(super) fn read_field(workbook: &Workbook, value: &Value) -> Option<(&'static str, Place)> {
    let calculator = calculators::find(value["calculator"].as_str()?)?;
    let place = fields::named(calculator.sheet(), value["field"].as_str()?)?;
    let base = workbook.base(calculator);
    (place.1 < base.inputs.figures(place.0).len()).then_some((calculator.id, place))
}
