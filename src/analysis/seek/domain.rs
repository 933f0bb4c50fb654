//! The figures that a field takes between two limits: which lie between two others, which come next.

use crate::engine::{Input, InputKind};

/// Figures nearer to one another than this, relative to them, are one place.
const ONE_PLACE: f64 = 1e-11;

/// Whether two figures are so near that they count as one place.
pub fn one_place(a: f64, b: f64) -> bool {
    (a - b).abs() <= ONE_PLACE * a.abs().max(b.abs())
}

/// All figures from one to another, or all whole ones.
#[derive(Clone, Copy, Debug)]
pub struct Domain {
    pub from: f64,
    pub to: f64,
    pub whole: bool,
}

impl Domain {
    /// What an input takes, within narrower limits if there are any. None for what is no number, and where nothing is left.
    pub fn of(input: &Input, within: Option<(f64, f64)>) -> Option<Self> {
        let InputKind::Number { low, high, whole, .. } = input.kind else { return None };
        let (from, to) = within.unwrap_or((low, high));
        let (from, to) = (from.max(low), to.min(high));
        let (from, to) = if whole { (from.ceil(), to.floor()) } else { (from, to) };
        (from <= to).then_some(Self { from, to, whole })
    }

    /// Whether the field takes a figure.
    pub fn holds(&self, figure: f64) -> bool {
        figure >= self.from && figure <= self.to && !(self.whole && figure.fract() != 0.0)
    }

    /// The figure itself, or the whole figure nearest to it.
    pub fn fitted(&self, figure: f64) -> f64 {
        if self.whole { figure.round() } else { figure }
    }

    /// Figures strictly between two that cut the numbers between them into equal parts.
    pub fn evenly(&self, low: f64, high: f64, parts: u32) -> Vec<f64> {
        let width = (high - low) / f64::from(parts);
        let all = (1..parts).map(|part| self.fitted(low + width * f64::from(part)));
        distinct(all.filter(|figure| *figure > low && *figure < high))
    }

    /// Figures strictly between two that cut the *numerals* between them into equal parts: however small the figures are, a
    /// few rounds of this lead to two neighbours, between which there is none.
    pub fn between(&self, low: f64, high: f64, parts: u32) -> Vec<f64> {
        if self.whole {
            return self.evenly(low, high, parts);
        }
        let (first, last) = (i128::from(rank(low)), i128::from(rank(high)));
        let cut = |part: u32| first + (last - first) * i128::from(part) / i128::from(parts);
        distinct((1..parts).map(cut).filter(|rank| *rank > first && *rank < last).map(|rank| numeral(rank as i64)))
    }

    /// Whether no figure lies between two.
    pub fn are_neighbours(&self, low: f64, high: f64) -> bool {
        if self.whole { high - low <= 1.0 } else { rank(high).saturating_sub(rank(low)) <= 1 }
    }

    /// The figure so many places above another, or below it; none beyond the limits.
    pub fn step(&self, figure: f64, places: i64) -> Option<f64> {
        let next = if self.whole { figure + places as f64 } else { numeral(rank(figure).saturating_add(places)) };
        Some(next).filter(|next| self.holds(*next))
    }
}

fn distinct(all: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut all: Vec<f64> = all.collect();
    all.dedup();
    all
}

/// The place of a figure among all that can be told apart; 0 has the place 0.
fn rank(figure: f64) -> i64 {
    let bits = figure.to_bits().cast_signed();
    if bits < 0 { i64::MIN.wrapping_sub(bits) } else { bits }
}

/// The figure at a place.
fn numeral(rank: i64) -> f64 {
    let bits = if rank < 0 { i64::MIN.wrapping_sub(rank) } else { rank };
    f64::from_bits(bits.cast_unsigned())
}
