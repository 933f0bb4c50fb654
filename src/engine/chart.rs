//! What a calculator says should be plotted: never pixels, colours or words.

use super::id::{NodeId, StepId, TableId};
use super::key::Key;

/// A picture by name; the catalogue holds `chart.KEY.title` (the finding), and what its axes are called.
#[derive(Debug)]
pub struct Chart {
    pub key: Key,
    pub picture: Picture,
}

/// A column of figures to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A cell over one table: a figure a row.
    Column(NodeId),
    /// A column of a step's parts, by its place.
    Part(StepId, usize),
}

/// A picture by what it shows.
#[derive(Debug)]
pub enum Picture {
    /// Results as one single-figure input runs from one figure to another, all else as it is; `now` marks today's.
    Sweep { over: NodeId, from: NodeId, to: NodeId, series: Vec<NodeId>, marks: Vec<Mark> },
    /// Lines over rows of a table, or of a step's parts.
    Lines { x: Source, series: Vec<Source>, stepped: bool },
    /// A bar a row for each series, side by side or stacked.
    Bars { labels: TableId, series: Vec<Source>, stacked: bool },
    /// Bars of single figures, each under its own name.
    Figures { bars: Vec<NodeId> },
    /// Changes up and down from a first figure to a last; they may be single figures or columns.
    Stack { first: NodeId, changes: Vec<NodeId>, last: NodeId },
    /// A funnel: the figure of each row, narrowing.
    Funnel { labels: TableId, size: NodeId },
    /// Points with names, a straight line over them (intercept, slope), and one point of our own.
    Map { labels: TableId, x: NodeId, y: NodeId, line: Option<(NodeId, NodeId)>, own: Option<(NodeId, NodeId)> },
    /// A colour for each pair of x and y.
    Heat { x: Source, y: Source, value: Source },
    /// A shape a row over the columns of a grid.
    Radar { grid: NodeId },
}

/// A named point on a sweep: where `at` stands, on the line of `on`, which is one of the series.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    pub key: Key,
    pub at: NodeId,
    pub on: NodeId,
}
