//! Which figure of an input makes a result come out as wanted: a goal sought over any calculators, through links.

mod closer;
pub mod decimals;
mod domain;
mod goal;
mod probe;
mod proposal;
mod scan;
mod search;

pub use goal::{Found, Goal, Jump, Solution};
pub use search::seek;
