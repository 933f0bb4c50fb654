//! The figures and names a person gave: one complete set of inputs of a sheet.

use super::sheet::{Axes, Preset};
use super::{InputId, Sheet, TableId};

/// A figure or a name for every cell of every input; as many rows as each table has.
#[derive(Clone, Debug, PartialEq)]
pub struct InputSet {
    rows: Vec<usize>,
    figures: Vec<Vec<Option<f64>>>,
    names: Vec<Vec<String>>,
}

impl InputSet {
    /// The realistic preset of the sheet.
    #[must_use]
    pub fn preset(sheet: &Sheet) -> Self {
        let figures = sheet.inputs.iter().map(|input| match &input.preset {
            Preset::Figures(figures) => figures.clone(),
            Preset::Names(_) => Vec::new(),
        });
        let names = sheet.inputs.iter().map(|input| match &input.preset {
            Preset::Figures(_) => Vec::new(),
            Preset::Names(names) => names.iter().map(|name| (*name).to_owned()).collect(),
        });
        Self {
            rows: sheet.tables.iter().map(|table| table.preset).collect(),
            figures: figures.collect(),
            names: names.collect(),
        }
    }

    /// How many rows each table has.
    #[must_use]
    pub fn rows(&self) -> &[usize] {
        &self.rows
    }

    /// The figures of an input, the last axis fastest; none where an optional one was left empty.
    #[must_use]
    pub fn figures(&self, input: InputId) -> &[Option<f64>] {
        &self.figures[input.index()]
    }

    /// The figure of an input that is a single field.
    #[must_use]
    pub fn figure(&self, input: InputId) -> Option<f64> {
        self.figures[input.index()].first().copied().flatten()
    }

    /// The names down a column.
    #[must_use]
    pub fn names(&self, input: InputId) -> &[String] {
        &self.names[input.index()]
    }

    /// Puts a figure into a cell of an input; a cell outside the input is left alone.
    pub fn set_figure(&mut self, input: InputId, cell: usize, figure: Option<f64>) {
        if let Some(room) = self.figures[input.index()].get_mut(cell) {
            *room = figure;
        }
    }

    /// Puts a name into a row of a column; a row outside it is left alone.
    pub fn set_name(&mut self, input: InputId, row: usize, name: String) {
        if let Some(room) = self.names[input.index()].get_mut(row) {
            *room = name;
        }
    }

    /// Adds a row before `at`, filled like the row above it (the first row: like the old first one), its name empty.
    pub fn insert_row(&mut self, sheet: &Sheet, table: TableId, at: usize) {
        let rows = self.rows[table.index()];
        if rows < sheet.table(table).most {
            let at = at.min(rows);
            let mut order: Vec<usize> = (0..rows).collect();
            order.insert(at, at.saturating_sub(1));
            self.arrange(sheet, table, &order);
            self.make_new_row(sheet, table, at);
        }
    }

    /// Clears what a new row must not repeat, and fills what it could not repeat.
    fn make_new_row(&mut self, sheet: &Sheet, table: TableId, at: usize) {
        let rows = self.rows[table.index()];
        for (index, input) in sheet.inputs.iter().enumerate() {
            if !input.axes.0.contains(&table) {
                continue;
            }
            if let Some(name) = self.names[index].get_mut(at) {
                name.clear();
            }
            let compares_rows = input.axes.0 == [table, table];
            for (cell, figure) in self.figures[index].iter_mut().enumerate() {
                if compares_rows && (cell / rows == at || cell % rows == at) {
                    *figure = Some(1.0);
                } else if figure.is_none() {
                    *figure = input.fallback();
                }
            }
        }
    }

    /// Takes a row away, unless the table would become too short.
    pub fn remove_row(&mut self, sheet: &Sheet, table: TableId, at: usize) {
        let rows = self.rows[table.index()];
        if at < rows && rows > sheet.table(table).least {
            let order: Vec<usize> = (0..rows).filter(|row| *row != at).collect();
            self.arrange(sheet, table, &order);
        }
    }

    /// Moves a row to another place.
    pub fn move_row(&mut self, sheet: &Sheet, table: TableId, from: usize, to: usize) {
        let rows = self.rows[table.index()];
        if from < rows && to < rows {
            let mut order: Vec<usize> = (0..rows).collect();
            let row = order.remove(from);
            order.insert(to, row);
            self.arrange(sheet, table, &order);
        }
    }

    /// Makes the table so long; new rows repeat the last one, with empty names.
    pub fn resize(&mut self, sheet: &Sheet, table: TableId, rows: usize) {
        let (least, most) = (sheet.table(table).least, sheet.table(table).most);
        let wanted = rows.clamp(least, most);
        while self.rows[table.index()] < wanted {
            self.insert_row(sheet, table, self.rows[table.index()]);
        }
        while self.rows[table.index()] > wanted {
            self.remove_row(sheet, table, self.rows[table.index()] - 1);
        }
    }

    /// Rebuilds every input over the table so that new row i is old row `order[i]`.
    fn arrange(&mut self, sheet: &Sheet, table: TableId, order: &[usize]) {
        let old_rows = self.rows.clone();
        self.rows[table.index()] = order.len();
        for (index, input) in sheet.inputs.iter().enumerate() {
            if !input.axes.0.contains(&table) {
                continue;
            }
            let places = source_places(&input.axes, table, order, &old_rows, &self.rows);
            let (figures, names) = (&self.figures[index], &self.names[index]);
            let moved = places.iter().map(|place| figures.get(*place).copied().flatten()).collect();
            let renamed: Vec<String> =
                places.iter().map(|place| names.get(*place).cloned().unwrap_or_default()).collect();
            if matches!(input.preset, Preset::Names(_)) {
                self.names[index] = renamed;
            } else {
                self.figures[index] = moved;
            }
        }
    }
}

/// For every new cell over `axes`, the old cell it comes from.
fn source_places(axes: &Axes, table: TableId, order: &[usize], old_rows: &[usize], new_rows: &[usize]) -> Vec<usize> {
    (0..axes.len(new_rows))
        .map(|cell| {
            let (mut rest, mut place, mut stride) = (cell, 0, 1);
            for axis in axes.0.iter().rev() {
                let length = new_rows[axis.index()];
                let row = rest % length;
                rest /= length;
                place += stride * if *axis == table { order[row] } else { row };
                stride *= old_rows[axis.index()];
            }
            place
        })
        .collect()
}
