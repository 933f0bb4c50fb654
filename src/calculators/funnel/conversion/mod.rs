//! What a funnel yields, where it leaks, and what a revenue target asks of every stage.

use std::sync::OnceLock;

use crate::engine::chart::{Picture, Source};
use crate::engine::unit::{COUNT, DAYS, MONEY, NUMBER, PERCENT, PRICE};
use crate::engine::{Builder, Calculator, Cell, Example};

mod bottleneck;
mod steps;

pub static CALCULATOR: Calculator = Calculator {
    id: "funnel.conversion",
    define,
    words: crate::words!(),
    examples: EXAMPLES,
    upgrades: &[],
    recorded: OnceLock::new(),
};

const BASES: &[&str] = &["volumes", "rates"];
const INTERVALS: &[&str] = &["wilson", "wilson_corrected"];
const ROUNDINGS: &[&str] = &["exact", "once", "every_stage"];

fn define<'b>(sheet: &'b Builder) {
    sheet.group("funnel");
    let basis = sheet.choice("basis", BASES);
    let entries = sheet.shown_when(basis.is("rates"), || sheet.number("entries", COUNT, 2_000.0, 0.0..=1e12));
    let stages =
        sheet.table("stages", 5, 2..=12).names("name", &["@lead", "@nurture", "@qualify", "@opportunity", "@close"]);
    let count = sheet.shown_when(basis.is("volumes"), || {
        stages.number("count", COUNT, &[2_000.0, 1_100.0, 520.0, 210.0, 63.0], 0.0..=1e12)
    });
    let rate = sheet
        .shown_when(basis.is("rates"), || stages.number("rate", PERCENT, &[1.0, 0.55, 0.47, 0.4, 0.3], 0.0..=10.0));
    let cost = stages.number("cost", MONEY, &[60_000.0, 18_000.0, 26_000.0, 42_000.0, 31_000.0], 0.0..=1e12);
    let days = stages.number("days", DAYS, &[3.0, 21.0, 9.0, 24.0, 16.0], 0.0..=10_000.0);
    let benchmark =
        stages.optional("benchmark", PERCENT, &[None, Some(0.5), Some(0.5), Some(0.45), Some(0.27)], 0.0..=10.0);

    sheet.group("deal");
    let deal_size = sheet.number("deal_size", PRICE, 12_500.0, 0.0..=1e12);
    let target = sheet.number("target", MONEY, 1_000_000.0, 0.0..=1e15);

    sheet.advanced("conventions");
    let rounding = sheet.choice("rounding", ROUNDINGS);
    let (interval, confidence) = sheet.shown_when(basis.is("volumes"), || {
        (sheet.choice("interval", INTERVALS), sheet.number("confidence", PERCENT, 0.95, 0.5..=0.999))
    });
    let improvement = sheet.number("improvement", PERCENT, 0.01, 0.0001..=0.5);
    let other_cost = sheet.number("other_cost", MONEY, 0.0, 0.0..=1e12);
    let new_share = sheet.number("new_share", PERCENT, 1.0, 0.0..=1.0);

    // A stage's conversion is into it, from the stage above; the first stage is where all begin.
    let last = stages.rows() - 1.0;
    let is_first = stages.row_number().equals(1.0);
    let passed_on = sheet.select(is_first, 1.0, rate);
    let through = passed_on.running_product();
    let volume = sheet.result("volume", COUNT, sheet.pick(basis, &[count, entries * through]));
    let previous = sheet.named("previous", COUNT, volume.above(volume));
    // A rate that was typed is known whatever enters; a counted one only where something entered the stage above.
    let counted = basis.is("volumes");
    let reached = previous.is_more_than(0.0);
    let known = sheet.select(counted, is_first.or(reached), 1.0);
    let counted_rate = sheet.select(is_first, 1.0, (volume / previous).provided(reached, "nothing_before"));
    let conversion = sheet.result("conversion", PERCENT, sheet.pick(basis, &[counted_rate, passed_on]));

    let first_volume = sheet.named("first_volume", COUNT, volume.at(0.0));
    let won = sheet.named("won", COUNT, volume.at(last));
    let any_won = won.is_more_than(0.0);
    let overall = sheet.pick(basis, &[won / first_volume, through.at(last)]);
    let overall = sheet.headline("overall", PERCENT, overall);
    sheet.supporting("won_deals", COUNT, won);
    let revenue = sheet.supporting("revenue", MONEY, won * deal_size);

    let [low, high] = sheet.step(
        &steps::INTERVAL,
        &[volume, previous, confidence, interval],
        [("low", PERCENT, &[stages]), ("high", PERCENT, &[stages])],
    );
    let bound = |bound: Cell<'b>| {
        let bound = bound.provided(volume.is_at_most(previous), "more_than_before").provided(reached, "nothing_before");
        sheet.select(is_first, 1.0, bound).provided(counted, "no_counts")
    };
    sheet.result("conversion_low", PERCENT, bound(low));
    sheet.result("conversion_high", PERCENT, bound(high));
    sheet.result("cumulative", PERCENT, sheet.pick(basis, &[volume / first_volume, through]));
    let lost = sheet.result("lost", COUNT, previous - volume);
    sheet.result("drop_off", PERCENT, 1.0 - conversion);
    let share = (conversion.ln() / overall.ln()).provided(!overall.equals(1.0), "no_loss");
    let share = share.provided(conversion.is_more_than(0.0).and(overall.is_more_than(0.0)), "total_loss");
    sheet.result("loss_share", PERCENT, sheet.select(is_first, 0.0, share));

    let spent = sheet.named("spent", MONEY, cost.sum());
    let cost_per_won = sheet.supporting("cost_per_won", PRICE, (spent / won).provided(any_won, "nothing_won"));
    let acquisition =
        ((spent + other_cost) / (won * new_share)).provided(new_share.is_more_than(0.0), "no_new_customers");
    sheet.result("acquisition_cost", PRICE, acquisition.provided(any_won, "nothing_won"));
    let return_on_cost = ((deal_size - cost_per_won) / cost_per_won).provided(spent.is_more_than(0.0), "nothing_spent");
    sheet.result("return_on_cost", PERCENT, return_on_cost);
    sheet.result("cycle", DAYS, days.sum());

    // From each stage on, the share that becomes a deal: nothing where a later rate is zero, whatever the others are.
    let is_zero = sheet.select(known, conversion.is_at_most(0.0), 0.0);
    let later = |flag: Cell<'b>| flag.sum() - flag.running_sum();
    let (blocked, unsure) = (later(is_zero), later(!known));
    let some_pass = known.and(!is_zero);
    let rates = sheet.named("passing", PERCENT, sheet.select(some_pass, conversion, 1.0));
    let passing = rates.running_product();
    let rest = sheet.select(blocked, 0.0, passing.at(last) / passing);
    let to_deal = sheet.named("to_deal", PERCENT, rest.provided(blocked.or(!unsure), "later_unknown"));

    let deals = sheet.named("deals", COUNT, (target / deal_size).provided(deal_size.is_more_than(0.0), "no_deal_size"));
    let whole_deals = deals.ceil();
    sheet.result("deals_needed", COUNT, sheet.pick(rounding, &[deals, whole_deals, whole_deals]));
    let any_deals = deals.is_more_than(0.0);
    let need = sheet.select(any_deals, deals / to_deal, sheet.constant(0.0, COUNT));
    let [in_steps] = sheet.step(&steps::BACKWARDS, &[whole_deals, rates], [("in_steps", COUNT, &[stages])]);
    let needed = sheet.pick(rounding, &[need, need.ceil(), in_steps]);
    let needed = needed.provided((!any_deals).or(to_deal.is_more_than(0.0)), "nothing_passes");
    let needed = sheet.result("needed", COUNT, needed);
    sheet.supporting("entries_needed", COUNT, needed.at(0.0));

    // No rate rises above 100 %.
    let gap = sheet.result("benchmark_gap", PERCENT, benchmark - conversion);
    let added = sheet.named("added", PERCENT, (1.0 - conversion).max(0.0).min(improvement));
    let nothing = sheet.constant(0.0, MONEY);
    let gain = sheet.select(is_first, nothing, previous * added * to_deal * deal_size);
    let gain = sheet.result("point_gain", MONEY, gain);
    sheet.result("stage_cost_per_won", PRICE, (cost / won).provided(any_won, "nothing_won"));
    sheet.result("ten_percent_gain", MONEY, revenue * 0.1);

    let compared = (!is_first).and(known);
    let tied = bottleneck::five_views(
        sheet,
        &bottleneck::Stages {
            table: stages,
            compared,
            conversion,
            has_benchmark: benchmark.given().and(!is_first),
            gap,
            has_gain: compared.and(blocked.or(!unsure)),
            gain,
            days,
            cost,
        },
    );

    let above_all = sheet.pick(basis, &[volume.is_more_than(previous), conversion.is_more_than(1.0)]).largest();
    sheet.warn("above_all", above_all);
    // Where all begin there is no stage above; a rate typed there would look as if it counted.
    sheet.warn("first_rate", basis.is("rates").and(!rate.at(0.0).equals(1.0)));
    sheet.warn("nothing_won", won.is_at_most(0.0));
    sheet.warn("few_won", counted.and(won.is_less_than(sheet.constant(10.0, COUNT))));
    sheet.warn("costs_more", cost_per_won.is_more_than(deal_size));
    sheet.remark("relative_is_equal", revenue.is_more_than(0.0).and(!above_all));
    let room = sheet.select(compared, 1.0 - conversion, improvement);
    let capped = sheet.select(room.is_less_than(improvement), 1.0, 0.0).sum();
    let capped = sheet.named("capped_stages", NUMBER, capped);
    sheet.remark("improvement_capped", capped.is_more_than(0.0));
    sheet.remark("tied", tied);

    sheet.chart("funnel", Picture::Funnel { labels: stages.id(), size: volume.node() });
    sheet.chart(
        "drop",
        Picture::Bars { labels: stages.id(), series: vec![Source::Column(lost.node())], stacked: false },
    );
    sheet.chart(
        "gain",
        Picture::Bars { labels: stages.id(), series: vec![Source::Column(gain.node())], stacked: false },
    );
}

const EXAMPLES: &[Example] = &[
    Example {
        key: "newcombe",
        inputs: r#"{"stages": [
            {"name": "Asked", "count": 263, "cost": 0, "days": 1, "benchmark": null},
            {"name": "Agreed", "count": 81, "cost": 0, "days": 1, "benchmark": null}
        ]}"#,
        expected: &[("overall", 0.307_984_790_875, 1e-9)],
    },
    Example {
        key: "target",
        inputs: r#"{"basis": "rates", "target": 500000, "deal_size": 12500, "stages": [
            {"name": "@lead", "rate": 1}, {"name": "@nurture", "rate": 0.4}, {"name": "@qualify", "rate": 0.5},
            {"name": "@opportunity", "rate": 0.4}, {"name": "@close", "rate": 0.25}
        ]}"#,
        expected: &[("entries_needed", 2_000.0, 1e-6), ("deals_needed", 40.0, 1e-9)],
    },
];
