//! Unicode's compatibility forms (NFKC): full-width digits and signs as the plain ones. The page asks the browser, which
//! has the tables; elsewhere a crate brings them.

/// A text in NFKC.
#[cfg(target_arch = "wasm32")]
#[must_use]
pub fn nfkc(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFKC").into()
}

/// A text in NFKC.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn nfkc(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkc().collect()
}
