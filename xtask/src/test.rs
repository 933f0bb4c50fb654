//! Every test there is, the fast ones first.

use crate::run::{Failure, root, step};
use crate::{build, fuzz, modules, tools};

/// Format, lints and the native tests.
pub fn fast() -> Result<(), Failure> {
    tools::wasm_target()?;
    step("format", "cargo", &["fmt", "--all", "--check"], &[])?;
    let quiet = [("RUSTFLAGS", String::new())];
    let native = ["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"];
    step("lints, native", "cargo", &native, &quiet)?;
    let wasm = [
        "clippy",
        "--quiet",
        "--package",
        "sales-workbench",
        "--package",
        "workbench-page",
        "--features",
        "web",
        "--target",
        "wasm32-unknown-unknown",
        "--lib",
        "--bins",
        "--",
        "-D",
        "warnings",
    ];
    step("lints, page", "cargo", &wasm, &quiet)?;
    step("lints, modules", "cargo", &modules::lints(), &quiet)?;
    step("native tests", "cargo", &["test", "--quiet", "--workspace"], &[])?;
    step("pages without a browser", "cargo", &["test", "--quiet", "--features", "page-tests", "--test", "pages"], &[])
}

/// The fast tests, then the page in real browsers.
pub fn all() -> Result<(), Failure> {
    fast()?;
    tools::for_testing()?;
    let live = ["test", "--quiet", "--features", "libreoffice", "--test", "spreadsheet_live"];
    step("spreadsheets, computed by LibreOffice", "cargo", &live, &[])?;
    fuzz::command(&["--seconds", "5"])?;
    build::release()?;
    let mut files: Vec<String> = std::fs::read_dir(root().join("tests/browser"))
        .map_err(|error| Failure::File(root().join("tests/browser"), error))?
        .flatten()
        .map(|entry| entry.path().display().to_string())
        .filter(|path| path.ends_with(".test.mjs"))
        .collect();
    files.sort();
    let arguments: Vec<&str> =
        ["--test", "--test-concurrency=2"].into_iter().chain(files.iter().map(String::as_str)).collect();
    step("the page in Chromium and Firefox", "node", &arguments, &[])?;
    println!("\nall tests passed");
    Ok(())
}
