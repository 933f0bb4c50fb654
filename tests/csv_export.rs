//! What leaves as CSV reads back as the very same figures and texts, and runs nowhere.
#![allow(clippy::unwrap_used, reason = "what is wrong here stops the test")]

mod support;

use proptest::prelude::*;
use sales_workbench::calculators;
use sales_workbench::engine::{Calculator, Evaluation, InputSet, OutcomeKind};
use sales_workbench::exchange::csv::{self, Field};
use sales_workbench::presentation::chart::draw;
use sales_workbench::presentation::tables::{self, Content, Figures};
use sales_workbench::text::{Currency, Language};
use support::inputs::{Reach, dice, thrown};
use support::some_calculator;
use support::words::{all, labels};

/// The rows as a reader that is not ours finds them.
fn read(text: &str) -> Vec<Vec<String>> {
    let plain = text.strip_prefix('\u{feff}').unwrap();
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(plain.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Whether a cell that was read is what was meant.
fn says(content: &Content, text: &str) -> bool {
    match content {
        Content::Nothing => text.is_empty(),
        Content::Text(meant) => text.strip_prefix('\'').unwrap_or(text) == meant || text == meant,
        Content::Figure(figure, _) => text.parse::<f64>().is_ok_and(|read| read == *figure),
    }
}

fn tables(calculator: &'static Calculator, language: Language, inputs: &InputSet, each: impl Fn(&Figures, &str, &str)) {
    let words = all(language);
    let labels = labels(&words, calculator, inputs);
    let evaluation = Evaluation::of(calculator.sheet(), inputs);
    let name = format!("{} {}", calculator.id, language.tag());
    for table in tables::inputs(&labels, &evaluation).iter().chain(&tables::results(&labels, &evaluation)) {
        each(table, &csv::table(&labels, Currency::Twd, table), &format!("{name} {}", table.title));
    }
}

fn reads_back(table: &Figures, text: &str, name: &str) {
    let rows = read(text);
    assert_eq!(rows.len(), table.rows.len() + 1, "{name}");
    let width = table.headings.len() + usize::from(table.mixed);
    assert!(rows.iter().all(|row| row.len() == width), "{name}");
    for (row, read) in table.rows.iter().zip(&rows[1..]) {
        for (cell, text) in row.iter().zip(read) {
            assert!(says(&cell.content, text), "{name}: {:?} reads {text}", cell.content);
        }
    }
}

#[test]
fn every_table_of_every_calculator_reads_back_in_every_language() {
    for language in Language::ALL {
        for calculator in calculators::loaded() {
            tables(calculator, language, &InputSet::preset(calculator.sheet()), reads_back);
        }
    }
}

#[test]
fn every_input_and_result_in_play_is_in_the_long_table_with_its_unit() {
    for calculator in calculators::loaded() {
        let (words, inputs) = (all(Language::English), InputSet::preset(calculator.sheet()));
        let labels = labels(&words, calculator, &inputs);
        let evaluation = Evaluation::of(calculator.sheet(), &inputs);
        let all: Vec<Figures> = [tables::inputs(&labels, &evaluation), tables::results(&labels, &evaluation)].concat();
        let rows = read(&csv::long(&labels, Currency::Eur, &all));
        let cells = all.iter().flat_map(|table| table.rows.iter().map(|row| row.len() - 1)).sum::<usize>();
        assert_eq!(rows.len(), cells + 1, "{}", calculator.id);
        assert_eq!(rows[0], ["Group", "Name", "Row", "Value", "Unit"]);
        let headline = calculator.sheet().headline().unwrap();
        let found = rows.iter().find(|row| row[1] == labels.word(headline.key)).unwrap();
        let figure = evaluation.figure(headline.node);
        if !matches!(headline.kind, OutcomeKind::Number) {
            assert_eq!(found[3], labels.outcome(headline, figure), "{}", calculator.id);
            continue;
        }
        assert_eq!(found[3].parse::<f64>().ok(), figure, "{}", calculator.id);
        let unit = csv::unit_name(&labels, calculator.sheet().node(headline.node).unit, Currency::Eur);
        assert_eq!(found[4], unit, "{}", calculator.id);
        assert!(!unit.contains("unit.") && !unit.contains("money"), "{unit}");
    }
}

#[test]
fn every_picture_has_all_its_figures_in_its_file() {
    for calculator in calculators::loaded() {
        let (words, inputs) = (all(Language::SimplifiedChinese), InputSet::preset(calculator.sheet()));
        let labels = labels(&words, calculator, &inputs);
        let evaluation = Evaluation::of(calculator.sheet(), &inputs);
        for drawing in calculator.sheet().charts.iter().filter_map(|chart| draw(&labels, &evaluation, None, chart)) {
            let listing = &drawing.listing;
            let (rows, names) =
                (read(&csv::listing(&labels, Currency::Cny, listing)), usize::from(!listing.names.is_empty()));
            assert_eq!(rows.len(), listing.columns[0].figures.len() + 1);
            for (place, column) in listing.columns.iter().enumerate() {
                for (row, figure) in column.figures.iter().enumerate() {
                    assert_eq!(rows[row + 1][place + names].parse().ok(), *figure, "{} {}", calculator.id, column.name);
                }
            }
        }
    }
}

#[test]
fn no_text_runs_as_a_formula_and_no_figure_is_led_by_an_apostrophe() {
    for start in ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"] {
        let text = format!("{start}HYPERLINK(\"http://x\",1)");
        let rows = read(&csv::write(&[vec![Field::Text(text.clone()), Field::Number(-1.5)]]));
        assert_eq!(rows[0][0], format!("'{text}"));
        assert_eq!(rows[0][1], "-1.5");
    }
    assert_eq!(csv::write(&[vec![Field::Text("a=b".into()), Field::Empty]]), "\u{feff}a=b,\r\n");
    assert_eq!(csv::write(&[vec![Field::Number(f64::NAN), Field::Number(-0.0)]]), "\u{feff},0\r\n");
}

proptest! {
    #[test]
    fn any_text_and_figure_reads_back(texts in prop::collection::vec("(\\PC|.|[\",\r\n=@']){0,12}", 1..5), figures in prop::collection::vec(prop::num::f64::NORMAL, 1..5)) {
        let fields = texts.iter().cloned().map(Field::Text).chain(figures.iter().copied().map(Field::Number));
        // A figure first: a line that is one empty text is read as no line at all.
        let row: Vec<Field> = std::iter::once(Field::Number(1.0)).chain(fields).collect();
        let rows = read(&csv::write(&[row]));
        prop_assert_eq!(rows.len(), 1);
        for (text, read) in texts.iter().zip(&rows[0][1..]) {
            prop_assert!(read == text || read.strip_prefix('\'') == Some(text.as_str()), "{:?} reads {:?}", text, read);
        }
        for (figure, read) in figures.iter().zip(&rows[0][1 + texts.len()..]) {
            prop_assert_eq!(read.parse::<f64>().unwrap().to_bits(), figure.to_bits());
        }
    }

    #[test]
    fn tables_of_any_inputs_read_back(dice in dice(), which in any::<prop::sample::Index>()) {
        let calculator = *which.get(&calculators::loaded().collect::<Vec<_>>());
        tables(calculator, Language::English, &thrown(calculator.sheet(), &dice, Reach::Beyond), reads_back);
    }
}

#[test]
fn a_unit_is_named_with_its_powers() {
    use sales_workbench::engine::unit::{COUNT, DAYS, MONEY, NUMBER, PRICE};
    let words = all(Language::English);
    let calculator = some_calculator(0);
    let preset = InputSet::preset(calculator.sheet());
    let labels = labels(&words, calculator, &preset);
    for (unit, name) in [
        (PRICE, "EUR/item"),
        (MONEY.per(DAYS), "EUR/day"),
        (PRICE.times(PRICE), "EUR^2/item^2"),
        (NUMBER.per(COUNT), "1/item"),
    ] {
        assert_eq!(csv::unit_name(&labels, unit, Currency::Eur), name);
    }
}
