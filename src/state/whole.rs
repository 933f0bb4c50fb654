//! What a person does to the workbook as a whole: scenarios, questions, going back; and what other tabs did to it.

use std::rc::Rc;

use super::workbooks::BookId;
use super::{Action, Held, Notice, Saving, State};
use crate::calculators;
use crate::exchange::received::Received;
use crate::exchange::share::{self, InScenario};
use crate::workbook::contents::{BASE, Change, Correlation, Scenario, ScenarioId, Workbook};
use crate::workbook::fields::FieldId;
use crate::workbook::history::{Did, History, What};
use crate::workbook::name::clean_name;
use crate::workbook::saved::{About, Opened};

impl State {
    /// The state after an action that concerns the workbook as a whole; none after any other.
    #[must_use]
    pub fn reduce_whole(&self, action: &Action) -> Option<Self> {
        if !action.is_whole() {
            return None;
        }
        let mut next = self.clone();
        match action {
            Action::ReceiveScenario(received) => next.receive_scenario(received),
            Action::Turn(book, opened, history) => next.turn(book.clone(), opened, history),
            Action::Rename(name) => next.about.name = clean_name(name.trim()),
            Action::Open(workbook) => next.change(Did::new(What::Opened), None, |open| *open = (**workbook).clone()),
            Action::Suppose(change) => next.suppose(*change),
            Action::AddScenario(name, like) => next.add_scenario(name, *like),
            Action::NameScenario(id, name) => next.name_scenario(*id, name),
            Action::MoveScenario(id, to) => next.move_scenario(*id, *to),
            Action::RemoveScenario(id) => next.remove_scenario(*id),
            Action::Correlate(correlation) => next.correlate(*correlation),
            Action::Seed(seed) => next.change(Did::new(What::Seeded), None, |workbook| workbook.seed = *seed),
            Action::Fill => {
                if let Some(pasted) = next.pasted.take() {
                    next.fill(What::Pasted, &pasted);
                }
            }
            Action::Import(filling) => next.fill(What::Imported, filling),
            Action::Undo => next.step_back(1),
            Action::Redo => next.step_back(-1),
            Action::StepBack(steps) => next.step_back(*steps),
            Action::Stored(held, about) => {
                (next.saving, next.stored) = (Saving::Saved, (**held).clone());
                next.mark(about.clone());
            }
            Action::Mark(about) => next.mark(about.clone()),
            Action::Adopt(opened) => next.adopt(opened),
            _ => {}
        }
        Some(self.or_kept_nowhere(next))
    }

    pub(super) fn show(&mut self, id: ScenarioId) {
        (self.active, self.last_edited) = (None, None);
        self.scenario = self.workbook.scenario(id).map_or(BASE, |scenario| scenario.id);
    }

    pub(super) fn add_scenario(&mut self, name: &str, like: ScenarioId) {
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

    /// What came from elsewhere as a new scenario, on the screen.
    pub(super) fn receive_scenario(&mut self, received: &Received) {
        let name = if received.name.is_empty() { "@received" } else { &received.name };
        let theirs = InScenario { workbook: &received.opened.workbook, scenario: received.opened.scenario };
        let (with, id) = share::as_scenario(&self.workbook, theirs, clean_name(name));
        self.change(Did::of(What::ScenarioAdded, clean_name(name)), None, |workbook| *workbook = with);
        self.show(id);
    }

    /// Changes the list of scenarios.
    pub(super) fn change_scenarios(
        &mut self,
        what: What,
        id: ScenarioId,
        change: impl FnOnce(&mut Vec<Scenario>, usize),
    ) {
        let Some(place) = self.workbook.scenarios.iter().position(|scenario| scenario.id == id) else { return };
        let name = self.workbook.scenarios[place].name.clone();
        self.change(Did::of(what, name), None, |workbook| change(Rc::make_mut(&mut workbook.scenarios), place));
    }

    pub(super) fn name_scenario(&mut self, id: ScenarioId, name: &str) {
        let name = clean_name(name);
        self.change_scenarios(What::ScenarioNamed, id, |all, place| all[place].name = name);
    }

    pub(super) fn move_scenario(&mut self, id: ScenarioId, to: usize) {
        self.change_scenarios(What::ScenarioMoved, id, |all, place| {
            let scenario = all.remove(place);
            all.insert(to.min(all.len()), scenario);
        });
    }

    pub(super) fn remove_scenario(&mut self, id: ScenarioId) {
        self.change_scenarios(What::ScenarioRemoved, id, |all, place| drop(all.remove(place)));
    }

    pub(super) fn correlate(&mut self, new: Correlation) {
        let numbers = [new.first, new.second].iter().all(|(id, place)| self.is_number(FieldId::new(id, *place)));
        if !numbers || !(-1.0..=1.0).contains(&new.value) {
            return;
        }
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

    pub(super) fn suppose(&mut self, change: Option<Change>) {
        let fits = |change: &Change| {
            let calculator = calculators::find(change.field.calculator).filter(|_| self.is_number(change.field));
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

    pub(super) fn step_back(&mut self, steps: isize) {
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

    /// Whether another tab changed a part of this workbook that this tab has changed too, each differently.
    #[must_use]
    pub fn clashes_with(&self, opened: &Opened) -> bool {
        let (ours, base, theirs) = (&self.workbook, &self.stored.workbook, &opened.workbook);
        let all = [ours, base, theirs].into_iter().flat_map(|workbook| workbook.calculators.keys());
        let mut ids: Vec<_> = all.copied().collect();
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter()
            .any(|id| apart(&base.calculators.get(id), &ours.calculators.get(id), &theirs.calculators.get(id)))
            || apart(&base.scenarios, &ours.scenarios, &theirs.scenarios)
            || apart(&base.correlations, &ours.correlations, &theirs.correlations)
            || apart(&base.seed, &ours.seed, &theirs.seed)
            || apart(&base.change, &ours.change, &theirs.change)
    }

    /// Takes what another tab stored, part by part, wherever this tab has changed nothing that is not stored yet. The steps to
    /// undo take it too, so that going back here never undoes what was done there.
    pub(super) fn adopt(&mut self, opened: &Opened) {
        let mut theirs = opened.workbook.clone();
        let ids: Vec<&'static str> =
            theirs.calculators.keys().chain(self.workbook.calculators.keys()).copied().collect();
        for id in ids {
            let (ours, base, new) = (
                self.workbook.calculators.get(id),
                self.stored.workbook.calculators.get(id),
                theirs.calculators.get(id),
            );
            if new == base || ours != base {
                continue;
            }
            self.everywhere(|workbook| match new {
                Some(kept) => drop(workbook.calculators.insert(id, kept.clone())),
                None => drop(workbook.calculators.remove(id)),
            });
        }
        self.take(&mut theirs, |one| &mut one.scenarios);
        self.take(&mut theirs, |one| &mut one.correlations);
        self.take(&mut theirs, |one| &mut one.seed);
        self.take(&mut theirs, |one| &mut one.change);
        if self.workbook.scenario(self.scenario).is_none() {
            self.scenario = BASE;
        }
        self.unknown.clone_from(&opened.unknown);
        let renamed = self.about.name != self.stored.name;
        let name = if renamed { self.about.name.clone() } else { opened.about.name.clone() };
        self.about = About { name, ..opened.about.clone() };
        // Each tab may have another scenario on its screen: that is no change to write.
        self.stored =
            Held { scenario: self.scenario, name: opened.about.name.clone(), workbook: opened.workbook.clone() };
    }

    /// Takes one part over, if it was changed there and not here.
    fn take<T: Clone + PartialEq>(&mut self, theirs: &mut Workbook, part: impl Fn(&mut Workbook) -> &mut T) {
        let new = part(theirs).clone();
        let base = part(&mut self.stored.workbook);
        if new != *base && part(&mut self.workbook) == base {
            self.everywhere(|workbook| part(workbook).clone_from(&new));
        }
    }

    /// Puts a kept workbook on the screen.
    pub(super) fn turn(&mut self, book: BookId, opened: &Opened, history: &History) {
        (self.active, self.last_edited, self.asked, self.sheet) = (None, None, None, None);
        (self.pasted, self.notice) = (None, None);
        self.trail.clear();
        self.book = book;
        self.about.clone_from(&opened.about);
        self.workbook.clone_from(&opened.workbook);
        self.scenario = opened.scenario;
        self.stored = self.held();
        self.unknown.clone_from(&opened.unknown);
        self.given_up.clone_from(&opened.given_up);
        self.history.clone_from(history);
        self.saving = if opened.given_up.is_empty() { Saving::Saved } else { Saving::Quarantined };
    }

    /// Notes what is said of the workbook. The name may have changed since.
    pub(super) fn mark(&mut self, mut about: About) {
        about.name = std::mem::take(&mut self.about.name);
        self.about = about;
    }

    pub(super) fn everywhere(&mut self, change: impl Fn(&mut Workbook)) {
        self.history.each(&change);
        change(&mut self.workbook);
        change(&mut self.stored.workbook);
    }
}

/// Whether a part was changed here and there, each differently.
fn apart<T: PartialEq>(base: &T, ours: &T, theirs: &T) -> bool {
    ours != base && theirs != base && ours != theirs
}
