//! A column or a block pasted from a spreadsheet: what it would put where, before it is put there.

use super::entry;
use super::state::{Settings, clean_name};
use super::workbook::Kept;
use crate::engine::{InputId, InputKind, InputSet, Sheet, TableId};
use crate::text::Catalogue;

/// More than this is refused, in bytes.
pub const MOST: usize = 1_000_000;

/// A text for one cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub input: InputId,
    pub cell: usize,
    pub text: String,
}

/// What a paste would do: the entries line by line, how long its table must become, and how many lines find no room.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pasted {
    pub calculator: &'static str,
    pub lines: Vec<Vec<Entry>>,
    pub rows: Option<(TableId, usize)>,
    pub dropped: usize,
    /// The text was larger than `MOST`; nothing was read.
    pub too_large: bool,
}

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
) -> Option<Pasted> {
    let [table] = sheet.input(*columns.first()?).axes.0[..] else { return None };
    let room = sheet.table(table).most.saturating_sub(row).min(block.len());
    let entry = |row: usize, (column, text): (&InputId, &&str)| {
        let switch = matches!(sheet.input(*column).kind, InputKind::Switch);
        (!switch).then(|| Entry { input: *column, cell: row, text: (*text).to_owned() })
    };
    let line =
        |(down, cells): (usize, &Vec<&str>)| columns.iter().zip(cells).filter_map(|at| entry(row + down, at)).collect();
    Some(Pasted {
        calculator,
        lines: block.iter().take(room).enumerate().map(line).collect(),
        rows: Some((table, row + room)),
        dropped: block.len() - room,
        too_large: false,
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
) -> Option<Pasted> {
    let [.., rows, columns] = sheet.input(input).axes.0[..] else { return None };
    let (height, width) = (inputs.rows()[rows.index()], inputs.rows()[columns.index()]);
    let (plane, row, column) = (cell / (height * width), cell / width % height, cell % width);
    let room = (height - row).min(block.len());
    let line = |(down, cells): (usize, &Vec<&str>)| {
        let first = plane * height * width + (row + down) * width + column;
        let cells = cells.iter().take(width - column).enumerate();
        cells.map(|(right, text)| Entry { input, cell: first + right, text: (*text).to_owned() }).collect()
    };
    Some(Pasted {
        calculator,
        lines: block.iter().take(room).enumerate().map(line).collect(),
        rows: None,
        dropped: block.len() - room,
        too_large: false,
    })
}

/// Puts what was pasted into its cells; a number that cannot be read keeps its text and stands as wrong, an option that
/// there is not leaves the one that stands.
pub fn fill(pasted: &Pasted, sheet: &Sheet, kept: &mut Kept, words: &Catalogue, settings: Settings) {
    if let Some((table, rows)) = pasted.rows {
        kept.inputs.resize(sheet, table, rows.max(kept.inputs.rows()[table.index()]));
    }
    for Entry { input, cell, text } in pasted.lines.iter().flatten() {
        let (input, cell) = (*input, *cell);
        match &sheet.input(input).kind {
            InputKind::Switch => {}
            InputKind::Text => kept.inputs.set_name(input, cell, clean_name(text)),
            InputKind::Choice { options } => {
                let path = sheet.path(input);
                let word = |option: &str| words.get(pasted.calculator, &format!("option.{path}.{option}"));
                let named = options.iter().position(|option| option == text || word(option) == Some(text.as_str()));
                if let Some(place) = named {
                    kept.inputs.set_figure(input, cell, Some(place as f64));
                }
            }
            InputKind::Number { .. } => {
                let place = (input, cell);
                let before = kept.ranges.get(place).copied();
                match entry::read(sheet, input, text, settings, before.as_ref()) {
                    Ok(entry) => kept.set(place, entry.figure, entry.range),
                    Err(_) => drop(kept.drafts.insert(place, text.clone())),
                }
            }
        }
    }
}
