//! The panels that question a figure.

pub mod compare;
pub mod correlations;
pub mod explain;
pub mod question;
pub mod ranges;
pub mod share;
pub mod tornado;
pub mod what_if;
