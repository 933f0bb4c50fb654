//! The frame of every page: the bar above, the page itself, the foot.

use std::rc::Rc;

use yew::prelude::*;

use super::embed::EmbedPage;
use super::field_sheet::FieldSheet;
use super::history::{self, History};
use super::open::OpenPage;
use super::palette::{self, Palette};
use super::paste::Preview;
use super::report::Report;
use super::shelf::ShelfPage;
use super::workbook::WorkbookPage;
use super::{App, calculator, home, settings, settle};
use crate::calculators;
use crate::text::format::Part;
use crate::text::{Catalogue, Language};
use crate::tools::speech::APP;
use crate::tools::state::{Action, Route, Saving, State};

impl App {
    /// The app's own words of a key; a missing key shows itself.
    pub(super) fn word(&self, key: &str) -> String {
        self.state.words.get(APP, key).unwrap_or(key).to_owned()
    }

    /// A calculator's words of a key.
    pub(super) fn calculator_word(&self, id: &str, key: &str) -> String {
        self.state.words.get(id, key).unwrap_or(key).to_owned()
    }
}

/// The page's title.
pub(super) fn title(state: &State) -> String {
    let word = |section: &str, key: &str| state.words.get(section, key).unwrap_or_default().to_owned();
    let app = word(APP, "name");
    match &state.route {
        Route::Open(_) | Route::Embed(_) => format!("{} · {app}", word(APP, "received")),
        Route::Calculator(id) => format!("{} · {app}", word(id, "title")),
        Route::Settings => format!("{} · {app}", word(APP, "settings")),
        Route::Workbook => format!("{} · {app}", word(APP, "workbook")),
        Route::Shelf => format!("{} · {app}", word(APP, "shelf")),
        Route::Report(id) => {
            let of = id.map_or_else(|| word(APP, "workbook"), |id| word(id, "title"));
            format!("{} · {of} · {app}", word(APP, "report"))
        }
        Route::Home | Route::Unknown => app,
    }
}

/// The whole page for a state.
pub fn page(app: &App) -> Html {
    let content = match &app.state.route {
        Route::Embed(packed) => return html! { <EmbedPage app={app.clone()} packed={packed.clone()} /> },
        Route::Open(packed) => html! { <OpenPage app={app.clone()} packed={packed.clone()} /> },
        Route::Home => home::page(app, false),
        Route::Unknown => home::page(app, true),
        Route::Settings => settings::page(app),
        Route::Workbook => html! { <WorkbookPage app={app.clone()} /> },
        Route::Shelf => html! { <ShelfPage app={app.clone()} /> },
        Route::Report(of) => html! { <Report app={app.clone()} {of} /> },
        Route::Calculator(id) => calculators::find(id).map_or_else(Html::default, |found| calculator::page(app, found)),
    };
    html! {
        <>
            <a class="skip" href="#main" onclick={skip()}>{ app.word("skip") }</a>
            { bar(app) }
            { settle::notice(app) }
            if app.state.kept_nowhere { { framed(app) } }
            { content }
            <footer class="foot"><p>{ app.word("promise") }</p></footer>
            <Palette app={app.clone()} />
            <Preview app={app.clone()} />
            <FieldSheet app={app.clone()} />
            <History app={app.clone()} />
        </>
    }
}

/// Goes to the content without touching the address, which names the place.
fn skip() -> Callback<MouseEvent> {
    Callback::from(|event: MouseEvent| {
        event.prevent_default();
        focus("main");
    })
}

/// Puts the keyboard on an element.
pub(super) fn focus(id: &str) {
    use wasm_bindgen::JsCast;
    let element = web_sys::window().and_then(|window| window.document()).and_then(|page| page.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        // An element that cannot take the focus is left alone.
        let _ = element.focus();
    }
}

/// Whether the keyboard is on the answer to a question, which led here.
pub(super) fn is_asked_about() -> bool {
    let active = web_sys::window().and_then(|window| window.document()).and_then(|page| page.active_element());
    active.is_some_and(|element| element.id() == "why")
}

/// Puts the keyboard on an element once it is there.
pub(super) fn focus_soon(id: &str) {
    let id = id.to_owned();
    gloo::timers::callback::Timeout::new(0, move || focus(&id)).forget();
}

/// That nothing can be changed here, and the way to where it can.
fn framed(app: &App) -> Html {
    let address = format!("{}{}", crate::browser::address::page(), app.state.route.fragment());
    html! {
        <p class="remark warning framed" role="note">
            { app.word("framed") }{ " " }
            <a href={address} target="_blank" rel="noopener">{ app.word("framed.open") }</a>
        </p>
    }
}

fn bar(app: &App) -> Html {
    let act = |action: Action| {
        let act = app.act.clone();
        Callback::from(move |_: MouseEvent| act.emit(action.clone()))
    };
    html! {
        <header class="bar">
            <a class="brand" href="#/">{ app.word("name") }</a>
            <div class="tools">
                { saving(app) }
                <a class="plain" href="#/workbook">{ app.word("workbook") }</a>
                <button type="button" class="plain" disabled={!app.state.can_undo()} onclick={act(Action::Undo)}
                    aria-label={app.word("undo")} title={app.word("undo")}>{ arrow(false) }</button>
                <button type="button" class="plain" disabled={!app.state.can_redo()} onclick={act(Action::Redo)}
                    aria-label={app.word("redo")} title={app.word("redo")}>{ arrow(true) }</button>
                <button type="button" class="plain" onclick={Callback::from(|_: MouseEvent| history::open())}
                    aria-label={app.word("history")} title={app.word("history")} aria-haspopup="dialog">{ clock() }</button>
                <button type="button" class="plain" onclick={Callback::from(|_: MouseEvent| palette::open())}
                    aria-label={app.word("go.open")} title={app.word("go.open")} aria-haspopup="dialog">{ "?" }</button>
                { languages(app) }
                <a class="plain" href="#/settings">{ app.word("settings") }</a>
            </div>
        </header>
    }
}

fn arrow(forward: bool) -> Html {
    let path =
        if forward { "M15 6l4 4-4 4M19 10H9a5 5 0 0 0 0 10h3" } else { "M9 6l-4 4 4 4M5 10h10a5 5 0 0 1 0 10h-3" };
    html! { <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d={path} /></svg> }
}

fn clock() -> Html {
    html! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="8" /><path d="M12 7v5l3 2" /></svg>
    }
}

/// What was just undone or done again; otherwise whether the work is saved, and since when.
fn saving(app: &App) -> Html {
    let state = &app.state;
    let alarmed = !matches!(state.saving, Saving::Idle | Saving::Saved);
    if let Some(notice) = state.notice.as_ref().filter(|_| !alarmed) {
        return html! { <span class="saving" role="status">{ history::notice(app, notice) }</span> };
    }
    let key = match state.saving {
        Saving::Idle => return html! { <span class="saving" role="status"></span> },
        Saving::Saved => "saving.saved",
        Saving::NotSaved => "saving.not_saved",
        Saving::NewerInStore => "saving.newer",
        Saving::SetAside => "saving.set_aside",
        Saving::Clash(_) => "saving.clash",
        Saving::Removed => "saving.removed",
        Saving::Cleared => "saving.cleared",
    };
    let class = if alarmed { "saving alarm" } else { "saving" };
    // The time stands beside what is announced, or it would be announced every minute.
    html! {
        <span {class}>
            <span role="status">{ app.word(key) }</span>
            if state.saving == Saving::Saved && state.about.changed > 0 {
                { " " }<time translate="no">{ app.formatter.moment(state.about.changed, Part::Time) }</time>
            }
            if super::shelf::is_reminded(app) { { " · " }<a href="#/workbooks">{ app.word("shelf.remind") }</a> }
        </span>
    }
}

fn languages(app: &App) -> Html {
    let choose = |language: Language| {
        let act = app.act.clone();
        Callback::from(move |_: MouseEvent| act.emit(Action::Speak(language, Rc::new(Catalogue::default()))))
    };
    // The keyboard stays where it is: a half-typed entry keeps its text and caret while the page changes its language.
    let stay = Callback::from(|event: MouseEvent| event.prevent_default());
    html! {
        <div class="languages" role="group" aria-label={app.word("language")}>
            { for Language::ALL.into_iter().map(|language| {
                let current = language == app.state.settings.language;
                html! {
                    <button type="button" class="plain" lang={language.tag()} aria-pressed={current.to_string()}
                        onmousedown={stay.clone()} onclick={choose(language)}>{ short_name(language) }</button>
                }
            }) }
        </div>
    }
}

const fn short_name(language: Language) -> &'static str {
    match language {
        Language::English => "EN",
        Language::SimplifiedChinese => "简",
        Language::TraditionalChinese => "繁",
    }
}
