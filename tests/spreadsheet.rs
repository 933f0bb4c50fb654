//! What the sheets of a book say and where: heads over columns, names beside rows, and the formulas as they are written.

mod support;

use sales_workbench::engine::Calculator;
use sales_workbench::exchange::spreadsheet::{Wording, book};
use sales_workbench::text::format::Plain;
use sales_workbench::text::{Currency, Language};
use sales_workbench::workbook::contents::{BASE, Kept, Workbook};
use sales_workbench::workbook::request;
use serde_json::{Value, json};
use std::rc::Rc;
use support::words;
use support::workbooks::calculator;
use workbench_spreadsheet::book::{Book, Content, Sheet};

/// The book of a calculator with these inputs.
fn book_of(calculator: &'static Calculator, inputs: &Value) -> Book {
    let given = inputs.as_object().map(|inputs| request::read_inputs(calculator.sheet(), inputs));
    let inputs = given.and_then(Result::ok).unwrap_or_else(|| panic!("{inputs} are no inputs of {}", calculator.id));
    let mut workbook = Workbook::default();
    workbook.calculators.insert(calculator.id, Rc::new(Kept::new(inputs)));
    let wording = Wording {
        words: &words::all(Language::English),
        formatter: &Plain { currency: Currency::Usd },
        currency: Currency::Usd,
        title: &|id: &str| id.to_owned(),
        scenario: "Base",
        day: "2026-11-25",
    };
    book(&workbook, BASE, &[calculator], &wording)
}

/// What a cell holds, a formula after its sign of equality; nothing where there is no cell.
fn held(sheet: &Sheet, row: u32, column: u16) -> String {
    let cell = sheet.cells.iter().find(|cell| (cell.row, cell.column) == (row, column));
    match cell.map(|cell| &cell.content) {
        None | Some(Content::Empty) => String::new(),
        Some(Content::Text(text)) => text.clone(),
        Some(Content::Number(figure)) => figure.to_string(),
        Some(Content::Formula(formula, _) | Content::Wording(formula, _)) => format!("={formula}"),
    }
}

/// The sheet of a calculator in its book.
fn sheet_of(id: &str, inputs: &Value) -> Sheet {
    book_of(calculator(id), inputs).sheets.swap_remove(1)
}

/// The first row of the sheet whose first cells hold this.
fn row_of(sheet: &Sheet, first: &[&str]) -> u32 {
    let begins = |row: &u32| first.iter().zip(0..).all(|(text, column)| held(sheet, *row, column) == *text);
    let mut rows = sheet.cells.iter().map(|cell| cell.row).filter(begins);
    rows.next().unwrap_or_else(|| panic!("no row {first:?} in {}", sheet.name))
}

/// What so many cells of a row hold.
fn line(sheet: &Sheet, row: u32, cells: u16) -> String {
    (0..cells).map(|column| held(sheet, row, column)).collect::<Vec<_>>().join(" | ")
}

/// The formula beside a label with the labels of the rows that it names: `[Fixed cost]`, and `[North G]` for column G.
fn formula(sheet: &Sheet, label: &str) -> String {
    let formula = held(sheet, row_of(sheet, &[label]), 1);
    let mut parts = formula.split('$');
    let mut text = parts.next().unwrap_or_default().to_owned();
    while let (Some(column), Some(rest)) = (parts.next(), parts.next()) {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (row, rest) = rest.split_at(digits);
        let name = held(sheet, row.parse::<u32>().map_or(0, |row| row - 1), 0);
        let column = if column == "B" { String::new() } else { format!(" {column}") };
        text.extend(["[", &name, &column, "]", rest]);
    }
    text
}

#[test]
fn every_sheet_says_of_which_scenario_and_day_it_is() {
    let book = book_of(calculator("pricing.cost_plus"), &json!({}));
    assert_eq!(
        book.sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(),
        ["Contents", "pricing.cost_plus"]
    );
    for sheet in &book.sheets {
        assert_eq!(held(sheet, 1, 0), "Scenario: Base. Exported 2026-11-25.", "{}", sheet.name);
    }
}

#[test]
fn formulas_are_written_as_a_person_writes_them() {
    let sheet = sheet_of("pricing.cost_plus", &json!({}));
    for (label, expected) in [
        (
            "Price",
            "=IF(0<=[Unit variable cost × (1 + Markup on cost)],[Unit variable cost × (1 + Markup on cost)],NA())",
        ),
        ("Break-even volume", "=IF(0<[Contribution per unit],[Fixed cost]/[Contribution per unit],NA())"),
        ("Break-even volume, whole units", "=-INT(-[Break-even volume])"),
        ("Total cost", "=[Fixed cost]+[Unit variable cost]*[Expected volume]"),
        ("Wanted profit", "=IF([Method]=3,[Investment]*[Return on investment],[Target profit])"),
        ("Contribution per unit", "=[Price]-[Unit variable cost]"),
    ] {
        assert_eq!(formula(&sheet, label), expected, "{label}");
    }
}

#[test]
fn formulas_name_an_input_where_it_is_typed_and_repeat_none() {
    let sheet = sheet_of("pricing.cost_plus", &json!({}));
    let first = row_of(&sheet, &["Steps on the way"]) + 1;
    let steps: Vec<String> =
        (first..first + 20).map(|row| held(&sheet, row, 0)).take_while(|label| !label.is_empty()).collect();
    let expected = [
        "Method",
        "Wanted profit",
        "Unit variable cost + (Fixed cost + Wanted profit) ÷ Expected volume",
        "Unit variable cost × (1 + Markup on cost)",
    ];
    assert_eq!(steps, expected);
}

#[test]
fn a_sum_over_a_row_of_a_grid_runs_over_that_row() {
    let sheet = sheet_of("market.score", &json!({}));
    let scores = row_of(&sheet, &["Opportunities", "Weighted score"]);
    let grid = row_of(&sheet, &["Contribution to the score"]) + 2;
    for place in 0..4 {
        let run = grid + place + 1;
        assert_eq!(held(&sheet, scores + 1 + place, 1), format!("=SUM($B${run}:$G${run})"));
        assert_eq!(held(&sheet, scores + 1 + place, 0), held(&sheet, grid + place, 0));
    }
}

#[test]
fn the_columns_of_a_table_stand_under_their_heads_and_beside_their_names() {
    let sheet = sheet_of("market.score", &json!({}));
    let heads = row_of(&sheet, &["Factors", "Which is better"]);
    let expected = [
        "Factors | Which is better | Weight (of all weights) | Swing points (0 to 100) | Scale from | Scale to",
        "Market size | Higher is better | 0.2 | 80 | 1 | 10",
        "Growth potential | Higher is better | 0.2 | 80 | 1 | 10",
        "Competition | Lower is better | 0.15 | 60 | 1 | 10",
        "Profitability | Higher is better | 0.25 | 100 | 1 | 10",
        "Entry barriers | Lower is better | 0.08 | 30 | 1 | 10",
        "Risk | Lower is better | 0.12 | 50 | 1 | 10",
    ];
    for (expected, row) in expected.into_iter().zip(heads..) {
        assert_eq!(line(&sheet, row, 6), expected);
    }
}

#[test]
fn a_grid_of_three_tables_names_both_of_a_row() {
    let sheet = sheet_of("market.score", &json!({ "scored_by": "several" }));
    let first = row_of(&sheet, &["Sales · Private clinics"]);
    assert_eq!(line(&sheet, first - 1, 4), " | Market size | Growth potential | Competition");
    let names: Vec<String> = (first..first + 12).map(|row| held(&sheet, row, 0)).collect();
    let opportunities = ["Private clinics", "Logistics firms", "Online shops", "Local government"];
    let expected = ["Sales", "Product", "Finance"].map(|rater| opportunities.map(|one| format!("{rater} · {one}")));
    assert_eq!(names, expected.concat());
    assert_eq!(line(&sheet, first + 6, 7), "Product · Online shops | 9 | 7 | 8 | 5 | 2 | 6");
}
