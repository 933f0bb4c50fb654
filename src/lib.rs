//! A sales workbench that runs wholly in the browser.
//!
//! The rooms, each importing only from those below it:
//! `ui` shows, `browser` touches the outside, [`state`] is the page's state with its one reducer, [`exchange`] moves work in and
//! out, [`analysis`] questions results, [`presentation`] puts them into words and drawings, [`workbook`] is a person's work,
//! [`calculators`] are the models, [`text`] speaks the languages, [`engine`] says what a calculator is.

pub use workbench_calculators as calculators;
pub use workbench_engine as engine;
pub use workbench_engine::words;

pub mod text;

pub mod workbook;

pub mod presentation;

pub mod analysis;

pub mod exchange;

pub mod state;

#[cfg(feature = "web")]
pub mod browser;

#[cfg(feature = "web")]
pub mod ui;
