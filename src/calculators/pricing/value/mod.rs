//! What a product is worth to a customer beside the next-best alternative, and how that worth is shared in the price.

use std::sync::OnceLock;

use crate::engine::chart::Picture;
use crate::engine::unit::{COUNT, HOURS, MONEY, MONTHS, NUMBER, PERCENT, PRICE, YEARS};
use crate::engine::{Builder, Calculator, Example};

pub static CALCULATOR: Calculator = Calculator {
    id: "pricing.value",
    define,
    words: crate::words!(),
    examples: EXAMPLES,
    upgrades: &[],
    recorded: OnceLock::new(),
};

const BASES: &[&str] = &["whole_life", "yearly"];
const KINDS: &[&str] = &["amount", "hours"];
const SHARED: &[&str] = &["net", "positive"];

/// Below this rate a present value is a plain sum; the annuity formula would only add rounding error.
const NO_DISCOUNT: f64 = 1e-9;

fn define(sheet: &Builder) {
    sheet.group("alternative");
    let alternative_price = sheet.number("alternative_price", PRICE, 42_000.0, 0.0..=1e12);
    let switching_cost = sheet.number("switching_cost", PRICE, 6_000.0, 0.0..=1e12);

    sheet.group("differences");
    let basis = sheet.choice("basis", BASES);
    let life = sheet.number("life", YEARS, 5.0, 0.1..=100.0);
    let differentiators =
        sheet.table("differentiators", 4, 1..=20).names("name", &["@downtime", "@energy", "@repair", "@consumables"]);
    let kind = differentiators.choice("kind", KINDS, &[1, 0, 0, 0]);
    let (amount, probability) = sheet.shown_when(kind.is("amount").largest(), || {
        let amount = differentiators.number("amount", PRICE, &[0.0, 5_500.0, 12_000.0, -4_500.0], -1e12..=1e12);
        (amount, differentiators.number("probability", PERCENT, &[1.0, 1.0, 0.25, 1.0], 0.0..=1.0))
    });
    let (hours, rate) = sheet.shown_when(kind.is("hours").largest(), || {
        let hours = differentiators.number("hours", HOURS.per(COUNT), &[300.0, 0.0, 0.0, 0.0], -1e9..=1e9);
        (hours, differentiators.number("rate", MONEY.per(HOURS), &[60.0, 60.0, 60.0, 60.0], 0.0..=1e9))
    });

    sheet.group("share");
    let customer_share = sheet.number("customer_share", PERCENT, 0.5, 0.0..=1.0);
    let unit_cost = sheet.number("unit_cost", PRICE, 31_000.0, 0.0..=1e12);

    sheet.advanced("conventions");
    let shared = sheet.choice("shared", SHARED);
    let discount_rate = sheet.shown_when(basis.is("yearly"), || sheet.number("discount_rate", PERCENT, 0.0, 0.0..=1.0));

    let one_year = sheet.constant(1.0, YEARS);
    let years = sheet.named("years", NUMBER, life / one_year);
    let annuity = (1.0 - (1.0 + discount_rate).pow(-years)) / discount_rate;
    let present_years = sheet.select(discount_rate.is_less_than(NO_DISCOUNT), years, annuity);
    let present_years = sheet.named("present_years", NUMBER, present_years);

    let stated = sheet.pick(kind, &[amount * probability, hours * rate]);
    let worth = sheet.result("worth", PRICE, sheet.pick(basis, &[stated, stated * present_years]));
    let reference_value = sheet.result("reference_value", PRICE, alternative_price);
    let positive = sheet.result("positive_value", PRICE, worth.max(0.0).sum());
    let negative = sheet.result("negative_value", PRICE, (-worth).max(0.0).sum());
    let net = sheet.result("net_value", PRICE, positive - negative - switching_cost);
    let economic_value = sheet.supporting("economic_value", PRICE, reference_value + net);

    let to_share = sheet.named("to_share", PRICE, sheet.pick(shared, &[net.max(0.0), positive]));
    let covers_cost = economic_value.is_at_least(unit_cost);
    let price = (economic_value - customer_share * to_share).provided(covers_cost, "value_below_cost");
    let price = sheet.headline("price", PRICE, price.provided(price.is_at_least(0.0), "negative_price"));

    let gain = sheet.supporting("customer_gain", PRICE, economic_value - price);
    let premium = sheet.result("premium", PRICE, price - reference_value);
    sheet.result("premium_share", PERCENT, premium / reference_value);
    let outlay = sheet.result("outlay", PRICE, premium + switching_cost);
    let return_on_outlay = (gain / outlay).provided(outlay.is_more_than(0.0), "no_outlay");
    sheet.supporting("return_on_outlay", PERCENT, return_on_outlay);
    let counted_years = sheet.pick(basis, &[life, present_years * one_year]);
    let yearly = sheet.result("yearly_benefit", PRICE.per(YEARS), (positive - negative) / counted_years);
    let monthly = yearly / sheet.constant(12.0, MONTHS.per(YEARS));
    let monthly = sheet.result("monthly_benefit", PRICE.per(MONTHS), monthly);
    // The price never exceeds the value, so an outlay has benefits behind it, but for floating-point dust.
    let none = sheet.constant(0.0, MONTHS);
    let earned_back = sheet.select(monthly.is_more_than(0.0), outlay / monthly, none);
    sheet.supporting("payback", MONTHS, sheet.select(outlay.is_at_most(0.0), none, earned_back));

    let unit_profit = sheet.result("unit_profit", PRICE, price - unit_cost);
    sheet.result("margin", PERCENT, (unit_profit / price).provided(price.is_more_than(0.0), "no_price"));
    let most_share = ((economic_value - unit_cost) / to_share).min(1.0);
    let most_share = most_share.provided(to_share.is_more_than(0.0), "nothing_to_share");
    sheet.result("most_share", PERCENT, most_share.provided(covers_cost, "value_below_cost"));

    sheet.warn("price_below_cost", unit_profit.is_less_than(0.0));
    sheet.warn("worth_no_more", net.is_at_most(0.0));
    sheet.warn("nothing_gained", net.is_more_than(0.0).and(gain.is_at_most(0.0)));
    sheet.remark("below_alternative", net.is_more_than(0.0).and(premium.is_less_than(0.0)));
    sheet.remark("believed", positive.is_more_than(0.0));

    let switching = sheet.named("switching", PRICE, -switching_cost);
    sheet.chart(
        "stack",
        Picture::Stack {
            first: reference_value.node(),
            changes: vec![worth.node(), switching.node()],
            last: economic_value.node(),
        },
    );
    sheet.chart(
        "corridor",
        Picture::Figures { bars: vec![unit_cost.node(), reference_value.node(), price.node(), economic_value.node()] },
    );
}

const EXAMPLES: &[Example] = &[
    Example {
        key: "tractor",
        inputs: r#"{"alternative_price": 90000, "switching_cost": 0, "customer_share": 0.5, "unit_cost": 72000,
            "differentiators": [
                {"name": "@durability", "kind": "amount", "amount": 7000, "probability": 1},
                {"name": "@reliability", "kind": "amount", "amount": 6000, "probability": 1},
                {"name": "@service", "kind": "amount", "amount": 5000, "probability": 1},
                {"name": "@warranty", "kind": "amount", "amount": 2000, "probability": 1}
            ]}"#,
        expected: &[
            ("economic_value", 110_000.0, 1e-9),
            ("price", 100_000.0, 1e-9),
            ("customer_gain", 10_000.0, 1e-9),
            ("premium", 10_000.0, 1e-9),
        ],
    },
    Example {
        key: "pump",
        inputs: r#"{"alternative_price": 1000, "switching_cost": 45.25, "customer_share": 0.6, "unit_cost": 640,
            "differentiators": [
                {"name": "@breakdowns", "kind": "amount", "amount": 180, "probability": 1},
                {"name": "@energy", "kind": "amount", "amount": 95.5, "probability": 1},
                {"name": "@labour", "kind": "amount", "amount": 120, "probability": 1},
                {"name": "@retraining", "kind": "amount", "amount": -60, "probability": 1}
            ]}"#,
        expected: &[
            ("economic_value", 1_290.25, 1e-9),
            ("price", 1_116.1, 1e-9),
            ("customer_gain", 174.15, 1e-9),
            ("premium_share", 0.1161, 1e-9),
        ],
    },
];
