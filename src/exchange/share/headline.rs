//! The headline figure of a calculator in a workbook.

use crate::engine::Calculator;
use crate::workbook::chain::Chain;
use crate::workbook::contents::{ScenarioId, Workbook};

/// The headline figure of a calculator in a workbook.
pub(super) fn headline(workbook: &Workbook, scenario: ScenarioId, calculator: &'static Calculator) -> Option<f64> {
    let node = calculator.sheet().headline()?.node;
    Chain::of(workbook, scenario, calculator).parts()[0].evaluation.figure(node)
}
