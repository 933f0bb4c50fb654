//! The sales funnel.

pub mod conversion;
