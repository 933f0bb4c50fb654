//! The one component with state: it runs the reducer and, after it, the effects.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::saving::{OrderQueue, SAVING, SavingProps};
use super::{frame, keys};
use crate::browser::intl::IntlFormatter;
use crate::browser::{address, loader, words};
use crate::state::{Action, Route, State};
use crate::text::{Formatter, Language};
use crate::ui::context::{App, Store};
use crate::ui::pages::details::DETAILS;
use crate::ui::parts::focus;
use crate::ui::parts::lazy::{self, lazy_behind};

/// The state the page begins with.
#[derive(Clone, PartialEq, Properties)]
pub struct RootProps {
    pub first: Rc<State>,
    /// Whether what was kept is open in it.
    pub begun: bool,
}

/// The page.
#[component]
pub fn Root(props: &RootProps) -> Html {
    let first = props.first.clone();
    let store = use_reducer(move || Store(first));
    let state = store.0.clone();
    let act = {
        let dispatch = store.dispatcher();
        use_callback((), move |action: Action, ()| dispatch.dispatch(action))
    };
    let formatter = use_memo(state.settings, |settings| Rc::new(IntlFormatter::new(*settings)) as Rc<dyn Formatter>);

    use_address(&act);
    keys::use_keys(&act);
    use_dress(&state);
    let queue = (*use_memo((), |()| OrderQueue::default())).clone();
    let in_sight = matches!(state.route, Route::Calculator(_)).then_some(DETAILS);
    let app = App { act: ordering(&queue, speaking(act.clone())), state, formatter: (*formatter).clone() };
    let saving = SavingProps { app: app.clone(), act, queue, first: props.first.clone(), begun: props.begun };
    html! {
        <>
            { frame::page(&app) }
            { lazy_behind(&app, SAVING, in_sight, saving) }
        </>
    }
}

/// Gives what concerns whole workbooks to the queue, and every other action to the page.
fn ordering(queue: &OrderQueue, act: Callback<Action>) -> Callback<Action> {
    let queue = queue.clone();
    Callback::from(move |action| match action {
        Action::Order(_) | Action::Receive(_) => queue.give(action),
        action if action.is_whole() => queue.give(action),
        other => act.emit(other),
    })
}

/// Fetches the words of a language before the page speaks it.
fn speaking(act: Callback<Action>) -> Callback<Action> {
    Callback::from(move |action| match action {
        Action::Speak(language, words) if words.keys("app").is_empty() => fetch_words(language, act.clone()),
        other => act.emit(other),
    })
}

fn fetch_words(language: Language, act: Callback<Action>) {
    spawn_local(async move {
        if let Some(words) = words::speak(language).await {
            act.emit(Action::Speak(language, words));
        }
    });
}

#[hook]
fn use_address(act: &Callback<Action>) {
    let act = act.clone();
    use_effect_with((), move |()| {
        let listener = address::on_change(move |fragment| {
            let route = Route::from_fragment(&fragment);
            match frame::part_of(&route).filter(|(part, calculator)| !lazy::is_loaded(*part, *calculator)) {
                None => arrive(&act, route),
                Some((part, calculator)) => {
                    // The page before stays until the next one is there, unless that takes too long to be left without a word.
                    let (early, late) = (act.clone(), act.clone());
                    let is_still_wanted = move || address::fragment() == fragment;
                    let wanted = is_still_wanted.clone();
                    let place = route.clone();
                    let waited = Timeout::new(lazy::PATIENCE, move || {
                        if wanted() {
                            early.emit(Action::Go(place));
                        }
                    });
                    spawn_local(async move {
                        // What could not be loaded is said in its place.
                        let _ = lazy::load(part, calculator).await;
                        drop(waited);
                        if is_still_wanted() {
                            arrive(&late, route);
                        }
                    });
                }
            }
        });
        move || drop(listener)
    });
}

/// Goes to a place. Once it is there: the keyboard on its content, the eye at its top. A hand that was quicker keeps its place.
fn arrive(act: &Callback<Action>, route: Route) {
    let before = focus::focused();
    act.emit(Action::Go(route));
    Timeout::new(0, move || {
        if !focus::is_asked_about() && !focus::is_at_another(before.as_ref()) {
            focus::focus("main");
            address::arrive();
        }
    })
    .forget();
}

/// The page's own language, theme and title.
#[hook]
fn use_dress(state: &Rc<State>) {
    let title = frame::title(state);
    let key = (state.settings.language, state.settings.theme, title);
    use_effect_with(key, |(language, theme, title)| loader::dress(*language, theme.key(), title));
}
