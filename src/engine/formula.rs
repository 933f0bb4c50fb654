//! The formula of a cell, in any notation: words, the person's own figures, or plain text that a test can compute.
//!
//! Named cells are the leaves of a formula; a choice shows the option in force, so that what is shown is what was
//! computed.

use super::sheet::{Binary, NodeId, Op, Reduction, Scan, Unary};
use super::{Evaluation, Key, TableId, Unit};

/// How a formula is written: its leaves, its signs and its phrases. The printer only decides on brackets.
pub trait Notation {
    /// A named cell, an input or the result of a step.
    fn leaf(&self, node: NodeId, cell: usize) -> String;
    /// A constant.
    fn constant(&self, value: f64, unit: Unit) -> String;
    /// What has no sign of its own.
    fn phrase(&self, phrase: Phrase, parts: &[String]) -> String;
    /// The signs of minus, times and divided by.
    fn signs(&self) -> Signs;
    /// Whether rows are written out one by one; otherwise a phrase stands for all of them.
    fn writes_rows(&self) -> bool;
    /// How many rows are written out before the rest becomes an ellipsis.
    fn most_rows(&self) -> usize;
    /// Whether the conditions that chose between cells are read too, though they are not written.
    fn reads_conditions(&self) -> bool {
        false
    }
}

/// The signs of arithmetic.
#[derive(Clone, Copy, Debug)]
pub struct Signs {
    pub minus: &'static str,
    pub times: &'static str,
    pub divide: &'static str,
}

/// What is written as a phrase around its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phrase {
    SumOver(Option<TableId>),
    ProductOver(Option<TableId>),
    LargestOf,
    SmallestOf,
    RowOfLargest,
    RowOfSmallest,
    RunningSum,
    RunningProduct,
    RowAbove,
    InRow,
    Absolute,
    Exp,
    Ln,
    SquareRoot,
    RoundedDown,
    RoundedUp,
    Power,
    Given,
    Rows(TableId),
    RowNumber(TableId),
    Ellipsis,
}

impl Phrase {
    /// The key of its words.
    #[must_use]
    pub const fn key(self) -> Key {
        match self {
            Self::SumOver(_) => "sum",
            Self::ProductOver(_) => "product",
            Self::LargestOf => "largest",
            Self::SmallestOf => "smallest",
            Self::RowOfLargest => "row_of_largest",
            Self::RowOfSmallest => "row_of_smallest",
            Self::RunningSum => "running_sum",
            Self::RunningProduct => "running_product",
            Self::RowAbove => "row_above",
            Self::InRow => "in_row",
            Self::Absolute => "absolute",
            Self::Exp => "exp",
            Self::Ln => "ln",
            Self::SquareRoot => "square_root",
            Self::RoundedDown => "rounded_down",
            Self::RoundedUp => "rounded_up",
            Self::Power => "power",
            Self::Given => "given",
            Self::Rows(_) => "rows",
            Self::RowNumber(_) => "row_number",
            Self::Ellipsis => "ellipsis",
        }
    }
}

/// A written part, and how tightly it holds together.
struct Piece {
    text: String,
    binding: u8,
}

const LOOSE: u8 = 0;
const SUM: u8 = 1;
const NEGATIVE: u8 = 2;
const PRODUCT: u8 = 3;
const ATOM: u8 = 4;

impl Piece {
    fn atom(text: String) -> Self {
        let binding = if text.starts_with(['-', '−']) { NEGATIVE } else { ATOM };
        Self { text, binding }
    }

    /// The text, in brackets if it holds together less tightly than asked.
    fn at(self, binding: u8) -> String {
        if self.binding < binding { format!("({})", self.text) } else { self.text }
    }
}

/// The formula of a figure of a cell.
#[must_use]
pub fn write(evaluation: &Evaluation, notation: &dyn Notation, node: NodeId, cell: usize) -> String {
    Printer { evaluation, notation, in_condition: false }.operation(node, cell).text
}

/// The named cells that a figure's formula shows, in the order of reading, each once.
#[must_use]
pub fn leaves(evaluation: &Evaluation, node: NodeId, cell: usize) -> Vec<(NodeId, usize)> {
    let collector = Collector { found: std::cell::RefCell::new(Vec::new()) };
    let printer = Printer { evaluation, notation: &collector, in_condition: false };
    match evaluation.sheet().node(node).op {
        // A step depends on what it is given.
        Op::Output(step, _) => {
            for argument in evaluation.sheet().operands(step) {
                (0..evaluation.count(argument)).for_each(|cell| drop(printer.piece(argument, cell)));
            }
        }
        _ => drop(printer.operation(node, cell)),
    }
    collector.found.into_inner()
}

/// A notation that writes nothing and notes every leaf.
struct Collector {
    found: std::cell::RefCell<Vec<(NodeId, usize)>>,
}

impl Notation for Collector {
    fn leaf(&self, node: NodeId, cell: usize) -> String {
        let mut found = self.found.borrow_mut();
        if !found.contains(&(node, cell)) {
            found.push((node, cell));
        }
        String::new()
    }
    fn constant(&self, _: f64, _: Unit) -> String {
        String::new()
    }
    fn phrase(&self, _: Phrase, _: &[String]) -> String {
        String::new()
    }
    fn signs(&self) -> Signs {
        Signs { minus: "", times: "", divide: "" }
    }
    fn writes_rows(&self) -> bool {
        true
    }
    fn most_rows(&self) -> usize {
        usize::MAX
    }
    fn reads_conditions(&self) -> bool {
        true
    }
}

struct Printer<'a> {
    evaluation: &'a Evaluation<'a>,
    notation: &'a dyn Notation,
    in_condition: bool,
}

impl Printer<'_> {
    /// A cell inside a formula: by name if it has one.
    fn piece(&self, node: NodeId, cell: usize) -> Piece {
        let recorded = self.evaluation.sheet().node(node);
        // A condition may ask a step for a flag, which has no name and says nothing as a figure.
        if self.in_condition && recorded.key.is_none() && matches!(recorded.op, Op::Output(..)) {
            return Piece::atom(String::new());
        }
        if recorded.key.is_some() || matches!(recorded.op, Op::Output(..) | Op::Input(_)) {
            Piece::atom(self.notation.leaf(node, cell))
        } else {
            self.operation(node, cell)
        }
    }

    fn operand(&self, node: NodeId, place: usize, operand: NodeId, cell: usize) -> Piece {
        self.piece(operand, self.evaluation.operand_place(node, place, cell))
    }

    /// What stands where a condition decided; the condition itself is read only by who asks for it.
    fn decided(&self, node: NodeId, condition: NodeId, cell: usize, taken: Piece) -> Piece {
        if self.notation.reads_conditions() {
            drop(Printer { in_condition: true, ..*self }.operand(node, 0, condition, cell));
        }
        taken
    }

    /// A cell by how it is computed.
    fn operation(&self, node: NodeId, cell: usize) -> Piece {
        match &self.evaluation.sheet().node(node).op {
            Op::Input(_) | Op::Output(..) | Op::Step(_) => Piece::atom(self.notation.leaf(node, cell)),
            Op::Constant(value) => Piece::atom(self.notation.constant(*value, self.evaluation.sheet().node(node).unit)),
            Op::Rows(table) => self.phrase(Phrase::Rows(*table), &[]),
            Op::RowNumber(_) if self.notation.writes_rows() => {
                Piece::atom(self.notation.constant((cell + 1) as f64, super::unit::NUMBER))
            }
            Op::RowNumber(table) => self.phrase(Phrase::RowNumber(*table), &[]),
            Op::Same(a) => self.piece(*a, cell),
            Op::Unary(function, a) => self.unary(*function, self.piece(*a, cell)),
            Op::Binary(function, a, b) => {
                self.binary(*function, self.operand(node, 0, *a, cell), self.operand(node, 1, *b, cell))
            }
            Op::Pick(choice, options) => {
                let place = self.evaluation.value(*choice, self.evaluation.operand_place(node, 0, cell));
                let place = place.map_or(0, |place| place as usize).min(options.len() - 1);
                self.decided(node, *choice, cell, self.operand(node, place + 1, options[place], cell))
            }
            Op::Select(condition, yes, no) => {
                let holds = self.evaluation.value(*condition, self.evaluation.operand_place(node, 0, cell));
                let (place, taken) = if holds == Some(0.0) { (2, *no) } else { (1, *yes) };
                self.decided(node, *condition, cell, self.operand(node, place, taken, cell))
            }
            Op::Given(a) => self.phrase(Phrase::Given, &[self.piece(*a, cell).text]),
            Op::Guard { condition, value, .. } => {
                self.decided(node, *condition, cell, self.operand(node, 1, *value, cell))
            }
            Op::Reduce(reduction, a) => self.reduction(*reduction, *a, cell),
            Op::Scan(scan, a) => self.scan(*scan, *a, cell),
            Op::Above(a, first) => {
                let count = self.evaluation.last_axis(node).max(1);
                if !self.notation.writes_rows() {
                    self.phrase(Phrase::RowAbove, &[self.operand(node, 0, *a, cell).text])
                } else if cell.is_multiple_of(count) {
                    self.operand(node, 1, *first, cell)
                } else {
                    self.operand(node, 0, *a, cell - 1)
                }
            }
            Op::At(a, row) => {
                let count = self.evaluation.last_axis(*a);
                let at = self.evaluation.value(*row, self.evaluation.operand_place(node, 1, cell));
                let row_of = self.evaluation.operand_place(node, 0, cell) * count + at.map_or(0, |at| at as usize);
                if self.notation.writes_rows() {
                    self.piece(*a, row_of)
                } else {
                    let row = self.operand(node, 1, *row, cell).text;
                    self.phrase(Phrase::InRow, &[self.piece(*a, row_of).text, row])
                }
            }
        }
    }

    fn phrase(&self, phrase: Phrase, parts: &[String]) -> Piece {
        Piece::atom(self.notation.phrase(phrase, parts))
    }

    fn unary(&self, function: Unary, a: Piece) -> Piece {
        let phrase = match function {
            Unary::Negate => {
                return Piece { text: format!("{}{}", self.notation.signs().minus, a.at(PRODUCT)), binding: NEGATIVE };
            }
            Unary::Not => {
                return Piece { text: format!("1 {} {}", self.notation.signs().minus, a.at(PRODUCT)), binding: SUM };
            }
            Unary::Absolute => Phrase::Absolute,
            Unary::Exp => Phrase::Exp,
            Unary::Ln => Phrase::Ln,
            Unary::SquareRoot => Phrase::SquareRoot,
            Unary::Floor => Phrase::RoundedDown,
            Unary::Ceil => Phrase::RoundedUp,
        };
        self.phrase(phrase, &[a.text])
    }

    fn binary(&self, function: Binary, a: Piece, b: Piece) -> Piece {
        let signs = self.notation.signs();
        let infix = |sign: &str, a: Piece, b: Piece, left: u8, right: u8, binding: u8| Piece {
            text: format!("{} {sign} {}", a.at(left), b.at(right)),
            binding,
        };
        match function {
            Binary::Add => infix("+", a, b, SUM, PRODUCT, SUM),
            Binary::Subtract => infix(signs.minus, a, b, SUM, PRODUCT, SUM),
            Binary::Multiply => infix(signs.times, a, b, PRODUCT, PRODUCT, PRODUCT),
            Binary::Divide => infix(signs.divide, a, b, PRODUCT, ATOM, PRODUCT),
            Binary::Power => self.phrase(Phrase::Power, &[a.at(ATOM), b.at(ATOM)]),
            Binary::Smaller => self.phrase(Phrase::SmallestOf, &[a.text, b.text]),
            Binary::Larger => self.phrase(Phrase::LargestOf, &[a.text, b.text]),
            Binary::Less => infix("<", a, b, SUM, SUM, LOOSE),
            Binary::AtMost => infix("≤", a, b, SUM, SUM, LOOSE),
            Binary::Equal => infix("=", a, b, SUM, SUM, LOOSE),
            Binary::And => infix("∧", a, b, SUM, SUM, LOOSE),
            Binary::Or => infix("∨", a, b, SUM, SUM, LOOSE),
        }
    }

    fn reduction(&self, reduction: Reduction, a: NodeId, cell: usize) -> Piece {
        let count = self.evaluation.last_axis(a);
        let table = self.evaluation.sheet().node(a).axes.0.last().copied();
        let phrase = match reduction {
            Reduction::Sum => Phrase::SumOver(table),
            Reduction::Product => Phrase::ProductOver(table),
            Reduction::Largest => Phrase::LargestOf,
            Reduction::Smallest => Phrase::SmallestOf,
            Reduction::RowOfLargest => Phrase::RowOfLargest,
            Reduction::RowOfSmallest => Phrase::RowOfSmallest,
        };
        let rows = cell * count..(cell + 1) * count;
        if !self.notation.writes_rows() {
            return self.phrase(phrase, &[self.typical(a, rows)]);
        }
        match reduction {
            Reduction::Sum => self.written_out(a, rows, "+", "0"),
            Reduction::Product => self.written_out(a, rows, self.notation.signs().times, "1"),
            _ => {
                let parts =
                    self.shown(rows).map(|row| row.map_or_else(|| self.ellipsis(), |row| self.piece(a, row).text));
                let parts: Vec<String> = parts.collect();
                self.phrase(phrase, &parts)
            }
        }
    }

    fn scan(&self, scan: Scan, a: NodeId, cell: usize) -> Piece {
        let phrase = match scan {
            Scan::RunningSum => Phrase::RunningSum,
            Scan::RunningProduct => Phrase::RunningProduct,
        };
        let count = self.evaluation.last_axis(a).max(1);
        let rows = cell - cell % count..cell + 1;
        if !self.notation.writes_rows() {
            return self.phrase(phrase, &[self.typical(a, rows.start..rows.start + count)]);
        }
        match scan {
            Scan::RunningSum => self.written_out(a, rows, "+", "0"),
            Scan::RunningProduct => self.written_out(a, rows, self.notation.signs().times, "1"),
        }
    }

    /// The row that speaks for all: the last one, since the first often begins a table differently.
    fn typical(&self, a: NodeId, mut rows: std::ops::Range<usize>) -> String {
        rows.next_back().map_or_else(|| self.ellipsis(), |row| self.piece(a, row).text)
    }

    fn ellipsis(&self) -> String {
        self.notation.phrase(Phrase::Ellipsis, &[])
    }

    /// The rows to write; a gap where an ellipsis stands for the rest.
    fn shown(&self, rows: std::ops::Range<usize>) -> impl Iterator<Item = Option<usize>> {
        let (start, end, most) = (rows.start, rows.end, self.notation.most_rows().max(3));
        let cut = end - start > most;
        rows.filter_map(move |row| {
            let (early, last) = (row - start < most - 2, row + 1 == end);
            match (cut, early || last, row - start == most - 2) {
                (false, ..) | (true, true, _) => Some(Some(row)),
                (true, false, true) => Some(None),
                (true, false, false) => None,
            }
        })
    }

    /// `a + b + … + z`.
    fn written_out(&self, a: NodeId, rows: std::ops::Range<usize>, sign: &str, none: &str) -> Piece {
        let binding = if sign == "+" { SUM } else { PRODUCT };
        let only = rows.len() == 1;
        let terms: Vec<String> = self
            .shown(rows.clone())
            .map(|row| {
                row.map_or_else(|| self.ellipsis(), |row| self.piece(a, row).at(if only { LOOSE } else { PRODUCT }))
            })
            .collect();
        match terms.len() {
            0 => Piece::atom(none.to_owned()),
            1 => self.piece(a, rows.start),
            _ => Piece { text: terms.join(&format!(" {sign} ")), binding },
        }
    }
}
