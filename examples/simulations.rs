//! How long a simulation takes, natively and in a browser, of the two models that `benches/peer/squiggle.mjs` gives to
//! another tool. `cargo xtask bench` runs both.
//!
//! Natively it prints a line for each model: its id, milliseconds with the mean alone, milliseconds with everything that
//! is said about a result, the mean and its standard error. Compiled to wasm it only exports the two runs, and the page
//! that drives them holds the clock.
#![expect(unsafe_code, reason = "an export has a name of its own, which nothing else here may bear")]

use std::rc::Rc;
use std::time::{Duration, Instant};

use sales_workbench::analysis::simulate::{Job, Simulation};
use sales_workbench::calculators;
use sales_workbench::engine::range::Shape;
use sales_workbench::engine::{Calculator, Range};
use sales_workbench::workbook::contents::{BASE, Kept, Workbook};
use sales_workbench::workbook::fields;

/// A calculator with a choice other than its preset's, and what is uncertain in it.
struct Model {
    calculator: &'static str,
    choice: (&'static str, f64),
    ranges: &'static [(&'static str, Range)],
    result: &'static str,
}

/// Low and high hold 80 % of all cases: they are P10 and P90, as the other tool is told.
const fn p10_to_p90(shape: Shape, low: f64, high: f64) -> Range {
    Range::interval(shape, low, high, 0.8)
}

/// In the order of `benches/peer/squiggle.mjs`.
const MODELS: [Model; 2] = [
    Model {
        calculator: "pricing.cost_plus",
        // By margin.
        choice: ("method", 1.0),
        ranges: &[
            ("unit_cost", p10_to_p90(Shape::Normal, 20.0, 25.0)),
            ("fixed_cost", Range::points(Shape::Triangular, 90_000.0, 100_000.0, 120_000.0)),
            ("volume", p10_to_p90(Shape::Normal, 10_000.0, 14_000.0)),
            ("target_margin", Range::points(Shape::Uniform, 0.35, 0.4, 0.45)),
        ],
        result: "profit",
    },
    Model {
        calculator: "funnel.conversion",
        // By rates.
        choice: ("basis", 1.0),
        ranges: &[
            ("entries", p10_to_p90(Shape::Normal, 1_800.0, 2_200.0)),
            ("stages.rate[1]", p10_to_p90(Shape::Normal, 0.495, 0.605)),
            ("stages.rate[2]", p10_to_p90(Shape::Normal, 0.423, 0.517)),
            ("stages.rate[3]", p10_to_p90(Shape::Normal, 0.36, 0.44)),
            ("stages.rate[4]", p10_to_p90(Shape::Normal, 0.27, 0.33)),
            ("deal_size", p10_to_p90(Shape::Lognormal, 10_000.0, 15_000.0)),
        ],
        result: "revenue",
    },
];

impl Model {
    /// What the page would hand to its worker; none if the calculator knows one of the names no more.
    fn job(&self, draws: usize) -> Option<(Job, &'static Calculator)> {
        let calculator = calculators::find(self.calculator)?;
        let sheet = calculator.sheet();
        let mut kept = Kept::preset(sheet);
        kept.set(fields::named(sheet, self.choice.0)?, Some(self.choice.1), None);
        for (name, range) in self.ranges {
            kept.set(fields::named(sheet, name)?, Some(range.middle()), Some(*range));
        }
        let mut workbook = Workbook::default();
        workbook.calculators.insert(calculator.id, Rc::new(kept));
        let result = (sheet.find_outcome(self.result)?.node, 0);
        let job = Job { workbook, scenario: BASE, calculator: calculator.id, result, draws, target: None };
        Some((job, calculator))
    }

    /// All that happens from the job to its last draw.
    fn simulated(&self, draws: usize) -> Option<Simulation> {
        let (job, calculator) = self.job(draws)?;
        let mut simulation = Simulation::new(&job, calculator).ok()?;
        while !simulation.is_done() {
            simulation.advance();
        }
        Some(simulation)
    }
}

/// Draws, computes and takes the mean.
#[unsafe(no_mangle)]
pub extern "C" fn simulate_mean(model: usize, draws: usize) -> f64 {
    let simulation = MODELS.get(model).and_then(|model| model.simulated(draws));
    simulation.map_or(f64::NAN, |simulation| simulation.mean())
}

/// Draws, computes and says all that the page shows; gives the median of it.
#[unsafe(no_mangle)]
pub extern "C" fn simulate_summary(model: usize, draws: usize) -> f64 {
    let simulation = MODELS.get(model).and_then(|model| model.simulated(draws));
    simulation.map_or(f64::NAN, |simulation| simulation.summary().median)
}

fn main() {
    let draws = std::env::args().nth(1).and_then(|draws| draws.parse().ok()).unwrap_or(1_000_000);
    for (place, model) in MODELS.iter().enumerate() {
        let [mean, all] = [simulate_mean, simulate_summary].map(|run| fastest(|| run(place, draws)));
        let Some(summary) = model.simulated(draws).map(|simulation| simulation.summary()) else { continue };
        println!("{} {mean} {all} {} {} {}", model.calculator, summary.mean.value, summary.mean.error, summary.median);
    }
}

/// The least milliseconds of several runs.
fn fastest(run: impl Fn() -> f64) -> f64 {
    const RUNS: usize = 5;
    let time = || {
        let start = Instant::now();
        std::hint::black_box(run());
        start.elapsed()
    };
    let best: Duration = (0..RUNS).map(|_| time()).min().unwrap_or_default();
    best.as_secs_f64() * 1_000.0
}
