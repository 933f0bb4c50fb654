//! The funnel against results computed elsewhere, and its properties.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use proptest::prelude::*;
use sales_workbench::calculators;
use sales_workbench::engine::Evaluation;
use sales_workbench::presentation::chart::draw;
use sales_workbench::text::Language;
use sales_workbench::workbook::request;
use serde_json::{Value, json};
use support::words::{all, labels, said};
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

#[test]
fn a_counted_stage_of_nothing_refuses_only_what_it_makes_unknown() {
    let names = ["a", "b", "c", "d"];
    let rows = names.iter().zip([2_000, 800, 0, 0]).zip([5, 9, 2, 4]);
    let stages: Vec<Value> = rows
        .map(|((name, count), days)| json!({ "name": name, "count": count, "days": days, "cost": 10 * days, "benchmark": 0.3 }))
        .collect();
    let answer = ask("funnel.conversion", json!({ "stages": stages, "target": 25_000, "deal_size": 500 }));
    let (found, faults) = (&answer["results"], &answer["faults"]);
    assert_eq!(found["conversion"], json!([1.0, 0.4, 0.0, null]));
    assert_eq!(found["drop_off"], json!([0.0, 0.6, 1.0, null]));
    assert_eq!(found["cumulative"], json!([1.0, 0.4, 0.0, 0.0]));
    assert_eq!((&found["overall"], &found["revenue"]), (&json!(0.0), &json!(0.0)));
    assert_eq!(found["conversion_low"][2], 0.0);
    assert!(found["conversion_high"][1].is_number() && found["conversion_high"][3].is_null());
    assert_eq!(found["loss_share"], json!([0.0, null, null, null]));
    assert_eq!(found["needed"], json!([null, null, null, 50.0]));
    assert_eq!(found["deals_needed"], 50.0);
    assert_eq!(found["point_gain"], json!([0.0, 0.0, null, null]));
    for (key, bottleneck) in [("drop", "c"), ("benchmark", "c"), ("time", "b"), ("cost", "b")] {
        assert_eq!(found[format!("bottleneck_{key}")], bottleneck, "{key}");
    }
    for (key, cause) in [
        ("conversion", "nothing_before"),
        ("conversion_low", "nothing_before"),
        ("loss_share", "total_loss"),
        ("cost_per_won", "nothing_won"),
        ("acquisition_cost", "nothing_won"),
        ("stage_cost_per_won", "nothing_won"),
        ("entries_needed", "nothing_passes"),
        ("point_gain", "later_unknown"),
        ("bottleneck_point", "no_gain"),
    ] {
        assert_eq!(faults[key]["cause"], cause, "{key}");
    }
    assert_eq!(answer["warnings"], json!(["nothing_won", "few_won"]));
}

#[test]
fn a_rate_of_nothing_leaves_the_other_rates_and_what_raising_it_brings() {
    let inputs = json!({
        "basis": "rates", "entries": 1_000, "deal_size": 100, "target": 5_000, "improvement": 0.05,
        "stages": stages(&[0.5, 0.0, 0.4]),
    });
    let answer = ask("funnel.conversion", inputs.clone());
    let found = &answer["results"];
    assert_eq!(found["conversion"], json!([1.0, 0.5, 0.0, 0.4]));
    assert_eq!(found["volume"], json!([1_000.0, 500.0, 0.0, 0.0]));
    assert_eq!(found["needed"], json!([null, null, 125.0, 50.0]));
    // 500 × 5 % × 40 % × 100.
    assert_eq!(found["point_gain"], json!([0.0, 0.0, 1_000.0, 0.0]));
    assert_eq!(found["bottleneck_drop"], "qualify");
    assert_eq!(found["bottleneck_point"], "qualify");
    let none = results("funnel.conversion", support::with(&inputs, json!({ "target": 0 })));
    assert_eq!(none["needed"], json!([0.0, 0.0, 0.0, 0.0]));
    let nobody = ask("funnel.conversion", support::with(&inputs, json!({ "entries": 0 })));
    assert_eq!(nobody["results"]["conversion"], json!([1.0, 0.5, 0.0, 0.4]));
    assert_eq!(nobody["results"]["overall"], 0.0);
}

#[test]
fn no_rate_is_raised_above_a_hundred_percent() {
    let inputs = json!({
        "basis": "rates", "entries": 1_000, "deal_size": 10, "improvement": 0.5, "stages": stages(&[0.9, 0.6, 1.0, 1.2]),
    });
    let found = results("funnel.conversion", inputs);
    let gains = numbers(&found["point_gain"]);
    let revenue = 1_000.0 * 10.0 * 0.9 * 0.6 * 1.2;
    for (stage, expected) in [0.0, revenue * 0.1 / 0.9, revenue * 0.4 / 0.6, 0.0, 0.0].into_iter().enumerate() {
        assert!((gains[stage] - expected).abs() < 1e-9 * revenue, "{stage}: {}", gains[stage]);
    }
}

#[test]
fn what_holds_nothing_up_is_no_bottleneck() {
    let row = |rate: f64, benchmark: f64| json!({ "rate": rate, "benchmark": benchmark, "cost": 0, "days": 0 });
    let ask =
        |rows: Vec<Value>| ask("funnel.conversion", json!({ "basis": "rates", "stages": rows, "improvement": 0.01 }));
    let causes = |answer: &Value| {
        ["drop", "benchmark", "point", "time", "cost"]
            .map(|key| answer["faults"][format!("bottleneck_{key}")]["cause"].as_str().unwrap_or("none").to_owned())
    };
    let full = ask(vec![row(1.0, 1.0), row(1.0, 0.9), row(1.2, 0.5)]);
    assert_eq!(causes(&full), ["no_drop", "none_short", "no_gain", "no_time", "nothing_spent"]);
    assert_eq!(full["faults"]["loss_share"], Value::Null);
    let equal = ask(vec![row(1.0, 1.0), row(0.3, 0.4), row(0.3, 0.4)]);
    assert_eq!(causes(&equal)[..3], ["all_equal", "all_equal", "all_equal"]);
    let alone = ask(vec![row(1.0, 1.0), row(0.3, 0.4)]);
    assert_eq!(causes(&alone)[..3], ["none", "none", "none"]);
    let level = ask(vec![row(1.0, 1.0), row(0.8, 0.9), row(1.25, 0.9)]);
    assert_eq!(level["faults"]["loss_share"]["cause"], "no_loss");
}

#[test]
fn a_first_stage_of_nothing_then_some_is_flagged() {
    let answer = ask("funnel.conversion", json!({ "stages": [{ "count": 0 }, { "count": 5 }] }));
    assert!(answer["warnings"].as_array().unwrap().contains(&json!("above_all")));
    assert_eq!(answer["results"]["revenue"], 62_500.0);
    assert_eq!(answer["faults"]["bottleneck_drop"]["cause"], "nothing_before");
}

#[test]
fn other_cost_raises_the_acquisition_cost_and_a_deal_returns_what_it_brings_over_its_cost() {
    let stages = json!([{ "count": 40, "cost": 300 }, { "count": 10, "cost": 500 }]);
    let inputs = json!({ "stages": stages, "deal_size": 100, "other_cost": 700, "new_share": 0.6 });
    let answer = ask("funnel.conversion", inputs.clone());
    assert_eq!(answer["results"]["acquisition_cost"], 250.0);
    assert_eq!(answer["results"]["cost_per_won"], 80.0);
    assert_eq!(answer["results"]["return_on_cost"], 0.25);
    assert_eq!(answer["warnings"], json!([]));
    let fewer = json!([{ "count": 40, "cost": 300 }, { "count": 9, "cost": 500 }]);
    let answer = ask("funnel.conversion", support::with(&inputs, json!({ "stages": fewer })));
    assert_eq!(answer["warnings"], json!(["few_won"]));
}

#[test]
fn whose_deals_are_no_new_customers_has_no_acquisition_cost() {
    let found = ask("funnel.conversion", json!({ "new_share": 0 }));
    assert_eq!(found["faults"]["acquisition_cost"]["cause"], "no_new_customers");
    let free = ask("funnel.conversion", json!({ "stages": [{ "count": 9, "cost": 0 }, { "count": 3, "cost": 0 }] }));
    assert_eq!(free["faults"]["return_on_cost"]["cause"], "nothing_spent");
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

/// A stage of none and then one of some: the counts contradict each other, and nothing is concluded from them.
#[test]
fn a_stage_of_none_before_one_of_some_leaves_no_finding() {
    let inputs = json!({ "stages": [{ "count": 100 }, { "count": 0 }, { "count": 5 }] });
    let answer = ask("funnel.conversion", inputs.clone());
    assert!(answer["warnings"].as_array().unwrap().contains(&json!("above_all")));
    assert_eq!(answer["results"]["bottleneck_point"], Value::Null);
    let caption = said("funnel.conversion", inputs.clone(), "chart.gain.title");
    assert_eq!(caption, "Revenue gained by improving one stage");
    let calculator = calculators::find("funnel.conversion").unwrap();
    let given = request::read_inputs(calculator.sheet(), inputs.as_object().unwrap()).unwrap();
    let words = all(Language::English);
    let drawn = |key: &str| {
        let chart = calculator.sheet().charts.iter().find(|chart| chart.key == key).unwrap();
        let evaluation = Evaluation::of(calculator.sheet(), &given);
        draw(&labels(&words, calculator, &given), &evaluation, None, chart).is_some()
    };
    assert!(drawn("funnel") && drawn("drop") && !drawn("gain"));
}

#[test]
fn stages_that_an_improvement_would_take_above_all_are_counted() {
    let inputs = |rates: &[f64]| json!({ "basis": "rates", "improvement": 0.5, "stages": stages(rates) });
    let remark = |rates: &[f64]| said("funnel.conversion", inputs(rates), "remark.improvement_capped");
    let two = "An improvement of 50% (percentage points) would take 2 stages above 100%. It is counted only up to 100% there.";
    assert_eq!(remark(&[0.9, 0.96, 0.2]), two);
    assert_eq!(remark(&[0.9, 0.1, 0.2]), two.replace("2 stages", "1 stage"));
    // The bars that are drawn are those of the rates up to 100%.
    let found = results("funnel.conversion", inputs(&[0.9, 0.96, 0.2]));
    let gains = numbers(&found["point_gain"]);
    let revenue = found["revenue"].as_f64().unwrap();
    assert!((gains[1] - revenue * 0.1 / 0.9).abs() < 1e-6 && (gains[2] - revenue * 0.04 / 0.96).abs() < 1e-6);
}

#[test]
fn what_the_headline_says_multiplies_to_its_revenue() {
    let headline = said("funnel.conversion", json!({ "basis": "rates" }), "headline");
    assert_eq!(headline, "Of 2,000 that entered, 62.04 became deals worth 775,500.00 USD.");
}
