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
mod limits;
mod payout;
mod people;
mod schedule;
mod statement;
mod terms;
mod upgrades;

use extras::{Clawback, Margin, Measures, Months, Team};
use terms::{Discount, Draw, Pay, Rules, Sales, Tiers};

pub static CALCULATOR: Calculator = Calculator {
    id: "commission.plan",
    define,
    words: crate::words!(),
    examples: examples::ALL,
    upgrades: upgrades::ALL,
    recorded: OnceLock::new(),
};

/// No attainment is beyond this.
const UNCAPPED: f64 = 1e9;

fn define<'b>(sheet: &'b Builder) {
    let pay = Pay::ask(sheet);
    let sales = Sales::ask(sheet);
    let tiers = Tiers::ask(sheet, sales.composite);
    let rules = Rules::ask(sheet, sales.composite);
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
        let [rounded] = sheet.step(&statement::TO_THE_CENT, &[amount, rounding], [("rounded", MONEY, &[])]);
        rounded
    };
    let exact = |key: Key, amount: Cell<'b>| sheet.named(key, MONEY, amount);
    let base = sheet.supporting("base_pay", MONEY, to_the_cent(exact("base_exact", pay.base)));
    let target = sheet.result("target_variable", MONEY, pay.target);
    sheet.result("target_rate", PERCENT, target / sales.quota);
    sheet.result("quota_to_ote", MULTIPLE, sales.quota / (base + target));

    let clawed = clawback.per_deal(sheet, rounding);
    let reversed = sheet.result("reversed_sales", MONEY, clawback.reversed(sheet));
    let zero = sheet.constant(0.0, MONEY);
    let own_part = sheet.named("own_part", MONEY, sales.sold * discount.share);
    let sold = sheet.named("sold", MONEY, (own_part - reversed).max(zero));
    let credited = sheet.result("credited_sales", MONEY, sold * discount.credit_left);
    let attainment = sheet.supporting("attainment", PERCENT, credited / sales.quota);

    // Weights that sum to one leave nothing, not what rounding leaves of them.
    let left_over = sheet.select(others.weight_sum.equals(1.0), 0.0, 1.0 - others.weight_sum);
    let main_weight = sheet.result("main_weight", PERCENT, left_over);
    let target_paid = target.provided(others.are_named_by(&tiers), "no_such_measure");
    let (all, per) = (sheet.constant(1.0, PERCENT), discount.credit_left);
    // The arguments of a payout of sales: an amount, and what makes it credit (its share, what was reversed, what a
    // discount leaves).
    let main = |amount: Cell<'b>, [share, reversed, left]: [Cell<'b>; 3]| {
        let most = sheet.select(rules.caps_attainment, rules.cap_attainment, UNCAPPED);
        let measure = [sheet.constant(0.0, NUMBER), main_weight, sales.quota, amount, most];
        let credit = [share, reversed, left, discount.pay_left, per];
        tiers.arguments(&rules, target_paid, rounding).into_iter().chain(measure).chain(credit).collect::<Vec<_>>()
    };
    let payout = |amount: Cell<'b>, credit: [Cell<'b>; 3], keys: [Key; 2]| {
        sheet.step(&payout::PAYOUT, &main(amount, credit), [(keys[0], MONEY, &[]), (keys[1], MONEY, &[])])
    };
    let credit = [discount.share, reversed, per];
    let [main_exact, main_pay] = payout(sales.sold, credit, ["main_exact", "main_rounded"]);
    let main_pay = sheet.result("main_pay", MONEY, main_pay);
    let measures_pay = others.pay(sheet, &tiers, &rules, target_paid, rounding);
    let measures_total = sheet.named("measures_total", MONEY, measures_pay.rounded.sum());

    // ---- from commission to pay --------------------------------------------------------------------------------
    let most = to_the_cent(rules.cap_pay);
    let capped = |amount: Cell<'b>| sheet.select(rules.caps_pay, amount.min(most), amount);
    let gates = others.gates(sheet, attainment);
    sheet.shown_when(sales.composite, || sheet.verdict("gates", &["missed", "passed"], Rank::Detail, gates));
    let commission =
        |gates: Cell<'b>, main: Cell<'b>| sheet.select(gates.is_more_than(0.0), main + measures_total, zero);
    let earned = sheet.result("commission", MONEY, commission(gates, main_pay));
    let kept = sheet.named("after_cap", MONEY, capped(earned));
    let withheld = sheet.result("withheld", MONEY, earned - kept);
    let spiff = sheet.result("spiff", MONEY, to_the_cent(exact("spiff_exact", spiff)));
    let pool = team.pool(sheet, rounding);
    let on_margin = margin.commission(sheet, rounding);
    let taken_back = sheet.result("clawback_total", MONEY, clawed);
    let net = sheet.result("net_earned", MONEY, kept + spiff + pool + on_margin - taken_back);

    let [paid, balance] = draw.settle(sheet, net, to_the_cent);
    let paid = sheet.supporting("variable_pay", MONEY, to_the_cent(exact("after_draw", paid)));
    let balance = sheet.result("balance_after", MONEY, balance);
    let [total] = sheet.step(
        &statement::STATEMENT,
        &[base, main_pay, measures_pay.rounded, earned, kept, spiff, pool, on_margin, taken_back, paid],
        [("statement_total", MONEY, &[])],
    );
    let total = sheet.headline("total_pay", MONEY, total);
    sheet.parts("statement", total);
    sheet.parts("tier_lines", main_exact);

    // ---- what it means -----------------------------------------------------------------------------------------
    let payout_share = sheet.result("payout_share", PERCENT, main_exact / (target * main_weight));
    let effective = sheet.supporting("effective_rate", PERCENT, main_exact / credited);
    sheet.result("variable_share", PERCENT, paid / total);
    let with_next = sales.sold + sales.next_deal;
    let [_, next_pay] = payout(with_next, credit, ["next_exact", "next_rounded"]);
    let next_credit = (with_next * discount.share - reversed).max(zero) * discount.credit_left;
    let next_gates = others.gates(sheet, next_credit / sales.quota);
    let next_pay = sheet.named("next_pay", MONEY, capped(commission(next_gates, next_pay)));
    let more = sheet.result("next_deal_pay", MONEY, next_pay - kept);
    sheet.result("next_rate", PERCENT, more / sales.next_deal);
    let next_credit = sheet.named("next_credit", MONEY, next_credit - credited);
    sheet.named("next_credit_rate", PERCENT, more / next_credit);
    let [_, at_quota] = payout(sales.quota, [all, zero, all], ["quota_exact", "quota_rounded"]);
    let gates_at_quota = others.gates(sheet, all);
    sheet.result("pay_at_quota", MONEY, capped(commission(gates_at_quota, at_quota)));

    team.shares(sheet, rounding);
    let each = main(sales.sold, [discount.share, zero, per]);
    months.ledger(sheet, &each, others.gate_of_sales(sheet), &rules, &draw);

    sheet.warn("same_bound", others.tiers_repeat(sheet, &tiers));
    sheet.warn("no_such_measure", !others.are_named_by(&tiers));
    sheet.warn("weights_above_all", main_weight.is_less_than(0.0));
    let held_back = rules.pays_nothing(sheet, credited, sales.quota);
    let measures_held_back = others.below_threshold(sheet, &rules);
    let short = credited.is_less_than(rules.start[0] * sales.quota);
    sheet.warn("below_threshold", held_back.and(short));
    sheet.warn("just_at_threshold", held_back.and(!short));
    sheet.warn("measure_below_threshold", measures_held_back.sum());
    let paying = tiers.on_sales().or(target.is_more_than(zero));
    let always = sheet.constant(1.0, NUMBER);
    let capped_out = rules.caps_attainment.and(rules.capped_at_nothing(sheet, rules.cap_attainment, always));
    let measures_capped_out = others.capped_at_nothing(sheet, &rules);
    sheet.warn("capped_at_nothing", capped_out.or(measures_capped_out.sum()));
    let barred = held_back.or(capped_out);
    let unpaid =
        credited.is_more_than(zero).and(main_weight.is_more_than(0.0)).and(main_exact.equals(zero)).and(!barred);
    sheet.warn("no_tier_reached", paying.and(unpaid));
    let measures_barred = measures_held_back.or(measures_capped_out);
    sheet.warn("measure_reaches_no_tier", others.reaches_no_tier(measures_pay.exact, measures_barred, paying));
    sheet.warn("measure_on_sales_rates", others.contradict(sheet, &tiers, sales.quota));
    sheet.warn("cap_binds", withheld.is_more_than(zero));
    sheet.warn("next_pays_less", more.is_less_than(zero));
    sheet.warn("attainment_capped", rules.caps_attainment.and(attainment.is_more_than(rules.cap_attainment)));
    sheet.warn("reversed_beyond", reversed.is_more_than(own_part));
    sheet.warn("kept_disagree", clawback.disagree(sheet));
    sheet.warn("months_leave_out", months.on.and(sales.composite.or(team.on).or(margin.on)));
    sheet.warn("gate_missed", gates.is_less_than(1.0));
    sheet.warn("owes", balance.is_more_than(zero));
    sheet.warn("negative_pay", paid.is_less_than(zero));
    // Both sums are in whole cents: what the next deal adds to them may be a cent more than it is paid.
    let cent = sheet.constant(0.01, MONEY);
    sheet.remark("next_deal", more.is_more_than(effective * next_credit + cent));
    sheet.remark("below_target_share", payout_share.is_less_than(attainment));

    let furthest = (sales.quota * 1.6).max(sales.sold * 1.2);
    // The sales that are credited as the quota.
    let to_quota = (sales.quota / discount.credit_left + reversed) / discount.share;
    let quota_mark = Mark { key: "quota", at: to_quota.node(), on: kept.node() };
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
