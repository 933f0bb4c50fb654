//! How far a result spreads where inputs are uncertain: a seeded simulation, block by block, through links.
//!
//! The same workbook, scenario and seed give the same digits on every machine. Scenarios are drawn under the same luck.

pub mod message;

use super::chain::{At, Chain, Part};
use super::fields::{self, FieldId};
use super::workbook::{Correlation, ScenarioId, Workbook};
use crate::engine::draw::{Draws, Uncertain};
use crate::engine::math::{order, sqrt};
use crate::engine::range::Sampler;
use crate::engine::{Calculator, InputKind, NodeId};

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
    /// The result rests on nothing uncertain.
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

/// The uncertain inputs that a result rests on, with the place of each in the chain.
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
        if figures.iter().all(|figure| figure.is_finite()) {
            self.figures.extend_from_slice(figures);
        } else {
            self.figures.extend(figures.iter().filter(|figure| figure.is_finite()));
        }
        self.done += count;
    }

    /// The mean of the figures so far.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.figures.iter().sum::<f64>() / self.figures.len() as f64
    }

    /// What the draws so far say.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut figures = self.figures.clone();
        let count = figures.len() as f64;
        let mean = self.mean();
        let squares = figures.iter().map(|figure| (figure - mean) * (figure - mean)).sum::<f64>();
        let deviation = if count > 0.0 { sqrt(squares / (count - 1.0).max(1.0)) } else { f64::NAN };
        let [lowest, low, median, high, highest] = quantiles(&mut figures, [0.005, 0.1, 0.5, 0.9, 0.995]);
        let chance = self.target.map(|target| {
            let share = figures.iter().filter(|figure| **figure >= target).count() as f64 / count;
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
            bars: bars(&figures, lowest, highest),
            chance: chance.filter(|_| count > 0.0),
            drivers: self.drivers(),
        }
    }

    /// The inputs by how strongly their rank goes with that of the result, the strongest first.
    fn drivers(&self) -> Vec<Driver> {
        let results = &self.ranked_figures;
        let there: Vec<usize> = (0..results.len()).filter(|draw| results[*draw].is_finite()).collect();
        let pick = |all: &[f64]| -> Vec<f64> { there.iter().map(|draw| all[*draw]).collect() };
        let result = ranks(&pick(results));
        let drivers = self.inputs.iter().zip(&self.ranked_inputs).map(|((field, _), figures)| Driver {
            field: *field,
            correlation: correlation(&ranks(&pick(figures)), &result),
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

/// The quantiles of rising probabilities, by linear interpolation between ranks. Orders the figures only as far as needed.
fn quantiles<const N: usize>(figures: &mut [f64], probabilities: [f64; N]) -> [f64; N] {
    let last = figures.len().saturating_sub(1);
    let mut from = 0;
    probabilities.map(|probability| {
        if figures.is_empty() {
            return f64::NAN;
        }
        let rank = probability * last as f64;
        let below = (rank as usize).min(last);
        let (_, at, above) = figures[from..].select_nth_unstable_by(below - from, f64::total_cmp);
        let at = *at;
        let next = above.iter().copied().fold(f64::INFINITY, f64::min);
        from = below;
        if below == last { at } else { at + (rank - below as f64) * (next - at) }
    })
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
    let mut counts = [0_usize; BARS];
    for figure in figures.iter().filter(|figure| (low..=high).contains(*figure)) {
        counts[(((figure - low) / width) as usize).min(BARS - 1)] += 1;
    }
    let bar = |(place, count): (usize, usize)| Bar {
        from: low + width * place as f64,
        to: low + width * (place + 1) as f64,
        share: count as f64 / all,
    };
    counts.into_iter().enumerate().map(bar).collect()
}

/// The rank of each figure; equal figures share their middle rank.
fn ranks(figures: &[f64]) -> Vec<f64> {
    let places = order(figures);
    let mut ranks = vec![0.0; figures.len()];
    let mut from = 0;
    while from < places.len() {
        let alike = places[from..].iter().take_while(|place| figures[**place] == figures[places[from]]).count();
        let middle = from as f64 + (alike - 1) as f64 / 2.0;
        places[from..from + alike].iter().for_each(|place| ranks[*place] = middle);
        from += alike;
    }
    ranks
}

/// The correlation of two lists; 0 where one of them does not vary.
fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |all: &[f64]| all.iter().sum::<f64>() / all.len().max(1) as f64;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let sum = |f: &dyn Fn(f64, f64) -> f64| a.iter().zip(b).map(|(a, b)| f(a - mean_a, b - mean_b)).sum::<f64>();
    let spread = sqrt(sum(&|a, _| a * a)) * sqrt(sum(&|_, b| b * b));
    if spread > 0.0 { sum(&|a, b| a * b) / spread } else { 0.0 }
}
