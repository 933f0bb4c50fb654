//! Changes one place at a time and runs the tests that should notice: a seeded sample of all such changes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::build::hash;
use crate::run::{Failure, printed, read, read_bytes, remove, root, say, write};
use crate::tools;

/// How many changes are tried.
const SAMPLE: usize = 200;
/// The seed where none is given.
const SEED: &str = "1";
/// How long the tests of one change may take, in seconds: a change may make a loop endless. Those of its own name are quick.
const OWN_TESTS: &str = "100";
const EVERY_TEST: &str = "900";

/// What is tried where no path is given: everything that needs no browser.
const PURE: [&str; 8] = [
    "src/engine",
    "src/text",
    "src/calculators",
    "src/workbook",
    "src/presentation",
    "src/analysis",
    "src/exchange",
    "src/state",
];

/// Tests that ask every calculator, beside those of a file's own name.
const CALCULATORS: [&str; 3] = ["results", "edges", "rules"];

/// `[--seed N] [--sample N] [PATH]`
pub fn command(options: &[&str]) -> Result<(), Failure> {
    let (mut seed, mut sample, mut path) = (SEED, SAMPLE, None);
    let mut rest = options;
    while let [option, more @ ..] = rest {
        rest = match (*option, more) {
            ("--seed", [value, more @ ..]) => {
                seed = value;
                more
            }
            ("--sample", [value, more @ ..]) => {
                sample = value.parse().map_err(|_| Failure::Step(format!("reading the sample's size {value}")))?;
                more
            }
            (given, more) => {
                path = Some(given);
                more
            }
        };
    }
    tools::for_mutants()?;
    copy()?;
    let tests = tests()?;
    unchanged(&tests)?;
    let places = path.map_or_else(|| PURE.to_vec(), |path| vec![path]);
    let chosen = sampled(list(&places)?, seed, sample);
    say(&format!("{} changes, the tests of their own names first", chosen.len()));
    let mut groups: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
    for change in &chosen {
        groups.entry(tests_for(change, &tests)).or_default().push(change.clone());
    }
    let (mut missed, mut unviable) = (Vec::new(), 0);
    for (tests, changes) in &groups {
        let outcome = tried(changes, tests, OWN_TESTS)?;
        missed.extend(outcome.missed);
        unviable += outcome.unviable;
    }
    say(&format!("{} of them unnoticed so far; every test for those", missed.len()));
    let survivors = if missed.is_empty() { missed } else { tried(&missed, &tests, EVERY_TEST)?.missed };
    let viable = chosen.len() - unviable;
    println!("\n{} of {viable} changes noticed, {unviable} did not compile; unnoticed:", viable - survivors.len());
    for change in &survivors {
        println!("  {change}");
    }
    Ok(())
}

/// Few builds, many runs: as `Cargo.toml` has it.
const PROFILE: &str = "--profile=mutants";
/// What every call is told.
const ALWAYS: [&str; 3] = ["mutants", "--workspace", "--colors=never"];
/// Changes that cargo-mutants 27.0.0 tries in every file it looks at, also where others were chosen by name: they are not sampled.
const UNASKED: &str = ": delete field ";

/// Where the changes are made: a copy that stays where it is, so that each build only makes what the change touches.
fn tree() -> PathBuf {
    root().join("target/mutants/tree")
}

/// Makes the copy what the project is now.
fn copy() -> Result<(), Failure> {
    let tree = tree();
    let known = tree.with_extension("files");
    let git = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let listed = printed("git", &git).ok_or_else(|| Failure::Step("listing the project's files".to_owned()))?;
    let here = listed.split_terminator('\0').filter(|file| root().join(file).is_file());
    let files: BTreeSet<&str> = here.collect();
    for gone in read(&known).unwrap_or_default().lines().filter(|file| !files.contains(file)) {
        // Somebody may have removed the copy.
        let _ = remove(&tree.join(gone));
    }
    for file in &files {
        let content = read_bytes(&root().join(file))?;
        // A file that is written is built again.
        if read_bytes(&tree.join(file)).ok().as_ref() != Some(&content) {
            write(&tree.join(file), content)?;
        }
    }
    write(&known, files.into_iter().collect::<Vec<_>>().join("\n"))
}

/// Every change that can be made in these places, a line each.
fn list(places: &[&str]) -> Result<Vec<String>, Failure> {
    let file = |place: &&str| if root().join(place).is_dir() { format!("{place}/**") } else { (*place).to_owned() };
    let files: Vec<String> = places.iter().map(file).collect();
    let files = files.iter().flat_map(|file| ["--file", file]);
    let words: Vec<&str> = ALWAYS.into_iter().chain(["--list"]).chain(files).collect();
    let listed = printed(&program(), &words).ok_or_else(|| Failure::Step("listing the changes".to_owned()))?;
    Ok(listed.lines().filter(|change| !change.contains(UNASKED)).map(str::to_owned).collect())
}

/// So many of them, as the seed has it.
fn sampled(mut all: Vec<String>, seed: &str, sample: usize) -> Vec<String> {
    all.sort_by_cached_key(|change| hash(format!("{seed} {change}").as_bytes()));
    all.truncate(sample);
    all.sort();
    all
}

/// The names of the tests under `tests/`.
fn tests() -> Result<Vec<String>, Failure> {
    let folder = root().join("tests");
    let entries = std::fs::read_dir(&folder).map_err(|error| Failure::File(folder, error))?;
    let files = entries.flatten().map(|entry| entry.path());
    let tests = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let names = tests.filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()));
    // These two need more than the native build.
    let mut names: Vec<String> = names.filter(|name| name != "pages" && name != "spreadsheet_live").collect();
    names.sort();
    Ok(names)
}

/// The tests named after the room, file or folder that is changed, and those that ask every calculator.
fn tests_for(change: &str, tests: &[String]) -> Vec<String> {
    let parts: Vec<&str> = file_of(change).trim_end_matches(".rs").split('/').skip(1).collect();
    let name = match parts[..] {
        ["calculators", area, calculator, ..] => format!("{area}_{calculator}"),
        [room, ..] if PURE.iter().any(|pure| pure.ends_with(room)) => {
            parts.get(1).map_or(room, |name| *name).to_owned()
        }
        _ => String::new(),
    };
    let own = |test: &&String| !name.is_empty() && (test.contains(&name) || test.as_str() == parts[0]);
    let general = |test: &&String| CALCULATORS.contains(&test.as_str());
    tests.iter().filter(|test| own(test) || general(test)).cloned().collect()
}

/// What became of some changes; the others were noticed.
struct Outcome {
    missed: Vec<String>,
    unviable: usize,
}

/// Runs these tests on each of the changes.
fn tried(changes: &[String], tests: &[String], seconds: &str) -> Result<Outcome, Failure> {
    let output = root().join("target/mutants");
    std::fs::create_dir_all(&output).map_err(|error| Failure::File(output.clone(), error))?;
    let mut words: Vec<String> = ALWAYS.map(str::to_owned).to_vec();
    words.extend([PROFILE, "--in-place", "--baseline=skip", "--timeout", seconds, "--output"].map(str::to_owned));
    words.push(output.display().to_string());
    for change in changes {
        words.extend(["--file".to_owned(), file_of(change).to_owned()]);
        words.extend(["--re".to_owned(), format!("^{}$", escaped(change))]);
    }
    // Told to both of its calls, so that no other test is built.
    words.extend(only(tests).map(|word| format!("--cargo-arg={word}")));
    // 2: some went unnoticed; 3: some took too long, which is noticed.
    if !matches!(in_copy(&program(), &words)?, Some(0 | 2 | 3)) {
        return Err(Failure::Step("trying the changes".to_owned()));
    }
    let of = |name: &str| {
        let text = read(&output.join("mutants.out").join(name))?;
        Ok(text.lines().filter(|change| !change.contains(UNASKED)).map(str::to_owned).collect::<Vec<_>>())
    };
    let (caught, timeout, missed, unviable) =
        (of("caught.txt")?.len(), of("timeout.txt")?.len(), of("missed.txt")?, of("unviable.txt")?.len());
    let all = caught + timeout + missed.len() + unviable;
    if all == changes.len() {
        Ok(Outcome { missed, unviable })
    } else {
        Err(Failure::Step(format!("trying {} changes: {all} were found", changes.len())))
    }
}

/// Runs every test on the copy as it is: where one fails anyway, it notices nothing.
fn unchanged(tests: &[String]) -> Result<(), Failure> {
    say("every test, nothing changed");
    let words: Vec<String> = ["test", "--quiet", PROFILE].map(str::to_owned).into_iter().chain(only(tests)).collect();
    match in_copy("cargo", &words)? {
        Some(0) => Ok(()),
        _ => Err(Failure::Step("the tests, nothing changed".to_owned())),
    }
}

/// What cargo is told to build these tests and nothing else.
fn only(tests: &[String]) -> impl Iterator<Item = String> {
    std::iter::once("--package=sales-workbench".to_owned()).chain(tests.iter().map(|test| format!("--test={test}")))
}

/// Runs a program in the copy.
fn in_copy(program: &str, words: &[String]) -> Result<Option<i32>, Failure> {
    let status = std::process::Command::new(program)
        .args(words)
        .current_dir(tree())
        .env("CARGO_TARGET_DIR", root().join("target/mutants/build"))
        // What one change makes fail is not tried first on the others.
        .env("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "1")
        .stdin(std::process::Stdio::null())
        .status()
        .map_err(|_| Failure::Missing { program: program.to_owned(), help: "is it installed?" })?;
    Ok(status.code())
}

/// The file of a change.
fn file_of(change: &str) -> &str {
    change.split(':').next().unwrap_or_default()
}

/// A text that a regular expression takes for itself.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut all, c| {
        if r"\.+*?()|[]{}^$#&-~".contains(c) {
            all.push('\\');
        }
        all.push(c);
        all
    })
}

/// cargo-mutants, as `tools` installed it or found it.
fn program() -> String {
    let own = tools::folder().join("bin/cargo-mutants");
    if own.exists() { own.display().to_string() } else { "cargo-mutants".to_owned() }
}
