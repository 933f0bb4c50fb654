//! What names a cell, an input, a table or a step of a sheet: its place in the order of recording.

/// A cell of the sheet, by the order of recording: a cell depends only on earlier cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// An input, by the order of recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InputId(pub u32);

/// A table of rows, by the order of recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableId(pub u32);

impl NodeId {
    /// The place in lists of nodes.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl InputId {
    /// The place in lists of inputs.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl TableId {
    /// The place in lists of tables.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A step, by the order of recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepId(pub u32);

/// The tables a cell runs over: none for a single figure, one for a column, more for a grid. The last varies fastest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Axes(pub Vec<TableId>);

impl Axes {
    /// How many figures a cell over these axes holds, given the rows of every table.
    #[must_use]
    pub fn len(&self, rows: &[usize]) -> usize {
        self.0.iter().map(|table| rows[table.index()]).product()
    }

    /// Whether the cell is a single figure.
    #[must_use]
    pub fn is_scalar(&self) -> bool {
        self.0.is_empty()
    }
}
