//! The check for rank reversal: does leaving one opportunity out change the order of the others?

use super::limits::{MOST_FACTORS, MOST_OPPORTUNITIES};
use super::order::{ahead, tied};
use super::scale::{Factors, Normalisation, check, weighted_sums};
use super::topsis::Points;
use crate::engine::{Arguments, Function, Key, Outputs};

/// What leaving one out does to the others, from harmless to grave.
pub(super) const EFFECTS: &[Key] = &["order_holds", "order_changes", "winner_changes"];

type Values = [f64; MOST_OPPORTUNITIES];

/// Given: scores, weights (held as they are), the factors' directions and scale ends, the scale of the weighted sum.
/// Result for each opportunity: the effect of leaving it out on the weighted sum's order of the others.
pub(super) static SUM_WITHOUT: Function =
    Function { key: "sum_without_one", evaluate: sum_without, columns: &[], parts: None };

fn sum_without(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let (scores, weights, factors) = (given.column(0), given.column(1), Factors::read(given, 2));
    let (normalisation, width) = (Normalisation::of(given.whole(5)), weights.len());
    check(normalisation, scores, &factors)?;
    let by_sum = |scores: &[f64]| weighted_sums(normalisation, scores, weights, &factors);
    effects(scores, width, by_sum, out.column(0));
    Ok(())
}

/// The same for the order by TOPSIS, given its scale.
pub(super) static TOPSIS_WITHOUT: Function =
    Function { key: "topsis_without_one", evaluate: topsis_without, columns: &[], parts: None };

fn topsis_without(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let (scores, weights, factors, scale) = (given.column(0), given.column(1), Factors::read(given, 2), given.whole(5));
    Points::checked(scores, weights, &factors, scale)?;
    let by_topsis = |scores: &[f64]| {
        let points = Points::of(scores, weights, &factors, scale);
        values(scores.len() / weights.len(), |row| points.closeness(row))
    };
    effects(scores, weights.len(), by_topsis, out.column(0));
    Ok(())
}

fn values(rows: usize, value: impl Fn(usize) -> f64) -> Values {
    std::array::from_fn(|row| if row < rows { value(row) } else { f64::NAN })
}

/// Writes the effect of leaving out each row in turn.
fn effects(scores: &[f64], width: usize, method: impl Fn(&[f64]) -> Values, out: &mut [f64]) {
    let rows = scores.len() / width;
    let whole = method(scores);
    for (left_out, out) in out.iter_mut().enumerate() {
        let mut kept = [0.0; MOST_OPPORTUNITIES * MOST_FACTORS];
        let kept = &mut kept[..scores.len() - width];
        kept[..left_out * width].copy_from_slice(&scores[..left_out * width]);
        kept[left_out * width..].copy_from_slice(&scores[(left_out + 1) * width..]);
        let after = method(kept);
        let before: Values = std::array::from_fn(|row| {
            let row = if row < left_out { row } else { row + 1 };
            if row < rows { whole[row] } else { f64::NAN }
        });
        *out = effect(&before[..rows - 1], &after[..rows - 1]);
    }
}

/// The place in `EFFECTS` for the values of the same rows before and after.
fn effect(before: &[f64], after: &[f64]) -> f64 {
    // A pair that ties before or after has kept its order, and one of several firsts has not lost its place to another.
    let reversed = |a: usize, b: usize| ahead(before[a], before[b]) && ahead(after[b], after[a]);
    let rows = 0..before.len();
    let is_first = |values: &[f64], row: usize| {
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        tied(values[row], most)
    };
    if !rows.clone().any(|row| is_first(before, row) && is_first(after, row)) {
        2.0
    } else if rows.clone().any(|a| rows.clone().any(|b| reversed(a, b))) {
        1.0
    } else {
        0.0
    }
}
