//! How many input sets a second the engine computes: one loop, natively and in a browser. `cargo xtask bench` runs it.
//!
//! Natively it prints a line for each calculator: its id, input sets a second, the headline figure. Compiled to wasm it
//! only exports the loop, and the page that drives it holds the clock.
#![expect(unsafe_code, reason = "an export has a name of its own, which nothing else here may bear")]

use std::time::{Duration, Instant};

use sales_workbench::calculators;
use sales_workbench::engine::sheet::StepId;
use sales_workbench::engine::{Evaluation, InputSet};
use sales_workbench::workbook::fields;

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
    let Some(calculator) = calculators::loaded().nth(calculator) else { return f64::NAN };
    let (sheet, inputs) = (calculator.sheet(), InputSet::preset(calculator.sheet()));
    let mut evaluation = Evaluation::new(sheet, &inputs, LANES);
    (0..blocks).for_each(|_| evaluation.run());
    let headline = sheet.headline().map(|outcome| evaluation.lanes(outcome.node, 0)[LANES - 1]);
    headline.unwrap_or(f64::NAN)
}

/// Computes the largest question that dynamic pricing takes, once, with every cell of its policy too if so asked; gives the
/// price.
#[unsafe(no_mangle)]
pub extern "C" fn compute_largest(with_policy: bool) -> f64 {
    let Some(calculator) = calculators::find("pricing.dynamic") else { return f64::NAN };
    let sheet = calculator.sheet();
    let mut inputs = InputSet::preset(sheet);
    let tables = sheet.find_input("ladder.price").map(|input| sheet.input(input).axes.0.as_slice());
    for table in tables.unwrap_or_default() {
        inputs.resize(sheet, *table, 15);
    }
    let mut set = |name: &str, figure: f64| {
        if let Some((input, cell)) = fields::named(sheet, name) {
            inputs.set_figure(input, cell, Some(figure));
        }
    };
    for (name, figure) in [("stock", 200.0), ("periods", 200.0), ("arrivals", 50.0)] {
        set(name, figure);
    }
    for row in 0..15_u8 {
        set(&format!("ladder.price[{row}]"), 40.0 + 10.0 * f64::from(row));
    }
    let evaluation = Evaluation::of(sheet, &inputs);
    if with_policy {
        std::hint::black_box(evaluation.parts(StepId(0)));
    }
    sheet.headline().and_then(|outcome| evaluation.figure(outcome.node)).unwrap_or(f64::NAN)
}

fn main() {
    for (place, calculator) in calculators::loaded().enumerate() {
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
