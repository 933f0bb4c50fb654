//! A result as a function of one field, computed for many figures at once.

use std::collections::BTreeSet;

use super::domain::Domain;
use super::goal::Goal;
use crate::engine::sheet::{Binary, Op, Reduction, Unary};
use crate::engine::{Evaluation, InputKind, NodeId, Unit};
use crate::workbook::chain::{At, Chain};
use crate::workbook::contents::{ScenarioId, Workbook};

/// How many figures are computed at once. Few: an interval is cut into so many parts a round, and what is cut further than
/// needed costs more than a smaller block.
pub const LANES: usize = 16;
/// No more figures than these are looked at to learn what a result is summed from.
const MOST_SUMMED: usize = 256;

/// A chain with a field to move and a result to read.
#[derive(Debug)]
pub struct Probe {
    chain: Chain,
    moved: At,
    unit: Unit,
    result: At,
    pub domain: Domain,
    /// What is in the field.
    pub present: Option<f64>,
    /// The result as things are, if it has a value.
    pub present_result: Option<f64>,
    /// The size of what that is summed from; 1 at least for a pure number, which is made by dividing.
    pub summed_from: f64,
}

/// A figure of the field with the result it gives: not a number where there is none.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    pub x: f64,
    pub y: f64,
}

impl Probe {
    /// None where the question makes no sense.
    pub fn new(workbook: &Workbook, scenario: ScenarioId, goal: &Goal) -> Option<Self> {
        let (node, cell) = goal.result;
        if !goal.value.is_finite() || node.index() >= goal.calculator.sheet().nodes.len() {
            return None;
        }
        let mut chain = Chain::toward(workbook, scenario, [(goal.calculator, Some(vec![node]))], LANES);
        let part = chain.part_of(goal.moved.0.id)?;
        let moved = chain.movable(part, goal.moved.1)?;
        let input = chain.parts()[part].sheet().input(goal.moved.1.0);
        let (domain, unit) = (Domain::of(input, goal.within)?, input.unit()?);
        let present = chain.parts()[part].kept.figure(goal.moved.1);
        chain.run();
        let evaluation = &chain.parts()[0].evaluation;
        if cell >= evaluation.count(node) {
            return None;
        }
        let present_result = evaluation.value(node, cell);
        let least = if evaluation.sheet().node(node).unit.is_pure() { 1.0 } else { 0.0 };
        let summed_from = summed_from(evaluation, node, cell).max(least);
        let result = At { part: 0, node, cell };
        Some(Self { chain, moved, unit, result, domain, present, present_result, summed_from })
    }

    /// The results of figures that the field takes.
    pub fn samples(&mut self, figures: &[f64]) -> Vec<Sample> {
        let mut all = Vec::with_capacity(figures.len());
        for block in figures.chunks(LANES) {
            let lanes = self.chain.lanes_mut(self.moved);
            lanes[..block.len()].copy_from_slice(block);
            lanes[block.len()..].fill(block[block.len() - 1]);
            self.chain.run();
            let results = self.chain.lanes(self.result);
            all.extend(block.iter().zip(results).map(|(x, y)| Sample { x: *x, y: tidy(*y) }));
        }
        all
    }

    /// What is in the other fields of the same calculator and is measured alike: bounds of tiers, quotas and caps are
    /// where results bend and break.
    pub fn landmarks(&self) -> Vec<f64> {
        let part = &self.chain.parts()[self.moved.part];
        let alike = part.sheet().inputs.iter().zip(part.kept.inputs.ids()).filter(|(input, _)| match input.kind {
            InputKind::Number { unit, .. } => unit.agrees_with(self.unit),
            _ => false,
        });
        let figures = alike.flat_map(|(_, id)| part.kept.inputs.figures(id)).copied();
        figures.flatten().collect()
    }
}

/// The size of what a figure is summed from in the first lane: the last digits of that are lost in a figure that is small
/// beside it.
fn summed_from(evaluation: &Evaluation, node: NodeId, cell: usize) -> f64 {
    let sheet = evaluation.sheet();
    let (mut size, mut seen, mut open) = (0.0_f64, BTreeSet::new(), vec![(node, cell)]);
    while let Some((node, cell)) = open.pop().filter(|_| seen.len() < MOST_SUMMED) {
        if !seen.insert((node, cell)) {
            continue;
        }
        let operand = |operand: usize, of: NodeId| (of, evaluation.operand_place(node, operand, cell));
        let parts: Vec<(NodeId, usize)> = match &sheet.node(node).op {
            Op::Binary(Binary::Add | Binary::Subtract, a, b) => vec![operand(0, *a), operand(1, *b)],
            Op::Reduce(Reduction::Sum, a) => {
                let rows = evaluation.last_axis(*a);
                (cell * rows..(cell + 1) * rows).map(|cell| (*a, cell)).collect()
            }
            Op::Same(a) | Op::Unary(Unary::Negate | Unary::Absolute, a) => vec![operand(0, *a)],
            Op::Guard { value, .. } => vec![operand(1, *value)],
            Op::Select(_, yes, no) => vec![operand(1, *yes), operand(2, *no)],
            // A choice stands still while a figure is moved: only what it takes counts.
            Op::Pick(choice, options) => {
                let taken =
                    evaluation.value(*choice, evaluation.operand_place(node, 0, cell)).map(|place| place as usize);
                let taken = taken.and_then(|place| Some((place, options.get(place)?)));
                taken.map(|(place, option)| operand(place + 1, *option)).into_iter().collect()
            }
            _ => Vec::new(),
        };
        let figures = parts.iter().filter_map(|(node, cell)| evaluation.value(*node, *cell));
        size = figures.fold(size, |size, figure| size.max(figure.abs()));
        open.extend(parts);
    }
    size
}

/// What is infinite is no value; -0 is 0.
fn tidy(figure: f64) -> f64 {
    if figure.is_finite() { figure + 0.0 } else { f64::NAN }
}
