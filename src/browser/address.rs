//! The fragment of the page's address, in which the place is named.

use gloo::events::EventListener;

/// The fragment, from `#` on.
#[must_use]
pub fn fragment() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// Calls back whenever the fragment changes, for as long as the listener is kept.
#[must_use]
pub fn on_change(callback: impl Fn(String) + 'static) -> Option<EventListener> {
    let window = web_sys::window()?;
    Some(EventListener::new(&window, "hashchange", move |_| callback(fragment())))
}

/// Goes to the place that a fragment names.
pub fn go(fragment: &str) {
    if let Some(window) = web_sys::window() {
        // A fragment that cannot be set leaves the page where it is.
        let _ = window.location().set_hash(fragment);
    }
}

/// Begins a new page at its top.
pub fn arrive() {
    let Some(window) = web_sys::window() else { return };
    window.scroll_to_with_x_and_y(0.0, 0.0);
}
