//! TOPSIS: closeness to the ideal point (Hwang and Yoon 1981).

use super::limits::{MOST_FACTORS, MOST_OPPORTUNITIES};
use super::scale::{Factors, Normalisation, Plane, check, column, extremes, normalise};
use crate::engine::math::{same, sqrt};
use crate::engine::{Arguments, Function, Key, Outputs};

/// How scores become comparable: divided by the length of the factor's column, or as in `scale`.
pub(super) const SCALES: &[Key] = &["vector", "min_max", "fixed_scale"];

/// The figures behind the closeness of each opportunity.
#[derive(Debug)]
pub(super) struct Points {
    /// Opportunities × factors, comparable and weighted.
    weighted: Plane,
    ideal: [f64; MOST_FACTORS],
    anti_ideal: [f64; MOST_FACTORS],
    to_ideal: [f64; MOST_OPPORTUNITIES],
    to_anti_ideal: [f64; MOST_OPPORTUNITIES],
}

impl Points {
    /// Lays out the points. `scale` is a place in `SCALES`.
    pub(super) fn of(scores: &[f64], weights: &[f64], factors: &Factors, scale: usize) -> Self {
        let width = weights.len();
        let mut points = Self {
            weighted: [0.0; MOST_OPPORTUNITIES * MOST_FACTORS],
            ideal: [0.0; MOST_FACTORS],
            anti_ideal: [0.0; MOST_FACTORS],
            to_ideal: [0.0; MOST_OPPORTUNITIES],
            to_anti_ideal: [0.0; MOST_OPPORTUNITIES],
        };
        let weighted = &mut points.weighted[..scores.len()];
        match scale {
            0 => by_length(scores, width, weighted),
            1 => normalise(Normalisation::MinMax, scores, factors, weighted),
            _ => normalise(Normalisation::FixedScale, scores, factors, weighted),
        }
        for (factor, weight) in weights.iter().enumerate() {
            // Equal scores must not differ by their rounding, of which the distances would be made.
            let (low, high) = extremes(column(weighted, factor, width));
            let equal = same(low, high).then_some(low);
            for value in weighted.iter_mut().skip(factor).step_by(width) {
                *value = weight * equal.unwrap_or(*value);
            }
        }
        for (factor, weight) in weights.iter().enumerate() {
            let (low, high) = extremes(column(weighted, factor, width));
            // Only the raw columns of the vector scale still point the way of their factor.
            (points.ideal[factor], points.anti_ideal[factor]) = match scale {
                0 if factors.is_lower_better(factor) => (low, high),
                0 | 1 => (high, low),
                _ => (*weight, 0.0),
            };
        }
        for (row, values) in weighted.chunks_exact(width).enumerate() {
            points.to_ideal[row] = distance(values, &points.ideal);
            points.to_anti_ideal[row] = distance(values, &points.anti_ideal);
        }
        points
    }

    /// The same, where every opportunity has a closeness.
    ///
    /// # Errors
    /// A scale without length; opportunities that are all alike.
    pub(super) fn checked(scores: &[f64], weights: &[f64], factors: &Factors, scale: usize) -> Result<Self, Key> {
        if scale == 2 {
            check(Normalisation::FixedScale, scores, factors)?;
        }
        let points = Self::of(scores, weights, factors, scale);
        let rows = scores.len() / weights.len();
        if (0..rows).any(|row| points.closeness(row).is_nan()) { Err("all_alike") } else { Ok(points) }
    }

    /// From 0 at the anti-ideal to 1 at the ideal; not a number where the two are the same point.
    pub(super) fn closeness(&self, row: usize) -> f64 {
        let both = self.to_ideal[row] + self.to_anti_ideal[row];
        if both > 0.0 { self.to_anti_ideal[row] / both } else { f64::NAN }
    }
}

/// Each score divided by the root of its column's sum of squares; a column of zeros stays zero.
fn by_length(scores: &[f64], width: usize, out: &mut [f64]) {
    for factor in 0..width {
        let length = sqrt(column(scores, factor, width).map(|score| score * score).sum());
        for (out, score) in out.iter_mut().skip(factor).step_by(width).zip(column(scores, factor, width)) {
            *out = if length > 0.0 { score / length } else { 0.0 };
        }
    }
}

fn distance(values: &[f64], point: &[f64]) -> f64 {
    sqrt(values.iter().zip(point).map(|(value, point)| (value - point) * (value - point)).sum())
}

/// Given: scores, weights, the factors' directions and scale ends, the scale. Results: closeness, the distances to the
/// ideal and the anti-ideal point, the two points, the weighted comparable scores.
pub(super) static TOPSIS: Function = Function { key: "topsis", evaluate: topsis, columns: &[], parts: None };

fn topsis(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let (scores, weights, factors) = (given.column(0), given.column(1), Factors::read(given, 2));
    let points = Points::checked(scores, weights, &factors, given.whole(5))?;
    let rows = scores.len() / weights.len();
    out.fill(0, (0..rows).map(|row| points.closeness(row)));
    out.fill(1, points.to_ideal);
    out.fill(2, points.to_anti_ideal);
    out.fill(3, points.ideal);
    out.fill(4, points.anti_ideal);
    out.fill(5, points.weighted);
    Ok(())
}
