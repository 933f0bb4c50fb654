//! What has no effect under the choices in force is listed, and nothing else: a rule over every calculator.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use sales_workbench::analysis::explain::explain;
use sales_workbench::calculators;
use sales_workbench::engine::sheet::Op;
use sales_workbench::engine::{Calculator, Effect, Evaluation, InputId, InputKind, InputSet, Sheet, TableId};
use sales_workbench::text::Language;
use sales_workbench::workbook::request;
use serde_json::{Value, json};
use support::ask;
use support::inputs::{Reach, thrown, thrown_again};
use support::words::{all, labels};

/// How many sets of figures are tried under the same choices before an input counts as without effect.
const SETS: u32 = 60;

/// Inputs that tell only in the rarest case, which their calculator's own tests hold: amounts that end in exactly half a cent.
const RARE: &[(&str, &[&str])] = &[("commission.plan", &["rounding"])];

/// The inputs that the rule is tried on.
fn under_the_rule(calculator: &Calculator) -> Vec<InputId> {
    let sheet = calculator.sheet();
    let excepted = |id: &InputId| {
        let path = sheet.path(*id);
        RARE.iter().any(|(of, paths)| *of == calculator.id && paths.contains(&path.as_str()))
    };
    inputs_of(sheet).filter(|id| !excepted(id)).collect()
}

#[test]
fn the_exceptions_are_inputs() {
    for (id, paths) in RARE {
        let sheet = calculators::find(id).unwrap().sheet();
        paths.iter().for_each(|path| assert!(sheet.find_input(path).is_some(), "{id} {path}"));
    }
}

fn inputs_of(sheet: &Sheet) -> impl Iterator<Item = InputId> {
    (0..sheet.inputs.len()).map(|index| InputId(index as u32))
}

fn decides(sheet: &Sheet, id: InputId) -> bool {
    matches!(sheet.input(id).kind, InputKind::Choice { .. } | InputKind::Switch)
}

/// Everything a person is told: results, parts and remarks.
type Told = (Vec<Option<f64>>, Vec<Vec<f64>>, Vec<bool>);

fn told(sheet: &Sheet, inputs: &InputSet) -> Told {
    let evaluation = Evaluation::of(sheet, inputs);
    let results = sheet.outcomes.iter().flat_map(|outcome| evaluation.column(outcome.node)).collect();
    let parts = sheet.parts.iter().flat_map(|parts| evaluation.parts(parts.step).unwrap_or_default().to_vec());
    let remarks = sheet.remarks.iter().map(|remark| evaluation.holds(remark.condition)).collect();
    (results, parts.collect(), remarks)
}

fn ignored(sheet: &Sheet, inputs: &InputSet) -> Vec<bool> {
    let evaluation = Evaluation::of(sheet, inputs);
    let effect = Effect::of(&evaluation);
    inputs_of(sheet).map(|id| effect.is_ignored(id)).collect()
}

/// Whole numbers are sizes of what is computed: kept small, so that the rule is quick.
fn small(sheet: &Sheet, mut inputs: InputSet) -> InputSet {
    let preset = InputSet::preset(sheet);
    for id in inputs_of(sheet).filter(|id| matches!(sheet.input(*id).kind, InputKind::Number { whole: true, .. })) {
        let most = preset.figure(id).unwrap_or(0.0).max(20.0);
        for cell in 0..inputs.figures(id).len() {
            let figure = inputs.figures(id)[cell].map(|figure| figure.min(most));
            inputs.set_figure(id, cell, figure);
        }
    }
    inputs
}

/// So many other figures are tried in an input.
const MOVES: usize = 5;

/// The same set with other figures in one input: the limits, nothing, a little more, a little less.
fn moved(sheet: &Sheet, inputs: &InputSet, id: InputId, turn: usize) -> InputSet {
    let mut other = inputs.clone();
    for cell in 0..inputs.figures(id).len() {
        let before = inputs.figures(id)[cell];
        let figure = match sheet.input(id).kind {
            InputKind::Number { low, high, whole, optional, .. } => {
                let near = before.unwrap_or(0.0_f64.clamp(low, high));
                let step = if whole { (near * 0.3).abs().ceil().max(1.0) } else { near.abs() * 0.3 + 0.01 };
                // Not all rows alike: what is moved together may cancel.
                let step = step * (1 + cell % 3) as f64;
                match turn {
                    0 => Some((near + step).min(high)),
                    1 => Some((near - step).max(low)),
                    2 if optional => before.is_none().then_some(near),
                    2 => Some(0.0_f64.clamp(low, high)),
                    3 => Some(low),
                    _ => Some(high),
                }
            }
            InputKind::Choice { options } => before.map(|place| (place + 1.0 + turn as f64) % options.len() as f64),
            InputKind::Switch => before.map(|on| 1.0 - on),
            InputKind::Text => before,
        };
        // One row alone is moved too: of a column of choices, say.
        if turn < 3 || cell == 0 || matches!(sheet.input(id).kind, InputKind::Number { .. }) {
            other.set_figure(id, cell, figure);
        }
    }
    small(sheet, other)
}

/// Figures of usual sizes: as they are, half as much more or less, and in the place of nothing some.
fn near(sheet: &Sheet, usual: &InputSet, dice: &[u32]) -> InputSet {
    let (mut all, mut dice) = (usual.clone(), dice.iter().copied().cycle());
    for id in inputs_of(sheet) {
        let InputKind::Number { low, high, whole, .. } = sheet.input(id).kind else { continue };
        for cell in 0..usual.figures(id).len() {
            let Some(before) = usual.figures(id)[cell] else { continue };
            let die = dice.next().unwrap_or_default();
            let share = f64::from(die / 16) / f64::from(u32::MAX / 16);
            let figure = match die % 16 {
                0..=4 => before,
                // Shares and numbers of rows: as likely far from the usual one as near it.
                13.. if high - low <= 20.0 => low + (high - low) * share,
                _ if before != 0.0 => before * (0.5 + share),
                _ if high <= 1.0 => share,
                _ => share * [1.0, 10.0, 100.0, 1e3, 1e4][die as usize % 5],
            };
            let figure = if whole { figure.round() } else { figure };
            all.set_figure(id, cell, Some(figure.clamp(low, high)));
        }
    }
    all
}

/// The choices and switches of one set with the figures of another.
fn under_the_choices_of(sheet: &Sheet, choices: &InputSet, figures: &InputSet) -> InputSet {
    let mut all = figures.clone();
    for id in inputs_of(sheet) {
        for cell in 0..choices.figures(id).len() {
            let kept = choices.figures(id)[cell];
            let optional = matches!(sheet.input(id).kind, InputKind::Number { optional: true, .. });
            let given = all.figures(id)[cell];
            if decides(sheet, id) || (optional && given.is_some() != kept.is_some()) {
                all.set_figure(id, cell, kept);
            }
        }
    }
    all
}

/// The same set with other figures in an input without effect, as long as it stays without: what is not asked for while it is
/// empty may be asked for once it is given.
fn moved_in_vain(sheet: &Sheet, inputs: &InputSet, id: InputId, turn: usize) -> InputSet {
    let other = moved(sheet, inputs, id, turn);
    let may_be_empty = matches!(sheet.input(id).kind, InputKind::Number { optional: true, .. });
    if may_be_empty && !ignored(sheet, &other)[id.index()] { inputs.clone() } else { other }
}

#[test]
fn what_is_listed_changes_nothing() {
    let mut wrong = BTreeSet::new();
    for calculator in calculators::loaded() {
        let sheet = calculator.sheet();
        for seed in 0..2 * CHOICES {
            let inputs = small(sheet, thrown(sheet, &dice_of(seed), Reach::Within));
            let before = told(sheet, &inputs);
            let ignored = ignored(sheet, &inputs);
            let ignored: Vec<_> = under_the_rule(calculator).into_iter().filter(|id| ignored[id.index()]).collect();
            for turn in 0..MOVES {
                // All at once; only where that tells, which of them it is.
                let all = ignored.iter().fold(inputs.clone(), |inputs, id| moved_in_vain(sheet, &inputs, *id, turn));
                if told(sheet, &all) != before {
                    let alone = |id: &&InputId| told(sheet, &moved_in_vain(sheet, &inputs, **id, turn)) != before;
                    let found: Vec<_> = ignored.iter().filter(alone).map(|id| sheet.path(*id)).collect();
                    let found = if found.is_empty() { vec!["several together".to_owned()] } else { found };
                    wrong.extend(found.into_iter().map(|path| format!("{} {path}", calculator.id)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "listed, and of effect: {wrong:#?}");
}

/// A set of inputs with what is told of it, and which inputs have no effect.
struct Known {
    inputs: InputSet,
    told: Told,
    ignored: Vec<bool>,
}

impl Known {
    fn of(sheet: &Sheet, inputs: InputSet) -> Self {
        let (told, ignored) = (told(sheet, &inputs), ignored(sheet, &inputs));
        Self { inputs, told, ignored }
    }
}

/// Whether moving an input changes what is told at a set of figures; or, for a choice, which other inputs have an effect.
fn has_an_effect(sheet: &Sheet, known: &Known, id: InputId) -> bool {
    (0..MOVES).any(|turn| {
        let other = moved(sheet, &known.inputs, id, turn);
        told(sheet, &other) != known.told || decides(sheet, id) && ignored(sheet, &other) != known.ignored
    })
}

/// Sets of choices tried for each calculator, beside its preset's.
const CHOICES: u32 = 6;

/// Dice that are the same at every run.
fn dice_of(mut seed: u32) -> Vec<u32> {
    let next = |_| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        seed.swap_bytes()
    };
    (0..400).map(next).collect()
}

/// What is asked for and is not said to be without effect, and has none under these choices.
fn silent_under(calculator: &Calculator, choices: &InputSet) -> Vec<String> {
    let sheet = calculator.sheet();
    let mut usual = InputSet::preset(sheet);
    for (index, rows) in choices.rows().iter().enumerate() {
        usual.resize(sheet, TableId(index as u32), *rows);
    }
    let others = (0..SETS).map(|set| {
        let dice = dice_of(1_000 + set);
        // What people type, and now and then anything that the form takes.
        let figures =
            if set % 4 == 3 { thrown_again(sheet, &usual, &dice, Reach::Within) } else { near(sheet, &usual, &dice) };
        small(sheet, under_the_choices_of(sheet, choices, &figures))
    });
    let ignored = ignored(sheet, choices);
    let open =
        |id: &InputId| !ignored[id.index()] && sheet.input(*id).node.is_some() && !choices.figures(*id).is_empty();
    let mut silent: Vec<InputId> = under_the_rule(calculator).into_iter().filter(open).collect();
    // One set after the other, since nearly all inputs tell at the first.
    for inputs in std::iter::once(choices.clone()).chain(others) {
        if silent.is_empty() {
            break;
        }
        let known = Known::of(sheet, inputs);
        silent.retain(|id| !has_an_effect(sheet, &known, *id));
    }
    silent.into_iter().map(|id| sheet.path(id)).collect()
}

#[test]
fn what_is_not_listed_changes_something() {
    let mut silent = BTreeMap::<String, usize>::new();
    for calculator in calculators::loaded() {
        let sheet = calculator.sheet();
        let thrown = (0..CHOICES).map(|seed| small(sheet, thrown(sheet, &dice_of(seed), Reach::Within)));
        for choices in std::iter::once(InputSet::preset(sheet)).chain(thrown) {
            for path in silent_under(calculator, &choices) {
                *silent.entry(format!("{} {path}", calculator.id)).or_default() += 1;
            }
        }
    }
    assert!(silent.is_empty(), "asked for, of no effect, and not said: {silent:#?}");
}

#[test]
fn an_answer_lists_what_was_given_in_vain() {
    let ignored = |calculator: &str, inputs: Value| ask(calculator, inputs)["ignored"].clone();
    assert_eq!(ignored("pricing.cost_plus", json!({})), json!([]), "what is left out is not given");
    assert_eq!(ignored("pricing.cost_plus", json!({ "method": "margin", "target_margin": 0.3 })), json!([]));
    let given = json!({ "method": "margin", "target_markup": 0.3 });
    assert_eq!(ignored("pricing.cost_plus", given), json!(["target_markup"]));
}

/// What a figure depends on, by the names on the page.
fn rests_on(id: &str, inputs: &Value, result: &str) -> Vec<String> {
    let calculator = calculators::find(id).unwrap();
    let sheet = calculator.sheet();
    let given = request::read_inputs(sheet, inputs.as_object().unwrap()).unwrap();
    let (words, evaluation) = (all(Language::English), Evaluation::of(sheet, &given));
    let labels = labels(&words, calculator, &given);
    let explained = explain(&labels, &evaluation, sheet.find_named(result).unwrap(), 0);
    explained.depends_on.into_iter().map(|(node, cell)| labels.label_of_figure(node, cell)).collect()
}

#[test]
fn a_figure_rests_on_what_counts_under_the_choices_in_force() {
    let normal = rests_on("pricing.dynamic", &json!({ "willingness": "normal" }), "expected_revenue");
    let has = |all: &[String], part: &str| all.iter().any(|label| label.contains(part));
    for (part, counts) in [("Mean willingness", true), ("Lowest", false), ("Highest", false), ("Would buy", false)] {
        assert_eq!(has(&normal, part), counts, "{part}: {normal:?}");
    }
    let listed = rests_on("pricing.dynamic", &json!({ "willingness": "listed" }), "expected_revenue");
    assert!(
        has(&listed, "Would buy (share of customers) (Price 1)") && !has(&listed, "Mean willingness"),
        "{listed:?}"
    );
    // A step's flag is no figure to be listed.
    let launch = rests_on("pricing.launch", &json!({}), "better");
    assert!(launch.len() == 2 && launch.iter().all(|label| label.contains("et present value")), "{launch:?}");
}

#[test]
fn no_figure_rests_on_an_input_without_effect() {
    let words = all(Language::English);
    for calculator in calculators::loaded() {
        let sheet = calculator.sheet();
        for seed in 0..6 {
            let inputs = small(sheet, thrown(sheet, &dice_of(seed), Reach::Within));
            let (labels, evaluation) = (labels(&words, calculator, &inputs), Evaluation::of(sheet, &inputs));
            let effect = Effect::of(&evaluation);
            for outcome in &sheet.outcomes {
                let explained = explain(&labels, &evaluation, outcome.node, 0);
                let wrong = explained
                    .depends_on
                    .iter()
                    .find(|(node, _)| matches!(sheet.node(*node).op, Op::Input(input) if effect.is_ignored(input)));
                assert_eq!(wrong.map(|(node, _)| labels.label(*node)), None, "{} {}", calculator.id, outcome.key);
            }
        }
    }
}
