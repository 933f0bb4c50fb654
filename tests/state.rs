//! The one state and its reducer: what is typed, undone, redone and kept.

mod support;

use std::rc::Rc;

use proptest::prelude::*;
use sales_workbench::calculators;
use sales_workbench::engine::range::Shape;
use sales_workbench::engine::{Calculator, InputId, InputKind, Range, TableId};
use sales_workbench::exchange::fill::Filling;
use sales_workbench::state::{Action, Route, Saving, State};
use sales_workbench::text::{Compact, Currency, Language};
use sales_workbench::workbook::contents::{Change, Correlation, Kept, Link, Workbook};
use sales_workbench::workbook::fields;
use sales_workbench::workbook::fields::FieldId;
use sales_workbench::workbook::history::History;
use sales_workbench::workbook::links;
use sales_workbench::workbook::saved::{self, Unknown};
use sales_workbench::workbook::settings::{Settings, Theme};
use serde_json::Value;
use support::some_calculator;

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

/// What is in a field at first.
fn preset(field: FieldId) -> Option<f64> {
    figure(&State::default(), field)
}

fn drafts(state: &State, id: &str) -> Vec<(String, String)> {
    let (sheet, kept) = (calculator(id).sheet(), state.kept(calculator(id)));
    kept.drafts.iter().map(|(place, text)| (fields::name(sheet, place), text.clone())).collect()
}

#[test]
fn a_run_of_keys_in_one_field_is_one_step_to_undo() {
    let cost = field(COST_PLUS, "unit_cost", 0);
    let state = after(["3", "30", "30.", "30.5"].map(|text| typed(cost, text)));
    assert_eq!(figure(&state, cost), Some(30.5));
    let undone = state.reduce(Action::Undo);
    assert_eq!(figure(&undone, cost), preset(cost));
    assert!(!undone.can_undo() && undone.can_redo());
    assert_eq!(figure(&undone.reduce(Action::Redo), cost), Some(30.5));
}

#[test]
fn another_field_is_another_step_and_a_new_change_ends_what_could_be_redone() {
    let (cost, volume) = (field(COST_PLUS, "unit_cost", 0), field(COST_PLUS, "volume", 0));
    let state = after([typed(cost, "30"), typed(volume, "500"), Action::Undo]);
    assert_eq!((figure(&state, cost), figure(&state, volume)), (Some(30.0), preset(volume)));
    let changed = state.reduce(typed(volume, "7"));
    assert!(!changed.can_redo());
    let undone = then(&changed, [Action::Undo, Action::Undo]);
    assert_eq!((figure(&undone, cost), figure(&undone, volume)), (preset(cost), preset(volume)));
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
    assert_eq!((figure(&state, cost), drafts(&state, COST_PLUS).len()), (preset(cost), 1));
    assert_eq!(figure(&state.reduce(typed(cost, "1,234")), cost), Some(1_234.0));
}

#[test]
fn beyond_the_limits_or_empty_where_needed_is_wrong_too() {
    let cost = field(COST_PLUS, "unit_cost", 0);
    for text in ["-1", "1e10", ""] {
        let state = after([typed(cost, text), Action::Leave(cost)]);
        assert_eq!(figure(&state, cost), preset(cost));
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
        Action::Put(cost, preset(cost)),
        Action::RemoveRow(FUNNEL, TableId(0), 99),
        Action::MoveRow(FUNNEL, TableId(0), 1, 1),
        Action::UseExample(FUNNEL, 99),
        Action::Undo,
        Action::Redo,
    ]);
    assert!(!state.can_undo() && !state.can_redo());
}

#[test]
fn a_correlation_goes_with_its_row_and_goes_away_with_it() {
    let at = |row| field(FUNNEL, "stages.count", row);
    let (count, cost) = (at(3), field(COST_PLUS, "unit_cost", 0));
    let place = |field: FieldId| (field.calculator, field.place());
    let spread = |field| Action::Spread(field, Some(Range::interval(Shape::Normal, 20.0, 30.0, 0.8)));
    let correlation = Correlation { first: place(count), second: place(cost), value: -0.4 };
    let state = after([spread(count), spread(cost), Action::Correlate(correlation)]);
    assert_eq!(*state.workbook.correlations, [correlation]);
    let moved = state.reduce(Action::RemoveRow(FUNNEL, TableId(0), 1));
    assert_eq!(*moved.workbook.correlations, [Correlation { first: place(at(2)), ..correlation }]);
    assert_eq!(*moved.reduce(Action::RemoveRow(FUNNEL, TableId(0), 2)).workbook.correlations, []);
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
    for calculator in calculators::loaded() {
        for index in 0..calculator.examples.len() {
            let state = after([Action::UseExample(calculator.id, index)]);
            assert!(state.can_undo(), "{}: the example changes something", calculator.id);
            let back = state.reduce(Action::UsePreset(calculator.id));
            assert_eq!(*back.kept(calculator), Kept::preset(calculator.sheet()));
            assert_eq!(back.reduce(Action::Undo).workbook, state.workbook);
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
    let state = after([Action::Go(Route::Calculator(FUNNEL)), Action::Ask(node, 0)]);
    assert_eq!(state.reduce(Action::Go(Route::Calculator(FUNNEL))).asked, Some((node, 0)));
    assert_eq!(state.reduce(Action::Go(Route::Home)).asked, None);
}

#[test]
fn every_place_has_an_address_of_its_own() {
    let places = calculators::loaded().map(|calculator| Route::Calculator(calculator.id));
    for route in places.chain([
        Route::Home,
        Route::Settings,
        Route::Workbook,
        Route::Report(None),
        Route::Report(Some("pricing.launch")),
    ]) {
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
    let calculator = some_calculator(a);
    let (sheet, kept) = (calculator.sheet(), state.kept(calculator));
    let input = InputId((b % sheet.inputs.len()) as u32);
    let cells = kept.inputs.figures(input).len().max(kept.inputs.names(input).len()).max(1);
    let field = FieldId { calculator: calculator.id, input, cell: c % cells };
    let table = (!sheet.tables.is_empty()).then(|| b % sheet.tables.len());
    let rows = table.map_or(1, |table| kept.inputs.rows()[table]);
    let rows_action = |make: fn(&'static str, TableId, usize) -> Action| {
        table.map_or(Action::Undo, |table| make(calculator.id, TableId(table as u32), c % (rows + 1)))
    };
    let other = some_calculator(c);
    let outcome = &other.sheet().outcomes[b % other.sheet().outcomes.len()];
    match kind % 28 {
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
        15 | 16 => match links::offers(&state.workbook, calculator, field.place()) {
            offers if offers.is_empty() => {
                Action::Link(field, Link { calculator: other.id, node: outcome.node, cell: c })
            }
            offers => Action::Link(field, offers[(b + c) % offers.len()]),
        },
        17 => Action::Cut(state.workbook.links().next().map_or(field, |(to, place, _)| FieldId::new(to.id, place))),
        18 => Action::Type(field, format!("{} to {}", c % 50, c % 50 + a % 40)),
        19 => Action::AddScenario(text.to_owned(), (a % 4) as u32),
        20 => Action::Show((a % 4) as u32),
        21 => Action::NameScenario((a % 4) as u32, text.to_owned()),
        22 => Action::MoveScenario((a % 4) as u32, c % 5),
        23 => Action::RemoveScenario((a % 9) as u32),
        24 => Action::Correlate(Correlation {
            first: (calculator.id, field.place()),
            second: (other.id, (InputId(0), 0)),
            value: (c % 3) as f64 / 2.0 - 0.5,
        }),
        25 => Action::Seed(c as u64),
        26 => Action::Suppose(Some(Change { field, figure: (c % 3) as f64 })),
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
            fields.push((id, cell));
        }
    }
    for (place, _) in kept.drafts.iter() {
        assert!(fields.contains(&place), "{} {place:?}", calculator.id);
    }
    for (place, range) in kept.ranges.iter() {
        let InputKind::Number { low, high, .. } = sheet.input(place.0).kind else { panic!("{place:?} is no number") };
        assert_eq!(range.flaw(low, high), None, "{} {place:?}", calculator.id);
        assert!(fields.contains(&place), "{} {place:?}", calculator.id);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_actions_keep_the_work_sound_and_undo_then_redo_is_the_identity(actions in actions()) {
        let mut state = State::default();
        for (numbers, text) in &actions {
            let next = state.reduce(action(&state, *numbers, text));
            if next.can_undo() && !next.can_redo() && next.workbook != state.workbook {
                let undone = next.reduce(Action::Undo);
                prop_assert_eq!(&undone.reduce(Action::Redo).workbook, &next.workbook);
            }
            state = next;
        }
        for calculator in calculators::loaded() {
            is_sound(calculator, &state.workbook.kept_in(calculator, state.scenario));
        }
        let (mut back, mut steps) = (state.clone(), 0);
        while back.can_undo() {
            back = back.reduce(Action::Undo);
            steps += 1;
        }
        prop_assert!(back.workbook == Workbook::default());
        let forth = then(&back, std::iter::repeat_n(Action::Redo, steps));
        prop_assert_eq!(&forth.workbook, &state.workbook);
    }

    #[test]
    fn every_action_is_carried_out_in_one_place(actions in actions()) {
        let state = State::default();
        for (numbers, text) in &actions {
            let action = action(&state, *numbers, text);
            let places = [
                state.reduce_without_workbook(&action).is_some(),
                state.reduce_calculator(&action).is_some(),
                state.reduce_whole(&action).is_some(),
            ];
            prop_assert_eq!(places.iter().filter(|place| **place).count(), 1, "{:?}", action);
            prop_assert_eq!(places[2], action.is_whole());
        }
    }

    #[test]
    fn the_history_opens_as_it_was_beside_its_own_work_and_no_other(actions in actions()) {
        let state = actions.iter().fold(State::default(), |state, (numbers, text)| {
            state.reduce(action(&state, *numbers, text))
        });
        let work = state.text_to_keep();
        let text = state.history.write(&state.workbook, &work);
        let opened = saved::open(&work).unwrap();
        let history = History::read(&text, &opened.workbook, &work);
        let history = history.unwrap_or_else(|| panic!("{text}"));
        prop_assert_eq!(history.past().len(), state.history.past().len());
        prop_assert_eq!(history.future().len(), state.history.future().len());
        // Going all the way back and all the way forth gives the same work as before the visit ended.
        let mut again = State::default();
        (again.workbook, again.history) = (opened.workbook, history);
        let (mut here, mut there) = (again, state);
        while there.can_undo() {
            (here, there) = (here.reduce(Action::Undo), there.reduce(Action::Undo));
            prop_assert_eq!(here.text_to_keep(), there.text_to_keep());
        }
        while there.can_redo() {
            (here, there) = (here.reduce(Action::Redo), there.reduce(Action::Redo));
            prop_assert_eq!(here.text_to_keep(), there.text_to_keep());
        }
        prop_assert_eq!(History::read(&text, &here.workbook, "other work"), None);
    }

    #[test]
    fn what_is_kept_opens_as_it_was(actions in actions()) {
        let state = actions.iter().fold(State::default(), |state, (numbers, text)| {
            state.reduce(action(&state, *numbers, text))
        });
        let opened = saved::open(&state.text_to_keep()).unwrap();
        prop_assert!(opened.given_up.is_empty() && opened.unknown == Unknown::default(), "{:?}", opened.given_up);
        let mut again = State::default();
        (again.workbook, again.scenario) = (opened.workbook, opened.scenario);
        prop_assert_eq!(&again.workbook.scenarios, &state.workbook.scenarios);
        prop_assert_eq!(&again.workbook.change, &state.workbook.change);
        for calculator in calculators::loaded() {
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
    let here = here.reduce(Action::Stored(Rc::new(here.held()), here.about.clone()));
    let there = after([stored_by(&here), typed(target, "500000"), Action::Leave(target)]);
    assert_eq!(figure(&there, cost), Some(30.0), "the other tab has what this one stored");

    let here = here.reduce(stored_by(&there));
    assert_eq!((figure(&here, cost), figure(&here, target)), (Some(30.0), Some(500_000.0)));
    let undone = here.reduce(Action::Undo);
    assert_eq!(
        (figure(&undone, cost), figure(&undone, target)),
        (preset(cost), Some(500_000.0)),
        "undo is of this tab"
    );
}

#[test]
fn what_is_not_stored_yet_is_not_given_up_for_another_tab() {
    let cost = field(COST_PLUS, "unit_cost", 0);
    let here = after([typed(cost, "30"), Action::Leave(cost)]);
    let there = after([typed(cost, "40"), Action::Leave(cost)]);
    assert_eq!(figure(&here.reduce(stored_by(&there)), cost), Some(30.0));
    let stored = here.reduce(Action::Stored(Rc::new(here.held()), here.about.clone()));
    assert_eq!(figure(&stored.reduce(stored_by(&there)), cost), Some(40.0));
    let back = after([typed(cost, "40"), Action::UsePreset(COST_PLUS)]);
    assert_eq!(figure(&stored.reduce(stored_by(&back)), cost), preset(cost), "the preset there is the preset here");
}

#[test]
fn a_late_word_of_a_closed_dialog_leaves_the_one_opened_since() {
    let cost = field(COST_PLUS, "unit_cost", 0);
    let first = after([Action::Sheet(Some(cost))]);
    let last = first.sheet.clone().expect("a sheet");
    let again = first.reduce(Action::Sheet(Some(cost)));
    assert_eq!(again.reduce(Action::SheetClosed(last.clone())).sheet, Some(Rc::new(cost)));
    assert_eq!(first.reduce(Action::SheetClosed(last)).sheet, None);

    let pasted = || Rc::new(Filling::default());
    let (one, two) = (pasted(), pasted());
    let shown = after([Action::Preview(one.clone()), Action::Preview(two.clone()), Action::PreviewClosed(one)]);
    assert!(shown.pasted.is_some());
    assert!(shown.reduce(Action::PreviewClosed(two)).pasted.is_none());
}
