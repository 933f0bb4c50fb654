//! Every comparison, whole number and extreme of every calculator, tried exactly at its edge and one unit in the last digit
//! to either side, against fractions of any length. A new calculator is under this rule by standing in the list.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};
use sales_workbench::calculators;
use sales_workbench::engine::sheet::{Binary, Reduction, Unary};
use sales_workbench::engine::{Calculator, Evaluation, InputId, InputKind, InputSet, NodeId, Op, Sheet};
use support::inputs::{Reach, thrown};
use support::rational::{Fractions, decimal, written};

/// How many input sets each calculator is thrown, and through how many inputs the edge of a comparison is looked for.
const THROWS: usize = 6;
const WAYS: usize = 5;

/// A small generator of the test's own: the same throws on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn below(&mut self, count: usize) -> usize {
        (self.next() % count.max(1) as u64) as usize
    }
}

/// Figures as people type them: rounded to two or three digits, rates to whole percents.
fn round_inputs(sheet: &Sheet, dice: &mut Dice) -> InputSet {
    let numbers: Vec<u32> = (0..400).map(|_| dice.next() as u32).collect();
    let mut inputs = thrown(sheet, &numbers, Reach::Within);
    for id in inputs.ids().collect::<Vec<_>>() {
        let InputKind::Number { low, high, whole, .. } = sheet.input(id).kind else { continue };
        for cell in 0..inputs.figures(id).len() {
            let Some(figure) = inputs.figures(id)[cell] else { continue };
            let text = format!("{figure:e}");
            let size: i32 = text.rsplit('e').next().unwrap().parse().unwrap();
            let digits =
                (2 - size + i32::from(dice.below(2) == 1)).clamp(if whole { 0 } else { -9 }, if whole { 0 } else { 4 });
            let scale: f64 = format!("1e{}", digits.abs()).parse().unwrap();
            let rounded = if digits >= 0 { (figure * scale).round() / scale } else { (figure / scale).round() * scale };
            inputs.set_figure(id, cell, Some(rounded.clamp(low, high)));
        }
    }
    inputs
}

/// The cells that rounding could decide.
fn decided(sheet: &Sheet) -> Vec<NodeId> {
    let may = |op: &Op| {
        matches!(
            op,
            Op::Binary(Binary::Less | Binary::AtMost | Binary::Equal, ..)
                | Op::Unary(Unary::Floor | Unary::Ceil, _)
                | Op::Reduce(Reduction::RowOfLargest | Reduction::RowOfSmallest, _)
        )
    };
    (0..sheet.nodes.len()).map(|index| NodeId(index as u32)).filter(|node| may(&sheet.node(*node).op)).collect()
}

/// Every cell that rounding could decide is as exact arithmetic has it.
fn check(calculator: &Calculator, inputs: &InputSet) -> usize {
    let sheet = calculator.sheet();
    let evaluation = Evaluation::of(sheet, inputs);
    let fractions = Fractions::of(&evaluation, &sheet.reached_from(decided(sheet)));
    let mut judged = 0;
    for node in decided(sheet) {
        for cell in 0..evaluation.count(node) {
            let (Some(found), Some(exact)) = (evaluation.value(node, cell), fractions.at(node, cell)) else { continue };
            // Beyond 2^53 not every whole number has a figure of its own.
            if exact.to_f64().is_none_or(|exact| exact.abs() > 9_007_199_254_740_992.0) {
                continue;
            }
            judged += 1;
            let near = sheet.nodes[node.index()..].iter().find_map(|node| node.key).unwrap_or_default();
            assert_eq!(
                written(found),
                *exact,
                "{} near {near}[{cell}]: {:?} of {:?}; {}",
                calculator.id,
                sheet.node(node).op,
                fractions.operands(node, cell).map(|(a, b)| (a.to_f64(), b.to_f64())),
                serde_json::Value::Object(sales_workbench::workbook::request::write_inputs(sheet, inputs)),
            );
        }
    }
    judged
}

/// How far a comparison is from its edge: the difference of its two sides.
fn distance(sheet: &Sheet, inputs: &InputSet, node: NodeId, cell: usize) -> Option<BigRational> {
    let evaluation = Evaluation::of(sheet, inputs);
    let fractions = Fractions::of(&evaluation, &sheet.reached_from([node]));
    fractions.operands(node, cell).map(|(a, b)| a - b)
}

/// A figure of an input that puts a comparison exactly at its edge, where the comparison goes in a straight line with it
/// and the figure is one that can be typed.
fn edge(sheet: &Sheet, inputs: &InputSet, (node, cell): (NodeId, usize), (id, place): (InputId, usize)) -> Option<f64> {
    let InputKind::Number { low, high, whole, .. } = sheet.input(id).kind else { return None };
    let here = inputs.figures(id)[place]?;
    let there = if here * 1.25 + 1.0 <= high { here * 1.25 + 1.0 } else { f64::midpoint(low, here) };
    let there = if whole { there.round() } else { (there * 1e4).round() / 1e4 };
    if here == there {
        return None;
    }
    let mut moved = inputs.clone();
    moved.set_figure(id, place, Some(there));
    let (first, second) = (distance(sheet, inputs, node, cell)?, distance(sheet, &moved, node, cell)?);
    let slope = (&second - &first) / (written(there) - written(here));
    if slope.is_zero() {
        return None;
    }
    let figure = decimal(&(written(here) - first / slope), if whole { 0 } else { 6 })?;
    (figure >= low && figure <= high).then_some(figure)
}

/// The numbers that a cell depends on.
fn numbers_under(sheet: &Sheet, inputs: &InputSet, node: NodeId) -> Vec<InputId> {
    let reached = sheet.reached_from([node]);
    let number = |id: &InputId| matches!(sheet.input(*id).kind, InputKind::Number { .. });
    inputs.ids().filter(number).filter(|id| sheet.input(*id).node.is_some_and(|node| reached[node.index()])).collect()
}

/// Tries a comparison at its edge and a step to either side; how many cells were judged, none where no edge was found.
fn tried(calculator: &Calculator, inputs: &InputSet, node: NodeId, dice: &mut Dice) -> Option<usize> {
    let sheet = calculator.sheet();
    let under = numbers_under(sheet, inputs, node);
    let cell = dice.below(Evaluation::of(sheet, inputs).count(node));
    let (id, place, figure) = (0..WAYS.min(under.len())).find_map(|_| {
        let id = under[dice.below(under.len())];
        let place = dice.below(inputs.figures(id).len());
        Some((id, place, edge(sheet, inputs, (node, cell), (id, place))?))
    })?;
    let mut judged = 0;
    for step in [0.0, 1e-6, -1e-6, 1.0, -1.0] {
        let mut moved = inputs.clone();
        let figure = ((figure + step) * 1e6).round() / 1e6;
        if sheet.input(id).problem(Some(figure)).is_none() {
            moved.set_figure(id, place, Some(figure));
            judged += check(calculator, &moved);
        }
    }
    Some(judged)
}

#[test]
fn what_rounding_could_decide_is_decided_exactly_at_every_edge() {
    for (number, calculator) in calculators::loaded().enumerate() {
        let sheet = calculator.sheet();
        let comparisons: Vec<NodeId> =
            decided(sheet).into_iter().filter(|node| matches!(sheet.node(*node).op, Op::Binary(..))).collect();
        let mut dice = Dice(number as u64 * 1_000 + 7);
        let (mut judged, mut edges) = (0, 0);
        for _ in 0..THROWS {
            let inputs = round_inputs(sheet, &mut dice);
            judged += check(calculator, &inputs);
            for node in &comparisons {
                if let Some(count) = tried(calculator, &inputs, *node, &mut dice) {
                    (judged, edges) = (judged + count, edges + 1);
                }
            }
        }
        println!("{}: {judged} judged, {edges} edges", calculator.id);
        assert!(judged > 200 && edges > 0, "{}: {judged} judged, {edges} edges", calculator.id);
    }
}
