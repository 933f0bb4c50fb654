//! What is seen: Yew components for any calculator. No calculator is named here, and no figure is computed.

mod answer;
mod bars;
mod calculator;
mod compare;
mod copy;
mod correlations;
mod dialog;
mod field;
mod field_sheet;
mod figure;
mod fold;
mod form;
mod history;
mod home;
mod naming;
mod painter;
mod palette;
mod paste;
mod picture;
mod question;
mod ranges;
mod results;
mod root;
mod scenario;
mod select;
mod settings;
mod shell;
mod start;
mod table;
mod tornado;
mod what_if;
mod why;
mod workbook;

pub use root::{App, Root, RootProps};
pub use shell::page;
pub use start::start;
