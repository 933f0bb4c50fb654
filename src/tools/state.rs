//! All that a person has before her, what she can do to it, and the one pure function that does it.
//!
//! | part | kept in the browser | in undo |
//! |---|---|---|
//! | `settings` | yes, on their own | no |
//! | `work` (inputs and wrong entries of each calculator) | yes | yes |
//! | `unknown`, `given_up`, `set_aside` | yes, as read | no |
//! | `route` | in the address | no |
//! | `active`, `explained`, `pasted`, `saving`, `stored` | no | no |

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::entry;
use super::paste::{self, Pasted};
use super::request;
use super::saved::{self, Kept, Opened};
use crate::calculators;
use crate::engine::{Calculator, InputId, InputSet, NodeId, Sheet, TableId};
use crate::text::{Catalogue, Compact, Currency, Language};

/// Where the person is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    #[default]
    Home,
    Calculator(&'static str),
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
        }
    }
}

/// Light, dark, or as the device says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    /// Every theme, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The name in files and styles.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// How the person wants to be spoken to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    pub language: Language,
    pub currency: Currency,
    pub compact: Compact,
    pub theme: Theme,
}

impl Settings {
    /// The settings as kept.
    #[must_use]
    pub fn write(&self) -> String {
        serde_json::json!({
            "version": 1,
            "language": self.language.tag(),
            "currency": self.currency.code(),
            "compact": self.compact.key(),
            "theme": self.theme.key(),
        })
        .to_string()
    }

    /// Reads what `write` wrote; whatever is missing or unreadable is as usual in the language.
    #[must_use]
    pub fn read(text: &str, language: Language) -> Self {
        let value: Value = serde_json::from_str(text).unwrap_or_default();
        let field = |key: &str| value[key].as_str().unwrap_or_default();
        let language = value["language"].as_str().map_or(language, Language::from_tag);
        Self {
            language,
            currency: Currency::from_code(field("currency")).unwrap_or(Currency::usual_in(language)),
            compact: Compact::ALL.into_iter().find(|c| c.key() == field("compact")).unwrap_or_default(),
            theme: Theme::ALL.into_iter().find(|t| t.key() == field("theme")).unwrap_or_default(),
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

/// One field of a calculator: an input, and which of its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldId {
    pub calculator: &'static str,
    pub input: InputId,
    pub cell: usize,
}

/// The work on each calculator that was touched.
pub type Work = BTreeMap<&'static str, Rc<Kept>>;

/// Everything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    pub route: Route,
    pub settings: Settings,
    pub words: Rc<Catalogue>,
    pub work: Work,
    pub unknown: Map<String, Value>,
    pub given_up: Vec<String>,
    /// Stored texts that could not be opened, for the person to save.
    pub set_aside: Vec<String>,
    pub saving: Saving,
    /// The field being typed in: its errors wait until it is left.
    pub active: Option<FieldId>,
    /// The figure whose origin is shown, of the calculator on the screen.
    pub explained: Option<(NodeId, usize)>,
    /// The work as the store last held it, to know what another tab may replace.
    pub stored: Work,
    /// What a paste would do, until it is done or dropped.
    pub pasted: Option<Rc<Pasted>>,
    past: Vec<Work>,
    future: Vec<Work>,
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
    /// The name of a row.
    Name(FieldId, String),
    Leave(FieldId),
    InsertRow(&'static str, TableId, usize),
    RemoveRow(&'static str, TableId, usize),
    MoveRow(&'static str, TableId, usize, usize),
    /// The inputs of a worked example.
    UseExample(&'static str, usize),
    UsePreset(&'static str),
    Explain(NodeId, usize),
    /// Shows what a paste would do.
    Preview(Rc<Pasted>),
    /// Does it.
    Fill,
    /// Or not.
    Drop,
    Undo,
    Redo,
    Saving(Saving),
    /// This work is in the store.
    Stored(Work),
    /// Another tab has stored this.
    Adopt(Rc<Opened>),
}

impl State {
    /// A calculator's inputs and wrong entries: the person's, or the preset.
    #[must_use]
    pub fn kept(&self, calculator: &Calculator) -> Rc<Kept> {
        self.work.get(calculator.id).cloned().unwrap_or_else(|| Rc::new(preset(calculator.sheet())))
    }

    /// Whether there is anything to undo.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is anything to do again.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// What is written to the store.
    #[must_use]
    pub fn text_to_keep(&self) -> String {
        saved::write(self.work.iter().map(|(id, kept)| (*id, &**kept)), &self.unknown)
    }

    /// The state after an action.
    #[must_use]
    pub fn reduce(&self, action: Action) -> Self {
        let mut next = self.clone();
        match action {
            Action::Go(route) => {
                if next.route != route {
                    (next.explained, next.active, next.last_edited) = (None, None, None);
                    next.pasted = None;
                }
                next.route = route;
            }
            Action::Set(settings) => next.settings = settings,
            Action::Speak(language, words) => {
                next.settings.language = language;
                next.words = words;
            }
            Action::Type(field, text) => next.type_into(field, text),
            Action::Put(field, figure) => next.put(field, figure),
            Action::Name(field, name) => next.edit(Some(field), field.calculator, |_, kept| {
                kept.inputs.set_name(field.input, field.cell, clean_name(&name));
            }),
            Action::Leave(field) => next.leave(field),
            Action::InsertRow(id, table, at) => next.edit(None, id, |sheet, kept| {
                let rows = kept.inputs.rows()[table.index()];
                kept.inputs.insert_row(sheet, table, at);
                if kept.inputs.rows()[table.index()] > rows {
                    move_drafts(sheet, kept, table, |row| Some(if row >= at { row + 1 } else { row }));
                }
            }),
            Action::RemoveRow(id, table, at) => next.edit(None, id, |sheet, kept| {
                let rows = kept.inputs.rows()[table.index()];
                kept.inputs.remove_row(sheet, table, at);
                if kept.inputs.rows()[table.index()] < rows {
                    move_drafts(sheet, kept, table, |row| match row.cmp(&at) {
                        std::cmp::Ordering::Less => Some(row),
                        std::cmp::Ordering::Equal => None,
                        std::cmp::Ordering::Greater => Some(row - 1),
                    });
                }
            }),
            Action::MoveRow(id, table, from, to) => next.edit(None, id, |sheet, kept| {
                let rows = kept.inputs.rows()[table.index()];
                kept.inputs.move_row(sheet, table, from, to);
                if from < rows && to < rows {
                    move_drafts(sheet, kept, table, |row| {
                        Some(match row {
                            _ if row == from => to,
                            _ if from < row && row <= to => row - 1,
                            _ if to <= row && row < from => row + 1,
                            _ => row,
                        })
                    });
                }
            }),
            Action::UseExample(id, index) => next.use_example(id, index),
            Action::UsePreset(id) => next.edit(None, id, |sheet, kept| *kept = preset(sheet)),
            Action::Explain(node, cell) => next.explained = Some((node, cell)),
            Action::Preview(pasted) => next.pasted = Some(pasted),
            Action::Fill => next.fill(),
            Action::Drop => next.pasted = None,
            Action::Undo => {
                if let Some(work) = next.past.pop() {
                    next.future.push(std::mem::replace(&mut next.work, work));
                    next.last_edited = None;
                }
            }
            Action::Redo => {
                if let Some(work) = next.future.pop() {
                    next.past.push(std::mem::replace(&mut next.work, work));
                    next.last_edited = None;
                }
            }
            Action::Saving(saving) => next.saving = saving,
            Action::Stored(work) => (next.saving, next.stored) = (Saving::Saved, work),
            Action::Adopt(opened) => next.adopt(&opened),
        }
        next
    }

    /// Changes a calculator's inputs as one step to undo; a run of changes to one field is one step.
    fn edit(&mut self, field: Option<FieldId>, id: &'static str, change: impl FnOnce(&Sheet, &mut Kept)) {
        const DEEPEST: usize = 500;
        let Some(calculator) = calculators::find(id) else { return };
        let before = self.kept(calculator);
        let mut kept = (*before).clone();
        change(calculator.sheet(), &mut kept);
        if *before == kept {
            return;
        }
        if field.is_none() || self.last_edited != field {
            self.past.push(self.work.clone());
            if self.past.len() > DEEPEST {
                self.past.remove(0);
            }
        }
        self.future.clear();
        self.last_edited = field;
        self.work.insert(id, Rc::new(kept));
    }

    fn type_into(&mut self, field: FieldId, text: String) {
        let settings = self.settings;
        let before = self.before_entry(field);
        self.active = Some(field);
        self.edit(Some(field), field.calculator, |sheet, kept| {
            // A wrong entry counts for nothing, and nor do its first digits: "1,23" is not 1.
            let entry = entry::read(sheet, field.input, &text, settings.language, settings.currency);
            kept.inputs.set_figure(field.input, field.cell, entry.map_or(before, |entry| entry.figure));
            kept.drafts.insert(saved::field_name(sheet, field.input, field.cell), Value::String(text));
        });
    }

    /// The figure of a field before what is being typed in it.
    fn before_entry(&self, field: FieldId) -> Option<f64> {
        let calculator = calculators::find(field.calculator)?;
        let work = if self.last_edited == Some(field) { self.past.last()? } else { &self.work };
        let figure = |kept: &Kept| kept.inputs.figures(field.input).get(field.cell).copied().flatten();
        work.get(calculator.id).map_or_else(|| figure(&preset(calculator.sheet())), |kept| figure(kept))
    }

    fn put(&mut self, field: FieldId, figure: Option<f64>) {
        self.edit(Some(field), field.calculator, |sheet, kept| {
            if sheet.input(field.input).problem(figure).is_none() {
                kept.inputs.set_figure(field.input, field.cell, figure);
                kept.drafts.shift_remove(&saved::field_name(sheet, field.input, field.cell));
            }
        });
    }

    /// A right entry is shown in its plain form once its field is left; a wrong one keeps its text.
    fn leave(&mut self, field: FieldId) {
        (self.active, self.last_edited) = (None, None);
        let settings = self.settings;
        let Some(calculator) = calculators::find(field.calculator) else { return };
        let sheet = calculator.sheet();
        let name = saved::field_name(sheet, field.input, field.cell);
        let Some(kept) = self.work.get_mut(calculator.id) else { return };
        let right =
            kept.drafts.get(&name).and_then(Value::as_str).is_some_and(|text| {
                entry::read(sheet, field.input, text, settings.language, settings.currency).is_ok()
            });
        if right {
            Rc::make_mut(kept).drafts.shift_remove(&name);
        }
    }

    fn fill(&mut self) {
        let Some(pasted) = self.pasted.take() else { return };
        let (settings, words) = (self.settings, self.words.clone());
        self.edit(None, pasted.calculator, |sheet, kept| paste::fill(&pasted, sheet, kept, &words, settings));
    }

    /// Takes what another tab stored, calculator by calculator, wherever this tab has changed nothing that is not stored yet.
    /// The steps to undo take it too, so that going back here never undoes what was done there.
    fn adopt(&mut self, opened: &Opened) {
        let theirs: Work = opened.calculators.iter().map(|(id, kept)| (*id, Rc::new(kept.clone()))).collect();
        let ids: Vec<&'static str> = theirs.keys().chain(self.work.keys()).copied().collect();
        for id in ids {
            let ours = self.work.get(id);
            let typing = self.active.is_some_and(|field| field.calculator == id);
            if typing || ours == theirs.get(id) || ours != self.stored.get(id) {
                continue;
            }
            let steps = self.past.iter_mut().chain(&mut self.future);
            for work in steps.chain([&mut self.work, &mut self.stored]) {
                match theirs.get(id) {
                    Some(kept) => drop(work.insert(id, kept.clone())),
                    None => drop(work.remove(id)),
                }
            }
        }
        self.unknown.clone_from(&opened.unknown);
    }

    fn use_example(&mut self, id: &'static str, index: usize) {
        self.edit(None, id, |sheet, kept| {
            let example = calculators::find(id).and_then(|calculator| calculator.examples.get(index));
            let given = example.and_then(|example| serde_json::from_str::<Map<String, Value>>(example.inputs).ok());
            if let Some(Ok(inputs)) = given.map(|given| request::read_inputs(sheet, &given)) {
                *kept = Kept { inputs, drafts: Map::new() };
            }
        });
    }
}

/// The preset with no wrong entries.
#[must_use]
pub fn preset(sheet: &Sheet) -> Kept {
    Kept { inputs: InputSet::preset(sheet), drafts: Map::new() }
}

/// A name as it may be kept: no control characters, no marks that turn the writing direction, at most 80 characters.
pub(super) fn clean_name(name: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    name.chars().filter(|c| !c.is_control() && !turns(*c)).take(80).collect()
}

/// Takes the wrong entries of a table's columns along when its rows move. Grids over the table start afresh.
fn move_drafts(sheet: &Sheet, kept: &mut Kept, table: TableId, to: impl Fn(usize) -> Option<usize>) {
    let mut moved = kept.drafts.clone();
    for (index, input) in sheet.inputs.iter().enumerate() {
        if !input.axes.0.contains(&table) {
            continue;
        }
        let path = sheet.path(InputId(index as u32));
        let prefix = format!("{path}[");
        moved.retain(|key, _| !key.starts_with(&prefix));
        if input.axes.0.len() == 1 {
            for (key, value) in &kept.drafts {
                let row =
                    key.strip_prefix(&prefix).and_then(|rest| rest.strip_suffix(']')).and_then(|row| row.parse().ok());
                if let Some(row) = row.and_then(&to) {
                    moved.insert(format!("{prefix}{row}]"), value.clone());
                }
            }
        }
    }
    kept.drafts = moved;
}
