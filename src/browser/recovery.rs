//! What is done for the work when the app crashes, and before the page gives way to a new release.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;

use super::loader;

/// Tells the loader how to keep what is not kept yet. What `keep` hands back found no place in the store: the loader holds it for
/// the next instance. It may be called at any moment, also in the middle of a panic; the loader bears that it fails.
pub fn on_crash(keep: impl Fn() -> Option<String> + 'static) {
    let closure = Closure::<dyn Fn() -> JsValue>::new(move || keep().map_or(JsValue::NULL, JsValue::from));
    loader::set("rescue", &closure.into_js_value());
}

/// What the instance before this one could not put into the store; once.
#[must_use]
pub fn left_over() -> Option<String> {
    let text = loader::text("rescued");
    loader::set("rescued", &JsValue::NULL);
    text
}
