//! A table from a file: which of its columns go where, what each cell would put there, and all that would not be taken.

pub mod cells;
pub mod content;
pub mod grid;
pub mod names;

use super::fill::{self, Entry, Filling, Meaning};
use super::import::cells::{Hand, Odd};
use super::import::grid::{Grid, Row};
use super::import::names::Names;
use crate::engine::{InputId, InputKind, Sheet, TableId};
use crate::presentation::entry::Wrong;
use crate::presentation::labels::typed_kind;
use crate::text::Catalogue;
use crate::text::typed::{Kind, Note};
use crate::workbook::contents::Kept;
use crate::workbook::settings::Settings;

/// Where the rows go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Table(TableId),
    /// The single fields, a row each: its name, its value.
    Fields,
}

/// What the person can choose about a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choices {
    /// The first row names the columns.
    pub header: bool,
    pub hand: Hand,
    /// Behind the rows that there are, not in their place.
    pub append: bool,
    /// The input of each column of the file; unused for single fields.
    pub columns: Vec<Option<InputId>>,
}

/// Something that is not taken, or not as it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Trouble {
    /// The number does not stand; it is kept as typed, as it would be in the form.
    Wrong(Wrong),
    /// The figure that stands is kept.
    Odd(Odd),
    /// A result of another calculator feeds the field.
    Linked,
    /// Another currency's sign: the amount is taken as it is.
    Currency,
    /// No input is called so.
    Unknown,
}

/// A cell with a trouble.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    pub line: u64,
    /// Its column in the file, from 0.
    pub column: usize,
    pub input: Option<InputId>,
    pub text: String,
    pub trouble: Trouble,
}

/// What would be done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    pub filling: Filling,
    /// Where each line of the filling begins in the file.
    pub lines: Vec<u64>,
    pub issues: Vec<Issue>,
    /// Rows in which nothing stands.
    pub empty: Vec<u64>,
    /// The headings of columns that go nowhere.
    pub unused: Vec<String>,
    /// Headings that stand twice: the first counts.
    pub twice: Vec<String>,
    /// The columns that the file does not have: what is in them stays.
    pub missing: Vec<InputId>,
    /// Rows beyond the longest table.
    pub dropped: usize,
    /// The rows that stay because the table may not be shorter.
    pub stays: usize,
    /// Dates are in a column of names, and stay text.
    pub dates: bool,
}

/// A calculator's sheet and what is known about the person who brings the file.
#[derive(Clone, Copy)]
pub struct ImportContext<'a> {
    pub calculator: &'static str,
    pub sheet: &'a Sheet,
    pub target: Target,
    pub kept: &'a Kept,
    pub names: &'a Names,
    pub words: &'a Catalogue,
    pub settings: Settings,
}

impl ImportContext<'_> {
    /// The inputs that the target has.
    #[must_use]
    pub fn inputs(&self) -> Vec<InputId> {
        match self.target {
            Target::Table(table) => self.sheet.table(table).columns.clone(),
            Target::Fields => {
                let all = (0..self.sheet.inputs.len()).map(|index| InputId(index as u32));
                all.filter(|id| self.sheet.input(*id).axes.is_scalar()).collect()
            }
        }
    }

    /// How a file is most likely meant.
    #[must_use]
    pub fn likely(&self, grid: &Grid) -> Choices {
        let header = self.has_header(grid);
        let columns = self.likely_columns(grid, header);
        let mut choices = Choices { header, columns, ..Choices::default() };
        choices.hand.decimal_comma = self.writes_decimal_commas(grid, &choices);
        choices.hand.fractions = grid.exact || self.writes_fractions(grid, &choices);
        choices
    }

    /// The columns as they are most likely meant.
    #[must_use]
    pub fn likely_columns(&self, grid: &Grid, header: bool) -> Vec<Option<InputId>> {
        let Target::Table(_) = self.target else { return Vec::new() };
        let inputs = self.inputs();
        let headings = if header { headings(grid, true) } else { vec![String::new(); grid.width()] };
        let mut columns = self.names.by_heading(self.sheet, &inputs, &headings);
        // Figures under a heading that means nothing here are not guessed; without headings they come in the table's order.
        let free = |columns: &[Option<InputId>], id: &InputId| !columns.contains(&Some(*id));
        for place in 0..columns.len() {
            if columns[place].is_none() {
                let fits = |id: &&InputId| {
                    free(&columns, id)
                        && self.holds(grid, header, place, **id)
                        && (!header || !matches!(self.sheet.input(**id).kind, InputKind::Number { .. }))
                };
                columns[place] = inputs.iter().find(fits).copied();
            }
        }
        columns
    }

    /// Whether a column of the file could be this input, by what is in it.
    fn holds(&self, grid: &Grid, header: bool, place: usize, id: InputId) -> bool {
        let all: Vec<&str> = column(grid, header, place).collect();
        let most = |fits: &dyn Fn(&str) -> bool| {
            !all.is_empty() && all.iter().filter(|text| fits(text)).count() * 2 > all.len()
        };
        match self.sheet.input(id).kind {
            InputKind::Text => most(&|text| !cells::is_figure(text) && !cells::is_empty(text)),
            InputKind::Choice { .. } => most(&|text| self.names.option(self.sheet, id, text).is_some()),
            InputKind::Switch => false,
            InputKind::Number { .. } => most(&|text| cells::is_figure(text) || cells::is_empty(text)),
        }
    }

    /// The first row names the columns where one of its cells is the name of an input, or where figures stand only below it.
    fn has_header(&self, grid: &Grid) -> bool {
        let Some(first) = grid.rows.get(grid.start()) else { return false };
        let called = self.names.called(self.sheet, &self.inputs());
        match self.target {
            Target::Table(_) => {
                let named = first.cells.iter().any(|cell| called.find(cell).is_some());
                let figures = |row: &Row| row.cells.iter().any(|cell| cells::is_figure(cell));
                named || !figures(first) && grid.rows.iter().skip(grid.start() + 1).any(figures)
            }
            Target::Fields => {
                let [name, value] = [0, 1].map(|place| first.cells.get(place).map_or("", String::as_str));
                called.find(name).is_none() && !cells::is_figure(value)
            }
        }
    }

    /// The cells that hold figures, as far as known, each with its input.
    fn figures<'g>(&'g self, grid: &'g Grid, choices: &'g Choices) -> Vec<(InputId, &'g str)> {
        let rows = body(grid, choices.header);
        let called = self.names.called(self.sheet, &self.inputs());
        let all: Vec<(InputId, &str)> = match self.target {
            Target::Table(_) => rows
                .flat_map(|row| choices.columns.iter().zip(&row.cells))
                .filter_map(|(id, cell)| Some(((*id)?, cell.as_str())))
                .collect(),
            Target::Fields => rows
                .filter_map(|row| {
                    let id = called.find(row.cells.first()?)?;
                    Some((id, row.cells.get(1)?.as_str()))
                })
                .collect(),
        };
        all.into_iter().filter(|(id, _)| matches!(self.sheet.input(*id).kind, InputKind::Number { .. })).collect()
    }

    /// Some figure can only be read with a decimal comma, and none only with a point.
    fn writes_decimal_commas(&self, grid: &Grid, choices: &Choices) -> bool {
        let marks = || self.figures(grid, choices).into_iter().filter_map(|(_, text)| cells::decimal_mark(text));
        marks().any(|mark| mark == ',') && !marks().any(|mark| mark == '.')
    }

    /// The shares that stand without a sign, as they are written.
    fn bare_shares(&self, grid: &Grid, choices: &Choices) -> Vec<f64> {
        let share = |id: InputId| {
            let unit = self.sheet.input(id).unit();
            unit.is_some_and(|unit| matches!(typed_kind(unit), Kind::Percent | Kind::Discount))
        };
        let all = self.figures(grid, choices).into_iter().filter(|(id, _)| share(*id));
        all.filter_map(|(_, text)| cells::bare_share(text, choices.hand, self.settings)).collect()
    }

    /// Whether the person has to say what a share without a sign means.
    #[must_use]
    pub fn has_bare_shares(&self, grid: &Grid, choices: &Choices) -> bool {
        !self.bare_shares(grid, choices).is_empty()
    }

    /// All shares without a sign lie between 0 and 1, and one of them inside.
    fn writes_fractions(&self, grid: &Grid, choices: &Choices) -> bool {
        let shares = self.bare_shares(grid, choices);
        shares.iter().all(|share| (0.0..=1.0).contains(share)) && shares.iter().any(|share| share.fract() != 0.0)
    }

    /// What would be done with a file.
    #[must_use]
    pub fn plan(&self, grid: &Grid, choices: &Choices) -> Plan {
        let mut plan = Plan::default();
        plan.filling.calculator = self.calculator;
        match self.target {
            Target::Table(table) => self.plan_table(grid, choices, table, &mut plan),
            Target::Fields => self.plan_fields(grid, choices, &mut plan),
        }
        plan
    }

    fn plan_table(&self, grid: &Grid, choices: &Choices, table: TableId, plan: &mut Plan) {
        let limits = self.sheet.table(table);
        let present = self.kept.inputs.rows()[table.index()];
        let first = if choices.append { present } else { 0 };
        let mut row = first;
        for Row { line, cells } in body(grid, choices.header) {
            let spot = |(column, input): (usize, &Option<InputId>)| {
                let text = cells.get(column).map_or("", String::as_str);
                Some(Spot { line: *line, column, input: (*input)?, cell: row, text })
            };
            let spots: Vec<Spot> = choices.columns.iter().enumerate().filter_map(spot).collect();
            if spots.iter().all(|spot| spot.text.is_empty()) {
                plan.empty.push(*line);
            } else if row >= limits.most {
                plan.dropped += 1;
            } else {
                let entries = spots.iter().filter_map(|spot| self.entry(plan, choices.hand, spot)).collect();
                plan.filling.lines.push(entries);
                plan.lines.push(*line);
                row += 1;
            }
        }
        // Rows that were only counted are rows all the same.
        plan.dropped += grid.total.saturating_sub(grid.rows.len());
        if row > first {
            plan.filling.rows = Some((table, row));
            plan.filling.shortens = !choices.append;
            plan.stays = limits.least.saturating_sub(row);
        }
        plan.filling.dropped = plan.dropped;
        let headings = headings(grid, choices.header);
        let used = |place: usize| choices.columns.get(place).is_some_and(Option::is_some);
        let unused = |place: &usize| !used(*place) && column(grid, choices.header, *place).next().is_some();
        plan.unused = (0..headings.len()).filter(unused).map(|place| headings[place].clone()).collect();
        plan.twice = repeated(&headings);
        plan.missing = self.inputs().into_iter().filter(|id| !choices.columns.contains(&Some(*id))).collect();
    }

    fn plan_fields(&self, grid: &Grid, choices: &Choices, plan: &mut Plan) {
        let called = self.names.called(self.sheet, &self.inputs());
        let mut seen: Vec<InputId> = Vec::new();
        for Row { line, cells } in body(grid, choices.header) {
            let (name, value) = (cells.first().map_or("", String::as_str), cells.get(1).map_or("", String::as_str));
            match called.find(name) {
                _ if name.is_empty() => plan.empty.push(*line),
                Some(id) if seen.contains(&id) => plan.twice.push(name.to_owned()),
                Some(id) => {
                    seen.push(id);
                    let spot = Spot { line: *line, column: 1, input: id, cell: 0, text: value };
                    if let Some(entry) = self.entry(plan, choices.hand, &spot) {
                        plan.filling.lines.push(vec![entry]);
                        plan.lines.push(*line);
                    }
                }
                None => {
                    let trouble = Trouble::Unknown;
                    plan.issues.push(Issue { line: *line, column: 0, input: None, text: name.to_owned(), trouble });
                }
            }
        }
        plan.dropped = grid.total.saturating_sub(grid.rows.len());
        plan.filling.dropped = plan.dropped;
    }

    /// What a cell puts into a field, if anything; what is odd about it is noted in the plan.
    fn entry(&self, plan: &mut Plan, hand: Hand, spot: &Spot) -> Option<Entry> {
        let Spot { input, cell, text, .. } = *spot;
        if self.kept.links.get((input, cell)).is_some() {
            plan.note(spot, Trouble::Linked);
            return None;
        }
        let typed = match cells::typed_text(self.sheet, input, text, hand, self.names, self.settings) {
            Ok(typed) => typed,
            Err(odd) => {
                plan.note(spot, Trouble::Odd(odd));
                // An error is kept as it is, so that the form flags it too; a date might be read as a range.
                return (odd == Odd::Error).then(|| Entry { input, cell, text: text.to_owned() });
            }
        };
        let entry = Entry { input, cell, text: typed };
        match fill::meaning(self.sheet, self.calculator, &entry, self.words, self.settings, None) {
            Meaning::Number(Err(wrong)) => plan.note(spot, Trouble::Wrong(wrong)),
            Meaning::Number(Ok(read)) if read.note == Some(Note::OtherCurrency) => plan.note(spot, Trouble::Currency),
            Meaning::Name(name) if cells::is_date(&name) => plan.dates = true,
            _ => {}
        }
        Some(entry)
    }
}

/// A cell of the file and the field that it goes into.
struct Spot<'t> {
    line: u64,
    column: usize,
    input: InputId,
    cell: usize,
    text: &'t str,
}

impl Plan {
    fn note(&mut self, spot: &Spot, trouble: Trouble) {
        let Spot { line, column, input, text, .. } = *spot;
        self.issues.push(Issue { line, column, input: Some(input), text: text.to_owned(), trouble });
    }

    /// Whether it would change anything.
    #[must_use]
    pub fn changes(&self, context: &ImportContext) -> bool {
        let mut after = context.kept.clone();
        if let Some((table, rows)) = self.filling.rows {
            let present = after.inputs.rows()[table.index()];
            let rows = if self.filling.shortens { rows } else { rows.max(present) };
            after.inputs.resize(context.sheet, table, rows);
        }
        fill::fill(&self.filling, context.sheet, &mut after, context.words, context.settings);
        after != *context.kept
    }
}

/// The rows below the headings.
fn body(grid: &Grid, header: bool) -> impl Iterator<Item = &Row> {
    grid.rows.iter().skip(grid.start() + usize::from(header))
}

/// The cells of a column below the headings.
fn column(grid: &Grid, header: bool, place: usize) -> impl Iterator<Item = &str> {
    body(grid, header).filter_map(move |row| row.cells.get(place)).map(String::as_str).filter(|cell| !cell.is_empty())
}

/// What the columns of a file are called: by their first row, else by letters, as spreadsheets do.
#[must_use]
pub fn headings(grid: &Grid, header: bool) -> Vec<String> {
    let first = grid.rows.get(grid.start()).filter(|_| header);
    let named = |place: usize| first.and_then(|row| row.cells.get(place)).filter(|name| !name.is_empty());
    (0..grid.width()).map(|place| named(place).cloned().unwrap_or_else(|| letters(place))).collect()
}

/// A, B … Z, AA, AB …
fn letters(place: usize) -> String {
    let letter = char::from(b'A' + (place % 26) as u8);
    if place < 26 { letter.to_string() } else { format!("{}{letter}", letters(place / 26 - 1)) }
}

/// The names that stand more than once, each once.
fn repeated(names: &[String]) -> Vec<String> {
    let mut twice: Vec<String> = Vec::new();
    for (place, name) in names.iter().enumerate() {
        if names[..place].contains(name) && !twice.contains(name) {
            twice.push(name.clone());
        }
    }
    twice
}
