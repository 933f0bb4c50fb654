//! The one source of mathematics, so that every platform gives the same digits.

pub use super::elementary::{cos, erf, exp, expm1, hypot, lgamma, ln, log1p, log2, pow, sin, sqrt, tgamma};
pub use super::normal::{normal_distribution, normal_quantile, normal_quantiles};

/// How far apart two computed figures may lie, relative to the larger, and still count as equal: 256 units in the last
/// place, more than the arithmetic of a model adds up to and far less than a person could mean. Stated here once: cells are
/// compared in exact fractions where that is possible, and steps compare with `same`, `below` and `above`.
pub const TOLERANCE: f64 = 256.0 * f64::EPSILON;

/// Whether two computed figures are equal but for their rounding errors.
#[must_use]
pub fn same(a: f64, b: f64) -> bool {
    let size = a.abs().max(b.abs());
    a == b || (size.is_finite() && (a - b).abs() <= TOLERANCE * size)
}

/// Whether `a` is less than `b` by more than their rounding errors.
#[must_use]
pub fn below(a: f64, b: f64) -> bool {
    a < b && !same(a, b)
}

/// Whether `a` is more than `b` by more than their rounding errors.
#[must_use]
pub fn above(a: f64, b: f64) -> bool {
    below(b, a)
}

/// The nearest figure to this between two bounds. `f64::clamp` would bring 17 kB along, to print the bounds where they are no bounds.
#[must_use]
pub const fn within(figure: f64, low: f64, high: f64) -> f64 {
    figure.max(low).min(high)
}

/// The smallest whole number not below `value`, blind to its rounding error: 3 / 0.1 × 0.1 gives 3, not 4.
#[must_use]
pub fn ceil(value: f64) -> f64 {
    near_whole(value).unwrap_or_else(|| value.ceil())
}

/// The largest whole number not above `value`, blind to its rounding error.
#[must_use]
pub fn floor(value: f64) -> f64 {
    near_whole(value).unwrap_or_else(|| value.floor())
}

fn near_whole(value: f64) -> Option<f64> {
    let whole = value.round();
    same(value, whole).then_some(whole)
}

/// FNV-1a: a number that names a text, or tells whether it changed; no protection against anybody.
#[must_use]
pub fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The places of figures from the smallest to the largest, equal ones in their order. The one sort of the whole page.
#[must_use]
#[inline(never)]
pub fn order(figures: &[f64]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..figures.len()).collect();
    places.sort_by(|a, b| figures[*a].total_cmp(&figures[*b]));
    places
}

/// What was given, put into the order of a figure of each, equal ones in their order.
#[must_use]
pub fn ordered<T: Clone>(all: &[T], figure: impl Fn(&T) -> f64) -> Vec<T> {
    let figures: Vec<f64> = all.iter().map(figure).collect();
    order(&figures).into_iter().map(|place| all[place].clone()).collect()
}

/// The multiple of a power of ten nearest to `value`, the power being the largest not above `unit`: 0.30000000000000004 to
/// within 1e-6 is 0.3.
#[must_use]
pub fn round_to(value: f64, unit: f64) -> f64 {
    if !(unit > 0.0 && unit.is_finite() && value.is_finite()) {
        return value;
    }
    let mut scale = 1.0;
    while scale * unit < 1.0 && scale < 1e15 {
        scale *= 10.0;
    }
    let rounded = (value * scale).round() / scale;
    if rounded.is_finite() { rounded } else { value }
}
