//! What each measure is paid: its schedule read from the sheet, applied to what was credited.

use rust_decimal::Decimal;

use super::cents::{cents, decimal, figure, product, share_out, sum};
use super::schedule::{Line, MODES, Schedule, Tier};
use crate::engine::unit::{MONEY, NUMBER, PERCENT};
use crate::engine::{Arguments, Function, Key, Outputs, PartColumn, PartKind, Unit};

/// Whether the threshold holds for every measure, each by its own attainment, or for sales alone.
pub const THRESHOLD_FOR: &[Key] = &["every_measure", "sales"];

/// Whether two tiers of one schedule begin at the same bound, which `Schedule::new` refuses. Given: whether tiers begin at sales,
/// at which attainment or sales each begins, for which measure it is, and how many other measures are paid. Result: 1 if so, else 0.
pub static REPEATED: Function = Function { key: "repeated", evaluate: repeated, columns: &[], parts: None };

fn repeated(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let (bounds, named) = (given.column(if given.whole(0) == 1 { 2 } else { 1 }), given.column(3));
    let of_schedule = |measure: f64| -> Vec<f64> {
        let own = named.contains(&measure);
        let counts = |name: f64| if own { name == measure } else { name.is_nan() };
        bounds.iter().zip(named).filter(|(_, name)| counts(**name)).map(|(bound, _)| *bound).collect()
    };
    let found = (0..=given.whole(4)).any(|measure| has_equals(&of_schedule(measure as f64)));
    out.set(0, f64::from(u8::from(found)));
    Ok(())
}

/// Whether two of these are equal.
pub fn has_equals(bounds: &[f64]) -> bool {
    bounds.iter().enumerate().any(|(place, bound)| bounds[..place].contains(bound))
}

/// What the payout is computed from, in the order of the arguments of `PAYOUT`.
mod given {
    pub const ON_SALES: usize = 0;
    pub const FROM_ATTAINMENT: usize = 1;
    pub const FROM_SALES: usize = 2;
    pub const MULTIPLIER: usize = 3;
    pub const RATE: usize = 4;
    pub const MODE: usize = 5;
    pub const MEASURE: usize = 6;
    pub const THRESHOLD: usize = 7;
    pub const HURDLE: usize = 8;
    pub const SALES_ALONE: usize = 9;
    pub const TARGET: usize = 10;
    pub const RULE: usize = 11;
    pub const NUMBER: usize = 12;
    pub const WEIGHT: usize = 13;
    pub const GOAL: usize = 14;
    pub const AMOUNT: usize = 15;
    pub const CAP: usize = 16;
    pub const SHARE: usize = 17;
    pub const REVERSED: usize = 18;
    pub const LEFT: usize = 19;
    pub const PAY_LEFT: usize = 20;
    pub const PAY_PER: usize = 21;
}

/// How many arguments a payout takes, for steps that take more after them.
pub const ARGUMENTS: usize = given::PAY_PER + 1;

/// The payout of each measure: its tiers applied to what was credited, times its share of the target pay. Results: the
/// exact pay, and the pay rounded to the cent.
pub static PAYOUT: Function =
    Function { key: "payout", evaluate: payout, columns: SALES_COLUMNS, parts: Some(sales_lines) };

/// The same for the measures beside sales, whose amounts are in units of their own.
pub static MEASURES: Function =
    Function { key: "measures", evaluate: payout, columns: MEASURE_COLUMNS, parts: Some(tier_lines) };

const fn column(key: Key, unit: Unit) -> PartColumn {
    PartColumn { key, kind: PartKind::Number(unit) }
}

const TIER: PartColumn = column("line_tier", NUMBER);
const HOW: PartColumn = PartColumn { key: "line_mode", kind: PartKind::Word(MODES) };
const PAY: PartColumn = column("line_pay", MONEY);

const SALES_COLUMNS: &[PartColumn] = &[TIER, HOW, column("line_amount", MONEY), column("line_rate", PERCENT), PAY];

const MEASURE_COLUMNS: &[PartColumn] = &[
    PartColumn { key: "line_measure", kind: PartKind::RowOf("measures") },
    TIER,
    HOW,
    column("line_amount", NUMBER),
    column("line_rate", NUMBER),
    PAY,
];

/// A schedule with the plan's rules on credit around it: what an amount counts for, and what of its pay is paid.
pub struct Terms {
    schedule: Schedule,
    goal: Decimal,
    cap: Option<Decimal>,
    share: Decimal,
    reversed: Decimal,
    left: Decimal,
}

impl Terms {
    /// The terms of a measure, read from the arguments of `PAYOUT`. `row` counts the measures that were given.
    ///
    /// # Errors
    /// As `Schedule::new`.
    pub fn read(given: &Arguments, row: usize) -> Result<Self, Key> {
        let goal = decimal(given.column(given::GOAL)[row])?;
        let cap = given.column(given::CAP)[row];
        Ok(Self {
            schedule: schedule(given, row, goal)?,
            goal,
            cap: if cap.is_nan() { None } else { Some(product(&[decimal(cap)?, goal])?) },
            share: decimal(given.figure(given::SHARE))?,
            reversed: decimal(given.figure(given::REVERSED))?,
            left: decimal(given.figure(given::LEFT))?,
        })
    }

    /// What is credited for an amount: its share, less what was reversed, less what a discount takes.
    ///
    /// # Errors
    /// Refuses amounts beyond exact arithmetic.
    pub fn credited(&self, amount: Decimal) -> Result<Decimal, Key> {
        product(&[product(&[amount, self.share])? - self.reversed, self.left])
    }

    /// The lines of what an amount is paid; less than nothing counts as nothing.
    ///
    /// # Errors
    /// As `credited`.
    pub fn lines(&self, amount: Decimal) -> Result<Vec<Line>, Key> {
        let credited = self.credited(amount)?.max(Decimal::ZERO);
        self.schedule.lines(self.cap.map_or(credited, |cap| credited.min(cap)))
    }

    /// What an amount is paid, not rounded.
    ///
    /// # Errors
    /// As `lines`.
    pub fn pay(&self, amount: Decimal) -> Result<Decimal, Key> {
        sum(self.lines(amount)?.iter().map(|line| line.pay))
    }

    /// What an amount below zero takes back.
    ///
    /// # Errors
    /// As `lines`.
    pub fn taken_back(&self, amount: Decimal) -> Result<Decimal, Key> {
        self.schedule.taken_back(self.credited(amount)?)
    }

    /// Whether what an amount is credited reaches a share of the goal.
    ///
    /// # Errors
    /// As `credited`.
    pub fn reaches(&self, share: Decimal, amount: Decimal) -> Result<bool, Key> {
        Ok(self.credited(amount)?.max(Decimal::ZERO) >= product(&[share, self.goal])?)
    }
}

/// What sums of weights leave behind lies below this decimal.
const WEIGHT_DECIMALS: u32 = 12;
/// And what shares of on-target earnings leave behind, below this one.
const TARGET_DECIMALS: u32 = 9;

fn schedule(given: &Arguments, row: usize, goal: Decimal) -> Result<Schedule, Key> {
    let weight = decimal(given.column(given::WEIGHT)[row])?.round_dp(WEIGHT_DECIMALS);
    let measure = given.column(given::NUMBER)[row];
    let on_sales = given.whole(given::ON_SALES) == 1;
    let named = given.column(given::MEASURE);
    let own = named.contains(&measure);
    let mut tiers = Vec::new();
    for (place, name) in named.iter().enumerate() {
        if if own { *name != measure } else { !name.is_nan() } {
            continue;
        }
        let at = |index: usize| decimal(given.column(index)[place]);
        let mode = given.column(given::MODE)[place] as usize;
        tiers.push(if on_sales {
            let from = at(given::FROM_SALES)?;
            Tier::new(place + 1, mode, from, at(given::RATE)?, from)?
        } else {
            Tier::new(place + 1, mode, product(&[at(given::FROM_ATTAINMENT)?, goal])?, at(given::MULTIPLIER)?, goal)?
        });
    }
    let excused = measure != 0.0 && given.whole(given::SALES_ALONE) == 1;
    let threshold = if excused { Decimal::ZERO } else { decimal(given.figure(given::THRESHOLD))? };
    let target = decimal(given.figure(given::TARGET))?.round_dp(TARGET_DECIMALS);
    // What a discount leaves of pay that is counted on what it leaves of the credit; one division at the end of all.
    let (left, per) = (decimal(given.figure(given::PAY_LEFT))?, decimal(given.figure(given::PAY_PER))?);
    Schedule::new(
        &tiers,
        product(&[threshold, goal])?,
        given.whole(given::HURDLE) == 1,
        if on_sales {
            (product(&[weight, left])?, per)
        } else {
            (product(&[target, weight, left])?, product(&[goal, per])?)
        },
    )
}

/// The lines of the measure in a row of what was given.
fn lines_of(given: &Arguments, row: usize) -> Result<Vec<Line>, Key> {
    Terms::read(given, row)?.lines(decimal(given.column(given::AMOUNT)[row])?)
}

fn payout(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    for row in 0..given.column(given::GOAL).len() {
        let exact = sum(lines_of(given, row)?.iter().map(|line| line.pay))?;
        out.column(0)[row] = figure(exact);
        out.column(1)[row] = figure(cents(exact, rule(given)));
    }
    Ok(())
}

/// The rule by which lines are rounded.
pub fn rule(given: &Arguments) -> usize {
    given.whole(given::RULE)
}

/// The tier lines of every measure; their cents are shared out so that they sum to the measure's rounded pay.
fn tier_lines(given: &Arguments) -> Result<Vec<Vec<f64>>, Key> {
    let mut columns = vec![Vec::new(); MEASURE_COLUMNS.len()];
    for row in 0..given.column(given::GOAL).len() {
        let lines = lines_of(given, row)?;
        let exact: Vec<Decimal> = lines.iter().map(|line| line.pay).collect();
        let whole = cents(sum(exact.iter().copied())?, rule(given));
        let paid = if whole.is_zero() { vec![Decimal::ZERO; exact.len()] } else { share_out(whole, &exact)? };
        for (line, paid) in lines.iter().zip(paid) {
            let measure = given.column(given::NUMBER)[row] - 1.0;
            let figures = [
                measure,
                line.tier.number as f64,
                line.tier.mode as f64,
                figure(line.amount),
                line.rate.map_or(f64::NAN, figure),
                figure(paid),
            ];
            columns.iter_mut().zip(figures).for_each(|(column, figure)| column.push(figure));
        }
    }
    Ok(columns)
}

/// The tier lines of sales alone.
fn sales_lines(given: &Arguments) -> Result<Vec<Vec<f64>>, Key> {
    let mut columns = tier_lines(given)?;
    columns.remove(0);
    Ok(columns)
}
