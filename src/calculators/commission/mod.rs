//! What selling pays.

pub mod plan;
