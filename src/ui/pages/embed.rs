//! One calculator from a link, inside another page: to be looked at and asked about, with nothing to change and nothing kept.

use std::rc::Rc;

use yew::prelude::*;

use super::calculator::{Bench, with_bench};
use super::open::{Unopened, name_of, refused, use_opening, warnings};
use super::root::Store;
use super::{App, answer, form, question, results, why};
use crate::browser::address;
use crate::browser::intl::IntlFormatter;
use crate::calculators;
use crate::text::Formatter;
use crate::tools::share::Shared;
use crate::tools::state::{Action, OPEN, Route};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct EmbedProps {
    pub app: App,
    /// What stands in the address.
    pub packed: Rc<str>,
}

/// The page.
#[component]
pub(super) fn EmbedPage(props: &EmbedProps) -> Html {
    let app = &props.app;
    let opening = use_opening(&props.packed);
    let open = format!("{}{OPEN}{}", address::page(), props.packed);
    html! {
        <>
            { match &*opening {
                None => html! {
                    <main id="main" class="embed" aria-busy="true">
                        <h1 class="unseen">{ app.word("name") }</h1><p class="hint" role="status">{ app.word("received.reading") }</p>
                    </main>
                },
                Some(Err(why)) => failed(app, why),
                Some(Ok(shared)) => html! { <View key={props.packed.to_string()} app={app.clone()} shared={shared.clone()} /> },
            } }
            <footer class="foot">
                <p><a href={open} target="_blank" rel="noopener">{ app.word("embed.open") }</a></p>
            </footer>
        </>
    }
}

fn failed(app: &App, why: &Unopened) -> Html {
    html! { <main id="main" class="embed" tabindex="-1">{ refused(app, why) }</main> }
}

#[derive(Clone, PartialEq, Properties)]
struct ViewProps {
    app: App,
    shared: Rc<Shared>,
}

/// The calculator, with a state of its own beside the page's: whatever is asked here changes nothing there.
#[component]
fn View(props: &ViewProps) -> Html {
    let shared = props.shared.clone();
    let (outer, opened) = (props.app.state.clone(), &props.shared.received.opened);
    let first = shared.about.or_else(|| opened.workbook.calculators.keys().next().copied());
    let beside = use_reducer(|| {
        let mut state = (*outer).clone();
        state.workbook = shared.received.opened.workbook.clone();
        state.scenario = shared.received.opened.scenario;
        state.route = first.map_or(Route::Unknown, Route::Calculator);
        state.kept_nowhere = true;
        // Amounts stand in the currency in which they were meant.
        state.settings.currency = shared.currency.unwrap_or(state.settings.currency);
        Store(Rc::new(state))
    });
    let act = {
        let dispatch = beside.dispatcher();
        use_callback((), move |action: Action, ()| dispatch.dispatch(action))
    };
    let formatter = use_memo(beside.0.settings, |settings| Rc::new(IntlFormatter::new(*settings)) as Rc<dyn Formatter>);
    let app = App { state: beside.0.clone(), act, formatter: (*formatter).clone() };
    let Route::Calculator(id) = app.state.route else {
        return html! { <main id="main" class="embed"><h1>{ name_of(&app, &props.shared) }</h1><p>{ app.word("received.nothing") }</p></main> };
    };
    let Some(calculator) = calculators::find(id) else { return Html::default() };
    with_bench(&app, calculator, |bench| content(bench, &props.shared))
}

fn content(bench: &Bench, shared: &Shared) -> Html {
    html! {
        <main id="main" class="calculator embed" tabindex="-1" data-calculator={bench.calculator.id}>
            <div class="intro">
                <h1>{ bench.speech.word("title") }</h1>
                <p class="question">{ bench.speech.word("question") }</p>
                { warnings(bench.app, shared) }
            </div>
            <div class="bench">
                { answer::headline(bench, false) }
                { form::form(bench, &[]) }
                <div class="answer">
                    { answer::rest(bench) }
                    if let Some(subject) = question::subject(bench) { <section class="ask">{ why::panel(bench, subject) }</section> }
                    { results::section(bench) }
                </div>
            </div>
        </main>
    }
}
