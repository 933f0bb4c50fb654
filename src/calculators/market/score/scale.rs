//! Making scores comparable: the scales on which a factor's scores are normalised, and weights by entropy.

use super::limits::{MOST_FACTORS, MOST_OPPORTUNITIES};
use crate::engine::math::{ln, log1p, same, sqrt};
use crate::engine::{Arguments, Function, Key, Outputs};

/// The ways of `Normalisation`, in its order.
pub(super) const NORMALISATIONS: &[Key] = &["fixed_scale", "min_max", "z_population", "z_sample", "ratio_to_best"];

/// Room for opportunities × factors.
pub(super) type Plane = [f64; MOST_OPPORTUNITIES * MOST_FACTORS];

/// How the scores of a factor become comparable with those of another. All but the first depend on which
/// opportunities are in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Normalisation {
    /// From 0 at the worst end of the factor's scale to 1 at its best end.
    FixedScale,
    /// From 0 at the worst score given to 1 at the best.
    MinMax,
    /// Standard deviations above the mean, which divide by the number of opportunities.
    ZPopulation,
    /// The same, dividing by one less.
    ZSample,
    /// The share of the best score; for factors where less is better, the best as a share of the score.
    RatioToBest,
}

impl Normalisation {
    /// The option at this place of `NORMALISATIONS`.
    pub(super) const fn of(place: usize) -> Self {
        match place {
            1 => Self::MinMax,
            2 => Self::ZPopulation,
            3 => Self::ZSample,
            4 => Self::RatioToBest,
            _ => Self::FixedScale,
        }
    }
}

/// The factors as a step is given them: 1 where lower is better, and the ends of each scale.
#[derive(Clone, Copy, Debug)]
pub(super) struct Factors<'a> {
    lower_is_better: &'a [f64],
    low: &'a [f64],
    high: &'a [f64],
}

impl<'a> Factors<'a> {
    /// Three arguments from this place on.
    pub(super) fn read(given: &Arguments<'a>, first: usize) -> Self {
        Self { lower_is_better: given.column(first), low: given.column(first + 1), high: given.column(first + 2) }
    }

    /// How many there are.
    pub(super) const fn count(&self) -> usize {
        self.low.len()
    }

    /// Whether less is better.
    pub(super) fn is_lower_better(&self, factor: usize) -> bool {
        self.lower_is_better[factor] != 0.0
    }

    /// Whether every scale has length.
    pub(super) fn have_scales(&self) -> bool {
        self.low.iter().zip(self.high).all(|(low, high)| low < high)
    }

    /// Whether not all score the same on this factor.
    fn separates(&self, scores: &[f64], factor: usize) -> bool {
        let (low, high) = extremes(column(scores, factor, self.count()));
        !same(low, high)
    }

    /// Whether the scores of this factor can be shares of the best: none below zero, and none zero where it would divide.
    fn has_ratios(&self, scores: &[f64], factor: usize) -> bool {
        let (low, high) = extremes(column(scores, factor, self.count()));
        if self.is_lower_better(factor) { low > 0.0 } else { low >= 0.0 && high > 0.0 }
    }

    /// The worst and the best end of a scale.
    fn ends(&self, factor: usize) -> (f64, f64) {
        let (low, high) = (self.low[factor], self.high[factor]);
        if self.is_lower_better(factor) { (high, low) } else { (low, high) }
    }
}

/// The scores of one factor.
pub(super) fn column(scores: &[f64], factor: usize, width: usize) -> impl Iterator<Item = f64> + Clone {
    scores.iter().skip(factor).step_by(width).copied()
}

/// The smallest and the largest. Means of the same scores may differ by rounding, which `same` tells from a difference.
pub(super) fn extremes(column: impl Iterator<Item = f64>) -> (f64, f64) {
    column.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), score| (low.min(score), high.max(score)))
}

/// What turns the scores of one factor into comparable ones.
#[derive(Clone, Copy, Debug)]
enum Rescaling {
    /// The distance from `zero` in units of `span`. A factor on which all score the same separates nobody: 0 for all.
    Linear { zero: f64, span: f64 },
    /// This divided by the score.
    Inverse(f64),
}

impl Rescaling {
    fn of(
        normalisation: Normalisation,
        column: impl Iterator<Item = f64> + Clone,
        factors: &Factors,
        factor: usize,
    ) -> Self {
        let lower_is_better = factors.is_lower_better(factor);
        let (low, high) = extremes(column.clone());
        let between = |worst: f64, best: f64| Self::Linear { zero: worst, span: best - worst };
        match normalisation {
            Normalisation::FixedScale => {
                let (worst, best) = factors.ends(factor);
                between(worst, best)
            }
            Normalisation::MinMax if same(low, high) => between(low, low),
            Normalisation::MinMax if lower_is_better => between(high, low),
            Normalisation::MinMax => between(low, high),
            Normalisation::RatioToBest if lower_is_better => Self::Inverse(low),
            Normalisation::RatioToBest => Self::Linear { zero: 0.0, span: high },
            Normalisation::ZPopulation | Normalisation::ZSample => {
                let sample = normalisation == Normalisation::ZSample;
                let (mean, deviation) = moments(column, sample);
                let span = if lower_is_better { -deviation } else { deviation };
                // Equal scores have no deviation; the mean's own rounding must not make one.
                Self::Linear { zero: mean, span: if same(low, high) { 0.0 } else { span } }
            }
        }
    }

    fn apply(self, score: f64) -> f64 {
        match self {
            Self::Linear { span: 0.0, .. } => 0.0,
            Self::Linear { zero, span } => (score - zero) / span,
            Self::Inverse(best) => best / score,
        }
    }
}

/// The mean and the standard deviation, of a whole population or of a sample.
fn moments(column: impl Iterator<Item = f64> + Clone, sample: bool) -> (f64, f64) {
    let count = column.clone().count() as f64;
    let mean = column.clone().sum::<f64>() / count;
    let squares: f64 = column.map(|score| (score - mean) * (score - mean)).sum();
    (mean, sqrt(squares / if sample { count - 1.0 } else { count }))
}

/// Writes the comparable scores of opportunities × factors: higher is better on every factor.
pub(super) fn normalise(normalisation: Normalisation, scores: &[f64], factors: &Factors, out: &mut [f64]) {
    let width = factors.count();
    for factor in 0..width {
        let scores = column(scores, factor, width);
        let rescaling = Rescaling::of(normalisation, scores.clone(), factors, factor);
        for (out, score) in out.iter_mut().skip(factor).step_by(width).zip(scores) {
            *out = rescaling.apply(score);
        }
    }
}

/// The weighted sum of each opportunity; no figure beyond the last.
pub(super) fn weighted_sums(
    normalisation: Normalisation,
    scores: &[f64],
    weights: &[f64],
    factors: &Factors,
) -> [f64; MOST_OPPORTUNITIES] {
    let mut normalised: Plane = [0.0; MOST_OPPORTUNITIES * MOST_FACTORS];
    let normalised = &mut normalised[..scores.len()];
    normalise(normalisation, scores, factors, normalised);
    let mut sums = [f64::NAN; MOST_OPPORTUNITIES];
    for (sum, scores) in sums.iter_mut().zip(normalised.chunks_exact(weights.len())) {
        *sum = scores.iter().zip(weights).map(|(score, weight)| score * weight).sum();
    }
    sums
}

/// Whether these scores can be made comparable in this way.
///
/// # Errors
/// Names the reason why not.
pub(super) fn check(normalisation: Normalisation, scores: &[f64], factors: &Factors) -> Result<(), Key> {
    let (holds, reason) = match normalisation {
        Normalisation::FixedScale => (factors.have_scales(), "no_scale"),
        Normalisation::RatioToBest => {
            ((0..factors.count()).all(|factor| factors.has_ratios(scores, factor)), "ratio_needs_positive")
        }
        Normalisation::MinMax | Normalisation::ZPopulation | Normalisation::ZSample => {
            ((0..factors.count()).any(|factor| factors.separates(scores, factor)), "no_spread")
        }
    };
    if holds { Ok(()) } else { Err(reason) }
}

/// Scores normalised by the scores of the others. Given: scores, the factors' directions and scale ends, the way. Results: the
/// comparable scores, 0 for all on a factor that separates nobody; whether each factor has comparable scores.
pub(super) static RELATIVE: Function = Function { key: "relative", evaluate: relative, columns: &[], parts: None };

fn relative(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let (scores, factors) = (given.column(0), Factors::read(given, 1));
    let normalisation = Normalisation::of(given.whole(4));
    check(normalisation, scores, &factors)?;
    normalise(normalisation, scores, &factors, out.column(0));
    let needs_spread = !matches!(normalisation, Normalisation::FixedScale | Normalisation::RatioToBest);
    let has_value = |factor: usize| !needs_spread || factors.separates(scores, factor);
    out.fill(1, (0..factors.count()).map(|factor| f64::from(u8::from(has_value(factor)))));
    Ok(())
}

/// Weights by entropy (Shannon 1948; Zeleny 1982): a factor on which the opportunities differ more weighs more.
/// Given: scores. Results: the entropy of each factor, its weight.
pub(super) static ENTROPY: Function = Function { key: "entropy_weights", evaluate: entropy, columns: &[], parts: None };

fn entropy(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let scores = given.column(0);
    let width = out.column(0).len();
    if scores.iter().any(|score| *score < 0.0) {
        return Err("entropy_needs_positive");
    }
    let mut diversities = [0.0; MOST_FACTORS];
    for (factor, diversity) in diversities.iter_mut().enumerate().take(width) {
        *diversity = one_less_entropy(column(scores, factor, width));
    }
    let all: f64 = diversities.iter().sum();
    if all <= 0.0 {
        return Err("all_alike");
    }
    out.fill(0, diversities.iter().map(|diversity| 1.0 - diversity));
    out.fill(1, diversities.iter().map(|diversity| diversity / all));
    Ok(())
}

/// 1 − e of a factor's scores, 0 where all score the same. With p = (1 + d) ÷ n it is Σ ((1 + d)·ln(1 + d) − d) ÷ (n·ln n), as
/// the d add up to 0: a sum of parts none of which is negative, so that scores that hardly differ keep their digits.
fn one_less_entropy(column: impl Iterator<Item = f64> + Clone) -> f64 {
    let (low, high) = extremes(column.clone());
    if same(low, high) {
        return 0.0;
    }
    let count = column.clone().count() as f64;
    let mean = column.clone().sum::<f64>() / count;
    let part = |score: f64| {
        let off = (score - mean) / mean;
        if score <= 0.0 {
            1.0
        } else if off.abs() < 1e-3 {
            off * off * (1.0 / 2.0 - off * (1.0 / 6.0 - off * (1.0 / 12.0 - off * (1.0 / 20.0 - off / 30.0))))
        } else {
            (1.0 + off) * log1p(off) - off
        }
    };
    column.map(part).sum::<f64>() / (count * ln(count))
}
