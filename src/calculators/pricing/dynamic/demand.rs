//! Who comes and what they would pay: the demand that a price meets.

use crate::engine::math::{exp, lgamma, ln, normal_distribution, sqrt};

/// How much customers would pay at most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Willingness {
    /// Evenly between two bounds.
    Uniform {
        lowest: f64,
        highest: f64,
    },
    Exponential {
        mean: f64,
    },
    Normal {
        mean: f64,
        spread: f64,
    },
    /// `spread` is the standard deviation: the scale is that × √3 ÷ π.
    Logistic {
        mean: f64,
        spread: f64,
    },
}

impl Willingness {
    /// The share of customers who would pay this price.
    #[must_use]
    pub fn share_paying(&self, price: f64) -> f64 {
        match *self {
            Self::Uniform { lowest, .. } if price <= lowest => 1.0,
            Self::Uniform { highest, .. } if price >= highest => 0.0,
            Self::Uniform { lowest, highest } => (highest - price) / (highest - lowest),
            Self::Exponential { mean } => exp(-price.max(0.0) / mean),
            Self::Normal { mean, spread } => normal_distribution((mean - price) / spread),
            Self::Logistic { mean, spread } => {
                let scale = spread * sqrt(3.0) / std::f64::consts::PI;
                1.0 / (1.0 + exp((price - mean) / scale))
            }
        }
    }
}

/// How customers come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrivals {
    /// One or none in a period.
    AtMostOne,
    /// Any number, independent of one another.
    Poisson,
}

impl Arrivals {
    /// The chances that 0, 1, 2 … up to `most` customers want to buy in so many periods, where `wanting` do in one on
    /// average. What is left to 1 falls beyond the list.
    #[must_use]
    pub fn chances(self, periods: usize, wanting: f64, most: usize) -> Vec<f64> {
        match self {
            Self::AtMostOne => binomial(periods, wanting, most),
            Self::Poisson => poisson(periods as f64 * wanting, most),
        }
    }
}

/// `x ln y`, nothing where x is nothing.
fn times_ln(x: f64, y: f64) -> f64 {
    if x == 0.0 { 0.0 } else { x * ln(y) }
}

fn binomial(trials: usize, chance: f64, most: usize) -> Vec<f64> {
    let all = trials as f64;
    let of = |count: usize| {
        let count = count as f64;
        let ways = lgamma(all + 1.0) - lgamma(count + 1.0) - lgamma(all - count + 1.0);
        exp(ways + times_ln(count, chance) + times_ln(all - count, 1.0 - chance))
    };
    match trials {
        1 => [1.0 - chance, chance].into_iter().take(most + 1).collect(),
        _ => (0..=most.min(trials)).map(of).collect(),
    }
}

fn poisson(mean: f64, most: usize) -> Vec<f64> {
    /// Chances below this change no figure.
    const NEGLIGIBLE: f64 = 1e-18;
    let of = |count: usize| {
        let count = count as f64;
        exp(times_ln(count, mean) - mean - lgamma(count + 1.0))
    };
    let mut chances: Vec<f64> = (0..=most).map(of).collect();
    let needed = chances.iter().rposition(|chance| *chance > NEGLIGIBLE).map_or(1, |last| last + 1);
    chances.truncate(needed);
    chances
}

/// How many are sold on average from each stock 0, 1, 2 … `stock`: the sum of the chances of at least 1, 2 … buyers.
#[must_use]
pub fn expected_sold(chances: &[f64], stock: usize) -> Vec<f64> {
    let (mut below, mut sold) = (0.0, 0.0);
    let mut all = Vec::with_capacity(stock + 1);
    all.push(0.0);
    for unit in 0..stock {
        below += chances.get(unit).copied().unwrap_or(0.0);
        // The last chance of a list that ends before is the last there is; its sum's rounding is no further buyer.
        sold += if unit + 1 < chances.len() { (1.0_f64 - below).max(0.0) } else { 0.0 };
        all.push(sold);
    }
    all
}
