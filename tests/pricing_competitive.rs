//! Competitive pricing against exact fractions and printed figures, and its properties.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use proptest::prelude::*;
use serde_json::{Value, json};
use support::{ask, results};

const ID: &str = "pricing.competitive";

/// A rival rated by one attribute: its price, its perceived value and, where it counts, its share in percent.
type Rival = (i64, i64, Option<i64>);

fn figure(results: &Value, key: &str) -> f64 {
    results[key].as_f64().unwrap_or_else(|| panic!("{key} has no value"))
}

fn figures(results: &Value, key: &str) -> Vec<f64> {
    results[key].as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

fn close(actual: f64, expected: f64) -> bool {
    (actual - expected).abs() <= 1e-9 * expected.abs().max(1.0)
}

/// One attribute, these rivals and our own score in it.
fn market(rivals: &[Rival], own: f64, more: &Value) -> Value {
    let competitors: Vec<Value> = rivals
        .iter()
        .map(|(price, _, share)| json!({ "price": price, "share": share.map(|share| share as f64 / 100.0) }))
        .collect();
    let scores: Vec<Value> = rivals.iter().map(|(_, value, _)| json!([value])).collect();
    let mut inputs = json!({
        "competitors": competitors, "scores": scores, "attributes": [{ "weight": 1, "own_score": own }],
    });
    for (key, value) in more.as_object().into_iter().flatten() {
        inputs[key] = value.clone();
    }
    ask(ID, inputs)
}

/// The least-squares line through whole numbers as exact fractions over one whole number: slope, intercept, denominator.
fn exact_line(points: &[(i64, i64, i64)]) -> (i128, i128, i128) {
    let sum = |term: fn(i128, i128) -> i128| -> i128 {
        points.iter().map(|(v, p, w)| i128::from(*w) * term(i128::from(*v), i128::from(*p))).sum()
    };
    let (n, v, p, vv, vp) = (sum(|_, _| 1), sum(|v, _| v), sum(|_, p| p), sum(|v, _| v * v), sum(|v, p| v * p));
    (n * vp - v * p, p * vv - v * vp, n * vv - v * v)
}

fn warns(answer: &Value, warning: &str) -> bool {
    answer["warnings"].as_array().is_some_and(|warnings| warnings.contains(&json!(warning)))
}

const THREE: [Rival; 3] = [(100, 6, Some(50)), (110, 7, Some(30)), (135, 8, Some(20))];

#[test]
fn three_rivals_by_hand() {
    let found = market(&THREE, 7.5, &json!({ "unit_cost": 99, "price_today": 130 }))["results"].clone();
    // Means 7 and 115: slope (15 + 0 + 20) / 2, intercept 115 − 7 × 35/2.
    for (key, expected) in [
        ("slope", 35.0 / 2.0),
        ("intercept", -15.0 / 2.0),
        ("fair_price", 495.0 / 4.0),
        ("price", 495.0 / 4.0),
        ("average_price", 115.0),
        ("price_index", 495.0 / 4.0 / 115.0 * 100.0),
        ("value_index", 7.5 / 7.0 * 100.0),
        // Residuals 5/2, −5, 5/2: 37.5 of 650 stay unexplained.
        ("fit", 1.0 - 37.5 / 650.0),
        ("unit_profit", 24.75),
        ("margin", 0.2),
        ("index_today", 130.0 / 115.0 * 100.0),
        ("over_today", 6.25),
    ] {
        assert!(close(figure(&found, key), expected), "{key}: {}", found[key]);
    }
    let over = figures(&found, "over");
    assert!(close(over[0], 2.5) && close(over[1], -5.0) && close(over[2], 2.5), "{over:?}");
    assert_eq!(found["place"], json!(["over", "under", "over"]));
    assert_eq!(found["best_buy"], "second");
}

#[test]
fn shares_weight_the_line_and_the_average_each_by_its_own_choice() {
    let (slope, intercept, over) = exact_line(&[(6, 100, 50), (7, 110, 30), (8, 135, 20)]);
    let by_share = market(&THREE, 7.5, &json!({ "line": "share_weighted" }))["results"].clone();
    assert!(close(figure(&by_share, "slope"), slope as f64 / over as f64));
    assert!(close(figure(&by_share, "intercept"), intercept as f64 / over as f64));
    assert!(close(figure(&by_share, "average_price"), 115.0));
    let average = market(&THREE, 7.5, &json!({ "average": "share_weighted" }))["results"].clone();
    assert!(close(figure(&average, "average_price"), 110.0));
    assert!(close(figure(&average, "average_value"), 6.7));
    assert!(close(figure(&average, "slope"), 17.5));
}

#[test]
fn printed_prices_in_proportion_to_value() {
    // Kotler, Marketing Management (recalled): values 42, 33, 25 and prices 2.55, 2.00, 1.52.
    let ask = |own: f64| {
        let found = results(
            ID,
            json!({
                "line": "proportional",
                "competitors": [{ "price": 2.00, "share": null }, { "price": 1.52, "share": null }],
                "scores": [[33], [25]],
                "attributes": [{ "weight": 1, "own_score": own }],
            }),
        );
        figure(&found, "fair_price")
    };
    assert!((ask(42.0) - 2.55).abs() < 0.005);
    assert!((ask(33.0) - 2.00).abs() < 0.005);
    assert!((ask(25.0) - 1.52).abs() < 0.005);
}

#[test]
fn printed_perceived_values() {
    // Gale, Managing Customer Value, the chicken business (recalled): 8.8 against 7.1, and 126.1 from rounded ratios.
    let rivals = [7.2, 7.3, 6.5, 8.0, 8.0, 6.4];
    let own = [(10, 8.1), (20, 9.0), (20, 9.2), (15, 8.0), (10, 8.0), (25, 9.4)];
    let attributes: Vec<Value> =
        own.iter().map(|(weight, score)| json!({ "weight": weight, "own_score": score })).collect();
    let ask = |scale: &str| {
        let competitors = json!([{ "price": 1, "share": null }, { "price": 1, "share": null }]);
        let inputs = json!({
            "competitors": competitors, "attributes": attributes, "scores": [rivals, rivals], "scale": scale,
        });
        results(ID, inputs)
    };
    let (scores, ratios) = (ask("scores"), ask("ratios"));
    assert!(close(figure(&scores, "own_value"), 8.8));
    assert!(close(figure(&scores, "average_value"), 7.08));
    assert!((figure(&ratios, "own_value") - 126.1).abs() < 0.2);
    assert!(close(figure(&ratios, "average_value"), 100.0));
    assert!(close(figures(&scores, "rivals_score")[4], 8.0) && close(figures(&scores, "lead")[5], 3.0));
}

#[test]
fn a_stance_is_off_the_fair_price_or_the_average_price() {
    let price = |stance: &str, parity: &str| {
        let more = json!({ "stance": stance, "distance": 0.1, "parity": parity });
        figure(&market(&THREE, 7.5, &more)["results"], "price")
    };
    assert!(close(price("at", "value"), 123.75));
    assert!(close(price("below", "value"), 111.375));
    assert!(close(price("above", "value"), 136.125));
    assert!(close(price("at", "market"), 115.0));
    assert!(close(price("below", "market"), 103.5));
    assert!(close(price("above", "market"), 126.5));
}

#[test]
fn equal_values_carry_no_line_but_an_average_and_a_proportion() {
    // 0.1 + 0.2 is not 0.3 in binary: equal but for dust.
    let equal = |more: Value| {
        let mut inputs = json!({
            "competitors": [{ "price": 100 }, { "price": 120 }],
            "attributes": [{ "weight": 0.1, "own_score": 6 }, { "weight": 0.2, "own_score": 6 }],
            "scores": [[5, 5], [5, 5]],
        });
        for (key, value) in more.as_object().into_iter().flatten() {
            inputs[key] = value.clone();
        }
        ask(ID, inputs)
    };
    let refused = equal(json!({}));
    for key in ["slope", "intercept", "fair_price", "price", "price_index", "fit", "best_buy", "margin"] {
        assert_eq!(refused["faults"][key]["cause"], "equal_values", "{key}");
        assert_eq!(refused["results"][key], Value::Null, "{key}");
    }
    assert_eq!(refused["faults"]["over"]["cause"], "equal_values");
    assert!(close(figure(&equal(json!({ "parity": "market" }))["results"], "price"), 110.0));
    assert!(close(figure(&equal(json!({ "line": "proportional" }))["results"], "price"), 132.0));
}

#[test]
fn a_rival_without_share_does_not_carry_the_line() {
    let rivals = [(100, 5, Some(60)), (120, 5, Some(40)), (200, 9, Some(0))];
    let answer = market(&rivals, 6.0, &json!({ "line": "share_weighted" }));
    assert_eq!(answer["faults"]["slope"]["cause"], "equal_values");
}

#[test]
fn missing_and_empty_shares_are_named() {
    let rivals = [(100, 6, Some(50)), (110, 7, None)];
    let missing = market(&rivals, 6.5, &json!({ "line": "share_weighted" }));
    assert_eq!(missing["faults"]["price"]["cause"], "not_given");
    let none = market(&[(100, 6, Some(0)), (110, 7, Some(0))], 6.5, &json!({ "average": "share_weighted" }));
    assert_eq!(none["faults"]["average_price"]["cause"], "no_shares");
    assert!(close(figure(&none["results"], "price"), 105.0));
}

#[test]
fn shares_of_more_than_the_whole_market_are_flagged_where_they_count() {
    let rivals = |share| [(100, 6, Some(90)), (110, 7, Some(90)), (135, 8, share)];
    for choice in [json!({ "average": "share_weighted" }), json!({ "line": "share_weighted" })] {
        assert!(warns(&market(&rivals(Some(90)), 7.0, &choice), "shares_over"));
        assert!(warns(&market(&rivals(None), 7.0, &choice), "shares_over"));
        assert!(!warns(&market(&THREE, 7.0, &choice), "shares_over"));
    }
    assert!(!warns(&market(&rivals(Some(90)), 7.0, &json!({})), "shares_over"));
}

#[test]
fn an_attribute_without_weight_refuses_nothing_and_one_that_no_competitor_has_refuses_ratios() {
    let ask = |weight: f64, scale: &str| {
        let inputs = json!({
            "competitors": [{ "price": 100 }, { "price": 120 }], "scale": scale, "scores": [[5, 0], [7, 0]],
            "attributes": [{ "weight": 1, "own_score": 6 }, { "weight": weight, "own_score": 3 }],
        });
        ask(ID, inputs)
    };
    assert!(close(figure(&ask(0.0, "ratios")["results"], "own_value"), 100.0));
    let refused = ask(0.5, "ratios");
    for key in ["value", "own_value", "price"] {
        assert_eq!(refused["faults"][key]["cause"], "no_rival_score", "{key}");
    }
    assert!(close(figure(&ask(0.5, "scores")["results"], "own_value"), 5.0));
}

#[test]
fn a_price_of_nothing_has_no_margin() {
    let answer = market(&THREE, 7.0, &json!({ "stance": "below", "distance": 1 }));
    assert_eq!(answer["results"]["price"], 0.0);
    assert_eq!(answer["faults"]["margin"]["cause"], "no_price");
}

#[test]
fn two_equal_competitors_are_told_apart_by_nothing() {
    // On a line through zero the first two lie equally far above it, and only the last below.
    let rivals = [(120, 5, None), (120, 5, None), (110, 10, None)];
    let answer = market(&rivals, 7.0, &json!({ "line": "proportional" }));
    assert_eq!(answer["results"]["worst_buy"], "first");
    assert_eq!(answer["results"]["best_buy"], "third");
    assert_eq!(answer["results"]["place"], json!(["over", "over", "under"]));
}

#[test]
fn where_only_a_competitor_without_share_lies_off_the_line_nobody_lies_below_it() {
    let rivals = [(100, 5, Some(50)), (120, 7, Some(50)), (150, 9, Some(0))];
    let answer = market(&rivals, 7.0, &json!({ "line": "share_weighted" }));
    assert_eq!(answer["results"]["place"], json!(["on", "on", "over"]));
    assert_eq!(answer["faults"]["best_buy"]["cause"], "none_under");
    assert_eq!(answer["results"]["worst_buy"], "third");
    let low = [(100, 5, Some(50)), (120, 7, Some(50)), (130, 9, Some(0))];
    let answer = market(&low, 7.0, &json!({ "line": "share_weighted" }));
    assert_eq!(answer["faults"]["worst_buy"]["cause"], "none_over");
    assert_eq!(answer["results"]["best_buy"], "third");
}

#[test]
fn without_weights_there_is_no_perceived_value() {
    let answer = market(&THREE, 7.0, &json!({ "attributes": [{ "weight": 0, "own_score": 7 }] }));
    for key in ["value", "own_value", "price"] {
        assert_eq!(answer["faults"][key]["cause"], "no_weights", "{key}");
    }
}

#[test]
fn without_a_cost_there_is_a_price_and_no_margin() {
    let answer = market(&THREE, 7.0, &json!({ "unit_cost": null, "price_today": null }));
    assert!(close(figure(&answer["results"], "price"), 115.0));
    assert_eq!(answer["faults"]["margin"]["cause"], "not_given");
    assert_eq!(answer["faults"]["index_today"]["cause"], "not_given");
    let dear = market(&THREE, 7.0, &json!({ "unit_cost": 116 }));
    assert!(warns(&dear, "below_cost"));
}

#[test]
fn a_line_that_falls_below_zero_gives_no_price() {
    let answer = market(&THREE, 0.2, &json!({}));
    assert_eq!(answer["faults"]["fair_price"]["cause"], "negative_price");
    assert_eq!(answer["faults"]["price"]["cause"], "negative_price");
    assert!(warns(&answer, "outside"));
}

#[test]
fn doubtful_lines_are_flagged() {
    let two = market(&THREE[..2], 6.5, &json!({}));
    assert!(warns(&two, "two_rivals") && !warns(&two, "outside"));
    assert_eq!(two["results"]["place"], json!(["on", "on"]));
    assert_eq!(two["faults"]["best_buy"]["cause"], "all_on_line");
    assert!(!warns(&market(&THREE[..2], 6.5, &json!({ "line": "proportional" })), "two_rivals"));
    let falling = market(&[(130, 6, None), (120, 7, None), (100, 8, None)], 7.0, &json!({}));
    assert!(warns(&falling, "falling_line"));
    let weak = market(&[(100, 6, None), (180, 7, None), (110, 8, None)], 7.0, &json!({}));
    assert!(warns(&weak, "weak_line") && !warns(&weak, "falling_line"));
}

#[test]
fn equal_prices_make_a_level_line_that_explains_nothing() {
    for line in ["least_squares", "share_weighted"] {
        let rivals = [(99, 6, Some(17)), (99, 7, Some(29)), (99, 9, Some(11))];
        let answer = market(&rivals, 8.0, &json!({ "line": line }));
        assert!(close(figure(&answer["results"], "price"), 99.0));
        assert!(figure(&answer["results"], "slope").abs() < 1e-9);
        assert_eq!(answer["faults"]["fit"]["cause"], "equal_prices");
        assert_eq!(answer["results"]["place"], json!(["on", "on", "on"]));
        assert!(!warns(&answer, "falling_line"));
    }
}

fn rivals() -> impl Strategy<Value = Vec<Rival>> {
    prop::collection::vec((1_i64..100_000, 0_i64..100, 1_i64..100), 2..12)
        .prop_map(|rivals| rivals.into_iter().map(|(price, value, share)| (price, value, Some(share))).collect())
}

proptest! {
    #[test]
    fn the_line_is_that_of_exact_fractions(rivals in rivals(), own in 0.0..100.0_f64, by_share in any::<bool>()) {
        let weight = |share: Option<i64>| if by_share { share.unwrap() } else { 1 };
        let points: Vec<(i64, i64, i64)> = rivals.iter().map(|(price, value, share)| (*value, *price, weight(*share))).collect();
        let (slope, intercept, over) = exact_line(&points);
        prop_assume!(over > 0);
        let line = if by_share { "share_weighted" } else { "least_squares" };
        let found = market(&rivals, own, &json!({ "line": line }))["results"].clone();
        let (slope, intercept) = (slope as f64 / over as f64, intercept as f64 / over as f64);
        let scale = 1e-9 * rivals.iter().map(|rival| rival.0).max().unwrap() as f64;
        prop_assert!((figure(&found, "slope") - slope).abs() <= scale);
        prop_assert!((figure(&found, "intercept") - intercept).abs() <= 100.0 * scale);
        let fair = intercept + slope * own;
        if fair > scale * 100.0 {
            prop_assert!((figure(&found, "fair_price") - fair).abs() <= 100.0 * scale);
        }
        // What lies over the line balances what lies under it, and so it does along the values.
        let residuals = figures(&found, "over");
        let balance: f64 = residuals.iter().zip(&points).map(|(over, point)| over * point.2 as f64).sum();
        let moment: f64 = residuals.iter().zip(&points).map(|(over, point)| over * (point.0 * point.2) as f64).sum();
        prop_assert!(balance.abs() <= scale * 1e5 && moment.abs() <= scale * 1e7);
    }

    #[test]
    fn equal_shares_change_nothing(rivals in rivals(), own in 0.0..100.0_f64, share in 1_i64..100) {
        let rivals: Vec<Rival> = rivals.into_iter().map(|rival| (rival.0, rival.1, Some(share))).collect();
        prop_assume!(rivals.iter().any(|rival| rival.1 != rivals[0].1));
        let simple = market(&rivals, own, &json!({}))["results"].clone();
        let weighted = market(&rivals, own, &json!({ "line": "share_weighted", "average": "share_weighted" }))["results"].clone();
        for key in ["slope", "intercept", "average_price", "value_index"] {
            let scale = figure(&simple, "average_price").max(figure(&simple, "slope").abs() * 100.0);
            prop_assert!((figure(&simple, key) - figure(&weighted, key)).abs() <= 1e-9 * scale.max(1.0), "{}", key);
        }
    }

    #[test]
    fn a_price_in_proportion_has_the_index_of_its_value(rivals in rivals(), own in 0.1..100.0_f64) {
        prop_assume!(rivals.iter().any(|rival| rival.1 > 0));
        let found = market(&rivals, own, &json!({ "line": "proportional" }))["results"].clone();
        prop_assert!(close(figure(&found, "price_index"), figure(&found, "value_index")));
        prop_assert_eq!(figure(&found, "intercept"), 0.0);
    }

    #[test]
    fn below_is_under_parity_and_above_is_over_it(own in 1.0..30.0_f64, distance in 0.001..1.0_f64, by_market in any::<bool>()) {
        let parity = if by_market { "market" } else { "value" };
        let price = |stance: &str| {
            let more = json!({ "stance": stance, "distance": distance, "parity": parity });
            figure(&market(&THREE, own, &more)["results"], "price")
        };
        prop_assert!(price("below") < price("at") && price("at") < price("above"));
        prop_assert!(close(price("below") + price("above"), 2.0 * price("at")));
    }

    #[test]
    fn perceived_value_lies_among_the_scores_and_rises_with_each(
        weights in prop::collection::vec(0.1..50.0_f64, 3),
        scores in prop::collection::vec(1.0..9.0_f64, 3),
        factor in 0.1..10.0_f64,
    ) {
        let ask = |factor: f64, more: f64, scale: &str| {
            let attributes: Vec<Value> = weights
                .iter()
                .zip(&scores)
                .map(|(weight, score)| json!({ "weight": weight * factor, "own_score": score + more }))
                .collect();
            let rivals = json!([[5, 6, 7], [4, 4, 8], [9, 2, 3], [6, 6, 6]]);
            results(ID, json!({ "attributes": attributes, "scores": rivals, "scale": scale }))
        };
        for scale in ["scores", "ratios"] {
            let (base, scaled, better) = (ask(1.0, 0.0, scale), ask(factor, 0.0, scale), ask(1.0, 0.5, scale));
            prop_assert!(close(figure(&base, "own_value"), figure(&scaled, "own_value")));
            prop_assert!(figure(&better, "own_value") > figure(&base, "own_value"));
        }
        let value = figure(&ask(1.0, 0.0, "scores"), "own_value");
        let (low, high) = scores.iter().fold((f64::MAX, 0.0_f64), |(low, high), score| (low.min(*score), high.max(*score)));
        prop_assert!(value >= low - 1e-9 && value <= high + 1e-9);
    }
}
