//! When a workbook may be written over what the store holds.

use std::rc::Rc;

use super::model::State;
use crate::workbook::saved::{self, Opened, Unreadable};

/// What to do about the text in the store before this tab writes over it.
#[derive(Clone, Debug, PartialEq)]
pub enum Before {
    /// It is as this tab left it.
    Write,
    /// Another tab changed other parts: they are taken over, and the whole is written.
    Merge(Rc<Opened>),
    /// Another tab changed the same part: a person must choose.
    Clash(Rc<Opened>),
    /// It was deleted in another tab.
    Removed,
    /// Everything of ours is gone: the site's data was cleared.
    Cleared,
    /// A newer release wrote it.
    Newer,
    /// It is no workbook any longer: to be quarantined first.
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
