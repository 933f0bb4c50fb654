//! Which cells rounding may reach: found once, before any figure is there.

use super::rounding::Rounding;
use super::sheet::{Binary, InputKind, NodeId, Op, Reduction, Scan, Sheet, Unary};

/// Found once for a recorded sheet.
pub(super) fn rounding_of(sheet: &Sheet) -> Rounding {
    let mut rounding = Rounding::default();
    for index in 0..sheet.nodes.len() {
        let id = NodeId(index as u32);
        let rounded = rounds(&rounding, sheet, id);
        rounding.note(rounded, |rounding| sums_under(rounding, sheet, id));
    }
    rounding
}

fn rounds(known: &Rounding, sheet: &Sheet, id: NodeId) -> bool {
    match &sheet.node(id).op {
        // A link may carry a computed figure into any number.
        Op::Input(input) => matches!(sheet.input(*input).kind, InputKind::Number { whole: false, .. }),
        Op::Unary(Unary::Exp | Unary::Ln | Unary::SquareRoot, _)
        | Op::Binary(Binary::Add | Binary::Subtract | Binary::Multiply | Binary::Divide | Binary::Power, ..)
        | Op::Reduce(Reduction::Sum | Reduction::Product, _)
        | Op::Scan(..)
        | Op::Step(_)
        | Op::Output(..) => true,
        Op::Same(a) | Op::Unary(Unary::Negate | Unary::Absolute, a) => known.is_rounded(*a),
        Op::Select(_, a, b) | Op::Above(a, b) | Op::Binary(Binary::Smaller | Binary::Larger, a, b) => {
            known.is_rounded(*a) || known.is_rounded(*b)
        }
        Op::Guard { value: a, .. } | Op::Reduce(Reduction::Largest | Reduction::Smallest, a) | Op::At(a, _) => {
            known.is_rounded(*a)
        }
        Op::Pick(_, options) => options.iter().any(|option| known.is_rounded(*option)),
        Op::Constant(_)
        | Op::Rows(_)
        | Op::RowNumber(_)
        | Op::Given(_)
        | Op::Unary(Unary::Not | Unary::Floor | Unary::Ceil, _)
        | Op::Binary(..)
        | Op::Reduce(Reduction::RowOfLargest | Reduction::RowOfSmallest, _) => false,
    }
}

fn sums_under(known: &Rounding, sheet: &Sheet, id: NodeId) -> Vec<NodeId> {
    let mut all: Vec<NodeId> = match &sheet.node(id).op {
        Op::Binary(function, ..) if !function.is_arithmetic() => Vec::new(),
        Op::Unary(Unary::Not | Unary::Floor | Unary::Ceil, _)
        | Op::Reduce(Reduction::RowOfLargest | Reduction::RowOfSmallest, _)
        | Op::Step(_)
        | Op::Output(..) => Vec::new(),
        _ => sheet.operands(id).into_iter().flat_map(|operand| known.sums(operand).to_vec()).collect(),
    };
    let adds = matches!(
        sheet.node(id).op,
        Op::Binary(Binary::Add | Binary::Subtract, ..) | Op::Reduce(Reduction::Sum, _) | Op::Scan(Scan::RunningSum, _)
    );
    if adds && sheet.operands(id).into_iter().any(|operand| known.is_rounded(operand)) {
        all.push(id);
    }
    all.sort_unstable();
    all.dedup();
    all
}
