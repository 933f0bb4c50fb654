//! All that a person has before her.
//!
//! | part | kept in the browser | in undo |
//! |---|---|---|
//! | `settings` | yes, on their own | no |
//! | `book`, `about` (name, revision) | yes | no |
//! | `workbook` (inputs, wrong entries, ranges, links, scenarios, seed) | yes | yes |
//! | `scenario` | yes | no |
//! | `history` | yes, on its own | – |
//! | `unknown`, `given_up`, `quarantined` | yes, as read | no |
//! | `route` | in the address | no |
//! | `kept_nowhere` | no: it says that nothing is | no |
//! | `active`, `asked`, `trail`, `tool`, `sheet`, `pasted`, `notice`, `saving`, `stored`, `workbooks`, `outcome` | no | no |

use std::rc::Rc;

use super::held::Held;
use super::order::OrderOutcome;
use super::route::Route;
use super::saving::Saving;
use super::tool::Tool;
use super::workbooks::{BookId, Workbooks};
use crate::engine::{Calculator, NodeId};
use crate::exchange::fill::Filling;
use crate::text::Catalogue;
use crate::workbook::chain::Chain;
use crate::workbook::contents::{Kept, ScenarioId, Workbook};
use crate::workbook::fields::FieldId;
use crate::workbook::history::{Did, History};
use crate::workbook::saved::{self, About, Unknown};
use crate::workbook::settings::Settings;

/// Everything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    pub route: Route,
    pub settings: Settings,
    pub words: Rc<Catalogue>,
    /// Which of the kept workbooks this is.
    pub book: BookId,
    pub about: About,
    pub workbook: Workbook,
    /// The scenario on the screen.
    pub scenario: ScenarioId,
    pub history: History,
    pub unknown: Unknown,
    pub given_up: Vec<String>,
    /// Stored texts that could not be opened, for the person to save.
    pub quarantined: Vec<String>,
    pub saving: Saving,
    /// What was kept is not open yet: nothing can be changed before.
    pub opening: bool,
    /// Shown inside another page: nothing can be changed, and nothing is kept.
    pub kept_nowhere: bool,
    /// The field being typed in: its errors wait until it is left.
    pub active: Option<FieldId>,
    /// The figure that is asked about, of the calculator on the screen; the headline at first.
    pub asked: Option<(NodeId, usize)>,
    /// What was asked about before it, on the way down to it.
    pub trail: Vec<(NodeId, usize)>,
    /// What is asked about it.
    pub tool: Tool,
    /// The field whose range and link are on the screen; each opening is a pointer of its own.
    pub sheet: Option<Rc<FieldId>>,
    /// What the store last held of it, to know what another tab may replace.
    pub stored: Held,
    /// What a paste would do, until it is done or dropped.
    pub pasted: Option<Rc<Filling>>,
    pub notice: Option<Notice>,
    /// Every workbook, as the store last listed them.
    pub workbooks: Rc<Workbooks>,
    /// What was last done to whole workbooks.
    pub outcome: Option<OrderOutcome>,
    /// The field of the last change, where the next one to it is part of the same step.
    pub(super) last_edited: Option<FieldId>,
}

/// What the person is told once, in passing.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    Undone(Did),
    Redone(Did),
}

impl State {
    /// A calculator's inputs in the scenario on the screen, with what links feed filled in.
    #[must_use]
    pub fn kept(&self, calculator: &'static Calculator) -> Rc<Kept> {
        let standing = self.workbook.kept_in(calculator, self.scenario);
        if standing.links.is_empty() {
            return standing;
        }
        Rc::new(Chain::of(&self.workbook, self.scenario, calculator).resolved(0))
    }

    /// Whether there is anything to undo.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.history.past().is_empty()
    }

    /// Whether there is anything to do again.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.history.future().is_empty()
    }

    /// Whether the store holds just this.
    #[must_use]
    pub fn is_stored(&self) -> bool {
        self.held() == self.stored
    }

    /// What the store holds once this is written.
    #[must_use]
    pub fn held(&self) -> Held {
        Held { workbook: self.workbook.clone(), scenario: self.scenario, name: self.about.name.clone() }
    }

    /// What is written to the store.
    #[must_use]
    pub fn text_to_keep(&self) -> String {
        saved::write_book(&self.about, &self.workbook, self.scenario, &self.unknown)
    }
}
