//! Keeps the work: shortly after each change, at once when the page is hidden, and never over what another tab has written.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::browser::rooms::NotLoaded;
use crate::browser::{clock, life, release, rooms, storage, workbooks};
use crate::state::before_writing::{Before, before_writing};
use crate::state::{Action, Saving, State};
use crate::workbook::saved::{self, About};

/// How long after a change the work is written, together with what changed meanwhile: typing on does not put it off.
const SAVE_AFTER: u32 = 200;

/// A state that is not written yet.
pub type Pending = Rc<RefCell<Option<Rc<State>>>>;

/// Keeps the work, also what was changed since `begun`, before this was there. It returns what is still to be written.
#[hook]
pub fn use_autosave(state: &Rc<State>, act: &Callback<Action>, begun: &State) -> Pending {
    let pending = use_mut_ref(|| None::<Rc<State>>);
    let first = use_mut_ref(|| {
        let is_changed = state.workbook != state.stored.workbook && state.saving == Saving::Idle;
        !is_changed && state.settings == begun.settings
    });
    {
        let (pending, act, state) = (pending.clone(), act.clone(), state.clone());
        // Effects may come late after a long drawing: the time counts from the change.
        let changed = clock::now();
        let what =
            (state.workbook.clone(), state.scenario, state.about.name.clone(), state.settings, state.book.clone());
        use_effect_with(what, move |_| {
            if std::mem::take(&mut *first.borrow_mut()) {
                return;
            }
            let waiting = pending.borrow_mut().replace(state).is_some();
            if !waiting {
                let since = u32::try_from(clock::now() - changed).unwrap_or_default();
                Timeout::new(SAVE_AFTER.saturating_sub(since), move || flush(&pending, &act)).forget();
            }
        });
    }
    {
        let (pending, act) = (pending.clone(), act.clone());
        use_effect_with((), move |()| {
            let listeners = web_sys::window().map(|window| {
                let (on_hide, on_leave) = ((pending.clone(), act.clone()), (pending, act));
                let hidden = window.document().map(|document| {
                    life::listen(&document, "visibilitychange", move |_| flush(&on_hide.0, &on_hide.1))
                });
                (hidden, life::listen(&window, "pagehide", move |_| flush(&on_leave.0, &on_leave.1)))
            });
            move || drop(listeners)
        });
    }
    use_other_tabs(state, &pending, act);
    pending
}

/// Writes what is not written yet.
pub fn flush(pending: &RefCell<Option<Rc<State>>>, act: &Callback<Action>) {
    let Some(state) = pending.borrow_mut().take().filter(|state| !state.kept_nowhere) else { return };
    if life::is_over() {
        return;
    }
    let settings = state.settings.write();
    if storage::read(storage::SETTINGS) != Ok(Some(settings.clone())) {
        // Where the settings cannot be kept, neither can the work, which says so.
        let _ = storage::write(storage::SETTINGS, &settings);
    }
    if !state.saving.waits() {
        save(&state, act);
    }
}

/// Writes a state, if the store holds nothing that this tab has not seen.
pub fn save(state: &State, act: &Callback<Action>) {
    if release::is_outdated() {
        act.emit(Action::Saving(Saving::NewerInStore));
        return;
    }
    let book = &state.book;
    let seen = workbooks::seen(book);
    // What says the same as the store is not written again: its revision and its time stay.
    if seen.is_some() && state.is_stored() {
        if state.saving == Saving::NotSaved {
            act.emit(Action::Saving(Saving::Saved));
        }
        return;
    }
    let Ok(stored) = storage::read(&storage::work(book)) else {
        act.emit(Action::Saving(Saving::NotSaved));
        return;
    };
    if wait_for_areas(stored.as_deref(), state, act, |state, act, loaded| match loaded {
        Ok(()) => save(state, act),
        Err(NotLoaded) => act.emit(Action::Saving(Saving::NotSaved)),
    }) {
        return;
    }
    let waits = |saving: Saving| act.emit(Action::Saving(saving));
    match before(state, stored.as_deref()) {
        Before::Write => write(state, stored.as_deref(), act),
        Before::Merge(opened) => {
            let merged = state.reduce_whole(&Action::Adopt(opened.clone())).unwrap_or_else(|| state.clone());
            act.emit(Action::Adopt(opened));
            write(&merged, stored.as_deref(), act);
        }
        Before::Damaged => {
            if stored.as_ref().is_none_or(|text| storage::quarantine(text)) {
                write(state, None, act);
            } else {
                waits(Saving::NotSaved);
            }
        }
        Before::Clash(opened) => waits(Saving::Clash(opened)),
        Before::Removed => waits(Saving::Removed),
        Before::Cleared => waits(Saving::Cleared),
        Before::Newer => waits(Saving::NewerInStore),
    }
}

/// Where another tab has written of calculators that are not here yet, loads them and goes on with `then`; whether it does.
fn wait_for_areas(
    stored: Option<&str>,
    state: &State,
    act: &Callback<Action>,
    then: impl FnOnce(&State, &Callback<Action>, Result<(), NotLoaded>) + 'static,
) -> bool {
    let Some(text) = stored.filter(|text| !rooms::are_loaded(text)) else { return false };
    let (text, state, act) = (text.to_owned(), state.clone(), act.clone());
    spawn_local(async move { then(&state, &act, rooms::calculators_named_in(&text).await) });
    true
}

/// What to do about the text in the store. Only where there is none does it matter what else the store holds.
fn before(state: &State, stored: Option<&str>) -> Before {
    let others = stored.is_none() && workbooks::holds_any();
    before_writing(state, stored, workbooks::seen(&state.book).as_deref(), others)
}

fn write(state: &State, old: Option<&str>, act: &Callback<Action>) {
    let about = About { revision: state.about.revision + 1, changed: clock::now(), ..state.about.clone() };
    let text = saved::write_book(&about, &state.workbook, state.scenario, &state.unknown);
    if let Some(old) = old {
        workbooks::keep_version_sometimes(&state.book, old);
    }
    if workbooks::put(&state.book, &text).is_err() {
        act.emit(Action::Saving(Saving::NotSaved));
        return;
    }
    storage::note_open(&state.book);
    workbooks::put_history(&state.book, &state.history, &state.workbook, &text);
    act.emit(Action::Stored(Rc::new(state.held()), about));
}

/// Takes what other tabs did to the workbook on the screen: told by the store, or found on coming back to a tab that slept.
#[hook]
fn use_other_tabs(state: &Rc<State>, pending: &Pending, act: &Callback<Action>) {
    let now = use_mut_ref(|| state.clone());
    *now.borrow_mut() = state.clone();
    let (pending, act) = (pending.clone(), act.clone());
    use_effect_with((), move |()| {
        let look = {
            let now = now.clone();
            Rc::new(move || {
                let state = pending.borrow().clone().unwrap_or_else(|| now.borrow().clone());
                look_around(&state, &act);
            })
        };
        let told = {
            let (look, now) = (look.clone(), now.clone());
            storage::on_change_elsewhere(move |key| {
                let ours = storage::work(&now.borrow().book);
                if key.is_none_or(|key| key == ours) {
                    look();
                }
            })
        };
        let back = web_sys::window().map(|window| {
            let (on_focus, on_show) = (look.clone(), look);
            let shown = life::listen(&window, "pageshow", move |_| on_show());
            (life::listen(&window, "focus", move |_| on_focus()), shown)
        });
        move || drop((told, back))
    });
}

/// Compares the store with what this tab has seen of the workbook on its screen.
fn look_around(state: &State, act: &Callback<Action>) {
    let book = &state.book;
    let (Ok(stored), seen) = (storage::read(&storage::work(book)), workbooks::seen(book)) else { return };
    if state.saving == Saving::NewerInStore || seen.is_none() {
        return;
    }
    if wait_for_areas(stored.as_deref(), state, act, |state, act, loaded| {
        if loaded.is_ok() {
            look_around(state, act);
        }
    }) {
        return;
    }
    match before(state, stored.as_deref()) {
        Before::Merge(opened) => {
            if let Some(text) = &stored {
                workbooks::note_seen(book, text);
            }
            act.emit(Action::Adopt(opened));
        }
        Before::Clash(opened) => act.emit(Action::Saving(Saving::Clash(opened))),
        Before::Removed => act.emit(Action::Saving(Saving::Removed)),
        Before::Cleared => act.emit(Action::Saving(Saving::Cleared)),
        Before::Newer => act.emit(Action::Saving(Saving::NewerInStore)),
        // What is no workbook is left for the next save, which sets it aside.
        Before::Write | Before::Damaged => {}
    }
}
