//! Joins the chunks of a room into one, which is a little smaller: they share their types and imports. Without npm's binaryen they stay apart.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::modules::FEATURES;
use crate::tools;

/// What imports say of the main module: its own name, and the splitter's.
const MAIN: &str = "__wasm_main";
const SPLIT: &str = "__wasm_split";

/// One chunk in the place of several, or those, if they cannot be joined.
pub fn merged(stem: &str, chunks: Vec<PathBuf>, folder: &Path) -> Vec<PathBuf> {
    let out = folder.join(format!("{stem}.merged.wasm"));
    let done = chunks.len() > 1 && base(&chunks[0], folder).is_some_and(|base| join(&base, &chunks, &out));
    if done { vec![out] } else { chunks }
}

fn join(base: &Path, chunks: &[PathBuf], out: &Path) -> bool {
    let mut words = vec![base.display().to_string(), SPLIT.to_owned()];
    for (number, chunk) in chunks.iter().enumerate() {
        words.extend([chunk.display().to_string(), format!("chunk{number}")]);
    }
    words.extend(["-o".to_owned(), out.display().to_string(), "--rename-export-conflicts".to_owned()]);
    binaryen("wasm-merge", &words)
}

/// A module that only hands on what the chunks import, so that all of them import one and the same.
fn base(chunk: &Path, folder: &Path) -> Option<PathBuf> {
    let (text, made) = (folder.join("base.wat"), folder.join("base.wasm"));
    if !made.exists() {
        let imports = imports(&std::fs::read(chunk).ok()?)?;
        let each = |of: fn(usize, &Import) -> String| {
            imports.iter().enumerate().map(|(number, import)| of(number, import)).collect::<Vec<_>>().join(" ")
        };
        let taken =
            each(|number, import| format!("(import \"{MAIN}\" \"{}\" {})", import.name, import.declared(number)));
        let given = each(|number, import| format!("(export \"{}\" ({} $i{number}))", import.name, import.kind()));
        std::fs::write(&text, format!("(module {taken} {given})")).ok()?;
        let words = [text.display().to_string(), "-o".to_owned(), made.display().to_string()];
        binaryen("wasm-as", &words).then_some(())?;
    }
    Some(made)
}

/// Runs a program of binaryen; whether it did its work.
fn binaryen(program: &str, words: &[String]) -> bool {
    let path = tools::node_modules().join("binaryen/bin").join(program);
    let status =
        Command::new("node").arg(path).args(words).args(FEATURES).stdin(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// What a chunk takes from the main module.
struct Import {
    name: String,
    what: What,
}

enum What {
    /// At least, and at most.
    Table(usize, Option<usize>),
    Memory(usize),
    Global {
        is_mutable: bool,
    },
}

impl Import {
    const fn kind(&self) -> &'static str {
        match self.what {
            What::Table(..) => "table",
            What::Memory(_) => "memory",
            What::Global { .. } => "global",
        }
    }

    fn declared(&self, number: usize) -> String {
        match self.what {
            What::Table(least, most) => {
                let most = most.map(|most| most.to_string()).unwrap_or_default();
                format!("(table $i{number} {least} {most} funcref)")
            }
            What::Memory(least) => format!("(memory $i{number} {least})"),
            What::Global { is_mutable: true } => format!("(global $i{number} (mut i32))"),
            What::Global { is_mutable: false } => format!("(global $i{number} i32)"),
        }
    }
}

/// The imports of a module; none where it imports what no chunk does.
fn imports(module: &[u8]) -> Option<Vec<Import>> {
    use crate::split::number_at;
    const IMPORTS: u8 = 2;
    let mut at = 8;
    while *module.get(at)? != IMPORTS {
        let (size, begin) = number_at(module, at + 1);
        at = begin + size;
    }
    let (_, begin) = number_at(module, at + 1);
    let (count, mut at) = number_at(module, begin);
    let mut all = Vec::new();
    for _ in 0..count {
        let (length, begin) = number_at(module, at);
        let (length, begin) = number_at(module, begin + length);
        let name = String::from_utf8(module.get(begin..begin + length)?.to_vec()).ok()?;
        at = begin + length;
        let limits = |at: usize| {
            let has_most = module.get(at)? & 1 == 1;
            let (least, next) = number_at(module, at + 1);
            let (most, next) = if has_most {
                let (most, next) = number_at(module, next);
                (Some(most), next)
            } else {
                (None, next)
            };
            Some((least, most, next))
        };
        let what = match module.get(at)? {
            1 => {
                let (least, most, next) = limits(at + 2)?;
                at = next;
                What::Table(least, most)
            }
            2 => {
                let (least, _, next) = limits(at + 1)?;
                at = next;
                What::Memory(least)
            }
            3 => {
                let is_mutable = *module.get(at + 2)? == 1;
                at += 3;
                What::Global { is_mutable }
            }
            _ => return None,
        };
        all.push(Import { name, what });
    }
    Some(all)
}
