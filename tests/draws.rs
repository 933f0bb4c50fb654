//! What is drawn for uncertain figures: the same digits everywhere, one stream an input, correlated as asked.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use sales_workbench::engine::Range;
use sales_workbench::engine::draw::{Draws, Impossible, Uncertain};
use sales_workbench::engine::math::{normal_quantile, sqrt};
use sales_workbench::engine::range::{Sampler, Shape};
use support::case;

fn sampler(range: &Range) -> Sampler {
    Sampler::new(range, -1e12, 1e12, false)
}

fn near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} instead of {expected}");
}

fn mean_and_variance(figures: &[f64]) -> (f64, f64) {
    let mean = figures.iter().sum::<f64>() / figures.len() as f64;
    (mean, figures.iter().map(|figure| (figure - mean) * (figure - mean)).sum::<f64>() / figures.len() as f64)
}

const NORMAL: Range = Range::interval(Shape::Normal, -1.0, 1.0, 0.8);
const EVEN: Range = Range::points(Shape::Uniform, 0.0, 0.0, 1.0);

fn draws(seed: u64, inputs: &[(&str, Range)], correlations: &[(usize, usize, f64)], lanes: usize) -> Draws {
    let inputs = inputs.iter().map(|(name, range)| Uncertain { name: (*name).to_owned(), sampler: sampler(range) });
    let mut draws = Draws::new(seed, inputs.collect(), correlations, lanes).unwrap();
    draws.advance();
    draws
}

#[test]
fn every_machine_draws_the_same_digits() {
    // The even figures were computed in Python from the definitions: FNV-1a, SplitMix64, xoshiro256++.
    let even = [0.439_150_893_689_414_5, 0.013_255_666_475_266_437, 0.112_711_013_222_007_38, 0.382_291_126_065_878_9];
    assert_eq!(draws(1, &[("a", EVEN)], &[], 4).column(0), even);
    assert_eq!(draws(1, &[("b", EVEN)], &[], 2).column(0), [0.553_749_183_942_327_1, 0.233_806_615_730_356_33]);
    assert_eq!(draws(2, &[("a", EVEN)], &[], 2).column(0), [0.763_419_269_645_273_8, 0.770_451_600_943_118_3]);
    let pert = Range::points(Shape::Pert, 80.0, 100.0, 160.0);
    let lognormal = Range::interval(Shape::Lognormal, 40.0, 90.0, 0.8);
    let mixed = draws(1, &[("a", NORMAL), ("b", pert), ("c", lognormal)], &[(0, 2, 0.5)], 2);
    let found: Vec<&[f64]> = (0..3).map(|input| mixed.column(input)).collect();
    let pinned = [
        [-0.119_482_008_108_816_48, -1.731_212_764_562_738_9],
        [107.263_590_241_676_9, 94.859_299_709_927_5],
        [45.373_435_879_108_54, 52.175_431_033_395_28],
    ];
    assert_eq!(found, pinned);
}

#[test]
fn another_uncertain_input_changes_no_other_draws() {
    let alone = draws(7, &[("price", NORMAL), ("volume", EVEN)], &[], 100);
    let beside =
        draws(7, &[("cost", EVEN), ("price", NORMAL), ("rate", NORMAL), ("volume", EVEN)], &[(0, 2, 0.9)], 100);
    assert_eq!(alone.column(0), beside.column(1));
    assert_eq!(alone.column(1), beside.column(3));
    let mut blocks = draws(7, &[("price", NORMAL)], &[], 40);
    let first = blocks.column(0).to_vec();
    blocks.advance();
    assert_eq!([first, blocks.column(0).to_vec()].concat(), alone.column(0)[..80], "blocks follow each other");
    assert_eq!((alone.len(), alone.is_empty(), draws(7, &[], &[], 3).is_empty()), (2, false, true));
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let ((mean_a, variance_a), (mean_b, variance_b)) = (mean_and_variance(a), mean_and_variance(b));
    let products = a.iter().zip(b).map(|(a, b)| (a - mean_a) * (b - mean_b));
    products.sum::<f64>() / a.len() as f64 / sqrt(variance_a * variance_b)
}

#[test]
fn correlations_are_reached() {
    const COUNT: usize = 40_000;
    let case = case("simulation", "portfolio-pub-09-correlated-sum");
    let wanted = |a: usize, b: usize| case.number(&format!("/correlation/{a}/{b}"));
    let pairs = [(0, 1, wanted(0, 1)), (2, 0, wanted(0, 2)), (1, 2, wanted(1, 2))];
    let drawn = draws(1, &[("a", NORMAL), ("b", NORMAL), ("c", NORMAL)], &pairs, COUNT);
    for (a, b, wanted) in pairs {
        let found = correlation(drawn.column(a), drawn.column(b));
        near(found, wanted, 4.0 * (1.0 - wanted * wanted) / sqrt(COUNT as f64));
    }
    for input in 0..3 {
        let (mean, variance) = mean_and_variance(drawn.column(input));
        let deviation = 1.0 / normal_quantile(0.9);
        near(mean, 0.0, 4.0 * deviation / sqrt(COUNT as f64));
        near(sqrt(variance), deviation, 4.0 * deviation / sqrt(2.0 * COUNT as f64));
    }
    // Each keeps its own law.
    let even = draws(1, &[("a", NORMAL), ("b", EVEN)], &[(0, 1, -0.7)], COUNT);
    let below = even.column(1).iter().filter(|figure| **figure < 0.25).count() as f64 / COUNT as f64;
    near(below, 0.25, 4.0 * sqrt(0.25 * 0.75 / COUNT as f64));
    assert!(correlation(even.column(0), even.column(1)) < -0.6);
}

#[test]
fn inputs_may_go_wholly_together_but_not_against_themselves() {
    let both = draws(1, &[("a", NORMAL), ("b", EVEN), ("c", NORMAL)], &[(0, 2, -1.0)], 200);
    both.column(0).iter().zip(both.column(2)).for_each(|(a, c)| near(*a, -c, 1e-6));
    let three = [(0, 1, 1.0), (1, 2, 0.6), (0, 2, 0.6)];
    let inputs = [("a", NORMAL), ("b", NORMAL), ("c", NORMAL)];
    let drawn = draws(1, &inputs, &three, 20_000);
    near(correlation(drawn.column(1), drawn.column(2)), 0.6, 0.02);
    let impossible = [
        vec![(0, 1, 0.9), (1, 2, 0.9), (0, 2, -0.9)],
        vec![(0, 1, 1.0), (1, 2, 0.6), (0, 2, 0.5)],
        vec![(0, 1, 1.0), (1, 2, -1.0), (0, 2, 1.0)],
        vec![(0, 1, 1.1)],
        vec![(0, 1, f64::NAN)],
    ];
    for correlations in impossible {
        let inputs = inputs.iter().map(|(name, range)| Uncertain { name: (*name).to_owned(), sampler: sampler(range) });
        let refused = Draws::new(1, inputs.collect(), &correlations, 4).map(|_| ());
        assert_eq!(refused, Err(Impossible), "{correlations:?}");
    }
}
