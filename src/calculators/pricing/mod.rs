//! Pricing strategies.

pub mod competitive;
pub mod cost_plus;
pub mod value;
