//! Which languages the workbench speaks.

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    #[default]
    English,
    SimplifiedChinese,
    TraditionalChinese,
}

impl Language {
    /// Every language, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::English, Self::SimplifiedChinese, Self::TraditionalChinese];

    /// The BCP 47 tag, for `lang`, files and settings.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::SimplifiedChinese => "zh-Hans",
            Self::TraditionalChinese => "zh-Hant",
        }
    }

    /// The name in the language itself.
    #[must_use]
    pub const fn native_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::SimplifiedChinese => "简体中文",
            Self::TraditionalChinese => "繁體中文",
        }
    }

    /// The nearest language to a tag as browsers send it; English for what is unknown.
    #[must_use]
    pub fn from_tag(tag: &str) -> Self {
        let tag = tag.to_ascii_lowercase();
        let names = |wanted: &[&str]| tag.split('-').any(|part| wanted.contains(&part));
        if tag.split('-').next() != Some("zh") {
            Self::English
        } else if names(&["hant"]) || names(&["tw", "hk", "mo"]) && !names(&["hans"]) {
            Self::TraditionalChinese
        } else {
            Self::SimplifiedChinese
        }
    }

    /// Whether this is one of the Chinese scripts.
    #[must_use]
    pub const fn is_chinese(self) -> bool {
        !matches!(self, Self::English)
    }
}
