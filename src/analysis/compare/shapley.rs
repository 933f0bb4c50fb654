//! Shapley values: what each of several players adds to a common worth, averaged over all orders in which they may join.

/// The Shapley value of each player. `worth[s]` is what the players whose bits are set in `s` are worth together, so there
/// are 2^players worths; what no one is worth stands first and need not be 0.
///
/// The values sum to what all are worth beyond what no one is worth, within floating-point dust. One who never adds
/// anything has exactly 0.
#[must_use]
pub fn shapley(worth: &[f64]) -> Vec<f64> {
    let players = worth.len().checked_ilog2().unwrap_or_default();
    let worth = worth.get(..1 << players).unwrap_or_default();
    let weights = weights(players);
    (0..players).map(|player| value(player, worth, &weights)).collect()
}

/// What one player adds to every set of the others, each set weighted by the share of orders in which he finds just it.
fn value(player: u32, worth: &[f64], weights: &[f64]) -> f64 {
    let bit = 1_usize << player;
    let with = worth.iter().enumerate().filter(|(set, _)| set & bit != 0);
    let added = with.map(|(set, with)| {
        let without = set & !bit;
        weights[without.count_ones() as usize] * (with - worth[without])
    });
    // Not `sum`, whose empty sum is -0.
    added.fold(0.0, |sum, part| sum + part)
}

/// In what share of all orders a player finds one certain set of others there before him, by the size of the set:
/// s! (n - 1 - s)! / n!.
fn weights(players: u32) -> Vec<f64> {
    let mut weight = 1.0 / f64::from(players);
    let mut weights = Vec::new();
    for size in 1..=players {
        weights.push(weight);
        weight *= f64::from(size) / f64::from((players - size).max(1));
    }
    weights
}
