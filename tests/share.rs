//! What is shared as a link arrives as it was, or says why not: never another figure unsaid, never past the caps.

mod support;

use std::rc::Rc;

use proptest::prelude::*;
use sales_workbench::calculators;
use sales_workbench::calculators::workbooks::READY;
use sales_workbench::engine::range::Shape;
use sales_workbench::engine::{Calculator, InputId, InputKind, InputSet, Range, TableId};
use sales_workbench::exchange::received::Received;
use sales_workbench::exchange::share::{self, Entry, InScenario, Shared, Unread, What};
use sales_workbench::state::{Action, Route, State};
use sales_workbench::text::Currency;
use sales_workbench::workbook::chain::Chain;
use sales_workbench::workbook::contents::{BASE, Change, Correlation, Kept, ScenarioId, Workbook};
use sales_workbench::workbook::fields::{self, FieldId};
use sales_workbench::workbook::request;
use sales_workbench::workbook::saved::{self, Unknown};
use serde_json::{Value, json};
use support::inputs::dice;
use support::workbooks::thrown_everywhere;
use workbench_codec::link::{Refusal, pack, unpack};

/// The longest link to a workbook of eight calculators with a few changes each, in characters.
const LONGEST: usize = 1_000;

fn field(id: &'static str, path: &str) -> FieldId {
    let sheet = calculators::find(id).unwrap_or_else(|| panic!("no calculator {id}")).sheet();
    FieldId::new(id, fields::named(sheet, path).unwrap_or_else(|| panic!("no field {path}")))
}

/// Through the whole of the way: written, packed, unpacked, read.
fn handed(workbook: &Workbook, scenario: ScenarioId, what: What) -> Shared {
    let link = pack(&share::write(workbook, scenario, "Quarter 3", Currency::Eur, what));
    let text = unpack(&link).unwrap_or_else(|refusal| panic!("{refusal:?}"));
    share::read(&text).unwrap_or_else(|unread| panic!("{unread:?}: {text}"))
}

fn ready() -> Workbook {
    saved::ready(READY[0].text).unwrap_or_else(|| panic!("no ready workbook"))
}

fn opened() -> State {
    State::default().reduce(Action::Open(Rc::new(ready())))
}

/// Everything a workbook can hold: a range, links, scenarios, a correlation, a seed, a change asked about, a named row.
fn everything() -> State {
    let mut state = opened();
    let cost = field("pricing.cost_plus", "unit_cost");
    let target = field("funnel.conversion", "target");
    let row = field("funnel.conversion", "stages.name[1]");
    for action in [
        Action::Spread(cost, Some(Range::interval(Shape::Lognormal, 7_000.0, 9_000.0, 0.9))),
        Action::Spread(target, Some(Range::points(Shape::Pert, 800_000.0, 900_000.0, 1_100_000.0))),
        Action::Name(row, "深圳 <b>Demo</b> \u{1f1f9}\u{1f1fc}".to_owned()),
        Action::AddScenario("@optimistic".to_owned(), BASE),
        Action::Put(cost, Some(7_250.5)),
        Action::AddScenario("Wie im März".to_owned(), BASE),
        Action::Put(field("commission.plan", "quota"), Some(750_000.0)),
        Action::Correlate(Correlation {
            first: ("pricing.cost_plus", cost.place()),
            second: ("funnel.conversion", target.place()),
            value: -0.4,
        }),
        Action::Seed(77),
    ] {
        state = state.reduce(action);
    }
    assert_eq!(state.workbook.scenarios.len(), 2);
    assert_eq!(state.workbook.correlations.len(), 1);
    state
}

/// What is kept of a workbook, as a text to compare.
fn text(workbook: &Workbook) -> String {
    saved::write(&workbook.without_drafts(), BASE, &Unknown::default())
}

/// All figures of a calculator in a workbook.
fn figures(workbook: &Workbook, scenario: ScenarioId, calculator: &'static Calculator) -> Vec<Vec<Option<f64>>> {
    let chain = Chain::of(workbook, scenario, calculator);
    let of = &chain.parts()[0].evaluation;
    calculator
        .sheet()
        .outcomes
        .iter()
        .map(|one| (0..of.count(one.node)).map(|cell| of.value(one.node, cell)).collect())
        .collect()
}

/// A few inputs of a calculator a little otherwise, and a cell of its first table.
fn a_little_otherwise(calculator: &Calculator) -> Kept {
    let sheet = calculator.sheet();
    let mut inputs = InputSet::preset(sheet);
    let (mut scalars, mut cells) = (0, 0);
    for id in (0..sheet.inputs.len()).map(|index| InputId(index as u32)) {
        let input = sheet.input(id);
        let InputKind::Number { whole, .. } = input.kind else { continue };
        let room = if input.axes.is_scalar() { &mut scalars } else { &mut cells };
        let figure = inputs.figures(id).first().copied().flatten();
        let other = figure.map(|figure| if whole { figure + 1.0 } else { (figure * 1.05 * 100.0).round() / 100.0 });
        if other != figure && *room < if input.axes.is_scalar() { 3 } else { 1 } && input.problem(other).is_none() {
            inputs.set_figure(id, 0, other);
            *room += 1;
        }
    }
    Kept::new(inputs)
}

fn all_a_little_otherwise() -> Workbook {
    let calculators = calculators::loaded().map(|one| (one.id, Rc::new(a_little_otherwise(one)))).collect();
    Workbook { calculators, ..Workbook::default() }
}

// ---- there and back ------------------------------------------------------------------------------------------------

#[test]
fn a_whole_workbook_arrives_with_all_it_holds() {
    let state = everything();
    let scenario = state.scenario;
    assert_ne!(scenario, BASE);
    let shared = handed(&state.workbook, scenario, What::Workbook);
    assert_eq!(text(&shared.received.opened.workbook), text(&state.workbook));
    assert_eq!(shared.received.opened.scenario, scenario);
    assert_eq!((shared.received.name.as_str(), shared.about, shared.is_newer), ("Quarter 3", None, false));
    assert_eq!(shared.currency, Some(Currency::Eur));
    assert_eq!((&shared.moved[..], &shared.received.opened.given_up[..]), (&[][..], &[][..]));
    for calculator in calculators::loaded() {
        for scenario in [BASE, 1, 2] {
            let (ours, theirs) = (&state.workbook, &shared.received.opened.workbook);
            assert_eq!(figures(ours, scenario, calculator), figures(theirs, scenario, calculator), "{}", calculator.id);
        }
    }
}

#[test]
fn one_calculator_arrives_with_what_feeds_it_and_comes_to_the_same_figures() {
    let state = everything();
    for calculator in calculators::loaded() {
        let shared = handed(&state.workbook, state.scenario, What::Calculator(calculator.id));
        assert_eq!(shared.about, Some(calculator.id));
        assert_eq!(shared.moved, [], "{}", calculator.id);
        let opened = &shared.received.opened;
        let (ours, theirs) = (
            figures(&state.workbook, state.scenario, calculator),
            figures(&opened.workbook, opened.scenario, calculator),
        );
        assert_eq!(ours, theirs, "{}", calculator.id);
        let ranges = |workbook: &Workbook| workbook.base(calculator).ranges.clone();
        assert_eq!(ranges(&state.workbook), ranges(&opened.workbook));
    }
    let alone = handed(&state.workbook, BASE, What::Calculator("pricing.cost_plus")).received.opened.workbook;
    assert_eq!(alone.calculators.keys().copied().collect::<Vec<_>>(), ["pricing.cost_plus"]);
}

#[test]
fn every_calculator_is_shared_untouched_and_changed_and_as_in_its_examples() {
    for calculator in calculators::loaded() {
        let examples = calculator.examples.iter().map(|example| {
            let given = serde_json::from_str(example.inputs).unwrap();
            Kept::new(request::read_inputs(calculator.sheet(), &given).unwrap())
        });
        let kinds = [Kept::preset(calculator.sheet()), a_little_otherwise(calculator)];
        for kept in kinds.into_iter().chain(examples) {
            let mut workbook = Workbook::default();
            workbook.calculators.insert(calculator.id, Rc::new(kept));
            let shared = handed(&workbook, BASE, What::Calculator(calculator.id));
            assert_eq!(text(&shared.received.opened.workbook), text(&workbook), "{}", calculator.id);
            assert_eq!(shared.moved, []);
        }
    }
}

#[test]
fn a_few_changes_in_every_calculator_make_a_short_link() {
    let workbook = all_a_little_otherwise();
    let plain = share::write(&workbook, BASE, "", Currency::Usd, What::Workbook);
    let link = pack(&plain);
    println!(
        "{} characters for {} calculators, {} before packing",
        link.len(),
        calculators::ids().count(),
        plain.len()
    );
    assert!(calculators::ids().count() >= 8 && link.len() <= LONGEST, "{} characters: {plain}", link.len());
    let shared = share::read(&unpack(&link).unwrap()).unwrap();
    assert_eq!(text(&shared.received.opened.workbook), text(&workbook));
    for calculator in calculators::loaded() {
        let alone = pack(&share::write(&workbook, BASE, "", Currency::Usd, What::Calculator(calculator.id)));
        assert!(alone.len() < link.len() / 2, "{}: {}", calculator.id, alone.len());
    }
}

/// Every release's link, with what was kept of the same work.
const RELEASES: &[(&str, &str)] = &[(include_str!("links/0.3.0.link.txt"), include_str!("links/0.3.0.saved.json"))];

/// A link is shared for ever: what this release makes, every later one opens.
#[test]
fn the_links_of_every_release_open_with_the_same_work() {
    for (link, kept) in RELEASES {
        let shared = share::read(&unpack(link).unwrap()).unwrap();
        assert_eq!((&shared.moved[..], &shared.received.opened.given_up[..]), (&[][..], &[][..]));
        let opened = saved::open(kept.trim()).unwrap();
        assert_eq!(text(&shared.received.opened.workbook), text(&opened.workbook));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_work_arrives_as_it_was(dice in dice(), wrong in "\\PC{0,12}") {
        let workbook = thrown_everywhere(&dice, &wrong);
        let plain = share::write(&workbook, BASE, "", Currency::Usd, What::Workbook);
        let shared = share::read(&plain).unwrap();
        prop_assert_eq!(&shared.moved, &[]);
        prop_assert_eq!(text(&shared.received.opened.workbook), text(&workbook));
        for calculator in calculators::loaded() {
            let (ours, theirs) = (workbook.base(calculator), shared.received.opened.workbook.base(calculator));
            prop_assert_eq!(&ours.inputs, &theirs.inputs);
        }
    }

    #[test]
    fn any_text_is_refused_or_read(text in "\\PC{0,60}") {
        prop_assert!(share::read(&text).is_err());
    }

    #[test]
    fn any_value_in_the_place_of_any_part_is_refused_or_listed(place in 0..400_usize, kind in 0..7_usize) {
        let mut value: Value = serde_json::from_str(&share::write(&everything().workbook, 1, "x", Currency::Usd, What::Workbook)).unwrap();
        let other = [json!(null), json!(-1), json!("x"), json!([]), json!({}), json!(true), json!(1e300)][kind].clone();
        replace(&mut value, &mut place.clone(), &other);
        // Whatever is there: no panic, and never a figure that is another unsaid.
        if let Ok(shared) = share::read(&value.to_string()) {
            for calculator in calculators::loaded() {
                let opened = &shared.received.opened;
                figures(&opened.workbook, opened.scenario, calculator);
            }
        }
    }
}

/// Puts something in the place of the n-th part of a value.
fn replace(value: &mut Value, place: &mut usize, other: &Value) -> bool {
    if *place == 0 {
        *value = other.clone();
        return true;
    }
    *place -= 1;
    match value {
        Value::Object(all) => all.values_mut().any(|value| replace(value, place, other)),
        Value::Array(all) => all.iter_mut().any(|value| replace(value, place, other)),
        _ => false,
    }
}

// ---- what is wrong with it is said ---------------------------------------------------------------------------------

#[test]
fn a_link_cut_anywhere_or_changed_in_one_character_is_refused() {
    let link = pack(&share::write(&everything().workbook, BASE, "", Currency::Usd, What::Workbook));
    for end in 0..link.len() {
        let found = unpack(&link[..end]);
        assert!(matches!(found, Err(Refusal::Empty | Refusal::Incomplete)), "cut at {end}: {found:?}");
    }
    for (place, before) in link.char_indices().skip(1) {
        let other = if before == 'x' { 'y' } else { 'x' };
        let changed = format!("{}{other}{}", &link[..place], &link[place + 1..]);
        let found = unpack(&changed);
        assert!(matches!(found, Err(Refusal::Damaged | Refusal::Incomplete)), "changed at {place}: {found:?}");
    }
}

#[test]
fn the_wrong_shape_names_its_field() {
    let fine = r#"{"a":"0.2.0","c":{"pricing.cost_plus":{"i":{"unit_cost":20},"h":32}}}"#;
    assert_eq!(share::read(fine).unwrap().moved, []);
    for (text, field) in [
        (r#"{"c":{}}"#, "a"),
        (r#"{"a":3}"#, "a"),
        (r#"{"a":"0.2.0","f":"x"}"#, "f"),
        (r#"{"a":"0.2.0","n":[]}"#, "n"),
        (r#"{"a":"0.2.0","u":7}"#, "u"),
        (r#"{"a":"0.2.0","o":1}"#, "o"),
        (r#"{"a":"0.2.0","o":"no.such"}"#, "o: no.such"),
        (r#"{"a":"0.2.0","c":[]}"#, "c"),
        (r#"{"a":"0.2.0","c":{"pricing.cost_plus":7}}"#, "c.pricing.cost_plus"),
        (r#"{"a":"0.2.0","c":{"pricing.cost_plus":{"i":[]}}}"#, "c.pricing.cost_plus.i"),
        (r#"{"a":"0.2.0","c":{"pricing.cost_plus":{"v":"1"}}}"#, "c.pricing.cost_plus.v"),
        (r#"{"a":"0.2.0","c":{"pricing.cost_plus":{"h":"36"}}}"#, "c.pricing.cost_plus.h"),
        (r#"{"a":"0.2.0","x":{}}"#, "x"),
        (r#"{"a":"0.2.0","s":-1}"#, "s"),
    ] {
        assert_eq!(share::read(text), Err(Unread::Shape(field.to_owned())), "{text}");
    }
    for (text, field) in [
        (r#"{"a":"0.2.0","c":{"pricing.cost_plus":{"i":{"unit_cost":"x"},"h":36}}}"#, "pricing.cost_plus: unit_cost"),
        (r#"{"a":"0.2.0","c":{"pricing.cost_plus":{"i":{"unit_cost":-5},"h":36}}}"#, "pricing.cost_plus: unit_cost"),
        (
            r#"{"a":"0.2.0","c":{"funnel.conversion":{"k":{"stages.count[99]":5}}}}"#,
            "funnel.conversion: stages.count[99]",
        ),
        (r#"{"a":"0.2.0","c":{"later.calculator":{"i":{}}}}"#, "later.calculator"),
        (r#"{"a":"0.2.0","later":1}"#, "later"),
    ] {
        assert_eq!(share::read(text).unwrap().received.opened.given_up, [field], "{text}");
    }
    for text in ["", "null", "[]", "7", "{", r#"{"a":1e999}"#, &"[".repeat(100_000)] {
        assert_eq!(share::read(text), Err(Unread::Damaged), "{text:.20}");
    }
}

#[test]
fn a_later_form_is_refused_and_a_later_release_said() {
    assert_eq!(share::read(r#"{"f":2,"a":"9.0.0","zz":1}"#), Err(Unread::Newer));
    let later = share::read(r#"{"a":"0.10.0","c":{"pricing.cost_plus":{"v":9,"i":{"unit_cost":20},"h":32}}}"#).unwrap();
    assert!(later.is_newer && later.release == "0.10.0");
    assert_eq!(later.received.opened.given_up, ["pricing.cost_plus"]);
    assert_eq!(share::read(r#"{"a":"0.10.0","o":"later.calculator"}"#), Err(Unread::Newer));
    assert!(!share::read(r#"{"a":"0.1.9"}"#).unwrap().is_newer);
    // The form of today may be named.
    let named = share::read(r#"{"f":1,"a":"0.2.0","n":"Deal"}"#).unwrap();
    assert_eq!((named.release.as_str(), named.is_newer), ("0.2.0", false));
}

#[test]
fn a_figure_that_would_now_be_another_is_said_with_both() {
    let text = r#"{"a":"0.2.0","c":{"pricing.cost_plus":{"i":{"unit_cost":20},"h":31.5}}}"#;
    let moved = share::read(text).unwrap().moved;
    assert_eq!(moved.len(), 1);
    assert_eq!((moved[0].calculator, moved[0].then, moved[0].now), ("pricing.cost_plus", Some(31.5), Some(32.0)));
    let none = share::read(&text.replace("31.5", "null")).unwrap().moved;
    assert_eq!((none[0].then, none[0].now), (None, Some(32.0)));
    assert_eq!(share::read(&text.replace("31.5", "32.0000000001")).unwrap().moved, []);
}

#[test]
fn names_are_cut_and_cleaned_and_stay_text() {
    let family = "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}";
    for (name, wanted) in [
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>".to_owned()),
        ("evil\u{202e}gpj.exe\u{0}", "evilgpj.exe".to_owned()),
        (&"x".repeat(10_000), "x".repeat(80)),
        (&family.repeat(100), family.repeat(80)),
        ("第三季度", "第三季度".to_owned()),
    ] {
        let given = json!({ "a": "0.2.0", "n": name, "x": [{ "id": 1, "name": name, "changes": {} }] });
        let received = share::read(&given.to_string()).unwrap().received;
        assert_eq!((&received.name, &received.opened.workbook.scenarios[0].name), (&wanted, &wanted));
    }
    let key = "\u{202e}x".repeat(5_000);
    let given_up = share::read(&json!({ "a": "0.2.0", &key: 1 }).to_string()).unwrap().received.opened.given_up;
    assert_eq!(given_up, ["x".repeat(80)]);
    let given = json!({ "a": "0.2.0", "c": { &key: 1 } });
    assert!(matches!(share::read(&given.to_string()), Err(Unread::Shape(field)) if field.len() == 80));
    let endless = format!("e{}", "\u{301}".repeat(10_000));
    let given = json!({ "a": "0.2.0", "n": endless });
    assert!(share::read(&given.to_string()).unwrap().received.name.chars().count() <= 800);
}

// ---- what is done with it ------------------------------------------------------------------------------------------

fn received(workbook: Workbook, scenario: ScenarioId) -> Rc<Received> {
    let opened = saved::Opened { workbook, scenario, ..saved::Opened::default() };
    Rc::new(Received { name: "From Mei".to_owned(), opened })
}

#[test]
fn as_a_scenario_it_holds_their_figures_and_undo_takes_it_back() {
    let (cost, quota) = (field("pricing.cost_plus", "unit_cost"), field("commission.plan", "quota"));
    let mut theirs = opened();
    theirs = theirs.reduce(Action::Put(cost, Some(8_000.0)));
    theirs = theirs.reduce(Action::Spread(quota, Some(Range::points(Shape::Pert, 600_000.0, 700_000.0, 900_000.0))));
    let mine = opened();
    let with = mine.reduce(Action::ReceiveScenario(received(theirs.workbook.clone(), BASE)));
    assert_eq!(with.workbook.scenarios.len(), 1);
    assert_eq!(with.workbook.scenarios[0].name, "From Mei");
    assert_eq!(with.scenario, with.workbook.scenarios[0].id);
    assert_eq!(with.workbook.calculators, mine.workbook.calculators, "the base is as it was");
    for calculator in calculators::loaded() {
        let (ours, theirs) =
            (figures(&with.workbook, with.scenario, calculator), figures(&theirs.workbook, BASE, calculator));
        assert_eq!(ours, theirs, "{}", calculator.id);
    }
    let plan = with.workbook.kept_in(calculators::find("commission.plan").unwrap(), with.scenario);
    assert!(plan.ranges.get(quota.place()).is_some());
    let back = with.reduce(Action::Undo);
    assert_eq!((back.workbook, back.scenario), (mine.workbook, BASE));
}

#[test]
fn differences_name_fields_rows_and_headlines() {
    let cost = field("pricing.cost_plus", "unit_cost");
    let mine = opened();
    let theirs = mine.reduce(Action::Put(cost, Some(8_000.0)));
    let table = TableId(0);
    let theirs = theirs.reduce(Action::InsertRow("funnel.conversion", table, 1));
    let of = |state: &State| state.workbook.clone();
    let (mine, theirs) = (of(&mine), of(&theirs));
    let found = share::differences(
        InScenario { workbook: &mine, scenario: BASE },
        InScenario { workbook: &theirs, scenario: BASE },
        None,
    );
    let one = |id: &str| found.iter().find(|one| one.calculator == id).unwrap();
    let entry = |figure| Entry { figure: Some(figure), range: None };
    assert_eq!(one("pricing.cost_plus").inputs, [(cost.place(), entry(7_500.0), entry(8_000.0))]);
    let headline = one("pricing.cost_plus").headline;
    assert!(headline.theirs > headline.ours);
    let tables = &one("funnel.conversion").tables;
    assert_eq!((tables.len(), tables[0].0, tables[0].2 - tables[0].1), (1, table, 1));
    // What is fed by the other price follows from it, and is no difference of its own.
    assert_eq!(one("pricing.change").inputs, []);
    assert_eq!(one("commission.plan").inputs, []);
    assert_ne!(one("commission.plan").headline.ours, one("commission.plan").headline.theirs);
}

#[test]
fn a_range_alone_is_a_difference() {
    let cost = field("pricing.cost_plus", "unit_cost");
    let range = Range::points(Shape::Pert, 7_000.0, 7_500.0, 8_000.0);
    let (mine, mut theirs) = (ready(), ready());
    let calculator = calculators::find("pricing.cost_plus").unwrap();
    let mut kept = (*theirs.base(calculator)).clone();
    kept.set(cost.place(), Some(7_500.0), Some(range));
    theirs.put(calculator, BASE, kept);
    let ours = InScenario { workbook: &mine, scenario: BASE };
    let found = share::differences(ours, InScenario { workbook: &theirs, scenario: BASE }, None);
    let one = found.iter().find(|one| one.calculator == calculator.id).unwrap();
    let entry = |range| Entry { figure: Some(7_500.0), range };
    assert_eq!(one.inputs, [(cost.place(), entry(None), entry(Some(range)))]);
}

#[test]
fn inside_another_page_nothing_changes() {
    let mut state = opened();
    state.kept_nowhere = true;
    let cost = field("pricing.cost_plus", "unit_cost");
    for action in [
        Action::Put(cost, Some(1.0)),
        Action::Type(cost, "nonsense".to_owned()),
        Action::AddScenario("x".to_owned(), BASE),
        Action::UsePreset("pricing.cost_plus"),
        Action::Open(Rc::default()),
        Action::ReceiveScenario(received(Workbook::default(), BASE)),
        Action::Undo,
        Action::Seed(9),
    ] {
        let next = state.reduce(action.clone());
        assert_eq!((&next.workbook, next.scenario), (&state.workbook, state.scenario), "{action:?}");
    }
    let asked = calculators::find("pricing.cost_plus").unwrap().sheet().headline().unwrap().node;
    let state = state.reduce(Action::Go(Route::Calculator("pricing.cost_plus")));
    assert_eq!(state.reduce(Action::Ask(asked, 0)).asked, Some((asked, 0)), "but everything can be asked");
}

#[test]
fn an_address_that_holds_a_link_is_a_place_like_any_other() {
    for packed in ["1abc-_XYZ", "", "%31%61", "1ab/cd", "1 a\n>"] {
        for route in [Route::Open(packed.into()), Route::Embed(packed.into())] {
            assert_eq!(Route::from_fragment(&route.fragment()), route);
        }
    }
}

#[test]
fn asked_changes_come_along() {
    let cost = field("pricing.cost_plus", "unit_cost");
    let workbook = Workbook { change: Some(Change { field: cost, figure: 25.0 }), ..Workbook::default() };
    assert_eq!(handed(&workbook, BASE, What::Workbook).received.opened.workbook.change, workbook.change);
    let other = handed(&workbook, BASE, What::Calculator("market.score")).received.opened.workbook;
    assert_eq!(other.change, None);
}
