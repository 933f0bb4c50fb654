//! Whether what is on the screen is kept.

use std::rc::Rc;

use crate::workbook::saved::Opened;

/// Whether what is on the screen is also in the browser's store.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Saving {
    /// Nothing to save yet.
    #[default]
    Idle,
    /// Saved, when `about` says.
    Saved,
    /// The store is full, blocked or absent: all works, but only until the page is closed.
    NotSaved,
    /// The store holds a newer release's work, which is left alone.
    NewerInStore,
    /// The store held something unreadable; it was quarantined.
    Quarantined,
    /// Another tab changed the same part of this workbook. Nothing is written until the person has chosen.
    Clash(Rc<Opened>),
    /// Another tab deleted this workbook.
    Removed,
    /// The site's data was cleared while the page was open.
    Cleared,
}

impl Saving {
    /// Whether writing waits for a person, or for a newer release.
    #[must_use]
    pub const fn waits(&self) -> bool {
        matches!(self, Self::NewerInStore | Self::Clash(_) | Self::Removed | Self::Cleared)
    }
}
