//! What price to ask with so much stock and so much time left; and prices by rule.

use std::sync::OnceLock;

use crate::engine::chart::{Picture, Source};
use crate::engine::unit::{COUNT, MONEY, MULTIPLE, NUMBER, PERCENT, PERIODS, PRICE};
use crate::engine::{Builder, Calculator, Cell, Example, Rank};

mod any_price;
mod demand;
mod programme;
mod steps;

pub static CALCULATOR: Calculator = Calculator {
    id: "pricing.dynamic",
    define,
    words: crate::words!(),
    examples: EXAMPLES,
    upgrades: &[],
    recorded: OnceLock::new(),
};

const PROCESSES: &[&str] = &["poisson", "at_most_one", "any_price"];
const WILLINGNESSES: &[&str] = &["normal", "logistic", "uniform", "exponential", "listed"];
const SEASONS: &[&str] = &["usual", "low", "peak"];
const CHANNELS: &[&str] = &["own", "partner", "marketplace"];
const HOURS: &[&str] = &["usual", "quiet", "busy"];
const BOUNDS: &[&str] = &["neither", "floor", "ceiling"];

const MOST_PRICE: f64 = 1e9;

fn define(sheet: &Builder) {
    programme(sheet);
    rules(sheet);
}

/// The best policy, against one price kept for the whole season.
fn programme(sheet: &Builder) {
    sheet.group("stock");
    let stock = sheet.whole("stock", COUNT, 12.0, 1.0..=steps::MOST_STOCK as f64);
    let periods = sheet.whole("periods", PERIODS, 30.0, 1.0..=steps::MOST_PERIODS as f64);
    let salvage = sheet.number("salvage", PRICE, 15.0, 0.0..=MOST_PRICE);

    sheet.group("demand");
    let process = sheet.choice("process", PROCESSES);
    let any_price = process.is("any_price");
    let arrivals = sheet.number("arrivals", COUNT.per(PERIODS), 1.2, 0.0..=50.0);
    let willingness = sheet.shown_when(!any_price, || sheet.choice("willingness", WILLINGNESSES));
    let on_ladder = |option| willingness.is(option).and(!any_price);
    let has_spread = on_ladder("normal").or(on_ladder("logistic"));
    let price = |key, preset, least: f64| sheet.number(key, PRICE, preset, least..=MOST_PRICE);
    let mean = sheet.shown_when(any_price.or(has_spread).or(willingness.is("exponential")), || {
        price("mean_willingness", 120.0, 0.01)
    });
    let spread = sheet.shown_when(has_spread, || price("spread", 40.0, 0.01));
    let (lowest, highest) = sheet.shown_when(on_ladder("uniform"), || {
        (price("lowest_willingness", 50.0, 0.0), price("highest_willingness", 190.0, 0.0))
    });
    let ladder = sheet.table("ladder", 8, 2..=15);
    let rung = ladder.number("price", PRICE, &[60.0, 75.0, 90.0, 105.0, 120.0, 140.0, 160.0, 180.0], 0.0..=MOST_PRICE);
    let listed = sheet.shown_when(on_ladder("listed"), || {
        ladder.number("share", PERCENT, &[0.93, 0.87, 0.77, 0.65, 0.5, 0.31, 0.16, 0.07], 0.0..=1.0)
    });

    let given = [process, stock, periods, salvage, arrivals, willingness, mean, spread, lowest, highest, rung, listed];
    let [price_now, expected_revenue, expected_unsold, sold_out, highest_asked, lowest_asked] = sheet.step(
        &steps::POLICY,
        &given,
        [
            ("price_now", PRICE, &[]),
            ("expected_revenue", MONEY, &[]),
            ("expected_unsold", COUNT, &[]),
            ("sold_out", PERCENT, &[]),
            ("highest_asked", PRICE, &[]),
            ("lowest_asked", PRICE, &[]),
        ],
    );
    sheet.named("highest_asked", PRICE, highest_asked);
    sheet.named("lowest_asked", PRICE, lowest_asked);
    let [paying] = sheet.step(&steps::PAYING, &given, [("paying", PERCENT, &[ladder])]);
    let [fixed_price, fixed_revenue, fixed_unsold, fixed_sold_out, rung_revenue] = sheet.step(
        &steps::KEPT,
        &given,
        [
            ("fixed_price", PRICE, &[]),
            ("fixed_revenue", MONEY, &[]),
            ("fixed_unsold", COUNT, &[]),
            ("fixed_sold_out", PERCENT, &[]),
            ("rung_revenue", MONEY, &[ladder]),
        ],
    );
    let price_now = sheet.headline("price_now", PRICE, price_now);
    let expected = sheet.supporting("expected_revenue", MONEY, expected_revenue);
    // With nobody coming, or nobody who would pay, all prices are alike.
    let somebody = arrivals.is_more_than(0.0).and(any_price.or(paying.is_more_than(0.0).largest()));
    let fixed_price = sheet.supporting("fixed_price", PRICE, fixed_price.provided(somebody, "nobody_buys"));
    let fixed = sheet.result("fixed_revenue", MONEY, fixed_revenue);
    let gain = sheet.supporting("gain", MONEY, sheet.select(expected.is_more_than(fixed), expected - fixed, 0.0));
    let gain_share = sheet.result("gain_share", PERCENT, gain / fixed);
    sheet.supporting("sold_out", PERCENT, sold_out);
    let unsold = sheet.result("expected_unsold", COUNT, expected_unsold);
    let sold = sheet.result("expected_sold", COUNT, stock - unsold);
    let average = (expected - unsold * salvage) / sold;
    sheet.result("average_price", PRICE, average.provided(somebody, "nobody_buys"));
    sheet.result("fixed_unsold", COUNT, fixed_unsold);
    sheet.result("fixed_sold_out", PERCENT, fixed_sold_out);

    // Were demand certain, one price would do: the best while stock lasts, or the one at which it just lasts.
    let clearing = sheet.select(arrivals.is_more_than(0.0), mean * (arrivals * periods / stock).ln(), salvage);
    let certain = (salvage + mean).max(clearing).provided(any_price, "only_any_price");
    let certain = sheet.result("certain_price", PRICE, certain);
    let certain_sold = arrivals * periods * (-certain / mean).exp();
    sheet.result("certain_revenue", MONEY, certain * certain_sold + salvage * (stock - certain_sold));
    let paying = sheet.result("paying", PERCENT, paying);
    let rung_revenue = sheet.result("rung_revenue", MONEY, rung_revenue);

    let on_the_ladder = !any_price;
    sheet.warn("below_salvage", on_the_ladder.and(rung.smallest().is_less_than(salvage)));
    sheet.warn("lowest_above_highest", on_ladder("uniform").and(lowest.is_more_than(highest)));
    sheet.warn("nobody_buys", !somebody);
    sheet.remark("little_gain", somebody.and(gain_share.is_less_than(0.01)));
    // A price at which nobody buys is asked to keep the stock.
    let sells = price_now.equals(rung).and(paying.is_more_than(0.0)).largest();
    let somebody_there = on_the_ladder.and(somebody);
    sheet.remark("at_the_top", somebody_there.and(sells).and(price_now.equals(rung.largest())));
    sheet.remark("at_the_bottom", somebody_there.and(fixed_price.equals(rung.smallest())));
    let [rises, lower, lower_share, higher, higher_share] = sheet.step(
        &steps::RISE,
        &[rung, listed],
        [
            ("rises", NUMBER, &[]),
            ("lower", PRICE, &[]),
            ("lower_share", PERCENT, &[]),
            ("higher", PRICE, &[]),
            ("higher_share", PERCENT, &[]),
        ],
    );
    sheet.named("lower_price", PRICE, lower);
    sheet.named("lower_price_paying", PERCENT, lower_share);
    sheet.named("higher_price", PRICE, higher);
    sheet.named("higher_price_paying", PERCENT, higher_share);
    sheet.warn("share_rises", on_ladder("listed").and(rises));
    sheet.warn("mostly_unsold", somebody.and(unsold.is_more_than(stock * 0.5)));

    let policy = sheet.parts("policy", price_now);
    let part = |column| Source::Part(policy, column);
    sheet.chart("policy", Picture::Heat { x: part(0), y: part(1), value: part(2) });
    sheet.chart(
        "kept",
        Picture::Lines {
            x: Source::Column(rung.node()),
            series: vec![Source::Column(rung_revenue.node())],
            stepped: false,
        },
    );
}

/// A price by rule: the base price times what the season, the stock, the channel and the hour each ask for.
fn rules<'b>(sheet: &'b Builder) {
    sheet.group("rules");
    let price = |key, preset| sheet.number(key, PRICE, preset, 0.0..=MOST_PRICE);
    let (base_price, floor, ceiling) = (price("base_price", 120.0), price("floor", 90.0), price("ceiling", 180.0));
    let season = sheet.choice("season", SEASONS);
    let channel = sheet.choice("channel", CHANNELS);
    let hour = sheet.choice("hour", HOURS);
    let stock_share = sheet.number("stock_share", PERCENT, 0.15, 0.0..=1.0);

    sheet.advanced("multipliers");
    let times = |key, preset| sheet.number(key, MULTIPLE, preset, 0.1..=10.0);
    let times_at = |choice: Cell<'b>, option, key, preset| sheet.shown_when(choice.is(option), || times(key, preset));
    let low_season = times_at(season, "low", "low_season", 0.85);
    let peak_season = times_at(season, "peak", "peak_season", 1.2);
    let scarce_below = sheet.number("scarce_below", PERCENT, 0.2, 0.0..=1.0);
    let scarce = times("scarce", 1.15);
    let ample_above = sheet.number("ample_above", PERCENT, 0.7, 0.0..=1.0);
    let ample = times("ample", 0.9);
    let partner = times_at(channel, "partner", "partner", 1.05);
    let marketplace = times_at(channel, "marketplace", "marketplace", 1.1);
    let (quiet, busy) = (times_at(hour, "quiet", "quiet", 0.95), times_at(hour, "busy", "busy", 1.08));

    let usual = sheet.constant(1.0, MULTIPLE);
    let by_season = sheet.named("by_season", MULTIPLE, sheet.pick(season, &[usual, low_season, peak_season]));
    let by_stock = sheet.select(stock_share.is_more_than(ample_above), ample, usual);
    let by_stock =
        sheet.named("by_stock", MULTIPLE, sheet.select(stock_share.is_less_than(scarce_below), scarce, by_stock));
    let by_channel = sheet.named("by_channel", MULTIPLE, sheet.pick(channel, &[usual, partner, marketplace]));
    let by_hour = sheet.named("by_hour", MULTIPLE, sheet.pick(hour, &[usual, quiet, busy]));
    let multiplier = sheet.result("multiplier", MULTIPLE, by_season * by_stock * by_channel * by_hour);
    let unbounded = sheet.result("unbounded_price", PRICE, base_price * multiplier);
    let bounded = unbounded.min(ceiling).max(floor).provided(floor.is_at_most(ceiling), "floor_above_ceiling");
    let rule_price = sheet.result("rule_price", PRICE, bounded);
    let bound =
        sheet.select(unbounded.is_less_than(floor), 1.0, sheet.select(unbounded.is_more_than(ceiling), 2.0, 0.0));
    sheet.verdict("rule_bound", BOUNDS, Rank::Detail, bound.provided(floor.is_at_most(ceiling), "floor_above_ceiling"));
    sheet.warn("floor_above_ceiling", floor.is_more_than(ceiling));
    sheet.remark("rule_bound", rule_price.is_less_than(unbounded).or(rule_price.is_more_than(unbounded)));
    sheet.warn("bands_overlap", scarce_below.is_more_than(ample_above));
}

const EXAMPLES: &[Example] = &[
    Example {
        key: "three_left",
        inputs: r#"{"process": "at_most_one", "stock": 3, "periods": 6, "salvage": 20, "arrivals": 1,
            "willingness": "listed", "ladder": [
                {"price": 60, "share": 0.8}, {"price": 80, "share": 0.5}, {"price": 100, "share": 0.3}
            ]}"#,
        expected: &[
            ("expected_revenue", 217.1844, 1e-9),
            ("expected_unsold", 0.229_44, 1e-9),
            ("sold_out", 0.793_06, 1e-9),
        ],
    },
    Example {
        key: "any_moment",
        inputs: r#"{"process": "any_price", "stock": 5, "periods": 1, "salvage": 0, "arrivals": 10,
            "mean_willingness": 1}"#,
        expected: &[
            ("expected_revenue", 3.496_200_706_44, 1e-9),
            ("price_now", 1.186_573_458_76, 1e-9),
            ("fixed_revenue", 3.450_662_367_7, 1e-9),
            ("certain_revenue", 3.678_794_411_71, 1e-9),
        ],
    },
];
