//! What the loader outside wasm (`boot.js`) hands in: the language, its words, and where the page goes.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Worker};

use crate::text::Language;

fn loader() -> Option<JsValue> {
    Reflect::get(&js_sys::global(), &"salesWorkbench".into()).ok().filter(JsValue::is_object)
}

fn field(name: &str) -> Option<JsValue> {
    Reflect::get(&loader()?, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

fn function(name: &str) -> Option<Function> {
    field(name)?.dyn_into().ok()
}

/// The language whose words are at hand.
#[must_use]
pub fn language() -> Language {
    field("language").and_then(|tag| tag.as_string()).map_or_else(Language::default, |tag| Language::from_tag(&tag))
}

/// The words at hand.
#[must_use]
pub fn first_words() -> Option<String> {
    field("words")?.as_string()
}

/// The words of a language; nothing if they cannot be had (offline before they were ever loaded).
pub async fn words(language: Language) -> Option<String> {
    let promise = function("loadWords")?.call1(&JsValue::NULL, &language.tag().into()).ok()?;
    JsFuture::from(promise.dyn_into::<Promise>().ok()?).await.ok()?.as_string()
}

/// Which instance of the page lives, the first being 0.
#[must_use]
pub fn generation() -> f64 {
    field("generation").and_then(|number| number.as_f64()).unwrap_or_default()
}

/// Whether the person wants to begin without the work that is kept.
#[must_use]
pub fn is_fresh() -> bool {
    field("fresh").is_some_and(|fresh| fresh.is_truthy())
}

/// Hands the loader what saves the work that is not saved yet, for when the page falls over.
pub fn on_rescue(save: impl Fn() + 'static) {
    let save = Closure::<dyn Fn()>::new(save);
    if let Some(loader) = loader() {
        // Setting a property of the loader's own object cannot fail.
        let _ = Reflect::set(&loader, &"rescue".into(), save.as_ref());
    }
    // It is wanted as long as the page lives.
    save.forget();
}

/// Tells the loader that the page fell over; it begins another one.
pub fn crashed(message: &str) {
    if let Some(function) = function("crashed") {
        // Nothing is left to do if even this fails.
        let _ = function.call1(&JsValue::NULL, &message.into());
    }
}

/// A worker with the page's own module in it; none where the browser gives none.
#[must_use]
pub fn worker() -> Option<Worker> {
    function("worker")?.call0(&JsValue::NULL).ok()?.dyn_into().ok()
}

/// A worker with a module that is loaded on demand; none where the browser or the build gives none.
#[must_use]
pub fn module(name: &str) -> Option<Worker> {
    function("module")?.call1(&JsValue::NULL, &name.into()).ok()?.dyn_into().ok()
}

/// Where the page is mounted.
#[must_use]
pub fn place() -> Option<Element> {
    web_sys::window()?.document()?.get_element_by_id("app")
}

/// Sets the page's language and theme where style sheets and screen readers look for them, and its title.
pub fn dress(language: Language, theme: &str, title: &str) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    document.set_title(title);
    if let Some(root) = document.document_element() {
        // Setting an attribute of the root element cannot fail with these fixed names.
        let _ = root.set_attribute("lang", language.tag());
        let _ = root.set_attribute("data-theme", theme);
    }
}
