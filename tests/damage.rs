//! Kept texts that were cut, flipped or are something else altogether: refused whole, never opened as another figure.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::rc::Rc;

use sales_workbench::calculators;
use sales_workbench::workbook::contents::{BASE, Kept, Workbook};
use sales_workbench::workbook::history::{Did, History, What};
use sales_workbench::workbook::request;
use sales_workbench::workbook::saved::{self, Opened, Unknown, Unreadable};
use serde_json::{Map, Value};

/// A workbook of every calculator's first worked example.
fn workbook() -> Workbook {
    let mut workbook = Workbook::default();
    for calculator in calculators::loaded() {
        let example = calculator.examples.first().map_or("{}", |example| example.inputs);
        let example: Map<String, Value> = serde_json::from_str(example).unwrap();
        let inputs = request::read_inputs(calculator.sheet(), &example).unwrap();
        workbook.calculators.insert(calculator.id, Rc::new(Kept::new(inputs)));
    }
    workbook
}

fn text() -> String {
    saved::write(&workbook(), BASE, &Unknown::default())
}

/// Refused, or as it was. What cannot be told from a newer release's text is refused as well.
fn is_safe(found: &Result<Opened, Unreadable>, whole: &Opened) -> bool {
    match found {
        Err(Unreadable::Damaged | Unreadable::Newer { .. }) => true,
        Ok(opened) => opened == whole,
    }
}

/// The next of a fixed row of numbers (splitmix64).
fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *seed;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// The text with one bit turned; none where that is no text any more, which no storage can hand out.
fn flipped(text: &str, bit: usize) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    bytes[bit / 8] ^= 1 << (bit % 8);
    String::from_utf8(bytes).ok()
}

#[test]
fn a_save_cut_at_any_byte_is_damaged() {
    let text = text();
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        assert_eq!(saved::open(&text[..end]).unwrap_err(), Unreadable::Damaged, "cut at {end}");
    }
}

#[test]
fn a_save_with_one_bit_flipped_is_refused_or_opens_as_it_was() {
    let text = text();
    let whole = saved::open(&text).unwrap();
    let body = text.find(r#""workbook":"#).unwrap() + r#""workbook":"#.len();
    let (mut seed, mut tried) = (72, 0);
    while tried < 10_000 {
        let bit = (next(&mut seed) % (text.len() as u64 * 8)) as usize;
        let Some(damaged) = flipped(&text, bit) else { continue };
        let found = saved::open(&damaged);
        assert!(is_safe(&found, &whole), "bit {bit}");
        assert!(bit / 8 < body || found.is_err(), "the checksum missed bit {bit}");
        tried += 1;
    }
}

#[test]
fn every_bit_of_the_head_is_refused_or_opens_as_it_was() {
    let text = text();
    let whole = saved::open(&text).unwrap();
    let body = text.find(r#""workbook":"#).unwrap() + r#""workbook":"#.len();
    for bit in 0..body * 8 {
        if let Some(damaged) = flipped(&text, bit) {
            assert!(is_safe(&saved::open(&damaged), &whole), "bit {bit}");
        }
    }
}

#[test]
fn a_history_cut_or_flipped_is_none_or_as_it_was() {
    let (now, work) = (workbook(), text());
    let mut history = History::default();
    history.add(Did::new(What::Seeded), Workbook { seed: 7, ..now.clone() });
    history.add(Did::new(What::Seeded), Workbook { seed: 8, ..now.clone() });
    let text = history.write(&now, &work);
    assert_eq!(History::read(&text, &now, &work), Some(history.clone()));
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        assert_eq!(History::read(&text[..end], &now, &work), None, "cut at {end}");
    }
    for bit in 0..text.len() * 8 {
        if let Some(found) = flipped(&text, bit).and_then(|damaged| History::read(&damaged, &now, &work)) {
            assert_eq!(found, history, "bit {bit}");
        }
    }
}

#[test]
fn what_is_no_save_is_damaged() {
    let deep = 100_000;
    let head = r#"{"format":"sales-workbench","version":2,"check":"0","workbook":"#;
    for text in [
        String::new(),
        "null".to_owned(),
        "[]".to_owned(),
        "{}".to_owned(),
        "1e999".to_owned(),
        "[".repeat(deep),
        "[".repeat(deep) + &"]".repeat(deep),
        r#"{"a":"#.repeat(deep),
        format!("{head}{}{}}}", "[".repeat(deep), "]".repeat(deep)),
        format!("{head}1e999}}"),
        format!(r#"{head}{{"seed":1,"seed":2}}}}"#),
        r#"{"format":"sales-workbench","version":2,"version":1,"check":"0","workbook":{}}"#.to_owned(),
        format!("\"{}\"", "长".repeat(1_000_000)),
        "\u{0}".repeat(1_000),
    ] {
        let start: String = text.chars().take(80).collect();
        assert_eq!(saved::open(&text).unwrap_err(), Unreadable::Damaged, "{start}");
        assert_eq!(History::read(&text, &Workbook::default(), ""), None, "{start}");
    }
}
