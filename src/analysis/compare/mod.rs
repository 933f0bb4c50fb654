//! What differs between scenarios of a workbook, in what was given and in what comes out, and what caused it.

pub mod attribution;
pub mod differences;
pub mod shapley;

pub use attribution::{Attribution, Cause, MOST_SHAPLEY, Method, NoAttribution, attribute};
pub use differences::{ChangedInput, ComparedResult, Comparison, Difference, changed_inputs, compare};
pub use shapley::shapley;
