//! Several figures typed into one field, as people write a range: `80 to 120`, `80–120`, `3万~5万`, `10 至 12 至 20`.

use super::super::normal::nfkc;
use super::{Field, LONGEST, Refusal, read};

/// The figures of a text that holds two or three, in their order; none where it is a single figure.
///
/// # Errors
/// Says why one of them is no number.
pub fn several(text: &str, field: Field) -> Option<Result<Vec<f64>, Refusal>> {
    if text.len() > LONGEST * 8 {
        return None;
    }
    let text = nfkc(text).trim().to_lowercase();
    let parts = split(&text);
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    let figure = |part: &String| read(part, field)?.value.ok_or(Refusal::NotANumber);
    Some(parts.iter().map(figure).collect())
}

/// The parts between the signs and words that stand between two figures. A dash is one only behind a figure: in front of one
/// it is a minus.
fn split(text: &str) -> Vec<String> {
    const WORDS: [&str; 6] = [" to ", "~", "至", "到", "...", ".."];
    let mut marked = text.to_owned();
    for word in WORDS {
        marked = marked.replace(word, "|");
    }
    let mut parts = vec![String::new()];
    let mut behind_figure = false;
    for sign in marked.chars() {
        let dash = matches!(sign, '-' | '−' | '–' | '—');
        if sign == '|' || dash && behind_figure {
            parts.push(String::new());
            behind_figure = false;
        } else {
            if !sign.is_whitespace() {
                // 1e-5 is one figure, and so is RMB -5.
                let ends_one = "%‰)千万萬亿億折元".contains(sign) || behind_figure && "kmbnw".contains(sign);
                behind_figure = sign.is_ascii_digit() || ends_one;
            }
            if let Some(part) = parts.last_mut() {
                part.push(sign);
            }
        }
    }
    parts
}
