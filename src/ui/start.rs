//! How the page begins: what was kept is opened, and the page is mounted on it.

use std::rc::Rc;

use super::{Root, RootProps};
use crate::browser::{address, clock, life, loader, rescue, shelf, storage};
use crate::text::Catalogue;
use crate::tools::saved::{self, Unreadable};
use crate::tools::shelf::{BookId, Shelf};
use crate::tools::state::{Action, Route, Saving, Settings, State};

/// Reads what was kept, and mounts the page.
pub fn start() {
    life::begin();
    yew::set_custom_panic_hook(Box::new(|panic| {
        loader::crashed(&panic.to_string());
    }));
    let language = loader::language();
    let settings = Settings::read(&storage::read(storage::SETTINGS).ok().flatten().unwrap_or_default(), language);
    let words = loader::first_words().and_then(|text| Catalogue::parse(&text).ok()).unwrap_or_default();
    let mut state = State::default();
    state.route = Route::from_fragment(&address::fragment());
    // The words at hand are those of the language that the loader chose.
    state.settings = Settings { language, ..settings };
    state.words = Rc::new(words);
    // Inside another page, and in a view made for that, the person's own work is neither shown nor touched.
    state.kept_nowhere = address::is_framed() || matches!(state.route, Route::Embed(_));
    if !state.kept_nowhere {
        state = bring_back(open_kept(state));
        state.set_aside = storage::aside();
        if state.route == Route::Home {
            // On the page from the first, so that nothing below it moves.
            state.shelf = Rc::new(shelf::list(&state.book, None));
        }
    }
    if let Some(place) = loader::place() {
        yew::Renderer::<Root>::with_root_and_props(place, RootProps { first: Rc::new(state) }).render();
    }
}

/// Opens what was kept. What cannot be read is set aside in the store, never erased.
fn open_kept(mut state: State) -> State {
    let Some((book, text)) = book_to_open().and_then(|book| Some((book.clone(), shelf::take(&book).ok()?))) else {
        state.saving = Saving::NotSaved;
        return state;
    };
    state.book = book.clone();
    let Some(text) = text else { return state };
    match saved::open(&text) {
        Ok(opened) => {
            if !opened.given_up.is_empty() {
                storage::set_aside(&text);
            }
            let history = shelf::history(&book, &opened.workbook, &text);
            return state.reduce(Action::Turn(book, Rc::new(opened), Rc::new(history)));
        }
        Err(Unreadable::Newer { .. }) => state.saving = Saving::NewerInStore,
        Err(Unreadable::Damaged) => {
            state.saving = if storage::set_aside(&text) { Saving::SetAside } else { Saving::NewerInStore };
        }
    }
    state
}

/// The workbook that was open here; where it is gone, the one that changed last; where there is none, the first.
fn book_to_open() -> Option<BookId> {
    let (all, used) = storage::books().ok()?;
    let last = storage::open_book();
    let shelf = Shelf::of(all, Vec::new(), used, None);
    let there = shelf.entries.iter().any(|entry| entry.id == last);
    let next = shelf.entries.first().map(|entry| entry.id.clone());
    let fresh = || if shelf.removed.is_empty() { BookId::default() } else { clock::fresh_id() };
    Some(if there { last } else { next.unwrap_or_else(fresh) })
}

/// Goes on with what the instance before this one could not put into the store before it fell over.
fn bring_back(state: State) -> State {
    let Some(opened) = rescue::left_over().and_then(|text| saved::open(&text).ok()) else { return state };
    let (book, history, stored) = (state.book.clone(), Rc::new(state.history.clone()), state.stored.clone());
    let saving = if state.saving.waits() {
        state.saving.clone()
    } else if opened.about.revision < state.about.revision {
        // Another tab has written since: both are there, to be settled.
        let theirs = storage::read(&storage::work(&book)).ok().flatten().and_then(|text| saved::open(&text).ok());
        theirs.map_or(Saving::NotSaved, |theirs| Saving::Clash(Rc::new(theirs)))
    } else {
        Saving::NotSaved
    };
    let mut next = state.reduce(Action::Turn(book, Rc::new(opened), history));
    (next.stored, next.saving) = (stored, saving);
    next
}
