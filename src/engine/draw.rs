//! Random figures for uncertain inputs: seeded, the same digits on every machine, correlated where that is asked.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

use super::math::{hash, normal_distribution, normal_quantiles, sqrt, within};
use super::range::Sampler;

/// An uncertain input. Its random numbers depend on the seed and on its name alone: another uncertain input beside it
/// changes none of them, and scenarios are compared under the same luck.
#[derive(Clone, Debug)]
pub struct Uncertain {
    pub name: String,
    pub sampler: Sampler,
}

/// The correlations asked for cannot hold together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Impossible;

/// A correlated input, with the weights of the independent normal scores of it and of those before it.
type Mixed = (usize, Vec<(usize, f64)>);

/// Draws for several inputs, block by block.
#[derive(Debug)]
pub struct Draws {
    inputs: Vec<Uncertain>,
    streams: Vec<Xoshiro256PlusPlus>,
    columns: Vec<Vec<f64>>,
    mix: Vec<Mixed>,
}

impl Draws {
    /// Draws in blocks of `lanes`. Each correlation names two inputs by their place and lies between −1 and 1; it is that
    /// of their normal scores, and so for two normal inputs their own.
    ///
    /// # Errors
    /// If no random figures have such correlations.
    pub fn new(
        seed: u64,
        inputs: Vec<Uncertain>,
        correlations: &[(usize, usize, f64)],
        lanes: usize,
    ) -> Result<Self, Impossible> {
        let streams = inputs.iter().map(|input| stream(seed, &input.name)).collect();
        let columns = vec![vec![0.0; lanes]; inputs.len()];
        Ok(Self { mix: mix(inputs.len(), correlations)?, streams, columns, inputs })
    }

    /// Draws the next block.
    // Never inlined: a caller that is compiled for size would bring its own ways into these loops.
    #[inline(never)]
    pub fn advance(&mut self) {
        for (column, stream) in self.columns.iter_mut().zip(&mut self.streams) {
            for figure in column {
                *figure = even(stream);
            }
        }
        self.correlate();
        for (column, input) in self.columns.iter_mut().zip(&self.inputs) {
            input.sampler.fill(column);
        }
    }

    fn correlate(&mut self) {
        for (place, _) in &self.mix {
            normal_quantiles(&mut self.columns[*place]);
        }
        // From the last on, so that each depends on scores not yet mixed.
        for (place, weights) in self.mix.iter().rev() {
            for lane in 0..self.columns[*place].len() {
                self.columns[*place][lane] =
                    weights.iter().map(|(other, weight)| weight * self.columns[*other][lane]).sum();
            }
        }
        for (place, _) in &self.mix {
            self.columns[*place].iter_mut().for_each(|score| *score = inside(normal_distribution(*score)));
        }
    }

    /// The figures of an input in the block drawn last.
    #[must_use]
    pub fn column(&self, input: usize) -> &[f64] {
        &self.columns[input]
    }

    /// How many inputs are drawn.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.inputs.len()
    }

    /// Whether nothing is uncertain.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.inputs.is_empty()
    }
}

/// The stream of an input: its name stirred into the seed.
fn stream(seed: u64, name: &str) -> Xoshiro256PlusPlus {
    Xoshiro256PlusPlus::seed_from_u64(seed ^ hash(name))
}

/// An even figure strictly between 0 and 1: the middle of one of 2^52 equal parts.
fn even(stream: &mut Xoshiro256PlusPlus) -> f64 {
    // Bits behind the point of a figure from 1 to 2; a half part less than 1 taken off, which loses no digit.
    const ONE: u64 = 1.0_f64.to_bits();
    f64::from_bits(ONE | (stream.next_u64() >> 12)) - (1.0 - f64::EPSILON / 2.0)
}

fn inside(probability: f64) -> f64 {
    within(probability, 1e-16, 1.0 - 1e-16)
}

/// The lower triangle that gives independent normal scores the correlations asked for (Cholesky), for the inputs that have any.
/// An input that wholly follows those before it has no share of its own: its place on the diagonal is 0.
fn mix(count: usize, correlations: &[(usize, usize, f64)]) -> Result<Vec<Mixed>, Impossible> {
    let with: Vec<usize> = (0..count).filter(|i| correlations.iter().any(|(a, b, _)| a == i || b == i)).collect();
    let wanted = |a: usize, b: usize| {
        let pair = correlations.iter().rfind(|(x, y, _)| (*x, *y) == (a, b) || (*x, *y) == (b, a));
        if a == b { 1.0 } else { pair.map_or(0.0, |(_, _, correlation)| *correlation) }
    };
    let mut rows: Vec<Vec<f64>> = Vec::new();
    for (place, input) in with.iter().enumerate() {
        let mut row = Vec::with_capacity(place + 1);
        for column in 0..=place {
            let known: f64 =
                (0..column).map(|k| row[k] * rows.get(column).map_or(row[k], |other: &Vec<f64>| other[k])).sum();
            let rest = wanted(*input, with[column]) - known;
            let own = if column < place { rows[column][column] } else { 0.0 };
            row.push(match () {
                () if own > 0.0 => rest / own,
                () if column < place && rest.abs() <= 1e-6 => 0.0,
                () if column == place && rest > 1e-12 => sqrt(rest),
                () if column == place && rest.abs() <= 1e-12 => 0.0,
                () => return Err(Impossible),
            });
        }
        rows.push(row);
    }
    let weights = |row: Vec<f64>| with.iter().copied().zip(row).collect();
    Ok(with.iter().copied().zip(rows).map(|(input, row)| (input, weights(row))).collect())
}
