//! How far a result spreads where inputs are uncertain: a seeded simulation, block by block, through links.
//!
//! The same workbook, scenario and seed give the same digits on every machine. Scenarios are drawn under the same luck.

pub mod message;

use crate::engine::draw::{Draws, Uncertain};
use crate::engine::math::sqrt;
use crate::engine::range::Sampler;
use crate::engine::{Calculator, InputKind, NodeId, sample};
use crate::workbook::chain::{At, Chain, Part};
use crate::workbook::contents::{Correlation, ScenarioId, Workbook};
use crate::workbook::fields::{self, FieldId};

/// How many input sets are computed at once.
pub const LANES: usize = 256;

/// Ranks are compared over so many draws at most: enough to tell drivers apart, and little to sort.
const RANKED: usize = 10_000;

/// How many bars the histogram has.
const BARS: usize = 40;

/// What is to be simulated.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    pub workbook: Workbook,
    pub scenario: ScenarioId,
    pub calculator: &'static str,
    pub result: (NodeId, usize),
    pub draws: usize,
    /// The figure whose chance of being reached is asked.
    pub target: Option<f64>,
}

/// Why nothing can be simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoSimulation {
    /// No calculator of this id.
    NoCalculator,
    /// The result depends on nothing uncertain.
    NothingUncertain,
    /// The correlations asked for cannot hold together.
    Correlations,
}

impl NoSimulation {
    /// The key of its words.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::NoCalculator | Self::NothingUncertain => "nothing_uncertain",
            Self::Correlations => "correlations",
        }
    }
}

/// The uncertain inputs that a result depends on, with the place of each in the chain.
#[must_use]
pub fn uncertain(chain: &Chain) -> Vec<(FieldId, At)> {
    let of = |(part, of): (usize, &Part)| {
        let found = |(place, _)| Some((FieldId::new(of.calculator.id, place), chain.movable(part, place)?));
        of.kept.ranges.iter().filter_map(found).collect::<Vec<_>>()
    };
    chain.parts().iter().enumerate().flat_map(of).collect()
}

/// A simulation under way.
#[derive(Debug)]
pub struct Simulation {
    chain: Chain,
    result: At,
    inputs: Vec<(FieldId, At)>,
    draws: Draws,
    wanted: usize,
    done: usize,
    target: Option<f64>,
    figures: Vec<f64>,
    ranked_inputs: Vec<Vec<f64>>,
    ranked_figures: Vec<f64>,
}

impl Simulation {
    /// Prepares a simulation; nothing is drawn yet.
    ///
    /// # Errors
    /// Says why there is nothing to simulate.
    pub fn new(job: &Job, calculator: &'static Calculator) -> Result<Self, NoSimulation> {
        let (node, cell) = job.result;
        let chain = Chain::toward(&job.workbook, job.scenario, [(calculator, Some(vec![node]))], LANES);
        let inputs = uncertain(&chain);
        if inputs.is_empty() {
            return Err(NoSimulation::NothingUncertain);
        }
        let drawn = inputs.iter().filter_map(|(field, at)| sampled(&chain, *field, *at)).collect();
        let place = |(id, place)| inputs.iter().position(|(field, _)| *field == FieldId::new(id, place));
        let pair = |correlation: &Correlation| {
            Some((place(correlation.first)?, place(correlation.second)?, correlation.value))
        };
        let correlations: Vec<_> = job.workbook.correlations.iter().filter_map(pair).collect();
        let draws = Draws::new(job.workbook.seed, drawn, &correlations, LANES);
        let draws = draws.map_err(|_| NoSimulation::Correlations)?;
        Ok(Self {
            result: At { part: 0, node, cell },
            draws,
            wanted: job.draws,
            done: 0,
            target: job.target,
            figures: Vec::with_capacity(job.draws),
            ranked_inputs: vec![Vec::new(); inputs.len()],
            ranked_figures: Vec::new(),
            chain,
            inputs,
        })
    }

    /// How many draws there have been.
    #[must_use]
    pub const fn done(&self) -> usize {
        self.done
    }

    /// How many there are to be.
    #[must_use]
    pub const fn wanted(&self) -> usize {
        self.wanted
    }

    /// Whether all draws were made.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        self.done >= self.wanted
    }

    /// Draws one block.
    pub fn advance(&mut self) {
        let count = LANES.min(self.wanted - self.done);
        self.draws.advance();
        for (index, (_, at)) in self.inputs.iter().enumerate() {
            self.chain.lanes_mut(*at).copy_from_slice(self.draws.column(index));
        }
        self.chain.run();
        let figures = &self.chain.lanes(self.result)[..count];
        if self.done < RANKED {
            for (kept, index) in self.ranked_inputs.iter_mut().zip(0..) {
                kept.extend(&self.draws.column(index)[..count]);
            }
            self.ranked_figures.extend(figures);
        }
        sample::extend_finite(&mut self.figures, figures);
        self.done += count;
    }

    /// The mean of the figures so far.
    #[must_use]
    pub fn mean(&self) -> f64 {
        sample::mean(&self.figures)
    }

    /// What the draws so far say.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let figures = &self.figures;
        let count = figures.len() as f64;
        let mean = self.mean();
        let deviation = sample::deviation(figures, mean);
        let [lowest, low, median, high, highest] = sample::quantiles(figures, [0.005, 0.1, 0.5, 0.9, 0.995]);
        let chance = self.target.map(|target| {
            let share = sample::count_at_least(figures, target) as f64 / count;
            Estimate { value: share, error: sqrt(share * (1.0 - share) / count) }
        });
        Summary {
            draws: self.done,
            wanted: self.wanted,
            missing: self.done - figures.len(),
            mean: Estimate { value: mean, error: deviation / sqrt(count) },
            deviation,
            low,
            median,
            high,
            bars: bars(figures, lowest, highest),
            chance: chance.filter(|_| count > 0.0),
            drivers: self.drivers(),
        }
    }

    /// The inputs by how strongly their rank goes with that of the result, the strongest first.
    fn drivers(&self) -> Vec<Driver> {
        let results = &self.ranked_figures;
        let there: Vec<usize> = (0..results.len()).filter(|draw| results[*draw].is_finite()).collect();
        let pick = |all: &[f64]| -> Vec<f64> { there.iter().map(|draw| all[*draw]).collect() };
        let result = sample::ranks(&pick(results));
        let drivers = self.inputs.iter().zip(&self.ranked_inputs).map(|((field, _), figures)| Driver {
            field: *field,
            correlation: sample::correlation(&sample::ranks(&pick(figures)), &result),
        });
        let drivers: Vec<Driver> = drivers.collect();
        crate::engine::math::ordered(&drivers, |driver| -driver.correlation.abs())
    }
}

/// The sampler of an uncertain field.
fn sampled(chain: &Chain, field: FieldId, at: At) -> Option<Uncertain> {
    let part = &chain.parts()[at.part];
    let range = part.kept.ranges.get(field.place())?;
    let InputKind::Number { low, high, whole, .. } = part.sheet().input(field.input).kind else { return None };
    let name = format!("{}/{}", field.calculator, fields::name(part.sheet(), field.place()));
    Some(Uncertain { name, sampler: Sampler::new(range, low, high, whole) })
}

/// A figure with its simulation error: one standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    pub value: f64,
    pub error: f64,
}

/// An input that drives the spread, with its rank correlation (Spearman) with the result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Driver {
    pub field: FieldId,
    pub correlation: f64,
}

/// A bar of the histogram: from, to, and the share of all draws in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    pub from: f64,
    pub to: f64,
    pub share: f64,
}

/// What a simulation says. Figures are not numbers where no draw gave any.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    pub draws: usize,
    pub wanted: usize,
    /// Draws for which the result has no figure.
    pub missing: usize,
    pub mean: Estimate,
    pub deviation: f64,
    /// P10, P50 and P90.
    pub low: f64,
    pub median: f64,
    pub high: f64,
    /// From the 0.5th to the 99.5th percentile; the rare figures beyond are not drawn.
    pub bars: Vec<Bar>,
    /// The chance of reaching the target.
    pub chance: Option<Estimate>,
    pub drivers: Vec<Driver>,
}

fn bars(figures: &[f64], low: f64, high: f64) -> Vec<Bar> {
    if figures.is_empty() {
        return Vec::new();
    }
    let all = figures.len() as f64;
    if low >= high {
        let share = figures.iter().filter(|figure| **figure == low).count() as f64 / all;
        return vec![Bar { from: low, to: high, share }];
    }
    let width = (high - low) / BARS as f64;
    let bar = |(place, count): (usize, usize)| Bar {
        from: low + width * place as f64,
        to: low + width * (place + 1) as f64,
        share: count as f64 / all,
    };
    sample::counted(figures, low, high, BARS).into_iter().enumerate().map(bar).collect()
}
