//! The browser's own dialogs, which keep the focus and give it back: opened and closed by id, or as the state says.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

fn find(id: &str) -> Option<HtmlDialogElement> {
    web_sys::window()?.document()?.get_element_by_id(id)?.dyn_into().ok()
}

fn show(dialog: &HtmlDialogElement) {
    if !dialog.open() {
        // A dialog that is in the page and closed can be opened.
        let _ = dialog.show_modal();
    }
}

thread_local! {
    /// The dialog that was asked for before its room was loaded.
    static WANTED: Cell<Option<&'static str>> = const { Cell::new(None) };
}

/// Opens it over the page; opened already, it stays. One that is still to be loaded opens once it is there.
pub fn open(id: &'static str) {
    match find(id) {
        Some(dialog) => show(&dialog),
        None => WANTED.set(Some(id)),
    }
}

/// Opens the dialog of the component if it was asked for before the component was there.
#[hook]
pub fn use_wanted(id: &'static str) {
    use_effect_with((), move |()| {
        if WANTED.get() == Some(id) {
            WANTED.set(None);
            open(id);
        }
    });
}

/// Whether it lies over the page.
pub fn is_open(id: &str) -> bool {
    find(id).is_some_and(|dialog| dialog.open())
}

/// Closes it.
pub fn close(id: &str) {
    find(id).iter().for_each(HtmlDialogElement::close);
}

/// What a dialog was opened for. Each opening is one of its own, even for the same thing.
struct Opening<T>(Option<Rc<T>>);

impl<T> PartialEq for Opening<T> {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => Rc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        }
    }
}

/// Opens and closes a dialog as the state says. Each opening shows it: the browser may have closed it (Escape) and not told yet.
/// What is handed back is to hear of its closing, and says which opening that was: another one may be under way by then.
#[hook]
pub fn use_open<T: 'static>(
    dialog: &NodeRef,
    opening: Option<&Rc<T>>,
    closed: impl Fn(Rc<T>) + 'static,
) -> Callback<Event> {
    let shown = use_mut_ref(|| None::<Rc<T>>);
    {
        let (dialog, shown) = (dialog.clone(), shown.clone());
        use_effect_with(Opening(opening.cloned()), move |opening| {
            shown.borrow_mut().clone_from(&opening.0);
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                if opening.0.is_some() { show(&dialog) } else { dialog.close() }
            }
        });
    }
    on_close(move || {
        let last = shown.borrow().clone();
        last.into_iter().for_each(&closed);
    })
}

/// Calls back when a dialog was closed. The browser tells of it a moment later: where it is open again by then, nothing is said.
pub fn on_close(closed: impl Fn() + 'static) -> Callback<Event> {
    Callback::from(move |event: Event| {
        if event.target_dyn_into::<HtmlDialogElement>().is_some_and(|dialog| !dialog.open()) {
            closed();
        }
    })
}
