//! What a schedule of tiers pays for an amount, and the lines of which that is made.

use rust_decimal::Decimal;

use super::cents::{figure, product, quotient, sum};
use crate::engine::Key;
use crate::engine::math::ordered;

/// How a tier pays: its own part at its own rate; everything from the first unit at its rate; or in a straight line
/// from what its point pays to what the next point pays.
pub const MODES: &[Key] = &["marginal", "retroactive", "interpolated"];
/// Whether nothing is paid below the threshold but everything from it on, or only what lies above it.
pub const THRESHOLDS: &[Key] = &["gate", "hurdle"];

const RETROACTIVE: usize = 1;
const POINT: usize = 2;

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

impl Tier {
    /// A tier as it was typed: a point pays its rate on everything up to its bound, or its multiplier on the goal.
    ///
    /// # Errors
    /// Refuses figures beyond exact arithmetic.
    pub fn new(number: usize, mode: usize, from: Decimal, rate: Decimal, base: Decimal) -> Result<Self, Key> {
        let value = if mode == POINT { product(&[rate, base])? } else { rate };
        Ok(Self { number, from, value, mode })
    }
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
    /// None where something is paid for an amount of zero.
    pub rate: Option<Decimal>,
    pub pay: Decimal,
}

impl Schedule {
    /// Tiers in any order, with the amount at which pay begins.
    ///
    /// # Errors
    /// Refuses no tier at all and two tiers with one bound.
    pub fn new(
        tiers: &[Tier],
        threshold: Decimal,
        hurdle: bool,
        (scale, per): (Decimal, Decimal),
    ) -> Result<Self, Key> {
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
        if !self.hurdle || self.threshold.is_zero() {
            return self.lines_above(amount, Decimal::ZERO, Decimal::ZERO);
        }
        let unpaid = self.lines_above(self.threshold, Decimal::ZERO, Decimal::ZERO)?;
        self.lines_above(amount, self.threshold, sum(unpaid.iter().map(|line| line.pay))?)
    }

    /// The lines of what lies above `free`, up to which the tiers alone would pay `unpaid`.
    fn lines_above(&self, amount: Decimal, free: Decimal, unpaid: Decimal) -> Result<Vec<Line>, Key> {
        let mut lines: Vec<Line> = Vec::new();
        for (place, tier) in self.tiers.iter().enumerate().take_while(|(_, tier)| tier.from <= amount) {
            let upper = self.tiers.get(place + 1).map_or(amount, |next| next.from.min(amount));
            match tier.mode {
                RETROACTIVE => lines = vec![self.line(*tier, (upper - free).max(Decimal::ZERO))?],
                POINT => {
                    lines.clear();
                    if free.is_zero() || upper > free {
                        lines.push(self.point_line(place, upper, free, unpaid)?);
                    }
                }
                _ => {
                    let part = upper - tier.from.max(free);
                    if part > Decimal::ZERO {
                        lines.push(self.line(*tier, part)?);
                    }
                }
            }
        }
        Ok(lines)
    }

    /// What net returns take back: they were paid by the first tier at least.
    ///
    /// # Errors
    /// As `lines`.
    pub fn taken_back(&self, returned: Decimal) -> Result<Decimal, Key> {
        let first = self.tiers[0];
        let units = if first.mode == POINT { self.climb(0, returned)? } else { product(&[returned, first.value])? };
        self.money(units)
    }

    fn line(&self, tier: Tier, amount: Decimal) -> Result<Line, Key> {
        let pay = self.money(product(&[amount, tier.value])?)?;
        Ok(Line { tier, amount, rate: Some(self.money(tier.value)?), pay })
    }

    fn money(&self, units: Decimal) -> Result<Decimal, Key> {
        quotient(product(&[units, self.scale])?, self.per)
    }

    /// The line of a point: from what it pays towards what the next point pays; past the last point, on with the last
    /// slope.
    fn point_line(&self, place: usize, upper: Decimal, free: Decimal, unpaid: Decimal) -> Result<Line, Key> {
        let tier = self.tiers[place];
        let reached = sum([tier.value, self.climb(place, upper - tier.from)?])?;
        let (amount, pay) = (upper - free, sum([self.money(reached)?, -unpaid])?);
        let rate = if amount.is_zero() { None } else { Some(quotient(pay, amount)?) };
        Ok(Line { tier, amount, rate, pay })
    }

    /// What a distance from a point adds to what it pays.
    fn climb(&self, place: usize, distance: Decimal) -> Result<Decimal, Key> {
        let is_point = |place: &usize| self.tiers.get(*place).is_some_and(|tier| tier.mode == POINT);
        let previous = place.checked_sub(1).filter(is_point);
        let (low, high) = match (previous, Some(place + 1).filter(is_point)) {
            (_, Some(next)) => (self.tiers[place], self.tiers[next]),
            (Some(previous), None) => (self.tiers[previous], self.tiers[place]),
            (None, None) => return Ok(Decimal::ZERO),
        };
        quotient(product(&[high.value - low.value, distance])?, high.from - low.from)
    }
}
