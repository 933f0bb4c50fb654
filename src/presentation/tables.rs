//! What a calculator asks for and gives as plain tables, for files and for paper: only what the page shows.

use super::labels::Labels;
use crate::engine::sheet::{Outcome, StepId};
use crate::engine::{Evaluation, InputId, InputKind, InputSet, NodeId, OutcomeKind, PartKind, TableId, Unit};

/// What is in a cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// An optional field left empty, or a result that has no value.
    Nothing,
    Text(String),
    Figure(f64, Unit),
}

impl Content {
    /// The unit of a figure.
    #[must_use]
    pub const fn unit(&self) -> Option<Unit> {
        match self {
            Self::Figure(_, unit) => Some(*unit),
            Self::Nothing | Self::Text(_) => None,
        }
    }
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub content: Content,
    /// The person's own: it differs from the preset.
    pub changed: bool,
}

/// A column's name, and its unit if all its figures have one.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    pub name: String,
    pub unit: Option<Unit>,
}

/// A table. The first column tells the rows apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// What it is called among the tables of its calculator.
    pub title: String,
    /// The group of inputs that it belongs to; empty for results.
    pub group: String,
    /// Each row is a name and a figure of its own kind.
    pub mixed: bool,
    pub headings: Vec<Heading>,
    pub rows: Vec<Vec<Cell>>,
}

/// Every input that is asked for as things are, group by group: single fields together, then each table and grid.
#[must_use]
pub fn inputs(labels: &Labels, evaluation: &Evaluation) -> Vec<Figures> {
    let writer = Writer { labels, evaluation, preset: InputSet::preset(labels.sheet) };
    let groups = labels.sheet.groups.iter();
    groups.flat_map(|group| writer.group(group.key)).filter(|table| !table.rows.is_empty()).collect()
}

/// Every result that is shown as things are: single figures together, columns beside their rows, grids, parts of steps.
#[must_use]
pub fn results(labels: &Labels, evaluation: &Evaluation) -> Vec<Figures> {
    let writer = Writer { labels, evaluation, preset: InputSet::preset(labels.sheet) };
    let sheet = labels.sheet;
    let outcomes: Vec<&Outcome> = sheet.outcomes.iter().filter(|outcome| writer.shown(outcome.shown_if)).collect();
    let over = |axes: &dyn Fn(&[TableId]) -> bool| -> Vec<&Outcome> {
        outcomes.iter().copied().filter(|outcome| axes(&sheet.node(outcome.node).axes.0)).collect()
    };
    let singles = writer.singles(&over(&|axes| axes.is_empty()));
    let tables = (0..sheet.tables.len() as u32).map(TableId);
    let columns = tables.map(|table| writer.columns(table, &over(&|axes| axes == [table])));
    let grids = over(&|axes| axes.len() == 2);
    let grids = grids.into_iter().map(|outcome| {
        let cell = |cell| writer.outcome(outcome, cell);
        writer.grid(outcome.node, labels.word(outcome.key), writer.heading_unit(outcome), &cell)
    });
    let parts = sheet.parts.iter().filter(|parts| writer.shown(parts.shown_if));
    let parts = parts.map(|parts| writer.parts(parts.step, labels.word(&format!("parts.{}", parts.key))));
    let all = std::iter::once(singles).chain(columns).chain(grids).chain(parts);
    all.filter(|table| !table.rows.is_empty()).collect()
}

struct Writer<'a> {
    labels: &'a Labels<'a>,
    evaluation: &'a Evaluation<'a>,
    preset: InputSet,
}

const fn given(content: Content) -> Cell {
    Cell { content, changed: false }
}

const fn plain(name: String) -> Heading {
    Heading { name, unit: None }
}

impl Writer<'_> {
    fn shown(&self, shown_if: Option<NodeId>) -> bool {
        shown_if.is_none_or(|condition| self.evaluation.holds(condition))
    }

    fn named(&self, title: String, group: &str, rows: Vec<Vec<Cell>>) -> Figures {
        let headings = ["csv.name", "csv.value"].map(|key| plain(self.labels.word(key))).to_vec();
        Figures { title, group: group.to_owned(), mixed: true, headings, rows }
    }

    // ---- inputs ----

    fn group(&self, key: &str) -> Vec<Figures> {
        let (sheet, heading) = (self.labels.sheet, self.labels.word(&format!("group.{key}")));
        let (mut fields, mut tables) = (Vec::new(), Vec::new());
        for index in 0..sheet.inputs.len() as u32 {
            let id = InputId(index);
            let input = sheet.input(id);
            match input.axes.0[..] {
                [] if input.group == key && self.shown(input.shown_if) => {
                    fields.push(vec![given(Content::Text(self.labels.input_label(id))), self.entry(id, 0)]);
                }
                [table] => {
                    let of = sheet.table(table);
                    if of.group == key && of.columns.first() == Some(&id) && self.shown(of.shown_if) {
                        tables.push(self.rows(table, &heading));
                    }
                }
                [_, _] if input.group == key && self.shown(input.shown_if) => {
                    let node = input.node.map(|node| {
                        let title = self.labels.input_label(id);
                        self.grid(node, title, input.unit(), &|cell| self.entry(id, cell))
                    });
                    tables.extend(node.map(|table| Figures { group: heading.clone(), ..table }));
                }
                _ => {}
            }
        }
        std::iter::once(self.named(heading.clone(), &heading, fields)).chain(tables).collect()
    }

    /// What is in a field.
    fn entry(&self, id: InputId, cell: usize) -> Cell {
        let (labels, input) = (self.labels, self.labels.sheet.input(id));
        if matches!(input.kind, InputKind::Text) {
            let name = labels.inputs.names(id).get(cell);
            let content = name.map_or(Content::Nothing, |name| Content::Text(labels.name(name)));
            return Cell { content, changed: name != self.preset.names(id).get(cell) };
        }
        let figure = labels.inputs.figures(id).get(cell).copied().flatten();
        let content = match (figure, &input.kind) {
            (None, _) => Content::Nothing,
            (Some(figure), InputKind::Number { unit, .. }) => Content::Figure(figure, *unit),
            (figure, _) => Content::Text(labels.input_value(id, figure)),
        };
        Cell { content, changed: self.preset.figures(id).get(cell).copied() != Some(figure) }
    }

    /// A table of inputs: its rows by name or number, then its columns.
    fn rows(&self, table: TableId, group: &str) -> Figures {
        let (labels, sheet) = (self.labels, self.labels.sheet);
        let of = sheet.table(table);
        let names = of.names(sheet);
        let columns: Vec<InputId> = of.columns.iter().copied().filter(|id| Some(*id) != names).collect();
        let first = names.map_or_else(|| labels.word(&format!("row.{}", of.key)), |names| labels.input_label(names));
        let headings = std::iter::once(plain(first))
            .chain(columns.iter().map(|id| Heading { name: labels.input_label(*id), unit: sheet.input(*id).unit() }));
        let row = |row: usize| {
            let changed = names.is_some_and(|names| self.entry(names, row).changed);
            let name = Cell { content: Content::Text(labels.row(table, row)), changed };
            std::iter::once(name).chain(columns.iter().map(|id| self.entry(*id, row))).collect()
        };
        Figures {
            title: labels.word(&format!("table.{}", of.key)),
            group: group.to_owned(),
            mixed: false,
            headings: headings.collect(),
            rows: (0..self.evaluation.rows()[table.index()]).map(row).collect(),
        }
    }

    // ---- results ----

    fn outcome(&self, outcome: &Outcome, cell: usize) -> Cell {
        let value = self.evaluation.value(outcome.node, cell);
        given(match (value, &outcome.kind) {
            (None, _) => Content::Nothing,
            (Some(value), OutcomeKind::Number) => Content::Figure(value, self.labels.sheet.node(outcome.node).unit),
            (value, _) => Content::Text(self.labels.outcome(outcome, value)),
        })
    }

    fn heading_unit(&self, outcome: &Outcome) -> Option<Unit> {
        matches!(outcome.kind, OutcomeKind::Number).then(|| self.labels.sheet.node(outcome.node).unit)
    }

    fn singles(&self, outcomes: &[&Outcome]) -> Figures {
        let rows = outcomes
            .iter()
            .map(|outcome| vec![given(Content::Text(self.labels.word(outcome.key))), self.outcome(outcome, 0)]);
        self.named(self.labels.word("results"), "", rows.collect())
    }

    fn columns(&self, table: TableId, over: &[&Outcome]) -> Figures {
        let (labels, key) = (self.labels, self.labels.sheet.table(table).key);
        let headings =
            over.iter().map(|outcome| Heading { name: labels.word(outcome.key), unit: self.heading_unit(outcome) });
        let row = |row: usize| {
            let name = given(Content::Text(labels.row(table, row)));
            std::iter::once(name).chain(over.iter().map(|outcome| self.outcome(outcome, row))).collect()
        };
        let count = if over.is_empty() { 0 } else { self.evaluation.rows()[table.index()] };
        Figures {
            title: labels.word(&format!("table.{key}")),
            group: String::new(),
            mixed: false,
            headings: std::iter::once(plain(labels.word(&format!("row.{key}")))).chain(headings).collect(),
            rows: (0..count).map(row).collect(),
        }
    }

    /// A cell over two tables, the first down and the second across.
    fn grid(&self, node: NodeId, title: String, unit: Option<Unit>, cell: &dyn Fn(usize) -> Cell) -> Figures {
        let (labels, sheet) = (self.labels, self.labels.sheet);
        let empty = Figures { title, group: String::new(), mixed: false, headings: Vec::new(), rows: Vec::new() };
        let [down, across] = sheet.node(node).axes.0[..] else { return empty };
        let (height, width) = (self.evaluation.rows()[down.index()], self.evaluation.rows()[across.index()]);
        let first = plain(labels.word(&format!("row.{}", sheet.table(down).key)));
        let headings = (0..width).map(|column| Heading { name: labels.row(across, column), unit });
        let row = |row: usize| {
            let name = given(Content::Text(labels.row(down, row)));
            std::iter::once(name).chain((0..width).map(|column| cell(row * width + column))).collect()
        };
        let headings = std::iter::once(first).chain(headings).collect();
        Figures { headings, rows: (0..height).map(row).collect(), ..empty }
    }

    /// The parts of a step, every row of them.
    fn parts(&self, step: StepId, title: String) -> Figures {
        let (labels, function) = (self.labels, self.labels.sheet.step(step).function);
        let headings = function.columns.iter().map(|column| Heading {
            name: labels.word(&format!("part.{}.{}", function.key, column.key)),
            unit: if let PartKind::Number(unit) = column.kind { Some(unit) } else { None },
        });
        let parts = self.evaluation.parts(step).unwrap_or_default();
        let cell = |column: usize, row: usize| {
            let (of, value) = (&function.columns[column], parts[column][row]);
            given(match of.kind {
                _ if !value.is_finite() => Content::Nothing,
                PartKind::Number(unit) => Content::Figure(value, unit),
                kind => Content::Text(labels.part(function.key, of.key, kind, value)),
            })
        };
        let rows = (0..parts.first().map_or(0, Vec::len))
            .map(|row| (0..parts.len()).map(|column| cell(column, row)).collect());
        Figures { title, group: String::new(), mixed: false, headings: headings.collect(), rows: rows.collect() }
    }
}
