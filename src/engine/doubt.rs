//! Where rounding may have decided a comparison, a whole number or the row of an extreme, lane by lane.

use std::cmp::Ordering;

use super::block::Block;
use super::exact::Exact;
use super::sheet::{Binary, NodeId, Op, Reduction, Scan, Unary};

/// How near two figures must lie for rounding to be suspected: far more than it ever amounts to, and rare.
const SUSPECT: f64 = 1e-6;

/// A figure decided exactly: which of its cell, in which lane, and what it is.
pub(super) type Decided = (usize, usize, f64);

/// The figures of a cell that rounding may have decided, each decided exactly.
pub(super) fn decided(block: &Block, node: NodeId) -> Vec<Decided> {
    let sheet = block.sheet();
    let rounded = |id: &NodeId| sheet.rounding.is_rounded(*id);
    match &sheet.node(node).op {
        Op::Binary(function @ (Binary::Less | Binary::AtMost | Binary::Equal), a, b) if rounded(a) || rounded(b) => {
            compared(block, node, *function, *a, *b)
        }
        Op::Unary(function @ (Unary::Floor | Unary::Ceil), a) if rounded(a) => {
            whole(block, node, *a, *function == Unary::Ceil)
        }
        Op::Reduce(reduction @ (Reduction::RowOfLargest | Reduction::RowOfSmallest), a) if rounded(a) => {
            rows(block, node, *a, *reduction == Reduction::RowOfLargest)
        }
        _ => Vec::new(),
    }
}

/// What was decided in the lane before: lanes with the same inputs need be decided only once. As a curve or a simulation moves
/// an input, what does not depend on it is in doubt in every lane or in none.
struct Before<'a, T> {
    block: &'a Block<'a>,
    node: NodeId,
    /// The inputs that the cell depends on, once two lanes are in doubt.
    inputs: Option<Vec<NodeId>>,
    decided: Option<(usize, T)>,
}

impl<'a, T: Copy> Before<'a, T> {
    const fn new(block: &'a Block<'a>, node: NodeId) -> Self {
        Self { block, node, inputs: None, decided: None }
    }

    fn or_decide(&mut self, lane: usize, decide: impl Fn(Exact) -> T) -> T {
        if let Some((before, decided)) = self.decided
            && self.alike(before, lane)
        {
            return decided;
        }
        let decided = decide(Exact::new(self.block, lane));
        self.decided = Some((lane, decided));
        decided
    }

    fn alike(&mut self, a: usize, b: usize) -> bool {
        let (block, node) = (self.block, self.node);
        let inputs = self.inputs.get_or_insert_with(|| {
            let nodes = block.sheet().reached_from([node]).into_iter().enumerate();
            let nodes = nodes.filter(|(_, reached)| *reached).map(|(index, _)| NodeId(index as u32));
            nodes.filter(|id| matches!(block.sheet().node(*id).op, Op::Input(_))).collect()
        });
        let mut lanes = inputs.iter().flat_map(|id| (0..block.count(*id)).map(|cell| block.lanes(*id, cell)));
        lanes.all(|lanes| lanes[a].to_bits() == lanes[b].to_bits())
    }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= SUSPECT * (a.abs() + b.abs())
}

fn compared(block: &Block, node: NodeId, function: Binary, a: NodeId, b: NodeId) -> Vec<Decided> {
    let cancelled = cancelled(block, &[a, b]);
    let mut all = Vec::new();
    for cell in 0..block.count(node) {
        let places = [(a, 0), (b, 1)].map(|(id, index)| (id, block.operand_place(node, index, cell)));
        let [left, right] = places.map(|(id, place)| block.lanes(id, place));
        // The whole run first, in a loop without a branch: hardly ever is one in doubt.
        let any = left.iter().zip(right).fold(false, |any, (a, b)| any | near(*a, *b));
        if !any && !cancelled.contains(&true) {
            continue;
        }
        let mut before = Before::new(block, node);
        for lane in 0..block.lane_count() {
            if near(left[lane], right[lane]) || cancelled[lane] {
                let order = before.or_decide(lane, |exact| exact.compare(places[0], places[1]));
                all.extend(order.map(|order| (cell, lane, holds(function, order))));
            }
        }
    }
    all
}

fn holds(function: Binary, order: Ordering) -> f64 {
    let holds = match function {
        Binary::Less => order.is_lt(),
        Binary::AtMost => order.is_le(),
        _ => order.is_eq(),
    };
    f64::from(u8::from(holds))
}

fn whole(block: &Block, node: NodeId, a: NodeId, up: bool) -> Vec<Decided> {
    let cancelled = cancelled(block, &[a]);
    let mut all = Vec::new();
    for cell in 0..block.count(node) {
        let mut before = Before::new(block, node);
        for (lane, value) in block.lanes(a, cell).iter().enumerate() {
            let near = (value - value.round()).abs() <= SUSPECT * value.abs().max(1.0);
            if near || (cancelled[lane] && !value.is_nan()) {
                all.push((cell, lane, before.or_decide(lane, |exact| exact.whole((a, cell), up))));
            }
        }
    }
    all
}

fn rows(block: &Block, node: NodeId, a: NodeId, largest: bool) -> Vec<Decided> {
    let (count, cancelled) = (block.last_axis(a), cancelled(block, &[a]));
    let mut all = Vec::new();
    for cell in 0..block.count(node) {
        let mut before = Before::new(block, node);
        for (lane, cancelled) in cancelled.iter().enumerate() {
            let best = block.lanes(node, cell)[lane];
            if best.is_nan() {
                continue;
            }
            let figure = |row: usize| block.lanes(a, cell * count + row)[lane];
            let best = best as usize;
            let any = (0..count).any(|row| row != best && near(figure(row), figure(best)));
            if any || *cancelled {
                let row = before.or_decide(lane, |exact| exact.row_of_extreme(a, cell * count, count, largest));
                all.push((cell, lane, row));
            }
        }
    }
    all
}

/// Whether a sum or difference under these cells cancelled out, so that little but rounding errors is left of it: a flag a
/// lane.
fn cancelled(block: &Block, operands: &[NodeId]) -> Vec<bool> {
    let sheet = block.sheet();
    let mut flags = vec![false; block.lane_count()];
    let mut terms = Vec::new();
    for node in operands.iter().flat_map(|operand| sheet.rounding.sums(*operand)) {
        for cell in 0..block.count(*node) {
            add_terms(block, *node, cell, &mut terms);
            for ((flag, sum), terms) in flags.iter_mut().zip(block.lanes(*node, cell)).zip(&terms) {
                *flag |= (*terms > 0.0) & (sum.abs() <= SUSPECT * terms);
            }
        }
    }
    flags
}

/// The sizes of what a sum adds up, together, lane by lane. Down a running sum they grow from cell to cell.
fn add_terms(block: &Block, node: NodeId, cell: usize, terms: &mut Vec<f64>) {
    let op = &block.sheet().node(node).op;
    let goes_on = match op {
        Op::Scan(Scan::RunningSum, a) => !cell.is_multiple_of(block.last_axis(*a).max(1)),
        _ => false,
    };
    if !goes_on {
        terms.clear();
        terms.resize(block.lane_count(), 0.0);
    }
    let mut add = |id: NodeId, place: usize| {
        terms.iter_mut().zip(block.lanes(id, place)).for_each(|(sum, term)| *sum += term.abs());
    };
    match op {
        Op::Binary(_, a, b) => {
            add(*a, block.operand_place(node, 0, cell));
            add(*b, block.operand_place(node, 1, cell));
        }
        Op::Reduce(_, a) => {
            let count = block.last_axis(*a);
            (cell * count..(cell + 1) * count).for_each(|place| add(*a, place));
        }
        Op::Scan(Scan::RunningSum, a) => add(*a, cell),
        _ => {}
    }
}
