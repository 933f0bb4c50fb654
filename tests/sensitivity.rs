//! What moves a result most: the published tornado, and over every calculator bars, curves and tables that are the figures
//! of fresh evaluations.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use std::sync::OnceLock;

use proptest::prelude::*;
use sales_workbench::analysis::sensitivity::{Question, STEPS, Tornado, curve, movable, span, tornado, two_way};
use sales_workbench::calculators;
use sales_workbench::engine::range::Shape;
use sales_workbench::engine::unit::NUMBER;
use sales_workbench::engine::{
    Builder, Calculator, Evaluation, InputKind, InputSet, NodeId, Outcome, OutcomeKind, Range,
};
use sales_workbench::workbook::chain::{At, Chain};
use sales_workbench::workbook::contents::{BASE, Link, Workbook};
use sales_workbench::workbook::fields::FieldId;
use serde_json::json;
use support::inputs::{Reach, dice};
use support::workbooks::{
    OTHER, calculator, place, result, set, set_by_path, some_figure, thrown_workbook, two_scenarios,
};
use support::{case, number, some_calculator};

const SHARE: f64 = 0.1;

static PROFIT: Calculator = Calculator {
    id: "test.profit",
    define: |sheet: &Builder| {
        let input = |key, preset| sheet.number(key, NUMBER, preset, -1e9..=1e9);
        let (price, units) = (input("price", 49.0), sheet.whole("units", NUMBER, 12_000.0, 0.0..=1e6));
        let (cost, fixed) = (input("variable_cost", 21.0), input("fixed_cost", 180_000.0));
        let returned = sheet.number("return_rate", NUMBER, 0.04, 0.0..=1.0);
        let spare = input("spare", 5.0);
        let profit = price * units * (1.0 - returned) - cost * units - fixed;
        sheet.headline("profit", NUMBER, profit + 0.0 * spare);
        sheet.supporting("costs", NUMBER, cost * units);
        sheet.supporting("root", NUMBER, (price - 48.0).sqrt());
    },
    words: &[],
    examples: &[],
    upgrades: &[],
    recorded: OnceLock::new(),
};

fn ask<'w>(workbook: &'w Workbook, of: &'static Calculator, (node, cell): (NodeId, usize)) -> Question<'w> {
    Question { workbook, scenario: BASE, calculator: of, node, cell }
}

fn field(of: &Calculator, path: &str) -> FieldId {
    FieldId::new(of.id, place(of, path))
}

fn add_range(workbook: &mut Workbook, of: &Calculator, path: &str, range: Range) {
    let mut kept = (*workbook.base(of)).clone();
    let figure = kept.figure(place(of, path));
    kept.set(place(of, path), figure, Some(range));
    workbook.put(of, BASE, kept);
}

/// The result of a question after figures have been typed into fields, each workbook evaluated afresh.
fn fresh(question: Question, figures: &[(FieldId, f64)]) -> Option<f64> {
    let mut workbook = question.workbook.clone();
    for (field, figure) in figures {
        let of = calculators::find(field.calculator).unwrap_or(question.calculator);
        set(&mut workbook, question.scenario, of, &[(field.place(), Some(*figure))]);
    }
    let chain = Chain::of(&workbook, question.scenario, question.calculator);
    chain.value(At { part: 0, node: question.node, cell: question.cell })
}

#[test]
fn the_published_tornado_holds() {
    let case = case("simulation", "portfolio-pub-06-tornado");
    let mut workbook = Workbook::default();
    for name in ["price", "units", "variable_cost", "fixed_cost", "return_rate"] {
        let of = |end: usize| case.number(&format!("/ranges/{name}/{end}"));
        set_by_path(&mut workbook, BASE, &PROFIT, &[(name, case.number(&format!("/base/{name}")))]);
        add_range(&mut workbook, &PROFIT, name, Range::points(Shape::Uniform, of(0), of(0), of(1)));
    }
    let found = tornado(ask(&workbook, &PROFIT, result(&PROFIT, "profit")), SHARE);
    case.check("/base_result", &json!(found.present));
    let squares: f64 = found.bars.iter().map(|bar| bar.effect * bar.effect).sum();
    let rows = case.expected("/rows").as_array().unwrap();
    for (place, (row, bar)) in rows.iter().zip(&found.bars).enumerate() {
        let name = row["variable"].as_str().unwrap();
        assert_eq!((bar.field, bar.own), (field(&PROFIT, name), true));
        assert_eq!(
            (bar.low, bar.high),
            (case.number(&format!("/ranges/{name}/0")), case.number(&format!("/ranges/{name}/1")))
        );
        case.check(&format!("/rows/{place}/result_at_low"), &json!(bar.at_low));
        case.check(&format!("/rows/{place}/result_at_high"), &json!(bar.at_high));
        case.check(&format!("/rows/{place}/swing"), &json!(bar.effect));
        case.check(&format!("/rows/{place}/share_of_squared_swings"), &json!(bar.effect * bar.effect / squares));
        near(number(&row["swing"]), (number(&row["result_at_high"]) - number(&row["result_at_low"])).abs());
    }
    let [.., last] = &found.bars[..] else { panic!("{found:?}") };
    assert_eq!((found.bars.len(), last.field, last.effect), (6, field(&PROFIT, "spare"), 0.0), "a factor of 0 is flat");
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{found} instead of {expected}");
}

#[test]
fn inputs_without_a_range_move_by_a_share_within_their_limits() {
    let mut workbook = Workbook::default();
    set_by_path(
        &mut workbook,
        BASE,
        &PROFIT,
        &[("price", -40.0), ("units", 3.0), ("return_rate", 0.98), ("fixed_cost", 0.0)],
    );
    let found = tornado(ask(&workbook, &PROFIT, result(&PROFIT, "profit")), SHARE);
    let ends = |name: &str| {
        found.bars.iter().find(|bar| bar.field == field(&PROFIT, name)).map(|bar| (bar.low, bar.high, bar.own))
    };
    assert_eq!(ends("price"), Some((-44.0, -36.0, false)));
    assert_eq!(ends("units"), Some((2.0, 4.0, false)), "a whole figure moves by one at least");
    assert_eq!(ends("return_rate").map(|(_, high, _)| high), Some(1.0));
    assert_eq!((ends("fixed_cost"), &found.unmoved[..]), (None, &[field(&PROFIT, "fixed_cost")][..]));
    let costs = tornado(ask(&workbook, &PROFIT, result(&PROFIT, "costs")), SHARE);
    let names: Vec<_> = costs.bars.iter().map(|bar| bar.field).collect();
    assert_eq!(names, [field(&PROFIT, "units"), field(&PROFIT, "variable_cost")], "nothing else is in costs");
}

#[test]
fn whole_inputs_are_moved_to_whole_figures_also_by_a_range_of_their_own() {
    let mut workbook = Workbook::default();
    add_range(&mut workbook, &PROFIT, "units", Range::points(Shape::Pert, 9_000.4, 12_000.0, 14_499.7));
    let question = ask(&workbook, &PROFIT, result(&PROFIT, "profit"));
    let found = tornado(question, SHARE);
    let bar = found.bars.iter().find(|bar| bar.own).unwrap();
    assert_eq!((bar.low, bar.high), (9_000.0, 14_500.0), "as it is drawn");
    let curve = curve(question, field(&PROFIT, "units"), (11_998.5, 12_001.5)).unwrap();
    assert_eq!(curve.xs, [11_999.0, 12_000.0, 12_001.0]);
}

#[test]
fn a_missing_result_is_no_figure_and_no_zero() {
    let mut workbook = Workbook::default();
    add_range(&mut workbook, &PROFIT, "price", Range::points(Shape::Uniform, 47.0, 47.0, 52.0));
    let question = ask(&workbook, &PROFIT, result(&PROFIT, "root"));
    let found = tornado(question, SHARE);
    assert_eq!((found.present, found.bars[0].at_low, found.bars[0].at_high), (Some(1.0), None, Some(2.0)));
    assert_eq!(found.bars[0].effect, 1.0);
    let curve = curve(question, field(&PROFIT, "price"), (47.0, 52.0)).unwrap();
    assert!(curve.xs.iter().zip(&curve.ys).all(|(x, y)| y.is_some() == (*x >= 48.0)));
}

#[test]
fn a_table_runs_through_the_ranges_and_keeps_todays_figure_in_its_middle() {
    let mut workbook = Workbook::default();
    add_range(&mut workbook, &PROFIT, "price", Range::points(Shape::Pert, 40.0, 49.0, 52.0));
    let question = ask(&workbook, &PROFIT, result(&PROFIT, "profit"));
    let table = two_way(question, field(&PROFIT, "price"), field(&PROFIT, "units"), SHARE).unwrap();
    assert_eq!(table.columns, [40.0, 43.0, 46.0, 49.0, 50.0, 51.0, 52.0], "three steps to either end");
    assert_eq!(table.rows, [8_400.0, 9_600.0, 10_800.0, 12_000.0, 13_200.0, 14_400.0, 15_600.0]);
    assert_eq!(table.now, (Some(3), Some(3)));
    near(table.figure(3, 3).unwrap(), 132_480.0);
    assert_eq!(table.figure(STEPS, 0), None);
    let same = field(&PROFIT, "price");
    assert_eq!(two_way(question, same, same, SHARE), None, "a table is over two inputs");
    let costs = ask(&workbook, &PROFIT, result(&PROFIT, "costs"));
    assert_eq!(two_way(costs, same, field(&PROFIT, "units"), SHARE), None, "costs do not rest on the price");
    assert!(curve(costs, same, (1.0, 2.0)).is_none());
}

#[test]
fn questions_go_through_links_and_stay_in_their_scenario() {
    let cost_plus = calculator("pricing.cost_plus");
    let price = (cost_plus.sheet().headline().unwrap().node, 0);
    let mut workbook = two_scenarios();
    workbook.link(&PROFIT, place(&PROFIT, "price"), Link { calculator: cost_plus.id, node: price.0, cell: 0 });
    set_by_path(&mut workbook, OTHER, cost_plus, &[("unit_cost", 30.0)]);
    for scenario in [BASE, OTHER] {
        let question = Question { scenario, ..ask(&workbook, &PROFIT, result(&PROFIT, "profit")) };
        let found = tornado(question, SHARE);
        let cost = found.bars.iter().find(|bar| bar.field == field(cost_plus, "unit_cost")).expect("it is further up");
        assert!(cost.effect > 0.0 && found.bars.iter().all(|bar| bar.field != field(&PROFIT, "price")), "{found:?}");
        checked_bars(question, &found, usize::MAX);
        checked_curve(question, cost.field);
        checked_table(question, cost.field, field(&PROFIT, "units"));
        assert_eq!(two_way(question, field(&PROFIT, "price"), cost.field, SHARE), None, "a link feeds the price");
    }
}

fn same(found: Option<f64>, expected: Option<f64>, what: &str) {
    let equal = found == expected.filter(|figure| figure.is_finite());
    assert!(equal && found.is_none_or(f64::is_finite), "{what}: {found:?} instead of {expected:?}");
}

/// Bars are fresh evaluations at their two figures, as many as are looked at; they fall in effect, and every movable field has
/// one or is said not to move.
fn checked_bars(question: Question, found: &Tornado, most: usize) {
    let name = format!("{} {:?}", question.calculator.id, question.calculator.sheet().node(question.node).key);
    same(found.present, fresh(question, &[]), &name);
    assert!(found.bars.is_sorted_by(|a, b| a.effect >= b.effect), "{name}: {found:?}");
    let mut fields = movable(&question.chain(1)).into_iter().map(|(field, _)| field);
    let asked = found.bars.iter().map(|bar| bar.field).chain(found.unmoved.iter().copied());
    assert!(fields.all(|field| asked.clone().filter(|other| *other == field).count() == 1), "{name}");
    for bar in found.bars.iter().take(most) {
        assert!(bar.low < bar.high || bar.own && bar.low == bar.high, "{name}: {bar:?}");
        same(bar.at_low, fresh(question, &[(bar.field, bar.low)]), &name);
        same(bar.at_high, fresh(question, &[(bar.field, bar.high)]), &name);
        let figures: Vec<f64> = [found.present, bar.at_low, bar.at_high].into_iter().flatten().collect();
        let pairs = figures.iter().flat_map(|a| figures.iter().map(move |b| (a - b).abs()));
        assert_eq!(bar.effect, pairs.fold(0.0, f64::max), "{name}: {bar:?}");
    }
}

/// A curve rises in its input, passes through today's figure, and is a fresh evaluation where it is looked at.
fn checked_curve(question: Question, over: FieldId) {
    let mut chain = question.chain(1);
    chain.run();
    let Some((_, at)) = movable(&chain).into_iter().find(|(field, _)| *field == over) else { panic!("{over:?}") };
    let Some(ends) = span(&chain, over, at) else { return };
    let Some(curve) = curve(question, over, ends) else { return };
    let name = format!("{} {over:?}", question.calculator.id);
    assert!(curve.xs.is_sorted_by(|a, b| a < b) && curve.xs.len() == curve.ys.len(), "{name}: {:?}", curve.xs);
    assert!(curve.xs.iter().all(|x| (ends.0..=ends.1).contains(x)), "{name}: {ends:?} {:?}", curve.xs);
    assert_eq!(curve.now, chain.value(at), "{name}");
    let InputKind::Number { whole, .. } = chain.parts()[at.part].sheet().input(over.input).kind else { panic!() };
    if let Some(now) = curve.now.filter(|now| (ends.0..=ends.1).contains(now) && (!whole || now.fract() == 0.0)) {
        let today = curve.xs.iter().position(|x| *x == now).unwrap_or_else(|| panic!("{name}: {now}"));
        same(curve.ys[today], chain.value(question.at()), &name);
    }
    for place in [0, curve.xs.len() / 3, curve.xs.len() - 1] {
        same(curve.ys[place], fresh(question, &[(over, curve.xs[place])]), &name);
    }
}

/// Every cell of a table is a fresh evaluation, and today's place in it is today's figure.
fn checked_table(question: Question, across: FieldId, down: FieldId) {
    let Some(table) = two_way(question, across, down, SHARE) else { panic!("{across:?} {down:?}") };
    let name = format!("{} {across:?} {down:?}", question.calculator.id);
    for axis in [&table.columns, &table.rows] {
        assert!(axis.is_sorted_by(|a, b| a < b) && (1..=STEPS).contains(&axis.len()), "{name}: {axis:?}");
    }
    for (row, y) in table.rows.iter().enumerate() {
        for (column, x) in table.columns.iter().enumerate().filter(|(column, _)| (row + column) % 3 == 0) {
            same(table.figure(row, column), fresh(question, &[(across, *x), (down, *y)]), &name);
        }
    }
    if let (Some(column), Some(row)) = table.now {
        same(table.figure(row, column), fresh(question, &[]), &name);
    }
}

#[test]
fn bars_curves_and_tables_of_every_calculator_are_fresh_evaluations() {
    for of in calculators::loaded() {
        let workbook = Workbook::default();
        // A headline may be a word, which small moves leave as it is; and what is not asked for has no figure.
        let preset = InputSet::preset(of.sheet());
        let evaluation = Evaluation::of(of.sheet(), &preset);
        let is_figure = |outcome: &&Outcome| {
            matches!(outcome.kind, OutcomeKind::Number) && evaluation.value(outcome.node, 0).is_some()
        };
        let number = of.sheet().outcomes.iter().find(is_figure).unwrap();
        let question = ask(&workbook, of, (number.node, 0));
        let found = tornado(question, SHARE);
        assert!(found.bars.first().is_some_and(|bar| bar.effect > 0.0), "{} depends on its inputs", of.id);
        checked_bars(question, &found, usize::MAX);
        for pair in found.bars.windows(2).take(4) {
            checked_curve(question, pair[0].field);
            checked_table(question, pair[0].field, pair[1].field);
        }
    }
}

#[test]
fn what_a_result_does_not_depend_on_has_no_bar() {
    for of in calculators::loaded() {
        let (sheet, workbook) = (of.sheet(), Workbook::default());
        for outcome in &sheet.outcomes {
            let reached = sheet.reached_from([outcome.node]);
            let found = tornado(ask(&workbook, of, (outcome.node, 0)), SHARE);
            let rests = |field: FieldId| sheet.input(field.input).node.is_some_and(|node| reached[node.index()]);
            assert!(found.bars.iter().all(|bar| rests(bar.field)), "{} {}", of.id, outcome.key);
        }
    }
}

/// A range on some of what a figure depends on.
fn with_ranges(workbook: &Workbook, question: Question, dice: &mut impl Iterator<Item = u32>) -> Workbook {
    let mut workbook = workbook.clone();
    for (field, _) in movable(&question.chain(1)) {
        let (die, of) = (dice.next().unwrap_or_default(), calculator(field.calculator));
        let InputKind::Number { low, high, .. } = of.sheet().input(field.input).kind else { panic!() };
        let kept = workbook.base(of);
        let Some(figure) = kept.figure(field.place()).filter(|_| die % 4 == 0) else { continue };
        let share = f64::from(die >> 8) / f64::from(1 << 24);
        let (from, to) = ((figure - figure.abs() * share - 0.1).max(low), (figure + 0.2).min(high));
        let range = Range { coverage: 0.8, ..Range::points(Shape::ALL[die as usize / 4 % 5], from, figure, to) };
        if range.flaw(low, high).is_none() {
            let mut kept = (*kept).clone();
            kept.set(field.place(), Some(figure), Some(range));
            workbook.put(of, BASE, kept);
        }
    }
    workbook
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn any_workbook_is_answered_by_fresh_evaluations(dice in dice()) {
        // Beyond the limits too: what a save may hold must not end in a panic or a wrong figure.
        let mut dice = dice.iter().copied().cycle();
        for reach in [Reach::Within, Reach::Beyond] {
            let thrown = thrown_workbook(&mut dice, reach);
            let first = dice.next().unwrap_or_default() as usize;
            for of in [first, first.wrapping_add(1)].map(some_calculator) {
                let at = some_figure(&thrown, of, dice.next().unwrap_or_default());
                let workbook = with_ranges(&thrown, ask(&thrown, of, at), &mut dice);
                let question = ask(&workbook, of, at);
                let found = tornado(question, SHARE);
                for bar in found.bars.iter().take(3) {
                    checked_curve(question, bar.field);
                }
                if let [first, second, ..] = &found.bars[..] {
                    checked_table(question, first.field, second.field);
                }
                checked_bars(question, &found, 12);
            }
        }
    }
}
