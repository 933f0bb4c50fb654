//! Round figures: the nearest with fewer digits, and the roundest within reach.

use crate::engine::math::ln;

/// No more digits than this are kept apart from the figure itself.
const MOST_DIGITS: i32 = 15;
/// Powers of ten up to this one are exact, so that a whole number times or over one is the decimal that it reads as.
const EXACT: i32 = 22;

/// A figure rounded to one digit, to two and so on, as far as its neighbours can be told apart.
#[must_use]
pub fn roundings(figure: f64) -> Vec<f64> {
    let rounded = exponents(figure).filter_map(|exponent| decimal(scaled(figure, exponent)?.round(), exponent));
    rounded.filter(|rounded| rounded.is_finite()).collect()
}

/// The figure with the fewest digits from `near` towards `far`, both allowed; of several the nearest to `near`.
#[must_use]
pub fn roundest(near: f64, far: f64) -> f64 {
    let (low, high) = (near.min(far), near.max(far));
    if low <= 0.0 && high >= 0.0 {
        return 0.0;
    }
    let largest = if low.abs() > high.abs() { low } else { high };
    let round = |exponent| {
        let scaled = scaled(near, exponent)?;
        let towards = if far > near { scaled.ceil() } else { scaled.floor() };
        decimal(towards, exponent).filter(|figure| (low..=high).contains(figure))
    };
    exponents(largest).find_map(round).unwrap_or(near)
}

/// Whichever of two figures has fewer digits; the second if both have as many.
#[must_use]
pub fn rounder(first: f64, second: f64) -> f64 {
    let digits = |figure: f64| roundings(figure).iter().take_while(|rounded| **rounded != figure).count();
    if digits(first) < digits(second) { first } else { second }
}

/// The places of the digits of a figure, the first digit's first.
fn exponents(figure: f64) -> impl Iterator<Item = i32> {
    let first = if figure == 0.0 { 0.0 } else { (ln(figure.abs()) / std::f64::consts::LN_10).floor() };
    let first = first as i32;
    (0..=MOST_DIGITS).map(move |digit| first - digit)
}

fn scaled(figure: f64, exponent: i32) -> Option<f64> {
    let ten = ten(exponent.abs())?;
    Some(if exponent >= 0 { figure / ten } else { figure * ten })
}

fn decimal(mantissa: f64, exponent: i32) -> Option<f64> {
    let ten = ten(exponent.abs())?;
    Some(if exponent >= 0 { mantissa * ten } else { mantissa / ten })
}

fn ten(exponent: i32) -> Option<f64> {
    (exponent <= EXACT).then(|| (0..exponent).fold(1.0, |ten, _| ten * 10.0))
}
