//! What is kept between visits opens as it was, for ever, or is refused whole: never a silently changed figure.

mod support;

use proptest::prelude::*;
use sales_workbench::calculators;
use sales_workbench::engine::range::Shape;
use sales_workbench::engine::{Calculator, Evaluation, InputId, InputKind, InputSet, Range, Rank};
use sales_workbench::state::{Action, State};
use sales_workbench::workbook::contents::{BASE, Change, Correlation, Kept, Link, Workbook};
use sales_workbench::workbook::fields::{self, FieldId, Fields};
use sales_workbench::workbook::request;
use sales_workbench::workbook::saved::{self, Opened, Unknown, Unreadable, VERSION};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;
use support::inputs::dice;
use support::workbooks::thrown_everywhere;

/// The first worked example with each figure a little larger, so that it has all its decimals; and one wrong entry.
fn sample(calculator: &Calculator) -> Kept {
    let sheet = calculator.sheet();
    let example = calculator.examples.first().map_or("{}", |example| example.inputs);
    let example: Map<String, Value> = serde_json::from_str(example).unwrap_or_default();
    let example = request::read_inputs(sheet, &example).unwrap_or_else(|_| InputSet::preset(sheet));
    let (mut inputs, mut drafts) = (example.clone(), Fields::default());
    for id in (0..sheet.inputs.len()).map(|index| InputId(index as u32)) {
        let input = sheet.input(id);
        if !matches!(input.kind, InputKind::Number { whole: false, .. }) {
            continue;
        }
        for (cell, figure) in example.figures(id).iter().enumerate() {
            let larger = figure.map(|figure| figure * 1.037_1);
            if input.problem(larger).is_none() {
                inputs.set_figure(id, cell, larger);
            }
        }
        if drafts.is_empty() && input.axes.is_scalar() {
            drafts.insert((id, 0), "1..2".to_owned());
        }
    }
    let answers = |inputs: &InputSet| {
        let evaluation = Evaluation::of(sheet, inputs);
        sheet.headline().is_some_and(|outcome| evaluation.figure(outcome.node).is_some())
    };
    Kept { drafts, ..Kept::new(if answers(&inputs) { inputs } else { example }) }
}

fn holding(calculators: &[&'static Calculator]) -> Workbook {
    let calculators = calculators.iter().map(|calculator| (calculator.id, Rc::new(sample(calculator)))).collect();
    Workbook { calculators, ..Workbook::default() }
}

/// A save of these calculators.
fn save(calculators: &[&'static Calculator]) -> String {
    saved::write(&holding(calculators), BASE, &Unknown::default())
}

/// A save of everything there is to keep: every calculator, and a range, a link, a scenario, a correlation, a seed and a
/// change asked about.
fn whole_save() -> String {
    let field = |id: &'static str, path: &str| {
        let sheet = calculators::find(id).unwrap_or_else(|| panic!("no calculator {id}")).sheet();
        FieldId::new(id, fields::named(sheet, path).unwrap_or_else(|| panic!("no field {path}")))
    };
    let (cost, volume) = (field("pricing.cost_plus", "unit_cost"), field("pricing.cost_plus", "volume"));
    let price = calculators::find("pricing.cost_plus").and_then(|one| one.sheet().find_outcome("price"));
    let price = price.unwrap_or_else(|| panic!("no price")).node;
    let mut state = State::default();
    state.workbook = holding(&calculators::loaded().collect::<Vec<_>>());
    for action in [
        Action::Spread(cost, Some(Range::interval(Shape::Lognormal, 20.0, 26.0, 0.9))),
        Action::Spread(volume, Some(Range::points(Shape::Pert, 9_000.0, 12_500.0, 14_000.0))),
        Action::Link(
            field("funnel.conversion", "deal_size"),
            Link { calculator: "pricing.cost_plus", node: price, cell: 0 },
        ),
        Action::AddScenario("@optimistic".to_owned(), BASE),
        Action::Type(cost, "21.5".to_owned()),
        Action::Leave(cost),
        Action::Put(field("funnel.conversion", "stages.count[2]"), Some(640.0)),
        Action::Put(field("pricing.cost_plus", "method"), Some(1.0)),
        Action::Correlate(Correlation {
            first: ("pricing.cost_plus", cost.place()),
            second: ("pricing.cost_plus", volume.place()),
            value: -0.5,
        }),
        Action::Seed(42),
        Action::Suppose(Some(Change { field: field("pricing.change", "price_change"), figure: -0.15 })),
    ] {
        state = state.reduce(action);
    }
    state.text_to_keep()
}

/// A save short enough to be opened ten thousand times.
fn short_save() -> String {
    save(&["pricing.cost_plus", "funnel.conversion"].into_iter().filter_map(calculators::find).collect::<Vec<_>>())
}

/// The headline and supporting figures of everything in a save.
fn figures(opened: &Opened) -> Value {
    let of = |(id, kept): (&&'static str, &Rc<Kept>)| {
        let sheet = calculators::find(id).unwrap_or_else(|| panic!("no calculator {id}")).sheet();
        let evaluation = Evaluation::of(sheet, &kept.inputs);
        let shown = sheet.outcomes.iter().filter(|outcome| outcome.rank != Rank::Detail);
        let figures = shown.map(|outcome| (outcome.key.to_owned(), json!(evaluation.column(outcome.node))));
        ((*id).to_owned(), Value::Object(figures.collect()))
    };
    Value::Object(opened.workbook.calculators.iter().map(of).collect())
}

fn as_map(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

fn saves() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/saves")
}

fn text_of(path: &PathBuf) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn saves_of_every_release_open_with_equal_figures() {
    let mut count = 0;
    for entry in std::fs::read_dir(saves()).unwrap() {
        let path = entry.unwrap().path();
        let Some(figures_path) = path.to_str().and_then(|path| path.strip_suffix(".figures.json")) else { continue };
        let opened = saved::open(text_of(&PathBuf::from(format!("{figures_path}.json"))).trim_end()).unwrap();
        assert_eq!((opened.given_up.len(), &opened.unknown), (0, &Unknown::default()), "{}", path.display());
        let expected: Value = serde_json::from_str(&text_of(&path)).unwrap();
        assert_eq!(figures(&opened), expected, "{}", path.display());
        count += 1;
    }
    assert!(count > 0);
}

/// Until a release is out, its save is made again by deleting it; after that it stays as it is.
#[test]
fn this_release_has_a_save_of_every_calculator() {
    let file = |end: &str| saves().join(format!("{}{end}", env!("CARGO_PKG_VERSION")));
    if !file(".json").exists() {
        let opened = saved::open(&whole_save()).unwrap();
        std::fs::write(file(".json"), whole_save() + "\n").unwrap();
        std::fs::write(file(".figures.json"), format!("{:#}\n", figures(&opened))).unwrap();
        panic!("made {}: commit it", file(".json").display());
    }
    let opened = saved::open(text_of(&file(".json")).trim_end()).unwrap();
    for calculator in calculators::loaded() {
        let held = opened.workbook.calculators.contains_key(calculator.id);
        assert!(held, "{} is not in {}: delete it, and run this again", calculator.id, file(".json").display());
    }
}

#[test]
fn a_text_cut_anywhere_is_damaged() {
    let text = short_save();
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        assert_eq!(saved::open(&text[..end]), Err(Unreadable::Damaged), "cut at {end}");
    }
}

#[test]
fn what_is_no_save_is_damaged() {
    let deep = "[".repeat(100_000);
    let nothing = format!(r#"{{"format":"sales-workbench","version":1,"calculators":{deep}"#);
    for text in ["", "null", "[]", "{}", "1e999", "\u{0}", r#"{"version":1}"#, r#"{"format":"sales-workbench"}"#] {
        assert_eq!(saved::open(text), Err(Unreadable::Damaged), "{text}");
    }
    assert_eq!(saved::open(&deep), Err(Unreadable::Damaged));
    assert_eq!(saved::open(&nothing), Err(Unreadable::Damaged));
}

#[test]
fn another_format_or_a_missing_checksum_is_damaged() {
    let text = short_save();
    for (part, other) in [("sales-workbench", "sales-workshop"), (r#""check":"#, r#""chuck":"#)] {
        assert_eq!(saved::open(&text.replacen(part, other, 1)), Err(Unreadable::Damaged));
    }
}

#[test]
fn a_newer_version_is_said_to_be_newer() {
    let text = short_save().replacen(&format!(r#""version":{VERSION}"#), r#""version":7"#, 1);
    assert_eq!(saved::open(&text), Err(Unreadable::Newer { version: 7 }));
}

#[test]
fn what_this_release_does_not_know_is_written_back_as_it_was() {
    let unknown = json!({
        "forecast.holt_winters": { "version": 1, "inputs": { "alpha": 0.25 } },
        "funnel.conversion": { "version": 99, "inputs": { "stages": "as they will be" } },
    });
    let parts = json!({ "territories": [1, 2, 3], "lessons": { "first": "as it will be" } });
    let inputs = BTreeMap::from([("pricing.cost_plus", as_map(&json!({ "season": [1, 2.5] })))]);
    let given = Unknown { calculators: as_map(&unknown), inputs, parts: as_map(&parts) };
    let text = saved::write(&Workbook::default(), BASE, &given);
    let opened = saved::open(&text).unwrap();
    assert!(opened.given_up.is_empty());
    let cost_plus = calculators::find("pricing.cost_plus").unwrap();
    assert_eq!(*opened.workbook.base(cost_plus), Kept::preset(cost_plus.sheet()));
    assert_eq!(opened.unknown, given);
    assert_eq!(saved::write(&opened.workbook, opened.scenario, &opened.unknown), text);
}

#[test]
fn one_field_that_does_not_fit_is_given_up_alone_and_listed() {
    let kept = json!({ "funnel.conversion": { "version": 1, "inputs": {
        "deal_size": 777.0, "rounding": "sideways", "invented": 5, "stages": [{ "count": -1 }, {}],
    } } });
    let given = Unknown { calculators: as_map(&kept), ..Unknown::default() };
    let opened = saved::open(&saved::write(&Workbook::default(), BASE, &given)).unwrap();
    let sheet = calculators::find("funnel.conversion").unwrap().sheet();
    let mut expected = InputSet::preset(sheet);
    expected.set_figure(sheet.find_input("deal_size").unwrap(), 0, Some(777.0));
    assert_eq!(opened.workbook.calculators["funnel.conversion"].inputs, expected);
    assert_eq!(
        opened.given_up,
        ["funnel.conversion: rounding", "funnel.conversion: stages"],
        "what is not known is no misfit: it is written back"
    );
}

#[test]
fn only_what_differs_from_the_preset_is_kept() {
    for calculator in calculators::loaded() {
        let mut workbook = Workbook::default();
        workbook.calculators.insert(calculator.id, Rc::new(Kept::preset(calculator.sheet())));
        let text = saved::write(&workbook, BASE, &Unknown::default());
        assert_eq!(saved::open(&text), Ok(Opened::default()), "{}", calculator.id);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_work_opens_as_it_was(dice in dice(), wrong in "\\PC{0,12}") {
        let workbook = thrown_everywhere(&dice, &wrong);
        let text = saved::write(&workbook, BASE, &Unknown::default());
        prop_assert_eq!(saved::open(&text).unwrap().workbook, workbook);
    }

    #[test]
    fn any_text_is_refused_or_read(text in "\\PC{0,60}") {
        prop_assert!(saved::open(&text).is_err());
    }
}

#[test]
fn ten_thousand_flipped_bits_never_change_a_figure() {
    let text = short_save();
    let opened = saved::open(&text).unwrap();
    let bytes = text.as_bytes();
    for flip in 0..10_000_usize {
        let (place, bit) = (flip.wrapping_mul(7_919) % bytes.len(), flip % 8);
        let mut changed = bytes.to_vec();
        changed[place] ^= 1 << bit;
        let Ok(changed) = String::from_utf8(changed) else { continue };
        let found = saved::open(&changed);
        assert!(found.is_err() || found.as_ref() == Ok(&opened), "bit {bit} of byte {place}");
    }
}
