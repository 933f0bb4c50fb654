//! What is drawn as a table, and read out.

use crate::engine::Unit;
use crate::presentation::labels::Labels;
use crate::text::format::NOTHING;

/// A column of the table of what is drawn: its name, its unit and its figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub name: String,
    pub unit: Unit,
    pub figures: Vec<Option<f64>>,
}

/// What is drawn as a table. Its figures become text only when somebody reads them: writing them takes longer than
/// drawing them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// What the rows are called together, and each of them; empty where the first column tells them apart.
    pub heading: String,
    pub names: Vec<String>,
    pub columns: Vec<Column>,
    /// The rows that the table shows, of all that can be read out.
    pub rows: Vec<usize>,
}

impl Listing {
    pub(super) fn new(heading: String, names: Vec<String>, columns: Vec<Column>) -> Self {
        let count = columns.first().map_or(0, |column| column.figures.len());
        Self { heading, names, columns, rows: (0..count).collect() }
    }

    /// The headings of the table.
    #[must_use]
    pub fn headings(&self) -> Vec<&str> {
        let heading = (!self.names.is_empty()).then_some(self.heading.as_str());
        heading.into_iter().chain(self.columns.iter().map(|column| column.name.as_str())).collect()
    }

    /// A row of the table, in words.
    #[must_use]
    pub fn row(&self, labels: &Labels, row: usize) -> Vec<String> {
        let figures = self.columns.iter().map(|column| column.text(labels, row));
        self.names.get(row).cloned().into_iter().chain(figures).collect()
    }

    /// A row in a sentence.
    #[must_use]
    pub fn sentence(&self, labels: &Labels, row: usize) -> String {
        let figures = self.columns.iter().map(|column| format!("{} {}", column.name, column.text(labels, row)));
        let figures = figures.collect::<Vec<_>>().join(" · ");
        self.names.get(row).map_or_else(|| figures.clone(), |name| format!("{name}: {figures}"))
    }

    /// Keeps at most so many rows of the table, evenly spaced, with the first and the last.
    pub(super) fn thin(&mut self, most: usize) {
        let (count, every) = (self.rows.len(), self.rows.len().div_ceil(most).max(1));
        self.rows.retain(|row| row % every == 0 || row + 1 == count);
    }
}

impl Column {
    pub(super) fn text(&self, labels: &Labels, row: usize) -> String {
        let figure = self.figures.get(row).copied().flatten();
        figure.map_or_else(|| NOTHING.to_owned(), |figure| labels.figure(figure, self.unit))
    }
}
