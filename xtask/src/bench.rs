//! Sizes and speeds of the build at hand, as tables.

use crate::run::{Failure, step};
use crate::{build, tools};

/// Builds what is missing, then measures: the first load, a key to its painted result, evaluations a second.
pub fn command() -> Result<(), Failure> {
    tools::for_testing()?;
    build::release()?;
    let release =
        ["build", "--release", "--quiet", "--example", "evaluations", "--config", "profile.release.opt-level=3"];
    step("evaluations, native", "cargo", &release, &[])?;
    let wasm: Vec<&str> = release.iter().copied().chain(["--target", "wasm32-unknown-unknown"]).collect();
    step("evaluations, wasm", "cargo", &wasm, &[])?;
    step("measuring", "node", &["tests/browser/bench.mjs"], &[])
}
