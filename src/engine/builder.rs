//! How a sheet is recorded: inputs, tables, choices, steps, results, remarks and charts.

use std::cell::Cell as Slot;
use std::ops::RangeInclusive;

use super::cell::{Cell, Term};
use super::chart::{Chart, Picture};
use super::function::{Function, Output};
use super::key::Key;
use super::pairs;
use super::recorder::{Recorder, place};
use super::rounded::rounding_of;
use super::sheet::{
    Axes, Binary, Group, Input, InputId, InputKind, NodeId, Op, Outcome, OutcomeKind, PartsResult, Preset, Rank,
    Remark, Sheet, Step, StepId, Table, TableId, UnitError,
};
use super::unit::{self, Unit};

/// The sheet while it is being written. A calculator's `define` receives one and leaves it full.
#[derive(Debug, Default)]
pub struct Builder {
    recorder: Recorder,
    shown_if: Slot<Option<NodeId>>,
}

impl Builder {
    /// Runs `define` once and keeps what it wrote.
    pub fn record(define: fn(&Self)) -> Sheet {
        let builder = Self::default();
        builder.group("inputs");
        define(&builder);
        let mut sheet = builder.recorder.sheet.into_inner();
        sheet.rounding = rounding_of(&sheet);
        sheet
    }

    // ---- inputs ------------------------------------------------------------------------------------------------

    /// Begins a heading for the inputs that follow.
    pub fn group(&self, key: Key) {
        self.begin_group(key, false);
    }

    /// Begins a heading that is folded away at first, with a summary of what it is set to.
    pub fn advanced(&self, key: Key) {
        self.begin_group(key, true);
    }

    fn begin_group(&self, key: Key, advanced: bool) {
        let mut sheet = self.recorder.sheet.borrow_mut();
        // The first heading a calculator names takes the place of the unnamed one, if nothing is under it yet.
        if sheet.inputs.is_empty() && sheet.tables.is_empty() {
            sheet.groups.clear();
        }
        sheet.groups.push(Group { key, advanced });
    }

    /// Asks for the inputs, and shows the results, recorded by `inside` only where the condition holds. Their values count
    /// all the same: use `pick` or `select` to leave them out of a result.
    pub fn shown_when<'b, T>(&'b self, condition: Cell<'b>, inside: impl FnOnce() -> T) -> T {
        let outer = self.shown_if.get();
        let condition = match outer {
            Some(outer) => self.push(Op::Binary(Binary::And, outer, condition.node)),
            None => condition,
        };
        self.shown_if.set(Some(condition.node));
        let result = inside();
        self.shown_if.set(outer);
        result
    }

    /// Asks for an optional input also where something is in it: what counts although its condition does not hold.
    pub fn shown_when_given(&self, input: Cell<'_>) {
        let (id, condition, axes) = {
            let sheet = self.recorder.sheet.borrow();
            let Op::Input(id) = sheet.node(input.node).op else { return };
            let Some(condition) = sheet.input(id).shown_if else { return };
            (id, condition, sheet.node(input.node).axes.0.len())
        };
        let any = (0..axes).fold(self.push(Op::Given(input.node)), |any, _| any.largest());
        let either = self.push(Op::Binary(Binary::Or, condition, any.node));
        self.recorder.sheet.borrow_mut().inputs[id.index()].shown_if = Some(either.node);
    }

    /// A number between two limits, both allowed.
    pub fn number(&self, key: Key, unit: Unit, preset: f64, limits: RangeInclusive<f64>) -> Cell<'_> {
        self.figure_input(key, figure_kind(unit, &limits, false, false), Axes::default(), vec![Some(preset)])
    }

    /// A whole number between two limits, both allowed.
    pub fn whole(&self, key: Key, unit: Unit, preset: f64, limits: RangeInclusive<f64>) -> Cell<'_> {
        self.figure_input(key, figure_kind(unit, &limits, true, false), Axes::default(), vec![Some(preset)])
    }

    /// A number that may be left empty; see `Cell::or_else` and `Cell::given`.
    pub fn optional(&self, key: Key, unit: Unit, preset: Option<f64>, limits: RangeInclusive<f64>) -> Cell<'_> {
        self.figure_input(key, figure_kind(unit, &limits, false, true), Axes::default(), vec![preset])
    }

    /// One of several named options, the first of which is the preset.
    pub fn choice(&self, key: Key, options: &'static [Key]) -> Cell<'_> {
        self.figure_input(key, InputKind::Choice { options }, Axes::default(), vec![Some(0.0)])
    }

    /// Yes or no.
    pub fn switch(&self, key: Key, preset: bool) -> Cell<'_> {
        self.figure_input(key, InputKind::Switch, Axes::default(), vec![Some(f64::from(u8::from(preset)))])
    }

    /// A table of rows; its columns are recorded through what this returns. `preset` rows are in it at first.
    pub fn table(&self, key: Key, preset: usize, rows: RangeInclusive<usize>) -> TableBuilder<'_> {
        let mut sheet = self.recorder.sheet.borrow_mut();
        let id = TableId(place(sheet.tables.len()));
        let group = sheet.groups.last().map_or("inputs", |group| group.key);
        sheet.tables.push(Table {
            key,
            group,
            least: *rows.start(),
            most: *rows.end(),
            preset,
            columns: Vec::new(),
            shown_if: self.shown_if.get(),
        });
        TableBuilder { builder: self, id }
    }

    /// A number for every combination of rows of several tables, the last fastest.
    pub fn grid(
        &self,
        key: Key,
        tables: &[TableBuilder<'_>],
        unit: Unit,
        preset: &[f64],
        limits: RangeInclusive<f64>,
    ) -> Cell<'_> {
        let axes = Axes(tables.iter().map(|table| table.id).collect());
        let figures = preset.iter().copied().map(Some).collect();
        self.figure_input(key, figure_kind(unit, &limits, false, false), axes, figures)
    }

    /// How many times one row of a table counts against another, for every pair: the upper half of a grid is asked for, the
    /// rest follows from it. `preset` gives the pairs row by row; a figure may lie between 1 ÷ `most` and `most`.
    pub fn pairs(&self, key: Key, table: TableBuilder<'_>, preset: &[f64], most: f64) -> Cell<'_> {
        let (axes, rows) = (Axes(vec![table.id; 2]), self.recorder.sheet.borrow().table(table.id).preset);
        let kind = figure_kind(unit::NUMBER, &(1.0 / most..=most), false, false);
        let cell = self.figure_input(key, kind, axes, vec![Some(1.0); rows * rows]);
        if let Some(input) = self.recorder.sheet.borrow_mut().inputs.last_mut() {
            input.paired = true;
            input.preset = Preset::Figures(pairs::full(preset, rows).into_iter().map(Some).collect());
        }
        cell
    }

    fn figure_input(&self, key: Key, kind: InputKind, axes: Axes, preset: Vec<Option<f64>>) -> Cell<'_> {
        let unit = match kind {
            InputKind::Number { unit, .. } => unit,
            InputKind::Choice { .. } | InputKind::Switch | InputKind::Text => unit::NUMBER,
        };
        let id = InputId(place(self.recorder.sheet.borrow().inputs.len()));
        let cell = self.push_node(Op::Input(id), unit, axes.clone(), Some(key));
        self.add_input(key, kind, axes, Preset::Figures(preset), Some(cell.node));
        cell
    }

    fn add_input(&self, key: Key, kind: InputKind, axes: Axes, preset: Preset, node: Option<NodeId>) {
        let mut sheet = self.recorder.sheet.borrow_mut();
        let id = InputId(place(sheet.inputs.len()));
        let mut group = sheet.groups.last().map_or("inputs", |group| group.key);
        if let [table] = axes.0[..] {
            // A column belongs under its table's heading, even if another has begun.
            let table = &mut sheet.tables[table.index()];
            table.columns.push(id);
            group = table.group;
        }
        sheet.inputs.push(Input { key, kind, axes, preset, group, paired: false, node, shown_if: self.shown_if.get() });
    }

    // ---- cells -------------------------------------------------------------------------------------------------

    /// A constant with a unit.
    pub fn constant(&self, value: f64, unit: Unit) -> Cell<'_> {
        self.push_node(Op::Constant(value), unit, Axes::default(), None)
    }

    /// The option that a choice names: as many options as the choice has, in its order.
    pub fn pick<'b>(&'b self, choice: Cell<'b>, options: &[Cell<'b>]) -> Cell<'b> {
        self.push(Op::Pick(choice.node, options.iter().map(|option| option.node).collect()))
    }

    /// `yes` where the condition holds, otherwise `no`.
    pub fn select<'b>(&'b self, condition: Cell<'b>, yes: impl Term<'b>, no: impl Term<'b>) -> Cell<'b> {
        let (yes, no) = (yes.cell(&self.recorder), no.cell(&self.recorder));
        self.push(Op::Select(condition.node, yes.node, no.node))
    }

    /// Runs a step. `outputs` gives each result its key and unit and the tables it runs over (none for a single
    /// figure); the cells come back in that order. A column argument of an optional input passes absent figures on.
    pub fn step<'b, const N: usize>(
        &'b self,
        function: &'static Function,
        arguments: &[Cell<'b>],
        outputs: [(Key, Unit, &[TableBuilder<'b>]); N],
    ) -> [Cell<'b>; N] {
        let id = StepId(place(self.recorder.sheet.borrow().steps.len()));
        let step = self.push_node(Op::Step(id), unit::NUMBER, Axes::default(), None);
        let shapes = outputs.map(|(key, unit, tables)| {
            (Output { key, unit }, Axes(tables.iter().map(|table| table.id).collect::<Vec<_>>()))
        });
        self.recorder.sheet.borrow_mut().steps.push(Step {
            function,
            arguments: arguments.iter().map(|argument| argument.node).collect(),
            outputs: shapes.to_vec(),
            node: step.node,
        });
        let mut index = 0;
        shapes.map(|(output, axes)| {
            index += 1;
            self.push_node(Op::Output(step.node, index - 1), output.unit, axes, None)
        })
    }

    fn push(&self, op: Op) -> Cell<'_> {
        Cell { recorder: &self.recorder, node: self.recorder.push(op) }
    }

    fn push_node(&self, op: Op, unit: Unit, axes: Axes, key: Option<Key>) -> Cell<'_> {
        Cell { recorder: &self.recorder, node: self.recorder.push_node(op, unit, axes, key) }
    }

    // ---- names and results -------------------------------------------------------------------------------------

    /// Gives a cell a name that formulas and explanations use.
    pub fn named<'b>(&'b self, key: Key, unit: Unit, cell: Cell<'b>) -> Cell<'b> {
        let cell = self.renamed(cell);
        let mut sheet = self.recorder.sheet.borrow_mut();
        let node = &mut sheet.nodes[cell.node.index()];
        let found = node.unit;
        (node.key, node.unit) = (Some(key), unit);
        if !found.agrees_with(unit) && !matches!(node.op, Op::Constant(0.0)) {
            sheet.unit_errors.push(UnitError { node: cell.node, left: unit, right: found });
        }
        cell
    }

    /// The cell itself, or, where it has a name already, the same figure free for another.
    fn renamed<'b>(&'b self, cell: Cell<'b>) -> Cell<'b> {
        let taken = self.recorder.sheet.borrow().node(cell.node).key.is_some();
        if taken { self.push(Op::Same(cell.node)) } else { cell }
    }

    /// The one figure that answers the question.
    pub fn headline<'b>(&'b self, key: Key, unit: Unit, cell: Cell<'b>) -> Cell<'b> {
        self.outcome(key, unit, cell, Rank::Headline, OutcomeKind::Number)
    }

    /// One of the two to four figures that are beside the headline.
    pub fn supporting<'b>(&'b self, key: Key, unit: Unit, cell: Cell<'b>) -> Cell<'b> {
        self.outcome(key, unit, cell, Rank::Supporting, OutcomeKind::Number)
    }

    /// A result, in the table of results: a figure, or a column of one of the tables.
    pub fn result<'b>(&'b self, key: Key, unit: Unit, cell: Cell<'b>) -> Cell<'b> {
        self.outcome(key, unit, cell, Rank::Detail, OutcomeKind::Number)
    }

    /// A result in words: 0, 1, 2 … stand for these keys of the catalogue.
    pub fn verdict<'b>(&'b self, key: Key, words: &'static [Key], rank: Rank, cell: Cell<'b>) -> Cell<'b> {
        self.outcome(key, unit::NUMBER, cell, rank, OutcomeKind::Word(words))
    }

    /// A result that names a row of a table, counted from 0.
    pub fn row<'b>(&'b self, key: Key, table: TableBuilder<'b>, rank: Rank, cell: Cell<'b>) -> Cell<'b> {
        self.outcome(key, unit::NUMBER, cell, rank, OutcomeKind::RowOf(table.id))
    }

    fn outcome<'b>(&'b self, key: Key, unit: Unit, cell: Cell<'b>, rank: Rank, kind: OutcomeKind) -> Cell<'b> {
        let cell = self.named(key, unit, cell);
        self.recorder.sheet.borrow_mut().outcomes.push(Outcome {
            key,
            rank,
            kind,
            node: cell.node,
            shown_if: self.shown_if.get(),
        });
        cell
    }

    /// The parts of a step as a table of results; the step itself comes back, for charts of those parts. `output`
    /// is any result of that step.
    ///
    /// # Panics
    /// If `output` is no result of a step: an error in the calculator's own text, found by its first test.
    pub fn parts(&self, key: Key, output: Cell<'_>) -> StepId {
        let mut sheet = self.recorder.sheet.borrow_mut();
        let step = match sheet.node(output.node).op {
            Op::Output(step, _) => match sheet.node(step).op {
                Op::Step(step) => Some(step),
                _ => None,
            },
            _ => None,
        };
        assert!(step.is_some(), "parts {key}: not the result of a step");
        let step = step.unwrap_or(StepId(0));
        sheet.parts.push(PartsResult { key, step, shown_if: self.shown_if.get() });
        step
    }

    /// Warns where the condition holds.
    pub fn warn(&self, key: Key, condition: Cell<'_>) {
        self.recorder.sheet.borrow_mut().remarks.push(Remark { key, condition: condition.node, warning: true });
    }

    /// Remarks on something where the condition holds.
    pub fn remark(&self, key: Key, condition: Cell<'_>) {
        self.recorder.sheet.borrow_mut().remarks.push(Remark { key, condition: condition.node, warning: false });
    }

    /// A picture; the catalogue gives its title, which says the finding.
    pub fn chart(&self, key: Key, picture: Picture) {
        self.recorder.sheet.borrow_mut().charts.push(Chart { key, picture });
    }
}

fn figure_kind(unit: Unit, limits: &RangeInclusive<f64>, whole: bool, optional: bool) -> InputKind {
    InputKind::Number { unit, low: *limits.start(), high: *limits.end(), whole, optional }
}

/// A table being recorded: its columns, and itself as an axis.
#[derive(Clone, Copy)]
pub struct TableBuilder<'b> {
    builder: &'b Builder,
    pub(super) id: TableId,
}

impl<'b> TableBuilder<'b> {
    /// The table in the sheet, for charts.
    #[must_use]
    pub const fn id(self) -> TableId {
        self.id
    }

    /// A column of names. A preset beginning with `@` is a key of the catalogue: `@lead` is worded as `name.lead`.
    #[must_use]
    pub fn names(self, key: Key, preset: &[Key]) -> Self {
        let axes = Axes(vec![self.id]);
        self.builder.add_input(key, InputKind::Text, axes, Preset::Names(preset.to_vec()), None);
        self
    }

    /// A column of numbers between two limits, both allowed.
    #[must_use]
    pub fn number(self, key: Key, unit: Unit, preset: &[f64], limits: RangeInclusive<f64>) -> Cell<'b> {
        let figures = preset.iter().copied().map(Some).collect();
        self.column(key, figure_kind(unit, &limits, false, false), figures)
    }

    /// A column of whole numbers between two limits, both allowed.
    #[must_use]
    pub fn whole(self, key: Key, unit: Unit, preset: &[f64], limits: RangeInclusive<f64>) -> Cell<'b> {
        let figures = preset.iter().copied().map(Some).collect();
        self.column(key, figure_kind(unit, &limits, true, false), figures)
    }

    /// A column of numbers that may be left empty.
    #[must_use]
    pub fn optional(self, key: Key, unit: Unit, preset: &[Option<f64>], limits: RangeInclusive<f64>) -> Cell<'b> {
        self.column(key, figure_kind(unit, &limits, false, true), preset.to_vec())
    }

    /// A column of whole numbers that may be left empty.
    #[must_use]
    pub fn optional_whole(self, key: Key, unit: Unit, preset: &[Option<f64>], limits: RangeInclusive<f64>) -> Cell<'b> {
        self.column(key, figure_kind(unit, &limits, true, true), preset.to_vec())
    }

    /// A column of choices; `preset` names the place of the option of each row.
    #[must_use]
    pub fn choice(self, key: Key, options: &'static [Key], preset: &[usize]) -> Cell<'b> {
        let figures = preset.iter().map(|option| Some(f64::from(place(*option)))).collect();
        self.column(key, InputKind::Choice { options }, figures)
    }

    /// A column of yes or no.
    #[must_use]
    pub fn switch(self, key: Key, preset: &[bool]) -> Cell<'b> {
        self.column(key, InputKind::Switch, preset.iter().map(|on| Some(f64::from(u8::from(*on)))).collect())
    }

    fn column(self, key: Key, kind: InputKind, preset: Vec<Option<f64>>) -> Cell<'b> {
        self.builder.figure_input(key, kind, Axes(vec![self.id]), preset)
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(self) -> Cell<'b> {
        self.builder.push_node(Op::Rows(self.id), unit::NUMBER, Axes::default(), None)
    }

    /// 1, 2, 3 … down the rows.
    #[must_use]
    pub fn row_number(self) -> Cell<'b> {
        self.builder.push_node(Op::RowNumber(self.id), unit::NUMBER, Axes(vec![self.id]), None)
    }
}
