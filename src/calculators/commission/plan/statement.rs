//! The statement: what is paid, line by line, in exact cents that sum to the total.

use rust_decimal::Decimal;

use super::cents::{cents, decimal, figure, sum};
use crate::engine::unit::MONEY;
use crate::engine::{Arguments, Function, Key, Outputs, PartColumn, PartKind};

/// Given: base salary, pay of the first measure, of the others (a column), the commission after gates, the same after the
/// cap, SPIFF, my part of the pool, margin commission, clawback, variable pay after the draw. Result: the total.
pub static STATEMENT: Function = Function { key: "statement", evaluate: total, columns: COLUMNS, parts: Some(lines) };

/// An amount to the cent. Given: the amount, the rounding rule.
pub static TO_THE_CENT: Function = Function { key: "to_the_cent", evaluate: to_the_cent, columns: &[], parts: None };

fn to_the_cent(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    out.set(0, figure(cents(decimal(given.figure(0))?, given.whole(1))));
    Ok(())
}

const COLUMNS: &[PartColumn] = &[
    PartColumn { key: "line", kind: PartKind::Word(LINES) },
    PartColumn { key: "line_measure", kind: PartKind::RowOf("measures") },
    PartColumn { key: "line_pay", kind: PartKind::Number(MONEY) },
];

const LINES: &[Key] =
    &["base", "main", "measure", "gate", "cap", "spiff", "pool", "margin", "clawback", "advance", "repayment", "total"];

/// A line by its place in `LINES`, with the measure it is for and its amount.
type Line = (usize, f64, Decimal);

fn statement(given: &Arguments) -> Result<Vec<Line>, Key> {
    // Every amount came in whole cents; rounding here only sheds what sums of figures leave behind.
    let amount = |index: usize| decimal(given.figure(index)).map(|amount| cents(amount, 0));
    let mut lines = vec![(0, -1.0, amount(0)?), (1, -1.0, amount(1)?)];
    for (measure, pay) in given.column(2).iter().enumerate() {
        lines.push((2, measure as f64, cents(decimal(*pay)?, 0)));
    }
    let commissions = sum(lines[1..].iter().map(|line| line.2))?;
    let (earned, kept) = (amount(3)?, amount(4)?);
    lines.push((3, -1.0, earned - commissions));
    lines.push((4, -1.0, kept - earned));
    lines.push((5, -1.0, amount(5)?));
    lines.push((6, -1.0, amount(6)?));
    lines.push((7, -1.0, amount(7)?));
    lines.push((8, -1.0, -amount(8)?));
    let drawn = amount(9)? - (sum(lines[1..].iter().map(|line| line.2))?);
    lines.push((if drawn.is_sign_negative() { 10 } else { 9 }, -1.0, drawn));
    // Beside salary and sales commission, only what is there gets a line.
    lines.retain(|(line, _, amount)| *line < 2 || !amount.is_zero());
    let all = sum(lines.iter().map(|line| line.2))?;
    lines.push((11, -1.0, all));
    Ok(lines)
}

fn total(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let lines = statement(given)?;
    out.set(0, lines.last().map_or(f64::NAN, |line| figure(line.2)));
    Ok(())
}

fn lines(given: &Arguments) -> Result<Vec<Vec<f64>>, Key> {
    let lines = statement(given)?;
    Ok(vec![
        lines.iter().map(|line| line.0 as f64).collect(),
        lines.iter().map(|line| line.1).collect(),
        lines.iter().map(|line| figure(line.2)).collect(),
    ])
}
