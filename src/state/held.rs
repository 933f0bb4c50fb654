//! What the store holds of the workbook on the screen.

use crate::workbook::contents::{ScenarioId, Workbook};

/// What the store holds of the workbook on the screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Held {
    pub workbook: Workbook,
    pub scenario: ScenarioId,
    pub name: String,
}
