//! The pure functions that carry out an action: each carries out those that it knows, so that in the page each can load when it is needed.

use std::rc::Rc;

use super::action::Action;
use super::model::State;
use super::route::Route;
use super::tool::Tool;
use crate::calculators;
use crate::engine::NodeId;
use crate::workbook::contents::Kept;
use crate::workbook::history::{Did, What};
use crate::workbook::name::clean_name;

impl State {
    /// The state after an action that needs no workbook, which the page can carry out from its first moment; none after any other.
    #[must_use]
    pub fn reduce_without_workbook(&self, action: &Action) -> Option<Self> {
        let mut next = self.clone();
        match action {
            Action::Go(route) => next.go(route.clone()),
            Action::Set(settings) => next.settings = *settings,
            Action::Speak(language, words) => {
                next.settings.language = *language;
                next.words = words.clone();
            }
            Action::Listed(workbooks) => next.workbooks = workbooks.clone(),
            Action::Begin(begun) => {
                let here = next;
                next = Self {
                    route: here.route,
                    settings: here.settings,
                    words: here.words,
                    opening: false,
                    ..(**begun).clone()
                };
            }
            _ => return None,
        }
        Some(next)
    }

    /// The state after any action.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "an action is carried out once")]
    pub fn reduce(&self, action: Action) -> Self {
        let mut all = [Self::reduce_without_workbook, Self::reduce_calculator, Self::reduce_whole].into_iter();
        all.find_map(|reduce| reduce(self, &action)).unwrap_or_else(|| self.clone())
    }

    /// The state after an action that concerns a calculator, or only what is shown; none after any other.
    #[must_use]
    pub fn reduce_calculator(&self, action: &Action) -> Option<Self> {
        let mut next = self.clone();
        match action {
            Action::Type(field, text) => next.type_into(*field, text.clone()),
            Action::Put(field, figure) => next.put(What::Typed, Some(*field), *field, *figure),
            Action::Reach(field, figure) => next.put(What::Sought, None, *field, Some(*figure)),
            Action::Spread(field, range) => next.spread(*field, *range),
            Action::Link(field, link) => next.link(*field, *link),
            Action::Cut(field) => next.cut(*field),
            Action::Name(field, name) => {
                let did = Did::at(What::Named, field.calculator, field.place());
                next.edit(did, Some(*field), field.calculator, |_, kept| {
                    kept.inputs.set_name(field.input, field.cell, clean_name(name));
                });
            }
            Action::Leave(field) => next.leave(*field),
            Action::InsertRow(id, table, at) => {
                next.change_rows(What::RowAdded, id, *table, *at, |sheet, inputs| {
                    inputs.insert_row(sheet, *table, *at)
                });
            }
            Action::RemoveRow(id, table, at) => {
                next.change_rows(What::RowRemoved, id, *table, *at, |sheet, inputs| {
                    inputs.remove_row(sheet, *table, *at)
                });
            }
            Action::MoveRow(id, table, from, to) => {
                next.change_rows(What::RowMoved, id, *table, *to, |sheet, inputs| {
                    inputs.move_row(sheet, *table, *from, *to)
                });
            }
            Action::UseExample(id, index) => next.use_example(id, *index),
            Action::UsePreset(id) => next.replace(What::Preset, id, |sheet| Some(Kept::preset(sheet))),
            Action::OrderDone(outcome) => next.outcome.clone_from(outcome),
            Action::Ask(node, cell) => next.ask(Some((*node, *cell)), Vec::new(), Tool::Why),
            Action::AskDeeper(node, cell) => {
                let mut trail = next.trail.clone();
                trail.extend(next.asked.or_else(|| next.headline()));
                next.ask(Some((*node, *cell)), trail, Tool::Why);
            }
            Action::AskBack => {
                let mut trail = next.trail.clone();
                let above = trail.pop();
                next.ask(above, trail, Tool::Why);
            }
            Action::About(node, cell) => next.ask(Some((*node, *cell)), Vec::new(), next.tool),
            Action::AskThere(id, node, cell) => {
                next.go(Route::Calculator(id));
                next.ask(Some((*node, *cell)), Vec::new(), Tool::Why);
            }
            Action::Take(tool) => next.tool = *tool,
            Action::Sheet(field) => next.sheet = field.map(Rc::new),
            Action::SheetClosed(last) => next.sheet = next.sheet.filter(|sheet| !Rc::ptr_eq(sheet, last)),
            Action::Show(id) => next.show(*id),
            Action::Preview(pasted) => next.pasted = Some(pasted.clone()),
            Action::Drop => next.pasted = None,
            Action::PreviewClosed(last) => next.pasted = next.pasted.filter(|pasted| !Rc::ptr_eq(pasted, last)),
            Action::Saving(saving) => next.saving = saving.clone(),
            _ => return None,
        }
        Some(self.or_kept_nowhere(next))
    }

    /// What comes of a change: nothing where the workbook on the screen is somebody else's.
    pub(super) fn or_kept_nowhere(&self, next: Self) -> Self {
        if self.kept_nowhere && next.workbook != self.workbook { self.clone() } else { next }
    }

    fn go(&mut self, route: Route) {
        if self.route != route {
            (self.asked, self.active, self.last_edited) = (None, None, None);
            (self.pasted, self.sheet, self.notice, self.outcome) = (None, None, None, None);
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
