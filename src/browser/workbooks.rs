//! The workbooks in the store: what this tab has seen of each, so that it never writes over what it has not.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::clock;
use super::storage::{self, Unavailable};
use crate::state::workbooks::{BETWEEN_VERSIONS, BookId, ROOM, Workbooks, superfluous};
use crate::workbook::contents::Workbook;
use crate::workbook::history::History;
use crate::workbook::saved::{self, Moment, Opened};

thread_local! {
    /// The check of each workbook's text as this tab last read or wrote it.
    static SEEN: RefCell<BTreeMap<BookId, String>> = RefCell::default();
    /// When this tab last kept an older state of each.
    static VERSIONED: RefCell<BTreeMap<BookId, Moment>> = RefCell::default();
}

/// The check of a workbook's text as this tab last read or wrote it.
#[must_use]
pub fn seen(book: &BookId) -> Option<String> {
    SEEN.with_borrow(|seen| seen.get(book).cloned())
}

/// Notes a text as seen: it may be written over.
pub fn note_seen(book: &BookId, text: &str) {
    // A text without a check can be seen too: nothing else is like it.
    let check = saved::check_of(text).unwrap_or(text).to_owned();
    SEEN.with_borrow_mut(|seen| drop(seen.insert(book.clone(), check)));
}

/// Notes that nothing has been seen: the next text is the first.
pub fn note_unseen(book: &BookId) {
    SEEN.with_borrow_mut(|seen| drop(seen.remove(book)));
}

/// The text of a workbook, noted as seen.
///
/// # Errors
/// If the store is absent or blocked.
pub fn take(book: &BookId) -> Result<Option<String>, Unavailable> {
    let text = storage::read(&storage::work(book))?;
    if let Some(text) = &text {
        note_seen(book, text);
    }
    Ok(text)
}

/// Keeps the text of a workbook, noted as seen. The old text stays if this fails.
///
/// # Errors
/// If the store is absent, blocked or full.
pub fn put(book: &BookId, text: &str) -> Result<(), Unavailable> {
    storage::write(&storage::work(book), text)?;
    note_seen(book, text);
    Ok(())
}

/// Keeps the steps of a workbook beside the very text they belong to. Where there is no room, only the steps back are lost.
pub fn put_history(book: &BookId, history: &History, workbook: &Workbook, text: &str) {
    let key = storage::history(book);
    if storage::write(&key, &history.write(workbook, text)).is_err() {
        storage::remove(&key);
    }
}

/// The steps of a workbook whose text this is.
#[must_use]
pub fn history(book: &BookId, workbook: &Workbook, text: &str) -> History {
    let kept = storage::read(&storage::history(book)).ok().flatten();
    kept.and_then(|kept| History::read(&kept, workbook, text)).unwrap_or_default()
}

/// Whether the store holds a workbook.
#[must_use]
pub fn holds_any() -> bool {
    storage::keys().is_ok_and(|keys| keys.iter().any(|key| *key != storage::SETTINGS))
}

/// An older state of a workbook, if it can be read.
#[must_use]
pub fn version(book: &BookId, revision: u64) -> Option<Opened> {
    saved::open(&storage::read(&storage::version(book, revision)).ok()??).ok()
}

/// Keeps an older state of a workbook, whatever the time.
pub fn keep_version(book: &BookId, text: &str) {
    let Some(about) = saved::peek(text) else { return };
    VERSIONED.with_borrow_mut(|times| times.insert(book.clone(), clock::now()));
    let taken = |revision: &u64| {
        let kept = storage::read(&storage::version(book, *revision)).ok().flatten();
        kept.is_some_and(|kept| kept != text)
    };
    // Two tabs may have come to the same revision each in its own way.
    let Some(revision) = (about.revision..).take(100).find(|revision| !taken(revision)) else { return };
    // Older states are a comfort: where there is no room for one, the work itself comes first.
    let _ = storage::write(&storage::version(book, revision), text);
    let all: Vec<u64> = storage::versions(book).iter().map(|version| version.revision).collect();
    for revision in superfluous(&all) {
        storage::remove(&storage::version(book, revision));
    }
}

/// Keeps the state that is about to be written over, if this tab has kept none for a while and the store has room to spare.
pub fn keep_version_sometimes(book: &BookId, old: &str) {
    let last = VERSIONED.with_borrow(|times| times.get(book).copied());
    let now = clock::now();
    // A clock that was set back counts as a while.
    if last.is_some_and(|last| (last..last + BETWEEN_VERSIONS).contains(&now)) {
        return;
    }
    VERSIONED.with_borrow_mut(|times| times.insert(book.clone(), now));
    if storage::books().is_ok_and(|(_, used)| used + old.len() < ROOM * 3 / 5) {
        keep_version(book, old);
    }
}

/// Takes a workbook away with all that belongs to it.
pub fn forget(book: &BookId) {
    for version in storage::versions(book) {
        storage::remove(&storage::version(book, version.revision));
    }
    storage::remove(&storage::history(book));
    storage::remove(&storage::work(book));
    note_unseen(book);
}

/// The list of everything, with the older states of one workbook.
#[must_use]
pub fn list(open: &BookId, lasting: Option<bool>) -> Workbooks {
    let (all, used) = storage::books().unwrap_or_default();
    Workbooks::of(all, storage::versions(open), used, lasting)
}
