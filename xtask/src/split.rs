//! The page's wasm in parts: a main module that starts it, and rooms that load when they are needed.
//!
//! The compiler writes one module with its relocations (`src/page/build.rs`); `wasm-split-cli` cuts it at the functions marked `wasm_split`, which
//! yields a main module, a chunk for each of those functions, and a chunk for each combination of them that shares code. The
//! chunks of a room go into one file: a module of nothing but custom sections, each holding a chunk. So it travels and is checked as
//! any wasm, and the loader (`src/boot.js`) compiles what is in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::build::{folders, hash, name, write_hashed};
use crate::run::{Failure, names, quiet_step, read, read_bytes, remove, root, target, write};
use crate::{merge, modules, tools};

/// The custom section of a file of chunks that holds one.
const SECTION: &str = "chunk";
/// The custom section that says which build the chunks were cut from: those of another one would link into the wrong places.
const BUILD: &str = "build";
/// The rooms in the order in which a visit loads them: what several share goes with the first of them. What calculators share with each
/// other, or with a room that comes after them, is in two files: what most of them need, and what fewer do.
const FIRST: [&str; 2] = ["work", "calculator"];
const CALCULATORS: [&str; 2] = ["calculators", "some_calculators"];
const THEN: [&str; 8] = ["details", "saving", "analysis", "workbook", "share", "open", "report", "simulation"];
/// What the splitter's script is called, which nothing loads: its loader knows of one instance of the app only.
const LINKS: &str = "__wasm_split.js";

/// A split point and the files that it needs.
type Needs = BTreeMap<String, Vec<String>>;

/// Replaces Trunk's script and module by the parts, under hashed names, and names the rooms' files in the page.
pub fn build(staging: &Path, page: &str, profile: &str) -> Result<String, Failure> {
    let folder = target().join("split");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|error| Failure::File(folder.clone(), error))?;
    }
    let compiled = modules::compiled("workbench", profile);
    let build = format!("{:016x}", hash(&read_bytes(&compiled)?));
    cut(&compiled, &folder)?;
    let needs = write_rooms(staging, &folder, &build, profile == "release")?;
    let script = with_loaders(&read(&folder.join("bound/app.js"))?, needs.keys());
    let main = folder.join("bound/app_bg.wasm");
    if profile == "release" {
        modules::optimise(&main, "-Os");
    }
    let (old_script, old_main) = trunks_files(staging)?;
    remove(&staging.join(&old_script))?;
    remove(&staging.join(&old_main))?;
    let new_main = write_hashed(staging, "workbench.wasm", &read_bytes(&main)?)?;
    let new_script = write_hashed(staging, "workbench.js", script.as_bytes())?;
    let rooms: Vec<String> = needs.iter().map(|(name, files)| format!("{name}={}", files.join(","))).collect();
    let rooms = rooms.join(" ");
    let head = format!("<meta name=\"rooms\" content=\"{rooms}\" data-build=\"{build}\" />\n</head>");
    Ok(page.replace(&old_script, &new_script).replace(&old_main, &new_main).replace("</head>", &head))
}

/// Cuts the compiled module up and binds its main part.
fn cut(compiled: &Path, folder: &Path) -> Result<(), Failure> {
    let (from, to) = (compiled.display().to_string(), folder.display().to_string());
    let environment = [("PATH", tools::path()), ("RUST_LOG", "error".to_owned())];
    quiet_step("splitting the page", "wasm-split-cli", &["--out-name", "app", &from, &to], &environment)?;
    // The chunks link to the table and the stack pointer.
    let more = ["--weak-refs", "--keep-lld-exports"];
    modules::bind("app", &folder.join("app.wasm"), &folder.join("bound"), &more)
}

/// The names of the split points, which the splitter's script exports a loader for.
fn split_points(script: &str) -> impl Iterator<Item = &str> {
    let loaders = script.lines().filter_map(|line| line.strip_prefix("export const __wasm_split_load_"));
    loaders.filter_map(|rest| rest.split(' ').next())
}

/// The chunks by the split points that need them, as the splitter's script says.
fn chunks(script: &str, folder: &Path) -> Vec<(BTreeSet<String>, PathBuf)> {
    let mut all = Vec::new();
    let mut users = BTreeSet::new();
    for line in script.lines() {
        if let Some(names) = line.strip_prefix("/* ").and_then(|rest| rest.strip_suffix(" */")) {
            users = names.split(", ").map(str::to_owned).collect();
        } else if let Some((_, rest)) = line.split_once("fetch(new URL(\"./") {
            let name = rest.split('"').next().unwrap_or_default();
            if let Some(own) = name.strip_prefix("split_").and_then(|name| name.strip_suffix(".wasm")) {
                users = BTreeSet::from([own.to_owned()]);
            }
            all.push((std::mem::take(&mut users), folder.join(name)));
        }
    }
    all
}

/// The file that a chunk goes into, by the rooms that need it.
fn file_of(users: &BTreeSet<String>, calculators: &[String]) -> String {
    let first_of = |rooms: &[&'static str]| rooms.iter().find(|room| users.contains(**room)).copied();
    let shared = || {
        let users = calculators.iter().filter(|calculator| users.contains(*calculator)).count();
        let [most, some] = CALCULATORS;
        (users > 0).then_some(if 2 * users > calculators.len() { most } else { some })
    };
    match users.first() {
        Some(only) if users.len() == 1 => only.clone(),
        _ => first_of(&FIRST).or_else(shared).or_else(|| first_of(&THEN)).unwrap_or(CALCULATORS[0]).to_owned(),
    }
}

/// Writes a file for each room, with what it shares with those that come after it.
fn write_rooms(staging: &Path, folder: &Path, build: &str, is_release: bool) -> Result<Needs, Failure> {
    let links = read(&folder.join(LINKS))?;
    let mut files: BTreeMap<String, (Vec<PathBuf>, BTreeSet<String>)> = BTreeMap::new();
    // A split point that leads to nothing of its own needs no file.
    let mut needs: Needs = split_points(&links).map(|name| (name.to_owned(), Vec::new())).collect();
    let mut calculators = Vec::new();
    for area in folders(&root().join("src/calculators"))? {
        calculators.extend(folders(&area)?.iter().map(|calculator| format!("{}_{}", name(&area), name(calculator))));
    }
    for (users, path) in chunks(&links, folder) {
        let stripped = path.with_extension("stripped.wasm");
        write(&stripped, without_custom_sections(&read_bytes(&path)?))?;
        let (chunks, all) = files.entry(file_of(&users, &calculators)).or_default();
        chunks.push(stripped);
        all.extend(users);
    }
    for (stem, (chunks, users)) in files {
        let mut room = HEADER.to_vec();
        add_custom_section(&mut room, BUILD, build.as_bytes());
        for path in merge::merged(&stem, chunks, folder) {
            if is_release {
                // As small as for size, and faster.
                modules::optimise(&path, "-O2");
            }
            add_custom_section(&mut room, SECTION, &read_bytes(&path)?);
        }
        let name = write_hashed(staging, &format!("{stem}.wasm"), &room)?;
        for user in &users {
            needs.entry(user.clone()).or_default().push(name.clone());
        }
    }
    Ok(needs)
}

/// The glue with loaders of its own in the place of the splitter's: each instance of the app links its chunks to itself, and
/// the compiled chunks are the page's, so that the next instance and the worker need not fetch them again.
fn with_loaders<'a>(script: &str, names: impl Iterator<Item = &'a String>) -> String {
    let mut imports: Vec<&str> = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    for line in script.lines() {
        let name = line.strip_prefix("import * as ").and_then(|rest| rest.split_once(" from \"./__wasm_split.js\""));
        match name {
            Some((name, _)) => imports.push(name),
            None => lines.push(line),
        }
    }
    let Some((first, others)) = imports.split_first() else { return script.to_owned() };
    // One object for all of its imports.
    lines.retain(|line| !others.iter().any(|other| line.trim() == format!("\"./__wasm_split.js\": {other},")));
    let names: Vec<String> = names.map(|name| format!("\"{name}\"")).collect();
    let loaders = read(&root().join("src/rooms.js")).unwrap_or_default();
    format!("{}\nconst {first} = loaders([{}]);\n{}\n", loaders.trim_end(), names.join(", "), lines.join("\n"))
}

/// Trunk's script and module, which have lost their relocations.
fn trunks_files(staging: &Path) -> Result<(String, String), Failure> {
    let names = names(staging)?;
    let of = |ending: &str| names.iter().find(|name| name.starts_with("workbench-") && name.ends_with(ending)).cloned();
    of(".js").zip(of(".wasm")).ok_or_else(|| Failure::Step("finding what Trunk built".to_owned()))
}

/// What every wasm file begins with.
const HEADER: [u8; 8] = *b"\0asm\x01\0\0\0";

fn without_custom_sections(module: &[u8]) -> Vec<u8> {
    let mut out = module[..HEADER.len().min(module.len())].to_vec();
    let mut at = HEADER.len();
    while at < module.len() {
        let (size, begin) = number_at(module, at + 1);
        let end = (begin + size).min(module.len());
        if module[at] != 0 {
            out.extend(&module[at..end]);
        }
        at = end;
    }
    out
}

fn add_custom_section(module: &mut Vec<u8>, name: &str, content: &[u8]) {
    let mut body = Vec::new();
    push_number(&mut body, name.len());
    body.extend(name.as_bytes());
    body.extend(content);
    module.push(0);
    push_number(module, body.len());
    module.extend(body);
}

/// A number in LEB128, and where what follows begins.
pub fn number_at(bytes: &[u8], mut at: usize) -> (usize, usize) {
    let (mut number, mut shift) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        number |= usize::from(byte & 0x7f) << shift;
        at += 1;
        shift += 7;
        if byte & 0x80 == 0 {
            break;
        }
    }
    (number, at)
}

fn push_number(out: &mut Vec<u8>, mut number: usize) {
    loop {
        let byte = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            out.push(byte);
            return;
        }
        out.push(byte | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_is_found_again_in_its_section() {
        let mut room = HEADER.to_vec();
        let chunk = vec![7; 300];
        add_custom_section(&mut room, SECTION, &chunk);
        let (size, begin) = number_at(&room, HEADER.len() + 1);
        assert_eq!(begin + size, room.len());
        assert_eq!(&room[room.len() - 300..], &chunk[..]);
        assert_eq!(without_custom_sections(&room), HEADER);
    }
}
