//! The figures that stand in the grids at first.

/// Opportunities by factors, from 1 to 10.
pub(super) const SCORES: &[f64] = [
    [6.0, 8.0, 4.0, 8.0, 6.0, 4.0],
    [8.0, 6.0, 7.0, 6.0, 3.0, 4.0],
    [9.0, 7.0, 9.0, 5.0, 2.0, 6.0],
    [7.0, 3.0, 3.0, 7.0, 9.0, 2.0],
]
.as_flattened();

/// The same as three people see it.
pub(super) const PANEL: &[f64] = [
    [6.0, 9.0, 4.0, 8.0, 5.0, 4.0],
    [8.0, 6.0, 6.0, 6.0, 3.0, 4.0],
    [9.0, 8.0, 9.0, 6.0, 2.0, 5.0],
    [7.0, 3.0, 4.0, 7.0, 9.0, 2.0],
    [6.0, 8.0, 3.0, 8.0, 7.0, 3.0],
    [7.0, 6.0, 7.0, 5.0, 4.0, 4.0],
    [9.0, 7.0, 8.0, 5.0, 2.0, 6.0],
    [6.0, 4.0, 3.0, 6.0, 9.0, 3.0],
    [5.0, 7.0, 5.0, 7.0, 6.0, 5.0],
    [8.0, 5.0, 7.0, 7.0, 3.0, 3.0],
    [8.0, 6.0, 9.0, 4.0, 3.0, 7.0],
    [8.0, 3.0, 3.0, 8.0, 8.0, 2.0],
]
.as_flattened();

const THIRD: f64 = 1.0 / 3.0;

/// How much more the factor of the row counts than that of the column; the lower half follows from the upper.
pub(super) const COMPARISONS: &[f64] = [
    [1.0, 1.0, 2.0, 0.5, 3.0, 2.0],
    [1.0, 1.0, 2.0, 0.5, 3.0, 1.0],
    [0.5, 0.5, 1.0, THIRD, 2.0, 1.0],
    [2.0, 2.0, 3.0, 1.0, 4.0, 3.0],
    [THIRD, THIRD, 0.5, 0.25, 1.0, 0.5],
    [0.5, 1.0, 1.0, THIRD, 2.0, 1.0],
]
.as_flattened();
