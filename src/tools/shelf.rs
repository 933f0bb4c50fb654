//! The workbooks a person keeps: what comes to them from a link or a file.

use super::saved::Opened;

/// A workbook that has come from elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Received {
    pub name: String,
    pub opened: Opened,
}
