//! Every page in every language, drawn to a string without a browser.
#![cfg(feature = "page-tests")]

mod support;

use std::collections::BTreeSet;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use sales_workbench::calculators;
use sales_workbench::engine::{Calculator, InputId, InputKind, TableId};
use sales_workbench::state::{Action, Route, Saving, State};
use sales_workbench::text::{Currency, Formatter, Language, Plain};
use sales_workbench::ui;
use sales_workbench::ui::App;
use sales_workbench::workbook::fields::FieldId;
use sales_workbench::workbook::settings::{Settings, Theme};
use support::words::all;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
struct PageProps {
    state: Rc<State>,
}

/// The page as the root draws it, with the plain format and nobody to act.
#[component]
fn Page(props: &PageProps) -> Html {
    let formatter: Rc<dyn Formatter> = Rc::new(Plain { currency: Currency::Usd });
    ui::page(&App { state: props.state.clone(), act: Callback::noop(), formatter })
}

/// The HTML of the page after some actions.
fn draw(language: Language, actions: Vec<Action>) -> String {
    let mut state = State::default();
    state.settings = Settings { language, ..Settings::default() };
    state.words = Rc::new(all(language));
    let state = actions.into_iter().fold(state, |state, action| state.reduce(action));
    let page = yew::LocalServerRenderer::<Page>::with_props(PageProps { state: Rc::new(state) }).hydratable(false);
    at_once(page.render())
}

/// The result of a future that waits for nothing outside.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(result) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return result;
        }
    }
}

fn open(calculator: &Calculator) -> Action {
    Action::Go(Route::Calculator(calculator.id))
}

/// The texts that a person reads or hears: what stands between tags, and labels.
fn texts(html: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for part in html.split('<') {
        let (tag, text) = part.split_once('>').unwrap_or(("", part));
        // Sources name programs and reference cases as they are called.
        if !tag.contains("class=\"source\"") {
            texts.push(text.to_owned());
        }
        for label in ["aria-label=\"", "title=\""] {
            texts.extend(tag.split(label).nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned));
        }
    }
    texts.into_iter().filter(|text| !text.trim().is_empty()).collect()
}

/// Whether a word looks like a key of a catalogue or of a cell: `stages.rate`, `unit_cost`.
fn is_raw_key(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let parts: Vec<&str> = word.split(['.', '_']).collect();
    parts.len() > 1 && parts.iter().all(|part| part.len() > 1 && part.chars().all(|c| c.is_ascii_lowercase()))
}

/// The values of an attribute.
fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let before = format!(" {name}=\"");
    html.split('<')
        .filter_map(|tag| tag.split('>').next())
        .flat_map(|tag| tag.split(before.as_str()).skip(1).filter_map(|rest| rest.split('"').next()))
        .collect()
}

/// A page that reads well and holds together.
fn is_sound(html: &str, name: &str) {
    for text in texts(html) {
        let raw = text.split([' ', '(', ')', '“', '”', '，', '。', '：']).find(|word| is_raw_key(word));
        assert!(raw.is_none(), "{name}: {raw:?} in {text}");
        assert!(!text.contains(['{', '}', '@']) && !text.contains("NaN"), "{name}: {text}");
    }
    for (tag, count) in [("<main ", 1), ("<h1", 1), ("<header ", 1), ("<footer ", 1)] {
        assert_eq!(html.matches(tag).count(), count, "{name}: {tag}");
    }
    // The policy of the page forbids styles in tags.
    assert_eq!(attributes(html, "style"), Vec::<&str>::new(), "{name}");
    let ids = attributes(html, "id");
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), known.len(), "{name}: an id stands twice");
    for reference in ["for", "aria-labelledby", "aria-describedby"] {
        for id in attributes(html, reference) {
            assert!(known.contains(id), "{name}: {reference} names {id}, which is not there");
        }
    }
    for control in html.split('<').filter(|tag| ["input ", "select "].iter().any(|name| tag.starts_with(name))) {
        let tag = control.split('>').next().unwrap_or_default();
        let id = tag.split(" id=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        let wrapped = tag.contains("type=\"checkbox\"");
        let labelled = tag.contains("aria-label=") || html.contains(&format!("for=\"{id}\"")) || wrapped;
        assert!(labelled, "{name}: <{tag}> has no label");
    }
}

fn title(calculator: &Calculator, language: Language) -> String {
    all(language).get(calculator.id, "title").unwrap_or_default().to_owned()
}

#[test]
fn every_page_is_drawn_in_every_language() {
    for language in Language::ALL {
        let words = all(language);
        let app = |key: &str| words.get("app", key).unwrap_or_default();
        let home = draw(language, vec![]);
        is_sound(&home, &format!("home {}", language.tag()));
        assert!(home.contains(app("name")) && home.contains(app("promise")));
        for calculator in calculators::loaded() {
            assert!(home.contains(&title(calculator, language)), "home names {}", calculator.id);
            let html = draw(language, vec![open(calculator)]);
            is_sound(&html, &format!("{} {}", calculator.id, language.tag()));
            assert!(html.contains(&format!("<h1>{}</h1>", title(calculator, language))), "{}", calculator.id);
        }
        for calculator in calculators::loaded() {
            let html = draw(language, vec![Action::Go(Route::Report(Some(calculator.id)))]);
            is_sound(&html, &format!("report of {} {}", calculator.id, language.tag()));
            assert!(html.contains("<svg"), "the report of {} has pictures", calculator.id);
        }
        is_sound(&draw(language, vec![Action::Go(Route::Report(None))]), &format!("report {}", language.tag()));
        let settings = draw(language, vec![Action::Go(Route::Settings)]);
        is_sound(&settings, &format!("settings {}", language.tag()));
        assert!(settings.contains(app("settings")) && settings.contains(app("theme.dark")));
        let opening = draw(language, vec![Action::Go(Route::Open("1".into()))]);
        is_sound(&opening, &format!("open {}", language.tag()));
        assert!(opening.contains(app("received")) && opening.contains(app("received.reading")));
        let lost = draw(language, vec![Action::Go(Route::Unknown)]);
        is_sound(&lost, &format!("lost {}", language.tag()));
        assert!(lost.contains(app("lost")));
    }
}

#[test]
fn every_result_is_explained_on_its_page() {
    for calculator in calculators::loaded() {
        for outcome in &calculator.sheet().outcomes {
            let html = draw(Language::English, vec![open(calculator), Action::Ask(outcome.node, 0)]);
            is_sound(&html, &format!("{} {}", calculator.id, outcome.key));
        }
    }
}

#[test]
fn every_option_and_example_is_drawn() {
    for calculator in calculators::loaded() {
        let sheet = calculator.sheet();
        let mut changes: Vec<Action> =
            (0..calculator.examples.len()).map(|index| Action::UseExample(calculator.id, index)).collect();
        for index in 0..sheet.inputs.len() {
            let field = FieldId { calculator: calculator.id, input: InputId(index as u32), cell: 0 };
            let options = match sheet.input(field.input).kind {
                InputKind::Choice { options } => options.len(),
                InputKind::Switch => 2,
                _ => 0,
            };
            changes.extend((0..options).map(|option| Action::Put(field, Some(option as f64))));
        }
        for change in changes {
            let name = format!("{} {change:?}", calculator.id);
            is_sound(&draw(Language::SimplifiedChinese, vec![open(calculator), change]), &name);
        }
    }
}

#[test]
fn a_page_without_figures_says_why() {
    for calculator in calculators::loaded() {
        let sheet = calculator.sheet();
        let mut actions = vec![open(calculator)];
        for index in 0..sheet.inputs.len() {
            let input = InputId(index as u32);
            let InputKind::Number { low, high, .. } = sheet.input(input).kind else { continue };
            let cells = sheet.input(input).axes.0.iter().map(|table| sheet.table(*table).preset).product();
            let zero = Some(0.0_f64.clamp(low, high));
            let put = |cell| Action::Put(FieldId { calculator: calculator.id, input, cell }, zero);
            actions.extend((0..cells).map(put));
        }
        is_sound(&draw(Language::TraditionalChinese, actions), &format!("{} of nothing", calculator.id));
    }
}

#[test]
fn a_wrong_entry_is_said_at_its_field_and_in_the_summary() {
    for language in Language::ALL {
        for calculator in calculators::loaded() {
            let sheet = calculator.sheet();
            let number = (0..sheet.inputs.len()).map(|index| InputId(index as u32)).find(|id| {
                let input = sheet.input(*id);
                matches!(input.kind, InputKind::Number { .. }) && input.axes.is_scalar() && input.shown_if.is_none()
            });
            let Some(input) = number else { continue };
            let field = FieldId { calculator: calculator.id, input, cell: 0 };
            let typed = Action::Type(field, "<b>1..2".to_owned());
            let html = draw(language, vec![open(calculator), typed, Action::Leave(field)]);
            is_sound(&html, &format!("{} wrong", calculator.id));
            assert!(html.contains("aria-invalid=\"true\"") && html.contains("summary shown"), "{}", calculator.id);
            assert!(html.contains("&lt;b&gt;1..2") && !html.contains("<b>"), "{}", calculator.id);
        }
    }
}

#[test]
fn names_are_text_whatever_they_hold() {
    for calculator in calculators::loaded() {
        let sheet = calculator.sheet();
        for index in 0..sheet.inputs.len() {
            let input = InputId(index as u32);
            if matches!(sheet.input(input).kind, InputKind::Text) {
                let field = FieldId { calculator: calculator.id, input, cell: 0 };
                let named = Action::Name(field, "<script>alert('1')</script>\"".to_owned());
                let html = draw(Language::English, vec![open(calculator), named]);
                assert!(!html.contains("<script>"), "{}", calculator.id);
            }
        }
    }
}

#[test]
fn the_longest_tables_are_drawn() {
    for calculator in calculators::loaded() {
        for (index, table) in calculator.sheet().tables.iter().enumerate() {
            let add = Action::InsertRow(calculator.id, TableId(index as u32), 0);
            let actions = std::iter::once(open(calculator)).chain(std::iter::repeat_n(add, table.most.min(12)));
            is_sound(&draw(Language::English, actions.collect()), &format!("{} {}", calculator.id, table.key));
        }
    }
}

#[test]
fn saving_and_settings_are_said() {
    let words = all(Language::English);
    for (saving, key) in [
        (Saving::Saved, "saving.saved"),
        (Saving::NotSaved, "saving.not_saved"),
        (Saving::NewerInStore, "saving.newer"),
        (Saving::Quarantined, "saving.quarantined"),
    ] {
        let html = draw(Language::English, vec![Action::Saving(saving)]);
        let text = words.get("app", key).unwrap_or_default();
        assert!(html.contains(text), "{key}: {text}");
    }
    for theme in Theme::ALL {
        let settings = Settings { theme, ..Settings::default() };
        is_sound(&draw(Language::English, vec![Action::Go(Route::Settings), Action::Set(settings)]), theme.key());
    }
}
