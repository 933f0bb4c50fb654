//! The calculators on the command line: a line of JSON in, a line of JSON out. See "From other programs" in the README.

use std::io::{BufRead, Error, ErrorKind, Write};
use std::process::ExitCode;

use sales_workbench::calculators;
use sales_workbench::exchange::evaluate;

const HELP: &str = "\
evaluate --list               what each calculator asks for and gives, one JSON object a line
evaluate < requests.jsonl     answers each line {\"calculator\": id, \"inputs\": {…}}";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => answer_all(),
        ["--list"] => list(),
        _ => {
            eprintln!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads the answers has had enough of them.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn list() -> Result<(), Error> {
    let mut out = std::io::stdout().lock();
    calculators::loaded().try_for_each(|calculator| writeln!(out, "{}", evaluate::describe(calculator)))
}

/// Answers each line as it comes; an empty line is passed over.
fn answer_all() -> Result<(), Error> {
    let (mut lines, mut out) = (std::io::stdin().lock(), std::io::stdout().lock());
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        if !line.trim_ascii().is_empty() {
            writeln!(out, "{}", evaluate::answer(line.trim_ascii()))?;
        }
        line.clear();
    }
    out.flush()
}
