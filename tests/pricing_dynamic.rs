//! Dynamic pricing: results computed elsewhere, the limits of the model, and its properties.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use proptest::prelude::*;
use sales_workbench::calculators;
use sales_workbench::engine::math;
use sales_workbench::workbook::request::{self, RequestError};
use serde_json::{Value, json};
use support::words::said;
use support::{ask, case, number, numbers, results, with};

const ID: &str = "pricing.dynamic";

/// A figure of the policy with so many periods and units left.
fn policy(found: &Value, periods: f64, stock: f64, figure: &str) -> f64 {
    let here = |row: &&Value| number(&row["periods_left"]) == periods && number(&row["stock_left"]) == stock;
    let row = found["policy"].as_array().into_iter().flatten().find(here);
    row.map_or_else(|| panic!("no policy with {periods} periods and {stock} units left"), |row| number(&row[figure]))
}

fn ladder(prices: &[f64], shares: &[f64]) -> Value {
    prices.iter().zip(shares).map(|(price, share)| json!({ "price": price, "share": share })).collect()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs().max(1.0)
}

#[test]
fn one_customer_a_period_by_dynamic_programming() {
    for id in ["pricing-pub-22-dynamic-pricing-dp", "pricing-pub-23-dynamic-pricing-dp-tiny"] {
        let case = case("pricing_dynamic", id);
        let prices = numbers(case.input("/price_menu"));
        let shares = numbers(case.input("/sale_probability_per_period"));
        let found = results(
            ID,
            json!({
                "process": "at_most_one",
                "arrivals": 1,
                "willingness": "listed",
                "ladder": ladder(&prices, &shares),
                "periods": case.input("/periods"),
                "stock": case.input("/stock"),
                "salvage": case.input("/salvage_value"),
            }),
        );
        let (periods, stock) = (case.number("/periods") as usize, case.number("/stock") as usize);
        let table: Vec<Vec<f64>> = (1..=periods)
            .map(|left| (1..=stock).map(|units| policy(&found, left as f64, units as f64, "price")).collect())
            .collect();
        case.check("/policy_price_by_periods_left_then_stock", &json!(table));
        case.check("/optimal_expected_revenue", &found["expected_revenue"]);
        case.check("/expected_unsold", &found["expected_unsold"]);
        case.check("/probability_sold_out", &found["sold_out"]);
    }
}

#[test]
fn any_price_at_any_moment() {
    let case = case("pricing_dynamic", "pricing-pub-21-dynamic-pricing");
    // Ten periods make up the horizon, so that half of it and a tenth of it are whole periods too.
    let tenth = case.number("/horizon") / 10.0;
    let found = results(
        ID,
        json!({
            "process": "any_price",
            "periods": 10,
            "arrivals": case.number("/a_arrivals_per_time") * tenth,
            "mean_willingness": 1.0 / case.number("/alpha_per_money"),
            "stock": case.input("/stock"),
            "salvage": 0,
        }),
    );
    case.check("/optimal_expected_revenue", &found["expected_revenue"]);
    let prices: Vec<f64> = case
        .input("/price_at")
        .as_array()
        .unwrap()
        .iter()
        .map(|at| policy(&found, (number(&at["time_left"]) / tenth).round(), number(&at["stock"]), "price"))
        .collect();
    case.check("/optimal_prices", &json!(prices));
    case.check("/optimal_prices/0", &found["price_now"]);
    case.check("/best_fixed_price_expected_revenue", &found["fixed_revenue"]);
    case.check("/best_fixed_price", &found["fixed_price"]);
    case.check("/deterministic_price", &found["certain_price"]);
    case.check("/deterministic_upper_bound", &found["certain_revenue"]);
}

/// Money still to come, units left at the end, chance to sell out: for every stock from 0.
type State = Vec<[f64; 3]>;

/// The closed form with a salvage value, against its differential equations: with n left,
/// V' = r(V(n − 1) − V(n) + p), U' = r(U(n − 1) − U(n)), where r is the rate of sales at the best price p = V(n) − V(n − 1) + mean.
#[test]
fn the_closed_form_solves_its_differential_equations() {
    const STEPS: u32 = 4_000;
    let (arrivals, mean, salvage, stock, periods) = (3.0, 50.0, 20.0, 6_usize, 4.0);
    let found = results(
        ID,
        json!({
            "process": "any_price", "arrivals": arrivals, "mean_willingness": mean, "salvage": salvage,
            "stock": stock, "periods": periods,
        }),
    );
    let slope = |state: &State| -> State {
        let mut slope = vec![[0.0; 3]];
        for pair in state.windows(2) {
            let price = (pair[1][0] - pair[0][0] + mean).max(0.0);
            let rate = arrivals * math::exp(-price / mean);
            let falls = |place: usize| rate * (pair[0][place] - pair[1][place]);
            slope.push([falls(0) + rate * price, falls(1), falls(2)]);
        }
        slope
    };
    let moved = |state: &State, slope: &State, time: f64| -> State {
        let move_one = |(state, slope): (&[f64; 3], &[f64; 3])| std::array::from_fn(|i| state[i] + time * slope[i]);
        state.iter().zip(slope).map(move_one).collect()
    };
    let mut state: State = (0..=stock).map(|n| [salvage * n as f64, n as f64, f64::from(u8::from(n == 0))]).collect();
    let step = periods / f64::from(STEPS);
    for _ in 0..STEPS {
        let a = slope(&state);
        let b = slope(&moved(&state, &a, step / 2.0));
        let c = slope(&moved(&state, &b, step / 2.0));
        let d = slope(&moved(&state, &c, step));
        for (slope, weight) in [(a, 1.0), (b, 2.0), (c, 2.0), (d, 1.0)] {
            state = moved(&state, &slope, step * weight / 6.0);
        }
    }
    for (place, key) in ["expected_revenue", "expected_unsold", "sold_out"].into_iter().enumerate() {
        let (exact, found) = (state[stock][place], number(&found[key]));
        assert!(near(found, exact), "{key}: {found} instead of {exact}");
    }
}

#[test]
fn with_no_one_coming_all_is_left() {
    for process in ["poisson", "at_most_one", "any_price"] {
        let answer = ask(ID, json!({ "process": process, "arrivals": 0, "stock": 12, "salvage": 15 }));
        let found = &answer["results"];
        assert_eq!(found["expected_revenue"], 180.0);
        assert_eq!(found["fixed_revenue"], 180.0);
        assert_eq!(found["expected_unsold"], 12.0);
        assert_eq!(found["sold_out"], 0.0);
        // All prices are alike then: none is the best to keep, and why is said instead of a sentence around it.
        assert_eq!(answer["faults"]["average_price"]["cause"], "nobody_buys");
        assert_eq!(answer["faults"]["fixed_price"]["cause"], "nobody_buys");
        assert_eq!(answer["warnings"], json!(["nobody_buys"]));
        let said = |key: &str| said(ID, json!({ "process": process, "arrivals": 0 }), key);
        assert!(said("headline").starts_with("Nobody buys"), "{}", said("headline"));
        assert_eq!(said("chart.kept.title"), "Expected revenue if one price is kept throughout");
        assert_eq!(said("chart.policy.title"), "Best price by stock and time left");
    }
}

#[test]
fn the_map_says_which_way_prices_go_only_where_they_differ() {
    let caption = |inputs: Value| said(ID, inputs, "chart.policy.title");
    let falling = "Prices from 180.00 USD down to 105.00 USD: highest with little stock and much time left, lowest with much \
                   stock and little time";
    assert_eq!(caption(json!({ "stock": 200 })), falling);
    let plain = "Best price by stock and time left";
    // The higher the price, the more buy it: one price is best everywhere.
    let shares = [0.1, 0.2, 0.3];
    let rising = json!({ "willingness": "listed", "ladder": ladder(&[60.0, 120.0, 180.0], &shares) });
    assert_eq!(caption(rising), plain);
    assert_eq!(caption(json!({ "stock": 1, "periods": 1 })), plain);
    assert_eq!(caption(json!({ "process": "any_price", "stock": 1, "periods": 1 })), plain);
    assert!(caption(json!({ "process": "any_price" })).starts_with("Prices from "));
}

/// Every price of the policy lies between the two that the caption names, at the corners that it names.
#[test]
fn the_two_ends_of_the_map_stand_at_its_corners() {
    for process in ["poisson", "at_most_one", "any_price"] {
        for (stock, periods) in [(2.0, 3.0), (12.0, 30.0), (5.0, 2.0)] {
            let inputs = json!({ "process": process, "arrivals": 0.9, "stock": stock, "periods": periods });
            let policy = results(ID, inputs)["policy"].as_array().unwrap().clone();
            let at = |left: f64, units: f64| {
                let row = policy
                    .iter()
                    .find(|row| number(&row["periods_left"]) == left && number(&row["stock_left"]) == units);
                number(&row.unwrap()["price"])
            };
            let prices: Vec<f64> = policy.iter().map(|row| number(&row["price"])).collect();
            let most = prices.iter().copied().fold(f64::MIN, f64::max);
            let least = prices.iter().copied().fold(f64::MAX, f64::min);
            assert_eq!((at(periods, 1.0), at(1.0, stock)), (most, least), "{process} {stock} {periods}");
        }
    }
}

#[test]
fn everyone_buys_at_the_only_price() {
    let two = ladder(&[50.0, 50.0], &[1.0, 1.0]);
    let found = results(
        ID,
        json!({
            "process": "at_most_one", "willingness": "listed", "arrivals": 1, "ladder": two, "stock": 4, "periods": 9,
            "salvage": 10,
        }),
    );
    assert_eq!(found["expected_revenue"], 200.0);
    assert_eq!(found["gain"], 0.0);
    assert_eq!(found["sold_out"], 1.0);
    assert_eq!(found["expected_unsold"], 0.0);
}

#[test]
fn what_cannot_be_has_its_reason() {
    let cause = |inputs: Value, key: &str| ask(ID, inputs)["faults"][key]["cause"].clone();
    assert_eq!(cause(json!({ "process": "at_most_one" }), "price_now"), "more_than_one_arrives");
    // How many come does not matter to what each would pay.
    let too_many = ask(ID, json!({ "process": "at_most_one" }));
    assert_eq!(too_many["results"]["paying"], results(ID, json!({}))["paying"]);
    assert_eq!(too_many["faults"]["rung_revenue"]["cause"], "more_than_one_arrives");
    for (arrivals, refused) in [(1.0, false), (1.0 + f64::EPSILON, true), (1.0 - f64::EPSILON, false), (1.01, true)] {
        let answer = ask(ID, json!({ "process": "at_most_one", "arrivals": arrivals }));
        assert_eq!(answer["results"]["price_now"] == Value::Null, refused, "{arrivals}");
    }
    let reversed = json!({ "willingness": "uniform", "lowest_willingness": 200 });
    assert_eq!(cause(reversed, "expected_revenue"), "lowest_above_highest");
    assert_eq!(cause(json!({}), "certain_revenue"), "only_any_price");
    assert_eq!(cause(json!({ "floor": 200 }), "rule_price"), "floor_above_ceiling");
}

#[test]
fn a_share_of_buyers_that_rises_with_the_price_is_warned_of() {
    let warned = |prices: &[f64], shares: &[f64], more: Value| {
        let inputs = with(&json!({ "willingness": "listed", "ladder": ladder(prices, shares) }), more);
        ask(ID, inputs)["warnings"].as_array().unwrap().contains(&json!("share_rises"))
    };
    for share in [0.0, 0.07, 0.3, 0.57, 1.0] {
        assert!(!warned(&[60.0, 80.0], &[share, share], json!({})), "{share}");
        for step in [0.01, 0.0001, f64::EPSILON] {
            if share + step <= 1.0 {
                assert!(warned(&[60.0, 80.0], &[share, share + step], json!({})), "{share} + {step}");
                assert!(!warned(&[60.0, 80.0], &[share + step, share], json!({})), "{share} + {step}");
                // In any order of rows, and one price with two shares.
                assert!(warned(&[80.0, 60.0], &[share + step, share], json!({})));
                assert!(warned(&[80.0, 80.0], &[share + step, share], json!({})));
            }
        }
    }
    assert!(warned(&[60.0, 80.0, 100.0], &[0.8, 0.2, 0.3], json!({})));
    // Only where the shares count.
    assert!(!warned(&[60.0, 80.0], &[0.2, 0.3], json!({ "willingness": "normal" })));
    assert!(!warned(&[60.0, 80.0], &[0.2, 0.3], json!({ "process": "any_price" })));
}

/// Followed by hand: with at most one customer a period, each unit more needs one period more.
#[test]
fn the_chance_to_sell_out_with_each_unit_more() {
    let found = |stock: u32, periods: u32| {
        results(
            ID,
            json!({
                "process": "at_most_one", "arrivals": 1, "willingness": "listed", "stock": stock, "periods": periods, "salvage": 0,
                "ladder": ladder(&[100.0, 100.0], &[0.5, 0.5]),
            }),
        )
    };
    for periods in 1..=8_u32 {
        for stock in 1..=10_u32 {
            // At least `stock` heads of so many coins.
            let ways =
                |heads: u32| (0..heads).fold(1.0, |ways, one| ways * f64::from(periods - one) / f64::from(one + 1));
            let chance: f64 = (stock..=periods).map(ways).sum::<f64>() / f64::from(1_u32 << periods);
            let found = found(stock, periods);
            for key in ["sold_out", "fixed_sold_out"] {
                assert!(
                    (number(&found[key]) - chance).abs() < 1e-14,
                    "{key} {stock} {periods}: {} {chance}",
                    found[key]
                );
                assert_eq!(number(&found[key]) == 0.0, stock > periods, "{key} {stock} {periods}");
            }
        }
    }
    // Any number of customers in one period: 1 − Σ e^−a aⁿ ÷ n! below the stock.
    for stock in 1..=12_u32 {
        let arrivals: f64 = 6.0;
        let (mut term, mut fewer) = (math::exp(-arrivals), 0.0);
        for n in 1..=stock {
            fewer += term;
            term *= arrivals / f64::from(n);
        }
        let found = results(
            ID,
            json!({
                "process": "poisson", "arrivals": arrivals, "willingness": "listed", "stock": stock, "periods": 1, "salvage": 0,
                "ladder": ladder(&[100.0, 90.0], &[1.0, 1.0]),
            }),
        );
        for key in ["sold_out", "fixed_sold_out"] {
            assert!((number(&found[key]) - (1.0 - fewer)).abs() < 1e-12, "{key} {stock}");
        }
    }
}

/// Shares and prices that earn the same: the policy and the price kept name the same price, and the gain is nothing.
#[test]
fn of_prices_that_earn_the_same_the_highest_is_asked() {
    let mut tried = 0;
    for hundredths in 1..=50_u32 {
        for times in 2..=6_u32 {
            // One price is so many times the other, its share so many times smaller.
            let (low, share) = (f64::from(hundredths * 7), f64::from(hundredths * times) / 100.0);
            if hundredths * times > 100 {
                continue;
            }
            let inputs = json!({
                "process": "at_most_one", "arrivals": 1, "willingness": "listed", "stock": 1, "periods": 1, "salvage": 0,
                "ladder": ladder(&[low * f64::from(times), low], &[f64::from(hundredths) / 100.0, share]),
            });
            let found = results(ID, inputs);
            assert_eq!(found["price_now"], low * f64::from(times), "{hundredths} {times}");
            assert_eq!(found["fixed_price"], found["price_now"], "{hundredths} {times}");
            assert_eq!(found["gain"], 0.0);
            tried += 1;
        }
    }
    assert!(tried > 100);
    assert_eq!(results(ID, json!({ "arrivals": 0 }))["price_now"], 180.0);
}

#[test]
fn more_than_the_programme_can_look_at_is_refused_by_name() {
    let calculator = calculators::find(ID).unwrap();
    for (key, value) in [("stock", 201), ("periods", 201)] {
        let inputs = json!({ key: value });
        let refused = request::read_inputs(calculator.sheet(), inputs.as_object().unwrap());
        assert!(matches!(refused, Err(RequestError::Refused { field, .. }) if field == key));
    }
}

#[test]
fn a_rule_multiplies_and_keeps_to_its_bounds() {
    let ask = |more: Value| {
        let base = json!({ "base_price": 100, "floor": 90, "ceiling": 150, "stock_share": 0.5 });
        results(ID, with(&base, more))
    };
    let usual = ask(json!({}));
    assert_eq!(usual["rule_price"], 100.0);
    assert_eq!(usual["rule_bound"], "neither");
    let several = ask(json!({ "season": "peak", "channel": "partner", "hour": "busy", "stock_share": 0.19 }));
    assert!(near(number(&several["multiplier"]), 1.2 * 1.05 * 1.08 * 1.15));
    assert_eq!(several["rule_price"], 150.0);
    assert_eq!(several["rule_bound"], "ceiling");
    let low = ask(json!({ "season": "low", "hour": "quiet", "stock_share": 0.71 }));
    assert!(near(number(&low["unbounded_price"]), 100.0 * 0.85 * 0.95 * 0.9));
    assert_eq!(low["rule_price"], 90.0);
    assert_eq!(low["rule_bound"], "floor");
    // A band begins beyond its bound.
    assert_eq!(ask(json!({ "stock_share": 0.2 }))["multiplier"], 1.0);
    assert_eq!(ask(json!({ "stock_share": 0.7 }))["multiplier"], 1.0);
}

fn season() -> impl Strategy<Value = Value> {
    let process = prop::sample::select(vec!["poisson", "at_most_one"]);
    let willingness = prop::sample::select(vec!["normal", "logistic", "uniform", "exponential"]);
    let prices = prop::collection::vec(5.0..250.0_f64, 2..8);
    (
        process,
        willingness,
        prices,
        0.0..1.0_f64,
        0.0..60.0_f64,
        (1_u32..12, 1_u32..12),
        (20.0..200.0_f64, 5.0..80.0_f64),
    )
        .prop_map(|(process, willingness, prices, arrivals, salvage, (stock, periods), (mean, spread))| {
            let prices: Vec<Value> = prices.into_iter().map(|price| json!({ "price": price })).collect();
            let many = if process == "poisson" { 4.0 } else { 1.0 };
            json!({
                "process": process, "willingness": willingness, "ladder": prices, "arrivals": many * arrivals,
                "salvage": salvage, "stock": stock, "periods": periods, "mean_willingness": mean, "spread": spread,
            })
        })
}

proptest! {
    #[test]
    fn the_policy_is_at_least_as_good_as_any_price_kept(season in season()) {
        let found = results(ID, season.clone());
        let (best, fixed) = (number(&found["expected_revenue"]), number(&found["fixed_revenue"]));
        prop_assert!(best >= fixed * (1.0 - 1e-9));
        let rungs = numbers(&found["rung_revenue"]);
        prop_assert!(near(rungs.iter().copied().fold(f64::MIN, f64::max), fixed));
        for key in ["sold_out", "fixed_sold_out"] {
            prop_assert!((0.0..=1.0 + 1e-12).contains(&number(&found[key])));
        }
        let (unsold, stock) = (number(&found["expected_unsold"]), number(&season["stock"]));
        prop_assert!(unsold >= -1e-9 && unsold <= stock + 1e-9);
        prop_assert!(near(policy(&found, number(&season["periods"]), stock, "value"), best));
        // With a single period, a policy is one price.
        let once = results(ID, with(&season, json!({ "periods": 1 })));
        prop_assert!(near(number(&once["expected_revenue"]), number(&once["fixed_revenue"])));
    }

    #[test]
    fn more_stock_and_more_time_are_worth_more(season in season()) {
        // A price below salvage throws money away, and time is then no gain.
        let cheapest = season["ladder"].as_array().unwrap().iter().map(|row| number(&row["price"])).fold(f64::MAX, f64::min);
        let salvage = number(&season["salvage"]).min(cheapest);
        let season = with(&season, json!({ "salvage": salvage }));
        let found = results(ID, season.clone());
        let (periods, stock) = (number(&season["periods"]) as u32, number(&season["stock"]) as u32);
        let of = |left: u32, units: u32, figure: &str| policy(&found, f64::from(left), f64::from(units), figure);
        for left in 1..=periods {
            for units in 1..=stock {
                let value = of(left, units, "value");
                prop_assert!(units == 1 || value >= of(left, units - 1, "value") - 1e-9);
                prop_assert!(left == 1 || value >= of(left - 1, units, "value") - 1e-9);
                if season["process"] == "at_most_one" {
                    // Gallego & van Ryzin: the price falls with stock and rises with time.
                    let price = of(left, units, "price");
                    let sells = value > salvage * f64::from(units) + 1e-6;
                    prop_assert!(!sells || units == 1 || price <= of(left, units - 1, "price") + 1e-9);
                    prop_assert!(!sells || left == 1 || price >= of(left - 1, units, "price") - 1e-9);
                }
            }
        }
    }

    #[test]
    fn freer_prices_and_surer_demand_earn_more(
        (stock, periods) in (1_u32..12, 1_u32..12),
        (arrivals, mean, share) in (0.1..5.0_f64, 10.0..200.0_f64, 0.0..0.9_f64),
    ) {
        let salvage = share * mean;
        let rungs: Vec<Value> = (0..8).map(|rung| json!({ "price": salvage + mean * (0.4 + 0.3 * f64::from(rung)) })).collect();
        let ask = |process: &str| results(ID, json!({
            "process": process, "willingness": "exponential", "ladder": rungs, "stock": stock, "periods": periods,
            "arrivals": arrivals, "mean_willingness": mean, "salvage": salvage,
        }));
        let (ladder, any) = (ask("poisson"), ask("any_price"));
        let revenue = |found: &Value, key: &str| number(&found[key]);
        let chain = [
            revenue(&ladder, "fixed_revenue"),
            revenue(&ladder, "expected_revenue"),
            revenue(&any, "expected_revenue"),
            revenue(&any, "certain_revenue"),
        ];
        prop_assert!(chain.windows(2).all(|pair| pair[0] <= pair[1] * (1.0 + 1e-9)), "{:?}", chain);
        prop_assert!(revenue(&any, "fixed_revenue") >= chain[0] * (1.0 - 1e-9));
        prop_assert!(revenue(&any, "fixed_revenue") <= chain[2] * (1.0 + 1e-9));
    }

    #[test]
    fn a_rule_price_lies_within_its_bounds(
        base in 0.0..1e6_f64, floor in 0.0..1e6_f64, more in 0.0..1e6_f64, share in 0.0..1.0_f64,
    ) {
        let found = results(ID, json!({
            "base_price": base, "floor": floor, "ceiling": floor + more, "stock_share": share, "season": "peak",
        }));
        let price = number(&found["rule_price"]);
        prop_assert!(price >= floor && price <= floor + more);
        let unbounded = number(&found["unbounded_price"]);
        prop_assert_eq!(found["rule_bound"] == "neither", price == unbounded);
    }
}

#[test]
fn limits_the_wrong_way_round_are_refused_and_warned_of() {
    let rule = ask(ID, json!({ "floor": 200, "ceiling": 180 }));
    assert_eq!(rule["warnings"], json!(["floor_above_ceiling"]));
    for key in ["rule_price", "rule_bound"] {
        assert_eq!(rule["faults"][key]["cause"], "floor_above_ceiling", "{key}");
    }
    let uniform = json!({ "willingness": "uniform", "lowest_willingness": 200, "highest_willingness": 190 });
    let answer = ask(ID, uniform);
    assert_eq!(answer["warnings"], json!(["lowest_above_highest"]));
    assert_eq!(answer["faults"]["price_now"]["cause"], "lowest_above_highest");
}
