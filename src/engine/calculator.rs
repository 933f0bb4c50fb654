//! The record of one calculator.

use std::sync::OnceLock;

use super::{Builder, Key, Sheet};

/// Turns what one version saved into what the next saves.
pub type Upgrade = fn(&mut serde_json::Map<String, serde_json::Value>);

/// One calculator: an id, its sheet, its words and its examples. Nothing else is written for it.
pub struct Calculator {
    /// In links, files and tests: final once shipped.
    pub id: Key,
    /// Writes the sheet.
    pub define: fn(&Builder),
    /// The catalogue of each language by its tag; empty in the page, which loads one language at a time.
    pub words: &'static [(&'static str, &'static str)],
    /// Shown to people and run as tests.
    pub examples: &'static [Example],
    /// `[n]` turns what version n + 1 saved into what version n + 2 saves.
    pub upgrades: &'static [Upgrade],
    /// The sheet, recorded at first use.
    pub recorded: OnceLock<Sheet>,
}

impl std::fmt::Debug for Calculator {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.id)
    }
}

impl Calculator {
    /// The recorded sheet.
    pub fn sheet(&self) -> &Sheet {
        self.recorded.get_or_init(|| Builder::record(self.define))
    }

    /// The first half of the id: the area of the course.
    pub fn area(&self) -> &'static str {
        self.id.split_once('.').map_or(self.id, |(area, _)| area)
    }
}

/// A worked example: what was given, what must come out, and who says so.
#[derive(Debug)]
pub struct Example {
    /// The key of its words: `example.KEY.title`, `example.KEY.text`, and `example.KEY.source`, where the figures come from.
    pub key: Key,
    /// The inputs that differ from the preset, as the command line takes them.
    pub inputs: &'static str,
    /// Each result with the figure printed in the source and how far the sheet may be from it.
    pub expected: &'static [(Key, f64, f64)],
}

/// The catalogues beside a calculator, by language; left out of the page.
#[macro_export]
macro_rules! words {
    () => {{
        #[cfg(not(target_arch = "wasm32"))]
        const WORDS: &[(&str, &str)] = &[
            ("en", include_str!("en.txt")),
            ("zh-Hans", include_str!("zh-Hans.txt")),
            ("zh-Hant", include_str!("zh-Hant.txt")),
        ];
        #[cfg(target_arch = "wasm32")]
        const WORDS: &[(&str, &str)] = &[];
        WORDS
    }};
}
