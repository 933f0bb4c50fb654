//! Texts that go into cells of a calculator together, as one step: what each means there, and putting them in.

use crate::engine::pairs::{Implied, agree};
use crate::engine::{InputId, InputKind, InputSet, Range, Sheet, TableId};
use crate::presentation::entry::{self, Wrong};
use crate::text::Catalogue;
use crate::workbook::contents::Kept;
use crate::workbook::fields::Place;
use crate::workbook::name::clean_name;
use crate::workbook::settings::Settings;

/// A text for one cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub input: InputId,
    pub cell: usize,
    pub text: String,
}

/// What is to be filled in: the entries line by line, how long their table must become, and how many lines find no room.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filling {
    pub calculator: &'static str,
    pub lines: Vec<Vec<Entry>>,
    pub rows: Option<(TableId, usize)>,
    /// The table has just so many rows afterwards, not at least so many.
    pub shortens: bool,
    pub dropped: usize,
    /// The text was larger than may be pasted; nothing was read.
    pub too_large: bool,
}

/// What a text means in its cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    Number(Result<entry::Entry, Wrong>),
    /// The place of an option, or of no and yes; none where there is no such option.
    Option(Option<usize>),
    Name(String),
}

/// What an entry means, the range that stood there before being kept in its shape.
#[must_use]
pub fn meaning(
    sheet: &Sheet,
    calculator: &str,
    entry: &Entry,
    words: &Catalogue,
    settings: Settings,
    before: Option<&Range>,
) -> Meaning {
    let text = &entry.text;
    match &sheet.input(entry.input).kind {
        InputKind::Text => Meaning::Name(clean_name(text)),
        InputKind::Switch => Meaning::Option(["0", "1"].iter().position(|figure| figure == text)),
        InputKind::Choice { options } => {
            let path = sheet.path(entry.input);
            let word = |option: &str| words.get(calculator, &format!("option.{path}.{option}"));
            Meaning::Option(options.iter().position(|option| option == text || word(option) == Some(text)))
        }
        InputKind::Number { .. } => Meaning::Number(entry::read(sheet, entry.input, text, settings, before)),
    }
}

/// What fills a grid of compared pairs: the figures of its upper half, and the cells that contradict what they follow from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pairs {
    pub figures: Vec<(Place, f64)>,
    pub contradictions: Vec<Place>,
}

/// The compared pairs among the entries, each given in either half or in both. A pair that contradicts itself fills nothing.
#[must_use]
pub fn pairs(filling: &Filling, sheet: &Sheet, inputs: &InputSet, words: &Catalogue, settings: Settings) -> Pairs {
    let read = |entry: &Entry| match meaning(sheet, filling.calculator, entry, words, settings, None) {
        Meaning::Number(Ok(read)) => read.figure,
        _ => None,
    };
    let all: Vec<&Entry> = filling.lines.iter().flatten().filter(|entry| sheet.input(entry.input).paired).collect();
    let given =
        |place: Place| all.iter().find(|entry| (entry.input, entry.cell) == place).and_then(|entry| read(entry));
    let mut pairs = Pairs::default();
    for entry in &all {
        let place = (entry.input, entry.cell);
        let (Some(implied), Some(figure)) = (inputs.implied(entry.input, entry.cell), read(entry)) else { continue };
        match implied {
            Implied::One if agree(figure, 1.0) => {}
            Implied::One => pairs.contradictions.push(place),
            Implied::Reciprocal(of) => match given((entry.input, of)) {
                None => pairs.figures.push(((entry.input, of), 1.0 / figure)),
                Some(upper) if agree(upper, figure) => {}
                Some(_) => pairs.contradictions.extend([(entry.input, of), place]),
            },
        }
    }
    pairs
}

/// Puts all into its cells; a number that cannot be read keeps its text and stands as wrong, an option that there is not leaves
/// the one that stands. The rows are the caller's to make.
pub fn fill(filling: &Filling, sheet: &Sheet, kept: &mut Kept, words: &Catalogue, settings: Settings) {
    let pairs = pairs(filling, sheet, &kept.inputs, words, settings);
    for entry in filling.lines.iter().flatten() {
        let place = (entry.input, entry.cell);
        if pairs.contradictions.contains(&place) || kept.inputs.implied(place.0, place.1).is_some() {
            continue;
        }
        let before = kept.ranges.get(place).copied();
        match meaning(sheet, filling.calculator, entry, words, settings, before.as_ref()) {
            Meaning::Name(name) => kept.inputs.set_name(entry.input, entry.cell, name),
            Meaning::Option(Some(option)) => kept.set(place, Some(option as f64), None),
            Meaning::Option(None) => {}
            Meaning::Number(Ok(read)) => kept.set(place, read.figure, read.range),
            // The pair may be in the other half.
            Meaning::Number(Err(_)) if entry.text.is_empty() && sheet.input(entry.input).paired => {}
            Meaning::Number(Err(_)) => drop(kept.drafts.insert(place, entry.text.clone())),
        }
    }
    for (place, figure) in pairs.figures {
        kept.set(place, Some(figure), None);
    }
}
