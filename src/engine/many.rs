//! Logarithms, exponentials and sums of a run of figures, in loops that vectorise.
//!
//! The steps of the first two are those of `libm`'s `log` and `exp` (after `FreeBSD`'s `e_log.c` and `e_exp.c`), in their order, without its
//! branches: the digits are the same. What lies outside the usual is left to `libm` itself.

use super::elementary::{exp, ln};

/// So many figures are looked at before they are computed: one that is unusual sends only these to `libm`.
const BLOCK: usize = 64;

/// The high and low word of a figure as a whole: `libm` compares the high word alone.
const fn high_word(word: u64) -> f64 {
    f64::from_bits(word << 32)
}

const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// Replaces each figure by its natural logarithm: `math::ln` of it, digit for digit.
pub fn logarithms(figures: &mut [f64]) {
    for block in figures.chunks_mut(BLOCK) {
        if block.iter().fold(true, |all, x| all & (f64::MIN_POSITIVE..f64::INFINITY).contains(x)) {
            for x in block {
                *x = logarithm(*x);
            }
        } else {
            for x in block {
                *x = ln(*x);
            }
        }
    }
}

/// The logarithm of a normal figure above 0.
#[inline]
fn logarithm(x: f64) -> f64 {
    const L: [f64; 7] = [
        6.666_666_666_666_735e-1,
        3.999_999_999_940_942e-1,
        2.857_142_874_366_239e-1,
        2.222_219_843_214_978_4e-1,
        1.818_357_216_161_805e-1,
        1.531_383_769_920_937_3e-1,
        1.479_819_860_511_658_6e-1,
    ];
    /// The high word of √½, where the part between 1 and 2 is folded.
    const ROOT: u64 = 0x3fe6_a09e;
    // A whole number below 2^52 behind these bits is that number above 2^52.
    const WHOLE: f64 = 4_503_599_627_370_496.0;
    let shifted = x.to_bits().wrapping_add((0x3ff0_0000 - ROOT) << 32);
    let power = f64::from_bits(WHOLE.to_bits() | (shifted >> 52)) - (WHOLE + 1_023.0);
    let f = f64::from_bits((shifted & 0x000f_ffff_ffff_ffff) + (ROOT << 32)) - 1.0;
    let half_square = 0.5 * f * f;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let odd = w * (L[1] + w * (L[3] + w * L[5]));
    let even = z * (L[0] + w * (L[2] + w * (L[4] + w * L[6])));
    s * (half_square + (even + odd)) + power * LN2_LOW - half_square + f + power * LN2_HIGH
}

/// Replaces each figure by e to its power: `math::exp` of it, digit for digit.
pub fn exponentials(figures: &mut [f64]) {
    /// Beyond, results near the ends of what can be written need more care.
    const USUAL: f64 = 700.0;
    for block in figures.chunks_mut(BLOCK) {
        if block.iter().fold(true, |all, x| all & (x.abs() < USUAL)) {
            for x in block {
                *x = exponential(*x);
            }
        } else {
            for x in block {
                *x = exp(*x);
            }
        }
    }
}

/// e to the power of a figure whose size is below 700.
#[inline]
fn exponential(given: f64) -> f64 {
    const P: [f64; 5] = [
        1.666_666_666_666_660_2e-1,
        -2.777_777_777_701_559_3e-3,
        6.613_756_321_437_934e-5,
        -1.653_390_220_546_525_2e-6,
        4.138_136_797_057_238_5e-8,
    ];
    const PER_LN2: f64 = std::f64::consts::LOG2_E;
    // Added to a figure from 0 to 2^51 and taken off again, it leaves the nearest whole number.
    const WHOLE: f64 = 4_503_599_627_370_496.0;
    // The same for whole numbers of either sign; 1,023 stands for the power 0.
    const POWER: f64 = 1.5 * WHOLE + 1_023.0;
    const TINY: f64 = high_word(0x3e30_0001);
    const HALF_LN2: f64 = high_word(0x3fd6_2e43);
    const ONE_AND_A_HALF_LN2: f64 = high_word(0x3ff0_a2b2);
    let size = given.abs();
    let scaled = PER_LN2 * size + 0.5;
    let nearest = (scaled + WHOLE) - WHOLE;
    let below = if nearest > scaled { nearest - 1.0 } else { nearest };
    let below = if size < ONE_AND_A_HALF_LN2 { 1.0 } else { below };
    let below = if size < HALF_LN2 { 0.0 } else { below };
    let power = below.copysign(given);
    let (high, low) = (given - power * LN2_HIGH, power * LN2_LOW);
    let x = high - low;
    let square = x * x;
    let c = x - square * (P[0] + square * (P[1] + square * (P[2] + square * (P[3] + square * P[4]))));
    let y = 1.0 + (x * c / (2.0 - c) - low + high);
    let y = if size < TINY { 1.0 + given } else { y };
    y * f64::from_bits((power + POWER).to_bits() << 52)
}

/// Adds `factor` times each figure to the sum at its place.
// Never inlined, as below: a caller that is compiled for size would bring its own ways into these loops.
#[inline(never)]
pub fn add_scaled(sums: &mut [f64], factor: f64, figures: &[f64]) {
    for (sum, figure) in sums.iter_mut().zip(figures) {
        *sum += factor * figure;
    }
}

/// Adds to each sum `i` the products of weight `k` and figure `i − k`, in the order of the weights.
#[inline(never)]
pub fn add_convolved(sums: &mut [f64], weights: &[f64], figures: &[f64]) {
    /// So many weights go over the sums at once.
    const WEIGHTS: usize = 4;
    let mut first = 0;
    while first < weights.len().min(sums.len()) {
        let (sums, weights) = (&mut sums[first..], &weights[first..]);
        if let [a, b, c, d, ..] = *weights
            && sums.len() >= WEIGHTS
        {
            // Where not all of these weights reach yet.
            for (place, sum) in sums[..WEIGHTS - 1].iter_mut().enumerate() {
                for (weight, figure) in weights.iter().zip(figures[..=place].iter().rev()) {
                    *sum += weight * figure;
                }
            }
            let runs = figures[3..].iter().zip(&figures[2..]).zip(figures[1..].iter().zip(figures));
            for (sum, ((f, g), (h, i))) in sums[WEIGHTS - 1..].iter_mut().zip(runs) {
                *sum = *sum + a * f + b * g + c * h + d * i;
            }
            first += WEIGHTS;
        } else {
            add_scaled(sums, weights[0], figures);
            first += 1;
        }
    }
}
