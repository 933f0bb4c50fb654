//! What leaves as CSV reads back as the very same figures and texts, and runs nowhere.
#![allow(clippy::unwrap_used, reason = "what is wrong here stops the test")]

mod support;

use proptest::prelude::*;
use sales_workbench::calculators;
use sales_workbench::engine::{Calculator, Evaluation, InputSet, OutcomeKind};
use sales_workbench::text::{Currency, Language};
use sales_workbench::tools::chart::draw;
use sales_workbench::tools::csv::{self, Field};
use sales_workbench::tools::figures::{self, Content, Figures};
use support::inputs::{Reach, dice, thrown};
use support::words::{all, speech};

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
    let speech = speech(&words, calculator, inputs);
    let evaluation = Evaluation::of(calculator.sheet(), inputs);
    let name = format!("{} {}", calculator.id, language.tag());
    for table in figures::inputs(&speech, &evaluation).iter().chain(&figures::results(&speech, &evaluation)) {
        each(table, &csv::table(&speech, Currency::Twd, table), &format!("{name} {}", table.title));
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
        for calculator in calculators::ALL {
            tables(calculator, language, &InputSet::preset(calculator.sheet()), reads_back);
        }
    }
}

#[test]
fn every_input_and_result_in_play_is_in_the_long_table_with_its_unit() {
    for calculator in calculators::ALL {
        let (words, inputs) = (all(Language::English), InputSet::preset(calculator.sheet()));
        let speech = speech(&words, calculator, &inputs);
        let evaluation = Evaluation::of(calculator.sheet(), &inputs);
        let all: Vec<Figures> =
            [figures::inputs(&speech, &evaluation), figures::results(&speech, &evaluation)].concat();
        let rows = read(&csv::long(&speech, Currency::Eur, &all));
        let cells = all.iter().flat_map(|table| table.rows.iter().map(|row| row.len() - 1)).sum::<usize>();
        assert_eq!(rows.len(), cells + 1, "{}", calculator.id);
        assert_eq!(rows[0], ["Group", "Name", "Row", "Value", "Unit"]);
        let headline = calculator.sheet().headline().unwrap();
        let found = rows.iter().find(|row| row[1] == speech.word(headline.key)).unwrap();
        let figure = evaluation.figure(headline.node);
        if !matches!(headline.kind, OutcomeKind::Number) {
            assert_eq!(found[3], speech.outcome(headline, figure), "{}", calculator.id);
            continue;
        }
        assert_eq!(found[3].parse::<f64>().ok(), figure, "{}", calculator.id);
        let unit = csv::unit_name(&speech, calculator.sheet().node(headline.node).unit, Currency::Eur);
        assert_eq!(found[4], unit, "{}", calculator.id);
        assert!(!unit.contains("unit.") && !unit.contains("money"), "{unit}");
    }
}

#[test]
fn every_picture_has_all_its_figures_in_its_file() {
    for calculator in calculators::ALL {
        let (words, inputs) = (all(Language::SimplifiedChinese), InputSet::preset(calculator.sheet()));
        let speech = speech(&words, calculator, &inputs);
        let evaluation = Evaluation::of(calculator.sheet(), &inputs);
        for drawing in calculator.sheet().charts.iter().filter_map(|chart| draw(&speech, &evaluation, None, chart)) {
            let listing = &drawing.listing;
            let (rows, names) =
                (read(&csv::listing(&speech, Currency::Cny, listing)), usize::from(!listing.names.is_empty()));
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
        let calculator = *which.get(calculators::ALL);
        tables(calculator, Language::English, &thrown(calculator.sheet(), &dice, Reach::Beyond), reads_back);
    }
}
