//! What a deal, a pool or a cancellation means for each person or deal: shares that sum to the cent.

use rust_decimal::Decimal;

use super::cents::{cents, decimal, figure, product, quotient, share_out};
use super::payout::has_equals;
use crate::engine::{Arguments, Function, Key, Outputs};

fn decimals(figures: &[f64]) -> Result<Vec<Decimal>, Key> {
    figures.iter().map(|figure| decimal(*figure)).collect()
}

/// A commission split by shares, in whole cents that sum to it. Given: the commission, the shares, the rounding rule.
pub static SPLIT: Function = Function { key: "split", evaluate: split, columns: &[], parts: None };

fn split(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let shares = share_out(cents(decimal(given.figure(0))?, given.whole(2)), &decimals(given.column(1))?)?;
    out.fill(0, shares.into_iter().map(figure));
    Ok(())
}

/// A pool paid to a team: one part equally, the rest by own sales, each in whole cents that sum to the part. Given: the
/// pool's rate, the share split equally, the sales of each person, the rounding rule. Results: the pool, each one's part.
pub static POOL: Function = Function { key: "pool", evaluate: pool, columns: &[], parts: None };

fn pool(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let (rate, equally) = (decimal(given.figure(0))?, decimal(given.figure(1))?);
    let sales = decimals(given.column(2))?;
    let rule = given.whole(3);
    let pool = cents(product(&[rate, super::cents::sum(sales.iter().copied())?])?, rule);
    let equal = cents(product(&[pool, equally])?, rule);
    let equal_shares = share_out(equal, &vec![Decimal::ONE; sales.len()])?;
    let rest = pool - equal;
    let own_shares = if rest.is_zero() { vec![Decimal::ZERO; sales.len()] } else { share_out(rest, &sales)? };
    out.set(0, figure(pool));
    out.fill(1, equal_shares.into_iter().zip(own_shares).map(|(equal, own)| figure(equal + own)));
    Ok(())
}

/// What each person is paid for a deal that several are credited with. Given: the deal, the credit of each, the rate of
/// each, the rounding rule. Results: each one's commission.
pub static OVERLAY: Function = Function { key: "overlay", evaluate: overlay, columns: &[], parts: None };

fn overlay(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let deal = decimal(given.figure(0))?;
    for (person, (credit, rate)) in given.column(1).iter().zip(given.column(2)).enumerate() {
        let exact = product(&[deal, decimal(*credit)?, decimal(*rate)?])?;
        out.column(0)[person] = figure(cents(exact, given.whole(3)));
    }
    Ok(())
}

/// What a cancelled deal takes back: all within the window, then the share of the months not yet kept, later nothing; of
/// a deal without days and months nothing. Given: the commissions, the days and the full months each deal was kept, the
/// window in days, the months to keep it, the rounding rule.
pub static CLAWBACK: Function = Function { key: "clawback", evaluate: clawback, columns: &[], parts: None };

/// How many days count as a month where only one of the two was given.
const DAYS_A_MONTH: Decimal = Decimal::from_parts(30, 0, 0, false, 0);

fn clawback(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let (window, vesting) = (decimal(given.figure(3))?, decimal(given.figure(4))?);
    for (deal, paid) in given.column(0).iter().enumerate() {
        let typed = |index: usize| {
            let figure = given.column(index)[deal];
            if figure.is_nan() { Ok(None) } else { decimal(figure).map(Some) }
        };
        let paid = decimal(*paid)?;
        let back = match (typed(1)?, typed(2)?) {
            (None, None) => Decimal::ZERO,
            (days, months) => {
                let days_of = |months| product(&[months, DAYS_A_MONTH]);
                let days = days.map_or_else(|| days_of(months.unwrap_or_default()), Ok)?;
                let months = months.map_or_else(|| quotient(days, DAYS_A_MONTH).map(|months| months.floor()), Ok)?;
                if days <= window {
                    paid
                } else if months < vesting {
                    quotient(product(&[paid, vesting - months])?, vesting)?
                } else {
                    Decimal::ZERO
                }
            }
        };
        out.column(0)[deal] = figure(cents(back, given.whole(5)));
    }
    Ok(())
}

/// Whether two discount bands begin at the same discount, which `MARGIN` refuses. Given: their lower bounds. Result: 1 if so, else 0.
pub static REPEATED_BANDS: Function =
    Function { key: "repeated_bands", evaluate: repeated_bands, columns: &[], parts: None };

fn repeated_bands(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    out.set(0, f64::from(u8::from(has_equals(given.column(0)))));
    Ok(())
}

/// What each deal pays on its margin, at a rate that falls with the discount given. Given: lower bounds and rates of the
/// bands, list prices, prices sold at, costs, the rounding rule. Results: rate and commission of each deal.
pub static MARGIN: Function = Function { key: "margin", evaluate: margin, columns: &[], parts: None };

fn margin(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let (bounds, rates) = (decimals(given.column(0))?, decimals(given.column(1))?);
    if bounds.iter().enumerate().any(|(place, bound)| bounds[..place].contains(bound)) {
        return Err("same_band");
    }
    for (deal, list) in given.column(2).iter().enumerate() {
        let (list, sold) = (decimal(*list)?, decimal(given.column(3)[deal])?);
        let cost = decimal(given.column(4)[deal])?;
        // A price above list is no discount. The band is that with the highest lower bound which the discount has
        // reached: list − sold ≥ bound × list.
        let given_away = (list - sold).max(Decimal::ZERO);
        let mut reached: Option<usize> = None;
        for band in 0..bounds.len() {
            let inside = given_away >= product(&[bounds[band], list])?;
            if inside && reached.is_none_or(|best| bounds[band] > bounds[best]) {
                reached = Some(band);
            }
        }
        let rate = reached.map_or(Decimal::ZERO, |band| rates[band]);
        let pay = product(&[(sold - cost).max(Decimal::ZERO), rate])?;
        out.column(0)[deal] = figure(rate);
        out.column(1)[deal] = figure(cents(pay, given.whole(5)));
    }
    Ok(())
}
