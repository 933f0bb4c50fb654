//! A table as text, read piece by piece in bounded memory: its first rows, how many there are, and what is wrong by line.
//!
//! RFC 4180 with what real files add to it: any line ending, any of four delimiters, a `sep=;` in front.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use serde_json::{Value, json};

/// The signs that part cells, the likelier first: where lines part evenly at several, a comma is a decimal one.
pub const DELIMITERS: [u8; 4] = *b"\t;|,";

/// So many rows are read, kept or only counted.
pub const MOST_ROWS: usize = 1_000_000;
/// A row of more cells ends the reading.
pub const MOST_COLUMNS: usize = 1_000;
/// So many empty lines end the reading.
pub const MOST_EMPTY: usize = 100_000;
/// A longer row ends the reading, in bytes: a quote that is never closed would take all that follows.
pub const LONGEST: usize = 1 << 20;

/// All rows that are kept hold no more than this, in bytes.
const MOST_KEPT: usize = 8 << 20;
/// What a cell keeps of its text, in characters.
const CELL: usize = 1_000;
/// So many problems are listed; the others are counted.
const MOST_LISTED: usize = 100;
/// The delimiter is found from so much text, in bytes.
const SAMPLE: usize = 1 << 16;

/// A row: the line on which it begins, from 1, and its cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub line: u64,
    pub cells: Vec<String>,
}

/// Something wrong that does not end the reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The row has fewer or more cells than the first one.
    Ragged { line: u64, cells: usize },
    /// The quote that opens here is never closed; what follows it is left out.
    Unclosed { line: u64 },
}

/// Why the reading ended before the text did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    Rows,
    Columns,
    Empty,
    Long,
}

impl Stop {
    /// The name for the page.
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

/// What a text holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// None where every row is a single cell.
    pub delimiter: Option<u8>,
    pub rows: Vec<Row>,
    /// How many rows there are, kept or not; empty lines are none.
    pub total: usize,
    pub problems: Vec<Problem>,
    /// Further problems that are not listed.
    pub more: usize,
    pub stop: Option<Stop>,
}

/// Reads a text as its pieces come.
pub struct Reading {
    keep: usize,
    /// What came before the delimiter was known.
    early: String,
    given: Option<u8>,
    parser: Option<Parser>,
    ends_in_return: bool,
}

impl Reading {
    /// Begins: with this delimiter, or the likeliest; so many rows are kept.
    #[must_use]
    pub const fn new(delimiter: Option<u8>, keep: usize) -> Self {
        Self { keep, early: String::new(), given: delimiter, parser: None, ends_in_return: false }
    }

    /// Takes the next piece; false where no further one is wanted.
    pub fn feed(&mut self, piece: &str) -> bool {
        let piece = self.with_plain_ends(piece);
        if let Some(parser) = &mut self.parser {
            return parser.feed(piece.as_bytes());
        }
        self.early.push_str(&piece);
        self.early.len() < SAMPLE || self.begin().feed(&[])
    }

    /// What all pieces held.
    #[must_use]
    pub fn finish(mut self) -> Table {
        if self.parser.is_none() {
            self.begin();
        }
        self.parser.map(Parser::finish).unwrap_or_default()
    }

    /// Every line end as a line feed, also where a piece ends between the two signs of one.
    fn with_plain_ends(&mut self, piece: &str) -> String {
        let rest = if self.ends_in_return { piece.strip_prefix('\n').unwrap_or(piece) } else { piece };
        if !piece.is_empty() {
            self.ends_in_return = piece.ends_with('\r');
        }
        rest.replace("\r\n", "\n").replace('\r', "\n")
    }

    fn begin(&mut self) -> &mut Parser {
        let early = std::mem::take(&mut self.early);
        let text = early.strip_prefix('\u{feff}').unwrap_or(&early);
        let (named, skipped) = named_delimiter(text);
        let delimiter = self.given.or(named).or_else(|| likely_delimiter(text));
        let parser = self.parser.insert(Parser::new(delimiter, self.keep));
        parser.skipped = u64::from(skipped > 0);
        parser.feed(&text.as_bytes()[skipped..]);
        parser
    }
}

/// The delimiter that a first line `sep=;` names, as spreadsheets write it, and the length of that line.
fn named_delimiter(text: &str) -> (Option<u8>, usize) {
    let line = text.split_inclusive('\n').next().unwrap_or_default();
    let named = line.trim_end_matches('\n').strip_prefix("sep=").and_then(|sign| match sign.as_bytes() {
        [sign] if DELIMITERS.contains(sign) => Some(*sign),
        _ => None,
    });
    (named, if named.is_some() { line.len() } else { 0 })
}

/// The sign that parts most lines of a text into equally many cells; none where none parts any.
#[must_use]
pub fn likely_delimiter(text: &str) -> Option<u8> {
    let evenness = |sign: u8| {
        let counts = signs_by_line(text, sign);
        let even = |count: usize| counts.iter().filter(|other| **other == count).count();
        counts.iter().filter(|count| **count > 0).map(|count| even(*count)).max().unwrap_or(0)
    };
    let all = DELIMITERS.map(|sign| (sign, evenness(sign)));
    let best = all.iter().map(|(_, even)| *even).max().filter(|even| *even > 0)?;
    all.iter().find(|(_, even)| *even == best).map(|(sign, _)| *sign)
}

/// How often a sign stands outside quotes on each of the first lines that are not empty.
fn signs_by_line(text: &str, sign: u8) -> Vec<usize> {
    let (mut counts, mut count, mut quoted, mut empty) = (Vec::new(), 0, false, true);
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => {
                if !empty {
                    counts.push(count);
                }
                (count, empty) = (0, true);
                if counts.len() == 50 {
                    return counts;
                }
                continue;
            }
            _ if byte == sign && !quoted => count += 1,
            _ => {}
        }
        empty = false;
    }
    // The last line may have been cut off; alone it is all there is.
    if !empty && (counts.is_empty() || text.len() < SAMPLE) {
        counts.push(count);
    }
    counts
}

struct Parser {
    reader: Reader,
    keep: usize,
    /// The row at hand: its text so far, and where its finished cells end.
    text: Vec<u8>,
    ends: Vec<usize>,
    written: usize,
    ended: usize,
    /// Bytes in the rows that are kept.
    kept: usize,
    /// Lines before the text that the reader saw.
    skipped: u64,
    /// The line behind the last row.
    next: u64,
    empty: u64,
    width: usize,
    table: Table,
}

impl Parser {
    fn new(delimiter: Option<u8>, keep: usize) -> Self {
        // Without a delimiter a sign that no text holds stands for it.
        let sign = delimiter.unwrap_or(0x1f);
        Self {
            reader: ReaderBuilder::new().delimiter(sign).build(),
            keep,
            text: vec![0; 1 << 12],
            // One more than may be, so that a row of just so many ends as a row.
            ends: vec![0; MOST_COLUMNS + 1],
            written: 0,
            ended: 0,
            kept: 0,
            skipped: 0,
            next: 1,
            empty: 0,
            width: 0,
            table: Table { delimiter, ..Table::default() },
        }
    }

    /// Takes more text; false where the reading has ended.
    fn feed(&mut self, mut input: &[u8]) -> bool {
        while self.table.stop.is_none() && !input.is_empty() {
            let (result, read, written, ended) =
                self.reader.read_record(input, &mut self.text[self.written..], &mut self.ends[self.ended..]);
            input = &input[read..];
            self.written += written;
            self.ended += ended;
            match result {
                ReadRecordResult::InputEmpty => self.count_empty(self.reader.line()),
                ReadRecordResult::OutputFull if self.text.len() >= LONGEST => self.stop_at_long_row(),
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.table.stop = Some(Stop::Columns),
                ReadRecordResult::Record => self.take_row(),
                ReadRecordResult::End => break,
            }
        }
        self.table.stop.is_none()
    }

    /// Counts the lines before this one that held nothing, where no row has begun.
    fn count_empty(&mut self, line: u64) {
        if self.written == 0 && self.ended == 0 {
            self.empty += line.saturating_sub(self.next);
            self.next = self.next.max(line);
            if self.empty > MOST_EMPTY as u64 {
                self.table.stop = Some(Stop::Empty);
            }
        }
    }

    fn stop_at_long_row(&mut self) {
        let line = self.reader.line() - newlines(&self.text[..self.written]);
        self.add(Problem::Unclosed { line: line + self.skipped });
        self.table.stop = Some(Stop::Long);
    }

    fn take_row(&mut self) {
        let (written, cells) = (std::mem::take(&mut self.written), std::mem::take(&mut self.ended));
        let behind = self.reader.line();
        let line = behind - 1 - newlines(&self.text[..written]);
        self.count_empty(line);
        self.next = behind;
        if cells > MOST_COLUMNS {
            self.table.stop = Some(Stop::Columns);
            return;
        }
        if self.table.total == MOST_ROWS {
            self.table.stop = Some(Stop::Rows);
            return;
        }
        // A title of one cell may be above the table.
        if self.width <= 1 {
            self.width = cells;
        }
        self.table.total += 1;
        let line = line + self.skipped;
        if cells != self.width {
            self.add(Problem::Ragged { line, cells });
        }
        if self.table.rows.len() < self.keep && self.kept + written <= MOST_KEPT && self.keeps_all_so_far() {
            self.kept += written;
            self.table.rows.push(Row { line, cells: self.cells(cells) });
        }
    }

    /// Once a row was not kept, none is: what is kept is the beginning, without gaps.
    fn keeps_all_so_far(&self) -> bool {
        self.table.rows.len() + 1 == self.table.total
    }

    fn cells(&self, count: usize) -> Vec<String> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let cell = |(start, end): (usize, &usize)| {
            String::from_utf8_lossy(&self.text[start..*end]).trim().chars().take(CELL).collect()
        };
        starts.zip(&self.ends[..count]).map(cell).collect()
    }

    fn add(&mut self, problem: Problem) {
        if self.table.problems.len() < MOST_LISTED {
            self.table.problems.push(problem);
        } else {
            self.table.more += 1;
        }
    }

    fn finish(mut self) -> Table {
        if self.table.stop.is_none() {
            let before = self.written;
            self.feed(b"\n");
            // A line feed that was taken for text stands inside a quote.
            if self.written > before {
                let finished = self.ends[..self.ended].last().copied().unwrap_or(0);
                let line = self.reader.line() - newlines(&self.text[finished..self.written]);
                self.add(Problem::Unclosed { line: line + self.skipped });
            }
        }
        self.table
    }
}

fn newlines(text: &[u8]) -> u64 {
    text.split(|byte| *byte == b'\n').count() as u64 - 1
}

impl Table {
    /// The table for the page, as JSON.
    #[must_use]
    pub fn write(&self) -> String {
        let problem = |problem: &Problem| match *problem {
            Problem::Ragged { line, cells } => json!({ "line": line, "cells": cells }),
            Problem::Unclosed { line } => json!({ "line": line }),
        };
        let all = json!({
            "delimiter": self.delimiter.map(|sign| char::from(sign).to_string()),
            "rows": self.rows.iter().map(|row| json!([row.line, row.cells])).collect::<Vec<Value>>(),
            "total": self.total,
            "problems": self.problems.iter().map(problem).collect::<Vec<Value>>(),
            "more": self.more,
            "stop": self.stop.map(Stop::key),
        });
        all.to_string()
    }
}
