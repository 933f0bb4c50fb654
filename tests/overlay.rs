//! One chart of several scenarios as one drawing: what is laid over what, and that every read-out is the scenario's own figure.

mod support;

use proptest::prelude::*;
use sales_workbench::calculators;
use sales_workbench::engine::chart::{Chart, Picture};
use sales_workbench::engine::unit::NUMBER;
use sales_workbench::engine::{Calculator, Evaluation, InputSet};
use sales_workbench::presentation::chart::{
    Axis, Column, Drawing, Listing, MOST_SERIES, Point, Scene, Series, Shape, Stop, draw, draw_together, overlay,
};
use sales_workbench::text::{Catalogue, Language};
use support::inputs::{Reach, dice, thrown, thrown_again};
use support::some_calculator;
use support::words::{all, labels};
use support::workbooks::calculator;

const NAMES: [&str; 3] = ["Base", "Best", "Worst"];

fn chart_of(calculator: &'static Calculator, key: &str) -> &'static Chart {
    calculator.sheet().charts.iter().find(|chart| chart.key == key).unwrap_or_else(|| panic!("no chart {key}"))
}

/// One chart for these inputs, each as a scenario.
fn together(
    words: &Catalogue,
    calculator: &'static Calculator,
    chart: &Chart,
    inputs: &[InputSet],
) -> (Option<Drawing>, Vec<(String, Drawing)>) {
    let evaluations: Vec<Evaluation> = inputs.iter().map(|inputs| Evaluation::of(calculator.sheet(), inputs)).collect();
    let scenes: Vec<Scene> = NAMES
        .iter()
        .zip(inputs.iter().zip(&evaluations))
        .map(|(name, (inputs, evaluation))| Scene {
            name,
            labels: labels(words, calculator, inputs),
            evaluation,
            chain: None,
        })
        .collect();
    let own = |scene: &Scene| Some((scene.name.to_owned(), draw(&scene.labels, scene.evaluation, scene.chain, chart)?));
    (draw_together(chart, &scenes), scenes.iter().filter_map(own).collect())
}

fn with(calculator: &Calculator, figures: &[(&str, f64)]) -> InputSet {
    let (sheet, mut inputs) = (calculator.sheet(), InputSet::preset(calculator.sheet()));
    for (path, figure) in figures {
        let input = sheet.find_input(path).unwrap_or_else(|| panic!("no input {path}"));
        inputs.set_figure(input, 0, Some(*figure));
    }
    inputs
}

fn names(drawing: &Drawing) -> Vec<&str> {
    drawing.series.iter().map(|series| series.name.as_str()).collect()
}

#[test]
fn some_pictures_are_laid_over_each_other_and_others_better_stand_apart() {
    let words = all(Language::English);
    for (id, key, expected) in [
        ("pricing.cost_plus", "break_even", 4),
        ("commission.plan", "payout", 2),
        ("pricing.launch", "price", 4),
        ("pricing.dynamic", "kept", 2),
        ("pricing.value", "corridor", 2),
        ("funnel.conversion", "funnel", 2),
        ("funnel.conversion", "drop", 2),
        ("pricing.value", "stack", 0),
        ("pricing.competitive", "map", 0),
        ("pricing.dynamic", "policy", 0),
        ("market.score", "radar", 0),
        ("market.score", "contributions", 0),
    ] {
        let calculator = calculator(id);
        let preset = InputSet::preset(calculator.sheet());
        let (found, _) = together(&words, calculator, chart_of(calculator, key), &[preset.clone(), preset]);
        assert_eq!(found.map_or(0, |drawing| drawing.series.len()), expected, "{id} {key}");
    }
}

#[test]
fn one_series_is_named_after_its_scenario_and_several_carry_both_names() {
    let words = all(Language::English);
    let funnel = calculator("funnel.conversion");
    let preset = InputSet::preset(funnel.sheet());
    let (bars, own) = together(&words, funnel, chart_of(funnel, "funnel"), &[preset.clone(), preset]);
    let bars = bars.unwrap();
    assert_eq!((names(&bars), &bars.shape), (vec!["Base", "Best"], &Shape::Bars { stacked: false }));
    assert!(bars.labels.is_empty() && bars.categories == own[0].1.categories);
    let launch = calculator("pricing.launch");
    let preset = InputSet::preset(launch.sheet());
    let (lines, own) = together(&words, launch, chart_of(launch, "price"), &[preset.clone(), preset]);
    let [first, second] = &own[0].1.series[..] else { panic!("two paths") };
    let expected: Vec<String> =
        [first, second].iter().flat_map(|of| ["Base", "Best"].map(|name| format!("{} · {name}", of.name))).collect();
    assert_eq!(names(&lines.unwrap()), expected);
}

#[test]
fn sweeps_run_over_the_same_figures_from_the_first_to_the_last() {
    let (words, cost_plus) = (all(Language::English), calculator("pricing.cost_plus"));
    let chart = chart_of(cost_plus, "break_even");
    let scenarios = [with(cost_plus, &[]), with(cost_plus, &[("volume", 40_000.0)])];
    let (drawing, own) = together(&words, cost_plus, chart, &scenarios);
    let drawing = drawing.unwrap();
    assert_eq!((own[0].1.x.high, own[1].1.x.high), (18_000.0, 60_000.0));
    assert_eq!((drawing.x.low, drawing.x.high, drawing.now), (0.0, 60_000.0, None), "today differs");
    for now in [12_000.0, 40_000.0] {
        assert!(drawing.stops.iter().any(|stop| stop.x == now));
    }
    assert!(drawing.listing.columns.iter().all(|column| column.figures.iter().all(Option::is_some)));
    // The markup makes the price, so both break even at the same place: one mark says so.
    let marks: Vec<&str> = drawing.marks.iter().map(|mark| mark.name.as_str()).collect();
    assert_eq!(marks, [own[0].1.marks[0].name.as_str()]);
    let (moved, _) =
        together(&words, cost_plus, chart, &[with(cost_plus, &[]), with(cost_plus, &[("fixed_cost", 2e5)])]);
    let moved = moved.unwrap();
    let marks: Vec<&str> = moved.marks.iter().map(|mark| mark.name.as_str()).collect();
    assert!(marks[0].ends_with(" · Base") && marks[1].ends_with(" · Best"), "{marks:?}");
    assert_eq!(moved.now, Some(12_000.0), "today is the same");
}

/// Lines by hand: rows of x and one figure.
fn line(rows: &[(f64, f64)], stepped: bool) -> Drawing {
    let axis = |low, high| Axis { low, high, label: String::new(), ticks: Vec::new() };
    let column = |name: &str, figures: Vec<Option<f64>>| Column { name: name.to_owned(), unit: NUMBER, figures };
    let xs = rows.iter().map(|row| row.0);
    Drawing {
        shape: Shape::Lines { stepped },
        x: axis(xs.clone().fold(f64::MAX, f64::min), xs.clone().fold(f64::MIN, f64::max)),
        y: axis(0.0, 1.0),
        categories: Vec::new(),
        series: vec![Series { name: "s".to_owned(), points: rows.iter().map(|(x, y)| (*x, Some(*y))).collect() }],
        marks: Vec::new(),
        now: None,
        stops: xs.clone().enumerate().map(|(row, x)| Stop { x, row }).collect(),
        labels: Vec::new(),
        listing: Listing {
            columns: vec![
                column("x", xs.map(Some).collect()),
                column("s", rows.iter().map(|row| Some(row.1)).collect()),
            ],
            rows: (0..rows.len()).collect(),
            ..Listing::default()
        },
    }
}

/// The rows of what is laid over each other: x, then each scenario's figure.
fn rows_of(drawings: &[Drawing]) -> Vec<Vec<Option<f64>>> {
    let (words, any) = (Catalogue::default(), some_calculator(0));
    let inputs = InputSet::preset(any.sheet());
    let named: Vec<(String, Drawing)> =
        NAMES.iter().zip(drawings).map(|(name, drawing)| ((*name).to_owned(), drawing.clone())).collect();
    let Some(found) = overlay(&named, &labels(&words, any, &inputs)) else { panic!("nothing is laid over") };
    let row = |stop: &Stop| found.listing.columns.iter().map(|column| column.figures[stop.row]).collect::<Vec<_>>();
    found.stops.iter().map(row).collect()
}

#[test]
fn lines_with_points_of_their_own_have_a_row_for_each_and_claim_nothing_between() {
    let (a, b) = ([(0.0, 1.0), (2.0, 3.0), (4.0, 5.0)], [(1.0, 7.0), (2.0, 8.0), (9.0, 9.0)]);
    let expected = [
        [Some(0.0), Some(1.0), None],
        [Some(1.0), None, Some(7.0)],
        [Some(2.0), Some(3.0), Some(8.0)],
        [Some(4.0), Some(5.0), None],
        [Some(9.0), None, Some(9.0)],
    ];
    assert_eq!(rows_of(&[line(&a, false), line(&b, false)]), expected);
    // On a step the figure is known, from its first point to its last.
    let mut stepped = expected;
    (stepped[1][1], stepped[3][2]) = (Some(1.0), Some(8.0));
    assert_eq!(rows_of(&[line(&a, true), line(&b, true)]), stepped);
}

#[test]
fn a_jump_keeps_both_its_rows() {
    let (jump, none) = ([(1.0, 1.0), (5.0, 2.0), (5.0, 6.0), (7.0, 7.0)], [(7.0, 3.0), (5.0, 4.0), (1.0, 2.0)]);
    let expected = [
        [Some(1.0), Some(1.0), Some(2.0)],
        [Some(5.0), Some(2.0), Some(4.0)],
        [Some(5.0), Some(6.0), Some(4.0)],
        [Some(7.0), Some(7.0), Some(3.0)],
    ];
    assert_eq!(rows_of(&[line(&jump, false), line(&none, false)]), expected);
}

#[test]
fn more_series_than_colours_better_stand_apart() {
    let (words, any) = (Catalogue::default(), some_calculator(0));
    let inputs = InputSet::preset(any.sheet());
    for (count, fits) in [(0, false), (1, true), (MOST_SERIES, true), (MOST_SERIES + 1, false)] {
        let all: Vec<(String, Drawing)> = (0..count).map(|n| (n.to_string(), line(&[(0.0, 1.0)], false))).collect();
        assert_eq!(overlay(&all, &labels(&words, any, &inputs)).is_some(), fits, "{count}");
    }
    let mixed = [
        ("a".to_owned(), line(&[(0.0, 1.0)], false)),
        ("b".to_owned(), { Drawing { shape: Shape::Funnel, ..line(&[(0.0, 1.0)], false) } }),
    ];
    assert_eq!(overlay(&mixed, &labels(&words, any, &inputs)), None);
}

/// Everything lies on the axes, and all that is listed is a figure of the scenario that it is listed under.
fn is_sound(name: &str, chart: &Chart, found: &Drawing, own: &[(String, Drawing)]) {
    let inside = |axis: &Axis, figure: f64| {
        let slack = (axis.high - axis.low) * 1e-9;
        figure.is_finite() && figure >= axis.low - slack && figure <= axis.high + slack
    };
    let count = own[0].1.series.len();
    assert_eq!(found.series.len(), own.len() * count, "{name}");
    let ahead = found.listing.columns.len() - found.series.len();
    for (number, series) in found.series.iter().enumerate() {
        let column = &found.listing.columns[ahead + number];
        assert_eq!(column.name, series.name, "{name}");
        assert!(
            series.points.iter().all(|(x, y)| inside(&found.x, *x) && y.is_none_or(|y| inside(&found.y, y))),
            "{name}"
        );
        let (_, drawing) = &own[number % own.len()];
        let before = &drawing.series[number / own.len()];
        // A sweep is drawn again; the rest stands as it stood.
        if !matches!(chart.picture, Picture::Sweep { .. }) {
            assert_eq!(before.points, series.points, "{name}");
            let listed: Vec<_> = found.stops.iter().map(|stop| (stop.x, column.figures[stop.row])).collect();
            assert!(before.points.iter().all(|point| listed.contains(point)), "{name}: {listed:?}");
        }
    }
    assert!(found.stops.windows(2).all(|pair| pair[0].x <= pair[1].x), "{name}");
    assert!(
        found.stops.iter().all(|stop| found.listing.columns.iter().all(|of| stop.row < of.figures.len())),
        "{name}"
    );
    assert!(found.listing.rows.iter().all(|row| *row < found.stops.len()), "{name}");
    assert!(found.marks.iter().all(|mark: &Point| mark.x.is_finite() && mark.y.is_finite()), "{name}");
}

/// What is read out of a sweep is what the calculator itself gives there.
fn is_swept_rightly(name: &str, calculator: &Calculator, picture: &Picture, found: &Drawing, inputs: &[&InputSet]) {
    let Picture::Sweep { over, series, .. } = picture else { return };
    let (first, last) = (0, found.stops.len() - 1);
    for stop in [first, last / 3, last / 2, last].map(|place| found.stops[place]) {
        for (number, own) in inputs.iter().enumerate() {
            let mut evaluation = Evaluation::new(calculator.sheet(), own, 1);
            evaluation.lanes_mut(*over, 0)[0] = stop.x;
            evaluation.run();
            for (place, node) in series.iter().enumerate() {
                let column = &found.listing.columns[1 + place * inputs.len() + number];
                assert_eq!(column.figures[stop.row], evaluation.value(*node, 0), "{name} at {}", stop.x);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_scenarios_are_overlaid_soundly_or_not_at_all(first in dice(), others in prop::collection::vec(dice(), 2)) {
        let words = all(Language::English);
        for calculator in calculators::loaded() {
            let sheet = calculator.sheet();
            let base = thrown(sheet, &first, Reach::Within);
            let others = others.iter().map(|dice| thrown_again(sheet, &base, dice, Reach::Within));
            let inputs: Vec<InputSet> = std::iter::once(base.clone()).chain(others).collect();
            for chart in &sheet.charts {
                let name = format!("{} {}", calculator.id, chart.key);
                let (found, own) = together(&words, calculator, chart, &inputs);
                if let Some(found) = found {
                    is_sound(&name, chart, &found, &own);
                    let drawn = NAMES.iter().zip(&inputs).filter(|(name, _)| own.iter().any(|(other, _)| other == *name));
                    let drawn: Vec<&InputSet> = drawn.map(|(_, inputs)| inputs).collect();
                    is_swept_rightly(&name, calculator, &chart.picture, &found, &drawn);
                }
            }
        }
    }
}
