//! Digits with marks for groups and decimals, and the western suffixes k, m and bn.

use super::reading::Refusal;

/// Plain decimal text (digits, one point, an exponent), and whether it was typed just so.
pub fn decimal(text: &str) -> Result<(String, bool), Refusal> {
    let (digits, power) = suffix(text.trim());
    let (digits, exponent) = exponent(digits)?;
    let compact: String = digits.chars().filter(|c| !is_space(*c)).collect();
    let spaced = compact.len() != digits.len();
    if spaced && !groups_well(digits, is_space) {
        return Err(Refusal::NotANumber);
    }
    let plain = marks(&compact)?;
    let value = match power + exponent {
        0 => plain.clone(),
        power => format!("{plain}e{power}"),
    };
    let just_so = value == text;
    Ok((value, just_so))
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{202f}' || c == '\'' || c == '’'
}

fn suffix(text: &str) -> (&str, i32) {
    for (suffix, power) in [("bn", 9), ("b", 9), ("k", 3), ("m", 6)] {
        if let Some(rest) = text.strip_suffix(suffix) {
            return (rest.trim_end(), power);
        }
    }
    (text, 0)
}

fn exponent(text: &str) -> Result<(&str, i32), Refusal> {
    let Some((digits, exponent)) = text.split_once('e') else { return Ok((text, 0)) };
    let bare = exponent.trim_start_matches(['+', '-']);
    if digits.is_empty()
        || bare.is_empty()
        || !bare.bytes().all(|b| b.is_ascii_digit())
        || exponent.len() > bare.len() + 1
    {
        return Err(Refusal::NotANumber);
    }
    let value: i32 = exponent.parse().map_err(|_| Refusal::TooLarge)?;
    if value > 300 { Err(Refusal::TooLarge) } else { Ok((digits, value)) }
}

/// Whether the separated parts before any decimal mark are groups of three, the first of one to three.
fn groups_well(text: &str, separator: impl Fn(char) -> bool) -> bool {
    let whole = text.split(['.', ',']).next().unwrap_or(text);
    let mut groups = whole.split(separator);
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3)
}

/// Resolves commas and points. The last mark is the decimal one where both stand; a lone comma must group thousands.
fn marks(text: &str) -> Result<String, Refusal> {
    if !text.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',') || !text.bytes().any(|b| b.is_ascii_digit()) {
        return Err(Refusal::NotANumber);
    }
    let (commas, points) = (text.matches(',').count(), text.matches('.').count());
    let grouped_by = |mark: char| {
        let whole = if mark == ',' { text.split('.').next() } else { text.split(',').next() }.unwrap_or(text);
        let mut groups = whole.split(mark);
        let first = groups.next().unwrap_or_default();
        (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3)
    };
    match (commas, points) {
        (0, 0 | 1) => Ok(text.to_owned()),
        // 1.234.567: a second point can only group.
        (0, _) if grouped_by('.') => Ok(text.replace('.', "")),
        (_, 0) if grouped_by(',') => Ok(text.replace(',', "")),
        (1, 0) => Err(ambiguous(text)),
        // 1,234.50
        (_, 1) if text.rfind('.') > text.rfind(',') && grouped_by(',') => Ok(text.replace(',', "")),
        // 1.234,50
        (1, _) if text.rfind(',') > text.rfind('.') && grouped_by('.') => Ok(text.replace('.', "").replace(',', ".")),
        _ => Err(Refusal::NotANumber),
    }
}

/// 1,23 could be a decimal comma or a slip in grouping: offer both.
fn ambiguous(text: &str) -> Refusal {
    let read = |text: String| super::reading::scaled(&text, 0).ok();
    match (read(text.replace(',', ".")), read(text.replace(',', ""))) {
        (Some(decimal), Some(grouped)) => Refusal::Ambiguous(decimal, grouped),
        _ => Refusal::NotANumber,
    }
}
