//! Where the keyboard is, and where it is put.

use yew::prelude::*;

use crate::browser::address;
use crate::state::{Action, Route};
use crate::workbook::contents::Link;

/// The id of the element that explains a figure.
pub const EXPLANATION: &str = "why";

/// Puts the keyboard on an element.
pub fn focus(id: &str) {
    use wasm_bindgen::JsCast;
    let element = web_sys::window().and_then(|window| window.document()).and_then(|page| page.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        // An element that cannot take the focus is left alone.
        let _ = element.focus();
    }
}

/// The element that has the keyboard.
pub fn focused() -> Option<web_sys::Element> {
    web_sys::window()?.document()?.active_element()
}

/// Whether the keyboard is on the answer to a question, which led here.
pub fn is_asked_about() -> bool {
    focused().is_some_and(|element| element.id() == EXPLANATION)
}

/// Whether the keyboard was put on something in the content since it was here.
pub fn is_at_another(before: Option<&web_sys::Element>) -> bool {
    let inside = |element: &web_sys::Element| element.closest("main").ok().flatten().is_some();
    focused().is_some_and(|element| before != Some(&element) && inside(&element))
}

/// Puts the keyboard on an element once it is there.
pub fn focus_soon(id: &str) {
    let id = id.to_owned();
    gloo::timers::callback::Timeout::new(0, move || focus(&id)).forget();
}

/// Goes to the explanation, once it is there.
pub fn show() {
    focus_soon(EXPLANATION);
}

/// Goes to the calculator that a link comes from, and asks there where its figure comes from.
pub fn go_to(act: &Callback<Action>, link: Link) {
    act.emit(Action::AskThere(link.calculator, link.node, link.cell));
    address::go(&Route::Calculator(link.calculator).fragment());
    show();
}
