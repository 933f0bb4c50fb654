//! Cost-plus pricing against results computed elsewhere, and its properties.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use proptest::prelude::*;
use serde_json::{Value, json};
use support::{ask, case, results};

fn cost_plus(inputs: Value) -> Value {
    results("pricing.cost_plus", inputs)
}

fn figure(results: &Value, key: &str) -> f64 {
    results[key].as_f64().unwrap_or_else(|| panic!("{key} has no value"))
}

#[test]
fn markup_and_margin_convert_into_each_other() {
    let case = case("pricing_cost_plus", "pricing-pub-01-cost-plus");
    let by_markup = cost_plus(
        json!({ "unit_cost": case.input("/unit_cost"), "method": "markup", "target_markup": case.input("/markup_on_cost") }),
    );
    case.check("/price_from_markup", &by_markup["price"]);
    case.check("/margin_on_price_of_that_price", &by_markup["margin"]);
    let by_margin = cost_plus(json!({
        "unit_cost": case.input("/unit_cost"),
        "method": "margin",
        "target_margin": case.input("/target_margin_on_price"),
    }));
    case.check("/price_from_target_margin", &by_margin["price"]);
    case.check("/markup_on_cost_of_that_price", &by_margin["markup"]);
}

#[test]
fn break_even_and_the_volume_for_a_profit() {
    let case = case("pricing_cost_plus", "pricing-pub-02-break-even");
    let found = cost_plus(json!({
        "unit_cost": case.input("/variable_cost_per_unit"),
        "fixed_cost": case.input("/fixed_cost"),
        "target_profit": case.input("/target_profit"),
        "method": "markup",
        "target_markup": case.number("/price") / case.number("/variable_cost_per_unit") - 1.0,
    }));
    case.check("/unit_contribution", &found["unit_contribution_result"]);
    case.check("/contribution_margin_ratio", &found["contribution_ratio"]);
    case.check("/break_even_units", &found["break_even_units"]);
    case.check("/break_even_units_whole", &json!(figure(&found, "break_even_units_whole")));
    case.check("/break_even_revenue", &found["break_even_revenue"]);
    case.check("/units_for_target_profit", &found["units_for_profit"]);
    case.check("/units_for_target_profit_whole", &found["units_for_profit_whole"]);
}

#[test]
fn each_method_prices_the_same_kettle() {
    // 22.50 + (100,000 + 74,000) / 12,000 = 37: a markup of 29/45, a margin of 29/74, 18.5 % of 400,000.
    let methods = [
        json!({ "method": "markup", "target_markup": 29.0 / 45.0 }),
        json!({ "method": "margin", "target_margin": 29.0 / 74.0 }),
        json!({ "method": "profit", "target_profit": 74_000 }),
        json!({ "method": "return_on_investment", "investment": 400_000, "target_return": 0.185 }),
    ];
    for inputs in methods {
        let found = cost_plus(inputs.clone());
        for (key, expected) in [
            ("price", 37.0),
            ("markup", 29.0 / 45.0),
            ("margin", 29.0 / 74.0),
            ("profit", 74_000.0),
            ("revenue", 444_000.0),
            ("total_cost", 370_000.0),
            ("profit_on_sales", 1.0 / 6.0),
            ("margin_of_safety", 1.0 - 100_000.0 / 14.5 / 12_000.0),
        ] {
            let actual = figure(&found, key);
            assert!((actual - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{inputs} {key}: {actual}");
        }
    }
}

#[test]
fn a_price_below_cost_has_no_break_even_and_is_flagged() {
    // 22.50 + (100,000 - 160,000) / 12,000 = 17.50.
    let answer = ask("pricing.cost_plus", json!({ "method": "profit", "target_profit": -160_000 }));
    assert_eq!(answer["results"]["price"], 17.5);
    assert_eq!(answer["results"]["profit"], -160_000.0);
    for key in
        ["break_even_units", "break_even_units_whole", "break_even_revenue", "units_for_profit", "margin_of_safety"]
    {
        assert_eq!(answer["results"][key], Value::Null, "{key}");
        assert_eq!(answer["faults"][key]["cause"], "no_margin", "{key}");
    }
    assert!(answer["warnings"].as_array().unwrap().contains(&json!("below_cost")));
}

#[test]
fn a_loss_larger_than_the_fixed_cost_needs_no_volume() {
    let answer = ask("pricing.cost_plus", json!({ "method": "markup", "target_profit": -100_001 }));
    assert_eq!(answer["faults"]["units_for_profit"]["cause"], "no_volume_needed");
    let answer = ask("pricing.cost_plus", json!({ "method": "markup", "target_profit": -100_000 }));
    assert_eq!(answer["results"]["units_for_profit"], 0.0);
}

#[test]
fn a_price_at_cost_never_breaks_even() {
    let answer = ask("pricing.cost_plus", json!({ "method": "markup", "target_markup": 0 }));
    assert_eq!(answer["results"]["price"], 22.5);
    assert_eq!(answer["results"]["margin"], 0.0);
    assert_eq!(answer["faults"]["break_even_units"]["cause"], "no_margin");
}

#[test]
fn what_earns_nothing_or_sells_nothing_is_said() {
    let warnings = |inputs: Value| ask("pricing.cost_plus", inputs)["warnings"].clone();
    assert_eq!(warnings(json!({ "method": "markup", "target_markup": 0 })), json!(["no_contribution"]));
    assert_eq!(
        warnings(json!({ "method": "markup", "target_markup": 0, "fixed_cost": 0 })),
        json!(["no_contribution"])
    );
    assert_eq!(warnings(json!({ "method": "markup", "volume": 0 })), json!(["no_volume"]));
    assert_eq!(warnings(json!({ "method": "markup", "volume": 0, "fixed_cost": 0 })), json!(["no_volume"]));
    assert_eq!(warnings(json!({ "method": "profit", "volume": 0 })), json!(["no_volume"]));
    assert_eq!(warnings(json!({ "method": "markup" })), json!([]));
}

#[test]
fn a_price_below_zero_is_refused_with_all_that_depends_on_it() {
    let answer = ask("pricing.cost_plus", json!({ "method": "profit", "target_profit": -1_000_000 }));
    for key in ["price", "markup", "margin", "break_even_units", "profit"] {
        assert_eq!(answer["results"][key], Value::Null, "{key}");
        assert_eq!(answer["faults"][key]["cause"], "negative_price", "{key}");
    }
}

#[test]
fn without_volume_no_profit_sets_a_price_but_a_markup_does() {
    let by_profit = ask("pricing.cost_plus", json!({ "volume": 0, "method": "profit" }));
    assert_eq!(by_profit["faults"]["price"]["cause"], "needs_volume");
    let by_markup = ask("pricing.cost_plus", json!({ "volume": 0, "method": "markup" }));
    assert_eq!(by_markup["results"]["price"], 36.0);
    assert_eq!(by_markup["results"]["profit"], -100_000.0);
    assert_eq!(by_markup["faults"]["margin_of_safety"]["cause"], "no_volume");
    assert_eq!(by_markup["faults"]["profit_on_sales"]["cause"], "no_volume");
}

#[test]
fn without_fixed_cost_the_first_unit_breaks_even() {
    let found = cost_plus(json!({ "fixed_cost": 0, "method": "margin" }));
    assert_eq!(found["break_even_units"], 0.0);
    assert_eq!(found["break_even_units_whole"], 0.0);
    assert_eq!(found["margin_of_safety"], 1.0);
}

#[test]
fn a_free_product_has_a_margin_and_no_markup() {
    let answer = ask("pricing.cost_plus", json!({ "unit_cost": 0, "method": "profit", "target_profit": 20_000 }));
    assert_eq!(answer["results"]["price"], 10.0);
    assert_eq!(answer["results"]["margin"], 1.0);
    assert_eq!(answer["faults"]["markup"]["cause"], "no_unit_cost");
}

proptest! {
    #[test]
    fn markup_and_margin_are_inverse(unit_cost in 0.01..1e6_f64, markup in 0.0..50.0_f64) {
        let by_markup = cost_plus(json!({ "unit_cost": unit_cost, "method": "markup", "target_markup": markup }));
        let margin = figure(&by_markup, "margin");
        prop_assert!((margin - markup / (1.0 + markup)).abs() <= 1e-12);
        let by_margin = cost_plus(json!({ "unit_cost": unit_cost, "method": "margin", "target_margin": margin }));
        prop_assert!((figure(&by_margin, "markup") - markup).abs() <= 1e-9 * (1.0 + markup));
        let (one, other) = (figure(&by_markup, "price"), figure(&by_margin, "price"));
        prop_assert!((one - other).abs() <= 1e-9 * one);
    }

    #[test]
    fn the_profit_method_hits_its_profit(
        unit_cost in 0.0..1e4_f64,
        fixed_cost in 0.0..1e6_f64,
        volume in 1.0..1e6_f64,
        target in 0.0..1e6_f64,
    ) {
        let found = cost_plus(json!({
            "unit_cost": unit_cost, "fixed_cost": fixed_cost, "volume": volume, "method": "profit", "target_profit": target,
        }));
        let scale = figure(&found, "revenue") + 1.0;
        prop_assert!((figure(&found, "profit") - target).abs() <= 1e-9 * scale);
    }

    #[test]
    fn the_volume_for_the_wanted_profit_earns_it_and_break_even_earns_nothing(
        unit_cost in 0.01..1e4_f64,
        fixed_cost in 0.0..1e6_f64,
        margin in 0.01..0.99_f64,
        target in 0.0..1e6_f64,
    ) {
        let ask = |volume: f64| cost_plus(json!({
            "unit_cost": unit_cost, "fixed_cost": fixed_cost, "volume": volume,
            "method": "margin", "target_margin": margin, "target_profit": target,
        }));
        let first = ask(1.0);
        for (key, profit) in [("break_even_units", 0.0), ("units_for_profit", target)] {
            let volume = figure(&first, key);
            let found = ask(volume);
            prop_assert!((figure(&found, "profit") - profit).abs() <= 1e-9 * (figure(&found, "revenue") + 1.0), "{}", key);
        }
        let whole = figure(&first, "break_even_units_whole");
        prop_assert!(whole >= figure(&first, "break_even_units") * (1.0 - 1e-8) && whole.fract() == 0.0);
    }

    #[test]
    fn what_costs_or_asks_more_is_priced_higher_and_breaks_even_sooner_or_later(
        unit_cost in 1.0..1e4_f64,
        dearer in 1.0..1e3_f64,
        margin in 0.01..0.9_f64,
        more in 0.001..0.09_f64,
    ) {
        let ask = |unit_cost: f64, margin: f64| {
            cost_plus(json!({ "unit_cost": unit_cost, "method": "margin", "target_margin": margin }))
        };
        let (base, higher, costly) = (ask(unit_cost, margin), ask(unit_cost, margin + more), ask(unit_cost + dearer, margin));
        prop_assert!(figure(&higher, "price") > figure(&base, "price"));
        prop_assert!(figure(&higher, "break_even_units") < figure(&base, "break_even_units"));
        prop_assert!(figure(&costly, "price") > figure(&base, "price"));
        prop_assert!(figure(&base, "margin") < figure(&base, "markup"));
    }
}

#[test]
fn no_volume_is_one_cause_with_one_remedy() {
    for method in ["markup", "margin", "profit", "return_on_investment"] {
        let answer = ask("pricing.cost_plus", json!({ "volume": 0, "method": method }));
        assert_eq!(answer["warnings"], json!(["no_volume"]), "{method}");
        let on_volume = ["profit", "return_on_investment"].contains(&method);
        assert_eq!(answer["faults"]["margin_of_safety"]["cause"], "no_volume", "{method}");
        let cause = if on_volume { json!("needs_volume") } else { Value::Null };
        assert_eq!(answer["faults"]["price"]["cause"], cause, "{method}");
    }
}

#[test]
fn a_markup_on_nothing_is_not_told_to_rise() {
    for method in ["markup", "margin"] {
        let answer = ask("pricing.cost_plus", json!({ "unit_cost": 0, "method": method }));
        assert_eq!(answer["warnings"], json!(["nothing_to_mark_up"]), "{method}");
        assert_eq!(answer["faults"]["markup"]["cause"], "no_unit_cost", "{method}");
    }
}

/// Where the volume is the break-even volume, no margin is left: not a trace of what rounding leaves either.
#[test]
fn the_margin_of_safety_at_break_even_is_nothing() {
    for (unit_cost, fixed_cost, volume) in [(96.64, 43_779.41, 17_937.0), (0.1, 0.7, 3.0), (22.5, 100_000.0, 12_000.0)]
    {
        let inputs = json!({ "unit_cost": unit_cost, "fixed_cost": fixed_cost, "volume": volume, "method": "profit",
            "target_profit": 0 });
        assert_eq!(results("pricing.cost_plus", inputs)["margin_of_safety"], 0.0, "{unit_cost}");
    }
}
