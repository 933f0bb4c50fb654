//! What the page asks of the module that makes and reads spreadsheet files. Both sides of it are text: JSON.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

use super::modules::{Failure, Module, call};

/// A book (`workbench_spreadsheet::book::Book` in JSON) as the bytes of an XLSX file.
///
/// # Errors
/// If the module cannot be loaded or stops.
pub async fn write(book: &str) -> Result<Vec<u8>, Failure> {
    let answer = call(Module::Spreadsheet, "write", &[JsValue::from_str(book)]).await?;
    answer.dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec()).map_err(|_| Failure::Stopped)
}

/// The sheets of an XLSX file in JSON: `[{"name", "rows": [[cell, …], …]}, …]`, a cell being `"empty"` or `{"text"}`, `{"number"}`,
/// `{"truth"}`, `{"date"}`, `{"error"}`.
///
/// # Errors
/// Refused with the key of the reason: `encrypted`, `too_large`, `damaged` …
pub async fn read(bytes: &[u8]) -> Result<String, Failure> {
    let answer = call(Module::Spreadsheet, "read", &[Uint8Array::from(bytes).into()]).await?;
    answer.as_string().ok_or(Failure::Stopped)
}
