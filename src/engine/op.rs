//! How a cell is computed from other cells.

use super::id::{InputId, NodeId, StepId, TableId};
use super::key::Key;

/// Functions of one figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unary {
    Negate,
    Absolute,
    Exp,
    Ln,
    SquareRoot,
    /// The largest whole number not above.
    Floor,
    /// The smallest whole number not below.
    Ceil,
    /// 1 where the figure is 0, otherwise 0.
    Not,
}

/// Functions of two figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Smaller,
    Larger,
    Less,
    AtMost,
    Equal,
    And,
    Or,
}

impl Binary {
    /// Whether it gives a figure rather than a truth.
    #[must_use]
    pub const fn is_arithmetic(self) -> bool {
        !matches!(self, Self::Less | Self::AtMost | Self::Equal | Self::And | Self::Or)
    }
}

/// What turns a whole axis into one figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reduction {
    Sum,
    Product,
    Largest,
    Smallest,
    /// The row (from 0) of the largest figure; the first of equals.
    RowOfLargest,
    /// The row (from 0) of the smallest figure; the first of equals.
    RowOfSmallest,
}

/// What a row takes from the rows before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scan {
    /// The sum of this row and all above.
    RunningSum,
    /// The product of this row and all above.
    RunningProduct,
}

/// How a cell is computed.
#[derive(Clone, Debug)]
pub enum Op {
    Input(InputId),
    Constant(f64),
    /// How many rows a table has.
    Rows(TableId),
    /// 1, 2, 3 … down a table.
    RowNumber(TableId),
    /// The same figure under a second name.
    Same(NodeId),
    Unary(Unary, NodeId),
    Binary(Binary, NodeId, NodeId),
    /// The option that a choice (0, 1, 2 …) names.
    Pick(NodeId, Vec<NodeId>),
    /// The second where the first is not 0, otherwise the third.
    Select(NodeId, NodeId, NodeId),
    /// 1 where an optional input was given, otherwise 0.
    Given(NodeId),
    /// The value where the condition holds; otherwise a refusal with this reason.
    Guard {
        condition: NodeId,
        value: NodeId,
        reason: Key,
    },
    /// Over the last axis.
    Reduce(Reduction, NodeId),
    /// Down the last axis.
    Scan(Scan, NodeId),
    /// The row above on the last axis; the first row takes the second cell.
    Above(NodeId, NodeId),
    /// The row (from 0) that the second cell names, on the last axis of the first.
    At(NodeId, NodeId),
    /// A step in ordinary Rust; its figures are read by `Output`.
    Step(StepId),
    /// One result of a step.
    Output(NodeId, u32),
}
