//! A sheet in the person's language: labels, names of rows, figures with their units, sentences filled with figures.

use crate::engine::fault;
use crate::engine::sheet::{Op, OutcomeKind, Problem};
use crate::engine::unit::{COUNT, Face, NUMBER, PERCENT};
use crate::engine::{
    Cause, Evaluation, Fault, InputId, InputKind, InputSet, Key, NodeId, Outcome, PartKind, Range, Sheet, TableId, Unit,
};
use crate::text::format::NOTHING;
use crate::text::typed::Kind;
use crate::text::{Catalogue, Formatter, Style, catalogue};
use crate::workbook::fields::Place;

/// The section of the app's own words.
pub const APP: &str = "app";

/// Everything needed to speak of one calculator's figures.
#[derive(Clone, Copy)]
pub struct Labels<'a> {
    pub words: &'a Catalogue,
    pub section: Key,
    pub sheet: &'a Sheet,
    pub inputs: &'a InputSet,
    pub formatter: &'a dyn Formatter,
}

impl<'a> Labels<'a> {
    /// The words of a key: the calculator's, else the app's. A missing key shows itself, and a test finds it.
    #[must_use]
    pub fn word(&self, key: &str) -> String {
        self.find(key).map_or_else(|| key.to_owned(), str::to_owned)
    }

    /// The words of a key, if there are any.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<&'a str> {
        self.words.get(self.section, key).or_else(|| self.words.get(APP, key))
    }

    /// What an input is called.
    #[must_use]
    pub fn input_label(&self, id: InputId) -> String {
        self.word(&self.sheet.path(id))
    }

    /// What a cell is called: an input by its path, another cell by its key, an unnamed one by its step.
    #[must_use]
    pub fn label(&self, node: NodeId) -> String {
        let recorded = self.sheet.node(node);
        match (&recorded.op, recorded.key) {
            (Op::Input(id), _) => self.input_label(*id),
            (_, Some(key)) => self.word(key),
            (Op::Output(step, _), None) => self.step_label(*step),
            (Op::Step(step), None) => self.word(&format!("step.{}", self.sheet.step(*step).function.key)),
            _ => String::new(),
        }
    }

    fn step_label(&self, step: NodeId) -> String {
        match self.sheet.node(step).op {
            Op::Step(step) => self.word(&format!("step.{}", self.sheet.step(step).function.key)),
            _ => String::new(),
        }
    }

    /// A cell's name with the names of the rows that the figure belongs to.
    #[must_use]
    pub fn label_of_figure(&self, node: NodeId, cell: usize) -> String {
        let axes = &self.sheet.node(node).axes.0;
        if axes.is_empty() {
            return self.label(node);
        }
        let (mut rest, mut rows) = (cell, Vec::new());
        for table in axes.iter().rev() {
            let length = self.inputs.rows()[table.index()].max(1);
            rows.push(self.row(*table, rest % length));
            rest /= length;
        }
        rows.reverse();
        format!("{} ({})", self.label(node), rows.join(", "))
    }

    /// What a row of a table is called: the person's name for it, the preset's in her language, or its number.
    #[must_use]
    pub fn row(&self, table: TableId, row: usize) -> String {
        let named = self.sheet.table(table).names(self.sheet).and_then(|column| self.inputs.names(column).get(row));
        match named {
            Some(name) if !name.is_empty() => self.name(name),
            _ => format!("{} {}", self.word(&format!("row.{}", self.sheet.table(table).key)), row + 1),
        }
    }

    /// A name as shown: one that begins with `@` is the catalogue's.
    #[must_use]
    pub fn name(&self, name: &str) -> String {
        match name.strip_prefix('@').and_then(|key| self.find(&format!("name.{key}"))) {
            Some(words) => words.to_owned(),
            None => name.to_owned(),
        }
    }

    /// An option of a choice.
    #[must_use]
    pub fn option(&self, id: InputId, option: Key) -> String {
        self.word(&format!("option.{}.{option}", self.sheet.path(id)))
    }

    /// A figure with its unit, in full.
    #[must_use]
    pub fn figure(&self, value: f64, unit: Unit) -> String {
        self.with_unit(&self.formatter.format(value, style(value, unit)), unit)
    }

    /// A figure shortened for an axis.
    #[must_use]
    pub fn short(&self, value: f64, unit: Unit) -> String {
        self.formatter.short(value, style(value, unit))
    }

    fn with_unit(&self, text: &str, unit: Unit) -> String {
        let key = format!("unit.{}", unit.name());
        match self.find(&key) {
            Some(template) => catalogue::fill(template, |place| (place == "n").then(|| text.to_owned())),
            None => text.to_owned(),
        }
    }

    /// What an input holds in a cell: a figure with its unit, an option, yes or no.
    #[must_use]
    pub fn input_figure(&self, id: InputId, cell: usize) -> String {
        self.input_value(id, self.inputs.figures(id).get(cell).copied().flatten())
    }

    /// A figure as an input would hold it: with its unit, an option, yes or no.
    #[must_use]
    pub fn input_value(&self, id: InputId, figure: Option<f64>) -> String {
        match (figure, &self.sheet.input(id).kind) {
            (None, _) => self.word("not_given"),
            (Some(value), InputKind::Number { unit, .. }) => self.figure(value, *unit),
            (Some(value), InputKind::Choice { options }) => {
                options.get(value as usize).map_or_else(String::new, |option| self.option(id, option))
            }
            (Some(value), InputKind::Switch) => self.word(if value == 0.0 { "no" } else { "yes" }),
            (Some(_), InputKind::Text) => String::new(),
        }
    }

    /// A range in words: `80 % of cases between $80 and $120, normal`.
    #[must_use]
    pub fn range(&self, id: InputId, range: &Range) -> String {
        let figure = |figure: f64| self.input_value(id, Some(figure));
        catalogue::fill(&self.word(&format!("range.{}", range.shape.key())), |place| match place {
            "low" => Some(figure(range.low)),
            "likely" => Some(figure(range.likely)),
            "high" => Some(figure(range.high)),
            "share" => Some(self.figure(range.coverage, PERCENT)),
            _ => None,
        })
    }

    /// What a field is called, with the rows that it belongs to.
    #[must_use]
    pub fn field(&self, (input, cell): Place) -> String {
        let node = self.sheet.input(input).node;
        node.map_or_else(|| self.input_label(input), |node| self.label_of_figure(node, cell))
    }

    /// A result's figure as shown: a number, a word or the name of a row; a dash where there is none.
    #[must_use]
    pub fn outcome(&self, outcome: &Outcome, value: Option<f64>) -> String {
        match (value, &outcome.kind) {
            (None, _) => NOTHING.to_owned(),
            (Some(value), OutcomeKind::Number) => self.figure(value, self.sheet.node(outcome.node).unit),
            (Some(value), OutcomeKind::Word(words)) => words
                .get(value as usize)
                .map_or_else(|| NOTHING.to_owned(), |word| self.word(&format!("word.{}.{word}", outcome.key))),
            (Some(value), OutcomeKind::RowOf(table)) => self.row(*table, value as usize),
        }
    }

    /// A figure of a named cell as shown, whatever it is.
    #[must_use]
    pub fn cell(&self, evaluation: &Evaluation, node: NodeId, cell: usize) -> String {
        if let Op::Input(id) = self.sheet.node(node).op {
            return self.input_figure(id, cell);
        }
        let value = evaluation.value(node, cell);
        match self.sheet.outcomes.iter().find(|outcome| outcome.node == node) {
            Some(outcome) => self.outcome(outcome, value),
            None => value.map_or_else(|| NOTHING.to_owned(), |value| self.figure(value, self.sheet.node(node).unit)),
        }
    }

    /// A figure of a column of parts as shown.
    #[must_use]
    pub fn part(&self, function: Key, column: Key, kind: PartKind, value: f64) -> String {
        match kind {
            _ if !value.is_finite() => NOTHING.to_owned(),
            PartKind::Number(unit) => self.figure(value, unit),
            PartKind::Word(words) => words
                .get(value as usize)
                .map_or_else(String::new, |word| self.word(&format!("word.{function}.{column}.{word}"))),
            PartKind::RowOf(_) if value < 0.0 => String::new(),
            PartKind::RowOf(table) => {
                self.sheet.find_table(table).map_or_else(String::new, |table| self.row(table, value as usize))
            }
        }
    }

    /// A sentence with its figures, `{key}` being any single named figure. Where one of them has no value, the wording
    /// `KEY.without` stands, which does without it; failing that, why there is none.
    #[must_use]
    pub fn sentence(&self, evaluation: &Evaluation, key: &str) -> String {
        let whole = self.word(key);
        let Some(missing) = self.missing(evaluation, &whole) else { return self.filled(evaluation, &whole) };
        let without = self.find(&format!("{key}.without")).filter(|words| self.missing(evaluation, words).is_none());
        match (without, fault::trace(evaluation, missing, 0)) {
            (Some(words), _) => self.filled(evaluation, words),
            (None, Some(fault)) => self.fault(&fault),
            (None, None) => String::new(),
        }
    }

    fn filled(&self, evaluation: &Evaluation, words: &str) -> String {
        catalogue::fill(words, |place| self.sheet.find_named(place).map(|node| self.cell(evaluation, node, 0)))
    }

    /// The first figure of a sentence that has no value.
    fn missing(&self, evaluation: &Evaluation, words: &str) -> Option<NodeId> {
        let mut named = catalogue::places(words).into_iter().filter_map(|place| self.sheet.find_named(place));
        named.find(|node| evaluation.figure(*node).is_none())
    }

    /// Why a figure has no value, in a sentence.
    #[must_use]
    pub fn fault(&self, fault: &Fault) -> String {
        let key = match fault.cause {
            Cause::Refused(reason) => return self.word(&format!("reason.{reason}")),
            Cause::NotGiven => "cause.not_given",
            Cause::DivisionByZero => "cause.division_by_zero",
            Cause::TooLarge => "cause.too_large",
            Cause::OutOfDomain => "cause.out_of_domain",
            Cause::NoSuchRow => "cause.no_such_row",
            Cause::NoResult => "cause.no_result",
        };
        let place = match self.sheet.node(fault.origin).op {
            Op::Input(_) => self.label_of_figure(fault.origin, fault.row),
            _ => self.label(fault.place),
        };
        catalogue::fill(&self.word(key), |name| (name == "place").then(|| place.clone()))
    }

    /// What is wrong with a figure given for an input, in a sentence.
    #[must_use]
    pub fn problem(&self, id: InputId, problem: Problem) -> String {
        let unit = self.sheet.input(id).unit().unwrap_or(NUMBER);
        let label = self.input_label(id);
        let (key, low, high) = match problem {
            Problem::Missing => ("problem.missing", None, None),
            Problem::NotANumber | Problem::UnknownOption => ("problem.not_a_number", None, None),
            Problem::Outside { low, high } => ("problem.outside", Some(low), Some(high)),
            Problem::NotWhole => ("problem.not_whole", None, None),
        };
        catalogue::fill(&self.word(key), |place| match place {
            "label" => Some(label.clone()),
            "low" => low.map(|low| self.figure(low, unit)),
            "high" => high.map(|high| self.figure(high, unit)),
            _ => None,
        })
    }
}

/// How figures of a unit are written.
#[must_use]
pub fn style(value: f64, unit: Unit) -> Style {
    let size = value.abs();
    match unit.face() {
        _ if unit.is_money() => Style::Money,
        Face::Percent | Face::Discount => Style::Percent { most: 2 },
        Face::Plain if unit.is_pure() => Style::Number { most: if size < 10.0 { 4 } else { 2 } },
        // A few items are shown to the hundredth: a product with what one costs is then the one that is shown.
        Face::Plain if unit == COUNT && size < 1_000.0 => Style::Number { most: 2 },
        Face::Plain => Style::Number { most: usize::from(size < 100_000.0) },
        Face::Multiple | Face::Score => Style::Number { most: 2 },
    }
}

/// How figures of a unit are typed.
#[must_use]
pub fn typed_kind(unit: Unit) -> Kind {
    match unit.face() {
        Face::Percent => Kind::Percent,
        Face::Discount => Kind::Discount,
        _ if unit.is_money() => Kind::Money,
        _ => Kind::Plain,
    }
}
