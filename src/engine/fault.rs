//! Why a figure has no value, and in which cell that began.

use super::sheet::{Binary, NodeId, Op, Reduction, Unary};
use super::{Evaluation, Key};

/// Why a cell has no value. The words are the catalogue's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// An input was left empty.
    NotGiven,
    /// A division by zero.
    DivisionByZero,
    /// Beyond what can be computed.
    TooLarge,
    /// A logarithm, root or power of a figure that has none.
    OutOfDomain,
    /// A row that is not there.
    NoSuchRow,
    /// The calculator's own reason, worded as `reason.KEY`.
    Refused(Key),
    /// A step gave no figure and no reason.
    NoResult,
}

/// A figure without a value: the cause, the cell where it began, and the named cell around that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    pub cause: Cause,
    pub origin: NodeId,
    /// Which figure of the origin.
    pub row: usize,
    /// The innermost cell with a name on the way to the origin.
    pub place: NodeId,
}

/// Why a figure of a cell has no value (in the first lane); none if it has one.
#[must_use]
pub fn trace(evaluation: &Evaluation, node: NodeId, cell: usize) -> Option<Fault> {
    if evaluation.value(node, cell).is_some() {
        return None;
    }
    let (mut node, mut cell, mut place) = (node, cell, node);
    loop {
        if evaluation.sheet().node(node).key.is_some() {
            place = node;
        }
        match next(evaluation, node, cell) {
            Next::Deeper(next, next_cell) => (node, cell) = (next, next_cell),
            Next::Here(cause) => {
                return Some(Fault { cause, origin: node, row: cell, place });
            }
        }
    }
}

enum Next {
    Deeper(NodeId, usize),
    Here(Cause),
}

/// One step from a cell without a value towards the cell where that began.
fn next(evaluation: &Evaluation, node: NodeId, cell: usize) -> Next {
    let absent = |id: NodeId, place: usize| evaluation.value(id, place).is_none();
    let operand = |id: NodeId, index: usize| (id, evaluation.operand_place(node, index, cell));
    let first_absent = |candidates: &[(NodeId, usize)]| {
        candidates.iter().find(|(id, place)| absent(*id, *place)).map(|(id, place)| Next::Deeper(*id, *place))
    };
    match &evaluation.sheet().node(node).op {
        Op::Input(_) => Next::Here(Cause::NotGiven),
        Op::Constant(_) | Op::Rows(_) | Op::RowNumber(_) | Op::Given(_) => Next::Here(Cause::TooLarge),
        Op::Same(a) => Next::Deeper(*a, cell),
        Op::Unary(function, a) => first_absent(&[(*a, cell)]).unwrap_or(Next::Here(match function {
            Unary::Ln | Unary::SquareRoot => Cause::OutOfDomain,
            _ => Cause::TooLarge,
        })),
        Op::Binary(function, a, b) => {
            let (a, b) = (operand(*a, 0), operand(*b, 1));
            first_absent(&[a, b]).unwrap_or_else(|| Next::Here(binary_cause(evaluation, *function, a, b)))
        }
        Op::Pick(choice, options) => {
            let (choice, at) = operand(*choice, 0);
            match evaluation.value(choice, at).and_then(|place| options.get(place as usize).map(|o| (place, o))) {
                Some((place, option)) => {
                    let (option, at) = operand(*option, place as usize + 1);
                    Next::Deeper(option, at)
                }
                None if absent(choice, at) => Next::Deeper(choice, at),
                None => Next::Here(Cause::NoSuchRow),
            }
        }
        Op::Select(condition, yes, no) => {
            let (condition, at) = operand(*condition, 0);
            let taken = match evaluation.value(condition, at) {
                None => (condition, at),
                Some(0.0) => operand(*no, 2),
                Some(_) => operand(*yes, 1),
            };
            Next::Deeper(taken.0, taken.1)
        }
        Op::Guard { condition, value, reason } => {
            let (condition, at) = operand(*condition, 0);
            match evaluation.value(condition, at) {
                None => Next::Deeper(condition, at),
                Some(0.0) => Next::Here(Cause::Refused(reason)),
                Some(_) => {
                    let (value, at) = operand(*value, 1);
                    Next::Deeper(value, at)
                }
            }
        }
        Op::Reduce(reduction, a) => {
            let count = evaluation.last_axis(*a);
            let found = (cell * count..(cell + 1) * count).find(|place| absent(*a, *place));
            match (found, reduction) {
                (Some(place), _) => Next::Deeper(*a, place),
                (None, Reduction::Sum | Reduction::Product) => Next::Here(Cause::TooLarge),
                (None, _) => Next::Here(Cause::NoSuchRow),
            }
        }
        Op::Scan(_, a) => {
            let count = evaluation.last_axis(*a).max(1);
            let found = (cell - cell % count..=cell).find(|place| absent(*a, *place));
            found.map_or(Next::Here(Cause::TooLarge), |place| Next::Deeper(*a, place))
        }
        Op::Above(a, first) => {
            let count = evaluation.last_axis(node).max(1);
            if cell.is_multiple_of(count) {
                let (first, at) = operand(*first, 1);
                Next::Deeper(first, at)
            } else {
                Next::Deeper(*a, evaluation.operand_place(node, 0, cell - 1))
            }
        }
        Op::At(a, row) => next_at(evaluation, node, *a, *row, cell),
        Op::Output(step, _) => Next::Deeper(*step, 0),
        Op::Step(id) => match evaluation.missing_argument(*id) {
            Some((argument, place)) => Next::Deeper(argument, place),
            None => Next::Here(evaluation.refusal(*id).map_or(Cause::NoResult, Cause::Refused)),
        },
    }
}

fn next_at(evaluation: &Evaluation, node: NodeId, column: NodeId, row: NodeId, cell: usize) -> Next {
    let at = evaluation.operand_place(node, 1, cell);
    let count = evaluation.last_axis(column);
    match evaluation.value(row, at) {
        None => Next::Deeper(row, at),
        Some(value) if value < 0.0 || value >= count as f64 => Next::Here(Cause::NoSuchRow),
        Some(value) => Next::Deeper(column, evaluation.operand_place(node, 0, cell) * count + value as usize),
    }
}

fn binary_cause(evaluation: &Evaluation, function: Binary, a: (NodeId, usize), b: (NodeId, usize)) -> Cause {
    match function {
        Binary::Divide if evaluation.value(b.0, b.1) == Some(0.0) => Cause::DivisionByZero,
        Binary::Power if evaluation.value(a.0, a.1).is_some_and(|base| base <= 0.0) => Cause::OutOfDomain,
        _ => Cause::TooLarge,
    }
}
