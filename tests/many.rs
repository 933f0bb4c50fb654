//! What is computed for many figures at once is, digit for digit, what is computed for each.

use proptest::prelude::*;

use sales_workbench::engine::many::{add_convolved, exponentials, logarithms};
use sales_workbench::engine::math::{exp, ln, normal_quantile, normal_quantiles, pow};
use sales_workbench::engine::sample;

/// Figures at and beside every bound of the steps, and powers of all sizes.
fn edges() -> Vec<f64> {
    let ln2 = std::f64::consts::LN_2;
    let near = [0.0, pow(2.0, -28.0), 0.5 * ln2, ln2, 1.5 * ln2, 2.5 * ln2, 1.0, 699.9, 700.0, 708.39, 709.78, 745.13];
    let words = [0x3e30_0000_u64, 0x3e30_0001, 0x3fd6_2e42, 0x3fd6_2e43, 0x3ff0_a2b1, 0x3ff0_a2b2, 0x3fe6_a09e];
    let near = near.into_iter().chain(words.map(|word| f64::from_bits(word << 32)));
    let sizes = (-1074..1024).map(|power| pow(2.0, f64::from(power)));
    let halves = (0..2_000).map(|step| (f64::from(step) + 0.5) * ln2);
    let all: Vec<f64> = near.chain(sizes).chain(halves).collect();
    let beside = |x: &f64| [x.next_down(), *x, x.next_up()];
    let both = all.iter().flat_map(beside).flat_map(|x| [x, -x]);
    both.chain([f64::NAN, f64::INFINITY, f64::NEG_INFINITY]).collect()
}

/// As bits, but that what is no number is one of a kind.
fn bits(figures: impl IntoIterator<Item = f64>) -> Vec<u64> {
    figures.into_iter().map(|x| if x.is_nan() { f64::NAN } else { x }.to_bits()).collect()
}

fn same(many: fn(&mut [f64]), one: fn(f64) -> f64, figures: &[f64]) {
    let mut all = figures.to_vec();
    many(&mut all);
    assert_eq!(bits(all), bits(figures.iter().copied().map(one)), "in blocks");
    for x in figures {
        let mut alone = [*x];
        many(&mut alone);
        assert_eq!(bits(alone), bits([one(*x)]), "{x:?} alone");
    }
}

#[test]
fn every_edge_gives_the_digits_of_the_single_functions() {
    let edges = edges();
    same(exponentials, exp, &edges);
    same(logarithms, ln, &edges);
    let shares = [0.0, 1e-300, 1e-16, 1.3e-11, 1.4e-11, 0.075, 0.5, 0.925, 1.0 - 1.4e-11, 1.0 - 1e-16, 1.0, -1.0, 2.0];
    let shares: Vec<f64> =
        shares.iter().flat_map(|p: &f64| [p.next_down(), *p, p.next_up()]).chain([f64::NAN]).collect();
    same(normal_quantiles, normal_quantile, &shares);
}

/// The figures in their order, and between two of them in a straight line.
fn quantile(figures: &[f64], probability: f64) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = probability * (sorted.len() - 1) as f64;
    let (below, above) = (rank as usize, (rank as usize + 1).min(sorted.len() - 1));
    sorted[below] + (rank - below as f64) * (sorted[above] - sorted[below])
}

const PROBABILITIES: [f64; 5] = [0.005, 0.1, 0.5, 0.9, 0.995];

proptest! {
    #[test]
    fn any_figures_give_the_digits_of_the_single_functions(
        powers in prop::collection::vec(-720.0..720.0, 1..300),
        sizes in prop::collection::vec(prop::num::f64::ANY, 1..300),
        shares in prop::collection::vec(0.0..1.0, 1..600),
    ) {
        same(exponentials, exp, &powers);
        same(logarithms, ln, &sizes);
        same(normal_quantiles, normal_quantile, &shares);
    }

    #[test]
    fn sums_are_taken_in_the_order_of_the_weights(
        sums in prop::collection::vec(-1e3..1e3, 0..40),
        weights in prop::collection::vec(-1e3..1e3, 0..40),
        figures in prop::collection::vec(-1e3..1e3, 40),
    ) {
        let sum = |(place, sum): (usize, &f64)| {
            weights.iter().take(place + 1).enumerate().fold(*sum, |sum, (k, weight)| sum + weight * figures[place - k])
        };
        let expected: Vec<f64> = sums.iter().enumerate().map(sum).collect();
        let mut found = sums.clone();
        add_convolved(&mut found, &weights, &figures[..sums.len()]);
        prop_assert_eq!(bits(found), bits(expected));
    }

    #[test]
    fn quantiles_are_those_of_the_sorted_figures(
        spread in prop::collection::vec(-1e6..1e6, 1..400),
        few in prop::collection::vec((0..4_u8).prop_map(f64::from), 1..40),
        far in prop::collection::vec(prop::num::f64::NORMAL, 1..40),
    ) {
        for figures in [spread, few, far] {
            let expected = PROBABILITIES.map(|probability| quantile(&figures, probability));
            prop_assert_eq!(sample::quantiles(&figures, PROBABILITIES).map(f64::to_bits), expected.map(f64::to_bits));
        }
    }
}

#[test]
fn of_no_figures_there_is_no_quantile() {
    assert!(sample::quantiles(&[], PROBABILITIES).iter().all(|quantile| quantile.is_nan()));
    assert_eq!(sample::quantiles(&[7.0], [0.5]), [7.0]);
}
