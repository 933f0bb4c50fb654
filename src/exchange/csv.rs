//! Tables as CSV (RFC 4180) that spreadsheets read as they are meant: UTF-8 with its mark, lines ended by CR LF, no cell that runs
//! as a formula.
//!
//! Figures are written in full, as the shortest decimal that reads back as the very same figure, not as they are shown: what
//! is computed on further must not carry the rounding of a page.

use crate::engine::Unit;
use crate::presentation::chart::Listing;
use crate::presentation::labels::Labels;
use crate::presentation::tables::{Content, Figures, Heading};
use crate::text::Currency;
use crate::text::format::exact;

/// Without this mark Excel reads Chinese as Latin letters.
const MARK: char = '\u{feff}';

/// What is in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    Text(String),
    /// What is not finite is left empty.
    Number(f64),
    Empty,
}

/// Rows as CSV.
#[must_use]
pub fn write(rows: &[Vec<Field>]) -> String {
    let mut out = String::from(MARK);
    for row in rows {
        for (place, field) in row.iter().enumerate() {
            if place > 0 {
                out.push(',');
            }
            match field {
                Field::Text(text) => write_text(&mut out, text),
                Field::Number(figure) if figure.is_finite() => out.push_str(&exact(*figure)),
                Field::Number(_) | Field::Empty => {}
            }
        }
        out.push_str("\r\n");
    }
    out
}

fn write_text(out: &mut String, text: &str) {
    let mark = if would_run(text) { "'" } else { "" };
    if !text.contains([',', '"', '\r', '\n']) && text.trim() == text {
        out.push_str(mark);
        out.push_str(text);
        return;
    }
    out.push('"');
    out.push_str(mark);
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}

/// Whether a spreadsheet would take a text for a formula; an apostrophe in front of it keeps it a text.
fn would_run(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// A table of figures: the units are in the headings, or beside the figures where each row has its own.
#[must_use]
pub fn table(labels: &Labels, currency: Currency, figures: &Figures) -> String {
    let unit = |unit: Option<Unit>| unit.map(|unit| unit_name(labels, unit, currency));
    let mut heading: Vec<Field> = figures.headings.iter().map(|one| Field::Text(headed(one, unit(one.unit)))).collect();
    if figures.mixed {
        heading.push(Field::Text(labels.word("csv.unit")));
    }
    let rows = figures.rows.iter().map(|row| {
        let mut fields: Vec<Field> = row.iter().map(|cell| field(&cell.content)).collect();
        if figures.mixed {
            let last = row.last().and_then(|cell| unit(cell.content.unit()));
            fields.push(last.map_or(Field::Empty, Field::Text));
        }
        fields
    });
    write(&std::iter::once(heading).chain(rows).collect::<Vec<_>>())
}

/// Everything in one table of one form, a figure a row: what it belongs to, its name, its row, the figure and its unit.
#[must_use]
pub fn long(labels: &Labels, currency: Currency, all: &[Figures]) -> String {
    let heading =
        ["csv.group", "csv.name", "csv.row", "csv.value", "csv.unit"].map(|key| Field::Text(labels.word(key)));
    let mut rows = vec![heading.to_vec()];
    for figures in all {
        let group = if figures.group.is_empty() { &figures.title } else { &figures.group };
        for row in &figures.rows {
            let name = row.first().map_or(Field::Empty, |cell| field(&cell.content));
            for (place, cell) in row.iter().enumerate().skip(1) {
                let column = figures.headings.get(place).map_or_else(String::new, |heading| heading.name.clone());
                let (column, of) =
                    if figures.mixed { (name.clone(), Field::Empty) } else { (Field::Text(column), name.clone()) };
                let unit =
                    cell.content.unit().map_or(Field::Empty, |unit| Field::Text(unit_name(labels, unit, currency)));
                rows.push(vec![Field::Text(group.clone()), column, of, field(&cell.content), unit]);
            }
        }
    }
    write(&rows)
}

/// What is drawn, every figure of it, also those that the table on the page leaves out.
#[must_use]
pub fn listing(labels: &Labels, currency: Currency, listing: &Listing) -> String {
    let named = !listing.names.is_empty();
    let columns = listing.columns.iter().map(|column| {
        let heading = Heading { name: column.name.clone(), unit: Some(column.unit) };
        Field::Text(headed(&heading, Some(unit_name(labels, column.unit, currency))))
    });
    let heading = named.then(|| Field::Text(listing.heading.clone())).into_iter().chain(columns).collect();
    let count = listing.columns.first().map_or(0, |column| column.figures.len());
    let rows = (0..count).map(|row| {
        let figure = |figures: &[Option<f64>]| figures.get(row).copied().flatten().map_or(Field::Empty, Field::Number);
        let name = named.then(|| listing.names.get(row).map_or(Field::Empty, |name| Field::Text(name.clone())));
        name.into_iter().chain(listing.columns.iter().map(|column| figure(&column.figures))).collect()
    });
    write(&std::iter::once(heading).chain(rows).collect::<Vec<_>>())
}

fn field(content: &Content) -> Field {
    match content {
        Content::Nothing => Field::Empty,
        Content::Text(text) => Field::Text(text.clone()),
        Content::Figure(figure, _) => Field::Number(*figure),
    }
}

fn headed(heading: &Heading, unit: Option<String>) -> String {
    match unit.filter(|unit| !unit.is_empty()) {
        Some(unit) => format!("{} ({unit})", heading.name),
        None => heading.name.clone(),
    }
}

/// A unit in words, money by the code of its currency: `USD/item`. A pure number has none.
#[must_use]
pub fn unit_name(labels: &Labels, unit: Unit, currency: Currency) -> String {
    let base = |base: &str| match base {
        "money" => currency.code().to_owned(),
        "number" => String::new(),
        // One over something.
        "1" => "1".to_owned(),
        other => labels.word(&format!("unit.name.{other}")),
    };
    let raised = |part: &str| match part.split_once('^') {
        Some((of, power)) => format!("{}^{power}", base(of)),
        None => base(part),
    };
    let side = |side: &str| side.split('·').map(raised).collect::<Vec<_>>().join("·");
    unit.name().split('/').map(side).collect::<Vec<_>>().join("/")
}
