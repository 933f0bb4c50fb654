//! The commission plan against results computed elsewhere, and its properties.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::needless_pass_by_value, reason = "`json!` values are written in place")]

mod support;

use proptest::prelude::*;
use sales_workbench::calculators;
use sales_workbench::engine::Evaluation;
use sales_workbench::presentation::chart::draw;
use sales_workbench::text::Language;
use sales_workbench::workbook::request;
use serde_json::{Value, json};
use support::words::{all, labels};
use support::{Case, ask, case, results, with};

const FILE: &str = "commission_plan";

/// A case's figures are typed as text where their digits matter.
fn number(value: &Value) -> f64 {
    value.as_str().map_or_else(|| value.as_f64().unwrap(), |text| text.parse().unwrap())
}

fn list(case: &Case, pointer: &str) -> Vec<f64> {
    case.input(pointer).as_array().unwrap().iter().map(number).collect()
}

fn plan(inputs: Value) -> Value {
    results("commission.plan", inputs)
}

/// The same rate on everything.
fn flat(rate: f64) -> Value {
    json!({ "tier_basis": "sales", "quota": 1e9, "tiers": [{ "from_sales": 0, "rate": rate, "mode": "marginal" }] })
}

fn sales_tiers(tiers: &Value, mode: &str) -> Value {
    let tier = |tier: &Value| json!({ "from_sales": tier["from_sales"], "rate": tier["rate"], "mode": mode });
    json!({ "tier_basis": "sales", "tiers": tiers.as_array().unwrap().iter().map(tier).collect::<Vec<_>>() })
}

fn ledger(base: &Value, columns: &[(&str, &[f64])], more: Value) -> Value {
    let rows = columns[0].1.len();
    let row = |row: usize| columns.iter().map(|(key, figures)| ((*key).to_owned(), json!(figures[row]))).collect();
    let months: Vec<Value> = (0..rows).map(|index| Value::Object(row(index))).collect();
    plan(with(&with(base, json!({ "by_month": true, "months": months })), more))
}

#[test]
fn a_flat_rate_under_each_rounding() {
    let case = case(FILE, "commission-pub-01-flat-rounding");
    let deals = list(&case, "/deal_values");
    let rate = number(case.input("/rate"));
    let found = |rule: &str| ledger(&flat(rate), &[("month_sales", &deals)], json!({ "rounding": rule }));
    let (up, even) = (found("half_up"), found("half_even"));
    case.check("/commission_per_deal_half_up", &up["month_earned"]);
    case.check("/total_rounded_per_deal_half_up", &up["months_paid"]);
    case.check("/total_rounded_once_half_up", &up["rounded_once"]);
    case.check("/total_rounded_per_deal_half_even", &even["months_paid"]);
    case.check("/total_rounded_once_half_even", &even["rounded_once"]);
}

#[test]
fn tiers_at_and_beside_their_bounds() {
    for id in [
        "commission-pub-02-tiers-published",
        "commission-pub-03-tiers-published-2",
        "commission-pub-04-tiers-boundaries",
    ] {
        let case = case(FILE, id);
        let tiers = case.input("/tiers");
        let bounds: Vec<f64> = tiers.as_array().unwrap().iter().map(|tier| number(&tier["from_sales"])).collect();
        for (row, sales) in list(&case, "/sales").into_iter().enumerate() {
            let field = |name: &str| format!("/rows/{row}/{name}");
            let marginal = plan(with(&sales_tiers(tiers, "marginal"), json!({ "sales": sales })));
            case.check(&field("marginal_commission"), &marginal["commission"]);
            case.check(&field("marginal_effective_rate"), &marginal["effective_rate"]);
            let mut bands = vec![0.0; bounds.len()];
            for line in marginal["tier_lines"].as_array().unwrap() {
                bands[line["line_tier"].as_f64().unwrap() as usize - 1] = line["line_pay"].as_f64().unwrap();
            }
            case.check(&field("marginal_commission_by_band"), &json!(bands));
            let retroactive = plan(with(&sales_tiers(tiers, "retroactive"), json!({ "sales": sales })));
            case.check(&field("retroactive_commission"), &retroactive["commission"]);
            case.check(&field("retroactive_rate"), &retroactive["effective_rate"]);
        }
    }
}

#[test]
fn accelerators_decelerator_threshold_and_cap() {
    for id in ["commission-pub-05-accelerators", "commission-pub-06-decelerator-cap-threshold"] {
        let case = case(FILE, id);
        let quota = case.number("/quota");
        let bands = case.input("/bands").as_array().unwrap();
        let tiers: Vec<Value> = bands
            .iter()
            .map(|band| json!({ "from_attainment": band["from_attainment"], "multiplier": band["multiplier"] }))
            .collect();
        let free = json!({
            "pay": "amounts", "base_salary": 0, "variable_at_target": case.number("/base_rate") * quota,
            "quota": quota, "tiers": tiers,
        });
        let cap = case.input("/cap");
        let cap = if cap.is_null() { json!({}) } else { json!({ "cap": "pay", "cap_pay": cap }) };
        let threshold = case.input("/attainment_threshold").as_f64().unwrap_or(0.0);
        for (row, sales) in list(&case, "/sales").into_iter().enumerate() {
            let field = |name: &str| format!("/rows/{row}/{name}");
            let sales = with(&free, json!({ "sales": sales }));
            case.check(&field("commission_before_cap_and_threshold"), &plan(sales.clone())["variable_pay"]);
            let answer = ask("commission.plan", with(&with(&sales, cap.clone()), json!({ "threshold": threshold })));
            case.check(&field("attainment"), &answer["results"]["attainment"]);
            case.check(&field("commission"), &answer["results"]["variable_pay"]);
            let binds = answer["warnings"].as_array().unwrap().contains(&json!("cap_binds"));
            case.check(&field("cap_binds"), &json!(binds));
        }
    }
}

/// Sales as the first metric and the rest as further measures, each with its own curve.
fn composite(case: &Case) -> Value {
    let metrics = case.input("/metrics").as_array().unwrap();
    let mut tiers = Vec::new();
    let mut measures = Vec::new();
    for (place, metric) in metrics.iter().enumerate() {
        let curve = metric["curve"].as_array().unwrap();
        for point in curve {
            tiers.push(json!({
                "from_attainment": point["attainment"], "multiplier": point["payout"], "mode": "interpolated",
                "measure": place,
            }));
        }
        let last = &curve.last().unwrap()["attainment"];
        let most = if metric["capped"] == json!(true) { last.clone() } else { Value::Null };
        if place > 0 {
            measures.push(json!({
                "name": metric["name"], "weight": metric["weight"], "goal": metric["goal"],
                "actual": metric["actual"], "most": most,
            }));
        }
    }
    json!({
        "pay": "amounts", "base_salary": 0, "variable_at_target": case.input("/target_variable_pay"),
        "quota": metrics[0]["goal"], "sales": metrics[0]["actual"], "composite": true, "tiers": tiers,
        "measures": measures,
    })
}

#[test]
fn a_composite_of_measures() {
    let case = case(FILE, "commission-pub-07-composite");
    let found = plan(composite(&case));
    let sales = json!({
        "metric": "revenue", "attainment": found["attainment"], "payout_fraction": found["payout_share"],
        "payout": found["main_pay"],
    });
    for (field, value) in sales.as_object().unwrap() {
        case.check(&format!("/metrics/0/{field}"), value);
    }
    for measure in 0..2 {
        let field = |name: &str| format!("/metrics/{}/{name}", measure + 1);
        case.check(&field("attainment"), &found["measure_attainment"][measure]);
        case.check(&field("payout_fraction"), &found["measure_share"][measure]);
        case.check(&field("payout"), &found["measure_pay"][measure]);
    }
    case.check("/total_payout", &found["variable_pay"]);
}

#[test]
fn a_gate_missed_stops_every_measure() {
    let case = case(FILE, "commission-pub-08-composite-gate");
    let gate = json!({ "sales_gate": case.input("/gate/minimum_attainment") });
    let found = plan(with(&composite(&case), gate));
    case.check("/metrics/0/payout", &found["main_pay"]);
    case.check("/metrics/1/payout", &found["measure_pay"][0]);
    case.check("/gate_passed", &json!(found["gates"] == "passed"));
    case.check("/total_payout", &found["variable_pay"]);
}

#[test]
fn a_gate_pays_from_the_first_unit_and_a_hurdle_only_above() {
    let case = case(FILE, "commission-pub-09-gate-vs-hurdle");
    for (row, sales) in list(&case, "/sales").into_iter().enumerate() {
        let pay = |kind: &str| {
            let more = json!({
                "quota": case.input("/quota"), "threshold": case.input("/threshold_fraction_of_quota"),
                "threshold_kind": kind, "sales": sales,
            });
            plan(with(&flat(case.number("/rate")), more))["variable_pay"].clone()
        };
        case.check(&format!("/rows/{row}/gate_paid_from_first_unit"), &pay("gate"));
        case.check(&format!("/rows/{row}/hurdle_paid_above_only"), &pay("hurdle"));
    }
}

#[test]
fn a_guarantee_and_a_cap() {
    let case = case(FILE, "commission-pub-10-floor-and-cap");
    let earned = list(&case, "/earned");
    let more = json!({
        "cap": "pay", "cap_pay": case.input("/cap"), "draw_kind": "kept", "draw": case.input("/guaranteed_minimum"),
    });
    let found = ledger(&flat(1.0), &[("month_sales", &earned)], more);
    case.check("/paid", &found["month_paid"]);
    case.check("/total_paid", &found["months_paid"]);
    case.check("/top_up_cost", &found["months_advanced"]);
    case.check("/withheld_by_cap", &found["months_withheld"]);
}

#[test]
fn draws_recoverable_and_kept() {
    for id in ["commission-pub-11-draw", "commission-pub-12-draw-never-recovered"] {
        let case = case(FILE, id);
        let earned = list(&case, "/monthly_commission_earned");
        let found = |kind: &str| {
            let more = json!({ "draw_kind": kind, "draw": case.input("/monthly_draw") });
            ledger(&flat(1.0), &[("month_sales", &earned)], more)
        };
        let (recoverable, kept) = (found("recoverable"), found("kept"));
        for row in 0..earned.len() {
            let field = |name: &str| format!("/recoverable/{row}/{name}");
            case.check(&field("earned"), &recoverable["month_earned"][row]);
            case.check(&field("repaid"), &recoverable["month_repaid"][row]);
            case.check(&field("paid"), &recoverable["month_paid"][row]);
            case.check(&field("balance_owed_after"), &recoverable["month_owed"][row]);
        }
        case.check("/recoverable_total_paid", &recoverable["months_paid"]);
        case.check("/closing_balance_owed", &recoverable["month_owed"][earned.len() - 1]);
        case.check("/non_recoverable_paid", &kept["month_paid"]);
        case.check("/non_recoverable_total_paid", &kept["months_paid"]);
    }
}

#[test]
fn clawback_by_window_and_vesting() {
    let case = case(FILE, "commission-pub-13-clawback");
    let deals: Vec<Value> = case
        .input("/deals")
        .as_array()
        .unwrap()
        .iter()
        .map(|deal| {
            json!({
                "name": deal["deal"], "paid_commission": deal["commission"],
                "kept_days": deal["cancelled_after_days"], "kept_months": deal["whole_months_kept"],
                "cancelled_sales": 0,
            })
        })
        .collect();
    let found = plan(json!({
        "cancellations": true, "window_days": case.input("/full_clawback_days"),
        "vesting_months": case.input("/vesting_months"), "cancelled": deals,
    }));
    for row in 0..deals.len() {
        case.check(&format!("/deals/{row}/clawback"), &found["clawback"][row]);
        case.check(&format!("/deals/{row}/kept_commission"), &found["kept_commission"][row]);
    }
    case.check("/total_clawback", &found["clawback_total"]);
}

fn people(rows: &[(&str, f64, f64, f64)]) -> Value {
    rows.iter()
        .map(|(name, credit, rate, sales)| json!({ "name": name, "credit": credit, "own_rate": rate, "own_sales": sales }))
        .collect()
}

#[test]
fn equal_remainders_of_a_split_go_to_the_earlier() {
    // Three cents are left over; 9,169.90 ÷ 3.75 leaves two thirds of a cent on the first four.
    let rows = people(&[
        ("", 1.0, 0.0, 0.0),
        ("", 1.0, 0.0, 0.0),
        ("", 1.0, 0.0, 0.0),
        ("", 0.25, 0.0, 0.0),
        ("", 0.5, 0.0, 0.0),
    ]);
    let found = plan(json!({ "shares": true, "shared_commission": 9_169.9, "people": rows }));
    assert_eq!(found["split_share"], json!([2_445.31, 2_445.31, 2_445.31, 611.32, 1_222.65]));
}

#[test]
fn a_split_sums_to_the_cent() {
    let case = case(FILE, "commission-pub-14-splits");
    for (row, item) in case.input("/items").as_array().unwrap().iter().enumerate() {
        let rows: Vec<_> =
            item["weights"].as_array().unwrap().iter().map(|weight| ("", number(weight), 0.0, 0.0)).collect();
        let found = plan(json!({ "shares": true, "shared_commission": item["commission"], "people": people(&rows) }));
        case.check(&format!("/rows/{row}/shares"), &found["split_share"]);
    }
}

#[test]
fn overlaid_credit() {
    let case = case(FILE, "commission-pub-15-overlay-credit");
    let given = case.input("/people").as_array().unwrap();
    let rows: Vec<_> =
        given.iter().map(|person| ("", number(&person["credit_share"]), number(&person["rate"]), 0.0)).collect();
    let found = plan(json!({ "shares": true, "shared_deal": case.input("/deal_value"), "people": people(&rows) }));
    for row in 0..rows.len() {
        case.check(&format!("/people/{row}/credited_sales"), &found["overlay_credit"][row]);
        case.check(&format!("/people/{row}/commission"), &found["overlay_pay"][row]);
    }
    case.check("/total_credit_share", &found["credit_total"]);
    case.check("/total_commission", &found["overlay_total"]);
    case.check("/company_effective_rate", &found["overlay_rate"]);
}

#[test]
fn a_spiff() {
    let case = case(FILE, "commission-pub-16-spiff");
    for (row, units) in list(&case, "/units").into_iter().enumerate() {
        let found = plan(json!({
            "spiff_units": units, "spiff_each": case.input("/per_unit"), "early_units": case.input("/early_bird_units"),
            "early_extra": case.input("/early_bird_extra"), "bonus_units": case.input("/bonus_at_units"),
            "bonus": case.input("/bonus"),
        }));
        case.check(&format!("/rows/{row}/spiff"), &found["spiff"]);
    }
}

#[test]
fn pay_mix_and_accelerator() {
    let case = case(FILE, "commission-pub-17-pay-mix");
    let quota = case.number("/annual_quota");
    for (row, attainment) in list(&case, "/attainments").into_iter().enumerate() {
        let found = plan(json!({
            "on_target_earnings": case.input("/on_target_earnings"), "base_share": case.input("/base_share"),
            "quota": quota, "sales": attainment * quota, "tiers": [
                { "from_attainment": 0, "multiplier": 1 },
                { "from_attainment": 1, "multiplier": case.input("/accelerator_above_quota") },
            ],
        }));
        case.check("/base_pay", &found["base_pay"]);
        case.check("/target_variable_pay", &found["target_variable"]);
        case.check("/commission_rate_at_target", &found["target_rate"]);
        case.check("/quota_to_ote_ratio", &found["quota_to_ote"]);
        case.check(&format!("/rows/{row}/variable_pay"), &found["variable_pay"]);
        case.check(&format!("/rows/{row}/total_pay"), &found["total_pay"]);
        case.check(&format!("/rows/{row}/variable_share_of_pay"), &found["variable_share"]);
    }
}

#[test]
fn a_team_pool() {
    let case = case(FILE, "commission-pub-18-team-pool");
    let sales = case.input("/sales").as_object().unwrap();
    let rows: Vec<_> = sales.iter().map(|(name, sales)| (name.as_str(), 1.0, 0.0, number(sales))).collect();
    let found = plan(json!({
        "shares": true, "pool_rate": case.input("/pool_rate"), "pool_equally": case.input("/share_split_equally"),
        "people": people(&rows),
    }));
    case.check("/pool", &found["pool"]);
    for (row, name) in sales.keys().enumerate() {
        case.check(&format!("/payout/{name}"), &found["pool_share"][row]);
    }
    assert_eq!(found["my_pool"], found["pool_share"][0]);
}

#[test]
fn tiers_to_date_paid_by_the_month() {
    let case = case(FILE, "commission-pub-19-year-to-date");
    let sales = list(&case, "/month_sales");
    let found = ledger(
        &sales_tiers(case.input("/tiers"), "marginal"),
        &[("month_sales", &sales)],
        json!({ "month_basis": "to_date" }),
    );
    for row in 0..sales.len() {
        case.check(&format!("/rows/{row}/paid"), &found["month_paid"][row]);
    }
    case.check("/total_paid", &found["months_paid"]);
    case.check("/wrong_total_if_tiers_reset_each_month", &found["other_basis"]);
}

#[test]
fn commission_on_margin_in_discount_bands() {
    let case = case(FILE, "commission-pub-20-margin-with-discount-bands");
    let bands: Vec<Value> = case
        .input("/discount_bands")
        .as_array()
        .unwrap()
        .iter()
        .map(|band| json!({ "from_discount": band["from_discount"], "margin_rate": band["rate_on_margin"] }))
        .collect();
    let deals: Vec<Value> = case
        .input("/deals")
        .as_array()
        .unwrap()
        .iter()
        .map(|deal| json!({ "list": deal["list_price"], "sold": deal["sold_price"], "cost": deal["cost"] }))
        .collect();
    let found = plan(json!({ "margin_deals": true, "discount_bands": bands, "deals": deals }));
    for row in 0..deals.len() {
        case.check(&format!("/deals/{row}/discount_fraction"), &found["deal_discount"][row]);
        case.check(&format!("/deals/{row}/rate_on_margin"), &found["deal_rate"][row]);
        case.check(&format!("/deals/{row}/commission"), &found["deal_commission"][row]);
    }
    case.check("/total", &found["margin_total"]);
}

#[test]
fn the_order_of_cap_spiff_clawback_and_draw() {
    let case = case(FILE, "commission-pub-21-full-plan");
    let quota = case.number("/monthly_quota");
    let base = json!({
        "pay": "amounts", "base_salary": 0, "variable_at_target": case.number("/rate") * quota, "quota": quota,
        "tiers": [
            { "from_attainment": 0, "multiplier": 1 },
            { "from_attainment": 1, "multiplier": case.input("/accelerator_above_quota") },
        ],
        "cap": "pay", "cap_pay": case.input("/monthly_cap"),
        "draw_kind": "recoverable", "draw": case.input("/recoverable_draw"),
    });
    let (sales, spiff, clawback) = (list(&case, "/monthly_sales"), list(&case, "/spiff"), list(&case, "/clawback"));
    let columns: [(&str, &[f64]); 3] =
        [("month_sales", &sales), ("month_spiff", &spiff), ("month_clawback", &clawback)];
    let found = ledger(&base, &columns, json!({}));
    for row in 0..sales.len() {
        case.check(&format!("/rows/{row}/net_earned"), &found["month_net"][row]);
        case.check(&format!("/rows/{row}/paid"), &found["month_paid"][row]);
        case.check(&format!("/rows/{row}/balance_owed_after"), &found["month_owed"][row]);
    }
    case.check("/total_paid", &found["months_paid"]);
    case.check("/closing_balance_owed", &found["month_owed"][sales.len() - 1]);
    // The same order in the statement of a single period: the third month.
    let month = with(
        &base,
        json!({
            "sales": sales[2], "cancellations": true,
            "cancelled": [{ "paid_commission": clawback[2], "kept_days": 1, "cancelled_sales": 0 }],
        }),
    );
    let found = plan(month);
    case.check("/rows/2/net_earned", &found["net_earned"]);
    case.check("/rows/2/paid", &found["variable_pay"]);
    case.check("/rows/2/balance_owed_after", &found["balance_after"]);
}

#[test]
fn what_a_discount_lowers() {
    let found = |effect: &str| {
        plan(with(
            &flat(0.05),
            json!({ "sales": 100_000, "quota": 100_000, "discount": 0.2, "discount_effect": effect }),
        ))
    };
    let pair = |effect: &str| {
        let found = found(effect);
        (found["attainment"].as_f64().unwrap(), found["variable_pay"].as_f64().unwrap())
    };
    assert_eq!(pair("both"), (0.8, 4_000.0));
    assert_eq!(pair("pay"), (1.0, 4_000.0));
    assert_eq!(pair("credit"), (0.8, 5_000.0));
    assert_eq!(pair("neither"), (1.0, 5_000.0));
}

#[test]
fn cancelled_sales_leave_the_credit_only_where_the_plan_says_so() {
    let found = |reverse: bool| {
        plan(with(
            &flat(0.05),
            json!({ "sales": 100_000, "cancellations": true, "reverse_credit": reverse, "cancelled": [
                { "paid_commission": 500, "kept_days": 10, "cancelled_sales": 10_000 }
            ]}),
        ))
    };
    assert_eq!(found(false)["credited_sales"], 100_000.0);
    assert_eq!(found(true)["credited_sales"], 90_000.0);
    assert_eq!(found(true)["variable_pay"], 4_000.0);
}

#[test]
fn tiers_that_begin_at_the_same_bound_are_refused() {
    let answer = ask("commission.plan", json!({ "tiers": [{ "from_attainment": 0 }, { "from_attainment": 0 }] }));
    assert_eq!(answer["results"]["total_pay"], Value::Null);
    assert_eq!(answer["faults"]["total_pay"]["cause"], "same_bound");
    assert_eq!(answer["warnings"], json!(["same_bound"]));
}

/// Random tiers in attainment, each with its own mode.
fn tiers() -> impl Strategy<Value = Value> {
    prop::collection::btree_map(0_u32..20, (0_u32..40, 0_usize..3), 1..6).prop_map(|tiers| {
        tiers
            .into_iter()
            .map(|(from, (multiplier, mode))| {
                json!({
                    "from_attainment": f64::from(from) / 10.0, "multiplier": f64::from(multiplier) / 10.0,
                    "mode": (["marginal", "retroactive", "interpolated"][mode]),
                })
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn lines_sum_to_the_total_in_whole_cents(
        tiers in tiers(), sales in 0_u32..300_000_000, cap in 0_u32..90_000, units in 0_u32..30, draw in 0_usize..3,
    ) {
        let found = plan(json!({
            "tiers": tiers, "sales": f64::from(sales) / 100.0, "cap": "pay", "cap_pay": cap, "spiff_units": units,
            "early_units": 5, "bonus": 500, "composite": true, "cancellations": true,
            "draw_kind": (["none", "recoverable", "kept"][draw]), "draw": 20_000, "opening_balance": 3_000,
        }));
        let lines = found["statement"].as_array().unwrap();
        let amount = |line: &Value| (line["line_pay"].as_f64().unwrap() * 100.0).round() as i64;
        let (total, parts) = lines.split_last().unwrap();
        prop_assert_eq!(&total["line"], "total");
        prop_assert_eq!(parts.iter().map(amount).sum::<i64>(), amount(total));
        prop_assert_eq!(total["line_pay"].as_f64(), found["total_pay"].as_f64());
        let tier_sum: i64 = found["tier_lines"].as_array().unwrap().iter().map(amount).sum();
        prop_assert_eq!(tier_sum, (found["main_pay"].as_f64().unwrap() * 100.0).round() as i64);
        let cents = total["line_pay"].as_f64().unwrap() * 100.0;
        prop_assert!((cents - cents.round()).abs() < 1e-4);
    }

    #[test]
    fn marginal_pay_never_falls_as_sales_rise(
        bounds in prop::collection::btree_set(0_u32..30, 1..6), low in 0_u32..3_000_000, more in 0_u32..1_000_000,
    ) {
        let tiers: Vec<Value> = bounds
            .iter()
            .enumerate()
            .map(|(place, from)| json!({ "from_attainment": f64::from(*from) / 10.0, "multiplier": 0.3 * place as f64 }))
            .collect();
        let pay = |sales: u32| plan(json!({ "tiers": tiers, "sales": sales }))["commission"].as_f64().unwrap();
        prop_assert!(pay(low) <= pay(low + more));
    }

    #[test]
    fn a_recoverable_draw_pays_what_is_earned_and_what_is_owed(
        earned in prop::collection::vec(0_u32..900_000, 1..12), draw in 0_u32..5_000,
    ) {
        let earned: Vec<f64> = earned.iter().map(|cents| f64::from(*cents) / 100.0).collect();
        let more = json!({ "draw_kind": "recoverable", "draw": draw });
        let found = ledger(&flat(1.0), &[("month_sales", &earned)], more);
        let owed = found["month_owed"].as_array().unwrap().last().unwrap().as_f64().unwrap();
        let paid = found["months_paid"].as_f64().unwrap();
        prop_assert!((paid - earned.iter().sum::<f64>() - owed).abs() < 1e-6);
    }

    #[test]
    fn shares_sum_to_the_commission(
        commission in 1_u32..10_000_000, weights in prop::collection::vec(1_u32..1_000, 1..12),
    ) {
        let rows: Vec<_> = weights.iter().map(|weight| ("", f64::from(*weight) / 10.0, 0.0, 0.0)).collect();
        let found = plan(json!({
            "shares": true, "shared_commission": f64::from(commission) / 100.0, "people": people(&rows),
        }));
        let sum: i64 = found["split_share"].as_array().unwrap().iter()
            .map(|share| (share.as_f64().unwrap() * 100.0).round() as i64).sum();
        prop_assert_eq!(sum, i64::from(commission));
    }
}

/// Where the quota stands on the curve of pay, and what is paid there.
fn quota_mark(inputs: Value) -> Option<(f64, f64)> {
    let calculator = calculators::find("commission.plan").unwrap();
    let given = request::read_inputs(calculator.sheet(), inputs.as_object().unwrap()).unwrap();
    let (words, evaluation) = (all(Language::English), Evaluation::of(calculator.sheet(), &given));
    let chart = calculator.sheet().charts.iter().find(|chart| chart.key == "payout").unwrap();
    let drawing = draw(&labels(&words, calculator, &given), &evaluation, None, chart).unwrap();
    drawing.marks.first().map(|mark| (mark.x, mark.y))
}

#[test]
fn the_quota_stands_on_the_curve_where_it_is_reached() {
    assert_eq!(quota_mark(json!({})), Some((1_200_000.0, 60_000.0)));
    // A discount of 30% lowers the credit: the quota is reached only at 1.2 million / 0.7 of sales.
    let (x, y) = quota_mark(json!({ "discount": 0.3 })).unwrap();
    assert!((x - 1_200_000.0 / 0.7).abs() < 1e-6 && (y - 60_000.0).abs() < 0.011, "{x} {y}");
    assert_eq!(quota_mark(json!({ "discount": 0.3, "discount_effect": "pay" })), Some((1_200_000.0, 42_000.0)));
    // Another measure pays the same at every amount of sales.
    let measures = json!([{ "weight": 0.4, "goal": 10, "actual": 5 }]);
    let (x, y) = quota_mark(json!({ "composite": true, "measures": measures })).unwrap();
    assert_eq!((x, y), (1_200_000.0, 36_000.0 + 12_000.0));
    // Credited with half, the quota lies beyond what is drawn.
    assert_eq!(quota_mark(json!({ "credit_share": 0.5 })), None);
    assert_eq!(quota_mark(json!({ "credit_share": 0 })), None);
}
