//! Pricing strategies.

pub mod cost_plus;
pub mod launch;
pub mod value;
