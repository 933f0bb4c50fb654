//! A workbook that has come from elsewhere, in a link or a file.

use crate::workbook::saved::Opened;

/// A workbook that has come from elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Received {
    pub name: String,
    pub opened: Opened,
}
