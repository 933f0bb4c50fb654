//! The frame of every page: the bar above, the page itself, the foot.

use std::rc::Rc;

use yew::prelude::*;

use super::conflict;
use super::saving::NOTICE;
use super::{history, palette};
use crate::presentation::labels::APP;
use crate::state::{Action, Route, Saving, State};
use crate::text::format::Part as MomentPart;
use crate::text::{Catalogue, Language};
use crate::ui::context::App;
use crate::ui::pages::embed::EmbedProps;
use crate::ui::pages::open::OpenProps;
use crate::ui::pages::report::ReportProps;
use crate::ui::pages::{calculator, embed, home, open, report, settings, workbook, workbooks};
use crate::ui::parts::focus;
use crate::ui::parts::lazy::{Part, coming, lazy, lazy_page};

/// The page's title.
pub fn title(state: &State) -> String {
    let word = |section: &str, key: &str| state.words.get(section, key).unwrap_or_default().to_owned();
    let app = word(APP, "name");
    match &state.route {
        Route::Open(_) | Route::Embed(_) => format!("{} · {app}", word(APP, "received")),
        Route::Calculator(id) => format!("{} · {app}", word(id, "title")),
        Route::Settings => format!("{} · {app}", word(APP, "settings")),
        Route::Workbook => format!("{} · {app}", word(APP, "workbook")),
        Route::Workbooks => format!("{} · {app}", word(APP, "workbooks")),
        Route::Report(id) => {
            let of = id.map_or_else(|| word(APP, "workbook"), |id| word(id, "title"));
            format!("{} · {of} · {app}", word(APP, "report"))
        }
        Route::Home | Route::Unknown => app,
    }
}

/// The whole page for a state.
pub fn page(app: &App) -> Html {
    let route = &app.state.route;
    let content = match (route, part_of(route)) {
        (_, None) => home::page(app, *route == Route::Unknown),
        _ if app.state.opening => html! { <main id="main" tabindex="-1">{ coming(app) }</main> },
        (Route::Embed(packed), Some((part, _))) => {
            return lazy_page(app, part, None, EmbedProps { app: app.clone(), packed: packed.clone() });
        }
        (Route::Open(packed), Some((part, _))) => {
            lazy_page(app, part, None, OpenProps { app: app.clone(), packed: packed.clone() })
        }
        (Route::Report(of), Some((part, _))) => lazy_page(app, part, *of, ReportProps { app: app.clone(), of: *of }),
        (_, Some((part, Some(id)))) => lazy_page(app, part, Some(id), (app.clone(), id)),
        (_, Some((part, None))) => lazy_page(app, part, None, app.clone()),
    };
    html! {
        <>
            <a class="skip" href="#main" onclick={skip()}>{ app.word("skip") }</a>
            { bar(app) }
            { conflict::notice(app) }
            if app.state.kept_nowhere { { framed(app) } }
            { content }
            <footer class="foot"><p>{ app.word("promise") }</p></footer>
        </>
    }
}

/// The part that shows a place, and the calculator that it shows; none for the home page, which is always there.
pub const fn part_of(route: &Route) -> Option<(Part, Option<&'static str>)> {
    Some(match route {
        Route::Home | Route::Unknown => return None,
        Route::Calculator(id) => (calculator::PAGE, Some(id)),
        Route::Workbook => (workbook::PAGE, None),
        Route::Workbooks => (workbooks::PAGE, None),
        Route::Settings => (settings::PAGE, None),
        Route::Open(_) => (open::PAGE, None),
        Route::Embed(_) => (embed::PAGE, None),
        Route::Report(of) => (report::PAGE, *of),
    })
}

/// Goes to the content without touching the address, which names the place.
fn skip() -> Callback<MouseEvent> {
    Callback::from(|event: MouseEvent| {
        event.prevent_default();
        focus::focus("main");
    })
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
    if state.notice.is_some() && !alarmed {
        return html! { <span class="saving" role="status">{ lazy(app, NOTICE, app.clone()) }</span> };
    }
    let key = match state.saving {
        Saving::Idle => return html! { <span class="saving" role="status"></span> },
        Saving::Saved => "saving.saved",
        Saving::NotSaved => "saving.not_saved",
        Saving::NewerInStore => "saving.newer",
        Saving::Quarantined => "saving.quarantined",
        Saving::Clash(_) => "saving.clash",
        Saving::Removed => "saving.removed",
        Saving::Cleared => "saving.cleared",
    };
    let class = if alarmed { "saving alarm" } else { "saving" };
    // The time is beside what is announced, or it would be announced every minute.
    html! {
        <span {class}>
            <span role="status">{ app.word(key) }</span>
            if state.saving == Saving::Saved && state.about.changed > 0 {
                { " " }<time translate="no">{ app.formatter.moment(state.about.changed, MomentPart::Time) }</time>
            }
            if crate::ui::pages::workbooks::is_reminded(app) { { " · " }<a href="#/workbooks">{ app.word("workbooks.remind") }</a> }
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
