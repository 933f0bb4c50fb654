//! The app's own words in every language, for tests and other programs; the page loads one language at a time.

use super::Language;

/// The text of the app's catalogue, without a section heading.
#[must_use]
pub const fn app(language: Language) -> &'static str {
    match language {
        Language::English => include_str!("words/en.txt"),
        Language::SimplifiedChinese => include_str!("words/zh-Hans.txt"),
        Language::TraditionalChinese => include_str!("words/zh-Hant.txt"),
    }
}
