//! Which cells of a calculator follow when an input changes, and which of them are in a cell of their own.
//!
//! A cell follows if a formula can say how it is computed and everything that it depends on follows too. A figure that does not
//! is written as it is, so nothing follows by half.

use crate::engine::sheet::{Binary, Op, Unary};
use crate::engine::{Evaluation, InputKind, NodeId, Sheet};
use crate::workbook::chain::Chain;

/// So many parts a formula has at most before one of its cells is given a place of its own.
const LONGEST: usize = 24;

/// The plan of one calculator.
#[derive(Debug)]
pub struct Plan {
    /// Whether a cell follows.
    pub live: Vec<bool>,
    /// Whether a cell is at a place of its own.
    pub placed: Vec<bool>,
}

/// The plans of every calculator of a chain.
#[must_use]
pub fn plans(chain: &Chain) -> Vec<Plan> {
    let parts = chain.parts();
    let mut fixed: Vec<Vec<NodeId>> = vec![Vec::new(); parts.len()];
    loop {
        let live: Vec<Vec<bool>> =
            parts.iter().zip(&fixed).map(|(part, fixed)| following(&part.evaluation, fixed)).collect();
        // An input that is fed by a figure which does not follow does not follow either.
        let dead = chain
            .feeds()
            .iter()
            .find(|feed| !live[feed.from.part][feed.from.node.index()] && !fixed[feed.to.part].contains(&feed.to.node));
        if let Some(feed) = dead {
            fixed[feed.to.part].push(feed.to.node);
            continue;
        }
        let placed: Vec<Vec<bool>> = live.iter().enumerate().map(|(part, live)| places(chain, part, live)).collect();
        return live.into_iter().zip(placed).map(|(live, placed)| Plan { live, placed }).collect();
    }
}

fn following(evaluation: &Evaluation, fixed: &[NodeId]) -> Vec<bool> {
    let sheet = evaluation.sheet();
    let mut live = vec![false; sheet.nodes.len()];
    for index in 0..sheet.nodes.len() {
        let node = NodeId(index as u32);
        let holds = |operand: NodeId| live[operand.index()];
        live[index] = !fixed.contains(&node)
            && match &sheet.node(node).op {
                Op::Step(_) | Op::Output(..) => false,
                // What is not in force may stay out: it gives no value rather than a wrong one.
                Op::Pick(choice, options) => {
                    holds(*choice) && in_force(evaluation, node, options.len()).all(|place| holds(options[place]))
                }
                Op::Select(condition, yes, no) => {
                    holds(*condition)
                        && taken(evaluation, node, *condition).all(|holding| holds(if holding { *yes } else { *no }))
                }
                _ => sheet.operands(node).into_iter().all(holds),
            };
    }
    live
}

/// The options of a choice that are in force, figure by figure.
fn in_force(evaluation: &Evaluation, node: NodeId, options: usize) -> impl Iterator<Item = usize> {
    let choice = evaluation.sheet().operands(node)[0];
    (0..evaluation.count(node)).map(move |cell| {
        let place = evaluation.value(choice, evaluation.operand_place(node, 0, cell));
        place.map_or(0, |place| place as usize).min(options - 1)
    })
}

fn taken(evaluation: &Evaluation, node: NodeId, condition: NodeId) -> impl Iterator<Item = bool> {
    (0..evaluation.count(node))
        .map(move |cell| evaluation.value(condition, evaluation.operand_place(node, 0, cell)) != Some(0.0))
}

/// Whether a cell is an input whose own place says its figure: a number that is always given.
#[must_use]
pub fn is_plain_input(sheet: &Sheet, node: NodeId) -> bool {
    match sheet.node(node).op {
        Op::Input(input) => matches!(sheet.input(input).kind, InputKind::Number { optional: false, .. }),
        _ => false,
    }
}

/// Whether a cell has a value whatever the inputs are, as far as that can be told.
#[must_use]
pub fn is_total(sheet: &Sheet, node: NodeId) -> bool {
    match &sheet.node(node).op {
        Op::Input(input) => !matches!(sheet.input(*input).kind, InputKind::Number { optional: true, .. }),
        Op::Constant(_) | Op::Rows(_) | Op::RowNumber(_) | Op::Given(_) => true,
        Op::Unary(function, a) => {
            !matches!(function, Unary::Exp | Unary::Ln | Unary::SquareRoot) && is_total(sheet, *a)
        }
        Op::Binary(function, a, b) => {
            !matches!(function, Binary::Divide | Binary::Power) && is_total(sheet, *a) && is_total(sheet, *b)
        }
        Op::Same(a) => is_total(sheet, *a),
        _ => false,
    }
}

fn places(chain: &Chain, part: usize, live: &[bool]) -> Vec<bool> {
    let evaluation = &chain.parts()[part].evaluation;
    let sheet = evaluation.sheet();
    let mut placed = vec![false; sheet.nodes.len()];
    let shown = sheet.outcomes.iter().filter(|outcome| outcome.shown_if.is_none_or(|shown| evaluation.holds(shown)));
    let roots: Vec<NodeId> = shown
        .map(|outcome| outcome.node)
        .chain(chain.feeds().iter().filter(|feed| feed.from.part == part).map(|feed| feed.from.node))
        .collect();
    let needed = needed(sheet, &roots, live);
    let mut uses = vec![0_usize; sheet.nodes.len()];
    for index in (0..sheet.nodes.len()).filter(|index| needed[*index] && live[*index]) {
        let node = NodeId(index as u32);
        for operand in sheet.operands(node) {
            uses[operand.index()] += 1;
        }
        match &sheet.node(node).op {
            Op::Reduce(_, a) | Op::Scan(_, a) | Op::At(a, _) => placed[a.index()] = true,
            _ => {}
        }
    }
    let mut sizes = vec![1_usize; sheet.nodes.len()];
    for index in 0..sheet.nodes.len() {
        let node = NodeId(index as u32);
        if !needed[index] {
            placed[index] = false;
            continue;
        }
        let recorded = sheet.node(node);
        let size = 1 + sheet
            .operands(node)
            .iter()
            .map(|operand| if placed[operand.index()] { 1 } else { sizes[operand.index()] })
            .sum::<usize>();
        let own = match &recorded.op {
            Op::Input(input) => match sheet.input(*input).kind {
                InputKind::Choice { .. } | InputKind::Switch => true,
                InputKind::Number { optional, .. } => optional && placed[index],
                InputKind::Text => false,
            },
            Op::Scan(..) | Op::Output(..) => true,
            Op::Constant(_) => recorded.key.is_some() || placed[index] || roots.contains(&node),
            Op::Same(_) | Op::Rows(_) | Op::RowNumber(_) | Op::Given(_) => recorded.key.is_some() || placed[index],
            _ => recorded.key.is_some() || placed[index] || size > LONGEST || (uses[index] > 1 && size > 3),
        };
        placed[index] = own || (roots.contains(&node) && !matches!(recorded.op, Op::Input(_)));
        sizes[index] = size;
    }
    placed
}

/// What the results depend on, so far as it follows; of what does not, only the results themselves.
fn needed(sheet: &Sheet, roots: &[NodeId], live: &[bool]) -> Vec<bool> {
    let mut needed = vec![false; sheet.nodes.len()];
    let mut open = roots.to_vec();
    while let Some(node) = open.pop() {
        if !std::mem::replace(&mut needed[node.index()], true) && live[node.index()] {
            open.extend(sheet.operands(node).into_iter().filter(|operand| live[operand.index()]));
        }
    }
    needed
}
