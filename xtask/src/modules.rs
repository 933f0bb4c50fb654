//! The modules that the page loads on demand: each a package of the workspace, compiled apart, under hashed names.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::build::write_hashed;
use crate::run::{Failure, quiet_step, read, read_bytes, say, target};
use crate::tools;

/// Each module's name in the page, and its package. One more is one more line.
const MODULES: [(&str, &str); 2] = [("codec", "workbench-codec"), ("spreadsheet", "workbench-spreadsheet")];

/// The variable that tells Trunk's hook in which profile to compile.
pub const PROFILE: &str = "WORKBENCH_PROFILE";

/// What the optimiser may take for granted: what every browser that runs the page has.
pub const FEATURES: [&str; 10] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-extended-const",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
    "--enable-multivalue",
];

/// Compiles every module into a folder, and names their files in the page's head: `module-NAME`, script and wasm.
pub fn build(staging: &Path, page: &str) -> Result<String, Failure> {
    let mut head = String::new();
    for (name, package) in MODULES {
        let (script, wasm) = build_one(staging, name, package)?;
        head = format!("{head}<meta name=\"module-{name}\" content=\"{script} {wasm}\" />\n");
    }
    Ok(page.replace("</head>", &format!("{head}</head>")))
}

/// What lints the modules as they are compiled for the page.
pub fn lints() -> Vec<&'static str> {
    let packages = MODULES.iter().flat_map(|(_, package)| ["--package", *package]);
    let arguments = ["clippy", "--quiet", "--lib", "--target", "wasm32-unknown-unknown"];
    arguments.into_iter().chain(packages).chain(["--", "-D", "warnings"]).collect()
}

/// The names of a module's script and wasm.
fn build_one(staging: &Path, name: &str, package: &str) -> Result<(String, String), Failure> {
    let profile = std::env::var(PROFILE).unwrap_or_else(|_| "quick".to_owned());
    say(&format!("the module {name}"));
    // As a cdylib alone: beside an rlib, Cargo optimises nothing across crates.
    let arguments = [
        "rustc",
        "--quiet",
        "--offline",
        "--lib",
        "--crate-type",
        "cdylib",
        "--package",
        package,
        "--profile",
        &profile,
        "--target",
        "wasm32-unknown-unknown",
    ];
    quiet_step(&format!("compiling {package}"), "cargo", &arguments, &[])?;
    let made = target().join("modules").join(name);
    bind(name, &compiled(package, &profile), &made, &[])?;
    let wasm = made.join(format!("{name}_bg.wasm"));
    if profile == "release" {
        optimise(&wasm, "-Oz");
    }
    let script = read(&made.join(format!("{name}.js")))?;
    Ok((
        write_hashed(staging, &format!("{name}.js"), script.as_bytes())?,
        write_hashed(staging, &format!("{name}.wasm"), &read_bytes(&wasm)?)?,
    ))
}

/// Where the compiler puts a package's wasm.
pub fn compiled(package: &str, profile: &str) -> PathBuf {
    target().join("wasm32-unknown-unknown").join(profile).join(package.replace('-', "_") + ".wasm")
}

/// Writes the script that browsers load a wasm file with, and that file made ready for it.
pub fn bind(name: &str, from: &Path, to: &Path, more: &[&str]) -> Result<(), Failure> {
    let (from, to) = (from.display().to_string(), to.display().to_string());
    let arguments = [
        &from,
        "--target",
        "web",
        "--no-typescript",
        "--omit-default-module-path",
        "--out-dir",
        &to,
        "--out-name",
        name,
    ];
    quiet_step(&format!("binding {name}"), "wasm-bindgen", &[&arguments, more].concat(), &[("PATH", tools::path())])
}

/// Makes a module smaller in its place. Without the optimiser it stays as it is: larger, not different.
pub fn optimise(wasm: &Path, level: &str) {
    let file = wasm.display().to_string();
    let arguments = [level, &file, "-o", &file].into_iter().chain(FEATURES);
    let done = Command::new(tools::folder().join("wasm-opt/wasm-opt"))
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if !done.is_ok_and(|status| status.success()) {
        println!("{file} could not be optimised");
    }
}
