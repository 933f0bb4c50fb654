//! Grids that compare the rows of a table with one another, pair by pair: a row against itself is 1, and the lower half is
//! the reciprocal of the upper. Only the upper half is asked for.

use super::shortest::shortest;

/// What a cell that is not asked for follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Implied {
    /// A row against itself.
    One,
    /// The reciprocal of this cell.
    Reciprocal(usize),
}

/// What a cell of such a grid over so many rows follows from; none where it is asked for.
#[must_use]
pub const fn implied(cell: usize, rows: usize) -> Option<Implied> {
    let (row, column) = (cell / rows, cell % rows);
    if row < column {
        None
    } else if row == column {
        Some(Implied::One)
    } else {
        Some(Implied::Reciprocal(column * rows + row))
    }
}

/// The whole grid over so many rows from its pairs, row by row.
#[must_use]
pub fn full(pairs: &[f64], rows: usize) -> Vec<f64> {
    let mut grid = vec![1.0; rows * rows];
    let asked = (0..grid.len()).filter(|cell| implied(*cell, rows).is_none());
    for (cell, figure) in asked.zip(pairs) {
        grid[cell] = *figure;
    }
    for cell in 0..grid.len() {
        if let Some(Implied::Reciprocal(of)) = implied(cell, rows) {
            grid[cell] = 1.0 / grid[of];
        }
    }
    grid
}

/// Whether two figures given for the halves of a pair say the same: the smaller may be rounded to the digits it has, but to
/// no fewer than two decimals, as 0.33 is for 1/3.
#[must_use]
pub fn agree(one: f64, other: f64) -> bool {
    /// What arithmetic in another program may add to a full set of digits.
    const DUST: f64 = 1e-12;
    let (small, large) = (one.min(other), one.max(other));
    let decimals = shortest(small).map_or(0, |(_, power)| -power);
    let half_a_unit = 0.5 * libm::pow(0.1, f64::from(decimals.clamp(2, 300)));
    (small - 1.0 / large).abs() <= half_a_unit + DUST
}
