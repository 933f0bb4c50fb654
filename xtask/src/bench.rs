//! Sizes and speeds of the build at hand, as tables.

use crate::run::{Failure, step};
use crate::{build, tools};

/// Builds what is missing, then measures: the first load, a key to its painted result, evaluations a second.
pub fn command() -> Result<(), Failure> {
    tools::for_testing()?;
    build::release()?;
    for (what, options) in BUILDS {
        let arguments = [&["build", "--quiet", "--example", "evaluations"][..], options].concat();
        step(&format!("evaluations, {what}"), "cargo", &arguments, &[])?;
    }
    step("measuring", "node", &["tests/browser/bench.mjs"], &[])
}

/// The same loop natively, in wasm for speed, and in wasm as the page is built.
const BUILDS: [(&str, &[&str]); 3] = [
    ("native", &["--profile", "speed"]),
    ("wasm for speed", &["--profile", "speed", "--target", "wasm32-unknown-unknown"]),
    ("wasm as the page is built", &["--release", "--target", "wasm32-unknown-unknown"]),
];
