//! A name as a file may bear it on any system: kept as far as it can be.

use crate::text::graphemes;

/// The longest name without its ending, in characters as a reader counts them, and in bytes, of which systems allow 255.
const LONGEST: usize = 80;
const MOST_BYTES: usize = 240;

/// What Windows keeps for its devices.
const RESERVED: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "COM", "LPT"];

/// A safe name with this ending, never without a name before it.
#[must_use]
pub fn file_name(name: &str, ending: &str) -> String {
    let safe = |c: char| match c {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
        // Spaces of every kind, and line ends.
        c if c.is_whitespace() => ' ',
        c => c,
    };
    let bearable = |c: &char| {
        !c.is_control() && !matches!(*c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
            // Pictures beyond the first plane: half the systems cannot show them.
            && !matches!(*c, '\u{1f000}'..='\u{1ffff}' | '\u{e0000}'..='\u{10ffff}')
    };
    let text: String = name.chars().map(safe).filter(bearable).collect();
    let text = cut(trimmed(&text));
    let text = trimmed(&text);
    let stem = text.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let device = RESERVED.iter().any(|device| {
        stem.strip_prefix(device).is_some_and(|rest| {
            rest.is_empty() || rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit() || matches!(rest, "¹" | "²" | "³")
        })
    });
    match text {
        "" => format!("sales-workbench.{ending}"),
        _ if device => format!("_{text}.{ending}"),
        _ => format!("{text}.{ending}"),
    }
}

/// Blanks and dots at either end: one hides a file, Windows drops the other.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '.')
}

/// As much of a name as systems bear, never half a character.
fn cut(text: &str) -> String {
    let fits = |most: usize| Some(graphemes::first(text, most)).filter(|text| text.len() <= MOST_BYTES);
    (1..=LONGEST).rev().find_map(fits).unwrap_or_default()
}
