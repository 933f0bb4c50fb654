//! What the page asks of the module that packs and unpacks: links and QR codes.

use wasm_bindgen::JsValue;

use super::modules::{Failure, Module, call};

/// A QR code to draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrCode {
    /// Modules along a side, without the quiet edge.
    pub size: u32,
    /// Its dark modules as an SVG path, a unit a module.
    pub path: String,
}

async fn text(function: &str, given: &str) -> Result<String, Failure> {
    let answer = call(Module::Codec, function, &[JsValue::from_str(given)]).await?;
    answer.as_string().ok_or(Failure::Stopped)
}

/// A text packed for an address.
///
/// # Errors
/// If the module cannot be loaded or stops.
pub async fn pack(plain: &str) -> Result<String, Failure> {
    text("pack", plain).await
}

/// The text of a link.
///
/// # Errors
/// Refused with the key of the reason: cut, changed, too long, too large, of a later release.
pub async fn unpack(link: &str) -> Result<String, Failure> {
    text("unpack", link).await
}

/// The QR code of a text.
///
/// # Errors
/// Refused where no phone could read it.
pub async fn qr(plain: &str) -> Result<QrCode, Failure> {
    let answer = text("qr", plain).await?;
    let (size, path) = answer.split_once(' ').ok_or(Failure::Stopped)?;
    Ok(QrCode { size: size.parse().map_err(|_| Failure::Stopped)?, path: path.to_owned() })
}
