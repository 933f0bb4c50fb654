//! Sums of uncertain figures against published cases: as they are simulated, and as the drawn laws spread without luck.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use std::rc::Rc;
use std::sync::OnceLock;

use sales_workbench::analysis::simulate::{Job, NoSimulation, Simulation, Summary};
use sales_workbench::engine::math::{exp, ln, normal_quantile, sqrt};
use sales_workbench::engine::range::{Sampler, Shape};
use sales_workbench::engine::unit::NUMBER;
use sales_workbench::engine::{Builder, Calculator, Range};
use sales_workbench::workbook::contents::{BASE, Correlation, Workbook};
use serde_json::{Value, json};
use support::workbooks::{place, result};
use support::{Case, case, numbers};

const EVERYWHERE: (f64, f64) = (-1e9, 1e9);

static SUM: Calculator = Calculator {
    id: "test.sum",
    define: |sheet: &Builder| {
        let input = |key| sheet.number(key, NUMBER, 0.0, EVERYWHERE.0..=EVERYWHERE.1);
        let sum = input("a") + input("b") + input("c") + input("d") + input("e");
        sheet.headline("sum", NUMBER, sum);
    },
    words: &[],
    examples: &[],
    upgrades: &[],
    recorded: OnceLock::new(),
};

const NAMES: [&str; 5] = ["a", "b", "c", "d", "e"];

fn make_uncertain(workbook: &mut Workbook, name: &str, range: Range) {
    let mut kept = (*workbook.base(&SUM)).clone();
    kept.set(place(&SUM, name), Some(range.middle()), Some(range));
    workbook.put(&SUM, BASE, kept);
}

fn job(workbook: &Workbook, draws: usize) -> Job {
    let result = result(&SUM, "sum");
    Job { workbook: workbook.clone(), scenario: BASE, calculator: SUM.id, result, draws, target: None }
}

fn run(job: &Job) -> Result<Summary, NoSimulation> {
    let mut simulation = Simulation::new(job, &SUM)?;
    while !simulation.is_done() {
        simulation.advance();
    }
    Ok(simulation.summary())
}

fn near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} instead of {expected}");
}

/// The range of an input of a published sum.
fn published(input: &Value) -> Range {
    let p = numbers(&input["parameters"]);
    let z = normal_quantile(0.9);
    match input["kind"].as_str().unwrap() {
        "normal" => Range::interval(Shape::Normal, p[0] - z * p[1], p[0] + z * p[1], 0.8),
        "lognormal_mean_sd" => {
            let deviation = sqrt(ln(1.0 + p[1] * p[1] / (p[0] * p[0])));
            let middle = ln(p[0]) - deviation * deviation / 2.0;
            Range::interval(Shape::Lognormal, exp(middle - z * deviation), exp(middle + z * deviation), 0.8)
        }
        "uniform" => Range::points(Shape::Uniform, p[0], p[0], p[1]),
        shape => Range::points(Shape::from_key(shape).unwrap(), p[0], p[1], p[2]),
    }
}

fn published_ranges(case: &Case) -> Vec<Range> {
    case.input("/inputs_of_sum").as_array().unwrap().iter().map(published).collect()
}

const PUBLISHED: [&str; 2] = ["portfolio-pub-07-monte-carlo-triangular", "portfolio-pub-08-monte-carlo-mixed"];
const PROBABILITIES: [&str; 6] = ["0.05", "0.1", "0.5", "0.8", "0.9", "0.95"];

#[test]
fn published_sums_are_simulated_within_their_tolerances() {
    for id in PUBLISHED {
        let case = case("simulation", id);
        let mut workbook = Workbook::default();
        for (name, range) in NAMES.iter().zip(published_ranges(&case)) {
            make_uncertain(&mut workbook, name, range);
        }
        let job = Job { target: Some(case.number("/threshold")), ..job(&workbook, 100_000) };
        let summary = run(&job).unwrap();
        case.check("/simulated_mean_100000", &json!(summary.mean.value));
        case.check("/simulated_quantiles_100000/0.1", &json!(summary.low));
        case.check("/simulated_quantiles_100000/0.5", &json!(summary.median));
        case.check("/simulated_quantiles_100000/0.9", &json!(summary.high));
        let chance = summary.chance.unwrap();
        near(chance.value, case.expected("/probability_above_threshold").as_f64().unwrap(), 4.0 * chance.error);
        near(chance.error, sqrt(chance.value * (1.0 - chance.value) / 1e5), 1e-12);
        let deviation = case.expected("/sum_standard_deviation").as_f64().unwrap();
        near(summary.deviation, deviation, 0.01 * deviation);
        near(summary.mean.error, deviation / sqrt(1e5), 1e-4 * deviation);
        assert_eq!((summary.draws, summary.missing), (100_000, 0));
    }
}

/// How a sum of draws is spread, without any luck: equal parts of each input's probability on a grid, convolved.
fn spread(ranges: &[Range], step: f64) -> (f64, Vec<f64>) {
    const PARTS: usize = 20_000;
    let (mut from, mut all) = (0.0, vec![1.0]);
    for range in ranges {
        let mut figures: Vec<f64> = (0..PARTS).map(|part| (part as f64 + 0.5) / PARTS as f64).collect();
        Sampler::new(range, EVERYWHERE.0, EVERYWHERE.1, false).fill(&mut figures);
        let mut shares = vec![0.0; ((figures[PARTS - 1] - figures[0]) / step) as usize + 2];
        for figure in &figures {
            let at = (figure - figures[0]) / step;
            shares[at as usize] += (1.0 - at.fract()) / PARTS as f64;
            shares[at as usize + 1] += at.fract() / PARTS as f64;
        }
        let mut sums = vec![0.0; all.len() + shares.len() - 1];
        for (place, share) in all.iter().enumerate() {
            sums[place..].iter_mut().zip(&shares).for_each(|(sum, other)| *sum += share * other);
        }
        (from, all) = (from + figures[0], sums);
    }
    (from, all)
}

#[test]
fn the_drawn_laws_give_the_published_spread_to_its_last_digits() {
    for (id, step) in PUBLISHED.into_iter().zip([0.01, 0.08]) {
        let case = case("simulation", id);
        let (from, shares) = spread(&published_ranges(&case), step);
        let mut below = 0.0;
        let edges: Vec<(f64, f64)> = (0..shares.len())
            .map(|place| {
                below += shares[place];
                (from + step * (place as f64 + 0.5), below)
            })
            .collect();
        let at = |found: usize, share: f64| (edges[found - 1].0, edges[found].0, share);
        for probability in PROBABILITIES {
            let wanted: f64 = probability.parse().unwrap();
            let found = edges.iter().position(|(_, below)| *below >= wanted).unwrap();
            let (left, right, share) = at(found, (wanted - edges[found - 1].1) / (edges[found].1 - edges[found - 1].1));
            case.check(&format!("/sum_quantiles/{probability}"), &json!(left + share * (right - left)));
        }
        let threshold = case.number("/threshold");
        let found = edges.iter().position(|(edge, _)| *edge >= threshold).unwrap();
        let share = (threshold - edges[found - 1].0) / step;
        let below = edges[found - 1].1 + share * (edges[found].1 - edges[found - 1].1);
        case.check("/probability_above_threshold", &json!(1.0 - below));
    }
}

#[test]
fn a_correlated_sum_spreads_as_published() {
    const COUNT: usize = 40_000;
    let case = case("simulation", "portfolio-pub-09-correlated-sum");
    let mut workbook = Workbook::default();
    for (row, name) in NAMES.iter().enumerate().take(3) {
        let of = |list: &str| case.number(&format!("/{list}/{row}"));
        let range = published(&json!({ "kind": "normal", "parameters": [of("means"), of("standard_deviations")] }));
        make_uncertain(&mut workbook, name, range);
    }
    let independent = run(&job(&workbook, COUNT)).unwrap();
    let field = |row: usize| (SUM.id, place(&SUM, NAMES[row]));
    let pairs = [(0, 1), (0, 2), (1, 2)].map(|(a, b)| Correlation {
        first: field(a),
        second: field(b),
        value: case.number(&format!("/correlation/{a}/{b}")),
    });
    workbook.correlations = Rc::new(pairs.to_vec());
    let together = run(&job(&workbook, COUNT)).unwrap();
    let expected = |pointer: &str| case.expected(pointer).as_f64().unwrap();
    let deviation = expected("/standard_deviation");
    let error = deviation / sqrt(COUNT as f64);
    near(together.mean.value, expected("/mean"), 4.0 * error);
    near(together.deviation, deviation, 4.0 * error / sqrt(2.0));
    near(independent.deviation, expected("/standard_deviation_if_independent"), 4.0 * error / sqrt(2.0));
    // The standard error of a quantile of a normal variable: sqrt(p (1 − p)) / density.
    for (place, (found, factor)) in
        [(together.low, 1.71), (together.median, 1.26), (together.high, 1.71)].iter().enumerate()
    {
        near(*found, expected(&format!("/quantile_values/{place}")), 4.0 * factor * error);
    }
    assert_eq!(together.drivers[0].field.place(), place(&SUM, "b"), "the widest drives most");
    let chosen = Correlation { value: -1.0, ..pairs[2] };
    workbook.correlations = Rc::new(vec![pairs[0], Correlation { value: 0.9, ..pairs[1] }, chosen]);
    assert_eq!(run(&job(&workbook, 10)), Err(NoSimulation::Correlations));
}
