//! What is wrong with a request.

use crate::engine::sheet::Problem;

/// What is wrong with a request. `field` is as the request spells it: `tiers[2].rate`.
#[derive(Clone, Debug, PartialEq)]
pub enum RequestError {
    /// No calculator has this id.
    UnknownCalculator(String),
    /// The calculator has no such input.
    UnknownInput(String),
    /// A number, a name, a list … was expected.
    WrongType { field: String, expected: &'static str },
    /// The figure cannot be there.
    Refused { field: String, problem: Problem },
    /// So many rows are not allowed.
    Rows { field: String, least: usize, most: usize },
    /// A figure says otherwise than what it follows from, which is in the field `with`.
    Contradicts { field: String, with: String, right: f64 },
}
