//! Writes a book as an XLSX file.

use std::collections::HashMap;

use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, Format, FormatAlign, FormatBorder, Formula, Note, Workbook, Worksheet,
    XlsxError,
};

use crate::book::{Book, Cell, Content, Look, Sheet};

/// A book that cannot be written: a name twice, a cell outside every sheet, a text longer than a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unwritable;

impl From<XlsxError> for Unwritable {
    fn from(_: XlsxError) -> Self {
        Self
    }
}

/// The most characters a cell holds.
const MOST_CHARACTERS: usize = 32_767;
/// The most characters of a list that is written into a cell's rule.
const MOST_IN_LIST: usize = 255;

/// The bytes of the file. A program that opens it computes every formula again.
///
/// # Errors
/// `Unwritable`
pub fn write(book: &Book) -> Result<Vec<u8>, Unwritable> {
    let mut file = Workbook::new();
    file.set_properties(&DocProperties::new().set_title(&book.title));
    let mut formats = HashMap::new();
    for sheet in &book.sheets {
        let page = file.add_worksheet();
        page.set_name(&sheet.name)?;
        lay_out(page, sheet)?;
        for cell in &sheet.cells {
            let format = formats.entry((cell.look, cell.format.as_str())).or_insert_with(|| format(cell));
            put(page, cell, format)?;
        }
    }
    Ok(file.save_to_buffer()?)
}

fn lay_out(page: &mut Worksheet, sheet: &Sheet) -> Result<(), Unwritable> {
    page.set_screen_gridlines(false).set_landscape().set_print_fit_to_pages(1, 0);
    for (column, width) in (0..).zip(&sheet.widths) {
        page.set_column_width(column, *width)?;
    }
    Ok(())
}

fn put(page: &mut Worksheet, cell: &Cell, format: &Format) -> Result<(), Unwritable> {
    let (row, column) = (cell.row, cell.column);
    match &cell.content {
        Content::Empty => page.write_blank(row, column, format)?,
        Content::Text(text) => page.write_string_with_format(row, column, cut(text), format)?,
        Content::Number(number) if !number.is_finite() => page.write_blank(row, column, format)?,
        Content::Number(number) => page.write_number_with_format(row, column, *number, format)?,
        Content::Formula(formula, cached) => {
            let cached = cached.map_or_else(|| "#N/A".to_owned(), |value| value.to_string());
            let formula = Formula::new(formula).set_result(cached);
            page.write_formula_with_format(row, column, formula, format)?
        }
        Content::Wording(formula, cached) => {
            page.write_formula_with_format(row, column, Formula::new(formula).set_result(cached), format)?
        }
    };
    if !cell.note.is_empty() {
        let note = Note::new(&cell.note).add_author_prefix(false).set_width(320).set_height(90);
        page.insert_note(row, column, &note)?;
    }
    let in_list: usize = cell.choices.iter().map(|choice| choice.encode_utf16().count() + 1).sum();
    let listable = cell.choices.iter().all(|choice| !choice.contains(','));
    if !cell.choices.is_empty() && listable && in_list <= MOST_IN_LIST {
        page.add_data_validation(row, column, row, column, &DataValidation::new().allow_list_strings(&cell.choices)?)?;
    }
    Ok(())
}

fn cut(text: &str) -> &str {
    text.char_indices().nth(MOST_CHARACTERS / 2).map_or(text, |(at, _)| &text[..at])
}

fn format(cell: &Cell) -> Format {
    let plain = Format::new().set_align(FormatAlign::Top);
    let format = match cell.look {
        Look::Plain => plain,
        Look::Title => plain.set_bold().set_font_size(16),
        Look::Heading => plain.set_bold().set_font_size(12),
        Look::Column => plain.set_bold().set_border_bottom(FormatBorder::Thin).set_text_wrap(),
        Look::Input => plain
            .set_background_color(Color::RGB(0x00FF_F8E1))
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0x00D9_C98F)),
        Look::Headline => plain.set_bold(),
        Look::Aside => plain.set_font_color(Color::RGB(0x0060_6770)).set_text_wrap(),
    };
    if cell.format.is_empty() { format } else { format.set_num_format(&cell.format) }
}
