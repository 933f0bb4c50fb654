//! What a person, the browser or another tab can do to the state.

use std::rc::Rc;

use super::held::Held;
use super::model::State;
use super::order::{Order, OrderOutcome};
use super::route::Route;
use super::saving::Saving;
use super::tool::Tool;
use super::workbooks::{BookId, Workbooks};
use crate::engine::{NodeId, Range, TableId};
use crate::exchange::fill::Filling;
use crate::exchange::received::Received;
use crate::text::{Catalogue, Language};
use crate::workbook::contents::{Change, Correlation, Link, ScenarioId, Workbook};
use crate::workbook::fields::FieldId;
use crate::workbook::history::History;
use crate::workbook::saved::{About, Opened};
use crate::workbook::settings::Settings;

/// What can be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    Go(Route),
    Set(Settings),
    Speak(Language, Rc<Catalogue>),
    /// What was kept is open: the state to go on with, but for what has happened on the page meanwhile.
    Begin(Rc<State>),
    /// A text as it stands in a field after a key.
    Type(FieldId, String),
    /// A figure set outright: a choice, a switch, an arrow key.
    Put(FieldId, Option<f64>),
    /// The figure that reaches a goal.
    Reach(FieldId, f64),
    /// How uncertain a figure is; certain again without a range.
    Spread(FieldId, Option<Range>),
    /// A result feeds the field from now on.
    Link(FieldId, Link),
    /// Nothing feeds it any longer; it keeps the figure that it has.
    Cut(FieldId),
    /// The name of a row.
    Name(FieldId, String),
    Leave(FieldId),
    InsertRow(&'static str, TableId, usize),
    RemoveRow(&'static str, TableId, usize),
    MoveRow(&'static str, TableId, usize, usize),
    /// The inputs of a worked example.
    UseExample(&'static str, usize),
    UsePreset(&'static str),
    /// Another workbook in the place of this one.
    Open(Rc<Workbook>),
    /// The figures of a workbook that came from elsewhere, as a new scenario of the one at hand.
    ReceiveScenario(Rc<Received>),
    /// Workbooks that came from elsewhere: each is kept as one of its own, and a single one is opened. Done by the store.
    Receive(Rc<Vec<Received>>),
    /// Done by the store.
    Order(Order),
    /// A kept workbook in the place of the one on the screen, with the steps that led to it.
    Turn(BookId, Rc<Opened>, Rc<History>),
    /// What the store holds now.
    Listed(Rc<Workbooks>),
    /// What was done to whole workbooks.
    OrderDone(Option<OrderOutcome>),
    /// The name of the workbook on the screen.
    Rename(String),
    /// Asks what a change would do to all that depends on it.
    Suppose(Option<Change>),
    /// Asks where a figure of the calculator on the screen comes from.
    Ask(NodeId, usize),
    /// Asks the same of a figure on which the one asked about rests.
    AskDeeper(NodeId, usize),
    /// Goes back up to the figure that was asked about before.
    AskBack,
    /// Asks about another result, whatever is asked.
    About(NodeId, usize),
    /// Asks about a figure of another calculator, and goes there.
    AskThere(&'static str, NodeId, usize),
    /// Asks something else about it.
    Take(Tool),
    /// Shows the range and the link of a field.
    Sheet(Option<FieldId>),
    /// The browser tells, late, that this opening was closed.
    SheetClosed(Rc<FieldId>),
    /// Puts a scenario on the screen.
    Show(ScenarioId),
    /// A new scenario, as another one or as the base is, and puts it on the screen.
    AddScenario(String, ScenarioId),
    NameScenario(ScenarioId, String),
    /// Moves a scenario to another place in the list.
    MoveScenario(ScenarioId, usize),
    RemoveScenario(ScenarioId),
    /// How two uncertain inputs go together; not at all where the value is 0.
    Correlate(Correlation),
    Seed(u64),
    /// Shows what a paste would do.
    Preview(Rc<Filling>),
    /// Does it.
    Fill,
    /// Fills in what a file holds.
    Import(Rc<Filling>),
    /// Or not.
    Drop,
    /// The browser tells, late, that this preview was closed.
    PreviewClosed(Rc<Filling>),
    Undo,
    Redo,
    /// Takes back so many steps (negative: does them again).
    StepBack(isize),
    Saving(Saving),
    /// This is in the store, and this is said of it.
    Stored(Rc<Held>, About),
    /// What is said of the workbook on the screen, but for its name.
    Mark(About),
    /// Another tab has stored this.
    Adopt(Rc<Opened>),
}

impl Action {
    /// Whether it concerns the workbook as a whole. Others concern one calculator, or only what is shown, or are done by the store.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        matches!(
            self,
            Self::Open(_)
                | Self::ReceiveScenario(_)
                | Self::Turn(..)
                | Self::Rename(_)
                | Self::Suppose(_)
                | Self::AddScenario(..)
                | Self::NameScenario(..)
                | Self::MoveScenario(..)
                | Self::RemoveScenario(_)
                | Self::Correlate(_)
                | Self::Seed(_)
                | Self::Fill
                | Self::Import(_)
                | Self::Undo
                | Self::Redo
                | Self::StepBack(_)
                | Self::Stored(..)
                | Self::Mark(_)
                | Self::Adopt(_)
        )
    }
}
