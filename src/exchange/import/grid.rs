//! Rows of text cells as a file gives them, whatever kind of file it is.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::text::format;

/// So many rows of a file are kept: more than any table holds. Those beyond are counted.
pub const KEPT: usize = 1_000;
/// The most keys that the objects of a list have between them.
const MOST_KEYS: usize = 1_000;
/// So many cells of a list of objects are kept: each row has one for every key.
const MOST_CELLS: usize = 200_000;
/// The largest file that is read, in bytes.
pub const MOST_BYTES: f64 = 67_108_864.0;
/// The largest file of objects or of a spreadsheet, which is read whole, in bytes.
pub const MOST_WHOLE: f64 = 8_388_608.0;

/// A row: the line on which it begins, from 1, and its cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub line: u64,
    pub cells: Vec<String>,
}

/// What is wrong with the file itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The row has another number of cells than the first one.
    Ragged { line: u64, cells: u64 },
    /// The quote that opens here is never closed; what follows is left out.
    Unclosed { line: u64 },
}

/// Why the rest of the file was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    Rows,
    Columns,
    Empty,
    Long,
}

impl Stop {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::Rows, Self::Columns, Self::Empty, Self::Long];

    /// The name in catalogues.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Rows => "rows",
            Self::Columns => "columns",
            Self::Empty => "empty",
            Self::Long => "long",
        }
    }
}

/// A table as a file gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// The first rows.
    pub rows: Vec<Row>,
    /// How many there are in all.
    pub total: usize,
    /// The sign between cells, where it is text.
    pub delimiter: Option<char>,
    pub flaws: Vec<Flaw>,
    /// Further flaws that are not listed.
    pub more: usize,
    pub stop: Option<Stop>,
    /// Shares are written as programs keep them: 0.125, not 12.5 %.
    pub exact: bool,
}

impl Grid {
    /// A grid of rows that are all at hand.
    #[must_use]
    pub fn of(rows: impl IntoIterator<Item = Vec<String>>) -> Self {
        let mut grid = Self::default();
        for cells in rows {
            grid.total += 1;
            if grid.rows.len() < KEPT {
                grid.rows.push(Row { line: grid.total as u64, cells });
            }
        }
        grid
    }

    /// The cells of the widest row.
    #[must_use]
    pub fn width(&self) -> usize {
        self.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0)
    }

    /// The place of the row in which the table begins: a title above it fills a single cell.
    #[must_use]
    pub fn start(&self) -> usize {
        let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.is_empty()).count();
        let wanted = self.rows.iter().map(filled).max().unwrap_or(0).min(2);
        self.rows.iter().position(|row| filled(row) >= wanted).unwrap_or(0)
    }

    /// What the module that reads text has found; none where it is not of that form.
    #[must_use]
    pub fn from_module(text: &str) -> Option<Self> {
        let all: Value = serde_json::from_str(text).ok()?;
        let count = |value: &Value| value.as_u64().map(|count| count as usize);
        let row = |row: &Value| {
            let cells = row.get(1)?.as_array()?.iter().map(|cell| cell.as_str().unwrap_or_default().to_owned());
            Some(Row { line: row.get(0)?.as_u64()?, cells: cells.collect() })
        };
        let flaw = |flaw: &Value| {
            let line = flaw["line"].as_u64()?;
            Some(flaw["cells"].as_u64().map_or(Flaw::Unclosed { line }, |cells| Flaw::Ragged { line, cells }))
        };
        Some(Self {
            rows: all["rows"].as_array()?.iter().map(row).collect::<Option<_>>()?,
            total: count(&all["total"])?,
            delimiter: all["delimiter"].as_str().and_then(|sign| sign.chars().next()),
            flaws: all["problems"].as_array()?.iter().map(flaw).collect::<Option<_>>()?,
            more: count(&all["more"])?,
            stop: all["stop"].as_str().and_then(|key| Stop::ALL.into_iter().find(|stop| stop.key() == key)),
            exact: false,
        })
    }

    /// What the module that reads spreadsheets has found: the name of each sheet and its rows. A cell holds the fraction where a
    /// spreadsheet shows a percentage. None where it is not of that form.
    #[must_use]
    pub fn from_sheets(text: &str) -> Option<Vec<(String, Self)>> {
        let all: Value = serde_json::from_str(text).ok()?;
        let sheet = |sheet: &Value| {
            let rows = sheet["rows"].as_array()?.iter();
            let rows = rows.map(|row| row.as_array().into_iter().flatten().map(sheet_cell).collect());
            Some((sheet["name"].as_str()?.to_owned(), Self { exact: true, ..Self::of(rows) }))
        };
        all.as_array()?.iter().map(sheet).collect()
    }

    /// The lists of objects or of lists in JSON, each with the key under which it stands: the one on its own, this table's, else
    /// all there are, for the person to choose from. An object of single values is a list of names and values. None where
    /// there is nothing of these.
    #[must_use]
    pub fn from_json(text: &str, table: Option<&str>) -> Option<Vec<(String, Self)>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        match (serde_json::from_str(text).ok()?, table) {
            (Value::Array(list), _) => Some(vec![(String::new(), Self::of_list(&list))]),
            (Value::Object(object), Some(table)) => {
                let own = object.get_key_value(table).filter(|(_, value)| value.is_array());
                let lists = own.map_or_else(|| object.iter().collect::<Vec<_>>(), |own| vec![own]);
                let lists =
                    lists.into_iter().filter_map(|(key, value)| Some((key.clone(), Self::of_list(value.as_array()?))));
                Some(lists.collect::<Vec<_>>()).filter(|lists| !lists.is_empty())
            }
            (Value::Object(object), None) => {
                let single = object.iter().filter(|(_, value)| !value.is_array() && !value.is_object());
                let rows = single.map(|(name, value)| vec![name.clone(), cell(value)]);
                Some(vec![(String::new(), Self { exact: true, ..Self::of(rows) })])
            }
            _ => None,
        }
    }

    /// A list: of objects with all their keys above them, or of lists as they are. No row is built that is not kept.
    fn of_list(list: &[Value]) -> Self {
        let looked_at = &list[..list.len().min(KEPT)];
        let (mut keys, mut known, mut stop) = (Vec::new(), BTreeSet::new(), None);
        for key in looked_at.iter().filter_map(Value::as_object).flat_map(|object| object.keys()) {
            if keys.len() == MOST_KEYS {
                stop = (!known.contains(key)).then_some(Stop::Columns).or(stop);
            } else if known.insert(key) {
                keys.push(key);
            }
        }
        let row = |value: &Value| match value {
            Value::Object(object) => keys.iter().map(|key| object.get(*key).map_or_else(String::new, cell)).collect(),
            Value::Array(cells) => cells.iter().map(cell).collect(),
            other => vec![cell(other)],
        };
        let most = (MOST_CELLS / keys.len().max(1)).min(KEPT);
        let heading = (!keys.is_empty()).then(|| keys.iter().map(|key| (*key).clone()).collect::<Vec<_>>());
        let added = usize::from(heading.is_some());
        let rows = looked_at.iter().take(most - added).map(row);
        let mut grid = Self { exact: true, stop, ..Self::of(heading.into_iter().chain(rows)) };
        // Objects are counted from 1; the row of their keys is ours.
        grid.rows.iter_mut().for_each(|row| row.line -= added as u64);
        grid.total = list.len() + added;
        grid
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), format::exact),
        other => other.to_string(),
    }
}

/// A cell of a spreadsheet: `{"number": 5}`, `{"text": "Lead"}`, `{"error": "#DIV/0!"}`; an empty one is a bare word.
fn sheet_cell(value: &Value) -> String {
    value.as_object().and_then(|cell| cell.values().next()).map_or_else(String::new, cell)
}
