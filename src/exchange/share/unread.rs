//! Why the text of a link is not read.

use crate::workbook::name::clean_name;

/// Why a text was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It is not what a workbench writes.
    Damaged,
    /// Written in a later form.
    Newer,
    /// A field of the text that holds something of another kind.
    Shape(String),
}

/// The refusal that names a field, which a stranger may have called anything.
pub(super) fn shape(field: &str) -> Unread {
    Unread::Shape(clean_name(field))
}
