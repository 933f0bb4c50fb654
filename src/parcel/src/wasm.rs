//! What the page can ask of this package in its worker. A refusal is thrown as its key; anything else that is thrown means
//! that the worker must not be asked again.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::{link, qr};

/// A text packed for an address.
#[wasm_bindgen]
#[must_use]
pub fn pack(text: &str) -> String {
    link::pack(text)
}

/// The text of a link.
///
/// # Errors
/// The key of the refusal.
#[wasm_bindgen]
pub fn unpack(link: &str) -> Result<String, String> {
    link::unpack(link).map_err(|refusal| refusal.key().to_owned())
}

/// The QR code of a text: its size in modules, a space, its path.
///
/// # Errors
/// `too_dense`
#[wasm_bindgen]
pub fn qr(text: &str) -> Result<String, String> {
    let code = qr::code(text).map_err(|qr::TooDense| "too_dense".to_owned())?;
    Ok(format!("{} {}", code.size, code.path))
}
