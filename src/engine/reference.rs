//! The examples of the reference of sheets, compiled and run.

#[doc = include_str!("../../docs/sheets.md")]
pub struct Reference;
