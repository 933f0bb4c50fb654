//! How the person wants to be spoken to, and how the page looks.

use serde_json::Value;

use crate::text::{Compact, Currency, Language};

/// Light, dark, or as the device says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    /// Every theme, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The name in files and styles.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// How the person wants to be spoken to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    pub language: Language,
    pub currency: Currency,
    pub compact: Compact,
    pub theme: Theme,
}

impl Settings {
    /// The settings as kept.
    #[must_use]
    pub fn write(&self) -> String {
        serde_json::json!({
            "version": 1,
            "language": self.language.tag(),
            "currency": self.currency.code(),
            "compact": self.compact.key(),
            "theme": self.theme.key(),
        })
        .to_string()
    }

    /// Reads what `write` wrote; whatever is missing or unreadable is as usual in the language.
    #[must_use]
    pub fn read(text: &str, language: Language) -> Self {
        let value: Value = serde_json::from_str(text).unwrap_or_default();
        let field = |key: &str| value[key].as_str().unwrap_or_default();
        let language = value["language"].as_str().map_or(language, Language::from_tag);
        Self {
            language,
            currency: Currency::from_code(field("currency")).unwrap_or(Currency::usual_in(language)),
            compact: Compact::ALL.into_iter().find(|c| c.key() == field("compact")).unwrap_or_default(),
            theme: Theme::ALL.into_iter().find(|t| t.key() == field("theme")).unwrap_or_default(),
        }
    }
}
