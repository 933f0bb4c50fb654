//! Which inputs have no effect under the choices in force: those that no result reaches on a way that the choices leave open.

use super::sheet::{Binary, InputKind, Node, NodeId, Op, TableId};
use super::{Evaluation, InputId};

/// What takes effect in the first lane of an evaluation, as choices, switches and what was left empty decide. What figures
/// decide counts as open: another figure opens it.
#[derive(Debug)]
pub struct Effect<'e> {
    evaluation: &'e Evaluation<'e>,
    /// The cells whose figures depend on choices, switches and what was left empty alone.
    settled: Vec<bool>,
    /// The cells that results and remarks reach.
    reached: Vec<bool>,
}

impl<'e> Effect<'e> {
    /// What takes effect.
    #[must_use]
    pub fn of(evaluation: &'e Evaluation<'e>) -> Self {
        let sheet = evaluation.sheet();
        let mut effect = Self { evaluation, settled: Vec::new(), reached: Vec::new() };
        for index in 0..sheet.nodes.len() {
            let settled = effect.settles(NodeId(index as u32));
            effect.settled.push(settled);
        }
        let results = sheet.outcomes.iter().map(|outcome| outcome.node);
        let parts = sheet.parts.iter().map(|parts| sheet.step(parts.step).node);
        let remarks = sheet.remarks.iter().map(|remark| remark.condition);
        effect.reached = effect.followed_from(results.chain(parts).chain(remarks).collect());
        effect
    }

    /// Whether an input has no effect: no result reaches it, or it is not asked for. A column of names goes with its table.
    #[must_use]
    pub fn is_ignored(&self, id: InputId) -> bool {
        let sheet = self.evaluation.sheet();
        let input = sheet.input(id);
        if input.shown_if.is_some_and(|condition| !self.evaluation.holds(condition)) {
            return true;
        }
        match (input.node, &input.axes.0[..]) {
            (Some(node), _) => !self.reached[node.index()],
            (None, [table, ..]) => self.is_table_ignored(*table),
            (None, []) => false,
        }
    }

    /// Whether nothing in a table has an effect, nor how many rows it has.
    #[must_use]
    pub fn is_table_ignored(&self, id: TableId) -> bool {
        let sheet = self.evaluation.sheet();
        let counts = |(node, reached): (&Node, &bool)| {
            *reached && matches!(node.op, Op::Rows(table) | Op::RowNumber(table) if table == id)
        };
        let columns = sheet.table(id).columns.iter().filter(|column| sheet.input(**column).node.is_some());
        !sheet.nodes.iter().zip(&self.reached).any(counts) && columns.into_iter().all(|column| self.is_ignored(*column))
    }

    /// The choices, switches and inputs left empty that leave an input without effect, in the order of the page.
    #[must_use]
    pub fn ignored_for(&self, id: InputId) -> Vec<InputId> {
        let sheet = self.evaluation.sheet();
        let Some(node) = sheet.input(id).node else { return Vec::new() };
        let mut rests = vec![false; sheet.nodes.len()];
        rests[node.index()] = true;
        let mut deciding = Vec::new();
        for index in node.index() + 1..sheet.nodes.len() {
            let at = NodeId(index as u32);
            let onward = sheet.operands(at).iter().any(|operand| rests[operand.index()]);
            if onward && self.reached[index] {
                // The way ends here.
                deciding.extend(self.deciding(at));
            }
            rests[index] = onward && !self.reached[index];
        }
        let resting_on = self.followed_from(deciding);
        let decides = |id: &InputId| sheet.input(*id).node.is_some_and(|node| resting_on[node.index()]);
        (0..sheet.inputs.len()).map(|index| InputId(index as u32)).filter(decides).collect()
    }

    /// Whether a cell depends on each other one in force, as a flag a cell.
    #[must_use]
    pub fn behind(&self, node: NodeId) -> Vec<bool> {
        self.followed_from(vec![node])
    }

    /// Every cell that these depend on in force, themselves included, as one flag a cell.
    fn followed_from(&self, mut open: Vec<NodeId>) -> Vec<bool> {
        let mut reached = vec![false; self.evaluation.sheet().nodes.len()];
        while let Some(node) = open.pop() {
            if !std::mem::replace(&mut reached[node.index()], true) {
                open.extend(self.operands_in_force(node));
            }
        }
        reached
    }

    /// The cells that decide which of its operands a cell depends on.
    fn deciding(&self, node: NodeId) -> Vec<NodeId> {
        match &self.evaluation.sheet().node(node).op {
            Op::Select(condition, ..) | Op::Pick(condition, _) | Op::Guard { condition, .. } => vec![*condition],
            _ => self.operands_in_force(node),
        }
    }

    /// Whether the figures of a cell follow from choices, switches and what was left empty.
    fn settles(&self, node: NodeId) -> bool {
        let sheet = self.evaluation.sheet();
        match &sheet.node(node).op {
            Op::Input(id) => matches!(sheet.input(*id).kind, InputKind::Choice { .. } | InputKind::Switch),
            Op::Given(a) => matches!(sheet.node(*a).op, Op::Input(_)) || self.settled[a.index()],
            _ => self.operands_in_force(node).iter().all(|operand| self.settled[operand.index()]),
        }
    }

    /// The cells that a cell depends on directly, without those that a choice leaves out.
    fn operands_in_force(&self, node: NodeId) -> Vec<NodeId> {
        let sheet = self.evaluation.sheet();
        let settled = |id: NodeId| self.settled[id.index()];
        let somewhere = |id: NodeId, test: &dyn Fn(f64) -> bool| {
            (0..self.evaluation.count(id)).any(|cell| self.evaluation.value(id, cell).is_some_and(test))
        };
        match &sheet.node(node).op {
            Op::Select(condition, yes, no) if settled(*condition) => {
                let mut all = vec![*condition];
                all.extend(somewhere(*condition, &|value| value != 0.0).then_some(*yes));
                all.extend(somewhere(*condition, &|value| value == 0.0).then_some(*no));
                all
            }
            Op::Pick(choice, options) if settled(*choice) => {
                let taken = options.iter().enumerate();
                let taken = taken.filter(|(place, _)| somewhere(*choice, &|value| value as usize == *place));
                std::iter::once(*choice).chain(taken.map(|(_, option)| *option)).collect()
            }
            Op::Guard { condition, value, .. } if settled(*condition) => {
                let holds = somewhere(*condition, &|value| value != 0.0);
                std::iter::once(*condition).chain(holds.then_some(*value)).collect()
            }
            Op::Binary(function @ (Binary::And | Binary::Or), a, b) => {
                let decides = |id: &NodeId| {
                    let value = |cell: usize| self.evaluation.value(*id, cell);
                    let deciding = |value: f64| (value != 0.0) == (*function == Binary::Or);
                    settled(*id) && (0..self.evaluation.count(*id)).all(|cell| value(cell).is_some_and(deciding))
                };
                [*a, *b].into_iter().find(decides).map_or_else(|| vec![*a, *b], |decided| vec![decided])
            }
            _ => sheet.operands(node),
        }
    }
}
