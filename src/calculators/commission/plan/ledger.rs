//! The account of pay over several periods or deals in order: earned, taken back, advanced, repaid, paid and owed.

use rust_decimal::Decimal;

use super::cents::{cents, decimal, figure, sum};
use super::payout::{ARGUMENTS, Terms, rule};
use crate::engine::{Arguments, Function, Key, Outputs};

/// Whether the tiers start again in every period, or go on from what was sold so far.
pub const BASES: &[Key] = &["each_period", "to_date"];
/// Whether a period of net returns lowers the sales of the next, or takes back what was paid.
pub const RETURNS: &[Key] = &["carried", "taken_back"];
/// Nothing advanced; an advance that later pay repays; an advance that is kept.
pub const DRAWS: &[Key] = &["none", "recoverable", "kept"];

/// The arguments that follow those of the payout.
mod given {
    use super::ARGUMENTS;
    pub const BASIS: usize = ARGUMENTS;
    pub const RETURNS: usize = ARGUMENTS + 1;
    pub const SALES: usize = ARGUMENTS + 2;
    pub const SPIFF: usize = ARGUMENTS + 3;
    pub const CLAWBACK: usize = ARGUMENTS + 4;
    pub const GATE: usize = ARGUMENTS + 5;
    pub const CAPPED: usize = ARGUMENTS + 6;
    pub const CAP: usize = ARGUMENTS + 7;
    pub const DRAW_KIND: usize = ARGUMENTS + 8;
    pub const DRAW: usize = ARGUMENTS + 9;
    pub const OPENING: usize = ARGUMENTS + 10;
}

/// Results: earned before the cap, net of cap, SPIFF and clawback, repaid, paid, owed (a figure a period); what rounding
/// once over all periods would pay; what the other basis would pay; what was withheld by the cap; what was advanced; the
/// net returns that no later period made up for.
pub static LEDGER: Function = Function { key: "ledger", evaluate: ledger, columns: &[], parts: None };

/// What is at the end of a period.
#[derive(Clone, Copy, Debug)]
struct Settled {
    advanced: Decimal,
    repaid: Decimal,
    paid: Decimal,
    owed: Decimal,
}

/// Settles a period's net pay against a draw. `kind` counts as in `DRAWS`. A recoverable draw is paid at least, and what
/// is above it first repays what is owed; a draw that is kept is paid at least, and nothing is owed for it.
fn settle(net: Decimal, kind: usize, draw: Decimal, owed: Decimal) -> Settled {
    let paid = match kind {
        1 => draw.max(net - owed),
        2 => draw.max(net),
        _ => net,
    };
    let owed_after = if kind == 1 { owed + paid - net } else { owed };
    Settled {
        advanced: (paid - net).max(Decimal::ZERO),
        repaid: (net - paid).max(Decimal::ZERO),
        paid,
        owed: owed_after,
    }
}

fn ledger(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let (account, rule) = (Account::read(given)?, rule(given));
    let to_date = given.whole(given::BASIS) == 1;
    let amount = |index: usize| decimal(given.figure(index)).map(|amount| cents(amount, rule));
    let cap = if given.is_on(given::CAPPED) { Some(amount(given::CAP)?) } else { None };
    let sales = given.column(given::SALES);
    let (exact, carried) = account.commissions(sales, to_date, account.returns)?;
    let (kind, draw) = (given.whole(given::DRAW_KIND), amount(given::DRAW)?);
    let mut owed = if kind == 1 { amount(given::OPENING)? } else { Decimal::ZERO };
    let (mut withheld, mut advanced) = (Decimal::ZERO, Decimal::ZERO);
    // To date, a period is paid what all sales so far earn, less what was earned before it; so is what the cap leaves.
    let mut before = (Decimal::ZERO, Decimal::ZERO);
    for (row, exact) in exact.iter().enumerate() {
        let now = cents(*exact, rule);
        let left = cap.map_or(now, |cap| cap.min(now));
        let (earned, kept) = (now - before.0, left - before.1);
        if to_date {
            before = (now, left);
        }
        withheld += earned - kept;
        let of_row = |index: usize| decimal(given.column(index)[row]).map(|amount| cents(amount, rule));
        let net = kept + of_row(given::SPIFF)? - of_row(given::CLAWBACK)?;
        let settled = settle(net, kind, draw, owed);
        owed = settled.owed;
        advanced += settled.advanced;
        let figures = [earned, net, settled.repaid, settled.paid, owed];
        figures.iter().enumerate().for_each(|(column, amount)| out.column(column)[row] = figure(*amount));
    }
    let once = if to_date { exact.last().copied().unwrap_or_default() } else { sum(exact)? };
    out.set(5, figure(cents(once, rule)));
    out.set(6, figure(account.total_otherwise(sales, to_date, rule)?));
    out.set(7, figure(withheld));
    out.set(8, figure(advanced));
    out.set(9, figure(-carried));
    Ok(())
}

/// What becomes of net returns where the tiers start again in every period. To date, later sales make up for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Returns {
    Carried,
    TakenBack,
    /// They are left out, as where each period is looked at alone.
    LeftOut,
}

/// What periods are paid by.
struct Account {
    terms: Terms,
    /// The attainment of sales below which nothing is paid.
    gate: Decimal,
    returns: Returns,
}

impl Account {
    fn read(given: &Arguments) -> Result<Self, Key> {
        Ok(Self {
            terms: Terms::read(given, 0)?,
            gate: decimal(given.figure(given::GATE))?,
            returns: if given.whole(given::RETURNS) == 1 { Returns::TakenBack } else { Returns::Carried },
        })
    }

    /// What sales earn, not rounded.
    fn earned(&self, sales: Decimal) -> Result<Decimal, Key> {
        if self.terms.reaches(self.gate, sales)? { self.terms.pay(sales) } else { Ok(Decimal::ZERO) }
    }

    /// What each period's sales earn, or, to date, what all sales so far earn; not rounded. With them the net returns, at
    /// most zero, that the last period leaves.
    fn commissions(&self, sales: &[f64], to_date: bool, returns: Returns) -> Result<(Vec<Decimal>, Decimal), Key> {
        let mut carried = Decimal::ZERO;
        let mut all = Vec::with_capacity(sales.len());
        for sales in sales {
            let counted = sum([decimal(*sales)?, carried])?;
            let taken_back = !to_date && returns == Returns::TakenBack && counted < Decimal::ZERO;
            all.push(if taken_back { self.terms.taken_back(counted)? } else { self.earned(counted)? });
            carried = match returns {
                _ if to_date => counted,
                Returns::Carried => counted.min(Decimal::ZERO),
                Returns::TakenBack | Returns::LeftOut => Decimal::ZERO,
            };
        }
        Ok((all, carried.min(Decimal::ZERO)))
    }

    /// What the other basis would pay: all sales to date, or each period by itself.
    fn total_otherwise(&self, sales: &[f64], to_date: bool, rule: usize) -> Result<Decimal, Key> {
        let (exact, _) = self.commissions(sales, !to_date, Returns::LeftOut)?;
        if !to_date {
            return Ok(cents(exact.last().copied().unwrap_or_default(), rule));
        }
        sum(exact.into_iter().map(|each| cents(each, rule)))
    }
}
