//! Compared pairs in a request: each judgement is given once, or twice without contradiction.

use super::error::RequestError;
use crate::engine::pairs::{Implied, agree, implied};
use crate::engine::sheet::Problem;

/// Brings what was given in either half into the upper one.
///
/// # Errors
/// Names a pair that was not given, and, if `is_checked`, a figure that contradicts what it follows from.
pub(super) fn fill_upper_half(key: &str, figures: &mut [Option<f64>], is_checked: bool) -> Result<(), RequestError> {
    let rows = figures.len().isqrt();
    let field = |cell: usize| format!("{key}[{}][{}]", cell / rows, cell % rows);
    let contradicts = |cell: usize, with: usize, right: f64| {
        Err(RequestError::Contradicts { field: field(cell), with: field(with), right })
    };
    for cell in 0..figures.len() {
        match (implied(cell, rows), figures[cell]) {
            (Some(Implied::One), Some(figure)) if is_checked && !agree(figure, 1.0) => {
                return contradicts(cell, cell, 1.0);
            }
            (Some(Implied::Reciprocal(of)), lower) => match (figures[of], lower) {
                (Some(upper), Some(lower)) if is_checked && !agree(upper, lower) => {
                    return contradicts(cell, of, 1.0 / upper);
                }
                (None, Some(lower)) => figures[of] = Some(1.0 / lower),
                (None, None) => {
                    return Err(RequestError::Refused { field: field(of), problem: Problem::Missing });
                }
                _ => {}
            },
            _ => {}
        }
    }
    Ok(())
}
