//! What differs between scenarios, and what caused it: published cases, and rules over every calculator and through links.

mod support;

use std::rc::Rc;

use proptest::prelude::*;
use sales_workbench::analysis::compare::{
    Attribution, Difference, MOST_SHAPLEY, Method, NoAttribution, attribute, changed_inputs, compare, shapley,
};
use sales_workbench::calculators;
use sales_workbench::engine::{Calculator, InputSet, NodeId, OutcomeKind};
use sales_workbench::workbook::chain::Chain;
use sales_workbench::workbook::contents::{BASE, Link, Scenario, ScenarioId, Workbook, places};
use sales_workbench::workbook::fields::Place;
use serde_json::json;
use support::case;
use support::inputs::{Reach, dice};
use support::workbooks::{
    OTHER, calculator, change_some, link, place, result, set, set_by_path, some_figure, thrown_workbook, two_scenarios,
};

fn parts(attribution: &Attribution) -> Vec<(String, f64)> {
    let name =
        |calculator: &Calculator, place: Place| format!("{} {}", calculator.id, calculator.sheet().path(place.0));
    attribution.causes.iter().map(|cause| (name(cause.calculator, cause.place), cause.part)).collect()
}

#[test]
fn published_cases_hold() {
    for id in ["portfolio-pub-10-shapley-gloves", "portfolio-pub-11-shapley-airport", "portfolio-pub-12-shapley-team"] {
        let case = case("attribution", id);
        let players: Vec<&str> = case.input("/players").as_array().unwrap().iter().filter_map(|p| p.as_str()).collect();
        let worth = |set: usize| {
            let joined: Vec<&str> = (0..players.len()).filter(|p| set >> p & 1 == 1).map(|p| players[p]).collect();
            if set == 0 { 0.0 } else { case.number(&format!("/coalition_values/{}", joined.join("+"))) }
        };
        let parts = shapley(&(0..1 << players.len()).map(worth).collect::<Vec<_>>());
        for (player, part) in players.iter().zip(&parts) {
            case.check(&format!("/shapley/{player}"), &json!(part));
        }
        case.check("/total", &json!(parts.iter().sum::<f64>()));
        case.check("/equal_split", &json!(parts.iter().sum::<f64>() / players.len() as f64));
    }
}

#[test]
fn no_player_and_one_player_are_games_too() {
    assert_eq!(shapley(&[]), Vec::<f64>::new());
    assert_eq!(shapley(&[5.0]), Vec::<f64>::new());
    assert_eq!(shapley(&[5.0, 2.0]), [-3.0]);
    assert_eq!(shapley(&[0.0, 1.0, 2.0]), shapley(&[0.0, 1.0]), "a worth without its partners does not count");
}

/// Every order of so many players.
fn orders(players: usize) -> Vec<Vec<usize>> {
    if players == 0 {
        return vec![Vec::new()];
    }
    let with = |order: &Vec<usize>, at: usize| {
        let mut order = order.clone();
        order.insert(at, players - 1);
        order
    };
    orders(players - 1).iter().flat_map(|order| (0..players).map(move |at| with(order, at))).collect()
}

/// The mean over all orders, one by one.
fn averaged(players: usize, worth: impl Fn(usize) -> f64) -> Vec<f64> {
    let (orders, mut parts) = (orders(players), vec![0.0; players]);
    for order in &orders {
        order.iter().fold(0, |set, player| {
            parts[*player] += (worth(set | 1 << player) - worth(set)) / orders.len() as f64;
            set | 1 << player
        });
    }
    parts
}

fn near(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= 1e-9 * scale.max(1e-300)
}

#[test]
fn a_product_shares_what_both_changed_and_an_order_gives_it_to_the_later() {
    let cost_plus = calculator("pricing.cost_plus");
    let mut workbook = two_scenarios();
    let changes = [("unit_cost", 20.0), ("volume", 15_000.0), ("target_markup", 0.9)];
    set_by_path(&mut workbook, OTHER, cost_plus, &changes);
    let total = |wish| attribute(&workbook, cost_plus, result(cost_plus, "total_cost"), BASE, OTHER, wish).unwrap();
    let fair = total(Method::Shapley);
    assert_eq!((fair.before, fair.after, fair.method), (370_000.0, 400_000.0, Method::Shapley));
    let figures = parts(&fair);
    let [(_, cost), (_, volume), (_, markup)] = &figures[..] else { panic!("{figures:?}") };
    assert!(near(*cost, -2.5 * 13_500.0, 1e5) && near(*volume, 3_000.0 * 21.25, 1e5), "{figures:?}");
    assert_eq!(*markup, 0.0, "costs do not rest on it");
    let in_order = total(Method::Sequential);
    assert_eq!(in_order.method, Method::Sequential);
    let figures: Vec<f64> = in_order.causes.iter().map(|cause| cause.part).collect();
    assert_eq!(figures, [-30_000.0, 60_000.0, 0.0]);
    let named: Vec<_> = in_order.causes.iter().map(|cause| (cause.before, cause.after)).collect();
    assert_eq!(named[..2], [(Some(22.5), Some(20.0)), (Some(12_000.0), Some(15_000.0))]);
}

#[test]
fn a_mixture_without_a_value_leaves_the_order_of_the_form_and_then_nothing() {
    let value = calculator("pricing.value");
    let mut workbook = two_scenarios();
    // A product of 10,000 could not be made for 31,000: that mixture has no price.
    set_by_path(&mut workbook, OTHER, value, &[("alternative_price", 10_000.0), ("unit_cost", 5_000.0)]);
    let price = result(value, "price");
    let upwards = attribute(&workbook, value, price, OTHER, BASE, Method::Shapley).unwrap();
    assert_eq!(upwards.method, Method::Sequential);
    assert_eq!(upwards.causes.iter().map(|cause| cause.part).collect::<Vec<_>>(), [32_000.0, 0.0]);
    let downwards = attribute(&workbook, value, price, BASE, OTHER, Method::Shapley);
    let Err(NoAttribution::Gap { calculator, place: at }) = downwards else { panic!("{downwards:?}") };
    assert_eq!((calculator.id, at), (value.id, place(value, "alternative_price")));
}

#[test]
fn what_cannot_be_divided_is_said() {
    let (value, launch) = (calculator("pricing.value"), calculator("pricing.launch"));
    let mut workbook = two_scenarios();
    let ask = |workbook: &Workbook, of: &'static Calculator, figure| {
        attribute(workbook, of, figure, BASE, OTHER, Method::Shapley).map(|found| found.after)
    };
    let price = result(value, "price");
    assert!(matches!(ask(&workbook, value, price), Err(NoAttribution::NothingDiffers)));
    assert!(matches!(ask(&workbook, value, (price.0, 1)), Err(NoAttribution::NoFigure)), "one figure alone");
    assert!(matches!(ask(&workbook, value, (NodeId(u32::MAX), 0)), Err(NoAttribution::NoFigure)));
    assert!(matches!(ask(&workbook, launch, result(launch, "better")), Err(NoAttribution::NoFigure)), "a word");
    set_by_path(&mut workbook, OTHER, value, &[("unit_cost", 1e9)]);
    assert!(matches!(ask(&workbook, value, price), Err(NoAttribution::NoValue(OTHER))));
    let back = attribute(&workbook, value, price, OTHER, BASE, Method::Shapley);
    assert!(matches!(back, Err(NoAttribution::NoValue(OTHER))), "{back:?}");
    // A result that depends on none of what differs does not differ: all parts are 0.
    let worth = attribute(&workbook, value, result(value, "net_value"), BASE, OTHER, Method::Shapley).unwrap();
    assert_eq!(parts(&worth), [("pricing.value unit_cost".to_owned(), 0.0)]);
    assert_eq!(worth.before, worth.after);
}

#[test]
fn more_inputs_than_the_cap_are_changed_in_the_order_of_the_form() {
    let value = calculator("pricing.value");
    for (count, method) in [(MOST_SHAPLEY, Method::Shapley), (MOST_SHAPLEY + 1, Method::Sequential)] {
        let mut workbook = two_scenarios();
        let amounts = value.sheet().find_input("differentiators.amount").unwrap();
        let mut base = (*workbook.base(value)).clone();
        base.inputs.resize(value.sheet(), value.sheet().find_table("differentiators").unwrap(), count);
        workbook.put(value, BASE, base);
        let changed: Vec<_> = (0..count).map(|row| ((amounts, row), Some(100.0 * row as f64 + 7.0))).collect();
        set(&mut workbook, OTHER, value, &changed);
        let found = attribute(&workbook, value, result(value, "net_value"), BASE, OTHER, Method::Shapley).unwrap();
        assert_eq!((found.method, found.causes.len()), (method, count));
        parts_add_up(&workbook, value, result(value, "net_value"), &found);
        assert_eq!(found.causes[0].part, 0.0, "the first difference is counted in hours");
    }
}

#[test]
fn causes_further_up_come_through_links_and_a_fed_field_is_no_cause() {
    let (cost_plus, value) = (calculator("pricing.cost_plus"), calculator("pricing.value"));
    let mut workbook = two_scenarios();
    let from = Link { calculator: cost_plus.id, node: result(cost_plus, "price").0, cell: 0 };
    link(&mut workbook, (value, place(value, "alternative_price")), from);
    // At cost plus 60 %; the target profit does not reach that price, though its cell does.
    set_by_path(&mut workbook, OTHER, cost_plus, &[("unit_cost", 30_000.0), ("target_profit", 7.0)]);
    set_by_path(&mut workbook, OTHER, value, &[("alternative_price", 1.0), ("switching_cost", 5_000.0)]);
    set_by_path(&mut workbook, BASE, cost_plus, &[("unit_cost", 25_000.0)]);
    let changed = changed_inputs(&workbook, value, &[BASE, OTHER]);
    let named: Vec<_> = changed.iter().map(|input| (input.calculator.id, input.place)).collect();
    let expected = [
        (value.id, place(value, "switching_cost")),
        (cost_plus.id, place(cost_plus, "unit_cost")),
        (cost_plus.id, place(cost_plus, "target_profit")),
    ];
    assert_eq!(named, expected);
    let found = attribute(&workbook, value, result(value, "economic_value"), BASE, OTHER, Method::Shapley).unwrap();
    let figures: Vec<f64> = found.causes.iter().map(|cause| cause.part).collect();
    assert_eq!(found.method, Method::Shapley);
    assert!(near(figures[0], 1_000.0, 1e5) && near(figures[1], 8_000.0, 1e5), "{figures:?}");
    assert_eq!(figures[2], 0.0);
    // Asked about the calculator further up, what is below it plays no part; nor does what is further up beside the way.
    assert_eq!(changed_inputs(&workbook, cost_plus, &[BASE, OTHER]).len(), 2);
    let mut workbook = two_scenarios();
    let from = Link { calculator: value.id, node: result(value, "reference_value").0, cell: 0 };
    link(&mut workbook, (cost_plus, place(cost_plus, "unit_cost")), from);
    set_by_path(&mut workbook, OTHER, value, &[("alternative_price", 1.0), ("switching_cost", 5_000.0)]);
    let [only] = &changed_inputs(&workbook, cost_plus, &[BASE, OTHER])[..] else { panic!("one input matters") };
    assert_eq!((only.calculator.id, only.place), (value.id, place(value, "alternative_price")));
}

#[test]
fn scenarios_stand_side_by_side() {
    let launch = calculator("pricing.launch");
    let mut workbook = two_scenarios();
    Rc::make_mut(&mut workbook.scenarios).push(Scenario { id: 2, ..Scenario::default() });
    set_by_path(&mut workbook, OTHER, launch, &[("unit_cost", 0.0)]);
    let scenarios = [BASE, OTHER, 2, 99];
    let all = compare(&workbook, launch, &scenarios);
    let [cost] = &all.inputs[..] else { panic!("{:?}", all.inputs) };
    let preset = InputSet::preset(launch.sheet()).figure(cost.place.0);
    assert_eq!(cost.figures, [preset, Some(0.0), preset, preset], "one that is gone stands as the base does");
    for result in &all.results {
        assert_eq!([result.figures.len(), result.shown.len(), result.against_first.len()], [scenarios.len(); 3]);
        let itself = match (result.figures[0], &result.outcome.kind) {
            (None, _) => Difference::Unknown,
            (_, OutcomeKind::Number) => Difference::Amount(0.0),
            _ => Difference::Same,
        };
        assert_eq!([result.against_first[0], result.against_first[2]], [itself; 2], "{}", result.outcome.key);
    }
    assert!(all.results.iter().any(|result| result.against_first[1] != result.against_first[0]));
    assert!(compare(&workbook, launch, &[]).results.is_empty());
}

/// A result in a scenario, by the calculators themselves.
fn figure_of(
    workbook: &Workbook,
    calculator: &'static Calculator,
    at: (NodeId, usize),
    scenario: ScenarioId,
) -> Option<f64> {
    let mut chain = Chain::toward(workbook, scenario, [(calculator, Some(vec![at.0]))], 1);
    chain.run();
    chain.parts()[0].evaluation.value(at.0, at.1)
}

fn parts_add_up(workbook: &Workbook, calculator: &'static Calculator, at: (NodeId, usize), found: &Attribution) {
    let name = format!("{} {:?}: {:?}", calculator.id, calculator.sheet().node(at.0).key, parts(found));
    assert_eq!(Some(found.before), figure_of(workbook, calculator, at, BASE), "{name}");
    assert_eq!(Some(found.after), figure_of(workbook, calculator, at, OTHER), "{name}");
    assert!(found.causes.iter().all(|cause| cause.part.is_finite()), "{name}");
    let sum: f64 = found.causes.iter().map(|cause| cause.part).sum();
    assert!(near(sum, found.after - found.before, scale(found)), "{name}");
    let chain = Chain::toward(workbook, BASE, [(calculator, Some(vec![at.0]))], 1);
    for cause in &found.causes {
        let node = cause.calculator.sheet().input(cause.place.0).node;
        let part = chain.part_of(cause.calculator.id);
        let used = part.zip(node).is_some_and(|(part, node)| chain.needs(part, node));
        assert!(used || cause.part == 0.0, "{name}");
    }
}

/// What dust is measured against.
fn scale(found: &Attribution) -> f64 {
    found.before.abs() + found.after.abs() + found.causes.iter().map(|cause| cause.part.abs()).sum::<f64>()
}

/// Each changed input as in the base again, except those in the set.
fn mixed(workbook: &Workbook, found: &Attribution, in_set: usize) -> Workbook {
    let mut mixed = workbook.clone();
    for (number, cause) in found.causes.iter().enumerate().filter(|(number, _)| in_set >> number & 1 == 0) {
        assert_eq!(workbook.kept_in(cause.calculator, OTHER).figure(cause.place), found.causes[number].after);
        set(&mut mixed, OTHER, cause.calculator, &[(cause.place, cause.before)]);
    }
    mixed
}

/// The parts are the mean over all orders of changing the workbook itself, and the same from the other end.
fn parts_owe_nothing_to_an_order(
    workbook: &Workbook,
    calculator: &'static Calculator,
    at: (NodeId, usize),
    found: &Attribution,
) {
    let name = format!("{} {:?}: {:?}", calculator.id, calculator.sheet().node(at.0).key, parts(found));
    let players = found.causes.len();
    if found.method != Method::Shapley || players > 5 {
        return;
    }
    let worth: Vec<f64> = (0..1 << players)
        .map(|set| figure_of(&mixed(workbook, found, set), calculator, at, OTHER).unwrap_or_else(|| panic!("{name}")))
        .collect();
    for (cause, part) in found.causes.iter().zip(averaged(players, |set| worth[set])) {
        assert!(near(cause.part, part, scale(found)), "{name}: {part}");
    }
    let back =
        attribute(workbook, calculator, at, OTHER, BASE, Method::Shapley).unwrap_or_else(|no| panic!("{name}: {no:?}"));
    assert_eq!(back.method, Method::Shapley, "{name}");
    for (cause, back) in found.causes.iter().zip(&back.causes) {
        assert!(near(cause.part, -back.part, scale(found)), "{name}: {} back", back.part);
    }
}

fn listed_are_those_that_differ(workbook: &Workbook, calculator: &'static Calculator) {
    let chain = Chain::of(workbook, BASE, calculator);
    let mut expected = Vec::new();
    for (number, part) in chain.parts().iter().enumerate() {
        let (base, other) = (workbook.base(part.calculator), workbook.kept_in(part.calculator, OTHER));
        let counts = |at: &Place| {
            let needed = part.sheet().input(at.0).node.is_some_and(|node| chain.needs(number, node));
            // A judgement that both halves of a grid show is one input.
            let asked = base.inputs.implied(at.0, at.1).is_none();
            needed && asked && chain.feed_into(number, *at).is_none() && base.figure(*at) != other.figure(*at)
        };
        let differing = places(&base.inputs).filter(counts);
        expected.extend(differing.map(|at| (part.calculator.id, at, vec![base.figure(at), other.figure(at)])));
    }
    let comparison = compare(workbook, calculator, &[BASE, OTHER]);
    let found = comparison.inputs.into_iter().map(|input| (input.calculator.id, input.place, input.figures));
    assert_eq!(found.collect::<Vec<_>>(), expected, "{}", calculator.id);
    for result in &comparison.results {
        let [first, other] = result.figures[..] else { panic!("{result:?}") };
        let expected = first
            .zip(other)
            .map(|(first, other)| other - first)
            .filter(|_| matches!(result.outcome.kind, OutcomeKind::Number));
        match result.against_first[1] {
            Difference::Amount(amount) => assert_eq!(Some(amount), expected),
            Difference::Unknown => {
                assert!(first.is_none() || other.is_none() || expected.is_some_and(f64::is_infinite));
            }
            Difference::Same => assert!(first == other && expected.is_none()),
            Difference::Other => assert!(first != other && expected.is_none()),
        }
    }
}

/// A thrown workbook for each calculator, with a figure of it and a scenario that changes some of what it depends on; what
/// the scenario changes in the calculators before stays.
fn thrown_changes(
    dice: &[u32],
    reach: Reach,
) -> impl Iterator<Item = (Workbook, &'static Calculator, (NodeId, usize))> {
    let mut dice = dice.iter().copied().cycle();
    let mut workbook = thrown_workbook(&mut dice, reach);
    calculators::loaded().map(move |calculator| {
        let at = some_figure(&workbook, calculator, dice.next().unwrap_or_default());
        change_some(&mut workbook, (calculator, at), &mut dice, reach);
        (workbook.clone(), calculator, at)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn parts_sum_to_the_whole_and_owe_nothing_to_an_order(dice in dice()) {
        for (workbook, calculator, at) in thrown_changes(&dice, Reach::Within) {
            for wish in [Method::Shapley, Method::Sequential] {
                if let Ok(found) = attribute(&workbook, calculator, at, BASE, OTHER, wish) {
                    parts_add_up(&workbook, calculator, at, &found);
                    parts_owe_nothing_to_an_order(&workbook, calculator, at, &found);
                }
            }
        }
    }

    #[test]
    fn what_is_listed_is_what_differs(dice in dice()) {
        // Beyond the limits too: what a save may hold must not end in a panic or a wrong figure.
        for (workbook, calculator, at) in thrown_changes(&dice, Reach::Beyond) {
            listed_are_those_that_differ(&workbook, calculator);
            if let Ok(found) = attribute(&workbook, calculator, at, BASE, OTHER, Method::Shapley) {
                parts_add_up(&workbook, calculator, at, &found);
            }
        }
    }
}

proptest! {
    #[test]
    fn the_kernel_is_the_mean_over_all_orders(
        worth in prop::collection::vec(-1e6..1e6_f64, 32),
        players in 0..6_usize,
        shift in 0..5_usize,
    ) {
        let worth = &worth[..1 << players];
        let parts = shapley(worth);
        let scale = worth.iter().map(|worth| worth.abs()).sum();
        for (part, expected) in parts.iter().zip(averaged(players, |set| worth[set])) {
            prop_assert!(near(*part, expected, scale), "{part} instead of {expected}");
        }
        prop_assert!(near(parts.iter().sum(), worth[worth.len() - 1] - worth[0], scale));
        // Called by other numbers, each player has the same part.
        let renamed = |player: usize| (player + shift) % players.max(1);
        let set = |set: usize| (0..players).filter(|p| set >> renamed(*p) & 1 == 1).fold(0, |all, p| all | 1 << p);
        let others = shapley(&(0..worth.len()).map(|other| worth[set(other)]).collect::<Vec<_>>());
        for player in 0..players {
            prop_assert!(near(parts[player], others[renamed(player)], scale), "{player}");
        }
        // One more, who adds nothing, has exactly nothing, and takes nothing from the others.
        let more = shapley(&[worth, worth].concat());
        prop_assert_eq!(more[players], 0.0);
        prop_assert!(more.iter().zip(&parts).all(|(a, b)| near(*a, *b, scale)));
    }
}
