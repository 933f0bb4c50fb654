//! How figures are shown in files, tests and on the command line: the rows of `numbers.md` on showing.

use proptest::prelude::*;
use sales_workbench::engine::Unit;
use sales_workbench::engine::unit::{COUNT, DAYS, DISCOUNT, MONEY, MULTIPLE, NUMBER, PERCENT, PRICE, SCORE};
use sales_workbench::presentation::labels::{style, typed_kind};
use sales_workbench::text::format::{NOTHING, Part, exact, grouped};
use sales_workbench::text::typed::Kind;
use sales_workbench::text::{Currency, Formatter, Language, Plain, Style};

#[test]
fn halves_are_rounded_away_from_zero_as_they_read() {
    for (value, most, expected) in [
        (2.675, 2, "2.68"),
        (1.005, 2, "1.01"),
        (0.125, 2, "0.13"),
        (-0.125, 2, "-0.13"),
        (0.145, 2, "0.15"),
        (2.5, 0, "3"),
        (9.999, 2, "10"),
        (999.999, 2, "1,000"),
        (0.1 + 0.2, 15, "0.3"),
        (0.1 + 0.2, 17, "0.30000000000000004"),
    ] {
        assert_eq!(grouped(value, most, 0), expected, "{value}");
    }
}

#[test]
fn thousands_are_grouped_and_zeros_kept_only_as_asked() {
    for (value, most, least, expected) in [
        (0.0, 2, 0, "0"),
        (0.0, 2, 2, "0.00"),
        (-0.0, 2, 0, "0"),
        (-0.001, 2, 0, "0"),
        (1_234_567.5, 2, 0, "1,234,567.5"),
        (1_234_567.5, 2, 2, "1,234,567.50"),
        (-1_234.0, 0, 0, "-1,234"),
        (123.0, 0, 0, "123"),
        (1e21, 0, 0, "1,000,000,000,000,000,000,000"),
        (1e-7, 4, 0, "0"),
    ] {
        assert_eq!(grouped(value, most, least), expected, "{value}");
    }
}

#[test]
fn styles_carry_their_signs_and_the_code_of_the_currency() {
    let plain = Plain { currency: Currency::Twd };
    for (value, style, expected) in [
        (0.125, Style::Percent { most: 2 }, "12.5%"),
        (1.0 / 3.0, Style::Percent { most: 2 }, "33.33%"),
        (1_234.5, Style::Money, "1,234.50 TWD"),
        (1_234.5, Style::Number { most: 0 }, "1,235"),
        (f64::NAN, Style::Money, NOTHING),
        (f64::INFINITY, Style::Number { most: 2 }, NOTHING),
    ] {
        assert_eq!(plain.format(value, style), expected);
        assert_eq!(plain.short(value, style), expected);
    }
    assert_eq!(Plain { currency: Currency::Jpy }.format(1_234.5, Style::Money), "1,235 JPY");
}

#[test]
fn a_unit_decides_how_its_figures_are_written_and_typed() {
    for (unit, expected, kind) in [
        (MONEY, Style::Money, Kind::Money),
        (PRICE, Style::Money, Kind::Money),
        (MONEY.per(DAYS), Style::Money, Kind::Money),
        (PERCENT, Style::Percent { most: 2 }, Kind::Percent),
        (DISCOUNT, Style::Percent { most: 2 }, Kind::Discount),
        (COUNT, Style::Number { most: 2 }, Kind::Plain),
        (DAYS, Style::Number { most: 1 }, Kind::Plain),
        (NUMBER, Style::Number { most: 4 }, Kind::Plain),
        (MULTIPLE, Style::Number { most: 2 }, Kind::Plain),
        (SCORE, Style::Number { most: 2 }, Kind::Plain),
    ] {
        assert_eq!((style(5.0, unit), typed_kind(unit)), (expected, kind), "{}", Unit::name(unit));
    }
    // Few are shown to the hundredth, many to the tenth or in whole.
    let items = [(999.99, 2), (1_000.0, 1), (99_999.0, 1), (100_000.0, 0)];
    for (count, most) in items {
        assert_eq!(style(count, COUNT), Style::Number { most }, "{count}");
    }
}

#[test]
fn money_is_money_or_money_for_something() {
    for unit in [MONEY, PRICE, MONEY.per(DAYS), PRICE.per(DAYS)] {
        assert!(unit.is_money(), "{}", unit.name());
    }
    for unit in [NUMBER, COUNT, COUNT.per(MONEY), MONEY.times(MONEY), MONEY.times(COUNT), MONEY.times(DAYS).per(COUNT)]
    {
        assert!(!unit.is_money(), "{}", unit.name());
    }
}

#[test]
fn the_name_of_a_unit_says_its_powers() {
    for (unit, name) in [
        (MONEY.times(MONEY), "money^2"),
        (MONEY.per(DAYS).per(DAYS), "money/day^2"),
        (COUNT.times(COUNT).per(MONEY), "item^2/money"),
        (NUMBER.per(COUNT.times(COUNT)), "1/item^2"),
        (PRICE.per(DAYS), "money/item·day"),
    ] {
        assert_eq!(unit.name(), name);
    }
}

#[test]
fn a_moment_is_written_as_iso_8601_has_it_in_universal_time() {
    // Seconds since 1970, as `date --utc +%s` counts them.
    for (seconds, day, time) in [
        (0, "1970-01-01", "00:00"),
        (86_399, "1970-01-01", "23:59"),
        (946_684_799, "1999-12-31", "23:59"),
        (946_684_800, "2000-01-01", "00:00"),
        (951_868_740, "2000-02-29", "23:59"),
        (951_868_800, "2000-03-01", "00:00"),
        (1_772_323_199, "2026-02-28", "23:59"),
        (1_796_095_370, "2026-12-01", "03:22"),
        (4_107_542_399, "2100-02-28", "23:59"),
        (4_107_542_400, "2100-03-01", "00:00"),
    ] {
        let moment = |part| Plain::default().moment(seconds * 1_000, part);
        assert_eq!([moment(Part::Day), moment(Part::Time)], [day, time], "{seconds}");
        assert_eq!(moment(Part::Both), format!("{day} {time}"), "{seconds}");
    }
}

#[test]
fn currencies_are_known_by_their_codes() {
    for currency in Currency::ALL {
        assert_eq!(Currency::from_code(currency.code()), Some(currency));
        assert!(currency.code().len() == 3 && !currency.symbol().is_empty());
    }
    assert_eq!(Currency::from_code("XXX"), None);
}

#[test]
fn the_nearest_language_is_found() {
    use Language::{English, SimplifiedChinese, TraditionalChinese};
    for (tag, expected) in [
        ("en", English),
        ("fr-FR", English),
        ("", English),
        ("zh", SimplifiedChinese),
        ("zh-CN", SimplifiedChinese),
        ("zh-Hans-HK", SimplifiedChinese),
        ("zh-TW", TraditionalChinese),
        ("zh-HK", TraditionalChinese),
        ("ZH-hant", TraditionalChinese),
        ("zh-MO", TraditionalChinese),
    ] {
        assert_eq!(Language::from_tag(tag), expected, "{tag}");
    }
    for language in Language::ALL {
        assert_eq!(Language::from_tag(language.tag()), language);
    }
}

#[test]
fn exact_texts_have_no_more_digits_than_needed() {
    for (value, text) in [
        (0.0, "0"),
        (-0.0, "0"),
        (0.1 + 0.2, "0.30000000000000004"),
        (-12.5, "-12.5"),
        (100.0, "100"),
        (1e21, "1000000000000000000000"),
        (1.5e-7, "0.00000015"),
        // Halfway between …8.2 and …8.3: the even digit, as ECMAScript has it.
        (4_987_508_530_779_033.0 / 4.0, "1246877132694758.2"),
        (4_987_508_530_779_035.0 / 4.0, "1246877132694758.8"),
        (-9_007_199_254_740_993.0, "-9007199254740992"),
    ] {
        assert_eq!(exact(value), text);
    }
}

proptest! {
    #[test]
    fn the_exact_text_reads_back_as_the_same_figure(value in prop::num::f64::NORMAL | prop::num::f64::SUBNORMAL | prop::num::f64::ZERO) {
        let text = exact(value);
        // As long as the standard library's, but not always the same: half-way between two decimals (the figure is 1891266428790325.25) either will do.
        prop_assert_eq!(text.len(), format!("{}", value + 0.0).len());
        prop_assert_eq!(text.parse::<f64>(), Ok(value + 0.0));
        prop_assert!(!text.contains(['e', 'E']));
    }

    #[test]
    fn a_shown_figure_lies_within_half_a_digit(value in -1e12..1e12_f64, most in 0..6_usize) {
        let shown: f64 = grouped(value, most, 0).replace(',', "").parse().unwrap();
        let half = (0..most).fold(0.5, |half, _| half / 10.0);
        prop_assert!((shown - value).abs() <= half * (1.0 + 1e-9) + value.abs() * 1e-15);
    }
}
