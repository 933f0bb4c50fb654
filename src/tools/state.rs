//! All that a person has before her, what she can do to it, and the one pure function that does it.
//!
//! | part | kept in the browser | in undo |
//! |---|---|---|
//! | `settings` | yes, on their own | no |
//! | `workbook` (inputs, wrong entries, ranges, links, scenarios, seed) | yes | yes |
//! | `scenario` | yes | no |
//! | `history` | yes, on its own | – |
//! | `unknown`, `given_up`, `set_aside` | yes, as read | no |
//! | `route` | in the address | no |
//! | `active`, `asked`, `trail`, `tool`, `sheet`, `pasted`, `notice`, `saving`, `stored` | no | no |

use std::rc::Rc;

use serde_json::{Map, Value};

use super::chain::Chain;
use super::entry;
use super::history::{Did, History, What};
use super::links;
use super::paste::{self, Pasted};
use super::request;
use super::saved::{self, Opened, Unknown};
use super::workbook::{BASE, Change, Correlation, Kept, Link, Scenario, ScenarioId, Workbook};
use crate::calculators;
use crate::engine::{Calculator, InputKind, InputSet, NodeId, Range, RowOrder, Sheet, TableId};
use crate::text::{Catalogue, Language};

pub use super::fields::FieldId;
pub use super::settings::{Settings, Theme};

/// Where the person is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    #[default]
    Home,
    Calculator(&'static str),
    /// All calculators of the workbook and the links between them.
    Workbook,
    Settings,
    /// An address that leads nowhere.
    Unknown,
}

impl Route {
    /// The place that the fragment of an address names.
    #[must_use]
    pub fn from_fragment(fragment: &str) -> Self {
        match fragment.trim_start_matches('#').trim_matches('/') {
            "" => Self::Home,
            "settings" => Self::Settings,
            "workbook" => Self::Workbook,
            other => other
                .strip_prefix("c/")
                .and_then(calculators::find)
                .map_or(Self::Unknown, |calculator| Self::Calculator(calculator.id)),
        }
    }

    /// The fragment that names this place.
    #[must_use]
    pub fn fragment(&self) -> String {
        match self {
            Self::Home | Self::Unknown => "#/".to_owned(),
            Self::Calculator(id) => format!("#/c/{id}"),
            Self::Settings => "#/settings".to_owned(),
            Self::Workbook => "#/workbook".to_owned(),
        }
    }
}

/// Whether what is on the screen is also in the browser's store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Saving {
    /// Nothing to save yet.
    #[default]
    Idle,
    /// Saved.
    Saved,
    /// The store is full, blocked or absent: all works, but only until the page is closed.
    NotSaved,
    /// The store holds a newer release's work, which is left alone.
    NewerInStore,
    /// The store held something unreadable; it was set aside.
    SetAside,
}

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
}

impl Tool {
    /// Every tool, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Why, Self::WhatIf, Self::Ranges, Self::Compare];

    /// The key of its words.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Why => "why",
            Self::WhatIf => "what_if",
            Self::Ranges => "ranges",
            Self::Compare => "compare",
        }
    }
}

/// What the person is told once, in passing.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    Undone(Did),
    Redone(Did),
}

/// Everything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    pub route: Route,
    pub settings: Settings,
    pub words: Rc<Catalogue>,
    pub workbook: Workbook,
    /// The scenario on the screen.
    pub scenario: ScenarioId,
    pub history: History,
    pub unknown: Unknown,
    pub given_up: Vec<String>,
    /// Stored texts that could not be opened, for the person to save.
    pub set_aside: Vec<String>,
    pub saving: Saving,
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
    /// The work as the store last held it, to know what another tab may replace.
    pub stored: Workbook,
    /// What a paste would do, until it is done or dropped.
    pub pasted: Option<Rc<Pasted>>,
    pub notice: Option<Notice>,
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
    Preview(Rc<Pasted>),
    /// Does it.
    Fill,
    /// Or not.
    Drop,
    Undo,
    Redo,
    /// Takes back so many steps (negative: does them again).
    StepBack(isize),
    Saving(Saving),
    /// This work is in the store.
    Stored(Workbook),
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

    /// What is written to the store.
    #[must_use]
    pub fn text_to_keep(&self) -> String {
        saved::write(&self.workbook, self.scenario, &self.unknown)
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
            Action::Put(field, figure) => next.put(What::Typed, field, figure),
            Action::Reach(field, figure) => {
                next.last_edited = None;
                next.put(What::Sought, field, Some(figure));
                next.last_edited = None;
            }
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
            Action::Fill => next.fill(),
            Action::Drop => next.pasted = None,
            Action::Undo => next.step_back(1),
            Action::Redo => next.step_back(-1),
            Action::StepBack(steps) => next.step_back(steps),
            Action::Saving(saving) => next.saving = saving,
            Action::Stored(work) => (next.saving, next.stored) = (Saving::Saved, work),
            Action::Adopt(opened) => next.adopt(&opened),
        }
        next
    }

    fn go(&mut self, route: Route) {
        if self.route != route {
            (self.asked, self.active, self.last_edited) = (None, None, None);
            (self.pasted, self.sheet, self.notice) = (None, None, None);
            self.trail.clear();
        }
        self.route = route;
    }

    fn ask(&mut self, about: Option<(NodeId, usize)>, trail: Vec<(NodeId, usize)>, tool: Tool) {
        (self.asked, self.trail, self.tool) = (about, trail, tool);
    }

    /// The headline of the calculator on the screen.
    fn headline(&self) -> Option<(NodeId, usize)> {
        let Route::Calculator(id) = self.route else { return None };
        calculators::find(id)?.sheet().headline().map(|outcome| (outcome.node, 0))
    }

    /// Changes the workbook as one step to undo; a run of changes to one field is one step.
    fn change(&mut self, did: Did, field: Option<FieldId>, change: impl FnOnce(&mut Workbook)) {
        let before = self.workbook.clone();
        change(&mut self.workbook);
        if before == self.workbook {
            return;
        }
        if field.is_none() || self.last_edited != field {
            self.history.add(Did { scenario: self.scenario, ..did }, before);
        }
        self.history.forget_future();
        (self.last_edited, self.notice) = (field, None);
        if self.workbook.scenario(self.scenario).is_none() {
            self.scenario = BASE;
        }
    }

    /// Changes a calculator's inputs in the scenario on the screen.
    fn edit(
        &mut self,
        did: Did,
        field: Option<FieldId>,
        id: &'static str,
        change: impl FnOnce(&'static Sheet, &mut Kept),
    ) {
        let Some(calculator) = calculators::find(id) else { return };
        let scenario = self.scenario;
        let before = self.workbook.standing(calculator, scenario);
        let mut kept = (*before).clone();
        change(calculator.sheet(), &mut kept);
        if *before != kept {
            self.change(did, field, |workbook| workbook.put(calculator, scenario, kept));
        }
    }

    fn change_rows(
        &mut self,
        what: What,
        id: &'static str,
        table: TableId,
        row: usize,
        change: impl FnOnce(&Sheet, &mut InputSet) -> Option<RowOrder>,
    ) {
        let Some(calculator) = calculators::find(id) else { return };
        let first = calculator.sheet().table(table).columns.first().copied();
        let did = Did { place: first.map(|column| (column, row)), ..Did::to(what, id) };
        self.change(did, None, |workbook| workbook.change_rows(calculator, change));
    }

    fn type_into(&mut self, field: FieldId, text: String) {
        let settings = self.settings;
        let (figure, range) = self.before_entry(field);
        self.active = Some(field);
        let did = Did::at(What::Typed, field.calculator, field.place());
        self.edit(did, Some(field), field.calculator, |sheet, kept| {
            // A wrong entry counts for nothing, and nor do its first digits: "1,23" is not 1.
            match entry::read(sheet, field.input, &text, settings, range.as_ref()) {
                Ok(entry) => kept.set(field.place(), entry.figure, entry.range),
                Err(_) => kept.set(field.place(), figure, range),
            }
            kept.drafts.insert(field.place(), text);
        });
    }

    /// What stood in a field before what is being typed in it.
    fn before_entry(&self, field: FieldId) -> (Option<f64>, Option<Range>) {
        let Some(calculator) = calculators::find(field.calculator) else { return (None, None) };
        let typing = self.last_edited == Some(field);
        let workbook = self.history.before_last().filter(|_| typing).unwrap_or(&self.workbook);
        let kept = workbook.standing(calculator, self.scenario);
        (kept.figure(field.place()), kept.ranges.get(field.place()).copied())
    }

    fn put(&mut self, what: What, field: FieldId, figure: Option<f64>) {
        self.edit(Did::at(what, field.calculator, field.place()), Some(field), field.calculator, |sheet, kept| {
            if sheet.input(field.input).problem(figure).is_none() {
                kept.set(field.place(), figure, None);
            }
        });
    }

    fn spread(&mut self, field: FieldId, range: Option<Range>) {
        self.edit(Did::at(What::Ranged, field.calculator, field.place()), None, field.calculator, |sheet, kept| {
            let InputKind::Number { low, high, whole, .. } = sheet.input(field.input).kind else { return };
            let middle = range.map(|range| if whole { range.middle().round() } else { range.middle() });
            if range.is_none_or(|range| range.flaw(low, high).is_none()) {
                kept.set(field.place(), middle.or(kept.figure(field.place())), range);
            }
        });
    }

    fn link(&mut self, field: FieldId, link: Link) {
        let Some(calculator) = calculators::find(field.calculator) else { return };
        if links::check(&self.workbook, calculator, field.place(), link).is_err() {
            return;
        }
        self.edit(Did::at(What::Linked, field.calculator, field.place()), None, field.calculator, |_, kept| {
            kept.links.insert(field.place(), link);
            // What feeds the field takes the place of what stood there.
            kept.ranges.remove(field.place());
            kept.drafts.remove(field.place());
        });
    }

    fn cut(&mut self, field: FieldId) {
        let Some(calculator) = calculators::find(field.calculator) else { return };
        let fed = self.kept(calculator).figure(field.place());
        self.edit(Did::at(What::Cut, field.calculator, field.place()), None, field.calculator, |sheet, kept| {
            if kept.links.remove(field.place()).is_some() && sheet.input(field.input).problem(fed).is_none() {
                kept.set(field.place(), fed, None);
            }
        });
    }

    /// A right entry is shown in its plain form once its field is left; a wrong one keeps its text.
    fn leave(&mut self, field: FieldId) {
        (self.active, self.last_edited) = (None, None);
        let Some(calculator) = calculators::find(field.calculator) else { return };
        let (place, scenario) = (field.place(), self.scenario);
        let standing = self.workbook.standing(calculator, scenario);
        let Some(text) = standing.drafts.get(place) else { return };
        let before = standing.ranges.get(place);
        if entry::read(calculator.sheet(), field.input, text, self.settings, before).is_ok() {
            let mut kept = (*standing).clone();
            kept.drafts.remove(place);
            self.workbook.put(calculator, scenario, kept);
        }
    }

    fn fill(&mut self) {
        let Some(pasted) = self.pasted.take() else { return };
        let (settings, words) = (self.settings, self.words.clone());
        let did = Did::to(What::Pasted, pasted.calculator);
        let Some(calculator) = calculators::find(pasted.calculator) else { return };
        let scenario = self.scenario;
        self.change(did, None, |workbook| {
            // Rows are the same in every scenario: they come first, the figures then go where the person is.
            if let Some((table, rows)) = pasted.rows {
                let mut base = (*workbook.base(calculator)).clone();
                base.inputs.resize(calculator.sheet(), table, rows.max(base.inputs.rows()[table.index()]));
                workbook.put(calculator, BASE, base);
            }
            let mut kept = (*workbook.standing(calculator, scenario)).clone();
            paste::fill(&pasted, calculator.sheet(), &mut kept, &words, settings);
            workbook.put(calculator, scenario, kept);
        });
    }

    fn replace(&mut self, what: What, id: &'static str, make: impl FnOnce(&'static Sheet) -> Option<Kept>) {
        let Some(calculator) = calculators::find(id) else { return };
        let Some(kept) = make(calculator.sheet()) else { return };
        if *self.workbook.base(calculator) == kept && self.workbook.variant(calculator, self.scenario).is_none() {
            return;
        }
        self.change(Did::to(what, id), None, |workbook| workbook.replace(calculator, kept));
    }

    fn use_example(&mut self, id: &'static str, index: usize) {
        self.replace(What::Example, id, |sheet| {
            let example = calculators::find(id)?.examples.get(index)?;
            let given: Map<String, Value> = serde_json::from_str(example.inputs).ok()?;
            request::read_inputs(sheet, &given).ok().map(Kept::new)
        });
    }

    fn show(&mut self, id: ScenarioId) {
        (self.active, self.last_edited) = (None, None);
        self.scenario = self.workbook.scenario(id).map_or(BASE, |scenario| scenario.id);
    }

    fn add_scenario(&mut self, name: &str, like: ScenarioId) {
        let id = self.workbook.free_id();
        let name = clean_name(name);
        self.change(Did::of(What::ScenarioAdded, name.clone()), None, |workbook| {
            let new = workbook.scenario(like).cloned().unwrap_or_default();
            let place = workbook.scenarios.iter().position(|scenario| scenario.id == like);
            let all = Rc::make_mut(&mut workbook.scenarios);
            all.insert(place.map_or(all.len(), |place| place + 1), Scenario { id, name, ..new });
        });
        self.show(id);
    }

    /// Changes the list of scenarios.
    fn change_scenarios(&mut self, what: What, id: ScenarioId, change: impl FnOnce(&mut Vec<Scenario>, usize)) {
        let Some(place) = self.workbook.scenarios.iter().position(|scenario| scenario.id == id) else { return };
        let name = self.workbook.scenarios[place].name.clone();
        self.change(Did::of(what, name), None, |workbook| change(Rc::make_mut(&mut workbook.scenarios), place));
    }

    fn name_scenario(&mut self, id: ScenarioId, name: &str) {
        let name = clean_name(name);
        self.change_scenarios(What::ScenarioNamed, id, |all, place| all[place].name = name);
    }

    fn move_scenario(&mut self, id: ScenarioId, to: usize) {
        self.change_scenarios(What::ScenarioMoved, id, |all, place| {
            let scenario = all.remove(place);
            all.insert(to.min(all.len()), scenario);
        });
    }

    fn remove_scenario(&mut self, id: ScenarioId) {
        self.change_scenarios(What::ScenarioRemoved, id, |all, place| drop(all.remove(place)));
    }

    fn correlate(&mut self, new: Correlation) {
        self.change(Did::new(What::Correlated), None, |workbook| {
            let all = Rc::make_mut(&mut workbook.correlations);
            let same = |old: &Correlation| {
                (old.first, old.second) == (new.first, new.second) || (old.second, old.first) == (new.first, new.second)
            };
            all.retain(|old| !same(old));
            if new.value != 0.0 && new.first != new.second {
                all.push(new);
            }
        });
    }

    fn suppose(&mut self, change: Option<Change>) {
        let fits = |change: &Change| {
            let calculator = calculators::find(change.field.calculator);
            calculator.is_some_and(|one| one.sheet().input(change.field.input).problem(Some(change.figure)).is_none())
        };
        let did = change.map_or(Did::new(What::Asked), |change| {
            Did::at(What::Asked, change.field.calculator, change.field.place())
        });
        let field = change.map(|change| change.field);
        if change.as_ref().is_none_or(fits) {
            self.change(did, field, |workbook| workbook.change = change);
        }
    }

    fn step_back(&mut self, steps: isize) {
        for _ in 0..steps.unsigned_abs() {
            let back = steps > 0;
            let step = if back { self.history.undo(&self.workbook) } else { self.history.redo(&self.workbook) };
            let Some((workbook, did)) = step else { break };
            self.workbook = workbook;
            self.last_edited = None;
            // The person is shown where it happened.
            self.scenario = self.workbook.scenario(did.scenario).map_or(BASE, |scenario| scenario.id);
            self.notice = Some(if back { Notice::Undone(did) } else { Notice::Redone(did) });
        }
    }

    /// Takes what another tab stored, part by part, wherever this tab has changed nothing that is not stored yet. The steps to
    /// undo take it too, so that going back here never undoes what was done there.
    fn adopt(&mut self, opened: &Opened) {
        let theirs = &opened.workbook;
        let ids: Vec<&'static str> =
            theirs.calculators.keys().chain(self.workbook.calculators.keys()).copied().collect();
        for id in ids {
            let (ours, new) = (self.workbook.calculators.get(id), theirs.calculators.get(id).cloned());
            let typing = self.active.is_some_and(|field| field.calculator == id);
            if typing || ours == new.as_ref() || ours != self.stored.calculators.get(id) {
                continue;
            }
            self.everywhere(|workbook| match &new {
                Some(kept) => drop(workbook.calculators.insert(id, kept.clone())),
                None => drop(workbook.calculators.remove(id)),
            });
        }
        if self.workbook.scenarios == self.stored.scenarios && theirs.scenarios != self.stored.scenarios {
            self.everywhere(|workbook| workbook.scenarios = theirs.scenarios.clone());
        }
        if self.workbook.correlations == self.stored.correlations && theirs.correlations != self.stored.correlations {
            self.everywhere(|workbook| workbook.correlations = theirs.correlations.clone());
        }
        if self.workbook.seed == self.stored.seed && theirs.seed != self.stored.seed {
            self.everywhere(|workbook| workbook.seed = theirs.seed);
        }
        if self.workbook.change == self.stored.change && theirs.change != self.stored.change {
            self.everywhere(|workbook| workbook.change = theirs.change);
        }
        if self.workbook.scenario(self.scenario).is_none() {
            self.scenario = BASE;
        }
        self.unknown.clone_from(&opened.unknown);
    }

    fn everywhere(&mut self, change: impl Fn(&mut Workbook)) {
        self.history.each(&change);
        change(&mut self.workbook);
        change(&mut self.stored);
    }
}

/// A name as it may be kept: no control characters, no marks that turn the writing direction, at most 80 characters.
pub(super) fn clean_name(name: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    name.chars().filter(|c| !c.is_control() && !turns(*c)).take(80).collect()
}
