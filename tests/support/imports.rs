//! Which file of `src/` imports which, read from the sources.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::words::rust_files;

/// A module by its path from `src/`: `["workbook", "saved", "about"]`.
pub type Module = Vec<String>;

/// A file of `src/`, without comments.
struct Source {
    code: String,
    /// It has nothing but lists of modules and re-exports.
    lists_only: bool,
    /// Names that it re-exports, and what they mean.
    again: BTreeMap<String, Module>,
}

/// The files of `src/` that make up the page, by module, and what they import.
pub struct Sources(BTreeMap<Module, Source>);

/// Packages of their own, which import nothing of the page.
const APART: [&str; 3] = ["page", "codec", "spreadsheet"];

impl Sources {
    pub fn read() -> Self {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut all = BTreeMap::new();
        for (path, text) in rust_files("src") {
            let inside = path.strip_prefix(&root).unwrap().with_extension("");
            let mut module: Module = inside.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
            if APART.contains(&module[0].as_str()) {
                continue;
            }
            module.pop_if(|last| last == "mod" || last == "lib");
            let code = without_comments(&text);
            let lists_only = lists_only(&code);
            all.insert(module, Source { code, lists_only, again: BTreeMap::new() });
        }
        let mut sources = Self(all);
        let again: Vec<_> = sources.0.keys().map(|module| sources.re_exports(module)).collect();
        for (source, again) in sources.0.values_mut().zip(again) {
            source.again = again;
        }
        sources
    }

    /// Every module with those that it imports. A file that only lists and re-exports imports nothing: what it re-exports is
    /// imported by whoever names it.
    pub fn imports(&self) -> BTreeMap<&Module, BTreeSet<&Module>> {
        let of = |module: &Module, source: &Source| {
            let named = if source.lists_only { Vec::new() } else { self.named(module, &source.code) };
            let mut found: BTreeSet<&Module> = named.iter().flat_map(|path| self.files(path, 0)).collect();
            found.remove(module);
            found
        };
        self.0.iter().map(|(module, source)| (module, of(module, source))).collect()
    }

    /// The modules that stand right below one.
    fn children(&self, module: &Module) -> Vec<&str> {
        let below = |other: &&Module| other.len() == module.len() + 1 && other.starts_with(module);
        self.0.keys().filter(below).filter_map(|other| Some(other.last()?.as_str())).collect()
    }

    /// All that a file names of the page, as paths from `src/`.
    fn named(&self, module: &Module, code: &str) -> Vec<Module> {
        let children = self.children(module);
        let inner = inner_modules(code);
        let mut named = Vec::new();
        for (at, _) in code.match_indices("::") {
            let start = code[..at].rfind(|c: char| !is_of_a_name(c)).map_or(0, |before| before + 1);
            let (before, first) = (&code[..start], &code[start..at]);
            let begins = ["crate", "super", "self"].contains(&first) || children.contains(&first);
            if !begins || before.ends_with("::") || before.ends_with('.') || before.ends_with("in ") {
                continue;
            }
            let inside =
                inner.iter().filter(|(from, to, _)| (*from..*to).contains(&start)).map(|(_, _, name)| name.clone());
            let here: Module = module.iter().cloned().chain(inside).collect();
            named.extend(tree(code, start).0.into_iter().map(|(path, _)| absolute(&path, &here)));
        }
        named
    }

    fn re_exports(&self, module: &Module) -> BTreeMap<String, Module> {
        let children = self.children(module);
        let mut all = BTreeMap::new();
        for statement in self.0[module].code.split(';') {
            let statement = statement.trim_start();
            let Some((_, path)) = statement.split_once("use ").filter(|(before, _)| {
                before.trim() == "pub" || before.starts_with("pub(") && before.trim_end().ends_with(')')
            }) else {
                continue;
            };
            for (path, name) in tree(path, 0).0 {
                if ["crate", "super", "self"].contains(&path[0].as_str()) || children.contains(&path[0].as_str()) {
                    let name = name.or_else(|| path.last().cloned()).unwrap();
                    all.insert(name, absolute(&path, module));
                }
            }
        }
        all
    }

    /// The files in which stands what a path names, followed through re-exports. A file that only lists stands for all that it
    /// re-exports.
    fn files(&self, path: &Module, depth: usize) -> BTreeSet<&Module> {
        let found = (1..=path.len()).rev().find_map(|length| self.0.get_key_value(&path[..length]));
        let Some((module, source)) = found.filter(|_| depth < 9) else { return BTreeSet::new() };
        match path.get(module.len()).map(String::as_str) {
            None | Some("*") if source.lists_only => {
                source.again.values().flat_map(|path| self.files(path, depth + 1)).collect()
            }
            Some(name) if source.again.contains_key(name) => {
                let rest = path[module.len() + 1..].iter().cloned();
                self.files(&source.again[name].iter().cloned().chain(rest).collect(), depth + 1)
            }
            _ => BTreeSet::from([module]),
        }
    }
}

/// The circles in what imports what: groups of modules each of which leads to every other.
pub fn circles(imports: &BTreeMap<&Module, BTreeSet<&Module>>) -> Vec<BTreeSet<Module>> {
    let reached = |from: &Module| {
        let (mut found, mut open) = (BTreeSet::new(), vec![from]);
        while let Some(module) = open.pop() {
            open.extend(imports[module].iter().filter(|next| found.insert((**next).clone())));
        }
        found
    };
    let reach: BTreeMap<&Module, BTreeSet<Module>> = imports.keys().map(|module| (*module, reached(module))).collect();
    let circle = |module: &Module| -> BTreeSet<Module> {
        reach[module].iter().filter(|other| reach[other].contains(module)).cloned().collect()
    };
    let found: BTreeSet<BTreeSet<Module>> = imports.keys().map(|module| circle(module)).collect();
    found.into_iter().filter(|circle| !circle.is_empty()).collect()
}

pub fn without_comments(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Whether code has nothing but lists of modules and re-exports.
pub fn lists_only(code: &str) -> bool {
    // An area's list of calculators is one too.
    const LISTS: [&str; 3] = ["mod ", "use ", "crate::area::area!("];
    let lines = code.lines().filter(|line| !line.starts_with("#[") && !line.starts_with("#!["));
    let code = lines.collect::<Vec<_>>().join("\n");
    code.split(';').map(str::trim).all(|statement| {
        let words = statement.strip_prefix("pub").map_or(statement, |rest| rest.trim_start_matches("(crate)"));
        statement.is_empty() || LISTS.iter().any(|begins| words.trim_start().starts_with(begins))
    })
}

fn is_of_a_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Modules that are written within the file: from where to where in the code, and their names.
fn inner_modules(code: &str) -> Vec<(usize, usize, String)> {
    let mut all = Vec::new();
    for (at, _) in code.match_indices("mod ") {
        let Some((name, _)) = code[at + 4..].split_once(" {").filter(|(name, _)| name.chars().all(is_of_a_name)) else {
            continue;
        };
        let mut open = 0_usize;
        let end = code[at..].char_indices().find(|(_, c)| {
            open = match c {
                '{' => open + 1,
                '}' => open - 1,
                _ => open,
            };
            *c == '}' && open == 0
        });
        all.push((at, at + end.map_or(0, |(end, _)| end), name.to_owned()));
    }
    all
}

/// The paths of a tree such as `a::{b, c::{self, d as e}}`, each with its new name, and where the tree ends.
fn tree(code: &str, start: usize) -> (Vec<(Module, Option<String>)>, usize) {
    let (mut path, mut at) = (Module::new(), start);
    loop {
        at += code[at..].len() - code[at..].trim_start().len();
        if code[at..].starts_with('{') {
            let mut all = Vec::new();
            at += 1;
            while at < code.len() && !code[at..].trim_start().starts_with('}') {
                let (inside, end) = tree(code, at);
                for (rest, name) in inside {
                    all.push((path.iter().cloned().chain(rest).collect(), name));
                }
                at = (end..code.len())
                    .find(|at| code.is_char_boundary(*at) && code[*at..].starts_with([',', '}']))
                    .unwrap();
                at += usize::from(code[at..].starts_with(','));
            }
            return (all, at + 1);
        }
        let length = code[at..].find(|c: char| !is_of_a_name(c) && c != '*').unwrap_or(code.len() - at);
        if length > 0 {
            path.push(code[at..at + length].to_owned());
            at += length;
        }
        if length > 0 && code[at..].starts_with("::") {
            at += 2;
            continue;
        }
        let name =
            code[at..].strip_prefix(" as ").map(|rest| rest.split(|c| !is_of_a_name(c)).next().unwrap().to_owned());
        return (vec![(path, name)], at);
    }
}

/// A path as named in a module, from `src/`. The engine and the calculators are packages, so that `crate` means them there.
fn absolute(path: &[String], module: &Module) -> Module {
    let rest: Vec<String> =
        path.iter().skip_while(|part| ["crate", "super", "self"].contains(&part.as_str())).cloned().collect();
    let rest = rest.into_iter().filter(|part| part != "self");
    let start: Vec<String> = match path[0].as_str() {
        "crate" => {
            let named = path.get(1).map_or("", String::as_str);
            match module.first().map(String::as_str) {
                Some(package @ "engine") => vec![package.to_owned()],
                Some(package @ "calculators") if !["engine", "words"].contains(&named) => vec![package.to_owned()],
                _ => Vec::new(),
            }
        }
        "super" => {
            let up = path.iter().take_while(|part| *part == "super").count();
            module[..module.len().saturating_sub(up)].to_vec()
        }
        _ => module.clone(),
    };
    start.into_iter().chain(rest).collect()
}
