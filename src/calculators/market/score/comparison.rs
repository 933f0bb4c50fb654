//! Weights from pairwise comparison: the analytic hierarchy process (Saaty 1980).

use super::limits::MOST_FACTORS;
use super::order::tied;
use crate::engine::math::{exp, ln, ordered, round_to};
use crate::engine::unit::NUMBER;
use crate::engine::{Arguments, Function, Key, Outputs, PartColumn, PartKind};

/// How weights follow from the judgements.
pub(super) const METHODS: &[Key] = &["eigenvector", "geometric_mean", "column_mean"];

/// Whose mean consistency index of random judgements is the yardstick.
pub(super) const RANDOM_INDICES: &[Key] = &["saaty", "alonso_lamata"];

/// For 1, 2, 3 … factors: Saaty (1980); Alonso and Lamata (2006).
const RANDOM_INDEX: [[f64; MOST_FACTORS]; 2] = [
    [0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49],
    [0.0, 0.0, 0.5245, 0.8815, 1.1086, 1.2479, 1.3417, 1.4056, 1.4499, 1.4854],
];

/// Consistency ratios nearer than this differ by the rounding of an eigenvalue.
const ROUNDING: f64 = 1e-12;

/// The strongest judgement on Saaty's scale.
const EXTREME: f64 = 9.0;

type Weights = [f64; MOST_FACTORS];

/// How much more the factor of the row counts than that of the column; only the first `size` rows and columns count.
#[derive(Clone, Copy, Debug)]
struct Judgements {
    ratios: [[f64; MOST_FACTORS]; MOST_FACTORS],
    size: usize,
}

impl Judgements {
    /// Reads the upper half; the lower is its reciprocal.
    fn read(grid: &[f64], size: usize) -> Self {
        let mut judgements = Self { ratios: [[1.0; MOST_FACTORS]; MOST_FACTORS], size };
        for (first, second) in judgements.pairs() {
            judgements.set(first, second, grid[first * size + second]);
        }
        judgements
    }

    fn pairs(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let size = self.size;
        (0..size).flat_map(move |first| (first + 1..size).map(move |second| (first, second)))
    }

    fn set(&mut self, first: usize, second: usize, ratio: f64) {
        self.ratios[first][second] = ratio;
        self.ratios[second][first] = 1.0 / ratio;
    }

    fn row(&self, row: usize) -> &[f64] {
        &self.ratios[row][..self.size]
    }

    /// The principal right eigenvector, its parts summing to 1, and the largest eigenvalue.
    fn principal(&self) -> (Weights, f64) {
        let mut even = [0.0; MOST_FACTORS];
        even[..self.size].fill(1.0 / self.size as f64);
        self.principal_from(even)
    }

    /// The same by power iteration from these weights: the nearer they are, the fewer steps.
    fn principal_from(&self, mut weights: Weights) -> (Weights, f64) {
        const STEPS: usize = 2_000;
        const SETTLED: f64 = 1e-15;
        let mut eigenvalue = 0.0;
        for _ in 0..STEPS {
            let mut next = [0.0; MOST_FACTORS];
            for (row, next) in next.iter_mut().enumerate().take(self.size) {
                *next = self.row(row).iter().zip(&weights).map(|(ratio, weight)| ratio * weight).sum();
            }
            eigenvalue = next.iter().sum();
            next = next.map(|next| next / eigenvalue);
            let change = next.iter().zip(&weights).map(|(new, old)| (new - old).abs()).fold(0.0, f64::max);
            weights = next;
            if change < SETTLED {
                break;
            }
        }
        (weights, eigenvalue)
    }

    /// The weights by a place in `METHODS`.
    fn weights(&self, method: usize, principal: Weights) -> Weights {
        let share = |parts: Weights| {
            let total: f64 = parts.iter().sum();
            parts.map(|part| part / total)
        };
        let of_rows = |part: &dyn Fn(usize) -> f64| {
            share(std::array::from_fn(|row| if row < self.size { part(row) } else { 0.0 }))
        };
        match method {
            1 => of_rows(&|row| {
                let logs: f64 = self.row(row).iter().map(|ratio| ln(*ratio)).sum();
                exp(logs / self.size as f64)
            }),
            2 => of_rows(&|row| {
                let total = |column: usize| (0..self.size).map(|other| self.ratios[other][column]).sum::<f64>();
                (0..self.size).map(|column| self.ratios[row][column] / total(column)).sum()
            }),
            _ => principal,
        }
    }

    /// (λ max − n) ÷ (n − 1); never below 0, and 0 where only rounding keeps λ max from n.
    fn index(&self, largest: f64) -> f64 {
        let size = self.size as f64;
        if tied(largest, size) { 0.0 } else { ((largest - size) / (size - 1.0)).max(0.0) }
    }

    /// The consistency index as a share of that of random judgements; two factors cannot contradict each other.
    fn ratio(&self, largest: f64, random: usize) -> f64 {
        let random = RANDOM_INDEX[random.min(RANDOM_INDEX.len() - 1)][self.size - 1];
        if random > 0.0 { self.index(largest) / random } else { 0.0 }
    }

    /// What all the other judgements imply for this one (Harker 1987: the judgement counts as not made), kept to
    /// Saaty's scale.
    fn implied(&self, first: usize, second: usize, near: Weights) -> f64 {
        let mut others = *self;
        (others.ratios[first][second], others.ratios[second][first]) = (0.0, 0.0);
        (others.ratios[first][first], others.ratios[second][second]) = (2.0, 2.0);
        let weights = others.principal_from(near).0;
        (weights[first] / weights[second]).clamp(1.0 / EXTREME, EXTREME)
    }

    /// One repair a judgement: what the others imply for it, and the consistency ratio once it says so. The most useful first;
    /// of repairs that differ by rounding alone, the first judgement's.
    fn repairs(&self, random: usize, near: Weights) -> Vec<Repair> {
        let repair = |(first, second)| {
            let value = self.implied(first, second, near);
            let mut repaired = *self;
            repaired.set(first, second, value);
            let ratio = repaired.ratio(repaired.principal_from(near).1, random);
            Repair { first, second, judgement: self.ratios[first][second], value, ratio }
        };
        ordered(&self.pairs().map(repair).collect::<Vec<_>>(), |repair| round_to(repair.ratio, ROUNDING))
    }
}

#[derive(Clone, Copy, Debug)]
struct Repair {
    first: usize,
    second: usize,
    judgement: f64,
    value: f64,
    ratio: f64,
}

/// Given: judgements, how many factors, the method, the random index. Results: weights, λ max, the consistency index and
/// the consistency ratio, the last three of the matrix itself, whatever the method.
pub(super) static PRIORITIES: Function =
    Function { key: "priorities", evaluate: priorities, columns: &[], parts: None };

fn priorities(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let judgements = Judgements::read(given.column(0), given.whole(1));
    let (principal, largest) = judgements.principal();
    out.fill(0, judgements.weights(given.whole(2), principal));
    out.set(1, largest);
    out.set(2, judgements.index(largest));
    out.set(3, judgements.ratio(largest, given.whole(3)));
    Ok(())
}

/// The judgement that fits the others worst: the one whose repair lowers the consistency ratio most. Given: judgements,
/// how many factors, the random index. Results: the two factors, the judgement, what the others imply for it, and the
/// consistency ratio after the repair.
pub(super) static REPAIR: Function =
    Function { key: "repair", evaluate: repair, columns: REPAIR_COLUMNS, parts: Some(repairs) };

const REPAIR_COLUMNS: &[PartColumn] = &[
    PartColumn { key: "first", kind: PartKind::RowOf("factors") },
    PartColumn { key: "second", kind: PartKind::RowOf("factors") },
    PartColumn { key: "judgement", kind: PartKind::Number(NUMBER) },
    PartColumn { key: "implied", kind: PartKind::Number(NUMBER) },
    PartColumn { key: "ratio_after", kind: PartKind::Number(NUMBER) },
];

/// The repairs, if there is anything to repair.
fn repairs_of(given: &Arguments) -> Result<Vec<Repair>, Key> {
    let (judgements, random) = (Judgements::read(given.column(0), given.whole(1)), given.whole(2));
    let (principal, largest) = judgements.principal();
    if judgements.ratio(largest, random) <= 0.0 {
        return Err("fully_consistent");
    }
    Ok(judgements.repairs(random, principal))
}

fn repair(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let all = repairs_of(given)?;
    let best = all.first().ok_or("fully_consistent")?;
    let figures = [best.first as f64, best.second as f64, best.judgement, best.value, best.ratio];
    figures.into_iter().enumerate().for_each(|(place, figure)| out.set(place, figure));
    Ok(())
}

/// Every judgement with its repair, the most useful first.
fn repairs(given: &Arguments) -> Result<Vec<Vec<f64>>, Key> {
    let all = repairs_of(given)?;
    let column = |figure: fn(&Repair) -> f64| all.iter().map(figure).collect();
    Ok(vec![
        column(|repair| repair.first as f64),
        column(|repair| repair.second as f64),
        column(|repair| repair.judgement),
        column(|repair| repair.value),
        column(|repair| repair.ratio),
    ])
}
