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

/// Writes a file, making its folder.
pub fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    folder.and_then(|()| std::fs::write(path, text)).map_err(|error| Failure::File(path.to_owned(), error))
}
