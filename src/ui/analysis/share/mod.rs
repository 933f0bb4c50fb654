//! How a calculator's figures are shared: as a link, as files, on paper.

mod files;
mod link;
mod panel;
mod spreadsheet;

pub use link::{Link, PrintedCode};
pub use panel::panel;
