//! The one component with state: it runs the reducer and, after it, the effects.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::prelude::*;

use super::{palette, shell};
use crate::browser::intl::IntlFormatter;
use crate::browser::{address, loader, storage};
use crate::text::{Formatter, Language};
use crate::tools::saved;
use crate::tools::state::{Action, Route, Saving, State};

/// How long after the last change the work is written.
const SAVE_AFTER: u32 = 200;

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
    use_saving(&state, &act);
    use_other_tabs(&act);
    use_dress(&state);
    let app = App { state, act: speaking(act), formatter: (*formatter).clone() };
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
            let options = gloo::events::EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window, "keydown", options, move |event| {
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

/// Takes what other tabs store. What is no readable save of this release is left alone.
#[hook]
fn use_other_tabs(act: &Callback<Action>) {
    let act = act.clone();
    use_effect_with((), move |()| {
        let listener = storage::on_work_elsewhere(move |text| {
            if let Ok(opened) = saved::open(&text) {
                act.emit(Action::Adopt(Rc::new(opened)));
            }
        });
        move || drop(listener)
    });
}

/// Keeps the work shortly after each change, and at once when the page is hidden.
#[hook]
fn use_saving(state: &Rc<State>, act: &Callback<Action>) {
    let pending = use_mut_ref(|| None::<Rc<State>>);
    let first = use_mut_ref(|| true);
    {
        let (pending, act, state) = (pending.clone(), act.clone(), state.clone());
        use_effect_with((state.workbook.clone(), state.scenario, state.settings), move |_| {
            let timer = if std::mem::take(&mut *first.borrow_mut()) {
                None
            } else {
                *pending.borrow_mut() = Some(state);
                Some(Timeout::new(SAVE_AFTER, move || flush(&pending, &act)))
            };
            move || drop(timer)
        });
    }
    let act = act.clone();
    use_effect_with((), move |()| {
        let listeners = web_sys::window().map(|window| {
            let (on_hide, on_leave) = ((pending.clone(), act.clone()), (pending, act));
            let hidden = window.document().map(|document| {
                EventListener::new(&document, "visibilitychange", move |_| flush(&on_hide.0, &on_hide.1))
            });
            (hidden, EventListener::new(&window, "pagehide", move |_| flush(&on_leave.0, &on_leave.1)))
        });
        move || drop(listeners)
    });
}

fn flush(pending: &RefCell<Option<Rc<State>>>, act: &Callback<Action>) {
    let Some(state) = pending.borrow_mut().take().filter(|state| !state.kept_nowhere) else { return };
    let settings = storage::write(storage::SETTINGS, &state.settings.write());
    if state.saving == Saving::NewerInStore {
        return;
    }
    let text = state.text_to_keep();
    let work = storage::write(storage::WORK, &text);
    // The history lies beside the very work it belongs to; where there is no room for it, only the steps back are lost.
    let kept = work.and_then(|()| storage::write(storage::HISTORY, &state.history.write(&state.workbook, &text)));
    if kept.is_err() && work.is_ok() {
        storage::remove(storage::HISTORY);
    }
    act.emit(match settings.and(work) {
        Ok(()) => Action::Stored(state.workbook.clone()),
        Err(_) => Action::Saving(Saving::NotSaved),
    });
}

/// The page's own language, theme and title.
#[hook]
fn use_dress(state: &Rc<State>) {
    let title = shell::title(state);
    let key = (state.settings.language, state.settings.theme, title);
    use_effect_with(key, |(language, theme, title)| loader::dress(*language, theme.key(), title));
}
