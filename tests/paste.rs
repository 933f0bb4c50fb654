//! What is pasted from a spreadsheet: read as a block, shown before it is done, done as one step.

mod support;

use std::rc::Rc;

use proptest::prelude::*;
use sales_workbench::calculators;
use sales_workbench::engine::{Calculator, InputId};
use sales_workbench::exchange::fill;
use sales_workbench::exchange::paste::{block, into_grid, into_table};
use sales_workbench::state::{Action, State};
use sales_workbench::workbook::request;
use serde_json::{Value, json};

fn calculator(id: &str) -> &'static Calculator {
    calculators::find(id).unwrap_or_else(|| panic!("no calculator {id}"))
}

fn input(calculator: &Calculator, path: &str) -> InputId {
    let sheet = calculator.sheet();
    (0..sheet.inputs.len() as u32)
        .map(InputId)
        .find(|id| sheet.path(*id) == path)
        .unwrap_or_else(|| panic!("no input {path}"))
}

/// The inputs after a text was pasted over these columns from a row on.
fn pasted(calculator: &'static Calculator, columns: &[&str], row: usize, text: &str) -> (State, Value) {
    let columns: Vec<InputId> = columns.iter().map(|path| input(calculator, path)).collect();
    let block = block(text).unwrap_or_else(|| panic!("{text:?} is one cell"));
    let pasted = into_table(calculator.sheet(), calculator.id, &columns, row, &block).unwrap_or_default();
    let state = State::default().reduce(Action::Preview(Rc::new(pasted))).reduce(Action::Fill);
    let inputs = request::write_inputs(calculator.sheet(), &state.kept(calculator).inputs);
    (state, Value::Object(inputs))
}

fn column(inputs: &Value, table: &str, key: &str) -> Vec<Value> {
    inputs[table].as_array().into_iter().flatten().map(|row| row[key].clone()).collect()
}

#[test]
fn a_single_cell_is_simply_typed() {
    for text in ["12", " 12 \n", "", "\r\n"] {
        assert_eq!(block(text), None, "{text:?}");
    }
    assert_eq!(block("1\r\n2\r\n"), Some(vec![vec!["1"], vec!["2"]]));
    assert_eq!(block("a\t1"), Some(vec![vec!["a", "1"]]));
}

#[test]
fn a_column_fills_the_rows_below_and_adds_what_it_needs() {
    let funnel = calculator("funnel.conversion");
    let (state, inputs) = pasted(funnel, &["stages.count"], 1, "1,200\n600\n3百\n150\n75\n40\n");
    assert_eq!(column(&inputs, "stages", "count"), [2000.0, 1200.0, 600.0, 300.0, 150.0, 75.0, 40.0].map(Value::from));
    assert!(state.kept(funnel).drafts.is_empty());
    let undone = state.reduce(Action::Undo);
    assert!(!undone.can_undo() && undone.kept(funnel) == State::default().kept(funnel), "one step to undo");
}

/// The comparisons after a text was pasted at the first pair, and the cells whose pairs contradict themselves.
fn pasted_pairs(text: &str) -> (Value, Vec<usize>) {
    let score = calculator("market.score");
    let (state, comparisons) = (State::default(), input(score, "comparisons"));
    let rows = state.kept(score).inputs.figures(comparisons).len().isqrt();
    assert_eq!(rows, 6);
    let filling = into_grid(
        score.sheet(),
        score.id,
        &state.kept(score).inputs,
        (comparisons, 1),
        &block(text).unwrap_or_default(),
    )
    .unwrap_or_default();
    let pairs = fill::pairs(&filling, score.sheet(), &state.kept(score).inputs, &state.words, state.settings);
    let state = state.reduce(Action::Preview(Rc::new(filling))).reduce(Action::Fill);
    assert!(state.kept(score).drafts.is_empty());
    let inputs = request::write_inputs(score.sheet(), &state.kept(score).inputs);
    (inputs["comparisons"].clone(), pairs.contradictions.into_iter().map(|(_, cell)| cell).collect())
}

#[test]
fn a_whole_grid_of_pairs_is_pasted_and_a_contradiction_fills_nothing() {
    let (whole, none) = pasted_pairs(
        "1\t3\t5\t2\t2\t2\n0.33\t1\t2\t2\t2\t2\n\t\t1\t4\t4\t4\n\t\t\t1\t\t\n\t\t\t0.5\t1\t\n\t\t\t0.2\t0.25\t1",
    );
    assert_eq!(none, Vec::<usize>::new());
    assert_eq!(whole[0], json!([1.0, 3.0, 5.0, 2.0, 2.0, 2.0]));
    assert_eq!(whole[3], json!([0.5, 0.5, 0.25, 1.0, 2.0, 5.0]));
    assert_eq!((&whole[1][0], &whole[4][5]), (&json!(1.0 / 3.0), &json!(4.0)));
    let (kept, named) =
        pasted_pairs("1\t3\t5\t2\t2\t2\n3\t7\t2\t2\t2\t2\n\t\t1\t4\t4\t4\n\t\t\t1\t3\t3\n\t\t\t\t1\t3\n\t\t\t\t\t1");
    assert_eq!(named, [1, 6, 7]);
    assert_eq!(kept[0], json!([1.0, 1.0, 5.0, 2.0, 2.0, 2.0]), "the pair that contradicts itself stays as it was");
}

#[test]
fn a_block_fills_names_options_and_figures_side_by_side() {
    let plan = calculator("commission.plan");
    let (_, inputs) = pasted(
        plan,
        &["tiers.from_attainment", "tiers.multiplier", "tiers.mode"],
        0,
        "0%\t100%\tmarginal\n90%\t1.2\tretroactive",
    );
    assert_eq!(
        column(&inputs, "tiers", "multiplier")[..2],
        [json!(1.0), json!(0.012)],
        "1.2 in a field of percentages"
    );
    assert_eq!(column(&inputs, "tiers", "mode")[..2], [json!("marginal"), json!("retroactive")]);
    assert_eq!(column(&inputs, "tiers", "from_attainment").len(), 3, "the rows below stay");
}

#[test]
fn what_cannot_be_read_keeps_its_text_and_the_figure_that_stood() {
    let funnel = calculator("funnel.conversion");
    let (state, inputs) = pasted(funnel, &["stages.count"], 0, "many\n1,23\n300");
    assert_eq!(column(&inputs, "stages", "count")[..3], [json!(2000.0), json!(1100.0), json!(300.0)]);
    let drafts = &state.kept(funnel).drafts;
    assert_eq!(drafts.get((input(funnel, "stages.count"), 0)).map(String::as_str), Some("many"));
    assert_eq!(drafts.get((input(funnel, "stages.count"), 1)).map(String::as_str), Some("1,23"));
}

#[test]
fn lines_beyond_the_longest_table_are_counted_and_left_out() {
    let funnel = calculator("funnel.conversion");
    let text = "5\n".repeat(20);
    let found =
        into_table(funnel.sheet(), funnel.id, &[input(funnel, "stages.count")], 2, &block(&text).unwrap_or_default());
    assert_eq!(found.map(|found| (found.lines.len(), found.dropped)), Some((10, 10)));
}

#[test]
fn a_grid_takes_what_lies_within_it() {
    let market = calculator("market.score");
    let inputs = sales_workbench::engine::InputSet::preset(market.sheet());
    let scores = input(market, "scores");
    let text = "1\t2\t3\n4\t5\t6\n7\t8\t9";
    let found = into_grid(market.sheet(), market.id, &inputs, (scores, 2 * 6 + 4), &block(text).unwrap_or_default());
    let cells =
        found.map(|found| (found.lines.iter().flatten().map(|entry| entry.cell).collect::<Vec<_>>(), found.dropped));
    assert_eq!(cells, Some((vec![16, 17, 22, 23], 1)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_text_is_pasted_or_left_alone(text in "[0-9a-z,.%\t\n\r万 -]{0,60}", row in 0_usize..8) {
        let funnel = calculator("funnel.conversion");
        if let Some(block) = block(&text) {
            let columns = [input(funnel, "stages.count"), input(funnel, "stages.cost")];
            if let Some(found) = into_table(funnel.sheet(), funnel.id, &columns, row, &block) {
                let state = State::default().reduce(Action::Preview(Rc::new(found))).reduce(Action::Fill);
                prop_assert!(state.pasted.is_none());
                let kept = state.kept(funnel);
                prop_assert!(kept.inputs.rows()[0] <= 12);
                let undone = if state.can_undo() { state.reduce(Action::Undo) } else { state };
                prop_assert_eq!(undone.kept(funnel), State::default().kept(funnel));
            }
        }
    }
}
