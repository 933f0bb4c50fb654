//! Which currency amounts are shown in. Amounts are never converted.

use super::Language;

/// A currency by its ISO 4217 code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Currency {
    #[default]
    Usd,
    Cny,
    Twd,
    Hkd,
    Eur,
    Gbp,
    Jpy,
    Sgd,
}

impl Currency {
    /// Every currency, in the order of the menu.
    pub const ALL: [Self; 8] = [Self::Usd, Self::Cny, Self::Twd, Self::Hkd, Self::Eur, Self::Gbp, Self::Jpy, Self::Sgd];

    /// The ISO 4217 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Usd => "USD",
            Self::Cny => "CNY",
            Self::Twd => "TWD",
            Self::Hkd => "HKD",
            Self::Eur => "EUR",
            Self::Gbp => "GBP",
            Self::Jpy => "JPY",
            Self::Sgd => "SGD",
        }
    }

    /// The currency of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|currency| currency.code() == code)
    }

    /// The sign beside a field.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Usd => "$",
            Self::Cny => "¥",
            Self::Twd => "NT$",
            Self::Hkd => "HK$",
            Self::Eur => "€",
            Self::Gbp => "£",
            Self::Jpy => "JP¥",
            Self::Sgd => "S$",
        }
    }

    /// How many digits follow the decimal mark in ordinary use.
    #[must_use]
    pub const fn digits(self) -> usize {
        match self {
            Self::Jpy => 0,
            _ => 2,
        }
    }

    /// What a person is likely to use.
    #[must_use]
    pub const fn usual_in(language: Language) -> Self {
        match language {
            Language::English => Self::Usd,
            Language::SimplifiedChinese => Self::Cny,
            Language::TraditionalChinese => Self::Twd,
        }
    }
}
