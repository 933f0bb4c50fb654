//! The engine on small sheets of its own: arithmetic, tables, grids, steps, units.

use proptest::prelude::*;
use sales_workbench::engine::unit::{COUNT, DAYS, MONEY, NUMBER, PERCENT, PRICE};
use sales_workbench::engine::{
    Arguments, Builder, Evaluation, Function, InputSet, Key, Outputs, PartColumn, PartKind, Sheet, TableId, math,
};

/// A named figure of a sheet at its preset.
fn figure(define: fn(&Builder), key: &str) -> Option<f64> {
    column(define, key)[0]
}

/// All figures of a named cell of a sheet at its preset.
fn column(define: fn(&Builder), key: &str) -> Vec<Option<f64>> {
    let sheet = Builder::record(define);
    let node = sheet.find_named(key).unwrap_or_else(|| panic!("no cell {key}"));
    Evaluation::of(&sheet, &InputSet::preset(&sheet)).column(node)
}

fn some(figures: &[f64]) -> Vec<Option<f64>> {
    figures.iter().copied().map(Some).collect()
}

fn arithmetic(sheet: &Builder) {
    let a = sheet.number("a", NUMBER, 7.0, -1e9..=1e9);
    let b = sheet.number("b", NUMBER, 2.0, -1e9..=1e9);
    for (key, cell) in [
        ("sum", a + b),
        ("difference", a - b),
        ("product", a * b),
        ("quotient", a / b),
        ("power", a.pow(b)),
        ("smaller", a.min(b)),
        ("larger", a.max(b)),
        ("less", a.is_less_than(b)),
        ("at_most", b.is_at_most(2.0)),
        ("more", a.is_more_than(b)),
        ("at_least", b.is_at_least(a)),
        ("equals", b.equals(2.0)),
        ("less_than_itself", a.is_less_than(a)),
        ("more_than_itself", a.is_more_than(a)),
        ("at_most_less", a.is_at_most(b)),
        ("at_most_itself", a.is_at_most(a)),
        ("at_least_itself", a.is_at_least(a)),
        ("at_least_less", a.is_at_least(b)),
        ("equals_not", b.equals(a)),
        ("both", a.and(b)),
        ("first_alone_and", a.and(b - 2.0)),
        ("second_alone_and", (b - 2.0).and(a)),
        ("none_and", (b - 2.0).and(a - 7.0)),
        ("either", a.or(b)),
        ("first_alone_or", a.or(b - 2.0)),
        ("second_alone_or", (b - 2.0).or(a)),
        ("none_or", (b - 2.0).or(a - 7.0)),
        ("not", !a),
        ("not_nothing", !(b - 2.0)),
        ("negative", -a),
        ("absolute", (b - a).abs()),
        ("exponential", (b - 2.0).exp()),
        ("logarithm", (b - 1.0).ln()),
        ("root", (a * a).sqrt()),
        ("down", (a / b).floor()),
        ("up", (a / b).ceil()),
        ("left_constant", 1.0 - a / 14.0),
    ] {
        sheet.named(key, NUMBER, cell);
    }
}

#[test]
fn arithmetic_on_cells_is_arithmetic() {
    for (key, expected) in [
        ("sum", 9.0),
        ("difference", 5.0),
        ("product", 14.0),
        ("quotient", 3.5),
        ("power", 49.0),
        ("smaller", 2.0),
        ("larger", 7.0),
        ("less", 0.0),
        ("at_most", 1.0),
        ("more", 1.0),
        ("at_least", 0.0),
        ("equals", 1.0),
        ("less_than_itself", 0.0),
        ("more_than_itself", 0.0),
        ("at_most_less", 0.0),
        ("at_most_itself", 1.0),
        ("at_least_itself", 1.0),
        ("at_least_less", 1.0),
        ("equals_not", 0.0),
        ("both", 1.0),
        ("first_alone_and", 0.0),
        ("second_alone_and", 0.0),
        ("none_and", 0.0),
        ("either", 1.0),
        ("first_alone_or", 1.0),
        ("second_alone_or", 1.0),
        ("none_or", 0.0),
        ("not", 0.0),
        ("not_nothing", 1.0),
        ("negative", -7.0),
        ("absolute", 5.0),
        ("exponential", 1.0),
        ("logarithm", 0.0),
        ("root", 7.0),
        ("down", 3.0),
        ("up", 4.0),
        ("left_constant", 0.5),
    ] {
        assert_eq!(figure(arithmetic, key), Some(expected), "{key}");
    }
}

#[test]
fn nothing_is_shown_as_minus_zero() {
    let zero = figure(|sheet| _ = sheet.named("zero", NUMBER, -sheet.constant(0.0, NUMBER)), "zero");
    assert!(zero.is_some_and(f64::is_sign_positive));
}

#[test]
fn rounding_is_blind_to_dust() {
    assert_eq!((math::ceil(40.0 / 0.02), math::ceil(0.1 + 0.2)), (2_000.0, 1.0));
    assert_eq!((math::ceil(3.000_000_000_000_1), math::floor(2.999_999_999_999_9)), (3.0, 3.0));
    assert_eq!((math::ceil(3.000_000_000_1), math::floor(2.999_999_999_9)), (4.0, 2.0));
}

fn columns(sheet: &Builder) {
    let deals = sheet.table("deals", 4, 0..=9);
    let size = deals.number("size", MONEY, &[10.0, 40.0, 40.0, 5.0], 0.0..=1e9);
    let chance = deals.number("chance", PERCENT, &[0.5, 0.25, 0.1, 1.0], 0.0..=1.0);
    let scale = sheet.number("scale", NUMBER, 2.0, 0.0..=9.0);
    sheet.named("weighted", MONEY, size * chance * scale);
    sheet.named("total", MONEY, size.sum());
    sheet.named("all_won", PERCENT, chance.product());
    sheet.named("largest", MONEY, size.largest());
    sheet.named("smallest", MONEY, size.smallest());
    sheet.named("row_of_largest", NUMBER, size.row_of_largest());
    sheet.named("row_of_smallest", NUMBER, size.row_of_smallest());
    sheet.named("so_far", MONEY, size.running_sum());
    sheet.named("chain", PERCENT, chance.running_product());
    sheet.named("before", MONEY, size.above(sheet.constant(99.0, MONEY)));
    sheet.named("third", MONEY, size.at(2.0));
    sheet.named("best_chance", PERCENT, chance.at(size.row_of_largest()));
    sheet.named("rows", NUMBER, deals.rows());
    sheet.named("number", NUMBER, deals.row_number());
    sheet.named("above_average", NUMBER, size.is_more_than(size.sum() / deals.rows()).sum());
}

#[test]
fn columns_are_computed_row_by_row() {
    for (key, expected) in [
        ("weighted", &[10.0, 20.0, 8.0, 10.0][..]),
        ("total", &[95.0]),
        ("all_won", &[0.0125]),
        ("largest", &[40.0]),
        ("smallest", &[5.0]),
        // The first of equals.
        ("row_of_largest", &[1.0]),
        ("row_of_smallest", &[3.0]),
        ("so_far", &[10.0, 50.0, 90.0, 95.0]),
        ("chain", &[0.5, 0.125, 0.0125, 0.0125]),
        ("before", &[99.0, 10.0, 40.0, 40.0]),
        ("third", &[40.0]),
        ("best_chance", &[0.25]),
        ("rows", &[4.0]),
        ("number", &[1.0, 2.0, 3.0, 4.0]),
        ("above_average", &[2.0]),
    ] {
        assert_eq!(column(columns, key), some(expected), "{key}");
    }
}

#[test]
fn an_empty_table_sums_to_nothing_and_has_no_largest() {
    let sheet = Builder::record(columns);
    let mut inputs = InputSet::preset(&sheet);
    inputs.resize(&sheet, TableId(0), 0);
    let evaluation = Evaluation::of(&sheet, &inputs);
    let figure = |key: &str| evaluation.figure(sheet.find_named(key).unwrap());
    assert_eq!((figure("total"), figure("all_won"), figure("rows")), (Some(0.0), Some(1.0), Some(0.0)));
    assert_eq!((figure("largest"), figure("row_of_smallest"), figure("third")), (None, None, None));
    assert_eq!(evaluation.column(sheet.find_named("weighted").unwrap()), []);
}

fn grids(sheet: &Builder) {
    let offers = sheet.table("offers", 2, 1..=5);
    let factors = sheet.table("factors", 3, 1..=5);
    let weight = factors.number("weight", NUMBER, &[1.0, 2.0, 3.0], 0.0..=9.0);
    let size = offers.number("size", NUMBER, &[10.0, 20.0], 0.0..=99.0);
    let score = sheet.grid("score", &[offers, factors], NUMBER, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], 0.0..=9.0);
    sheet.named("weighted", NUMBER, (score * weight).sum());
    sheet.named("weight_first", NUMBER, (weight * score).sum());
    sheet.named("best_factor", NUMBER, score.row_of_largest());
    sheet.named("first_factor", NUMBER, score.at(0.0));
    sheet.named("along", NUMBER, score.running_sum());
    sheet.named("total", NUMBER, score.sum().sum());
    sheet.named("every_pair", NUMBER, size * weight);
    sheet.named("sized", NUMBER, score * size);
}

#[test]
fn grids_meet_columns_by_their_axes() {
    for (key, expected) in [
        ("weighted", &[14.0, 32.0][..]),
        ("weight_first", &[14.0, 32.0]),
        ("best_factor", &[2.0, 2.0]),
        ("first_factor", &[1.0, 4.0]),
        ("along", &[1.0, 3.0, 6.0, 4.0, 9.0, 15.0]),
        ("total", &[21.0]),
        ("every_pair", &[10.0, 20.0, 30.0, 20.0, 40.0, 60.0]),
        ("sized", &[10.0, 20.0, 30.0, 80.0, 100.0, 120.0]),
    ] {
        assert_eq!(column(grids, key), some(expected), "{key}");
    }
}

fn choices(sheet: &Builder) {
    let method = sheet.choice("method", &["first", "second", "third"]);
    let on = sheet.switch("on", true);
    let given = sheet.optional("given", NUMBER, None, 0.0..=9.0);
    let rows = sheet.table("rows", 3, 1..=5);
    let mode = rows.choice("mode", &["plain", "double"], &[0, 1, 0]);
    let size = rows.number("size", NUMBER, &[1.0, 2.0, 3.0], 0.0..=9.0);
    sheet.named("picked", NUMBER, sheet.pick(method, &[1.0, 2.0, 3.0].map(|value| sheet.constant(value, NUMBER))));
    sheet.named("by_row", NUMBER, sheet.pick(mode, &[size, size * 2.0]));
    sheet.named("selected", NUMBER, sheet.select(on, 5.0, 6.0));
    sheet.named("is_first", NUMBER, method.is("first"));
    sheet.named("was_given", NUMBER, given.given());
    sheet.named("filled", NUMBER, given.or_else(4.0));
    // What is not taken need not have a value.
    sheet.named("taken_only", NUMBER, sheet.select(on, 1.0, 1.0 / (size.at(0.0) - 1.0)));
}

#[test]
fn choices_pick_and_absent_figures_are_replaced() {
    for (key, expected) in [
        ("picked", &[1.0][..]),
        ("by_row", &[1.0, 4.0, 3.0]),
        ("selected", &[5.0]),
        ("is_first", &[1.0]),
        ("was_given", &[0.0]),
        ("filled", &[4.0]),
        ("taken_only", &[1.0]),
    ] {
        assert_eq!(column(choices, key), some(expected), "{key}");
    }
}

#[test]
#[should_panic(expected = "no option secnod")]
fn a_misspelt_option_does_not_pass_its_first_recording() {
    Builder::record(|sheet| _ = sheet.choice("method", &["first", "second"]).is("secnod"));
}

static SORT: Function = Function {
    key: "sort",
    evaluate: sort,
    columns: &[
        PartColumn { key: "place", kind: PartKind::RowOf("items") },
        PartColumn { key: "size", kind: PartKind::Number(NUMBER) },
    ],
    parts: Some(sorted_parts),
};

/// The figures in order, and how many there are.
fn sort(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let mut sorted = given.column(0).to_vec();
    if sorted.iter().any(|size| *size < 0.0) {
        return Err("negative");
    }
    sorted.sort_by(f64::total_cmp);
    out.set(1, sorted.len() as f64);
    out.fill(0, sorted);
    Ok(())
}

fn sorted_parts(given: &Arguments) -> Result<Vec<Vec<f64>>, Key> {
    if given.column(0).is_empty() {
        return Err("nothing");
    }
    let mut order: Vec<usize> = (0..given.column(0).len()).collect();
    order.sort_by(|a, b| given.column(0)[*a].total_cmp(&given.column(0)[*b]));
    let sizes = order.iter().map(|row| given.column(0)[*row]).collect();
    Ok(vec![order.iter().map(|row| *row as f64).collect(), sizes])
}

fn named_step(sheet: &Builder) {
    let items = sheet.table("items", 3, 1..=5);
    let size = items.number("size", NUMBER, &[3.0, 1.0, 2.0], -9.0..=9.0);
    let [sorted, count] = sheet.step(&SORT, &[size], [("sorted", NUMBER, &[items]), ("count", NUMBER, &[])]);
    sheet.result("in_order", NUMBER, sorted);
    sheet.result("count", NUMBER, count);
    sheet.result("middle", NUMBER, sorted.at(1.0) * 10.0);
    sheet.parts("steps", sorted);
}

#[test]
fn a_named_step_gives_several_results_and_its_parts() {
    assert_eq!(column(named_step, "in_order"), some(&[1.0, 2.0, 3.0]));
    assert_eq!(figure(named_step, "count"), Some(3.0));
    assert_eq!(figure(named_step, "middle"), Some(20.0));
    let sheet = Builder::record(named_step);
    let evaluation = Evaluation::of(&sheet, &InputSet::preset(&sheet));
    let parts = evaluation.parts(sheet.parts[0].step);
    assert_eq!(parts, Some([vec![1.0, 2.0, 0.0], vec![1.0, 2.0, 3.0]].as_slice()));
}

#[test]
fn only_what_is_wanted_is_computed() {
    let sheet = Builder::record(arithmetic);
    let node = |key: &str| sheet.find_named(key).unwrap();
    let mut evaluation = Evaluation::new(&sheet, &InputSet::preset(&sheet), 1).only([node("quotient")]);
    evaluation.run();
    assert_eq!((evaluation.figure(node("quotient")), evaluation.figure(node("sum"))), (Some(3.5), None));
}

/// The mismatches that recording notices, as names of units.
fn unit_errors(define: fn(&Builder)) -> Vec<(String, String)> {
    Builder::record(define).unit_errors.iter().map(|error| (error.left.name(), error.right.name())).collect()
}

#[test]
fn units_that_do_not_agree_are_noticed() {
    let wrong: [fn(&Builder); 7] = [
        |sheet| _ = sheet.constant(1.0, MONEY) + sheet.constant(1.0, PERCENT),
        |sheet| _ = sheet.constant(1.0, MONEY).is_less_than(sheet.constant(1.0, PRICE)),
        |sheet| _ = sheet.select(sheet.constant(1.0, NUMBER), sheet.constant(1.0, DAYS), 2.0),
        |sheet| _ = sheet.pick(sheet.switch("s", true), &[sheet.constant(1.0, DAYS), sheet.constant(2.0, MONEY)]),
        |sheet| _ = sheet.constant(1.0, MONEY).exp(),
        |sheet| _ = sheet.constant(2.0, NUMBER).pow(sheet.constant(1.0, DAYS)),
        |sheet| _ = sheet.named("price", PRICE, sheet.constant(1.0, MONEY) * sheet.constant(1.0, COUNT)),
    ];
    for (index, define) in wrong.into_iter().enumerate() {
        assert_eq!(unit_errors(define).len(), 1, "mismatch {index}");
    }
}

#[test]
fn units_that_agree_are_left_alone() {
    assert_eq!(
        unit_errors(|sheet| {
            let price = sheet.constant(3.0, MONEY) / sheet.constant(2.0, COUNT);
            sheet.named("price", PRICE, price * (1.0 - sheet.constant(0.1, PERCENT)));
            // Nothing of anything is nothing.
            sheet.named("gain", MONEY, (price * sheet.constant(2.0, COUNT)).max(0.0));
            sheet.named("share", PERCENT, price / sheet.constant(9.0, PRICE));
        }),
        []
    );
    assert_eq!(
        (PRICE.name(), MONEY.per(DAYS).name(), DAYS.per(DAYS).name()),
        names("money/item", "money/day", "number")
    );
    assert_eq!(NUMBER.per(DAYS).name(), "1/day");
}

fn names(a: &str, b: &str, c: &str) -> (String, String, String) {
    (a.to_owned(), b.to_owned(), c.to_owned())
}

fn rows_sheet() -> Sheet {
    Builder::record(|sheet| {
        let rows = sheet.table("rows", 3, 1..=6).names("name", &["@one", "Two", "@three"]);
        let other = sheet.table("other", 2, 1..=3);
        _ = rows.number("size", NUMBER, &[1.0, 2.0, 3.0], 0.0..=9.0);
        _ = sheet.grid("score", &[rows, other], NUMBER, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], 0.0..=9.0);
        _ = sheet.pairs("pairs", rows, &[2.0, 5.0, 4.0], 9.0);
    })
}

#[test]
fn a_column_is_under_the_heading_of_its_table() {
    let sheet = Builder::record(|sheet| {
        sheet.group("first");
        let rows = sheet.table("rows", 1, 1..=2);
        sheet.group("second");
        _ = rows.number("size", NUMBER, &[1.0], 0.0..=9.0);
        _ = sheet.number("alone", NUMBER, 1.0, 0.0..=9.0);
    });
    assert_eq!(sheet.inputs.iter().map(|input| input.group).collect::<Vec<_>>(), ["first", "second"]);
}

#[test]
fn rows_take_their_columns_and_grids_along() {
    let sheet = rows_sheet();
    let id = |path: &str| sheet.find_input(path).unwrap();
    let mut inputs = InputSet::preset(&sheet);
    inputs.move_row(&sheet, TableId(0), 2, 0);
    assert_eq!(inputs.names(id("rows.name")), ["@three", "@one", "Two"]);
    assert_eq!(inputs.figures(id("score")), some(&[5.0, 6.0, 1.0, 2.0, 3.0, 4.0]));
    assert_eq!(inputs.figures(id("pairs")), some(&[1.0, 0.2, 0.25, 5.0, 1.0, 2.0, 4.0, 0.5, 1.0]));
    inputs.insert_row(&sheet, TableId(0), 1);
    assert_eq!(inputs.names(id("rows.name")), ["@three", "", "@one", "Two"]);
    assert_eq!(inputs.figures(id("rows.size")), some(&[3.0, 3.0, 1.0, 2.0]));
    // A new row compares as equal with every other.
    assert_eq!(inputs.figures(id("pairs"))[4..8], some(&[1.0, 1.0, 1.0, 1.0]));
    inputs.resize(&sheet, TableId(0), 99);
    assert_eq!((inputs.rows()[0], inputs.figures(id("score")).len()), (6, 12));
    inputs.resize(&sheet, TableId(0), 0);
    assert_eq!((inputs.rows()[0], inputs.figures(id("pairs")).len()), (1, 1));
}

proptest! {
    #[test]
    fn a_row_put_in_and_taken_out_or_moved_there_and_back_changes_nothing(at in 0..4_usize, from in 0..3_usize, to in 0..3_usize) {
        let sheet = rows_sheet();
        let preset = InputSet::preset(&sheet);
        let mut inputs = preset.clone();
        inputs.insert_row(&sheet, TableId(0), at);
        inputs.remove_row(&sheet, TableId(0), at);
        prop_assert_eq!(&inputs, &preset);
        inputs.move_row(&sheet, TableId(0), from, to);
        inputs.move_row(&sheet, TableId(0), to, from);
        prop_assert_eq!(&inputs, &preset);
    }

    #[test]
    fn the_normal_quantile_undoes_the_distribution(probability in 1e-12..1.0_f64) {
        let back = math::normal_distribution(math::normal_quantile(probability));
        prop_assert!((back - probability).abs() <= 1e-14 + 1e-12 * probability, "{}", back);
    }

    #[test]
    fn rounding_gives_the_whole_numbers_around_a_figure(value in -1e9..1e9_f64) {
        let (down, up) = (math::floor(value), math::ceil(value));
        prop_assert!(down <= up && up - down <= 1.0 && down.fract() == 0.0 && up.fract() == 0.0);
        // Less than one away, but for what counts as dust.
        prop_assert!(value - down < 1.0 && up - value < 1.0, "{} {} {}", down, value, up);
        prop_assert!(down - value <= 1e-8 * value.abs() && value - up <= 1e-8 * value.abs(), "{} {} {}", down, value, up);
    }

    #[test]
    fn a_whole_number_stays_whole(value in -1_000_000_000..1_000_000_000_i32) {
        let value = f64::from(value);
        prop_assert_eq!((math::floor(value), math::ceil(value)), (value, value));
    }
}
