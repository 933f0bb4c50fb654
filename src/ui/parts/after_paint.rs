//! Parts of the page that may come a frame later while somebody types, so that the figure is painted first.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::timers::callback::Timeout;
use yew::prelude::*;

use crate::ui::context::App;

/// What to draw from: the page as it is, or, while somebody types, as it was in the frame before until this one is painted.
#[hook]
pub fn use_after_paint(app: &App) -> App {
    let drawn = use_mut_ref(|| app.clone());
    let painted = use_mut_ref(|| false);
    let again = use_force_update();
    let is_typing = app.state.active.is_some();
    if painted.take() || !is_typing {
        drawn.borrow_mut().clone_from(app);
    }
    let now = drawn.borrow().clone();
    let is_due = now != *app;
    use_effect_with((app.clone(), is_due), move |(_, is_due)| {
        let waiting = is_due.then(|| {
            after_paint(move || {
                *painted.borrow_mut() = true;
                again.force_update();
            })
        });
        move || drop(waiting)
    });
    now
}

/// Calls back once the next frame is painted, unless what it gives is dropped before.
fn after_paint(call: impl FnOnce() + 'static) -> (AnimationFrame, Rc<RefCell<Option<Timeout>>>) {
    let timeout = Rc::new(RefCell::new(None));
    let begun = timeout.clone();
    let frame = request_animation_frame(move |_| {
        // A frame is painted behind its callbacks.
        *begun.borrow_mut() = Some(Timeout::new(0, call));
    });
    (frame, timeout)
}
