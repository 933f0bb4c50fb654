//! What a chart description looks like with the figures of the day: shapes, axes, a read-out and the table of the same data.
//!
//! One drawing is painted on the canvas, written as a table and read out to a screen reader.

use super::axis::{Axis, extent};
use super::drawing::{Drawing, Point, Series, Shape, Stop};
use super::listing::{Column, Listing};
use crate::engine::chart::{Chart, Mark, Picture, Source};
use crate::engine::math::{order, ordered};
use crate::engine::unit::NUMBER;
use crate::engine::{Evaluation, NodeId, PartKind, TableId, Unit};
use crate::presentation::labels::Labels;
use crate::workbook::chain::Chain;

/// How many figures a curve has at most.
const POINTS: usize = 97;
/// How many rows the table of a curve or a heat map lists; the read-out tells every one.
pub(super) const MOST_LISTED: usize = 40;
const MOST_CELLS_LISTED: usize = 400;

/// The drawing of a chart; none where its figures have no value. Curves run through the links of the chain, where there is one.
#[must_use]
pub fn draw(labels: &Labels, evaluation: &Evaluation, chain: Option<&Chain>, chart: &Chart) -> Option<Drawing> {
    let source = ChartSource { labels, evaluation, chain, key: chart.key };
    match &chart.picture {
        Picture::Sweep { over, from, to, series, marks } => source.sweep(*over, *from, *to, series, marks),
        Picture::Lines { x, series, stepped } => source.lines(*x, series, *stepped),
        Picture::Bars { labels, series, stacked } => source.bars(*labels, series, *stacked),
        Picture::Figures { bars } => source.figures(bars),
        Picture::Stack { first, changes, last } => source.stack(*first, changes, *last),
        Picture::Funnel { labels, size } => source.funnel(*labels, *size),
        Picture::Map { labels, x, y, line, own } => source.map(*labels, *x, *y, *line, *own),
        Picture::Heat { x, y, value } => source.heat(*x, *y, *value),
        Picture::Radar { grid } => source.radar(*grid),
    }
}

/// One column over another, as a line: a result over an input, with a mark where the input stands.
#[must_use]
pub fn over(labels: &Labels, x: Column, y: Column, now: Option<f64>) -> Option<Drawing> {
    let axes = [x.name.clone(), y.name.clone()];
    Some(Drawing { now, ..curves(labels, x, vec![y], false, axes)? })
}

/// Columns over another one, as lines.
pub(crate) fn curves(
    labels: &Labels,
    x: Column,
    columns: Vec<Column>,
    stepped: bool,
    axes: [String; 2],
) -> Option<Drawing> {
    let xs: Vec<f64> = x.figures.iter().map(|x| x.unwrap_or_default()).collect();
    let unit = columns.first()?.unit;
    let all = columns.iter().flat_map(|column| column.figures.iter().copied().flatten());
    let points = |column: &Column| xs.iter().copied().zip(column.figures.iter().copied()).collect();
    let [across, up] = axes;
    Some(Drawing {
        shape: Shape::Lines { stepped },
        x: Axis::exactly(&xs, across, |value| labels.short(value, x.unit))?,
        y: Axis::over(all, true, up, |value| labels.short(value, unit))?,
        categories: Vec::new(),
        stops: xs.iter().enumerate().map(|(row, x)| Stop { x: *x, row }).collect(),
        labels: Vec::new(),
        series: columns.iter().map(|column| Series { name: column.name.clone(), points: points(column) }).collect(),
        listing: {
            let columns = std::iter::once(x).chain(columns).collect();
            let mut listing = Listing::new(String::new(), Vec::new(), columns);
            listing.thin(MOST_LISTED);
            listing
        },
        marks: Vec::new(),
        now: None,
    })
}

/// Even steps from one figure to another, with some further figures among them.
pub(super) fn along(from: f64, to: f64, more: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut xs: Vec<f64> = (0..POINTS).map(|i| from + (to - from) * i as f64 / (POINTS - 1) as f64).collect();
    xs.extend(more);
    xs = ordered(&xs, |x| *x);
    xs.dedup();
    xs
}

pub(super) struct ChartSource<'a> {
    pub labels: &'a Labels<'a>,
    pub evaluation: &'a Evaluation<'a>,
    pub chain: Option<&'a Chain>,
    pub key: &'static str,
}

impl ChartSource<'_> {
    fn word(&self, part: &str) -> String {
        self.labels.find(&format!("chart.{}.{part}", self.key)).unwrap_or_default().to_owned()
    }

    fn unit(&self, node: NodeId) -> Unit {
        self.evaluation.sheet().node(node).unit
    }

    fn column(&self, source: Source) -> Option<Column> {
        match source {
            Source::Column(node) => Some(Column {
                name: self.labels.label(node),
                unit: self.unit(node),
                figures: self.evaluation.column(node),
            }),
            Source::Part(step, place) => {
                let function = self.evaluation.sheet().step(step).function;
                let column = function.columns.get(place)?;
                let figures = self.evaluation.parts(step)?.get(place)?;
                Some(Column {
                    name: self.labels.word(&format!("part.{}.{}", function.key, column.key)),
                    unit: if let PartKind::Number(unit) = column.kind { unit } else { NUMBER },
                    figures: figures.iter().map(|figure| Some(*figure).filter(|f| f.is_finite())).collect(),
                })
            }
        }
    }

    fn axis(&self, part: &str, figures: impl IntoIterator<Item = f64>, unit: Unit, from_zero: bool) -> Option<Axis> {
        Axis::over(figures, from_zero, self.word(part), |value| self.labels.short(value, unit))
    }

    fn sweep(&self, over: NodeId, from: NodeId, to: NodeId, series: &[NodeId], marks: &[Mark]) -> Option<Drawing> {
        let (from, to) = (self.evaluation.figure(from)?, self.evaluation.figure(to)?);
        if from >= to {
            return None;
        }
        let now = self.evaluation.figure(over).filter(|now| *now >= from && *now <= to);
        let at = |mark: &Mark| self.evaluation.figure(mark.at).filter(|at| *at >= from && *at <= to);
        let xs = along(from, to, marks.iter().filter_map(at).chain(now));
        let drawing = self.swept(over, series, xs)?;
        // A mark lies on its line, and where that has no figure there is none.
        let point = |mark: &Mark| {
            let (x, line) = (at(mark)?, series.iter().position(|node| *node == mark.on)?);
            let (_, y) = drawing.series.get(line)?.points.iter().find(|point| point.0 == x)?;
            Some(Point { name: self.labels.word(&format!("mark.{}", mark.key)), x, y: (*y)? })
        };
        let marks = marks.iter().filter_map(point).collect();
        Some(Drawing { marks, now, ..drawing })
    }

    /// Results as an input runs along these figures, all else as it is.
    pub(super) fn swept(&self, over: NodeId, series: &[NodeId], xs: Vec<f64>) -> Option<Drawing> {
        let swept = if let Some(chain) = self.chain.filter(|chain| !chain.feeds().is_empty()) {
            chain.swept(over, &xs, series)
        } else {
            let sheet = self.evaluation.sheet();
            let mut sweep = Evaluation::new(sheet, self.labels.inputs, xs.len()).only(series.iter().copied());
            sweep.lanes_mut(over, 0).copy_from_slice(&xs);
            sweep.run();
            series.iter().map(|node| sweep.lanes(*node, 0).to_vec()).collect()
        };
        let columns = series.iter().zip(swept).map(|(node, figures)| Column {
            name: self.labels.label(*node),
            unit: self.unit(*node),
            figures: figures.into_iter().map(|figure| Some(figure).filter(|figure| figure.is_finite())).collect(),
        });
        let columns: Vec<Column> = columns.collect();
        let x = Column {
            name: self.labels.label(over),
            unit: self.unit(over),
            figures: xs.into_iter().map(Some).collect(),
        };
        self.curves(x, columns, false)
    }

    fn lines(&self, x: Source, series: &[Source], stepped: bool) -> Option<Drawing> {
        let columns: Option<Vec<Column>> = series.iter().map(|source| self.column(*source)).collect();
        self.curves(self.column(x)?, columns?, stepped)
    }

    fn curves(&self, x: Column, columns: Vec<Column>, stepped: bool) -> Option<Drawing> {
        curves(self.labels, x, columns, stepped, [self.word("x"), self.word("y")])
    }

    /// A drawing over named places 0, 1, 2 …
    fn over_names(&self, shape: Shape, names: Vec<String>, columns: Vec<Column>, extent: Vec<f64>) -> Option<Drawing> {
        let first = columns.first()?;
        let unit = first.unit;
        let beside = matches!(shape, Shape::Stack { .. } | Shape::Funnel);
        let labelled = if beside { 0..names.len() } else { 0..0 };
        Some(Drawing {
            shape,
            x: Axis { low: -0.5, high: names.len() as f64 - 0.5, label: self.word("x"), ticks: Vec::new() },
            y: self.axis("y", extent, unit, true)?,
            stops: (0..names.len()).map(|row| Stop { x: row as f64, row }).collect(),
            labels: labelled.map(|row| first.text(self.labels, row)).collect(),
            series: columns
                .iter()
                .map(|column| Series {
                    name: column.name.clone(),
                    points: column.figures.iter().enumerate().map(|(x, y)| (x as f64, *y)).collect(),
                })
                .collect(),
            categories: names.clone(),
            listing: Listing::new(self.word("x"), names, columns),
            marks: Vec::new(),
            now: None,
        })
    }

    fn names(&self, table: TableId) -> Vec<String> {
        (0..self.evaluation.rows()[table.index()]).map(|row| self.labels.row(table, row)).collect()
    }

    /// Columns over one table; nothing where no bar has a length and some have none to have. A grid counts as a column for each of its own columns.
    fn bars(&self, labels: TableId, series: &[Source], stacked: bool) -> Option<Drawing> {
        let names = self.names(labels);
        let mut columns = Vec::new();
        for source in series {
            match source {
                Source::Column(node) if self.evaluation.sheet().node(*node).axes.0.len() == 2 => {
                    columns.extend(self.grid_columns(*node, labels));
                }
                other => columns.push(self.column(*other)?),
            }
        }
        let mut figures = columns.iter().flat_map(|column| &column.figures);
        if figures.clone().any(Option::is_none) && figures.all(|figure| figure.unwrap_or_default() == 0.0) {
            return None;
        }
        let extent = if stacked {
            let total = |row: usize, sign: f64| {
                columns
                    .iter()
                    .filter_map(|c| c.figures.get(row).copied().flatten())
                    .filter(|v| v * sign > 0.0)
                    .sum::<f64>()
            };
            (0..names.len()).flat_map(|row| [total(row, 1.0), total(row, -1.0)]).collect()
        } else {
            columns.iter().flat_map(|column| column.figures.iter().copied().flatten()).collect()
        };
        self.over_names(Shape::Bars { stacked }, names, columns, extent)
    }

    fn grid_columns(&self, node: NodeId, labels: TableId) -> Vec<Column> {
        let axes = &self.evaluation.sheet().node(node).axes.0;
        let first_is_labels = axes[0] == labels;
        let other = if first_is_labels { axes[1] } else { axes[0] };
        let (rows, width) = (self.evaluation.rows()[labels.index()], self.evaluation.rows()[other.index()]);
        let place =
            |row: usize, column: usize| if first_is_labels { row * width + column } else { column * rows + row };
        (0..width)
            .map(|column| Column {
                name: self.labels.row(other, column),
                unit: self.unit(node),
                figures: (0..rows).map(|row| self.evaluation.value(node, place(row, column))).collect(),
            })
            .collect()
    }

    fn figures(&self, bars: &[NodeId]) -> Option<Drawing> {
        let names = bars.iter().map(|node| self.labels.label(*node)).collect();
        let figures: Vec<Option<f64>> = bars.iter().map(|node| self.evaluation.figure(*node)).collect();
        let extent = figures.iter().copied().flatten().collect();
        let column = Column { name: self.word("y"), unit: self.unit(*bars.first()?), figures };
        self.over_names(Shape::Bars { stacked: false }, names, vec![column], extent)
    }

    fn stack(&self, first: NodeId, changes: &[NodeId], last: NodeId) -> Option<Drawing> {
        let mut level = self.evaluation.figure(first)?;
        let (mut names, mut figures) = (vec![self.labels.label(first)], vec![Some(level)]);
        let mut ranges = vec![(0.0, level, true)];
        for node in changes {
            for cell in 0..self.evaluation.count(*node) {
                let change = self.evaluation.value(*node, cell)?;
                let axes = &self.evaluation.sheet().node(*node).axes.0;
                names
                    .push(axes.first().map_or_else(|| self.labels.label(*node), |table| self.labels.row(*table, cell)));
                figures.push(Some(change));
                ranges.push((level, level + change, false));
                level += change;
            }
        }
        let end = self.evaluation.figure(last)?;
        names.push(self.labels.label(last));
        figures.push(Some(end));
        ranges.push((0.0, end, true));
        let extent = ranges.iter().flat_map(|(from, to, _)| [*from, *to]).collect();
        let column = Column { name: self.word("y"), unit: self.unit(first), figures };
        self.over_names(Shape::Stack { ranges }, names, vec![column], extent)
    }

    fn funnel(&self, labels: TableId, size: NodeId) -> Option<Drawing> {
        let column = self.column(Source::Column(size))?;
        let extent = column.figures.iter().copied().flatten().collect();
        self.over_names(Shape::Funnel, self.names(labels), vec![column], extent)
    }

    fn map(
        &self,
        labels: TableId,
        x: NodeId,
        y: NodeId,
        line: Option<(NodeId, NodeId)>,
        own: Option<(NodeId, NodeId)>,
    ) -> Option<Drawing> {
        let pair = |pair: Option<(NodeId, NodeId)>| {
            pair.and_then(|(a, b)| Some((self.evaluation.figure(a)?, self.evaluation.figure(b)?)))
        };
        let (line, own, names) = (pair(line), pair(own), self.names(labels));
        let (xs, ys) = (self.column(Source::Column(x))?, self.column(Source::Column(y))?);
        let point = |(row, name): (usize, &String)| {
            Some(Point { name: name.clone(), x: xs.figures[row]?, y: ys.figures[row]? })
        };
        let mut marks: Vec<Point> = names.iter().enumerate().filter_map(point).collect();
        if let Some((x, y)) = own {
            marks.push(Point { name: self.word("own"), x, y });
        }
        let places: Vec<f64> = marks.iter().map(|mark| mark.x).collect();
        let column = |of: &Column, figure: fn(&Point) -> f64| Column {
            name: of.name.clone(),
            unit: of.unit,
            figures: marks.iter().map(|mark| Some(figure(mark))).collect(),
        };
        Some(Drawing {
            shape: Shape::Map { line, own },
            x: self.axis("x", marks.iter().map(|point| point.x), xs.unit, false)?,
            y: self.axis("y", marks.iter().map(|point| point.y), ys.unit, false)?,
            categories: Vec::new(),
            series: Vec::new(),
            stops: order(&places).into_iter().map(|row| Stop { x: places[row], row }).collect(),
            labels: Vec::new(),
            listing: Listing::new(
                self.labels.word(&format!("row.{}", self.evaluation.sheet().table(labels).key)),
                marks.iter().map(|mark| mark.name.clone()).collect(),
                vec![column(&xs, |mark| mark.x), column(&ys, |mark| mark.y)],
            ),
            marks,
            now: None,
        })
    }

    fn heat(&self, x: Source, y: Source, value: Source) -> Option<Drawing> {
        let (x, y, value) = (self.column(x)?, self.column(y)?, self.column(value)?);
        let rows = 0..value.figures.len();
        let cells: Vec<(f64, f64, f64)> =
            rows.clone().filter_map(|row| Some((x.figures[row]?, y.figures[row]?, value.figures[row]?))).collect();
        let (low, high) = extent(cells.iter().map(|cell| cell.2))?;
        let whole = |column: &Column, part: &str| {
            let (low, high) = extent(column.figures.iter().copied().flatten())?;
            let mut axis = Axis::exactly(&[low, high], self.word(part), |value| self.labels.short(value, column.unit))?;
            axis.ticks.retain(|(value, _)| value.fract() == 0.0 && *value <= high);
            (axis.low, axis.high) = (low - 0.5, high + 0.5);
            Some(axis)
        };
        let stop = |row: usize| Stop { x: x.figures[row].unwrap_or_default(), row };
        Some(Drawing {
            shape: Shape::Heat { cells, low, high },
            x: whole(&x, "x")?,
            y: whole(&y, "y")?,
            categories: [low, high].map(|end| self.labels.figure(end, value.unit)).to_vec(),
            series: Vec::new(),
            marks: Vec::new(),
            now: None,
            stops: rows.map(stop).collect(),
            labels: Vec::new(),
            listing: {
                let mut listing = Listing::new(String::new(), Vec::new(), vec![x, y, value]);
                listing.rows.truncate(MOST_CELLS_LISTED);
                listing
            },
        })
    }

    fn radar(&self, grid: NodeId) -> Option<Drawing> {
        let axes = &self.evaluation.sheet().node(grid).axes.0;
        let [shapes, spokes] = axes[..] else { return None };
        // Fewer spokes enclose nothing.
        if self.evaluation.rows()[spokes.index()] < 3 {
            return None;
        }
        let columns = self.grid_columns(grid, spokes);
        debug_assert_eq!(columns.len(), self.evaluation.rows()[shapes.index()]);
        let extent = columns.iter().flat_map(|column| column.figures.iter().copied().flatten()).collect();
        self.over_names(Shape::Radar, self.names(spokes), columns, extent)
    }
}
