//! Calculators as a spreadsheet whose results follow when an input is changed in it.

pub mod address;
mod calculators;
pub mod layout;
mod page;
pub mod plan;
pub mod printer;
mod wording;

pub use calculators::book;
pub use wording::Wording;
