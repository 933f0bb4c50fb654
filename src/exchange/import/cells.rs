//! What is in a cell of a file, as it would be typed into its field.

use super::names::Names;
use crate::engine::sheet::Preset;
use crate::engine::{InputId, InputKind, Sheet};
use crate::presentation::entry;
use crate::presentation::labels::typed_kind;
use crate::text::normal::nfkc;
use crate::text::typed::{self, Field, Kind};
use crate::workbook::settings::Settings;

/// How the figures of a file are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hand {
    /// 1.234,5 is a thousand and more.
    pub decimal_comma: bool,
    /// 0.125 is 12.5 %, where no sign is behind it.
    pub fractions: bool,
}

/// A cell that is not simply typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Odd {
    /// An error of a spreadsheet: #DIV/0!
    Error,
    /// A date, where a figure is asked for.
    Date,
    /// No option is called so.
    NoOption,
}

/// The text that would be typed, or why there is none.
///
/// # Errors
/// Says what is odd about the cell.
pub fn typed_text(
    sheet: &Sheet,
    id: InputId,
    text: &str,
    hand: Hand,
    names: &Names,
    settings: Settings,
) -> Result<String, Odd> {
    let text = bare(text);
    match &sheet.input(id).kind {
        InputKind::Text => Ok(kept_name(sheet, id, text, names)),
        InputKind::Choice { .. } => names.option(sheet, id, text).map(str::to_owned).ok_or(Odd::NoOption),
        InputKind::Switch => switch(text).map(str::to_owned).ok_or(Odd::NoOption),
        InputKind::Number { .. } if is_empty(text) => Ok(String::new()),
        InputKind::Number { .. } if is_error(text) => Err(Odd::Error),
        InputKind::Number { .. } if is_date(text) => Err(Odd::Date),
        InputKind::Number { unit, .. } => {
            let text = if hand.decimal_comma { with_points(text) } else { text.to_owned() };
            let share = matches!(typed_kind(*unit), Kind::Percent | Kind::Discount);
            let figure = (hand.fractions && share).then(|| plain(&text, settings)).flatten();
            Ok(figure.map_or(text, |figure| entry::editable(sheet, id, Some(figure))))
        }
    }
}

/// A cell without the apostrophe that says that it is text.
fn bare(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('\'')
        .filter(|rest| rest.starts_with(['=', '+', '-', '@', '＝', '\t']) || is_figure(rest))
        .unwrap_or(text)
}

/// A preset's name is kept by its key, so that it goes on speaking every language.
fn kept_name(sheet: &Sheet, id: InputId, text: &str, names: &Names) -> String {
    let Preset::Names(presets) = &sheet.input(id).preset else { return text.to_owned() };
    names.preset(presets, text).unwrap_or(text).to_owned()
}

fn switch(text: &str) -> Option<&'static str> {
    const YES: [&str; 10] = ["1", "yes", "y", "true", "x", "✓", "on", "是", "有", "开"];
    const NO: [&str; 11] = ["0", "no", "n", "false", "", "-", "off", "否", "无", "無", "关"];
    let text = nfkc(text).to_lowercase();
    let names = |all: &[&str]| all.contains(&text.trim());
    if names(&YES) { Some("1") } else { names(&NO).then_some("0") }
}

/// Whether the cell says that there is nothing.
#[must_use]
pub fn is_empty(text: &str) -> bool {
    const NOTHING: [&str; 16] =
        ["", "-", "--", "–", "—", "——", "−", "n/a", "na", "null", "none", "nil", "无", "無", "暂无", "暫無"];
    NOTHING.contains(&nfkc(text).trim().to_lowercase().as_str())
}

/// Whether it is an error of a spreadsheet.
#[must_use]
pub fn is_error(text: &str) -> bool {
    let text = text.trim();
    text.strip_prefix('#').is_some_and(|rest| rest.ends_with(['!', '?']) || rest == "N/A") || text.starts_with("Err:")
}

/// Whether it is a date: 2026/1/2, 2/1/2026, 2026年1月2日, with or without a time.
#[must_use]
pub fn is_date(text: &str) -> bool {
    let text = nfkc(text);
    let date = text.trim().split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<&str> = date.trim_end_matches('日').split(['/', '-', '.', '年', '月']).collect();
    let figure = |part: &str| if part.len() <= 4 { part.parse::<u32>().ok() } else { None };
    let Some(figures) = parts.iter().map(|part| figure(part)).collect::<Option<Vec<u32>>>() else { return false };
    let (day, year) = (|n: u32| (1..=31).contains(&n), |n: u32| (1900..=2200).contains(&n));
    match figures[..] {
        [a, b, c] => (year(a) && day(b) && day(c)) || (day(a) && day(b) && (year(c) || date.contains('/') && c < 100)),
        _ => false,
    }
}

/// A number in its plain form, with no sign of a share.
fn plain(text: &str, settings: Settings) -> Option<f64> {
    let share = nfkc(text).contains(['%', '‰', '折', '分']);
    let field = Field { kind: Kind::Plain, language: settings.language, currency: settings.currency };
    if share { None } else { typed::read(text, field).ok()?.value }
}

/// Whether a text reads as a number, whatever it counts.
#[must_use]
pub fn is_figure(text: &str) -> bool {
    let field = Field {
        kind: Kind::Discount,
        language: crate::text::Language::SimplifiedChinese,
        currency: crate::text::Currency::default(),
    };
    let read = typed::read(text, field);
    read.is_ok_and(|read| read.value.is_some()) || matches!(read, Err(typed::Refusal::Ambiguous(..)))
}

/// The figure of a text that names a share without its sign.
#[must_use]
pub fn bare_share(text: &str, hand: Hand, settings: Settings) -> Option<f64> {
    let text = if hand.decimal_comma { with_points(text) } else { text.to_owned() };
    plain(&text, settings)
}

/// 1.234,5 with a point for its comma.
fn with_points(text: &str) -> String {
    text.chars().filter(|sign| *sign != '.').map(|sign| if sign == ',' { '.' } else { sign }).collect()
}

/// Whether a text can only be written with a decimal comma (some), or only with a point (none of the first, some of the second).
#[must_use]
pub fn decimal_mark(text: &str) -> Option<char> {
    let figures: String = text.chars().filter(|sign| sign.is_ascii_digit() || matches!(sign, '.' | ',')).collect();
    let (comma, point) = (figures.rfind(','), figures.rfind('.'));
    let behind = |mark: usize| figures.len() - mark - 1;
    match (comma, point) {
        _ if !is_figure(text) => None,
        (Some(comma), Some(point)) => Some(if comma > point { ',' } else { '.' }),
        (Some(comma), None) if figures.matches(',').count() == 1 => (behind(comma) != 3).then_some(','),
        (Some(_), None) => Some('.'),
        (None, Some(point)) if figures.matches('.').count() == 1 => (behind(point) != 3).then_some('.'),
        (None, Some(_)) => Some(','),
        (None, None) => None,
    }
}
