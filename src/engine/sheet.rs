//! The recorded sheet: inputs, cells in the order they were written, results, warnings and charts.

use super::chart::Chart;
use super::function::{Function, Output};
use super::key::Key;
use super::math::within;
use super::range::Range;
use super::rounding::Rounding;
use super::unit::Unit;

pub use super::id::{Axes, InputId, NodeId, StepId, TableId};
pub use super::op::{Binary, Op, Reduction, Scan, Unary};

/// A step: the function, what it is given and the shapes of what it returns.
#[derive(Debug)]
pub struct Step {
    pub function: &'static Function,
    pub arguments: Vec<NodeId>,
    pub outputs: Vec<(Output, Axes)>,
    pub node: NodeId,
}

/// A cell: how it is computed, its unit, its axes and, if the person is shown it by name, its key.
#[derive(Debug)]
pub struct Node {
    pub op: Op,
    pub unit: Unit,
    pub axes: Axes,
    pub key: Option<Key>,
}

/// What an input accepts.
#[derive(Clone, Debug)]
pub enum InputKind {
    /// A figure between two limits, both allowed.
    Number { unit: Unit, low: f64, high: f64, whole: bool, optional: bool },
    /// One of several named options; stored as the place in the list.
    Choice { options: &'static [Key] },
    /// Yes or no; stored as 1 or 0.
    Switch,
    /// A name. Takes no part in any figure.
    Text,
}

/// The preset of an input: a figure per cell, or a name per row. A name beginning with `@` is a key of the catalogue.
#[derive(Clone, Debug)]
pub enum Preset {
    Figures(Vec<Option<f64>>),
    Names(Vec<Key>),
}

/// An input: a single field, a column of a table, or a grid over several tables.
#[derive(Debug)]
pub struct Input {
    pub key: Key,
    pub kind: InputKind,
    pub axes: Axes,
    pub preset: Preset,
    pub group: Key,
    /// It compares the rows of a table with one another: only its upper half is asked for, see `pairs`.
    pub paired: bool,
    /// The cell that holds its figures; a name has none.
    pub node: Option<NodeId>,
    /// The input is asked for only where this cell is not 0.
    pub shown_if: Option<NodeId>,
}

/// Why a figure cannot be in an input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Problem {
    /// Nothing was given.
    Missing,
    /// It is no finite number.
    NotANumber,
    /// It lies outside the limits.
    Outside { low: f64, high: f64 },
    /// It should be a whole number.
    NotWhole,
    /// No option is at this place.
    UnknownOption,
}

impl Input {
    /// What a new cell holds when there is no row to repeat: the preset's first figure, or the figure nearest to 0
    /// that is allowed; nothing if the input is optional.
    #[must_use]
    pub fn fallback(&self) -> Option<f64> {
        let first = match &self.preset {
            Preset::Figures(figures) => figures.first().copied().flatten(),
            Preset::Names(_) => None,
        };
        match self.kind {
            InputKind::Number { optional: true, .. } | InputKind::Text => None,
            InputKind::Number { low, high, .. } => Some(first.unwrap_or(within(0.0, low, high))),
            InputKind::Choice { .. } | InputKind::Switch => Some(first.unwrap_or(0.0)),
        }
    }

    /// What is wrong with a figure given for it, if anything.
    #[must_use]
    pub fn problem(&self, figure: Option<f64>) -> Option<Problem> {
        let Some(figure) = figure else {
            let may_lack = matches!(self.kind, InputKind::Number { optional: true, .. } | InputKind::Text);
            return (!may_lack).then_some(Problem::Missing);
        };
        match self.kind {
            _ if !figure.is_finite() => Some(Problem::NotANumber),
            InputKind::Number { low, high, .. } if figure < low || figure > high => {
                Some(Problem::Outside { low, high })
            }
            InputKind::Number { whole: true, .. } if figure.fract() != 0.0 => Some(Problem::NotWhole),
            InputKind::Choice { options } if !(0..options.len()).any(|place| figure == place as f64) => {
                Some(Problem::UnknownOption)
            }
            InputKind::Switch if figure != 0.0 && figure != 1.0 => Some(Problem::UnknownOption),
            _ => None,
        }
    }

    /// The figure that it holds for a range of its figures: the middle, whole where it takes whole numbers.
    #[must_use]
    pub fn middle(&self, range: &Range) -> f64 {
        match self.kind {
            InputKind::Number { whole: true, .. } => range.middle().round(),
            _ => range.middle(),
        }
    }

    /// The unit of its figures; none for choices, switches and names.
    #[must_use]
    pub fn unit(&self) -> Option<Unit> {
        match self.kind {
            InputKind::Number { unit, .. } => Some(unit),
            InputKind::Choice { .. } | InputKind::Switch | InputKind::Text => None,
        }
    }
}

/// Rows that grow and shrink, with columns of one length.
#[derive(Debug)]
pub struct Table {
    pub key: Key,
    pub group: Key,
    pub least: usize,
    pub most: usize,
    pub preset: usize,
    pub columns: Vec<InputId>,
    pub shown_if: Option<NodeId>,
}

impl Table {
    /// The column of names, if rows have names.
    #[must_use]
    pub fn names(&self, sheet: &Sheet) -> Option<InputId> {
        self.columns.iter().copied().find(|column| matches!(sheet.input(*column).kind, InputKind::Text))
    }
}

/// A heading over inputs; an advanced one is folded away at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    pub key: Key,
    pub advanced: bool,
}

/// How prominently a result is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    Headline,
    Supporting,
    Detail,
}

/// What the figure of a result means.
#[derive(Clone, Debug)]
pub enum OutcomeKind {
    Number,
    /// 0, 1, 2 … stand for these words of the catalogue.
    Word(&'static [Key]),
    /// 0, 1, 2 … stand for rows of this table.
    RowOf(TableId),
}

/// A result that the person sees.
#[derive(Debug)]
pub struct Outcome {
    pub key: Key,
    pub rank: Rank,
    pub kind: OutcomeKind,
    pub node: NodeId,
    /// Shown only where this holds; computed all the same.
    pub shown_if: Option<NodeId>,
}

/// A table of parts that a step gives beside its figures: a statement, a policy.
#[derive(Debug)]
pub struct PartsResult {
    pub key: Key,
    pub step: StepId,
    /// Shown only where this holds.
    pub shown_if: Option<NodeId>,
}

/// A sentence shown where its condition is not 0.
#[derive(Debug)]
pub struct Remark {
    pub key: Key,
    pub condition: NodeId,
    pub warning: bool,
}

/// A mismatch of units, found while recording.
#[derive(Debug)]
pub struct UnitError {
    pub node: NodeId,
    pub left: Unit,
    pub right: Unit,
}

/// Everything a calculator is, as data.
#[derive(Debug, Default)]
pub struct Sheet {
    pub nodes: Vec<Node>,
    pub inputs: Vec<Input>,
    pub tables: Vec<Table>,
    pub groups: Vec<Group>,
    pub steps: Vec<Step>,
    pub outcomes: Vec<Outcome>,
    pub parts: Vec<PartsResult>,
    pub remarks: Vec<Remark>,
    pub charts: Vec<Chart>,
    pub unit_errors: Vec<UnitError>,
    pub(super) rounding: Rounding,
}

impl Sheet {
    /// The cell.
    #[must_use]
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    /// The input.
    #[must_use]
    pub fn input(&self, id: InputId) -> &Input {
        &self.inputs[id.index()]
    }

    /// The table.
    #[must_use]
    pub fn table(&self, id: TableId) -> &Table {
        &self.tables[id.index()]
    }

    /// The step.
    #[must_use]
    pub fn step(&self, id: StepId) -> &Step {
        &self.steps[id.0 as usize]
    }

    /// The input of this key: a field's own key, or a column's behind its table's, as in `tiers.rate`.
    #[must_use]
    pub fn find_input(&self, path: &str) -> Option<InputId> {
        (0..self.inputs.len()).map(|index| InputId(index as u32)).find(|id| self.path(*id) == path)
    }

    /// How an input is named in files: its key, a column's behind its table's.
    #[must_use]
    pub fn path(&self, id: InputId) -> String {
        let input = self.input(id);
        match input.axes.0.first() {
            Some(table) if input.axes.0.len() == 1 => {
                format!("{}.{}", self.table(*table).key, input.key)
            }
            _ => input.key.to_owned(),
        }
    }

    /// The result of this key.
    #[must_use]
    pub fn find_outcome(&self, key: &str) -> Option<&Outcome> {
        self.outcomes.iter().find(|outcome| outcome.key == key)
    }

    /// The table of this key.
    #[must_use]
    pub fn find_table(&self, key: &str) -> Option<TableId> {
        (0..self.tables.len()).map(|index| TableId(index as u32)).find(|id| self.table(*id).key == key)
    }

    /// The named cell of this key: a result, a step or a single-figure input.
    #[must_use]
    pub fn find_named(&self, key: &str) -> Option<NodeId> {
        let place = self.nodes.iter().rposition(|node| node.key == Some(key))?;
        u32::try_from(place).ok().map(NodeId)
    }

    /// The headline result.
    #[must_use]
    pub fn headline(&self) -> Option<&Outcome> {
        self.outcomes.iter().find(|outcome| outcome.rank == Rank::Headline)
    }

    /// The cells that a cell depends on directly.
    #[must_use]
    pub fn operands(&self, id: NodeId) -> Vec<NodeId> {
        match &self.node(id).op {
            Op::Input(_) | Op::Constant(_) | Op::Rows(_) | Op::RowNumber(_) => Vec::new(),
            Op::Same(a) | Op::Unary(_, a) | Op::Given(a) | Op::Reduce(_, a) | Op::Scan(_, a) | Op::Output(a, _) => {
                vec![*a]
            }
            Op::Binary(_, a, b) | Op::Above(a, b) | Op::At(a, b) => vec![*a, *b],
            Op::Select(a, b, c) => vec![*a, *b, *c],
            Op::Guard { condition, value, .. } => vec![*condition, *value],
            Op::Pick(choice, options) => std::iter::once(*choice).chain(options.iter().copied()).collect(),
            Op::Step(step) => self.step(*step).arguments.clone(),
        }
    }

    /// Every cell that these cells depend on, themselves included, as one flag a cell.
    #[must_use]
    pub fn reached_from(&self, roots: impl IntoIterator<Item = NodeId>) -> Vec<bool> {
        let mut reached = vec![false; self.nodes.len()];
        let mut open: Vec<NodeId> = roots.into_iter().collect();
        while let Some(id) = open.pop() {
            if !std::mem::replace(&mut reached[id.index()], true) {
                open.extend(self.operands(id));
            }
        }
        reached
    }
}
