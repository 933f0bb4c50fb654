//! Several figures typed into one field, as people write a range: `80 to 120`, `80–120`, `3万~5万`, `10 至 12 至 20`.

use super::super::normal::nfkc;
use super::number::read;
use super::reading::{Field, LONGEST, Refusal};

/// The figures of a text that holds two or three, in their order; none where it is a single figure.
///
/// # Errors
/// Says why one of them is no number.
pub fn several(text: &str, field: Field) -> Option<Result<Vec<f64>, Refusal>> {
    if text.len() > LONGEST * 8 {
        return None;
    }
    let text = nfkc(text).trim().to_ascii_lowercase();
    let parts = split(&text);
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    let figures = |parts: &[String]| -> Result<Vec<f64>, Refusal> {
        parts.iter().map(|part| read(part, field)?.value.ok_or(Refusal::NotANumber)).collect()
    };
    // 3~5万 means 3万~5万, wherever the figures then rise; 500-1k does not mean 500k.
    let shared = with_shared_scale(&parts).and_then(|parts| figures(&parts).ok());
    let rising = shared.filter(|figures| figures.is_sorted_by(|a, b| a < b));
    Some(rising.map_or_else(|| figures(&parts), Ok))
}

/// The parts with the scale that only the last one names, if the others are bare figures.
fn with_shared_scale(parts: &[String]) -> Option<Vec<String>> {
    let bare = |text: &str| text.trim().chars().all(|sign| sign.is_ascii_digit() || ".,".contains(sign));
    let (last, others) = parts.split_last()?;
    let scale: String = last.trim().chars().skip_while(|sign| sign.is_ascii_digit() || ".,".contains(*sign)).collect();
    let scales = ["k", "m", "bn", "b", "w", "千", "万", "萬", "亿", "億", "%"];
    let fits = scales.contains(&scale.trim()) && others.iter().all(|part| bare(part));
    fits.then(|| others.iter().map(|part| format!("{}{scale}", part.trim())).chain([last.clone()]).collect())
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
