//! Files that the page writes: handed to the browser, which keeps them where the person wants.

use gloo::timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlElement, Url};

use crate::exchange::file_name::file_name;

/// The browser would not take it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Denied;

impl From<JsValue> for Denied {
    fn from(_: JsValue) -> Self {
        Self
    }
}

/// What a file is, with the ending of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Json,
    Csv,
    Svg,
    Png,
    Xlsx,
}

impl Kind {
    const fn ending(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Xlsx => "xlsx",
        }
    }

    const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv;charset=utf-8",
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// How long the browser is given to fetch what it was handed, in milliseconds.
const FETCHED: u32 = 60_000;

/// Hands a file to the browser, under a name that any system bears.
///
/// # Errors
/// If the browser refuses: in a sandboxed frame, or by a setting.
pub fn save(name: &str, kind: Kind, bytes: &[u8]) -> Result<(), Denied> {
    let options = BlobPropertyBag::new();
    options.set_type(kind.media_type());
    let blob = Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::from(bytes)), &options)?;
    save_blob(name, kind, &blob)
}

/// The same with what the browser itself has made: a picture of a canvas.
///
/// # Errors
/// If the browser refuses.
pub fn save_blob(name: &str, kind: Kind, blob: &Blob) -> Result<(), Denied> {
    let url = Url::create_object_url_with_blob(blob)?;
    let document = web_sys::window().and_then(|window| window.document()).ok_or(Denied)?;
    let link: HtmlElement = document.create_element("a")?.dyn_into().map_err(|_| Denied)?;
    link.set_attribute("href", &url)?;
    link.set_attribute("download", &file_name(name, kind.ending()))?;
    link.click();
    Timeout::new(FETCHED, move || {
        // What cannot be let go of is let go of with the page.
        let _ = Url::revoke_object_url(&url);
    })
    .forget();
    Ok(())
}
