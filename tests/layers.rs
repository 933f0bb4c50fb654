//! Who may import whom: each room of `src/` only from the rooms below it, held by reading the sources.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use support::imports::{Module, Sources, circles, lists_only, without_comments as code};
use support::words::rust_files;

/// The rooms from the lowest to the highest, each with the crates of the browser that it may name.
const ROOMS: [(&str, &[&str]); 10] = [
    ("engine", &[]),
    // Unicode's tables are the browser's.
    ("text", &["js_sys"]),
    // Each calculator is marked as a room of the page.
    ("calculators", &["wasm_split_helpers"]),
    ("workbook", &[]),
    ("presentation", &[]),
    ("analysis", &[]),
    ("exchange", &[]),
    ("state", &[]),
    // What mounts the page is `ui`: only it knows Yew.
    ("browser", &["web_sys", "js_sys", "gloo", "wasm_bindgen", "wasm_bindgen_futures", "wasm_split_helpers"]),
    ("ui", &BROWSER_CRATES),
];

/// The floors within `ui`, from the lowest to the highest.
const FLOORS_OF_UI: [&str; 7] = ["context", "parts", "results", "form", "analysis", "pages", "app"];

/// Rooms that leave out some of those below them: neither languages nor models need the other.
const ONLY_FROM: [(&str, &[&str]); 2] = [("text", &["engine"]), ("calculators", &["engine"])];

const BROWSER_CRATES: [&str; 10] = [
    "wasm_split_helpers",
    "web_sys",
    "js_sys",
    "gloo",
    "wasm_bindgen",
    "wasm_bindgen_futures",
    "yew",
    "plotters",
    "plotters_backend",
    "plotters_canvas",
];

#[test]
fn the_list_of_the_browsers_crates_is_whole() {
    let manifest = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).unwrap();
    let optional = manifest.lines().chain([""]);
    let mut found = BTreeSet::new();
    let mut name = "";
    for line in optional {
        name = line.split_once(" = { version").map_or(name, |(name, _)| name);
        if line.contains("optional = true") {
            found.insert(name.replace('-', "_"));
        }
    }
    assert_eq!(found, BROWSER_CRATES.iter().map(|name| (*name).to_owned()).collect());
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

/// The place of a module's room in the list.
fn floor(module: &Module) -> usize {
    let room = &module[0];
    ROOMS.iter().position(|(name, _)| name == room).unwrap_or_else(|| panic!("{room} is in no list"))
}

#[test]
fn each_room_imports_only_from_the_rooms_below_it() {
    let sources = Sources::read();
    let mut wrong = Vec::new();
    for (module, imports) in sources.imports() {
        for other in imports.into_iter().filter(|other| !module.is_empty() && other[0] != module[0]) {
            let only = ONLY_FROM.iter().find(|(room, _)| *room == module[0]).map(|(_, rooms)| *rooms);
            if floor(other) > floor(module) || only.is_some_and(|rooms| !rooms.contains(&other[0].as_str())) {
                wrong.push(format!("{} imports {}", module.join("/"), other.join("/")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_floor_of_the_page_imports_only_from_the_floors_below_it() {
    let floor = |module: &Module| {
        let name = module.get(1).filter(|_| module[0] == "ui")?;
        Some(FLOORS_OF_UI.iter().position(|floor| floor == name).unwrap_or_else(|| panic!("{name} is in no list")))
    };
    let sources = Sources::read();
    let mut wrong = Vec::new();
    for (module, imports) in sources.imports() {
        let Some(own) = (!module.is_empty()).then(|| floor(module)).flatten() else { continue };
        for other in imports.into_iter().filter(|other| floor(other).is_some_and(|other| other > own)) {
            wrong.push(format!("{} imports {}", module.join("/"), other.join("/")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Folders of calculators have the calculator in their `mod.rs`, and the list of them all is one.
fn is_a_calculator(code: &str) -> bool {
    code.contains("pub static CALCULATOR: Calculator") || code.contains("pub static ALL: &[&Calculator]")
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let sources = Sources::read();
    let circles = circles(&sources.imports());
    let named = |circle: &BTreeSet<Module>| circle.iter().map(|module| module.join("/")).collect::<Vec<_>>().join(", ");
    assert!(circles.is_empty(), "{}", circles.iter().map(named).collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_list_of_modules_has_nothing_else() {
    for (path, text) in rust_files("src").into_iter().filter(|(path, _)| path.ends_with("mod.rs")) {
        let code = code(&text);
        assert!(lists_only(&code) || is_a_calculator(&code), "{} has more than a list", path.display());
    }
}

#[test]
fn a_circle_would_be_found() {
    let names: [Module; 4] = ["a", "b", "c", "d"].map(|name| vec![name.to_owned()]);
    let [a, b, c, d] = &names;
    let imports = BTreeMap::from([
        (a, BTreeSet::from([b])),
        (b, BTreeSet::from([c, d])),
        (c, BTreeSet::from([a])),
        (d, BTreeSet::new()),
    ]);
    assert_eq!(circles(&imports), [BTreeSet::from([a.clone(), b.clone(), c.clone()])]);
}

#[test]
fn only_the_last_rooms_know_a_browser() {
    let mut wrong = Vec::new();
    for (room, allowed) in ROOMS {
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
    let ids: Vec<&str> = sales_workbench::calculators::loaded().map(|calculator| calculator.id).collect();
    for room in ROOMS.map(|(room, _)| room).into_iter().filter(|room| *room != "calculators") {
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
