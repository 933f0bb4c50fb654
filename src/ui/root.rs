//! The one component with state: it runs the reducer and, after it, the effects.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::prelude::*;

use super::keeping::use_keeping;
use super::rescue::use_rescue;
use super::{orders, palette, shell};
use crate::browser::intl::IntlFormatter;
use crate::browser::{address, life, loader};
use crate::text::{Formatter, Language};
use crate::tools::state::{Action, Route, State};

/// What every part of the page is drawn from.
#[derive(Clone)]
pub struct App {
    pub state: Rc<State>,
    pub act: Callback<Action>,
    pub formatter: Rc<dyn Formatter>,
}

impl PartialEq for App {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.state, &other.state)
    }
}

/// A state with what can be done to it. The page has one; a view inside another page has its own beside it.
#[derive(Clone, PartialEq)]
pub(super) struct Store(pub Rc<State>);

impl Reducible for Store {
    type Action = Action;
    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        Rc::new(Self(Rc::new(self.0.reduce(action))))
    }
}

/// The state the page begins with.
#[derive(Clone, PartialEq, Properties)]
pub struct RootProps {
    pub first: Rc<State>,
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
    use_keys(&act);
    let pending = use_keeping(&state, &act);
    use_rescue(&state, &pending);
    use_list(&state, &act);
    use_dress(&state);
    let app = App { act: orders::doing(&state, &pending, &speaking(act)), state, formatter: (*formatter).clone() };
    shell::page(&app)
}

/// Fetches the words of a language before the page speaks it.
fn speaking(act: Callback<Action>) -> Callback<Action> {
    Callback::from(move |action| match action {
        Action::Speak(language, words) if words.keys("app").is_empty() => fetch_words(language, act.clone()),
        other => act.emit(other),
    })
}

fn fetch_words(language: Language, act: Callback<Action>) {
    wasm_bindgen_futures::spawn_local(async move {
        if let Some(words) = crate::browser::words_of(language).await {
            act.emit(Action::Speak(language, Rc::new(words)));
        }
    });
}

#[hook]
fn use_address(act: &Callback<Action>) {
    let act = act.clone();
    use_effect_with((), move |()| {
        let listener = address::on_change(move |fragment| {
            act.emit(Action::Go(Route::from_fragment(&fragment)));
            // Once the new page is there: the keyboard on its content, the eye at its top.
            Timeout::new(0, || {
                if !shell::is_asked_about() {
                    shell::focus("main");
                    address::arrive();
                }
            })
            .forget();
        });
        move || drop(listener)
    });
}

/// Whether what is typed there is text.
fn is_field(target: Option<web_sys::EventTarget>) -> bool {
    let element = target.and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA"))
}

/// The keys that work anywhere; letters alone only outside fields.
#[hook]
fn use_keys(act: &Callback<Action>) {
    let act = act.clone();
    use_effect_with((), move |()| {
        let listener = web_sys::window().map(|window| {
            life::listen_first(&window, "keydown", move |event| {
                let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
                let command = (key.ctrl_key() || key.meta_key()) && !key.alt_key();
                match key.key().to_ascii_lowercase().as_str() {
                    "z" if command && !palette::is_open() => {
                        act.emit(if key.shift_key() { Action::Redo } else { Action::Undo });
                    }
                    "k" if command => palette::open(),
                    "?" if !is_field(event.target()) => palette::open(),
                    _ => return,
                }
                event.prevent_default();
            })
        });
        move || drop(listener)
    });
}

/// Lists the workbooks where they are shown, and again after each save there.
#[hook]
fn use_list(state: &Rc<State>, act: &Callback<Action>) {
    let act = act.clone();
    let shown = matches!(state.route, Route::Home | Route::Shelf) && !state.kept_nowhere;
    use_effect_with((shown, state.book.clone(), state.about.revision), move |(shown, _, _)| {
        if *shown {
            orders::list(&act);
        }
    });
}

/// The page's own language, theme and title.
#[hook]
fn use_dress(state: &Rc<State>) {
    let title = shell::title(state);
    let key = (state.settings.language, state.settings.theme, title);
    use_effect_with(key, |(language, theme, title)| loader::dress(*language, theme.key(), title));
}
