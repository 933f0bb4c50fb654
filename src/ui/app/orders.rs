//! What a person does with whole workbooks, done in the store.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::autosave::{self, Pending};
use crate::browser::download::{self, Kind};
use crate::browser::rooms::NotLoaded;
use crate::browser::{clock, rooms, storage, workbooks};
use crate::exchange::backup::{self, Refusal};
use crate::exchange::received::Received;
use crate::state::order::{Order, OrderOutcome, Resolution};
use crate::state::workbooks::BookId;
use crate::state::{Action, Route, Saving, State};
use crate::workbook::saved::{self, About, Filed, Opened};

/// Does orders, and passes every other action on.
pub fn doing(state: &Rc<State>, pending: &Pending, act: &Callback<Action>) -> Callback<Action> {
    let page = Page { state: state.clone(), act: act.clone() };
    let pending = pending.clone();
    Callback::from(move |action| match action {
        // Inside another page nothing is kept, and nothing that is kept is shown.
        Action::Order(_) | Action::Receive(_) if page.state.kept_nowhere => {}
        Action::Order(order) => once_readable(&page, &pending, move |page| {
            // The browser's answer is part of the list.
            let waits = order == Order::Last;
            page.carry_out(order);
            if !waits {
                list(&page.act);
            }
        }),
        Action::Receive(all) => once_readable(&page, &pending, move |page| {
            page.receive(&all, &[]);
            list(&page.act);
        }),
        other => page.act.emit(other),
    })
}

/// Saves what is not saved yet, and carries something out once every calculator in anything kept is there to read it.
fn once_readable(page: &Page, pending: &Pending, carry_out: impl FnOnce(&Page) + 'static) {
    autosave::flush(pending, &page.act);
    let page = page.clone();
    spawn_local(async move {
        match rooms::calculators_kept().await {
            Ok(()) => carry_out(&page),
            Err(NotLoaded) => page.did(Some(OrderOutcome::NotLoaded)),
        }
    });
}

/// Lists the workbooks where they are shown, and again after each save there.
#[hook]
pub fn use_list(state: &Rc<State>, act: &Callback<Action>) {
    let act = act.clone();
    let shown = matches!(state.route, Route::Home | Route::Workbooks) && !state.kept_nowhere;
    use_effect_with((shown, state.book.clone(), state.about.revision), move |(shown, _, _)| {
        if *shown {
            list(&act);
        }
    });
}

/// The workbook on the screen as it was when the order was given, and how to change it. What the store holds is read again.
#[derive(Clone)]
struct Page {
    state: Rc<State>,
    act: Callback<Action>,
}

impl Page {
    fn carry_out(&self, order: Order) {
        match order {
            Order::New => drop(self.add(&Opened { about: new(), ..Opened::default() }, true)),
            Order::Open(book) => self.open(&book),
            Order::Duplicate(book, name) => {
                if let Some(opened) = kept(&book) {
                    self.add(&Opened { about: About { name, ..new() }, ..opened }, false);
                }
            }
            Order::Rename(book, name) if book == self.state.book => self.act.emit(Action::Rename(name)),
            Order::Rename(book, name) => drop(self.change_about(&book, |about| about.name = name)),
            Order::Remove(book) => self.remove(&book),
            Order::Restore(book) => {
                self.change_about(&book, |about| about.removed = false);
                self.did(None);
            }
            Order::Forget(books) => {
                books.iter().for_each(workbooks::forget);
                self.did(None);
            }
            Order::GoBackTo(revision) => self.go_back_to(revision),
            Order::ForgetVersions => {
                let keys = storage::keys().unwrap_or_default();
                keys.iter().filter(|key| storage::is_version(key)).for_each(|key| storage::remove(key));
            }
            Order::ToFile(book) => self.to_file(book.as_ref()),
            Order::FromFile(Ok(backup)) => self.receive(&backup.workbooks, &backup.refused),
            Order::FromFile(Err(reason)) => self.did(Some(OrderOutcome::NotTaken(reason))),
            Order::Last => {
                let act = self.act.clone();
                spawn_local(async move {
                    let lasting = storage::ask_to_last().await;
                    act.emit(Action::Listed(Rc::new(workbooks::list(&storage::open_book(), lasting))));
                });
            }
            Order::Resolve(resolution) => self.resolve(resolution),
        }
    }

    fn did(&self, outcome: Option<OrderOutcome>) {
        self.act.emit(Action::OrderDone(outcome));
    }

    /// Puts a kept workbook on the screen; what cannot be opened stays where it is, and is said.
    fn open(&self, book: &BookId) {
        let text = storage::read(&storage::work(book)).ok().flatten();
        match text.as_ref().and_then(|text| Some((text, saved::open(text).ok()?))) {
            Some((text, opened)) => self.turn(book, text, opened),
            None => self.did(Some(OrderOutcome::Unreadable)),
        }
    }

    fn turn(&self, book: &BookId, text: &str, opened: Opened) {
        workbooks::note_seen(book, text);
        storage::note_open(book);
        if !opened.given_up.is_empty() {
            storage::quarantine(text);
        }
        let history = workbooks::history(book, &opened.workbook, text);
        self.act.emit(Action::Turn(book.clone(), Rc::new(opened), Rc::new(history)));
    }

    /// Keeps a workbook as one of its own, and opens it if that is wanted; nothing if there is no room.
    fn add(&self, opened: &Opened, and_open: bool) -> Option<BookId> {
        let book = clock::fresh_id();
        let text = saved::write_book(&opened.about, &opened.workbook, opened.scenario, &opened.unknown);
        if workbooks::put(&book, &text).is_err() {
            self.act.emit(Action::Saving(Saving::NotSaved));
            return None;
        }
        if and_open {
            self.turn(&book, &text, opened.clone());
        }
        Some(book)
    }

    /// Changes what is said of a kept workbook; what is said of it now.
    fn change_about(&self, book: &BookId, change: impl FnOnce(&mut About)) -> Option<About> {
        let Some(opened) = kept(book) else {
            self.did(Some(OrderOutcome::Unreadable));
            return None;
        };
        let mut about = About { revision: opened.about.revision + 1, ..opened.about };
        change(&mut about);
        let text = saved::write_book(&about, &opened.workbook, opened.scenario, &opened.unknown);
        if workbooks::put(book, &text).is_err() {
            self.act.emit(Action::Saving(Saving::NotSaved));
            return None;
        }
        Some(about)
    }

    fn remove(&self, book: &BookId) {
        if self.change_about(book, |about| about.removed = true).is_none() {
            return;
        }
        self.did(Some(OrderOutcome::Removed(book.clone())));
        if *book == self.state.book {
            let next = workbooks::list(book, None).entries.first().map(|entry| entry.id.clone());
            match next {
                Some(next) => self.open(&next),
                None => drop(self.add(&Opened { about: new(), ..Opened::default() }, true)),
            }
        }
    }

    /// An older state comes back as a step that can be undone; the state of now becomes an older one.
    fn go_back_to(&self, revision: u64) {
        let book = &self.state.book;
        let Some(opened) = workbooks::version(book, revision) else {
            self.did(Some(OrderOutcome::Unreadable));
            return;
        };
        if let Ok(Some(now)) = storage::read(&storage::work(book)) {
            workbooks::keep_version(book, &now);
        }
        self.act.emit(Action::Open(Rc::new(opened.workbook)));
    }

    /// Writes workbooks to a file: the one on the screen as it is there, which may not be in the store.
    fn to_file(&self, book: Option<&BookId>) {
        let here = &self.state.book;
        let mut all: Vec<(BookId, String)> = workbooks::list(here, None)
            .entries
            .into_iter()
            .filter(|entry| entry.id != *here && book.is_none_or(|book| *book == entry.id))
            .filter_map(|entry| Some((entry.id.clone(), text_of(&entry.id)?)))
            .collect();
        if book.is_none_or(|book| book == here) {
            all.insert(0, (here.clone(), self.state.text_to_keep()));
        }
        let text = backup::write(all.iter().map(|(_, text)| text.as_str()));
        let name = match &all[..] {
            [(_, text)] => saved::peek(text).map(|about| about.name).filter(|name| !name.is_empty()),
            _ => None,
        };
        let name = name.unwrap_or_else(|| "sales-workbench".to_owned());
        if download::save(&name, Kind::Json, text.as_bytes()).is_err() {
            self.did(Some(OrderOutcome::Refused(text.into())));
            return;
        }
        for (book, _) in all.iter().filter(|(book, _)| text_of(book).is_some()) {
            let at = clock::now();
            let about = self.change_about(book, |about| about.filed = Some(Filed { revision: about.revision, at }));
            if let Some(about) = about.filter(|_| book == here) {
                self.act.emit(Action::Mark(about));
            }
        }
    }

    /// Keeps what came from elsewhere, each as a workbook of its own; a single one is opened.
    fn receive(&self, all: &[Received], refused: &[(usize, Refusal)]) {
        let entries = workbooks::list(&self.state.book, None).entries;
        let texts: Vec<(BookId, String)> =
            entries.into_iter().filter_map(|entry| Some((entry.id.clone(), text_of(&entry.id)?))).collect();
        let (mut added, mut known) = (Vec::new(), 0);
        for one in all {
            let here = texts.iter().find(|(_, text)| backup::is_same(text, one));
            if let Some((book, _)) = here {
                known += 1;
                if all.len() == 1 {
                    self.open(book);
                }
                continue;
            }
            let mut opened = one.opened.clone();
            opened.about.name.clone_from(&one.name);
            if opened.about.changed == 0 {
                opened.about.changed = clock::now();
            }
            let Some(book) = self.add(&opened, all.len() == 1) else { break };
            added.push(book);
        }
        self.did(Some(OrderOutcome::Received { added, known, refused: refused.to_vec() }));
    }

    fn resolve(&self, resolution: Resolution) {
        let (state, book) = (&self.state, &self.state.book);
        match resolution {
            Resolution::Apart(name) => {
                let mine = Opened {
                    about: About { name, ..new() },
                    workbook: state.workbook.clone(),
                    scenario: state.scenario,
                    unknown: state.unknown.clone(),
                    ..Opened::default()
                };
                self.add(&mine, true);
            }
            Resolution::Mine => {
                if let Ok(Some(theirs)) = workbooks::take(book) {
                    workbooks::keep_version(book, &theirs);
                    let theirs = saved::peek(&theirs).map_or(0, |about| about.revision);
                    let mut mine = (**state).clone();
                    mine.about.revision = mine.about.revision.max(theirs);
                    autosave::save(&mine, &self.act);
                }
            }
            Resolution::Theirs => {
                workbooks::keep_version(book, &state.text_to_keep());
                self.open(book);
            }
            Resolution::Again => {
                workbooks::note_unseen(book);
                autosave::save(state, &self.act);
            }
        }
    }
}

/// Shows what the store holds now.
pub fn list(act: &Callback<Action>) {
    let act = act.clone();
    spawn_local(async move {
        let lasting = storage::lasts().await;
        act.emit(Action::Listed(Rc::new(workbooks::list(&storage::open_book(), lasting))));
    });
}

/// What is said of a new workbook.
fn new() -> About {
    About { changed: clock::now(), ..About::default() }
}

fn text_of(book: &BookId) -> Option<String> {
    storage::read(&storage::work(book)).ok().flatten()
}

fn kept(book: &BookId) -> Option<Opened> {
    saved::open(&text_of(book)?).ok()
}
