//! The finite-horizon dynamic programme: which price to ask with so much stock and so much time left.

use super::demand::{Arrivals, expected_sold};
use crate::engine::many::{add_convolved, add_scaled};
use crate::engine::math::above;

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
    /// The chances that at least 0, 1, 2 … want to buy.
    at_least: Vec<f64>,
}

impl Offer {
    /// An offer that `wanting` customers want to take in a period on average.
    #[must_use]
    pub fn new(price: f64, arrivals: Arrivals, wanting: f64, stock: usize) -> Self {
        let chances = arrivals.chances(1, wanting, stock);
        let sold = expected_sold(&chances, stock);
        let at_least = (0..=stock).map(|units| at_least(&chances, units)).collect();
        Self { price, chances, sold, at_least }
    }

    /// What the offer earns from each stock but 0, where `later` is what each stock earns after this period.
    fn worths(&self, worths: &mut [f64], later: &[f64]) {
        for (worth, sold) in worths.iter_mut().zip(&self.sold) {
            *worth = self.price * sold;
        }
        // A stock of 0, which earns no more, is where all are sold who want to be, and counted above.
        add_convolved(&mut worths[1..], &self.chances, &later[1..]);
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
    Outcome { revenue: price * sold + season.salvage * unsold, unsold, sold_out: at_least(&chances, season.stock) }
}

/// The chance that at least so many want to buy. A list that ends before holds all there is: no more can come, or hardly ever.
fn at_least(chances: &[f64], units: usize) -> f64 {
    if chances.len() <= units { 0.0 } else { (1.0 - chances[..units].iter().sum::<f64>()).max(0.0) }
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
        values.resize(width * (season.periods + 1), 0.0);
        let mut choices = vec![0; width * (season.periods + 1)];
        let mut worths = vec![0.0; width];
        for left in 1..=season.periods {
            let (later, now) = values[(left - 1) * width..][..2 * width].split_at_mut(width);
            let choices = &mut choices[left * width..][..width];
            now[1..].fill(f64::MIN);
            // Offer by offer over every stock, so that the sums run side by side.
            for (place, offer) in offers.iter().enumerate() {
                offer.worths(&mut worths, later);
                for ((worth, best), choice) in worths.iter().zip(&mut *now).zip(&mut *choices).skip(1) {
                    if above(*worth, *best) {
                        (*best, *choice) = (*worth, place);
                    }
                }
            }
        }
        Self { season, offers, values, choices }
    }

    /// The price to ask with so many periods and units left.
    #[must_use]
    pub fn price(&self, periods: usize, stock: usize) -> f64 {
        self.offer(periods, stock).price
    }

    /// The price with the smallest stock and all time left, and that with the whole stock in the last period, where no other
    /// price is higher than the one or lower than the other.
    #[must_use]
    pub fn span(&self) -> Option<(f64, f64)> {
        let Season { stock, periods, .. } = *self.season;
        if periods == 0 {
            return None;
        }
        let (highest, lowest) = (self.price(periods, 1), self.price(1, stock));
        let between = |left: usize| {
            (1..=stock).map(|units| self.price(left, units)).all(|price| price >= lowest && price <= highest)
        };
        (1..=periods).all(between).then_some((highest, lowest))
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
        // By how many are sold, up to the whole stock.
        let mut likely = vec![0.0; stock + 1];
        likely[0] = 1.0;
        for left in (1..=periods).rev() {
            let mut next = vec![0.0; stock + 1];
            next[stock] = likely[stock];
            // From the smallest stock up: the sums have always been taken in this order.
            for (before, chance) in likely[..stock].iter().enumerate().rev().filter(|(_, chance)| **chance > 0.0) {
                let units = stock - before;
                let offer = self.offer(left, units);
                add_scaled(&mut next[before..stock], *chance, &offer.chances);
                next[stock] += chance * offer.at_least[units];
            }
            likely = next;
        }
        let unsold = likely.iter().rev().enumerate().map(|(units, chance)| units as f64 * chance).sum();
        Outcome { revenue: self.value(periods, stock), unsold, sold_out: likely[stock] }
    }
}
