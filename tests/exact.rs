//! Comparisons, whole numbers and extremes at their very edge, against exact arithmetic.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use proptest::prelude::*;
use sales_workbench::engine::unit::NUMBER;
use sales_workbench::engine::{Arguments, Builder, Evaluation, Function, InputSet, Key, Outputs, Sheet, math};

/// A decimal as people type it: so many hundredths.
fn hundredths(number: i64) -> f64 {
    number as f64 / 100.0
}

/// The figure of a cell, with these figures in the inputs in their order.
fn figure(sheet: &Sheet, given: &[f64], key: &str) -> Option<f64> {
    let mut inputs = InputSet::preset(sheet);
    for (id, figure) in inputs.ids().zip(given).collect::<Vec<_>>() {
        inputs.set_figure(id, 0, Some(*figure));
    }
    Evaluation::of(sheet, &inputs).figure(sheet.find_named(key).unwrap())
}

fn share(sheet: &Builder) {
    let input = |key| sheet.number(key, NUMBER, 1.0, -1e15..=1e15);
    let (share, whole, part) = (input("share"), input("whole"), input("part"));
    sheet.named("reached", NUMBER, part.is_at_least(share * whole));
    sheet.named("exceeded", NUMBER, part.is_more_than(share * whole));
    sheet.named("met", NUMBER, part.equals(share * whole));
    sheet.named("rate_reached", NUMBER, (part / whole).is_at_least(share));
    sheet.named("rest_lost", NUMBER, (part - share * whole).is_less_than(0.0));
    sheet.named("scaled_rest_lost", NUMBER, ((part - share * whole) / whole * 3.0).is_less_than(0.0));
}

fn units(sheet: &Builder) {
    let input = |key| sheet.number(key, NUMBER, 1.0, -1e15..=1e15);
    let (fixed, price, cost) = (input("fixed"), input("price"), input("cost"));
    let units = fixed / (price - cost);
    sheet.named("units_up", NUMBER, units.ceil());
    sheet.named("units_down", NUMBER, units.floor());
}

fn three(sheet: &Builder) {
    let table = sheet.table("rows", 3, 1..=9);
    let a = table.number("a", NUMBER, &[0.1, 0.3, 0.1], 0.0..=1e9);
    let b = table.number("b", NUMBER, &[0.2, 0.0, 0.2], 0.0..=1e9);
    sheet.named("first_largest", NUMBER, (a + b).row_of_largest());
    sheet.named("first_smallest", NUMBER, (a + b).row_of_smallest());
    sheet.named("left", NUMBER, (a + b - 0.3).sum().equals(0.0));
    sheet.named("logarithm", NUMBER, (a + b).ln().equals(sheet.constant(0.3, NUMBER).ln()).sum());
}

#[test]
fn a_gate_at_fifty_five_percent_is_met_by_fifty_five_of_a_hundred() {
    let sheet = Builder::record(share);
    for (given, reached, exceeded) in [
        ([0.55, 100.0, 55.0], 1.0, 0.0),
        ([0.28, 31_970.75, 8_951.81], 1.0, 0.0),
        ([0.28, 31_970.75, 8_951.809_999_999], 0.0, 0.0),
        ([0.55, 100.0, 54.999_999_999_999], 0.0, 0.0),
        ([0.55, 100.0, 55.000_000_000_001], 1.0, 1.0),
        ([0.0, 100.0, 0.0], 1.0, 0.0),
    ] {
        let found = |key| figure(&sheet, &given, key);
        assert_eq!((found("reached"), found("exceeded")), (Some(reached), Some(exceeded)), "{given:?}");
        assert_eq!(found("rate_reached"), Some(reached), "{given:?}");
        assert_eq!(found("met"), Some(f64::from(u8::from(reached == 1.0 && exceeded == 0.0))), "{given:?}");
        assert_eq!(found("rest_lost"), Some(1.0 - reached), "{given:?}");
    }
}

#[test]
fn a_ceiling_keeps_the_smallest_part_of_a_large_number() {
    let sheet = Builder::record(units);
    for (given, up, down) in [
        ([123_456_789.05, 1.0, 0.0], 123_456_790.0, 123_456_789.0),
        ([100.0, 100_000.1, 100_000.0], 1_000.0, 1_000.0),
        ([40.0, 0.02, 0.0], 2_000.0, 2_000.0),
        ([0.3, 0.1, 0.0], 3.0, 3.0),
        ([999_999_999_999.01, 1.0, 0.0], 1e12, 999_999_999_999.0),
    ] {
        assert_eq!(figure(&sheet, &given, "units_up"), Some(up), "{given:?}");
        assert_eq!(figure(&sheet, &given, "units_down"), Some(down), "{given:?}");
    }
    assert_eq!((math::ceil(123_456_789.05), math::floor(123_456_789.95)), (123_456_790.0, 123_456_789.0));
    assert_eq!((math::ceil(0.1 + 0.2 + 2.7), math::floor(0.3 / 0.1)), (3.0, 3.0));
}

#[test]
fn equal_sums_are_a_tie() {
    let sheet = Builder::record(three);
    let evaluation = Evaluation::of(&sheet, &InputSet::preset(&sheet));
    let found = |key| evaluation.figure(sheet.find_named(key).unwrap());
    assert_eq!((found("first_largest"), found("first_smallest")), (Some(0.0), Some(0.0)));
    assert_eq!((found("left"), found("logarithm")), (Some(1.0), Some(3.0)));
}

#[test]
fn what_a_link_brings_counts_as_equal_within_its_rounding() {
    let sheet = Builder::record(share);
    // A third, as a computed figure carries it: no decimal that anybody types.
    let third = 1.0 / 3.0;
    assert_eq!(figure(&sheet, &[third, 3.0, 1.0], "met"), Some(1.0));
    assert_eq!(figure(&sheet, &[third, 3.0, 1.000_000_001], "met"), Some(0.0));
}

static SUM: Function = Function { key: "sum", evaluate: sum, columns: &[], parts: None };

fn sum(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    out.set(0, given.figure(0) + given.figure(1));
    Ok(())
}

fn edges(sheet: &Builder) {
    let input = |key| sheet.number(key, NUMBER, 1.0, -1e15..=1e15);
    let (a, b, c, d) = (input("a"), input("b"), input("c"), input("d"));
    sheet.named("root_is_below", NUMBER, a.sqrt().is_less_than(b));
    sheet.named("quotient_is", NUMBER, ((a.sqrt() - b) / c).equals(d));
    let [sum] = sheet.step(&SUM, &[a, b], [("sum", NUMBER, &[])]);
    sheet.named("sum_is", NUMBER, sum.equals(c));
}

#[test]
fn a_comparison_is_in_doubt_as_far_as_rounding_reaches_and_no_further() {
    let sheet = Builder::record(edges);
    for (key, given, expected) in [
        // The root of five is 2.236 067 977 499…
        ("root_is_below", [5.0, 2.236_067_977_51, 1.0, 1.0], 1.0),
        ("root_is_below", [5.0, 2.236_067_977_49, 1.0, 1.0], 0.0),
        // 0.1 is left of figures ten thousand times as large, and divided by a thousandth.
        ("quotient_is", [1_000_200.01, 1000.0, 0.001, 100.0], 1.0),
        ("quotient_is", [1_000_200.01, 1000.0, 0.001, 100.000_001], 0.0),
        // A step adds in binary: one and four elevenths differ from five in the last digit.
        ("sum_is", [1.0 / 11.0, 4.0 / 11.0, 5.0 / 11.0, 1.0], 1.0),
        ("sum_is", [1.0 / 11.0, 4.0 / 11.0, 0.454_545_454_545, 1.0], 0.0),
    ] {
        assert_eq!(figure(&sheet, &given, key), Some(expected), "{key} {given:?}");
    }
}

fn clipped(sheet: &Builder) {
    let input = |key, preset| sheet.number(key, NUMBER, preset, -1e18..=1e18);
    let (large, small) = (input("large", -1e18 / 3.0), input("small", 71.01));
    let gains = large.max(0.0) + (small / 3.0).max(0.0);
    sheet.named("gains", NUMBER, (gains + gains.ln() * 0.0).is_more_than(0.0));
}

#[test]
fn what_was_cut_off_leaves_no_rounding_error_behind() {
    let sheet = Builder::record(clipped);
    let evaluation = Evaluation::of(&sheet, &InputSet::preset(&sheet));
    assert_eq!(evaluation.figure(sheet.find_named("gains").unwrap()), Some(1.0));
}

#[test]
fn named_steps_compare_with_the_tolerance_of_the_engine() {
    assert!(math::same(0.1 + 0.2, 0.3) && !math::below(0.3, 0.1 + 0.2) && !math::above(0.1 + 0.2, 0.3));
    assert!(math::below(0.3, 0.300_000_000_001) && math::above(0.300_000_000_001, 0.3));
    assert!(
        math::below(1.0, f64::INFINITY) && !math::same(f64::INFINITY, 1.0) && math::same(f64::INFINITY, f64::INFINITY)
    );
    assert!(math::same(0.0, 0.0) && math::below(-1e-300, 0.0) && !math::same(f64::NAN, f64::NAN));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn shares_of_whole_percents_are_compared_exactly(
        percent in 0_i64..=400, whole in 1_i64..=1_000_000_000, off in -2_i64..=2,
    ) {
        let sheet = Builder::record(share);
        // In hundredths of hundredths: share × whole is percent × whole / 10,000; the part is the next hundredth, or near it.
        let part = (percent * whole).div_euclid(100) + off;
        let given = [hundredths(percent), hundredths(whole), hundredths(part)];
        let (part, product) = (i128::from(part) * 100, i128::from(percent) * i128::from(whole));
        let truth = |holds: bool| Some(f64::from(u8::from(holds)));
        prop_assert_eq!(figure(&sheet, &given, "reached"), truth(part >= product), "{:?}", given);
        prop_assert_eq!(figure(&sheet, &given, "exceeded"), truth(part > product), "{:?}", given);
        prop_assert_eq!(figure(&sheet, &given, "met"), truth(part == product), "{:?}", given);
        prop_assert_eq!(figure(&sheet, &given, "rate_reached"), truth(part >= product), "{:?}", given);
        prop_assert_eq!(figure(&sheet, &given, "rest_lost"), truth(part < product), "{:?}", given);
        prop_assert_eq!(figure(&sheet, &given, "scaled_rest_lost"), truth(part < product), "{:?}", given);
    }

    #[test]
    fn units_to_cover_a_cost_are_rounded_up_exactly(
        units in 1_i64..=5_000_000, cost in 0_i64..=100_000_000, margin in 1_i64..=100_000, off in -1_i64..=1,
    ) {
        let sheet = Builder::record(units_sheet());
        let fixed = units * margin + off;
        let given = [hundredths(fixed), hundredths(cost + margin), hundredths(cost)];
        let (up, down) = (fixed.div_euclid(margin) + i64::from(fixed.rem_euclid(margin) > 0), fixed.div_euclid(margin));
        prop_assert_eq!(figure(&sheet, &given, "units_up"), Some(up as f64), "{:?}", given);
        prop_assert_eq!(figure(&sheet, &given, "units_down"), Some(down as f64), "{:?}", given);
    }
}

/// The sheet of `units`, under a name that a strategy's variable does not hide.
const fn units_sheet() -> fn(&Builder) {
    units
}
