//! What a chart description looks like with the figures of the day: shapes, axes, a read-out and the table of the same data.
//!
//! One drawing is painted on the canvas, written as a table and read out to a screen reader.

use super::speech::Speech;
use crate::engine::chart::{Chart, Mark, Picture, Source};
use crate::engine::math::ordered;
use crate::engine::unit::NUMBER;
use crate::engine::{DetailKind, Evaluation, NodeId, TableId, Unit};

mod axis;
pub use axis::{Axis, ticks};

/// How many figures a curve has at most.
const POINTS: usize = 97;
/// How many cells of a heat map its table lists: more would freeze the page, and the read-out tells every cell.
const MOST_CELLS_LISTED: usize = 400;

/// A line, a row of bars, a ring of a radar.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub name: String,
    /// Where there is no figure, there is a gap.
    pub points: Vec<(f64, Option<f64>)>,
}

/// What the figures are drawn as.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Lines {
        stepped: bool,
    },
    Bars {
        stacked: bool,
    },
    /// Bars that begin where the last ended; true marks a total that stands on the ground.
    Stack {
        ranges: Vec<(f64, f64, bool)>,
    },
    Funnel,
    /// Named points, a line (intercept, slope) and our own point.
    Map {
        line: Option<(f64, f64)>,
        own: Option<(f64, f64)>,
    },
    /// Cells by x and y with a figure.
    Heat {
        cells: Vec<(f64, f64, f64)>,
        low: f64,
        high: f64,
    },
    Radar,
}

/// A named point.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    pub name: String,
    pub x: f64,
    pub y: f64,
}

/// A place where the figures can be read out.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    pub x: f64,
    pub text: String,
}

/// A chart with its figures, ready to be painted, read out or listed.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    pub shape: Shape,
    pub x: Axis,
    pub y: Axis,
    /// Names along x (or around a radar), where x is no figure.
    pub categories: Vec<String>,
    pub series: Vec<Series>,
    pub marks: Vec<Point>,
    /// Where the swept input stands today.
    pub now: Option<f64>,
    pub stops: Vec<Stop>,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// The drawing of a chart; none where its figures have no value.
#[must_use]
pub fn draw(speech: &Speech, evaluation: &Evaluation, chart: &Chart) -> Option<Drawing> {
    let artist = Artist { speech, evaluation, key: chart.key };
    match &chart.picture {
        Picture::Sweep { over, from, to, series, marks } => artist.sweep(*over, *from, *to, series, marks),
        Picture::Lines { x, series, stepped } => artist.lines(*x, series, *stepped),
        Picture::Bars { labels, series, stacked } => artist.bars(*labels, series, *stacked),
        Picture::Figures { bars } => artist.figures(bars),
        Picture::Stack { first, steps, last } => artist.stack(*first, steps, *last),
        Picture::Funnel { labels, size } => artist.funnel(*labels, *size),
        Picture::Map { labels, x, y, line, own } => artist.map(*labels, *x, *y, *line, *own),
        Picture::Heat { x, y, value } => artist.heat(*x, *y, *value),
        Picture::Radar { grid } => artist.radar(*grid),
    }
}

struct Artist<'a> {
    speech: &'a Speech<'a>,
    evaluation: &'a Evaluation<'a>,
    key: &'static str,
}

/// A column to draw: its name, its unit and its figures.
struct Column {
    name: String,
    unit: Unit,
    figures: Vec<Option<f64>>,
}

impl Artist<'_> {
    fn word(&self, part: &str) -> String {
        self.speech.find(&format!("chart.{}.{part}", self.key)).unwrap_or_default().to_owned()
    }

    fn unit(&self, node: NodeId) -> Unit {
        self.evaluation.sheet().node(node).unit
    }

    fn column(&self, source: Source) -> Option<Column> {
        match source {
            Source::Column(node) => Some(Column {
                name: self.speech.label(node),
                unit: self.unit(node),
                figures: self.evaluation.column(node),
            }),
            Source::Part(call, place) => {
                let function = self.evaluation.sheet().call(call).function;
                let column = function.columns.get(place)?;
                let figures = self.evaluation.parts(call)?.into_iter().nth(place)?;
                Some(Column {
                    name: self.speech.word(&format!("part.{}.{}", function.key, column.key)),
                    unit: if let DetailKind::Number(unit) = column.kind { unit } else { NUMBER },
                    figures: figures.into_iter().map(|figure| Some(figure).filter(|f| f.is_finite())).collect(),
                })
            }
        }
    }

    fn axis(&self, part: &str, figures: impl IntoIterator<Item = f64>, unit: Unit, from_zero: bool) -> Option<Axis> {
        Axis::over(figures, from_zero, self.word(part), |value| self.speech.short(value, unit))
    }

    fn read(&self, column: &Column, row: usize) -> String {
        self.written(column.figures.get(row).copied().flatten(), column.unit)
    }

    fn written(&self, value: Option<f64>, unit: Unit) -> String {
        value.map_or_else(|| crate::text::format::NOTHING.to_owned(), |value| self.speech.figure(value, unit))
    }

    fn sweep(&self, over: NodeId, from: NodeId, to: NodeId, series: &[NodeId], marks: &[Mark]) -> Option<Drawing> {
        let (from, to) = (self.evaluation.figure(from)?, self.evaluation.figure(to)?);
        if from >= to {
            return None;
        }
        let now = self.evaluation.figure(over).filter(|now| *now >= from && *now <= to);
        let marks: Vec<Point> = marks
            .iter()
            .filter_map(|mark| {
                let (x, y) = (self.evaluation.figure(mark.at)?, self.evaluation.figure(mark.value)?);
                let name = self.speech.word(&format!("mark.{}", mark.key));
                (x >= from && x <= to).then_some(Point { name, x, y })
            })
            .collect();
        let mut xs: Vec<f64> = (0..POINTS).map(|i| from + (to - from) * i as f64 / (POINTS - 1) as f64).collect();
        xs.extend(marks.iter().map(|mark| mark.x).chain(now));
        xs = ordered(&xs, |x| *x);
        xs.dedup();
        let sheet = self.evaluation.sheet();
        let mut sweep = Evaluation::new(sheet, self.speech.inputs, xs.len()).only(series.iter().copied());
        sweep.lanes_mut(over, 0).copy_from_slice(&xs);
        sweep.run();
        let columns: Vec<Column> = series
            .iter()
            .map(|node| Column {
                name: self.speech.label(*node),
                unit: self.unit(*node),
                figures: sweep.lanes(*node, 0).iter().map(|v| Some(*v).filter(|v| v.is_finite())).collect(),
            })
            .collect();
        let x = Column {
            name: self.speech.label(over),
            unit: self.unit(over),
            figures: xs.into_iter().map(Some).collect(),
        };
        let mut drawing = self.curves(&x, columns, false)?;
        (drawing.now, drawing.marks) = (now, marks);
        drawing.thin_rows();
        Some(drawing)
    }

    fn lines(&self, x: Source, series: &[Source], stepped: bool) -> Option<Drawing> {
        let columns: Option<Vec<Column>> = series.iter().map(|source| self.column(*source)).collect();
        let x = self.column(x)?;
        let mut drawing = self.curves(&x, columns?, stepped)?;
        drawing.thin_rows();
        Some(drawing)
    }

    fn curves(&self, x: &Column, columns: Vec<Column>, stepped: bool) -> Option<Drawing> {
        let xs: Vec<f64> = x.figures.iter().map(|x| x.unwrap_or_default()).collect();
        let unit = columns.first()?.unit;
        let all = columns.iter().flat_map(|column| column.figures.iter().copied().flatten());
        let rows = 0..xs.len();
        let texts = |row: usize| -> Vec<String> {
            std::iter::once(self.read(x, row)).chain(columns.iter().map(|column| self.read(column, row))).collect()
        };
        let stop = |row: usize| Stop {
            x: xs[row],
            text: std::iter::once(format!("{} {}", x.name, self.read(x, row)))
                .chain(columns.iter().map(|column| format!("{} {}", column.name, self.read(column, row))))
                .collect::<Vec<_>>()
                .join(" · "),
        };
        Some(Drawing {
            shape: Shape::Lines { stepped },
            x: Axis::exactly(&xs, self.word("x"), |value| self.speech.short(value, x.unit))?,
            y: self.axis("y", all, unit, true)?,
            categories: Vec::new(),
            stops: rows.clone().map(stop).collect(),
            columns: std::iter::once(&x.name).chain(columns.iter().map(|column| &column.name)).cloned().collect(),
            rows: rows.map(texts).collect(),
            series: columns
                .into_iter()
                .map(|column| Series { name: column.name, points: xs.iter().copied().zip(column.figures).collect() })
                .collect(),
            marks: Vec::new(),
            now: None,
        })
    }

    /// A drawing over named places 0, 1, 2 …
    fn over_names(&self, shape: Shape, names: Vec<String>, columns: Vec<Column>, extent: Vec<f64>) -> Option<Drawing> {
        let unit = columns.first()?.unit;
        let row = |place: usize| -> Vec<String> {
            std::iter::once(names[place].clone()).chain(columns.iter().map(|column| self.read(column, place))).collect()
        };
        let stop = |place: usize| {
            let parts: Vec<String> =
                columns.iter().map(|column| format!("{} {}", column.name, self.read(column, place))).collect();
            Stop { x: place as f64, text: format!("{}: {}", names[place], parts.join(" · ")) }
        };
        Some(Drawing {
            shape,
            x: Axis { low: -0.5, high: names.len() as f64 - 0.5, label: self.word("x"), ticks: Vec::new() },
            y: self.axis("y", extent, unit, true)?,
            stops: (0..names.len()).map(stop).collect(),
            rows: (0..names.len()).map(row).collect(),
            columns: std::iter::once(self.word("x")).chain(columns.iter().map(|column| column.name.clone())).collect(),
            categories: names,
            series: columns
                .into_iter()
                .map(|column| Series {
                    name: column.name,
                    points: column.figures.into_iter().enumerate().map(|(x, y)| (x as f64, y)).collect(),
                })
                .collect(),
            marks: Vec::new(),
            now: None,
        })
    }

    fn names(&self, table: TableId) -> Vec<String> {
        (0..self.evaluation.rows()[table.index()]).map(|row| self.speech.row(table, row)).collect()
    }

    /// Columns over one table; a grid counts as a column for each of its own columns.
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
                name: self.speech.row(other, column),
                unit: self.unit(node),
                figures: (0..rows).map(|row| self.evaluation.value(node, place(row, column))).collect(),
            })
            .collect()
    }

    fn figures(&self, bars: &[NodeId]) -> Option<Drawing> {
        let names = bars.iter().map(|node| self.speech.label(*node)).collect();
        let figures: Vec<Option<f64>> = bars.iter().map(|node| self.evaluation.figure(*node)).collect();
        let extent = figures.iter().copied().flatten().collect();
        let column = Column { name: self.word("y"), unit: self.unit(*bars.first()?), figures };
        self.over_names(Shape::Bars { stacked: false }, names, vec![column], extent)
    }

    fn stack(&self, first: NodeId, steps: &[NodeId], last: NodeId) -> Option<Drawing> {
        let mut level = self.evaluation.figure(first)?;
        let (mut names, mut figures) = (vec![self.speech.label(first)], vec![Some(level)]);
        let mut ranges = vec![(0.0, level, true)];
        for step in steps {
            for cell in 0..self.evaluation.count(*step) {
                let change = self.evaluation.value(*step, cell)?;
                let axes = &self.evaluation.sheet().node(*step).axes.0;
                names
                    .push(axes.first().map_or_else(|| self.speech.label(*step), |table| self.speech.row(*table, cell)));
                figures.push(Some(change));
                ranges.push((level, level + change, false));
                level += change;
            }
        }
        let end = self.evaluation.figure(last)?;
        names.push(self.speech.label(last));
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
        let text = |point: &Point| {
            vec![point.name.clone(), self.written(Some(point.x), xs.unit), self.written(Some(point.y), ys.unit)]
        };
        let stop = |point: &Point| Stop {
            x: point.x,
            text: format!(
                "{}: {} {} · {} {}",
                point.name,
                xs.name,
                self.written(Some(point.x), xs.unit),
                ys.name,
                self.written(Some(point.y), ys.unit)
            ),
        };
        let stops = ordered(&marks, |point| point.x).iter().map(stop).collect();
        Some(Drawing {
            shape: Shape::Map { line, own },
            x: self.axis("x", marks.iter().map(|point| point.x), xs.unit, false)?,
            y: self.axis("y", marks.iter().map(|point| point.y), ys.unit, false)?,
            categories: Vec::new(),
            series: Vec::new(),
            stops,
            columns: vec![
                self.speech.word(&format!("row.{}", self.evaluation.sheet().table(labels).key)),
                xs.name.clone(),
                ys.name.clone(),
            ],
            rows: marks.iter().map(text).collect(),
            marks,
            now: None,
        })
    }

    fn heat(&self, x: Source, y: Source, value: Source) -> Option<Drawing> {
        let (x, y, value) = (self.column(x)?, self.column(y)?, self.column(value)?);
        let rows = 0..value.figures.len();
        let cells: Vec<(f64, f64, f64)> =
            rows.clone().filter_map(|row| Some((x.figures[row]?, y.figures[row]?, value.figures[row]?))).collect();
        let (low, high) = axis::extent(cells.iter().map(|cell| cell.2))?;
        let whole = |column: &Column, part: &str| {
            let (low, high) = axis::extent(column.figures.iter().copied().flatten())?;
            let mut axis = Axis::exactly(&[low, high], self.word(part), |value| self.speech.short(value, column.unit))?;
            axis.ticks.retain(|(value, _)| value.fract() == 0.0 && *value <= high);
            (axis.low, axis.high) = (low - 0.5, high + 0.5);
            Some(axis)
        };
        let text = |row: usize| vec![self.read(&x, row), self.read(&y, row), self.read(&value, row)];
        let stop = |row: usize| Stop {
            x: x.figures[row].unwrap_or_default(),
            text: format!(
                "{} {} · {} {} · {} {}",
                x.name,
                self.read(&x, row),
                y.name,
                self.read(&y, row),
                value.name,
                self.read(&value, row)
            ),
        };
        Some(Drawing {
            shape: Shape::Heat { cells, low, high },
            x: whole(&x, "x")?,
            y: whole(&y, "y")?,
            categories: vec![self.written(Some(low), value.unit), self.written(Some(high), value.unit)],
            series: Vec::new(),
            marks: Vec::new(),
            now: None,
            stops: rows.clone().map(stop).collect(),
            columns: vec![x.name.clone(), y.name.clone(), value.name.clone()],
            rows: rows.take(MOST_CELLS_LISTED).map(text).collect(),
        })
    }

    fn radar(&self, grid: NodeId) -> Option<Drawing> {
        let axes = &self.evaluation.sheet().node(grid).axes.0;
        let [shapes, spokes] = axes[..] else { return None };
        let columns = self.grid_columns(grid, spokes);
        debug_assert_eq!(columns.len(), self.evaluation.rows()[shapes.index()]);
        let extent = columns.iter().flat_map(|column| column.figures.iter().copied().flatten()).collect();
        self.over_names(Shape::Radar, self.names(spokes), columns, extent)
    }
}

impl Drawing {
    /// Keeps at most about forty rows of the table of a long curve; the curve itself keeps all its points.
    fn thin_rows(&mut self) {
        const MOST: usize = 40;
        let count = self.rows.len();
        if count > MOST {
            let every = count.div_ceil(MOST);
            let mut row = 0;
            self.rows.retain(|_| {
                row += 1;
                (row - 1) % every == 0 || row == count
            });
        }
    }
}
