//! The sales funnel.

pub mod conversion;

crate::area::area!("funnel": conversion);
