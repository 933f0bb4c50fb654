//! A chart with its figures: what is painted, read out and listed.

use super::axis::Axis;
use super::listing::Listing;

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
    /// Bars that begin where the last ended; true marks a total that is on the ground.
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

/// A place where the figures of a row can be read out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    pub x: f64,
    pub row: usize,
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
    /// The figures beside the rows of a stack or a funnel.
    pub labels: Vec<String>,
    pub listing: Listing,
}
