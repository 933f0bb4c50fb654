//! Throws made-up input at every reader of what comes from outside, by libFuzzer under the stable compiler.

use crate::run::{Failure, root, step};

/// The readers, each a file of `fuzz/fuzz_targets`.
const TARGETS: [&str; 6] = ["csv", "history", "link", "number", "request", "saved"];

/// What cargo-fuzz sets for coverage, without a sanitizer: those are for unsafe code, and there is none.
const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";

/// So long each target runs where nothing is said.
const SECONDS: &str = "20";

/// `[--seconds N] [TARGET]`
pub fn command(options: &[&str]) -> Result<(), Failure> {
    let (seconds, rest) = match options {
        ["--seconds", seconds, rest @ ..] => (*seconds, rest),
        rest => (SECONDS, rest),
    };
    if let Some(unknown) = rest.iter().find(|target| !TARGETS.contains(target)) {
        return Err(Failure::Step(format!("finding a target of the name {unknown}")));
    }
    build()?;
    for target in TARGETS.iter().filter(|target| rest.is_empty() || rest.contains(target)) {
        run(target, seconds)?;
    }
    Ok(())
}

fn build() -> Result<(), Failure> {
    let manifest = root().join("fuzz/Cargo.toml").display().to_string();
    let settings = [("RUSTC_BOOTSTRAP", "1".to_owned()), ("RUSTFLAGS", COVERAGE.to_owned())];
    // With a target named, the flags stay off build scripts.
    let target = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    step(
        "fuzz targets",
        "cargo",
        &["build", "--quiet", "--release", "--bins", "--manifest-path", &manifest, "--target", &target],
        &settings,
    )
}

/// libFuzzer prints the input of a crash, keeps it under `fuzz/artifacts`, and fails.
fn run(target: &str, seconds: &str) -> Result<(), Failure> {
    let fuzz = root().join("fuzz");
    let program = fuzz.join(format!("target/{}-unknown-linux-gnu/release/{target}", std::env::consts::ARCH));
    let found = fuzz.join("target/corpus").join(target);
    let artifacts = fuzz.join("artifacts").join(target);
    for folder in [&found, &artifacts] {
        std::fs::create_dir_all(folder).map_err(|error| Failure::File(folder.clone(), error))?;
    }
    // The first folder takes what is found; the committed seeds are only read.
    step(
        &format!("fuzz {target}, {seconds} s"),
        &program.display().to_string(),
        &[
            &found.display().to_string(),
            &fuzz.join("corpus").join(target).display().to_string(),
            &format!("-max_total_time={seconds}"),
            &format!("-artifact_prefix={}/", artifacts.display()),
            "-max_len=4096",
            "-timeout=10",
            "-print_final_stats=1",
        ],
        &[],
    )
}
