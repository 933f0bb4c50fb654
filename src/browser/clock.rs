//! The time and the day, and names that no other tab gives.

use crate::state::workbooks::BookId;
use crate::workbook::saved::Moment;

/// Now; the beginning of time where a page is drawn without a browser.
#[must_use]
pub fn now() -> Moment {
    if cfg!(target_arch = "wasm32") { js_sys::Date::now() as Moment } else { 0 }
}

/// Today as every reader understands it: `2026-11-25`. Where a page is drawn without a browser there is no day.
#[must_use]
pub fn today() -> String {
    if cfg!(not(target_arch = "wasm32")) {
        return String::new();
    }
    let now = js_sys::Date::new_0();
    format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
}

/// A name for a new workbook that no other tab gives to another one.
#[must_use]
pub fn fresh_id() -> BookId {
    let mut number = (js_sys::Math::random() * 1e12) as u64;
    let digits = "0123456789abcdefghijklmnopqrstuvwxyz".as_bytes();
    let mut text = String::new();
    for _ in 0..8 {
        text.push(char::from(digits[(number % 36) as usize]));
        number /= 36;
    }
    BookId(text.into())
}
