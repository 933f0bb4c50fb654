//! Decides what rounding leaves in doubt: a comparison, a whole number, the row of an extreme.
//!
//! A figure in binary floating point is off by a rounding error, so 0.55 × 100 is not surely 55. Where two figures lie so
//! near each other that rounding may have changed their order, both are computed again in exact fractions from the decimals
//! that were typed. Where that is impossible (a logarithm, a step, more digits than fit), figures that differ by no
//! more than their rounding errors count as equal.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, Signed};

use super::block::Block;
use super::math::{TOLERANCE, exp, expm1, ln};
use super::sheet::{Binary, NodeId, Op, Reduction, Scan, Unary};
use super::shortest::shortest;

type Fraction = Ratio<i128>;

/// A figure of more digits, or of more decimals, was computed, not typed: one computed share in ten happens to need no more
/// than fifteen digits.
const MOST_DIGITS: f64 = 1e15;
const MOST_DECIMALS: usize = 12;
/// The largest whole number that every whole number below can be told from.
const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;

/// One lane of an block, its figures computed again in exact fractions as far as they are asked for.
pub(super) struct Exact<'a, 's> {
    block: &'a Block<'s>,
    lane: usize,
    fractions: RefCell<BTreeMap<(NodeId, usize), Option<Fraction>>>,
    errors: RefCell<BTreeMap<(NodeId, usize), f64>>,
}

/// A figure of a cell.
type Place = (NodeId, usize);

impl<'a, 's> Exact<'a, 's> {
    pub fn new(block: &'a Block<'s>, lane: usize) -> Self {
        Self { block, lane, fractions: RefCell::default(), errors: RefCell::default() }
    }

    /// How two figures compare; none where either has no value.
    pub fn compare(&self, a: Place, b: Place) -> Option<Ordering> {
        let (left, right) = (self.value(a), self.value(b));
        let rounded = left.partial_cmp(&right)?;
        if let (Some(left), Some(right)) = (self.fraction(a), self.fraction(b)) {
            return Some(left.cmp(&right));
        }
        let error = self.error(a) + self.error(b);
        let equal = error.is_finite() && (left - right).abs() <= error;
        Some(if equal { Ordering::Equal } else { rounded })
    }

    /// The figure rounded up or down to a whole number.
    pub fn whole(&self, place: Place, up: bool) -> f64 {
        let value = self.value(place);
        if let Some(fraction) = self.fraction(place) {
            let below = fraction.numer().div_euclid(*fraction.denom());
            return (below + i128::from(up && !fraction.is_integer())) as f64;
        }
        let nearest = value.round();
        if (value - nearest).abs() <= self.error(place) {
            nearest
        } else if up {
            value.ceil()
        } else {
            value.floor()
        }
    }

    /// The first row of the largest or smallest of `count` figures from `first` on.
    pub fn row_of_extreme(&self, node: NodeId, first: usize, count: usize, largest: bool) -> f64 {
        let wanted = if largest { Ordering::Greater } else { Ordering::Less };
        let better = |row: usize, best: usize| self.compare((node, first + row), (node, first + best)) == Some(wanted);
        (1..count).fold(0, |best, row| if better(row, best) { row } else { best }) as f64
    }

    fn value(&self, (node, cell): Place) -> f64 {
        self.block.lanes(node, cell)[self.lane]
    }

    fn operand(&self, (node, cell): Place, operand: NodeId, index: usize) -> Place {
        (operand, self.block.operand_place(node, index, cell))
    }

    /// Where a cell that only passes a figure on has it from.
    fn passed_on(&self, place: Place) -> Option<Place> {
        let (node, cell) = place;
        match &self.block.sheet().node(node).op {
            Op::Same(a) => Some((*a, cell)),
            Op::Pick(choice, options) => {
                let at = self.value(self.operand(place, *choice, 0)) as usize;
                Some(self.operand(place, *options.get(at)?, at + 1))
            }
            Op::Select(condition, yes, no) => {
                let holds = self.value(self.operand(place, *condition, 0)) != 0.0;
                Some(if holds { self.operand(place, *yes, 1) } else { self.operand(place, *no, 2) })
            }
            Op::Guard { value, .. } => Some(self.operand(place, *value, 1)),
            Op::Above(a, first) => {
                let at_first = cell.is_multiple_of(self.block.last_axis(node).max(1));
                Some(if at_first {
                    self.operand(place, *first, 1)
                } else {
                    (*a, self.block.operand_place(node, 0, cell - 1))
                })
            }
            Op::At(a, row) => {
                let row = self.value(self.operand(place, *row, 1)) as usize;
                let run = self.block.operand_place(node, 0, cell);
                Some((*a, run * self.block.last_axis(*a) + row))
            }
            _ => None,
        }
    }

    /// The figures that a reduction or a scan takes together.
    fn taken_together(&self, (node, cell): Place) -> Option<(NodeId, std::ops::Range<usize>)> {
        match self.block.sheet().node(node).op {
            Op::Reduce(_, a) => {
                let count = self.block.last_axis(a);
                Some((a, cell * count..(cell + 1) * count))
            }
            Op::Scan(_, a) => Some((a, cell - cell % self.block.last_axis(a).max(1)..cell + 1)),
            _ => None,
        }
    }

    fn fraction(&self, place: Place) -> Option<Fraction> {
        if let Some(known) = self.fractions.borrow().get(&place) {
            return *known;
        }
        let found = if self.value(place).is_nan() { None } else { self.computed(place) };
        self.fractions.borrow_mut().insert(place, found);
        found
    }

    fn computed(&self, place: Place) -> Option<Fraction> {
        if let Some(from) = self.passed_on(place) {
            return self.fraction(from);
        }
        let of = |operand: NodeId, index: usize| self.fraction(self.operand(place, operand, index));
        match &self.block.sheet().node(place.0).op {
            Op::Unary(Unary::Negate, a) => Fraction::ZERO.checked_sub(&of(*a, 0)?),
            Op::Unary(Unary::Absolute, a) => {
                let a = of(*a, 0)?;
                if a.is_negative() { Fraction::ZERO.checked_sub(&a) } else { Some(a) }
            }
            Op::Unary(Unary::Exp | Unary::Ln | Unary::SquareRoot, _) => None,
            Op::Binary(Binary::Add, a, b) => of(*a, 0)?.checked_add(&of(*b, 1)?),
            Op::Binary(Binary::Subtract, a, b) => of(*a, 0)?.checked_sub(&of(*b, 1)?),
            Op::Binary(Binary::Multiply, a, b) => of(*a, 0)?.checked_mul(&of(*b, 1)?),
            Op::Binary(Binary::Divide, a, b) => {
                let (above, below) = (of(*a, 0)?, of(*b, 1)?);
                if below == Fraction::ZERO { None } else { above.checked_div(&below) }
            }
            Op::Binary(Binary::Power, a, b) => power(of(*a, 0)?, of(*b, 1)?),
            Op::Binary(Binary::Smaller, a, b) => Some(of(*a, 0)?.min(of(*b, 1)?)),
            Op::Binary(Binary::Larger, a, b) => Some(of(*a, 0)?.max(of(*b, 1)?)),
            Op::Reduce(Reduction::Sum, _) | Op::Scan(Scan::RunningSum, _) => {
                self.folded(place, Fraction::ZERO, |a, b| a.checked_add(&b))
            }
            Op::Reduce(Reduction::Product, _) | Op::Scan(Scan::RunningProduct, _) => {
                self.folded(place, Fraction::ONE, |a, b| a.checked_mul(&b))
            }
            Op::Reduce(Reduction::Largest, _) => self.extreme(place, Ordering::Greater),
            Op::Reduce(Reduction::Smallest, _) => self.extreme(place, Ordering::Less),
            // What was typed, what a step gives in as few digits, and what is decided already.
            _ => decimal(self.value(place)),
        }
    }

    fn folded(
        &self,
        place: Place,
        first: Fraction,
        join: fn(Fraction, Fraction) -> Option<Fraction>,
    ) -> Option<Fraction> {
        let (node, mut cells) = self.taken_together(place)?;
        cells.try_fold(first, |all, cell| join(all, self.fraction((node, cell))?))
    }

    fn extreme(&self, place: Place, wanted: Ordering) -> Option<Fraction> {
        let (node, mut cells) = self.taken_together(place)?;
        let first = self.fraction((node, cells.next()?))?;
        cells.try_fold(first, |best, cell| {
            let other = self.fraction((node, cell))?;
            Some(if other.cmp(&best) == wanted { other } else { best })
        })
    }

    /// At most how far rounding has moved the figure.
    fn error(&self, place: Place) -> f64 {
        if let Some(known) = self.errors.borrow().get(&place) {
            return *known;
        }
        let found = self.error_of(place);
        self.errors.borrow_mut().insert(place, found);
        found
    }

    fn error_of(&self, place: Place) -> f64 {
        if let Some(from) = self.passed_on(place) {
            return self.error(from);
        }
        let value = self.value(place).abs();
        let last = f64::EPSILON * value;
        let at = |operand: NodeId, index: usize| self.operand(place, operand, index);
        let size = |place: Place| self.value(place).abs();
        match &self.block.sheet().node(place.0).op {
            // A figure of more digits than anybody types is taken for just what it is.
            Op::Input(_) if decimal(self.value(place)).is_none() => 0.0,
            Op::Constant(_) | Op::Input(_) => last,
            Op::Output(..) if decimal(self.value(place)).is_some() => last,
            Op::Output(..) => TOLERANCE * value,
            Op::Unary(Unary::Negate | Unary::Absolute, a) => self.error(at(*a, 0)),
            Op::Unary(Unary::Exp, a) => exp(self.value(at(*a, 0))) * expm1(self.error(at(*a, 0))) + 2.0 * last,
            Op::Unary(Unary::Ln, a) => self.error(at(*a, 0)) / size(at(*a, 0)) + 2.0 * last,
            Op::Unary(Unary::SquareRoot, a) if value > 0.0 => self.error(at(*a, 0)) / value + last,
            Op::Unary(Unary::SquareRoot, a) => self.error(at(*a, 0)).sqrt(),
            Op::Binary(Binary::Add | Binary::Subtract, a, b) => self.error(at(*a, 0)) + self.error(at(*b, 1)) + last,
            Op::Binary(Binary::Multiply, a, b) => {
                let (a, b) = (at(*a, 0), at(*b, 1));
                size(a) * self.error(b) + size(b) * self.error(a) + last
            }
            Op::Binary(Binary::Divide, a, b) => {
                let (a, b) = (at(*a, 0), at(*b, 1));
                (self.error(a) + value * self.error(b)) / (size(b) - self.error(b)).max(0.0) + last
            }
            Op::Binary(Binary::Power, a, b) => {
                let (a, b) = (at(*a, 0), at(*b, 1));
                value * (size(b) * self.error(a) / size(a) + ln(size(a)).abs() * self.error(b)) + 4.0 * last
            }
            Op::Binary(Binary::Smaller | Binary::Larger, a, b) => {
                let (a, b) = (at(*a, 0), at(*b, 1));
                let (left, right) = (self.error(a), self.error(b));
                // Where the two lie apart, the one that was not taken leaves no trace.
                let apart = (self.value(a) - self.value(b)).abs() > left + right;
                match (apart, self.value(a) == self.value(place)) {
                    (true, true) => left,
                    (true, false) => right,
                    (false, _) => left.max(right),
                }
            }
            Op::Reduce(Reduction::Sum | Reduction::Product | Reduction::Largest | Reduction::Smallest, _)
            | Op::Scan(..) => self.error_together(place),
            // Whole numbers and truths are decided exactly.
            _ => 0.0,
        }
    }

    fn error_together(&self, place: Place) -> f64 {
        let Some((node, cells)) = self.taken_together(place) else { return 0.0 };
        let (value, count) = (self.value(place).abs(), cells.len() as f64);
        let errors = |of: &dyn Fn(Place) -> f64| cells.clone().map(|cell| of((node, cell))).sum::<f64>();
        match self.block.sheet().node(place.0).op {
            Op::Reduce(Reduction::Product, _) | Op::Scan(Scan::RunningProduct, _) => {
                value * (errors(&|cell| self.error(cell) / self.value(cell).abs()) + count * f64::EPSILON)
            }
            Op::Reduce(Reduction::Largest | Reduction::Smallest, _) => {
                cells.clone().map(|cell| self.error((node, cell))).fold(0.0, f64::max)
            }
            _ => errors(&|cell| self.error(cell) + count * f64::EPSILON * self.value(cell).abs()),
        }
    }
}

/// A figure as the decimal that was typed; none where it has more digits than anybody types, or does not fit.
fn decimal(figure: f64) -> Option<Fraction> {
    if figure.abs() >= LARGEST_WHOLE {
        return large(figure);
    }
    let (mut scale, mut power) = (1_i128, 1.0);
    for _ in 0..=MOST_DECIMALS {
        // Whole number and power of ten are exact, so their quotient is the figure nearest to that decimal.
        let digits = (figure * power).round();
        if digits / power == figure {
            return (scale == 1 || digits.abs() < MOST_DIGITS).then(|| Fraction::new(digits as i128, scale));
        }
        scale *= 10;
        power *= 10.0;
    }
    None
}

/// A whole number beyond those that floating point counts one by one, by the digits that are needed to tell it from others.
fn large(figure: f64) -> Option<Fraction> {
    let (digits, power) = shortest(figure)?;
    let digits = i128::from(digits) * if figure < 0.0 { -1 } else { 1 };
    if digits.abs() as f64 >= MOST_DIGITS {
        return None;
    }
    digits.checked_mul(10_i128.checked_pow(u32::try_from(power).ok()?)?).map(Fraction::from)
}

/// A fraction to a whole power; none for any other power.
fn power(base: Fraction, exponent: Fraction) -> Option<Fraction> {
    const MOST: i128 = 64;
    if !exponent.is_integer() || exponent.to_integer().abs() > MOST {
        return None;
    }
    let exponent = exponent.to_integer();
    let all = (0..exponent.abs()).try_fold(Fraction::ONE, |all, _| all.checked_mul(&base))?;
    if exponent >= 0 {
        Some(all)
    } else if all == Fraction::ZERO {
        None
    } else {
        Fraction::ONE.checked_div(&all)
    }
}
