//! A result as a function of one field, computed for many figures at once.

use super::super::chain::{At, Chain};
use super::super::workbook::{ScenarioId, Workbook};
use super::domain::Domain;
use super::{Goal, place_in};
use crate::engine::{InputKind, Unit};

/// How many figures are computed at once. Few: an interval is cut into so many parts a round, and what is cut further than
/// needed costs more than a smaller block.
pub const LANES: usize = 16;

/// A chain with a field to move and a result to read.
#[derive(Debug)]
pub struct Probe {
    chain: Chain,
    moved: At,
    unit: Unit,
    result: At,
    pub domain: Domain,
    /// What stands in the field.
    pub present: Option<f64>,
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
        let chain = Chain::toward(workbook, scenario, [(goal.calculator, Some(vec![node]))], LANES);
        let result = At { part: 0, node, cell };
        let part = chain.part_of(goal.moved.0.id)?;
        let moved = place_in(&chain, part, goal.moved.1)?;
        let input = chain.parts()[part].sheet().input(goal.moved.1.0);
        let (domain, unit) = (Domain::of(input, goal.within)?, input.unit()?);
        let present = chain.parts()[part].kept.figure(goal.moved.1);
        let exists = cell < chain.parts()[0].evaluation.count(node);
        exists.then_some(Self { chain, moved, unit, result, domain, present })
    }

    /// The result as things stand, before any figure is tried.
    pub fn present_result(&mut self) -> f64 {
        self.chain.run();
        tidy(self.chain.lanes(self.result)[0])
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

    /// What stands in the other fields of the same calculator and is measured alike: bounds of tiers, quotas and caps are
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

/// What is infinite is no value; -0 is 0.
fn tidy(figure: f64) -> f64 {
    if figure.is_finite() { figure + 0.0 } else { f64::NAN }
}
