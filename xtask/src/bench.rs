//! Sizes and speeds of the build at hand, as tables.

use crate::run::{Failure, root, step, target};
use crate::{build, modules, tools};

/// Builds what is missing, then measures: the first load, a key to its painted result, evaluations a second, simulations
/// beside another tool's.
pub fn command() -> Result<(), Failure> {
    tools::for_testing()?;
    packages("peer", "the other tool's packages")?;
    if packages("lighthouse", "Lighthouse's packages").is_err() {
        println!("no Lighthouse: npm cannot fetch its packages here, so the home page is not measured on a phone");
    }
    build::release()?;
    floor()?;
    for (what, examples, options) in BUILDS {
        for example in examples {
            let arguments =
                [&["build", "--quiet", "--package", "workbench-page", "--example", example][..], options].concat();
            step(&format!("{example}, {what}"), "cargo", &arguments, &[])?;
        }
    }
    step("measuring", "node", &["tests/browser/bench.mjs"], &[])
}

/// The least that a page in Yew does at a key, to be measured beside the calculators.
fn floor() -> Result<(), Failure> {
    let folder = target().join("floor");
    let (manifest, out) = (root().join("benches/floor/Cargo.toml").display().to_string(), folder.display().to_string());
    let target = ["--target", "wasm32-unknown-unknown", "--target-dir", &out];
    step(
        "a bare page",
        "cargo",
        &[&["build", "--quiet", "--release", "--manifest-path", &manifest][..], &target].concat(),
        &[],
    )?;
    modules::bind("floor", &folder.join("wasm32-unknown-unknown/release/floor.wasm"), &folder.join("bound"), &[])
}

/// The packages that one measurement needs, fetched once into its folder of `benches`.
fn packages(name: &str, what: &str) -> Result<(), Failure> {
    let folder = root().join("benches").join(name);
    if folder.join("node_modules").exists() {
        return Ok(());
    }
    let folder = folder.display().to_string();
    step(what, "npm", &["ci", "--prefix", &folder, "--ignore-scripts", "--no-audit", "--no-fund"], &[])
}

/// The same loops natively, in wasm for speed, and in wasm as the page is built.
const BUILDS: [(&str, &[&str], &[&str]); 3] = [
    ("native", &["evaluations", "simulations"], &["--profile", "speed"]),
    ("wasm for speed", &["evaluations"], &["--profile", "speed", "--target", "wasm32-unknown-unknown"]),
    (
        "wasm as the page is built",
        &["evaluations", "simulations"],
        &["--release", "--target", "wasm32-unknown-unknown"],
    ),
];
