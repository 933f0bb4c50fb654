//! The figures of a sheet for a block of input sets at once.
//!
//! Each cell's figures lie together, lane by lane, and the sheet runs cell by cell over the block: no memory is taken
//! while it runs. One input set is a block of one lane, so the page and a simulation compute with the same loops.

use std::cell::OnceCell;

use super::function::{Arguments, Outputs};
use super::sheet::{Axes, CallId, InputKind, NodeId, Op, Sheet};
use super::spread::{Spread, spreads_of};
use super::{InputId, InputSet, kernel};

/// A sheet laid out for so many rows and lanes, with its figures once `run`.
#[derive(Debug)]
pub struct Evaluation<'s> {
    sheet: &'s Sheet,
    rows: Vec<usize>,
    lanes: usize,
    starts: Vec<usize>,
    cells: Vec<usize>,
    spreads: Vec<Vec<Spread>>,
    values: Vec<f64>,
    needed: Vec<bool>,
    /// Whether a cell rests on an input written since it was computed.
    stale: Vec<bool>,
    /// Of each input that was written, the cells that rest on it.
    reached: Vec<OnceCell<Vec<usize>>>,
    scratch: Scratch,
    /// The parts of each named step that somebody asked for, worked out once.
    parts: Vec<OnceCell<Option<Parts>>>,
}

/// The parts of a named step, a list a column.
type Parts = Vec<Vec<f64>>;

/// Room for the arguments and results of one call of a named step.
#[derive(Debug, Default)]
struct Scratch {
    arguments: Vec<f64>,
    argument_ends: Vec<usize>,
    outputs: Vec<f64>,
    output_ends: Vec<usize>,
}

impl<'s> Evaluation<'s> {
    /// Lays out the sheet for blocks of `lanes` input sets, every lane filled with `inputs`.
    #[must_use]
    pub fn new(sheet: &'s Sheet, inputs: &InputSet, lanes: usize) -> Self {
        let rows = inputs.rows().to_vec();
        let cells: Vec<usize> = (0..sheet.nodes.len()).map(|index| cell_count(sheet, &rows, index)).collect();
        let mut total = 0;
        let starts = cells
            .iter()
            .map(|count| {
                let start = total;
                total += count * lanes;
                start
            })
            .collect();
        let spreads = (0..sheet.nodes.len()).map(|index| spreads_of(sheet, &rows, index)).collect();
        let mut evaluation = Self {
            sheet,
            rows,
            lanes,
            starts,
            cells,
            spreads,
            values: vec![f64::NAN; total],
            needed: vec![true; sheet.nodes.len()],
            stale: vec![true; sheet.nodes.len()],
            reached: vec![OnceCell::new(); sheet.nodes.len()],
            scratch: Scratch::default(),
            parts: vec![OnceCell::new(); sheet.calls.len()],
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

    /// Computes only what these cells rest on from now on.
    #[must_use]
    pub fn only(mut self, wanted: impl IntoIterator<Item = NodeId>) -> Self {
        self.needed = self.sheet.reached_from(wanted);
        self
    }

    /// Puts an input set with the same numbers of rows into every lane.
    pub fn fill(&mut self, inputs: &InputSet) {
        self.stale.fill(true);
        for (index, input) in self.sheet.inputs.iter().enumerate() {
            let Some(node) = input.node else { continue };
            let start = self.starts[node.index()];
            let lanes = self.lanes;
            for (cell, figure) in inputs.figures(InputId(index as u32)).iter().enumerate() {
                self.values[start + cell * lanes..start + (cell + 1) * lanes].fill(figure.unwrap_or(f64::NAN));
            }
        }
    }

    /// One cell of an input, lane by lane, to be written before `run`.
    pub fn lanes_mut(&mut self, node: NodeId, cell: usize) -> &mut [f64] {
        let sheet = self.sheet;
        for index in self.reached[node.index()].get_or_init(|| resting_on(sheet, node)) {
            self.stale[*index] = true;
        }
        let start = self.starts[node.index()] + cell * self.lanes;
        &mut self.values[start..start + self.lanes]
    }

    /// The sheet.
    #[must_use]
    pub const fn sheet(&self) -> &'s Sheet {
        self.sheet
    }

    /// How many rows each table has.
    #[must_use]
    pub fn rows(&self) -> &[usize] {
        &self.rows
    }

    /// How many figures a lane of the cell holds.
    #[must_use]
    pub fn count(&self, node: NodeId) -> usize {
        self.cells[node.index()]
    }

    /// One figure of a cell, lane by lane.
    #[must_use]
    pub fn lanes(&self, node: NodeId, cell: usize) -> &[f64] {
        let start = self.starts[node.index()] + cell * self.lanes;
        &self.values[start..start + self.lanes]
    }

    /// The figure of a cell in the first lane, if it has one.
    #[must_use]
    pub fn value(&self, node: NodeId, cell: usize) -> Option<f64> {
        if cell >= self.count(node) {
            return None;
        }
        // Adding zero turns -0 into 0.
        self.lanes(node, cell).first().copied().filter(|value| value.is_finite()).map(|value| value + 0.0)
    }

    /// The figure of a cell that is a single figure.
    #[must_use]
    pub fn figure(&self, node: NodeId) -> Option<f64> {
        self.value(node, 0)
    }

    /// All figures of a cell in the first lane.
    #[must_use]
    pub fn column(&self, node: NodeId) -> Vec<Option<f64>> {
        (0..self.count(node)).map(|cell| self.value(node, cell)).collect()
    }

    /// Whether a condition holds in the first lane; one without a value does not.
    #[must_use]
    pub fn holds(&self, node: NodeId) -> bool {
        self.figure(node).is_some_and(|value| value != 0.0)
    }

    /// Which figure of its `operand`-th operand a figure of an elementwise cell rests on.
    #[must_use]
    pub fn operand_place(&self, node: NodeId, operand: usize, cell: usize) -> usize {
        self.spreads[node.index()].get(operand).map_or(cell, |spread| spread.place(cell))
    }

    /// How many rows the last axis of a cell has.
    #[must_use]
    pub fn last_axis(&self, node: NodeId) -> usize {
        last_length(&self.sheet.node(node).axes, &self.rows)
    }

    /// Computes every cell that is needed, in every lane.
    pub fn run(&mut self) {
        let needed = std::mem::take(&mut self.needed);
        self.stale.fill(true);
        self.run_cells(&needed);
        self.needed = needed;
    }

    /// Computes the flagged cells and no other: one flag a cell. What they rest on stands already; so does a flagged cell
    /// whose inputs are as they were when it was computed, as most are where block after block draws a few inputs anew.
    pub fn run_cells(&mut self, flags: &[bool]) {
        self.parts.iter_mut().for_each(|parts| drop(parts.take()));
        for (index, _) in flags.iter().enumerate().filter(|(_, wanted)| **wanted) {
            if std::mem::take(&mut self.stale[index]) {
                self.run_cell(index);
            }
        }
    }

    fn run_cell(&mut self, index: usize) {
        let op = &self.sheet.nodes[index].op;
        if let Op::Call(call) = op {
            return self.run_call(index, *call);
        }
        let (lanes, cells) = (self.lanes, self.cells[index]);
        let (before, rest) = self.values.split_at_mut(self.starts[index]);
        let out = &mut rest[..cells * lanes];
        let all = |id: NodeId| &before[self.starts[id.index()]..][..self.cells[id.index()] * lanes];
        let spreads = &self.spreads[index];
        let at = |id: NodeId, operand: usize, cell: usize| {
            &before[self.starts[id.index()] + spreads[operand].place(cell) * lanes..][..lanes]
        };
        match op {
            Op::Input(_) | Op::Call(_) => {}
            Op::Constant(value) => out.fill(*value),
            Op::Rows(table) => out.fill(self.rows[table.index()] as f64),
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
                let count = last_length(&self.sheet.node(*a).axes, &self.rows);
                each(out, lanes, |cell, out| {
                    kernel::reduce(*reduction, out, &all(*a)[cell * count * lanes..][..count * lanes], count);
                });
            }
            Op::Scan(scan, a) => {
                let count = last_length(&self.sheet.node(*a).axes, &self.rows).max(1);
                for run in 0..cells / count {
                    let range = run * count * lanes..(run + 1) * count * lanes;
                    kernel::scan(*scan, &mut out[range.clone()], &all(*a)[range], count, lanes);
                }
            }
            Op::Above(a, first) => {
                let count = last_length(&self.sheet.nodes[index].axes, &self.rows);
                each(out, lanes, |cell, out| {
                    out.copy_from_slice(if cell % count == 0 { at(*first, 1, cell) } else { at(*a, 0, cell - 1) });
                });
            }
            Op::At(a, row) => {
                let count = last_length(&self.sheet.node(*a).axes, &self.rows);
                each(out, lanes, |cell, out| {
                    let start = spreads[0].place(cell) * count * lanes;
                    for (lane, (out, row)) in out.iter_mut().zip(at(*row, 1, cell)).enumerate() {
                        let inside = *row >= 0.0 && *row < count as f64;
                        *out = if inside { all(*a)[start + *row as usize * lanes + lane] } else { f64::NAN };
                    }
                });
            }
            Op::Output(call, output) => {
                let Op::Call(id) = self.sheet.node(*call).op else {
                    return;
                };
                let outputs = &self.sheet.call(id).outputs[..*output as usize];
                let skipped: usize = outputs.iter().map(|(_, axes)| axes.len(&self.rows)).sum();
                out.copy_from_slice(&all(*call)[skipped * lanes..][..cells * lanes]);
            }
        }
    }

    fn run_call(&mut self, index: usize, id: CallId) {
        let (function, lanes) = (self.sheet.call(id).function, self.lanes);
        for lane in 0..lanes {
            let mut scratch = std::mem::take(&mut self.scratch);
            let complete = self.gather(id, lane, &mut scratch);
            scratch.outputs.clear();
            scratch.outputs.resize(self.cells[index], f64::NAN);
            if complete {
                let arguments = Arguments::new(&scratch.arguments, &scratch.argument_ends);
                let mut outputs = Outputs::new(&mut scratch.outputs, &scratch.output_ends);
                if (function.evaluate)(&arguments, &mut outputs).is_err() {
                    scratch.outputs.fill(f64::NAN);
                }
            }
            let start = self.starts[index];
            for (cell, value) in scratch.outputs.iter().enumerate() {
                self.values[start + cell * lanes + lane] = if value.is_finite() { *value } else { f64::NAN };
            }
            self.scratch = scratch;
        }
    }

    /// Lays a call's arguments end to end; false where one that must have a value has none.
    fn gather(&self, id: CallId, lane: usize, scratch: &mut Scratch) -> bool {
        let call = self.sheet.call(id);
        scratch.arguments.clear();
        scratch.argument_ends.clear();
        let mut complete = true;
        for argument in &call.arguments {
            let may_lack = self.may_be_absent(*argument);
            for cell in 0..self.cells[argument.index()] {
                let value = self.values[self.starts[argument.index()] + cell * self.lanes + lane];
                complete &= may_lack || !value.is_nan();
                scratch.arguments.push(value);
            }
            scratch.argument_ends.push(scratch.arguments.len());
        }
        scratch.output_ends.clear();
        let mut end = 0;
        for (_, axes) in &call.outputs {
            end += axes.len(&self.rows);
            scratch.output_ends.push(end);
        }
        complete
    }

    fn may_be_absent(&self, node: NodeId) -> bool {
        match self.sheet.node(node).op {
            Op::Input(id) => matches!(self.sheet.input(id).kind, InputKind::Number { optional: true, .. }),
            _ => false,
        }
    }

    /// The first argument of a call, and its first figure, that must have a value and has none (first lane).
    pub(super) fn missing_argument(&self, id: CallId) -> Option<(NodeId, usize)> {
        self.sheet.call(id).arguments.iter().filter(|argument| !self.may_be_absent(**argument)).find_map(|argument| {
            (0..self.count(*argument)).find(|cell| self.value(*argument, *cell).is_none()).map(|cell| (*argument, cell))
        })
    }

    /// Calls the step again in the first lane, to learn why it gave no figure.
    pub(super) fn refusal(&self, id: CallId) -> Option<super::Key> {
        let mut scratch = Scratch::default();
        if !self.gather(id, 0, &mut scratch) {
            return None;
        }
        let call = self.sheet.call(id);
        scratch.outputs.resize(self.count(call.node), f64::NAN);
        let arguments = Arguments::new(&scratch.arguments, &scratch.argument_ends);
        let mut outputs = Outputs::new(&mut scratch.outputs, &scratch.output_ends);
        (call.function.evaluate)(&arguments, &mut outputs).err()
    }

    /// The parts of a named step in the first lane, a list a column; none where it has none.
    #[must_use]
    pub fn parts(&self, id: CallId) -> Option<&[Vec<f64>]> {
        self.parts.get(id.0 as usize)?.get_or_init(|| self.work_out_parts(id)).as_deref()
    }

    fn work_out_parts(&self, id: CallId) -> Option<Parts> {
        let detail = self.sheet.call(id).function.detail?;
        let mut scratch = Scratch::default();
        if !self.gather(id, 0, &mut scratch) {
            return None;
        }
        detail(&Arguments::new(&scratch.arguments, &scratch.argument_ends)).ok()
    }
}

/// The cells that rest on a cell. Each rests on earlier ones only, so one pass finds all.
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

fn last_length(axes: &Axes, rows: &[usize]) -> usize {
    axes.0.last().map_or(1, |table| rows[table.index()])
}

fn cell_count(sheet: &Sheet, rows: &[usize], index: usize) -> usize {
    match &sheet.nodes[index].op {
        Op::Call(id) => sheet.call(*id).outputs.iter().map(|(_, axes)| axes.len(rows)).sum(),
        _ => sheet.nodes[index].axes.len(rows),
    }
}
