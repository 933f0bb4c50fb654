//! What the page can ask of this package in its worker. A refusal is thrown as its key; anything else that is thrown means
//! that the worker must not be asked again.

use wasm_bindgen::prelude::wasm_bindgen;

/// A book, described in JSON, as the bytes of an XLSX file.
///
/// # Errors
/// `unwritable`
#[wasm_bindgen]
pub fn write(book: &str) -> Result<Vec<u8>, String> {
    let unwritable = || "unwritable".to_owned();
    let book = serde_json::from_str(book).map_err(|_| unwritable())?;
    crate::write::write(&book).map_err(|_| unwritable())
}

/// The sheets of an XLSX file in JSON.
///
/// # Errors
/// The key of the refusal.
#[wasm_bindgen]
pub fn read(bytes: &[u8]) -> Result<String, String> {
    let sheets = crate::read::read(bytes).map_err(|refused| refused.key().to_owned())?;
    serde_json::to_string(&sheets).map_err(|_| "damaged".to_owned())
}
