//! Any price at any moment: the closed form of Gallego & van Ryzin (1994), Management Science 40(8), section 2.3, for
//! Poisson arrivals and exponential willingness to pay, with a salvage value.

use super::demand::{Arrivals, expected_sold};
use super::programme::{Outcome, Season, kept};
use crate::engine::math::{exp, expm1, ln, log1p};

/// Customers who come at a rate and would pay an exponential amount with this mean.
#[derive(Clone, Copy, Debug)]
pub struct AnyPrice<'a> {
    pub season: &'a Season,
    pub arrivals: f64,
    pub mean: f64,
}

impl AnyPrice<'_> {
    /// Buyers per period at the price that earns the most while stock lasts: arrivals × e^(−salvage ÷ mean − 1).
    fn pace(&self) -> f64 {
        self.arrivals * exp(-self.season.salvage / self.mean - 1.0)
    }

    /// The logarithm of Σ (pace × periods)^i ÷ i! up to each stock 0, 1, 2 …
    fn logarithms(&self, periods: f64) -> Vec<f64> {
        let (mut term, mut sum) = (0.0, 0.0);
        let growth = ln(self.pace() * periods);
        let mut all = vec![0.0];
        for unit in 1..=self.season.stock {
            term += growth - ln(unit as f64);
            let (high, low) = if term > sum { (term, sum) } else { (sum, term) };
            sum = high + log1p(exp(low - high));
            all.push(sum);
        }
        all
    }

    /// The price to ask and the money still to come, with so many periods and each stock from 1 left.
    #[must_use]
    pub fn policy(&self, periods: usize) -> Vec<(f64, f64)> {
        let salvage = self.season.salvage;
        let logarithms = self.logarithms(periods as f64);
        let step = |(before, pair): (usize, &[f64])| {
            let price = salvage + self.mean * (1.0 + pair[1] - pair[0]);
            (price, salvage * (before + 1) as f64 + self.mean * pair[1])
        };
        logarithms.windows(2).enumerate().map(step).collect()
    }

    /// How the season ends if the policy is followed: sales are Poisson at the pace, given that they do not exceed the
    /// stock.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let Season { stock, periods, salvage } = *self.season;
        let expected = self.pace() * periods as f64;
        let logarithms = self.logarithms(periods as f64);
        let (last, before) = (logarithms[stock], logarithms[stock.saturating_sub(1)]);
        let unsold = stock as f64 - expected * exp(before - last);
        Outcome {
            revenue: salvage * stock as f64 + self.mean * last,
            unsold: unsold.max(0.0),
            sold_out: -expm1(before - last),
        }
    }

    /// One price kept for the whole season.
    #[must_use]
    pub fn kept(&self, price: f64) -> Outcome {
        kept(self.season, price, Arrivals::Poisson, self.arrivals * exp(-price / self.mean))
    }

    /// The single price that earns the most: where a higher one earns neither more nor less. The money rises with the price up to
    /// it and falls beyond, as the share of sales that a higher price loses grows. At the top itself the money is flat, so that
    /// comparing it would settle half the digits of the price only.
    #[must_use]
    pub fn best_kept(&self) -> f64 {
        const HALVINGS: u32 = 64;
        let (mut low, mut high) = (self.season.salvage, self.season.salvage.max(self.clearing(1.0)) + 2.0 * self.mean);
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            if self.earns_more_above(middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        f64::midpoint(low, high)
    }

    /// Whether a price a little higher than this one earns more if kept. A unit of price brings the expected sales, and loses
    /// margin × chance that stock is left × customers lost.
    fn earns_more_above(&self, price: f64) -> bool {
        let Season { stock, periods, salvage } = *self.season;
        let wanting = self.arrivals * exp(-price / self.mean);
        let chances = Arrivals::Poisson.chances(periods, wanting, stock);
        let left_over: f64 = chances.iter().take(stock).sum();
        let lost = periods as f64 * wanting / self.mean * left_over;
        expected_sold(&chances, stock)[stock] > (price - salvage) * lost
    }

    /// The price at which so many customers would buy over the season.
    fn clearing(&self, units: f64) -> f64 {
        self.mean * ln(self.arrivals * self.season.periods as f64 / units)
    }
}
