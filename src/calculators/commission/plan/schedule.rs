//! What a schedule of tiers pays for an amount credited, and the lines of which that is made.

use rust_decimal::Decimal;

use super::cents::{decimal, figure, product, quotient, sum};
use crate::engine::math::ordered;
use crate::engine::unit::{MONEY, NUMBER, PERCENT};
use crate::engine::{Arguments, DetailColumn, DetailKind, Function, Key, Outputs, Unit};

/// How a tier pays: its own part at its own rate; everything from the first unit at its rate; or in a straight line
/// from what its point pays to what the next point pays.
pub const MODES: &[Key] = &["marginal", "retroactive", "interpolated"];
/// Whether nothing is paid below the threshold but everything from it on, or only what lies above it.
pub const THRESHOLDS: &[Key] = &["gate", "hurdle"];

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
    pub const TARGET: usize = 9;
    pub const RULE: usize = 10;
    pub const NUMBER: usize = 11;
    pub const WEIGHT: usize = 12;
    pub const GOAL: usize = 13;
    pub const CREDITED: usize = 14;
    pub const PAID_PART: usize = 15;
    pub const CAP: usize = 16;
}

/// The payout of each measure: its tiers applied to what was credited, times its share of the target pay. Results: the
/// exact pay, and the pay rounded to the cent.
pub static PAYOUT: Function =
    Function { key: "payout", evaluate: payout, columns: SALES_COLUMNS, detail: Some(sales_lines) };

/// The same for the measures beside sales, whose amounts are in units of their own.
pub static MEASURES: Function =
    Function { key: "measures", evaluate: payout, columns: MEASURE_COLUMNS, detail: Some(tier_lines) };

const fn column(key: Key, unit: Unit) -> DetailColumn {
    DetailColumn { key, kind: DetailKind::Number(unit) }
}

const TIER: DetailColumn = column("line_tier", NUMBER);
const HOW: DetailColumn = DetailColumn { key: "line_mode", kind: DetailKind::Word(MODES) };
const PAY: DetailColumn = column("line_pay", MONEY);

const SALES_COLUMNS: &[DetailColumn] = &[TIER, HOW, column("line_amount", MONEY), column("line_rate", PERCENT), PAY];

const MEASURE_COLUMNS: &[DetailColumn] = &[
    DetailColumn { key: "line_measure", kind: DetailKind::RowOf("measures") },
    TIER,
    HOW,
    column("line_amount", NUMBER),
    column("line_rate", NUMBER),
    PAY,
];

/// One tier, its lower bound as an amount.
#[derive(Clone, Copy, Debug)]
pub struct Tier {
    /// Its place in the table, counted from 1.
    pub number: usize,
    pub from: Decimal,
    /// The rate or multiplier of its part, or of everything; of a point, what it pays.
    pub value: Decimal,
    pub mode: usize,
}

/// Tiers over an amount. What they pay is counted in amount × rate; `scale ÷ per` makes it money.
#[derive(Clone, Debug)]
pub struct Schedule {
    tiers: Vec<Tier>,
    threshold: Decimal,
    hurdle: bool,
    scale: Decimal,
    per: Decimal,
}

/// A part of what is paid: this much, at this rate, by this tier.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    pub tier: Tier,
    pub amount: Decimal,
    pub rate: Decimal,
    pub pay: Decimal,
}

impl Schedule {
    /// The schedule of a measure, read from the arguments of `PAYOUT`. `row` counts the measures that were given.
    fn read(given: &Arguments, row: usize) -> Result<Self, Key> {
        let goal = decimal(given.column(given::GOAL)[row])?;
        let weight = decimal(given.column(given::WEIGHT)[row])?;
        let measure = given.column(given::NUMBER)[row];
        let on_sales = given.whole(given::ON_SALES) == 1;
        let named = given.column(given::MEASURE);
        let own = named.contains(&measure);
        let mut tiers = Vec::new();
        for (place, name) in named.iter().enumerate() {
            if if own { *name != measure } else { !name.is_nan() } {
                continue;
            }
            let mode = given.column(given::MODE)[place] as usize;
            let (from, value) = if on_sales {
                let from = decimal(given.column(given::FROM_SALES)[place])?;
                let rate = decimal(given.column(given::RATE)[place])?;
                (from, if mode == 2 { product(&[rate, from])? } else { rate })
            } else {
                let from = product(&[decimal(given.column(given::FROM_ATTAINMENT)[place])?, goal])?;
                let multiplier = decimal(given.column(given::MULTIPLIER)[place])?;
                (from, if mode == 2 { product(&[multiplier, goal])? } else { multiplier })
            };
            tiers.push(Tier { number: place + 1, from, value, mode });
        }
        let target = product(&[decimal(given.figure(given::TARGET))?, weight])?;
        Self::new(
            &tiers,
            product(&[decimal(given.figure(given::THRESHOLD))?, goal])?,
            given.whole(given::HURDLE) == 1,
            if on_sales { (weight, Decimal::ONE) } else { (target, goal) },
        )
    }

    fn new(tiers: &[Tier], threshold: Decimal, hurdle: bool, (scale, per): (Decimal, Decimal)) -> Result<Self, Key> {
        if tiers.is_empty() {
            return Err("no_tiers");
        }
        let tiers = ordered(tiers, |tier| figure(tier.from));
        if tiers.windows(2).any(|pair| pair[0].from == pair[1].from) {
            return Err("same_bound");
        }
        Ok(Self { tiers, threshold, hurdle, scale, per })
    }

    /// The lines of what an amount is paid, none of them rounded.
    ///
    /// # Errors
    /// Refuses amounts beyond exact arithmetic.
    pub fn lines(&self, amount: Decimal) -> Result<Vec<Line>, Key> {
        if amount < self.threshold {
            return Ok(Vec::new());
        }
        let free = if self.hurdle { self.threshold } else { Decimal::ZERO };
        let first = self.tiers[0];
        if amount.is_sign_negative() && first.from.is_zero() && first.mode != 2 {
            // What was returned takes back what the first tier paid for it.
            return Ok(vec![self.line(first, amount, first.value)?]);
        }
        let mut lines: Vec<Line> = Vec::new();
        for (place, tier) in self.tiers.iter().enumerate().take_while(|(_, tier)| tier.from <= amount) {
            let upper = self.tiers.get(place + 1).map_or(amount, |next| next.from.min(amount));
            match tier.mode {
                1 => lines = vec![self.line(*tier, (upper - free).max(Decimal::ZERO), tier.value)?],
                2 => lines = vec![self.point(place, upper, free)?],
                _ => {
                    let part = upper - tier.from.max(free);
                    if part > Decimal::ZERO {
                        lines.push(self.line(*tier, part, tier.value)?);
                    }
                }
            }
        }
        Ok(lines)
    }

    /// What an amount is paid, not rounded.
    ///
    /// # Errors
    /// As `lines`.
    pub fn pay(&self, amount: Decimal) -> Result<Decimal, Key> {
        sum(self.lines(amount)?.iter().map(|line| line.pay))
    }

    fn line(&self, tier: Tier, amount: Decimal, rate: Decimal) -> Result<Line, Key> {
        let pay = self.money(product(&[amount, rate])?)?;
        Ok(Line { tier, amount, rate: self.money(rate)?, pay })
    }

    fn money(&self, units: Decimal) -> Result<Decimal, Key> {
        quotient(product(&[units, self.scale])?, self.per)
    }

    /// The line of a point: from what it pays towards what the next point pays; past the last point, on with the last
    /// slope.
    fn point(&self, place: usize, upper: Decimal, free: Decimal) -> Result<Line, Key> {
        let tier = self.tiers[place];
        let at = |upper: Decimal| -> Result<Decimal, Key> {
            Ok(tier.value + product(&[self.slope(place)?, upper - tier.from])?)
        };
        let below = if free > tier.from { at(free)? } else { Decimal::ZERO };
        let amount = upper - free;
        let pay = self.money(at(upper)? - below)?;
        Ok(Line { tier, amount, rate: quotient(pay, amount)?, pay })
    }

    fn slope(&self, place: usize) -> Result<Decimal, Key> {
        let between = |low: &Tier, high: &Tier| quotient(high.value - low.value, high.from - low.from);
        let is_point = |tier: &&Tier| tier.mode == 2;
        let tier = &self.tiers[place];
        let next = self.tiers.get(place + 1).filter(is_point);
        let previous = place.checked_sub(1).and_then(|place| self.tiers.get(place)).filter(is_point);
        match (previous, next) {
            (_, Some(next)) => between(tier, next),
            (Some(previous), None) => between(previous, tier),
            (None, None) => Ok(Decimal::ZERO),
        }
    }
}

/// What counts towards a measure: the credited amount, at most its cap on attainment.
fn counted(given: &Arguments, row: usize) -> Result<Decimal, Key> {
    let credited = decimal(given.column(given::CREDITED)[row])?;
    let cap = given.column(given::CAP)[row];
    if cap.is_nan() {
        return Ok(credited);
    }
    Ok(credited.min(product(&[decimal(cap)?, decimal(given.column(given::GOAL)[row])?])?))
}

/// The lines of a measure, with the part of them that a discount leaves to be paid.
fn lines_of(given: &Arguments, row: usize) -> Result<Vec<Line>, Key> {
    let part = decimal(given.figure(given::PAID_PART))?;
    let mut lines = Schedule::read(given, row)?.lines(counted(given, row)?)?;
    for line in &mut lines {
        line.pay = product(&[line.pay, part])?;
        line.rate = product(&[line.rate, part])?;
    }
    Ok(lines)
}

fn payout(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    for row in 0..given.column(given::GOAL).len() {
        let exact = sum(lines_of(given, row)?.iter().map(|line| line.pay))?;
        out.column(0)[row] = figure(exact);
        out.column(1)[row] = figure(super::cents::cents(exact, given.whole(given::RULE)));
    }
    Ok(())
}

/// The tier lines of every measure; their cents are shared out so that they sum to the measure's rounded pay.
fn tier_lines(given: &Arguments) -> Result<Vec<Vec<f64>>, Key> {
    let mut columns = vec![Vec::new(); MEASURE_COLUMNS.len()];
    for row in 0..given.column(given::GOAL).len() {
        let lines = lines_of(given, row)?;
        let exact: Vec<Decimal> = lines.iter().map(|line| line.pay).collect();
        let whole = super::cents::cents(sum(exact.iter().copied())?, given.whole(given::RULE));
        let paid =
            if whole.is_zero() { vec![Decimal::ZERO; exact.len()] } else { super::cents::share_out(whole, &exact)? };
        for (line, paid) in lines.iter().zip(paid) {
            let measure = given.column(given::NUMBER)[row] - 1.0;
            let figures = [
                measure,
                line.tier.number as f64,
                line.tier.mode as f64,
                figure(line.amount),
                figure(line.rate),
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

/// The schedule of the first measure given, and its rounding rule.
pub(super) fn first(given: &Arguments) -> Result<(Schedule, usize), Key> {
    Ok((Schedule::read(given, 0)?, given.whole(given::RULE)))
}

/// How many arguments a schedule takes, for steps that take more after them.
pub(super) const ARGUMENTS: usize = given::CAP + 1;
