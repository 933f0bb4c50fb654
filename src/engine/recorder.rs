//! The sheet while it is being written, cell by cell.

use std::cell::RefCell;

use super::key::Key;
use super::shape::{axes_of, unit_of};
use super::sheet::{Axes, InputKind, Node, NodeId, Op, Sheet, UnitError};
use super::unit::{self, Unit};

/// What cells record themselves in.
#[derive(Debug, Default)]
pub struct Recorder {
    pub(super) sheet: RefCell<Sheet>,
}

impl Recorder {
    /// Records an operation; its unit and axes follow from its operands.
    pub(super) fn push(&self, op: Op) -> NodeId {
        let (unit, axes, error) = {
            let sheet = self.sheet.borrow();
            let (unit, error) = unit_of(&sheet, &op);
            (unit, axes_of(&sheet, &op), error)
        };
        let node = self.push_node(op, unit, axes, None);
        if let Some((left, right)) = error {
            self.sheet.borrow_mut().unit_errors.push(UnitError { node, left, right });
        }
        node
    }

    pub(super) fn push_node(&self, op: Op, unit: Unit, axes: Axes, key: Option<Key>) -> NodeId {
        let mut sheet = self.sheet.borrow_mut();
        let node = NodeId(place(sheet.nodes.len()));
        sheet.nodes.push(Node { op, unit, axes, key });
        node
    }

    pub(super) fn number_constant(&self, value: f64) -> NodeId {
        self.push_node(Op::Constant(value), unit::NUMBER, Axes::default(), None)
    }

    pub(super) fn option_place(&self, choice: NodeId, option: &str) -> f64 {
        let sheet = self.sheet.borrow();
        let options = match sheet.node(choice).op {
            Op::Input(id) => match sheet.input(id).kind {
                InputKind::Choice { options } => options,
                _ => &[],
            },
            _ => &[],
        };
        let found = options.iter().position(|key| *key == option);
        // Recording runs once, from the calculator's own text: a misspelt option must not pass its first test.
        assert!(found.is_some(), "no option {option}");
        f64::from(place(found.unwrap_or_default()))
    }
}

/// A number with this place in a list; a sheet never holds four billion of anything.
pub(super) fn place(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
