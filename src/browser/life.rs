//! Whether this instance of the page still lives: where it falls over, the loader begins another one in its place, and this one
//! must never act again.

use std::cell::Cell;

use gloo::events::{EventListener, EventListenerOptions};
use web_sys::{Event, EventTarget};

use super::loader;

thread_local! {
    static MINE: Cell<f64> = const { Cell::new(0.0) };
}

/// Notes which instance this is.
pub fn begin() {
    MINE.set(loader::generation());
}

/// Whether another instance has taken its place.
#[must_use]
pub fn is_over() -> bool {
    MINE.get() != loader::generation()
}

/// Listens for as long as the listener is kept and this instance lives.
pub fn listen(target: &EventTarget, name: &'static str, callback: impl Fn(&Event) + 'static) -> EventListener {
    EventListener::new(target, name, move |event| {
        if !is_over() {
            callback(event);
        }
    })
}

/// The same with a callback that may keep the browser from doing what it usually does.
pub fn listen_first(target: &EventTarget, name: &'static str, callback: impl Fn(&Event) + 'static) -> EventListener {
    EventListener::new_with_options(target, name, EventListenerOptions::enable_prevent_default(), move |event| {
        if !is_over() {
            callback(event);
        }
    })
}
