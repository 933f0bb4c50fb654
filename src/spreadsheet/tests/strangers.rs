//! Files of strangers: bombs, lies and damage are refused with a reason, and cost little.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use workbench_spreadsheet::archive::{MOST_INFLATED, Refused};
use workbench_spreadsheet::book::{Book, Cell, Content, Sheet, sheet_name};
use workbench_spreadsheet::read::{Value, read};
use workbench_spreadsheet::write::write;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn archive(parts: impl IntoIterator<Item = (String, Vec<u8>)>) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(name, SimpleFileOptions::default()).unwrap_or_else(|error| panic!("a part: {error}"));
        archive.write_all(&bytes).unwrap_or_else(|error| panic!("its bytes: {error}"));
    }
    archive.finish().unwrap_or_else(|error| panic!("an archive: {error}")).into_inner()
}

/// A small workbook of one sheet with these rows.
fn workbook(rows: &str) -> Vec<(String, Vec<u8>)> {
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"#;
    let roots = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let book = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let links = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let sheet = format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    );
    [
        ("[Content_Types].xml", types.to_owned()),
        ("_rels/.rels", roots.to_owned()),
        ("xl/workbook.xml", book.to_owned()),
        ("xl/_rels/workbook.xml.rels", links.to_owned()),
        ("xl/worksheets/sheet1.xml", sheet),
    ]
    .map(|(name, text)| (name.to_owned(), text.into_bytes()))
    .to_vec()
}

#[test]
fn an_ordinary_workbook_is_read() {
    let sheets = read(&archive(workbook(r#"<row r="2"><c r="B2"><v>12.5</v></c></row>"#))).expect("sheets");
    assert_eq!(sheets[0].rows, [vec![], vec![Value::Empty, Value::Number(12.5)]]);
}

/// A workbook of one cell with a text, whose sheet declares this encoding.
fn declared(encoding: &str, text: &[u8]) -> Vec<u8> {
    let mut parts = workbook(r#"<row r="1"><c r="A1" t="inlineStr"><is><t>@</t></is></c></row>"#);
    let sheet = &mut parts[4].1;
    let place = sheet.iter().position(|byte| *byte == b'@').unwrap_or_else(|| panic!("the text's place"));
    sheet.splice(place..=place, text.iter().copied());
    sheet.splice(0..0, format!(r#"<?xml version="1.0" encoding="{encoding}"?>"#).into_bytes());
    archive(parts)
}

#[test]
fn text_is_read_as_utf_8_and_refused_where_it_is_not() {
    for (encoding, text) in [("UTF-8", "定价 – 10 €"), ("utf-8", "Añejo"), ("us-ascii", "Price"), ("GBK", "Price")]
    {
        let sheets = read(&declared(encoding, text.as_bytes())).expect("sheets");
        assert_eq!(sheets[0].rows, [vec![Value::Text(text.to_owned())]], "{encoding}");
    }
    let gbk = [0xb6, 0xa8, 0xbc, 0xdb];
    for (encoding, text) in [("GBK", &gbk[..]), ("UTF-8", &gbk[..]), ("ISO-8859-1", &[0xe9])] {
        assert_eq!(read(&declared(encoding, text)), Err(Refused::Damaged), "{encoding} {text:?}");
    }
}

#[test]
fn a_far_cell_in_a_tiny_sheet_is_refused_without_making_room_for_what_lies_between() {
    let rows = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    let bytes = archive(workbook(rows));
    assert!(bytes.len() < 3_000);
    assert_eq!(read(&bytes), Err(Refused::TooManyCells));
}

#[test]
fn far_cells_within_the_limits_of_each_row_do_not_add_up_beyond_the_limit_of_all() {
    let rows: String = (1..=2_000)
        .map(|row| format!(r#"<row r="{row}"><c r="RZ{row}"><v>1</v></c></row>"#))
        .collect::<Vec<_>>()
        .concat();
    assert_eq!(read(&archive(workbook(&rows))), Err(Refused::TooManyCells));
}

#[test]
fn a_small_file_that_unpacks_to_very_much_is_refused_before_it_is_read() {
    let mut parts = workbook("");
    parts.push(("xl/sharedStrings.xml".to_owned(), vec![b' '; MOST_INFLATED as usize + 1]));
    let bytes = archive(parts);
    assert!(bytes.len() < 400_000);
    assert_eq!(read(&bytes), Err(Refused::TooLarge));
}

#[test]
fn ten_thousand_parts_are_refused() {
    let parts = (0..10_000).map(|part| (format!("xl/{part}.xml"), Vec::new()));
    assert_eq!(read(&archive(workbook("").into_iter().chain(parts))), Err(Refused::TooManyParts));
}

#[test]
fn a_part_outside_the_archive_is_refused() {
    for name in ["../../etc/passwd", "/etc/passwd", "xl\\..\\..\\x", "C:\\x"] {
        let parts = workbook("").into_iter().chain([(name.to_owned(), b"x".to_vec())]);
        assert_eq!(read(&archive(parts)), Err(Refused::UnsafePath), "{name}");
    }
}

#[test]
fn other_files_under_the_name_of_a_spreadsheet_are_told_apart() {
    let old = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    let stream: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let macros = workbook("").into_iter().chain([("xl/vbaProject.bin".to_owned(), b"x".to_vec())]);
    assert_eq!(read(&[&old[..], &[0; 600]].concat()), Err(Refused::OldFormat));
    assert_eq!(read(&[&old[..], &[0; 600], &stream].concat()), Err(Refused::Encrypted));
    assert_eq!(read(&archive(macros)), Err(Refused::Macros));
    assert_eq!(read(b"name,price\nA,1\n"), Err(Refused::NotASpreadsheet));
    assert_eq!(read(b""), Err(Refused::NotASpreadsheet));
    assert_eq!(read(&archive([("a.txt".to_owned(), b"a".to_vec())])), Err(Refused::Damaged));
}

/// A book of texts, numbers and formulas.
fn book(texts: &[&str]) -> Book {
    let cells = texts.iter().zip(0..).map(|(text, row)| Cell {
        row,
        content: Content::Text((*text).to_owned()),
        ..Cell::default()
    });
    let number = Cell { column: 1, content: Content::Number(0.1), format: "0.00%".to_owned(), ..Cell::default() };
    let sheet = Sheet { name: "A".to_owned(), widths: vec![20.0], cells: cells.chain([number]).collect() };
    Book { title: "A".to_owned(), sheets: vec![sheet] }
}

#[test]
fn text_that_looks_like_a_formula_stays_text() {
    let texts = ["=1+1", "+1", "-1", "@A1", "\t=1", "＝1+1", "=cmd|' /C calc'!A0"];
    let sheets = read(&write(&book(&texts)).expect("a file")).expect("sheets");
    for (row, text) in texts.iter().enumerate() {
        assert_eq!(sheets[0].rows[row][0], Value::Text((*text).to_owned()));
    }
    assert_eq!(sheets[0].rows[0][1], Value::Number(0.1));
}

#[test]
fn names_of_sheets_are_what_every_program_takes() {
    assert_eq!(sheet_name("Price / cost: [a]*?\\", &[]), "Price cost a");
    assert_eq!(sheet_name("成本加成定价", &[]), "成本加成定价");
    assert_eq!(sheet_name("", &[]), "Sheet");
    assert_eq!(sheet_name("'", &[]), "Sheet");
    assert_eq!(sheet_name("a", &["A".to_owned()]), "a 2");
    let long = "x".repeat(40);
    assert_eq!(sheet_name(&long, &[]).len(), 31);
    assert_eq!(sheet_name(&long, &[sheet_name(&long, &[])]), format!("{} 2", "x".repeat(29)));
}

proptest! {
    #[test]
    fn damage_never_makes_the_reader_fall_over(flips in prop::collection::vec((0.0..1.0, any::<u8>()), 1..20), cut in 0.0..2.0) {
        let mut bytes = write(&book(&["a", "b"])).expect("a file");
        for (place, byte) in flips {
            let at = (place * bytes.len() as f64) as usize;
            bytes[at] ^= byte;
        }
        bytes.truncate((cut * bytes.len() as f64) as usize + 1);
        let _ = read(&bytes);
    }

    #[test]
    fn no_bytes_make_the_reader_fall_over(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes);
        let _ = read(&[b"PK\x03\x04", &bytes[..]].concat());
    }
}
