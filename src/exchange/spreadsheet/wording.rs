//! In which words and figures a spreadsheet speaks.

use crate::engine::Unit;
use crate::engine::unit::Face;
use crate::presentation::labels::APP;
use crate::text::{Catalogue, Currency, Formatter};

/// In which words and figures a spreadsheet speaks.
#[derive(Clone, Copy)]
pub struct Wording<'a> {
    pub words: &'a Catalogue,
    pub formatter: &'a dyn Formatter,
    pub currency: Currency,
    /// What a calculator is called.
    pub title: &'a dyn Fn(&str) -> String,
    /// The scenario's name.
    pub scenario: &'a str,
    /// The day it is shared, as `2026-11-25`.
    pub day: &'a str,
}

impl Wording<'_> {
    pub(super) fn word(&self, key: &str) -> String {
        self.words.get(APP, key).unwrap_or(key).to_owned()
    }

    /// How figures of a unit are shown, in the notation of spreadsheet programs.
    pub(super) fn number_format(&self, unit: Unit) -> String {
        match unit.face() {
            _ if unit.is_money() => {
                let decimals = if self.currency.digits() == 0 {
                    String::new()
                } else {
                    format!(".{}", "0".repeat(self.currency.digits()))
                };
                format!("\"{}\"#,##0{decimals}", self.currency.symbol())
            }
            Face::Percent | Face::Discount => "0.00%".to_owned(),
            Face::Multiple => "0.00\"×\"".to_owned(),
            Face::Plain | Face::Score => String::new(),
        }
    }
}
