//! What price pays for itself: cost-plus pricing by markup, margin, profit or return on investment.

use std::sync::OnceLock;

use crate::engine::chart::{Mark, Picture};
use crate::engine::unit::{COUNT, MONEY, NUMBER, PERCENT, PRICE};
use crate::engine::{Builder, Calculator, Example};

pub static CALCULATOR: Calculator = Calculator {
    id: "pricing.cost_plus",
    define,
    words: crate::words!(),
    examples: EXAMPLES,
    upgrades: &[],
    recorded: OnceLock::new(),
};

const METHODS: &[&str] = &["markup", "margin", "profit", "return_on_investment"];

fn define(sheet: &Builder) {
    sheet.group("costs");
    let unit_cost = sheet.number("unit_cost", PRICE, 22.5, 0.0..=1e9);
    let fixed_cost = sheet.number("fixed_cost", MONEY, 100_000.0, 0.0..=1e12);
    let volume = sheet.number("volume", COUNT, 12_000.0, 0.0..=1e12);

    sheet.group("method");
    let method = sheet.choice("method", METHODS);
    let target_markup =
        sheet.shown_when(method.is("markup"), || sheet.number("target_markup", PERCENT, 0.6, 0.0..=100.0));
    let target_margin =
        sheet.shown_when(method.is("margin"), || sheet.number("target_margin", PERCENT, 0.4, 0.0..=0.999));
    let by_return = method.is("return_on_investment");
    let target_profit = sheet.shown_when(!by_return, || sheet.number("target_profit", MONEY, 50_000.0, -1e12..=1e12));
    let (investment, target_return) = sheet.shown_when(by_return, || {
        let investment = sheet.number("investment", MONEY, 400_000.0, 0.0..=1e12);
        (investment, sheet.number("target_return", PERCENT, 0.15, -1.0..=10.0))
    });

    let wanted_profit = sheet.select(by_return, investment * target_return, target_profit);
    let wanted_profit = sheet.named("wanted_profit", MONEY, wanted_profit);
    let sold = volume.is_more_than(0.0);
    let profit_price = (unit_cost + (fixed_cost + wanted_profit) / volume).provided(sold, "needs_volume");
    let price = sheet.pick(
        method,
        &[unit_cost * (1.0 + target_markup), unit_cost / (1.0 - target_margin), profit_price, profit_price],
    );
    let price = sheet.headline("price", PRICE, price.provided(price.is_at_least(0.0), "negative_price"));

    let contribution = sheet.result("unit_contribution_result", PRICE, price - unit_cost);
    let markup = sheet.supporting(
        "markup",
        PERCENT,
        (contribution / unit_cost).provided(unit_cost.is_more_than(0.0), "no_unit_cost"),
    );
    let margin =
        sheet.supporting("margin", PERCENT, (contribution / price).provided(price.is_more_than(0.0), "no_price"));
    // The margin under the name it once had beside: links that carry it still do, and the table shows it once.
    sheet.shown_when(sheet.constant(0.0, NUMBER), || sheet.result("contribution_ratio", PERCENT, margin));

    let covers_itself = contribution.is_more_than(0.0);
    let break_even =
        sheet.supporting("break_even_units", COUNT, (fixed_cost / contribution).provided(covers_itself, "no_margin"));
    sheet.result("break_even_units_whole", COUNT, break_even.ceil());
    sheet.result("break_even_revenue", MONEY, break_even * price);
    let to_cover = fixed_cost + wanted_profit;
    let units_for_profit = (to_cover / contribution).provided(to_cover.is_at_least(0.0), "no_volume_needed");
    let units_for_profit = units_for_profit.provided(covers_itself, "no_margin");
    let units_for_profit = sheet.result("units_for_profit", COUNT, units_for_profit);
    sheet.result("units_for_profit_whole", COUNT, units_for_profit.ceil());
    // Neither a profit nor a loss leaves no margin, not what rounding leaves of it.
    let at_break_even = volume.equals(break_even);
    let safety = sheet.select(at_break_even, 0.0, (volume - break_even) / volume).provided(sold, "no_volume");
    let safety = sheet.result("margin_of_safety", PERCENT, safety);
    let revenue = sheet.result("revenue", MONEY, price * volume);
    let total_cost = sheet.result("total_cost", MONEY, fixed_cost + unit_cost * volume);
    let profit = sheet.supporting("profit", MONEY, revenue - total_cost);
    let profit_on_sales = (profit / revenue).provided(sold, "no_volume").provided(price.is_more_than(0.0), "no_price");
    sheet.result("profit_on_sales", PERCENT, profit_on_sales);

    sheet.warn("no_volume", !sold);
    sheet.warn("below_break_even", sold.and(volume.is_less_than(break_even)));
    sheet.warn("thin_safety", safety.is_more_than(0.0).and(safety.is_less_than(0.1)));
    // No markup on a cost of nothing, and no margin over it, gives a price.
    let on_cost = method.is("markup").or(method.is("margin"));
    let marks_up_nothing = on_cost.and(unit_cost.is_at_most(0.0));
    sheet.warn("nothing_to_mark_up", marks_up_nothing);
    sheet.warn("no_contribution", contribution.equals(0.0).and(!marks_up_nothing));
    sheet.warn("below_cost", contribution.is_less_than(0.0));
    sheet.remark("breaks_even", safety.equals(0.0));
    sheet.remark("markup_is_not_margin", markup.is_more_than(0.0));

    let furthest = volume.max(break_even) * 1.5;
    sheet.chart(
        "break_even",
        Picture::Sweep {
            over: volume.node(),
            from: sheet.constant(0.0, COUNT).node(),
            to: furthest.node(),
            series: vec![revenue.node(), total_cost.node()],
            marks: vec![Mark { key: "break_even", at: break_even.node(), on: revenue.node() }],
        },
    );
}

const EXAMPLES: &[Example] = &[Example {
    key: "kettle",
    inputs: r#"{"unit_cost": 22.5, "fixed_cost": 100000, "volume": 12000, "method": "profit", "target_profit": 74000}"#,
    expected: &[
        ("price", 37.0, 1e-9),
        ("break_even_units", 6_896.551_724_14, 1e-6),
        ("break_even_revenue", 255_172.413_793, 1e-4),
    ],
}];
