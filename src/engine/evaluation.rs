//! The figures of a sheet for a block of input sets at once.
//!
//! Each cell's figures lie together, lane by lane, and the sheet runs cell by cell over the block: no memory is taken for an
//! input set, and for a block only by what decides comparisons exactly. One input set is a block of one lane, so the page and
//! a simulation compute with the same loops.

use std::cell::OnceCell;
use std::ops::Deref;

use super::block::{Block, last_length};
use super::function::{Arguments, Outputs};
use super::inputs::InputSet;
use super::key::Key;
use super::sheet::{InputKind, NodeId, Op, Sheet, StepId};
use super::spread::Spread;
use super::{InputId, doubt, kernel};

/// A sheet laid out for so many rows and lanes, with its figures once `run`.
#[derive(Debug)]
pub struct Evaluation<'s> {
    block: Block<'s>,
    needed: Vec<bool>,
    /// Whether a cell depends on an input written since it was computed.
    stale: Vec<bool>,
    /// Of each input that was written, the cells that depend on it.
    reached: Vec<OnceCell<Vec<usize>>>,
    scratch: Scratch,
    /// The parts of each step that somebody asked for, worked out once.
    parts: Vec<OnceCell<Option<Parts>>>,
}

/// The parts of a step, a list a column.
type Parts = Vec<Vec<f64>>;

/// Room for the arguments and results of one step.
#[derive(Debug, Default)]
struct Scratch {
    arguments: Vec<f64>,
    argument_ends: Vec<usize>,
    outputs: Vec<f64>,
    output_ends: Vec<usize>,
}

/// What is read of an evaluation is read of its block.
impl<'s> Deref for Evaluation<'s> {
    type Target = Block<'s>;

    fn deref(&self) -> &Block<'s> {
        &self.block
    }
}

impl<'s> Evaluation<'s> {
    /// Lays out the sheet for blocks of `lanes` input sets, every lane filled with `inputs`.
    #[must_use]
    pub fn new(sheet: &'s Sheet, inputs: &InputSet, lanes: usize) -> Self {
        let mut evaluation = Self {
            block: Block::new(sheet, inputs.rows(), lanes),
            needed: vec![true; sheet.nodes.len()],
            stale: vec![true; sheet.nodes.len()],
            reached: vec![OnceCell::new(); sheet.nodes.len()],
            scratch: Scratch::default(),
            parts: vec![OnceCell::new(); sheet.steps.len()],
        };
        evaluation.fill(inputs);
        evaluation
    }

    /// The figures of one input set.
    #[must_use]
    pub fn of(sheet: &'s Sheet, inputs: &InputSet) -> Self {
        let mut evaluation = Self::new(sheet, inputs, 1);
        evaluation.run();
        evaluation
    }

    /// Computes only what these cells depend on from now on.
    #[must_use]
    pub fn only(mut self, wanted: impl IntoIterator<Item = NodeId>) -> Self {
        self.needed = self.block.sheet.reached_from(wanted);
        self
    }

    /// Puts an input set with the same numbers of rows into every lane.
    pub fn fill(&mut self, inputs: &InputSet) {
        self.stale.fill(true);
        for (index, input) in self.block.sheet.inputs.iter().enumerate() {
            let Some(node) = input.node else { continue };
            let start = self.block.starts[node.index()];
            let lanes = self.block.lanes;
            for (cell, figure) in inputs.figures(InputId(index as u32)).iter().enumerate() {
                self.block.values[start + cell * lanes..start + (cell + 1) * lanes].fill(figure.unwrap_or(f64::NAN));
            }
        }
    }

    /// One cell of an input, lane by lane, to be written before `run`.
    pub fn lanes_mut(&mut self, node: NodeId, cell: usize) -> &mut [f64] {
        let sheet = self.block.sheet;
        for index in self.reached[node.index()].get_or_init(|| resting_on(sheet, node)) {
            self.stale[*index] = true;
        }
        let start = self.block.starts[node.index()] + cell * self.block.lanes;
        &mut self.block.values[start..start + self.block.lanes]
    }

    /// Whether rounding alone might have decided a comparison, a whole number or a row of this cell, so that it was decided
    /// exactly: then its figures may differ from what its rounded operands suggest.
    #[must_use]
    pub fn decided_exactly(&self, node: NodeId) -> bool {
        !doubt::decided(&self.block, node).is_empty()
    }

    /// Computes every cell that is needed, in every lane.
    pub fn run(&mut self) {
        let needed = std::mem::take(&mut self.needed);
        self.stale.fill(true);
        self.run_cells(&needed);
        self.needed = needed;
    }

    /// Computes the flagged cells and no other: one flag a cell. What they depend on stands already; so does a flagged cell
    /// whose inputs are as they were when it was computed, as most are where block after block draws a few inputs again.
    pub fn run_cells(&mut self, flags: &[bool]) {
        self.parts.iter_mut().for_each(|parts| drop(parts.take()));
        for (index, _) in flags.iter().enumerate().filter(|(_, wanted)| **wanted) {
            if std::mem::take(&mut self.stale[index]) {
                self.run_cell(index);
                self.decide(NodeId(index as u32));
            }
        }
    }

    /// Decides exactly whatever rounding may have decided in the cell.
    fn decide(&mut self, node: NodeId) {
        let decided = doubt::decided(&self.block, node);
        let start = self.block.starts[node.index()];
        for (cell, lane, figure) in decided {
            self.block.values[start + cell * self.block.lanes + lane] = figure;
        }
    }

    fn run_cell(&mut self, index: usize) {
        let op = &self.block.sheet.nodes[index].op;
        if let Op::Step(step) = op {
            return self.run_step(index, *step);
        }
        let (lanes, cells) = (self.block.lanes, self.block.cells[index]);
        let (before, rest) = self.block.values.split_at_mut(self.block.starts[index]);
        let out = &mut rest[..cells * lanes];
        let all = |id: NodeId| &before[self.block.starts[id.index()]..][..self.block.cells[id.index()] * lanes];
        let spreads = &self.block.spreads[index];
        let at = |id: NodeId, operand: usize, cell: usize| {
            &before[self.block.starts[id.index()] + spreads[operand].place(cell) * lanes..][..lanes]
        };
        match op {
            Op::Input(_) | Op::Step(_) => {}
            Op::Constant(value) => out.fill(*value),
            Op::Rows(table) => out.fill(self.block.rows[table.index()] as f64),
            Op::RowNumber(_) => {
                for cell in 0..cells {
                    out[cell * lanes..(cell + 1) * lanes].fill((cell + 1) as f64);
                }
            }
            Op::Same(a) => out.copy_from_slice(all(*a)),
            Op::Unary(function, a) => kernel::unary(*function, out, all(*a)),
            Op::Given(a) => out.iter_mut().zip(all(*a)).for_each(|(out, a)| *out = f64::from(u8::from(!a.is_nan()))),
            Op::Binary(function, a, b) if spreads.iter().all(|spread| matches!(spread, Spread::Same)) => {
                kernel::binary(*function, out, all(*a), all(*b));
            }
            Op::Binary(function, a, b) => each(out, lanes, |cell, out| {
                kernel::binary(*function, out, at(*a, 0, cell), at(*b, 1, cell));
            }),
            Op::Pick(choice, options) => each(out, lanes, |cell, out| {
                let option = |place: usize| options.get(place).map(|option| at(*option, place + 1, cell));
                kernel::pick(out, at(*choice, 0, cell), option);
            }),
            Op::Select(condition, yes, no) => each(out, lanes, |cell, out| {
                kernel::select(out, at(*condition, 0, cell), at(*yes, 1, cell), at(*no, 2, cell));
            }),
            Op::Guard { condition, value, .. } => each(out, lanes, |cell, out| {
                let value = at(*value, 1, cell);
                for ((out, condition), value) in out.iter_mut().zip(at(*condition, 0, cell)).zip(value) {
                    *out = if condition.is_nan() || *condition == 0.0 { f64::NAN } else { *value };
                }
            }),
            Op::Reduce(reduction, a) => {
                let count = last_length(&self.block.sheet.node(*a).axes, &self.block.rows);
                each(out, lanes, |cell, out| {
                    kernel::reduce(*reduction, out, &all(*a)[cell * count * lanes..][..count * lanes], count);
                });
            }
            Op::Scan(scan, a) => {
                let count = last_length(&self.block.sheet.node(*a).axes, &self.block.rows).max(1);
                for run in 0..cells / count {
                    let range = run * count * lanes..(run + 1) * count * lanes;
                    kernel::scan(*scan, &mut out[range.clone()], &all(*a)[range], count, lanes);
                }
            }
            Op::Above(a, first) => {
                let count = last_length(&self.block.sheet.nodes[index].axes, &self.block.rows);
                each(out, lanes, |cell, out| {
                    out.copy_from_slice(if cell % count == 0 { at(*first, 1, cell) } else { at(*a, 0, cell - 1) });
                });
            }
            Op::At(a, row) => {
                let count = last_length(&self.block.sheet.node(*a).axes, &self.block.rows);
                each(out, lanes, |cell, out| {
                    let start = spreads[0].place(cell) * count * lanes;
                    if let Some(row) = kernel::alike(at(*row, 1, cell)).filter(|row| (0.0..count as f64).contains(row))
                    {
                        return out.copy_from_slice(&all(*a)[start + row as usize * lanes..][..lanes]);
                    }
                    for (lane, (out, row)) in out.iter_mut().zip(at(*row, 1, cell)).enumerate() {
                        let inside = *row >= 0.0 && *row < count as f64;
                        *out = if inside { all(*a)[start + *row as usize * lanes + lane] } else { f64::NAN };
                    }
                });
            }
            Op::Output(step, output) => {
                let Op::Step(id) = self.block.sheet.node(*step).op else {
                    return;
                };
                let outputs = &self.block.sheet.step(id).outputs[..*output as usize];
                let skipped: usize = outputs.iter().map(|(_, axes)| axes.len(&self.block.rows)).sum();
                out.copy_from_slice(&all(*step)[skipped * lanes..][..cells * lanes]);
            }
        }
    }

    fn run_step(&mut self, index: usize, id: StepId) {
        let (function, lanes) = (self.block.sheet.step(id).function, self.block.lanes);
        for lane in 0..lanes {
            let mut scratch = std::mem::take(&mut self.scratch);
            let complete = self.gather(id, lane, &mut scratch);
            scratch.outputs.clear();
            scratch.outputs.resize(self.block.cells[index], f64::NAN);
            if complete {
                let arguments = Arguments::new(&scratch.arguments, &scratch.argument_ends);
                let mut outputs = Outputs::new(&mut scratch.outputs, &scratch.output_ends);
                if (function.evaluate)(&arguments, &mut outputs).is_err() {
                    scratch.outputs.fill(f64::NAN);
                }
            }
            let start = self.block.starts[index];
            for (cell, value) in scratch.outputs.iter().enumerate() {
                self.block.values[start + cell * lanes + lane] = if value.is_finite() { *value } else { f64::NAN };
            }
            self.scratch = scratch;
        }
    }

    /// Lays a step's arguments end to end; false where one that must have a value has none.
    fn gather(&self, id: StepId, lane: usize, scratch: &mut Scratch) -> bool {
        let step = self.block.sheet.step(id);
        scratch.arguments.clear();
        scratch.argument_ends.clear();
        let mut complete = true;
        for argument in &step.arguments {
            let may_lack = self.may_be_absent(*argument);
            for cell in 0..self.block.cells[argument.index()] {
                let value = self.block.values[self.block.starts[argument.index()] + cell * self.block.lanes + lane];
                complete &= may_lack || !value.is_nan();
                scratch.arguments.push(value);
            }
            scratch.argument_ends.push(scratch.arguments.len());
        }
        scratch.output_ends.clear();
        let mut end = 0;
        for (_, axes) in &step.outputs {
            end += axes.len(&self.block.rows);
            scratch.output_ends.push(end);
        }
        complete
    }

    fn may_be_absent(&self, node: NodeId) -> bool {
        match self.block.sheet.node(node).op {
            Op::Input(id) => matches!(self.block.sheet.input(id).kind, InputKind::Number { optional: true, .. }),
            _ => false,
        }
    }

    /// The first argument of a step, and its first figure, that must have a value and has none (first lane).
    pub(super) fn missing_argument(&self, id: StepId) -> Option<(NodeId, usize)> {
        self.block.sheet.step(id).arguments.iter().filter(|argument| !self.may_be_absent(**argument)).find_map(
            |argument| {
                (0..self.count(*argument))
                    .find(|cell| self.value(*argument, *cell).is_none())
                    .map(|cell| (*argument, cell))
            },
        )
    }

    /// Runs the step again in the first lane, to learn why it gave no figure.
    pub(super) fn refusal(&self, id: StepId) -> Option<Key> {
        let mut scratch = Scratch::default();
        if !self.gather(id, 0, &mut scratch) {
            return None;
        }
        let step = self.block.sheet.step(id);
        scratch.outputs.resize(self.count(step.node), f64::NAN);
        let arguments = Arguments::new(&scratch.arguments, &scratch.argument_ends);
        let mut outputs = Outputs::new(&mut scratch.outputs, &scratch.output_ends);
        (step.function.evaluate)(&arguments, &mut outputs).err()
    }

    /// The parts of a step in the first lane, a list a column; none where it has none.
    #[must_use]
    pub fn parts(&self, id: StepId) -> Option<&[Vec<f64>]> {
        self.parts.get(id.0 as usize)?.get_or_init(|| self.work_out_parts(id)).as_deref()
    }

    fn work_out_parts(&self, id: StepId) -> Option<Parts> {
        let parts = self.block.sheet.step(id).function.parts?;
        let mut scratch = Scratch::default();
        if !self.gather(id, 0, &mut scratch) {
            return None;
        }
        parts(&Arguments::new(&scratch.arguments, &scratch.argument_ends)).ok()
    }
}

/// The cells that depend on a cell. Each depends on earlier ones only, so one pass finds all.
fn resting_on(sheet: &Sheet, node: NodeId) -> Vec<usize> {
    let mut reached = vec![false; sheet.nodes.len()];
    reached[node.index()] = true;
    for index in node.index() + 1..reached.len() {
        reached[index] = sheet.operands(NodeId(index as u32)).iter().any(|operand| reached[operand.index()]);
    }
    reached.iter().enumerate().filter(|(_, reached)| **reached).map(|(index, _)| index).collect()
}

/// Runs `f` for each figure of a cell with its lanes.
fn each(out: &mut [f64], lanes: usize, f: impl Fn(usize, &mut [f64])) {
    out.chunks_exact_mut(lanes).enumerate().for_each(|(cell, out)| f(cell, out));
}
