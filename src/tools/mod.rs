//! What can be done with any calculator: one file a tool, none knowing a calculator or a browser.

pub mod chain;
pub mod chart;
pub mod compare;
pub mod entry;
pub mod evaluate;
pub mod explain;
pub mod fields;
pub mod file_name;
pub mod flow;
pub mod history;
pub mod links;
pub mod paste;
pub mod request;
pub mod ripple;
pub mod saved;
pub mod seek;
pub mod sensitivity;
pub mod settings;
pub mod share;
pub mod shelf;
pub mod simulate;
pub mod speech;
pub mod spreadsheet;
pub mod state;
pub mod workbook;
