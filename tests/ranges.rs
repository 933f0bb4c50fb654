//! Uncertain figures: how they are typed, what is wrong with a range, and that what is drawn follows its law.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use std::sync::OnceLock;

use proptest::prelude::*;
use sales_workbench::engine::math::{exp, ln, normal_quantile, pow, sqrt};
use sales_workbench::engine::range::{Flaw, Sampler, Shape};
use sales_workbench::engine::unit::{COUNT, DISCOUNT, MONEY, NUMBER, PERCENT};
use sales_workbench::engine::{Builder, Calculator, InputId, InputKind, Range, Sheet};
use sales_workbench::presentation::entry::{self, Entry, Wrong};
use sales_workbench::text::typed::{Field, Kind, Refusal, several};
use sales_workbench::text::{Currency, Language};
use sales_workbench::workbook::settings::Settings;
use support::{case, numbers};

const EVERYWHERE: (f64, f64) = (-1e12, 1e12);

fn sampler(range: &Range) -> Sampler {
    Sampler::new(range, EVERYWHERE.0, EVERYWHERE.1, false)
}

fn near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} instead of {expected}");
}

/// The middles of so many parts of equal probability.
fn middles(sampler: &Sampler, parts: usize) -> Vec<f64> {
    let mut figures: Vec<f64> = (0..parts).map(|part| (part as f64 + 0.5) / parts as f64).collect();
    sampler.fill(&mut figures);
    figures
}

fn mean_and_variance(figures: &[f64]) -> (f64, f64) {
    let mean = figures.iter().sum::<f64>() / figures.len() as f64;
    (mean, figures.iter().map(|figure| (figure - mean) * (figure - mean)).sum::<f64>() / figures.len() as f64)
}

/// The probability below a share of the way from low to high.
type Below = fn(f64) -> f64;

#[test]
fn an_interval_holds_its_share_of_the_cases() {
    for (coverage, outside) in [(0.8, 0.1), (0.9, 0.05), (0.5, 0.25), (0.99, 0.005)] {
        let normal = sampler(&Range::interval(Shape::Normal, 80.0, 120.0, coverage));
        let lognormal = sampler(&Range::interval(Shape::Lognormal, 40.0, 90.0, coverage));
        for (probability, of_normal, of_lognormal) in
            [(outside, 80.0, 40.0), (0.5, 100.0, 60.0), (1.0 - outside, 120.0, 90.0)]
        {
            near(normal.quantile(probability), of_normal, 1e-9);
            near(lognormal.quantile(probability), of_lognormal, 1e-9);
        }
        let deviation = 20.0 / normal_quantile(1.0 - outside);
        near(normal.quantile(0.7), 100.0 + deviation * normal_quantile(0.7), 1e-9);
        let deviation = ln(1.5) / normal_quantile(1.0 - outside);
        near(lognormal.quantile(0.7), 60.0 * exp(deviation * normal_quantile(0.7)), 1e-9);
    }
}

#[test]
fn straight_lines_and_even_figures_have_their_closed_forms() {
    let uniform = sampler(&Range::points(Shape::Uniform, -10.0, -10.0, 30.0));
    let triangular = sampler(&Range::points(Shape::Triangular, 10.0, 14.0, 25.0));
    for step in 1..100 {
        let u = f64::from(step) / 100.0;
        near(uniform.quantile(u), -10.0 + 40.0 * u, 1e-12);
        let x = triangular.quantile(u);
        let below = if x < 14.0 { (x - 10.0) * (x - 10.0) / 60.0 } else { 1.0 - (25.0 - x) * (25.0 - x) / 165.0 };
        near(below, u, 1e-12);
    }
    let edges: [(f64, Below); 2] = [(0.0, |x| 1.0 - (1.0 - x) * (1.0 - x)), (1.0, |x| x * x)];
    for (likely, below) in edges {
        let edge = sampler(&Range::points(Shape::Triangular, 0.0, likely, 1.0));
        for u in [0.001, 0.3, 0.999] {
            near(below(edge.quantile(u)), u, 1e-12);
        }
    }
}

#[test]
fn a_pert_range_is_the_beta_distribution_with_shape_parameter_4() {
    let cases: [(f64, Below); 4] = [
        (0.0, |x| 1.0 - pow(1.0 - x, 5.0)),
        (0.25, |x| 1.0 - pow(1.0 - x, 4.0) * (1.0 + 4.0 * x)),
        (0.5, |x| x * x * x * (10.0 - 15.0 * x + 6.0 * x * x)),
        (1.0, |x| pow(x, 5.0)),
    ];
    for (peak, below) in cases {
        let (low, high) = (80.0, 160.0);
        let pert = sampler(&Range::points(Shape::Pert, low, low + peak * (high - low), high));
        for step in 1..1000 {
            let u = f64::from(step) / 1000.0;
            near(below((pert.quantile(u) - low) / (high - low)), u, 1e-5);
        }
    }
    for (a, m, b) in [(80.0, 100.0, 160.0), (-5.0, -4.0, -2.0), (0.0, 0.0, 1.0), (0.0, 1.0, 1.0), (0.0, 0.01, 1.0)] {
        let pert = sampler(&Range::points(Shape::Pert, a, m, b));
        let (mean, variance) = mean_and_variance(&middles(&pert, 100_000));
        let mu = (a + 4.0 * m + b) / 6.0;
        let deviation = sqrt((mu - a) * (b - mu) / 7.0);
        // A tenth of the simulation error of 100,000 draws.
        near(mean, mu, 2e-4 * deviation);
        near(sqrt(variance), deviation, 2e-4 * deviation);
    }
}

#[test]
fn the_inputs_of_the_published_sums_have_their_moments() {
    for id in ["portfolio-pub-07-monte-carlo-triangular", "portfolio-pub-08-monte-carlo-mixed"] {
        let case = case("simulation", id);
        let means = numbers(case.expected("/input_means"));
        let deviations = numbers(case.expected("/input_standard_deviations"));
        for (place, (mean, deviation)) in means.into_iter().zip(deviations).enumerate() {
            let kind = case.input(&format!("/inputs_of_sum/{place}/kind")).as_str().unwrap();
            let p = numbers(case.input(&format!("/inputs_of_sum/{place}/parameters")));
            let Some(shape) = Shape::from_key(kind).filter(|shape| shape.is_peaked()) else { continue };
            let sampler = sampler(&Range::points(shape, p[0], p[1], p[2]));
            let (found, variance) = mean_and_variance(&middles(&sampler, 100_000));
            near(found, mean, 2e-4 * deviation);
            near(sqrt(variance), deviation, 2e-4 * deviation);
        }
    }
}

#[test]
fn a_range_is_cut_at_the_limits_of_its_input() {
    let normal = Range::interval(Shape::Normal, 0.1, 2.1, 0.8);
    let cut = Sampler::new(&normal, 0.0, 3.0, false);
    let figures = middles(&cut, 10_000);
    assert!(figures.iter().all(|figure| (0.0..=3.0).contains(figure)));
    // What is left keeps its proportions: half of what lay within lies below this figure.
    let free = sampler(&normal);
    let share = |figure: f64| middles(&free, 10_000).iter().filter(|other| **other < figure).count() as f64 / 1e4;
    near(share(cut.quantile(0.5)), f64::midpoint(share(0.0), share(3.0)), 2e-4);
    let lognormal = Sampler::new(&Range::interval(Shape::Lognormal, 1.0, 4.0, 0.5), 0.5, 5.0, false);
    assert!(middles(&lognormal, 10_000).iter().all(|figure| (0.5..=5.0).contains(figure)));
}

#[test]
fn nearly_one_figure_is_a_range_too_even_at_a_limit() {
    for shape in Shape::ALL {
        for (low, high) in [(1.0 - f64::EPSILON, 1.0), (1.0, 1.0 + f64::EPSILON), (1e12 - 1e-3, 1e12)] {
            let range = Range { likely: high, coverage: 0.8, ..Range::points(shape, low, high, high) };
            for limits in [(low, high), (low, 2e12), (-2e12, high), (-2e12, 2e12), (0.0, high)] {
                assert_eq!(range.flaw(limits.0, limits.1), None);
                let figures = middles(&Sampler::new(&range, limits.0, limits.1, false), 64);
                let close = |figure: &f64| (figure - low).abs() <= 1e-3 + (high - low) * 8.0;
                assert!(figures.iter().all(close), "{range:?} in {limits:?}: {figures:?}");
            }
        }
    }
}

#[test]
fn whole_inputs_are_drawn_whole() {
    for shape in Shape::ALL {
        let range = Range { coverage: 0.8, ..Range::points(shape, 3.0, 5.0, 9.0) };
        let figures = middles(&Sampler::new(&range, 1.0, 10.0, true), 1_000);
        assert!(figures.iter().all(|figure| figure.fract() == 0.0 && (1.0..=10.0).contains(figure)), "{shape:?}");
        assert!(figures.iter().any(|figure| *figure != figures[0]), "{shape:?}");
    }
}

proptest! {
    #[test]
    fn quantiles_rise_and_stay_inside(
        low in -1e6..1e6_f64, width in 1e-6..1e6_f64, peak in 0.0..=1.0_f64, coverage in 0.5..=0.99_f64,
        shape in 0..5_usize, below in 0.0..1e3_f64, above in 0.0..1e3_f64, positive in any::<bool>(),
    ) {
        let low = if positive || Shape::ALL[shape] == Shape::Lognormal { low.abs() + 1e-3 } else { low };
        let high = low + width;
        let likely = (low + peak * width).clamp(low, high);
        let range = Range { shape: Shape::ALL[shape], low, likely, high, coverage };
        let limits = (low - below, high + above);
        prop_assert_eq!(range.flaw(limits.0, limits.1), None);
        let sampler = Sampler::new(&range, limits.0, limits.1, false);
        let mut us: Vec<f64> = (1..200).map(|step| f64::from(step) / 200.0).collect();
        us.insert(0, 1e-16);
        us.push(1.0 - 1e-16);
        sampler.fill(&mut us);
        prop_assert!(us.is_sorted(), "{us:?}");
        let within = if range.shape.is_interval() { limits } else { (low, high) };
        let dust = 1e-12 * (low.abs() + high.abs());
        prop_assert!(us.iter().all(|figure| (limits.0..=limits.1).contains(figure)), "{us:?}");
        prop_assert!(us.iter().all(|figure| (within.0 - dust..=within.1 + dust).contains(figure)), "{us:?}");
        prop_assert!((low..=high).contains(&range.middle()));
    }
}

#[test]
fn what_is_wrong_with_a_range_is_named() {
    let fine = Range::interval(Shape::Normal, 80.0, 120.0, 0.8);
    let peaked = Range::points(Shape::Pert, 80.0, 100.0, 120.0);
    for (range, flaw) in [
        (fine, None),
        (peaked, None),
        (Range { likely: 80.0, ..peaked }, None),
        (Range { shape: Shape::Uniform, coverage: 0.0, ..fine }, None),
        (Range { low: 0.0, high: 200.0, ..fine }, None),
        (Range { coverage: 0.5, ..fine }, None),
        (Range { coverage: 0.99, ..fine }, None),
        (Range { low: f64::NAN, ..fine }, Some(Flaw::NotANumber)),
        (Range { high: f64::INFINITY, ..fine }, Some(Flaw::NotANumber)),
        (Range { likely: f64::NAN, ..peaked }, Some(Flaw::NotANumber)),
        (Range { coverage: f64::NAN, ..fine }, Some(Flaw::NotANumber)),
        (Range { low: 120.0, ..fine }, Some(Flaw::Order)),
        (Range { low: 130.0, ..fine }, Some(Flaw::Order)),
        (Range { likely: 79.0, ..peaked }, Some(Flaw::Likely)),
        (Range { shape: Shape::Triangular, likely: 121.0, ..peaked }, Some(Flaw::Likely)),
        (Range { shape: Shape::Lognormal, low: 0.0, ..fine }, Some(Flaw::NotPositive)),
        (Range { coverage: 0.49, ..fine }, Some(Flaw::Coverage)),
        (Range { coverage: 1.0, ..fine }, Some(Flaw::Coverage)),
        (Range { low: -1.0, ..fine }, Some(Flaw::Outside)),
        (Range { high: 201.0, ..peaked }, Some(Flaw::Outside)),
    ] {
        assert_eq!(range.flaw(0.0, 200.0), flaw, "{range:?}");
    }
    for shape in Shape::ALL {
        assert_eq!(Shape::from_key(shape.key()), Some(shape));
    }
    assert_eq!(Shape::from_key("beta"), None);
}

fn figures(text: &str, kind: Kind) -> Option<Result<Vec<f64>, Refusal>> {
    several(text, Field { kind, language: Language::SimplifiedChinese, currency: Currency::Cny })
}

#[test]
fn several_figures_are_read_as_people_write_them() {
    for (text, expected) in [
        ("80 to 120", &[80.0, 120.0][..]),
        ("80 TO 120", &[80.0, 120.0]),
        ("80–120", &[80.0, 120.0]),
        ("80 — 120", &[80.0, 120.0]),
        ("80-120", &[80.0, 120.0]),
        ("80～120", &[80.0, 120.0]),
        ("80…120", &[80.0, 120.0]),
        ("80..120", &[80.0, 120.0]),
        ("3万~5万", &[30_000.0, 50_000.0]),
        ("3~5万", &[30_000.0, 50_000.0]),
        ("5-10k", &[5_000.0, 10_000.0]),
        ("5 to 8 to 10m", &[5e6, 8e6, 1e7]),
        ("500-1k", &[500.0, 1_000.0]),
        ("三万-五万", &[30_000.0, 50_000.0]),
        ("３万到５万", &[30_000.0, 50_000.0]),
        ("10 至 12 至 20", &[10.0, 12.0, 20.0]),
        ("10 – 12 – 20", &[10.0, 12.0, 20.0]),
        ("-5 to -2", &[-5.0, -2.0]),
        ("-5 - -2", &[-5.0, -2.0]),
        ("−5–−2", &[-5.0, -2.0]),
        ("1,000-2,000", &[1_000.0, 2_000.0]),
        ("1.2k-2bn", &[1_200.0, 2e9]),
        ("1e-5 - 1e-4", &[1e-5, 1e-4]),
        ("¥80-¥120", &[80.0, 120.0]),
        ("80元-120元", &[80.0, 120.0]),
        ("10%-20%", &[0.1, 0.2]),
    ] {
        assert_eq!(figures(text, Kind::Money), Some(Ok(expected.to_vec())), "{text}");
    }
    assert_eq!(figures("10-20%", Kind::Percent), Some(Ok(vec![0.1, 0.2])));
    assert_eq!(figures("10-20", Kind::Percent), Some(Ok(vec![0.1, 0.2])));
    assert_eq!(figures("9折-8折", Kind::Discount).unwrap().unwrap().len(), 2);
    for single in ["1e-5", "-5", "−5", "80", "", "¥-5", "RMB -5", "rmb−5", "1-2-3-4", "80 to", "to"] {
        assert_eq!(figures(single, Kind::Money), None, "{single:?}");
    }
    for wrong in ["80~", "80-", "~80", "80~~", "a to b", "80 to b"] {
        assert_eq!(figures(wrong, Kind::Money), Some(Err(Refusal::NotANumber)), "{wrong:?}");
    }
}

static FIELDS: Calculator = Calculator {
    id: "test.fields",
    define: |sheet: &Builder| {
        let plain = sheet.number("plain", NUMBER, 1.0, -1e9..=1e9);
        let share = sheet.number("share", PERCENT, 0.1, 0.0..=1.0);
        let off = sheet.number("off", DISCOUNT, 0.1, 0.0..=1.0);
        let money = sheet.number("money", MONEY, 1.0, -1e9..=1e9);
        let whole = sheet.whole("whole", COUNT, 2.0, 1.0..=1e6);
        for (key, cell) in [("a", plain), ("b", share), ("c", off), ("d", money), ("e", whole)] {
            sheet.named(key, NUMBER, cell);
        }
    },
    words: &[],
    examples: &[],
    upgrades: &[],
    recorded: OnceLock::new(),
};

fn typed(path: &str, text: &str, before: Option<&Range>) -> Result<Entry, Wrong> {
    let sheet = FIELDS.sheet();
    entry::read(sheet, sheet.find_input(path).unwrap(), text, Settings::default(), before)
}

#[test]
fn a_typed_range_is_with_its_middle_or_says_what_is_wrong() {
    let entry = typed("plain", "80 to 120", None).unwrap();
    assert_eq!((entry.figure, entry.range), (Some(100.0), Some(Range::interval(Shape::Normal, 80.0, 120.0, 0.8))));
    let entry = typed("plain", "10 to 12 to 20", None).unwrap();
    assert_eq!((entry.figure, entry.range), (Some(12.0), Some(Range::points(Shape::Pert, 10.0, 12.0, 20.0))));
    let entry = typed("share", "10-20%", None).unwrap();
    assert_eq!(entry.range, Some(Range::interval(Shape::Normal, 0.1, 0.2, 0.8)));
    assert_eq!(typed("whole", "3 to 6", None).unwrap().figure, Some(5.0), "a whole input has a whole middle");
    let entry = typed("plain", "1e-5", None).unwrap();
    assert_eq!((entry.figure, entry.range), (Some(1e-5), None));
    let entry = typed("money", "USD -5", None).unwrap();
    assert_eq!((entry.figure, entry.range), (Some(-5.0), None));
    for (text, wrong) in [
        ("80 to", Wrong::Unread(Refusal::NotANumber)),
        ("80~", Wrong::Unread(Refusal::NotANumber)),
        ("120 to 80", Wrong::Flawed(Flaw::Order)),
        ("80 to 80", Wrong::Flawed(Flaw::Order)),
        ("10 to 30 to 20", Wrong::Flawed(Flaw::Likely)),
        ("80 to 2,000,000,000", Wrong::Flawed(Flaw::Outside)),
    ] {
        assert_eq!(typed("plain", text, None), Err(wrong), "{text}");
    }
}

#[test]
fn shape_and_coverage_stay_where_the_same_figures_make_them_up() {
    let lognormal = Range::interval(Shape::Lognormal, 40.0, 90.0, 0.95);
    let kept = |text: &str, before: &Range| typed("plain", text, Some(before)).unwrap().range.unwrap();
    assert_eq!(kept("50 to 60", &lognormal), Range::interval(Shape::Lognormal, 50.0, 60.0, 0.95));
    assert_eq!(kept("-5 to 60", &lognormal), Range::interval(Shape::Normal, -5.0, 60.0, 0.8), "a lognormal could not");
    assert_eq!(kept("1 to 2 to 3", &lognormal), Range::points(Shape::Pert, 1.0, 2.0, 3.0));
    let triangular = Range::points(Shape::Triangular, 1.0, 2.0, 3.0);
    assert_eq!(kept("4 to 5 to 6", &triangular), Range::points(Shape::Triangular, 4.0, 5.0, 6.0));
    assert_eq!(kept("4 to 6", &triangular), Range::interval(Shape::Normal, 4.0, 6.0, 0.8));
    let uniform = Range::points(Shape::Uniform, 1.0, 1.0, 3.0);
    assert_eq!(kept("4 to 6", &uniform), Range::points(Shape::Uniform, 4.0, 4.0, 6.0));
}

proptest! {
    #[test]
    fn a_range_shown_for_editing_reads_back(
        shape in 0..5_usize, field in 0..5_u32, a in 0.0..1.0_f64, b in 0.0..1.0_f64, c in 0.0..1.0_f64, scale in 0..12_u32,
        coverage in 0.5..=0.99_f64,
    ) {
        let (sheet, id): (&Sheet, _) = (FIELDS.sheet(), InputId(field));
        let InputKind::Number { low, high, .. } = sheet.input(id).kind else { panic!() };
        let unit = pow(10.0, -f64::from(scale));
        let place = |x: f64| (x * (high - low) * unit + low.max(0.0)).clamp(low, high);
        let mut ends = [place(a), place(b), place(c)];
        ends.sort_by(f64::total_cmp);
        let shape = Shape::ALL[shape];
        let range = if shape.is_peaked() {
            Range::points(shape, ends[0], ends[1], ends[2])
        } else {
            Range { coverage: if shape.is_interval() { coverage } else { 1.0 }, ..Range::points(shape, ends[0], ends[0], ends[2]) }
        };
        prop_assume!(range.flaw(low, high).is_none());
        let text = entry::editable_range(sheet, id, &range);
        let read = entry::read(sheet, id, &text, Settings::default(), Some(&range));
        prop_assert_eq!(read.map(|entry| entry.range), Ok(Some(range)), "{}", text);
    }
}
