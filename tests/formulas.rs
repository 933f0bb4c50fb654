//! The printer of formulas: brackets only where they are needed, rows written out, the option in force.

mod support;

use proptest::prelude::*;
use sales_workbench::analysis::explain::Computable;
use sales_workbench::engine::formula::{Notation, Phrase, Signs};
use sales_workbench::engine::unit::NUMBER;
use sales_workbench::engine::{Builder, Cell, Evaluation, InputSet, NodeId, Sheet, TableId, Unit, formula};
use support::arithmetic::compute;

fn written(sheet: &Sheet, inputs: &InputSet, key: &str, cell: usize) -> String {
    let evaluation = Evaluation::of(sheet, inputs);
    let node = sheet.find_named(key).unwrap_or_else(|| panic!("no cell {key}"));
    formula::write(&evaluation, &Computable { evaluation: &evaluation }, node, cell)
}

fn scalars(sheet: &Builder) {
    let a = sheet.number("a", NUMBER, 2.0, -9.0..=9.0);
    let b = sheet.number("b", NUMBER, 3.0, -9.0..=9.0);
    let below = sheet.number("below", NUMBER, -4.0, -9.0..=9.0);
    let method = sheet.choice("method", &["plus", "times"]);
    let absent = sheet.optional("absent", NUMBER, None, 0.0..=9.0);
    for (key, cell) in [
        ("flat", a + b * a),
        ("bracketed", (a + b) * a),
        ("minus_sum", a - (b + a)),
        ("minus_minus", a - (b - a)),
        ("over_product", a / (b * a)),
        ("over_quotient", a / (b / a)),
        ("negated_sum", -(a + b)),
        ("minus_negative", a - below),
        ("times_negative", a * below),
        ("negative_times", below * a),
        ("powers", (a + b).pow(a)),
        ("compared", (a + 1.0).is_at_most(b * 2.0)),
        ("both", a.is_less_than(b).and(!b.equals(3.0))),
        ("smaller", (a + b).min(a * b)),
        ("rounded", (a / b).ceil() + (a / b).floor()),
        ("taken", sheet.pick(method, &[a + b, a * b])),
        ("filled", absent.or_else(b) + 1.0),
        ("guarded", (a * b).provided(a.is_more_than(0.0), "no")),
        ("given", absent.given() + a.given()),
        ("functions", (a.abs() + a.exp()).ln().sqrt()),
    ] {
        sheet.named(key, NUMBER, cell);
    }
    let named = sheet.named("named", NUMBER, a + b);
    sheet.named("again", NUMBER, named * named);
    sheet.named("renamed", NUMBER, named);
}

#[test]
fn brackets_stand_where_the_reading_needs_them() {
    let sheet = Builder::record(scalars);
    let preset = InputSet::preset(&sheet);
    for (key, expected) in [
        ("flat", "2 + 3 * 2"),
        ("bracketed", "(2 + 3) * 2"),
        ("minus_sum", "2 - (3 + 2)"),
        ("minus_minus", "2 - (3 - 2)"),
        ("over_product", "2 / (3 * 2)"),
        ("over_quotient", "2 / (3 / 2)"),
        ("negated_sum", "-(2 + 3)"),
        ("minus_negative", "2 - (-4)"),
        ("times_negative", "2 * (-4)"),
        ("negative_times", "(-4) * 2"),
        ("powers", "power((2 + 3), 2)"),
        ("compared", "2 + 1 ≤ 3 * 2"),
        ("both", "(2 < 3) ∧ 1 - (3 = 3)"),
        ("smaller", "smallest(2 + 3, 2 * 3)"),
        ("rounded", "rounded_up(2 / 3) + rounded_down(2 / 3)"),
        ("taken", "2 + 3"),
        ("filled", "3 + 1"),
        ("guarded", "2 * 3"),
        ("given", "given(missing) + given(2)"),
        ("functions", "square_root(ln(absolute(2) + exp(2)))"),
        ("again", "5 * 5"),
        ("renamed", "5"),
    ] {
        assert_eq!(written(&sheet, &preset, key, 0), expected, "{key}");
    }
    let mut times = preset;
    times.set_figure(sheet.find_input("method").unwrap(), 0, Some(1.0));
    assert_eq!(written(&sheet, &times, "taken", 0), "2 * 3");
}

fn over_rows(sheet: &Builder) {
    let rows = sheet.table("rows", 3, 0..=5);
    let a = rows.number("a", NUMBER, &[1.0, 2.0, -3.0], -9.0..=9.0);
    let b = rows.number("b", NUMBER, &[4.0, 5.0, 6.0], -9.0..=9.0);
    let scale = sheet.number("scale", NUMBER, 7.0, -9.0..=9.0);
    for (key, cell) in [
        ("row", a * scale),
        ("sum", (a + b).sum()),
        ("product", (a + b).product()),
        ("in_sum", scale * a.sum()),
        ("largest", (a * b).largest()),
        ("place", b.row_of_smallest()),
        ("so_far", a.running_sum() * 2.0),
        ("before", b.above(scale) - a),
        ("third", (a * b).at(2.0)),
        ("count", rows.rows() + 1.0),
        ("number", rows.row_number() * scale),
    ] {
        sheet.named(key, NUMBER, cell);
    }
}

#[test]
fn rows_are_written_out() {
    let sheet = Builder::record(over_rows);
    let preset = InputSet::preset(&sheet);
    for (key, cell, expected) in [
        ("row", 1, "2 * 7"),
        ("sum", 0, "(1 + 4) + (2 + 5) + (-3 + 6)"),
        ("product", 0, "(1 + 4) * (2 + 5) * (-3 + 6)"),
        ("in_sum", 0, "7 * (1 + 2 + (-3))"),
        ("largest", 0, "largest(1 * 4, 2 * 5, (-3) * 6)"),
        ("place", 0, "row_of_smallest(4, 5, 6)"),
        ("so_far", 2, "(1 + 2 + (-3)) * 2"),
        ("so_far", 0, "1 * 2"),
        ("before", 0, "7 - 1"),
        ("before", 2, "5 - (-3)"),
        ("third", 0, "(-3) * 6"),
        ("count", 0, "3 + 1"),
        ("number", 2, "3 * 7"),
    ] {
        assert_eq!(written(&sheet, &preset, key, cell), expected, "{key}[{cell}]");
    }
    let mut empty = preset;
    empty.resize(&sheet, TableId(0), 0);
    assert_eq!(written(&sheet, &empty, "sum", 0), "0");
    assert_eq!(written(&sheet, &empty, "product", 0), "1");
}

/// A notation that writes out few rows.
struct Short<'a>(Computable<'a>, usize);

impl Notation for Short<'_> {
    fn leaf(&self, node: NodeId, cell: usize) -> String {
        self.0.leaf(node, cell)
    }
    fn constant(&self, value: f64, unit: Unit) -> String {
        self.0.constant(value, unit)
    }
    fn phrase(&self, phrase: Phrase, parts: &[String]) -> String {
        if phrase == Phrase::Ellipsis { "…".to_owned() } else { self.0.phrase(phrase, parts) }
    }
    fn signs(&self) -> Signs {
        self.0.signs()
    }
    fn writes_rows(&self) -> bool {
        true
    }
    fn most_rows(&self) -> usize {
        self.1
    }
}

#[test]
fn terms_that_are_left_out_are_said_to_be() {
    let sheet = Builder::record(|sheet| {
        let rows = sheet.table("rows", 6, 0..=9);
        let a = rows.number("a", NUMBER, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], -9.0..=9.0);
        sheet.named("sum", NUMBER, a.sum());
        sheet.named("product", NUMBER, a.product());
        sheet.named("largest", NUMBER, a.largest());
        sheet.named("so_far", NUMBER, a.running_sum());
    });
    let evaluation = Evaluation::of(&sheet, &InputSet::preset(&sheet));
    for (key, cell, most, expected) in [
        ("sum", 0, 6, "1 + 2 + 3 + 4 + 5 + 6"),
        ("sum", 0, 5, "1 + 2 + 3 + … + 6"),
        ("sum", 0, 4, "1 + 2 + … + 6"),
        ("sum", 0, 3, "1 + … + 6"),
        ("sum", 0, 0, "1 + … + 6"),
        ("product", 0, 5, "1 * 2 * 3 * … * 6"),
        ("largest", 0, 4, "largest(1, 2, …, 6)"),
        ("so_far", 5, 4, "1 + 2 + … + 6"),
        ("so_far", 4, 4, "1 + 2 + … + 5"),
        ("so_far", 3, 4, "1 + 2 + 3 + 4"),
    ] {
        let short = Short(Computable { evaluation: &evaluation }, most);
        let written = formula::write(&evaluation, &short, sheet.find_named(key).unwrap(), cell);
        assert_eq!(written, expected, "{key}[{cell}] with {most}");
    }
}

#[test]
fn comparisons_are_written_with_their_own_signs() {
    let sheet = Builder::record(|sheet| {
        let (a, b) = (sheet.number("a", NUMBER, 2.0, 0.0..=9.0), sheet.number("b", NUMBER, 3.0, 0.0..=9.0));
        for (key, cell) in [
            ("less", a.is_less_than(b)),
            ("at_most", a.is_at_most(b)),
            ("more", a.is_more_than(b)),
            ("at_least", a.is_at_least(b)),
            ("equal", a.equals(b)),
            ("and", a.and(b)),
            ("or", a.or(b)),
        ] {
            sheet.named(key, NUMBER, cell);
        }
    });
    let preset = InputSet::preset(&sheet);
    for (key, expected) in [
        ("less", "2 < 3"),
        ("at_most", "2 ≤ 3"),
        ("more", "3 < 2"),
        ("at_least", "3 ≤ 2"),
        ("equal", "2 = 3"),
        ("and", "2 ∧ 3"),
        ("or", "2 ∨ 3"),
    ] {
        assert_eq!(written(&sheet, &preset, key, 0), expected, "{key}");
    }
}

#[test]
fn a_formula_depends_on_each_cell_it_shows_once() {
    let sheet = Builder::record(scalars);
    let evaluation = Evaluation::of(&sheet, &InputSet::preset(&sheet));
    let keys = |key: &str| -> Vec<_> {
        let leaves = formula::leaves(&evaluation, sheet.find_named(key).unwrap(), 0);
        leaves.into_iter().map(|(node, _)| sheet.node(node).key.unwrap()).collect()
    };
    assert_eq!(keys("flat"), ["a", "b"]);
    assert_eq!(keys("again"), ["named"]);
    // What decided is read too; the option not taken is not.
    assert_eq!(keys("filled"), ["b", "absent"]);
    assert_eq!(keys("taken"), ["a", "b", "method"]);
    let sheet = Builder::record(over_rows);
    let evaluation = Evaluation::of(&sheet, &InputSet::preset(&sheet));
    let rows = formula::leaves(&evaluation, sheet.find_named("in_sum").unwrap(), 0);
    assert_eq!(rows.len(), 4, "the scale and every row");
}

/// An expression of three inputs that the numbers describe, each picking an operation over what stands so far.
fn grown<'b>(sheet: &'b Builder, inputs: [Cell<'b>; 3], plan: &[u8]) -> Cell<'b> {
    let mut stack: Vec<Cell> = inputs.to_vec();
    for step in plan {
        let pick = |place: usize| stack[(*step as usize / 16 + place * 7) % stack.len()];
        let (a, b) = (pick(0), pick(1));
        stack.push(match step % 14 {
            0 | 1 => a + b,
            2 | 3 => a - b,
            4 | 5 => a * b,
            6 => a / b,
            7 => -a,
            8 => a.min(b),
            9 => a.max(b),
            10 => sheet.select(a.is_less_than(b), a, b),
            11 => a.abs(),
            12 => a.is_at_most(b).or(!a.is_more_than(b)),
            _ => (a / 3.0).floor(),
        });
    }
    stack[stack.len() - 1]
}

proptest! {
    #[test]
    fn any_formula_reads_as_it_was_computed(
        plan in prop::collection::vec(any::<u8>(), 1..12),
        figures in prop::array::uniform3(prop_oneof![-9.0..9.0_f64, Just(0.0), Just(-1.0)]),
    ) {
        thread_local! { static PLAN: std::cell::RefCell<Vec<u8>> = const { std::cell::RefCell::new(Vec::new()) } }
        PLAN.set(plan);
        let sheet = Builder::record(|sheet| {
            let inputs = ["a", "b", "c"].map(|key| sheet.number(key, NUMBER, 1.0, -9.0..=9.0));
            let cell = PLAN.with_borrow(|plan| grown(sheet, inputs, plan));
            sheet.named("grown", NUMBER, cell + 0.0);
        });
        let mut inputs = InputSet::preset(&sheet);
        for (key, figure) in ["a", "b", "c"].into_iter().zip(figures) {
            inputs.set_figure(sheet.find_input(key).unwrap(), 0, Some(figure));
        }
        let node = sheet.find_named("grown").unwrap();
        if let Some(value) = Evaluation::of(&sheet, &inputs).figure(node) {
            let text = written(&sheet, &inputs, "grown", 0);
            let (computed, largest) = compute(&text);
            prop_assert!((computed - value).abs() <= 1e-11 * largest.max(1.0), "{text}: {computed} not {value}");
        }
    }
}
