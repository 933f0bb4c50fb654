//! The one source of mathematics, so that every platform gives the same digits.
//!
//! `f64`'s own `powf`, `exp`, `ln` and their kin may differ between machines; `libm` does not. Addition,
//! multiplication, division and the square root are exact by IEEE 754 everywhere.

pub use libm::{cos, erf, exp, expm1, hypot, lgamma, log as ln, log1p, log2, pow, sin, sqrt, tgamma};

/// How near a whole number a figure must lie, relative to its size, to count as that whole number.
const WHOLE: f64 = 1e-9;

/// The smallest whole number not below `value`, blind to floating-point dust: 40 / 0.02 gives 2,000, not 2,001.
#[must_use]
pub fn ceil(value: f64) -> f64 {
    near_whole(value).unwrap_or_else(|| value.ceil())
}

/// The largest whole number not above `value`, blind to floating-point dust.
#[must_use]
pub fn floor(value: f64) -> f64 {
    near_whole(value).unwrap_or_else(|| value.floor())
}

fn near_whole(value: f64) -> Option<f64> {
    let whole = value.round();
    ((value - whole).abs() <= WHOLE * value.abs().max(1.0)).then_some(whole)
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

/// The value of the standard normal quantile function (Acklam's approximation, one Halley step: error below 1e-15).
///
/// `probability` lies strictly between 0 and 1; outside it the answer is not a number.
#[must_use]
pub fn normal_quantile(probability: f64) -> f64 {
    const A: [f64; 6] = [
        -3.969_683_028_665_376e1,
        2.209_460_984_245_205e2,
        -2.759_285_104_469_687e2,
        1.383_577_518_672_69e2,
        -3.066_479_806_614_716e1,
        2.506_628_277_459_239,
    ];
    const B: [f64; 5] = [
        -5.447_609_879_822_406e1,
        1.615_858_368_580_409e2,
        -1.556_989_798_598_866e2,
        6.680_131_188_771_972e1,
        -1.328_068_155_288_572e1,
    ];
    const C: [f64; 6] = [
        -7.784_894_002_430_293e-3,
        -3.223_964_580_411_365e-1,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 4] =
        [7.784_695_709_041_462e-3, 3.224_671_290_700_398e-1, 2.445_134_137_142_996, 3.754_408_661_907_416];
    const LOW: f64 = 0.024_25;
    let horner = |coefficients: &[f64], x: f64| coefficients.iter().fold(0.0, |sum, c| sum * x + c);
    if !(probability > 0.0 && probability < 1.0) {
        return f64::NAN;
    }
    let tail = |p: f64| {
        let q = sqrt(-2.0 * ln(p));
        horner(&C, q) / (horner(&D, q) * q + 1.0)
    };
    let first = if probability < LOW {
        tail(probability)
    } else if probability > 1.0 - LOW {
        -tail(1.0 - probability)
    } else {
        let q = probability - 0.5;
        horner(&A, q * q) * q / (horner(&B, q * q) * q * q + 1.0)
    };
    let error = normal_distribution(first) - probability;
    let step = error * sqrt(2.0 * std::f64::consts::PI) * exp(first * first / 2.0);
    first - step / (1.0 + first * step / 2.0)
}

/// The probability that a standard normal variable is at most `value`.
#[must_use]
pub fn normal_distribution(value: f64) -> f64 {
    0.5 * libm::erfc(-value / std::f64::consts::SQRT_2)
}
