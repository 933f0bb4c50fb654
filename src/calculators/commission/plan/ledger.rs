//! The account of pay over several periods or deals in order: earned, taken back, advanced, repaid, paid and owed.

use rust_decimal::Decimal;

use super::cents::{cents, decimal, figure, sum};
use super::schedule::{ARGUMENTS, Schedule, first};
use crate::engine::{Arguments, Function, Key, Outputs};

/// Whether the tiers begin anew in every period, or go on from what was sold so far.
pub const BASES: &[Key] = &["each_period", "to_date"];
/// Nothing advanced; an advance that later pay repays; an advance that is kept.
pub const DRAWS: &[Key] = &["none", "recoverable", "kept"];

/// The arguments that follow those of the schedule.
mod given {
    use super::ARGUMENTS;
    pub const BASIS: usize = ARGUMENTS;
    pub const SALES: usize = ARGUMENTS + 1;
    pub const SPIFF: usize = ARGUMENTS + 2;
    pub const CLAWBACK: usize = ARGUMENTS + 3;
    pub const CAPPED: usize = ARGUMENTS + 4;
    pub const CAP: usize = ARGUMENTS + 5;
    pub const DRAW_KIND: usize = ARGUMENTS + 6;
    pub const DRAW: usize = ARGUMENTS + 7;
    pub const OPENING: usize = ARGUMENTS + 8;
}

/// Results: earned before the cap, net of cap, SPIFF and clawback, repaid, paid, owed (a figure a period); what rounding
/// once over all periods would pay; what the other basis would pay; what was withheld by the cap; what was advanced.
pub static LEDGER: Function = Function { key: "ledger", evaluate: ledger, columns: &[], detail: None };

/// What stands at the end of a period.
#[derive(Clone, Copy, Debug)]
pub struct Settled {
    pub advanced: Decimal,
    pub repaid: Decimal,
    pub paid: Decimal,
    pub owed: Decimal,
}

/// Settles a period's net pay against a draw. `kind` counts as in `DRAWS`. A recoverable draw is paid at least, and what
/// is above it first repays what is owed; a draw that is kept is paid at least, and nothing is owed for it.
pub fn settle(net: Decimal, kind: usize, draw: Decimal, owed: Decimal) -> Settled {
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
    let (schedule, rule) = first(given)?;
    let to_date = given.whole(given::BASIS) == 1;
    let exact = commissions(&schedule, given, to_date)?;
    // To date, a period is paid what all sales so far earn, less what was earned before it.
    let mut before = Decimal::ZERO;
    let step = |exact: &Decimal| {
        let now = cents(*exact, rule);
        let earlier = std::mem::replace(&mut before, now);
        if to_date { now - earlier } else { now }
    };
    let earned: Vec<Decimal> = exact.iter().map(step).collect();
    let cap = if given.is_on(given::CAPPED) { Some(decimal(given.figure(given::CAP))?) } else { None };
    let (kind, draw) = (given.whole(given::DRAW_KIND), decimal(given.figure(given::DRAW))?);
    let mut owed = if kind == 1 { decimal(given.figure(given::OPENING))? } else { Decimal::ZERO };
    let (mut withheld, mut advanced) = (Decimal::ZERO, Decimal::ZERO);
    for (row, earned) in earned.iter().enumerate() {
        let kept = cap.map_or(*earned, |cap| cap.min(*earned));
        withheld += *earned - kept;
        let spiff = cents(decimal(given.column(given::SPIFF)[row])?, rule);
        let clawback = cents(decimal(given.column(given::CLAWBACK)[row])?, rule);
        let net = kept + spiff - clawback;
        let settled = settle(net, kind, draw, owed);
        owed = settled.owed;
        advanced += settled.advanced;
        let figures = [*earned, net, settled.repaid, settled.paid, owed];
        figures.iter().enumerate().for_each(|(column, amount)| out.column(column)[row] = figure(*amount));
    }
    let once = if to_date { exact.last().copied().unwrap_or_default() } else { sum(exact)? };
    out.set(5, figure(cents(once, rule)));
    out.set(6, figure(total(&schedule, given, !to_date, rule)?));
    out.set(7, figure(withheld));
    out.set(8, figure(advanced));
    Ok(())
}

/// What each period's sales earn, or, to date, what all sales so far earn; not rounded.
fn commissions(schedule: &Schedule, given: &Arguments, to_date: bool) -> Result<Vec<Decimal>, Key> {
    let mut so_far = Decimal::ZERO;
    let each = given.column(given::SALES).iter().map(|sales| {
        let sales = decimal(*sales)?;
        so_far += sales;
        schedule.pay(if to_date { so_far } else { sales })
    });
    each.collect()
}

fn total(schedule: &Schedule, given: &Arguments, to_date: bool, rule: usize) -> Result<Decimal, Key> {
    let exact = commissions(schedule, given, to_date)?;
    if to_date {
        return Ok(cents(exact.last().copied().unwrap_or_default(), rule));
    }
    sum(exact.into_iter().map(|each| cents(each, rule)))
}
