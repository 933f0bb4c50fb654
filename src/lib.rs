//! A sales workbench that runs wholly in the browser.
//!
//! The rooms, each importing only from those above it:
//! [`engine`] says what a calculator is, [`text`] speaks the languages, [`calculators`] are the models,
//! [`tools`] work on any of them, `browser` touches the outside, `ui` shows.

pub use workbench_engine as engine;
pub use workbench_engine::words;

pub mod text;

pub mod calculators;
pub mod tools;

#[cfg(feature = "web")]
pub mod browser;
#[cfg(feature = "web")]
pub mod ui;
