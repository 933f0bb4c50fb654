//! Skimming against penetration: results computed elsewhere, the limits of the model, and its properties.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use proptest::prelude::*;
use sales_workbench::engine::math;
use serde_json::{Value, json};
use support::{ask, case, number, numbers, results, with};

const ID: &str = "pricing.launch";

fn column(rows: &Value, key: &str) -> Value {
    rows.as_array().into_iter().flatten().map(|row| row[key].clone()).collect()
}

/// A launch of which only the market counts: no investment, no learning, no rival.
fn plain(more: Value) -> Value {
    let base = json!({
        "skimming_investment": 0, "penetration_investment": 0, "learning_rate": 0, "rival": false, "discount_rate": 0,
    });
    with(&base, more)
}

fn near(a: f64, b: f64, within: f64) -> bool {
    (a - b).abs() <= within * b.abs().max(1.0)
}

#[test]
fn the_best_falling_path_and_the_best_single_price() {
    let case = case("pricing_launch", "pricing-pub-19-skimming");
    let segments: Vec<Value> = case
        .input("/segments")
        .as_array()
        .unwrap()
        .iter()
        .map(|s| json!({ "willingness": s["willingness_to_pay"], "customers": s["customers"] }))
        .collect();
    let found = results(
        ID,
        plain(json!({
            "response": "segments",
            "optimise": true,
            "segments": segments,
            "periods": case.input("/periods"),
            "unit_cost": case.input("/unit_cost"),
            "discount_rate": case.input("/discount_rate_per_period"),
        })),
    );
    case.check("/best_path", &column(&found["paths"], "skimming_price"));
    case.check("/cash_flows", &column(&found["paths"], "skimming_profit"));
    case.check("/best_npv", &found["skimming_npv"]);
    case.check("/best_single_price", &found["paths"][0]["penetration_price"]);
    case.check("/best_single_price_npv", &found["penetration_npv"]);
    case.check("/skimming_gain", &found["lead"]);
    assert_eq!(found["better"], "skimming");
}

#[test]
fn word_of_mouth_with_an_experience_curve() {
    let case = case("pricing_launch", "pricing-pub-20-skim-vs-penetration");
    let listed: Vec<Value> = numbers(case.input("/skimming_prices"))
        .into_iter()
        .zip(numbers(case.input("/penetration_prices")))
        .map(|(skimming, penetration)| json!({ "skimming": skimming, "penetration": penetration }))
        .collect();
    let found = results(
        ID,
        plain(json!({
            "response": "word_of_mouth",
            "periods": listed.len(),
            "potential": 1e12,
            "price_plan": "listed",
            "listed": listed,
            "base_units": case.input("/base_units"),
            "experience": case.input("/base_units"),
            "word_of_mouth": case.input("/word_of_mouth"),
            "reference_price": case.input("/reference_price"),
            "elasticity": case.input("/elasticity"),
            "unit_cost": case.input("/first_unit_cost"),
            "learning_rate": 1.0 - case.number("/experience_rate"),
            "discount_rate": case.input("/discount_rate"),
        })),
    );
    for side in ["skimming", "penetration"] {
        for (index, row) in found["paths"].as_array().unwrap().iter().enumerate() {
            for figure in ["price", "units", "unit_cost", "profit"] {
                case.check(&format!("/{side}_rows/{index}/{figure}"), &row[format!("{side}_{figure}")]);
            }
        }
        case.check(&format!("/{side}_npv"), &found[format!("{side}_npv")]);
    }
    case.check("/better", &found["better"]);
}

#[test]
fn bass_in_closed_form_and_by_recursion() {
    for id in ["market-pub-15-bass-colour-tv", "market-pub-16-bass-air-conditioner"] {
        let case = case("bass", id);
        let ask = |diffusion: &str| {
            results(
                ID,
                plain(json!({
                    "periods": case.input("/periods"),
                    "potential": case.input("/market_potential_m"),
                    "innovation": case.input("/p_innovation"),
                    "imitation": case.input("/q_imitation"),
                    "diffusion": diffusion,
                    "reference_price": 200,
                    "skimming_start": 200, "skimming_fall": 0, "skimming_floor": 1,
                })),
            )
        };
        let (recursion, continuous) = (ask("recursion"), ask("continuous"));
        case.check("/adopters_per_period_discrete", &column(&recursion["paths"], "skimming_units"));
        case.check("/adopters_per_period_continuous", &column(&continuous["paths"], "skimming_units"));
        let after_launch = |key: &str| json!(column(&recursion["bass_curve"], key).as_array().unwrap()[1..]);
        case.check("/cumulative", &column(&recursion["bass_curve"], "cumulative"));
        case.check("/rate_at_period_ends", &column(&recursion["bass_curve"], "rate"));
        case.check("/adopters_per_period_continuous", &after_launch("buyers"));
        case.check("/adopters_per_period_discrete", &after_launch("buyers_stepped"));
        // The rate is per period: its shape, not its convention, is what a peak describes.
        case.check("/peak_time", &recursion["peak_time"]);
        case.check("/peak_rate", &recursion["peak_rate"]);
        case.check("/cumulative_share_at_peak", &recursion["peak_share"]);
    }
}

#[test]
fn the_preset_turns_where_it_says() {
    let found = results(ID, json!({}));
    assert_eq!(found["better"], "penetration");
    let rate = number(&found["turns_above_rate"]);
    let at = |rate: f64| results(ID, json!({ "discount_rate": rate }))["better"].clone();
    assert_eq!(at(rate - 1e-6), "penetration");
    assert_eq!(at(rate + 1e-6), "skimming");
    let entry = number(&found["turns_at_later_entry"]);
    let at = |entry: f64| results(ID, json!({ "entry_period": entry }))["better"].clone();
    assert_eq!(at(entry - 1.0), "penetration");
    assert_eq!(at(entry), "skimming");
}

#[test]
fn two_equal_paths_are_even_and_never_turn() {
    let prices = json!([{ "skimming": 200, "penetration": 200 }]);
    let answer = ask(
        ID,
        json!({ "price_plan": "listed", "listed": prices, "penetration_investment": 3e6, "penetration_lost": 0.35 }),
    );
    assert_eq!(answer["results"]["better"], "even");
    assert_eq!(answer["results"]["lead"], 0.0);
    assert_eq!(answer["faults"]["turns_above_rate"]["cause"], "no_turn_above");
    assert_eq!(answer["faults"]["turns_at_earlier_entry"]["cause"], "no_turn_before");
}

#[test]
fn what_cannot_be_has_its_reason() {
    let cause = |inputs: Value, key: &str| ask(ID, inputs)["faults"][key]["cause"].clone();
    assert_eq!(cause(json!({ "rival": false }), "turns_at_later_entry"), "no_rival");
    assert_eq!(cause(json!({ "skimming_investment": 1e11 }), "skimming_payback"), "never_pays_back");
    assert_eq!(cause(json!({ "innovation": 0 }), "peak_time"), "no_peak");
    assert_eq!(cause(json!({ "response": "segments" }), "peak_time"), "not_bass");
    let dear = json!({ "response": "segments", "optimise": true, "unit_cost": 1000, "learning_rate": 0 });
    assert_eq!(cause(dear.clone(), "better"), "no_segment_pays");
    assert_eq!(cause(dear, "turns_above_rate"), "no_segment_pays");
    let nobody =
        json!({ "response": "segments", "optimise": true, "segments": [{ "customers": 0 }, { "customers": 0 }] });
    assert_eq!(cause(nobody, "better"), "no_customers");
    let wild = json!({
        "price_effect": "on_potential", "elasticity": -10, "reference_price": 1e9, "potential": 1e12,
        "skimming_start": 0.01, "skimming_floor": 0.01, "skimming_fall": 0.9, "periods": 60,
    });
    assert!(results(ID, wild)["skimming_npv"].is_number());
}

/// The rate (p + qF)(1 − F) falls from the start where q is at most p.
#[test]
fn without_more_imitation_than_innovation_the_peak_is_at_the_launch() {
    for (innovation, imitation) in [(0.03, 0.02), (0.03, 0.0), (0.03, 0.03), (0.1, 0.1), (1.0, 0.7)] {
        let found = results(ID, json!({ "innovation": innovation, "imitation": imitation, "potential": 1000 }));
        assert_eq!(found["peak_time"], 0.0, "{innovation} {imitation}");
        assert_eq!(found["peak_rate"], 1000.0 * innovation);
        assert_eq!(found["peak_share"], 0.0);
    }
    let found = results(ID, json!({ "innovation": 0.03, "imitation": 0.030_001, "potential": 1000 }));
    assert!(number(&found["peak_time"]) > 0.0 && number(&found["peak_share"]) > 0.0);
    assert!(number(&found["peak_rate"]) > 30.0);
}

/// The rival takes what it takes from the period of its entry on: no period earlier, no period later.
#[test]
fn the_rival_enters_in_the_period_named() {
    let steady = |more: Value| {
        let base = json!({
            "response": "word_of_mouth", "base_units": 100, "word_of_mouth": 0, "reference_price": 20, "periods": 4,
            "unit_cost": 10, "skimming_start": 20, "skimming_fall": 0, "skimming_floor": 1, "potential": 1e9,
            "rival": true, "skimming_lost": 0.25, "price_cut": 0.1,
        });
        results(ID, plain(with(&base, more)))
    };
    for entry in 1..=5_u32 {
        let found = steady(json!({ "entry_period": entry }));
        let before = |period: u32| period < entry;
        let units: Vec<f64> = (1..=4).map(|period| if before(period) { 100.0 } else { 75.0 }).collect();
        let prices: Vec<f64> = (1..=4).map(|period| if before(period) { 20.0 } else { 18.0 }).collect();
        assert_eq!(column(&found["paths"], "skimming_units"), json!(units), "entry in period {entry}");
        assert_eq!(column(&found["paths"], "skimming_price"), json!(prices), "entry in period {entry}");
    }
}

/// What a path has no price for is not refused to the other.
#[test]
fn a_rival_that_takes_every_buyer_of_one_path_leaves_the_other_its_results() {
    let taken = |more: Value| {
        let base = json!({
            "response": "segments", "optimise": true, "rival": true, "entry_period": 1, "penetration_lost": 1,
        });
        ask(ID, with(&base, more))
    };
    let answer = taken(json!({}));
    let (found, faults) = (&answer["results"], &answer["faults"]);
    assert_eq!(found["better"], "skimming");
    assert_eq!(found["penetration_npv"], -4e6);
    assert_eq!((&found["penetration_units"], &found["penetration_revenue"]), (&json!(0.0), &json!(0.0)));
    assert!(near(number(&found["lead"]), number(&found["skimming_npv"]) + 4e6, 1e-12));
    assert!(number(&found["skimming_average_price"]) > 0.0);
    assert_eq!(faults["penetration_average_price"]["cause"], "rival_takes_all");
    assert_eq!(faults["turns_at_later_entry"]["cause"], "rival_takes_all");
    assert_eq!(faults["penetration_payback"]["cause"], "never_pays_back");
    assert_eq!(found["paths"][0]["penetration_price"], Value::Null);
    // The other path stands as it does beside a penetration that keeps its buyers.
    let beside = taken(json!({ "penetration_lost": 0.5 }));
    for key in ["skimming_npv", "skimming_units", "skimming_payback", "skimming_average_price"] {
        assert_eq!(found[key], beside["results"][key], "{key}");
    }
    assert!(number(&taken(json!({ "penetration_lost": 0.999_999 }))["results"]["penetration_units"]) > 0.0);
    assert!(number(&taken(json!({ "entry_period": 2 }))["results"]["penetration_units"]) > 0.0);
    let both = taken(json!({ "skimming_lost": 1 }));
    assert_eq!(both["faults"]["better"]["cause"], "rival_takes_all");
    let dear = taken(json!({ "unit_cost": 1000, "learning_rate": 0, "penetration_lost": 0.5 }));
    assert_eq!(dear["faults"]["better"]["cause"], "no_segment_pays");
}

/// Prices by rule are met at the very price, though they are computed: 200 less 10 % a period is 180, 162, 145.80, 131.22 …
#[test]
fn a_willingness_to_pay_is_met_at_the_very_price_of_a_rule() {
    let (mut tried, mut missed) = (0, Vec::new());
    for start in [100_u64, 120, 149, 199, 200, 249, 299, 329, 349, 499, 999] {
        for fall in [1_u64, 2, 3, 5, 6, 8, 10, 12, 15, 20, 25] {
            let periods = 5_u32;
            // In exact decimals: start × (100 − fall)^n ÷ 100^n.
            let exact = |period: u32| u128::from(start) * u128::from(100 - fall).pow(period);
            let text = |period: u32| {
                let digits = format!("{:0>1$}", exact(period), 2 * period as usize + 1);
                let (whole, rest) = digits.split_at(digits.len() - 2 * period as usize);
                format!("{whole}.{rest}0").parse::<f64>().unwrap()
            };
            let segments: Vec<Value> =
                (0..periods).map(|period| json!({ "willingness": text(period), "customers": 10 + period })).collect();
            let found = results(
                ID,
                plain(json!({
                    "response": "segments", "segments": segments, "periods": periods, "unit_cost": 0,
                    "skimming_start": start, "skimming_fall": fall as f64 / 100.0, "skimming_floor": 0.01,
                })),
            );
            tried += 1;
            let expected: Vec<f64> = (0..periods).map(|period| f64::from(10 + period)).collect();
            if column(&found["paths"], "skimming_units") != json!(expected) {
                missed.push((start, fall));
            }
        }
    }
    assert!(tried > 100 && missed.is_empty(), "{missed:?}");
}

/// Cash that comes to exactly the investment has paid it back, and earns nothing more: 0.1 three times is 0.3.
#[test]
fn what_comes_back_to_the_cent_has_come_back() {
    for cents in (1..400_u32).step_by(3) {
        // What a price far above its margin moves is what its rounding errors are measured by.
        for (periods, unit_cost) in [(3_u32, 10_u32), (6, 10), (7, 10), (10, 10), (7, 10_000)] {
            let margin = f64::from(cents) / 100.0;
            let price = f64::from(100 * unit_cost + cents) / 100.0;
            let investment = f64::from(cents * periods) / 100.0;
            let answer = ask(
                ID,
                plain(json!({
                    "response": "word_of_mouth", "base_units": 1, "word_of_mouth": 0, "reference_price": price,
                    "periods": periods, "unit_cost": unit_cost, "potential": 1e9, "skimming_start": price, "skimming_fall": 0,
                    "skimming_floor": 1, "skimming_investment": investment, "penetration_start": price,
                    "penetration_ceiling": price, "penetration_investment": investment,
                })),
            );
            let found = &answer["results"];
            assert_eq!(found["skimming_npv"], 0.0, "{margin} × {periods}");
            assert_eq!((&found["better"], &found["lead"]), (&json!("even"), &json!(0.0)));
            let within = 1e-13 * f64::from(unit_cost);
            assert!(near(number(&found["skimming_payback"]), f64::from(periods), within));
            assert!(!answer["warnings"].as_array().unwrap().contains(&json!("neither_pays")), "{margin} × {periods}");
        }
    }
}

/// A price that is cut to the unit cost earns nothing.
#[test]
fn a_price_cut_to_the_cost_pays_for_no_segment() {
    for (willingness, cut) in [(229, 5), (130, 10), (96, 35), (199, 15), (349, 3), (70, 30)] {
        let cost = f64::from(willingness * (100 - cut)) / 100.0;
        let answer = |cost: f64| {
            ask(
                ID,
                plain(json!({
                    "response": "segments", "optimise": true, "periods": 1, "unit_cost": cost, "rival": true, "entry_period": 1,
                    "price_cut": f64::from(cut) / 100.0, "segments": [{ "willingness": willingness, "customers": 1e6 }],
                })),
            )
        };
        assert_eq!(answer(cost)["faults"]["better"]["cause"], "no_segment_pays", "{willingness} less {cut} %");
        assert!(number(&answer(cost - 0.01)["results"]["skimming_npv"]) > 0.0);
    }
}

#[test]
fn no_market_no_sales_no_payback() {
    let answer = ask(ID, json!({ "innovation": 0 }));
    assert_eq!(answer["results"]["skimming_units"], 0.0);
    assert_eq!(answer["faults"]["skimming_average_price"]["cause"], "division_by_zero");
    assert_eq!(answer["faults"]["penetration_payback"]["cause"], "never_pays_back");
    assert!(answer["warnings"].as_array().unwrap().contains(&json!("neither_pays")));
}

#[test]
fn payback_counts_the_last_time_the_cash_comes_back() {
    // 100 a period against 250: back in the middle of the third.
    let found = results(
        ID,
        plain(json!({
            "response": "word_of_mouth", "base_units": 10, "word_of_mouth": 0, "reference_price": 20, "periods": 5,
            "unit_cost": 10, "skimming_start": 20, "skimming_fall": 0, "skimming_floor": 1, "skimming_investment": 250,
        })),
    );
    assert_eq!(found["skimming_payback"], 2.5);
    assert_eq!(found["skimming_npv"], 250.0);
}

#[test]
fn the_three_readings_of_the_experience_curve() {
    // One doubling in the first period at 20 % a doubling, and a second of two more doublings' worth of units.
    let ask = |learning: &str| {
        let found = results(
            ID,
            plain(json!({
                "response": "word_of_mouth", "base_units": 100, "word_of_mouth": 0, "reference_price": 20, "periods": 2,
                "unit_cost": 10, "learning_rate": 0.2, "experience": 100, "learning": learning,
                "skimming_start": 20, "skimming_fall": 0, "skimming_floor": 1,
            })),
        );
        numbers(&column(&found["paths"], "skimming_unit_cost"))
    };
    assert_eq!(ask("at_start"), [10.0, 8.0]);
    // Average of all so far: 200 units at 8.00 cost 1,600, of which 1,000 were spent before launch.
    assert!(near(ask("average")[0], 6.0, 1e-12));
    let each = ask("each_unit");
    assert!(each[0] > 8.0 && each[0] < 10.0 && each[1] < 8.0);
}

#[test]
fn segments_of_one_willingness_are_one() {
    let ask = |segments: Value| {
        results(ID, plain(json!({ "response": "segments", "optimise": true, "unit_cost": 25, "segments": segments })))
    };
    let apart = ask(json!([
        { "willingness": 60, "customers": 200 }, { "willingness": 90, "customers": 50 }, { "willingness": 60, "customers": 300 },
    ]));
    let together = ask(json!([{ "willingness": 60, "customers": 500 }, { "willingness": 90, "customers": 50 }]));
    assert_eq!(apart["skimming_npv"], together["skimming_npv"]);
    assert_eq!(apart["skimming_npv"], 50.0 * 65.0 + 500.0 * 35.0);
}

/// A launch whose every falling path is tried.
struct Trial {
    /// Willingness to pay and customers, the dearest first.
    segments: Vec<(f64, f64)>,
    cost: f64,
    learning: f64,
    rate: f64,
    periods: u32,
    entry: u32,
    kept: f64,
}

impl Trial {
    /// The most that the periods from this one on can earn, where so many segments are served and units made.
    fn best(&self, period: u32, served: usize, made: f64) -> f64 {
        if period == self.periods {
            return 0.0;
        }
        let kept = if period >= self.entry { self.kept } else { 1.0 };
        let cost = self.cost * math::pow(1.0 + made / 300.0, math::log2(1.0 - self.learning));
        let by_serving = |next: usize| {
            let units: f64 = kept * self.segments[served..next].iter().map(|segment| segment.1).sum::<f64>();
            let price = if next > served { self.segments[next - 1].0 } else { cost };
            units * (price - cost) + self.best(period + 1, next, made + units) / (1.0 + self.rate)
        };
        (served..=self.segments.len()).map(by_serving).fold(0.0, f64::max)
    }
}

#[test]
fn a_path_that_only_learning_makes_pay_is_beside_one_that_never_pays() {
    // Nobody pays the cost at first. Selling to many at a loss brings it down for the rest; one price for all cannot.
    let answer = ask(
        ID,
        with(
            &plain(json!({})),
            json!({
                "response": "segments", "optimise": true, "unit_cost": 56.0, "learning_rate": 0.19, "experience": 300,
                "discount_rate": 0, "periods": 2, "rival": false, "segments": [
                    { "willingness": 53, "customers": 229 }, { "willingness": 52, "customers": 390 },
                    { "willingness": 44, "customers": 1 }, { "willingness": 10, "customers": 1 },
                ],
            }),
        ),
    );
    let segments = vec![(53.0, 229.0), (52.0, 390.0), (44.0, 1.0), (10.0, 1.0)];
    let best =
        Trial { segments, cost: 56.0, learning: 0.19, rate: 0.0, periods: 2, entry: 9, kept: 1.0 }.best(0, 0, 0.0);
    assert!(best > 0.0 && near(answer["results"]["skimming_npv"].as_f64().unwrap(), best, 1e-9), "{best}: {answer}");
    assert_eq!(answer["results"]["better"], "skimming");
    assert_eq!(answer["faults"]["penetration_average_price"]["cause"], "no_segment_pays");
}

proptest! {
    #[test]
    fn the_best_path_is_the_best_of_all(
        steps in prop::collection::vec((1.0..50.0_f64, 1.0..500.0_f64), 1..5),
        cost in 0.0..60.0_f64,
        learning in 0.0..0.4_f64,
        rate in 0.0..0.5_f64,
        periods in 1_u32..5,
        entry in 1_u32..5,
        lost in 0.0..0.9_f64,
    ) {
        let mut willingness = 0.0;
        let mut segments: Vec<(f64, f64)> = steps.iter().map(|(step, customers)| {
            willingness += step;
            (willingness, *customers)
        }).collect();
        segments.reverse();
        let rows: Vec<Value> =
            segments.iter().map(|(willingness, customers)| json!({ "willingness": willingness, "customers": customers })).collect();
        let answer = ask(ID, with(&plain(json!({})), json!({
            "response": "segments", "optimise": true, "segments": rows, "unit_cost": cost, "learning_rate": learning,
            "experience": 300, "discount_rate": rate, "periods": periods,
            "rival": true, "entry_period": entry, "skimming_lost": lost, "price_cut": 0,
        })));
        let trial = Trial { segments, cost, learning, rate, periods, entry: entry - 1, kept: 1.0 - lost };
        let best = trial.best(0, 0, 0.0);
        if let Some(found) = answer["results"]["skimming_npv"].as_f64() {
            prop_assert!(near(found, best, 1e-9), "{found} instead of {best}");
        } else {
            prop_assert_eq!(&answer["faults"]["skimming_npv"]["cause"], "no_segment_pays");
        }
    }

    #[test]
    fn parts_sum_to_the_whole_and_no_one_buys_twice(
        response in prop::sample::select(vec!["bass", "word_of_mouth", "segments"]),
        diffusion in prop::sample::select(vec!["recursion", "continuous"]),
        price_effect in prop::sample::select(vec!["on_rate", "on_potential"]),
        learning in prop::sample::select(vec!["at_start", "each_unit", "average"]),
        timing in prop::sample::select(vec!["start", "middle", "end"]),
        (innovation, imitation) in (0.0..0.2_f64, 0.0..1.5_f64),
        elasticity in -4.0..0.0_f64,
        start in 200.0..600.0_f64,
        (entry, lost, cut) in (1_u32..30, 0.0..1.0_f64, 0.0..0.9_f64),
        (periods, rate, learning_rate) in (1_u32..40, 0.0..1.0_f64, 0.0..0.5_f64),
    ) {
        let found = results(ID, json!({
            "response": response, "diffusion": diffusion, "price_effect": price_effect, "learning": learning,
            "timing": timing, "innovation": innovation, "imitation": imitation, "elasticity": elasticity,
            "skimming_start": start, "entry_period": entry, "skimming_lost": lost, "price_cut": cut,
            "periods": periods, "discount_rate": rate, "learning_rate": learning_rate,
        }));
        let parts = |key: &str| numbers(&column(&found["paths"], key));
        for side in ["skimming", "penetration"] {
            for figure in ["units", "revenue", "profit"] {
                let whole = number(&found[format!("{side}_{figure}")]);
                let sum: f64 = parts(&format!("{side}_{figure}")).iter().sum();
                prop_assert!(near(sum, whole, 1e-9));
            }
            let units = parts(&format!("{side}_units"));
            prop_assert!(units.iter().all(|units| *units >= 0.0));
            if response != "bass" || price_effect == "on_rate" {
                prop_assert!(units.iter().sum::<f64>() <= 200_000.0 * (1.0 + 1e-9));
            }
            let costs = parts(&format!("{side}_unit_cost"));
            prop_assert!(costs.windows(2).all(|pair| pair[1] <= pair[0] * (1.0 + 1e-9)));
            let cash = parts(&format!("{side}_cumulative"));
            let payback = &found[format!("{side}_payback")];
            prop_assert_eq!(payback.is_number(), *cash.last().unwrap() >= 0.0);
            if let Some(payback) = payback.as_f64() {
                prop_assert!((payback.ceil().max(1.0) as usize - 1..cash.len()).all(|period| cash[period] >= -1e-6));
            }
        }
        let lead = number(&found["skimming_npv"]) - number(&found["penetration_npv"]);
        prop_assert!(near(number(&found["lead"]), lead.abs(), 1e-9));
    }

    #[test]
    fn cash_later_is_worth_no_more_and_a_rival_never_helps(rate in 0.001..0.5_f64, lost in 0.0..1.0_f64) {
        let npv = |inputs: Value| number(&results(ID, inputs)["skimming_npv"]);
        let at = |timing: &str| npv(json!({ "discount_rate": rate, "timing": timing, "skimming_lost": lost }));
        let investment = 3e6;
        let (start, middle, end) = (at("start") + investment, at("middle") + investment, at("end") + investment);
        prop_assert!(near(middle, start / (1.0 + rate).sqrt(), 1e-9) && near(end, start / (1.0 + rate), 1e-9));
        let without = npv(json!({ "discount_rate": rate, "rival": false }));
        prop_assert!(start - investment <= without + 1e-6);
    }
}
