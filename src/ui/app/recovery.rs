//! What is kept of the work when the app crashes: the last state that was drawn whole.

use std::rc::Rc;

use yew::prelude::*;

use super::autosave::{Pending, flush};
use crate::browser::{recovery, storage};
use crate::state::State;
use crate::workbook::saved;

/// Hands the work to the loader when it asks. A state reaches this only after the page was drawn from it, so one that cannot be
/// drawn is never kept as the last good one.
#[hook]
pub fn use_rescue(state: &Rc<State>, pending: &Pending) {
    let drawn = use_mut_ref(|| state.clone());
    {
        let drawn = drawn.clone();
        use_effect_with(state.clone(), move |state| *drawn.borrow_mut() = state.clone());
    }
    let pending = pending.clone();
    use_effect_with((), move |()| {
        recovery::on_crash(move || {
            // Nothing may be told to the page any more.
            flush(&pending, &Callback::noop());
            let state = drawn.try_borrow().ok()?.clone();
            without_a_place(&state)
        });
    });
}

/// The workbook as text, if the store does not hold it.
fn without_a_place(state: &State) -> Option<String> {
    let stored = || saved::open(&storage::read(&storage::work(&state.book)).ok()??).ok();
    let is_stored =
        || stored().is_some_and(|stored| stored.workbook == state.workbook && stored.scenario == state.scenario);
    if state.kept_nowhere || state.is_stored() || is_stored() {
        return None;
    }
    Some(state.text_to_keep())
}
