//! What somebody shared: looked at before anything is done with it. Nothing of one's own is ever overwritten.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::differing::{self, MOST, headline_text};
use crate::browser::address;
use crate::browser::codec;
use crate::browser::modules::Failure;
use crate::browser::rooms::{self, NotLoaded};
use crate::exchange::share::{self, Differing, Moved, Shared, Unread};
use crate::state::{Action, Route};
use crate::text::Currency;
use crate::ui::context::App;
use crate::ui::parts::lazy::part;

part!(open, PAGE, open, OpenProps, |props| html! { <OpenPage ..props.clone() /> });

#[derive(Clone, PartialEq, Properties)]
pub struct OpenProps {
    pub app: App,
    /// What is in the address.
    pub packed: Rc<str>,
}

/// Why a link cannot be opened.
#[derive(Clone, PartialEq)]
pub enum Unopened {
    Module(Failure),
    Text(Unread),
}

/// A link on its way.
pub type Opening = Option<Result<Rc<Shared>, Unopened>>;

/// Unpacks and reads a link, beside the page.
#[hook]
pub fn use_opening(packed: &Rc<str>) -> UseStateHandle<Opening> {
    let opening = use_state_eq(|| None);
    {
        let opening = opening.clone();
        use_effect_with(packed.clone(), move |packed| {
            let wanted = Rc::new(Cell::new(true));
            let (packed, still) = (packed.clone(), wanted.clone());
            opening.set(None);
            spawn_local(async move {
                let shared = opened(&packed).await;
                if still.get() {
                    opening.set(Some(shared));
                }
            });
            move || wanted.set(false)
        });
    }
    opening
}

/// What a link holds, read once every calculator in it is there.
async fn opened(packed: &str) -> Result<Rc<Shared>, Unopened> {
    let text = codec::unpack(packed).await.map_err(Unopened::Module)?;
    rooms::calculators_named_in(&text).await.map_err(|NotLoaded| Unopened::Module(Failure::NotLoaded))?;
    share::read(&text).map(Rc::new).map_err(Unopened::Text)
}

/// The page.
#[component]
pub fn OpenPage(props: &OpenProps) -> Html {
    let app = &props.app;
    let opening = use_opening(&props.packed);
    html! {
        <main id="main" class="open" tabindex="-1" aria-busy={opening.is_none().to_string()}>
            { match &*opening {
                None => html! { <><h1>{ app.word("received") }</h1><p class="hint" role="status">{ app.word("received.reading") }</p></> },
                Some(Err(why)) => refused(app, why),
                Some(Ok(shared)) => preview(app, shared),
            } }
        </main>
    }
}

/// Why a link cannot be opened, and that nothing has happened.
pub fn refused(app: &App, why: &Unopened) -> Html {
    let reason = match why {
        Unopened::Module(Failure::Refused(key)) => app.word(&format!("unopened.{key}")),
        Unopened::Module(Failure::NotLoaded) => app.word("unopened.not_loaded"),
        Unopened::Module(Failure::Stopped) | Unopened::Text(Unread::Damaged) => app.word("unopened.damaged"),
        Unopened::Text(Unread::Newer) => app.word("unopened.newer"),
        Unopened::Text(Unread::Shape(field)) => app.phrase("unopened.shape", &[("field", field)]),
    };
    html! {
        <>
            <h1>{ app.word("unopened") }</h1>
            <p class="remark warning" role="alert">{ reason }</p>
            <p>{ app.word("unopened.safe") }</p>
            <p class="buttons"><a class="button" href="#/">{ app.word("home") }</a></p>
        </>
    }
}

/// The place that shows what was opened.
fn destination(shared: &Shared) -> Route {
    shared.about.map_or(Route::Workbook, Route::Calculator)
}

/// What the link is called: its own name, the calculator, or simply a workbook.
pub fn name_of(app: &App, shared: &Shared) -> String {
    let name = &shared.received.name;
    if name.is_empty() { shared.about.map_or_else(|| app.word("workbook"), |id| app.title(id)) } else { name.clone() }
}

fn preview(app: &App, shared: &Rc<Shared>) -> Html {
    let found = differing::from_ours(app, &shared.received.opened, shared.about);
    html! {
        <>
            <p class="crumb">{ app.word("received") }</p>
            <h1><bdi>{ name_of(app, shared) }</bdi></h1>
            { contents(app, shared, &found) }
            { warnings(app, shared) }
            { differing::against(app, &shared.received.opened.workbook, &found, "received.theirs") }
            { choices(app, shared, &found) }
        </>
    }
}

fn contents(app: &App, shared: &Shared, found: &[Differing]) -> Html {
    let opened = &shared.received.opened;
    let scenarios = opened.workbook.scenarios.len();
    html! {
        <section aria-labelledby="holds-title">
            <h2 id="holds-title">{ app.word("received.holds") }</h2>
            <ul class="holds">
                { for found.iter().map(|one| html! { <li key={one.calculator}>{ app.title(one.calculator) }</li> }) }
                { for opened.workbook.scenarios.iter().take(MOST).map(|scenario| html! {
                    <li key={format!("scenario-{}", scenario.id)}>
                        { app.word("scenario") }{ " · " }<bdi>{ app.own_name(&scenario.name) }</bdi>
                        if scenario.id == opened.scenario { { " · " }{ app.word("received.shown") } }
                    </li>
                }) }
                if scenarios > MOST { <li>{ app.phrase("received.more", &[("count", &app.count(scenarios - MOST))]) }</li> }
                if found.is_empty() && scenarios == 0 { <li>{ app.word("received.nothing") }</li> }
            </ul>
            <p class="hint">{ app.phrase("received.release", &[("release", &shared.release)]) }</p>
        </section>
    }
}

/// What to know before it is believed: a later release, fields not understood, figures that are others here.
pub fn warnings(app: &App, shared: &Shared) -> Html {
    let given_up = &shared.received.opened.given_up;
    let mine = app.state.settings.currency;
    let foreign = shared.currency.filter(|currency| *currency != mine);
    let currency = |currency: Currency| app.word(&format!("currency.{}", currency.code()));
    html! {
        <>
            if let Some(theirs) = foreign {
                <p class="remark warning" role="alert">
                    { app.phrase("received.currency", &[("theirs", &currency(theirs)), ("ours", &currency(mine))]) }
                </p>
            }
            if shared.is_newer {
                <p class="remark warning" role="alert">{ app.phrase("received.newer", &[("release", &shared.release)]) }</p>
            }
            if !given_up.is_empty() {
                <p class="remark warning" role="alert">
                    { app.phrase("received.given_up", &[("fields", &listed(given_up))]) }
                </p>
            }
            { for shared.moved.iter().map(|moved| html! {
                <p class="remark warning" role="alert" key={moved.calculator}>{ other_figure(app, shared, moved) }</p>
            }) }
        </>
    }
}

fn listed(names: &[String]) -> String {
    let more = if names.len() > MOST { ", …" } else { "" };
    format!("{}{more}", names.iter().take(MOST).cloned().collect::<Vec<_>>().join(", "))
}

fn other_figure(app: &App, shared: &Shared, moved: &Moved) -> String {
    let name = app.title(moved.calculator);
    let figure = |figure| headline_text(app, &shared.received.opened.workbook, moved.calculator, figure);
    app.phrase("received.moved", &[("calculator", &name), ("then", &figure(moved.then)), ("now", &figure(moved.now))])
}

fn choices(app: &App, shared: &Rc<Shared>, found: &[Differing]) -> Html {
    if app.state.kept_nowhere {
        return Html::default();
    }
    let to = destination(shared).fragment();
    let press = |action: Action| {
        let (act, to) = (app.act.clone(), to.clone());
        Callback::from(move |_: MouseEvent| {
            act.emit(action.clone());
            address::go(&to);
        })
    };
    let received = share_name(app, shared);
    let as_scenario = press(Action::ReceiveScenario(Rc::new(received.clone())));
    let as_workbook = press(Action::Receive(Rc::new(vec![received])));
    let leave = Callback::from(|_: MouseEvent| address::go("#/"));
    // A scenario of nothing would be an odd thing to be offered first.
    let has_work = !app.state.workbook.calculators.is_empty() || !app.state.workbook.scenarios.is_empty();
    let first = |is_first: bool| classes!(is_first.then_some("first-choice"));
    let scenario = html! {
        <button type="button" class={first(has_work)} onclick={as_scenario}>{ app.word("received.as_scenario") }</button>
    };
    let workbook = html! {
        <button type="button" class={first(!has_work)} onclick={as_workbook}>{ app.word("received.as_workbook") }</button>
    };
    let is_partly = found.iter().any(|one| !one.tables.is_empty());
    html! {
        <section aria-labelledby="choices-title">
            <h2 id="choices-title">{ app.word("received.choose") }</h2>
            <p class="hint">{ app.word("received.safe") }</p>
            <p class="buttons">
                if has_work { { scenario }{ workbook } } else { { workbook }{ scenario } }
                <button type="button" class="plain" onclick={leave}>{ app.word("received.leave") }</button>
            </p>
            if is_partly { <p class="hint">{ app.word("received.partly") }</p> }
        </section>
    }
}

/// What was received under the name that it is shown by.
fn share_name(app: &App, shared: &Shared) -> crate::exchange::received::Received {
    crate::exchange::received::Received { name: name_of(app, shared), ..shared.received.clone() }
}
