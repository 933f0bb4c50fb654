//! What number a person typed: `12.5%`, `1.2k`, `3万`, `1,234.50`, `85折`. Nothing is guessed silently.

use super::normal::nfkc;

use super::{Currency, Language, format};

mod chinese;
mod grouping;
mod several;

pub use several::several;

/// What the field holds, which decides what a bare number means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A plain number.
    Plain,
    /// An amount of money.
    Money,
    /// A fraction typed as a percentage: 12.5 means 12.5 %.
    Percent,
    /// A fraction off a price; understands 折 as well: 85折 is 15 % off.
    Discount,
}

/// What is known about the field before anything is typed.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub kind: Kind,
    pub language: Language,
    pub currency: Currency,
}

/// A number as it was understood; none for an empty field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    pub value: Option<f64>,
    pub note: Option<Note>,
}

/// What the person should be told about a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// More was typed than digits: show what was understood.
    Understood,
    /// Another currency's sign was typed; the amount was taken as it stands.
    OtherCurrency,
    /// 3万5 was taken for 35,000, as people say it: ask once.
    Colloquial,
}

/// Why a text is no number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Refusal {
    /// It cannot be read.
    NotANumber,
    /// Infinity, or not a number, by name.
    NotFinite,
    /// Beyond 10^300.
    TooLarge,
    /// It could be either of two numbers.
    Ambiguous(f64, f64),
    /// A code such as 0x10.
    Code,
    /// 兆 means 10^6 or 10^12, by place.
    UnclearScale,
    /// More than 64 characters.
    TooLong,
}

/// The longest text that is read.
const LONGEST: usize = 64;

/// Reads what was typed into a field.
///
/// # Errors
/// Says why the text is no number; an empty text is no error but no value.
pub fn read(text: &str, field: Field) -> Result<Reading, Refusal> {
    if text.len() > LONGEST * 4 {
        return Err(if text.trim().is_empty() { Refusal::NotANumber } else { Refusal::TooLong });
    }
    let text: String = nfkc(text).trim().to_ascii_lowercase();
    if text.is_empty() {
        return Ok(Reading { value: None, note: None });
    }
    if text.chars().count() > LONGEST {
        return Err(Refusal::TooLong);
    }
    refuse_names(&text)?;
    let (negative, text) = sign(&text);
    let (bare, other_currency) = without_currency(&text, field.currency);
    // A second sign may stand only behind a currency's: −$5 and $−5, but not −−5.
    let (negative_inside, text) = if bare == text { (false, bare) } else { sign(&bare) };
    let reading = unsigned(&text, field)?;
    let negative = negative != negative_inside;
    let value = reading.value.map(|value| if negative && value != 0.0 { -value } else { value });
    let note = if other_currency { Some(Note::OtherCurrency) } else { reading.note };
    Ok(Reading { value, note })
}

fn refuse_names(text: &str) -> Result<(), Refusal> {
    let bare = text.trim_start_matches(['-', '+', '−']);
    if ["inf", "infinity", "nan", "∞"].contains(&bare) {
        return Err(Refusal::NotFinite);
    }
    if ["0x", "0b", "0o"].iter().any(|prefix| bare.starts_with(prefix)) {
        return Err(Refusal::Code);
    }
    if text.contains('兆') {
        return Err(Refusal::UnclearScale);
    }
    Ok(())
}

/// Takes off a minus in any of its forms: −5, 负5, (5).
fn sign(text: &str) -> (bool, String) {
    let text = text.trim();
    if let Some(inside) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        return (true, inside.trim().to_owned());
    }
    for (mark, negative) in [("-", true), ("−", true), ("–", true), ("负", true), ("負", true), ("+", false)] {
        if let Some(rest) = text.strip_prefix(mark) {
            return (negative, rest.trim().to_owned());
        }
    }
    (false, text.to_owned())
}

/// Takes off a currency's sign or code, before or behind, and says whether it was another's.
fn without_currency(text: &str, own: Currency) -> (String, bool) {
    const SIGNS: [(&str, &[Currency]); 22] = [
        ("us$", &[Currency::Usd]),
        ("nt$", &[Currency::Twd]),
        ("hk$", &[Currency::Hkd]),
        ("s$", &[Currency::Sgd]),
        ("jp¥", &[Currency::Jpy]),
        ("cn¥", &[Currency::Cny]),
        ("$", &[Currency::Usd, Currency::Twd, Currency::Hkd, Currency::Sgd]),
        ("¥", &[Currency::Cny, Currency::Jpy]),
        ("€", &[Currency::Eur]),
        ("£", &[Currency::Gbp]),
        ("usd", &[Currency::Usd]),
        ("cny", &[Currency::Cny]),
        ("rmb", &[Currency::Cny]),
        ("twd", &[Currency::Twd]),
        ("ntd", &[Currency::Twd]),
        ("hkd", &[Currency::Hkd]),
        ("eur", &[Currency::Eur]),
        ("gbp", &[Currency::Gbp]),
        ("jpy", &[Currency::Jpy]),
        ("sgd", &[Currency::Sgd]),
        ("元", &Currency::ALL),
        ("块", &Currency::ALL),
    ];
    for (sign, currencies) in SIGNS {
        if let Some(rest) = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign)) {
            return (rest.trim().to_owned(), !currencies.contains(&own));
        }
    }
    (text.to_owned(), false)
}

fn unsigned(text: &str, field: Field) -> Result<Reading, Refusal> {
    let understood = |value| Ok(Reading { value: Some(value), note: Some(Note::Understood) });
    if let Some(rest) = text.strip_prefix("百分之") {
        return understood(scaled(&digits_or_chinese(rest)?, -2)?);
    }
    if let Some(rest) = text.strip_suffix('%') {
        let value = scaled(&digits_or_chinese(rest)?, -2)?;
        // In a field of percentages the sign adds nothing; elsewhere it changes the number.
        let note = (!matches!(field.kind, Kind::Percent | Kind::Discount)).then_some(Note::Understood);
        return Ok(Reading { value: Some(value), note });
    }
    if let Some(rest) = text.strip_suffix('‰') {
        return understood(scaled(&digits_or_chinese(rest)?, -3)?);
    }
    if let Some(rest) = text.strip_suffix('折') {
        if field.kind != Kind::Discount {
            return Err(Refusal::NotANumber);
        }
        return understood(chinese::discount(rest).ok_or(Refusal::NotANumber)?);
    }
    let percent = matches!(field.kind, Kind::Percent | Kind::Discount);
    if let Some((decimal, note)) = chinese::scaled_number(text, field.language)? {
        return Ok(Reading { value: Some(scaled(&decimal, if percent { -2 } else { 0 })?), note: Some(note) });
    }
    let (decimal, plain) = grouping::decimal(text)?;
    let value = scaled(&decimal, if percent { -2 } else { 0 })?;
    Ok(Reading { value: Some(value), note: (!plain).then_some(Note::Understood) })
}

fn digits_or_chinese(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    match chinese::digits(text) {
        Some(decimal) => Ok(decimal),
        None => Ok(grouping::decimal(text)?.0),
    }
}

/// Digits with a decimal point, times a power of ten, as one exact reading of the decimal text.
///
/// Read as saves are, so that the page carries one way of reading figures and not two.
fn scaled(decimal: &str, power: i32) -> Result<f64, Refusal> {
    let (mantissa, exponent) = decimal.split_once('e').unwrap_or((decimal, "0"));
    let (sign, digits) = mantissa.strip_prefix('-').map_or(("", mantissa), |digits| ("-", digits));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !is_digits(whole) || !is_digits(decimals) || whole.len() + decimals.len() == 0 {
        return Err(Refusal::NotANumber);
    }
    let exponent: i32 = exponent.parse().map_err(|_| Refusal::TooLarge)?;
    let exponent = exponent.saturating_add(power);
    let whole = whole.trim_start_matches('0');
    // JSON has neither leading zeros nor a bare point.
    let whole = if whole.is_empty() { "0" } else { whole };
    let text = format!("{sign}{whole}.{decimals}0e{exponent}");
    let value: f64 = serde_json::from_str(&text).map_err(|_| Refusal::TooLarge)?;
    if value.is_finite() && value.abs() <= 1e300 { Ok(value) } else { Err(Refusal::TooLarge) }
}

/// A stored figure as it stands in its field: 0.125 in a field of percentages is "12.5", 30000 is "30,000". Reads back as
/// the same figure.
#[must_use]
pub fn editable(value: f64, kind: Kind) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let text = format::exact(value);
    match kind {
        Kind::Plain | Kind::Money => in_groups(&text),
        Kind::Percent | Kind::Discount => in_groups(&shifted(&text)),
    }
}

/// Decimal text with commas between its thousands.
fn in_groups(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (whole, decimals) = digits.split_once('.').map_or((digits, None), |(whole, decimals)| (whole, Some(decimals)));
    let mut grouped = sign.to_owned();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if let Some(decimals) = decimals {
        grouped.push('.');
        grouped.push_str(decimals);
    }
    grouped
}

/// Decimal text with its point two places to the right.
fn shifted(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let padded = format!("{decimals:0<2}");
    let (moved, left) = padded.split_at(2);
    let whole = format!("{whole}{moved}");
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if left.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{left}") }
}
