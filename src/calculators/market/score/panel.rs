//! Several raters: their mean, and how far they agree.

use super::limits::MOST_OPPORTUNITIES;
use super::order::{ahead, tied};
use super::scale::{Factors, Normalisation, check, column, extremes, weighted_sums};
use crate::engine::math::ordered;
use crate::engine::unit::{NUMBER, SCORE};
use crate::engine::{Arguments, Function, Key, Outputs, PartColumn, PartKind};

/// The mean of all raters' scores, and how far the highest lies above the lowest. Given: raters × opportunities × factors,
/// how many factors and opportunities there are.
pub(super) static MEAN: Function =
    Function { key: "panel_mean", evaluate: mean, columns: DISPUTE_COLUMNS, parts: Some(disputes) };

const DISPUTE_COLUMNS: &[PartColumn] = &[
    PartColumn { key: "opportunity", kind: PartKind::RowOf("opportunities") },
    PartColumn { key: "factor", kind: PartKind::RowOf("factors") },
    PartColumn { key: "lowest", kind: PartKind::Number(SCORE) },
    PartColumn { key: "highest", kind: PartKind::Number(SCORE) },
    PartColumn { key: "spread", kind: PartKind::Number(SCORE) },
];

fn mean(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let scores = given.column(0);
    let size = out.column(0).len();
    for place in 0..size {
        let (low, high) = extremes(column(scores, place, size));
        let raters = scores.len() / size;
        out.column(0)[place] = column(scores, place, size).sum::<f64>() / raters as f64;
        out.column(1)[place] = high - low;
    }
    Ok(())
}

/// What raters differ on, the widest first.
fn disputes(given: &Arguments) -> Result<Vec<Vec<f64>>, Key> {
    let (scores, width, size) = (given.column(0), given.whole(1), given.whole(1) * given.whole(2));
    let all: Vec<[f64; 5]> = (0..size)
        .map(|place| {
            let (low, high) = extremes(column(scores, place, size));
            [(place / width) as f64, (place % width) as f64, low, high, high - low]
        })
        .filter(|[.., spread]| *spread > 0.0)
        .collect();
    Ok(columns(&ordered(&all, |[.., spread]| -spread)))
}

/// Rows turned into columns.
fn columns<const N: usize>(rows: &[[f64; N]]) -> Vec<Vec<f64>> {
    (0..N).map(|column| rows.iter().map(|row| row[column]).collect()).collect()
}

/// Kendall's coefficient of concordance W, corrected for ties (Kendall and Gibbons 1990), of the orders that follow from
/// each rater's own scores. Given: raters × opportunities × factors, weights, the factors' directions and scale ends, the
/// scale, how many opportunities there are. Results: the mean rank of each opportunity, W.
pub(super) static AGREEMENT: Function =
    Function { key: "concordance", evaluate: agreement, columns: BALLOT_COLUMNS, parts: Some(ballots) };

const BALLOT_COLUMNS: &[PartColumn] = &[
    PartColumn { key: "rater", kind: PartKind::RowOf("raters") },
    PartColumn { key: "opportunity", kind: PartKind::RowOf("opportunities") },
    PartColumn { key: "score", kind: PartKind::Number(NUMBER) },
    PartColumn { key: "rank", kind: PartKind::Number(NUMBER) },
];

fn agreement(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let panel = Panel::read(given)?;
    let rows = panel.rows;
    let mut rank_sums = [0.0; MOST_OPPORTUNITIES];
    let (mut raters, mut ties) = (0.0, 0.0);
    for sums in panel.sums() {
        let sums = &sums[..rows];
        for (row, rank_sum) in rank_sums.iter_mut().enumerate().take(rows) {
            *rank_sum += mean_rank(sums, row);
        }
        ties += tie_correction(sums);
        raters += 1.0;
    }
    out.fill(0, rank_sums.map(|sum| sum / raters));
    out.set(1, concordance(&rank_sums[..rows], raters, ties)?);
    Ok(())
}

/// Every rater's own scores and order.
fn ballots(given: &Arguments) -> Result<Vec<Vec<f64>>, Key> {
    let panel = Panel::read(given)?;
    let rows = panel.rows;
    let mut all = Vec::new();
    for (rater, sums) in panel.sums().enumerate() {
        all.extend((0..rows).map(|row| [rater as f64, row as f64, sums[row], mean_rank(&sums[..rows], row)]));
    }
    Ok(columns(&all))
}

/// What the raters' orders depend on.
#[derive(Clone, Copy, Debug)]
struct Panel<'a> {
    scores: &'a [f64],
    weights: &'a [f64],
    factors: Factors<'a>,
    normalisation: Normalisation,
    /// How many opportunities there are.
    rows: usize,
}

impl<'a> Panel<'a> {
    fn read(given: &Arguments<'a>) -> Result<Self, Key> {
        let (scores, weights, factors) = (given.column(0), given.column(1), Factors::read(given, 2));
        let normalisation = Normalisation::of(given.whole(5));
        // On the other scales, a rater to whom all seem alike on a factor just has no say in it.
        if matches!(normalisation, Normalisation::FixedScale | Normalisation::RatioToBest) {
            check(normalisation, scores, &factors)?;
        }
        Ok(Self { scores, weights, factors, normalisation, rows: given.whole(6) })
    }

    /// What follows from each rater's scores: the weighted sum of every opportunity.
    fn sums(self) -> impl Iterator<Item = [f64; MOST_OPPORTUNITIES]> + use<'a> {
        let raters = self.scores.chunks_exact(self.rows * self.weights.len());
        raters.map(move |scores| weighted_sums(self.normalisation, scores, self.weights, &self.factors))
    }
}

/// 1 for the largest; equals share the mean of their places.
fn mean_rank(figures: &[f64], row: usize) -> f64 {
    let above = figures.iter().filter(|other| ahead(**other, figures[row])).count() as f64;
    above + f64::midpoint(equals(figures, row), 1.0)
}

/// How many are equal to this one, itself included.
fn equals(figures: &[f64], row: usize) -> f64 {
    figures.iter().filter(|other| tied(**other, figures[row])).count() as f64
}

/// The sum of t³ − t over groups of t equals.
fn tie_correction(figures: &[f64]) -> f64 {
    (0..figures.len()).map(|row| equals(figures, row)).map(|size| size * size - 1.0).sum()
}

fn concordance(rank_sums: &[f64], raters: f64, ties: f64) -> Result<f64, Key> {
    let count = rank_sums.len() as f64;
    let mean = rank_sums.iter().sum::<f64>() / count;
    let squares: f64 = rank_sums.iter().map(|sum| (sum - mean) * (sum - mean)).sum();
    let most = raters * raters * (count * count * count - count) - raters * ties;
    if most <= 0.0 { Err("all_tied") } else { Ok((12.0 * squares / most).min(1.0)) }
}
