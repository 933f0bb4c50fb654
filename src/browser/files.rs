//! Files that a person chooses, read as text.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, HtmlInputElement};

/// The files that were chosen in a field, which is emptied so that the same file can be chosen again.
#[must_use]
pub fn chosen(input: &HtmlInputElement) -> Vec<File> {
    let files = input.files().map(|files| (0..files.length()).filter_map(|place| files.get(place)).collect());
    input.set_value("");
    files.unwrap_or_default()
}

/// How large a file is, in bytes.
#[must_use]
pub fn size(file: &File) -> f64 {
    file.unchecked_ref::<Blob>().size()
}

/// The text of a file, if it can be read.
pub async fn text(file: &File) -> Option<String> {
    JsFuture::from(file.unchecked_ref::<Blob>().text()).await.ok()?.as_string()
}
