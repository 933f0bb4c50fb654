//! How the page begins: what was kept is opened, and the page is mounted on it.

use std::rc::Rc;

use super::{Root, RootProps};
use crate::browser::{address, loader, storage};
use crate::text::Catalogue;
use crate::tools::history::History;
use crate::tools::saved::{self, Unreadable};
use crate::tools::state::{Route, Saving, Settings, State};

/// Reads what was kept, and mounts the page.
pub fn start() {
    yew::set_custom_panic_hook(Box::new(|panic| loader::crashed(&panic.to_string())));
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
        open_kept(&mut state);
        state.set_aside = storage::aside();
    }
    if let Some(place) = loader::place() {
        yew::Renderer::<Root>::with_root_and_props(place, RootProps { first: Rc::new(state) }).render();
    }
}

/// Opens what was kept. What cannot be read is set aside in the store, never erased.
fn open_kept(state: &mut State) {
    let text = match storage::read(storage::WORK) {
        Ok(Some(text)) => text,
        Ok(None) => return,
        Err(_) => {
            state.saving = Saving::NotSaved;
            return;
        }
    };
    match saved::open(&text) {
        Ok(opened) => {
            state.workbook = opened.workbook;
            state.scenario = opened.scenario;
            state.stored = state.workbook.clone();
            state.unknown = opened.unknown;
            let history = storage::read(storage::HISTORY).ok().flatten();
            let history = history.and_then(|kept| History::read(&kept, &state.workbook, &text));
            state.history = history.unwrap_or_default();
            state.saving = if opened.given_up.is_empty() { Saving::Saved } else { Saving::SetAside };
            if !opened.given_up.is_empty() {
                storage::set_aside(&text);
            }
            state.given_up = opened.given_up;
        }
        Err(Unreadable::Newer { .. }) => state.saving = Saving::NewerInStore,
        Err(Unreadable::Damaged) => {
            state.saving = if storage::set_aside(&text) { Saving::SetAside } else { Saving::NewerInStore };
        }
    }
}
