//! What every calculator keeps to. A new calculator is under these rules by standing in the list.

mod support;

use std::collections::BTreeSet;
use std::rc::Rc;

use proptest::prelude::*;
use sales_workbench::analysis::explain::{Computable, Explanation, explain};
use sales_workbench::calculators;
use sales_workbench::engine::chart::{Chart, Picture, Source};
use sales_workbench::engine::formula;
use sales_workbench::engine::sheet::{Op, PartsResult, Preset, StepId};
use sales_workbench::engine::{Calculator, Evaluation, InputId, InputKind, InputSet, NodeId, Rank, Sheet};
use sales_workbench::text::Language;
use sales_workbench::text::catalogue::places;
use sales_workbench::workbook::contents::{BASE, Kept, Workbook};
use sales_workbench::workbook::request;
use sales_workbench::workbook::saved::{self, Unknown};
use serde_json::{Map, Value};
use support::arithmetic::compute;
use support::inputs::{Reach, dice, thrown};
use support::words::{all, labels};

fn inputs_of(sheet: &Sheet) -> impl Iterator<Item = InputId> {
    (0..sheet.inputs.len()).map(|index| InputId(index as u32))
}

/// The input sets that every calculator is sure to have: its preset and its worked examples.
fn known_inputs(calculator: &Calculator) -> Vec<InputSet> {
    let sheet = calculator.sheet();
    let examples = calculator.examples.iter().map(|example| {
        let given: Map<String, Value> = serde_json::from_str(example.inputs)
            .unwrap_or_else(|error| panic!("{} {}: {error}", calculator.id, example.key));
        request::read_inputs(sheet, &given)
            .unwrap_or_else(|error| panic!("{} {}: {error:?}", calculator.id, example.key))
    });
    std::iter::once(InputSet::preset(sheet)).chain(examples).collect()
}

/// The cells of all results: figures, columns and the steps behind tables of parts.
fn results_of(sheet: &Sheet) -> Vec<NodeId> {
    let steps = sheet.parts.iter().map(|parts| sheet.step(parts.step).node);
    sheet.outcomes.iter().map(|outcome| outcome.node).chain(steps).collect()
}

fn is_key(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

#[test]
fn ids_are_area_and_name_and_stand_once() {
    let mut ids = BTreeSet::new();
    for calculator in calculators::loaded() {
        let (area, name) = calculator.id.split_once('.').unwrap();
        assert!(is_key(area) && is_key(name), "{}", calculator.id);
        assert!(ids.insert(calculator.id), "{} stands twice", calculator.id);
        assert!(std::ptr::eq(calculators::find(calculator.id).unwrap(), calculator));
    }
}

#[test]
fn keys_are_plain_and_stand_once() {
    for calculator in calculators::loaded() {
        let sheet = calculator.sheet();
        let (mut paths, mut named) = (BTreeSet::new(), BTreeSet::new());
        for id in inputs_of(sheet) {
            assert!(is_key(sheet.input(id).key), "{} {}", calculator.id, sheet.path(id));
            assert!(paths.insert(sheet.path(id)), "{} {} is asked twice", calculator.id, sheet.path(id));
        }
        for table in &sheet.tables {
            assert!(paths.insert(table.key.to_owned()), "{} {} is a table too", calculator.id, table.key);
        }
        let inner = sheet.nodes.iter().filter(|node| !matches!(node.op, Op::Input(_)));
        for key in inner.filter_map(|node| node.key).chain(sheet.parts.iter().map(|parts| parts.key)) {
            assert!(is_key(key), "{} {key}", calculator.id);
            assert!(named.insert(key), "{} {key} names two cells", calculator.id);
            assert!(!paths.contains(key), "{} {key} is an input too", calculator.id);
        }
    }
}

#[test]
fn units_agree() {
    for calculator in calculators::loaded() {
        let sheet = calculator.sheet();
        let wrong = sheet.unit_errors.iter().map(|error| {
            // The named cell nearest after the mismatch says where to look.
            let near = sheet.nodes[error.node.index()..].iter().find_map(|node| node.key);
            format!("near {}: {} against {}", near.unwrap_or_default(), error.left.name(), error.right.name())
        });
        assert_eq!(wrong.collect::<Vec<_>>(), Vec::<String>::new(), "{}", calculator.id);
    }
}

#[test]
fn every_input_reaches_a_result() {
    for calculator in calculators::loaded() {
        let sheet = calculator.sheet();
        let reached = sheet.reached_from(results_of(sheet));
        for id in inputs_of(sheet) {
            let input = sheet.input(id);
            let counts = input.node.is_none_or(|node| reached[node.index()]);
            assert!(counts, "{} {} changes nothing", calculator.id, sheet.path(id));
        }
    }
}

fn chart_cells(sheet: &Sheet, chart: &Chart) -> Vec<NodeId> {
    let step = |id: StepId| sheet.step(id).node;
    let source = |source: &Source| match source {
        Source::Column(node) => *node,
        Source::Part(id, _) => step(*id),
    };
    match &chart.picture {
        Picture::Sweep { over, from, to, series, marks } => {
            let marked = marks.iter().flat_map(|mark| [mark.at, mark.on]);
            [*over, *from, *to].into_iter().chain(series.iter().copied()).chain(marked).collect()
        }
        Picture::Lines { x, series, .. } => std::iter::once(x).chain(series).map(source).collect(),
        Picture::Bars { series, .. } => series.iter().map(source).collect(),
        Picture::Figures { bars } => bars.clone(),
        Picture::Stack { first, changes, last } => [*first, *last].into_iter().chain(changes.iter().copied()).collect(),
        Picture::Funnel { size, .. } => vec![*size],
        Picture::Map { x, y, line, own, .. } => {
            let pairs = line.iter().chain(own).flat_map(|(a, b)| [*a, *b]);
            [*x, *y].into_iter().chain(pairs).collect()
        }
        Picture::Heat { x, y, value } => [x, y, value].into_iter().map(source).collect(),
        Picture::Radar { grid } => vec![*grid],
    }
}

#[test]
fn every_named_step_is_used() {
    for calculator in calculators::loaded() {
        let sheet = calculator.sheet();
        let words = all(Language::English);
        let sentences = words.keys(calculator.id).into_iter().filter_map(|key| words.get(calculator.id, key));
        let in_sentences = sentences.flat_map(places).filter_map(|place| sheet.find_named(place));
        let remarks = sheet.remarks.iter().map(|remark| remark.condition);
        let charts = sheet.charts.iter().flat_map(|chart| chart_cells(sheet, chart));
        let used = sheet.reached_from(results_of(sheet).into_iter().chain(in_sentences).chain(remarks).chain(charts));
        for (index, node) in sheet.nodes.iter().enumerate() {
            if let (Some(key), false) = (node.key, matches!(node.op, Op::Input(_))) {
                assert!(used[index], "{} {key} is used nowhere", calculator.id);
            }
        }
    }
}

#[test]
fn one_headline_answers_and_two_to_four_figures_support_it() {
    for calculator in calculators::loaded() {
        let count = |rank: Rank| calculator.sheet().outcomes.iter().filter(|outcome| outcome.rank == rank).count();
        assert_eq!(count(Rank::Headline), 1, "{}", calculator.id);
        assert!((2..=4).contains(&count(Rank::Supporting)), "{}: {}", calculator.id, count(Rank::Supporting));
    }
}

#[test]
fn presets_stand_within_their_own_limits_and_fill_their_tables() {
    for calculator in calculators::loaded() {
        let sheet = calculator.sheet();
        let preset = InputSet::preset(sheet);
        for table in &sheet.tables {
            assert!((table.least..=table.most).contains(&table.preset), "{} {}", calculator.id, table.key);
        }
        for id in inputs_of(sheet) {
            let (input, name) = (sheet.input(id), format!("{} {}", calculator.id, sheet.path(id)));
            let found = match &input.preset {
                Preset::Figures(figures) => figures.len(),
                Preset::Names(names) => names.len(),
            };
            assert_eq!(found, input.axes.len(preset.rows()), "{name}: as many as its cells");
            for figure in preset.figures(id) {
                assert_eq!(input.problem(*figure), None, "{name}: {figure:?}");
            }
            if let InputKind::Number { low, high, .. } = input.kind {
                assert!(low < high && low.is_finite() && high.is_finite(), "{name}");
            }
        }
    }
}

#[test]
fn the_preset_answers() {
    for calculator in calculators::loaded() {
        let sheet = calculator.sheet();
        let evaluation = Evaluation::of(sheet, &InputSet::preset(sheet));
        for outcome in sheet.outcomes.iter().filter(|outcome| outcome.rank != Rank::Detail) {
            for cell in 0..evaluation.count(outcome.node) {
                assert!(evaluation.value(outcome.node, cell).is_some(), "{} {}", calculator.id, outcome.key);
            }
        }
        let shown = |parts: &&PartsResult| parts.shown_if.is_none_or(|shown| evaluation.holds(shown));
        for parts in sheet.parts.iter().filter(shown) {
            let rows = evaluation.parts(parts.step).and_then(|parts| Some(parts.first()?.len()));
            assert!(rows.is_some_and(|rows| rows > 0), "{} {}", calculator.id, parts.key);
        }
    }
}

#[test]
fn worked_examples_hold() {
    for calculator in calculators::loaded() {
        assert!(!calculator.examples.is_empty(), "{} has no worked example", calculator.id);
        let sheet = calculator.sheet();
        for (example, inputs) in calculator.examples.iter().zip(known_inputs(calculator).into_iter().skip(1)) {
            let name = format!("{} {}", calculator.id, example.key);
            assert!(!example.expected.is_empty(), "{name}");
            let evaluation = Evaluation::of(sheet, &inputs);
            for (key, expected, tolerance) in example.expected {
                let outcome = sheet.find_outcome(key).unwrap_or_else(|| panic!("{name}: no result {key}"));
                let found = evaluation.figure(outcome.node);
                let near = found.is_some_and(|found| (found - expected).abs() <= *tolerance);
                assert!(near, "{name}: {key} is {found:?} instead of {expected}");
            }
        }
    }
}

/// Every figure that an explanation may be asked for: its printed formula gives the figure itself.
fn formulas_hold(calculator: &Calculator, inputs: &InputSet) {
    let sheet = calculator.sheet();
    let evaluation = Evaluation::of(sheet, inputs);
    for index in 0..sheet.nodes.len() {
        let (id, node) = (NodeId(index as u32), &sheet.nodes[index]);
        let (Some(key), false) = (node.key, matches!(node.op, Op::Input(_) | Op::Output(..))) else { continue };
        for cell in 0..evaluation.count(id) {
            let Some(value) = evaluation.value(id, cell) else { continue };
            let text = formula::write(&evaluation, &Computable { evaluation: &evaluation }, id, cell);
            let (computed, largest) = compute(&text);
            // A comparison of figures that rounding cannot tell apart is decided from what was typed, not from these figures.
            assert!(
                (computed - value).abs() <= 1e-11 * largest.max(value.abs()) || decided_exactly(&evaluation, id),
                "{} {key}[{cell}]: {text} gives {computed} instead of {value}",
                calculator.id
            );
        }
    }
}

/// Whether anything in the formula of a cell was decided exactly.
fn decided_exactly(evaluation: &Evaluation, node: NodeId) -> bool {
    let sheet = evaluation.sheet();
    let unnamed = |operand: &NodeId| sheet.node(*operand).key.is_none();
    evaluation.decided_exactly(node)
        || sheet
            .operands(node)
            .iter()
            .filter(|operand| unnamed(operand))
            .any(|operand| decided_exactly(evaluation, *operand))
}

#[test]
fn shown_formulas_give_the_computed_figures() {
    for calculator in calculators::loaded() {
        for inputs in known_inputs(calculator) {
            formulas_hold(calculator, &inputs);
        }
    }
}

#[test]
fn every_result_explains_itself_in_every_language() {
    for language in Language::ALL {
        let words = all(language);
        for calculator in calculators::loaded() {
            let (sheet, preset) = (calculator.sheet(), InputSet::preset(calculator.sheet()));
            let (labels, evaluation) = (labels(&words, calculator, &preset), Evaluation::of(sheet, &preset));
            for outcome in &sheet.outcomes {
                let name = format!("{} {} {}", calculator.id, outcome.key, language.tag());
                let cells = 0..evaluation.count(outcome.node);
                let all: Vec<Explanation> =
                    cells.map(|cell| explain(&labels, &evaluation, outcome.node, cell)).collect();
                for explained in &all {
                    let figures = explained.figures.as_deref().unwrap_or("none");
                    for text in [&explained.label, &explained.figure, &explained.words, figures] {
                        assert!(!text.is_empty() && !text.contains(['{', '}', '_', '@']), "{name}: {explained:?}");
                    }
                }
                assert!(all.iter().any(|explained| !explained.depends_on.is_empty()), "{name} depends on nothing");
            }
        }
    }
}

fn round_trips(calculator: &Calculator, inputs: &InputSet) {
    let sheet = calculator.sheet();
    let request = request::write_inputs(sheet, inputs);
    let text = Value::Object(request).to_string();
    let read = serde_json::from_str::<Map<String, Value>>(&text).map(|given| request::read_inputs(sheet, &given));
    assert!(read.is_ok_and(|read| read.as_ref() == Ok(inputs)), "{}: {text}", calculator.id);
    let mut workbook = Workbook::default();
    workbook.calculators.insert(calculator.id, Rc::new(Kept::new(inputs.clone())));
    let text = saved::write(&workbook, BASE, &Unknown::default());
    let opened = saved::open(&text).unwrap_or_else(|error| panic!("{}: {error:?}: {text}", calculator.id));
    assert!(opened.unknown == Unknown::default() && opened.given_up.is_empty());
    if *inputs == InputSet::preset(sheet) {
        assert_eq!(opened.workbook, Workbook::default());
    } else {
        assert_eq!(opened.workbook, workbook);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn formulas_hold_for_any_inputs(dice in dice()) {
        for calculator in calculators::loaded() {
            formulas_hold(calculator, &thrown(calculator.sheet(), &dice, Reach::Within));
        }
    }

    #[test]
    fn requests_and_saves_give_back_any_inputs(dice in dice()) {
        for calculator in calculators::loaded() {
            round_trips(calculator, &thrown(calculator.sheet(), &dice, Reach::Within));
        }
    }
}
