//! A stored figure as it is in its field.

use super::super::format;
use super::reading::Kind;

/// A stored figure as it is in its field: 0.125 in a field of percentages is "12.5", 30000 is "30,000". Reads back as
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
