//! What a deal, a pool or a cancellation means for each person or deal: shares that sum to the cent.

use rust_decimal::Decimal;

use super::cents::{cents, decimal, figure, product, quotient, share_out};
use crate::engine::{Arguments, Function, Key, Outputs};

fn decimals(figures: &[f64]) -> Result<Vec<Decimal>, Key> {
    figures.iter().map(|figure| decimal(*figure)).collect()
}

/// A commission split by shares, in whole cents that sum to it. Given: the commission, the shares.
pub static SPLIT: Function = Function { key: "split", evaluate: split, columns: &[], detail: None };

fn split(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let shares = share_out(cents(decimal(given.figure(0))?, 0), &decimals(given.column(1))?)?;
    out.fill(0, shares.into_iter().map(figure));
    Ok(())
}

/// A pool paid to a team: one part equally, the rest by own sales, each in whole cents that sum to the part. Given: the
/// pool's rate, the share split equally, the sales of each person, the rounding rule. Results: the pool, each one's part.
pub static POOL: Function = Function { key: "pool", evaluate: pool, columns: &[], detail: None };

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
pub static OVERLAY: Function = Function { key: "overlay", evaluate: overlay, columns: &[], detail: None };

fn overlay(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let deal = decimal(given.figure(0))?;
    for (person, (credit, rate)) in given.column(1).iter().zip(given.column(2)).enumerate() {
        let exact = product(&[deal, decimal(*credit)?, decimal(*rate)?])?;
        out.column(0)[person] = figure(cents(exact, given.whole(3)));
    }
    Ok(())
}

/// What a cancelled deal takes back: all within the window, then the share not yet vested, later nothing. Given: the
/// commissions, the days and the months each deal was kept, the window in days, the months to vest, the rounding rule.
pub static CLAWBACK: Function = Function { key: "clawback", evaluate: clawback, columns: &[], detail: None };

/// How many days count as a month where no months were given.
const DAYS_A_MONTH: f64 = 30.0;

fn clawback(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let (window, vesting) = (given.figure(3), given.figure(4));
    for (deal, paid) in given.column(0).iter().enumerate() {
        let (days, months) = (given.column(1)[deal], given.column(2)[deal]);
        let kept = if months.is_nan() { (days / DAYS_A_MONTH).floor() } else { months };
        let paid = decimal(*paid)?;
        let back = if days.is_nan() {
            Decimal::ZERO
        } else if days <= window {
            paid
        } else {
            let unvested = decimal((vesting - kept).max(0.0))?;
            quotient(product(&[paid, unvested])?, decimal(vesting.max(1.0))?)?
        };
        out.column(0)[deal] = figure(cents(back, given.whole(5)));
    }
    Ok(())
}

/// What each deal pays on its margin, at a rate that falls with the discount given. Given: lower bounds and rates of the
/// bands, list prices, prices sold at, costs, the rounding rule. Results: rate and commission of each deal.
pub static MARGIN: Function = Function { key: "margin", evaluate: margin, columns: &[], detail: None };

fn margin(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let (bounds, rates) = (decimals(given.column(0))?, decimals(given.column(1))?);
    for (deal, list) in given.column(2).iter().enumerate() {
        let (list, sold) = (decimal(*list)?, decimal(given.column(3)[deal])?);
        let cost = decimal(given.column(4)[deal])?;
        // The band is that with the highest lower bound which the discount has reached: list − sold ≥ bound × list.
        let mut reached: Option<usize> = None;
        for band in 0..bounds.len() {
            let inside = list - sold >= product(&[bounds[band], list])?;
            if inside && reached.is_none_or(|best| bounds[band] >= bounds[best]) {
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
