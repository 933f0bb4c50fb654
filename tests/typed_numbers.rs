//! Every way of typing a number that `numbers.md` names, and the promise that what is shown for editing reads back.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use proptest::prelude::*;
use sales_workbench::text::typed::{Field, Kind, Note, Reading, Refusal, editable, read};
use sales_workbench::text::{Currency, Language};

fn field(kind: Kind) -> Field {
    Field { kind, language: Language::SimplifiedChinese, currency: Currency::Cny }
}

fn value(text: &str, kind: Kind) -> f64 {
    read(text, field(kind)).unwrap_or_else(|refusal| panic!("{text}: {refusal:?}")).value.expect(text)
}

#[test]
fn percentages_are_fractions() {
    for text in ["12.5%", "12.5 ％", "百分之12.5"] {
        assert_eq!(value(text, Kind::Percent), 0.125, "{text}");
        assert_eq!(value(text, Kind::Plain), 0.125, "{text}");
    }
    assert_eq!(value("12.5", Kind::Percent), 0.125);
}

#[test]
fn suffixes_scale_exactly() {
    for (text, expected) in [
        ("1.2k", 1_200.0),
        ("1.2K", 1_200.0),
        ("1.2千", 1_200.0),
        ("3万", 30_000.0),
        ("3萬", 30_000.0),
        ("3w", 30_000.0),
        ("1.1亿", 110_000_000.0),
        ("1.1億", 110_000_000.0),
        ("1,100万", 11_000_000.0),
        ("1亿2000万", 120_000_000.0),
        ("1.2m", 1_200_000.0),
        ("2bn", 2_000_000_000.0),
        ("三万五千", 35_000.0),
        ("十二", 12.0),
        ("1e5", 100_000.0),
        ("１２３", 123.0),
    ] {
        assert_eq!(value(text, Kind::Plain), expected, "{text}");
    }
    assert!(read("3w", Field { language: Language::English, ..field(Kind::Plain) }).is_err());
}

#[test]
fn a_colloquial_tail_is_echoed_and_asked() {
    let reading = read("3万5", field(Kind::Plain)).unwrap();
    assert_eq!(reading, Reading { value: Some(35_000.0), note: Some(Note::Colloquial) });
}

#[test]
fn the_fold_is_a_discount_only_in_a_discount() {
    for (text, off) in [("9折", 0.1), ("85折", 0.15), ("八五折", 0.15), ("8.5折", 0.15)] {
        assert_eq!(value(text, Kind::Discount), off, "{text}");
    }
    assert_eq!(read("9折", field(Kind::Percent)), Err(Refusal::NotANumber));
}

#[test]
fn negatives_have_many_forms() {
    for (text, expected) in [("(1,234.50)", -1234.5), ("−5", -5.0), ("-5", -5.0), ("负5", -5.0), ("負5", -5.0)] {
        assert_eq!(value(text, Kind::Plain), expected, "{text}");
    }
}

#[test]
fn groups_may_be_marked_in_many_ways() {
    for text in ["1,234,567", "1 234 567", "1'234'567", "1’234’567", "1\u{a0}234\u{a0}567", "1.234.567"] {
        assert_eq!(value(text, Kind::Plain), 1_234_567.0, "{text}");
    }
    assert_eq!(value("1,234.50", Kind::Plain), 1234.5);
    assert_eq!(value("1.234,50", Kind::Plain), 1234.5);
    assert_eq!(value("1.234", Kind::Plain), 1.234);
}

#[test]
fn a_mark_in_the_wrong_group_is_refused() {
    assert_eq!(read("1,23", field(Kind::Plain)), Err(Refusal::Ambiguous(1.23, 123.0)));
    assert!(read("1.23.456", field(Kind::Plain)).is_err());
    assert!(read("1,2345,6", field(Kind::Plain)).is_err());
}

#[test]
fn currencies_are_noted_not_converted() {
    let reading = read("$1,234", field(Kind::Money)).unwrap();
    assert_eq!(reading, Reading { value: Some(1234.0), note: Some(Note::OtherCurrency) });
    assert_eq!(value("￥1,234", Kind::Money), 1234.0);
    assert_eq!(read("1234元", field(Kind::Money)).unwrap().note, None);
}

#[test]
fn what_is_no_number_is_refused_with_the_reason() {
    for (text, refusal) in [
        ("inf", Refusal::NotFinite),
        ("NaN", Refusal::NotFinite),
        ("infinity", Refusal::NotFinite),
        ("1e400", Refusal::TooLarge),
        ("0x10", Refusal::Code),
        ("3兆", Refusal::UnclearScale),
        ("twelve", Refusal::NotANumber),
        ("--5", Refusal::NotANumber),
        ("1 2", Refusal::NotANumber),
    ] {
        assert_eq!(read(text, field(Kind::Plain)), Err(refusal), "{text}");
    }
    assert_eq!(read(&"9".repeat(1_000_000), field(Kind::Plain)), Err(Refusal::TooLong));
    // 64 characters are read, however many bytes they take; one more is too long.
    for nine in ["9", "９"] {
        let text = format!("{}.{}", nine.repeat(20), nine.repeat(43));
        assert_eq!(read(&text, field(Kind::Plain)).unwrap().value, Some(1e20), "{text}");
        assert_eq!(read(&format!("{text}{nine}"), field(Kind::Plain)), Err(Refusal::TooLong), "{text}");
    }
}

#[test]
fn empty_is_empty_not_zero() {
    assert_eq!(read("  ", field(Kind::Money)), Ok(Reading { value: None, note: None }));
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
        for kind in [Kind::Plain, Kind::Money, Kind::Percent, Kind::Discount] {
            if let Ok(Reading { value: Some(value), .. }) = read(&text, field(kind)) {
                prop_assert!(value.is_finite());
            }
        }
    }

    #[test]
    fn what_is_edited_reads_back(value in -1e15..1e15) {
        for kind in [Kind::Plain, Kind::Percent] {
            prop_assert_eq!(read(&editable(value, kind), field(kind)).unwrap().value, Some(value));
        }
    }
}
