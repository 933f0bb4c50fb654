//! A launch played forward: what each strategy's prices sell, cost and earn, period by period.

use super::cost::ExperienceCurve;
use super::market::Market;
use crate::engine::Key;
use crate::engine::math::{TOLERANCE, pow, same, sqrt};

/// When a period's cash counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    Start,
    Middle,
    End,
}

/// One of the two ways to price the launch.
#[derive(Clone, Debug, Default)]
pub struct Strategy {
    /// The planned price of each period.
    pub prices: Vec<f64>,
    /// The share of buyers that the rival takes once it is there.
    pub share_lost: f64,
    /// Spent before the first period.
    pub investment: f64,
    /// Why there is no price that earns anything; the prices are then no numbers, and nothing is sold.
    pub without_price: Option<Key>,
}

/// Everything but the prices.
#[derive(Clone, Debug)]
pub struct Launch {
    pub market: Market,
    pub curve: ExperienceCurve,
    /// The period, from 0, in which the rival enters; none if it never does.
    pub entry: Option<usize>,
    /// What the rival takes off our price. Matching it wins no extra buyers.
    pub price_cut: f64,
    /// Per period.
    pub discount_rate: f64,
    pub timing: Timing,
}

/// A period of a path.
#[derive(Clone, Copy, Debug)]
pub struct Period {
    pub price: f64,
    pub units: f64,
    pub revenue: f64,
    pub unit_cost: f64,
    pub profit: f64,
    /// All cash so far, the investment included, not discounted.
    pub cumulative: f64,
}

impl Period {
    /// The money taken and spent.
    fn moved(&self) -> f64 {
        self.revenue + self.units * self.unit_cost
    }
}

/// What a unit earns; a price that differs from the cost by a rounding error earns nothing.
pub(super) fn margin(price: f64, unit_cost: f64) -> f64 {
    if same(price, unit_cost) { 0.0 } else { price - unit_cost }
}

/// A sum of money of which no more than the rounding errors of its terms may be left, `moved` being their size.
pub(super) fn settled(sum: f64, moved: f64) -> f64 {
    if sum.abs() <= TOLERANCE * moved { 0.0 } else { sum }
}

impl Launch {
    /// Plays a strategy forward.
    #[must_use]
    pub fn play(&self, strategy: &Strategy) -> Vec<Period> {
        let (mut adopted, mut made, mut lowest) = (0.0, 0.0, f64::MAX);
        let mut cumulative = -strategy.investment;
        let period = |(index, planned): (usize, &f64)| {
            let buyers = self.market.buyers(*planned, adopted, lowest);
            let (kept, price) = self.after_entry(index, strategy.share_lost, *planned);
            let units = buyers * kept;
            let unit_cost = self.curve.unit_cost(made, units);
            let (revenue, profit) =
                if units > 0.0 { (units * price, units * margin(price, unit_cost)) } else { (0.0, 0.0) };
            adopted += buyers;
            made += units;
            lowest = planned.min(lowest);
            cumulative += profit;
            Period { price, units, revenue, unit_cost, profit, cumulative }
        };
        strategy.prices.iter().enumerate().map(period).collect()
    }

    /// The share of buyers that stays ours in a period, and the price they pay.
    #[must_use]
    pub fn after_entry(&self, period: usize, share_lost: f64, planned: f64) -> (f64, f64) {
        match self.entry {
            Some(entry) if period >= entry => (1.0 - share_lost, planned * (1.0 - self.price_cut)),
            _ => (1.0, planned),
        }
    }

    /// What one unit of money in a period is worth today, period by period.
    pub fn factors(&self, rate: f64) -> impl Iterator<Item = f64> + use<> {
        let once = 1.0 / (1.0 + rate);
        let first = match self.timing {
            Timing::Start => 1.0,
            Timing::Middle => sqrt(once),
            Timing::End => once,
        };
        std::iter::successors(Some(first), move |factor| Some(factor * once))
    }

    /// The net present value of a path at a discount rate.
    #[must_use]
    pub fn net_present_value(&self, path: &[Period], investment: f64, rate: f64) -> f64 {
        let sum: f64 = path.iter().zip(self.factors(rate)).map(|(period, factor)| period.profit * factor).sum();
        settled(sum - investment, self.moved(path, investment, rate))
    }

    /// All money that a path moves, discounted: what the rounding errors of its present value are measured by.
    #[must_use]
    pub fn moved(&self, path: &[Period], investment: f64, rate: f64) -> f64 {
        investment + path.iter().zip(self.factors(rate)).map(|(period, factor)| period.moved() * factor).sum::<f64>()
    }

    /// The periods until the cash has come back for good, evenly within a period; none if it never does.
    #[must_use]
    pub fn payback(&self, path: &[Period], investment: f64, rate: f64) -> Option<f64> {
        let (mut balance, mut found) = (-investment, (investment <= 0.0).then_some(0.0));
        let mut moved = investment;
        for (index, (period, factor)) in path.iter().zip(self.factors(rate)).enumerate() {
            let cash = period.profit * factor;
            moved += period.moved() * factor;
            let after = settled(balance + cash, moved);
            if balance < 0.0 && after >= 0.0 {
                found = Some(index as f64 - balance / cash);
            }
            balance = after;
            if balance < 0.0 {
                found = None;
            }
        }
        found
    }
}

/// A price that changes by the same share each period until it meets a bound, with the last held thereafter.
#[must_use]
pub fn changing(start: f64, change: f64, bound: f64, periods: usize) -> Vec<f64> {
    let price = |period: usize| {
        let price = start * pow(1.0 + change, period as f64);
        if change < 0.0 { price.max(bound.min(start)) } else { price.min(bound.max(start)) }
    };
    (0..periods).map(price).collect()
}

/// Prices as listed; periods after the last keep its price.
#[must_use]
pub fn listed(prices: &[f64], periods: usize) -> Vec<f64> {
    (0..periods).filter_map(|period| prices.get(period).or(prices.last()).copied()).collect()
}
