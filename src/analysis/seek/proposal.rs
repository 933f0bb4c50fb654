//! From a figure that reaches the goal to what is proposed: all figures that do as well, and the roundest of them.

use super::decimals;
use super::goal::Solution;
use super::probe::Sample;
use super::search::Search;

/// Results that differ by no more, relative to them, are the same: the last digits of one formula.
const SAME: f64 = 1e-15;
/// Where going on changes the result by no more than this, a level stretch is only the grain of the figures.
const GRAIN: f64 = 1e-13;
/// A rounder figure may change the result by so much.
const ROUNDED: f64 = 1e-12;
/// A rounder figure is so near to the one found, relative to it.
const NEAR: f64 = 1e-6;
/// How many places on from a figure another result shows that it stands alone.
const ALONE: i64 = 64;
/// Into how many parts an end of a stretch is cut, both ends in one block, and how often at most.
const PARTS: u32 = 9;
const ROUNDS: usize = 60;

impl Search<'_> {
    /// All figures around one that give its result, with the one to propose.
    pub(super) fn solution(&mut self, hit: Sample) -> Solution {
        if let Some((low, high)) = self.stretch(hit) {
            return self.level(hit, low, high);
        }
        let Sample { x, y } = self.rounded(hit);
        Solution { at: x, low: x, high: x, result: y }
    }

    /// From where to where the result is that of a figure; none where it stands alone.
    fn stretch(&mut self, hit: Sample) -> Option<(f64, f64)> {
        if !self.has_equals(hit) {
            return None;
        }
        let mut checked = None;
        for _ in 0..ROUNDS {
            let [before, low, high, after] = self.level_around(hit);
            let mut figures = self.domain.between(before, low, PARTS);
            figures.extend(self.domain.between(high, after, PARTS));
            if figures.is_empty() {
                if checked == Some((low, high)) {
                    return (!self.is_grain(hit, low, high)).then_some((low, high));
                }
                // What is level where it was computed may be a saw in between: then only the part around the figure is.
                figures = self.domain.evenly(low, high, 2 * PARTS);
                figures.extend(self.domain.between(low, high, 2 * PARTS - 1));
                checked = Some((low, high));
            }
            self.look(&figures);
        }
        None
    }

    /// Whether a neighbour gives the same result.
    fn has_equals(&mut self, hit: Sample) -> bool {
        let [_, low, high, _] = self.level_around(hit);
        let places = if self.domain.whole { 1 } else { ALONE };
        let beside: Vec<f64> = [-places, places].iter().filter_map(|step| self.domain.step(hit.x, *step)).collect();
        low < high || self.probe.samples(&beside).iter().any(|other| self.same(hit.y, other.y))
    }

    /// The figures known around one with the same result, and the ones before and after them; the ends themselves where there
    /// are none.
    fn level_around(&self, hit: Sample) -> [f64; 4] {
        let place = self.samples.partition_point(|sample| sample.x < hit.x);
        let (before, from) = self.samples.split_at(place);
        let is_level = |sample: &&Sample| self.same(hit.y, sample.y);
        let down = before.iter().rev().take_while(is_level).count();
        let up = from.iter().take_while(is_level).count();
        let figure = |place: usize| self.samples.get(place).map_or(hit.x, |sample| sample.x);
        let (low, high) = (place - down, (place + up).saturating_sub(1).max(place));
        [figure(low.saturating_sub(1)), figure(low), figure(high), figure((high + 1).min(self.samples.len() - 1))]
    }

    /// Whether a level stretch is no more than what the figures cannot tell apart: as far again beyond it the result has
    /// hardly changed.
    fn is_grain(&mut self, hit: Sample, low: f64, high: f64) -> bool {
        let width = high - low;
        if self.domain.whole {
            return width <= 0.0;
        }
        if width <= GRAIN * low.abs().max(high.abs()) {
            return true;
        }
        let grain = (GRAIN * hit.y.abs()).max(100.0 * self.near.dust);
        let beyond: Vec<f64> = [low - width, high + width].into_iter().filter(|x| self.domain.holds(*x)).collect();
        let mut beyond = self.probe.samples(&beyond).into_iter().filter(|sample| !sample.y.is_nan()).peekable();
        beyond.peek().is_some() && beyond.all(|sample| (sample.y - hit.y).abs() <= grain)
    }

    /// The roundest figure near one that stands alone, if it does as well; what is in the field stays.
    fn rounded(&mut self, hit: Sample) -> Sample {
        if Some(hit.x) == self.probe.present || self.domain.whole {
            return hit;
        }
        let near = |x: &f64| self.domain.holds(*x) && (x - hit.x).abs() <= NEAR * hit.x.abs();
        let round: Vec<f64> = decimals::roundings(hit.x).into_iter().filter(near).collect();
        let room = (ROUNDED * self.goal.abs().max(hit.y.abs())).max(self.near.dust);
        let samples = self.probe.samples(&round);
        let reach = self.near.tolerance.max(self.miss(&hit));
        let does = |other: &Sample| {
            let beside = (other.x - hit.x).abs() <= 8.0 * f64::EPSILON * hit.x.abs();
            self.miss(other) <= reach && (beside || (other.y - hit.y).abs() <= room)
        };
        samples.into_iter().find(does).unwrap_or(hit)
    }

    /// A level stretch: its ends without dust, and what is in the field or a round figure at the end nearest to it.
    fn level(&mut self, hit: Sample, low: f64, high: f64) -> Solution {
        let present = self.probe.present.unwrap_or(low);
        let (near, far) = if present > high { (high, low) } else { (low, high) };
        let towards = |near: f64, far: f64, reach: f64| {
            let room = (reach * near.abs()).min(high - low);
            decimals::roundest(near, if far > near { near + room } else { near - room })
        };
        let round = [towards(near, far, NEAR), towards(low, high, ROUNDED), towards(high, low, ROUNDED)];
        let round = round.map(|figure| if self.domain.holds(figure) { figure } else { hit.x });
        let does: Vec<bool> = self.probe.samples(&round).iter().map(|other| self.same(hit.y, other.y)).collect();
        let chosen = |place: usize, otherwise: f64| if does[place] { round[place] } else { otherwise };
        let (low, high) = (chosen(1, low), chosen(2, high));
        let stays = (low..=high).contains(&present) && self.domain.holds(present);
        let at = if stays { present } else { chosen(0, near).clamp(low, high) };
        Solution { at, low, high, result: hit.y }
    }

    /// Whether two results cannot be told apart.
    fn same(&self, a: f64, b: f64) -> bool {
        (a - b).abs() <= (SAME * a.abs()).max(self.near.dust)
    }
}
