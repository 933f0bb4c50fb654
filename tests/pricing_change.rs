//! Price changes against results computed elsewhere, and their properties.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use proptest::prelude::*;
use serde_json::{Value, json};
use support::{ask, case, results, with};

const ID: &str = "pricing.change";

fn change(inputs: Value) -> Value {
    results(ID, inputs)
}

fn figure(results: &Value, key: &str) -> f64 {
    results[key].as_f64().unwrap_or_else(|| panic!("{key} has no value"))
}

/// Whether two figures agree, as far as the figures they were computed from allow.
fn near(actual: f64, expected: f64, scale: f64) -> bool {
    (actual - expected).abs() <= 1e-9 * expected.abs().max(scale.abs())
}

fn refused(answer: &Value, cause: &str, keys: &[&str]) {
    for key in keys {
        assert_eq!(answer["results"][*key], Value::Null, "{key}");
        assert_eq!(answer["faults"][*key]["cause"], cause, "{key}");
    }
}

fn warns(answer: &Value, warning: &str) -> bool {
    answer["warnings"].as_array().is_some_and(|warnings| warnings.contains(&json!(warning)))
}

#[test]
fn break_even_changes_of_cuts_rises_costs_and_fixed_costs() {
    for id in ["pricing-pub-03-nagle-cut", "pricing-pub-04-nagle-rise", "pricing-pub-05-nagle-cost-and-fixed"] {
        let case = case("pricing_change", id);
        let inputs = json!({
            "price": case.input("/old_price"),
            "unit_cost": case.input("/old_variable_cost"),
            "volume": case.input("/old_units"),
            "price_change": case.number("/new_price") / case.number("/old_price") - 1.0,
            "cost_change": case.number("/new_variable_cost") - case.number("/old_variable_cost"),
            "extra_fixed_cost": case.input("/change_in_fixed_cost"),
        });
        let found = change(inputs.clone());
        case.check("/old_unit_contribution", &found["contribution_before"]);
        case.check("/new_unit_contribution", &found["contribution_after"]);
        case.check("/break_even_sales_change_units", &found["break_even_units"]);
        case.check("/break_even_sales_change_fraction", &found["break_even_change"]);
        case.check("/new_break_even_units", &found["break_even_volume"]);
        let without = change(with(&inputs, json!({ "extra_fixed_cost": 0 })));
        case.check("/break_even_sales_change_fraction_without_fixed_cost", &without["break_even_change"]);
    }
}

#[test]
fn the_preset_cut_loses_a_quarter_of_the_contribution_and_needs_a_third_more_volume() {
    let answer = ask(ID, json!({}));
    let found = &answer["results"];
    for (key, expected) in [
        ("new_price", 11_250.0),
        ("new_unit_cost", 7_500.0),
        ("contribution_before", 5_000.0),
        ("contribution_after", 3_750.0),
        ("margin_before", 0.4),
        ("margin_after", 1.0 / 3.0),
        ("profit_before", 300_000.0),
        ("profit_unchanged_volume", 225_000.0),
        ("profit_effect", -75_000.0),
        ("break_even_volume", 80.0),
        ("break_even_volume_whole", 80.0),
        ("break_even_multiple", 4.0 / 3.0),
        ("break_even_change", 1.0 / 3.0),
        ("break_even_units", 20.0),
        ("break_even_elasticity", -10.0 / 3.0),
        ("expected_elasticity", -2.0),
        ("expected_volume", 72.0),
        ("profit_expected", 270_000.0),
        ("expected_effect", -30_000.0),
        ("least_price", 7_500.0 + 300_000.0 / 72.0),
        ("least_price_change", -1.0 / 15.0),
        ("revenue_before", 750_000.0),
        ("revenue_expected", 810_000.0),
        ("price_effect", -75_000.0),
        ("cost_effect", 0.0),
        ("fixed_cost_effect", 0.0),
        ("volume_effect", 45_000.0),
        ("follow_price", 11_500.0),
        ("follow_contribution", 4_000.0),
        ("follow_profit", 240_000.0),
        ("follow_effect", -60_000.0),
        ("bearable_loss", 0.2),
        ("bearable_volume", 48.0),
    ] {
        assert!(near(figure(found, key), expected, 1.0), "{key}: {} instead of {expected}", found[key]);
    }
    assert!(warns(&answer, "does_not_pay") && !warns(&answer, "nothing_left"));
}

#[test]
fn a_fifth_off_a_quarter_of_margin_takes_four_hundred_percent_more_which_is_five_times() {
    let found = change(json!({ "price": 100, "unit_cost": 75, "volume": 1000, "price_change": -0.2 }));
    assert!(near(figure(&found, "break_even_change"), 4.0, 1.0));
    assert!(near(figure(&found, "break_even_multiple"), 5.0, 1.0));
    assert!(near(figure(&found, "break_even_elasticity"), -20.0, 1.0));
}

#[test]
fn the_exercise_of_swing_and_steady() {
    // Published solution: Swing needs 25 % more and gains 4,500 at 40 % more; Steady needs 50 % and loses 1,500. A cut
    // by the other is worth following from a loss of 1.5 / 7.5 and of 1.5 / 4.5 of the volume.
    for (unit_cost, needed, effect, bearable) in [(2.5, 0.25, 4_500.0, 0.2), (5.5, 0.5, -1_500.0, 1.0 / 3.0)] {
        let found = change(json!({
            "price": 10, "unit_cost": unit_cost, "volume": 5000, "price_change": -0.15,
            "expected_volume_change": 0.4, "rival_cut": 0.15,
        }));
        assert!(near(figure(&found, "break_even_change"), needed, 1.0), "{unit_cost}");
        assert!(near(figure(&found, "expected_effect"), effect, 50_000.0), "{unit_cost}");
        assert!(near(figure(&found, "bearable_loss"), bearable, 1.0), "{unit_cost}");
    }
}

#[test]
fn the_stay_even_quantity_of_critical_loss_analysis() {
    // O'Brien and Wickelgren (2003): a rise of 5 % at a margin of 40 % may lose 5 / 45 of the volume.
    let found = change(json!({ "price_change": 0.05 }));
    assert!(near(figure(&found, "break_even_change"), -1.0 / 9.0, 1.0));
    assert!(!warns(&ask(ID, json!({ "price_change": 0.05, "expected_volume_change": -0.1 })), "does_not_pay"));
    assert!(warns(&ask(ID, json!({ "price_change": 0.05, "expected_volume_change": -0.12 })), "does_not_pay"));
}

#[test]
fn what_breaks_even_exactly_is_called_neither_a_gain_nor_a_loss() {
    for inputs in [
        json!({ "expected_volume_change": 1.0 / 3.0 }),
        json!({ "price_change": 0.05, "expected_volume_change": -1.0 / 9.0 }),
        json!({ "price": 0.3, "unit_cost": 0.1, "price_change": 0, "expected_volume_change": 0 }),
    ] {
        assert!(!warns(&ask(ID, inputs.clone()), "does_not_pay"), "{inputs}");
    }
    let pays = ask(ID, json!({ "expected_volume_change": 0.34 }));
    assert!(!warns(&pays, "does_not_pay") && figure(&pays["results"], "expected_effect") > 0.0);
}

#[test]
fn a_price_at_or_below_cost_is_made_up_for_by_no_volume() {
    for price_change in [-0.4, -0.41, -1.0] {
        let answer = ask(ID, json!({ "price_change": price_change }));
        let keys = ["break_even_change", "break_even_multiple", "break_even_volume", "break_even_elasticity"];
        refused(&answer, "nothing_left", &keys);
        assert!(warns(&answer, "nothing_left"), "{price_change}");
        assert!(near(figure(&answer["results"], "profit_effect"), 750_000.0 * price_change, 1.0), "{price_change}");
    }
    refused(&ask(ID, json!({ "price_change": -1 })), "no_price", &["margin_after"]);
    // 0.3 × 0.9 is not quite 0.27: what is left is dust, not a contribution.
    let dust = ask(ID, json!({ "price": 0.3, "unit_cost": 0.27, "price_change": -0.1 }));
    refused(&dust, "nothing_left", &["break_even_change"]);
}

#[test]
fn what_makes_no_sense_is_refused_with_its_reason() {
    let keys = ["new_unit_cost", "contribution_after", "profit_unchanged_volume", "break_even_change", "least_price"];
    refused(&ask(ID, json!({ "cost_change": -7_501 })), "negative_cost", &keys);
    let unchanged = ask(ID, json!({ "price_change": 0 }));
    refused(&unchanged, "no_price_change", &["break_even_elasticity", "expected_elasticity"]);
    assert_eq!(unchanged["results"]["break_even_change"], 0.0);
    assert_eq!(unchanged["results"]["break_even_multiple"], 1.0);
    let unsold = ask(ID, json!({ "volume": 0, "extra_fixed_cost": 7_500 }));
    refused(&unsold, "no_volume", &["break_even_change", "break_even_multiple"]);
    assert_eq!(unsold["results"]["break_even_volume"], 2.0);
    refused(&ask(ID, json!({ "expected_volume_change": -1 })), "nothing_sold", &["least_price", "least_price_change"]);
    let saving = ask(ID, json!({ "extra_fixed_cost": -300_001 }));
    refused(&saving, "no_volume_needed", &["break_even_change", "break_even_volume"]);
    refused(&ask(ID, json!({ "extra_fixed_cost": -1_000_000 })), "no_price_needed", &["least_price"]);
    refused(&ask(ID, json!({ "price": 0 })), "no_price", &["margin_before", "margin_after", "least_price_change"]);
}

#[test]
fn a_price_that_earns_nothing_today_is_said() {
    assert!(warns(&ask(ID, json!({ "unit_cost": 12_500 })), "nothing_today"));
    assert!(warns(&ask(ID, json!({ "unit_cost": 12_501 })), "nothing_today"));
    assert!(!warns(&ask(ID, json!({ "unit_cost": 12_499 })), "nothing_today"));
}

#[test]
fn a_rival_is_followed_only_where_following_earns_something() {
    let at_cost = change(json!({ "rival_cut": 0.4 }));
    assert!(near(figure(&at_cost, "bearable_loss"), 1.0, 1.0) && near(figure(&at_cost, "bearable_volume"), 0.0, 60.0));
    let keys = ["bearable_loss", "bearable_volume"];
    refused(&ask(ID, json!({ "rival_cut": 0.41 })), "follow_loses", &keys);
    refused(&ask(ID, json!({ "unit_cost": 12_500 })), "nothing_today", &keys);
    let none = change(json!({ "rival_cut": 0 }));
    assert_eq!((figure(&none, "bearable_loss"), figure(&none, "bearable_volume")), (0.0, 60.0));
}

/// Inputs where a unit earns something before and after.
fn sound() -> impl Strategy<Value = Value> {
    (1.0..1e5_f64, 0.02..0.95_f64, 1.0..1e6_f64, -0.9..2.0_f64, -0.5..0.4_f64, 0.0..0.9_f64).prop_map(
        |(price, margin, volume, of_margin, of_rest, fixed)| {
            // The change takes at most 0.9 of the contribution; the unit cost moves within what is then left.
            let contribution = price * margin;
            let left = contribution * (1.0 + of_margin);
            json!({
                "price": price,
                "unit_cost": price - contribution,
                "volume": volume,
                "price_change": of_margin * margin,
                "cost_change": (left * of_rest).max(contribution - price),
                "extra_fixed_cost": volume * contribution * fixed,
            })
        },
    )
}

proptest! {
    #[test]
    fn at_the_break_even_volume_the_change_earns_what_today_earns(inputs in sound()) {
        let first = change(inputs.clone());
        let expected = figure(&first, "break_even_change");
        // The field takes no rise above a hundredfold.
        prop_assume!(expected <= 100.0);
        let found = change(with(&inputs, json!({ "expected_volume_change": expected })));
        let scale = figure(&found, "revenue_before") + figure(&found, "revenue_expected");
        prop_assert!(near(figure(&found, "expected_effect"), 0.0, scale));
        prop_assert!(near(figure(&found, "expected_volume"), figure(&first, "break_even_volume"), 1.0));
        prop_assert!(near(figure(&found, "least_price"), figure(&found, "new_price"), figure(&found, "new_price")));
    }

    #[test]
    fn at_the_lowest_price_the_expected_volume_breaks_even(inputs in sound(), expected in -0.9..9.0_f64) {
        let inputs = with(&inputs, json!({ "expected_volume_change": expected }));
        let least = figure(&change(inputs.clone()), "least_price_change");
        prop_assume!(least <= 10.0);
        let found = change(with(&inputs, json!({ "price_change": least })));
        let scale = figure(&found, "revenue_before") + figure(&found, "revenue_expected");
        prop_assert!(near(figure(&found, "expected_effect"), 0.0, scale));
        // A little more for each unit earns more than today.
        let dearer = change(with(&inputs, json!({ "price_change": least + 1e-3 })));
        prop_assert!(figure(&dearer, "expected_effect") > 0.0);
    }

    #[test]
    fn the_effects_of_price_cost_fixed_cost_and_volume_are_the_whole_effect(
        inputs in sound(),
        expected in -1.0..9.0_f64,
    ) {
        let found = change(with(&inputs, json!({ "expected_volume_change": expected })));
        let parts = ["price_effect", "cost_effect", "fixed_cost_effect", "volume_effect"];
        let sum: f64 = parts.iter().map(|part| figure(&found, part)).sum();
        let scale = figure(&found, "revenue_before") + figure(&found, "revenue_expected");
        prop_assert!(near(sum, figure(&found, "expected_effect"), scale));
        let at_once: f64 = parts[..3].iter().map(|part| figure(&found, part)).sum();
        prop_assert!(near(at_once, figure(&found, "profit_effect"), scale));
        let difference = figure(&found, "profit_unchanged_volume") - figure(&found, "profit_before");
        prop_assert!(near(difference, figure(&found, "profit_effect"), scale));
    }

    #[test]
    fn multiple_percentage_units_and_elasticity_say_the_same(inputs in sound()) {
        let found = change(inputs.clone());
        let (multiple, part) = (figure(&found, "break_even_multiple"), figure(&found, "break_even_change"));
        prop_assert!(near(multiple, 1.0 + part, 1.0));
        let volume = inputs["volume"].as_f64().unwrap();
        prop_assert!(near(figure(&found, "break_even_units"), volume * part, volume));
        let price_change = inputs["price_change"].as_f64().unwrap();
        prop_assume!(price_change.abs() > 1e-9);
        prop_assert!(near(figure(&found, "break_even_elasticity") * price_change, part, 1.0));
        let whole = figure(&found, "break_even_volume_whole");
        prop_assert!(whole.fract() == 0.0 && whole >= figure(&found, "break_even_volume") * (1.0 - 1e-8));
    }

    #[test]
    fn there_and_back_again_is_no_change(
        price in 1.0..1e5_f64,
        margin in 0.02..0.95_f64,
        of_margin in -0.9..2.0_f64,
    ) {
        let there = json!({ "price": price, "unit_cost": price * (1.0 - margin), "price_change": of_margin * margin });
        let there_found = change(there.clone());
        let back = json!({
            "price": there_found["new_price"],
            "unit_cost": there["unit_cost"],
            "price_change": price / figure(&there_found, "new_price") - 1.0,
        });
        let both = figure(&there_found, "break_even_multiple") * figure(&change(back), "break_even_multiple");
        prop_assert!((both - 1.0).abs() <= 1e-8, "{}", both);
    }

    #[test]
    fn a_lower_price_a_higher_cost_or_a_thinner_margin_takes_more_volume(
        inputs in sound(),
        lower in 1e-3..5e-2_f64,
    ) {
        let multiple = |inputs: Value| figure(&change(inputs), "break_even_multiple");
        let (base, field) = (multiple(inputs.clone()), |key: &str| inputs[key].as_f64().unwrap());
        let left = figure(&change(inputs.clone()), "contribution_after") / field("price");
        let cheaper = with(&inputs, json!({ "price_change": field("price_change") - lower * left }));
        prop_assert!(multiple(cheaper) > base);
        let dearer = with(&inputs, json!({ "cost_change": field("cost_change") + lower * left * field("price") }));
        prop_assert!(multiple(dearer) > base);
        let more_fixed = field("extra_fixed_cost") + lower * field("price") * field("volume");
        let costlier = with(&inputs, json!({ "extra_fixed_cost": more_fixed }));
        prop_assert!(multiple(costlier) > base);
        // The same cut of a thinner margin takes more; the same rise of it may lose more.
        let plain = |unit_cost: f64| {
            with(&inputs, json!({ "unit_cost": unit_cost, "cost_change": 0, "extra_fixed_cost": 0 }))
        };
        prop_assume!(field("price_change").abs() > 1e-6);
        let spare = (field("price") * (1.0 + field("price_change").min(0.0)) - field("unit_cost")) * lower;
        let (thick, thin) = (multiple(plain(field("unit_cost"))), multiple(plain(field("unit_cost") + spare)));
        prop_assert!((thin > thick) == (field("price_change") < 0.0), "{} {}", thin, thick);
    }

    #[test]
    fn losing_the_bearable_share_costs_what_following_costs(
        inputs in sound(),
        of_margin in 0.0..1.0_f64,
        more in 0.0..1.0_f64,
    ) {
        let field = |key: &str| inputs[key].as_f64().unwrap();
        let margin = 1.0 - field("unit_cost") / field("price");
        let found = change(with(&inputs, json!({ "rival_cut": of_margin * margin })));
        let stays = figure(&found, "bearable_volume") * figure(&found, "contribution_before");
        prop_assert!(near(stays, figure(&found, "follow_profit"), figure(&found, "revenue_before")));
        let follows = figure(&found, "profit_before") + figure(&found, "follow_effect");
        prop_assert!(near(follows, figure(&found, "follow_profit"), figure(&found, "revenue_before")));
        // A deeper cut is worth following only at a larger loss; our own change plays no part.
        let deeper_cut = (of_margin + (1.0 - of_margin) * more) * margin;
        let deeper = change(with(&inputs, json!({ "rival_cut": deeper_cut, "price_change": 0 })));
        prop_assert!(figure(&deeper, "bearable_loss") >= figure(&found, "bearable_loss") * (1.0 - 1e-12));
    }
}
