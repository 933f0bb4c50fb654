//! Where the person is, and the address that names it.

use std::rc::Rc;

use crate::calculators;

/// Where the person is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    #[default]
    Home,
    Calculator(&'static str),
    /// All calculators of the workbook and the links between them.
    Workbook,
    /// Every workbook that is kept.
    Workbooks,
    Settings,
    /// What somebody shared in a link, as it is in the address: to be looked at before anything is done with it.
    Open(Rc<str>),
    /// One calculator from a link, to be looked at inside another page.
    Embed(Rc<str>),
    /// One calculator laid out for paper, or all of the workbook.
    Report(Option<&'static str>),
    /// An address that leads nowhere.
    Unknown,
}

/// Where a link begins; what was packed is behind it.
pub const OPEN: &str = "#/open/";
/// Where the address of a view inside another page begins.
pub const EMBED: &str = "#/embed/";

impl Route {
    /// The place that the fragment of an address names.
    #[must_use]
    pub fn from_fragment(fragment: &str) -> Self {
        for (head, route) in [(OPEN, Self::Open as fn(Rc<str>) -> Self), (EMBED, Self::Embed)] {
            if let Some(packed) = fragment.strip_prefix(head) {
                return route(packed.into());
            }
        }
        match fragment.trim_start_matches('#').trim_matches('/') {
            "" => Self::Home,
            "settings" => Self::Settings,
            "workbook" => Self::Workbook,
            "workbooks" => Self::Workbooks,
            "report" => Self::Report(None),
            other => {
                let named =
                    |place: &str| other.strip_prefix(place).and_then(calculators::listed).map(|listed| listed.id);
                let report = || named("report/").map(|id| Self::Report(Some(id)));
                named("c/").map(Self::Calculator).or_else(report).unwrap_or(Self::Unknown)
            }
        }
    }

    /// The fragment that names this place.
    #[must_use]
    pub fn fragment(&self) -> String {
        match self {
            Self::Home | Self::Unknown => "#/".to_owned(),
            Self::Calculator(id) => format!("#/c/{id}"),
            Self::Settings => "#/settings".to_owned(),
            Self::Workbook => "#/workbook".to_owned(),
            Self::Workbooks => "#/workbooks".to_owned(),
            Self::Open(packed) => format!("{OPEN}{packed}"),
            Self::Embed(packed) => format!("{EMBED}{packed}"),
            Self::Report(None) => "#/report".to_owned(),
            Self::Report(Some(id)) => format!("#/report/{id}"),
        }
    }
}
