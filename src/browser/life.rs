//! Whether this instance of the app is still the one on the screen. After a crash the loader starts another beside it, from the
//! same module; the old one keeps its listeners and timers, but must never act again.

use std::cell::Cell;

use gloo::events::{EventListener, EventListenerOptions};
use web_sys::{Event, EventTarget};

use super::loader;

thread_local! {
    /// The number of this instance.
    static TURN: Cell<f64> = const { Cell::new(0.0) };
}

/// Notes which instance this is, before it does anything else.
pub fn begin() {
    TURN.set(loader::turn());
}

/// Whether no instance was here before this one.
#[must_use]
pub fn is_first() -> bool {
    TURN.get() == 0.0
}

/// Whether another instance has taken this one's place, or none may go on. Then nothing is written, heard or shown.
#[must_use]
pub fn is_over() -> bool {
    loader::turn() != TURN.get()
}

/// Tells the loader that this instance crashed. One that is over already says no more.
pub fn crashed(message: &str) {
    if !is_over() {
        loader::crashed(message);
    }
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
