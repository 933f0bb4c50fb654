//! Drawings: round figures on the axes, and every chart of every calculator with finite marks.

mod support;

use proptest::prelude::*;
use sales_workbench::calculators;
use sales_workbench::engine::chart::{Chart, Mark, Picture, Source};
use sales_workbench::engine::unit::{COUNT, MONEY, NUMBER};
use sales_workbench::engine::{Builder, Calculator, Evaluation, InputSet, Sheet, TableId};
use sales_workbench::presentation::chart::paper::Weight;
use sales_workbench::presentation::chart::{Axis, Drawing, Point, Shape, draw, paper, ticks};
use sales_workbench::presentation::labels::Labels;
use sales_workbench::text::{Catalogue, Currency, Language, Plain};
use support::inputs::{Reach, dice, thrown};
use support::words::{all, labels};

/// Whether a step is 1, 2 or 5 times a power of ten.
fn is_round(step: f64) -> bool {
    let text = format!("{step:.4e}");
    ["1.0000e", "2.0000e", "5.0000e"].iter().any(|start| text.starts_with(start))
}

#[test]
fn ticks_are_the_round_figures_a_person_would_choose() {
    for (low, high, wanted, expected) in [
        (0.0, 100.0, 5, &[0.0, 20.0, 40.0, 60.0, 80.0, 100.0][..]),
        (0.0, 9.0, 5, &[0.0, 2.0, 4.0, 6.0, 8.0]),
        (-3.0, 3.0, 3, &[-2.0, 0.0, 2.0]),
        (120.0, 180.0, 3, &[120.0, 140.0, 160.0, 180.0]),
        (0.0, 1e12, 2, &[0.0, 5e11, 1e12]),
    ] {
        assert_eq!(ticks(low, high, wanted), expected, "{low} to {high}");
    }
    for (low, high) in [(1.0, 1.0), (2.0, 1.0), (f64::NAN, 1.0), (0.0, f64::INFINITY)] {
        assert_eq!(ticks(low, high, 5), Vec::<f64>::new(), "{low} to {high}");
    }
}

#[test]
fn an_axis_reaches_from_one_round_figure_to_another() {
    let over = |figures: &[f64], from_zero: bool| {
        let axis = Axis::over(figures.iter().copied(), from_zero, String::new(), |value| value.to_string());
        axis.map(|axis| (axis.low, axis.high))
    };
    assert_eq!(over(&[12.0, 87.0], true), Some((0.0, 100.0)));
    assert_eq!(over(&[12.0, 87.0], false), Some((0.0, 100.0)));
    assert_eq!(over(&[112.0, 187.0], false), Some((100.0, 200.0)));
    assert_eq!(over(&[-30.0, 70.0, f64::NAN], true), Some((-40.0, 80.0)));
    assert_eq!(over(&[5.0, 5.0], false), Some((5.0, 10.0)));
    assert_eq!(over(&[0.0], true), Some((0.0, 1.0)));
    assert_eq!(over(&[], true), None);
}

fn axis_is_sound(axis: &Axis, name: &str) {
    assert!(axis.low.is_finite() && axis.high.is_finite() && axis.low < axis.high, "{name}: {axis:?}");
    for (value, text) in &axis.ticks {
        let slack = (axis.high - axis.low) * 1e-9;
        assert!(*value >= axis.low - slack && *value <= axis.high + slack && !text.is_empty(), "{name}: {axis:?}");
    }
}

/// All that is painted, listed or read out is finite, complete and in words.
fn is_sound(drawing: &Drawing, labels: &Labels, name: &str) {
    // A sheet of the test's own has no words, so keys are in their place.
    let own_words = !labels.words.keys(labels.section).is_empty();
    axis_is_sound(&drawing.x, name);
    axis_is_sound(&drawing.y, name);
    for series in &drawing.series {
        let finite = series.points.iter().all(|(x, y)| x.is_finite() && y.is_none_or(f64::is_finite));
        assert!(finite, "{name}: {series:?}");
    }
    assert!(drawing.marks.iter().all(|mark| mark.x.is_finite() && mark.y.is_finite()), "{name}: {:?}", drawing.marks);
    if let Shape::Lines { .. } = drawing.shape {
        let on_a_line = |mark: &Point| drawing.series.iter().any(|of| of.points.contains(&(mark.x, Some(mark.y))));
        assert!(drawing.marks.iter().all(on_a_line), "{name}: {:?} beside its line", drawing.marks);
    }
    match &drawing.shape {
        Shape::Stack { ranges } => {
            assert!(ranges.iter().all(|(from, to, _)| from.is_finite() && to.is_finite()), "{name}: {ranges:?}");
            assert_eq!(ranges.len(), drawing.categories.len(), "{name}");
        }
        Shape::Heat { cells, low, high } => {
            assert!(low <= high, "{name}: {low} to {high}");
            let inside = |value: f64| (*low..=*high).contains(&value);
            assert!(cells.iter().all(|(x, y, value)| x.is_finite() && y.is_finite() && inside(*value)), "{name}");
        }
        Shape::Map { line, own } => {
            let pairs = line.iter().chain(own);
            assert!(pairs.into_iter().all(|(a, b)| a.is_finite() && b.is_finite()), "{name}: {line:?} {own:?}");
        }
        Shape::Bars { .. } | Shape::Funnel => {
            // Half a place before the first name and behind the last.
            let end = drawing.stops.len() as f64 - 0.5;
            assert_eq!((drawing.x.low, drawing.x.high), (-0.5, end), "{name}: {:?}", drawing.x);
        }
        Shape::Lines { .. } | Shape::Radar => {}
    }
    let listing = &drawing.listing;
    assert!(listing.columns.iter().all(|column| column.figures.len() >= listing.rows.len()), "{name}: gaps");
    assert!(listing.names.is_empty() || listing.names.len() >= listing.rows.len(), "{name}: rows without a name");
    // Lines and heat follow the rows of a table, in whatever order they stand.
    let in_rows = matches!(drawing.shape, Shape::Lines { .. } | Shape::Heat { .. });
    let sorted = drawing.stops.windows(2).all(|pair| pair[0].x <= pair[1].x);
    assert!(in_rows || sorted, "{name}: stops are out of order");
    let said = drawing.stops.iter().map(|stop| listing.sentence(labels, stop.row));
    let rows = listing.rows.iter().flat_map(|row| listing.row(labels, *row));
    let names = drawing.categories.iter().chain(&drawing.labels).cloned();
    for text in said.chain(rows).chain(names).chain(listing.headings().into_iter().map(str::to_owned)) {
        let text = if own_words { text } else { text.replace('_', " ") };
        assert!(!text.contains(['{', '}', '@', '_']) && !text.contains("NaN"), "{name}: {text}");
    }
}

fn drawn(words: &Catalogue, calculator: &'static Calculator, inputs: &InputSet, chart: &Chart) -> Option<Drawing> {
    let evaluation = Evaluation::of(calculator.sheet(), inputs);
    draw(&labels(words, calculator, inputs), &evaluation, None, chart)
}

#[test]
fn every_chart_is_drawn_at_the_preset_in_every_language() {
    for language in Language::ALL {
        let words = all(language);
        for calculator in calculators::loaded() {
            let inputs = InputSet::preset(calculator.sheet());
            for chart in &calculator.sheet().charts {
                let name = format!("{} {} {}", calculator.id, chart.key, language.tag());
                let drawing = drawn(&words, calculator, &inputs, chart).unwrap_or_else(|| panic!("{name}: nothing"));
                is_sound(&drawing, &labels(&words, calculator, &inputs), &name);
                assert!(!drawing.stops.is_empty() && !drawing.listing.rows.is_empty(), "{name}");
                assert!(drawing.listing.headings().iter().all(|heading| !heading.is_empty()), "{name}");
            }
        }
    }
}

/// What the headline and each chart's title say at every preset in every language, with the calculator and the key.
fn said_at_the_presets() -> Vec<(String, String)> {
    let mut said = Vec::new();
    for language in Language::ALL {
        let words = all(language);
        for calculator in calculators::loaded() {
            let inputs = InputSet::preset(calculator.sheet());
            let (labels, evaluation) =
                (labels(&words, calculator, &inputs), Evaluation::of(calculator.sheet(), &inputs));
            let charts = calculator.sheet().charts.iter().map(|chart| format!("chart.{}.title", chart.key));
            let keys = charts.chain(["headline".to_owned()]);
            said.extend(keys.map(|key| (format!("{} {key}", calculator.id), labels.sentence(&evaluation, &key))));
        }
    }
    said
}

#[test]
fn every_title_says_its_finding_at_the_preset() {
    for (name, sentence) in said_at_the_presets() {
        assert!(!sentence.contains(['{', '}', '–', '@']), "{name}: {sentence}");
    }
}

/// A sheet of its own, with every kind of picture.
fn pictures(sheet: &Builder) {
    let rows = sheet.table("rows", 3, 1..=6);
    let size = rows.number("size", MONEY, &[10.0, -20.0, 30.0], -1e9..=1e9);
    let place = rows.number("place", NUMBER, &[1.0, 2.0, 3.0], -1e9..=1e9);
    let volume = sheet.number("volume", COUNT, 50.0, 0.0..=1e9);
    let price = sheet.number("price", MONEY.per(COUNT), 4.0, 0.0..=1e9);
    let grid = sheet.grid("grid", &[rows, rows], NUMBER, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0], 0.0..=9.0);
    let revenue = sheet.result("revenue", MONEY, volume * price);
    let start = sheet.result("start", MONEY, price * 10.0 * sheet.constant(1.0, COUNT));
    let end = sheet.result("end", MONEY, start + size.sum());
    let (from, to) = (sheet.constant(0.0, COUNT).node(), sheet.constant(200.0, COUNT).node());
    let column = |cell: sales_workbench::engine::Cell| Source::Column(cell.node());
    let mark = Mark { key: "mark", at: volume.node(), on: revenue.node() };
    sheet.chart(
        "sweep",
        Picture::Sweep { over: volume.node(), from, to, series: vec![revenue.node()], marks: vec![mark] },
    );
    let (from, to) = (sheet.constant(30.0, COUNT).node(), sheet.constant(150.0, COUNT).node());
    sheet.chart(
        "part",
        Picture::Sweep { over: volume.node(), from, to, series: vec![revenue.node()], marks: Vec::new() },
    );
    sheet.chart("lines", Picture::Lines { x: column(place), series: vec![column(size)], stepped: false });
    sheet.chart("bars", Picture::Bars { labels: rows.id(), series: vec![column(size), column(size)], stacked: true });
    sheet.chart("grid", Picture::Bars { labels: rows.id(), series: vec![column(grid)], stacked: false });
    sheet.chart("figures", Picture::Figures { bars: vec![revenue.node(), end.node()] });
    sheet.chart("stack", Picture::Stack { first: start.node(), changes: vec![size.node()], last: end.node() });
    sheet.chart("funnel", Picture::Funnel { labels: rows.id(), size: size.node() });
    let line = Some((sheet.constant(5.0, MONEY).node(), sheet.constant(2.0, MONEY).node()));
    let own = Some((volume.node(), revenue.node()));
    sheet.chart("map", Picture::Map { labels: rows.id(), x: place.node(), y: size.node(), line, own });
    sheet.chart("heat", Picture::Heat { x: column(place), y: column(place), value: column(size) });
    sheet.chart("radar", Picture::Radar { grid: grid.node() });
}

fn own_speech<'a>(words: &'a Catalogue, sheet: &'a Sheet, inputs: &'a InputSet) -> Labels<'a> {
    Labels { words, section: "own", sheet, inputs, formatter: &Plain { currency: Currency::Usd } }
}

fn own_drawing(sheet: &Sheet, inputs: &InputSet, key: &str) -> Option<Drawing> {
    let words = Catalogue::default();
    let labels = own_speech(&words, sheet, inputs);
    let chart = sheet.charts.iter().find(|chart| chart.key == key).unwrap_or_else(|| panic!("no chart {key}"));
    draw(&labels, &Evaluation::of(sheet, inputs), None, chart)
}

#[test]
fn a_sweep_marks_today_and_passes_through_its_marks() {
    let sheet = Builder::record(pictures);
    let drawing = own_drawing(&sheet, &InputSet::preset(&sheet), "sweep").unwrap();
    assert_eq!((drawing.x.low, drawing.x.high, drawing.now), (0.0, 200.0, Some(50.0)));
    let points = &drawing.series[0].points;
    assert!(points.iter().all(|(x, y)| *y == Some(4.0 * x)));
    let mark = &drawing.marks[0];
    assert!(points.contains(&(mark.x, Some(mark.y))), "{mark:?}");
    let listed = drawing.listing.rows.len();
    assert!(listed <= 41 && listed < points.len(), "{listed} rows");
}

#[test]
fn a_sweep_goes_from_its_first_figure_to_its_last() {
    let sheet = Builder::record(pictures);
    let drawing = own_drawing(&sheet, &InputSet::preset(&sheet), "part").unwrap();
    let points = &drawing.series[0].points;
    assert_eq!((points.first(), points.last()), (Some(&(30.0, Some(120.0))), Some(&(150.0, Some(600.0)))));
    assert!(points.is_sorted_by(|a, b| a.0 < b.0));
}

#[test]
fn a_stack_begins_each_step_where_the_last_one_ended() {
    let sheet = Builder::record(pictures);
    let drawing = own_drawing(&sheet, &InputSet::preset(&sheet), "stack").unwrap();
    let Shape::Stack { ranges } = drawing.shape else { panic!("{:?}", drawing.shape) };
    let expected =
        [(0.0, 40.0, true), (40.0, 50.0, false), (50.0, 30.0, false), (30.0, 60.0, false), (0.0, 60.0, true)];
    assert_eq!(ranges, expected);
}

#[test]
fn stacked_bars_and_maps_have_room_for_all() {
    let sheet = Builder::record(pictures);
    let bars = own_drawing(&sheet, &InputSet::preset(&sheet), "bars").unwrap();
    assert!(bars.y.low <= -40.0 && bars.y.high >= 60.0, "{:?}", bars.y);
    let map = own_drawing(&sheet, &InputSet::preset(&sheet), "map").unwrap();
    assert_eq!(map.marks.len(), 4, "the rows and our own");
    assert!(map.y.high >= 200.0 && map.x.high >= 50.0);
}

#[test]
fn a_radar_or_a_grid_of_bars_has_a_shape_for_each_row_of_the_other_table() {
    let sheet = Builder::record(pictures);
    for key in ["radar", "grid"] {
        let drawing = own_drawing(&sheet, &InputSet::preset(&sheet), key).unwrap();
        assert_eq!((drawing.series.len(), drawing.categories.len()), (3, 3), "{key}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_inputs_draw_soundly_or_not_at_all(dice in dice()) {
        let words = all(Language::English);
        for calculator in calculators::loaded() {
            let inputs = thrown(calculator.sheet(), &dice, Reach::Within);
            for chart in &calculator.sheet().charts {
                if let Some(drawing) = drawn(&words, calculator, &inputs, chart) {
                    let name = format!("{} {}", calculator.id, chart.key);
                    is_sound(&drawing, &labels(&words, calculator, &inputs), &name);
                }
            }
        }
    }

    #[test]
    fn every_kind_of_picture_is_sound(dice in dice(), rows in 1..6_usize) {
        let sheet = Builder::record(pictures);
        let mut inputs = thrown(&sheet, &dice, Reach::Beyond);
        inputs.resize(&sheet, TableId(0), rows);
        for chart in &sheet.charts {
            if let Some(drawing) = own_drawing(&sheet, &inputs, chart.key) {
                let words = Catalogue::default();
                is_sound(&drawing, &own_speech(&words, &sheet, &inputs), chart.key);
            }
        }
    }

    #[test]
    fn ticks_are_a_round_step_apart_and_lie_within(
        low in -1e12..1e12_f64,
        span in prop_oneof![1e-9..1.0_f64, 1.0..1e3_f64, 1e3..1e15_f64],
        wanted in 2..10_usize,
    ) {
        // Below the digits of a figure there is nothing to tell apart.
        prop_assume!(span > low.abs() * 1e-9);
        let (high, found) = (low + span, ticks(low, low + span, wanted));
        prop_assert!(found.len() <= wanted + 1, "{} ticks", found.len());
        prop_assert!(found.iter().all(|tick| *tick >= low - span * 1e-6 && *tick <= high + span * 1e-6));
        for pair in found.windows(2) {
            let step = pair[1] - pair[0];
            prop_assert!(is_round(step) || span < low.abs() * 1e-6, "{step}");
        }
    }
}

#[test]
fn a_picture_that_leaves_the_page_wears_the_light_theme() {
    let tokens = include_str!("../styles/tokens.css");
    let light = tokens.split('}').next().unwrap_or_default();
    let token = |name: &str| {
        let rest = light.split(&format!("--{name}: ")).nth(1).unwrap_or_default();
        rest.split(';').next().unwrap_or_default()
    };
    let single = [("text", paper::TEXT), ("muted", paper::MUTED), ("line", paper::LINE), ("accent", paper::ACCENT)];
    for (name, colour) in single.into_iter().chain([("gain", paper::GAIN), ("loss", paper::LOSS)]) {
        assert_eq!(token(name), colour, "{name}");
    }
    for (place, colour) in paper::SERIES.iter().enumerate() {
        assert_eq!(token(&format!("chart-{}", place + 1)), *colour);
    }
}

#[test]
fn a_title_breaks_between_words_and_in_chinese_anywhere_but_before_a_stop() {
    assert_eq!(paper::lines("one two three", 5.0, Weight::Regular), ["one two", "three"]);
    assert_eq!(paper::lines("定价为成本加成，利润不变", 7.0, Weight::Bold), ["定价为成本加", "成，利润不变"]);
    assert_eq!(paper::lines("", 5.0, Weight::Regular), Vec::<String>::new());
    assert_eq!(paper::lines("on longitudinal lines", 5.0, Weight::Regular), ["on", "longitudi", "nal lines"]);
}

/// The widths of the letters of `DejaVu` Sans Bold from the blank to the tilde, in thousandths of their height.
const WIDE_AND_BOLD: [u16; 95] = [
    348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696, 696, 696, 696, 696,
    696, 696, 696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734, 830, 683, 683, 821, 837, 372, 372, 775, 637, 995,
    837, 850, 733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838, 500, 500, 675, 716, 593, 716,
    678, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687, 716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712,
    365, 712, 838,
];

/// How wide a line is in that font, a letter that it has not as wide as it is high.
fn wide_and_bold(line: &str) -> f64 {
    let of = |c: char| {
        let place = (c as usize).checked_sub(' ' as usize);
        place.and_then(|place| WIDE_AND_BOLD.get(place)).map_or(1.0, |width| f64::from(*width) / 1000.0)
    };
    line.chars().map(of).sum()
}

#[test]
fn no_line_of_a_title_runs_past_its_width_in_the_widest_of_the_common_fonts() {
    let most = 768.0 / 18.0;
    let long = "Win rate in the Asia-Pacific region moves revenue most: +2 points is worth $1,234,567.89 ";
    let mut titles = vec![long.repeat(3), "W".repeat(200), "每件 $1,234.56，".repeat(20)];
    titles.extend(said_at_the_presets().into_iter().map(|(_, title)| title));
    for title in titles {
        for line in paper::lines(&title, most, Weight::Bold) {
            assert!(wide_and_bold(&line) <= most, "{line}: {} of {most}", wide_and_bold(&line));
        }
    }
}
