//! A workbook or one calculator as a short text to share, and what such a text holds.

mod compact;
mod differences;
mod headline;
mod link;
mod unread;

pub use differences::{Differing, Entry, Headline, InScenario, as_scenario, differences};
pub use link::{FORM, Moved, Shared, What, read, write};
pub use unread::Unread;
