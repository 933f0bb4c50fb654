//! The browser's local storage, where anything may fail: absent, blocked, full, cleared by somebody else.
//!
//! | key, after `sales-workbench/` | holds |
//! |---|---|
//! | `work`, `work/ID` | a workbook; the first one lies where earlier releases kept the only one |
//! | `history`, `history/ID` | the steps of that workbook that can be undone |
//! | `version/ID/REVISION` | an older state of it |
//! | `last` | the workbook that was opened last, by any tab |
//! | `settings` | the settings; the loader reads them too |
//! | `set-aside/N` | what could not be read, kept for the person to save |
//!
//! Which workbook a tab has open is kept in the tab's own session storage.

use gloo::events::EventListener;
use js_sys::{Function, JsString, Promise, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Storage, StorageEvent};

use super::{life, release};
use crate::state::workbooks::{BookId, Entry, Version};
use crate::workbook::saved;

/// What every key of ours begins with. Others on the same origin are not ours to touch.
pub const OURS: &str = "sales-workbench/";
/// Where the settings are kept; the loader reads them too.
pub const SETTINGS: &str = "sales-workbench/settings";

const WORK: &str = "sales-workbench/work";
const HISTORY: &str = "sales-workbench/history";
const VERSION: &str = "sales-workbench/version/";
const LAST: &str = "sales-workbench/last";
const ASIDE: &str = "sales-workbench/set-aside/";

/// So much of a text is looked at for a list.
const HEAD: u32 = 2_000;

/// The store would not take or give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unavailable;

#[wasm_bindgen]
extern "C" {
    /// A store whose texts are not copied before they are wanted.
    type Workbooks;
    #[wasm_bindgen(method, catch, js_name = getItem)]
    fn text(this: &Workbooks, key: &str) -> Result<Option<JsString>, JsValue>;
}

fn storage() -> Result<Storage, Unavailable> {
    // Even asking throws in a sandboxed frame.
    web_sys::window().and_then(|window| window.local_storage().ok().flatten()).ok_or(Unavailable)
}

fn session() -> Option<Storage> {
    web_sys::window().and_then(|window| window.session_storage().ok().flatten())
}

/// Whether another instance of the app, or a newer release, has the store now.
fn may_not_write() -> bool {
    life::is_over() || release::is_outdated()
}

/// What is kept under a key.
///
/// # Errors
/// If the store is absent or blocked.
pub fn read(key: &str) -> Result<Option<String>, Unavailable> {
    storage()?.get_item(key).map_err(|_| Unavailable)
}

/// Keeps a text under a key; the old text stays if this fails.
///
/// # Errors
/// If the store is absent, blocked or full.
pub fn write(key: &str, text: &str) -> Result<(), Unavailable> {
    if may_not_write() {
        return Err(Unavailable);
    }
    storage()?.set_item(key, text).map_err(|_| Unavailable)
}

/// Takes away what is kept under one of our keys.
pub fn remove(key: &str) {
    if may_not_write() {
        return;
    }
    if let Ok(storage) = storage() {
        // What cannot be taken away stays, and is not read beside other work.
        let _ = storage.remove_item(key);
    }
}

/// Every key of ours.
///
/// # Errors
/// If the store is absent or blocked.
pub fn keys() -> Result<Vec<String>, Unavailable> {
    let storage = storage()?;
    let count = storage.length().map_err(|_| Unavailable)?;
    let all = (0..count).filter_map(|place| storage.key(place).ok().flatten());
    Ok(all.filter(|key| key.starts_with(OURS)).collect())
}

/// Whether anything is kept beside the settings; also where nobody can tell.
#[must_use]
pub fn is_anything_kept() -> bool {
    keys().is_ok_and(|keys| keys.iter().any(|key| key != SETTINGS))
}

/// Where a workbook is kept.
#[must_use]
pub fn work(book: &BookId) -> String {
    beneath(WORK, book)
}

/// Where its steps are kept.
#[must_use]
pub fn history(book: &BookId) -> String {
    beneath(HISTORY, book)
}

/// Where an older state of it is kept.
#[must_use]
pub fn version(book: &BookId, revision: u64) -> String {
    format!("{VERSION}{}/{revision}", book.0)
}

fn beneath(key: &str, book: &BookId) -> String {
    if book.0.is_empty() { key.to_owned() } else { format!("{key}/{}", book.0) }
}

/// The workbook of a key.
fn book_of(key: &str) -> Option<BookId> {
    let rest = key.strip_prefix(WORK)?;
    let id = if rest.is_empty() { rest } else { rest.strip_prefix('/').filter(|id| !id.is_empty())? };
    Some(BookId(id.into()))
}

/// Every workbook, and how much of the store is taken by everyone on this origin.
///
/// # Errors
/// If the store is absent or blocked.
pub fn books() -> Result<(Vec<Entry>, usize), Unavailable> {
    let storage = storage()?;
    let workbooks: &Workbooks = storage.unchecked_ref();
    let (mut entries, mut used) = (Vec::new(), 0);
    for place in 0..storage.length().map_err(|_| Unavailable)? {
        let Some(key) = storage.key(place).ok().flatten() else { continue };
        let Some(text) = workbooks.text(&key).map_err(|_| Unavailable)? else { continue };
        let size = text.length() as usize;
        used += key.encode_utf16().count() + size;
        if let Some(id) = book_of(&key) {
            let about = saved::peek(&String::from(text.slice(0, HEAD))).unwrap_or_default();
            entries.push(Entry { id, about, size });
        }
    }
    Ok((entries, used))
}

/// The older states of a workbook.
#[must_use]
pub fn versions(book: &BookId) -> Vec<Version> {
    let head = format!("{VERSION}{}/", book.0);
    let all = keys().unwrap_or_default();
    let all = all.iter().filter_map(|key| {
        let revision = key.strip_prefix(&head)?.parse().ok()?;
        let about = saved::peek(&read(key).ok()??)?;
        Some(Version { revision, changed: about.changed })
    });
    all.collect()
}

/// Whether a key holds an older state of a workbook.
#[must_use]
pub fn is_version(key: &str) -> bool {
    key.starts_with(VERSION)
}

/// Whether the browser promises to keep what is here; nothing where it does not say.
pub async fn lasts() -> Option<bool> {
    promise("persisted").await
}

/// Asks it to.
pub async fn ask_to_last() -> Option<bool> {
    promise("persist").await
}

/// The answer of the browser's manager of storage, which older browsers and insecure pages have not.
async fn promise(name: &str) -> Option<bool> {
    let navigator = web_sys::window()?.navigator();
    let manager = Reflect::get(&navigator, &"storage".into()).ok().filter(JsValue::is_object)?;
    let function: Function = Reflect::get(&manager, &name.into()).ok()?.dyn_into().ok()?;
    let promise: Promise = function.call0(&manager).ok()?.dyn_into().ok()?;
    wasm_bindgen_futures::JsFuture::from(promise).await.ok()?.as_bool()
}

/// The workbook that this tab has open; otherwise the one opened last anywhere.
#[must_use]
pub fn open_book() -> BookId {
    let here = session().and_then(|session| session.get_item(LAST).ok().flatten());
    let id = here.or_else(|| read(LAST).ok().flatten()).unwrap_or_default();
    BookId(id.into())
}

/// Notes that this tab has a workbook open. Where this cannot be noted, the next visit opens another one first.
pub fn note_open(book: &BookId) {
    if let Some(session) = session() {
        let _ = session.set_item(LAST, &book.0);
    }
    if read(LAST).ok().flatten().unwrap_or_default() != *book.0 {
        let _ = write(LAST, &book.0);
    }
}

/// Keeps a text that could not be read under a name of its own; false if the store would not take it.
pub fn quarantine(text: &str) -> bool {
    let free = (0..1_000).map(|number| format!("{ASIDE}{number}")).find(|key| {
        let kept = read(key);
        kept == Ok(None) || kept == Ok(Some(text.to_owned()))
    });
    free.is_some_and(|key| write(&key, text).is_ok())
}

/// What was quarantined.
#[must_use]
pub fn aside() -> Vec<String> {
    (0..1_000).map_while(|number| read(&format!("{ASIDE}{number}")).ok().flatten()).collect()
}

/// Calls back when another tab has written, taken away or cleared something of ours, with the key, for as
/// long as the listener is kept. A clearing of everything has no key.
#[must_use]
pub fn on_change_elsewhere(callback: impl Fn(Option<String>) + 'static) -> Option<EventListener> {
    let window = web_sys::window()?;
    Some(life::listen(&window, "storage", move |event| {
        let Some(event) = event.dyn_ref::<StorageEvent>() else { return };
        let key = event.key();
        if key.as_ref().is_none_or(|key| key.starts_with(OURS)) {
            callback(key);
        }
    }))
}
