//! How a step is run: it says its name, runs one program, and stops everything if that fails.

use std::fmt::{Display, Formatter};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Why a command of the project did not end well.
#[derive(Debug)]
pub enum Failure {
    /// A step ended with an error of its own, printed above.
    Step(String),
    /// A program could not be started.
    Missing { program: String, help: &'static str },
    /// A file could not be read or written.
    File(PathBuf, std::io::Error),
}

impl Display for Failure {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Step(name) => write!(out, "failed: {name}"),
            Self::Missing { program, help } => write!(out, "cannot run {program}: {help}"),
            Self::File(path, error) => write!(out, "{}: {error}", path.display()),
        }
    }
}

/// The project's folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// Where cargo puts what it makes.
pub fn target() -> PathBuf {
    std::env::var("CARGO_TARGET_DIR").map_or_else(|_| root().join("target"), PathBuf::from)
}

/// Says what begins.
pub fn say(name: &str) {
    println!("\n── {name}");
}

/// Runs a program in the project's folder.
pub fn step(name: &str, program: &str, arguments: &[&str], environment: &[(&str, String)]) -> Result<(), Failure> {
    say(name);
    quiet_step(name, program, arguments, environment)
}

/// Runs a program in the project's folder without saying so.
pub fn quiet_step(
    name: &str,
    program: &str,
    arguments: &[&str],
    environment: &[(&str, String)],
) -> Result<(), Failure> {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root()).stdin(Stdio::null());
    for (key, value) in environment {
        command.env(key, value);
    }
    let status = command
        .status()
        .map_err(|_| Failure::Missing { program: program.to_owned(), help: "is it installed and on the PATH?" })?;
    if status.success() { Ok(()) } else { Err(Failure::Step(name.to_owned())) }
}

/// What a program prints, if it runs and succeeds.
pub fn printed(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).current_dir(root()).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The text of a file.
pub fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| Failure::File(path.to_owned(), error))
}

/// The content of a file.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| Failure::File(path.to_owned(), error))
}

/// The names of what lies in a folder, sorted.
pub fn names(folder: &Path) -> Result<Vec<String>, Failure> {
    let entries = std::fs::read_dir(folder).map_err(|error| Failure::File(folder.to_owned(), error))?;
    let mut names: Vec<String> = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    Ok(names)
}

/// Removes a file.
pub fn remove(path: &Path) -> Result<(), Failure> {
    std::fs::remove_file(path).map_err(|error| Failure::File(path.to_owned(), error))
}

/// Writes a file, making its folder.
pub fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<(), Failure> {
    let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    folder.and_then(|()| std::fs::write(path, content)).map_err(|error| Failure::File(path.to_owned(), error))
}
