//! Names that a person gives: what may be kept of them.

use crate::text::graphemes;

/// A name as it may be kept: no control characters, no marks that turn the writing direction, at most 80 characters as a reader
/// counts them.
#[must_use]
pub fn clean_name(name: &str) -> String {
    let turns =
        |c: char| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    // A reader's character may hold any number of marks, but no name needs more than a few each.
    let clean: String = name.chars().filter(|c| !c.is_control() && !turns(*c)).take(800).collect();
    graphemes::first(&clean, 80)
}
