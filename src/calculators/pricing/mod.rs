//! Pricing strategies.

pub mod cost_plus;
