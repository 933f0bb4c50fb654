//! The one state and its reducer: what is typed, undone, redone and kept.

use std::rc::Rc;

use proptest::prelude::*;
use sales_workbench::calculators;
use sales_workbench::engine::{Calculator, InputId, InputKind, TableId};
use sales_workbench::text::{Compact, Currency, Language};
use sales_workbench::tools::saved::{self, Kept};
use sales_workbench::tools::state::{Action, FieldId, Route, Saving, Settings, State, Theme, preset};
use serde_json::Value;

const FUNNEL: &str = "funnel.conversion";
const COST_PLUS: &str = "pricing.cost_plus";

fn calculator(id: &str) -> &'static Calculator {
    calculators::find(id).unwrap_or_else(|| panic!("no calculator {id}"))
}

fn field(id: &'static str, path: &str, cell: usize) -> FieldId {
    let input = calculator(id).sheet().find_input(path).unwrap_or_else(|| panic!("no input {path}"));
    FieldId { calculator: id, input, cell }
}

fn after(actions: impl IntoIterator<Item = Action>) -> State {
    then(&State::default(), actions)
}

fn then(state: &State, actions: impl IntoIterator<Item = Action>) -> State {
    actions.into_iter().fold(state.clone(), |state, action| state.reduce(action))
}

fn typed(field: FieldId, text: &str) -> Action {
    Action::Type(field, text.to_owned())
}

fn figure(state: &State, field: FieldId) -> Option<f64> {
    state.kept(calculator(field.calculator)).inputs.figures(field.input)[field.cell]
}

fn drafts(state: &State, id: &str) -> Vec<(String, String)> {
    let kept = state.kept(calculator(id));
    kept.drafts.iter().map(|(key, text)| (key.clone(), text.as_str().unwrap_or_default().to_owned())).collect()
}

#[test]
fn a_run_of_keys_in_one_field_is_one_step_to_undo() {
    let cost = field(COST_PLUS, "unit_cost", 0);
    let state = after(["3", "30", "30.", "30.5"].map(|text| typed(cost, text)));
    assert_eq!(figure(&state, cost), Some(30.5));
    let undone = state.reduce(Action::Undo);
    assert_eq!(figure(&undone, cost), Some(22.5));
    assert!(!undone.can_undo() && undone.can_redo());
    assert_eq!(figure(&undone.reduce(Action::Redo), cost), Some(30.5));
}

#[test]
fn another_field_is_another_step_and_a_new_change_ends_what_could_be_redone() {
    let (cost, volume) = (field(COST_PLUS, "unit_cost", 0), field(COST_PLUS, "volume", 0));
    let state = after([typed(cost, "30"), typed(volume, "500"), Action::Undo]);
    assert_eq!((figure(&state, cost), figure(&state, volume)), (Some(30.0), Some(12_000.0)));
    let changed = state.reduce(typed(volume, "7"));
    assert!(!changed.can_redo());
    let undone = then(&changed, [Action::Undo, Action::Undo]);
    assert_eq!((figure(&undone, cost), figure(&undone, volume)), (Some(22.5), Some(12_000.0)));
}

#[test]
fn a_wrong_entry_keeps_its_text_and_the_last_good_figure() {
    let cost = field(COST_PLUS, "unit_cost", 0);
    let state = after([typed(cost, "30"), Action::Leave(cost), typed(cost, "30x")]);
    assert_eq!((figure(&state, cost), state.active), (Some(30.0), Some(cost)));
    let left = state.reduce(Action::Leave(cost));
    assert_eq!(drafts(&left, COST_PLUS), [("unit_cost".to_owned(), "30x".to_owned())]);
    assert_eq!(left.active, None);
    let mended = then(&left, [typed(cost, "31"), Action::Leave(cost)]);
    assert_eq!((figure(&mended, cost), drafts(&mended, COST_PLUS)), (Some(31.0), vec![]));
}

#[test]
fn the_first_digits_of_a_wrong_entry_count_for_nothing() {
    let cost = field(COST_PLUS, "unit_cost", 0);
    let state = after(["1", "1,", "1,2", "1,23"].map(|text| typed(cost, text)));
    assert_eq!((figure(&state, cost), drafts(&state, COST_PLUS).len()), (Some(22.5), 1));
    assert_eq!(figure(&state.reduce(typed(cost, "1,234")), cost), Some(1_234.0));
}

#[test]
fn beyond_the_limits_or_empty_where_needed_is_wrong_too() {
    let cost = field(COST_PLUS, "unit_cost", 0);
    for text in ["-1", "1e10", ""] {
        let state = after([typed(cost, text), Action::Leave(cost)]);
        assert_eq!(figure(&state, cost), Some(22.5));
        assert_eq!(drafts(&state, COST_PLUS).len(), 1, "{text:?}");
    }
    let benchmark = field(FUNNEL, "stages.benchmark", 1);
    let state = after([typed(benchmark, ""), Action::Leave(benchmark)]);
    assert_eq!((figure(&state, benchmark), drafts(&state, FUNNEL)), (None, vec![]));
}

#[test]
fn a_figure_put_outright_is_taken_only_where_it_fits() {
    let method = field(COST_PLUS, "method", 0);
    assert_eq!(figure(&after([Action::Put(method, Some(2.0))]), method), Some(2.0));
    for wrong in [Some(9.0), Some(0.5), None, Some(f64::NAN)] {
        let state = after([Action::Put(method, wrong)]);
        assert_eq!(figure(&state, method), Some(0.0));
        assert!(!state.can_undo(), "{wrong:?} is no step");
    }
}

#[test]
fn what_changes_nothing_is_no_step() {
    let cost = field(COST_PLUS, "unit_cost", 0);
    let state = after([
        Action::UsePreset(COST_PLUS),
        Action::Put(cost, Some(22.5)),
        Action::RemoveRow(FUNNEL, TableId(0), 99),
        Action::MoveRow(FUNNEL, TableId(0), 1, 1),
        Action::UseExample(FUNNEL, 99),
        Action::Undo,
        Action::Redo,
    ]);
    assert!(!state.can_undo() && !state.can_redo());
}

#[test]
fn wrong_entries_move_with_their_rows() {
    let wrong = |row: usize| typed(field(FUNNEL, "stages.count", row), &format!("wrong {row}"));
    let state = after([wrong(1), wrong(3)]);
    let rows = |actions: Vec<Action>| -> Vec<(String, String)> {
        let mut drafts = drafts(&then(&state, actions), FUNNEL);
        drafts.sort();
        drafts
    };
    let named = |pairs: &[(usize, usize)]| -> Vec<(String, String)> {
        pairs.iter().map(|(at, from)| (format!("stages.count[{at}]"), format!("wrong {from}"))).collect()
    };
    let table = TableId(0);
    assert_eq!(rows(vec![Action::InsertRow(FUNNEL, table, 2)]), named(&[(1, 1), (4, 3)]));
    assert_eq!(rows(vec![Action::RemoveRow(FUNNEL, table, 1)]), named(&[(2, 3)]));
    assert_eq!(rows(vec![Action::MoveRow(FUNNEL, table, 3, 2)]), named(&[(1, 1), (2, 3)]));
    assert_eq!(rows(vec![Action::MoveRow(FUNNEL, table, 4, 0)]), named(&[(2, 1), (4, 3)]));
    assert_eq!(rows(vec![Action::MoveRow(FUNNEL, table, 1, 4)]), named(&[(2, 3), (4, 1)]));
    assert_eq!(rows(vec![Action::MoveRow(FUNNEL, table, 1, 99)]), named(&[(1, 1), (3, 3)]));
}

#[test]
fn names_are_kept_as_text_without_what_could_deceive() {
    let name = field(FUNNEL, "stages.name", 0);
    let given = format!("a\u{202e}b\u{0}c\n<b>{}", "x".repeat(1_000));
    let state = after([Action::Name(name, given)]);
    let kept = state.kept(calculator(FUNNEL));
    let found = &kept.inputs.names(name.input)[0];
    assert!(found.starts_with("abc<b>xxx") && found.chars().count() == 80, "{found}");
}

#[test]
fn examples_and_the_preset_are_steps_that_clear_wrong_entries() {
    for calculator in calculators::ALL {
        for index in 0..calculator.examples.len() {
            let state = after([Action::UseExample(calculator.id, index)]);
            assert!(state.can_undo(), "{}: the example changes something", calculator.id);
            let back = state.reduce(Action::UsePreset(calculator.id));
            assert_eq!(*back.kept(calculator), preset(calculator.sheet()));
            assert_eq!(back.reduce(Action::Undo).work, state.work);
        }
    }
}

#[test]
fn undo_reaches_five_hundred_steps_back() {
    let (cost, volume) = (field(COST_PLUS, "unit_cost", 0), field(COST_PLUS, "volume", 0));
    let actions = (0..600).map(|step| typed(if step % 2 == 0 { cost } else { volume }, &step.to_string()));
    let mut state = after(actions);
    let mut steps = 0;
    while state.can_undo() {
        state = state.reduce(Action::Undo);
        steps += 1;
    }
    assert_eq!((steps, figure(&state, cost), figure(&state, volume)), (500, Some(98.0), Some(99.0)));
}

#[test]
fn going_elsewhere_forgets_what_was_explained() {
    let node = calculator(FUNNEL).sheet().headline().map(|outcome| outcome.node).unwrap();
    let state = after([Action::Go(Route::Calculator(FUNNEL)), Action::Explain(node, 0)]);
    assert_eq!(state.reduce(Action::Go(Route::Calculator(FUNNEL))).explained, Some((node, 0)));
    assert_eq!(state.reduce(Action::Go(Route::Home)).explained, None);
}

#[test]
fn every_place_has_an_address_of_its_own() {
    let places = calculators::ALL.iter().map(|calculator| Route::Calculator(calculator.id));
    for route in places.chain([Route::Home, Route::Settings]) {
        assert_eq!(Route::from_fragment(&route.fragment()), route);
    }
    for odd in ["#/c/nothing", "#/c/", "#/elsewhere", "#/c/funnel.conversion/x", "#x"] {
        assert_eq!(Route::from_fragment(odd), Route::Unknown, "{odd}");
    }
    for home in ["", "#", "#/", "/"] {
        assert_eq!(Route::from_fragment(home), Route::Home, "{home}");
    }
}

#[test]
fn settings_read_back_and_what_is_unreadable_is_as_usual() {
    for language in Language::ALL {
        for (currency, compact) in Currency::ALL.into_iter().zip(Compact::ALL.into_iter().cycle()) {
            for theme in Theme::ALL {
                let settings = Settings { language, currency, compact, theme };
                assert_eq!(Settings::read(&settings.write(), Language::English), settings);
            }
        }
        let usual = Settings { language, currency: Currency::usual_in(language), ..Settings::default() };
        for text in ["", "null", "[]", "{", r#"{"currency": 5, "theme": "pink", "compact": null}"#] {
            assert_eq!(Settings::read(text, language), usual, "{text}");
        }
    }
}

/// An action on some calculator that four numbers and a text describe.
fn action(state: &State, [kind, a, b, c]: [usize; 4], text: &str) -> Action {
    let calculator = calculators::ALL[a % calculators::ALL.len()];
    let (sheet, kept) = (calculator.sheet(), state.kept(calculator));
    let input = InputId((b % sheet.inputs.len()) as u32);
    let cells = kept.inputs.figures(input).len().max(kept.inputs.names(input).len()).max(1);
    let field = FieldId { calculator: calculator.id, input, cell: c % cells };
    let table = (!sheet.tables.is_empty()).then(|| b % sheet.tables.len());
    let rows = table.map_or(1, |table| kept.inputs.rows()[table]);
    let rows_action = |make: fn(&'static str, TableId, usize) -> Action| {
        table.map_or(Action::Undo, |table| make(calculator.id, TableId(table as u32), c % (rows + 1)))
    };
    match kind % 16 {
        0..=3 if matches!(sheet.input(input).kind, InputKind::Number { .. }) => Action::Type(field, text.to_owned()),
        4 | 5 if matches!(sheet.input(input).kind, InputKind::Text) => Action::Name(field, text.to_owned()),
        0..=5 => Action::Put(field, Some((c % 4) as f64)),
        6 => Action::Leave(field),
        7 => rows_action(Action::InsertRow),
        8 => rows_action(Action::RemoveRow),
        9 => table.map_or(Action::Redo, |table| {
            Action::MoveRow(calculator.id, TableId(table as u32), c % (rows + 1), a / 3 % (rows + 1))
        }),
        10 if !calculator.examples.is_empty() => Action::UseExample(calculator.id, c % calculator.examples.len()),
        11 => Action::UsePreset(calculator.id),
        12 => Action::Undo,
        13 => Action::Redo,
        14 => Action::Go(Route::Calculator(calculator.id)),
        _ => Action::Saving(Saving::Saved),
    }
}

fn actions() -> impl Strategy<Value = Vec<([usize; 4], String)>> {
    let text = prop_oneof!["[0-9]{1,4}", "[0-9.,%万-]{0,6}", "\\PC{0,8}"];
    prop::collection::vec((prop::array::uniform4(0..1_000_usize), text), 0..60)
}

/// Every figure fits its input and every wrong entry belongs to a field that is there.
fn is_sound(calculator: &Calculator, kept: &Kept) {
    let sheet = calculator.sheet();
    let mut fields = Vec::new();
    for index in 0..sheet.inputs.len() {
        let id = InputId(index as u32);
        for (cell, figure) in kept.inputs.figures(id).iter().enumerate() {
            assert_eq!(sheet.input(id).problem(*figure), None, "{} {}", calculator.id, sheet.path(id));
            fields.push(saved::field_name(sheet, id, cell));
        }
    }
    for (name, text) in &kept.drafts {
        assert!(fields.contains(name) && text.is_string(), "{} {name}", calculator.id);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_actions_keep_the_work_sound_and_undo_then_redo_is_the_identity(actions in actions()) {
        let mut state = State::default();
        for (numbers, text) in &actions {
            let next = state.reduce(action(&state, *numbers, text));
            if next.can_undo() && !next.can_redo() && next.work != state.work {
                let undone = next.reduce(Action::Undo);
                prop_assert_eq!(&undone.reduce(Action::Redo).work, &next.work);
            }
            state = next;
        }
        for calculator in calculators::ALL {
            is_sound(calculator, &state.kept(calculator));
        }
        let (mut back, mut steps) = (state.clone(), 0);
        while back.can_undo() {
            back = back.reduce(Action::Undo);
            steps += 1;
        }
        prop_assert!(back.work.is_empty());
        let forth = then(&back, std::iter::repeat_n(Action::Redo, steps));
        prop_assert_eq!(&forth.work, &state.work);
    }

    #[test]
    fn what_is_kept_opens_as_it_was(actions in actions()) {
        let state = actions.iter().fold(State::default(), |state, (numbers, text)| {
            state.reduce(action(&state, *numbers, text))
        });
        let opened = saved::open(&state.text_to_keep()).unwrap();
        prop_assert!(opened.given_up.is_empty() && opened.unknown.is_empty());
        let mut again = State::default();
        again.work = opened.calculators.into_iter().map(|(id, kept)| (id, Rc::new(kept))).collect();
        for calculator in calculators::ALL {
            prop_assert_eq!(again.kept(calculator), state.kept(calculator));
        }
        prop_assert_eq!(again.text_to_keep(), state.text_to_keep());
        prop_assert!(serde_json::from_str::<Value>(&state.text_to_keep()).is_ok());
    }
}

/// What another tab would read of this one's work.
fn stored_by(state: &State) -> Action {
    Action::Adopt(Rc::new(saved::open(&state.text_to_keep()).unwrap_or_default()))
}

#[test]
fn two_tabs_keep_each_others_work() {
    let (cost, target) = (field(COST_PLUS, "unit_cost", 0), field(FUNNEL, "target", 0));
    let here = after([typed(cost, "30"), Action::Leave(cost)]);
    let here = here.reduce(Action::Stored(here.work.clone()));
    let there = after([stored_by(&here), typed(target, "500000"), Action::Leave(target)]);
    assert_eq!(figure(&there, cost), Some(30.0), "the other tab has what this one stored");

    let here = here.reduce(stored_by(&there));
    assert_eq!((figure(&here, cost), figure(&here, target)), (Some(30.0), Some(500_000.0)));
    let undone = here.reduce(Action::Undo);
    assert_eq!((figure(&undone, cost), figure(&undone, target)), (Some(22.5), Some(500_000.0)), "undo is of this tab");
}

#[test]
fn what_is_not_stored_yet_is_not_given_up_for_another_tab() {
    let cost = field(COST_PLUS, "unit_cost", 0);
    let here = after([typed(cost, "30"), Action::Leave(cost)]);
    let there = after([typed(cost, "40"), Action::Leave(cost)]);
    assert_eq!(figure(&here.reduce(stored_by(&there)), cost), Some(30.0));
    let stored = here.reduce(Action::Stored(here.work.clone()));
    assert_eq!(figure(&stored.reduce(stored_by(&there)), cost), Some(40.0));
    let back = after([typed(cost, "40"), Action::UsePreset(COST_PLUS)]);
    assert_eq!(figure(&stored.reduce(stored_by(&back)), cost), Some(22.5), "the preset there is the preset here");
}
