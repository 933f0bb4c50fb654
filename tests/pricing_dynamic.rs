//! Dynamic pricing: results computed elsewhere, the limits of the model, and its properties.

mod support;

use proptest::prelude::*;
use serde_json::{Value, json};
use support::{ask, case, results};

const ID: &str = "pricing.dynamic";

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(number).collect()
}

/// `base` with what `more` says in its place.
fn with(mut base: Value, more: Value) -> Value {
    let Value::Object(more) = more else { panic!("inputs are an object") };
    base.as_object_mut().unwrap().extend(more);
    base
}

/// A figure of the policy with so many periods and units left.
fn policy(found: &Value, periods: f64, stock: f64, figure: &str) -> f64 {
    let rows = found["policy"].as_array().unwrap();
    let row = rows.iter().find(|row| number(&row["periods_left"]) == periods && number(&row["stock_left"]) == stock);
    number(&row.unwrap()[figure])
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

#[test]
fn preset() {
    let mut a = ask(ID, json!({}));
    a["results"]["policy"] = json!(a["results"]["policy"].as_array().unwrap().len());
    println!("{a:#}");
    let big = std::time::Instant::now();
    let _ = results(ID, json!({"stock": 200, "periods": 100, "arrivals": 100}));
    println!("{:?}", big.elapsed());
}
