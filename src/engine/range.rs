//! How uncertain an input is: a stated interval, or low, likely and high; and the figures drawn from that.

use super::many::exponentials;
use super::math::{ln, normal_distribution, normal_quantile, normal_quantiles, pow, sqrt, within};

/// How the figures between low and high, and beyond them, are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Even on both sides of the middle; low and high hold the stated share of all cases between them.
    Normal,
    /// The same for the logarithm: never below zero, with a longer upper side.
    Lognormal,
    /// From low to high with the likely figure as its peak, smooth: a beta distribution, shape parameter 4.
    Pert,
    /// From low to high with the likely figure as its peak, in straight lines.
    Triangular,
    /// Any figure from low to high alike.
    Uniform,
}

impl Shape {
    /// Every shape, in the order of the menu.
    pub const ALL: [Self; 5] = [Self::Normal, Self::Lognormal, Self::Pert, Self::Triangular, Self::Uniform];

    /// The name in files and catalogues.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Lognormal => "lognormal",
            Self::Pert => "pert",
            Self::Triangular => "triangular",
            Self::Uniform => "uniform",
        }
    }

    /// The shape of this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shape| shape.key() == key)
    }

    /// Whether it asks for a likely figure.
    #[must_use]
    pub const fn is_peaked(self) -> bool {
        matches!(self, Self::Pert | Self::Triangular)
    }

    /// Whether low and high are an interval that holds a stated share of the cases, not all of them.
    #[must_use]
    pub const fn is_interval(self) -> bool {
        matches!(self, Self::Normal | Self::Lognormal)
    }
}

/// An uncertain figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    pub shape: Shape,
    pub low: f64,
    /// The peak, where the shape has one.
    pub likely: f64,
    pub high: f64,
    /// The share of all cases that lie between low and high, where they are an interval.
    pub coverage: f64,
}

/// What is wrong with a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A figure of it is no finite number.
    NotANumber,
    /// Low is not below high.
    Order,
    /// The likely figure is not between them.
    Likely,
    /// A lognormal range begins at zero or below.
    NotPositive,
    /// The share between low and high is not between 50 and 99 %.
    Coverage,
    /// It reaches beyond the limits of its input.
    Outside,
}

impl Range {
    /// Low to high holding `coverage` of all cases, normally or lognormally spread.
    #[must_use]
    pub const fn interval(shape: Shape, low: f64, high: f64, coverage: f64) -> Self {
        Self { shape, low, likely: low, high, coverage }
    }

    /// Low, likely and high: PERT or triangular. A uniform range has no peak.
    #[must_use]
    pub const fn points(shape: Shape, low: f64, likely: f64, high: f64) -> Self {
        Self { shape, low, likely, high, coverage: 1.0 }
    }

    /// The figure that stands for the range where one is asked for: its peak, otherwise its median.
    #[must_use]
    pub fn middle(&self) -> f64 {
        match self.shape {
            Shape::Pert | Shape::Triangular => self.likely,
            Shape::Lognormal => sqrt(self.low) * sqrt(self.high),
            Shape::Normal | Shape::Uniform => self.low + (self.high - self.low) / 2.0,
        }
    }

    /// What is wrong with it for an input with these limits, if anything.
    #[must_use]
    pub fn flaw(&self, low: f64, high: f64) -> Option<Flaw> {
        let (peaked, interval) = (self.shape.is_peaked(), self.shape.is_interval());
        let finite = [self.low, self.high, self.likely, self.coverage].iter().all(|figure| figure.is_finite());
        match () {
            () if !finite => Some(Flaw::NotANumber),
            () if self.low >= self.high => Some(Flaw::Order),
            () if peaked && !(self.low..=self.high).contains(&self.likely) => Some(Flaw::Likely),
            () if self.shape == Shape::Lognormal && self.low <= 0.0 => Some(Flaw::NotPositive),
            () if interval && !(0.5..=0.99).contains(&self.coverage) => Some(Flaw::Coverage),
            () if self.low < low || self.high > high => Some(Flaw::Outside),
            () => None,
        }
    }
}

/// How many steps the table of a PERT range has.
const KNOTS: usize = 4096;

/// Turns even figures between 0 and 1 into figures of a range, by its quantiles. What would lie beyond the input's limits is
/// not drawn: the range is cut there.
#[derive(Clone, Debug)]
pub struct Sampler {
    law: Law,
    whole: bool,
    limits: (f64, f64),
}

/// A table holds quantiles at equal steps of probability, and the powers of it by which they run in its first and last step.
#[derive(Clone, Debug)]
enum Law {
    Normal { mean: f64, deviation: f64, from: f64, width: f64, of_logarithm: bool },
    Triangular { low: f64, likely: f64, high: f64 },
    Uniform { low: f64, width: f64 },
    Table(Vec<f64>, (f64, f64)),
}

impl Sampler {
    /// A sampler for a range without flaw. `whole` rounds each figure; `low` and `high` are the limits of the input.
    #[must_use]
    pub fn new(range: &Range, low: f64, high: f64, whole: bool) -> Self {
        let law = match range.shape {
            Shape::Normal => normal(range, range.low, range.high, (low, high), false),
            Shape::Lognormal => {
                let logarithm = |figure: f64| if figure > 0.0 { ln(figure) } else { f64::NEG_INFINITY };
                normal(range, ln(range.low), ln(range.high), (logarithm(low), logarithm(high)), true)
            }
            Shape::Triangular => Law::Triangular { low: range.low, likely: range.likely, high: range.high },
            Shape::Uniform => Law::Uniform { low: range.low, width: range.high - range.low },
            Shape::Pert => pert(range),
        };
        Self { law, whole, limits: (low, high) }
    }

    /// Replaces each figure between 0 and 1 by the quantile of that probability.
    pub fn fill(&self, figures: &mut [f64]) {
        match &self.law {
            Law::Normal { mean, deviation, from, width, of_logarithm } => {
                for u in figures.iter_mut() {
                    *u = from + width * *u;
                }
                normal_quantiles(figures);
                for score in figures.iter_mut() {
                    *score = mean + deviation * *score;
                }
                if *of_logarithm {
                    exponentials(figures);
                }
            }
            Law::Triangular { low, likely, high } => {
                let (all, left) = (high - low, likely - low);
                let split = left / all;
                for u in figures.iter_mut() {
                    // One root, and choices between figures instead of ways: no processor can guess the side.
                    let is_left = *u < split;
                    let root = sqrt(if is_left { *u * all * left } else { (1.0 - *u) * all * (all - left) });
                    *u = if is_left { low + root } else { high - root };
                }
            }
            Law::Uniform { low, width } => figures.iter_mut().for_each(|u| *u = low + width * *u),
            Law::Table(quantiles, powers) => figures.iter_mut().for_each(|u| {
                let place = *u * KNOTS as f64;
                let knot = (place as usize).min(KNOTS - 1);
                let share = match (knot, place - knot as f64) {
                    (0, share) => pow(share, powers.0),
                    (knot, share) if knot == KNOTS - 1 => 1.0 - pow(1.0 - share, powers.1),
                    (_, share) => share,
                };
                *u = quantiles[knot] + share * (quantiles[knot + 1] - quantiles[knot]);
            }),
        }
        if self.whole {
            // In a loop of its own: within the next, wasm would round every figure only to drop it.
            for figure in figures.iter_mut() {
                *figure = figure.round();
            }
        }
        for figure in figures {
            // Rounding may carry a figure at a limit a last digit beyond it.
            *figure = within(*figure, self.limits.0, self.limits.1);
        }
    }

    /// The quantile of one probability.
    #[must_use]
    pub fn quantile(&self, probability: f64) -> f64 {
        let mut figure = [probability];
        self.fill(&mut figure);
        figure[0]
    }
}

/// Normal between two bounds that hold the coverage, cut at the limits.
fn normal(range: &Range, low: f64, high: f64, limits: (f64, f64), of_logarithm: bool) -> Law {
    let mean = low + (high - low) / 2.0;
    let deviation = (high - low) / 2.0 / normal_quantile(f64::midpoint(1.0, range.coverage));
    // Low and high so close that their logarithms are one figure: nothing to cut.
    let below = |limit: f64, none: f64| {
        if deviation > 0.0 { normal_distribution((limit - mean) / deviation) } else { none }
    };
    let (from, to) = (below(limits.0, 0.0), below(limits.1, 1.0));
    Law::Normal { mean, deviation, from, width: to - from, of_logarithm }
}

/// The law of a PERT range, by its quantiles at equal steps of probability: its density summed up by Simpson's rule, read backwards.
fn pert(range: &Range) -> Law {
    let all = range.high - range.low;
    let peak = (range.likely - range.low) / all;
    let (a, b) = (4.0 * peak, 4.0 * (1.0 - peak));
    let density = |x: f64| pow(x, a) * pow(1.0 - x, b);
    let step = 1.0 / KNOTS as f64;
    let mut total = 0.0;
    let mut before = density(0.0);
    let summed: Vec<f64> = std::iter::once(0.0)
        .chain((0..KNOTS).map(|knot| {
            let (middle, after) = (density((knot as f64 + 0.5) * step), density((knot as f64 + 1.0) * step));
            total += (before + 4.0 * middle + after) * step / 6.0;
            before = after;
            total
        }))
        .collect();
    let mut knot = 0;
    let mut quantiles: Vec<f64> = (0..KNOTS)
        .map(|place| {
            let wanted = place as f64 * step * total;
            while knot + 1 < KNOTS && summed[knot + 1] < wanted {
                knot += 1;
            }
            let share = (wanted - summed[knot]) / (summed[knot + 1] - summed[knot]);
            range.low + all * (knot as f64 + if share.is_finite() { share } else { 0.0 }) * step
        })
        .collect();
    quantiles.push(range.high);
    // Near an end the probability beyond a figure is a power of its distance from that end.
    Law::Table(quantiles, (1.0 / (a + 1.0), 1.0 / (b + 1.0)))
}
