//! The workbooks a person keeps: what is listed of each, and which older states stay.

use std::rc::Rc;

use crate::workbook::saved::{About, Moment};

/// Names a workbook in the store. The first one has the empty name: it lies where earlier releases kept the only one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BookId(pub Rc<str>);

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
pub struct Workbooks {
    /// The one changed last first.
    pub entries: Vec<Entry>,
    /// Those deleted.
    pub removed: Vec<Entry>,
    /// Older states of the workbook on the screen, the newest first.
    pub versions: Vec<Version>,
    /// How much of the store is taken, by everyone on this origin, in characters.
    pub used: usize,
    /// Whether the browser promises to keep it; unknown where it does not say.
    pub lasting: Option<bool>,
}

impl Workbooks {
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
