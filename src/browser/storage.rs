//! The browser's local storage, where anything may fail: absent, blocked, full.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Storage, StorageEvent};

/// Where the work is kept.
pub const WORK: &str = "sales-workbench/work";
/// Where the steps that can be undone are kept.
pub const HISTORY: &str = "sales-workbench/history";
/// Where the settings are kept; the loader reads them too.
pub const SETTINGS: &str = "sales-workbench/settings";
/// What could not be read, kept for the person to save.
pub const ASIDE: &str = "sales-workbench/set-aside/";

/// The store would not take or give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unavailable;

fn storage() -> Result<Storage, Unavailable> {
    // Even asking throws in a sandboxed frame.
    web_sys::window().and_then(|window| window.local_storage().ok().flatten()).ok_or(Unavailable)
}

/// What is kept under a key.
///
/// # Errors
/// If the store is absent or blocked.
pub fn read(key: &str) -> Result<Option<String>, Unavailable> {
    storage()?.get_item(key).map_err(|_| Unavailable)
}

/// Calls back with the work that another tab has stored, for as long as the listener is kept.
#[must_use]
pub fn on_work_elsewhere(callback: impl Fn(String) + 'static) -> Option<EventListener> {
    let window = web_sys::window()?;
    Some(EventListener::new(&window, "storage", move |event| {
        let event = event.dyn_ref::<StorageEvent>().filter(|event| event.key().as_deref() == Some(WORK));
        if let Some(text) = event.and_then(StorageEvent::new_value) {
            callback(text);
        }
    }))
}

/// Keeps a text under a key; the old text stays if this fails.
///
/// # Errors
/// If the store is absent, blocked or full.
pub fn write(key: &str, text: &str) -> Result<(), Unavailable> {
    storage()?.set_item(key, text).map_err(|_| Unavailable)
}

/// Takes away what is kept under one of our keys.
pub fn remove(key: &str) {
    if let Ok(storage) = storage() {
        // What cannot be taken away stays, and is not read beside other work.
        let _ = storage.remove_item(key);
    }
}

/// Keeps a text that could not be read under a name of its own; false if the store would not take it.
pub fn set_aside(text: &str) -> bool {
    let free = (0..1_000).map(|number| format!("{ASIDE}{number}")).find(|key| {
        let kept = read(key);
        kept == Ok(None) || kept == Ok(Some(text.to_owned()))
    });
    free.is_some_and(|key| write(&key, text).is_ok())
}

/// What was set aside.
#[must_use]
pub fn aside() -> Vec<String> {
    (0..1_000).map_while(|number| read(&format!("{ASIDE}{number}")).ok().flatten()).collect()
}
