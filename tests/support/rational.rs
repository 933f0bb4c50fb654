//! A sheet computed in exact fractions of any length, as far as it is arithmetic: the oracle of what rounding may decide.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use sales_workbench::engine::sheet::{Binary, Reduction, Scan, Unary};
use sales_workbench::engine::{Evaluation, NodeId, Op};

/// The fraction that a figure is written as.
pub fn written(figure: f64) -> BigRational {
    let text = format!("{figure:e}");
    let (digits, exponent) = text.split_once('e').unwrap();
    let (whole, behind) = digits.split_once('.').unwrap_or((digits, ""));
    let mantissa: BigInt = [whole, behind].concat().parse().unwrap();
    let exponent = exponent.parse::<i64>().unwrap() - i64::try_from(behind.len()).unwrap();
    let scale = BigInt::from(10).pow(exponent.unsigned_abs() as u32);
    if exponent < 0 { BigRational::new(mantissa, scale) } else { BigRational::from(mantissa * scale) }
}

/// A fraction as a decimal of at most so many digits behind the point and fifteen in all; none where it is not one.
pub fn decimal(fraction: &BigRational, behind: u32) -> Option<f64> {
    let scaled = fraction * BigRational::from(BigInt::from(10).pow(behind));
    let digits = scaled.is_integer().then(|| scaled.to_integer())?;
    let most = BigInt::from(10).pow(15);
    digits.abs().lt(&most).then(|| format!("{digits}e-{behind}").parse().unwrap())
}

/// The cells of an evaluation that exact arithmetic reaches: none for a figure that has no exact fraction, or no value.
pub struct Fractions<'a> {
    evaluation: &'a Evaluation<'a>,
    cells: Vec<Vec<Option<BigRational>>>,
}

impl<'a> Fractions<'a> {
    /// Computes what these cells depend on, themselves included.
    pub fn of(evaluation: &'a Evaluation<'a>, wanted: &[bool]) -> Self {
        let mut all = Self { evaluation, cells: Vec::new() };
        for (index, wanted) in wanted.iter().enumerate() {
            let node = NodeId(index as u32);
            let count = if *wanted { evaluation.count(node) } else { 0 };
            let cells = (0..count).map(|cell| all.computed(node, cell)).collect();
            all.cells.push(cells);
        }
        all
    }

    /// The exact figure of a cell.
    pub fn at(&self, node: NodeId, cell: usize) -> Option<&BigRational> {
        self.cells.get(node.index())?.get(cell)?.as_ref()
    }

    /// The two operands of a comparison.
    pub fn operands(&self, node: NodeId, cell: usize) -> Option<(&BigRational, &BigRational)> {
        let Op::Binary(_, a, b) = self.evaluation.sheet().node(node).op else { return None };
        let place = |index| self.evaluation.operand_place(node, index, cell);
        Some((self.at(a, place(0))?, self.at(b, place(1))?))
    }

    fn of_operand(&self, node: NodeId, operand: NodeId, index: usize, cell: usize) -> Option<BigRational> {
        self.at(operand, self.evaluation.operand_place(node, index, cell)).cloned()
    }

    /// What the engine has: where exact arithmetic does not reach, it is not judged.
    fn engine(&self, node: NodeId, cell: usize) -> Option<BigRational> {
        self.evaluation.value(node, cell).map(written)
    }

    fn computed(&self, node: NodeId, cell: usize) -> Option<BigRational> {
        let of = |operand: NodeId, index: usize| self.of_operand(node, operand, index, cell);
        let evaluation = self.evaluation;
        match &evaluation.sheet().node(node).op {
            Op::Input(_) | Op::Constant(_) | Op::Rows(_) | Op::RowNumber(_) | Op::Given(_) => self.engine(node, cell),
            Op::Same(a) => self.at(*a, cell).cloned(),
            Op::Unary(function, a) => match function {
                Unary::Negate => Some(-self.at(*a, cell)?.clone()),
                Unary::Absolute => Some(self.at(*a, cell)?.abs()),
                Unary::Floor => self.at(*a, cell).map(BigRational::floor).or_else(|| self.engine(node, cell)),
                Unary::Ceil => self.at(*a, cell).map(BigRational::ceil).or_else(|| self.engine(node, cell)),
                Unary::Not => self.at(*a, cell).map(|a| truth(a.is_zero())).or_else(|| self.engine(node, cell)),
                Unary::Exp | Unary::Ln | Unary::SquareRoot => None,
            },
            Op::Binary(function, a, b) => {
                let decided = |holds: fn(&BigRational, &BigRational) -> bool| match (of(*a, 0), of(*b, 1)) {
                    (Some(a), Some(b)) => Some(truth(holds(&a, &b))),
                    _ => self.engine(node, cell),
                };
                match function {
                    Binary::Add => Some(of(*a, 0)? + of(*b, 1)?),
                    Binary::Subtract => Some(of(*a, 0)? - of(*b, 1)?),
                    Binary::Multiply => Some(of(*a, 0)? * of(*b, 1)?),
                    Binary::Divide => of(*b, 1).filter(|b| !b.is_zero()).and_then(|b| Some(of(*a, 0)? / b)),
                    Binary::Power => None,
                    Binary::Smaller => Some(of(*a, 0)?.min(of(*b, 1)?)),
                    Binary::Larger => Some(of(*a, 0)?.max(of(*b, 1)?)),
                    Binary::Less => decided(|a, b| a < b),
                    Binary::AtMost => decided(|a, b| a <= b),
                    Binary::Equal => decided(|a, b| a == b),
                    Binary::And | Binary::Or => self.engine(node, cell),
                }
            }
            Op::Pick(choice, options) => {
                let place = of(*choice, 0)?.to_usize()?;
                of(*options.get(place)?, place + 1)
            }
            Op::Select(condition, yes, no) => {
                if of(*condition, 0)?.is_zero() {
                    of(*no, 2)
                } else {
                    of(*yes, 1)
                }
            }
            Op::Guard { condition, value, .. } => of(*condition, 0).filter(|holds| !holds.is_zero()).and(of(*value, 1)),
            Op::Reduce(reduction, a) => {
                let count = evaluation.last_axis(*a);
                let all = (cell * count..(cell + 1) * count).map(|place| self.at(*a, place));
                let all: Option<Vec<&BigRational>> = all.collect();
                match (all, reduction) {
                    (Some(all), Reduction::Sum) => Some(all.into_iter().fold(BigRational::zero(), |sum, a| sum + a)),
                    (Some(all), Reduction::Product) => Some(all.into_iter().fold(BigRational::one(), |sum, a| sum * a)),
                    (Some(all), Reduction::Largest) => all.into_iter().max().cloned(),
                    (Some(all), Reduction::Smallest) => all.into_iter().min().cloned(),
                    (Some(all), Reduction::RowOfLargest) => first_row(&all, |a, b| a > b),
                    (Some(all), Reduction::RowOfSmallest) => first_row(&all, |a, b| a < b),
                    (None, Reduction::RowOfLargest | Reduction::RowOfSmallest) => self.engine(node, cell),
                    (None, _) => None,
                }
            }
            Op::Scan(scan, a) => {
                let first = cell - cell % evaluation.last_axis(*a).max(1);
                (first..=cell).map(|place| self.at(*a, place)).try_fold(
                    if *scan == Scan::RunningSum { BigRational::zero() } else { BigRational::one() },
                    |all, a| Some(if *scan == Scan::RunningSum { all + a? } else { all * a? }),
                )
            }
            Op::Above(a, first) => {
                if cell.is_multiple_of(evaluation.last_axis(node).max(1)) {
                    of(*first, 1)
                } else {
                    self.at(*a, evaluation.operand_place(node, 0, cell - 1)).cloned()
                }
            }
            Op::At(a, row) => {
                let row = of(*row, 1)?.to_usize()?;
                let count = evaluation.last_axis(*a);
                (row < count).then(|| self.at(*a, evaluation.operand_place(node, 0, cell) * count + row).cloned())?
            }
            Op::Step(_) | Op::Output(..) => None,
        }
    }
}

fn truth(holds: bool) -> BigRational {
    if holds { BigRational::one() } else { BigRational::zero() }
}

fn first_row(all: &[&BigRational], better: fn(&BigRational, &BigRational) -> bool) -> Option<BigRational> {
    let best = (1..all.len()).fold(0, |best, row| if better(all[row], all[best]) { row } else { best });
    (!all.is_empty()).then(|| BigRational::from(BigInt::from(best)))
}
