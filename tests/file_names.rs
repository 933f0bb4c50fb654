//! Names of files: what any system bears is kept, what none does is replaced.

use proptest::prelude::*;
use sales_workbench::exchange::file_name::file_name;

#[test]
fn names_are_kept_as_far_as_any_system_bears_them() {
    let cases = [
        ("Q3 Müller", "Q3 Müller.json"),
        ("第三季度 報價", "第三季度 報價.json"),
        (r#"a/b\c:d*e?f"g<h>i|j"#, "a-b-c-d-e-f-g-h-i-j.json"),
        ("two\nlines\tand a tab", "two lines and a tab.json"),
        ("..hidden.", "hidden.json"),
        ("😀 deal 🚀", "deal.json"),
        ("evil\u{202e}txt", "eviltxt.json"),
        ("CON", "_CON.json"),
        ("com1.backup", "_com1.backup.json"),
        ("COM¹", "_COM¹.json"),
        ("Conference", "Conference.json"),
        ("", "sales-workbench.json"),
        ("  .. ", "sales-workbench.json"),
    ];
    for (name, wanted) in cases {
        assert_eq!(file_name(name, "json"), wanted, "{name:?}");
    }
    assert_eq!(file_name(&"長".repeat(300), "csv").chars().count(), 84);
    // No accent is torn from its letter, and rare characters take more room than they seem to.
    assert_eq!(file_name(&"e\u{301}".repeat(150), "csv"), "e\u{301}".repeat(80) + ".csv");
    assert_eq!(file_name(&"𠮷".repeat(150), "csv"), "𠮷".repeat(60) + ".csv");
}

proptest! {
    #[test]
    fn every_name_becomes_one_that_is_safe(name in any::<String>()) {
        let safe = file_name(&name, "csv");
        prop_assert!(safe.len() > 4 && safe.len() < 255, "{safe:?}");
        prop_assert!(!safe.starts_with(['.', ' ']));
        prop_assert!(!safe.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']));
        prop_assert!(!safe.chars().any(char::is_control));
        let stem = safe.strip_suffix(".csv").ok_or_else(|| TestCaseError::fail(safe.clone()))?.to_owned();
        prop_assert_eq!(file_name(&stem, "csv"), safe, "once is enough");
    }
}
