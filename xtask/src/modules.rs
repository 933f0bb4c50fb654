//! The modules that the page loads on demand: each a package of the workspace, compiled apart, under hashed names.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::run::{Failure, quiet_step, read, root, say, write};
use crate::tools;

/// Each module's name in the page, and its package. One more is one more line.
const MODULES: [(&str, &str); 2] = [("parcel", "workbench-parcel"), ("spreadsheet", "workbench-spreadsheet")];

/// The variable that tells Trunk's hook in which profile to compile.
pub const PROFILE: &str = "WORKBENCH_PROFILE";

/// What the optimiser may take for granted: what every browser that runs the page has.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
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
    let target = std::env::var("CARGO_TARGET_DIR").map_or_else(|_| root().join("target"), Into::into);
    let compiled = target.join("wasm32-unknown-unknown").join(&profile).join(package.replace('-', "_") + ".wasm");
    let made = target.join("modules").join(name);
    let (from, to) = (compiled.display().to_string(), made.display().to_string());
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
    quiet_step(&format!("binding {package}"), "wasm-bindgen", &arguments, &[("PATH", tools::path())])?;
    let wasm = made.join(format!("{name}_bg.wasm"));
    if profile == "release" {
        optimise(&wasm);
    }
    let code = std::fs::read(&wasm).map_err(|error| Failure::File(wasm, error))?;
    let script = read(&made.join(format!("{name}.js")))?;
    let names = (
        format!("{name}-{:016x}.js", super::build::hash(script.as_bytes())),
        format!("{name}-{:016x}.wasm", super::build::hash(&code)),
    );
    write(&staging.join(&names.0), &script)?;
    let file = staging.join(&names.1);
    std::fs::write(&file, code).map_err(|error| Failure::File(file, error))?;
    Ok(names)
}

/// Makes a module smaller in its place. Without the optimiser it stays as it is: larger, not different.
fn optimise(wasm: &Path) {
    let file = wasm.display().to_string();
    let arguments = ["-Oz", &file, "-o", &file].into_iter().chain(FEATURES);
    let done = Command::new(tools::folder().join("wasm-opt/wasm-opt"))
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if !done.is_ok_and(|status| status.success()) {
        println!("{file} could not be optimised");
    }
}
