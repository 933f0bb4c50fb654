//! The search: closer and closer to where the result passes the goal, begins to have a value, or turns back before the goal.
//!
//! What was computed is all that is known: figures upwards with their results. Each round cuts the intervals that look
//! promising, until nothing lies between their ends.

use std::cmp::Ordering;

use super::domain::{Domain, one_place};
use super::goal::{Found, Goal, Jump, Solution};
use super::probe::{Probe, Sample};
use super::scan;
use crate::engine::math::{order, ordered};
use crate::workbook::contents::{ScenarioId, Workbook};

/// Seeks the figures of a field that make a result what is wanted. None where that is no question: the field is none of the
/// `candidates` of the result, nothing lies within the limits, there is no such result, or the goal is no number.
#[must_use]
pub fn seek(workbook: &Workbook, scenario: ScenarioId, goal: &Goal) -> Option<Found> {
    let mut probe = Probe::new(workbook, scenario, goal)?;
    Some(Search::new(&mut probe, goal.value).found())
}

/// A result so near to the goal, relative to it, is the goal: the dust of a few additions.
const EQUAL: f64 = 1e-13;
/// A result so near is taken for the goal where the field cannot be set more finely.
const CLOSE: f64 = 1e-12;
/// Nothing further from the goal than this, relative to the goal or the present result, is ever a solution.
const TOLERANCE: f64 = 1e-9;
/// So much of what a result is summed from is lost in it.
const DUST: f64 = 2e-15;
/// So many solutions and so many jumps are told.
const MOST_TOLD: usize = 8;
/// How many places apart figures are at which results are compared to tell a jump from a steep slope.
const DISTANCES: [i64; 8] = [1, 8, 64, 512, 4_096, 32_768, 262_144, 1_048_576];

/// How near is near, in units of the result.
#[derive(Clone, Copy, Debug, Default)]
pub struct Near {
    /// Results that differ by less cannot be told apart.
    pub dust: f64,
    /// A result so near to the goal is the goal.
    pub equal: f64,
    /// A result so near is taken for the goal where the field cannot be set more finely.
    pub close: f64,
    /// Nothing further from the goal is ever a solution.
    pub tolerance: f64,
}

/// A search under way.
pub struct Search<'p> {
    pub(super) probe: &'p mut Probe,
    pub(super) domain: Domain,
    pub(super) goal: f64,
    pub(super) near: Near,
    pub(super) samples: Vec<Sample>,
    pub(super) more: bool,
}

impl<'p> Search<'p> {
    /// A search that knows nothing yet.
    pub fn new(probe: &'p mut Probe, goal: f64) -> Self {
        let domain = probe.domain;
        Self { probe, domain, goal, near: Near::default(), samples: Vec::new(), more: false }
    }

    /// Everything that the search finds.
    pub fn found(mut self) -> Found {
        let first = scan::figures(self.domain, self.probe.present, &self.probe.landmarks());
        self.look(&first);
        self.near = self.measure();
        let no_effect = self.is_level();
        let mut turned = Vec::new();
        if !no_effect {
            self.look_closer();
            self.close_in();
            turned = self.follow_turns();
            self.close_in();
        }
        let (mut hits, mut jumps) = self.places(&turned);
        if let Some(best) = self.best().filter(|_| hits.is_empty() && !no_effect) {
            let best = self.follow_best(best);
            self.close_in();
            (hits, jumps) = self.places(&[best]);
        }
        let solutions = self.solutions(&hits);
        let nearest = if solutions.is_empty() { self.best().map(|best| self.solution(best)) } else { None };
        self.more |= jumps.len() > MOST_TOLD;
        jumps.truncate(MOST_TOLD);
        Found {
            solutions,
            jumps,
            nearest,
            from: self.domain.from,
            to: self.domain.to,
            present: self.probe.present,
            result: self.probe.present_result,
            tolerance: self.near.tolerance,
            no_effect,
            more: self.more,
        }
    }

    // ---- what is known -----------------------------------------------------------------------------------------

    /// Computes the results of figures and keeps them.
    pub(super) fn look(&mut self, figures: &[f64]) {
        let fresh = ordered(&self.probe.samples(figures), |sample| sample.x);
        let known = std::mem::take(&mut self.samples);
        self.samples.reserve(known.len() + fresh.len());
        let (mut known, mut fresh) = (known.into_iter().peekable(), fresh.into_iter().peekable());
        while let Some(next) = match (known.peek(), fresh.peek()) {
            (Some(old), Some(new)) if old.x <= new.x => known.next(),
            (Some(_), None) => known.next(),
            _ => fresh.next(),
        } {
            if self.samples.last().is_none_or(|last| last.x < next.x) {
                self.samples.push(next);
            }
        }
    }

    /// On which side of the goal a result is; on none without a value.
    pub(super) fn side(&self, sample: &Sample) -> Option<Ordering> {
        if self.miss(sample) <= self.near.equal {
            return Some(Ordering::Equal);
        }
        sample.y.partial_cmp(&self.goal)
    }

    /// How far a result is from the goal; infinitely far without a value.
    pub(super) fn miss(&self, sample: &Sample) -> f64 {
        let miss = (sample.y - self.goal).abs();
        if miss.is_nan() { f64::INFINITY } else { miss }
    }

    /// How near is near: by the size of the goal or of the present result, of all results where both are zero; and never
    /// nearer than the last digits of what the result is summed from.
    fn measure(&self) -> Near {
        let dust = DUST * self.probe.summed_from;
        let size = self.goal.abs().max(self.probe.present_result.unwrap_or_default().abs());
        let size = if size > 0.0 { size } else { self.middling() };
        let goal = self.goal.abs();
        Near {
            dust,
            equal: (EQUAL * goal).max(dust),
            close: (CLOSE * goal).max(dust),
            tolerance: (TOLERANCE * size).max(4.0 * dust),
        }
    }

    /// The size of the middling result among those that are not zero.
    fn middling(&self) -> f64 {
        let sizes: Vec<f64> = self.samples.iter().map(|sample| sample.y.abs()).filter(|size| *size > 0.0).collect();
        order(&sizes).get(sizes.len() / 2).map_or(0.0, |middle| sizes[*middle])
    }

    /// Whether the result is the same everywhere.
    fn is_level(&self) -> bool {
        let first = self.samples.first().map_or(f64::NAN, |sample| sample.y);
        self.samples.len() > 1
            && self.samples.iter().all(|sample| (sample.y - first).abs() <= (EQUAL * first.abs()).max(self.near.dust))
    }

    /// How far a figure is from what is in the field.
    pub(super) fn distance(&self, low: f64, high: f64) -> f64 {
        let from = self.probe.present.unwrap_or(self.domain.from);
        (low - from).max(from - high).max(0.0)
    }

    /// The figures whose results come nearest to the goal, and of these the one nearest to what is in the field.
    pub(super) fn best(&self) -> Option<Sample> {
        let valued = self.samples.iter().filter(|sample| !sample.y.is_nan());
        valued.copied().reduce(|best, next| {
            let nearer = self.distance(next.x, next.x) < self.distance(best.x, best.x);
            match self.miss(&next).total_cmp(&self.miss(&best)) {
                Ordering::Less => next,
                Ordering::Equal if nearer => next,
                _ => best,
            }
        })
    }

    /// Whether the result passes the goal between two figures.
    pub(super) fn crosses(&self, low: &Sample, high: &Sample) -> bool {
        matches!(
            (self.side(low), self.side(high)),
            (Some(Ordering::Less), Some(Ordering::Greater)) | (Some(Ordering::Greater), Some(Ordering::Less))
        )
    }

    // ---- what it comes to --------------------------------------------------------------------------------------

    /// The figures that reach the goal, one a place, and where the result jumps over it; `turned` is where it turns back.
    fn places(&mut self, turned: &[Sample]) -> (Vec<Sample>, Vec<Jump>) {
        let mut hits = self.equal();
        let crossings = self.samples.windows(2).filter(|pair| self.crosses(&pair[0], &pair[1]));
        let crossings: Vec<(Sample, Sample)> = crossings.map(|pair| (pair[0], pair[1])).collect();
        let mut jumps: Vec<Jump> = Vec::new();
        for (low, high) in crossings {
            let seen = hits.iter().any(|hit| one_place(hit.x, low.x) || one_place(hit.x, high.x));
            if seen || jumps.last().is_some_and(|jump| one_place(jump.high, low.x)) {
                continue;
            }
            if !self.domain.are_neighbours(low.x, high.x) {
                self.more = true;
                continue;
            }
            let nearer = if self.miss(&high) < self.miss(&low) { high } else { low };
            if self.reaches(nearer) {
                hits.push(nearer);
            } else {
                jumps.push(Jump { low: low.x, high: high.x, at_low: low.y, at_high: high.y });
            }
        }
        for turn in turned {
            if !hits.iter().any(|hit| one_place(hit.x, turn.x)) && self.reaches(*turn) {
                hits.push(*turn);
            }
        }
        (hits, ordered(&jumps, |jump| self.distance(jump.low, jump.high)))
    }

    /// Of each run of figures that give the goal itself: what is in the field, or what is nearest to the goal.
    fn equal(&self) -> Vec<Sample> {
        let runs = self.samples.chunk_by(|a, b| self.side(a) == self.side(b));
        let equal = runs.filter(|run| self.side(&run[0]) == Some(Ordering::Equal));
        let best = equal.map(|run| {
            let present = run.iter().find(|sample| Some(sample.x) == self.probe.present);
            let nearest = |a: &'_ Sample, b: &'_ Sample| self.miss(b) < self.miss(a);
            present.copied().unwrap_or_else(|| run.iter().fold(run[0], |a, b| if nearest(&a, b) { *b } else { a }))
        });
        best.collect()
    }

    /// Whether a result that no figure brings nearer to the goal is the goal all the same.
    fn reaches(&mut self, sample: Sample) -> bool {
        let miss = self.miss(&sample);
        miss <= self.near.close || (miss <= self.near.tolerance && self.is_smooth(sample.x))
    }

    /// Whether the result changes from a figure to its neighbours no more than it does a little further on: no jump.
    fn is_smooth(&mut self, x: f64) -> bool {
        if self.domain.whole {
            return false;
        }
        let domain = self.domain;
        let mut results = |sign: i64| {
            let figures: Vec<f64> = DISTANCES.iter().filter_map(|places| domain.step(x, sign * places)).collect();
            self.probe.samples(&figures)
        };
        let sides = [results(-1), results(1)];
        let Some(here) = self.probe.samples(&[x]).first().map(|sample| sample.y) else { return false };
        let span = |side: &[Sample]| Some((side.last()?.y - side.first()?.y).abs());
        let slope = sides.iter().filter_map(|side| span(side)).fold(0.0, f64::max);
        sides.iter().filter_map(|side| side.first()).all(|next| (next.y - here).abs() <= 4.0 * slope)
    }

    /// The solutions, the nearest to what is in the field first.
    fn solutions(&mut self, hits: &[Sample]) -> Vec<Solution> {
        let hits = ordered(hits, |hit| self.distance(hit.x, hit.x));
        self.more |= hits.len() > MOST_TOLD;
        let mut all: Vec<Solution> = Vec::new();
        for hit in hits.into_iter().take(MOST_TOLD) {
            let seen = |known: &Solution| (known.low..=known.high).contains(&hit.x) || one_place(known.at, hit.x);
            if all.iter().any(seen) {
                continue;
            }
            let solution = self.solution(hit);
            if !all.iter().any(|known| known.low <= solution.high && known.high >= solution.low) {
                all.push(solution);
            }
        }
        ordered(&all, |solution| self.distance(solution.low, solution.high))
    }
}
