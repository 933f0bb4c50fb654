//! How the work begins: what was kept is opened.

use std::rc::Rc;

use crate::browser::{recovery, storage, workbooks};
use crate::state::{Action, Saving, State};
use crate::workbook::saved::{self, Unreadable};

/// The state with what was kept; in one that is kept nowhere, nothing is read.
pub fn with_what_was_kept(state: State) -> State {
    if state.kept_nowhere {
        return state;
    }
    let mut state = bring_back(open_kept(state));
    state.quarantined = storage::aside();
    state
}

/// Opens what was kept. What cannot be read is quarantined in the store, never erased.
fn open_kept(mut state: State) -> State {
    let book = state.book.clone();
    let Ok(text) = workbooks::take(&book) else {
        state.saving = Saving::NotSaved;
        return state;
    };
    let Some(text) = text else { return state };
    match saved::open(&text) {
        Ok(opened) => {
            if !opened.given_up.is_empty() {
                storage::quarantine(&text);
            }
            let history = workbooks::history(&book, &opened.workbook, &text);
            return with(&state, &Action::Turn(book, Rc::new(opened), Rc::new(history)));
        }
        Err(Unreadable::Newer { .. }) => state.saving = Saving::NewerInStore,
        Err(Unreadable::Damaged) => {
            state.saving = if storage::quarantine(&text) { Saving::Quarantined } else { Saving::NewerInStore };
        }
    }
    state
}

/// Goes on with what the instance before this one could not put into the store before it crashed.
fn bring_back(state: State) -> State {
    let Some(opened) = recovery::left_over().and_then(|text| saved::open(&text).ok()) else { return state };
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
    let mut next = with(&state, &Action::Turn(book, Rc::new(opened), history));
    (next.stored, next.saving) = (stored, saving);
    next
}

fn with(state: &State, action: &Action) -> State {
    state.reduce_whole(action).unwrap_or_else(|| state.clone())
}
