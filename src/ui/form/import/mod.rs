//! A table brought from a file: looked at before it is filled in.

mod choices;
mod dialog;
mod preview;
mod reading;
mod report;
mod view;

pub use dialog::Import;
