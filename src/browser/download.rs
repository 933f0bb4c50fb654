//! A file handed to the person: what the browser keeps where she keeps her downloads.

use gloo::timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// How long the browser may take to fetch what it was handed, in milliseconds. Some ask first where to put it.
const KEPT_FOR: u32 = 60_000;

/// The browser does not let the page hand out a file: a locked-down device, a frame without the right to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Denied;

/// Hands out a file under a name that is already safe (`tools::file_name`).
///
/// # Errors
/// `Denied` where the browser refuses. A person who turns the file away in the browser's own window is no failure, and the
/// page is not told.
pub fn save(name: &str, mime: &str, bytes: &[u8]) -> Result<(), Denied> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let kind = BlobPropertyBag::new();
    kind.set_type(mime);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &kind).map_err(denied)?;
    save_blob(name, &blob)
}

/// Hands out what the browser has made itself, a picture for instance.
///
/// # Errors
/// As `save`.
pub fn save_blob(name: &str, blob: &Blob) -> Result<(), Denied> {
    let page = web_sys::window().and_then(|window| window.document()).ok_or(Denied)?;
    let body = page.body().ok_or(Denied)?;
    let anchor: HtmlAnchorElement = page.create_element("a").map_err(denied)?.dyn_into().map_err(denied)?;
    let address = Url::create_object_url_with_blob(blob).map_err(denied)?;
    anchor.set_href(&address);
    anchor.set_download(name);
    // Firefox follows only what is in the page.
    let joined = body.append_child(&anchor).map(drop);
    anchor.click();
    anchor.remove();
    Timeout::new(KEPT_FOR, move || {
        // What is already gone needs no giving up.
        let _ = Url::revoke_object_url(&address);
    })
    .forget();
    joined.map_err(denied)
}

fn denied<E>(_: E) -> Denied
where
    E: Into<JsValue>,
{
    Denied
}
