//! What selling pays.

pub mod plan;

crate::area::area!("commission": plan);
