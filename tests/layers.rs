//! Who may import whom: each room of `src/` only from the rooms above it, held by reading the sources.

mod support;

use std::path::Path;

use support::words::rust_files;

/// The rooms from the ground up, each with the rooms above it in the list of the design and the crates of the browser
/// that it may name.
const ROOMS: [(&str, &[&str], &[&str]); 6] = [
    ("engine", &[], &[]),
    // Unicode's tables are the browser's.
    ("text", &[], &["js_sys"]),
    ("calculators", &["engine"], &[]),
    ("tools", &["engine", "text", "calculators"], &[]),
    // What mounts the page is `ui`: only it knows Yew.
    (
        "browser",
        &["engine", "text", "calculators", "tools"],
        &["web_sys", "js_sys", "gloo", "wasm_bindgen", "wasm_bindgen_futures"],
    ),
    ("ui", &["engine", "text", "calculators", "tools", "browser"], &BROWSER_CRATES),
];

const BROWSER_CRATES: [&str; 8] =
    ["web_sys", "js_sys", "gloo", "wasm_bindgen", "wasm_bindgen_futures", "yew", "plotters", "plotters_canvas"];

/// Code without comments.
fn code(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The names that follow `before`, as a path or as a list in braces.
fn named_after<'a>(code: &'a str, before: &str) -> Vec<&'a str> {
    let name = |text: &'a str| text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default();
    let names = |rest: &'a str| match rest.strip_prefix('{').and_then(|rest| rest.split_once("};")) {
        Some((list, _)) => list.split(',').map(|part| name(part.trim())).collect(),
        None => vec![name(rest)],
    };
    code.split(before).skip(1).flat_map(names).filter(|name| !name.is_empty()).collect()
}

/// How many folders deep a file lies in its room.
fn depth(path: &Path, room: &str) -> usize {
    let parts: Vec<_> = path.iter().filter_map(|part| part.to_str()).collect();
    let at = parts.iter().rposition(|part| *part == room).unwrap_or_default();
    let inside = parts.len() - at - 1;
    if parts.last() == Some(&"mod.rs") { inside - 1 } else { inside }
}

#[test]
fn each_room_imports_only_from_the_rooms_above_it() {
    let mut wrong = Vec::new();
    for (room, above, _) in ROOMS {
        for (path, text) in rust_files(&format!("src/{room}")) {
            let code = code(&text);
            for name in named_after(&code, "crate::") {
                // A macro stands at the root of the crate, wherever it was written.
                let is_macro = code.contains(&format!("crate::{name}!"));
                if name != room && !above.contains(&name) && !is_macro {
                    wrong.push(format!("{} imports {name}", path.display()));
                }
            }
            if code.contains(&"super::".repeat(depth(&path, room) + 1)) {
                wrong.push(format!("{} climbs out of {room}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_last_rooms_know_a_browser() {
    let mut wrong = Vec::new();
    for (room, _, allowed) in ROOMS {
        for (path, text) in rust_files(&format!("src/{room}")) {
            let code = code(&text);
            for name in BROWSER_CRATES.iter().filter(|name| !allowed.contains(name)) {
                let used = [" ", "(", "<", "&", "\n"].iter().any(|before| code.contains(&format!("{before}{name}::")));
                if used {
                    wrong.push(format!("{} uses {name}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_calculator_knows_another() {
    for (path, text) in rust_files("src/calculators") {
        let code = code(&text);
        assert!(!named_after(&code, "crate::").contains(&"calculators"), "{}", path.display());
    }
}

#[test]
fn no_calculator_or_tool_is_named_below_the_list() {
    let ids: Vec<&str> = sales_workbench::calculators::ALL.iter().map(|calculator| calculator.id).collect();
    for room in ["engine", "text", "tools", "browser", "ui"] {
        for (path, text) in rust_files(&format!("src/{room}")) {
            for id in &ids {
                assert!(!code(&text).contains(&format!("\"{id}\"")), "{} names {id}", path.display());
            }
        }
    }
}

#[test]
fn every_file_says_which_question_it_answers() {
    for (path, text) in ["src", "tests", "xtask/src", "examples", "benches"].into_iter().flat_map(rust_files) {
        assert!(text.starts_with("//! "), "{}", path.display());
    }
}
