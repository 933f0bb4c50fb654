//! Start high or start low: a skimming and a penetration price path through the same market, and where the answer turns.

use std::sync::OnceLock;

use self::given::{Inputs, MOST_PERIODS};
use crate::engine::chart::{Picture, Source};
use crate::engine::unit::{COUNT, MONEY, NUMBER, PERCENT, PERIODS, PRICE};
use crate::engine::{Builder, Calculator, Cell, Example, Rank};

pub mod bass;
mod best;
mod cost;
mod given;
mod market;
mod path;
mod steps;

pub static CALCULATOR: Calculator = Calculator {
    id: "pricing.launch",
    define,
    words: crate::words!(),
    examples: EXAMPLES,
    upgrades: &[],
    recorded: OnceLock::new(),
};

const RESPONSES: &[&str] = &["bass", "word_of_mouth", "segments"];
const DIFFUSIONS: &[&str] = &["recursion", "continuous"];
const PRICE_EFFECTS: &[&str] = &["on_rate", "on_potential"];
const PRICE_PLANS: &[&str] = &["rule", "listed"];
const LEARNINGS: &[&str] = &["at_start", "each_unit", "average"];
const TIMINGS: &[&str] = &["start", "middle", "end"];
const WINNERS: &[&str] = &["skimming", "penetration", "even"];

/// No one gives a product away for less: constant elasticity has no answer to a price of nothing.
const LEAST_PRICE: f64 = 0.01;
const MOST_PRICE: f64 = 1e9;

fn define(sheet: &Builder) {
    let inputs = inputs(sheet);
    let without = results(sheet, &inputs);
    paths(sheet, &inputs, without);
    diffusion(sheet, &inputs);
}

fn inputs(sheet: &Builder) -> Inputs<'_> {
    sheet.group("market");
    let response = sheet.choice("response", RESPONSES);
    let periods = sheet.whole("periods", PERIODS, 16.0, 1.0..=MOST_PERIODS as f64);
    let (is_bass, in_segments) = (response.is("bass"), response.is("segments"));
    let potential = sheet.shown_when(!in_segments, || sheet.number("potential", COUNT, 200_000.0, 1.0..=1e12));
    let (innovation, imitation) = sheet.shown_when(is_bass, || {
        let innovation = sheet.number("innovation", NUMBER, 0.015, 0.0..=1.0);
        (innovation, sheet.number("imitation", NUMBER, 0.38, 0.0..=2.0))
    });
    let (base_units, word_of_mouth) = sheet.shown_when(response.is("word_of_mouth"), || {
        let base_units = sheet.number("base_units", COUNT, 5_000.0, LEAST_PRICE..=1e12);
        (base_units, sheet.number("word_of_mouth", NUMBER, 0.25, 0.0..=5.0))
    });
    let (reference_price, elasticity) = sheet.shown_when(!in_segments, || {
        let reference_price = sheet.number("reference_price", PRICE, 229.0, LEAST_PRICE..=MOST_PRICE);
        (reference_price, sheet.number("elasticity", NUMBER, -1.6, -10.0..=0.0))
    });
    let (willingness, customers, optimise) = sheet.shown_when(in_segments, || {
        let segments =
            sheet.table("segments", 4, 1..=12).names("name", &["@enthusiasts", "@early", "@majority", "@thrifty"]);
        let willingness = segments.number("willingness", PRICE, &[320.0, 250.0, 190.0, 140.0], 0.0..=MOST_PRICE);
        let customers = segments.number("customers", COUNT, &[12_000.0, 30_000.0, 68_000.0, 90_000.0], 0.0..=1e12);
        (willingness, customers, sheet.switch("optimise", false))
    });

    let planned = !(in_segments.and(optimise));
    sheet.group("strategies");
    let price_plan = sheet.shown_when(planned, || sheet.choice("price_plan", PRICE_PLANS));
    let by_rule = planned.and(price_plan.is("rule"));
    let listed = sheet.shown_when(planned.and(price_plan.is("listed")), || sheet.table("listed", 5, 1..=MOST_PERIODS));
    let price = |key, preset| sheet.number(key, PRICE, preset, LEAST_PRICE..=MOST_PRICE);
    let share = |key, preset, most| sheet.number(key, PERCENT, preset, 0.0..=most);
    let (skimming_start, skimming_fall, skimming_floor) = sheet.shown_when(by_rule, || {
        let (start, fall) = (price("skimming_start", 329.0), share("skimming_fall", 0.06, 0.9));
        (start, fall, sheet.shown_when(fall.is_more_than(0.0), || price("skimming_floor", 169.0)))
    });
    let (penetration_start, penetration_rise, penetration_ceiling) = sheet.shown_when(by_rule, || {
        let (start, rise) = (price("penetration_start", 169.0), share("penetration_rise", 0.0, 1.0));
        (start, rise, sheet.shown_when(rise.is_more_than(0.0), || price("penetration_ceiling", 229.0)))
    });
    let list = |key, preset: &[f64]| {
        sheet.shown_when(planned.and(price_plan.is("listed")), || {
            listed.number(key, PRICE, preset, LEAST_PRICE..=MOST_PRICE)
        })
    };
    let skimming_list = list("skimming", &[329.0, 299.0, 269.0, 229.0, 189.0]);
    let penetration_list = list("penetration", &[169.0, 169.0, 179.0, 179.0, 189.0]);
    let skimming_investment = sheet.number("skimming_investment", MONEY, 3_000_000.0, 0.0..=1e12);
    let penetration_investment = sheet.number("penetration_investment", MONEY, 4_000_000.0, 0.0..=1e12);

    sheet.group("costs");
    let unit_cost = sheet.number("unit_cost", PRICE, 120.0, 0.0..=MOST_PRICE);
    let learning_rate = share("learning_rate", 0.15, 0.5);
    let learns = learning_rate.is_more_than(0.0);
    let experience = sheet.shown_when(learns, || sheet.number("experience", COUNT, 10_000.0, 1.0..=1e12));
    let discount_rate = share("discount_rate", 0.03, steps::HIGHEST_RATE);

    sheet.group("rival");
    let rival = sheet.switch("rival", true);
    let (entry_period, skimming_lost, penetration_lost, price_cut) = sheet.shown_when(rival, || {
        let entry_period = sheet.whole("entry_period", PERIODS, 6.0, 1.0..=MOST_PERIODS as f64);
        let skimming_lost = share("skimming_lost", 0.35, 1.0);
        (entry_period, skimming_lost, share("penetration_lost", 0.15, 1.0), share("price_cut", 0.05, 0.95))
    });

    sheet.advanced("conventions");
    let (diffusion, price_effect) = sheet
        .shown_when(is_bass, || (sheet.choice("diffusion", DIFFUSIONS), sheet.choice("price_effect", PRICE_EFFECTS)));
    let learning = sheet.shown_when(learns, || sheet.choice("learning", LEARNINGS));
    let timing = sheet.choice("timing", TIMINGS);

    Inputs {
        periods,
        response,
        potential,
        innovation,
        imitation,
        diffusion,
        price_effect,
        base_units,
        word_of_mouth,
        willingness,
        customers,
        optimise,
        reference_price,
        elasticity,
        price_plan,
        skimming: [skimming_start, skimming_fall, skimming_floor, skimming_list, skimming_lost, skimming_investment],
        penetration: [
            penetration_start,
            penetration_rise,
            penetration_ceiling,
            penetration_list,
            penetration_lost,
            penetration_investment,
        ],
        unit_cost,
        experience,
        learning_rate,
        // Without learning the ways to count it differ by their rounding, which must not tell.
        learning: sheet.select(learns, learning, 0.0),
        rival,
        entry_period,
        price_cut,
        discount_rate,
        timing,
    }
}

/// Which path is better, by how much, and what each comes to; gives why either has no price.
fn results<'b>(sheet: &'b Builder, inputs: &Inputs<'b>) -> [Cell<'b>; 2] {
    let [
        skimming_npv,
        skimming_payback,
        skimming_discounted,
        skimming_without,
        penetration_npv,
        penetration_payback,
        penetration_discounted,
        penetration_without,
        even,
    ] = sheet.step(
        &steps::WORTH,
        &inputs.arguments(),
        [
            ("skimming_npv", MONEY, &[]),
            ("skimming_payback", PERIODS, &[]),
            ("skimming_discounted_payback", PERIODS, &[]),
            ("skimming_without_price", NUMBER, &[]),
            ("penetration_npv", MONEY, &[]),
            ("penetration_payback", PERIODS, &[]),
            ("penetration_discounted_payback", PERIODS, &[]),
            ("penetration_without_price", NUMBER, &[]),
            ("even", NUMBER, &[]),
        ],
    );
    let better = sheet.select(even, 2.0, skimming_npv.is_less_than(penetration_npv));
    sheet.verdict("better", WINNERS, Rank::Headline, better);
    let of_skimming = sheet.supporting("skimming_npv", MONEY, skimming_npv);
    let of_penetration = sheet.supporting("penetration_npv", MONEY, penetration_npv);
    let paid_back = |payback| found(payback, of_skimming, "never_pays_back");
    sheet.supporting("skimming_payback", PERIODS, paid_back(skimming_payback));
    sheet.supporting("penetration_payback", PERIODS, paid_back(penetration_payback));
    let lead = sheet.result("lead", MONEY, sheet.select(even, 0.0, (skimming_npv - penetration_npv).abs()));
    let without = [skimming_without, penetration_without];
    crossovers(sheet, inputs, lead, without);
    sheet.result("skimming_discounted_payback", PERIODS, paid_back(skimming_discounted));
    sheet.result("penetration_discounted_payback", PERIODS, paid_back(penetration_discounted));
    sheet.warn("neither_pays", of_skimming.max(of_penetration).is_less_than(0.0));
    without
}

/// A result that needs a price at which a path earns something.
fn priced<'b>(result: Cell<'b>, without: Cell<'b>) -> Cell<'b> {
    let [_, first, second] = steps::WITHOUT_PRICE;
    result.provided(!without.equals(1.0), first).provided(!without.equals(2.0), second)
}

/// A result of a step that may have none; where the step itself has none, that is the reason to give.
fn found<'b>(result: Cell<'b>, sibling: Cell<'b>, reason: &'static str) -> Cell<'b> {
    result.provided(result.given().or(!sibling.given()), reason)
}

/// What both paths sell and earn, period by period.
fn paths<'b>(sheet: &'b Builder, inputs: &Inputs<'b>, without: [Cell<'b>; 2]) {
    let [
        skimming_units,
        skimming_revenue,
        skimming_profit,
        skimming_first,
        penetration_units,
        penetration_revenue,
        penetration_profit,
        penetration_first,
    ] = sheet.step(
        &steps::PATHS,
        &inputs.arguments(),
        [
            ("skimming_units", COUNT, &[]),
            ("skimming_revenue", MONEY, &[]),
            ("skimming_profit", MONEY, &[]),
            ("skimming_first", PRICE, &[]),
            ("penetration_units", COUNT, &[]),
            ("penetration_revenue", MONEY, &[]),
            ("penetration_profit", MONEY, &[]),
            ("penetration_first", PRICE, &[]),
        ],
    );
    let skimmed = sheet.result("skimming_units", COUNT, skimming_units);
    let penetrated = sheet.result("penetration_units", COUNT, penetration_units);
    let of_skimming = sheet.result("skimming_revenue", MONEY, skimming_revenue);
    let of_penetration = sheet.result("penetration_revenue", MONEY, penetration_revenue);
    sheet.result("skimming_profit", MONEY, skimming_profit);
    sheet.result("penetration_profit", MONEY, penetration_profit);
    sheet.result("skimming_average_price", PRICE, priced(of_skimming / skimmed, without[0]));
    sheet.result("penetration_average_price", PRICE, priced(of_penetration / penetrated, without[1]));
    sheet.warn("wrong_way_round", penetration_first.is_more_than(skimming_first));
    sheet.remark("below_cost_at_first", penetration_first.is_less_than(inputs.unit_cost));

    let paths = sheet.parts("paths", skimming_units);
    let lines = |columns: [usize; 2], stepped| Picture::Lines {
        x: Source::Part(paths, 0),
        series: columns.map(|column| Source::Part(paths, column)).to_vec(),
        stepped,
    };
    sheet.chart("price", lines([1, 7], true));
    sheet.chart("units", lines([2, 8], false));
    sheet.chart("cash", lines([6, 12], false));
}

/// Up to which discount rate, and which entry of the rival, the answer holds.
fn crossovers<'b>(sheet: &'b Builder, inputs: &Inputs<'b>, lead: Cell<'b>, without: [Cell<'b>; 2]) {
    let [rate_above, rate_below, entry_before, entry_after] = sheet.step(
        &steps::CROSSOVERS,
        &inputs.arguments(),
        [
            ("rate_above", PERCENT, &[]),
            ("rate_below", PERCENT, &[]),
            ("entry_before", PERIODS, &[]),
            ("entry_after", PERIODS, &[]),
        ],
    );
    let above = sheet.result("turns_above_rate", PERCENT, found(rate_above, lead, "no_turn_above"));
    let below = sheet.result("turns_below_rate", PERCENT, found(rate_below, lead, "no_turn_below"));
    // The prices stay as planned; a path without any has none to keep.
    let planned = |cell: Cell<'b>| without.into_iter().fold(cell, priced).provided(inputs.rival, "no_rival");
    let before = planned(found(entry_before, lead, "no_turn_before"));
    let before = sheet.result("turns_at_earlier_entry", PERIODS, before);
    let after = planned(found(entry_after, lead, "no_turn_after"));
    let after = sheet.result("turns_at_later_entry", PERIODS, after);
    sheet.remark("turns_above_rate", above.given());
    sheet.remark("turns_below_rate", below.given());
    sheet.remark("turns_at_earlier_entry", before.given());
    sheet.remark("turns_at_later_entry", after.given());
    let nowhere = |a: Cell<'b>, b: Cell<'b>| !a.given().or(b.given());
    let holds = nowhere(above, below).and(nowhere(before, after)).and(lead.is_more_than(0.0));
    sheet.remark("holds_everywhere", holds);
}

/// The market by itself: Bass at the reference price.
fn diffusion<'b>(sheet: &'b Builder, inputs: &Inputs<'b>) {
    let Inputs { periods, potential, innovation, imitation, .. } = *inputs;
    let is_bass = inputs.response.is("bass");
    let [reached, reached_stepped] = sheet.step(
        &steps::DIFFUSION,
        &[inputs.response, periods, potential, innovation, imitation],
        [("reached", COUNT, &[]), ("reached_stepped", COUNT, &[])],
    );
    sheet.parts("bass_curve", reached);
    let reached = sheet.pick(inputs.diffusion, &[reached_stepped, reached]);
    sheet.result("market_reached", PERCENT, reached / potential);
    // Where imitation does not exceed innovation, sales fall from the start: the peak is there, at p × potential.
    let grows = imitation.is_more_than(innovation);
    let peak = |later: Cell<'b>, at_once: Cell<'b>| {
        let cell = sheet.select(grows, later, at_once);
        cell.provided(innovation.is_more_than(0.0), "no_peak").provided(is_bass, "not_bass")
    };
    let both = innovation + imitation;
    let one_period = sheet.constant(1.0, PERIODS);
    let at_launch = |unit| sheet.constant(0.0, unit);
    let later = (imitation / innovation).ln() / both * one_period;
    sheet.result("peak_time", PERIODS, peak(later, at_launch(PERIODS)));
    sheet.result("peak_rate", COUNT, peak(potential * (both * both / (4.0 * imitation)), potential * innovation));
    sheet.result("peak_share", PERCENT, peak(0.5 - innovation / (2.0 * imitation), at_launch(PERCENT)));
}

const EXAMPLES: &[Example] = &[
    Example {
        key: "word_of_mouth",
        inputs: r#"{"response": "word_of_mouth", "periods": 5, "potential": 1e9, "base_units": 1000,
            "word_of_mouth": 0.25, "reference_price": 100, "elasticity": -1.8, "price_plan": "listed", "listed": [
                {"skimming": 120, "penetration": 75}, {"skimming": 105, "penetration": 75},
                {"skimming": 90, "penetration": 75}, {"skimming": 80, "penetration": 75},
                {"skimming": 70, "penetration": 75}
            ], "skimming_investment": 0, "penetration_investment": 0, "unit_cost": 55, "learning_rate": 0.2,
            "experience": 1000, "discount_rate": 0.12, "rival": false}"#,
        expected: &[("skimming_npv", 395_802.683_02, 1e-3), ("penetration_npv", 605_074.204_869, 1e-3)],
    },
    Example {
        key: "segments",
        inputs: r#"{"response": "segments", "optimise": true, "periods": 4, "segments": [
                {"name": "@enthusiasts", "willingness": 100, "customers": 200},
                {"name": "@early", "willingness": 80, "customers": 300},
                {"name": "@majority", "willingness": 60, "customers": 500},
                {"name": "@thrifty", "willingness": 40, "customers": 900}
            ], "skimming_investment": 0, "penetration_investment": 0, "unit_cost": 25, "learning_rate": 0,
            "discount_rate": 0.1, "rival": false}"#,
        expected: &[("skimming_npv", 54_605.559_729_5, 1e-6), ("penetration_npv", 35_000.0, 1e-6)],
    },
];
