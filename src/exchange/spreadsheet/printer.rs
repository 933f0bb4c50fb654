//! A recorded cell as a formula of spreadsheet programs.

use super::address::Address;
use super::plan::{Plan, is_plain_input, is_total};
use crate::engine::sheet::{Binary, Op, Reduction, Scan, Unary};
use crate::engine::{Evaluation, NodeId};

/// What gives no value in a spreadsheet.
const NO_VALUE: &str = "NA()";

/// Writes the formulas of one calculator.
pub struct Printer<'a> {
    pub evaluation: &'a Evaluation<'a>,
    pub plan: &'a Plan,
    /// Where the figures of an input stand as a person types them.
    pub typed: &'a dyn Fn(NodeId) -> Option<Address>,
    /// Where a cell with a place of its own stands.
    pub own: &'a dyn Fn(NodeId) -> Option<Address>,
}

/// A written part, and how tightly it holds together.
struct Piece {
    text: String,
    binding: u8,
}

const SUM: u8 = 1;
const NEGATIVE: u8 = 2;
const PRODUCT: u8 = 3;
const ATOM: u8 = 4;

impl Piece {
    fn atom(text: String) -> Self {
        Self { text, binding: ATOM }
    }

    fn at(self, binding: u8) -> String {
        if self.binding < binding { format!("({})", self.text) } else { self.text }
    }
}

impl Printer<'_> {
    /// How a figure of a cell is computed, without the sign of equality.
    #[must_use]
    pub fn formula(&self, node: NodeId, cell: usize) -> String {
        self.operation(node, cell).text
    }

    /// A cell inside a formula: where it stands, or how it is computed.
    #[must_use]
    pub fn reference(&self, node: NodeId, cell: usize) -> String {
        self.piece(node, cell).text
    }

    fn piece(&self, node: NodeId, cell: usize) -> Piece {
        if !self.plan.live[node.index()] {
            return Piece::atom(NO_VALUE.to_owned());
        }
        match (self.own)(node) {
            Some(address) => Piece::atom(address.of(self.evaluation, node, cell).name()),
            None => self.operation(node, cell),
        }
    }

    fn operand(&self, node: NodeId, place: usize, operand: NodeId, cell: usize) -> Piece {
        self.piece(operand, self.evaluation.operand_place(node, place, cell))
    }

    /// The run of figures over a cell's last table, as a range.
    fn range(&self, node: NodeId, run: usize) -> String {
        let plain = is_plain_input(self.evaluation.sheet(), node);
        let address = if plain { (self.typed)(node) } else { (self.own)(node) };
        address.map_or_else(
            || NO_VALUE.to_owned(),
            |address| {
                let (first, last) = address.run(self.evaluation, node, run);
                format!("{}:{}", first.name(), last.name())
            },
        )
    }

    fn operation(&self, node: NodeId, cell: usize) -> Piece {
        let sheet = self.evaluation.sheet();
        match &sheet.node(node).op {
            Op::Input(_) => self.input(node, cell),
            Op::Step(_) | Op::Output(..) => Piece::atom(NO_VALUE.to_owned()),
            Op::Constant(value) => constant(*value),
            Op::Rows(table) => constant(self.evaluation.rows()[table.index()] as f64),
            Op::RowNumber(_) => constant((cell + 1) as f64),
            Op::Same(a) => self.piece(*a, cell),
            Op::Unary(function, a) => self.unary(*function, *a, cell),
            Op::Binary(Binary::Less | Binary::AtMost | Binary::Equal | Binary::And | Binary::Or, ..) => {
                self.truth(node, cell)
            }
            Op::Binary(function, a, b) => {
                binary(*function, self.operand(node, 0, *a, cell), self.operand(node, 1, *b, cell))
            }
            Op::Pick(choice, options) => {
                let choice = self.operand(node, 0, *choice, cell).at(SUM);
                let options = options.iter().enumerate();
                let options: Vec<String> =
                    options.map(|(place, option)| self.operand(node, place + 1, *option, cell).text).collect();
                Piece::atom(format!("CHOOSE({choice}+1,{})", options.join(",")))
            }
            Op::Select(condition, yes, no) => {
                let condition = self.condition(*condition, self.evaluation.operand_place(node, 0, cell));
                let (yes, no) = (self.operand(node, 1, *yes, cell).text, self.operand(node, 2, *no, cell).text);
                Piece::atom(format!("IF({condition},{yes},{no})"))
            }
            Op::Given(a) => Piece::atom(format!("IF({},1,0)", self.given(*a, cell))),
            Op::Guard { condition, value, .. } => {
                let condition = self.condition(*condition, self.evaluation.operand_place(node, 0, cell));
                Piece::atom(format!("IF({condition},{},{NO_VALUE})", self.operand(node, 1, *value, cell).text))
            }
            Op::Reduce(reduction, a) => Piece::atom(self.reduction(*reduction, *a, cell)),
            Op::Scan(scan, a) => {
                let count = self.evaluation.last_axis(*a).max(1);
                let this = self.piece(*a, cell);
                match (self.own)(node).filter(|_| !cell.is_multiple_of(count)) {
                    None => this,
                    Some(own) => {
                        let above = Piece::atom(own.of(self.evaluation, node, cell - 1).name());
                        let function = match scan {
                            Scan::RunningSum => Binary::Add,
                            Scan::RunningProduct => Binary::Multiply,
                        };
                        binary(function, above, this)
                    }
                }
            }
            Op::Above(a, first) => {
                if cell.is_multiple_of(self.evaluation.last_axis(node).max(1)) {
                    self.operand(node, 1, *first, cell)
                } else {
                    self.operand(node, 0, *a, cell - 1)
                }
            }
            Op::At(a, row) => {
                if self.evaluation.last_axis(*a) == 0 {
                    return Piece::atom(NO_VALUE.to_owned());
                }
                let range = self.range(*a, self.evaluation.operand_place(node, 0, cell));
                let row = self.operand(node, 1, *row, cell).at(SUM);
                // The nought of INDEX means the whole range, which is never meant here.
                Piece::atom(format!("IF({row}<0,{NO_VALUE},INDEX({range},{row}+1))"))
            }
        }
    }

    /// An input that is not typed as the figure which it stands for.
    fn input(&self, node: NodeId, cell: usize) -> Piece {
        let Some(address) = (self.typed)(node) else { return Piece::atom(NO_VALUE.to_owned()) };
        let name = address.of(self.evaluation, node, cell).name();
        Piece::atom(if is_plain_input(self.evaluation.sheet(), node) {
            name
        } else {
            format!("IF(ISNUMBER({name}),{name},{NO_VALUE})")
        })
    }

    fn given(&self, node: NodeId, cell: usize) -> String {
        let typed = matches!(self.evaluation.sheet().node(node).op, Op::Input(_)).then(|| (self.typed)(node)).flatten();
        let name = typed.map(|address| address.of(self.evaluation, node, cell).name());
        format!("ISNUMBER({})", name.unwrap_or_else(|| self.piece(node, cell).text))
    }

    /// A condition as what IF asks for.
    fn condition(&self, node: NodeId, cell: usize) -> String {
        let inline = self.plan.live[node.index()] && (self.own)(node).is_none();
        match (&self.evaluation.sheet().node(node).op, inline) {
            (Op::Binary(function @ (Binary::Less | Binary::AtMost | Binary::Equal), a, b), true) => {
                self.comparison(*function, node, *a, *b, cell)
            }
            (Op::Given(a), true) => self.given(*a, cell),
            _ => format!("{}<>0", self.piece(node, cell).at(SUM)),
        }
    }

    fn comparison(&self, function: Binary, node: NodeId, a: NodeId, b: NodeId, cell: usize) -> String {
        let sign = match function {
            Binary::Less => "<",
            Binary::AtMost => "<=",
            _ => "=",
        };
        format!("{}{sign}{}", self.operand(node, 0, a, cell).at(SUM), self.operand(node, 1, b, cell).at(SUM))
    }

    /// A comparison as 1 or 0. What is decided by one side does not ask whether the other has a value.
    fn truth(&self, node: NodeId, cell: usize) -> Piece {
        let sheet = self.evaluation.sheet();
        let Op::Binary(function, a, b) = sheet.node(node).op else { return Piece::atom(NO_VALUE.to_owned()) };
        if !matches!(function, Binary::And | Binary::Or) {
            return Piece::atom(format!("IF({},1,0)", self.comparison(function, node, a, b, cell)));
        }
        let first = self.condition(a, self.evaluation.operand_place(node, 0, cell));
        let second = self.condition(b, self.evaluation.operand_place(node, 1, cell));
        let either = function == Binary::Or;
        Piece::atom(match (is_total(sheet, a), either) {
            (true, false) => format!("IF({first},IF({second},1,0),0)"),
            (true, true) => format!("IF({first},1,IF({second},1,0))"),
            (false, false) => format!("IF(NOT(IFERROR({first},TRUE)),0,IF({second},IF({first},1,0),0))"),
            (false, true) => format!("IF(IFERROR({first},FALSE),1,IF({second},1,IF({first},1,0)))"),
        })
    }

    fn unary(&self, function: Unary, a: NodeId, cell: usize) -> Piece {
        let name = match function {
            Unary::Negate => {
                return Piece { text: format!("-{}", self.piece(a, cell).at(PRODUCT)), binding: NEGATIVE };
            }
            Unary::Not => return Piece::atom(format!("IF({},0,1)", self.condition(a, cell))),
            Unary::Ceil => {
                return Piece { text: format!("-INT(-{})", self.piece(a, cell).at(ATOM)), binding: NEGATIVE };
            }
            Unary::Absolute => "ABS",
            Unary::Exp => "EXP",
            Unary::Ln => "LN",
            Unary::SquareRoot => "SQRT",
            Unary::Floor => "INT",
        };
        Piece::atom(format!("{name}({})", self.piece(a, cell).text))
    }

    fn reduction(&self, reduction: Reduction, a: NodeId, cell: usize) -> String {
        if self.evaluation.last_axis(a) == 0 {
            return match reduction {
                Reduction::Sum => "0".to_owned(),
                Reduction::Product => "1".to_owned(),
                _ => NO_VALUE.to_owned(),
            };
        }
        let range = self.range(a, cell);
        match reduction {
            Reduction::Sum => format!("SUM({range})"),
            Reduction::Product => format!("PRODUCT({range})"),
            Reduction::Largest => format!("MAX({range})"),
            Reduction::Smallest => format!("MIN({range})"),
            Reduction::RowOfLargest => format!("(MATCH(MAX({range}),{range},0)-1)"),
            Reduction::RowOfSmallest => format!("(MATCH(MIN({range}),{range},0)-1)"),
        }
    }
}

fn constant(value: f64) -> Piece {
    // Far from 1 the digits would fill the line.
    let text =
        if value != 0.0 && !(1e-6..1e15).contains(&value.abs()) { format!("{value:E}") } else { format!("{value}") };
    Piece { binding: if value < 0.0 { NEGATIVE } else { ATOM }, text }
}

fn binary(function: Binary, a: Piece, b: Piece) -> Piece {
    let infix = |sign: &str, a: String, b: String, binding: u8| Piece { text: format!("{a}{sign}{b}"), binding };
    match function {
        Binary::Subtract => infix("-", a.at(SUM), b.at(PRODUCT), SUM),
        Binary::Multiply => infix("*", a.at(PRODUCT), b.at(PRODUCT), PRODUCT),
        Binary::Divide => infix("/", a.at(PRODUCT), b.at(ATOM), PRODUCT),
        Binary::Power => Piece::atom(format!("POWER({},{})", a.text, b.text)),
        Binary::Smaller => Piece::atom(format!("MIN({},{})", a.text, b.text)),
        Binary::Larger => Piece::atom(format!("MAX({},{})", a.text, b.text)),
        // Comparisons are written by `truth`.
        _ => infix("+", a.at(SUM), b.at(PRODUCT), SUM),
    }
}
