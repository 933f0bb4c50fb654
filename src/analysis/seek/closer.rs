//! Closer to where the result passes the goal, begins or ceases to have a value, or turns back before the goal: intervals
//! between known figures are cut, round by round, until nothing lies between their ends.

use std::cmp::Ordering;

use super::domain::one_place;
use super::probe::{LANES, Sample};
use super::search::Search;
use crate::engine::math::ordered;

/// Into how many parts an interval is cut: a whole block of figures at once.
const PARTS: u32 = LANES as u32 + 1;
/// No interval takes more rounds, whatever its ends.
const ROUNDS: usize = 40;
/// So many places where the result passes the goal are followed at the same time.
const MOST_CROSSINGS: usize = 8;
/// So many figures where the result begins or ceases to have a value are followed.
const MOST_EDGES: usize = 6;
/// So many intervals near the goal are looked at once more before it is decided what to follow, in so many parts.
const MOST_LOOKED_AT: usize = 12;
const LOOKED_AT: u32 = 9;
/// So many turns are followed, as long as so much of what is missing can be gained; the nearest one to the end.
const MOST_TURNS: usize = 6;
const WORTH: f64 = 1e-3;
const LEAST: f64 = 1e-12;

/// Three figures of which the middle one's result is nearest to the goal, all on one side of it.
type Turn = [Sample; 3];

impl Search<'_> {
    /// Cuts the intervals that come near the goal without passing it, for what may hide in them; and in two those that reach
    /// it at both ends.
    pub(super) fn look_closer(&mut self) {
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
    pub(super) fn close_in(&mut self) {
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
    /// to what is in the field.
    fn open_intervals(&self) -> Vec<(f64, f64)> {
        let (mut crossings, mut edges, mut crossed) = (Vec::new(), Vec::new(), None);
        for pair in self.samples.windows(2) {
            let [low, high] = [pair[0], pair[1]];
            let open = !self.domain.are_neighbours(low.x, high.x);
            if self.crosses(&low, &high) {
                // Near its place, dust lets a result pass the goal many times.
                if open && !crossed.is_some_and(|crossed| one_place(crossed, low.x)) {
                    crossings.push((low.x, high.x));
                }
                crossed = Some(high.x);
            } else if open && low.y.is_nan() != high.y.is_nan() {
                edges.push((low.x, high.x));
            }
        }
        let nearest = |all: &[(f64, f64)], most| {
            ordered(all, |(low, high)| self.distance(*low, *high)).into_iter().take(most).collect::<Vec<_>>()
        };
        [nearest(&crossings, MOST_CROSSINGS), nearest(&edges, MOST_EDGES)].concat()
    }

    /// Follows the result to where it turns back before the goal; gives what comes nearest in each place.
    pub(super) fn follow_turns(&mut self) -> Vec<Sample> {
        let mut turns = ordered(&self.turns(), |turn| self.miss(&turn[1]));
        turns.truncate(MOST_TURNS);
        turns.into_iter().map(|turn| self.follow(turn, WORTH)).collect()
    }

    /// Follows the result from the nearest to the goal so far to the nearest of all around it.
    pub(super) fn follow_best(&mut self, best: Sample) -> Sample {
        match self.beside(best.x) {
            Some(turn) => self.follow(turn, LEAST),
            None => best,
        }
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
}
