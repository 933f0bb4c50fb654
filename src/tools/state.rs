//! All that a person has before her, what she can do to it, and the one pure function that does it.
//!
//! | part | kept in the browser | in undo |
//! |---|---|---|
//! | `settings` | yes, on their own | no |
//! | `book`, `about` (name, revision) | yes | no |
//! | `workbook` (inputs, wrong entries, ranges, links, scenarios, seed) | yes | yes |
//! | `scenario` | yes | no |
//! | `history` | yes, on its own | – |
//! | `unknown`, `given_up`, `set_aside` | yes, as read | no |
//! | `route` | in the address | no |
//! | `kept_nowhere` | no: it says that nothing is | no |
//! | `active`, `asked`, `trail`, `tool`, `sheet`, `pasted`, `notice`, `saving`, `stored`, `shelf`, `deed` | no | no |

mod fields;
mod route;
mod saving;
mod whole;

use std::rc::Rc;

use super::chain::Chain;
use super::fill::Filling;
use super::history::{Did, History, What};
use super::saved::{self, About, Opened, Unknown};
use super::shelf::{BookId, Deed, Order, Received, Shelf};
use super::workbook::{Change, Correlation, Kept, Link, ScenarioId, Workbook};
use crate::calculators;
use crate::engine::{Calculator, NodeId, Range, TableId};
use crate::text::{Catalogue, Language, graphemes};

pub use super::fields::FieldId;
pub use super::settings::{Settings, Theme};
pub use route::{EMBED, OPEN, Route};
pub use saving::Saving;

/// What can be asked of a figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tool {
    /// Where it comes from.
    #[default]
    Why,
    /// What would bring it to a goal, and what moves it most.
    WhatIf,
    /// How far it spreads where inputs are uncertain.
    Ranges,
    /// What it is in other scenarios, and what makes the difference.
    Compare,
    /// As a link, a file or on paper, for somebody else.
    HandOn,
}

impl Tool {
    /// Every tool, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Why, Self::WhatIf, Self::Ranges, Self::Compare, Self::HandOn];

    /// The key of its words.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Why => "why",
            Self::WhatIf => "what_if",
            Self::Ranges => "ranges",
            Self::Compare => "compare",
            Self::HandOn => "hand_on",
        }
    }
}

/// What the person is told once, in passing.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    Undone(Did),
    Redone(Did),
}

/// What the store holds of the workbook on the screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Held {
    pub workbook: Workbook,
    pub scenario: ScenarioId,
    pub name: String,
}

/// Everything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    pub route: Route,
    pub settings: Settings,
    pub words: Rc<Catalogue>,
    /// Which of the kept workbooks this is.
    pub book: BookId,
    pub about: About,
    pub workbook: Workbook,
    /// The scenario on the screen.
    pub scenario: ScenarioId,
    pub history: History,
    pub unknown: Unknown,
    pub given_up: Vec<String>,
    /// Stored texts that could not be opened, for the person to save.
    pub set_aside: Vec<String>,
    pub saving: Saving,
    /// Shown inside another page: nothing can be changed, and nothing is kept.
    pub kept_nowhere: bool,
    /// The field being typed in: its errors wait until it is left.
    pub active: Option<FieldId>,
    /// The figure that is asked about, of the calculator on the screen; the headline at first.
    pub asked: Option<(NodeId, usize)>,
    /// What was asked about before it, on the way down to it.
    pub trail: Vec<(NodeId, usize)>,
    /// What is asked about it.
    pub tool: Tool,
    /// The field whose range and link are on the screen.
    pub sheet: Option<FieldId>,
    /// What the store last held of it, to know what another tab may replace.
    pub stored: Held,
    /// What a paste would do, until it is done or dropped.
    pub pasted: Option<Rc<Filling>>,
    pub notice: Option<Notice>,
    /// Every workbook, as the store last listed them.
    pub shelf: Rc<Shelf>,
    /// What was last done to whole workbooks.
    pub deed: Option<Deed>,
    last_edited: Option<FieldId>,
}

/// What can be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    Go(Route),
    Set(Settings),
    Speak(Language, Rc<Catalogue>),
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
    Listed(Rc<Shelf>),
    /// What was done to whole workbooks.
    Did(Option<Deed>),
    /// The name of the workbook on the screen.
    Rename(String),
    /// Asks what a change would do to all that rests on it.
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

impl State {
    /// A calculator's inputs in the scenario on the screen, with what links feed filled in.
    #[must_use]
    pub fn kept(&self, calculator: &'static Calculator) -> Rc<Kept> {
        let standing = self.workbook.standing(calculator, self.scenario);
        if standing.links.is_empty() {
            return standing;
        }
        Rc::new(Chain::of(&self.workbook, self.scenario, calculator).resolved(0))
    }

    /// Whether there is anything to undo.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.history.past().is_empty()
    }

    /// Whether there is anything to do again.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.history.future().is_empty()
    }

    /// Whether the store holds just this.
    #[must_use]
    pub fn is_stored(&self) -> bool {
        self.held() == self.stored
    }

    /// What the store holds once this is written.
    #[must_use]
    pub fn held(&self) -> Held {
        Held { workbook: self.workbook.clone(), scenario: self.scenario, name: self.about.name.clone() }
    }

    /// What is written to the store.
    #[must_use]
    pub fn text_to_keep(&self) -> String {
        saved::write_book(&self.about, &self.workbook, self.scenario, &self.unknown)
    }

    /// The state after an action.
    #[must_use]
    pub fn reduce(&self, action: Action) -> Self {
        let mut next = self.clone();
        match action {
            Action::Go(route) => next.go(route),
            Action::Set(settings) => next.settings = settings,
            Action::Speak(language, words) => {
                next.settings.language = language;
                next.words = words;
            }
            Action::Type(field, text) => next.type_into(field, text),
            Action::Put(field, figure) => next.put(What::Typed, Some(field), field, figure),
            Action::Reach(field, figure) => next.put(What::Sought, None, field, Some(figure)),
            Action::Spread(field, range) => next.spread(field, range),
            Action::Link(field, link) => next.link(field, link),
            Action::Cut(field) => next.cut(field),
            Action::Name(field, name) => {
                let did = Did::at(What::Named, field.calculator, field.place());
                next.edit(did, Some(field), field.calculator, |_, kept| {
                    kept.inputs.set_name(field.input, field.cell, clean_name(&name));
                });
            }
            Action::Leave(field) => next.leave(field),
            Action::InsertRow(id, table, at) => {
                next.change_rows(What::RowAdded, id, table, at, |sheet, inputs| inputs.insert_row(sheet, table, at));
            }
            Action::RemoveRow(id, table, at) => {
                next.change_rows(What::RowRemoved, id, table, at, |sheet, inputs| inputs.remove_row(sheet, table, at));
            }
            Action::MoveRow(id, table, from, to) => {
                next.change_rows(What::RowMoved, id, table, to, |sheet, inputs| {
                    inputs.move_row(sheet, table, from, to)
                });
            }
            Action::UseExample(id, index) => next.use_example(id, index),
            Action::UsePreset(id) => next.replace(What::Preset, id, |sheet| Some(Kept::preset(sheet))),
            Action::Receive(_) | Action::Order(_) => {}
            Action::ReceiveScenario(received) => next.receive_scenario(&received),
            Action::Turn(book, opened, history) => next.turn(book, &opened, &history),
            Action::Listed(shelf) => next.shelf = shelf,
            Action::Did(deed) => next.deed = deed,
            Action::Rename(name) => next.about.name = clean_name(name.trim()),
            Action::Open(workbook) => next.change(Did::new(What::Opened), None, |open| *open = (*workbook).clone()),
            Action::Suppose(change) => next.suppose(change),
            Action::Ask(node, cell) => next.ask(Some((node, cell)), Vec::new(), Tool::Why),
            Action::AskDeeper(node, cell) => {
                let mut trail = next.trail.clone();
                trail.extend(next.asked.or_else(|| next.headline()));
                next.ask(Some((node, cell)), trail, Tool::Why);
            }
            Action::AskBack => {
                let mut trail = next.trail.clone();
                let above = trail.pop();
                next.ask(above, trail, Tool::Why);
            }
            Action::About(node, cell) => next.ask(Some((node, cell)), Vec::new(), next.tool),
            Action::AskThere(id, node, cell) => {
                next.go(Route::Calculator(id));
                next.ask(Some((node, cell)), Vec::new(), Tool::Why);
            }
            Action::Take(tool) => next.tool = tool,
            Action::Sheet(field) => next.sheet = field,
            Action::Show(id) => next.show(id),
            Action::AddScenario(name, like) => next.add_scenario(&name, like),
            Action::NameScenario(id, name) => next.name_scenario(id, &name),
            Action::MoveScenario(id, to) => next.move_scenario(id, to),
            Action::RemoveScenario(id) => next.remove_scenario(id),
            Action::Correlate(correlation) => next.correlate(correlation),
            Action::Seed(seed) => next.change(Did::new(What::Seeded), None, |workbook| workbook.seed = seed),
            Action::Preview(pasted) => next.pasted = Some(pasted),
            Action::Fill => {
                if let Some(pasted) = next.pasted.take() {
                    next.fill(What::Pasted, &pasted);
                }
            }
            Action::Import(filling) => next.fill(What::Imported, &filling),
            Action::Drop => next.pasted = None,
            Action::Undo => next.step_back(1),
            Action::Redo => next.step_back(-1),
            Action::StepBack(steps) => next.step_back(steps),
            Action::Saving(saving) => next.saving = saving,
            Action::Stored(held, about) => {
                (next.saving, next.stored) = (Saving::Saved, (*held).clone());
                next.mark(about);
            }
            Action::Mark(about) => next.mark(about),
            Action::Adopt(opened) => next.adopt(&opened),
        }
        if self.kept_nowhere && next.workbook != self.workbook {
            return self.clone();
        }
        next
    }

    fn go(&mut self, route: Route) {
        if self.route != route {
            (self.asked, self.active, self.last_edited) = (None, None, None);
            (self.pasted, self.sheet, self.notice, self.deed) = (None, None, None, None);
            self.trail.clear();
        }
        self.route = route;
    }

    /// Asks about a figure of the calculator on the screen. One of a page that was just left is asked about no longer.
    fn ask(&mut self, about: Option<(NodeId, usize)>, trail: Vec<(NodeId, usize)>, tool: Tool) {
        let Route::Calculator(id) = self.route else { return };
        let nodes = calculators::find(id).map_or(0, |calculator| calculator.sheet().nodes.len());
        let is_here = |(node, _): &(NodeId, usize)| node.index() < nodes;
        if about.iter().all(is_here) {
            (self.asked, self.trail, self.tool) = (about, trail.into_iter().filter(is_here).collect(), tool);
        }
    }

    /// The headline of the calculator on the screen.
    fn headline(&self) -> Option<(NodeId, usize)> {
        let Route::Calculator(id) = self.route else { return None };
        calculators::find(id)?.sheet().headline().map(|outcome| (outcome.node, 0))
    }
}

/// A name as it may be kept: no control characters, no marks that turn the writing direction, at most 80 characters as a reader
/// counts them.
pub(super) fn clean_name(name: &str) -> String {
    let turns =
        |c: char| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    // A reader's character may hold any number of marks, but no name needs more than a few each.
    let clean: String = name.chars().filter(|c| !c.is_control() && !turns(*c)).take(800).collect();
    graphemes::first(&clean, 80)
}
