//! The market opportunity.

pub mod score;

crate::area::area!("market": score);
