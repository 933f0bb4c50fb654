//! The file at hand as it is understood.

use super::reading::{Read, Step};
use crate::exchange::import::{self, Choices, ImportContext, Plan};

/// The file at hand as it is understood.
pub struct View {
    pub choices: Choices,
    pub plan: Plan,
    /// Whether filling it in would change anything.
    pub changes: bool,
}

/// The view of the table at hand, if one has been read.
pub fn view(context: &ImportContext, reading: &Read) -> Option<View> {
    let Step::Read(tables) = &reading.step else { return None };
    let (_, grid) = tables.all.get(reading.sheet)?;
    let choices = reading.choices.clone().unwrap_or_else(|| context.likely(grid));
    let plan = context.plan(grid, &choices);
    Some(View { changes: plan.changes(context), choices, plan })
}

/// What a column of the file is called.
pub fn heading(grid: &import::grid::Grid, choices: &Choices, place: usize) -> String {
    import::headings(grid, choices.header).get(place).cloned().unwrap_or_default()
}
