//! What the loader outside wasm (`boot.js`) hands in: the language, its words, and where the page goes.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Worker};

use crate::text::Language;

fn loader() -> Option<JsValue> {
    // A page that is drawn without a browser has none.
    if cfg!(not(target_arch = "wasm32")) {
        return None;
    }
    Reflect::get(&js_sys::global(), &"salesWorkbench".into()).ok().filter(JsValue::is_object)
}

fn field(name: &str) -> Option<JsValue> {
    Reflect::get(&loader()?, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

/// A text that the loader holds.
pub(super) fn text(name: &str) -> Option<String> {
    field(name)?.as_string()
}

/// Whether the loader says that something is so.
pub(super) fn is(name: &str) -> bool {
    field(name).is_some_and(|value| value.is_truthy())
}

/// Hands something to the loader.
pub(super) fn set(name: &str, value: &JsValue) {
    if let Some(loader) = loader() {
        // Setting a field of a plain object cannot fail.
        let _ = Reflect::set(&loader, &name.into(), value);
    }
}

/// Asks the loader to do something.
pub fn call(name: &str) {
    if let Some(function) = function(name) {
        // It answers for its own failures.
        let _ = function.call0(&JsValue::NULL);
    }
}

/// How many instances of the app the loader has let go.
pub(super) fn turn() -> f64 {
    field("turn").and_then(|turn| turn.as_f64()).unwrap_or_default()
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

/// Begins to fetch a calculator and its words.
pub(super) fn fetch(calculator: &str) {
    if let Some(function) = function("fetchCalculator") {
        // Whoever waits for it hears of a failure.
        let _ = function.call1(&JsValue::NULL, &calculator.into());
    }
}

/// The words of a language: the page's own, or a calculator's. Nothing if they cannot be had.
pub(super) async fn words(language: Language, calculator: Option<&str>) -> Option<String> {
    let calculator = calculator.map_or(JsValue::UNDEFINED, JsValue::from);
    let promise = function("loadWords")?.call2(&JsValue::NULL, &language.tag().into(), &calculator).ok()?;
    JsFuture::from(promise.dyn_into::<Promise>().ok()?).await.ok()?.as_string()
}

/// Tells the loader that the page crashed; it keeps the work and starts the page again.
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
