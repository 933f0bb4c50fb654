//! Functions: ordinary Rust that takes figures, columns or grids and returns several, explained as one step.

use super::{Key, Unit};

/// What a step runs: it has several results and, if it has parts worth showing, a table of them.
#[derive(Debug)]
pub struct Function {
    /// The key of its words: what it does, and its formula.
    pub key: Key,
    /// Computes the results. An error names the reason why there is none.
    pub evaluate: fn(&Arguments, &mut Outputs) -> Result<(), Key>,
    /// The columns of its parts.
    pub columns: &'static [PartColumn],
    /// The parts.
    pub parts: Option<Parts>,
}

/// Gives the parts of a step, a list a column, all of one length; or the reason why there are none.
pub type Parts = fn(&Arguments) -> Result<Vec<Vec<f64>>, Key>;

/// One result of a step.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    pub key: Key,
    pub unit: Unit,
}

/// A column of a step's parts.
#[derive(Clone, Copy, Debug)]
pub struct PartColumn {
    pub key: Key,
    pub kind: PartKind,
}

/// What the figures of such a column mean.
#[derive(Clone, Copy, Debug)]
pub enum PartKind {
    Number(Unit),
    /// 0, 1, 2 … stand for these words of the catalogue.
    Word(&'static [Key]),
    /// 0, 1, 2 … stand for rows of the table of this key; −1 for none.
    RowOf(Key),
}

/// What a step is given: each argument a run of figures, one for a single figure, row by row for a column or grid.
/// A figure that has no value is not a number.
#[derive(Clone, Copy, Debug)]
pub struct Arguments<'a> {
    values: &'a [f64],
    ends: &'a [usize],
}

impl<'a> Arguments<'a> {
    /// Arguments laid end to end; `ends[i]` is where argument `i` stops.
    #[must_use]
    pub const fn new(values: &'a [f64], ends: &'a [usize]) -> Self {
        Self { values, ends }
    }

    /// The figures of an argument.
    #[must_use]
    pub fn column(&self, index: usize) -> &'a [f64] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.values[start..self.ends[index]]
    }

    /// The figure of an argument that is a single figure.
    #[must_use]
    pub fn figure(&self, index: usize) -> f64 {
        self.column(index)[0]
    }

    /// A choice, a switch or a whole number as an index; negative or absent gives 0.
    #[must_use]
    pub fn whole(&self, index: usize) -> usize {
        self.figure(index) as usize
    }

    /// Whether a switch is on.
    #[must_use]
    pub fn is_on(&self, index: usize) -> bool {
        self.figure(index) != 0.0
    }
}

/// Where a step writes its results.
#[derive(Debug)]
pub struct Outputs<'a> {
    values: &'a mut [f64],
    ends: &'a [usize],
}

impl<'a> Outputs<'a> {
    /// Room for results laid end to end.
    pub const fn new(values: &'a mut [f64], ends: &'a [usize]) -> Self {
        Self { values, ends }
    }

    /// The room of a result.
    pub fn column(&mut self, index: usize) -> &mut [f64] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &mut self.values[start..self.ends[index]]
    }

    /// Writes a result that is a single figure.
    pub fn set(&mut self, index: usize, value: f64) {
        self.column(index)[0] = value;
    }

    /// Writes a result that is a column or grid; what is missing stays without a value.
    pub fn fill(&mut self, index: usize, values: impl IntoIterator<Item = f64>) {
        for (room, value) in self.column(index).iter_mut().zip(values) {
            *room = value;
        }
    }
}
