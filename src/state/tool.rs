//! What can be asked of a figure.

/// What can be asked of a figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tool {
    /// Where it comes from.
    #[default]
    Why,
    /// What would bring it to a goal, and what moves it most.
    WhatIf,
    /// How far it spreads where inputs are uncertain.
    Ranges,
    /// What it is in other scenarios, and what makes the difference.
    Compare,
    /// As a link, a file or on paper, for somebody else.
    Share,
}

impl Tool {
    /// Every tool, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Why, Self::WhatIf, Self::Ranges, Self::Compare, Self::Share];

    /// The key of its words.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Why => "why",
            Self::WhatIf => "what_if",
            Self::Ranges => "ranges",
            Self::Compare => "compare",
            Self::Share => "share",
        }
    }
}
