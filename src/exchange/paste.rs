//! A column or a block pasted from a spreadsheet: what it would put where, before it is put there.

use super::fill::{Entry, Filling};
use crate::engine::{InputId, InputKind, InputSet, Sheet};

/// More than this is refused, in bytes.
pub const MOST: usize = 1_000_000;

/// The lines and cells of a pasted text; none where it is a single cell, which is simply typed.
#[must_use]
pub fn block(text: &str) -> Option<Vec<Vec<&str>>> {
    let text = text.trim_end_matches(['\r', '\n']);
    let lines: Vec<Vec<&str>> = text
        .lines()
        .map(|line| line.split('\t').map(str::trim).collect())
        .filter(|line: &Vec<&str>| !line.is_empty())
        .collect();
    (lines.len() > 1 || lines.first().is_some_and(|line| line.len() > 1)).then_some(lines)
}

/// A block pasted into a table, from a row on and over these columns; switches are left alone.
#[must_use]
pub fn into_table(
    sheet: &Sheet,
    calculator: &'static str,
    columns: &[InputId],
    row: usize,
    block: &[Vec<&str>],
) -> Option<Filling> {
    let [table] = sheet.input(*columns.first()?).axes.0[..] else { return None };
    let room = sheet.table(table).most.saturating_sub(row).min(block.len());
    let entry = |row: usize, (column, text): (&InputId, &&str)| {
        let switch = matches!(sheet.input(*column).kind, InputKind::Switch);
        (!switch).then(|| Entry { input: *column, cell: row, text: (*text).to_owned() })
    };
    let line =
        |(down, cells): (usize, &Vec<&str>)| columns.iter().zip(cells).filter_map(|at| entry(row + down, at)).collect();
    Some(Filling {
        calculator,
        lines: block.iter().take(room).enumerate().map(line).collect(),
        rows: Some((table, row + room)),
        dropped: block.len() - room,
        ..Filling::default()
    })
}

/// A block pasted into a grid, from a cell on; what lies outside the grid finds no room.
#[must_use]
pub fn into_grid(
    sheet: &Sheet,
    calculator: &'static str,
    inputs: &InputSet,
    (input, cell): (InputId, usize),
    block: &[Vec<&str>],
) -> Option<Filling> {
    let [.., rows, columns] = sheet.input(input).axes.0[..] else { return None };
    let (height, width) = (inputs.rows()[rows.index()], inputs.rows()[columns.index()]);
    let plane = cell / (height * width);
    // A whole grid of pairs fits in one place only; its first cell, which is 1, has no field to paste at.
    let is_whole = block.len() == height && block.iter().all(|line| line.len() == width);
    let (row, column) =
        if sheet.input(input).paired && is_whole { (0, 0) } else { (cell / width % height, cell % width) };
    let room = (height - row).min(block.len());
    let line = |(down, cells): (usize, &Vec<&str>)| {
        let first = plane * height * width + (row + down) * width + column;
        let cells = cells.iter().take(width - column).enumerate();
        cells.map(|(right, text)| Entry { input, cell: first + right, text: (*text).to_owned() }).collect()
    };
    Some(Filling {
        calculator,
        lines: block.iter().take(room).enumerate().map(line).collect(),
        dropped: block.len() - room,
        ..Filling::default()
    })
}
