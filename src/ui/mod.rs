//! What is seen: Yew components for any calculator. No calculator is named here, and no figure is computed.

mod answer;
mod calculator;
mod field;
mod fold;
mod form;
mod home;
mod painter;
mod palette;
mod paste;
mod picture;
mod results;
mod root;
mod select;
mod settings;
mod shell;
mod start;
mod table;
mod why;

pub use root::{App, Root, RootProps};
pub use shell::page;
pub use start::start;
