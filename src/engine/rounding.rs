//! What a sheet knows of rounding before any figure is there.

use super::id::NodeId;

/// What a sheet knows of rounding before any figure is there.
#[derive(Debug, Default)]
pub struct Rounding {
    /// Whether a cell's figures may be off by a rounding error.
    rounded: Vec<bool>,
    /// The sums and differences in which the operands of a comparison may have cancelled out.
    sums: Vec<Vec<NodeId>>,
}

impl Rounding {
    /// Whether the figures of a cell may be off by a rounding error.
    pub(super) fn is_rounded(&self, id: NodeId) -> bool {
        self.rounded[id.index()]
    }

    /// The sums and differences under an operand of a comparison, in which its figure may have cancelled out.
    pub(super) fn sums(&self, id: NodeId) -> &[NodeId] {
        &self.sums[id.index()]
    }

    /// Notes of the next cell whether its figures may be off, and the sums under it.
    pub(super) fn note(&mut self, rounded: bool, sums: impl FnOnce(&Self) -> Vec<NodeId>) {
        self.rounded.push(rounded);
        let sums = sums(self);
        self.sums.push(sums);
    }
}
