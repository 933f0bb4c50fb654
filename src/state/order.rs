//! What a person orders for whole workbooks, and what came of it.

use std::rc::Rc;

use super::workbooks::BookId;
use crate::exchange::backup::{Backup, NoBackup, Refusal};

/// What a person does with whole workbooks.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    New,
    Open(BookId),
    /// A second one of the same, under this name.
    Duplicate(BookId, String),
    Rename(BookId, String),
    Remove(BookId),
    /// Restores what was deleted.
    Restore(BookId),
    /// Deletes these for good.
    Forget(Vec<BookId>),
    /// The state of the workbook on the screen at this revision, once more.
    GoBackTo(u64),
    /// Lets go of all older states of all workbooks, to make room.
    ForgetVersions,
    /// Writes one workbook, or all, to a file.
    ToFile(Option<BookId>),
    /// Takes the workbooks of a file, or says why there are none.
    FromFile(Result<Rc<Backup>, NoBackup>),
    /// Asks the browser to keep everything.
    Last,
    Resolve(Resolution),
}

/// How a person settles what happened to the workbook on the screen elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// This tab's becomes a workbook of its own, under this name.
    Apart(String),
    /// This tab's is written; the other tab's becomes an older state.
    Mine,
    /// The other tab's is opened; this tab's becomes an older state.
    Theirs,
    /// What this tab holds is written to where nothing is any longer.
    Again,
}

/// What was done to whole workbooks: to be told, and taken back.
#[derive(Clone, Debug, PartialEq)]
pub enum OrderOutcome {
    Removed(BookId),
    Received {
        added: Vec<BookId>,
        known: usize,
        refused: Vec<(usize, Refusal)>,
    },
    /// A file that is none of ours.
    NotTaken(NoBackup),
    /// A kept workbook that cannot be opened.
    Unreadable,
    /// A part of the page that this needs could not be loaded.
    NotLoaded,
    /// The browser refused the download; here is the text.
    Refused(Rc<str>),
}
