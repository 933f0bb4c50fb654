//! The rules of a commission plan at what is odd: contradictions are said, nothing is dropped without a word.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::needless_pass_by_value, reason = "`json!` values are written in place")]

mod support;

use proptest::prelude::*;
use sales_workbench::calculators;
use sales_workbench::workbook::request;
use serde_json::{Value, json};
use support::{ask, number, numbers, with};

/// A plan of round figures: 10,000 for a quota of 100,000.
fn round() -> Value {
    json!({ "pay": "amounts", "base_salary": 0, "variable_at_target": 10_000, "quota": 100_000, "sales": 100_000 })
}

fn answer(more: Value) -> Value {
    ask("commission.plan", with(&round(), more))
}

fn results(more: Value) -> Value {
    answer(more)["results"].clone()
}

fn warns(answer: &Value, key: &str) -> bool {
    answer["warnings"].as_array().unwrap().contains(&json!(key))
}

/// Ten percent of sales, counted by the period.
fn monthly(sales: &[f64], more: Value) -> Value {
    let months: Vec<Value> = sales.iter().map(|sales| json!({ "month_sales": sales })).collect();
    let plan = json!({
        "tier_basis": "sales", "tiers": [{ "from_sales": 0, "rate": 0.1 }], "by_month": true, "months": months,
    });
    with(&plan, more)
}

#[test]
fn an_account_by_month_keeps_to_the_cap_on_attainment() {
    let found = results(monthly(&[300_000.0], json!({ "sales": 300_000, "cap": "attainment", "cap_attainment": 1.5 })));
    assert_eq!((&found["variable_pay"], &found["months_paid"]), (&json!(15_000.0), &json!(15_000.0)));
}

#[test]
fn an_account_by_month_keeps_to_share_discount_and_gate() {
    let terms = json!({ "credit_share": 0.5, "discount": 0.2, "discount_effect": "pay", "sales": 300_000 });
    let found = results(monthly(&[300_000.0], terms.clone()));
    assert_eq!((&found["variable_pay"], &found["months_paid"]), (&json!(12_000.0), &json!(12_000.0)));
    // The first period stays below the gate of sales, the second reaches it.
    let gate = json!({ "composite": true, "sales_gate": 0.8, "measures": [{ "weight": 0, "minimum": null }] });
    let found = results(monthly(&[79_999.99, 80_000.0], gate.clone()));
    assert_eq!(found["month_earned"], json!([0.0, 8_000.0]));
    let to_date = with(&gate, json!({ "month_basis": "to_date" }));
    assert_eq!(results(monthly(&[50_000.0, 30_000.0], to_date))["month_earned"], json!([0.0, 8_000.0]));
}

#[test]
fn a_cap_on_pay_holds_for_a_period_or_for_all_to_date() {
    let cap = json!({ "cap": "pay", "cap_pay": 5_000 });
    assert_eq!(results(monthly(&[30_000.0, 60_000.0], cap.clone()))["month_net"], json!([3_000.0, 5_000.0]));
    let found = results(monthly(&[30_000.0, 60_000.0], with(&cap, json!({ "month_basis": "to_date" }))));
    assert_eq!(found["month_net"], json!([3_000.0, 2_000.0]));
    assert_eq!(found["months_withheld"], 4_000.0);
}

#[test]
fn an_account_by_month_says_what_it_leaves_out() {
    let warned = |more: Value| warns(&answer(monthly(&[1_000.0], more)), "months_leave_out");
    assert!(!warned(json!({})));
    for key in ["composite", "shares", "margin_deals"] {
        assert!(warned(json!({ key: true })), "{key}");
        assert!(!warned(json!({ key: true, "by_month": false })), "{key}");
    }
}

#[test]
fn net_returns_are_carried_or_taken_back() {
    let found = results(monthly(&[-5_000.0, 20_000.0], json!({})));
    assert_eq!(found["month_earned"], json!([0.0, 1_500.0]));
    assert_eq!(found["months_carried"], 0.0);
    let found = results(monthly(&[-5_000.0, 20_000.0], json!({ "month_returns": "taken_back" })));
    assert_eq!(found["month_earned"], json!([-500.0, 2_000.0]));
    let found = results(monthly(&[20_000.0, -5_000.0], json!({})));
    assert_eq!((&found["month_earned"], &found["months_carried"]), (&json!([2_000.0, 0.0]), &json!(5_000.0)));
    let found = results(monthly(&[-5_000.0, 2_000.0, 3_000.01], json!({})));
    assert_eq!((&found["month_earned"], &found["months_carried"]), (&json!([0.0, 0.0, 0.0]), &json!(0.0)));
    // To date, later sales make up for them in any case.
    let to_date = json!({ "month_basis": "to_date", "month_returns": "taken_back" });
    assert_eq!(results(monthly(&[-5_000.0, 20_000.0], to_date))["month_earned"], json!([0.0, 1_500.0]));
    // A first tier that is a point takes back along its line.
    let points = json!([
        { "from_attainment": 0, "multiplier": 0.5, "mode": "interpolated" },
        { "from_attainment": 1, "multiplier": 1, "mode": "interpolated" },
    ]);
    let more = json!({ "tier_basis": "attainment", "tiers": points, "month_returns": "taken_back" });
    assert_eq!(results(monthly(&[-5_000.0], more))["month_earned"], json!([-250.0]));
}

#[test]
fn a_point_at_zero_pays_its_own_value() {
    let points = json!([
        { "from_attainment": 0, "multiplier": 0.5, "mode": "interpolated" },
        { "from_attainment": 1, "multiplier": 1, "mode": "interpolated" },
    ]);
    let found = answer(json!({
        "sales": 0, "tiers": points, "by_month": true, "months": [{ "month_sales": 0 }, { "month_sales": 100_000 }],
    }));
    assert_eq!(found["results"]["variable_pay"], 5_000.0);
    assert_eq!(found["results"]["month_paid"], json!([5_000.0, 10_000.0]));
    assert_eq!(found["results"]["tier_lines"][0]["line_pay"], 5_000.0);
    assert_eq!(found["results"]["tier_lines"][0]["line_rate"], Value::Null);
    // A share of no sales is the one figure that has no value.
    let faults: Vec<&String> =
        found["faults"].as_object().unwrap().keys().filter(|key| !key.starts_with("measure")).collect();
    assert!(!faults.contains(&&"total_pay".to_owned()) && faults.contains(&&"effective_rate".to_owned()), "{faults:?}");
}

#[test]
fn a_hurdle_pays_only_what_lies_above_it_on_a_line_too() {
    let points = json!([
        { "from_attainment": 0, "multiplier": 0, "mode": "interpolated" },
        { "from_attainment": 0.5, "multiplier": 0.3, "mode": "interpolated" },
        { "from_attainment": 1, "multiplier": 1, "mode": "interpolated" },
    ]);
    let pay = |sales: f64, threshold: f64, tiers: &Value| {
        let more = json!({ "sales": sales, "threshold": threshold, "threshold_kind": "hurdle", "tiers": tiers });
        number(&results(more)["variable_pay"])
    };
    // Up to 25% the line would pay 1,500.
    assert_eq!(pay(24_999.99, 0.25, &points), 0.0);
    assert_eq!(pay(25_000.0, 0.25, &points), 0.0);
    assert_eq!(pay(50_000.0, 0.25, &points), 1_500.0);
    assert_eq!(pay(75_000.0, 0.25, &points), 5_000.0);
    // At the very bound of a point, what the point pays is not above it.
    assert_eq!(pay(75_000.0, 0.5, &points), 3_500.0);
    // A line that ends below the hurdle pays nothing.
    let mixed = json!([
        { "from_attainment": 0, "multiplier": 0, "mode": "interpolated" },
        { "from_attainment": 0.5, "multiplier": 2, "mode": "marginal" },
    ]);
    assert_eq!(pay(90_000.0, 0.8, &mixed), 2_000.0);
}

#[test]
fn a_price_above_list_is_no_discount() {
    let bands = json!([{ "from_discount": 0, "margin_rate": 0.1 }]);
    let pay = |sold: f64, bands: &Value| {
        answer(json!({
            "margin_deals": true, "discount_bands": bands, "deals": [{ "list": 100, "sold": sold, "cost": 50 }],
        }))
    };
    let found = pay(100.01, &bands);
    assert_eq!(found["results"]["margin_total"], 5.0);
    assert_eq!(found["results"]["deal_discount"], json!([0.0]));
    assert!(!warns(&found, "no_band"));
    let later = json!([{ "from_discount": 0.1, "margin_rate": 0.1 }]);
    let found = pay(90.01, &later);
    assert_eq!((&found["results"]["margin_total"], warns(&found, "no_band")), (&json!(0.0), true));
    let found = pay(90.0, &later);
    assert_eq!((&found["results"]["margin_total"], warns(&found, "no_band")), (&json!(4.0), false));
}

#[test]
fn bands_and_tiers_with_one_bound_are_refused() {
    let found = answer(json!({
        "margin_deals": true,
        "discount_bands": [{ "from_discount": 0.1 }, { "from_discount": 0 }, { "from_discount": 0.1 }],
    }));
    assert_eq!(found["faults"]["margin_total"]["cause"], "same_band");
    assert_eq!(found["faults"]["total_pay"]["cause"], "same_band");
    assert_eq!(found["warnings"], json!(["same_band"]));
    // Behind a switch that is off nothing is refused.
    let found = answer(json!({ "discount_bands": [{ "from_discount": 0 }, { "from_discount": 0 }] }));
    assert_eq!(found["results"]["total_pay"], 10_000.0);
}

/// Other measures: this share of the target pay for this goal.
fn measure(goal: f64, actual: f64) -> Value {
    json!([{ "weight": 0.3, "goal": goal, "actual": actual, "minimum": null }])
}

#[test]
fn a_measure_that_is_no_money_on_rates_of_sales_is_said() {
    let warned = |goal: f64, tiers: Value, more: Value| {
        let plan = json!({ "composite": true, "tier_basis": "sales", "tiers": tiers, "measures": measure(goal, goal) });
        warns(&answer(with(&plan, more)), "measure_on_sales_rates")
    };
    let general = || json!([{ "from_sales": 0, "rate": 0.1, "measure": null }]);
    assert!(warned(0.95, general(), json!({})), "a renewal rate");
    assert!(warned(24.0, general(), json!({})), "a count");
    assert!(warned(999.99, general(), json!({})));
    assert!(!warned(1_000.0, general(), json!({})), "a hundredth of the quota");
    assert!(!warned(40_000.0, general(), json!({})), "a margin");
    assert!(!warned(0.95, general(), json!({ "tier_basis": "attainment" })));
    assert!(!warned(0.95, general(), json!({ "composite": false })));
    // Tiers of its own say what a unit of it pays.
    let own = json!([{ "from_sales": 0, "rate": 0.1, "measure": 0 }, { "from_sales": 0, "rate": 50, "measure": 1 }]);
    assert!(!warned(24.0, own, json!({})));
}

#[test]
fn a_threshold_says_which_measures_it_holds_for() {
    let plan = |applies: &str, kind: &str, actual: f64| {
        answer(json!({
            "composite": true, "threshold": 0.5, "threshold_kind": kind, "threshold_for": applies,
            "measures": measure(100.0, actual),
        }))
    };
    let check = |applies: &str, kind: &str, actual: f64, pay: f64, warned: bool| {
        let found = plan(applies, kind, actual);
        assert_eq!(found["results"]["measure_pay"], json!([pay]), "{applies} {kind} {actual}");
        assert_eq!(warns(&found, "measure_below_threshold"), warned, "{applies} {kind} {actual}");
    };
    check("every_measure", "gate", 40.0, 0.0, true);
    check("every_measure", "gate", 49.99, 0.0, true);
    check("every_measure", "gate", 50.0, 1_500.0, false);
    check("every_measure", "hurdle", 50.0, 0.0, true);
    check("every_measure", "hurdle", 50.01, 0.3, false);
    check("sales", "gate", 40.0, 1_200.0, false);
    check("sales", "hurdle", 40.0, 1_200.0, false);
    assert!(!warns(&answer(json!({ "threshold": 0.5, "measures": measure(100.0, 40.0) })), "measure_below_threshold"));
}

#[test]
fn a_tier_for_a_measure_that_is_not_there_is_refused() {
    let plan = |named: f64, composite: bool| {
        answer(json!({
            "composite": composite, "measures": measure(100.0, 100.0),
            "tiers": [
                { "from_attainment": 0, "multiplier": 1, "measure": null },
                { "from_attainment": 0, "multiplier": 1, "measure": named },
            ],
        }))
    };
    assert_eq!(plan(1.0, true)["results"]["measure_pay"], json!([3_000.0]));
    assert_eq!(plan(2.0, true)["faults"]["total_pay"]["cause"], "no_such_measure");
    assert_eq!(plan(2.0, false)["results"]["total_pay"], 10_000.0);
    let calculator = calculators::find("commission.plan").unwrap();
    for named in [1.5, 9.0] {
        let inputs = json!({ "tiers": [{ "measure": named }] });
        assert!(request::ask(calculator, inputs.as_object().unwrap()).is_err(), "{named}");
    }
}

#[test]
fn a_clawback_counts_full_months() {
    let back = |days: Value, months: Value, until: u32| {
        number(
            &results(json!({
                "cancellations": true, "vesting_months": until,
                "cancelled": [{ "paid_commission": 1_200, "kept_days": days, "kept_months": months }],
            }))["clawback_total"],
        )
    };
    // Three months of 30 days lie within a window of 90 days, four do not.
    assert_eq!(back(Value::Null, json!(3), 12), 1_200.0);
    assert_eq!(back(Value::Null, json!(4), 12), 800.0);
    assert_eq!(back(json!(90), Value::Null, 12), 1_200.0);
    assert_eq!(back(json!(91), Value::Null, 12), 900.0);
    assert_eq!(back(json!(359), Value::Null, 12), 100.0);
    assert_eq!(back(json!(360), Value::Null, 12), 0.0);
    assert_eq!(back(json!(91), json!(2), 12), 1_000.0);
    assert_eq!(back(json!(91), json!(2), 0), 0.0);
    assert_eq!(back(json!(90), json!(2), 0), 1_200.0);
    assert_eq!(back(json!(91), json!(0), 1), 1_200.0);
    assert_eq!(back(json!(91), json!(1), 1), 0.0);
    // Neither: the deal was not cancelled.
    assert_eq!(back(Value::Null, Value::Null, 12), 0.0);
    let calculator = calculators::find("commission.plan").unwrap();
    for inputs in [json!({ "vesting_months": 0.5 }), json!({ "cancelled": [{ "kept_months": 5.9 }] })] {
        assert!(request::ask(calculator, inputs.as_object().unwrap()).is_err(), "{inputs}");
    }
}

#[test]
fn days_and_months_that_cannot_both_be_right_are_said() {
    let warned = |days: Value, months: Value| {
        let cancelled = json!([{ "paid_commission": 1, "kept_days": days, "kept_months": months }]);
        warns(&answer(json!({ "cancellations": true, "cancelled": cancelled })), "kept_disagree")
    };
    assert!(warned(json!(83), json!(3)));
    assert!(!warned(json!(84), json!(3)));
    assert!(!warned(json!(123), json!(3)));
    assert!(warned(json!(124), json!(3)));
    assert!(!warned(json!(10), Value::Null) && !warned(Value::Null, json!(3)));
}

#[test]
fn the_next_deal_is_credited_as_the_others_are() {
    let next = |more: Value| results(with(&json!({ "next_deal": 40_000 }), more));
    assert_eq!(next(json!({ "sales": 0 }))["next_deal_pay"], 4_000.0);
    let found = next(json!({ "sales": 0, "credit_share": 0.5 }));
    assert_eq!((&found["next_deal_pay"], &found["next_rate"]), (&json!(2_000.0), &json!(0.05)));
    let discount = json!({ "sales": 0, "credit_share": 0.5, "discount": 0.25, "discount_effect": "both" });
    assert_eq!(next(discount)["next_deal_pay"], 1_500.0);
    // Where the next deal reaches a gate, it brings all that the gate held back.
    let gate = json!({ "sales": 60_000, "composite": true, "sales_gate": 1, "measures": measure(100.0, 100.0) });
    let found = next(gate.clone());
    assert_eq!((&found["commission"], &found["next_deal_pay"]), (&json!(0.0), &json!(10_000.0)));
    assert_eq!(found["pay_at_quota"], 10_000.0);
    assert_eq!(next(with(&gate, json!({ "next_deal": 39_999.99 })))["next_deal_pay"], 0.0);
}

#[test]
fn more_cancelled_than_sold_is_said() {
    let warned = |cancelled: f64, reverse: bool| {
        let answer = answer(json!({
            "cancellations": true, "reverse_credit": reverse, "credit_share": 0.5,
            "cancelled": [{ "cancelled_sales": cancelled }],
        }));
        (warns(&answer, "reversed_beyond"), answer["results"]["credited_sales"].clone())
    };
    assert_eq!(warned(50_000.0, true), (false, json!(0.0)));
    assert_eq!(warned(50_000.01, true), (true, json!(0.0)));
    assert_eq!(warned(50_000.01, false), (false, json!(50_000.0)));
}

#[test]
fn nothing_is_told_of_what_is_switched_off() {
    let found = answer(json!({}));
    for key in ["measure_attainment", "measure_share"] {
        assert_eq!(found["faults"][key]["cause"], "no_measures", "{key}");
    }
    for key in ["clawback", "kept_commission"] {
        assert_eq!(found["faults"][key]["cause"], "no_cancellations", "{key}");
    }
    assert_eq!(found["results"]["measure_lines"], json!([]));
    assert_eq!((&found["results"]["clawback_total"], &found["results"]["my_pool"]), (&json!(0.0), &json!(0.0)));
}

#[test]
fn older_work_with_fractions_of_months_opens() {
    let calculator = calculators::find("commission.plan").unwrap();
    let mut inputs = json!({
        "vesting_months": 12.9, "cancelled": [{ "kept_months": 5.9 }, { "kept_months": null }], "tiers": [{ "measure": 1.5 }],
    });
    for upgrade in calculator.upgrades {
        upgrade(inputs.as_object_mut().unwrap());
    }
    let expected = json!({
        "vesting_months": 12.0, "cancelled": [{ "kept_months": 5.0 }, { "kept_months": null }], "tiers": [{ "measure": 1.0 }],
    });
    assert_eq!(inputs, expected);
    request::ask(calculator, inputs.as_object().unwrap()).unwrap();
}

/// Whole money, or a hundredth, that months may bring.
fn sales() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(-2_000_000_i32..9_000_000, 1..8)
        .prop_map(|cents| cents.into_iter().map(|cents| f64::from(cents) / 100.0).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn periods_to_date_pay_what_the_plan_pays_for_all_their_sales(
        sales in sales(), share in 1_u32..=100, discount in 0_u32..50, effect in 0_usize..4, cap in 0_usize..3, gate in 0_u32..=100,
    ) {
        let all = sales.iter().map(|sales| (sales * 100.0).round()).sum::<f64>().max(0.0) / 100.0;
        let terms = json!({
            "sales": all, "month_basis": "to_date", "credit_share": f64::from(share) / 100.0,
            "discount": f64::from(discount) / 100.0, "discount_effect": (["both", "pay", "credit", "neither"][effect]),
            "cap": (["none", "pay", "attainment"][cap]), "cap_pay": 7_000, "cap_attainment": 0.8,
            "composite": true, "sales_gate": f64::from(gate) / 100.0, "measures": [{ "weight": 0, "minimum": null }],
            "tiers": [{ "from_sales": 0, "rate": 0.1 }, { "from_sales": 50_000, "rate": 0.15, "mode": "retroactive" }],
        });
        let found = results(monthly(&sales, terms));
        let paid: f64 = numbers(&found["month_paid"]).iter().sum();
        let plan = number(&found["variable_pay"]);
        prop_assert!((paid - plan).abs() < 0.005, "{paid} beside {plan}");
    }

    #[test]
    fn carried_returns_and_credited_sales_sum_to_all_sales(sales in sales()) {
        let found = results(monthly(&sales, json!({ "tiers": [{ "from_sales": 0, "rate": 1 }] })));
        let earned: f64 = numbers(&found["month_earned"]).iter().sum();
        let all: f64 = sales.iter().sum();
        prop_assert!((earned - number(&found["months_carried"]) - all).abs() < 1e-6);
    }
}
