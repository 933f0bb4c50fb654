//! The cells of a calculator's sheet: labels, figures as they are typed, and formulas.

use workbench_spreadsheet::book::{Cell, Content, Look};

use super::address::{self, Address, quoted};
use super::layout::{Block, Layout};
use super::plan::Plan;
use super::printer::Printer;
use super::wording::Wording;
use crate::analysis::explain;
use crate::engine::sheet::Op;
use crate::engine::unit::{Face, NUMBER};
use crate::engine::{InputId, InputKind, NodeId, OutcomeKind, Rank, TableId, Unit};
use crate::exchange::csv::unit_name;
use crate::presentation::labels::Labels;
use crate::text::catalogue;
use crate::workbook::chain::{At, Chain};

/// A calculator on its way onto a sheet.
pub(super) struct Page<'a> {
    pub wording: &'a Wording<'a>,
    pub chain: &'a Chain,
    pub part: usize,
    pub plans: &'a [Plan],
    pub layouts: &'a [Layout],
    pub names: &'a [String],
    pub labels: Labels<'a>,
    pub cells: Vec<Cell>,
}

impl Page<'_> {
    /// Writes every block below the title.
    pub fn write(&mut self, title: &str, about: &str) {
        self.text(0, 0, title, Look::Title);
        self.text(1, 0, about, Look::Aside);
        for (row, block) in &self.layouts[self.part].blocks {
            self.block(*row, block);
        }
    }

    fn block(&mut self, row: u32, block: &Block) {
        match block {
            Block::Heading(key) => self.text(row, 0, &self.labels.word(key), Look::Heading),
            Block::Field(input) => {
                self.text(row, 0, &self.labels.input_label(*input), Look::Plain);
                self.input(*input, 0, Address { row, column: 1 });
                if let Some(unit) = self.labels.sheet.input(*input).unit() {
                    self.unit(row, unit);
                }
            }
            Block::Table(table, inputs) => {
                self.text(row, 0, &self.table_label(*table), Look::Column);
                let named = self.labels.sheet.table(*table).names(self.labels.sheet).is_some();
                for cell in 0..self.labels.inputs.rows()[table.index()] {
                    let look = if named { Look::Input } else { Look::Plain };
                    self.text(row + 1 + cell as u32, 0, &self.labels.row(*table, cell), look);
                }
                for (place, input) in inputs.iter().enumerate() {
                    let column = place as u16 + 1;
                    self.text(row, column, &self.labels.input_label(*input), Look::Column);
                    for cell in 0..self.labels.inputs.rows()[table.index()] {
                        self.input(*input, cell, Address { row: row + 1 + cell as u32, column });
                    }
                }
            }
            Block::InputGrid(input) => {
                let Some(node) = self.labels.sheet.input(*input).node else { return };
                self.grid_heads(row, node);
                for cell in 0..self.evaluation().count(node) {
                    let at = Address { row: row + 2, column: 1 }.of(self.evaluation(), node, cell);
                    self.input(*input, cell, at);
                }
            }
            Block::Outcome(place) => self.outcome(row, *place),
            Block::Step(node) => {
                self.text(row, 0, &self.label(*node), Look::Plain);
                self.figure(*node, 0, Address { row, column: 1 }, Look::Plain);
                self.unit(row, self.labels.sheet.node(*node).unit);
            }
            Block::Columns(table, nodes) => {
                self.text(row, 0, &self.table_label(*table), Look::Column);
                for cell in 0..self.labels.inputs.rows()[table.index()] {
                    self.text(row + 1 + cell as u32, 0, &self.labels.row(*table, cell), Look::Plain);
                }
                for (place, node) in nodes.iter().enumerate() {
                    let at = Address { row: row + 1, column: place as u16 + 1 };
                    self.text(row, at.column, &self.label(*node), Look::Column);
                    (0..self.evaluation().count(*node))
                        .for_each(|cell| self.figure(*node, cell, at.below(cell), Look::Plain));
                }
            }
            Block::Grid(node) => {
                self.grid_heads(row, *node);
                for cell in 0..self.evaluation().count(*node) {
                    let at = Address { row: row + 2, column: 1 }.of(self.evaluation(), *node, cell);
                    self.figure(*node, cell, at, Look::Plain);
                }
            }
        }
    }

    fn evaluation(&self) -> &crate::engine::Evaluation<'static> {
        &self.chain.parts()[self.part].evaluation
    }

    fn table_label(&self, table: TableId) -> String {
        self.labels.word(&format!("table.{}", self.labels.sheet.table(table).key))
    }

    /// What a cell is called; one without a name by how it is computed.
    fn label(&self, node: NodeId) -> String {
        const LONGEST: usize = 120;
        let label = self.labels.label(node);
        let label = if label.is_empty() && self.evaluation().count(node) > 0 {
            explain::explain(&self.labels, self.evaluation(), node, 0).words
        } else {
            label
        };
        match label.char_indices().nth(LONGEST) {
            Some((at, _)) => format!("{}…", &label[..at]),
            None => label,
        }
    }

    fn grid_heads(&mut self, row: u32, node: NodeId) {
        self.text(row, 0, &self.label(node), Look::Column);
        let tables = &self.labels.sheet.node(node).axes.0;
        let Some((across, down)) = tables.split_last() else { return };
        for cell in 0..self.labels.inputs.rows()[across.index()] {
            self.text(row + 1, cell as u16 + 1, &self.labels.row(*across, cell), Look::Column);
        }
        let lengths: Vec<usize> = down.iter().map(|table| self.labels.inputs.rows()[table.index()].max(1)).collect();
        for line in 0..lengths.iter().product::<usize>() {
            let (mut rest, mut names) = (line, Vec::new());
            for (table, length) in down.iter().zip(&lengths).rev() {
                names.push(self.labels.row(*table, rest % length));
                rest /= length;
            }
            names.reverse();
            self.text(row + 2 + line as u32, 0, &names.join(" · "), Look::Plain);
        }
    }

    fn outcome(&mut self, row: u32, place: usize) {
        let sheet = self.labels.sheet;
        let outcome = &sheet.outcomes[place];
        let look = if outcome.rank == Rank::Headline { Look::Headline } else { Look::Plain };
        let at = Address { row, column: 1 };
        self.text(row, 0, &self.labels.word(outcome.key), look);
        if self.layouts[self.part].own(outcome.node) == Some(at) {
            self.figure(outcome.node, 0, at, look);
        } else {
            let formula = self.with_printer(|printer| printer.reference(outcome.node, 0));
            let value = self.evaluation().value(outcome.node, 0);
            let live = self.plans[self.part].live[outcome.node.index()];
            let content = if live { Content::Formula(formula, value) } else { number(value) };
            let note = if live { String::new() } else { self.labels.word("sheet.fixed") };
            let format = self.wording.number_format(sheet.node(outcome.node).unit);
            self.cells.push(Cell { row, column: 1, content, format, look, note, ..Cell::default() });
        }
        let said = self.labels.outcome(outcome, self.evaluation().value(outcome.node, 0));
        let live = self.plans[self.part].live[outcome.node.index()];
        let wording = match &outcome.kind {
            OutcomeKind::Number => return self.unit(row, sheet.node(outcome.node).unit),
            OutcomeKind::Word(words) => {
                let words = words.iter().map(|word| quoted(&self.labels.word(&format!("word.{}.{word}", outcome.key))));
                format!("CHOOSE({}+1,{})", at.name(), words.collect::<Vec<_>>().join(","))
            }
            OutcomeKind::RowOf(table) => match self.layouts[self.part].names(*table) {
                Some(first) => {
                    let last = first.below(self.labels.inputs.rows()[table.index()].max(1) - 1);
                    format!("INDEX({}:{},{}+1)", first.name(), last.name(), at.name())
                }
                None => return self.text(row, 2, &said, look),
            },
        };
        let content = if live { Content::Wording(wording, said) } else { Content::Text(said) };
        self.cells.push(Cell { row, column: 2, content, look, ..Cell::default() });
    }

    /// A figure that is computed: as a formula, or as it is with a note where no formula says it.
    fn figure(&mut self, node: NodeId, cell: usize, at: Address, look: Look) {
        let live = self.plans[self.part].live[node.index()];
        let value = self.evaluation().value(node, cell);
        let (content, mut note) = if live {
            (Content::Formula(self.formula(node, cell), value), String::new())
        } else {
            (number(value), self.labels.word("sheet.fixed"))
        };
        if value.is_none()
            && let Some(traced) = self.chain.trace(At { part: self.part, node, cell })
            && traced.part == self.part
        {
            note = self.labels.fault(&traced.fault);
        }
        let format = self.wording.number_format(self.labels.sheet.node(node).unit);
        self.cells.push(Cell { row: at.row, column: at.column, content, format, look, note, choices: Vec::new() });
    }

    fn formula(&self, node: NodeId, cell: usize) -> String {
        if let Op::Input(input) = self.labels.sheet.node(node).op
            && let Some(options) = self.options(input)
            && let Some(typed) = self.layouts[self.part].typed(node)
        {
            let list: Vec<String> = options.iter().map(|option| quoted(option)).collect();
            return format!("MATCH({},{{{}}},0)-1", typed.of(self.evaluation(), node, cell).name(), list.join(","));
        }
        self.with_printer(|printer| printer.formula(node, cell))
    }

    fn with_printer<T>(&self, ask: impl FnOnce(&Printer) -> T) -> T {
        let layout = &self.layouts[self.part];
        ask(&Printer {
            evaluation: self.evaluation(),
            plan: &self.plans[self.part],
            typed: &|node| layout.typed(node),
            own: &|node| layout.own(node),
        })
    }

    /// The texts of a choice or a switch; none for a figure.
    fn options(&self, input: InputId) -> Option<Vec<String>> {
        match &self.labels.sheet.input(input).kind {
            InputKind::Choice { options } => {
                Some(options.iter().map(|option| self.labels.option(input, option)).collect())
            }
            InputKind::Switch => Some(["no", "yes"].map(|key| self.labels.word(key)).to_vec()),
            InputKind::Number { .. } | InputKind::Text => None,
        }
    }

    /// A field as it is typed, or as a link feeds it.
    fn input(&mut self, input: InputId, cell: usize, at: Address) {
        let recorded = self.labels.sheet.input(input);
        let figure = self.labels.inputs.figures(input).get(cell).copied().flatten();
        let mut written = Cell { row: at.row, column: at.column, look: Look::Input, ..Cell::default() };
        written.format = self.wording.number_format(recorded.unit().unwrap_or(NUMBER));
        written.content = match (&recorded.kind, self.options(input)) {
            (InputKind::Text, _) => {
                let name = self.labels.inputs.names(input).get(cell).map(|name| self.labels.name(name));
                Content::Text(name.unwrap_or_default())
            }
            (_, Some(options)) => {
                let text = figure.and_then(|place| options.get(place as usize).cloned()).unwrap_or_default();
                written.choices = options;
                Content::Text(text)
            }
            _ => number(figure),
        };
        if let Some(feed) = self.chain.feed_into(self.part, (input, cell)) {
            let from = &self.chain.parts()[feed.from.part];
            let title = (self.wording.title)(from.calculator.id);
            let source = self
                .source(feed.from)
                .filter(|_| recorded.node.is_some_and(|node| self.plans[self.part].live[node.index()]));
            let key = if source.is_some() { "sheet.linked" } else { "sheet.linked_fixed" };
            written.note = catalogue::fill(&self.labels.word(key), |place| (place == "from").then(|| title.clone()));
            if let (Some(source), InputKind::Number { low, high, whole, .. }) = (source, &recorded.kind) {
                let whole = if *whole { format!(",{source}=INT({source})") } else { String::new() };
                written.content = Content::Formula(
                    format!("IF(AND({source}>={low:E},{source}<={high:E}{whole}),{source},NA())"),
                    figure,
                );
                written.look = Look::Plain;
            }
        }
        self.cells.push(written);
    }

    /// Where a figure of another calculator stands.
    fn source(&self, from: At) -> Option<String> {
        let layout = &self.layouts[from.part];
        let address = layout.own(from.node).or_else(|| layout.typed(from.node))?;
        let address = address.of(&self.chain.parts()[from.part].evaluation, from.node, from.cell);
        self.plans[from.part].live[from.node.index()]
            .then(|| format!("{}!{}", address::sheet(&self.names[from.part]), address.name()))
    }

    fn unit(&mut self, row: u32, unit: Unit) {
        let text = match unit.face() {
            Face::Percent | Face::Discount => "%".to_owned(),
            _ if unit.is_pure() => return,
            _ => unit_name(&self.labels, unit, self.wording.currency),
        };
        self.text(row, 2, &text, Look::Aside);
    }

    fn text(&mut self, row: u32, column: u16, text: &str, look: Look) {
        self.cells.push(Cell { row, column, content: Content::Text(text.to_owned()), look, ..Cell::default() });
    }
}

fn number(value: Option<f64>) -> Content {
    value.map_or(Content::Empty, Content::Number)
}
