//! Pricing strategies.

pub mod change;
pub mod competitive;
pub mod cost_plus;
pub mod dynamic;
pub mod launch;
pub mod value;

crate::area::area!("pricing": cost_plus, value, competitive, launch, dynamic, change);
