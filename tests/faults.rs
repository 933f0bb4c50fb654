//! A figure without a value says why, and in which cell that began.

use proptest::prelude::*;
use sales_workbench::engine::unit::NUMBER;
use sales_workbench::engine::{
    Arguments, Builder, Cause, Evaluation, Fault, Function, InputSet, Key, NodeId, Outputs, Sheet, fault,
};

/// Why a named figure of a sheet has no value at its preset, with the sheet.
fn traced(define: fn(&Builder), key: &str, cell: usize) -> (Sheet, Option<Fault>) {
    let sheet = Builder::record(define);
    let node = sheet.find_named(key).unwrap_or_else(|| panic!("no cell {key}"));
    let found = fault::trace(&Evaluation::of(&sheet, &InputSet::preset(&sheet)), node, cell);
    (sheet, found)
}

/// The cause, the named cell around its origin, and the row.
fn cause(define: fn(&Builder), key: &str, cell: usize) -> Option<(Cause, Option<Key>, usize)> {
    let (sheet, fault) = traced(define, key, cell);
    fault.map(|fault| (fault.cause, sheet.node(fault.place).key, fault.row))
}

fn simple(sheet: &Builder) {
    let zero = sheet.number("zero", NUMBER, 0.0, -9.0..=9.0);
    let huge = sheet.number("huge", NUMBER, 1e300, 0.0..=1e300);
    let absent = sheet.optional("absent", NUMBER, None, 0.0..=9.0);
    let ratio = sheet.named("ratio", NUMBER, 1.0 / zero);
    sheet.named("through_sums", NUMBER, huge + 5.0 * (ratio - 1.0));
    sheet.named("square", NUMBER, huge * huge);
    sheet.named("exploded", NUMBER, huge.exp());
    sheet.named("logarithm", NUMBER, (zero - 1.0).ln());
    sheet.named("root", NUMBER, (zero - 1.0).sqrt());
    sheet.named("power", NUMBER, (zero - 8.0).pow(1.0 / 3.0));
    sheet.named("plus_absent", NUMBER, 1.0 + absent);
    sheet.named("refused", NUMBER, huge.provided(zero.is_more_than(0.0), "nothing_there"));
    sheet.named("after_refusal", NUMBER, sheet.select(zero.equals(0.0), huge.provided(zero, "nothing_there"), 1.0));
    sheet.named("undecided", NUMBER, sheet.select(absent.is_more_than(1.0), 1.0, 2.0));
    sheet.named("unguarded", NUMBER, huge.provided(ratio.is_more_than(1.0), "never_asked"));
    sheet.named("left_first", NUMBER, ratio + absent);
    sheet.named("not_compared", NUMBER, absent.is_less_than(1.0).and(zero + 1.0));
    sheet.named("settled", NUMBER, absent.is_less_than(1.0).and(zero));
}

#[test]
fn a_cause_is_found_where_it_began() {
    use Cause::{DivisionByZero, NotGiven, OutOfDomain, Refused, TooLarge};
    for (key, cause_wanted, place) in [
        ("ratio", DivisionByZero, "ratio"),
        ("through_sums", DivisionByZero, "ratio"),
        ("square", TooLarge, "square"),
        ("exploded", TooLarge, "exploded"),
        ("logarithm", OutOfDomain, "logarithm"),
        ("root", OutOfDomain, "root"),
        ("power", OutOfDomain, "power"),
        ("plus_absent", NotGiven, "absent"),
        ("refused", Refused("nothing_there"), "refused"),
        ("after_refusal", Refused("nothing_there"), "after_refusal"),
        ("undecided", NotGiven, "absent"),
        ("unguarded", DivisionByZero, "ratio"),
        ("left_first", DivisionByZero, "ratio"),
        ("not_compared", NotGiven, "absent"),
    ] {
        assert_eq!(cause(simple, key, 0), Some((cause_wanted, Some(place), 0)), "{key}");
    }
    // Nothing and whatever it may be is nothing.
    assert_eq!(cause(simple, "settled", 0), None);
}

fn over_rows(sheet: &Builder) {
    let rows = sheet.table("rows", 3, 0..=5);
    let size = rows.number("size", NUMBER, &[2.0, 0.0, 4.0], 0.0..=9.0);
    let share = rows.optional("share", NUMBER, &[Some(1.0), Some(2.0), None], 0.0..=9.0);
    let inverse = sheet.named("inverse", NUMBER, 1.0 / size);
    sheet.named("total", NUMBER, inverse.sum());
    sheet.named("best", NUMBER, inverse.row_of_largest());
    sheet.named("so_far", NUMBER, inverse.running_sum());
    sheet.named("above", NUMBER, inverse.above(7.0));
    sheet.named("second", NUMBER, inverse.at(1.0));
    sheet.named("ninth", NUMBER, size.at(9.0));
    sheet.named("none_before", NUMBER, size.at(-1.0));
    sheet.named("shares", NUMBER, share * 2.0);
    sheet.named("whole", NUMBER, (size * 1e200).product() * 1e200 * 1e200);
}

#[test]
fn a_cause_in_a_column_names_its_row() {
    use Cause::{DivisionByZero, NoSuchRow, NotGiven};
    for (key, cell, expected) in [
        ("total", 0, Some((DivisionByZero, Some("inverse"), 1))),
        ("best", 0, Some((DivisionByZero, Some("inverse"), 1))),
        ("so_far", 0, None),
        ("so_far", 2, Some((DivisionByZero, Some("inverse"), 1))),
        ("above", 1, None),
        ("above", 2, Some((DivisionByZero, Some("inverse"), 1))),
        ("second", 0, Some((DivisionByZero, Some("inverse"), 1))),
        ("ninth", 0, Some((NoSuchRow, Some("ninth"), 0))),
        ("none_before", 0, Some((NoSuchRow, Some("none_before"), 0))),
        ("shares", 1, None),
        ("shares", 2, Some((NotGiven, Some("share"), 2))),
        ("whole", 0, None),
    ] {
        assert_eq!(cause(over_rows, key, cell), expected, "{key}[{cell}]");
    }
}

fn over_a_grid(sheet: &Builder) {
    let (down, across) = (sheet.table("down", 2, 1..=5), sheet.table("across", 3, 1..=5));
    // Both rows of the grid have a figure that cannot be divided by.
    let score = sheet.grid("score", &[down, across], NUMBER, &[0.0, 1.0, 2.0, 3.0, 0.0, 5.0], 0.0..=9.0);
    let inverse = sheet.named("inverse", NUMBER, 1.0 / score);
    sheet.named("total", NUMBER, inverse.sum());
    sheet.named("so_far", NUMBER, inverse.running_sum());
    sheet.named("above", NUMBER, inverse.above(7.0));
    sheet.named("second", NUMBER, inverse.at(1.0));
}

#[test]
fn a_cause_in_a_grid_lies_in_its_own_row() {
    for (key, cell, row) in [
        ("total", 0, Some(0)),
        ("total", 1, Some(4)),
        ("so_far", 2, Some(0)),
        ("so_far", 3, None),
        ("so_far", 4, Some(4)),
        ("so_far", 5, Some(4)),
        ("above", 1, Some(0)),
        ("above", 3, None),
        ("above", 5, Some(4)),
        ("second", 0, None),
        ("second", 1, Some(4)),
    ] {
        let expected = row.map(|row| (Cause::DivisionByZero, Some("inverse"), row));
        assert_eq!(cause(over_a_grid, key, cell), expected, "{key}[{cell}]");
    }
}

static PICKY: Function = Function { key: "picky", evaluate: picky, columns: &[], parts: None };

fn picky(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    match given.figure(0) {
        size if size < 0.0 => Err("too_small"),
        0.0 => {
            out.set(0, f64::INFINITY);
            Ok(())
        }
        size => {
            out.set(0, size);
            Ok(())
        }
    }
}

fn steps(sheet: &Builder) {
    let absent = sheet.optional("absent", NUMBER, None, 0.0..=9.0);
    for (key, argument) in [
        ("refusing", sheet.constant(-1.0, NUMBER)),
        ("silent", sheet.constant(0.0, NUMBER)),
        ("answering", sheet.constant(1.0, NUMBER)),
        ("lacking", absent + 1.0),
        // An optional input itself may be passed on empty: the step must cope, and here gives nothing.
        ("passed_on", absent),
    ] {
        let [result] = sheet.step(&PICKY, &[argument], [(key, NUMBER, &[])]);
        sheet.named(key, NUMBER, result * 2.0);
    }
}

#[test]
fn a_named_step_gives_its_reason_or_its_missing_argument() {
    for (key, expected) in [
        ("refusing", Some(Cause::Refused("too_small"))),
        ("silent", Some(Cause::NoResult)),
        ("answering", None),
        ("lacking", Some(Cause::NotGiven)),
        ("passed_on", Some(Cause::NoResult)),
    ] {
        assert_eq!(traced(steps, key, 0).1.map(|fault| fault.cause), expected, "{key}");
    }
}

fn tangle(sheet: &Builder) {
    let a = sheet.number("a", NUMBER, 1.0, -1e300..=1e300);
    let b = sheet.number("b", NUMBER, 1.0, -1e300..=1e300);
    let rows = sheet.table("rows", 3, 0..=4);
    let c = rows.number("c", NUMBER, &[1.0, 2.0, 3.0], -1e300..=1e300);
    let mixed = (a / b).pow(c) + (c * a - b).ln() / c.running_sum().above(a);
    sheet.named("mixed", NUMBER, mixed);
    sheet.named("folded", NUMBER, mixed.sum() * mixed.largest() - mixed.at(b));
    sheet.named(
        "chosen",
        NUMBER,
        sheet.select(mixed.is_more_than(a), mixed.sqrt(), mixed.exp().provided(c.is_less_than(b), "no")),
    );
}

/// Any figure an input may hold: finite, or none.
fn input_figure() -> impl Strategy<Value = Option<f64>> {
    prop::num::f64::ANY.prop_map(|figure| Some(figure).filter(|figure| figure.is_finite()))
}

proptest! {
    #[test]
    fn every_figure_is_finite_or_has_a_cause_that_began_somewhere(
        a in input_figure(),
        b in input_figure(),
        c in prop::collection::vec(input_figure(), 3),
    ) {
        let sheet = Builder::record(tangle);
        let mut inputs = InputSet::preset(&sheet);
        inputs.set_figure(sheet.find_input("a").unwrap(), 0, a);
        inputs.set_figure(sheet.find_input("b").unwrap(), 0, b);
        for (row, c) in c.into_iter().enumerate() {
            inputs.set_figure(sheet.find_input("rows.c").unwrap(), row, c);
        }
        let evaluation = Evaluation::of(&sheet, &inputs);
        for index in 0..sheet.nodes.len() {
            let node = NodeId(index as u32);
            for cell in 0..evaluation.count(node) {
                let fault = fault::trace(&evaluation, node, cell);
                prop_assert_eq!(fault.is_none(), evaluation.value(node, cell).is_some());
                prop_assert!(!evaluation.lanes(node, cell)[0].is_infinite(), "cell {index}");
                if let Some(fault) = fault {
                    prop_assert!(fault.origin <= node && fault.place <= node);
                    prop_assert!(evaluation.value(fault.origin, fault.row).is_none());
                }
            }
        }
    }
}
