//! How any calculator is put into words, tables and drawings, and what a typed entry means.
//!
//! Deliberately absent: pixels, any browser, any calculator by name.

pub mod chart;
pub mod entry;
pub mod labels;
pub mod tables;
pub mod unused;
