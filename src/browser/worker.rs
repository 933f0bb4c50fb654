//! The simulation beside the page: the same module once more, in a worker of its own. Here are both ends.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use web_sys::{DedicatedWorkerGlobalScope, Event, MessageEvent, Worker};

use super::{loader, rooms};
use crate::analysis::simulate::message::{Answer, Request};
use crate::analysis::simulate::{LANES, Simulation};
use crate::calculators;

/// How long the worker computes before it looks for a new request, in milliseconds.
const TURN: f64 = 25.0;

/// The first summary comes after so many draws, those of one block; each next one after four times as many.
const FIRST_SUMMARY: usize = LANES;

/// What the worker says where a part of the app cannot be had.
const NOT_LOADED: &str = "not loaded";

type Handler = Closure<dyn FnMut(MessageEvent)>;
type FaultHandler = Closure<dyn FnMut(Event)>;

/// The page's end: asks, and hears the answers for as long as it is kept.
pub struct Simulator {
    worker: Worker,
    _handlers: (Handler, FaultHandler),
}

impl Simulator {
    /// Starts a worker; none where the browser gives none. `lost` is called where it cannot load what it needs, its script first
    /// of all, and where it falls over.
    #[must_use]
    pub fn start(answered: impl Fn(Answer) + 'static, lost: impl Fn() + Clone + 'static) -> Option<Self> {
        let worker = loader::worker()?;
        let fault = {
            let lost = lost.clone();
            FaultHandler::new(move |_: Event| lost())
        };
        let handler = Handler::new(move |event: MessageEvent| match event.data().as_string() {
            Some(text) if text == NOT_LOADED => lost(),
            text => drop(text.and_then(|text| Answer::read(&text)).map(&answered)),
        });
        worker.set_onmessage(Some(handler.as_ref().unchecked_ref()));
        worker.set_onerror(Some(fault.as_ref().unchecked_ref()));
        Some(Self { worker, _handlers: (handler, fault) })
    }

    /// Asks something; a job that is under way ends.
    pub fn ask(&self, request: &Request) {
        // A text can always be posted to a worker that exists.
        let _ = self.worker.post_message(&request.write().into());
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// Where this runs, if it is a worker.
fn scope() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}

/// Whether this runs in a worker.
#[must_use]
pub fn is_worker() -> bool {
    scope().is_some()
}

/// A job under way.
struct Running {
    number: u32,
    simulation: Simulation,
    next_summary: usize,
}

/// The worker's end: answers requests for ever, once the room with the simulation is there.
pub fn serve() {
    spawn_local(async {
        if let (Err(_), Some(scope)) = (simulation().await, scope()) {
            say_not_loaded();
            scope.close();
        }
    });
}

#[wasm_split(simulation, fallible)]
fn simulation() -> Result<(), SplitLoaderError> {
    let Some(scope) = scope() else { return Ok(()) };
    let running = Rc::new(RefCell::new(None::<Running>));
    let newest = Rc::new(Cell::new(0_u32));
    let handler = Handler::new(move |event: MessageEvent| {
        let Some(text) = event.data().as_string() else { return };
        let (running, newest, number) = (running.clone(), newest.clone(), newest.get() + 1);
        newest.set(number);
        spawn_local(async move {
            let loaded = rooms::calculators_named_in(&text).await;
            // Every request takes the place of the one before, also of one that still waits for its calculators.
            match loaded {
                _ if newest.get() != number => {}
                Ok(()) => answer(&running, &text),
                Err(_) => say_not_loaded(),
            }
        });
    });
    scope.set_onmessage(Some(handler.as_ref().unchecked_ref()));
    // It serves as long as the worker lives.
    handler.forget();
    Ok(())
}

/// Answers a request.
fn answer(running: &Rc<RefCell<Option<Running>>>, text: &str) {
    match Request::read(text) {
        Some(Request::Run(number, job)) => {
            let begun = calculators::find(job.calculator).map(|calculator| Simulation::new(&job, calculator));
            match begun {
                Some(Ok(simulation)) => {
                    let idle = running.borrow().is_none();
                    *running.borrow_mut() = Some(Running { number, simulation, next_summary: FIRST_SUMMARY });
                    if idle {
                        turn(running);
                    }
                }
                Some(Err(reason)) => {
                    *running.borrow_mut() = None;
                    say(&Answer::Nothing(number, reason));
                }
                None => *running.borrow_mut() = None,
            }
        }
        Some(Request::Stop) | None => *running.borrow_mut() = None,
    }
}

fn say_not_loaded() {
    if let Some(scope) = scope() {
        // A text can always be posted.
        let _ = scope.post_message(&NOT_LOADED.into());
    }
}

fn say(answer: &Answer) {
    if let Some(scope) = scope() {
        // A text can always be posted.
        let _ = scope.post_message(&answer.write().into());
    }
}

/// Computes for a while, says how far it came, and comes back after whatever the page has to say.
fn turn(running: &Rc<RefCell<Option<Running>>>) {
    let done = {
        let mut now = running.borrow_mut();
        let Some(job) = now.as_mut() else { return };
        let end = js_sys::Date::now() + TURN;
        while !job.simulation.is_done() && job.simulation.done() < job.next_summary && js_sys::Date::now() < end {
            job.simulation.advance();
        }
        if job.simulation.is_done() || job.simulation.done() >= job.next_summary {
            job.next_summary = job.simulation.done() * 4;
            say(&Answer::Summary(job.number, Box::new(job.simulation.summary())));
        } else {
            say(&Answer::Progress(job.number, job.simulation.done()));
        }
        let done = job.simulation.is_done();
        if done {
            *now = None;
        }
        done
    };
    if !done {
        let running = running.clone();
        Timeout::new(0, move || turn(&running)).forget();
    }
}
