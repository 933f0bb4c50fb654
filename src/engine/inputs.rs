//! The figures and names a person gave: one complete set of inputs of a sheet.

use super::pairs::{self, Implied};
use super::sheet::{Axes, Preset};
use super::{InputId, Sheet, TableId};

/// A figure or a name for every cell of every input; as many rows as each table has.
#[derive(Clone, Debug, PartialEq)]
pub struct InputSet {
    rows: Vec<usize>,
    figures: Vec<Vec<Option<f64>>>,
    names: Vec<Vec<String>>,
    /// Which inputs compare the rows of a table with one another.
    paired: Vec<bool>,
}

/// How the rows of a table stand after a change: each new row names the old row it is; a row that was added names none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowOrder {
    pub table: TableId,
    order: Vec<Option<usize>>,
    rows_before: Vec<usize>,
    rows_after: Vec<usize>,
}

impl RowOrder {
    /// For every cell that the input has now, the cell it was; none for the cells of a row that was added.
    #[must_use]
    pub fn cells(&self, axes: &Axes) -> Vec<Option<usize>> {
        source_places(axes, self.table, &self.order, &self.rows_before, &self.rows_after)
    }
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
            paired: sheet.inputs.iter().map(|input| input.paired).collect(),
        }
    }

    /// How many rows each table has.
    #[must_use]
    pub fn rows(&self) -> &[usize] {
        &self.rows
    }

    /// Every input.
    pub fn ids(&self) -> impl Iterator<Item = InputId> + use<> {
        (0..self.figures.len() as u32).map(InputId)
    }

    /// Takes over the names of another set with the same rows.
    pub fn take_names(&mut self, other: &Self) {
        self.names.clone_from(&other.names);
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

    /// What a cell of an input follows from; none where it is asked for.
    #[must_use]
    pub fn implied(&self, input: InputId, cell: usize) -> Option<Implied> {
        let rows = self.figures[input.index()].len().isqrt();
        self.paired[input.index()].then(|| pairs::implied(cell, rows)).flatten()
    }

    /// Puts a figure into a cell of an input, and into the cell that follows from it; a cell outside the input is left alone,
    /// and so is one that follows from another.
    pub fn set_figure(&mut self, input: InputId, cell: usize, figure: Option<f64>) {
        if self.implied(input, cell).is_some() {
            return;
        }
        let (paired, figures) = (self.paired[input.index()], &mut self.figures[input.index()]);
        let Some(room) = figures.get_mut(cell) else { return };
        *room = figure;
        if paired {
            let rows = figures.len().isqrt();
            figures[cell % rows * rows + cell / rows] = reciprocal(figure);
        }
    }

    /// Puts a name into a row of a column; a row outside it is left alone.
    pub fn set_name(&mut self, input: InputId, row: usize, name: String) {
        if let Some(room) = self.names[input.index()].get_mut(row) {
            *room = name;
        }
    }

    /// Adds a row before `at`, filled like the row above it (the first row: like the old first one), its name empty.
    /// Nothing changes in a full table.
    pub fn insert_row(&mut self, sheet: &Sheet, table: TableId, at: usize) -> Option<RowOrder> {
        let rows = self.rows[table.index()];
        if rows >= sheet.table(table).most {
            return None;
        }
        let at = at.min(rows);
        let mut order: Vec<Option<usize>> = (0..rows).map(Some).collect();
        order.insert(at, Some(at.saturating_sub(1)));
        let mut result = self.arrange(sheet, table, order);
        self.make_new_row(sheet, table, at);
        result.order[at] = None;
        Some(result)
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
            for (cell, figure) in self.figures[index].iter_mut().enumerate() {
                if input.paired && (cell / rows == at || cell % rows == at) {
                    *figure = Some(1.0);
                } else if figure.is_none() {
                    *figure = input.fallback();
                }
            }
        }
    }

    /// Takes a row away, unless the table would become too short.
    pub fn remove_row(&mut self, sheet: &Sheet, table: TableId, at: usize) -> Option<RowOrder> {
        let rows = self.rows[table.index()];
        let possible = at < rows && rows > sheet.table(table).least;
        possible.then(|| self.arrange(sheet, table, (0..rows).filter(|row| *row != at).map(Some).collect()))
    }

    /// Moves a row to another place.
    pub fn move_row(&mut self, sheet: &Sheet, table: TableId, from: usize, to: usize) -> Option<RowOrder> {
        let rows = self.rows[table.index()];
        if from >= rows || to >= rows || from == to {
            return None;
        }
        let mut order: Vec<Option<usize>> = (0..rows).map(Some).collect();
        let row = order.remove(from);
        order.insert(to, row);
        Some(self.arrange(sheet, table, order))
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
    fn arrange(&mut self, sheet: &Sheet, table: TableId, order: Vec<Option<usize>>) -> RowOrder {
        let rows_before = self.rows.clone();
        self.rows[table.index()] = order.len();
        let order = RowOrder { table, order, rows_before, rows_after: self.rows.clone() };
        for (index, input) in sheet.inputs.iter().enumerate() {
            if !input.axes.0.contains(&table) {
                continue;
            }
            let places = order.cells(&input.axes);
            let (figures, names) = (&self.figures[index], &self.names[index]);
            let moved = places.iter().map(|place| place.and_then(|place| figures.get(place).copied().flatten()));
            let renamed = places.iter().map(|place| place.and_then(|place| names.get(place).cloned()));
            if matches!(input.preset, Preset::Names(_)) {
                self.names[index] = renamed.map(Option::unwrap_or_default).collect();
            } else {
                self.figures[index] = moved.collect();
            }
            if input.paired {
                self.renew_lower_half(index);
            }
        }
        order
    }

    fn renew_lower_half(&mut self, index: usize) {
        let figures = &mut self.figures[index];
        let rows = figures.len().isqrt();
        for cell in 0..figures.len() {
            if let Some(Implied::Reciprocal(of)) = pairs::implied(cell, rows) {
                figures[cell] = reciprocal(figures[of]);
            }
        }
    }
}

fn reciprocal(figure: Option<f64>) -> Option<f64> {
    figure.map(|figure| 1.0 / figure).filter(|figure| figure.is_finite())
}

/// For every new cell over `axes`, the old cell it comes from; none where its row is new.
fn source_places(
    axes: &Axes,
    table: TableId,
    order: &[Option<usize>],
    rows_before: &[usize],
    rows_after: &[usize],
) -> Vec<Option<usize>> {
    (0..axes.len(rows_after))
        .map(|cell| {
            let (mut rest, mut place, mut stride) = (cell, 0, 1);
            for axis in axes.0.iter().rev() {
                let length = rows_after[axis.index()];
                let row = rest % length;
                rest /= length;
                place += stride * if *axis == table { order[row]? } else { row };
                stride *= rows_before[axis.index()];
            }
            Some(place)
        })
        .collect()
}
