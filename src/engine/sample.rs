//! What many figures come to: mean, spread, quantiles, bars, and how two lists of them go together.
//!
//! Nothing is inlined into a caller that may be compiled for size.

use super::math::{order, sqrt};

/// Adds the figures to a list, but those that are no number or infinite.
#[inline(never)]
pub fn extend_finite(list: &mut Vec<f64>, figures: &[f64]) {
    if figures.iter().fold(true, |all, figure| all & figure.is_finite()) {
        list.extend_from_slice(figures);
    } else {
        list.extend(figures.iter().filter(|figure| figure.is_finite()));
    }
}

/// The mean.
#[must_use]
#[inline(never)]
pub fn mean(figures: &[f64]) -> f64 {
    figures.iter().sum::<f64>() / figures.len() as f64
}

/// The standard deviation of a sample with this mean; not a number where there is no figure.
#[must_use]
#[inline(never)]
pub fn deviation(figures: &[f64], mean: f64) -> f64 {
    let squares = figures.iter().map(|figure| (figure - mean) * (figure - mean)).sum::<f64>();
    let count = figures.len() as f64;
    if count > 0.0 { sqrt(squares / (count - 1.0).max(1.0)) } else { f64::NAN }
}

/// How many figures are at least so large.
#[must_use]
#[inline(never)]
pub fn count_at_least(figures: &[f64], least: f64) -> usize {
    figures.iter().filter(|figure| **figure >= least).count()
}

/// Equal parts between the smallest and the largest figure.
const PARTS: usize = 4096;

/// Finds the figures of given ranks without ordering them all: only the few parts in which a rank lies.
struct Parts {
    lowest: f64,
    per_part: f64,
}

impl Parts {
    #[inline(never)]
    fn of(figures: &[f64]) -> Self {
        // Choices, where `min` and `max` would care for what is no number.
        let ends = |(low, high): (f64, f64), figure: &f64| {
            (if *figure < low { *figure } else { low }, if *figure > high { *figure } else { high })
        };
        let (lowest, highest) = figures.iter().fold((f64::INFINITY, f64::NEG_INFINITY), ends);
        // Halves, so that their difference is never too large.
        let per_part = (PARTS as f64 / 2.0) / (highest / 2.0 - lowest / 2.0);
        Self { lowest, per_part: if per_part.is_finite() { per_part } else { 0.0 } }
    }

    /// The part of a figure: a larger figure is never in an earlier one.
    #[inline]
    fn place(&self, figure: f64) -> usize {
        // Through 32 bits: wasm turns those in one step.
        (((figure - self.lowest) * self.per_part) as u32 as usize).min(PARTS - 1)
    }

    /// The figures of these ranks, which rise.
    #[inline(never)]
    fn ranked(&self, figures: &[f64], ranks: &[usize]) -> Vec<f64> {
        let mut counts = vec![0_u32; PARTS];
        for figure in figures {
            counts[self.place(*figure)] += 1;
        }
        // What lies in a part that holds a rank is copied, and each rank becomes one among those.
        let mut wanted = vec![false; PARTS];
        let (mut part, mut before, mut left_out) = (0, 0, 0);
        let among = |rank: &usize| {
            while before + counts[part] as usize <= *rank {
                left_out += if wanted[part] { 0 } else { counts[part] as usize };
                before += counts[part] as usize;
                part += 1;
            }
            wanted[part] = true;
            rank - left_out
        };
        let among: Vec<usize> = ranks.iter().map(among).collect();
        let mut aside: Vec<f64> = figures.iter().copied().filter(|figure| wanted[self.place(*figure)]).collect();
        let mut from = 0;
        let ranked = |rank: usize| {
            let (_, at, _) = aside[from..].select_nth_unstable_by(rank - from, f64::total_cmp);
            from = rank;
            *at
        };
        among.into_iter().map(ranked).collect()
    }
}

/// The quantiles of probabilities from 0 to 1, by linear interpolation between ranks. All figures are finite.
#[must_use]
pub fn quantiles<const N: usize>(figures: &[f64], probabilities: [f64; N]) -> [f64; N] {
    let Some(last) = figures.len().checked_sub(1) else { return [f64::NAN; N] };
    let place = |probability: f64| {
        let rank = probability * last as f64;
        let below = (rank as usize).min(last);
        (below, (below + 1).min(last), rank - below as f64)
    };
    let mut ranks: Vec<usize> = probabilities.iter().flat_map(|p| [place(*p).0, place(*p).1]).collect();
    ranks.sort_unstable();
    ranks.dedup();
    let ranked = Parts::of(figures).ranked(figures, &ranks);
    let at = |rank: usize| ranks.binary_search(&rank).map_or(f64::NAN, |found| ranked[found]);
    probabilities.map(|probability| {
        let (below, above, share) = place(probability);
        at(below) + share * (at(above) - at(below))
    })
}

/// How many figures lie in each of `count` equal bars from `low` to `high`; what lies beyond is in none.
#[must_use]
#[inline(never)]
pub fn counted(figures: &[f64], low: f64, high: f64, count: usize) -> Vec<usize> {
    let width = (high - low) / count as f64;
    let mut counts = vec![0_usize; count];
    for figure in figures {
        if (low..=high).contains(figure) {
            counts[(((figure - low) / width) as u32 as usize).min(count - 1)] += 1;
        }
    }
    counts
}

/// The rank of each figure; equal figures share their middle rank.
#[must_use]
#[inline(never)]
pub fn ranks(figures: &[f64]) -> Vec<f64> {
    let places = order(figures);
    let mut ranks = vec![0.0; figures.len()];
    let mut from = 0;
    while from < places.len() {
        let alike = places[from..].iter().take_while(|place| figures[**place] == figures[places[from]]).count();
        let middle = from as f64 + (alike - 1) as f64 / 2.0;
        places[from..from + alike].iter().for_each(|place| ranks[*place] = middle);
        from += alike;
    }
    ranks
}

/// The correlation of two lists; 0 where one of them does not vary.
#[must_use]
#[inline(never)]
pub fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |all: &[f64]| all.iter().sum::<f64>() / all.len().max(1) as f64;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let sum = |f: fn(f64, f64) -> f64| a.iter().zip(b).map(|(a, b)| f(a - mean_a, b - mean_b)).sum::<f64>();
    let spread = sqrt(sum(|a, _| a * a)) * sqrt(sum(|_, b| b * b));
    if spread > 0.0 { sum(|a, b| a * b) / spread } else { 0.0 }
}
