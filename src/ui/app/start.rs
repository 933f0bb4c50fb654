//! How the page begins: what was kept is opened, and the page is mounted on it.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::root::{Root, RootProps};
use super::{frame, saving, work};
use crate::browser::rooms::NotLoaded;
use crate::browser::{address, clock, life, loader, storage, words, workbooks};
use crate::state::workbooks::{BookId, Workbooks};
use crate::state::{Route, Saving, State};
use crate::ui::parts::lazy;
use crate::workbook::settings::Settings;

/// Reads what was kept, and mounts the page.
pub fn start() {
    life::begin();
    yew::set_custom_panic_hook(Box::new(|panic| {
        life::crashed(&panic.to_string());
    }));
    let language = loader::language();
    let kept = storage::read(storage::SETTINGS);
    let settings = Settings::read(kept.as_ref().ok().and_then(Option::as_deref).unwrap_or_default(), language);
    let mut state = State::default();
    state.route = Route::from_fragment(&address::fragment());
    // The words at hand are those of the language that the loader chose.
    state.settings = Settings { language, ..settings };
    state.words = words::first(language);
    // Inside another page, and in a view made for that, the person's own work is neither shown nor touched.
    state.kept_nowhere = address::is_framed() || matches!(state.route, Route::Embed(_));
    if !state.kept_nowhere {
        match book_to_open().filter(|_| kept.is_ok()) {
            Some(book) => state.book = book,
            None => state.saving = Saving::NotSaved,
        }
        if state.route == Route::Home {
            // On the page from the first, so that nothing below it moves.
            state.workbooks = Rc::new(workbooks::list(&state.book, None));
        }
    }
    let is_anything_kept = !state.kept_nowhere && (!life::is_first() || storage::is_anything_kept());
    // Home needs nothing of the work.
    let Some((part, calculator)) = frame::part_of(&state.route) else {
        state.opening = is_anything_kept;
        return mount(state, false);
    };
    spawn_local(async move {
        let all = async {
            lazy::load(part, calculator).await?;
            work::load().await?;
            if is_anything_kept { saving::open_kept(state).await } else { Ok(state) }
        };
        match all.await {
            Ok(state) => mount(state, is_anything_kept),
            Err(NotLoaded) => loader::call("missing"),
        }
    });
}

fn mount(state: State, begun: bool) {
    if let Some(place) = loader::place() {
        // What stood there until now.
        place.set_inner_html("");
        yew::Renderer::<Root>::with_root_and_props(place, RootProps { first: Rc::new(state), begun }).render();
    }
    loader::call("mounted");
}

/// The workbook that was open here; where it is gone, the one that changed last; where there is none, the first.
fn book_to_open() -> Option<BookId> {
    let (all, used) = storage::books().ok()?;
    let last = storage::open_book();
    let workbooks = Workbooks::of(all, Vec::new(), used, None);
    let there = workbooks.entries.iter().any(|entry| entry.id == last);
    let next = workbooks.entries.first().map(|entry| entry.id.clone());
    let fresh = || if workbooks.removed.is_empty() { BookId::default() } else { clock::fresh_id() };
    Some(if there { last } else { next.unwrap_or_else(fresh) })
}
