//! What a spreadsheet file holds, said without naming any format of file.

use serde::{Deserialize, Serialize};

/// A file of sheets.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Book {
    /// What the file says of itself.
    pub title: String,
    pub sheets: Vec<Sheet>,
}

/// A sheet: cells, each at a place of its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// As `sheet_name` makes it: within what every spreadsheet program takes.
    pub name: String,
    /// The widths of the first columns, in characters.
    pub widths: Vec<f64>,
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// From 0.
    pub row: u32,
    /// From 0.
    pub column: u16,
    pub content: Content,
    /// How a number is shown, in the notation of spreadsheet programs: `0.00%`. Empty for the usual way.
    #[serde(default)]
    pub format: String,
    #[serde(default)]
    pub look: Look,
    /// What a reader finds who points at the cell. Empty for nothing.
    #[serde(default)]
    pub note: String,
    /// The texts that may be chosen in it; any may be there if none are named.
    #[serde(default)]
    pub choices: Vec<String>,
}

/// What is in a cell.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Nothing, though the cell may look like something.
    #[default]
    Empty,
    /// Text as it is, whatever it begins with. Never a formula.
    Text(String),
    Number(f64),
    /// A formula without its sign of equality, and what it came to when the book was written.
    Formula(String, Option<f64>),
    /// A formula that gives a text.
    Wording(String, String),
}

/// How a cell looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    #[default]
    Plain,
    Title,
    Heading,
    /// The head of a column.
    Column,
    /// A figure to be changed.
    Input,
    /// A figure that matters most.
    Headline,
    /// What is said beside.
    Aside,
}

/// The longest name of a sheet.
const LONGEST: usize = 31;

/// A name for a sheet that every program takes and that differs from these: without `[ ] : * ? / \`, not in apostrophes, at most
/// 31 characters counted as UTF-16 counts them.
#[must_use]
pub fn sheet_name(wanted: &str, taken: &[String]) -> String {
    let clean: String = wanted
        .chars()
        .map(|c| if c.is_control() || "[]:*?/\\".contains(c) { ' ' } else { c })
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let clean = clean.trim_matches(['\'', ' ']);
    // Excel keeps this name for itself.
    let clean = if clean.is_empty() || clean.eq_ignore_ascii_case("history") { "Sheet" } else { clean };
    let free = |name: &String| !taken.iter().any(|other| other.to_lowercase() == name.to_lowercase());
    let numbered = |number: usize| {
        let end = if number == 1 { String::new() } else { format!(" {number}") };
        format!("{}{end}", shortened(clean, LONGEST - end.len()))
    };
    // Of one number more than there are names, one is free.
    (1..=taken.len() + 1).map(numbered).find(free).unwrap_or_default()
}

fn shortened(name: &str, most: usize) -> &str {
    let mut units = 0;
    let end = name.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > most
    });
    name[..end.map_or(name.len(), |(at, _)| at)].trim_end_matches(['\'', ' '])
}
