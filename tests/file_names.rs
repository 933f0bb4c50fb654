//! Any text becomes the name of a file that every system takes.
#![allow(clippy::unwrap_used, reason = "what is wrong here stops the test")]

use proptest::prelude::*;
use sales_workbench::tools::file_name::{LONGEST, safe};
use unicode_segmentation::UnicodeSegmentation;

#[test]
fn what_systems_reserve_is_a_hyphen_and_han_stays() {
    assert_eq!(safe("a/b\\c:d*e?f\"g<h>i|j", "csv"), "a-b-c-d-e-f-g-h-i-j.csv");
    assert_eq!(safe("第三季度 定价：成本加成", "xlsx"), "第三季度 定价：成本加成.xlsx");
    assert_eq!(safe("Q3 🚀 plan 👩‍👩‍👧 ❤️", "png"), "Q3 plan.png");
    assert_eq!(safe("..hidden", "svg"), "hidden.svg");
    assert_eq!(safe("two\nlines\tand\u{0}more", "csv"), "two lines and more.csv");
    assert_eq!(safe("turned \u{202e}fdp.exe", "csv"), "turned fdp.exe.csv");
}

#[test]
fn no_name_is_empty_or_a_device() {
    assert_eq!(safe("", "csv"), "workbench.csv");
    assert_eq!(safe(" . 🚀 . ", "csv"), "workbench.csv");
    for name in ["CON", "nul", "Com1", "lpt9", "COM¹", "aux.old", "con .x"] {
        assert!(safe(name, "csv").starts_with('_'), "{}", safe(name, "csv"));
    }
    assert_eq!(safe("COM10", "csv"), "COM10.csv");
    assert_eq!(safe("CONTRACT", "csv"), "CONTRACT.csv");
}

#[test]
fn a_long_name_is_cut_between_letters() {
    let name = safe(&"e\u{301}".repeat(150), "csv");
    assert!(name.chars().count() <= LONGEST && name.ends_with("e\u{301}.csv"), "{name}");
    let name = safe(&"定".repeat(300), "csv");
    assert_eq!(name.chars().count(), LONGEST);
}

proptest! {
    #[test]
    fn every_name_is_one_that_every_system_takes(name in "(\\PC|.|[e\u{301}한각ᄀกำनि क्ष🇹🇼👩‍👧定]){0,240}", extension in "[a-z]{2,4}") {
        let safe = safe(&name, &extension);
        let stem = safe.strip_suffix(&format!(".{extension}")).unwrap();
        prop_assert!(!stem.is_empty() && safe.chars().count() <= LONGEST);
        prop_assert!(!safe.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']) && !safe.chars().any(char::is_control));
        prop_assert!(!stem.starts_with(['.', ' ']) && !stem.ends_with(['.', ' ']));
    }

    #[test]
    fn a_safe_name_stays_as_it_is(name in "(\\PC|.){0,240}") {
        let once = safe(&name, "csv");
        prop_assert_eq!(&safe(once.strip_suffix(".csv").unwrap(), "csv"), &once);
    }

    #[test]
    fn no_letter_is_torn(name in "([a-zé定価]|e\u{301}|한|각|ᄀ|กำ|नि|क्ष){0,240}") {
        let stem = safe(&name, "csv");
        let stem = stem.strip_suffix(".csv").unwrap();
        // What is left of the person's own text ends where one of its letters ends.
        if name.starts_with(stem) {
            let ends: Vec<usize> = name.grapheme_indices(true).map(|(at, letter)| at + letter.len()).collect();
            prop_assert!(stem.is_empty() || ends.contains(&stem.len()), "{stem}");
        } else {
            prop_assert_eq!(stem, "workbench");
        }
    }
}
