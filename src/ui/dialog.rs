//! The browser's own dialogs, which keep the focus and give it back: opened and closed by id, or as the state says.

use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

fn find(id: &str) -> Option<HtmlDialogElement> {
    web_sys::window()?.document()?.get_element_by_id(id)?.dyn_into().ok()
}

fn show(dialog: &HtmlDialogElement) {
    if !dialog.open() {
        // A dialog that is in the page and closed can be opened.
        let _ = dialog.show_modal();
    }
}

/// Opens it over the page; opened already, it stays.
pub(super) fn open(id: &str) {
    find(id).iter().for_each(show);
}

/// Whether it lies over the page.
pub(super) fn is_open(id: &str) -> bool {
    find(id).is_some_and(|dialog| dialog.open())
}

/// Closes it.
pub(super) fn close(id: &str) {
    find(id).iter().for_each(HtmlDialogElement::close);
}

/// Opens and closes a dialog as the state says.
#[hook]
pub(super) fn use_open(dialog: &NodeRef, open: bool) {
    let dialog = dialog.clone();
    use_effect_with(open, move |open| {
        if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
            if *open { show(&dialog) } else { dialog.close() }
        }
    });
}
