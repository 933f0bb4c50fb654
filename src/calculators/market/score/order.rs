//! Orders and what would change them: ranks, one row of a grid, and how far a weight can move.

use crate::engine::math::TOLERANCE;
use crate::engine::{Arguments, Function, Key, Outputs};

/// Whether two comparable or weighted scores are equal but for rounding. They are sums over figures between 0 and 1, or of some
/// size where a score lies off its scale: their errors are measured by that, not by a small sum itself.
pub(super) fn tied(a: f64, b: f64) -> bool {
    (a - b).abs() <= TOLERANCE * a.abs().max(b.abs()).max(1.0)
}

/// Whether the first is more than the second by more than rounding.
pub(super) fn ahead(a: f64, b: f64) -> bool {
    a > b && !tied(a, b)
}

/// Ranks, 1 for the largest; equals share the better rank. Given: a figure for each opportunity.
pub(super) static RANKS: Function = Function { key: "ranks", evaluate: ranks, columns: &[], parts: None };

fn ranks(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let figures = given.column(0);
    let better = |figure: f64| figures.iter().filter(|other| ahead(**other, figure)).count();
    out.fill(0, figures.iter().map(|figure| better(*figure) as f64 + 1.0));
    Ok(())
}

/// The figures of one opportunity in a grid of opportunities × factors. Given: the grid, the row from 0, its length.
pub(super) static ROW: Function = Function { key: "row_taken", evaluate: row, columns: &[], parts: None };

fn row(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let width = given.whole(2);
    let start = given.whole(1) * width;
    out.column(0).copy_from_slice(&given.column(0)[start..start + width]);
    Ok(())
}

/// The weight at which another opportunity overtakes the winner, as one weight moves and the others keep their
/// proportions. Given: comparable scores, weights, the winner's row. Results for each factor: the weight above today's,
/// whether there is one, who wins there; the same below.
pub(super) static STABILITY: Function = Function { key: "stability", evaluate: stability, columns: &[], parts: None };

fn stability(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let (scores, weights, winner) = (given.column(0), given.column(1), given.whole(2));
    let width = weights.len();
    for factor in 0..width {
        let weight = weights[factor];
        let (mut above, mut below) = (None, None);
        if ahead(1.0, weight) {
            for (row, rival) in scores.chunks_exact(width).enumerate().filter(|(row, _)| *row != winner) {
                let line = lead(&scores[winner * width..][..width], rival, weights, factor);
                nearest(&mut above, line.crossing_above(weight), row, |new, old| ahead(old, new));
                nearest(&mut below, line.crossing_below(weight), row, ahead);
            }
        }
        for (first, crossing) in [(0, above), (3, below)] {
            let (at, row) = crossing.map_or((weight, winner), |first| (first.at, first.row));
            out.column(first)[factor] = at;
            out.column(first + 1)[factor] = f64::from(u8::from(crossing.is_some()));
            out.column(first + 2)[factor] = row as f64;
        }
    }
    Ok(())
}

/// Where a rival overtakes the winner.
#[derive(Clone, Copy, Debug)]
struct Crossing {
    at: f64,
    row: usize,
    /// The winner's lead at the far end of the line, below zero: how fast the rival pulls away.
    beyond: f64,
}

/// Keeps the crossing that comes first; of several at one weight, that of the rival who leads beyond it.
fn nearest(best: &mut Option<Crossing>, found: Option<(f64, f64)>, row: usize, nearer: fn(f64, f64) -> bool) {
    if let Some((at, beyond)) = found
        && best.is_none_or(|old| nearer(at, old.at) || (tied(at, old.at) && ahead(old.beyond, beyond)))
    {
        *best = Some(Crossing { at, row, beyond });
    }
}

/// The winner's lead over a rival as the weight of one factor runs from 0 to 1: a straight line.
#[derive(Clone, Copy, Debug)]
struct Lead {
    at_nothing: f64,
    at_whole: f64,
}

/// The lead line for one factor, the other weights keeping their proportions.
fn lead(winner: &[f64], rival: &[f64], weights: &[f64], factor: usize) -> Lead {
    let ahead = winner.iter().zip(rival).map(|(winner, rival)| winner - rival);
    let others = ahead.zip(weights).enumerate().filter(|(place, _)| *place != factor);
    let sum: f64 = others.map(|(_, (ahead, weight))| ahead * weight).sum();
    Lead { at_nothing: sum / (1.0 - weights[factor]), at_whole: winner[factor] - rival[factor] }
}

impl Lead {
    /// The weight above this one at which the lead is lost, and the lead at its end.
    fn crossing_above(self, weight: f64) -> Option<(f64, f64)> {
        ahead(0.0, self.at_whole).then(|| (self.crossing().max(weight), self.at_whole))
    }

    /// The weight below this one at which the lead is lost, and the lead at its end.
    fn crossing_below(self, weight: f64) -> Option<(f64, f64)> {
        ahead(0.0, self.at_nothing).then(|| (self.crossing().min(weight), self.at_nothing))
    }

    fn crossing(self) -> f64 {
        self.at_nothing / (self.at_nothing - self.at_whole)
    }
}
