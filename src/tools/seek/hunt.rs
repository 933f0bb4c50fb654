//! The search: closer and closer to where the result passes the goal, begins to have a value, or turns back before the goal.
//!
//! What was computed is all that is known: figures upwards with their results. Each round cuts the intervals that look
//! promising, until nothing lies between their ends.

use std::cmp::Ordering;

use super::domain::Domain;
use super::probe::{LANES, Probe, Sample};
use super::{Found, Jump, Solution, scan};
use crate::engine::math::{order, ordered};

/// A result so near to the goal, relative to it, is the goal: the dust of a few additions.
const EQUAL: f64 = 1e-13;
/// A result so near is taken for the goal where the field cannot be set more finely.
const CLOSE: f64 = 1e-12;
/// Nothing further from the goal than this, relative to the goal or the present result, is ever a solution.
const TOLERANCE: f64 = 1e-9;
/// Places of the field nearer to one another than this, relative to them, are one place.
const ONE_PLACE: f64 = 1e-11;

/// Into how many parts an interval is cut: a whole block of figures at once.
const PARTS: u32 = LANES as u32 + 1;
/// No interval takes more rounds, whatever its ends.
const ROUNDS: usize = 40;
/// So many places are followed at the same time.
const MOST_FOLLOWED: usize = 16;
/// So many figures where the result begins or ceases to have a value are followed.
const MOST_EDGES: usize = 6;
/// So many intervals near the goal are looked at once more before it is decided what to follow, in so many parts.
const MOST_LOOKED_AT: usize = 12;
const LOOKED_AT: u32 = 9;
/// So many turns are followed.
const MOST_TURNS: usize = 6;

/// How many places apart figures are at which a result is compared to tell a jump from a steep slope.
const DISTANCES: [i64; 8] = [1, 8, 64, 512, 4_096, 32_768, 262_144, 1_048_576];

/// Three figures of which the middle one's result is nearest to the goal, all on one side of it.
type Turn = [Sample; 3];

/// A search under way.
pub struct Hunt<'p> {
    pub(super) probe: &'p mut Probe,
    pub(super) domain: Domain,
    pub(super) goal: f64,
    pub(super) tolerance: f64,
    pub(super) samples: Vec<Sample>,
    result: Option<f64>,
    more: bool,
}

impl<'p> Hunt<'p> {
    /// A search that begins with the present result.
    pub fn new(probe: &'p mut Probe, goal: f64, result: Option<f64>) -> Self {
        let domain = probe.domain;
        Self { probe, domain, goal, tolerance: 0.0, samples: Vec::new(), result, more: false }
    }

    /// Everything that the search finds.
    pub fn found(mut self) -> Found {
        let first = scan::figures(self.domain, self.probe.present, self.probe.landmarks());
        self.look(&first);
        self.tolerance = TOLERANCE * self.size();
        let no_effect = self.is_level();
        let mut turned = Vec::new();
        if !no_effect {
            self.look_closer();
            self.close_in();
            turned = self.follow_turns();
            self.close_in();
        }
        let (mut hits, mut jumps) = self.places(&turned);
        if hits.is_empty() && !no_effect && self.follow_best() {
            self.close_in();
            (hits, jumps) = self.places(&[]);
        }
        let solutions = self.solutions(&hits);
        let nearest = if solutions.is_empty() { self.best().map(|best| self.solution(best)) } else { None };
        self.more |= jumps.len() > MOST_FOLLOWED;
        jumps.truncate(MOST_FOLLOWED);
        Found {
            solutions,
            jumps,
            nearest,
            from: self.domain.from,
            to: self.domain.to,
            present: self.probe.present,
            result: self.result,
            tolerance: self.tolerance,
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
    fn side(&self, sample: &Sample) -> Option<Ordering> {
        if self.miss(sample) <= EQUAL * self.goal.abs() {
            return Some(Ordering::Equal);
        }
        sample.y.partial_cmp(&self.goal)
    }

    /// How far a result is from the goal; infinitely far without a value.
    pub(super) fn miss(&self, sample: &Sample) -> f64 {
        let miss = (sample.y - self.goal).abs();
        if miss.is_nan() { f64::INFINITY } else { miss }
    }

    /// The size of what is compared: the goal's or the present result's; of all results where both are zero.
    fn size(&self) -> f64 {
        let size = self.goal.abs().max(self.result.unwrap_or_default().abs());
        if size > 0.0 {
            return size;
        }
        let sizes = self.samples.iter().map(|sample| sample.y.abs()).filter(|size| *size > 0.0);
        let sizes: Vec<f64> = sizes.collect();
        order(&sizes).get(sizes.len() / 2).map_or(0.0, |middle| sizes[*middle])
    }

    /// Whether the result is the same everywhere.
    fn is_level(&self) -> bool {
        let first = self.samples.first().map_or(f64::NAN, |sample| sample.y);
        self.samples.len() > 1 && self.samples.iter().all(|sample| (sample.y - first).abs() <= EQUAL * first.abs())
    }

    /// How far a figure is from what stands in the field.
    fn distance(&self, low: f64, high: f64) -> f64 {
        let from = self.probe.present.unwrap_or(self.domain.from);
        (low - from).max(from - high).max(0.0)
    }

    /// The figures whose results come nearest to the goal, and of these the one nearest to what stands in the field.
    fn best(&self) -> Option<Sample> {
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
    fn crosses(&self, low: &Sample, high: &Sample) -> bool {
        matches!(
            (self.side(low), self.side(high)),
            (Some(Ordering::Less), Some(Ordering::Greater)) | (Some(Ordering::Greater), Some(Ordering::Less))
        )
    }

    // ---- closer ------------------------------------------------------------------------------------------------

    /// Cuts the intervals that come near the goal without passing it, for what may hide in them; and in two those that reach
    /// it at both ends.
    fn look_closer(&mut self) {
        let (mut near, mut figures) = (Vec::new(), Vec::new());
        for pair in self.samples.windows(2) {
            let miss = self.miss(&pair[0]).min(self.miss(&pair[1]));
            let (low, high) = (pair[0].x, pair[1].x);
            if pair.iter().all(|sample| self.side(sample) == Some(Ordering::Equal)) {
                figures.extend(self.domain.evenly(low, high, 2));
            } else if miss <= 2.0 * (pair[1].y - pair[0].y).abs() && !self.crosses(&pair[0], &pair[1]) {
                near.push((miss, low, high));
            }
        }
        let nearest = ordered(&near, |(miss, ..)| *miss).into_iter().take(MOST_LOOKED_AT);
        figures.extend(nearest.flat_map(|(_, low, high)| self.domain.evenly(low, high, LOOKED_AT)));
        self.look(&figures);
    }

    /// Cuts the intervals in which the result passes the goal, or begins or ceases to have a value, until their ends are
    /// neighbours.
    fn close_in(&mut self) {
        for _ in 0..ROUNDS {
            let open = self.open_intervals();
            let cut = |(low, high): &(f64, f64)| self.domain.between(*low, *high, PARTS);
            let figures: Vec<f64> = open.iter().flat_map(cut).collect();
            if figures.is_empty() {
                return;
            }
            self.look(&figures);
        }
    }

    /// The intervals that are still to be cut: of those that pass the goal, and of those with a value at one end, the nearest
    /// to what stands in the field.
    fn open_intervals(&self) -> Vec<(f64, f64)> {
        let mut crossings: Vec<(f64, f64)> = Vec::new();
        let mut edges = Vec::new();
        let pairs = self.samples.windows(2).map(|pair| (pair[0], pair[1]));
        for (low, high) in pairs.filter(|(low, high)| !self.domain.are_neighbours(low.x, high.x)) {
            // Near its place, dust lets a result pass the goal many times.
            let again = crossings.last().is_some_and(|(_, last)| one_place(*last, low.x));
            if self.crosses(&low, &high) && !again {
                crossings.push((low.x, high.x));
            } else if low.y.is_nan() != high.y.is_nan() {
                edges.push((low.x, high.x));
            }
        }
        let nearest = |all: &[(f64, f64)], most| {
            ordered(all, |(low, high)| self.distance(*low, *high)).into_iter().take(most).collect::<Vec<_>>()
        };
        [nearest(&crossings, MOST_FOLLOWED), nearest(&edges, MOST_EDGES)].concat()
    }

    /// Follows the result to where it turns back before the goal; gives what comes nearest in each place.
    fn follow_turns(&mut self) -> Vec<Sample> {
        let mut turns = ordered(&self.turns(), |turn| self.miss(&turn[1]));
        turns.truncate(MOST_TURNS);
        turns.into_iter().map(|turn| self.follow(turn, 1e-3)).collect()
    }

    /// Follows the result to where it comes nearest to the goal. Whether there was anything to follow.
    fn follow_best(&mut self) -> bool {
        let Some(best) = self.best() else { return false };
        let Some(turn) = self.beside(best.x) else { return false };
        self.follow(turn, CLOSE);
        true
    }

    /// Where the result comes nearer to the goal and goes away again, and may reach it in between.
    fn turns(&self) -> Vec<Turn> {
        let may_reach = |turn: &Turn| {
            let [before, here, after] = turn.map(|sample| self.miss(&sample));
            let sides = turn.map(|sample| self.side(&sample));
            let one_side = sides[0] == sides[1] && sides[1] == sides[2];
            let deep = here <= 8.0 * (before.max(after) - here);
            one_side && sides[1].is_some_and(Ordering::is_ne) && here < before && here <= after && deep
        };
        let all = self.samples.windows(3).enumerate().map(|(place, turn)| (place, [turn[0], turn[1], turn[2]]));
        // A level stretch has no deepest place.
        let level = |place: usize, turn: &Turn| {
            turn[1].y == turn[2].y && self.samples.get(place + 3).is_some_and(|next| next.y == turn[2].y)
        };
        all.filter(|(place, turn)| may_reach(turn) && !level(*place, turn)).map(|(_, turn)| turn).collect()
    }

    /// Zooms in on a turn until the goal is passed or no more than this share of what is missing can be gained.
    fn follow(&mut self, turn: Turn, worth: f64) -> Sample {
        let [mut before, mut here, mut after] = turn;
        let side = self.side(&here);
        for _ in 0..ROUNDS {
            let gain = self.miss(&before).max(self.miss(&after)) - self.miss(&here);
            let mut figures = self.domain.evenly(before.x, here.x, PARTS / 2 + 1);
            figures.extend(self.domain.evenly(here.x, after.x, PARTS / 2 + 1));
            if gain <= worth * self.miss(&here) || figures.is_empty() {
                break;
            }
            self.look(&figures);
            let inside = self.samples.iter().filter(|sample| (before.x..=after.x).contains(&sample.x));
            let nearer = |best: &'_ Sample, next: &'_ Sample| self.miss(next) < self.miss(best);
            let best = inside.clone().fold(here, |best, next| if nearer(&best, next) { *next } else { best });
            let passed = inside.clone().any(|sample| !sample.y.is_nan() && self.side(sample) != side);
            let Some(next) = self.beside(best.x).filter(|_| !passed) else { return best };
            [before, here, after] = next;
        }
        here
    }

    /// A figure between its two neighbours among what is known; itself in the place of one that is missing.
    fn beside(&self, x: f64) -> Option<Turn> {
        let place = self.samples.partition_point(|sample| sample.x < x);
        let here = *self.samples.get(place)?;
        let before = place.checked_sub(1).map_or(here, |before| self.samples[before]);
        Some([before, here, self.samples.get(place + 1).copied().unwrap_or(here)])
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

    /// Of each run of figures that give the goal itself: what stands in the field, or what is nearest to the goal.
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
        miss <= CLOSE * self.goal.abs() || (miss <= self.tolerance && self.is_smooth(sample.x))
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

    /// The solutions, the nearest to what stands in the field first.
    fn solutions(&mut self, hits: &[Sample]) -> Vec<Solution> {
        let hits = ordered(hits, |hit| self.distance(hit.x, hit.x));
        self.more |= hits.len() > MOST_FOLLOWED;
        let mut all: Vec<Solution> = Vec::new();
        for hit in hits.into_iter().take(MOST_FOLLOWED) {
            let seen = |known: &Solution| (known.low..=known.high).contains(&hit.x) || one_place(known.at, hit.x);
            if !all.iter().any(seen) {
                all.push(self.solution(hit));
            }
        }
        ordered(&all, |solution| self.distance(solution.low, solution.high))
    }
}

/// Whether two figures are so near that they count as one place.
fn one_place(a: f64, b: f64) -> bool {
    (a - b).abs() <= ONE_PLACE * a.abs().max(b.abs())
}
