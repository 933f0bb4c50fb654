//! The standard normal distribution and its quantiles, of one figure or of many at once.

use super::elementary::{ln, sqrt};
use super::many::logarithms;

/// The value of the standard normal quantile function (Wichura's AS 241, PPND16: relative error about 1e-16).
///
/// `probability` lies strictly between 0 and 1; outside it the answer is not a number.
#[must_use]
pub fn normal_quantile(probability: f64) -> f64 {
    let q = probability - 0.5;
    if q.abs() <= CENTRAL { central_quantile(q) } else { tail_quantile(probability) }
}

/// Replaces each probability by `normal_quantile` of it. Three of twenty lie in the tails, unforeseeably; kept apart, they
/// hold up none of the others, and are computed side by side as well.
pub fn normal_quantiles(probabilities: &mut [f64]) {
    const BLOCK: usize = 256;
    for block in probabilities.chunks_mut(BLOCK) {
        let (mut places, mut tails, mut count) = ([0_u8; BLOCK], [0.0; BLOCK], 0);
        for (place, probability) in (0_u8..=u8::MAX).zip(block.iter()) {
            // Written always and kept only where counted.
            (places[count % BLOCK], tails[count % BLOCK]) = (place, *probability);
            count += usize::from((probability - 0.5).abs() > CENTRAL || probability.is_nan());
        }
        for probability in block.iter_mut() {
            *probability = central_quantile(*probability - 0.5);
        }
        tail_quantiles(&mut tails[..count]);
        for (place, tail) in places.iter().zip(&tails[..count]) {
            block[usize::from(*place)] = *tail;
        }
    }
}

/// `tail_quantile` of each.
fn tail_quantiles(probabilities: &mut [f64]) {
    const BLOCK: usize = 256;
    for block in probabilities.chunks_mut(BLOCK) {
        let mut beyond = [0.0; BLOCK];
        let beyond = &mut beyond[..block.len()];
        for (beyond, p) in beyond.iter_mut().zip(block.iter()) {
            *beyond = if *p < 0.5 { *p } else { 1.0 - *p };
        }
        logarithms(beyond);
        let mut usual = true;
        for (beyond, p) in beyond.iter_mut().zip(block.iter()) {
            let r = sqrt(-*beyond);
            usual &= r <= 5.0;
            let size = ratio(&TAIL, r - 1.6);
            *beyond = if *p < 0.5 { -size } else { size };
        }
        if usual {
            block.copy_from_slice(beyond);
        } else {
            for p in block {
                *p = tail_quantile(*p);
            }
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

/// Of the tails, up to a distance that one draw in a hundred thousand million passes.
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

#[inline(never)]
fn tail_quantile(probability: f64) -> f64 {
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
