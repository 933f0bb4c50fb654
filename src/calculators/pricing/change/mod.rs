//! What volume a price change must bring in, or may lose, before it costs profit; and whether to follow a rival's cut.

use std::sync::OnceLock;

use crate::engine::chart::{Mark, Picture};
use crate::engine::unit::{COUNT, MONEY, MULTIPLE, NUMBER, PERCENT, PRICE};
use crate::engine::{Builder, Calculator, Cell, Example};

pub static CALCULATOR: Calculator = Calculator {
    id: "pricing.change",
    define,
    words: crate::words!(),
    examples: EXAMPLES,
    upgrades: &[],
    recorded: OnceLock::new(),
};

/// The curve runs from a cut that takes half of the contribution to a rise of three quarters of it, as shares of it.
/// Where the person's own change lies further out the curve reaches it, up to a cut that takes `DEEPEST_DRAWN` of it.
const DEEPEST_SHOWN: f64 = 0.5;
const DEEPEST_DRAWN: f64 = 0.95;
const HIGHEST_SHOWN: f64 = 0.75;

fn define<'b>(sheet: &'b Builder) {
    sheet.group("today");
    let price = sheet.number("price", PRICE, 12_500.0, 0.0..=1e9);
    let unit_cost = sheet.number("unit_cost", PRICE, 7_500.0, 0.0..=1e9);
    let volume = sheet.number("volume", COUNT, 60.0, 0.0..=1e12);

    sheet.group("change");
    let price_change = sheet.number("price_change", PERCENT, -0.1, -1.0..=10.0);
    let cost_change = sheet.number("cost_change", PRICE, 0.0, -1e9..=1e9);
    let extra_fixed_cost = sheet.number("extra_fixed_cost", MONEY, 0.0, -1e12..=1e12);
    let expected_change = sheet.number("expected_volume_change", PERCENT, 0.2, -1.0..=100.0);

    sheet.group("rival");
    let rival_cut = sheet.number("rival_cut", PERCENT, 0.08, 0.0..=1.0);

    let new_price = sheet.result("new_price", PRICE, price * (1.0 + price_change));
    let new_cost = unit_cost + cost_change;
    let new_cost = sheet.result("new_unit_cost", PRICE, new_cost.provided(new_cost.is_at_least(0.0), "negative_cost"));
    let contribution_before = sheet.result("contribution_before", PRICE, price - unit_cost);
    let contribution_after = sheet.result("contribution_after", PRICE, new_price - new_cost);
    let share_of = |part: Cell<'b>, whole: Cell<'b>| (part / whole).provided(whole.is_more_than(0.0), "no_price");
    sheet.result("margin_before", PERCENT, share_of(contribution_before, price));
    sheet.result("margin_after", PERCENT, share_of(contribution_after, new_price));

    let profit_before = sheet.result("profit_before", MONEY, volume * contribution_before);
    let unchanged = sheet.result("profit_unchanged_volume", MONEY, volume * contribution_after - extra_fixed_cost);
    sheet.supporting("profit_effect", MONEY, unchanged - profit_before);

    // Break-even: the volume at which the change earns what today earns.
    let to_earn = sheet.named("to_earn", MONEY, profit_before + extra_fixed_cost);
    let earns = contribution_after.is_more_than(0.0);
    let break_even = (to_earn / contribution_after).provided(to_earn.is_at_least(0.0), "no_volume_needed");
    let break_even = sheet.supporting("break_even_volume", COUNT, break_even.provided(earns, "nothing_left"));
    let multiple = (break_even / volume).provided(volume.is_more_than(0.0), "no_volume");
    let multiple = sheet.supporting("break_even_multiple", MULTIPLE, multiple);
    let break_even_change = sheet.headline("break_even_change", PERCENT, multiple - 1.0);
    sheet.named("bearable_fall", PERCENT, -break_even_change);
    sheet.result("break_even_units", COUNT, break_even - volume);
    sheet.result("break_even_volume_whole", COUNT, break_even.ceil());
    let per_price = |change: Cell<'b>| (change / price_change).provided(!price_change.equals(0.0), "no_price_change");
    sheet.result("break_even_elasticity", NUMBER, per_price(break_even_change));
    sheet.result("expected_elasticity", NUMBER, per_price(expected_change));

    // The volume that is expected: what it earns, and how low it lets the price go.
    let expected_volume = sheet.result("expected_volume", COUNT, volume * (1.0 + expected_change));
    let profit_expected = expected_volume * contribution_after - extra_fixed_cost;
    let profit_expected = sheet.result("profit_expected", MONEY, profit_expected);
    let expected_effect = sheet.supporting("expected_effect", MONEY, profit_expected - profit_before);
    let least_price = new_cost + to_earn / expected_volume;
    let least_price = least_price.provided(least_price.is_at_least(0.0), "no_price_needed");
    let least_price = least_price.provided(expected_volume.is_more_than(0.0), "nothing_sold");
    let least_price = sheet.result("least_price", PRICE, least_price);
    let least_change = sheet.result("least_price_change", PERCENT, share_of(least_price, price) - 1.0);
    let revenue_before = sheet.result("revenue_before", MONEY, volume * price);
    let revenue_expected = sheet.result("revenue_expected", MONEY, expected_volume * new_price);

    // The same change of profit by its parts.
    let price_effect = sheet.result("price_effect", MONEY, volume * (new_price - price));
    let cost_effect = sheet.result("cost_effect", MONEY, -(volume * (new_cost - unit_cost)));
    let fixed_effect = sheet.result("fixed_cost_effect", MONEY, -extra_fixed_cost);
    let volume_effect = (expected_volume - volume) * contribution_after;
    let volume_effect = sheet.result("volume_effect", MONEY, volume_effect);

    let lost = expected_effect.is_less_than(0.0);
    sheet.warn("nothing_today", contribution_before.is_at_most(0.0));
    sheet.warn("nothing_left", !earns);
    sheet.warn("does_not_pay", lost);
    sheet.remark("more_revenue", lost.and(revenue_expected.is_more_than(revenue_before)));
    sheet.remark("must_gain", break_even_change.is_more_than(0.0));
    sheet.remark("may_lose", break_even_change.is_less_than(0.0));
    reply(sheet, price, volume, contribution_before, rival_cut);

    let room = share_of(price - new_cost, price);
    let deepest = -(room * DEEPEST_SHOWN);
    let from = sheet.select(earns, price_change, deepest).max(-(room * DEEPEST_DRAWN)).min(deepest);
    sheet.chart(
        "curve",
        Picture::Sweep {
            over: price_change.node(),
            from: from.node(),
            to: price_change.max(room * HIGHEST_SHOWN).node(),
            series: vec![break_even_change.node(), expected_change.node()],
            marks: vec![Mark { key: "least_price", at: least_change.node(), on: expected_change.node() }],
        },
    );
    sheet.chart(
        "bridge",
        Picture::Stack {
            first: profit_before.node(),
            changes: vec![price_effect.node(), cost_effect.node(), fixed_effect.node(), volume_effect.node()],
            last: profit_expected.node(),
        },
    );
}

/// A rival cuts: what following costs, and how much volume may go to the rival before following is the better reply.
fn reply<'b>(sheet: &'b Builder, price: Cell<'b>, volume: Cell<'b>, contribution: Cell<'b>, rival_cut: Cell<'b>) {
    let given_up = sheet.named("given_up", PRICE, price * rival_cut);
    sheet.result("follow_price", PRICE, price - given_up);
    let follow_contribution = sheet.result("follow_contribution", PRICE, contribution - given_up);
    sheet.result("follow_profit", MONEY, volume * follow_contribution);
    sheet.result("follow_effect", MONEY, -(volume * given_up));
    let bearable = (given_up / contribution).provided(follow_contribution.is_at_least(0.0), "follow_loses");
    let bearable = bearable.provided(contribution.is_more_than(0.0), "nothing_today");
    let bearable = sheet.result("bearable_loss", PERCENT, bearable);
    sheet.result("bearable_volume", COUNT, volume * (1.0 - bearable));
    sheet.remark("follow", bearable.is_more_than(0.0));
    sheet.warn("follow_loses", contribution.is_more_than(0.0).and(follow_contribution.is_less_than(0.0)));
}

const EXAMPLES: &[Example] = &[
    Example {
        key: "ice",
        inputs: r#"{"price": 2.5, "unit_cost": 1, "volume": 100, "price_change": -0.2, "expected_volume_change": 0.4}"#,
        expected: &[
            ("break_even_change", 0.5, 1e-9),
            ("break_even_multiple", 1.5, 1e-9),
            ("break_even_volume", 150.0, 1e-6),
        ],
    },
    Example {
        key: "steady",
        inputs: r#"{"price": 10, "unit_cost": 5.5, "volume": 5000, "price_change": -0.15, "expected_volume_change": 0.4,
            "rival_cut": 0.15}"#,
        expected: &[
            ("break_even_change", 0.5, 1e-9),
            ("break_even_units", 2_500.0, 1e-6),
            ("expected_effect", -1_500.0, 1e-6),
            ("bearable_loss", 0.3333, 5e-5),
        ],
    },
    Example {
        key: "quarter",
        inputs: r#"{"price": 100, "unit_cost": 75, "volume": 1000, "price_change": -0.2, "expected_volume_change": 1}"#,
        expected: &[
            ("break_even_change", 4.0, 1e-9),
            ("break_even_multiple", 5.0, 1e-9),
            ("profit_effect", -20_000.0, 1e-6),
        ],
    },
];
