//! Input sets of any sheet, thrown with dice: a die of 0 keeps the preset, so that a failing case shrinks towards it.

use proptest::prelude::*;
use sales_workbench::engine::{InputId, InputKind, InputSet, Sheet, TableId};

/// How far from the limits a figure may be thrown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Only what a form accepts.
    Within,
    /// Also figures beyond the limits, and none where one is needed.
    Beyond,
}

/// Dice for one input set.
pub fn dice() -> impl Strategy<Value = Vec<u32>> {
    prop::collection::vec(any::<u32>(), 0..400)
}

/// The input set that the dice give.
pub fn thrown(sheet: &Sheet, dice: &[u32], reach: Reach) -> InputSet {
    let mut dice = dice.iter().copied();
    let mut next = || dice.next().unwrap_or_default();
    let mut inputs = InputSet::preset(sheet);
    for (index, table) in sheet.tables.iter().enumerate() {
        let die = next();
        let most = table.most.min(table.least.max(table.preset) + 4);
        match die % 8 {
            0..=2 => {}
            3 => inputs.resize(sheet, TableId(index as u32), table.least),
            _ => inputs.resize(sheet, TableId(index as u32), table.least + die as usize % (most - table.least + 1)),
        }
    }
    throw_figures(sheet, &mut inputs, next, reach);
    inputs
}

/// The same rows with other figures.
pub fn thrown_again(sheet: &Sheet, inputs: &InputSet, dice: &[u32], reach: Reach) -> InputSet {
    let (mut inputs, mut dice) = (inputs.clone(), dice.iter().copied());
    throw_figures(sheet, &mut inputs, || dice.next().unwrap_or_default(), reach);
    inputs
}

fn throw_figures(sheet: &Sheet, inputs: &mut InputSet, mut next: impl FnMut() -> u32, reach: Reach) {
    for index in 0..sheet.inputs.len() {
        let id = InputId(index as u32);
        for cell in 0..inputs.figures(id).len() {
            let before = inputs.figures(id)[cell];
            let figure = figure(&sheet.input(id).kind, before, next(), reach);
            inputs.set_figure(id, cell, figure);
        }
    }
}

/// A figure for an input; the preset's where the die says so.
pub fn figure(kind: &InputKind, before: Option<f64>, die: u32, reach: Reach) -> Option<f64> {
    let (what, share) = (die % 16, f64::from(die / 16) / f64::from(u32::MAX / 16));
    match *kind {
        InputKind::Number { low, high, whole, optional, .. } => {
            let near = before.unwrap_or(0.0_f64.clamp(low, high));
            let between = |share: f64| low + (high - low) * share;
            let figure = match what {
                0..=3 => return before,
                4 => low,
                5 => high,
                6 => 0.0_f64.clamp(low, high),
                7 if optional => return None,
                7..=9 => (near * (0.5 + share)).clamp(low, high),
                10 => between(share),
                11 => between(share * share * share * 1e-3),
                12 if reach == Reach::Beyond => return None,
                13 if reach == Reach::Beyond => high + (high - low) * share,
                14 if reach == Reach::Beyond => low - (high - low) * share,
                _ => between(share * 1e-9),
            };
            let figure = if whole { figure.round() } else { figure };
            Some(if reach == Reach::Within { figure.clamp(low, high) } else { figure })
        }
        InputKind::Choice { options } if what > 3 => Some(f64::from(die / 16 % options.len() as u32)),
        InputKind::Switch if what > 3 => Some(f64::from(die / 16 % 2)),
        _ => before,
    }
}
