//! What number a person typed: `12.5%`, `1.2k`, `3万`, `1,234.50`, `85折`. Nothing is guessed silently.

use super::super::Currency;
use super::super::normal::nfkc;
use super::reading::{Field, Kind, LONGEST, Note, Reading, Refusal, scaled};
use super::{chinese, grouping};

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
