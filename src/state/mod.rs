//! The state of the page, what can be done to it, and the one pure function that does it.
//!
//! Deliberately absent: any browser, any effect.

pub mod action;
pub mod before_writing;
mod edit;
mod held;
mod model;
pub mod order;
mod reduce;
mod route;
mod saving;
mod tool;
mod whole;
pub mod workbooks;

pub use action::Action;
pub use held::Held;
pub use model::{Notice, State};
pub use route::{EMBED, OPEN, Route};
pub use saving::Saving;
pub use tool::Tool;
