//! Modules that are loaded on demand, each in a worker of its own: asked by name, answered in order. What they are given never
//! touches the page's memory, and a worker that crashes is simply started again.

use std::cell::RefCell;
use std::collections::VecDeque;

use gloo::timers::callback::Timeout;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, MessageEvent, Worker};

use super::loader;

/// A module by what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Module {
    /// Links, QR codes, CSV.
    Codec,
    /// Spreadsheet files.
    Spreadsheet,
}

impl Module {
    /// The name under which the build lists its files.
    const fn name(self) -> &'static str {
        match self {
            Self::Codec => "codec",
            Self::Spreadsheet => "spreadsheet",
        }
    }
}

/// Why a module did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It cannot be loaded: offline before it ever was, or no worker is to be had.
    NotLoaded,
    /// It will not; the text is the module's own key for the reason.
    Refused(String),
    /// It crashed, or took more memory than there is. Asked again, it starts again.
    Stopped,
}

/// How long a worker without work is kept, in milliseconds.
const IDLE: u32 = 30_000;

/// A worker and those who wait for its answers, the first first.
struct ModuleWorker {
    module: Module,
    worker: Worker,
    waiting: VecDeque<Function>,
    rest: Option<Timeout>,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _error: Closure<dyn FnMut(Event)>,
}

impl Drop for ModuleWorker {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

thread_local! {
    static DESKS: RefCell<Vec<ModuleWorker>> = const { RefCell::new(Vec::new()) };
}

/// Calls a module's function with these arguments: texts, numbers, arrays of bytes.
///
/// # Errors
/// Says whether it could not be loaded, would not, or crashed.
pub async fn call(module: Module, function: &str, arguments: &[JsValue]) -> Result<JsValue, Failure> {
    let request = Object::new();
    let given = arguments.iter().collect::<Array>();
    // Setting a field of a plain object cannot fail.
    let _ = Reflect::set(&request, &"name".into(), &function.into());
    let _ = Reflect::set(&request, &"given".into(), &given);
    let mut posted = false;
    let answer = Promise::new(&mut |resolve, _| posted = ask(module, &request, resolve));
    if !posted {
        return Err(Failure::NotLoaded);
    }
    let answer = JsFuture::from(answer).await.map_err(|_| Failure::Stopped)?;
    let part = |key: &str| Reflect::get(&answer, &key.into()).ok().filter(|part| !part.is_undefined());
    if let Some(reason) = part("refused") {
        return Err(Failure::Refused(reason.as_string().unwrap_or_default()));
    }
    if part("missing").is_some() {
        return Err(Failure::NotLoaded);
    }
    part("value").ok_or(Failure::Stopped)
}

/// Posts a request to the module's worker, which is started if it does not run; false where it cannot be.
fn ask(module: Module, request: &JsValue, answered: Function) -> bool {
    DESKS.with_borrow_mut(|desks| {
        let place = desks.iter().position(|desk| desk.module == module).or_else(|| {
            desks.push(open(module)?);
            Some(desks.len() - 1)
        });
        let Some(desk) = place.and_then(|place| desks.get_mut(place)) else { return false };
        desk.rest = None;
        if desk.worker.post_message(request).is_err() {
            return false;
        }
        desk.waiting.push_back(answered);
        true
    })
}

fn open(module: Module) -> Option<ModuleWorker> {
    let worker = loader::module(module.name())?;
    let message = Closure::new(move |event: MessageEvent| answered(module, &event.data()));
    let error = Closure::new(move |_: Event| close(module, &missing()));
    worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(error.as_ref().unchecked_ref()));
    Some(ModuleWorker { module, worker, waiting: VecDeque::new(), rest: None, _message: message, _error: error })
}

/// What a worker would say whose script cannot be had.
fn missing() -> JsValue {
    let answer = Object::new();
    let _ = Reflect::set(&answer, &"missing".into(), &JsValue::TRUE);
    answer.into()
}

/// Hands an answer to whoever waits longest. A worker that has crashed is let go, and one without work after a while.
fn answered(module: Module, answer: &JsValue) {
    let fallen = ["stopped", "missing"].iter().any(|key| Reflect::has(answer, &(*key).into()).unwrap_or(true));
    if fallen {
        close(module, answer);
        return;
    }
    let first = DESKS.with_borrow_mut(|desks| {
        let desk = desks.iter_mut().find(|desk| desk.module == module)?;
        let first = desk.waiting.pop_front();
        if desk.waiting.is_empty() {
            desk.rest = Some(Timeout::new(IDLE, move || close(module, &JsValue::UNDEFINED)));
        }
        first
    });
    tell(first, answer);
}

/// Ends a module's worker; all who still wait get this answer.
fn close(module: Module, answer: &JsValue) {
    let desk = DESKS.with_borrow_mut(|desks| {
        let place = desks.iter().position(|desk| desk.module == module)?;
        Some(desks.remove(place))
    });
    if let Some(mut desk) = desk {
        tell(desk.waiting.drain(..), answer);
        // This may run inside one of the desk's own handlers, which must outlive the call.
        Timeout::new(0, move || drop(desk)).forget();
    }
}

fn tell(waiting: impl IntoIterator<Item = Function>, answer: &JsValue) {
    for answered in waiting {
        // What settles a promise does not throw.
        let _ = answered.call1(&JsValue::UNDEFINED, answer);
    }
}
