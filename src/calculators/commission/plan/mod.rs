//! What a plan pays, line by line to the cent: tiers, weighted measures, caps, SPIFF, clawback and draw.
//!
//! Pay is settled in one order: commission of each measure, rounded; cap; SPIFF, pool and margin commission; clawback;
//! draw. Sales are typed before discount, so that one switch says what a discount lowers.

use std::sync::OnceLock;

use crate::engine::chart::{Mark, Picture};
use crate::engine::unit::{MONEY, MULTIPLE, NUMBER, PERCENT};
use crate::engine::{Builder, Calculator, Cell, Key, Rank};

mod cents;
mod examples;
mod extras;
mod ledger;
mod people;
mod schedule;
mod statement;
mod terms;

use extras::{Clawback, Margin, Measures, Months, Team};
use terms::{Discount, Draw, Pay, Rules, Sales, Tiers};

pub static CALCULATOR: Calculator = Calculator {
    id: "commission.plan",
    define,
    words: crate::words!(),
    examples: examples::ALL,
    upgrades: &[],
    recorded: OnceLock::new(),
};

/// Where money is typed, this is the most.
const MOST: f64 = 1e12;
/// No attainment is beyond this.
const UNCAPPED: f64 = 1e9;

fn define<'b>(sheet: &'b Builder) {
    let pay = Pay::ask(sheet);
    let sales = Sales::ask(sheet);
    let tiers = Tiers::ask(sheet, sales.composite);
    let rules = Rules::ask(sheet);
    let discount = Discount::ask(sheet);
    let others = Measures::ask(sheet, sales.composite);
    let spiff = terms::spiff(sheet);
    let clawback = Clawback::ask(sheet);
    let draw = Draw::ask(sheet);
    let team = Team::ask(sheet);
    let margin = Margin::ask(sheet);
    let months = Months::ask(sheet);
    sheet.advanced("conventions");
    let rounding = sheet.choice("rounding", cents::RULES);

    // ---- pay on target, and what counts ------------------------------------------------------------------------
    let to_the_cent = |amount: Cell<'b>| {
        let [rounded] = sheet.call(&statement::TO_THE_CENT, &[amount, rounding], [("rounded", MONEY, &[])]);
        rounded
    };
    let exact = |key: Key, amount: Cell<'b>| sheet.step(key, MONEY, amount);
    let base = sheet.supporting("base_pay", MONEY, to_the_cent(exact("base_exact", pay.base)));
    let target = sheet.result("target_variable", MONEY, pay.target);
    sheet.result("target_rate", PERCENT, target / sales.quota);
    sheet.result("quota_to_ote", MULTIPLE, sales.quota / (base + target));

    let clawed = clawback.per_deal(sheet, rounding);
    let reversed = sheet.result("reversed_sales", MONEY, clawback.reversed(sheet));
    let zero = sheet.constant(0.0, MONEY);
    let sold = sheet.step("sold", MONEY, (sales.sold * discount.share - reversed).max(zero));
    let credited = sheet.result("credited_sales", MONEY, sold * discount.credit_left);
    let attainment = sheet.supporting("attainment", PERCENT, credited / sales.quota);

    let main_weight = sheet.result("main_weight", PERCENT, 1.0 - others.weight_sum);
    let payout = |credited: Cell<'b>, keys: [Key; 2]| {
        let measure = [
            sheet.constant(0.0, NUMBER),
            main_weight,
            sales.quota,
            credited,
            discount.paid_part,
            sheet.select(rules.caps_attainment, rules.cap_attainment, UNCAPPED),
        ];
        let arguments: Vec<Cell> = tiers.arguments(&rules, target, rounding).into_iter().chain(measure).collect();
        sheet.call(&schedule::PAYOUT, &arguments, [(keys[0], MONEY, &[]), (keys[1], MONEY, &[])])
    };
    let [main_exact, main_pay] = payout(credited, ["main_exact", "main_rounded"]);
    let main_pay = sheet.result("main_pay", MONEY, main_pay);
    let measures_pay = others.pay(sheet, &tiers, &rules, target, rounding);
    let measures_total = sheet.step("measures_total", MONEY, measures_pay.sum());

    // ---- from commission to pay --------------------------------------------------------------------------------
    let most = to_the_cent(rules.cap_pay);
    let capped = |amount: Cell<'b>| sheet.select(rules.caps_pay, amount.min(most), amount);
    let gates = others.gates(sheet, attainment);
    sheet.shown_when(sales.composite, || sheet.verdict("gates", &["missed", "passed"], Rank::Detail, gates));
    let commission = |main: Cell<'b>| sheet.select(gates.more(0.0), main + measures_total, zero);
    let earned = sheet.result("commission", MONEY, commission(main_pay));
    let kept = sheet.step("after_cap", MONEY, capped(earned));
    let withheld = sheet.result("withheld", MONEY, earned - kept);
    let spiff = sheet.result("spiff", MONEY, to_the_cent(exact("spiff_exact", spiff)));
    let pool = team.pool(sheet, rounding);
    let on_margin = margin.commission(sheet, rounding);
    let taken_back = sheet.result("clawback_total", MONEY, clawed);
    let net = sheet.result("net_earned", MONEY, kept + spiff + pool + on_margin - taken_back);

    let [paid, balance] = draw.settle(sheet, net);
    let paid = sheet.supporting("variable_pay", MONEY, to_the_cent(exact("after_draw", paid)));
    let balance = sheet.result("balance_after", MONEY, balance);
    let [total] = sheet.call(
        &statement::STATEMENT,
        &[base, main_pay, measures_pay, earned, kept, spiff, pool, on_margin, taken_back, paid],
        [("statement_total", MONEY, &[])],
    );
    let total = sheet.headline("total_pay", MONEY, total);
    sheet.parts("statement", total);
    sheet.parts("tier_lines", main_exact);

    // ---- what it means -----------------------------------------------------------------------------------------
    let payout_share = sheet.result("payout_share", PERCENT, main_exact / (target * main_weight));
    let effective = sheet.supporting("effective_rate", PERCENT, main_exact / credited);
    sheet.result("variable_share", PERCENT, paid / total);
    let [_, next_pay] = payout(credited + sales.next_deal * discount.credit_left, ["next_exact", "next_rounded"]);
    let next_pay = sheet.step("next_pay", MONEY, capped(commission(next_pay)));
    let more = sheet.result("next_deal_pay", MONEY, next_pay - kept);
    let next_rate = sheet.result("next_rate", PERCENT, more / sales.next_deal);
    let [_, at_quota] = payout(sales.quota, ["quota_exact", "quota_rounded"]);
    let at_quota = sheet.result("pay_at_quota", MONEY, capped(commission(at_quota)));

    team.shares(sheet, rounding);
    months.ledger(sheet, &tiers.arguments(&rules, target, rounding), &rules, &draw, main_weight, sales.quota);

    sheet.warn("weights_above_all", main_weight.less(0.0));
    sheet.warn("below_threshold", credited.less(rules.threshold * sales.quota));
    sheet.warn("cap_binds", withheld.more(zero));
    sheet.warn("gate_missed", gates.less(1.0));
    sheet.warn("owes", balance.more(zero));
    sheet.warn("negative_pay", paid.less(zero));
    sheet.remark("next_deal", next_rate.more(effective));
    sheet.remark("below_target_share", payout_share.less(attainment));

    let furthest = (sales.quota * 1.6).max(sales.sold * 1.2);
    let quota_mark = Mark { key: "quota", at: sales.quota.node(), value: at_quota.node() };
    let curve = |series: Cell<'b>, marks: Vec<Mark>| Picture::Sweep {
        over: sales.sold.node(),
        from: zero.node(),
        to: furthest.node(),
        series: vec![series.node()],
        marks,
    };
    sheet.chart("payout", curve(kept, vec![quota_mark]));
    sheet.chart("effective_rate", curve(effective, Vec::new()));
}
