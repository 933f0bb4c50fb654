//! Which day it is where the person is.

/// Today as every reader understands it: `2026-11-25`. Where a page is drawn without a browser there is no day.
#[must_use]
pub fn today() -> String {
    if cfg!(not(target_arch = "wasm32")) {
        return String::new();
    }
    let now = js_sys::Date::new_0();
    format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
}
