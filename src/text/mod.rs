//! Languages: catalogues of words, and how numbers are typed and shown.
//!
//! Deliberately absent: any calculator's words (they are beside the calculator) and any browser.

pub mod catalogue;
pub mod currency;
pub mod format;
pub mod graphemes;
pub mod language;
pub mod normal;
pub mod typed;
#[cfg(not(target_arch = "wasm32"))]
pub mod words;

pub use catalogue::Catalogue;
pub use currency::Currency;
pub use format::{Compact, Formatter, Plain, Style};
pub use language::Language;
