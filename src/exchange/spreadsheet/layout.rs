//! What is on the sheet of a calculator, block below block, and where each figure comes to stand.

use super::address::Address;
use super::plan::Plan;
use crate::engine::sheet::Op;
use crate::engine::{Evaluation, InputId, InputKind, NodeId, TableId};

/// A part of the sheet.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// The key of a heading.
    Heading(&'static str),
    /// An input that is a single field.
    Field(InputId),
    /// The inputs of a table, a column each.
    Table(TableId, Vec<InputId>),
    /// An input over several tables.
    InputGrid(InputId),
    /// The place of a result in the list of results.
    Outcome(usize),
    /// A single figure on the way.
    Step(NodeId),
    /// Figures over one table, a column each.
    Columns(TableId, Vec<NodeId>),
    /// Figures over several tables.
    Grid(NodeId),
}

/// The sheet of a calculator, laid out.
#[derive(Debug)]
pub struct Layout {
    /// Each block with its first row.
    pub blocks: Vec<(u32, Block)>,
    typed: Vec<Option<Address>>,
    own: Vec<Option<Address>>,
    names: Vec<Option<Address>>,
}

/// The row of the first block: above it stand the title and what it is of.
const FIRST: u32 = 3;

impl Layout {
    /// Lays out the results first, then the inputs, then what lies between them.
    #[must_use]
    pub fn of(evaluation: &Evaluation, plan: &Plan) -> Self {
        let sheet = evaluation.sheet();
        let none = vec![None; sheet.nodes.len()];
        let names = vec![None; sheet.tables.len()];
        let mut layout = Self { blocks: Vec::new(), typed: none.clone(), own: none, names };
        let mut row = FIRST;
        for block in blocks(evaluation, plan) {
            if matches!(block, Block::Heading(_)) {
                row += 1;
            }
            layout.note(evaluation, &block, row);
            let height = height(evaluation, &block);
            layout.blocks.push((row, block));
            row += height;
        }
        layout
    }

    /// Where an input stands as it is typed.
    #[must_use]
    pub fn typed(&self, node: NodeId) -> Option<Address> {
        self.typed[node.index()]
    }

    /// Where a cell stands that has a place of its own.
    #[must_use]
    pub fn own(&self, node: NodeId) -> Option<Address> {
        self.own[node.index()]
    }

    /// Where the names of a table's rows begin.
    #[must_use]
    pub fn names(&self, table: TableId) -> Option<Address> {
        self.names[table.index()]
    }

    fn note(&mut self, evaluation: &Evaluation, block: &Block, row: u32) {
        let sheet = evaluation.sheet();
        let at = |row: u32, column: usize| Some(Address { row, column: column as u16 });
        let mut type_in = |input: &InputId, address: Option<Address>| {
            if let Some(node) = sheet.input(*input).node {
                self.typed[node.index()] = address;
            }
        };
        match block {
            Block::Heading(_) => {}
            Block::Field(input) => type_in(input, at(row, 1)),
            Block::Table(table, inputs) => {
                inputs.iter().enumerate().for_each(|(place, input)| type_in(input, at(row + 1, place + 1)));
                self.names[table.index()] = at(row + 1, 0);
            }
            Block::InputGrid(input) => type_in(input, at(row + 2, 1)),
            Block::Outcome(place) => {
                let node = sheet.outcomes[*place].node;
                if self.own[node.index()].is_none() && !matches!(sheet.node(node).op, Op::Input(_)) {
                    self.own[node.index()] = at(row, 1);
                }
            }
            Block::Step(node) => self.own[node.index()] = at(row, 1),
            Block::Columns(_, nodes) => {
                nodes.iter().enumerate().for_each(|(place, node)| self.own[node.index()] = at(row + 1, place + 1));
            }
            Block::Grid(node) => self.own[node.index()] = at(row + 2, 1),
        }
    }
}

fn height(evaluation: &Evaluation, block: &Block) -> u32 {
    let grid = |tables: &[TableId]| {
        let across = tables.len().saturating_sub(1);
        tables[..across].iter().map(|table| evaluation.rows()[table.index()]).product::<usize>() as u32 + 3
    };
    match block {
        Block::Heading(_) | Block::Field(_) | Block::Outcome(_) | Block::Step(_) => 1,
        Block::Table(table, _) | Block::Columns(table, _) => evaluation.rows()[table.index()] as u32 + 2,
        Block::InputGrid(input) => grid(&evaluation.sheet().input(*input).axes.0),
        Block::Grid(node) => grid(&evaluation.sheet().node(*node).axes.0),
    }
}

fn blocks(evaluation: &Evaluation, plan: &Plan) -> Vec<Block> {
    let sheet = evaluation.sheet();
    let shown = |place: &usize| sheet.outcomes[*place].shown_if.is_none_or(|shown| evaluation.holds(shown));
    let outcomes: Vec<usize> = (0..sheet.outcomes.len()).filter(shown).collect();
    let results: Vec<NodeId> = outcomes.iter().map(|place| sheet.outcomes[*place].node).collect();
    let single = |node: &NodeId| sheet.node(*node).axes.is_scalar();
    let mut blocks = vec![Block::Heading("sheet.results")];
    blocks.extend(
        outcomes.iter().filter(|place| single(&sheet.outcomes[**place].node)).map(|place| Block::Outcome(*place)),
    );
    wide(evaluation, results.iter().copied().filter(|node| plan.placed[node.index()] && !single(node)), &mut blocks);
    blocks.push(Block::Heading("sheet.inputs"));
    inputs(evaluation, &mut blocks);
    let steps: Vec<NodeId> = (0..sheet.nodes.len() as u32)
        .map(NodeId)
        .filter(|node| plan.placed[node.index()] && !results.contains(node))
        .collect();
    if !steps.is_empty() {
        blocks.push(Block::Heading("sheet.steps"));
        blocks.extend(steps.iter().filter(|node| single(node)).map(|node| Block::Step(*node)));
        wide(evaluation, steps.iter().copied().filter(|node| !single(node)), &mut blocks);
    }
    blocks
}

/// Columns of a table side by side, then the grids one below the other.
fn wide(evaluation: &Evaluation, nodes: impl Iterator<Item = NodeId>, blocks: &mut Vec<Block>) {
    let sheet = evaluation.sheet();
    let mut nodes: Vec<NodeId> = nodes.collect();
    nodes.dedup();
    for table in (0..sheet.tables.len() as u32).map(TableId) {
        let of_table = |node: &&NodeId| sheet.node(**node).axes.0 == [table];
        let columns: Vec<NodeId> = nodes.iter().filter(of_table).copied().collect();
        if !columns.is_empty() {
            blocks.push(Block::Columns(table, columns));
        }
    }
    blocks.extend(nodes.iter().filter(|node| sheet.node(**node).axes.0.len() > 1).map(|node| Block::Grid(*node)));
}

fn inputs(evaluation: &Evaluation, blocks: &mut Vec<Block>) {
    let sheet = evaluation.sheet();
    let all = (0..sheet.inputs.len() as u32).map(InputId);
    blocks.extend(all.clone().filter(|input| sheet.input(*input).axes.is_scalar()).map(Block::Field));
    for table in (0..sheet.tables.len() as u32).map(TableId) {
        let columns = all.clone().filter(|input| {
            sheet.input(*input).axes.0 == [table] && !matches!(sheet.input(*input).kind, InputKind::Text)
        });
        blocks.push(Block::Table(table, columns.collect()));
    }
    blocks.extend(all.filter(|input| sheet.input(*input).axes.0.len() > 1).map(Block::InputGrid));
}
