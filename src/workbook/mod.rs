//! A person's work: what is asked of each calculator, how calculators feed each other, what was done, and the text that is saved.
//!
//! Deliberately absent: any word, any browser, what is on the screen.

pub mod chain;
pub mod contents;
pub mod fields;
pub mod history;
pub mod links;
pub mod name;
pub mod order;
pub mod request;
pub mod saved;
pub mod settings;
