//! The keys that work anywhere.

use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::prelude::*;

use super::palette;
use crate::browser::life;
use crate::state::Action;

/// The keys that work anywhere; letters alone only outside fields.
#[hook]
pub fn use_keys(act: &Callback<Action>) {
    let act = act.clone();
    use_effect_with((), move |()| {
        let listener = web_sys::window().map(|window| {
            life::listen_first(&window, "keydown", move |event| {
                let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
                let command = (key.ctrl_key() || key.meta_key()) && !key.alt_key();
                match key.key().to_ascii_lowercase().as_str() {
                    "z" if command && !palette::is_open() => {
                        act.emit(if key.shift_key() { Action::Redo } else { Action::Undo });
                    }
                    "k" if command => palette::open(),
                    "?" if !is_field(event.target()) => palette::open(),
                    _ => return,
                }
                event.prevent_default();
            })
        });
        move || drop(listener)
    });
}

/// Whether what is typed there is text.
fn is_field(target: Option<web_sys::EventTarget>) -> bool {
    let element = target.and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA"))
}
