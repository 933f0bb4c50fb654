//! The finite-horizon dynamic programme: which price to ask with so much stock and so much time left.

use super::demand::{Arrivals, expected_sold};

/// What is to be sold, and by when.
#[derive(Clone, Copy, Debug)]
pub struct Season {
    pub stock: usize,
    pub periods: usize,
    /// What a unit brings that is left at the end.
    pub salvage: f64,
}

/// A price that may be asked, and what it sells in a period.
#[derive(Clone, Debug)]
pub struct Offer {
    pub price: f64,
    /// The chances that 0, 1, 2 … customers want to buy.
    chances: Vec<f64>,
    /// Sold on average from a stock of 0, 1, 2 …
    sold: Vec<f64>,
}

impl Offer {
    /// An offer that `wanting` customers want to take in a period on average.
    #[must_use]
    pub fn new(price: f64, arrivals: Arrivals, wanting: f64, stock: usize) -> Self {
        let chances = arrivals.chances(1, wanting, stock);
        let sold = expected_sold(&chances, stock);
        Self { price, chances, sold }
    }
}

/// How a season ends on average.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// Money from sales and from what is left.
    pub revenue: f64,
    pub unsold: f64,
    /// The chance that nothing is left.
    pub sold_out: f64,
}

/// One price kept for the whole season.
#[must_use]
pub fn kept(season: &Season, price: f64, arrivals: Arrivals, wanting: f64) -> Outcome {
    let chances = arrivals.chances(season.periods, wanting, season.stock);
    let sold = expected_sold(&chances, season.stock)[season.stock];
    let unsold = season.stock as f64 - sold;
    let left_over: f64 = chances.iter().take(season.stock).sum();
    Outcome { revenue: price * sold + season.salvage * unsold, unsold, sold_out: (1.0 - left_over).max(0.0) }
}

/// The best expected money, and the offer that earns it, for every stock and time left.
#[derive(Debug)]
pub struct Programme<'a> {
    season: &'a Season,
    offers: &'a [Offer],
    /// By periods left from 0, then stock left from 0.
    values: Vec<f64>,
    choices: Vec<usize>,
}

impl<'a> Programme<'a> {
    /// Solves backwards from the end. Of offers that earn the same the first is chosen.
    #[must_use]
    pub fn solve(season: &'a Season, offers: &'a [Offer]) -> Self {
        let width = season.stock + 1;
        let mut values: Vec<f64> = (0..width).map(|stock| season.salvage * stock as f64).collect();
        values.reserve(width * season.periods);
        let mut choices = vec![0; width * (season.periods + 1)];
        for left in 1..=season.periods {
            values.push(0.0);
            for stock in 1..width {
                let later = &values[(left - 1) * width..][..=stock];
                let (choice, value) = best(offers, later);
                choices[left * width + stock] = choice;
                values.push(value);
            }
        }
        Self { season, offers, values, choices }
    }

    /// The price to ask with so many periods and units left.
    #[must_use]
    pub fn price(&self, periods: usize, stock: usize) -> f64 {
        self.offer(periods, stock).price
    }

    /// The money still to come.
    #[must_use]
    pub fn value(&self, periods: usize, stock: usize) -> f64 {
        self.values[periods * (self.season.stock + 1) + stock]
    }

    fn offer(&self, periods: usize, stock: usize) -> &Offer {
        &self.offers[self.choices[periods * (self.season.stock + 1) + stock]]
    }

    /// How the season ends if the policy is followed, played forward over every stock that may be left.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let Season { stock, periods, .. } = *self.season;
        let mut likely = vec![0.0; stock + 1];
        likely[stock] = 1.0;
        for left in (1..=periods).rev() {
            let mut next = vec![0.0; stock + 1];
            next[0] = likely[0];
            for (units, chance) in likely.iter().enumerate().skip(1).filter(|(_, chance)| **chance > 0.0) {
                let mut all = 1.0;
                for (sold, of_sale) in self.offer(left, units).chances.iter().take(units).enumerate() {
                    next[units - sold] += chance * of_sale;
                    all -= of_sale;
                }
                next[0] += chance * f64::max(all, 0.0);
            }
            likely = next;
        }
        let unsold = likely.iter().enumerate().map(|(units, chance)| units as f64 * chance).sum();
        Outcome { revenue: self.value(periods, stock), unsold, sold_out: likely[0] }
    }
}

/// The offer that earns the most from the stock that `later` ends at, where `later` is what each stock earns after this
/// period; and what it earns.
fn best(offers: &[Offer], later: &[f64]) -> (usize, f64) {
    /// Less than this share of the money is rounding, not a better price.
    const ROUNDING: f64 = 1e-13;
    let stock = later.len() - 1;
    let worth = |offer: &Offer| {
        let sold_fewer = &offer.chances[..offer.chances.len().min(stock)];
        let mut worth = offer.price * offer.sold[stock];
        for (sold, chance) in sold_fewer.iter().enumerate() {
            worth += chance * later[stock - sold];
        }
        worth
    };
    let mut found = (0, f64::NEG_INFINITY);
    for (place, offer) in offers.iter().enumerate() {
        let worth = worth(offer);
        if worth > found.1 + ROUNDING * worth.abs() {
            found = (place, worth);
        }
    }
    found
}
