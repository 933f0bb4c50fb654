//! Which inputs have no effect under the choices in force, on small sheets; and what is said beside them.

mod support;

use sales_workbench::engine::unit::NUMBER;
use sales_workbench::engine::{Builder, Effect, Evaluation, InputSet, Sheet, TableId};
use sales_workbench::presentation::labels::Labels;
use sales_workbench::presentation::unused;
use sales_workbench::text::{Currency, Language, Plain};
use support::words::all;

fn with(sheet: &Sheet, figures: &[(&str, usize, Option<f64>)]) -> InputSet {
    let mut inputs = InputSet::preset(sheet);
    for (path, cell, figure) in figures {
        inputs.set_figure(sheet.find_input(path).unwrap_or_else(|| panic!("no input {path}")), *cell, *figure);
    }
    inputs
}

/// The paths of the inputs that have no effect.
fn ignored(sheet: &Sheet, inputs: &InputSet) -> Vec<String> {
    let evaluation = Evaluation::of(sheet, inputs);
    let effect = Effect::of(&evaluation);
    inputs.ids().filter(|id| effect.is_ignored(*id)).map(|id| sheet.path(id)).collect()
}

fn choices(sheet: &Builder) {
    let way = sheet.choice("way", &["first", "second", "refused"]);
    let (on, also) = (sheet.switch("on", true), sheet.switch("also", true));
    let input = |key| sheet.number(key, NUMBER, 2.0, 0.0..=9.0);
    let (a, b, c, d, e) = (input("a"), input("b"), input("c"), input("d"), input("e"));
    let given = sheet.optional("given", NUMBER, None, 0.0..=9.0);
    let otherwise = input("otherwise");
    sheet.headline("picked", NUMBER, sheet.pick(way, &[a, b, a + b]));
    sheet.result("guarded", NUMBER, c.provided(!way.is("refused"), "no"));
    sheet.result("selected", NUMBER, sheet.select(on.and(also), d, 0.0));
    // A figure that decides leaves both ways open.
    sheet.result("by_figure", NUMBER, sheet.select(a.is_less_than(3.0).or(on), 1.0, e));
    sheet.result("filled", NUMBER, given.or_else(otherwise));
    sheet.shown_when(on, || sheet.number("asked_if_on", NUMBER, 1.0, 0.0..=9.0));
}

#[test]
fn only_what_the_choices_leave_open_is_followed() {
    let sheet = Builder::record(choices);
    for (set, expected) in [
        (&[][..], &["b", "e", "asked_if_on"][..]),
        (&[("way", 0, Some(1.0))], &["a", "e", "asked_if_on"]),
        (&[("way", 0, Some(2.0))], &["c", "e", "asked_if_on"]),
        (&[("on", 0, Some(0.0))], &["also", "b", "d", "asked_if_on"]),
        (&[("also", 0, Some(0.0))], &["b", "d", "e", "asked_if_on"]),
        (&[("given", 0, Some(1.0))], &["b", "e", "otherwise", "asked_if_on"]),
    ] {
        assert_eq!(ignored(&sheet, &with(&sheet, set)), expected, "{set:?}");
    }
}

fn rows(sheet: &Builder) {
    let on = sheet.switch("on", true);
    let rows = sheet.table("rows", 2, 0..=4).names("name", &["A", "B"]);
    let kind = rows.choice("kind", &["flat", "rate"], &[0, 1]);
    let flat = rows.number("flat", NUMBER, &[1.0, 2.0], 0.0..=9.0);
    let rate = rows.number("rate", NUMBER, &[1.0, 2.0], 0.0..=9.0);
    let sum = sheet.pick(kind, &[flat, rate * 2.0]).sum();
    sheet.headline("sum", NUMBER, sheet.select(on, sum, 1.0));
    let counted = sheet.switch("counted", false);
    sheet.result("count", NUMBER, sheet.select(counted, rows.rows(), 0.0));
}

#[test]
fn a_column_has_no_effect_where_no_row_takes_it() {
    let sheet = Builder::record(rows);
    assert_eq!(ignored(&sheet, &with(&sheet, &[])), [""; 0]);
    assert_eq!(ignored(&sheet, &with(&sheet, &[("rows.kind", 0, Some(1.0))])), ["rows.flat"]);
    assert_eq!(ignored(&sheet, &with(&sheet, &[("rows.kind", 1, Some(0.0))])), ["rows.rate"]);
    let off = ("on", 0, Some(0.0));
    assert_eq!(ignored(&sheet, &with(&sheet, &[off])), ["rows.name", "rows.kind", "rows.flat", "rows.rate"]);
    // How many rows there are counts, and with them the names stand for something.
    let counted = ("counted", 0, Some(1.0));
    assert_eq!(ignored(&sheet, &with(&sheet, &[off, counted])), ["rows.kind", "rows.flat", "rows.rate"]);
    let mut none = InputSet::preset(&sheet);
    none.resize(&sheet, TableId(0), 0);
    assert_eq!(ignored(&sheet, &none), ["rows.flat", "rows.rate"], "no row takes them");
}

/// A column that counts wherever it is filled in, and is asked for at first only under a switch.
fn filled_in(sheet: &Builder) {
    let on = sheet.switch("on", false);
    let rows = sheet.table("rows", 2, 1..=4);
    let of = sheet.shown_when(on, || rows.optional("of", NUMBER, &[None; 2], 0.0..=9.0));
    sheet.shown_when_given(of);
    sheet.headline("sum", NUMBER, of.or_else(0.0).sum() + sheet.select(on, 1.0, 0.0));
}

#[test]
fn what_is_filled_in_is_asked_for() {
    let sheet = Builder::record(filled_in);
    assert_eq!(ignored(&sheet, &with(&sheet, &[])), ["rows.of"]);
    assert_eq!(ignored(&sheet, &with(&sheet, &[("on", 0, Some(1.0))])), [""; 0]);
    assert_eq!(ignored(&sheet, &with(&sheet, &[("rows.of", 1, Some(0.0))])), [""; 0]);
}

#[test]
fn what_leaves_an_input_without_effect_is_named() {
    let sheet = Builder::record(choices);
    for (set, input, expected) in [
        (&[][..], "b", &["way"][..]),
        (&[], "e", &["on"]),
        (&[("on", 0, Some(0.0))], "d", &["on"]),
        (&[("also", 0, Some(0.0))], "d", &["also"]),
        (&[("given", 0, Some(1.0))], "otherwise", &["given"]),
        (&[("way", 0, Some(2.0))], "c", &["way"]),
    ] {
        let inputs = with(&sheet, set);
        let evaluation = Evaluation::of(&sheet, &inputs);
        let found = Effect::of(&evaluation).ignored_for(sheet.find_input(input).unwrap());
        assert_eq!(found.into_iter().map(|id| sheet.path(id)).collect::<Vec<_>>(), expected, "{input} {set:?}");
    }
}

#[test]
fn it_is_said_in_every_language() {
    const PLAIN: &Plain = &Plain { currency: Currency::Usd };
    let (sheet, table) = (Builder::record(choices), Builder::record(rows));
    for (language, of_input, of_column) in [
        (Language::English, "Not used with on: no.", "rows.flat: not used with rows.kind: option.rows.kind.rate."),
        (
            Language::SimplifiedChinese,
            "当前设置（on：否）下不起作用。",
            "rows.flat：当前设置（rows.kind：option.rows.kind.rate）下不起作用。",
        ),
        (
            Language::TraditionalChinese,
            "目前設定（on：否）下不起作用。",
            "rows.flat：目前設定（rows.kind：option.rows.kind.rate）下不起作用。",
        ),
    ] {
        let words = all(language);
        let inputs = with(&sheet, &[("on", 0, Some(0.0))]);
        let evaluation = Evaluation::of(&sheet, &inputs);
        let labels = Labels { words: &words, section: "test", sheet: &sheet, inputs: &inputs, formatter: PLAIN };
        let said = |key: &str| unused::of_input(&labels, &Effect::of(&evaluation), sheet.find_input(key).unwrap());
        assert_eq!((said("d").as_deref(), said("a")), (Some(of_input), None));

        let inputs = with(&table, &[("rows.kind", 0, Some(1.0))]);
        let evaluation = Evaluation::of(&table, &inputs);
        let labels = Labels { words: &words, section: "test", sheet: &table, inputs: &inputs, formatter: PLAIN };
        let shown: Vec<_> = inputs.ids().filter(|id| table.path(*id).starts_with("rows.")).collect();
        assert_eq!(unused::of_table(&labels, &Effect::of(&evaluation), TableId(0), &shown), [of_column]);

        let inputs = with(&table, &[("on", 0, Some(0.0))]);
        let evaluation = Evaluation::of(&table, &inputs);
        let labels = Labels { inputs: &inputs, ..labels };
        assert_eq!(unused::of_table(&labels, &Effect::of(&evaluation), TableId(0), &shown), [of_input]);
    }
}
