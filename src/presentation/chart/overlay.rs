//! One chart in several scenarios as one drawing, where they can be told apart in it.

use std::mem::discriminant;

use super::axis::{Axis, extent};
use super::draw::{ChartSource, MOST_LISTED, along, draw};
use super::drawing::{Drawing, Point, Series, Shape, Stop};
use super::listing::{Column, Listing};
use crate::engine::chart::{Chart, Picture};
use crate::engine::math::ordered;
use crate::engine::{Evaluation, NodeId};
use crate::presentation::labels::Labels;
use crate::workbook::chain::Chain;

/// So many series lie in one drawing at most: there are no more colours to tell them apart.
pub const MOST_SERIES: usize = 6;

/// One chart in one scenario.
type Named = (String, Drawing);

/// A scenario to be drawn with others: what it is called, and one calculator's figures in it.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub name: &'a str,
    /// Speaks of this scenario's inputs, with what links feed filled in.
    pub labels: Labels<'a>,
    pub evaluation: &'a Evaluation<'a>,
    /// The calculator with all that feeds it, where anything does.
    pub chain: Option<&'a Chain>,
}

/// A chart of several scenarios as one drawing, its sweeps all over the same figures, so that every scenario has a figure
/// at every stop. None where small multiples tell more, or where no scenario has anything to draw; a scenario that has
/// nothing is left out.
#[must_use]
pub fn draw_together(chart: &Chart, scenes: &[Scene]) -> Option<Drawing> {
    let labels = &scenes.first()?.labels;
    let drawn = |scene: &Scene| draw(&scene.labels, scene.evaluation, scene.chain, chart);
    let mut drawings: Vec<(usize, Drawing)> =
        scenes.iter().enumerate().filter_map(|(number, scene)| Some((number, drawn(scene)?))).collect();
    if let Picture::Sweep { over, series, .. } = &chart.picture {
        sweep_together(chart, scenes, &mut drawings, (*over, series))?;
    }
    let named: Vec<Named> =
        drawings.into_iter().map(|(number, drawing)| (scenes[number].name.to_owned(), drawing)).collect();
    overlay(&named, labels)
}

/// Draws every curve again, from where the first begins to where the last ends.
fn sweep_together(
    chart: &Chart,
    scenes: &[Scene],
    drawings: &mut [(usize, Drawing)],
    (over, series): (NodeId, &[NodeId]),
) -> Option<()> {
    let ends = drawings.iter().flat_map(|(_, drawing)| [drawing.x.low, drawing.x.high]);
    let (low, high) = extent(ends)?;
    let marked = |drawing: &Drawing| drawing.marks.iter().map(|mark| mark.x).chain(drawing.now).collect::<Vec<_>>();
    let xs = along(low, high, drawings.iter().flat_map(|(_, drawing)| marked(drawing)));
    for (number, drawing) in drawings {
        let scene = &scenes[*number];
        let source =
            ChartSource { labels: &scene.labels, evaluation: scene.evaluation, chain: scene.chain, key: chart.key };
        let wide = source.swept(over, series, xs.clone())?;
        *drawing = Drawing { marks: std::mem::take(&mut drawing.marks), now: drawing.now, ..wide };
    }
    Some(())
}

/// Drawings of one chart in several scenarios, each with the scenario's name, as one drawing: lines over each other, bars
/// beside each other, a funnel as bars. None where small multiples tell more: stacked, mapped or round pictures, and more
/// series than there are colours.
#[must_use]
pub fn overlay(drawings: &[Named], labels: &Labels) -> Option<Drawing> {
    let (_, first) = drawings.first()?;
    let alike = |(_, other): &Named| {
        discriminant(&other.shape) == discriminant(&first.shape) && other.series.len() == first.series.len()
    };
    if !drawings.iter().all(alike) || drawings.len() * first.series.len() > MOST_SERIES {
        return None;
    }
    match first.shape {
        Shape::Lines { stepped } => lines(drawings, stepped, labels),
        Shape::Bars { stacked } if stacked && first.series.len() > 1 => None,
        Shape::Bars { .. } | Shape::Funnel => bars(drawings, labels),
        Shape::Stack { .. } | Shape::Map { .. } | Shape::Heat { .. } | Shape::Radar => None,
    }
}

/// A series of a scenario: its name among others, the drawing it is from and its place there.
type Turn<'d> = (String, &'d Drawing, usize);

/// Each series of each scenario, the scenarios of one series side by side.
fn in_turn(drawings: &[Named]) -> Vec<Turn<'_>> {
    let count = drawings.first().map_or(0, |(_, drawing)| drawing.series.len());
    let name = |scenario: &str, drawing: &Drawing, place: usize| match count {
        1 => scenario.to_owned(),
        _ => format!("{} · {scenario}", drawing.series[place].name),
    };
    let of_place = |place| drawings.iter().map(move |(scenario, of)| (name(scenario, of, place), of, place));
    (0..count).flat_map(of_place).collect()
}

/// The series as they were, under their names among others.
fn renamed(turns: &[Turn]) -> Vec<Series> {
    let series = |(name, of, place): &Turn| Series { name: name.clone(), points: of.series[*place].points.clone() };
    turns.iter().map(series).collect()
}

/// Every figure of all series, for an axis.
fn all_figures(series: &[Series]) -> impl Iterator<Item = f64> {
    series.iter().flat_map(|series| series.points.iter().filter_map(|(_, figure)| *figure))
}

fn lines(drawings: &[Named], stepped: bool, labels: &Labels) -> Option<Drawing> {
    let (_, first) = drawings.first()?;
    let [x, y, ..] = &first.listing.columns[..] else { return None };
    let turns = in_turn(drawings);
    let series = renamed(&turns);
    let rows = rows(drawings);
    let xs: Vec<f64> = rows.iter().map(|row| row.x).collect();
    let column = |(name, of, place): &Turn| {
        let own = of.listing.columns.get(place + 1)?;
        let figures =
            rows.iter().map(|row| own_row(of, *row, stepped).and_then(|row| *own.figures.get(row)?)).collect();
        Some(Column { name: name.clone(), unit: own.unit, figures })
    };
    let columns: Option<Vec<Column>> = turns.iter().map(column).collect();
    let x_column = Column { name: x.name.clone(), unit: x.unit, figures: xs.iter().copied().map(Some).collect() };
    let mut listing = Listing::new(String::new(), Vec::new(), std::iter::once(x_column).chain(columns?).collect());
    listing.thin(MOST_LISTED);
    let shown = drawings.iter().flat_map(|(_, of)| [of.x.low, of.x.high]).collect::<Vec<_>>();
    Some(Drawing {
        shape: Shape::Lines { stepped },
        x: Axis::exactly(&shown, first.x.label.clone(), |value| labels.short(value, x.unit))?,
        y: Axis::over(all_figures(&series), true, first.y.label.clone(), |value| labels.short(value, y.unit))?,
        categories: Vec::new(),
        series,
        marks: marks(drawings),
        now: first.now.filter(|_| drawings.iter().all(|(_, of)| of.now == first.now)),
        stops: xs.iter().enumerate().map(|(row, x)| Stop { x: *x, row }).collect(),
        labels: Vec::new(),
        listing,
    })
}

/// A row of several scenarios' lines: an x, and which of the rows that are there. Two stand where a line jumps.
#[derive(Clone, Copy, PartialEq)]
struct Row {
    x: f64,
    nth: usize,
}

/// Every x of every scenario once, and as often as the scenario with most rows there has it.
fn rows(drawings: &[Named]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (_, drawing) in drawings {
        let xs = ordered(&places(drawing).map(|(_, x)| x).collect::<Vec<_>>(), |x| *x);
        let nth = |place: usize| xs[..place].iter().rev().take_while(|before| **before == xs[place]).count();
        rows.extend((0..xs.len()).map(|place| Row { x: xs[place], nth: nth(place) }));
    }
    // The sort leaves equal ones in their order.
    rows = ordered(&ordered(&rows, |row| row.nth as f64), |row| row.x);
    rows.dedup();
    rows
}

/// The rows of a drawing of lines that have an x, with it.
fn places(drawing: &Drawing) -> impl Iterator<Item = (usize, f64)> {
    let xs = drawing.listing.columns.first().map_or(&[][..], |column| &column.figures);
    // Adding zero turns -0 into 0.
    xs.iter().enumerate().filter_map(|(row, x)| Some((row, (*x)? + 0.0)))
}

/// Which of a scenario's own rows speaks for a common row: the one at the same x; where a line goes in steps, else the step
/// that it is on. A curve between two of its points is not known, so there is none.
fn own_row(drawing: &Drawing, row: Row, stepped: bool) -> Option<usize> {
    let here: Vec<usize> = places(drawing).filter(|(_, x)| *x == row.x).map(|(own, _)| own).collect();
    if let Some(last) = here.last() {
        return Some(*here.get(row.nth).unwrap_or(last));
    }
    let goes_on = places(drawing).any(|(_, x)| x > row.x);
    let before = places(drawing).filter(|(_, x)| *x < row.x);
    let step = before.reduce(|step, other| if other.1 >= step.1 { other } else { step });
    step.filter(|_| stepped && goes_on).map(|(own, _)| own)
}

/// Every scenario's marks under its name; one that stands alike in all of them stands once, under its own.
fn marks(drawings: &[Named]) -> Vec<Point> {
    let in_all = |mark: &Point| drawings.iter().all(|(_, of)| of.marks.contains(mark));
    let mut marks: Vec<Point> = Vec::new();
    for (scenario, drawing) in drawings {
        for mark in &drawing.marks {
            if !in_all(mark) {
                marks.push(Point { name: format!("{} · {scenario}", mark.name), ..mark.clone() });
            } else if !marks.contains(mark) {
                marks.push(mark.clone());
            }
        }
    }
    marks
}

fn bars(drawings: &[Named], labels: &Labels) -> Option<Drawing> {
    let (_, first) = drawings.first()?;
    if drawings.iter().any(|(_, of)| of.categories != first.categories) {
        return None;
    }
    let unit = first.listing.columns.first()?.unit;
    let column =
        |(name, of, place): &Turn| Some(Column { name: name.clone(), ..of.listing.columns.get(*place)?.clone() });
    let turns = in_turn(drawings);
    let columns: Option<Vec<Column>> = turns.iter().map(column).collect();
    let series = renamed(&turns);
    Some(Drawing {
        shape: Shape::Bars { stacked: false },
        x: first.x.clone(),
        y: Axis::over(all_figures(&series), true, first.y.label.clone(), |value| labels.short(value, unit))?,
        categories: first.categories.clone(),
        marks: Vec::new(),
        now: None,
        stops: first.stops.clone(),
        labels: Vec::new(),
        listing: Listing::new(first.listing.heading.clone(), first.listing.names.clone(), columns?),
        series,
    })
}
