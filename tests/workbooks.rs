//! Many workbooks: what the list says without opening them, when one may be written over, and what a file brings back.

mod support;

use proptest::prelude::*;
use sales_workbench::calculators;
use sales_workbench::exchange::backup::{self, Backup, LARGEST, NoBackup, Refusal};
use sales_workbench::state::before_writing::{Before, before_writing};
use sales_workbench::state::workbooks::{BookId, Entry, MOST_VERSIONS, ROOM, Version, Workbooks, superfluous};
use sales_workbench::state::{Action, State};
use sales_workbench::workbook::contents::BASE;
use sales_workbench::workbook::fields::FieldId;
use sales_workbench::workbook::saved::{self, About, Filed, Opened, Unknown, VERSION};
use std::rc::Rc;

const COST_PLUS: &str = "pricing.cost_plus";
const FUNNEL: &str = "funnel.conversion";

fn field(id: &'static str, key: &str) -> FieldId {
    let sheet = calculators::find(id).unwrap_or_else(|| panic!("no calculator {id}")).sheet();
    FieldId::new(id, (sheet.find_input(key).unwrap_or_else(|| panic!("no input {key}")), 0))
}

fn typed(state: &State, id: &'static str, key: &str, text: &str) -> State {
    let field = field(id, key);
    state.reduce(Action::Type(field, text.to_owned())).reduce(Action::Leave(field))
}

/// The text of this state in the store, and the state once it is there.
fn stored(state: &State) -> (String, State) {
    let about = About { revision: state.about.revision + 1, ..state.about.clone() };
    let text = saved::write_book(&about, &state.workbook, state.scenario, &state.unknown);
    (text, state.reduce(Action::Stored(Rc::new(state.held()), about)))
}

fn opened(text: &str) -> Rc<Opened> {
    Rc::new(saved::open(text).unwrap_or_else(|error| panic!("{error:?}: {text}")))
}

#[test]
fn the_beginning_of_a_text_says_what_the_workbook_is_called() {
    let about = About {
        name: "Q3 «Müller» 季度 \"quoted\"".to_owned(),
        changed: 1_764_079_380_000,
        revision: 41,
        filed: Some(Filed { revision: 40, at: 1_764_079_000_000 }),
        removed: true,
    };
    let state = typed(&State::default(), COST_PLUS, "unit_cost", "30");
    let text = saved::write_book(&about, &state.workbook, BASE, &Unknown::default());
    let head: String = text.chars().take(300).collect();
    assert_eq!(saved::peek(&head), Some(about.clone()));
    assert_eq!(opened(&text).about, about);
    for nothing in ["", "null", "{", r#"{"format":"sales-workbench","version":2,"check":"0","workbook":{"about":{}}}"#]
    {
        assert_eq!(saved::peek(nothing), None, "{nothing}");
    }
}

#[test]
fn what_is_said_of_a_workbook_is_checked_too() {
    let about = About { name: "Deal".to_owned(), ..About::default() };
    let text = saved::write_book(&about, &State::default().workbook, BASE, &Unknown::default());
    assert!(saved::open(&text.replace("Deal", "Seal")).is_err());
    assert_eq!(saved::check_of(&text).map(str::len), Some(16));
}

#[test]
fn a_text_that_nobody_else_wrote_is_written_over() {
    let state = typed(&State::default(), COST_PLUS, "unit_cost", "30");
    assert_eq!(before_writing(&state, None, None, false), Before::Write, "the first one");
    let (text, state) = stored(&state);
    assert_eq!(before_writing(&state, Some(&text), saved::check_of(&text), true), Before::Write);
    assert!(state.is_stored());
}

#[test]
fn other_parts_changed_in_another_tab_are_taken_over_and_nothing_is_lost() {
    let (text, here) = stored(&typed(&State::default(), COST_PLUS, "unit_cost", "30"));
    let there = State::default().reduce(Action::Turn(BookId::default(), opened(&text), Rc::default()));
    let (theirs, _) = stored(&typed(&there, FUNNEL, "target", "500000"));
    let here = typed(&here, COST_PLUS, "volume", "9000");
    let Before::Merge(taken) = before_writing(&here, Some(&theirs), saved::check_of(&text), true) else {
        panic!("other parts are no clash");
    };
    let merged = here.reduce(Action::Adopt(taken));
    let kept = |id, key| merged.workbook.calculators[id].figure(field(id, key).place());
    assert_eq!(
        (kept(COST_PLUS, "unit_cost"), kept(COST_PLUS, "volume"), kept(FUNNEL, "target")),
        (Some(30.0), Some(9_000.0), Some(500_000.0))
    );
    assert!(!merged.is_stored(), "what was typed here is still to be written");
    assert_eq!(merged.about.revision, 2);
}

#[test]
fn the_same_part_changed_in_two_tabs_is_for_a_person_to_settle() {
    let (text, here) = stored(&typed(&State::default(), COST_PLUS, "unit_cost", "30"));
    let (theirs, _) = stored(&typed(&here, COST_PLUS, "unit_cost", "40"));
    let changed = typed(&here, COST_PLUS, "volume", "9000");
    let before = before_writing(&changed, Some(&theirs), saved::check_of(&text), true);
    assert!(matches!(before, Before::Clash(ref opened) if opened.about.revision == 2), "{before:?}");
    let before = before_writing(&here, Some(&theirs), saved::check_of(&text), true);
    assert!(matches!(before, Before::Merge(_)), "nothing was changed here: {before:?}");
}

#[test]
fn thrown_away_cleared_newer_and_damaged_are_each_told() {
    let (text, state) = stored(&typed(&State::default(), COST_PLUS, "unit_cost", "30"));
    let seen = saved::check_of(&text);
    let removed = saved::write_book(
        &About { removed: true, revision: 2, ..About::default() },
        &state.workbook,
        BASE,
        &Unknown::default(),
    );
    let newer = text.replacen(&format!(r#""version":{VERSION}"#), r#""version":9"#, 1);
    assert_eq!(before_writing(&state, Some(&removed), seen, true), Before::Removed);
    assert_eq!(before_writing(&state, None, seen, true), Before::Removed);
    assert_eq!(before_writing(&state, None, seen, false), Before::Cleared);
    for damaged in ["", "null", "{}", &text[..text.len() - 1]] {
        assert_eq!(before_writing(&state, Some(damaged), None, true), Before::Damaged, "{damaged}");
    }
    // A newer release may keep the check where it is.
    assert_eq!(before_writing(&state, Some(&newer), Some("another"), true), Before::Newer);
}

#[test]
fn a_rename_here_outlives_a_save_there() {
    let (text, here) = stored(&typed(&State::default(), COST_PLUS, "unit_cost", "30"));
    let renamed = here.reduce(Action::Rename("  Mine\u{202e} ".to_owned()));
    assert_eq!(renamed.about.name, "Mine");
    let (theirs, _) = stored(&typed(&here, FUNNEL, "target", "500000"));
    assert_eq!(renamed.reduce(Action::Adopt(opened(&theirs))).about.name, "Mine");
    assert_eq!(here.reduce(Action::Adopt(opened(&theirs))).about, opened(&theirs).about);
    assert_ne!(text, theirs);
}

#[test]
fn the_list_is_ordered_by_change_and_the_older_states_by_count() {
    let entry = |id: &str, changed, removed| Entry {
        id: BookId(id.into()),
        about: About { changed, removed, ..About::default() },
        size: 1,
    };
    let all = vec![entry("a", 5, false), entry("b", 9, true), entry("c", 7, false)];
    // The clock was set back by years between the two.
    let versions = vec![Version { revision: 3, changed: 900 }, Version { revision: 4, changed: 20 }];
    let workbooks = Workbooks::of(all, versions, 3, None);
    let ids: Vec<&str> = workbooks.entries.iter().map(|entry| &*entry.id.0).collect();
    assert_eq!((ids, workbooks.removed.len()), (vec!["c", "a"], 1));
    assert_eq!(workbooks.versions.iter().map(|version| version.revision).collect::<Vec<_>>(), [4, 3]);
}

#[test]
fn a_file_is_asked_for_after_ten_changes_or_five_days() {
    let day = 24 * 60 * 60 * 1000;
    let about = |revision, filed: Option<(u64, u64)>| About {
        revision,
        filed: filed.map(|(revision, at)| Filed { revision, at }),
        ..About::default()
    };
    assert!(!about(9, None).wants_a_file(0));
    assert!(about(10, None).wants_a_file(0));
    assert!(!about(15, Some((6, 0))).wants_a_file(4 * day));
    assert!(about(16, Some((6, 0))).wants_a_file(0));
    assert!(about(7, Some((6, 0))).wants_a_file(5 * day));
    assert!(!about(6, Some((6, 0))).wants_a_file(500 * day), "it has not changed since");
}

/// A file of so many workbooks, each with a figure and a name of its own.
fn texts(count: usize) -> Vec<String> {
    let text = |number: usize| {
        let state = typed(&State::default(), COST_PLUS, "unit_cost", &format!("{}", number + 1));
        let about = About { name: format!("Deal {number}"), revision: 3, changed: 1_000, ..About::default() };
        saved::write_book(&about, &state.workbook, BASE, &Unknown::default())
    };
    (0..count).map(text).collect()
}

fn file(texts: &[String]) -> String {
    backup::write(texts.iter().map(String::as_str))
}

#[test]
fn what_goes_into_a_file_comes_out_and_goes_in_again_byte_for_byte() {
    let texts = texts(12);
    let file_of_all = file(&texts);
    let backup = backup::read(&file_of_all).unwrap_or_default();
    assert_eq!((backup.workbooks.len(), backup.refused.len()), (12, 0));
    let again = backup.workbooks.iter().map(|one| {
        let opened = &one.opened;
        saved::write_book(&opened.about, &opened.workbook, opened.scenario, &opened.unknown)
    });
    assert_eq!(file(&again.collect::<Vec<_>>()), file_of_all);
    assert!(
        backup.workbooks.iter().zip(&texts).all(|(one, text)| backup::is_same(text, one)),
        "known when it comes back"
    );
    assert!(!backup::is_same(&texts[1], &backup.workbooks[0]));
}

#[test]
fn fifty_workbooks_with_three_bad_ones_are_forty_seven_and_a_list() {
    let whole = file(&texts(50));
    let mut value: serde_json::Value = serde_json::from_str(&whole).unwrap();
    value["workbooks"][4]["workbook"]["calculators"][COST_PLUS]["inputs"]["unit_cost"] = 999.into();
    value["workbooks"][20] = serde_json::json!({ "not": "ours" });
    value["workbooks"][49]["version"] = 99.into();
    let backup = backup::read(&value.to_string()).unwrap_or_default();
    assert_eq!(backup.workbooks.len(), 47);
    assert_eq!(backup.refused, [(5, Refusal::Damaged), (21, Refusal::Damaged), (50, Refusal::Newer)]);
}

#[test]
fn one_workbook_as_the_store_keeps_it_is_a_file_too() {
    let text = &texts(1)[0];
    let read = backup::read(&format!("\u{feff}{text}\r\n")).unwrap_or_default();
    assert_eq!(read.workbooks.len(), 1);
    assert_eq!(read.workbooks[0].name, "Deal 0");
}

#[test]
fn a_file_that_is_none_of_ours_says_so() {
    for foreign in [
        "",
        " ",
        "null",
        "[]",
        "{}",
        "1e999",
        "name,value\n1,2",
        &"[".repeat(100_000),
        r#"{"format":"other","version":1,"workbooks":[]}"#,
    ] {
        assert_eq!(backup::read(foreign), Err(NoBackup::Foreign), "{}", &foreign[..foreign.len().min(40)]);
    }
    assert_eq!(backup::read(&" ".repeat(LARGEST + 1)), Err(NoBackup::TooLarge));
    let newer = file(&texts(1)).replacen(r#""version":1"#, r#""version":2"#, 1);
    assert_eq!(backup::read(&newer), Err(NoBackup::Newer));
    assert_eq!(backup::read(&file(&[])), Ok(Backup::default()));
}

#[test]
fn what_is_true_of_this_device_alone_is_in_no_file() {
    let about =
        About { name: "Deal".to_owned(), removed: true, filed: Some(Filed { revision: 1, at: 5 }), ..About::default() };
    let text = saved::write_book(&about, &State::default().workbook, BASE, &Unknown::default());
    let back = backup::read(&file(&[text])).unwrap_or_default();
    assert_eq!(back.workbooks[0].opened.about, About { name: "Deal".to_owned(), ..About::default() });
}

#[test]
fn what_the_store_lists_is_shown_before_a_workbook_is_open() {
    let entry = Entry { id: BookId::default(), about: About { name: "Deal".to_owned(), ..About::default() }, size: 7 };
    let list = Rc::new(Workbooks::of(vec![entry], Vec::new(), 7, Some(true)));
    let state = State::default().reduce_without_workbook(&Action::Listed(Rc::clone(&list)));
    assert_eq!(state.map(|state| state.workbooks), Some(list));
}

#[test]
fn of_two_older_states_that_lie_close_together_the_older_one_goes() {
    let tens = (1..=20).map(|ten| 10 * ten);
    assert!(superfluous(&tens.clone().collect::<Vec<u64>>()).is_empty());
    assert_eq!(superfluous(&tens.clone().chain([109]).collect::<Vec<u64>>()), [109]);
    assert_eq!(superfluous(&tens.chain([109, 18]).collect::<Vec<u64>>()), [18, 109]);
}

#[test]
fn the_room_is_that_of_chromium_and_firefox() {
    assert_eq!(ROOM, 5_242_880);
}

proptest! {
    #[test]
    fn at_most_so_many_older_states_stay_the_first_and_the_last_among_them(mut all in prop::collection::btree_set(0_u64..10_000, 0..60)) {
        let list: Vec<u64> = all.iter().copied().collect();
        let gone = superfluous(&list);
        for revision in &gone {
            prop_assert!(all.remove(revision));
        }
        prop_assert_eq!(all.len(), list.len().min(MOST_VERSIONS));
        prop_assert_eq!((all.first(), all.last()), (list.first(), list.last()));
    }
}
