//! One calculator from a link, inside another page: to be looked at and asked about, with nothing to change and nothing kept.

use std::rc::Rc;

use yew::prelude::*;

use super::open::{Unopened, name_of, refused, use_opening, warnings};
use crate::browser::address;
use crate::browser::intl::IntlFormatter;
use crate::calculators;
use crate::exchange::share::Shared;
use crate::state::{Action, OPEN, Route};
use crate::text::Formatter;
use crate::ui::analysis::{explain, question};
use crate::ui::context::App;
use crate::ui::context::Store;
use crate::ui::context::{Context, with_context};
use crate::ui::form::groups;
use crate::ui::parts::lazy::part;
use crate::ui::results::{answer, table};

part!(open, PAGE, embed, EmbedProps, |props| html! { <EmbedPage ..props.clone() /> });

#[derive(Clone, PartialEq, Properties)]
pub struct EmbedProps {
    pub app: App,
    /// What is in the address.
    pub packed: Rc<str>,
}

/// The page.
#[component]
pub fn EmbedPage(props: &EmbedProps) -> Html {
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
        // Amounts are in the currency in which they were meant.
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
    with_context(&app, calculator, |context| content(context, &props.shared))
}

fn content(context: &Context, shared: &Shared) -> Html {
    html! {
        <main id="main" class="calculator embed" tabindex="-1" data-calculator={context.calculator.id}>
            <div class="intro">
                <h1>{ context.labels.word("title") }</h1>
                <p class="question">{ context.labels.word("question") }</p>
                { warnings(context.app, shared) }
            </div>
            <div class="layout">
                { answer::headline(context, false) }
                { groups::form(context, &[]) }
                <div class="answer">
                    { answer::rest(context) }
                    if let Some(subject) = question::subject(context) { <section class="ask">{ explain::panel(context, subject) }</section> }
                    { table::section(context) }
                </div>
            </div>
        </main>
    }
}
