//! How a number is understood: what the field holds, what was read, and why a text is no number.

use super::super::{Currency, Language};

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
    /// Another currency's sign was typed; the amount was taken as it is.
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
pub(super) const LONGEST: usize = 64;

/// Digits with a decimal point, times a power of ten, as one exact reading of the decimal text.
///
/// Read as saves are, so that the page carries one way of reading figures and not two.
pub(super) fn scaled(decimal: &str, power: i32) -> Result<f64, Refusal> {
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
