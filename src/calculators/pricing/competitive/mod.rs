//! What our product may cost beside its rivals: the price that the market's line of value for money gives it.

use std::sync::OnceLock;

use crate::engine::chart::{Picture, Source};
use crate::engine::unit::{NUMBER, PERCENT, PRICE, SCORE};
use crate::engine::{Builder, Calculator, Cell, Example, Rank};

mod steps;

pub static CALCULATOR: Calculator = Calculator {
    id: "pricing.competitive",
    define,
    words: crate::words!(),
    examples: EXAMPLES,
    upgrades: &[],
    recorded: OnceLock::new(),
};

const STANCES: &[&str] = &["at", "below", "above"];
const PARITIES: &[&str] = &["value", "market"];
const SCALES: &[&str] = &["scores", "ratios"];
const LINES: &[&str] = &["least_squares", "share_weighted", "proportional"];
const AVERAGES: &[&str] = &["simple", "share_weighted"];
const PLACES: &[&str] = &["under", "on", "over"];

fn define<'b>(sheet: &'b Builder) {
    sheet.group("competitors");
    let competitors = sheet.table("competitors", 4, 2..=12).names("name", &["@first", "@second", "@third", "@fourth"]);
    let rival_price = competitors.number("price", PRICE, &[890.0, 1_150.0, 1_290.0, 1_480.0], 0.0..=1e12);
    let share = [Some(0.24), Some(0.31), Some(0.17), Some(0.12)];
    let share = competitors.optional("share", PERCENT, &share, 0.0..=1.0);

    sheet.group("attributes");
    let attributes =
        sheet.table("attributes", 4, 1..=12).names("name", &["@performance", "@reliability", "@service", "@ease"]);
    let weight = attributes.number("weight", NUMBER, &[30.0, 35.0, 20.0, 15.0], 0.0..=1_000.0);
    let own_score = attributes.number("own_score", SCORE, &[8.0, 8.0, 6.0, 8.0], 0.0..=1_000.0);
    let scores = [5.0, 6.0, 5.0, 7.0, 7.0, 7.0, 6.0, 7.0, 8.0, 6.0, 8.0, 7.0, 9.0, 8.0, 8.0, 6.0];
    let scores = sheet.grid("scores", &[competitors, attributes], SCORE, &scores, 0.0..=1_000.0);

    sheet.group("stance");
    let stance = sheet.choice("stance", STANCES);
    let distance = sheet.shown_when(!stance.is("at"), || sheet.number("distance", PERCENT, 0.05, 0.0..=1.0));
    let parity = sheet.choice("parity", PARITIES);
    let unit_cost = sheet.optional("unit_cost", PRICE, Some(720.0), 0.0..=1e12);
    let price_today = sheet.optional("price_today", PRICE, Some(1_295.0), 0.0..=1e12);

    sheet.advanced("conventions");
    let line = sheet.choice("line", LINES);
    let average = sheet.choice("average", AVERAGES);
    let scale = sheet.choice("scale", SCALES);

    let [rivals_score] = sheet.step(&steps::RIVALS_SCORE, &[scores, weight], [("rivals_score", SCORE, &[attributes])]);
    let rivals_score = sheet.result("rivals_score", SCORE, rivals_score);
    sheet.result("lead", SCORE, own_score - rivals_score);
    let weights = sheet.named("weights", NUMBER, weight.sum());
    let perceived = |scores: Cell<'b>| {
        let ratio = (scores / rivals_score * 100.0).provided(rivals_score.is_more_than(0.0), "no_rival_score");
        // What an attribute of no weight scores does not matter, not even where it is no ratio.
        let counted =
            sheet.select(weight.is_more_than(0.0), sheet.pick(scale, &[scores, ratio]), sheet.constant(0.0, SCORE));
        ((weight * counted).sum() / weights).provided(weights.is_more_than(0.0), "no_weights")
    };
    let value = sheet.result("value", SCORE, perceived(scores));
    let own_value = sheet.supporting("own_value", SCORE, perceived(own_score));

    let rivals = competitors.rows();
    let mean = |figures: Cell<'b>, by_share| {
        let weighted = ((share * figures).sum() / share.sum()).provided(share.sum().is_more_than(0.0), "no_shares");
        sheet.select(by_share, weighted, figures.sum() / rivals)
    };
    let averaged = |figures| mean(figures, average.is("share_weighted"));
    let average_price = sheet.result("average_price", PRICE, averaged(rival_price));
    let average_value = sheet.result("average_value", SCORE, averaged(value));

    // The line of value for money: least squares, each rival counted once or by its share, or through zero.
    let along = |figures| mean(figures, line.is("share_weighted"));
    let middle_value = sheet.named("middle_value", SCORE, along(value));
    let middle_price = sheet.named("middle_price", PRICE, along(rival_price));
    let (from_middle, off_middle) = (value - middle_value, rival_price - middle_price);
    let spread = sheet.named("spread", NUMBER, along(from_middle * from_middle));
    let together = sheet.named("together", PRICE, along(from_middle * off_middle));
    let fitted = (together / spread).provided(spread.is_more_than(0.0), "equal_values");
    let proportional = line.is("proportional");
    let slope = sheet.result("slope", PRICE, sheet.select(proportional, middle_price / middle_value, fitted));
    let start = sheet.select(proportional, sheet.constant(0.0, PRICE), middle_price - slope * middle_value);
    let intercept = sheet.result("intercept", PRICE, start);

    let line_price = sheet.result("line_price", PRICE, intercept + slope * value);
    let over = sheet.result("over", PRICE, rival_price - line_price);
    sheet.result("over_share", PERCENT, (over / line_price).provided(line_price.is_more_than(0.0), "negative_line"));
    sheet.verdict("place", PLACES, Rank::Detail, 1.0 + over.is_more_than(0.0) - over.is_less_than(0.0));
    let (under_line, over_line) = (over.smallest().is_less_than(0.0), over.largest().is_more_than(0.0));
    let off_line = under_line.or(over_line);
    let (best, worst) = (over.row_of_smallest(), over.row_of_largest());
    let best_buy = best.provided(under_line, "none_under").provided(off_line, "all_on_line");
    sheet.row("best_buy", competitors, Rank::Detail, best_buy);
    let worst_buy = worst.provided(over_line, "none_over").provided(off_line, "all_on_line");
    sheet.row("worst_buy", competitors, Rank::Detail, worst_buy);
    let price_spread = sheet.named("price_spread", PRICE.times(PRICE), along(off_middle * off_middle));
    let unexplained = sheet.named("unexplained", PRICE.times(PRICE), along(over * over));
    let fit = 1.0 - unexplained / price_spread;
    let fit = fit.provided(!proportional, "no_fit").provided(price_spread.is_more_than(0.0), "equal_prices");
    let fit = sheet.result("fit", PERCENT, fit);

    let fair_price = intercept + slope * own_value;
    let fair_price =
        sheet.supporting("fair_price", PRICE, fair_price.provided(fair_price.is_at_least(0.0), "negative_price"));
    let parity_price = sheet.named("parity_price", PRICE, sheet.pick(parity, &[fair_price, average_price]));
    let price = sheet.pick(stance, &[parity_price, parity_price * (1.0 - distance), parity_price * (1.0 + distance)]);
    let price = sheet.headline("price", PRICE, price);
    sheet.supporting("price_index", NUMBER, price / average_price * 100.0);
    sheet.result("value_index", NUMBER, own_value / average_value * 100.0);
    let unit_profit = sheet.result("unit_profit", PRICE, price - unit_cost);
    sheet.supporting("margin", PERCENT, (unit_profit / price).provided(price.is_more_than(0.0), "no_price"));
    sheet.result("index_today", NUMBER, price_today / average_price * 100.0);
    sheet.result("over_today", PRICE, price_today - fair_price);

    sheet.warn("below_cost", unit_profit.is_less_than(0.0));
    sheet.warn("falling_line", slope.is_less_than(0.0));
    sheet.warn("weak_line", fit.is_less_than(0.5));
    sheet.warn("two_rivals", (!proportional).and(rivals.is_less_than(3.0)));
    sheet.warn("outside", own_value.is_more_than(value.largest()).or(own_value.is_less_than(value.smallest())));
    let shares_count = average.is("share_weighted").or(line.is("share_weighted"));
    sheet.warn("shares_over", shares_count.and(share.or_else(0.0).sum().is_more_than(1.0)));
    let without = |row| sheet.select(competitors.row_number().equals(row + 1.0), sheet.constant(0.0, PRICE), over);
    let best_tied = under_line.and(without(best).smallest().is_at_most(over.smallest()));
    let worst_tied = over_line.and(without(worst).largest().is_at_least(over.largest()));
    sheet.remark("tied", best_tied.or(worst_tied));
    sheet.remark("perceived", weights.is_more_than(0.0));

    sheet.chart(
        "map",
        Picture::Map {
            labels: competitors.id(),
            x: value.node(),
            y: rival_price.node(),
            line: Some((intercept.node(), slope.node())),
            own: Some((own_value.node(), price.node())),
        },
    );
    sheet.chart(
        "over",
        Picture::Bars { labels: competitors.id(), series: vec![Source::Column(over.node())], stacked: false },
    );
}

const EXAMPLES: &[Example] = &[
    Example {
        key: "switches",
        inputs: r#"{"line": "proportional", "unit_cost": 1.6,
            "competitors": [{"name": "B", "price": 2.00, "share": null}, {"name": "C", "price": 1.52, "share": null}],
            "attributes": [{"name": "@direct", "weight": 1, "own_score": 42}], "scores": [[33], [25]]}"#,
        expected: &[("fair_price", 2.55, 0.005), ("own_value", 42.0, 1e-12)],
    },
    Example {
        key: "three",
        inputs: r#"{"stance": "below", "distance": 0.04, "unit_cost": 80,
            "competitors": [
                {"name": "@first", "price": 100, "share": null}, {"name": "@second", "price": 110, "share": null},
                {"name": "@third", "price": 135, "share": null}
            ],
            "attributes": [
                {"name": "@performance", "weight": 1, "own_score": 8}, {"name": "@service", "weight": 1, "own_score": 7}
            ],
            "scores": [[5, 7], [8, 6], [9, 7]]}"#,
        expected: &[
            ("slope", 17.5, 1e-9),
            ("intercept", -7.5, 1e-9),
            ("fair_price", 123.75, 1e-9),
            ("price", 118.8, 1e-9),
        ],
    },
];
