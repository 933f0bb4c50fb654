//! Prices and the funnel exactly at their edges and one unit of the last digit to either side, against whole numbers.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use serde_json::{Value, json};
use support::{ask, number, numbers};

/// How many sets of round figures each edge is tried with.
const SETS: u64 = 300;

/// Round figures thrown with dice, the same in every run.
struct Dice(u64);

impl Dice {
    fn from(&mut self, low: i128, high: i128) -> i128 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        low + i128::from(self.0 >> 33) % (high - low + 1)
    }
}

/// So many hundredths, as the decimal that a person types.
fn hundredths(number: i128) -> f64 {
    decimal(number, 2)
}

fn decimal(number: i128, places: usize) -> f64 {
    let scale = 10_i128.pow(u32::try_from(places).unwrap());
    let sign = if number < 0 { "-" } else { "" };
    let (whole, rest) = (number.abs() / scale, number.abs() % scale);
    format!("{sign}{whole}.{rest:0places$}").parse().unwrap()
}

fn ceiling(above: i128, below: i128) -> i128 {
    above.div_euclid(below) + i128::from(above.rem_euclid(below) > 0)
}

fn warns(answer: &Value, warning: &str) -> bool {
    answer["warnings"].as_array().unwrap().contains(&json!(warning))
}

fn cause<'a>(answer: &'a Value, result: &str) -> &'a Value {
    &answer["faults"][result]["cause"]
}

#[test]
fn a_price_for_a_profit_of_nothing_breaks_even_and_a_cent_less_loses() {
    let mut dice = Dice(1);
    for _ in 0..SETS {
        let (cost, fixed, volume) = (dice.from(1, 50_000), dice.from(2, 9_000_000), dice.from(1, 90_000));
        for profit in -1..=1 {
            let answer = ask(
                "pricing.cost_plus",
                json!({
                    "unit_cost": hundredths(cost), "fixed_cost": hundredths(fixed), "volume": volume as f64,
                    "method": "profit", "target_profit": hundredths(profit),
                }),
            );
            assert_eq!(warns(&answer, "below_break_even"), profit < 0, "{cost} {fixed} {volume} {profit}");
            // The margin of safety is the profit's share of the fixed cost and the profit.
            let thin = profit > 0 && 10 * profit < fixed + profit;
            assert_eq!(warns(&answer, "thin_safety"), thin, "{cost} {fixed} {volume} {profit}");
            assert!(!warns(&answer, "below_cost") && !warns(&answer, "no_contribution"));
            if profit == 0 {
                assert_eq!(answer["warnings"], json!([]), "{cost} {fixed} {volume}");
                assert_eq!(answer["results"]["break_even_units_whole"], json!(volume as f64));
            }
        }
    }
}

#[test]
fn a_profit_of_a_ninth_of_the_fixed_cost_is_a_safety_of_a_tenth() {
    let mut dice = Dice(2);
    for _ in 0..SETS {
        let (cost, profit, volume) = (dice.from(1, 50_000), dice.from(2, 900_000), dice.from(1, 90_000));
        for off in -1..=1 {
            let answer = ask(
                "pricing.cost_plus",
                json!({
                    "unit_cost": hundredths(cost), "fixed_cost": hundredths(9 * profit), "volume": volume as f64,
                    "method": "profit", "target_profit": hundredths(profit + off),
                }),
            );
            assert_eq!(warns(&answer, "thin_safety"), off < 0, "{cost} {profit} {volume} {off}");
        }
    }
}

#[test]
fn a_price_at_cost_and_a_price_of_nothing_are_told_from_a_cent_more_or_less() {
    let mut dice = Dice(3);
    for _ in 0..SETS {
        let (cost, fixed, volume) = (dice.from(1, 50_000), dice.from(1, 9_000_000), dice.from(1, 90_000));
        let at = |profit: i128| {
            ask(
                "pricing.cost_plus",
                json!({
                    "unit_cost": hundredths(cost), "fixed_cost": hundredths(fixed), "volume": volume as f64,
                    "method": "profit", "target_profit": hundredths(profit),
                }),
            )
        };
        for off in -1..=1 {
            let answer = at(off - fixed);
            let said = (warns(&answer, "below_cost"), warns(&answer, "no_contribution"));
            assert_eq!(said, (off < 0, off == 0), "{cost} {fixed} {volume} {off}");
            assert_eq!(cause(&answer, "break_even_units") == "no_margin", off <= 0, "{cost} {fixed} {volume} {off}");
            let answer = at(off - fixed - cost * volume);
            assert_eq!(cause(&answer, "price") == "negative_price", off < 0, "{cost} {fixed} {volume} {off}");
            assert_eq!(cause(&answer, "margin") == "no_price", off == 0, "{cost} {fixed} {volume} {off}");
        }
    }
}

#[test]
fn whole_units_to_break_even_are_those_of_whole_numbers() {
    let mut dice = Dice(4);
    for _ in 0..SETS {
        let (cost, markup) = (dice.from(1, 50_000), dice.from(1, 300));
        // Ten thousandths a unit; the fixed cost in hundredths is a whole number of units, a cent more or a cent less.
        let most = [100, 10_000, 1_000_000, 1_000_000_000][dice.from(0, 3) as usize];
        let units = dice.from(1, most);
        for off in -1..=1 {
            let fixed = cost * markup * units / 100 + off;
            if !(0..100_000_000_000_000).contains(&fixed) {
                continue;
            }
            let answer = ask(
                "pricing.cost_plus",
                json!({
                    "unit_cost": hundredths(cost), "fixed_cost": hundredths(fixed), "volume": 1, "method": "markup",
                    "target_markup": hundredths(markup), "target_profit": 0.01,
                }),
            );
            let whole = |cents: i128| json!(ceiling(cents * 100, cost * markup) as f64);
            let found = &answer["results"];
            assert_eq!(found["break_even_units_whole"], whole(fixed), "{cost} {markup} {fixed}");
            assert_eq!(found["units_for_profit_whole"], whole(fixed + 1), "{cost} {markup} {fixed}");
        }
    }
    let inputs = json!({
        "unit_cost": 1, "fixed_cost": 123_456_789.05, "method": "markup", "target_markup": 1, "target_profit": 0,
    });
    assert_eq!(ask("pricing.cost_plus", inputs)["results"]["break_even_units_whole"], 123_456_790.0);
}

#[test]
fn the_largest_share_leaves_no_loss_and_a_cent_more_of_cost_does() {
    let mut dice = Dice(5);
    for _ in 0..SETS {
        let (alternative, gain, share) = (dice.from(1, 900_000), 100 * dice.from(1, 5_000), dice.from(0, 100));
        let switching = dice.from(0, gain / 100 - 1) * 100;
        let net = gain - switching;
        let cost = alternative + net - share * net / 100;
        for off in -1..=1 {
            let answer = ask(
                "pricing.value",
                json!({
                    "alternative_price": hundredths(alternative), "switching_cost": hundredths(switching),
                    "customer_share": hundredths(share), "unit_cost": hundredths(cost + off),
                    "differentiators": [
                        { "kind": "amount", "amount": hundredths(gain / 3), "probability": 1 },
                        { "kind": "amount", "amount": hundredths(gain - gain / 3), "probability": 1 },
                    ],
                }),
            );
            let place = format!("{alternative} {gain} {switching} {share} {off}");
            if share == 0 && off > 0 {
                assert_eq!(cause(&answer, "price"), "value_below_cost", "{place}");
                continue;
            }
            assert_eq!(warns(&answer, "price_below_cost"), off > 0, "{place}");
            assert_eq!(warns(&answer, "nothing_gained"), share == 0, "{place}");
            assert!(!warns(&answer, "worth_no_more"), "{place}");
        }
    }
}

#[test]
fn a_share_typed_from_the_largest_that_is_shown_is_no_loss() {
    let mut dice = Dice(6);
    for _ in 0..SETS {
        let (cost, net) = (dice.from(40_000, 99_999), dice.from(60_001, 90_000));
        let at = |share: &Value| {
            ask(
                "pricing.value",
                json!({
                    "alternative_price": 400, "switching_cost": 0, "customer_share": share, "unit_cost": hundredths(cost),
                    "differentiators": [{ "kind": "amount", "amount": hundredths(net), "probability": 1 }],
                }),
            )
        };
        let most = at(&json!(0.5))["results"]["most_share"].clone();
        assert!(!warns(&at(&most), "price_below_cost"), "{cost} {net} {most}");
    }
}

#[test]
fn worth_as_much_as_the_alternative_is_no_more_and_a_cent_more_is() {
    let mut dice = Dice(7);
    for _ in 0..SETS {
        let (one, other, drawback) = (dice.from(1, 90_000), dice.from(1, 90_000), dice.from(0, 90_000));
        for off in -1..=1 {
            let switching = one + other - drawback + off;
            if switching < 0 {
                continue;
            }
            let amount = |cents: i128| json!({ "kind": "amount", "amount": hundredths(cents), "probability": 1 });
            let answer = ask(
                "pricing.value",
                json!({
                    "alternative_price": 5_000, "switching_cost": hundredths(switching), "unit_cost": 0,
                    "differentiators": [amount(one), amount(-drawback), amount(other)],
                }),
            );
            assert_eq!(warns(&answer, "worth_no_more"), off >= 0, "{one} {other} {drawback} {off}");
            assert_eq!(cause(&answer, "most_share") == "nothing_to_share", off >= 0, "{one} {other} {drawback} {off}");
            // With a net value of nothing the price is the alternative's: what is on top is the switching cost.
            let outlay = if off >= 0 { one + other - drawback } else { switching + 1 };
            assert_eq!(
                cause(&answer, "return_on_outlay") == "no_outlay",
                outlay <= 0,
                "{one} {other} {drawback} {off}"
            );
        }
    }
}

#[test]
fn a_price_change_that_breaks_even_neither_pays_nor_costs() {
    let mut dice = Dice(8);
    let mut tried = 0;
    while tried < SETS {
        // The contribution left, in whole units of money; the rise of volume in percent; the cut in percent.
        let (left, rise, cut) = (dice.from(1, 500), dice.from(1, 200), [5, 10, 20, 25, 40][dice.from(0, 4) as usize]);
        // In hundredths: the price whose cut takes what the rise brings back, and the cost below it.
        let price = left * rise * 100 / cut;
        let (before, volume) = (left * (100 + rise), dice.from(1, 9_000));
        if left * rise * 100 % cut > 0 || price < before {
            continue;
        }
        tried += 1;
        for off in -1..=1 {
            let answer = ask(
                "pricing.change",
                json!({
                    "price": hundredths(price), "unit_cost": hundredths(price - before), "volume": volume as f64,
                    "price_change": hundredths(-cut), "expected_volume_change": decimal(100 * rise + off, 4),
                }),
            );
            assert_eq!(warns(&answer, "does_not_pay"), off < 0, "{left} {rise} {cut} {volume} {off}");
        }
        let lowest = |price: i128| {
            ask(
                "pricing.change",
                json!({
                    "price": hundredths(price), "unit_cost": hundredths(price * (100 - cut) / 100), "volume": volume as f64,
                    "price_change": hundredths(-cut), "rival_cut": hundredths(cut),
                }),
            )
        };
        let at_cost = lowest(price - price % 100 + 100);
        assert!(warns(&at_cost, "nothing_left"), "{price} {cut}");
        assert_eq!(cause(&at_cost, "break_even_change"), "nothing_left", "{price} {cut}");
        assert!((number(&at_cost["results"]["bearable_loss"]) - 1.0).abs() < 1e-9, "{price} {cut}");
    }
}

#[test]
fn competitors_on_a_line_of_round_figures_lie_on_it_and_a_cent_off_do_not() {
    let mut dice = Dice(9);
    for set in 0..SETS / 2 {
        let (start, slope) = (dice.from(0, 90_000), dice.from(1, 900));
        let values: Vec<i128> = (0..4).map(|row| 10 * row + dice.from(10, 19)).collect();
        let prices: Vec<i128> = values.iter().map(|value| 10 * start + slope * value).collect();
        let line = ["least_squares", "share_weighted"][set as usize % 2];
        let at = |off: i128| {
            let row = |row: usize| json!({ "price": decimal(prices[row] + if row == 1 { 10 * off } else { 0 }, 3), "share": 0.1 });
            ask(
                "pricing.competitive",
                json!({
                    "line": line, "unit_cost": decimal(10 * start + slope * 25, 3),
                    "competitors": (0..4).map(row).collect::<Vec<_>>(),
                    "attributes": [{ "weight": 0.1, "own_score": 2.5 }, { "weight": 0.2, "own_score": 2.5 }],
                    "scores": values.iter().map(|value| json!([decimal(*value, 1), decimal(*value, 1)])).collect::<Vec<_>>(),
                }),
            )
        };
        let on = at(0);
        assert_eq!(on["results"]["place"], json!(["on", "on", "on", "on"]), "{start} {slope} {values:?}");
        assert_eq!(cause(&on, "best_buy"), "all_on_line");
        assert_eq!(cause(&on, "worst_buy"), "all_on_line");
        assert!(!warns(&on, "below_cost") && !warns(&on, "falling_line") && !warns(&on, "weak_line"));
        let (under, over) = (at(-1), at(1));
        assert_eq!(under["results"]["best_buy"], "second", "{start} {slope} {values:?}");
        assert_eq!(over["results"]["worst_buy"], "second", "{start} {slope} {values:?}");
    }
}

#[test]
fn equal_prices_have_no_fit_and_no_slope_down_and_shares_of_a_hundred_percent_are_not_over_it() {
    let mut dice = Dice(10);
    for _ in 0..SETS / 2 {
        let price = dice.from(1, 900_000);
        let mut shares: Vec<i128> = (0..4).map(|_| dice.from(1, 30)).collect();
        shares.push(100 - shares.iter().sum::<i128>().min(99));
        let total: i128 = shares.iter().sum();
        let answer = ask(
            "pricing.competitive",
            json!({
                "competitors": shares.iter().map(|share| json!({ "price": hundredths(price), "share": hundredths(*share) })).collect::<Vec<_>>(),
                "attributes": [{ "weight": 0.7, "own_score": 6.3 }, { "weight": 0.1, "own_score": 5.1 }],
                "scores": (0..5).map(|row| json!([decimal(41 + 3 * row, 1), decimal(dice.from(10, 99), 1)])).collect::<Vec<_>>(),
                "average": "share_weighted",
            }),
        );
        assert_eq!(cause(&answer, "fit"), "equal_prices", "{price}");
        assert_eq!(cause(&answer, "best_buy"), "all_on_line", "{price}");
        assert!(!warns(&answer, "falling_line"), "{price}");
        assert_eq!(warns(&answer, "shares_over"), total > 100, "{shares:?}");
    }
}

/// A funnel of counts with a benchmark at each stage but the first, in hundredths of a percent.
fn counts(counts: &[i128], benchmarks: &[i128], more: &Value) -> Value {
    let row = |row: usize| {
        let benchmark = row.checked_sub(1).and_then(|row| benchmarks.get(row)).map(|share| decimal(*share, 4));
        json!({ "count": counts[row] as f64, "benchmark": benchmark, "days": 1, "cost": 10 * row })
    };
    let inputs = json!({ "stages": (0..counts.len()).map(row).collect::<Vec<_>>() });
    ask("funnel.conversion", support::with(&inputs, more.clone()))
}

#[test]
fn a_stage_at_its_benchmark_is_not_short_of_it_and_a_hundredth_of_a_percent_more_is() {
    let mut dice = Dice(11);
    for _ in 0..SETS {
        let (first, second, entered) = (dice.from(1, 100), dice.from(1, 100), 10_000 * dice.from(1, 50));
        let all = [entered, entered * first / 100, entered * first * second / 10_000];
        let place = format!("{entered} {first} {second}");
        let at = counts(&all, &[100 * first, 100 * second], &json!({}));
        assert_eq!(cause(&at, "bottleneck_benchmark"), "none_short", "{place}");
        let short = counts(&all, &[100 * first, 100 * second + 1], &json!({}));
        assert_eq!(short["results"]["bottleneck_benchmark"], "qualify", "{place}");
        let even = counts(&all, &[100 * first + 1, 100 * second + 1], &json!({}));
        assert_eq!(cause(&even, "bottleneck_benchmark"), "all_equal", "{place}");
        let drop = cause(&at, "bottleneck_drop");
        let wanted = match (first, second) {
            (100, 100) => json!("no_drop"),
            (first, second) if first == second => json!("all_equal"),
            _ => Value::Null,
        };
        assert_eq!(*drop, wanted, "{place}");
    }
}

#[test]
fn deals_that_cost_what_they_bring_do_not_cost_more_and_a_cent_less_does() {
    let mut dice = Dice(12);
    for _ in 0..SETS {
        let (won, deal) = (dice.from(1, 500), dice.from(1, 90_000));
        for off in -1..=1 {
            let stages = json!([
                { "count": 1_000, "cost": hundredths(won * deal / 3) },
                { "count": won as f64, "cost": hundredths(won * deal - won * deal / 3) },
            ]);
            let answer = ask("funnel.conversion", json!({ "stages": stages, "deal_size": hundredths(deal + off) }));
            assert_eq!(warns(&answer, "costs_more"), off < 0, "{won} {deal} {off}");
            assert_eq!(warns(&answer, "few_won"), won < 10);
        }
    }
}

#[test]
fn leads_in_whole_numbers_are_those_of_whole_numbers() {
    let mut dice = Dice(13);
    for _ in 0..SETS {
        let rates: Vec<i128> = (0..3).map(|_| dice.from(1, 100)).collect();
        let deal = dice.from(1, 90_000);
        // Mostly a whole number of deals, sometimes a cent more or less.
        let target = (deal * dice.from(1, 900) + dice.from(-1, 1)).max(0);
        let ask = |rounding: &str| {
            let rows = std::iter::once(json!({ "rate": 1 }))
                .chain(rates.iter().map(|rate| json!({ "rate": hundredths(*rate) })));
            let inputs = json!({
                "basis": "rates", "rounding": rounding, "target": hundredths(target), "deal_size": hundredths(deal),
                "stages": rows.collect::<Vec<_>>(),
            });
            ask("funnel.conversion", inputs)["results"].clone()
        };
        let (mut share, mut once, mut whole, mut every) = (1, Vec::new(), ceiling(target, deal), Vec::new());
        for rate in rates.iter().rev().chain([&100]) {
            once.push(ceiling(target * 1_000_000, deal * share * 10_i128.pow(6 - 2 * once.len() as u32)) as f64);
            every.push(whole as f64);
            share *= rate;
            whole = ceiling(whole * 100, *rate);
        }
        once.reverse();
        every.reverse();
        assert_eq!(numbers(&ask("once")["needed"]), once, "{rates:?} {target} {deal}");
        assert_eq!(numbers(&ask("every_stage")["needed"]), every, "{rates:?} {target} {deal}");
        assert_eq!(ask("once")["deals_needed"], json!(ceiling(target, deal) as f64));
    }
}
