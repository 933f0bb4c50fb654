//! How many input sets a second the engine computes: one loop, natively and in a browser. `cargo xtask bench` runs it.
//!
//! Natively it prints a line for each calculator: its id, input sets a second, the headline figure. Compiled to wasm it
//! only exports the loop, and the page that drives it holds the clock.
#![expect(unsafe_code, reason = "an export has a name of its own, which nothing else here may bear")]

use std::time::{Duration, Instant};

use sales_workbench::calculators;
use sales_workbench::engine::{Evaluation, InputSet};

/// How many input sets a block holds: what a simulation computes at once.
const LANES: usize = 256;

/// How many input sets a block holds.
#[unsafe(no_mangle)]
pub extern "C" fn lanes() -> usize {
    LANES
}

/// Computes so many blocks of every result of a calculator, from its preset; gives the headline figure of the last lane.
#[unsafe(no_mangle)]
pub extern "C" fn compute(calculator: usize, blocks: usize) -> f64 {
    let Some(calculator) = calculators::ALL.get(calculator) else { return f64::NAN };
    let (sheet, inputs) = (calculator.sheet(), InputSet::preset(calculator.sheet()));
    let mut evaluation = Evaluation::new(sheet, &inputs, LANES);
    (0..blocks).for_each(|_| evaluation.run());
    let headline = sheet.headline().map(|outcome| evaluation.lanes(outcome.node, 0)[LANES - 1]);
    headline.unwrap_or(f64::NAN)
}

fn main() {
    for (place, calculator) in calculators::ALL.iter().enumerate() {
        let headline = compute(place, 1);
        println!("{} {} {headline}", calculator.id, fastest(place));
    }
}

/// The most input sets a second in several runs.
fn fastest(calculator: usize) -> f64 {
    const RUNS: usize = 5;
    const LONG: Duration = Duration::from_millis(100);
    let time = |blocks: usize| {
        let start = Instant::now();
        compute(calculator, blocks);
        start.elapsed()
    };
    let mut blocks = 1;
    while time(blocks) < LONG {
        blocks *= 2;
    }
    let best = (0..RUNS).map(|_| time(blocks)).min().unwrap_or(LONG);
    (blocks * LANES) as f64 / best.as_secs_f64()
}
