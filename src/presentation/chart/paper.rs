//! How a picture looks that leaves the page: the light theme on white, whatever the page wears, and letters whose width is judged
//! rather than measured, because nobody knows the fonts of the machine it is read on.

use crate::text::Language;

/// The background.
pub const BACKGROUND: &str = "#ffffff";
/// The light theme's colours, as `styles/tokens.css` has them.
pub const TEXT: &str = "#1b1f24";
pub const MUTED: &str = "#59616b";
pub const LINE: &str = "#d9dad4";
pub const ACCENT: &str = "#0b5fa5";
pub const GAIN: &str = "#1b7a4b";
pub const LOSS: &str = "#b3352b";
pub const SERIES: [&str; 6] = ["#0b5fa5", "#d2691e", "#1b8a6b", "#8e4b9e", "#b0861a", "#5b6770"];

/// The fonts of a language, with those that most machines have.
#[must_use]
pub const fn family(language: Language) -> &'static str {
    match language {
        Language::English => "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Noto Sans CJK SC, sans-serif",
        Language::SimplifiedChinese => {
            "system-ui, -apple-system, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Noto Sans SC, sans-serif"
        }
        Language::TraditionalChinese => {
            "system-ui, -apple-system, PingFang TC, Microsoft JhengHei, Noto Sans CJK TC, Noto Sans TC, sans-serif"
        }
    }
}

/// How heavy the letters of a text are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Bold,
}

/// About how wide a text is, in heights of its letters; rather a little too wide than cut off, so judged by the widest of the
/// fonts that are common on screens, `DejaVu` Sans.
#[must_use]
pub fn width(text: &str, weight: Weight) -> f64 {
    text.chars().map(|c| letter(c, weight)).sum()
}

fn letter(c: char, weight: Weight) -> f64 {
    let regular = match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.34,
        ' ' | 'f' | 'r' | 't' | '(' | ')' | '-' | '/' => 0.4,
        'm' | 'w' | 'M' | '@' | '%' => 0.95,
        'W' => 1.04,
        'A'..='Z' => 0.78,
        '+' | '=' | '<' | '>' | '#' | '~' | '&' => 0.84,
        c if (c as u32) < 0x1100 => 0.64,
        // Marks stand over letters.
        '\u{200B}'..='\u{200F}' | '\u{FE00}'..='\u{FE0F}' => return 0.0,
        '\u{2010}'..='\u{2013}' | '\u{2018}'..='\u{201F}' => 0.6,
        '\u{2000}'..='\u{2BFF}' => 0.9,
        // A letter of Han fills its square in every weight.
        _ => return 1.0,
    };
    match weight {
        Weight::Regular => regular,
        Weight::Bold => regular + 0.07,
    }
}

/// A text in lines of at most this width.
#[must_use]
pub fn lines(text: &str, most: f64, weight: Weight) -> Vec<String> {
    broken(text, most, &|text| width(text, weight))
}

/// A text in lines of at most this width, by whatever measures it: broken at blanks, Chinese anywhere, and a word that is wider
/// than a line within itself.
pub fn broken(text: &str, most: f64, measure: &dyn Fn(&str) -> f64) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), String::new());
    for part in pieces(text).into_iter().flat_map(|piece| cut(piece, most, measure)) {
        if !line.is_empty() && measure(&format!("{line}{}", part.trim_end())) > most {
            lines.push(line.trim_end().to_owned());
            line.clear();
        }
        line.push_str(part);
    }
    if !line.trim().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// A piece in parts that each find room in a line.
fn cut<'a>(piece: &'a str, most: f64, measure: &dyn Fn(&str) -> f64) -> Vec<&'a str> {
    let (mut parts, mut start) = (Vec::new(), 0);
    if measure(piece.trim_end()) > most {
        for (at, c) in piece.char_indices().filter(|(_, c)| !c.is_whitespace()) {
            if at > start && measure(&piece[start..at + c.len_utf8()]) > most {
                parts.push(&piece[start..at]);
                start = at;
            }
        }
    }
    parts.push(&piece[start..]);
    parts
}

/// The shortest pieces that stay together: a word with the blank behind it, a character of Han.
fn pieces(text: &str) -> Vec<&str> {
    let (mut pieces, mut start, mut before) = (Vec::new(), 0, None::<char>);
    for (at, c) in text.char_indices() {
        let wide =
            |c: char| matches!(c as u32, 0x2E80..=0x9FFF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0x20000..=0x3FFFF);
        // Punctuation never begins a line.
        let closes = matches!(c, '，' | '。' | '、' | '；' | '：' | '！' | '？' | '）' | '」' | '』' | '”' | '》');
        if before.is_some_and(|before| before.is_whitespace() || (wide(before) || wide(c)) && !closes) && at > start {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    pieces.push(&text[start..]);
    pieces
}
