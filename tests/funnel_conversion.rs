//! The funnel against results computed elsewhere, and its properties.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use proptest::prelude::*;
use serde_json::{Value, json};
use support::{Case, ask, case, numbers, results};

fn volumes(counts: &[f64]) -> Value {
    let stages: Vec<Value> = counts.iter().map(|count| json!({ "count": count })).collect();
    results("funnel.conversion", json!({ "stages": stages }))
}

/// The first stage is where all begin; the given rates lead into the others.
fn stages(rates: &[f64]) -> Value {
    std::iter::once(1.0).chain(rates.iter().copied()).map(|rate| json!({ "rate": rate })).collect()
}

fn after_first(value: &Value) -> Value {
    Value::Array(value.as_array().unwrap()[1..].to_vec())
}

#[test]
fn stage_conversion_and_loss() {
    let case = case("funnel_conversion", "funnel-pub-01-stage-conversion");
    let found = volumes(&numbers(case.input("/counts")));
    case.check("/step_conversion", &after_first(&found["conversion"]));
    case.check("/cumulative_conversion", &found["cumulative"]);
    case.check("/overall_conversion", &found["overall"]);
    case.check("/lost_at_step", &after_first(&found["lost"]));
    case.check("/share_of_log_loss", &after_first(&found["loss_share"]));
}

#[test]
fn leads_for_a_target_under_each_rounding() {
    for id in ["funnel-pub-02-required-leads", "funnel-pub-03-required-leads-uneven"] {
        let case = case("funnel_conversion", id);
        let ask = |rounding: &str| {
            results(
                "funnel.conversion",
                json!({
                    "basis": "rates",
                    "rounding": rounding,
                    "target": case.input("/revenue_target"),
                    "deal_size": case.input("/average_deal_value"),
                    "stages": stages(&numbers(case.input("/step_conversion"))),
                }),
            )
        };
        let (exact, once, every) = (ask("exact"), ask("once"), ask("every_stage"));
        case.check("/deals_needed_exact", &exact["deals_needed"]);
        case.check("/overall_conversion", &exact["overall"]);
        case.check("/leads_exact", &exact["entries_needed"]);
        case.check("/stage_counts_exact_from_lead_to_won", &exact["needed"]);
        case.check("/deals_needed_whole", &once["deals_needed"]);
        case.check("/leads_rounded_once", &once["entries_needed"]);
        case.check("/stage_counts_rounded_up_each_stage", &every["needed"]);
        case.check("/leads_rounded_each_stage", &every["entries_needed"]);
    }
}

#[test]
fn intervals_of_a_rate() {
    for id in ["funnel-pub-10-wilson-newcombe", "funnel-pub-11-wilson-zero", "funnel-pub-12-wilson-small"] {
        let case = case("funnel_conversion", id);
        let ask = |method: &str| {
            let found = results(
                "funnel.conversion",
                json!({
                    "interval": method,
                    "confidence": case.input("/confidence_level"),
                    "stages": [{ "count": case.input("/trials") }, { "count": case.input("/conversions") }],
                }),
            );
            json!([found["conversion_low"][1], found["conversion_high"][1]])
        };
        case.check("/wilson", &ask("wilson"));
        case.check("/wilson_continuity_corrected", &ask("wilson_corrected"));
    }
}

#[test]
fn the_bottleneck_by_points_and_why_a_relative_change_cannot_rank() {
    let case: Case = case("funnel_conversion", "funnel-pub-20-bottleneck");
    let found = results(
        "funnel.conversion",
        json!({
            "basis": "rates",
            "entries": case.input("/leads"),
            "deal_size": case.input("/average_deal_value"),
            "improvement": case.input("/percentage_point_change"),
            "stages": stages(&numbers(case.input("/step_conversion"))),
        }),
    );
    case.check("/revenue", &found["revenue"]);
    case.check("/gain_from_plus_points", &after_first(&found["point_gain"]));
    case.check("/gain_from_plus_10_percent_relative/0", &found["ten_percent_gain"]);
    // Step 2, counted from 0, leads into the fourth stage.
    assert_eq!(found["bottleneck_point"], "opportunity");
}

#[test]
fn a_stage_above_its_source_is_flagged_and_computed() {
    let answer = ask("funnel.conversion", json!({ "stages": [{ "count": 100 }, { "count": 120 }, { "count": 30 }] }));
    assert_eq!(answer["results"]["conversion"][1], 1.2);
    assert!(answer["warnings"].as_array().unwrap().contains(&json!("above_all")));
}

#[test]
fn an_empty_funnel_has_causes_and_no_figures() {
    let answer = ask("funnel.conversion", json!({ "stages": [{ "count": 0 }, { "count": 0 }] }));
    assert_eq!(answer["results"]["overall"], Value::Null);
    assert_eq!(answer["faults"]["overall"]["cause"], "division_by_zero");
}

proptest! {
    #[test]
    fn forwards_then_backwards_is_the_identity(
        rates in prop::collection::vec(0.01..1.0_f64, 1..8),
        entries in 1.0..1e6_f64,
    ) {
        let ask = |target: f64| results("funnel.conversion", json!({
            "basis": "rates", "entries": entries, "deal_size": 100.0, "target": target, "stages": stages(&rates),
        }));
        let revenue = ask(1.0)["revenue"].as_f64().unwrap();
        let found = ask(revenue);
        let needed = found["entries_needed"].as_f64().unwrap();
        prop_assert!((needed - entries).abs() <= 1e-9 * entries);
        let product: f64 = rates.iter().product();
        prop_assert!((found["overall"].as_f64().unwrap() - product).abs() <= 1e-12);
        let needs = numbers(&found["needed"]);
        prop_assert!(needs.windows(2).all(|pair| pair[1] <= pair[0] * (1.0 + 1e-12)));
    }

    #[test]
    fn the_interval_holds_the_rate_and_losses_share_the_whole(
        first in 10_u32..10_000,
        shares in prop::collection::vec(0.05..0.95_f64, 1..6),
    ) {
        let mut counts = vec![f64::from(first)];
        for share in shares {
            counts.push((counts.last().unwrap() * share).ceil().max(1.0));
        }
        prop_assume!(counts.last() < counts.first());
        let found = volumes(&counts);
        let (low, rate, high) =
            (numbers(&found["conversion_low"]), numbers(&found["conversion"]), numbers(&found["conversion_high"]));
        for stage in 1..counts.len() {
            prop_assert!(low[stage] <= rate[stage] + 1e-12 && rate[stage] <= high[stage] + 1e-12);
        }
        let total: f64 = numbers(&found["loss_share"]).iter().sum();
        prop_assert!((total - 1.0).abs() < 1e-9);
        let gains = numbers(&found["point_gain"]);
        let best = (1..counts.len()).max_by(|a, b| gains[*a].total_cmp(&gains[*b])).unwrap();
        prop_assert!((1..counts.len()).all(|stage| rate[best] <= rate[stage]));
    }
}
