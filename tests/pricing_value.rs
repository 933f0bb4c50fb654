//! Value-based pricing against results computed elsewhere, and its properties.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use proptest::prelude::*;
use serde_json::{Value, json};
use support::{ask, case, results};

const ID: &str = "pricing.value";

fn figure(results: &Value, key: &str) -> f64 {
    results[key].as_f64().unwrap_or_else(|| panic!("{key} has no value"))
}

fn close(actual: f64, expected: f64) -> bool {
    (actual - expected).abs() <= 1e-9 * expected.abs().max(1.0)
}

/// Differences that are certain amounts.
fn amounts(amounts: &[f64]) -> Value {
    amounts.iter().map(|amount| json!({ "kind": "amount", "amount": amount, "probability": 1 })).collect()
}

/// An alternative at 1,000, no switching cost, half of the value shared, a unit cost of 400.
fn against_thousand(differences: &[f64], more: &Value) -> Value {
    let mut inputs = json!({
        "alternative_price": 1_000, "switching_cost": 0, "customer_share": 0.5, "unit_cost": 400,
        "differentiators": amounts(differences),
    });
    for (key, value) in more.as_object().into_iter().flatten() {
        inputs[key] = value.clone();
    }
    ask(ID, inputs)
}

fn warns(answer: &Value, warning: &str) -> bool {
    answer["warnings"].as_array().is_some_and(|warnings| warnings.contains(&json!(warning)))
}

#[test]
fn economic_value_and_the_price_at_a_share() {
    let case = case("pricing_value", "pricing-pub-10-economic-value");
    let gains = case.input("/positive_differentiation").as_object().unwrap().iter();
    let mut rows: Vec<Value> = gains.map(|(name, amount)| json!({ "name": name, "amount": amount })).collect();
    rows.push(json!({ "name": "retraining", "amount": -case.number("/negative_differentiation/retraining") }));
    for row in &mut rows {
        row["kind"] = json!("amount");
        row["probability"] = json!(1);
    }
    let found = results(
        ID,
        json!({
            "alternative_price": case.input("/reference_price"),
            "switching_cost": case.input("/negative_differentiation/switching"),
            "differentiators": rows,
            "customer_share": 1.0 - case.number("/seller_share_of_differentiation"),
            "unit_cost": case.input("/seller_unit_cost"),
        }),
    );
    case.check("/net_differentiation_value", &found["net_value"]);
    case.check("/economic_value_to_customer", &found["economic_value"]);
    case.check("/price_at_share", &found["price"]);
    case.check("/customer_incentive", &found["customer_gain"]);
    case.check("/seller_unit_profit", &found["unit_profit"]);
    case.check("/premium_over_reference_fraction", &found["premium_share"]);
    assert!(close(figure(&found, "positive_value"), 395.5));
    assert!(close(figure(&found, "negative_value"), 60.0));
}

#[test]
fn each_difference_is_an_amount_by_its_probability_or_hours_by_their_rate() {
    let found = results(ID, json!({}));
    assert_eq!(found["worth"], json!([18_000.0, 5_500.0, 3_000.0, -4_500.0]));
    for (key, expected) in [
        ("positive_value", 26_500.0),
        ("negative_value", 4_500.0),
        ("net_value", 16_000.0),
        ("economic_value", 58_000.0),
        ("price", 50_000.0),
        ("customer_gain", 8_000.0),
        ("premium", 8_000.0),
        ("premium_share", 4.0 / 21.0),
        ("outlay", 14_000.0),
        ("return_on_outlay", 4.0 / 7.0),
        ("yearly_benefit", 4_400.0),
        ("monthly_benefit", 4_400.0 / 12.0),
        ("payback", 14_000.0 / 4_400.0 * 12.0),
        ("unit_profit", 19_000.0),
        ("margin", 0.38),
        ("most_share", 1.0),
    ] {
        assert!(close(figure(&found, key), expected), "{key}: {}", found[key]);
    }
}

#[test]
fn yearly_differences_are_added_up_or_turned_into_money_of_today() {
    let yearly = |rate: f64| {
        against_thousand(&[300.0, -100.0], &json!({ "basis": "yearly", "life": 3, "discount_rate": rate }))["results"]
            .clone()
    };
    let (plain, discounted) = (yearly(0.0), yearly(0.1));
    assert!(close(figure(&plain, "net_value"), 600.0));
    // 200 at the end of each of three years at 10 %: 200 × (1/1.1 + 1/1.21 + 1/1.331).
    assert!(close(figure(&discounted, "net_value"), 200.0 * (1.0 / 1.1 + 1.0 / 1.21 + 1.0 / 1.331)));
    assert!(close(figure(&plain, "yearly_benefit"), 200.0));
    assert!(close(figure(&discounted, "yearly_benefit"), 200.0));
    // At hardly any rate: n − n(n + 1)/2 × rate years in money of today.
    for (rate, expected) in [(1e-8, 600.0 * (1.0 - 2e-8)), (1e-10, 600.0)] {
        assert!((figure(&yearly(rate), "net_value") - expected).abs() < 600.0 * 1e-8, "{rate}");
    }
}

#[test]
fn the_seller_may_make_good_for_the_drawbacks_alone() {
    let price =
        |shared: &str| figure(&against_thousand(&[400.0, -100.0], &json!({ "shared": shared }))["results"], "price");
    assert!(close(price("net"), 1_300.0 - 0.5 * 300.0));
    assert!(close(price("positive"), 1_300.0 - 0.5 * 400.0));
}

#[test]
fn value_below_cost_is_refused_and_value_at_cost_is_not() {
    let refused = against_thousand(&[-700.0], &json!({}));
    for key in
        ["price", "customer_gain", "premium", "return_on_outlay", "payback", "margin", "unit_profit", "most_share"]
    {
        assert_eq!(refused["results"][key], Value::Null, "{key}");
    }
    assert_eq!(refused["faults"]["price"]["cause"], "value_below_cost");
    assert_eq!(refused["faults"]["margin"]["cause"], "value_below_cost");
    assert_eq!(refused["results"]["economic_value"], 300.0);
    let just = against_thousand(&[-600.0], &json!({}));
    assert_eq!(just["results"]["price"], 400.0);
    assert_eq!(just["results"]["unit_profit"], 0.0);
}

#[test]
fn worth_less_than_the_alternative_is_flagged_and_priced_at_its_value() {
    let answer = against_thousand(&[100.0, -300.0], &json!({}));
    assert_eq!(answer["results"]["price"], 800.0);
    assert_eq!(answer["results"]["customer_gain"], 0.0);
    assert_eq!(answer["results"]["payback"], 0.0);
    assert_eq!(answer["faults"]["return_on_outlay"]["cause"], "no_outlay");
    assert_eq!(answer["faults"]["most_share"]["cause"], "nothing_to_share");
    assert!(warns(&answer, "worth_no_more") && !warns(&answer, "nothing_gained"));
}

#[test]
fn at_full_value_the_customer_gains_nothing_and_at_none_the_seller_has_no_premium() {
    let all_ours = against_thousand(&[200.0], &json!({ "customer_share": 0 }));
    assert_eq!(all_ours["results"]["price"], 1_200.0);
    assert_eq!(all_ours["results"]["return_on_outlay"], 0.0);
    assert!(warns(&all_ours, "nothing_gained"));
    let all_theirs = against_thousand(&[200.0], &json!({ "customer_share": 1 }));
    assert_eq!(all_theirs["results"]["price"], 1_000.0);
    assert_eq!(all_theirs["results"]["premium"], 0.0);
}

#[test]
fn a_share_that_costs_the_margin_is_flagged_with_the_largest_that_does_not() {
    let answer = against_thousand(&[500.0], &json!({ "unit_cost": 1_300, "customer_share": 0.6 }));
    assert!(close(figure(&answer["results"], "unit_profit"), -100.0));
    assert!(close(figure(&answer["results"], "most_share"), 0.4));
    assert!(warns(&answer, "price_below_cost"));
}

#[test]
fn more_left_to_the_customer_than_there_is_gives_no_price() {
    let answer =
        against_thousand(&[5_000.0, -5_900.0], &json!({ "unit_cost": 50, "shared": "positive", "customer_share": 1 }));
    assert_eq!(answer["faults"]["price"]["cause"], "negative_price");
}

#[test]
fn without_an_alternative_price_the_premium_is_no_share() {
    let answer = against_thousand(&[900.0], &json!({ "alternative_price": 0 }));
    assert_eq!(answer["results"]["premium"], 450.0);
    assert_eq!(answer["faults"]["premium_share"]["cause"], "division_by_zero");
}

#[test]
fn where_nothing_is_paid_on_top_there_is_nothing_to_earn_back() {
    // A drawback outweighs the benefit; the price gives way by as much as it is worth less.
    for (differences, switching) in [(&[0.0][..], 0.0), (&[0.0], 0.3), (&[100.1, -150.3], 0.7)] {
        let answer =
            against_thousand(differences, &json!({ "switching_cost": switching, "alternative_price": 1_000.1 }));
        assert_eq!(answer["results"]["payback"], 0.0, "{differences:?}");
        assert_eq!(answer["results"]["customer_gain"], 0.0, "{differences:?}");
    }
}

#[test]
fn a_price_of_nothing_has_no_margin() {
    let more = json!({ "unit_cost": 0, "shared": "positive", "customer_share": 1, "switching_cost": 900 });
    let answer = against_thousand(&[100.0, -100.0], &more);
    assert_eq!(answer["results"]["price"], 0.0);
    assert_eq!(answer["faults"]["margin"]["cause"], "no_price");
}

proptest! {
    #[test]
    fn value_is_shared_out_whole(
        alternative in 10.0..1e6_f64,
        differences in prop::collection::vec(-0.2..0.4_f64, 1..12),
        switching in 0.0..0.2_f64,
        share in 0.0..1.0_f64,
        positive_only in any::<bool>(),
    ) {
        let differences: Vec<f64> = differences.iter().map(|difference| difference * alternative).collect();
        let found = results(ID, json!({
            "alternative_price": alternative,
            "switching_cost": switching * alternative,
            "differentiators": amounts(&differences),
            "customer_share": share,
            "unit_cost": 0,
            "shared": if positive_only { "positive" } else { "net" },
        }));
        let scale = 1e-9 * alternative;
        let near = |a: f64, b: f64| (a - b).abs() <= scale * 10.0;
        let net: f64 = differences.iter().sum::<f64>() - switching * alternative;
        prop_assert!(near(figure(&found, "net_value"), net));
        prop_assert!(near(figure(&found, "economic_value"), alternative + net));
        if found["price"].is_null() {
            prop_assert!(alternative + net < scale || positive_only);
            return Ok(());
        }
        let (price, gain) = (figure(&found, "price"), figure(&found, "customer_gain"));
        prop_assert!(near(price + gain, alternative + net));
        prop_assert!(gain >= -scale);
        if net > 0.0 && !positive_only {
            prop_assert!(price >= alternative - scale && near(gain, share * net));
        }
    }

    #[test]
    fn a_larger_share_lowers_the_price_and_helps_the_customer(
        benefit in 1.0..1e5_f64,
        share in 0.0..0.9_f64,
        more in 0.01..0.1_f64,
    ) {
        let ask = |share: f64| against_thousand(&[benefit], &json!({ "customer_share": share }))["results"].clone();
        let (base, generous) = (ask(share), ask(share + more));
        prop_assert!(figure(&generous, "price") < figure(&base, "price"));
        prop_assert!(figure(&generous, "customer_gain") > figure(&base, "customer_gain"));
        prop_assert!(figure(&generous, "margin") < figure(&base, "margin"));
        prop_assert!(figure(&generous, "payback") < figure(&base, "payback"));
    }

    #[test]
    fn the_largest_share_leaves_no_profit_and_no_loss(benefit in 600.0..1e5_f64, cost in 1_000.0..1_500.0_f64) {
        let ask = |share: f64| {
            against_thousand(&[benefit], &json!({ "unit_cost": cost, "customer_share": share }))["results"].clone()
        };
        let most = figure(&ask(0.0), "most_share");
        prop_assert!((figure(&ask(most), "price") - cost).abs() <= 1e-9 * (1_000.0 + benefit));
    }

    #[test]
    fn a_gain_is_paid_back_within_the_life(
        benefit in 10.0..1e5_f64,
        switching in 0.0..0.9_f64,
        share in 0.0..1.0_f64,
        life in 0.5..20.0_f64,
        yearly in any::<bool>(),
        discount in 0.0..0.3_f64,
    ) {
        let basis = if yearly { "yearly" } else { "whole_life" };
        let found = against_thousand(&[benefit], &json!({
            "basis": basis, "life": life, "discount_rate": discount, "customer_share": share, "unit_cost": 0,
            "switching_cost": switching * benefit * if yearly { life.min(1.0) / 2.0 } else { 1.0 },
        }))["results"].clone();
        prop_assert!(figure(&found, "payback") <= 12.0 * life * (1.0 + 1e-9));
        prop_assert!(figure(&found, "payback") >= 0.0);
    }

    #[test]
    fn interest_lowers_the_worth_of_later_benefits(rate in 0.001..0.9_f64, more in 0.01..0.1_f64, life in 0.5..30.0_f64) {
        let worth = |rate: f64| figure(
            &against_thousand(&[100.0], &json!({ "basis": "yearly", "life": life, "discount_rate": rate }))["results"],
            "positive_value",
        );
        prop_assert!(worth(rate + more) < worth(rate) && worth(rate) < 100.0 * life);
    }
}
