//! Names that never change.

/// A name that never changes once shipped: it is in links, files and tests.
pub type Key = &'static str;
