//! The page: built by Trunk, then given hashed words and a hashed loader.

use std::path::{Path, PathBuf};

use crate::run::{Failure, names, printed, read, remove, root, step, write};
use crate::{first, modules, offline, split, tools, words};

/// Builds the release page into `dist/`.
pub fn release() -> Result<(), Failure> {
    prepare()?;
    step("building the page", "trunk", &["build", "--release", "--offline"], &environment("release"))
}

/// The same in a fraction of the time, larger and slower: to try a change.
pub fn quick() -> Result<(), Failure> {
    prepare()?;
    let arguments = ["build", "--release", "--offline", "--cargo-profile", "quick"];
    step("building the page, quickly", "trunk", &arguments, &environment("quick"))
}

/// Whatever Trunk needs. It is told to stay offline so that it fetches no tools of its own, so the crates must be here
/// before it starts.
pub fn prepare() -> Result<(), Failure> {
    tools::for_building()?;
    step("fetching the crates", "cargo", &["fetch", "--locked", "--quiet"], &[])
}

/// What Trunk needs to find its tools, and nothing that changes its colours or its mind; and what its hook needs to know. No
/// path of this machine goes into the page. These flags replace those of `.cargo/config.toml`, so its feature is repeated here.
pub fn environment(profile: &str) -> Vec<(&'static str, String)> {
    let home = |variable: &str| std::env::var(variable).ok();
    let cargo = home("CARGO_HOME").or_else(|| home("HOME").map(|home| format!("{home}/.cargo"))).unwrap_or_default();
    let flags = format!(
        "-Ctarget-feature=+simd128 --remap-path-prefix={cargo}/registry/src=crates --remap-path-prefix={}=.",
        root().display()
    );
    vec![
        ("PATH", tools::path()),
        ("NO_COLOR", "true".to_owned()),
        // For the page alone, not for what runs while it is built.
        ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags),
        (modules::PROFILE, profile.to_owned()),
    ]
}

/// Trunk's hook: compiles the modules that are loaded on demand, writes the words of each language, and renames what must
/// never be stale.
pub fn after_trunk() -> Result<(), Failure> {
    let staging = PathBuf::from(std::env::var("TRUNK_STAGING_DIR").unwrap_or_else(|_| "dist".to_owned()));
    let index = staging.join("index.html");
    let mut page = read(&index)?;
    page = words::write_all(&staging, &page)?;
    page = first::write(&page)?;
    page = split::build(&staging, &page, &std::env::var(modules::PROFILE).unwrap_or_else(|_| "quick".to_owned()))?;
    page = modules::build(&staging, &page)?;
    page = one_style_sheet(&staging, &page)?;
    page = offline::icons(&staging, &page)?;
    write(&staging.join("boot.js"), &offline::loader()?)?;
    for script in scripts(&staging)? {
        let text = minified(&script, read(&script)?);
        write(&script, &text)?;
    }
    for script in ["boot", "worker", "module"] {
        let plain = format!("{script}.js");
        let name = format!("{script}-{:016x}.js", hash(read(&staging.join(&plain))?.as_bytes()));
        std::fs::rename(staging.join(&plain), staging.join(&name))
            .map_err(|error| Failure::File(staging.clone(), error))?;
        page = page.replace(&format!("=\"{plain}\""), &format!("=\"{name}\""));
    }
    let developing = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile != "release");
    page = offline::service(&staging, &page, developing)?;
    if developing {
        // Trunk's live reload is an inline script, which the policy would stop.
        page = without_policy(&page);
    }
    write(&index, &page)
}

/// The style sheets of the page, in their order, as one file: one request, and better compressed.
fn one_style_sheet(staging: &Path, page: &str) -> Result<String, Failure> {
    let mut all = String::new();
    let mut lines: Vec<&str> = Vec::new();
    for line in page.lines() {
        let sheet = line.split_once("rel=\"stylesheet\"").and_then(|(_, rest)| rest.split_once("href=\"./"));
        match sheet.and_then(|(_, rest)| rest.split_once('"')) {
            Some((name, _)) => {
                let file = staging.join(name);
                all += &read(&file)?;
                remove(&file)?;
            }
            None => lines.push(line),
        }
    }
    let name = format!("styles-{:016x}.css", hash(all.as_bytes()));
    let file = staging.join(&name);
    write(&file, &all)?;
    let small = minified(&file, all);
    write(&file, &small)?;
    let link = format!("<link rel=\"stylesheet\" href=\"./{name}\" />\n  </head>");
    Ok(lines.join("\n").replace("</head>", &link))
}

/// The scripts of the page.
fn scripts(staging: &Path) -> Result<Vec<PathBuf>, Failure> {
    let is_script = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "js");
    Ok(names(staging)?.iter().map(|name| staging.join(name)).filter(is_script).collect())
}

/// A script or style sheet without what only people read. Without the minifier it stays as it is: larger, not different.
fn minified(file: &Path, text: String) -> String {
    let program = tools::node_modules().join("esbuild/bin/esbuild");
    let arguments = [program.display().to_string(), "--minify".to_owned(), file.display().to_string()];
    printed("node", &arguments.each_ref().map(String::as_str)).filter(|small| !small.is_empty()).unwrap_or(text)
}

fn without_policy(page: &str) -> String {
    page.lines().filter(|line| !line.contains("Content-Security-Policy")).collect::<Vec<_>>().join("\n")
}

/// The last part of a path.
pub fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The folders in a folder, sorted.
pub fn folders(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = std::fs::read_dir(path).map_err(|error| Failure::File(path.to_owned(), error))?;
    let mut folders: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    Ok(folders)
}

/// Writes a file under its name with the hash of its content, and gives that name.
pub fn write_hashed(folder: &Path, name: &str, content: &[u8]) -> Result<String, Failure> {
    let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
    let name = format!("{stem}-{:016x}.{ending}", hash(content));
    write(&folder.join(&name), content)?;
    Ok(name)
}

/// FNV-1a: names a file by its content.
pub fn hash(content: &[u8]) -> u64 {
    content.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
