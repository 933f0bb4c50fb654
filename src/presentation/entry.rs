//! What an entry in a field means for the input behind it: a figure, or what is wrong with it.

use super::labels::{Labels, typed_kind};
use crate::engine::range::{Flaw, Shape};
use crate::engine::sheet::Problem;
use crate::engine::unit::NUMBER;
use crate::engine::{InputId, InputKind, Range, Sheet};
use crate::text::catalogue;
use crate::text::typed::{self, Field, Note, Refusal};
use crate::workbook::settings::Settings;

/// An entry that stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    pub figure: Option<f64>,
    pub note: Option<Note>,
    /// Where several figures were typed: the range that they give, and `figure` is its middle.
    pub range: Option<Range>,
}

/// The share of all cases that a range typed as two figures holds, until the person says otherwise.
pub const COVERAGE: f64 = 0.8;

/// Why an entry does not stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wrong {
    /// It is no number.
    Unread(Refusal),
    /// It is one, but not for this input.
    Refused(Problem),
    /// It is a range, but not one for this input.
    Flawed(Flaw),
}

/// Reads what was typed for an input: a figure, or a range as `80 to 120`. A range keeps the shape of the one that stood there
/// before, if the same figures make it up.
///
/// # Errors
/// Says what is wrong; the text is the caller's to keep.
pub fn read(
    sheet: &Sheet,
    id: InputId,
    text: &str,
    settings: Settings,
    before: Option<&Range>,
) -> Result<Entry, Wrong> {
    let input = sheet.input(id);
    let kind = typed_kind(input.unit().unwrap_or(NUMBER));
    let field = Field { kind, language: settings.language, currency: settings.currency };
    if let (Some(figures), InputKind::Number { low, high, .. }) = (typed::several(text, field), &input.kind) {
        let figures = figures.map_err(Wrong::Unread)?;
        let range = ranged(&figures, before, (*low, *high));
        if let Some(flaw) = range.flaw(*low, *high) {
            return Err(Wrong::Flawed(flaw));
        }
        return Ok(Entry { figure: Some(input.middle(&range)), note: Some(Note::Understood), range: Some(range) });
    }
    let reading = typed::read(text, field).map_err(Wrong::Unread)?;
    match input.problem(reading.value) {
        Some(problem) => Err(Wrong::Refused(problem)),
        None => Ok(Entry { figure: reading.value, note: reading.note, range: None }),
    }
}

/// Two figures are an interval, three are low, likely and high.
fn ranged(figures: &[f64], before: Option<&Range>, limits: (f64, f64)) -> Range {
    let (low, high) = (figures[0], figures[figures.len() - 1]);
    let likely = if figures.len() == 3 { figures[1] } else { low };
    let usual = if figures.len() == 3 {
        Range::points(Shape::Pert, low, likely, high)
    } else {
        Range::interval(Shape::Normal, low, high, COVERAGE)
    };
    let alike = before.filter(|range| range.shape.is_peaked() == usual.shape.is_peaked());
    let alike = alike.map(|range| Range { low, likely, high, ..*range });
    alike.filter(|range| range.flaw(limits.0, limits.1).is_none()).unwrap_or(usual)
}

/// A range as it is edited in its field.
#[must_use]
pub fn editable_range(sheet: &Sheet, id: InputId, range: &Range) -> String {
    let figure = |figure: f64| editable(sheet, id, Some(figure));
    let ends = (figure(range.low), figure(range.high));
    if range.shape.is_peaked() {
        format!("{} – {} – {}", ends.0, figure(range.likely), ends.1)
    } else {
        format!("{} – {}", ends.0, ends.1)
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
pub fn explain_wrong(labels: &Labels, id: InputId, wrong: Wrong) -> String {
    let unit = labels.sheet.input(id).unit().unwrap_or(NUMBER);
    let refusal = match wrong {
        Wrong::Refused(problem) => return labels.problem(id, problem),
        Wrong::Flawed(flaw) => return explain_flaw(labels, id, flaw),
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
    catalogue::fill(&labels.word(key), |place| match (place, refusal) {
        ("label", _) => Some(labels.input_label(id)),
        ("first", Refusal::Ambiguous(first, _)) => Some(labels.figure(first, unit)),
        ("second", Refusal::Ambiguous(_, second)) => Some(labels.figure(second, unit)),
        _ => None,
    })
}

/// What is wrong with a range, in a sentence.
#[must_use]
pub fn explain_flaw(labels: &Labels, id: InputId, flaw: Flaw) -> String {
    let key = match flaw {
        Flaw::NotANumber => "flaw.not_a_number",
        Flaw::Order => "flaw.order",
        Flaw::Likely => "flaw.likely",
        Flaw::NotPositive => "flaw.not_positive",
        Flaw::Coverage => "flaw.coverage",
        Flaw::Outside => {
            let InputKind::Number { low, high, .. } = labels.sheet.input(id).kind else { return String::new() };
            return labels.problem(id, Problem::Outside { low, high });
        }
    };
    catalogue::fill(&labels.word(key), |place| (place == "label").then(|| labels.input_label(id)))
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
