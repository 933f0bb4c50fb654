//! How the figures of a cell over few tables meet those of a cell over more.

use super::NodeId;
use super::sheet::{Axes, Op, Sheet};

/// How a cell's figures meet those of a cell over more tables.
#[derive(Debug)]
pub(super) enum Spread {
    /// Figure by figure.
    Same,
    /// One figure for all.
    Single,
    /// By this list of places.
    Places(Vec<usize>),
}

impl Spread {
    pub fn place(&self, cell: usize) -> usize {
        match self {
            Self::Same => cell,
            Self::Single => 0,
            Self::Places(places) => places[cell],
        }
    }
}

/// How each operand of a cell meets it.
pub(super) fn spreads_of(sheet: &Sheet, rows: &[usize], index: usize) -> Vec<Spread> {
    let node = &sheet.nodes[index];
    let spread = |id: &NodeId| spread(&sheet.node(*id).axes, &node.axes, rows);
    match &node.op {
        Op::Binary(_, a, b) | Op::Above(a, b) => vec![spread(a), spread(b)],
        Op::Select(a, b, c) => vec![spread(a), spread(b), spread(c)],
        Op::Guard { condition, value, .. } => vec![spread(condition), spread(value)],
        Op::Pick(choice, options) => std::iter::once(choice).chain(options).map(spread).collect(),
        Op::At(a, row) => {
            let mut shortened = sheet.node(*a).axes.clone();
            shortened.0.pop();
            vec![self::spread(&shortened, &node.axes, rows), spread(row)]
        }
        _ => Vec::new(),
    }
}

fn spread(from: &Axes, to: &Axes, rows: &[usize]) -> Spread {
    if from == to {
        return Spread::Same;
    }
    if from.is_scalar() {
        return Spread::Single;
    }
    let places = (0..to.len(rows)).map(|cell| {
        let mut rest = cell;
        let mut row_of = vec![0; to.0.len()];
        for (axis, table) in to.0.iter().enumerate().rev() {
            row_of[axis] = rest % rows[table.index()];
            rest /= rows[table.index()];
        }
        from.0.iter().fold(0, |place, table| {
            let axis = to.0.iter().position(|other| other == table).unwrap_or_default();
            place * rows[table.index()] + row_of[axis]
        })
    });
    Spread::Places(places.collect())
}
