//! How figures are shown: the styles, and one plain format that files, tests and the command line share.
//!
//! The page formats through the browser's Intl behind the same trait, so that no figure is formatted anywhere else.

use super::Currency;
use crate::engine::shortest;

/// What a figure is, as far as writing it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A number with at most so many decimals; zeros at the end are left out.
    Number { most: usize },
    /// A fraction as a percentage with at most so many decimals.
    Percent { most: usize },
    /// An amount in the currency, with its usual digits.
    Money,
}

/// Whether large figures are shortened, and how: a setting of its own, not a language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compact {
    #[default]
    Never,
    /// K, M, B.
    Western,
    /// 万, 亿.
    Chinese,
}

impl Compact {
    /// Every setting, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::Never, Self::Western, Self::Chinese];

    /// The name in files and catalogues.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Western => "western",
            Self::Chinese => "chinese",
        }
    }
}

/// The one place where figures become text. What is not finite is shown as a dash.
pub trait Formatter {
    /// The figure in full.
    fn format(&self, value: f64, style: Style) -> String;
    /// The figure shortened for an axis or a tight place, whatever the setting.
    fn short(&self, value: f64, style: Style) -> String;
    /// A moment, given in milliseconds since 1970.
    fn moment(&self, at: u64, part: Part) -> String;
}

/// How much of a moment is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Hours and minutes.
    Time,
    Day,
    Both,
}

/// What stands for a figure that cannot be shown.
pub const NOTHING: &str = "–";

/// The fixed plain format: commas, a full stop, an ASCII minus, the ISO code of the currency.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plain {
    pub currency: Currency,
}

impl Formatter for Plain {
    fn format(&self, value: f64, style: Style) -> String {
        if !value.is_finite() {
            return NOTHING.to_owned();
        }
        match style {
            Style::Number { most } => grouped(value, most, 0),
            Style::Percent { most } => format!("{}%", grouped(value * 100.0, most, 0)),
            Style::Money => {
                format!("{} {}", grouped(value, self.currency.digits(), self.currency.digits()), self.currency.code())
            }
        }
    }

    fn short(&self, value: f64, style: Style) -> String {
        self.format(value, style)
    }

    /// In universal time, as ISO 8601 writes it.
    fn moment(&self, at: u64, part: Part) -> String {
        let (days, minutes) = (at / 86_400_000, at / 60_000 % 1_440);
        let time = format!("{:02}:{:02}", minutes / 60, minutes % 60);
        match part {
            Part::Time => time,
            Part::Day => iso_day(days),
            Part::Both => format!("{} {time}", iso_day(days)),
        }
    }
}

/// Digits in groups of three with at most `most` and at least `least` decimals, rounded half away from zero on the
/// shortest decimal that reads back as the same figure: 2.675 gives 2.68.
#[must_use]
pub fn grouped(value: f64, most: usize, least: usize) -> String {
    let (negative, digits) = (value < 0.0, exact(value.abs()));
    let (whole, decimals) = digits.split_once('.').unwrap_or((&digits, ""));
    let (whole, mut decimals) = rounded(whole, decimals, most);
    while decimals.len() > least && decimals.ends_with('0') {
        decimals.pop();
    }
    while decimals.len() < least {
        decimals.push('0');
    }
    let mut text = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    let is_zero = whole.bytes().chain(decimals.bytes()).all(|digit| digit == b'0');
    let sign = if negative && !is_zero { "-" } else { "" };
    let mark = if decimals.is_empty() { "" } else { "." };
    format!("{sign}{text}{mark}{decimals}")
}

/// Rounds decimal digits to `most` decimals, half away from zero.
fn rounded(whole: &str, decimals: &str, most: usize) -> (String, String) {
    if decimals.len() <= most {
        return (whole.to_owned(), decimals.to_owned());
    }
    let up = decimals.as_bytes()[most] >= b'5';
    let mut digits: Vec<u8> = whole.bytes().chain(decimals.bytes().take(most)).collect();
    if up {
        let mut place = digits.len();
        loop {
            if place == 0 {
                digits.insert(0, b'1');
                break;
            }
            place -= 1;
            if digits[place] == b'9' {
                digits[place] = b'0';
            } else {
                digits[place] += 1;
                break;
            }
        }
    }
    let split = digits.len() - most;
    let text = |digits: &[u8]| digits.iter().map(|digit| char::from(*digit)).collect();
    (text(&digits[..split]), text(&digits[split..]))
}

/// The shortest decimal text, without an exponent, that reads back as the same figure, which is finite.
#[must_use]
pub fn exact(value: f64) -> String {
    let Some((digits, power)) = shortest(value).filter(|(digits, _)| *digits > 0) else { return "0".to_owned() };
    let sign = if value < 0.0 { "-" } else { "" };
    let Ok(decimals) = usize::try_from(-power) else {
        return format!("{sign}{digits}{}", "0".repeat(power.unsigned_abs() as usize));
    };
    // At least one digit stands before the point.
    let digits = format!("{digits:0>least$}", least = decimals + 1);
    let (whole, behind) = digits.split_at(digits.len() - decimals);
    let point = if decimals > 0 { "." } else { "" };
    format!("{sign}{whole}{point}{behind}")
}

/// The day so many days after 1970 began. Years are counted from March, so that the leap day comes last; after Howard Hinnant,
/// "chrono-Compatible Low-Level Date Algorithms".
fn iso_day(days: u64) -> String {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}
