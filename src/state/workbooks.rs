//! The workbooks a person keeps: what is listed of each, and when one may be written over what the store holds.

use std::rc::Rc;

use super::backup::{Backup, NoBackup, Refusal};
use super::saved::{self, About, Moment, Opened, Unreadable};
use super::state::State;

/// Names a workbook in the store. The first one has the empty name: it lies where earlier releases kept the only one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BookId(pub Rc<str>);

/// A workbook that has come from elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Received {
    pub name: String,
    pub opened: Opened,
}

/// A workbook in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: BookId,
    pub about: About,
    /// In characters, as the store counts.
    pub size: usize,
}

/// An older state of a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub revision: u64,
    pub changed: Moment,
}

/// Everything that is kept, as far as a list tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelf {
    /// The one changed last first.
    pub entries: Vec<Entry>,
    /// Those thrown away.
    pub removed: Vec<Entry>,
    /// Older states of the workbook on the screen, the newest first.
    pub versions: Vec<Version>,
    /// How much of the store is taken, by everyone on this origin, in characters.
    pub used: usize,
    /// Whether the browser promises to keep it; unknown where it does not say.
    pub lasting: Option<bool>,
}

impl Shelf {
    /// The list of what was found, in the order in which it is shown.
    #[must_use]
    pub fn of(all: Vec<Entry>, mut versions: Vec<Version>, used: usize, lasting: Option<bool>) -> Self {
        let (mut removed, mut entries): (Vec<Entry>, Vec<Entry>) = all.into_iter().partition(|one| one.about.removed);
        for list in [&mut entries, &mut removed] {
            list.sort_by(|a, b| b.about.changed.cmp(&a.about.changed).then_with(|| a.id.cmp(&b.id)));
        }
        versions.sort_by_key(|version| std::cmp::Reverse(version.revision));
        Self { entries, removed, versions, used, lasting }
    }
}

/// How much a store of Chromium or Firefox holds, in characters.
pub const ROOM: usize = 5 * 1024 * 1024;

/// So many older states are kept of each workbook.
pub const MOST_VERSIONS: usize = 20;

/// An older state is kept at most so often while a workbook is worked on.
pub const BETWEEN_VERSIONS: Moment = 10 * 60 * 1000;

/// The versions to let go so that at most `MOST_VERSIONS` stay: of two that lie close together the older one, never the first
/// or the last.
#[must_use]
pub fn superfluous(revisions: &[u64]) -> Vec<u64> {
    let mut kept = revisions.to_vec();
    kept.sort_unstable();
    let mut gone = Vec::new();
    while kept.len() > MOST_VERSIONS {
        let gap = |place: &usize| kept[place + 1] - kept[place - 1];
        let Some(place) = (1..kept.len() - 1).min_by_key(gap) else { break };
        gone.push(kept.remove(place));
    }
    gone
}

/// What to do about the text in the store before this tab writes over it.
#[derive(Clone, Debug, PartialEq)]
pub enum Before {
    /// It is as this tab left it.
    Write,
    /// Another tab changed other parts: they are taken over, and the whole is written.
    Merge(Rc<Opened>),
    /// Another tab changed the same part: a person must choose.
    Clash(Rc<Opened>),
    /// It was thrown away in another tab.
    Removed,
    /// Everything of ours is gone: the site's data was cleared.
    Cleared,
    /// A newer release wrote it.
    Newer,
    /// It is no workbook any longer: to be set aside first.
    Damaged,
}

/// Decides it. `seen` is the check of the text as this tab last read or wrote it; `others` says whether the store still holds
/// anything else of ours.
#[must_use]
pub fn before_writing(state: &State, stored: Option<&str>, seen: Option<&str>, others: bool) -> Before {
    let Some(text) = stored else {
        return match seen {
            None => Before::Write,
            Some(_) if others => Before::Removed,
            Some(_) => Before::Cleared,
        };
    };
    if seen.is_some() && saved::check_of(text) == seen {
        return Before::Write;
    }
    match saved::open(text) {
        Err(Unreadable::Newer { .. }) => Before::Newer,
        Err(Unreadable::Damaged) => Before::Damaged,
        Ok(opened) if opened.about.removed => Before::Removed,
        Ok(opened) if state.clashes_with(&opened) => Before::Clash(Rc::new(opened)),
        Ok(opened) => Before::Merge(Rc::new(opened)),
    }
}

/// What a person does with whole workbooks.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    New,
    Open(BookId),
    /// A second one of the same, under this name.
    Duplicate(BookId, String),
    Rename(BookId, String),
    Remove(BookId),
    /// Fetches back what was thrown away.
    FetchBack(BookId),
    /// Throws these away for good.
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
    Settle(Settlement),
}

/// How a person settles what happened to the workbook on the screen elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settlement {
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
pub enum Deed {
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
    /// The browser refused the download; here is the text.
    Refused(Rc<str>),
}
