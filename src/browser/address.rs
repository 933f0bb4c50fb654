//! The fragment of the page's address, in which the place is named.

use gloo::events::EventListener;

use super::life;
use crate::state::EMBED;

/// The fragment, from `#` on.
#[must_use]
pub fn fragment() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// Calls back whenever the fragment changes, for as long as the listener is kept.
#[must_use]
pub fn on_change(callback: impl Fn(String) + 'static) -> Option<EventListener> {
    let window = web_sys::window()?;
    Some(life::listen(&window, "hashchange", move |_| callback(fragment())))
}

/// The page's own address, without a fragment.
#[must_use]
pub fn page() -> String {
    let address = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    address.split('#').next().unwrap_or_default().to_owned()
}

/// Whether the page is shown inside another one.
#[must_use]
pub fn is_framed() -> bool {
    let Some(window) = web_sys::window() else { return false };
    // Whatever does not let itself be compared is another page.
    let top = window.top().ok().flatten();
    top.is_none_or(|top| top != window)
}

/// Goes to the place that a fragment names. A view inside another page stays where it is.
pub fn go(place: &str) {
    if let Some(window) = web_sys::window().filter(|_| !fragment().starts_with(EMBED)) {
        // A fragment that cannot be set leaves the page where it is.
        let _ = window.location().set_hash(place);
    }
}

/// Begins a new page at its top.
pub fn arrive() {
    let Some(window) = web_sys::window() else { return };
    window.scroll_to_with_x_and_y(0.0, 0.0);
}
