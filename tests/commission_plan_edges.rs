//! The plan exactly at its bounds, over figures that people use, against exact fractions.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::needless_pass_by_value, reason = "`json!` values are written in place")]

mod support;

use sales_workbench::calculators;
use sales_workbench::engine::{Evaluation, Sheet};
use sales_workbench::workbook::request;
use serde_json::{Value, json};
use support::with;

/// Figures from a seed: the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: i128) -> i128 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i128::from(self.0 >> 33) % sides
    }

    fn from(&mut self, low: i128, high: i128) -> i128 {
        low + self.below(high - low + 1)
    }

    /// A quota in cents: in round thousands, in round units, or with cents.
    fn quota(&mut self) -> i128 {
        match self.below(3) {
            0 => self.from(1, 5_000) * 100_000,
            1 => self.from(1_000, 2_000_000) * 100,
            _ => self.from(10_000, 90_000_000),
        }
    }
}

/// The figure that a person types as so many hundredths.
fn hundredths(count: i128) -> f64 {
    count as f64 / 100.0
}

/// Half up, a loss as the gain of the same size.
fn rounded(above: i128, below: i128) -> i128 {
    let (above, below) = if below < 0 { (-above, -below) } else { (above, below) };
    (2 * above.abs() + below) / (2 * below) * above.signum()
}

fn sheet() -> &'static Sheet {
    calculators::find("commission.plan").unwrap().sheet()
}

/// What these tests ask for.
const ASKED: [&str; 7] =
    ["commission", "main_pay", "main_weight", "margin_total", "clawback_total", "variable_pay", "gates"];

/// A plan of 10,000 at target, computed as far as these tests ask.
fn answer(more: Value) -> Evaluation<'static> {
    let plan = json!({ "pay": "amounts", "base_salary": 0, "variable_at_target": 10_000, "composite": false });
    let inputs = request::read_inputs(sheet(), with(&plan, more).as_object().unwrap()).unwrap();
    let results = ASKED.into_iter().map(|key| sheet().find_outcome(key).unwrap().node);
    let remarks = sheet().remarks.iter().map(|remark| remark.condition);
    let mut evaluation = Evaluation::new(sheet(), &inputs, 1).only(results.chain(remarks));
    evaluation.run();
    evaluation
}

fn result(answer: &Evaluation, key: &str) -> f64 {
    assert!(ASKED.contains(&key), "{key}");
    answer.figure(sheet().find_outcome(key).unwrap().node).unwrap()
}

fn cents(answer: &Evaluation, key: &str) -> i128 {
    let found = result(answer, key);
    let cents = (found * 100.0).round();
    assert!((found - cents / 100.0).abs() <= f64::EPSILON * found.abs(), "{key} is {found}");
    cents as i128
}

fn warns(answer: &Evaluation, key: &str) -> bool {
    answer.holds(sheet().remarks.iter().find(|remark| remark.key == key).unwrap().condition)
}

/// A goal, a share of it in whole percent, and the amounts in cents around that share: the largest below it, the
/// smallest that reaches it, and one cent more.
fn around(dice: &mut Dice) -> (i128, i128, [i128; 3]) {
    let (goal, percent) = (dice.quota(), dice.from(1, 100));
    let reaching = (goal * percent + 99) / 100;
    (goal, percent, [reaching - 1, reaching, reaching + 1])
}

#[test]
fn both_gates_hold_exactly_at_their_bounds() {
    let mut dice = Dice(1);
    for _ in 0..200 {
        let (goal, percent, amounts) = around(&mut dice);
        for amount in amounts {
            let met = amount * 100 >= goal * percent;
            let gate = |more: Value| {
                let found = answer(with(&json!({ "composite": true }), more));
                assert_eq!(warns(&found, "gate_missed"), !met, "{amount} of {goal} cents at {percent}%");
                result(&found, "gates")
            };
            let expected = if met { 1.0 } else { 0.0 };
            let measure = json!({ "weight": 0.3, "goal": hundredths(goal), "actual": hundredths(amount),
                "minimum": hundredths(percent) });
            assert_eq!(gate(json!({ "measures": [measure] })), expected);
            let sales = json!({ "quota": hundredths(goal), "sales": hundredths(amount), "sales_gate": hundredths(percent),
                "measures": [{ "weight": 0.3, "goal": 1, "actual": 1, "minimum": null }] });
            assert_eq!(gate(sales), expected);
        }
    }
    // As they were reported.
    let found = answer(json!({ "composite": true, "quota": 100_000, "sales": 100_000,
        "measures": [{ "weight": 0.3, "goal": 100, "actual": 55, "minimum": 0.55 }],
        "tiers": [{ "from_attainment": 0, "multiplier": 1 }] }));
    assert_eq!((warns(&found, "gate_missed"), result(&found, "gates")), (false, 1.0));
    let found = answer(json!({ "composite": true, "quota": 31_970.75, "sales": 8_951.81, "sales_gate": 0.28,
        "measures": [{ "weight": 0, "goal": 1, "actual": 1, "minimum": null }] }));
    assert!(!warns(&found, "gate_missed"));
}

#[test]
fn a_threshold_pays_exactly_from_its_bound() {
    let mut dice = Dice(2);
    for _ in 0..200 {
        let (quota, percent, amounts) = around(&mut dice);
        for amount in amounts {
            let plan = |kind: &str| {
                answer(
                    json!({ "quota": hundredths(quota), "sales": hundredths(amount), "threshold": hundredths(percent),
                    "threshold_kind": kind, "tier_basis": "sales", "tiers": [{ "from_sales": 0, "rate": 0.1 }] }),
                )
            };
            let met = amount * 100 >= quota * percent;
            let found = plan("gate");
            assert_eq!(cents(&found, "commission"), if met { rounded(amount, 10) } else { 0 });
            assert_eq!(warns(&found, "below_threshold"), !met, "{amount} of {quota} cents at {percent}%");
            let found = plan("hurdle");
            let above = (amount * 100 - quota * percent).max(0);
            assert_eq!(cents(&found, "commission"), rounded(above, 1_000));
            assert_eq!(warns(&found, "below_threshold"), !met, "{amount} of {quota} cents at {percent}%");
            assert_eq!(
                warns(&found, "just_at_threshold"),
                met && above == 0,
                "{amount} of {quota} cents at {percent}%"
            );
        }
    }
}

#[test]
fn credit_reaches_a_bound_exactly_after_share_and_reversal() {
    let mut dice = Dice(3);
    for _ in 0..300 {
        // Credit is sales × share − reversed, in ten-thousandths; the quota is that, or a little more or less.
        let (sales, share, reversed) = (dice.from(1_000, 90_000_000), dice.from(1, 100), dice.from(0, 500_000));
        let credit = (sales * share - reversed * 100).max(0);
        for step in [-1, 0, 1] {
            let quota = credit / 100 + step;
            if quota <= 0 {
                continue;
            }
            let found = answer(json!({
                "quota": hundredths(quota), "sales": hundredths(sales), "credit_share": hundredths(share), "threshold": 1,
                "cancellations": true, "reverse_credit": true,
                "cancelled": [{ "paid_commission": 0, "cancelled_sales": hundredths(reversed) }],
                "tier_basis": "sales", "tiers": [{ "from_sales": 0, "rate": 1 }],
            }));
            let met = credit >= quota * 100;
            assert_eq!(warns(&found, "below_threshold"), !met, "{sales} × {share}% − {reversed} of {quota}");
            assert_eq!(cents(&found, "commission"), if met { rounded(credit, 100) } else { 0 });
        }
    }
}

/// What tiers pay, as a fraction of a cent: bounds and multipliers in percent, the amount and the quota in cents.
fn expected(tiers: &[(i128, i128)], mode: &str, amount: i128, quota: i128, target: i128) -> (i128, i128) {
    // Amounts × 100, so that percents of the quota are whole.
    let (at, mut units) = (amount * 100, 0);
    for (place, (from, multiplier)) in tiers.iter().enumerate() {
        let from = from * quota;
        if from > at {
            break;
        }
        let upper = tiers.get(place + 1).map_or(at, |next| at.min(next.0 * quota));
        match mode {
            "marginal" => units += (upper - from) * multiplier,
            _ => units = at * multiplier,
        }
    }
    (units * target, quota * 10_000)
}

#[test]
fn tiers_begin_exactly_at_their_bounds_and_round_exactly() {
    let mut dice = Dice(4);
    for round in 0..400 {
        let (quota, target) = (dice.quota(), dice.from(1, 200) * 100_000);
        let bound = dice.from(1, 150);
        let tiers = [(0, dice.from(0, 300)), (bound, dice.from(0, 300)), (bound + dice.from(1, 80), dice.from(0, 400))];
        let mode = ["marginal", "retroactive"][round % 2];
        let at = (quota * tiers[1 + round / 2 % 2].0 + 99) / 100;
        let rows: Vec<Value> = tiers
            .iter()
            .map(|(from, multiplier)| {
                json!({ "from_attainment": hundredths(*from), "multiplier": hundredths(*multiplier), "mode": mode })
            })
            .collect();
        for amount in [at - 1, at, at + 1] {
            let found = answer(json!({ "variable_at_target": hundredths(target), "quota": hundredths(quota),
                "sales": hundredths(amount), "tiers": rows }));
            let (above, below) = expected(&tiers, mode, amount, quota, target);
            assert_eq!(
                cents(&found, "commission"),
                rounded(above, below),
                "{mode} {tiers:?} {amount} of {quota}, {target}"
            );
        }
    }
}

#[test]
fn half_cents_round_exactly_after_discount_and_quota() {
    let mut dice = Dice(5);
    for _ in 0..800 {
        // Pay = sales × 0.7 × 1 × target ÷ quota ÷ 0.7, or its like, made to end in half a cent where that is possible.
        let (quota, discount) = (dice.from(1, 900) * 100_000, dice.from(1, 60));
        let amount = dice.from(1, 2_000) * 100;
        // target × amount ÷ quota = whole cents and a half.
        let target = (2 * dice.from(1, 100_000) + 1) * quota / amount / 2;
        let (effect, left) = if dice.below(2) == 0 { ("credit", 100) } else { ("both", 100 - discount) };
        let found = answer(json!({ "variable_at_target": hundredths(target), "quota": hundredths(quota),
            "sales": hundredths(amount), "discount": hundredths(discount), "discount_effect": effect,
            "tiers": [{ "from_attainment": 0, "multiplier": 1 }] }));
        assert_eq!(
            cents(&found, "commission"),
            rounded(amount * target * left, quota * 100),
            "{target} {amount} {quota}"
        );
    }
}

#[test]
fn points_pay_exactly_on_their_line() {
    let mut dice = Dice(6);
    for _ in 0..500 {
        let (quota, target) = (dice.from(1, 900) * 100_000, dice.from(1, 20_000_000));
        let (first, width) = (dice.from(0, 90), dice.from(1, 90));
        let (low, high) = (dice.from(0, 200), dice.from(0, 300));
        let amount = quota * first / 100 + dice.from(0, 2) * quota * width / 300;
        let rows = json!([
            { "from_attainment": hundredths(first), "multiplier": hundredths(low), "mode": "interpolated" },
            { "from_attainment": hundredths(first + width), "multiplier": hundredths(high), "mode": "interpolated" },
        ]);
        let found = answer(json!({ "variable_at_target": hundredths(target), "quota": hundredths(quota),
            "sales": hundredths(amount), "tiers": rows }));
        // multiplier × width × quota, in hundredths × percent × cents.
        let units = low * width * quota + (high - low) * (amount * 100 - first * quota);
        let pay = if amount * 100 < first * quota { 0 } else { rounded(units * target, width * quota * 100) };
        assert_eq!(
            cents(&found, "commission"),
            pay,
            "{first}% + {width}%, {low} to {high}, {amount} of {quota}, {target}"
        );
    }
}

#[test]
fn weights_that_sum_to_one_leave_nothing_for_sales() {
    let mut dice = Dice(7);
    for _ in 0..300 {
        let mut left = 100;
        let mut weights = Vec::new();
        for _ in 0..dice.from(1, 5) {
            let weight = dice.from(0, left);
            left -= weight;
            weights.push(weight);
        }
        for step in [-1, 0, 1] {
            let last = left + step;
            if !(0..=100).contains(&last) {
                continue;
            }
            let rows: Vec<Value> = weights
                .iter()
                .chain([&last])
                .map(|weight| json!({ "weight": hundredths(*weight), "goal": 100, "actual": 100, "minimum": null }))
                .collect();
            let found = answer(json!({ "composite": true, "quota": 100_000, "sales": 100_000, "measures": rows }));
            assert_eq!(warns(&found, "weights_above_all"), step > 0, "{weights:?} {last}");
            assert_eq!(cents(&found, "main_pay"), -step * 10_000, "{weights:?} {last}");
            if step == 0 {
                assert_eq!(result(&found, "main_weight"), 0.0, "{weights:?}");
            }
        }
    }
}

#[test]
fn discount_bands_begin_exactly_at_their_bounds() {
    let mut dice = Dice(8);
    for _ in 0..150 {
        let (list, percent) = (dice.from(100, 9_000_000), dice.from(1, 60));
        let rows = json!([{ "from_discount": 0, "margin_rate": 0.1 }, { "from_discount": hundredths(percent), "margin_rate": 0.05 }]);
        // The dearest price that is in the second band.
        let at = list * (100 - percent) / 100;
        for sold in [at - 1, at, at + 1, list - 1, list, list + 1] {
            let rate = if (list - sold) * 100 >= list * percent { 5 } else { 10 };
            let found = answer(json!({ "quota": 1, "margin_deals": true, "discount_bands": rows,
                "deals": [{ "list": hundredths(list), "sold": hundredths(sold), "cost": 0 }] }));
            assert_eq!(cents(&found, "margin_total"), rounded(sold * rate, 100), "{sold} of {list} at {percent}%");
            assert!(!warns(&found, "no_band"));
        }
    }
}

#[test]
fn clawback_ends_exactly_at_its_month() {
    let mut dice = Dice(9);
    for _ in 0..150 {
        let (paid, until, window) = (dice.from(1, 9_000_000), dice.from(1, 36), dice.from(0, 120));
        for (days, months) in [
            (window, None),
            (window + 1, None),
            (until * 30 - 1, None),
            (until * 30, None),
            (window + 1, Some(until - 1)),
            (window + 1, Some(until)),
        ] {
            let kept = months.unwrap_or(days / 30);
            let back = if days <= window { paid } else { rounded(paid * (until - kept).max(0), until) };
            let found =
                answer(json!({ "cancellations": true, "window_days": window as f64, "vesting_months": until as f64,
                "cancelled": [{ "paid_commission": hundredths(paid), "kept_days": days as f64,
                    "kept_months": months.map(|months| months as f64) }] }));
            assert_eq!(cents(&found, "clawback_total"), back, "{paid}: {days} days, {months:?} months of {until}");
        }
    }
}

#[test]
fn a_cap_binds_and_a_balance_is_owed_exactly_beyond_the_cent() {
    let mut dice = Dice(10);
    for _ in 0..100 {
        let earned = dice.from(100, 9_000_000);
        for step in [-1, 0, 1] {
            let plan = |more: Value| {
                let flat = json!({ "quota": 1, "tier_basis": "sales", "tiers": [{ "from_sales": 0, "rate": 1 }],
                    "sales": hundredths(earned) });
                answer(with(&flat, more))
            };
            let found = plan(json!({ "cap": "pay", "cap_pay": hundredths(earned + step) }));
            assert_eq!(warns(&found, "cap_binds"), step < 0, "{earned}");
            assert_eq!(cents(&found, "variable_pay"), earned + step.min(0));
            let found =
                plan(json!({ "draw_kind": "recoverable", "draw": 0.01, "opening_balance": hundredths(earned + step) }));
            // At least a cent is paid of what was earned.
            let paid = (-step).max(1);
            assert_eq!(cents(&found, "variable_pay"), paid);
            assert_eq!(warns(&found, "owes"), step + paid > 0, "{earned} {step}");
            let found = plan(
                json!({ "cancellations": true, "cancelled": [{ "paid_commission": hundredths(earned + step), "kept_days": 1 }] }),
            );
            assert_eq!(warns(&found, "negative_pay"), step > 0, "{earned}");
            let found = plan(
                json!({ "quota": hundredths(earned), "cap": "attainment", "cap_attainment": 1.0 + step as f64 / 100.0 }),
            );
            assert_eq!(warns(&found, "attainment_capped"), step < 0, "{earned}");
        }
    }
}

#[test]
fn a_level_rate_never_looks_like_a_better_next_deal() {
    let mut dice = Dice(11);
    for _ in 0..300 {
        let inputs = json!({ "tier_basis": "sales", "tiers": [{ "from_sales": 0, "rate": hundredths(dice.from(1, 20)) }],
            "sales": hundredths(dice.from(100_000, 90_000_000)), "next_deal": hundredths(dice.from(1, 9_000_000)),
            "credit_share": hundredths(dice.from(1, 100)), "discount": hundredths(dice.from(0, 40)) });
        assert!(!warns(&answer(inputs.clone()), "next_deal"), "{inputs}");
    }
}
