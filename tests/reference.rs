//! The reference of what a sheet may write names everything that there is.

use std::fs::read_to_string;

fn source(path: &str) -> String {
    read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn every_method_and_every_picture_is_in_the_reference() {
    let page = source("docs/sheets.md");
    let mut missing = Vec::new();
    for file in ["src/engine/builder.rs", "src/engine/cell.rs"] {
        let text = source(file);
        let methods = text
            .lines()
            .filter_map(|line| line.trim().strip_prefix("pub "))
            .map(|line| line.trim_start_matches("const "));
        for line in methods.filter_map(|line| line.strip_prefix("fn ")) {
            let name = line.split(['(', '<']).next().unwrap_or_default();
            if !page.contains(&format!("`{name}`")) {
                missing.push(format!("{file}: {name}"));
            }
        }
    }
    let chart = source("src/engine/chart.rs");
    let pictures = chart.split("pub enum Picture {").nth(1).unwrap().split("\n}").next().unwrap();
    for line in pictures.lines().filter_map(|line| line.trim().split_once(" {")) {
        let (name, file) = (line.0, format!("docs/pictures/{}.png", line.0.to_lowercase()));
        if !page.contains(&format!("| `{name}` |")) || std::fs::metadata(&file).is_err() {
            missing.push(format!("{name}, {file}"));
        }
    }
    assert!(missing.is_empty(), "not in docs/sheets.md:\n{}", missing.join("\n"));
}
