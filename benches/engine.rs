//! How fast the engine is: sheets recorded, laid out and computed, one input set at a time and in blocks; formulas written.
//!
//! `cargo bench --bench engine` runs all; a filter such as `block/funnel` runs some.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use sales_workbench::analysis::explain::Computable;
use sales_workbench::calculators;
use sales_workbench::engine::{Builder, Evaluation, InputSet, formula};
use sales_workbench::workbook::request;

/// How many input sets a block holds: what a simulation computes at once.
const LANES: usize = 256;

fn record(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("record");
    for calculator in calculators::loaded() {
        group.bench_function(calculator.id, |bench| bench.iter(|| Builder::record(black_box(calculator.define))));
    }
}

/// What a key in a field costs: the sheet laid out for one input set and computed.
fn lay_out(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("lay_out");
    for calculator in calculators::loaded() {
        let (sheet, inputs) = (calculator.sheet(), InputSet::preset(calculator.sheet()));
        group.bench_function(calculator.id, |bench| bench.iter(|| Evaluation::of(sheet, black_box(&inputs))));
    }
}

fn evaluations(criterion: &mut Criterion, name: &str, lanes: usize) {
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Elements(lanes as u64));
    for calculator in calculators::loaded() {
        let (sheet, inputs) = (calculator.sheet(), InputSet::preset(calculator.sheet()));
        let mut evaluation = Evaluation::new(sheet, &inputs, lanes);
        group.bench_function(calculator.id, |bench| bench.iter(|| evaluation.run()));
    }
}

fn single(criterion: &mut Criterion) {
    evaluations(criterion, "single", 1);
}

fn block(criterion: &mut Criterion) {
    evaluations(criterion, "block", LANES);
}

/// A block of which only the headline is wanted.
fn headline(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("headline");
    group.throughput(Throughput::Elements(LANES as u64));
    for calculator in calculators::loaded() {
        let (sheet, inputs) = (calculator.sheet(), InputSet::preset(calculator.sheet()));
        let headline = sheet.headline().map(|outcome| outcome.node);
        let mut evaluation = Evaluation::new(sheet, &inputs, LANES).only(headline);
        group.bench_function(calculator.id, |bench| bench.iter(|| evaluation.run()));
    }
}

fn formulas(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("formulas");
    for calculator in calculators::loaded() {
        let (sheet, inputs) = (calculator.sheet(), InputSet::preset(calculator.sheet()));
        let evaluation = Evaluation::of(sheet, &inputs);
        let notation = Computable { evaluation: &evaluation };
        group.throughput(Throughput::Elements(sheet.outcomes.len() as u64));
        group.bench_function(BenchmarkId::new(calculator.id, sheet.outcomes.len()), |bench| {
            bench.iter(|| {
                for outcome in sheet.outcomes.iter().filter(|outcome| evaluation.count(outcome.node) > 0) {
                    black_box(formula::write(&evaluation, &notation, outcome.node, 0));
                }
            });
        });
    }
}

/// A request of the command line, from JSON to JSON.
fn answer(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("answer");
    for calculator in calculators::loaded() {
        let given = request::write_inputs(calculator.sheet(), &InputSet::preset(calculator.sheet()));
        group.bench_function(calculator.id, |bench| bench.iter(|| request::ask(calculator, black_box(&given))));
    }
}

criterion_group! {
    name = engine;
    config = Criterion::default().warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    targets = record, lay_out, single, block, headline, formulas, answer
}
criterion_main!(engine);
