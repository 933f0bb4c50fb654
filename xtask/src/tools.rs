//! The tools the project needs beyond cargo: found on the PATH in the pinned version, or installed once into `target/tools`.

use std::path::{Path, PathBuf};

use crate::run::{Failure, printed, quiet_step, read, root, say, write};

const TRUNK: &str = "0.21.14";
/// Together with `wasm_split_helpers` in `Cargo.toml`: what one marks, the other must understand.
const SPLITTER: &str = "0.2.4";
const MUTANTS: &str = "27.0.0";
const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Where tools are kept.
pub fn folder() -> PathBuf {
    root().join("target/tools")
}

/// Where the packages from npm are kept: beside the browser tests that use them.
pub fn node_modules() -> PathBuf {
    root().join("tests/browser/node_modules")
}

/// The PATH with the project's tools in front.
pub fn path() -> String {
    let own = [folder().join("bin"), folder().join("wasm-opt")];
    let own = own.iter().map(|folder| folder.display().to_string()).collect::<Vec<_>>().join(":");
    format!("{own}:{}", std::env::var("PATH").unwrap_or_default())
}

/// Everything that building the page needs.
pub fn for_building() -> Result<(), Failure> {
    wasm_target()?;
    cargo_tool("trunk", TRUNK, "about 5 minutes", &["--locked", "--no-default-features"])?;
    cargo_tool("wasm-bindgen", &wasm_bindgen_version()?, "about 2 minutes", &["--no-default-features"])?;
    splitter()?;
    optimiser()
}

/// Everything that testing needs beyond building: browsers, fonts, a spreadsheet program, and the packages that drive the browsers.
pub fn for_testing() -> Result<(), Failure> {
    browsers()?;
    node_packages()
}

/// What changes the code in single places, to see whether a test notices.
pub fn for_mutants() -> Result<(), Failure> {
    cargo_tool("cargo-mutants", MUTANTS, "about 4 minutes", &[])
}

/// The target that the page is compiled for.
pub fn wasm_target() -> Result<(), Failure> {
    let installed = printed("rustup", &["target", "list", "--installed"]).unwrap_or_default();
    if installed.lines().any(|line| line == WASM_TARGET) {
        return Ok(());
    }
    say("installing the wasm target (seconds, once)");
    quiet_step("rustup target add", "rustup", &["target", "add", WASM_TARGET], &[])
}

/// The version of wasm-bindgen that the lock file names: the command must be of just that version.
fn wasm_bindgen_version() -> Result<String, Failure> {
    let lock = read(&root().join("Cargo.lock"))?;
    let mut lines = lock.lines().skip_while(|line| *line != r#"name = "wasm-bindgen""#);
    lines
        .nth(1)
        .and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'))
        .map(str::to_owned)
        .ok_or_else(|| Failure::Step("reading wasm-bindgen's version from Cargo.lock".to_owned()))
}

/// A command from crates.io in exactly this version.
fn cargo_tool(command: &str, version: &str, time: &str, options: &[&str]) -> Result<(), Failure> {
    let own = folder().join("bin").join(command).display().to_string();
    // A command of cargo's own names itself once more before its options.
    let asked: Vec<&str> = command.strip_prefix("cargo-").into_iter().chain(["--version"]).collect();
    let right =
        |program: &str| printed(program, &asked).is_some_and(|text| text.split_whitespace().nth(1) == Some(version));
    if right(&own) || right(command) {
        return Ok(());
    }
    let package = if command == "wasm-bindgen" { "wasm-bindgen-cli" } else { command };
    install(package, version, time, options)
}

/// Installs a package of commands from crates.io.
fn install(package: &str, version: &str, time: &str, options: &[&str]) -> Result<(), Failure> {
    say(&format!("installing {package} {version} ({time}, once)"));
    let tools = folder().display().to_string();
    let wanted = format!("{package}@{version}");
    let mut arguments = vec!["install", &wanted, "--root", &tools, "--quiet"];
    arguments.extend(options);
    // A tool that runs for seconds need not be optimised for minutes.
    let cheap = [
        ("CARGO_PROFILE_RELEASE_LTO", "false".to_owned()),
        ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1".to_owned()),
        ("CARGO_TARGET_DIR", folder().join("build").display().to_string()),
    ];
    quiet_step(&format!("installing {package} {version}"), "cargo", &arguments, &cheap)
}

/// What cuts the page's wasm into parts. It cannot say its version, so cargo's note of the installation does.
fn splitter() -> Result<(), Failure> {
    const PACKAGE: &str = "wasm_split_cli_support";
    let noted = read(&folder().join(".crates.toml")).unwrap_or_default();
    let there = folder().join("bin/wasm-split-cli").exists();
    if there && noted.contains(&format!("\"{PACKAGE} {SPLITTER} ")) {
        return Ok(());
    }
    install(PACKAGE, SPLITTER, "about 2 minutes", &["--locked", "--features", "build-binary"])
}

/// The optimiser, as a command of the name that Trunk looks for. The page builds without it too.
fn optimiser() -> Result<(), Failure> {
    let shim = folder().join("wasm-opt/wasm-opt");
    let script = node_modules().join("binaryen/bin/wasm-opt");
    if node_packages().is_err() {
        println!("no wasm-opt: npm cannot be run here, so the page will be a little larger");
        return Ok(());
    }
    write(&shim, format!("#!/bin/sh\nexec node \"{}\" \"$@\"\n", script.display()))?;
    quiet_step("making wasm-opt runnable", "chmod", &["+x", &shim.display().to_string()], &[])
}

/// The packages from npm, as `tests/browser/package-lock.json` pins them.
pub fn node_packages() -> Result<(), Failure> {
    let done = node_modules().join(".installed");
    let lock = read(&root().join("tests/browser/package-lock.json"))?;
    if read(&done).is_ok_and(|text| text == lock) {
        return Ok(());
    }
    say("installing the packages from npm (seconds, once)");
    let arguments = ["ci", "--prefix", "tests/browser", "--no-audit", "--no-fund", "--ignore-scripts"];
    quiet_step("npm ci", "npm", &arguments, &[])?;
    write(&done, &lock)
}

/// Debian's browsers, a font for Chinese and a program that computes spreadsheets: whatever is missing, at once.
fn browsers() -> Result<(), Failure> {
    let runs = |program| printed(program, &["--version"]).is_some();
    let fonts = Path::new("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").exists();
    installed(&[("chromium", runs("chromium")), ("firefox-esr", runs("firefox-esr")), ("fonts-noto-cjk", fonts)], &[])?;
    // What it recommends is a hundred times what it needs here.
    installed(&[("libreoffice-calc", runs("libreoffice"))], &["--no-install-recommends"])
}

/// Debian's packages, those that are missing at once.
fn installed(packages: &[(&'static str, bool)], options: &[&str]) -> Result<(), Failure> {
    let missing: Vec<&str> = packages.iter().filter(|(_, here)| !here).map(|(package, _)| *package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    say(&format!("installing Debian's {} (a minute, once)", missing.join(", ")));
    let sudo: &[&str] = if printed("id", &["-u"]).is_some_and(|id| id.trim() == "0") { &[] } else { &["sudo", "-n"] };
    let install = [&["apt-get", "install", "-y", "-qq"][..], options, &missing].concat();
    for arguments in [&["apt-get", "update", "-qq"][..], &install] {
        let words: Vec<&str> = sudo.iter().chain(arguments).copied().collect();
        let quiet = [("DEBIAN_FRONTEND", "noninteractive".to_owned())];
        quiet_step("apt-get", words[0], &words[1..], &quiet).map_err(|_| Failure::Missing {
            program: "apt-get".to_owned(),
            help: "install Debian's packages chromium, firefox-esr, fonts-noto-cjk and libreoffice-calc by hand, then run this again",
        })?;
    }
    Ok(())
}
