//! The one source of mathematics, so that every platform gives the same digits.
//!
//! `f64`'s own `powf`, `exp`, `ln` and their kin may differ between machines; `libm` does not. Addition,
//! multiplication, division and the square root are exact by IEEE 754 everywhere.

pub use libm::{cos, erf, exp, expm1, hypot, lgamma, log as ln, log1p, log2, pow, sin, tgamma};

/// The square root: exact everywhere, and one instruction in wasm too, where `libm` computes it step by step.
#[must_use]
#[inline]
pub fn sqrt(value: f64) -> f64 {
    value.sqrt()
}

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

/// The value of the standard normal quantile function (Wichura's AS 241, PPND16: relative error about 1e-16).
///
/// `probability` lies strictly between 0 and 1; outside it the answer is not a number.
#[must_use]
pub fn normal_quantile(probability: f64) -> f64 {
    let q = probability - 0.5;
    if q.abs() <= CENTRAL { central_quantile(q) } else { tail_quantile(probability) }
}

/// Replaces each probability by `normal_quantile` of it. Three of twenty lie in the tails, unforeseeably; set aside, they
/// hold up none of the others.
pub fn normal_quantiles(probabilities: &mut [f64]) {
    const BLOCK: usize = 64;
    for block in probabilities.chunks_mut(BLOCK) {
        let (mut tails, mut count) = ([(0_u8, 0.0); BLOCK], 0);
        for (place, probability) in (0..).zip(block.iter()) {
            // Written always and kept only where counted.
            tails[count % BLOCK] = (place, *probability);
            count += usize::from((probability - 0.5).abs() > CENTRAL || probability.is_nan());
        }
        for probability in block.iter_mut() {
            *probability = central_quantile(*probability - 0.5);
        }
        for (place, probability) in &tails[..count] {
            block[usize::from(*place)] = tail_quantile(*probability);
        }
    }
}

/// How far from one half the central quantiles reach.
const CENTRAL: f64 = 0.425;

/// A ratio of two polynomials, their coefficients from the highest power on.
#[expect(clippy::inline_always, reason = "built for size, every figure of a block would be a call")]
#[inline(always)]
fn ratio([above, below]: &[[f64; 8]; 2], x: f64) -> f64 {
    let horner = |all: &[f64; 8]| all.iter().fold(0.0, |sum, coefficient| sum * x + coefficient);
    horner(above) / horner(below)
}

#[inline(always)]
fn central_quantile(q: f64) -> f64 {
    const CENTRE: [[f64; 8]; 2] = [
        [
            2_509.080_928_730_122_7,
            33_430.575_583_588_13,
            67_265.770_927_008_7,
            45_921.953_931_549_87,
            13_731.693_765_509_46,
            1_971.590_950_306_551_3,
            133.141_667_891_784_38,
            3.387_132_872_796_366_5,
        ],
        [
            5_226.495_278_852_854,
            28_729.085_735_721_943,
            39_307.895_800_092_71,
            21_213.794_301_586_597,
            5_394.196_021_424_751,
            687.187_007_492_057_9,
            42.313_330_701_600_91,
            1.0,
        ],
    ];
    q * ratio(&CENTRE, 0.180_625 - q * q)
}

#[inline(never)]
fn tail_quantile(probability: f64) -> f64 {
    const TAIL: [[f64; 8]; 2] = [
        [
            7.745_450_142_783_414e-4,
            0.022_723_844_989_269_184,
            0.241_780_725_177_450_6,
            1.270_458_252_452_368_4,
            3.647_848_324_763_204_5,
            5.769_497_221_460_691,
            4.630_337_846_156_546,
            1.423_437_110_749_683_5,
        ],
        [
            1.050_750_071_644_416_9e-9,
            5.475_938_084_995_345e-4,
            0.015_198_666_563_616_457,
            0.148_103_976_427_480_08,
            0.689_767_334_985_1,
            1.676_384_830_183_803_8,
            2.053_191_626_637_759,
            1.0,
        ],
    ];
    const FAR: [[f64; 8]; 2] = [
        [
            2.010_334_399_292_288_1e-7,
            2.711_555_568_743_487_6e-5,
            0.001_242_660_947_388_078_4,
            0.026_532_189_526_576_124,
            0.296_560_571_828_504_87,
            1.784_826_539_917_291_3,
            5.463_784_911_164_114,
            6.657_904_643_501_103,
        ],
        [
            2.044_263_103_389_939_8e-15,
            1.421_511_758_316_446e-7,
            1.846_318_317_510_054_8e-5,
            7.868_691_311_456_133e-4,
            0.014_875_361_290_850_615,
            0.136_929_880_922_735_8,
            0.599_832_206_555_888,
            1.0,
        ],
    ];
    if !(probability > 0.0 && probability < 1.0) {
        return f64::NAN;
    }
    let lower = probability < 0.5;
    let r = sqrt(-ln(if lower { probability } else { 1.0 - probability }));
    let size = if r <= 5.0 { ratio(&TAIL, r - 1.6) } else { ratio(&FAR, r - 5.0) };
    if lower { -size } else { size }
}

/// The probability that a standard normal variable is at most `value`.
#[must_use]
pub fn normal_distribution(value: f64) -> f64 {
    0.5 * libm::erfc(-value / std::f64::consts::SQRT_2)
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
