//! What an operation's result is measured in, and over which tables it runs.

use super::sheet::{Axes, Binary, NodeId, Op, Reduction, Scan, Sheet, Unary};
use super::unit::{self, Unit};

/// The unit of an operation's result and, where its operands do not agree, the two units.
pub(super) fn unit_of(sheet: &Sheet, op: &Op) -> (Unit, Option<(Unit, Unit)>) {
    let unit = |id: NodeId| sheet.node(id).unit;
    let zero = |id: NodeId| matches!(sheet.node(id).op, Op::Constant(0.0));
    let agree = |a: NodeId, b: NodeId| {
        let (left, right) = (unit(a), unit(b));
        let error = !(left.agrees_with(right) || zero(a) || zero(b));
        (if zero(a) { right } else { left }, error.then_some((left, right)))
    };
    let pure = |id: NodeId| (!unit(id).is_pure()).then_some((unit::NUMBER, unit(id)));
    match op {
        Op::Unary(Unary::Exp | Unary::Ln | Unary::SquareRoot, a)
        | Op::Reduce(Reduction::Product, a)
        | Op::Scan(Scan::RunningProduct, a) => (unit::NUMBER, pure(*a)),
        Op::Binary(Binary::Add | Binary::Subtract | Binary::Smaller | Binary::Larger, a, b) | Op::Above(a, b) => {
            agree(*a, *b)
        }
        Op::Binary(Binary::Multiply, a, b) => (unit(*a).times(unit(*b)), None),
        Op::Binary(Binary::Divide, a, b) => (unit(*a).per(unit(*b)), None),
        Op::Binary(Binary::Power, a, b) => (unit::NUMBER, pure(*a).or_else(|| pure(*b))),
        Op::Binary(Binary::Less | Binary::AtMost | Binary::Equal, a, b) => (unit::NUMBER, agree(*a, *b).1),
        Op::Pick(_, options) => {
            let first = options.iter().copied().find(|option| !zero(*option)).unwrap_or(options[0]);
            let odd = options.iter().find_map(|option| agree(first, *option).1);
            (unit(first), odd)
        }
        Op::Select(_, a, b) => agree(*a, *b),
        Op::Guard { value, .. } => (unit(*value), None),
        Op::Reduce(Reduction::RowOfLargest | Reduction::RowOfSmallest, _)
        | Op::Unary(Unary::Not, _)
        | Op::Binary(Binary::And | Binary::Or, ..)
        | Op::Given(_)
        | Op::Input(_)
        | Op::Constant(_)
        | Op::Rows(_)
        | Op::RowNumber(_)
        | Op::Step(_)
        | Op::Output(..) => (unit::NUMBER, None),
        Op::Same(a) | Op::Unary(_, a) | Op::Reduce(_, a) | Op::Scan(_, a) | Op::At(a, _) => (unit(*a), None),
    }
}

/// The axes of an operation's result.
pub(super) fn axes_of(sheet: &Sheet, op: &Op) -> Axes {
    let axes = |id: NodeId| sheet.node(id).axes.clone();
    let shortened = |id: NodeId| {
        let mut axes = axes(id);
        axes.0.pop();
        axes
    };
    match op {
        Op::Binary(_, a, b) | Op::Above(a, b) => joined([axes(*a), axes(*b)]),
        Op::Select(a, b, c) => joined([axes(*a), axes(*b), axes(*c)]),
        Op::Guard { condition, value, .. } => joined([axes(*condition), axes(*value)]),
        Op::Pick(choice, options) => joined(std::iter::once(axes(*choice)).chain(options.iter().map(|o| axes(*o)))),
        Op::Reduce(_, a) => shortened(*a),
        Op::At(a, row) => joined([shortened(*a), axes(*row)]),
        Op::Same(a) | Op::Unary(_, a) | Op::Given(a) | Op::Scan(_, a) => axes(*a),
        Op::Input(_) | Op::Constant(_) | Op::Rows(_) | Op::RowNumber(_) | Op::Step(_) | Op::Output(..) => {
            Axes::default()
        }
    }
}

/// The axes that hold all of these: the first of the longest, followed by what it lacks.
fn joined(all: impl IntoIterator<Item = Axes>) -> Axes {
    let parts: Vec<Axes> = all.into_iter().collect();
    let most = parts.iter().map(|axes| axes.0.len()).max().unwrap_or_default();
    let mut result = parts.iter().find(|axes| axes.0.len() == most).cloned().unwrap_or_default();
    for axis in parts.into_iter().flat_map(|axes| axes.0) {
        if !result.0.contains(&axis) {
            result.0.push(axis);
        }
    }
    result
}
