//! The calculators, in the order of the course. A new one is a folder and a line here.

use crate::engine::Calculator;

pub mod commission;
pub mod funnel;
pub mod market;
pub mod pricing;
pub mod workbooks;

/// Every calculator.
pub static ALL: &[&Calculator] = &[
    &pricing::cost_plus::CALCULATOR,
    &pricing::value::CALCULATOR,
    &pricing::competitive::CALCULATOR,
    &pricing::launch::CALCULATOR,
    &pricing::dynamic::CALCULATOR,
    &pricing::change::CALCULATOR,
    &funnel::conversion::CALCULATOR,
    &commission::plan::CALCULATOR,
    &market::score::CALCULATOR,
];

/// The calculator of this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Calculator> {
    ALL.iter().copied().find(|calculator| calculator.id == id)
}
