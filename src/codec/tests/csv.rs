//! Tables as text: every delimiter, line ending and quote; what is wrong by line; bounds that hold whatever comes.

use proptest::prelude::*;
use workbench_codec::csv::{self, Problem, Reading, Stop, Table, likely_delimiter};

fn read(text: &str) -> Table {
    in_pieces(text, usize::MAX, None)
}

/// Read in pieces of so many characters.
fn in_pieces(text: &str, size: usize, delimiter: Option<u8>) -> Table {
    let mut reading = Reading::new(delimiter, 100);
    let signs: Vec<char> = text.chars().collect();
    for piece in signs.chunks(size.min(signs.len().max(1))) {
        if !reading.feed(&piece.iter().collect::<String>()) {
            break;
        }
    }
    reading.finish()
}

fn cells(table: &Table) -> Vec<Vec<&str>> {
    table.rows.iter().map(|row| row.cells.iter().map(String::as_str).collect()).collect()
}

fn lines(table: &Table) -> Vec<u64> {
    table.rows.iter().map(|row| row.line).collect()
}

#[test]
fn each_delimiter_is_found_and_a_decimal_comma_is_none() {
    for (text, sign) in [
        ("a,b\n1,2\n", b','),
        ("a;b\n1,5;2,5\n", b';'),
        ("A;1,5\nB;2,5\n", b';'),
        ("a\tb\n1,5\t2,5", b'\t'),
        ("a|b\n1|2", b'|'),
        ("\"a;b\",c\n\"1;2\",3", b','),
        ("Report\na;b;c\n1;2;3", b';'),
        ("sep=|\na,b|c\n1,2|3", b'|'),
    ] {
        let table = read(text);
        assert_eq!(table.delimiter, Some(sign), "{text:?}");
    }
    assert_eq!(likely_delimiter("alone\nin a column"), None);
    assert_eq!(in_pieces("a,b;c\n1,2;3", 3, Some(b',')).rows[0].cells, ["a", "b;c"], "the person's choice counts");
}

#[test]
fn every_line_ending_gives_the_same_rows_and_lines() {
    let expected = read("a,b\n1,2\n\n3,4\n");
    assert_eq!(lines(&expected), [1, 2, 4]);
    for end in ["\r\n", "\r"] {
        let text = "a,b\n1,2\n\n3,4\n".replace('\n', end);
        for size in [1, 2, 3, 100] {
            assert_eq!(in_pieces(&text, size, None), expected, "{end:?} in pieces of {size}");
        }
    }
}

#[test]
fn quoted_cells_hold_line_ends_delimiters_and_quotes() {
    let table = read("name,note\r\n\"two\r\nlines\",\"a, \"\"b\"\"\"\r\nlast,1");
    assert_eq!(cells(&table), [["name", "note"], ["two\nlines", "a, \"b\""], ["last", "1"]]);
    assert_eq!(lines(&table), [1, 2, 4]);
    assert!(table.problems.is_empty());
}

#[test]
fn a_quote_that_is_never_closed_is_an_error_with_its_line_and_what_is_before_it_is_read() {
    for (text, line, total) in [
        ("a,b\n1,2\n3,\"four\n5,6\n", 3, 2),
        ("a,b\n\"x\ny\",\"four\n5,6", 3, 1),
        ("a,b\n\"", 2, 1),
        ("\"", 1, 0),
        ("a\n\"b\"\n", 0, 2),
    ] {
        for size in [1, 100] {
            let table = in_pieces(text, size, None);
            let expected: Vec<_> = (line > 0).then_some(Problem::Unclosed { line }).into_iter().collect();
            assert_eq!((table.problems.clone(), table.total), (expected, total), "{text:?}");
        }
    }
    let long = format!("a,b\n1,\"{}", "x,y\n".repeat(csv::LONGEST));
    let table = read(&long);
    assert_eq!((table.stop, &table.problems[..]), (Some(Stop::Long), &[Problem::Unclosed { line: 2 }][..]));
}

#[test]
fn ragged_rows_are_listed_and_kept() {
    let table = read("a,b,c\n1,2\n1,2,3\n1,2,3,4\n");
    let ragged = |line, cells| Problem::Ragged { line, cells };
    assert_eq!(table.problems, [ragged(2, 2), ragged(4, 4)]);
    assert_eq!(table.rows.len(), 4);
    assert!(read("Report of May\n\na,b,c\n1,2,3\n").problems.is_empty(), "a title is no ragged row");
    let many = read(&format!("a,b\n{}", "1\n".repeat(1_000)));
    assert_eq!((many.problems.len(), many.more), (100, 900));
}

#[test]
fn a_million_rows_are_counted_and_only_the_first_kept() {
    let mut reading = Reading::new(None, 100);
    assert!(reading.feed("name,count\n"));
    for start in 0..1_000 {
        let piece: String = (0..999).map(|row| format!("row {start}/{row},{row}\n")).collect::<Vec<_>>().concat();
        assert!(reading.feed(&piece));
    }
    let table = reading.finish();
    assert_eq!((table.total, table.rows.len(), table.stop), (999_001, 100, None));
}

#[test]
fn what_is_beyond_the_caps_ends_the_reading_early() {
    let ended = |piece: &str| {
        let mut reading = Reading::new(None, 100);
        let mut fed = 0_usize;
        while fed < 200 << 20 && reading.feed(piece) {
            fed += piece.len();
        }
        (reading.finish(), fed)
    };
    for (piece, stop, within) in [
        ("a,".repeat(500_000), Stop::Columns, 0),
        ("\n".repeat(10_000), Stop::Empty, csv::MOST_EMPTY + 20_000),
        ("\r\n".repeat(10_000), Stop::Empty, 2 * csv::MOST_EMPTY + 40_000),
        ("a,b\n".repeat(10_000), Stop::Rows, 4 * csv::MOST_ROWS + 80_000),
        ("x".repeat(100_000), Stop::Long, csv::LONGEST + 200_000),
    ] {
        let (table, fed) = ended(&piece);
        assert_eq!(table.stop, Some(stop));
        assert!(fed <= within, "{stop:?} after {fed} bytes");
    }
    let widest = vec!["x"; csv::MOST_COLUMNS].join(",");
    assert_eq!(read(&widest).rows[0].cells.len(), csv::MOST_COLUMNS);
    assert_eq!(read(&format!("{widest},x")).stop, Some(Stop::Columns));
}

#[test]
fn nothing_holds_nothing() {
    for text in ["", "\u{feff}", "\n", "\r\n\r\n", "sep=;\n"] {
        let table = read(text);
        assert_eq!((table.total, table.problems.len()), (0, 0), "{text:?}");
    }
    assert_eq!(read("\u{feff}a,b").rows[0].cells, ["a", "b"]);
    assert_eq!(lines(&read("sep=;\na;b\n")), [2]);
}

proptest! {
    #[test]
    fn any_text_is_read_alike_in_any_pieces(text in "[ab1,;|\t\"\r\n]{0,80}", size in 1_usize..20) {
        prop_assert_eq!(in_pieces(&text, size, None), read(&text));
    }

    #[test]
    fn what_is_written_by_the_rule_is_read_back(
        rows in prop::collection::vec(prop::collection::vec("[a-c1-3,;\"\n 万]{0,6}", 3..4), 1..8),
        sign in prop::sample::select(csv::DELIMITERS.to_vec()),
    ) {
        let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(&char::from(sign).to_string());
        let text: String = rows.iter().map(|row| line(row) + "\r\n").collect();
        let table = in_pieces(&text, 7, Some(sign));
        let trimmed: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(|cell| cell.trim()).collect()).collect();
        prop_assert_eq!(cells(&table), trimmed);
        prop_assert!(table.problems.is_empty());
    }
}
