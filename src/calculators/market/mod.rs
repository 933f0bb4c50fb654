//! The market opportunity.

pub mod score;
