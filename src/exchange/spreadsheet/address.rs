//! Where cells of a calculator stand on their sheet, and how a formula names them.

use crate::engine::{Evaluation, NodeId};

/// The first place of a cell's figures. A column runs down; a grid's last table runs to the right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    pub row: u32,
    pub column: u16,
}

impl Address {
    /// Where one of the cell's figures stands.
    #[must_use]
    pub fn of(self, evaluation: &Evaluation, node: NodeId, cell: usize) -> Self {
        match evaluation.sheet().node(node).axes.0.len() {
            0 => self,
            1 => self.below(cell),
            _ => {
                let across = evaluation.last_axis(node).max(1);
                let row = self.below(cell / across);
                Self { column: row.column + (cell % across) as u16, ..row }
            }
        }
    }

    /// Where a run over the cell's last table begins and ends.
    #[must_use]
    pub fn run(self, evaluation: &Evaluation, node: NodeId, run: usize) -> (Self, Self) {
        let count = evaluation.last_axis(node).max(1);
        let at = |cell| self.of(evaluation, node, cell);
        (at(run * count), at((run + 1) * count - 1))
    }

    /// So many rows further down.
    #[must_use]
    pub fn below(self, rows: usize) -> Self {
        Self { row: self.row + rows as u32, ..self }
    }

    /// As formulas name it, fixed: `$B$5`.
    #[must_use]
    pub fn name(self) -> String {
        format!("${}${}", letters(self.column), self.row + 1)
    }
}

/// The letters of a column: A, B … Z, AA.
fn letters(column: u16) -> String {
    let (mut rest, mut letters) = (u32::from(column) + 1, Vec::new());
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// A text inside a formula.
#[must_use]
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// The name of a sheet inside a formula.
#[must_use]
pub fn sheet(name: &str) -> String {
    format!("'{}'", name.replace('\'', "''"))
}
