//! Every calculator at its limits and beyond them: a figure or a cause, the same figure whichever way it is computed.

mod support;

use proptest::prelude::*;
use sales_workbench::calculators;
use sales_workbench::engine::{
    Calculator, Cause, Evaluation, InputId, InputKind, InputSet, NodeId, OutcomeKind, PartKind, Sheet, TableId, fault,
};
use sales_workbench::exchange::evaluate;
use sales_workbench::text::{Catalogue, Language};
use sales_workbench::workbook::request::{self, RequestError};
use serde_json::{Map, Value, json};
use support::inputs::{Reach, dice, thrown, thrown_again};
use support::words::{all, labels};

fn inputs_of(sheet: &Sheet) -> impl Iterator<Item = InputId> {
    (0..sheet.inputs.len()).map(|index| InputId(index as u32))
}

/// Every result is a finite figure that means something, or has a cause that the catalogue words.
fn answers(calculator: &'static Calculator, words: &Catalogue, inputs: &InputSet) {
    let sheet = calculator.sheet();
    let evaluation = Evaluation::of(sheet, inputs);
    for index in 0..sheet.nodes.len() {
        let node = NodeId(index as u32);
        let infinite = (0..evaluation.count(node)).any(|cell| evaluation.lanes(node, cell)[0].is_infinite());
        assert!(!infinite, "{}: cell {index} is infinite", calculator.id);
    }
    let labels = labels(words, calculator, inputs);
    for outcome in &sheet.outcomes {
        for cell in 0..evaluation.count(outcome.node) {
            let name = format!("{} {}[{cell}]", calculator.id, outcome.key);
            let Some(value) = evaluation.value(outcome.node, cell) else {
                let fault = fault::trace(&evaluation, outcome.node, cell);
                let fault = fault.unwrap_or_else(|| panic!("{name} has no value and no cause"));
                if let Cause::Refused(reason) = fault.cause {
                    assert!(labels.find(&format!("reason.{reason}")).is_some(), "{name}: no words for {reason}");
                }
                assert!(!labels.fault(&fault).contains(['{', '_']), "{name}: {}", labels.fault(&fault));
                continue;
            };
            let places = match &outcome.kind {
                OutcomeKind::Number => continue,
                OutcomeKind::Word(words) => words.len(),
                OutcomeKind::RowOf(table) => evaluation.rows()[table.index()],
            };
            assert!(value.fract() == 0.0 && (0.0..places as f64).contains(&value), "{name} is {value} of {places}");
        }
    }
    for table in &sheet.parts {
        let (step, name) = (sheet.step(table.step), format!("{} {}", calculator.id, table.key));
        let Some(parts) = evaluation.parts(table.step) else { continue };
        assert_eq!(parts.len(), step.function.columns.len(), "{name}");
        for (column, figures) in step.function.columns.iter().zip(parts) {
            assert_eq!(figures.len(), parts[0].len(), "{name} {}: rows", column.key);
            let places = match column.kind {
                PartKind::Number(_) => f64::INFINITY,
                PartKind::Word(words) => words.len() as f64,
                PartKind::RowOf(table) => {
                    sheet.find_table(table).map_or(0.0, |table| evaluation.rows()[table.index()] as f64)
                }
            };
            let stands = |figure: f64| match column.kind {
                PartKind::Number(_) => !figure.is_infinite(),
                PartKind::Word(_) => figure.fract() == 0.0 && figure >= 0.0 && figure < places,
                PartKind::RowOf(_) => figure.fract() == 0.0 && figure >= -1.0 && figure < places,
            };
            assert!(figures.iter().all(|figure| stands(*figure)), "{name} {}: {figures:?}", column.key);
        }
    }
}

/// The ends of what an input takes.
#[derive(Clone, Copy)]
enum Edge {
    Low,
    High,
    Empty,
}

const EDGES: [Edge; 3] = [Edge::Low, Edge::High, Edge::Empty];

/// Puts one cell of a number to an end of what it takes; anything else stays as it is.
fn push(sheet: &Sheet, inputs: &mut InputSet, id: InputId, cell: usize, edge: Edge) {
    let InputKind::Number { low, high, optional, .. } = sheet.input(id).kind else { return };
    match edge {
        Edge::Low => inputs.set_figure(id, cell, Some(low)),
        Edge::High => inputs.set_figure(id, cell, Some(high)),
        Edge::Empty if optional => inputs.set_figure(id, cell, None),
        Edge::Empty => {}
    }
}

/// The preset with each combination of one choice or switch.
fn settings(sheet: &Sheet) -> Vec<InputSet> {
    let preset = InputSet::preset(sheet);
    let mut all = vec![preset.clone()];
    for id in inputs_of(sheet) {
        let options = match sheet.input(id).kind {
            InputKind::Choice { options } => options.len(),
            InputKind::Switch => 2,
            _ => continue,
        };
        for option in 0..options {
            let mut inputs = preset.clone();
            (0..inputs.figures(id).len()).for_each(|cell| inputs.set_figure(id, cell, Some(option as f64)));
            all.push(inputs);
        }
    }
    all
}

#[test]
fn under_every_option_at_the_lowest_highest_and_emptiest() {
    let words = all(Language::English);
    for calculator in calculators::loaded() {
        let sheet = calculator.sheet();
        for inputs in settings(sheet) {
            answers(calculator, &words, &inputs);
            for edge in EDGES {
                let mut inputs = inputs.clone();
                for id in inputs_of(sheet) {
                    (0..inputs.figures(id).len()).for_each(|cell| push(sheet, &mut inputs, id, cell, edge));
                }
                answers(calculator, &words, &inputs);
            }
        }
    }
}

#[test]
fn with_each_input_at_its_limits_alone() {
    let words = all(Language::English);
    for calculator in calculators::loaded() {
        let sheet = calculator.sheet();
        for id in inputs_of(sheet) {
            for edge in EDGES {
                let mut inputs = InputSet::preset(sheet);
                for cell in 0..inputs.figures(id).len() {
                    push(sheet, &mut inputs, id, cell, edge);
                    answers(calculator, &words, &inputs);
                }
            }
        }
    }
}

#[test]
fn with_the_shortest_and_longest_tables() {
    let words = all(Language::English);
    for calculator in calculators::loaded() {
        let sheet = calculator.sheet();
        for (index, table) in sheet.tables.iter().enumerate() {
            for rows in [table.least, table.most] {
                let mut inputs = InputSet::preset(sheet);
                inputs.resize(sheet, TableId(index as u32), rows);
                assert_eq!(inputs.rows()[index], rows);
                answers(calculator, &words, &inputs);
            }
        }
    }
}

#[test]
fn beyond_the_limits_a_request_is_refused_by_name() {
    for calculator in calculators::loaded() {
        let sheet = calculator.sheet();
        let preset = request::write_inputs(sheet, &InputSet::preset(sheet));
        for id in inputs_of(sheet) {
            let input = sheet.input(id);
            let InputKind::Number { low, high, .. } = input.kind else { continue };
            for wrong in [low - low.abs().max(1.0), high + high.abs().max(1.0), 1e308, -1e308] {
                let (mut given, mut field) = (preset.clone(), sheet.path(id));
                match input.axes.0[..] {
                    [] => drop(given.insert(input.key.to_owned(), json!(wrong))),
                    [table] => {
                        let key = sheet.table(table).key;
                        let last = given[key].as_array().unwrap().len() - 1;
                        given[key][last][input.key] = json!(wrong);
                        field = format!("{key}[{last}].{}", input.key);
                    }
                    _ => {
                        let mut first = &mut given[input.key];
                        while first.is_array() {
                            first = &mut first[0];
                        }
                        *first = json!(wrong);
                    }
                }
                let found = request::read_inputs(sheet, &given);
                let named =
                    matches!(&found, Err(RequestError::Refused { field: found, .. }) if found.starts_with(&field));
                assert!(named, "{} {field} {wrong}: {found:?}", calculator.id);
            }
        }
    }
}

/// Lanes of a block filled each with its own input set of the same rows.
fn block<'s>(sheet: &'s Sheet, sets: &[InputSet]) -> Evaluation<'s> {
    let mut evaluation = Evaluation::new(sheet, &sets[0], sets.len());
    for id in inputs_of(sheet) {
        let Some(node) = sheet.input(id).node else { continue };
        for cell in 0..evaluation.count(node) {
            for (lane, inputs) in evaluation.lanes_mut(node, cell).iter_mut().zip(sets) {
                *lane = inputs.figures(id)[cell].unwrap_or(f64::NAN);
            }
        }
    }
    evaluation
}

fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_inputs_within_the_limits_are_answered(dice in dice()) {
        let words = all(Language::English);
        for calculator in calculators::loaded() {
            answers(calculator, &words, &thrown(calculator.sheet(), &dice, Reach::Within));
        }
    }

    #[test]
    fn any_inputs_beyond_the_limits_are_answered(dice in dice()) {
        let words = all(Language::English);
        for calculator in calculators::loaded() {
            answers(calculator, &words, &thrown(calculator.sheet(), &dice, Reach::Beyond));
        }
    }

    #[test]
    fn within_the_limits_only_an_optional_input_is_missing(dice in dice()) {
        for calculator in calculators::loaded() {
            let sheet = calculator.sheet();
            let evaluation = Evaluation::of(sheet, &thrown(sheet, &dice, Reach::Within));
            for outcome in &sheet.outcomes {
                for cell in 0..evaluation.count(outcome.node) {
                    let Some(fault) = fault::trace(&evaluation, outcome.node, cell) else { continue };
                    let origin = inputs_of(sheet).find(|id| sheet.input(*id).node == Some(fault.origin));
                    let optional = origin.is_some_and(|id| {
                        matches!(sheet.input(id).kind, InputKind::Number { optional: true, .. })
                    });
                    let name = format!("{} {}[{cell}]: {fault:?}", calculator.id, outcome.key);
                    prop_assert!(fault.cause != Cause::NotGiven || optional, "{}", name);
                    prop_assert!(fault.cause != Cause::NoSuchRow, "{}", name);
                }
            }
        }
    }

    #[test]
    fn a_block_gives_the_digits_of_single_evaluations(
        dice in dice(),
        others in prop::collection::vec(dice(), 4),
    ) {
        for calculator in calculators::loaded() {
            let sheet = calculator.sheet();
            let first = thrown(sheet, &dice, Reach::Beyond);
            let others = others.iter().map(|dice| thrown_again(sheet, &first, dice, Reach::Within));
            let sets: Vec<InputSet> = std::iter::once(first.clone()).chain(others).collect();
            let headline = sheet.headline().unwrap().node;
            let (mut block, mut only) = (block(sheet, &sets), block(sheet, &sets).only([headline]));
            block.run();
            only.run();
            for (lane, inputs) in sets.iter().enumerate() {
                let single = Evaluation::of(sheet, inputs);
                prop_assert!(same(only.lanes(headline, 0)[lane], single.lanes(headline, 0)[0]));
                for index in 0..sheet.nodes.len() {
                    let node = NodeId(index as u32);
                    for cell in 0..single.count(node) {
                        let (in_block, alone) = (block.lanes(node, cell)[lane], single.lanes(node, cell)[0]);
                        prop_assert!(same(in_block, alone), "{} cell {index}: {in_block} {alone}", calculator.id);
                    }
                }
            }
        }
    }

    #[test]
    fn an_answer_holds_no_figure_without_its_cause(dice in dice()) {
        for calculator in calculators::loaded() {
            let sheet = calculator.sheet();
            let inputs: Map<String, Value> = request::write_inputs(sheet, &thrown(sheet, &dice, Reach::Within));
            let line = json!({ "calculator": calculator.id, "inputs": inputs }).to_string();
            let answer: Value = serde_json::from_str(&evaluate::answer(line.as_bytes())).unwrap();
            for outcome in &sheet.outcomes {
                let lacks = holds_null(&answer["results"][outcome.key]);
                prop_assert_eq!(lacks, answer["faults"].get(outcome.key).is_some(), "{} {}", calculator.id, outcome.key);
            }
        }
    }
}

fn holds_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(list) => list.iter().any(holds_null),
        _ => false,
    }
}
