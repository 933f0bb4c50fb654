//! Pricing strategies.

pub mod cost_plus;
pub mod dynamic;
pub mod launch;
