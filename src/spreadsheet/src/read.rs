//! Reads the cells of a spreadsheet file, one after the other and within limits, whatever the file says of its own size.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};
use serde::{Deserialize, Serialize};

use crate::archive::{self, Refused};

/// The most sheets that are read; further ones are refused.
pub const MOST_SHEETS: usize = 100;
/// The most rows of a sheet.
pub const MOST_ROWS: u32 = 100_000;
/// The most columns of a sheet.
pub const MOST_COLUMNS: u32 = 500;
/// The most cells of a file, the empty ones between others counted too.
pub const MOST_CELLS: usize = 500_000;
/// The most bytes of text of a file.
pub const MOST_TEXT: usize = 32 * 1024 * 1024;

/// The rows of a sheet, each as long as its last cell that holds something.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rows {
    pub name: String,
    pub rows: Vec<Vec<Value>>,
}

/// What a cell holds. A formula's is what it came to when the file was saved.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    #[default]
    Empty,
    Text(String),
    Number(f64),
    Truth(bool),
    /// As `2026-11-25`, with the time behind a `T` where there is one.
    Date(String),
    /// As the program shows it: `#DIV/0!`.
    Error(String),
}

/// The sheets of a file.
///
/// # Errors
/// Says why it is not read. Nothing is read in part.
pub fn read(bytes: &[u8]) -> Result<Vec<Rows>, Refused> {
    archive::check(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Refused::Damaged)?;
    let names = book.sheet_names();
    if names.len() > MOST_SHEETS {
        return Err(Refused::TooManyCells);
    }
    let mut room = Room { cells: MOST_CELLS, text: MOST_TEXT };
    names.into_iter().map(|name| sheet(&mut book, name, &mut room)).collect()
}

/// How much more a file may hold.
struct Room {
    cells: usize,
    text: usize,
}

impl Room {
    fn take(&mut self, cells: usize, text: usize) -> Result<(), Refused> {
        self.cells = self.cells.checked_sub(cells).ok_or(Refused::TooManyCells)?;
        self.text = self.text.checked_sub(text).ok_or(Refused::TooManyCells)?;
        Ok(())
    }
}

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: String, room: &mut Room) -> Result<Rows, Refused> {
    let mut rows: Vec<Vec<Value>> = Vec::new();
    // A chart that is a sheet of its own has no cells.
    let Ok(mut cells) = book.worksheet_cells_reader(&name) else { return Ok(Rows { name, rows }) };
    while let Some(cell) = cells.next_cell().map_err(|_| Refused::Damaged)? {
        let (row, column) = cell.get_position();
        let value = value(cell.get_value());
        if value == Value::Empty {
            continue;
        }
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(Refused::TooManyCells);
        }
        let (row, column) = (row as usize, column as usize);
        if row >= rows.len() {
            // A row costs room even where it is empty.
            room.take(row + 1 - rows.len(), 0)?;
            rows.resize(row + 1, Vec::new());
        }
        let length = rows[row].len();
        let text = match &value {
            Value::Text(text) | Value::Date(text) | Value::Error(text) => text.len(),
            _ => 0,
        };
        room.take((column + 1).saturating_sub(length), text)?;
        if column >= length {
            rows[row].resize(column + 1, Value::Empty);
        }
        rows[row][column] = value;
    }
    Ok(Rows { name, rows })
}

fn value(data: &DataRef<'_>) -> Value {
    match data {
        DataRef::Empty => Value::Empty,
        DataRef::Int(number) => Value::Number(*number as f64),
        DataRef::Float(number) => Value::Number(*number),
        DataRef::String(text) => Value::Text(text.clone()),
        DataRef::SharedString(text) => Value::Text((*text).to_owned()),
        DataRef::Bool(truth) => Value::Truth(*truth),
        DataRef::DateTime(date) if date.is_duration() => Value::Number(date.as_f64()),
        DataRef::DateTime(date) => {
            let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
            let day = format!("{year:04}-{month:02}-{day:02}");
            Value::Date(match (hour, minute, second) {
                (0, 0, 0) => day,
                _ => format!("{day}T{hour:02}:{minute:02}:{second:02}"),
            })
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Value::Date(text.clone()),
        DataRef::Error(error) => Value::Error(error.to_string()),
    }
}
