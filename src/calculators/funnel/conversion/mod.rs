//! What a funnel yields, where it leaks, and what a revenue target asks of every stage.

use std::sync::OnceLock;

use crate::engine::chart::{Picture, Source};
use crate::engine::unit::{COUNT, DAYS, MONEY, PERCENT, PRICE};
use crate::engine::{Builder, Calculator, Example, Rank};

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

/// Stands outside every ranking: no conversion or gap reaches it.
const OUTSIDE: f64 = 1e9;

fn define(sheet: &Builder) {
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
    let interval = sheet.choice("interval", INTERVALS);
    let confidence = sheet.number("confidence", PERCENT, 0.95, 0.5..=0.999);
    let improvement = sheet.number("improvement", PERCENT, 0.01, 0.0001..=0.5);
    let other_cost = sheet.number("other_cost", MONEY, 0.0, 0.0..=1e12);
    let new_share = sheet.number("new_share", PERCENT, 1.0, 0.0..=1.0);

    // A stage's conversion is into it, from the stage above; the first stage is where all begin.
    let last = stages.rows() - 1.0;
    let is_first = stages.row_number().equals(1.0);
    let passed_on = sheet.select(is_first, 1.0, rate);
    let volume = sheet.pick(basis, &[count, entries * passed_on.running_product()]);
    let volume = sheet.result("volume", COUNT, volume);
    let previous = sheet.step("previous", COUNT, volume.above(volume));
    let conversion = sheet.select(is_first, 1.0, volume / previous);
    let conversion = sheet.result("conversion", PERCENT, conversion);

    let first_volume = sheet.step("first_volume", COUNT, volume.at(0.0));
    let won = sheet.step("won", COUNT, volume.at(last));
    let overall = sheet.headline("overall", PERCENT, won / first_volume);
    sheet.supporting("won_deals", COUNT, won);
    let revenue = sheet.supporting("revenue", MONEY, won * deal_size);

    let [low, high] = sheet.call(
        &steps::INTERVAL,
        &[volume, previous, confidence, interval],
        [("low", PERCENT, &[stages]), ("high", PERCENT, &[stages])],
    );
    let counted = basis.is("volumes");
    sheet.result("conversion_low", PERCENT, sheet.select(is_first, 1.0, low).provided(counted, "no_counts"));
    sheet.result("conversion_high", PERCENT, sheet.select(is_first, 1.0, high).provided(counted, "no_counts"));
    sheet.result("cumulative", PERCENT, volume / first_volume);
    let lost = sheet.result("lost", COUNT, previous - volume);
    sheet.result("drop_off", PERCENT, 1.0 - conversion);
    sheet.result("loss_share", PERCENT, sheet.select(is_first, 0.0, conversion.ln() / overall.ln()));

    let spent = sheet.step("spent", MONEY, cost.sum());
    let cost_per_won = sheet.supporting("cost_per_won", PRICE, spent / won);
    sheet.result("acquisition_cost", PRICE, (spent + other_cost) / (won * new_share));
    sheet.result("return_on_cost", PERCENT, (deal_size - cost_per_won) / cost_per_won);
    sheet.result("cycle", DAYS, days.sum());

    let [needed, deals] = sheet.call(
        &steps::BACKWARDS,
        &[target, deal_size, conversion, rounding],
        [("needed", COUNT, &[stages]), ("deals", COUNT, &[])],
    );
    let needed = sheet.result("needed", COUNT, needed);
    sheet.result("deals_needed", COUNT, deals);
    sheet.supporting("entries_needed", COUNT, needed.at(0.0));

    let gap = sheet.result("benchmark_gap", PERCENT, benchmark - conversion);
    let gain = sheet.select(is_first, sheet.constant(0.0, MONEY), revenue * improvement / conversion);
    let gain = sheet.result("point_gain", MONEY, gain);
    let stage_cost = sheet.result("stage_cost_per_won", PRICE, cost / won);
    sheet.result("ten_percent_gain", MONEY, revenue * 0.1);

    let steepest = sheet.select(is_first, OUTSIDE, conversion).row_of_smallest();
    let ranked_gap = sheet.select(benchmark.given().and(!is_first), gap, -OUTSIDE);
    let compared = ranked_gap.largest().more(-OUTSIDE);
    sheet.row("bottleneck_drop", stages, Rank::Detail, steepest);
    sheet.row(
        "bottleneck_benchmark",
        stages,
        Rank::Detail,
        ranked_gap.row_of_largest().provided(compared, "no_benchmark"),
    );
    sheet.row("bottleneck_point", stages, Rank::Detail, gain.row_of_largest());
    sheet.row("bottleneck_time", stages, Rank::Detail, days.row_of_largest());
    sheet.row("bottleneck_cost", stages, Rank::Detail, stage_cost.row_of_largest());

    sheet.warn("above_all", conversion.largest().more(1.0));
    sheet.warn("few_won", counted.and(won.less(sheet.constant(10.0, COUNT))));
    sheet.warn("costs_more", cost_per_won.more(deal_size));
    sheet.remark("relative_is_equal", revenue.more(0.0));

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
        source: "Newcombe (1998), Statistics in Medicine 17:857–872: 81 of 263, Wilson score 0.2553 to 0.3662 \
                 (reference case funnel-pub-10).",
        inputs: r#"{"stages": [
            {"name": "Asked", "count": 263, "cost": 0, "days": 1, "benchmark": null},
            {"name": "Agreed", "count": 81, "cost": 0, "days": 1, "benchmark": null}
        ]}"#,
        expected: &[("overall", 0.307_984_790_875, 1e-9)],
    },
    Example {
        key: "target",
        source: "Definitions; exact fractions (reference case funnel-pub-02).",
        inputs: r#"{"basis": "rates", "target": 500000, "deal_size": 12500, "stages": [
            {"name": "@lead", "rate": 1}, {"name": "@nurture", "rate": 0.4}, {"name": "@qualify", "rate": 0.5},
            {"name": "@opportunity", "rate": 0.4}, {"name": "@close", "rate": 0.25}
        ]}"#,
        expected: &[("entries_needed", 2_000.0, 1e-6), ("deals_needed", 40.0, 1e-9)],
    },
];
