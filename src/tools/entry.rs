//! What an entry in a field means for the input behind it: a figure, or what is wrong with it.

use super::speech::{Speech, typed_kind};
use crate::engine::sheet::Problem;
use crate::engine::unit::NUMBER;
use crate::engine::{InputId, Sheet};
use crate::text::typed::{self, Field, Note, Refusal};
use crate::text::{Currency, Language, catalogue};

/// An entry that stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    pub figure: Option<f64>,
    pub note: Option<Note>,
}

/// Why an entry does not stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wrong {
    /// It is no number.
    Unread(Refusal),
    /// It is one, but not for this input.
    Refused(Problem),
}

/// Reads what was typed for an input.
///
/// # Errors
/// Says what is wrong; the text is the caller's to keep.
pub fn read(sheet: &Sheet, id: InputId, text: &str, language: Language, currency: Currency) -> Result<Entry, Wrong> {
    let input = sheet.input(id);
    let kind = typed_kind(input.unit().unwrap_or(NUMBER));
    let reading = typed::read(text, Field { kind, language, currency }).map_err(Wrong::Unread)?;
    match input.problem(reading.value) {
        Some(problem) => Err(Wrong::Refused(problem)),
        None => Ok(Entry { figure: reading.value, note: reading.note }),
    }
}

/// A stored figure as it is edited in its field; empty where nothing was given.
#[must_use]
pub fn editable(sheet: &Sheet, id: InputId, figure: Option<f64>) -> String {
    let kind = typed_kind(sheet.input(id).unit().unwrap_or(NUMBER));
    figure.map_or_else(String::new, |figure| typed::editable(figure, kind))
}

/// What is wrong, in a sentence.
#[must_use]
pub fn explain_wrong(speech: &Speech, id: InputId, wrong: Wrong) -> String {
    let unit = speech.sheet.input(id).unit().unwrap_or(NUMBER);
    let refusal = match wrong {
        Wrong::Refused(problem) => return speech.problem(id, problem),
        Wrong::Unread(refusal) => refusal,
    };
    let key = match refusal {
        Refusal::NotANumber => "refusal.not_a_number",
        Refusal::NotFinite => "refusal.not_finite",
        Refusal::TooLarge => "refusal.too_large",
        Refusal::Ambiguous(..) => "refusal.ambiguous",
        Refusal::Code => "refusal.code",
        Refusal::UnclearScale => "refusal.unclear_scale",
        Refusal::TooLong => "refusal.too_long",
    };
    catalogue::fill(&speech.word(key), |place| match (place, refusal) {
        ("label", _) => Some(speech.input_label(id)),
        ("first", Refusal::Ambiguous(first, _)) => Some(speech.figure(first, unit)),
        ("second", Refusal::Ambiguous(_, second)) => Some(speech.figure(second, unit)),
        _ => None,
    })
}

/// How far the up and down keys move a figure: one in its second digit, one percentage point, or one whole.
#[must_use]
pub fn step(sheet: &Sheet, id: InputId, figure: f64) -> f64 {
    use crate::text::typed::Kind;
    match typed_kind(sheet.input(id).unit().unwrap_or(NUMBER)) {
        Kind::Percent | Kind::Discount => 0.01,
        Kind::Plain | Kind::Money => {
            // The digits before the decimal point, counted on the text so that every platform counts alike.
            let digits = crate::text::format::exact(figure.abs().trunc()).len();
            (2..digits).fold(1.0, |step, _| step * 10.0)
        }
    }
}
