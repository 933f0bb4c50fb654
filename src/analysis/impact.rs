//! What one change does to everything that depends on it: the results of every calculator of the chain, before and after.

use crate::engine::sheet::{Op, OutcomeKind};
use crate::engine::{Calculator, Key, NodeId, Rank};
use crate::workbook::chain::{At, Chain};
use crate::workbook::contents::{ScenarioId, Workbook};
use crate::workbook::fields::FieldId;
use crate::workbook::order::members;

/// A result that a change reaches.
#[derive(Clone, Copy, Debug)]
pub struct Impact {
    pub calculator: &'static Calculator,
    pub key: Key,
    pub node: NodeId,
    pub before: Option<f64>,
    pub after: Option<f64>,
}

/// The main results of every calculator that a change of a field reaches, each with its figure before and after.
#[must_use]
pub fn impact(workbook: &Workbook, scenario: ScenarioId, field: FieldId, figure: f64) -> Vec<Impact> {
    let all = members(workbook);
    let mut chain = Chain::toward(workbook, scenario, all.iter().map(|one| (*one, None)), 2);
    let Some(part) = chain.part_of(field.calculator) else { return Vec::new() };
    let Some(node) = chain.parts()[part].sheet().input(field.input).node else { return Vec::new() };
    chain.lanes_mut(At { part, node, cell: field.cell })[1] = figure;
    chain.run();
    let reached = reached(&chain, part, node);
    let mut impacts = Vec::new();
    for (part, of) in chain.parts().iter().enumerate() {
        let main = of.sheet().outcomes.iter().filter(|outcome| {
            outcome.rank != Rank::Detail
                && matches!(outcome.kind, OutcomeKind::Number)
                && of.sheet().node(outcome.node).axes.is_scalar()
        });
        for outcome in main.filter(|outcome| reached[part][outcome.node.index()]) {
            let lanes = chain.lanes(At { part, node: outcome.node, cell: 0 });
            let value = |lane: usize| Some(lanes[lane] + 0.0).filter(|figure| figure.is_finite());
            impacts.push(Impact {
                calculator: of.calculator,
                key: outcome.key,
                node: outcome.node,
                before: value(0),
                after: value(1),
            });
        }
    }
    impacts
}

/// For every calculator of the chain, the cells that depend on an input: one flag a cell.
fn reached(chain: &Chain, part: usize, node: NodeId) -> Vec<Vec<bool>> {
    let mut reached: Vec<Vec<bool>> = chain.parts().iter().map(|of| vec![false; of.sheet().nodes.len()]).collect();
    reached[part][node.index()] = true;
    spread(chain, part, &mut reached[part]);
    // Links come in the order in which they carry, so one pass is enough; two calculators that feed each other take as many
    // passes as there are links at most.
    for feed in chain.feeds().iter().cycle().take(chain.feeds().len() * chain.feeds().len()) {
        if reached[feed.from.part][feed.from.node.index()] && !reached[feed.to.part][feed.to.node.index()] {
            reached[feed.to.part][feed.to.node.index()] = true;
            spread(chain, feed.to.part, &mut reached[feed.to.part]);
        }
    }
    reached
}

/// A cell depends only on earlier cells, so one pass reaches all.
fn spread(chain: &Chain, part: usize, reached: &mut [bool]) {
    let sheet = chain.parts()[part].sheet();
    for index in 0..sheet.nodes.len() {
        let id = NodeId(index as u32);
        if !matches!(sheet.node(id).op, Op::Input(_)) {
            reached[index] |= sheet.operands(id).iter().any(|operand| reached[operand.index()]);
        }
    }
}
