//! The project's commands. `cargo xtask` lists them.

mod bench;
mod build;
mod first;
mod fuzz;
mod merge;
mod modules;
mod mutants;
mod offline;
mod run;
mod scaffold;
mod serve;
mod split;
mod test;
mod tools;
mod words;

use std::process::ExitCode;

use run::Failure;

const HELP: &str = "\
cargo xtask serve [--dev] [--port N]  build the page and serve it on this machine
cargo xtask test                      every test there is
cargo xtask check                     format, lints and the fast native tests
cargo xtask build [--quick]           the page, into dist/; quickly, to try a change
cargo xtask bench                     sizes and speeds of the build at hand
cargo xtask fuzz [--seconds N] [TARGET]  made-up input for every reader of what comes from outside
cargo xtask mutants [--seed N] [--sample N] [PATH]  changes single places, and says which change no test notices
cargo xtask new AREA.NAME             the folder of a new calculator";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match command(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn command(words: &[&str]) -> Result<(), Failure> {
    match words {
        ["serve", options @ ..] => serve::command(options),
        ["test"] => test::all(),
        ["check"] => test::fast(),
        ["build"] => build::release(),
        ["build", "--quick"] => build::quick(),
        ["bench"] => bench::command(),
        ["fuzz", options @ ..] => fuzz::command(options),
        ["mutants", options @ ..] => mutants::command(options),
        ["new", id] => scaffold::calculator(id),
        ["post-build"] => build::after_trunk(),
        _ => {
            println!("{HELP}");
            Ok(())
        }
    }
}
