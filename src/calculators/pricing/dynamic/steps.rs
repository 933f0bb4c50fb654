//! The steps of dynamic pricing: the best policy, and what one price kept would earn instead.

use super::any_price::AnyPrice;
use super::demand::{Arrivals, Willingness};
use super::programme::{Offer, Outcome, Programme, Season, kept};
use crate::engine::math::{above, order};
use crate::engine::unit::{COUNT, MONEY, PERIODS, PRICE};
use crate::engine::{Arguments, Function, Key, Outputs, PartColumn, PartKind};

/// The most units and periods: the programme looks at every pair of them.
pub const MOST_STOCK: usize = 200;
pub const MOST_PERIODS: usize = 200;

const fn column(key: Key, unit: crate::engine::Unit) -> PartColumn {
    PartColumn { key, kind: PartKind::Number(unit) }
}

/// The best price for every stock and time left. Given: the process, stock, periods, salvage value, arrivals per period,
/// the kind of willingness to pay, its mean, spread, lowest and highest, the prices of the ladder and the listed share
/// of customers who would pay each. Results: the price to begin with, the money, the units left, the chance to sell out; where
/// the price falls from the smallest stock with all time left to the whole stock in the last period, and lies nowhere beyond: these
/// two prices.
pub static POLICY: Function = Function {
    key: "policy",
    evaluate: policy,
    columns: &[
        column("periods_left", PERIODS),
        column("stock_left", COUNT),
        column("price", PRICE),
        column("value", MONEY),
    ],
    parts: Some(policy_rows),
};

/// What the step is given.
struct Question<'a> {
    any_price: bool,
    arriving: Arrivals,
    season: Season,
    arrivals: f64,
    willingness: Option<Willingness>,
    mean: f64,
    prices: &'a [f64],
    listed: &'a [f64],
}

impl<'a> Question<'a> {
    fn read(given: &Arguments<'a>) -> Result<Self, Key> {
        let question = Self::of_demand(given)?;
        let too_many = question.arriving == Arrivals::AtMostOne && question.arrivals > 1.0;
        if too_many { Err("more_than_one_arrives") } else { Ok(question) }
    }

    /// Only what the share of customers who would pay a price depends on is checked.
    fn of_demand(given: &Arguments<'a>) -> Result<Self, Key> {
        let any_price = given.whole(0) == 2;
        let season = Season {
            stock: given.whole(1).clamp(1, MOST_STOCK),
            periods: given.whole(2).min(MOST_PERIODS),
            salvage: given.figure(3),
        };
        let (arrivals, mean, spread) = (given.figure(4), given.figure(6), given.figure(7));
        let (lowest, highest) = (given.figure(8), given.figure(9));
        let willingness = match given.whole(5) {
            _ if any_price => Some(Willingness::Exponential { mean }),
            0 => Some(Willingness::Normal { mean, spread }),
            1 => Some(Willingness::Logistic { mean, spread }),
            2 => Some(Willingness::Uniform { lowest, highest }),
            3 => Some(Willingness::Exponential { mean }),
            _ => None,
        };
        let arriving = if given.whole(0) == 1 { Arrivals::AtMostOne } else { Arrivals::Poisson };
        if matches!(willingness, Some(Willingness::Uniform { lowest, highest }) if lowest > highest) {
            return Err("lowest_above_highest");
        }
        Ok(Self {
            any_price,
            arriving,
            season,
            arrivals,
            willingness,
            mean,
            prices: given.column(10),
            listed: given.column(11),
        })
    }

    /// The share of customers who would pay the price in a row of the ladder.
    fn share_paying(&self, row: usize) -> f64 {
        self.willingness.map_or(self.listed[row], |willingness| willingness.share_paying(self.prices[row]))
    }

    fn kept(&self, row: usize) -> Outcome {
        kept(&self.season, self.prices[row], self.arriving, self.arrivals * self.share_paying(row))
    }

    /// The rows of the ladder from the highest price down.
    fn falling(&self) -> Vec<usize> {
        order(&self.prices.iter().map(|price| -price).collect::<Vec<_>>())
    }

    /// The ladder from the highest price down.
    fn offers(&self) -> Vec<Offer> {
        let offer = |row: usize| {
            let wanting = self.arrivals * self.share_paying(row);
            Offer::new(self.prices[row], self.arriving, wanting, self.season.stock)
        };
        self.falling().into_iter().map(offer).collect()
    }

    fn any_price(&self) -> AnyPrice<'_> {
        AnyPrice { season: &self.season, arrivals: self.arrivals, mean: self.mean }
    }
}

fn policy(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let question = Question::read(given)?;
    let Season { stock, periods, .. } = question.season;
    let (price, outcome, span) = if question.any_price {
        let any_price = question.any_price();
        let (first, last) = (any_price.policy(periods), any_price.policy(1));
        let span = first.first().zip(last.last()).map(|(highest, lowest)| (highest.0, lowest.0));
        (first.last().map_or(f64::NAN, |full| full.0), any_price.outcome(), span)
    } else {
        let offers = question.offers();
        let programme = Programme::solve(&question.season, &offers);
        (programme.price(periods, stock), programme.outcome(), programme.span())
    };
    out.set(0, price);
    report(out, 1, outcome);
    if let Some((highest, lowest)) = span.filter(|(highest, lowest)| above(*highest, *lowest)) {
        out.set(4, highest);
        out.set(5, lowest);
    }
    Ok(())
}

/// Writes an outcome into three results, from this one on.
fn report(out: &mut Outputs, first: usize, outcome: Outcome) {
    out.set(first, outcome.revenue);
    out.set(first + 1, outcome.unsold);
    out.set(first + 2, outcome.sold_out);
}

/// Every stock at every time left, the fullest first.
fn policy_rows(given: &Arguments) -> Result<Vec<Vec<f64>>, Key> {
    let question = Question::read(given)?;
    let Season { stock, periods, .. } = question.season;
    let mut columns = vec![Vec::new(); 4];
    let mut row = |left: usize, units: usize, price: f64, value: f64| {
        for (column, figure) in columns.iter_mut().zip([left as f64, units as f64, price, value]) {
            column.push(figure);
        }
    };
    if question.any_price {
        for left in (1..=periods).rev() {
            let policy = question.any_price().policy(left);
            for (units, (price, value)) in policy.into_iter().enumerate().rev() {
                row(left, units + 1, price, value);
            }
        }
    } else {
        let offers = question.offers();
        let programme = Programme::solve(&question.season, &offers);
        for left in (1..=periods).rev() {
            for units in (1..=stock).rev() {
                row(left, units, programme.price(left, units), programme.value(left, units));
            }
        }
    }
    if columns.iter().flatten().all(|figure| figure.is_finite()) { Ok(columns) } else { Err("beyond_measure") }
}

/// One price kept throughout. Given: as the policy. Results: the best price to keep, the money, the units left, the chance
/// to sell out; for each price of the ladder the money if it were kept.
pub static KEPT: Function = Function { key: "kept", evaluate: kept_prices, columns: &[], parts: None };

fn kept_prices(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let question = Question::read(given)?;
    let rows = 0..question.prices.len();
    let ladder: Vec<Outcome> = rows.clone().map(|row| question.kept(row)).collect();
    let best = if question.any_price {
        let price = question.any_price().best_kept();
        Some((price, question.any_price().kept(price)))
    } else {
        // As in the policy: of prices that earn the same, the highest.
        let best =
            |best: usize, next: usize| if above(ladder[next].revenue, ladder[best].revenue) { next } else { best };
        let row = question.falling().into_iter().reduce(best);
        row.map(|row| (question.prices[row], ladder[row]))
    };
    if let Some((price, outcome)) = best {
        out.set(0, price);
        report(out, 1, outcome);
    }
    out.fill(4, ladder.iter().map(|outcome| outcome.revenue));
    Ok(())
}

/// The share of customers who would pay each price of the ladder, however many come. Given: as the policy.
pub static PAYING: Function = Function { key: "paying", evaluate: paying, columns: &[], parts: None };

fn paying(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let question = Question::of_demand(given)?;
    out.fill(0, (0..question.prices.len()).map(|row| question.share_paying(row)));
    Ok(())
}

/// Whether a higher price of the ladder is listed with a larger share of customers, or one price with two. Given: the prices,
/// the shares. Results: 1 if so, else 0; the lowest such pair of neighbours: price and share of the one, then of the other.
pub static RISE: Function = Function { key: "share_rise", evaluate: rise, columns: &[], parts: None };

fn rise(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let (prices, shares) = (given.column(0), given.column(1));
    let mut rungs: Vec<(f64, f64)> = prices.iter().copied().zip(shares.iter().copied()).collect();
    rungs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let found = rungs.windows(2).find(|pair| pair[1].1 > pair[0].1);
    out.set(0, f64::from(u8::from(found.is_some())));
    let figures = found.into_iter().flatten().flat_map(|(price, share)| [*price, *share]);
    figures.enumerate().for_each(|(place, figure)| out.set(place + 1, figure));
    Ok(())
}
