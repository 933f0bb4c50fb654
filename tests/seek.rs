//! Goals sought: what is found really hits, over tiers, caps, rounding and links; and what cannot be had is said.

#![allow(clippy::unwrap_used, reason = "what is wrong in a helper stops the test too")]
#![allow(clippy::needless_pass_by_value, reason = "`json!` values are written in place")]

mod support;

use std::rc::Rc;
use std::sync::OnceLock;

use sales_workbench::analysis::seek::{Found, Goal, decimals, seek};
use sales_workbench::analysis::sensitivity::movable;
use sales_workbench::calculators;
use sales_workbench::engine::unit::NUMBER;
use sales_workbench::engine::{Builder, Calculator, Evaluation, InputKind, InputSet, OutcomeKind};
use sales_workbench::workbook::chain::Chain;
use sales_workbench::workbook::contents::{BASE, Kept, Link, Workbook};
use sales_workbench::workbook::fields::{self, Place};
use sales_workbench::workbook::request;
use serde_json::{Value, json};
use support::inputs::{Reach, figure, thrown};

fn calculator(id: &str) -> &'static Calculator {
    calculators::find(id).unwrap_or_else(|| panic!("no calculator {id}"))
}

fn holding(calculator: &'static Calculator, inputs: InputSet) -> Workbook {
    let mut workbook = Workbook::default();
    workbook.calculators.insert(calculator.id, Rc::new(Kept::new(inputs)));
    workbook
}

fn place(calculator: &Calculator, field: &str) -> Place {
    fields::named(calculator.sheet(), field).unwrap_or_else(|| panic!("no field {field}"))
}

/// What a search finds, and the figures it depends on.
fn sought(id: &str, inputs: Value, result: &str, value: f64, field: &str) -> Found {
    let calculator = calculator(id);
    let given = request::read_inputs(calculator.sheet(), inputs.as_object().unwrap()).unwrap();
    let result = calculator.sheet().find_outcome(result).unwrap_or_else(|| panic!("no result {result}"));
    let moved = (calculator, place(calculator, field));
    let goal = Goal { calculator, result: (result.node, 0), value, moved, within: None };
    let found = seek(&holding(calculator, given.clone()), BASE, &goal).unwrap();
    for solution in &found.solutions {
        let mut there = given.clone();
        there.set_figure(moved.1.0, moved.1.1, Some(solution.at));
        let figure = Evaluation::of(calculator.sheet(), &there).figure(result.node).unwrap();
        assert!((figure - value).abs() <= found.tolerance, "{id} {field} = {}: {figure}, not {value}", solution.at);
    }
    found
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{found} instead of {expected}");
}

#[test]
fn cost_plus_is_worked_backwards_from_profit() {
    // Markup on 22.50 at 12,000 units, fixed cost 100,000: profit = 22.5 · markup · 12,000 − 100,000.
    let found = sought("pricing.cost_plus", json!({}), "profit", 50_000.0, "target_markup");
    near(found.solutions[0].at, 150_000.0 / 270_000.0);
    let found = sought("pricing.cost_plus", json!({}), "profit", 0.0, "volume");
    near(found.solutions[0].at, 100_000.0 / 13.5);
}

#[test]
fn a_wanted_income_is_worked_backwards_through_tiers_and_splits() {
    // At 150,000 on target, 60,000 of it variable on 1,200,000: 165,000 asks for 15,000 more, at 1.5 times the base rate.
    let found = sought("commission.plan", json!({}), "total_pay", 165_000.0, "sales");
    let pay_per_sale = 60_000.0 / 1_200_000.0 * 1.5;
    let wanted = 1_200_000.0 + 15_000.0 / pay_per_sale;
    let solution = found.solutions[0];
    assert!(solution.low <= wanted && wanted <= solution.high, "{solution:?} without {wanted}");
    // Half the credit asks for twice the sales.
    let split = sought("commission.plan", json!({ "credit_share": 0.5 }), "total_pay", 165_000.0, "sales").solutions[0];
    assert!(split.low <= 2.0 * wanted && 2.0 * wanted <= split.high, "{split:?} without {}", 2.0 * wanted);
}

#[test]
fn pay_in_whole_cents_is_reached_by_every_sale_that_rounds_to_it_and_half_a_cent_by_none() {
    let found = sought("commission.plan", json!({}), "total_pay", 165_000.0, "sales");
    assert!(found.solutions[0].low < found.solutions[0].high, "{found:?}");
    let found = sought("commission.plan", json!({}), "total_pay", 165_000.003, "sales");
    assert!(found.solutions.is_empty() && !found.jumps.is_empty(), "{found:?}");
}

#[test]
fn beyond_a_cap_nothing_reaches_the_goal_and_the_nearest_is_the_cap() {
    let capped = json!({ "cap": "pay", "cap_pay": 70_000 });
    let found = sought("commission.plan", capped.clone(), "total_pay", 165_000.0, "sales");
    assert!(found.solutions.is_empty());
    near(found.nearest.unwrap().result, 160_000.0);
    // At the cap itself, everything from there on does.
    let found = sought("commission.plan", capped, "total_pay", 160_000.0, "sales");
    near(found.solutions[0].high, found.to);
}

#[test]
fn a_retroactive_tier_that_pays_less_is_crossed_three_times() {
    let tiers = json!({ "tiers": [
        { "from_attainment": 0, "multiplier": 1, "mode": "retroactive" },
        { "from_attainment": 1, "multiplier": 0.8, "mode": "retroactive" },
        { "from_attainment": 1.5, "multiplier": 2, "mode": "retroactive" },
    ] });
    let found = sought("commission.plan", tiers, "total_pay", 145_000.0, "sales");
    // 55,000 variable: at 5 % below quota (1,100,000) and at 4 % from quota on (1,375,000).
    let holds = |sales: f64| found.solutions.iter().any(|one| one.low <= sales && sales <= one.high);
    assert!(holds(1_100_000.0) && holds(1_375_000.0), "{:?}", found.solutions);
}

#[test]
fn a_revenue_target_is_worked_backwards_through_the_funnel() {
    let by_rates = json!({ "basis": "rates" });
    let found = sought("funnel.conversion", by_rates, "revenue", 1_000_000.0, "entries");
    near(found.solutions[0].at, 80.0 / (0.55 * 0.47 * 0.4 * 0.3));
    let found = sought("funnel.conversion", json!({}), "revenue", 1_000_000.0, "stages.count[4]");
    near(found.solutions[0].at, 80.0);
}

#[test]
fn what_does_not_move_the_result_is_said_to_have_no_effect() {
    let found = sought("pricing.cost_plus", json!({}), "price", 40.0, "fixed_cost");
    assert!(found.no_effect && found.solutions.is_empty());
}

#[test]
fn a_goal_is_sought_through_a_link() {
    let (cost_plus, funnel) = (calculator("pricing.cost_plus"), calculator("funnel.conversion"));
    let price = cost_plus.sheet().find_outcome("price").unwrap().node;
    let mut workbook = Workbook::default();
    workbook.link(funnel, place(funnel, "deal_size"), Link { calculator: cost_plus.id, node: price, cell: 0 });
    let goal = Goal {
        calculator: funnel,
        result: (funnel.sheet().find_outcome("revenue").unwrap().node, 0),
        value: 3_150.0,
        moved: (cost_plus, place(cost_plus, "unit_cost")),
        within: None,
    };
    // 63 deals at a price of 1.6 times the cost.
    near(seek(&workbook, BASE, &goal).unwrap().solutions[0].at, 50.0 / 1.6);
    let fed = Goal { moved: (funnel, place(funnel, "deal_size")), ..goal };
    assert!(seek(&workbook, BASE, &fed).is_none(), "a field that a link feeds cannot be moved");
}

/// A result of a small sheet that is sought by moving its `x`.
fn sought_in(calculator: &'static Calculator, result: &str, value: f64) -> Found {
    let result = (calculator.sheet().find_outcome(result).unwrap().node, 0);
    let goal = Goal { calculator, result, value, moved: (calculator, place(calculator, "x")), within: None };
    seek(&Workbook::default(), BASE, &goal).unwrap()
}

static STEP: Calculator = Calculator {
    id: "test.step",
    define: |sheet: &Builder| {
        let x = sheet.number("x", NUMBER, -900.0, -1_000.0..=9.0);
        let side = sheet.select(x.is_less_than(3.0), -1e-7, 1e-7);
        sheet.headline("step", NUMBER, (x - 3.0) * 2.0 + 1.0 + side);
        // So steep that the goal lies between the results of two neighbours.
        sheet.result("slope", NUMBER, (x - 1.0) * 1e6);
    },
    words: &[],
    examples: &[],
    upgrades: &[],
    recorded: OnceLock::new(),
};

#[test]
fn a_small_jump_over_the_goal_is_no_solution_and_a_steep_slope_through_it_is_one() {
    let found = sought_in(&STEP, "step", 1.0);
    assert!(found.tolerance > 1e-7, "the jump alone is near enough");
    assert!(found.solutions.is_empty(), "{found:?}");
    let [jump] = found.jumps[..] else { panic!("{found:?}") };
    assert!((jump.at() - 3.0).abs() < 1e-14, "{jump:?}");
    let found = sought_in(&STEP, "slope", 0.123_456_7);
    let [solution] = found.solutions[..] else { panic!("{found:?}") };
    let miss = (solution.result - 0.123_456_7).abs();
    assert!(miss > 1e-12 && miss < 1e-9, "no figure comes nearer: {miss}");
}

static SUMMED: Calculator = Calculator {
    id: "test.summed",
    define: |sheet: &Builder| {
        let (way, x) = (sheet.choice("way", &["summed", "plain"]), sheet.number("x", NUMBER, 0.5, 0.0..=1.0));
        let summed = x + 1e9 - 1e9;
        sheet.headline("picked", NUMBER, sheet.pick(way, &[summed, x]));
        sheet.result("selected", NUMBER, sheet.select(way.is("summed"), summed, x));
    },
    words: &[],
    examples: &[],
    upgrades: &[],
    recorded: OnceLock::new(),
};

#[test]
fn what_is_lost_in_a_sum_counts_behind_a_choice_as_behind_a_condition() {
    // Beside 1e9 a figure keeps its first seven decimals: no sum is 0.1, and some are as near as sums come.
    let (picked, selected) = (sought_in(&SUMMED, "picked", 0.1), sought_in(&SUMMED, "selected", 0.1));
    assert!(picked.tolerance > 1e-7 && picked.tolerance == selected.tolerance, "{picked:?}");
    assert!(!picked.solutions.is_empty() && picked.solutions == selected.solutions, "{picked:?}");
}

#[test]
fn round_figures_are_named_only_where_powers_of_ten_are_exact() {
    assert_eq!(decimals::roundings(1.234_567e-20), [1e-20, 1.2e-20, 1.23e-20], "down to the 22nd place");
    assert_eq!(
        decimals::roundings(1.25),
        [1.0, 1.3, 1.25, 1.25, 1.25, 1.25, 1.25, 1.25, 1.25, 1.25, 1.25, 1.25, 1.25, 1.25, 1.25, 1.25]
    );
    assert_eq!(decimals::roundings(8e22)[..2], [8e22, 8e22]);
    assert_eq!(decimals::roundings(8e23).len(), 15, "not for the first digit");
    assert_eq!((decimals::roundest(1.234, 1.3), decimals::roundest(1.3, 1.234)), (1.3, 1.3));
    assert_eq!((decimals::roundest(1.19, 1.31), decimals::roundest(-1.0, 1.0)), (1.2, 0.0));
    assert_eq!(
        (decimals::rounder(1.25, 1.3), decimals::rounder(1.3, 1.25), decimals::rounder(2.0, 3.0)),
        (1.3, 1.3, 3.0)
    );
}

/// Dice from a linear congruence: the same at every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32
    }

    fn below(&mut self, count: usize) -> usize {
        self.roll() as usize % count
    }
}

/// Seeks a result that some other figure of an input gives: what is found hits, and something is found.
fn seek_what_can_be_had(calculator: &'static Calculator, inputs: &InputSet, dice: &mut Dice) {
    let sheet = calculator.sheet();
    let workbook = holding(calculator, inputs.clone());
    let numbers: Vec<_> = sheet.outcomes.iter().filter(|one| matches!(one.kind, OutcomeKind::Number)).collect();
    let outcome = numbers[dice.below(numbers.len())];
    let chain = Chain::toward(&workbook, BASE, [(calculator, Some(vec![outcome.node]))], 1);
    let (cell, all) = (dice.below(chain.parts()[0].evaluation.count(outcome.node)), movable(&chain));
    let place = all[dice.below(all.len())].0.place();
    let at = |moved: f64| {
        let mut there = inputs.clone();
        there.set_figure(place.0, place.1, Some(moved));
        Evaluation::of(sheet, &there).value(outcome.node, cell)
    };
    let kind = &sheet.input(place.0).kind;
    let die = dice.roll() & !15 | [7, 8, 9, 10, 11][dice.below(5)];
    let moved = figure(kind, inputs.figures(place.0)[place.1], die, Reach::Within);
    let Some((moved, value)) = moved.and_then(|moved| Some((moved, at(moved)?))) else { return };
    let goal = Goal { calculator, result: (outcome.node, cell), value, moved: (calculator, place), within: None };
    let found = seek(&workbook, BASE, &goal).unwrap();
    let name = format!("{} {}[{cell}] = {value} by {} = {moved}", calculator.id, outcome.key, sheet.path(place.0));
    assert!(!found.solutions.is_empty(), "{name}: nothing found");
    for solution in &found.solutions {
        for figure in [solution.at, solution.low, solution.high] {
            let result = at(figure).unwrap_or_else(|| panic!("{name}: no result at {figure}"));
            assert!((result - value).abs() <= found.tolerance, "{name}: {result} at {figure}");
            assert_eq!(sheet.input(place.0).problem(Some(figure)), None, "{name}: {figure}");
        }
        let whole = matches!(kind, InputKind::Number { whole: true, .. });
        assert!(!whole || solution.at.fract() == 0.0, "{name}: {}", solution.at);
    }
}

#[test]
fn whatever_can_be_had_is_found_and_what_is_found_hits() {
    let mut dice = Dice(12_345);
    for calculator in calculators::loaded() {
        // A dynamic programme for every probe takes its time.
        let times = if calculator.id == "pricing.dynamic" { 2 } else { 12 };
        for time in 0..times {
            let thrown_dice: Vec<u32> = (0..400).map(|_| dice.roll()).collect();
            let sheet = calculator.sheet();
            let inputs = if time < 4 { InputSet::preset(sheet) } else { thrown(sheet, &thrown_dice, Reach::Within) };
            seek_what_can_be_had(calculator, &inputs, &mut dice);
        }
    }
}
