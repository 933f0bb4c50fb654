//! The small `Copy` handle in which a calculator is written: arithmetic on it records the sheet.

use std::ops::{Add, Div, Mul, Neg, Not, Sub};

use super::id::NodeId;
use super::key::Key;
use super::recorder::Recorder;
use super::sheet::{Binary, Op, Reduction, Scan, Unary};

/// A cell of the sheet being recorded: a single figure, a column of a table or a grid over several.
///
/// Cells over different tables meet by the names of their axes: a column of factors times a grid of
/// opportunities × factors goes along the factors of every opportunity.
#[derive(Clone, Copy)]
pub struct Cell<'b> {
    pub(super) recorder: &'b Recorder,
    pub(super) node: NodeId,
}

/// What can be in arithmetic beside a cell: another cell, or a pure number.
pub trait Term<'b> {
    /// The term as a cell of the same sheet.
    fn cell(self, recorder: &'b Recorder) -> Cell<'b>;
}

impl<'b> Term<'b> for Cell<'b> {
    fn cell(self, _: &'b Recorder) -> Cell<'b> {
        self
    }
}

impl<'b> Term<'b> for f64 {
    fn cell(self, recorder: &'b Recorder) -> Cell<'b> {
        Cell { recorder, node: recorder.number_constant(self) }
    }
}

impl<'b> Cell<'b> {
    /// Where the cell is in the sheet, for charts and tests.
    #[must_use]
    pub const fn node(self) -> NodeId {
        self.node
    }

    fn record(self, op: Op) -> Self {
        Self { node: self.recorder.push(op), ..self }
    }

    fn unary(self, function: Unary) -> Self {
        self.record(Op::Unary(function, self.node))
    }

    fn binary(self, function: Binary, other: impl Term<'b>) -> Self {
        let other = other.cell(self.recorder);
        self.record(Op::Binary(function, self.node, other.node))
    }

    fn reduce(self, reduction: Reduction) -> Self {
        self.record(Op::Reduce(reduction, self.node))
    }

    /// The absolute value.
    #[must_use]
    pub fn abs(self) -> Self {
        self.unary(Unary::Absolute)
    }

    /// e to this power.
    #[must_use]
    pub fn exp(self) -> Self {
        self.unary(Unary::Exp)
    }

    /// The natural logarithm.
    #[must_use]
    pub fn ln(self) -> Self {
        self.unary(Unary::Ln)
    }

    /// The square root.
    #[must_use]
    pub fn sqrt(self) -> Self {
        self.unary(Unary::SquareRoot)
    }

    /// The largest whole number not above, blind to floating-point dust.
    #[must_use]
    pub fn floor(self) -> Self {
        self.unary(Unary::Floor)
    }

    /// The smallest whole number not below, blind to floating-point dust.
    #[must_use]
    pub fn ceil(self) -> Self {
        self.unary(Unary::Ceil)
    }

    /// This to the power of a pure number.
    #[must_use]
    pub fn pow(self, exponent: impl Term<'b>) -> Self {
        self.binary(Binary::Power, exponent)
    }

    /// The smaller of the two.
    #[must_use]
    pub fn min(self, other: impl Term<'b>) -> Self {
        self.binary(Binary::Smaller, other)
    }

    /// The larger of the two.
    #[must_use]
    pub fn max(self, other: impl Term<'b>) -> Self {
        self.binary(Binary::Larger, other)
    }

    /// 1 where this is less than the other, otherwise 0.
    #[must_use]
    pub fn is_less_than(self, other: impl Term<'b>) -> Self {
        self.binary(Binary::Less, other)
    }

    /// 1 where this is at most the other, otherwise 0.
    #[must_use]
    pub fn is_at_most(self, other: impl Term<'b>) -> Self {
        self.binary(Binary::AtMost, other)
    }

    /// 1 where this is more than the other, otherwise 0.
    #[must_use]
    pub fn is_more_than(self, other: impl Term<'b>) -> Self {
        other.cell(self.recorder).binary(Binary::Less, self)
    }

    /// 1 where this is at least the other, otherwise 0.
    #[must_use]
    pub fn is_at_least(self, other: impl Term<'b>) -> Self {
        other.cell(self.recorder).binary(Binary::AtMost, self)
    }

    /// 1 where the two are equal, otherwise 0.
    #[must_use]
    pub fn equals(self, other: impl Term<'b>) -> Self {
        self.binary(Binary::Equal, other)
    }

    /// 1 where neither is 0, otherwise 0.
    #[must_use]
    pub fn and(self, other: impl Term<'b>) -> Self {
        self.binary(Binary::And, other)
    }

    /// 1 where either is not 0, otherwise 0.
    #[must_use]
    pub fn or(self, other: impl Term<'b>) -> Self {
        self.binary(Binary::Or, other)
    }

    /// Whether a choice is at this option.
    ///
    /// # Panics
    /// If this is no choice or has no such option: an error in the calculator's own text, found by its first test.
    #[must_use]
    pub fn is(self, option: &str) -> Self {
        let place = self.recorder.option_place(self.node, option);
        self.equals(place)
    }

    /// 1 where an optional input was given, otherwise 0.
    #[must_use]
    pub fn given(self) -> Self {
        self.record(Op::Given(self.node))
    }

    /// This optional input, or the other cell where it was left empty.
    #[must_use]
    pub fn or_else(self, other: impl Term<'b>) -> Self {
        let other = other.cell(self.recorder);
        self.record(Op::Select(self.given().node, self.node, other.node))
    }

    /// The sum along the last axis.
    #[must_use]
    pub fn sum(self) -> Self {
        self.reduce(Reduction::Sum)
    }

    /// The product along the last axis.
    #[must_use]
    pub fn product(self) -> Self {
        self.reduce(Reduction::Product)
    }

    /// The largest along the last axis.
    #[must_use]
    pub fn largest(self) -> Self {
        self.reduce(Reduction::Largest)
    }

    /// The smallest along the last axis.
    #[must_use]
    pub fn smallest(self) -> Self {
        self.reduce(Reduction::Smallest)
    }

    /// The row, counted from 0, of the largest along the last axis.
    #[must_use]
    pub fn row_of_largest(self) -> Self {
        self.reduce(Reduction::RowOfLargest)
    }

    /// The row, counted from 0, of the smallest along the last axis.
    #[must_use]
    pub fn row_of_smallest(self) -> Self {
        self.reduce(Reduction::RowOfSmallest)
    }

    /// The sum of each row and all above it.
    #[must_use]
    pub fn running_sum(self) -> Self {
        self.record(Op::Scan(Scan::RunningSum, self.node))
    }

    /// The product of each row and all above it.
    #[must_use]
    pub fn running_product(self) -> Self {
        self.record(Op::Scan(Scan::RunningProduct, self.node))
    }

    /// The figure one row up; the first row takes `first`.
    #[must_use]
    pub fn above(self, first: impl Term<'b>) -> Self {
        let first = first.cell(self.recorder);
        self.record(Op::Above(self.node, first.node))
    }

    /// The figure of a row, counted from 0.
    #[must_use]
    pub fn at(self, row: impl Term<'b>) -> Self {
        let row = row.cell(self.recorder);
        self.record(Op::At(self.node, row.node))
    }

    /// This where the condition holds; elsewhere a refusal whose reason the catalogue words as `reason.KEY`.
    #[must_use]
    pub fn provided(self, condition: Self, reason: Key) -> Self {
        self.record(Op::Guard { condition: condition.node, value: self.node, reason })
    }
}

macro_rules! arithmetic {
    ($($operator:ident $method:ident $binary:ident),*) => {$(
        impl<'b, T: Term<'b>> $operator<T> for Cell<'b> {
            type Output = Cell<'b>;
            fn $method(self, other: T) -> Cell<'b> {
                self.binary(Binary::$binary, other)
            }
        }

        impl<'b> $operator<Cell<'b>> for f64 {
            type Output = Cell<'b>;
            fn $method(self, other: Cell<'b>) -> Cell<'b> {
                self.cell(other.recorder).binary(Binary::$binary, other)
            }
        }
    )*};
}

arithmetic!(Add add Add, Sub sub Subtract, Mul mul Multiply, Div div Divide);

impl Neg for Cell<'_> {
    type Output = Self;
    fn neg(self) -> Self {
        self.unary(Unary::Negate)
    }
}

impl Not for Cell<'_> {
    type Output = Self;
    /// 1 where this is 0, otherwise 0.
    fn not(self) -> Self {
        self.unary(Unary::Not)
    }
}
