//! Numbers as Chinese speakers type them: 3万, 1亿2000万, 3万5, 三千五百, 85折, 八五折.

use super::super::Language;
use super::grouping;
use super::reading::{Note, Refusal};

/// 万 and 亿 with what stands before and behind them, as decimal text; nothing where none is there.
pub fn scaled_number(text: &str, language: Language) -> Result<Option<(String, Note)>, Refusal> {
    let text = text.replace('萬', "万").replace('億', "亿").replace('仟', "千").replace('佰', "百");
    let text = match text.strip_suffix('w') {
        Some(rest) if language.is_chinese() => format!("{rest}万"),
        _ => text,
    };
    if let Some(value) = numeral(&text) {
        return Ok(Some((value.to_string(), Note::Understood)));
    }
    if !text.contains(['万', '亿', '千', '百']) {
        return Ok(None);
    }
    let (mut rest, mut parts, mut last) = (text.as_str(), Vec::new(), 9);
    for (sign, power) in [('亿', 8), ('万', 4), ('千', 3), ('百', 2)] {
        if let Some((before, behind)) = rest.split_once(sign) {
            parts.push((grouping::decimal(before)?.0, power));
            (rest, last) = (behind.trim(), power);
        }
    }
    let mut note = Note::Understood;
    if !rest.is_empty() {
        let digits = grouping::decimal(rest)?.0;
        // 3万5 is said for 35,000: one digit behind a sign counts in the next lower unit.
        let colloquial = digits.len() == 1;
        parts.push((digits, if colloquial { last - 1 } else { 0 }));
        if colloquial {
            note = Note::Colloquial;
        }
    }
    sum(&parts).map(|value| Some((value, note))).ok_or(Refusal::NotANumber)
}

/// Sums decimals times powers of ten exactly, in decimal; none where there is no digit, or more than fit.
fn sum(parts: &[(String, u32)]) -> Option<String> {
    let decimals_of = |digits: &str| digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let decimals = parts.iter().map(|(digits, _)| decimals_of(digits)).max()?;
    let mut total = 0_i128;
    for (digits, power) in parts {
        let zeros = decimals - decimals_of(digits) + *power as usize;
        let whole = digits.replace('.', "");
        let digits = (!whole.is_empty()).then(|| whole + &"0".repeat(zeros))?;
        total = total.checked_add(digits.parse().ok()?)?;
    }
    // At least one digit stands before the point.
    let digits = format!("{total:0>least$}", least = decimals + 1);
    let (whole, behind) = digits.split_at(digits.len() - decimals);
    Some(format!("{whole}.{behind}").trim_end_matches('0').trim_end_matches('.').to_owned())
}

/// 9, 85, 八五, 八折半's 八: the share of the price that is left, in tenths or hundredths; gives the share taken off.
pub fn discount(text: &str) -> Option<f64> {
    let digits = digits(text).unwrap_or_else(|| text.to_owned());
    let valid = !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if !valid {
        return None;
    }
    let off = match digits.split_once('.') {
        None if digits.len() == 1 => 100 - 10 * digits.parse::<i32>().ok()?,
        None if digits.len() == 2 => 100 - digits.parse::<i32>().ok()?,
        Some((whole, part)) if whole.len() == 1 && part.len() == 1 => {
            100 - 10 * whole.parse::<i32>().ok()? - part.parse::<i32>().ok()?
        }
        _ => return None,
    };
    (0..=100).contains(&off).then(|| f64::from(off) / 100.0)
}

fn digit(c: char) -> Option<u32> {
    "零一二三四五六七八九"
        .chars()
        .position(|other| other == c || (c == '两' && other == '二') || (c == '〇' && other == '零'))
        .and_then(|place| u32::try_from(place).ok())
}

/// Chinese digits one by one: 八五 is 85.
pub fn digits(text: &str) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    text.chars().map(|c| if c == '点' { Some('.') } else { digit(c).and_then(|d| char::from_digit(d, 10)) }).collect()
}

/// A numeral in Chinese characters: 三万五千, 十二, 二百零五.
fn numeral(text: &str) -> Option<u64> {
    let chinese = |c: char| digit(c).is_some() || "十百千万亿".contains(c);
    if text.is_empty() || !text.chars().all(chinese) || !text.chars().any(|c| digit(c).is_some() || c == '十') {
        return None;
    }
    let (mut total, mut section, mut current) = (0_u64, 0_u64, 0_u64);
    for c in text.chars() {
        match c {
            '十' | '百' | '千' => {
                let unit = if c == '十' {
                    10
                } else if c == '百' {
                    100
                } else {
                    1000
                };
                section += current.max(u64::from(current == 0)) * unit;
                current = 0;
            }
            '万' | '亿' => {
                let unit = if c == '万' { 10_000 } else { 100_000_000 };
                total = total.checked_add(section + current)?.checked_mul(unit)?;
                (section, current) = (0, 0);
            }
            _ => current = u64::from(digit(c)?),
        }
    }
    total.checked_add(section + current)
}
