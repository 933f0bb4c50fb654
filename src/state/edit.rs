//! What a person does to one calculator: types, puts, links, adds rows. Each is one step to undo.

use serde_json::{Map, Value};

use super::State;
use crate::calculators;
use crate::engine::{Calculator, InputKind, InputSet, Range, RowOrder, Sheet, TableId};
use crate::exchange::fill::{self, Filling};
use crate::presentation::entry;
use crate::workbook::contents::{BASE, Kept, Link, Workbook};
use crate::workbook::fields::FieldId;
use crate::workbook::history::{Did, What};
use crate::workbook::{links, request};

impl State {
    /// Changes the workbook as one step to undo; a run of changes to one field is one step.
    pub(super) fn change(&mut self, did: Did, field: Option<FieldId>, change: impl FnOnce(&mut Workbook)) {
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
    pub(super) fn edit(
        &mut self,
        did: Did,
        field: Option<FieldId>,
        id: &'static str,
        change: impl FnOnce(&'static Sheet, &mut Kept),
    ) {
        let Some(calculator) = calculators::find(id) else { return };
        let scenario = self.scenario;
        let before = self.workbook.kept_in(calculator, scenario);
        let mut kept = (*before).clone();
        change(calculator.sheet(), &mut kept);
        if *before != kept {
            self.change(did, field, |workbook| workbook.put(calculator, scenario, kept));
        }
    }

    pub(super) fn change_rows(
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

    /// Whether a field is there and holds a number.
    pub(super) fn is_number(&self, field: FieldId) -> bool {
        calculators::find(field.calculator).is_some_and(|calculator| {
            let input = calculator.sheet().inputs.get(field.input.index());
            let inputs = &self.workbook.base(calculator).inputs;
            input.is_some_and(|input| matches!(input.kind, InputKind::Number { .. }))
                && field.cell < inputs.figures(field.input).len()
                && inputs.implied(field.input, field.cell).is_none()
        })
    }

    pub(super) fn type_into(&mut self, field: FieldId, text: String) {
        if !self.is_number(field) {
            return;
        }
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
    pub(super) fn before_entry(&self, field: FieldId) -> (Option<f64>, Option<Range>) {
        let Some(calculator) = calculators::find(field.calculator) else { return (None, None) };
        let typing = self.last_edited == Some(field);
        let workbook = self.history.before_last().filter(|_| typing).unwrap_or(&self.workbook);
        let kept = workbook.kept_in(calculator, self.scenario);
        (kept.figure(field.place()), kept.ranges.get(field.place()).copied())
    }

    /// Sets a field outright; with `run` as one step with what is done to that field before and after.
    pub(super) fn put(&mut self, what: What, run: Option<FieldId>, field: FieldId, figure: Option<f64>) {
        self.edit(Did::at(what, field.calculator, field.place()), run, field.calculator, |sheet, kept| {
            if sheet.input(field.input).problem(figure).is_none() {
                kept.set(field.place(), figure, None);
            }
        });
    }

    pub(super) fn spread(&mut self, field: FieldId, range: Option<Range>) {
        self.edit(Did::at(What::Ranged, field.calculator, field.place()), None, field.calculator, |sheet, kept| {
            let input = sheet.input(field.input);
            let InputKind::Number { low, high, .. } = input.kind else { return };
            let middle = range.map(|range| input.middle(&range));
            if range.is_none_or(|range| range.flaw(low, high).is_none()) {
                kept.set(field.place(), middle.or(kept.figure(field.place())), range);
            }
        });
    }

    pub(super) fn link(&mut self, field: FieldId, link: Link) {
        let Some(calculator) = calculators::find(field.calculator) else { return };
        if links::check(&self.workbook, calculator, field.place(), link).is_err() {
            return;
        }
        let did = Did::at(What::Linked, field.calculator, field.place());
        self.change(did, None, |workbook| workbook.link(calculator, field.place(), link));
    }

    pub(super) fn cut(&mut self, field: FieldId) {
        let Some(calculator) = calculators::find(field.calculator) else { return };
        let fed = self.kept(calculator).figure(field.place());
        self.edit(Did::at(What::Cut, field.calculator, field.place()), None, field.calculator, |sheet, kept| {
            if kept.links.remove(field.place()).is_some() && sheet.input(field.input).problem(fed).is_none() {
                kept.set(field.place(), fed, None);
            }
        });
    }

    /// A right entry is shown in its plain form once its field is left; a wrong one keeps its text.
    pub(super) fn leave(&mut self, field: FieldId) {
        (self.active, self.last_edited) = (None, None);
        let Some(calculator) = calculators::find(field.calculator) else { return };
        let (place, scenario) = (field.place(), self.scenario);
        let standing = self.workbook.kept_in(calculator, scenario);
        let Some(text) = standing.drafts.get(place) else { return };
        let before = standing.ranges.get(place);
        if entry::read(calculator.sheet(), field.input, text, self.settings, before).is_ok() {
            let mut kept = (*standing).clone();
            kept.drafts.remove(place);
            self.workbook.put(calculator, scenario, kept);
        }
    }

    /// Fills in what was pasted or read from a file. Rows are the same in every scenario: they come first, the figures then go
    /// where the person is.
    pub(super) fn fill(&mut self, what: What, filling: &Filling) {
        let (settings, words, scenario) = (self.settings, self.words.clone(), self.scenario);
        let Some(calculator) = calculators::find(filling.calculator) else { return };
        self.active = None;
        self.change(Did::to(what, filling.calculator), None, |workbook| {
            if let Some((table, rows)) = filling.rows {
                make_rows(workbook, calculator, table, rows, filling.shortens);
            }
            let standing = workbook.kept_in(calculator, scenario);
            let mut kept = (*standing).clone();
            fill::fill(filling, calculator.sheet(), &mut kept, &words, settings);
            if kept != *standing {
                workbook.put(calculator, scenario, kept);
            }
        });
    }

    pub(super) fn replace(&mut self, what: What, id: &'static str, make: impl FnOnce(&'static Sheet) -> Option<Kept>) {
        let Some(calculator) = calculators::find(id) else { return };
        let Some(kept) = make(calculator.sheet()) else { return };
        if *self.workbook.base(calculator) == kept && self.workbook.variant(calculator, self.scenario).is_none() {
            return;
        }
        self.change(Did::to(what, id), None, |workbook| workbook.replace(calculator, kept));
    }

    pub(super) fn use_example(&mut self, id: &'static str, index: usize) {
        self.replace(What::Example, id, |sheet| {
            let example = calculators::find(id)?.examples.get(index)?;
            let given: Map<String, Value> = serde_json::from_str(example.inputs).ok()?;
            request::read_inputs(sheet, &given).ok().map(Kept::new)
        });
    }
}

/// Makes a table so long in every scenario, as far as it may be: at least so long, or just so long where it is also shortened.
fn make_rows(workbook: &mut Workbook, calculator: &'static Calculator, table: TableId, rows: usize, shortens: bool) {
    let limits = calculator.sheet().table(table);
    let wanted = rows.clamp(limits.least, limits.most);
    let standing = workbook.base(calculator).inputs.rows()[table.index()];
    for at in standing..wanted {
        workbook.change_rows(calculator, |sheet, inputs| inputs.insert_row(sheet, table, at));
    }
    for at in (wanted..standing).rev().filter(|_| shortens) {
        workbook.change_rows(calculator, |sheet, inputs| inputs.remove_row(sheet, table, at));
    }
}
