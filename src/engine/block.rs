//! The figures of a sheet, laid out for a block of input sets.

use super::sheet::{Axes, NodeId, Op, Sheet};
use super::spread::{Spread, spreads_of};

/// A sheet laid out for so many rows and lanes, with its figures.
#[derive(Debug)]
pub struct Block<'s> {
    pub(super) sheet: &'s Sheet,
    pub(super) rows: Vec<usize>,
    pub(super) lanes: usize,
    pub(super) starts: Vec<usize>,
    pub(super) cells: Vec<usize>,
    pub(super) spreads: Vec<Vec<Spread>>,
    pub(super) values: Vec<f64>,
}

impl<'s> Block<'s> {
    /// Lays out the sheet for blocks of `lanes` input sets, without any figure.
    pub(super) fn new(sheet: &'s Sheet, rows: &[usize], lanes: usize) -> Self {
        let rows = rows.to_vec();
        let cells: Vec<usize> = (0..sheet.nodes.len()).map(|index| cell_count(sheet, &rows, index)).collect();
        let mut total = 0;
        let starts = cells
            .iter()
            .map(|count| {
                let start = total;
                total += count * lanes;
                start
            })
            .collect();
        let spreads = (0..sheet.nodes.len()).map(|index| spreads_of(sheet, &rows, index)).collect();
        Self { sheet, rows, lanes, starts, cells, spreads, values: vec![f64::NAN; total] }
    }

    /// The sheet.
    #[must_use]
    pub const fn sheet(&self) -> &'s Sheet {
        self.sheet
    }

    /// How many rows each table has.
    #[must_use]
    pub fn rows(&self) -> &[usize] {
        &self.rows
    }

    /// How many figures a lane of the cell holds.
    #[must_use]
    pub fn count(&self, node: NodeId) -> usize {
        self.cells[node.index()]
    }

    /// One figure of a cell, lane by lane.
    #[must_use]
    pub fn lanes(&self, node: NodeId, cell: usize) -> &[f64] {
        let start = self.starts[node.index()] + cell * self.lanes;
        &self.values[start..start + self.lanes]
    }

    /// The figure of a cell in the first lane, if it has one.
    #[must_use]
    pub fn value(&self, node: NodeId, cell: usize) -> Option<f64> {
        if cell >= self.count(node) {
            return None;
        }
        // Adding zero turns -0 into 0.
        self.lanes(node, cell).first().copied().filter(|value| value.is_finite()).map(|value| value + 0.0)
    }

    /// The figure of a cell that is a single figure.
    #[must_use]
    pub fn figure(&self, node: NodeId) -> Option<f64> {
        self.value(node, 0)
    }

    /// All figures of a cell in the first lane.
    #[must_use]
    pub fn column(&self, node: NodeId) -> Vec<Option<f64>> {
        (0..self.count(node)).map(|cell| self.value(node, cell)).collect()
    }

    /// Whether a condition holds in the first lane; one without a value does not.
    #[must_use]
    pub fn holds(&self, node: NodeId) -> bool {
        self.figure(node).is_some_and(|value| value != 0.0)
    }

    /// Which figure of its `operand`-th operand a figure of an elementwise cell depends on.
    #[must_use]
    pub fn operand_place(&self, node: NodeId, operand: usize, cell: usize) -> usize {
        self.spreads[node.index()].get(operand).map_or(cell, |spread| spread.place(cell))
    }

    /// How many lanes there are.
    pub(super) const fn lane_count(&self) -> usize {
        self.lanes
    }

    /// How many rows the last axis of a cell has.
    #[must_use]
    pub fn last_axis(&self, node: NodeId) -> usize {
        last_length(&self.sheet.node(node).axes, &self.rows)
    }
}

pub(super) fn last_length(axes: &Axes, rows: &[usize]) -> usize {
    axes.0.last().map_or(1, |table| rows[table.index()])
}

fn cell_count(sheet: &Sheet, rows: &[usize], index: usize) -> usize {
    match &sheet.nodes[index].op {
        Op::Step(id) => sheet.step(*id).outputs.iter().map(|(_, axes)| axes.len(rows)).sum(),
        _ => sheet.nodes[index].axes.len(rows),
    }
}
