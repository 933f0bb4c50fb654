//! Pricing strategies.

pub mod competitive;
pub mod cost_plus;
pub mod dynamic;
pub mod launch;
pub mod value;
