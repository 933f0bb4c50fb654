//! Which release of the page this is, whether it works offline, and whether newer code has taken over beside it.

use gloo::events::EventListener;

use super::loader;

/// The release that this page was loaded from: sixteen hexadecimal digits; none while developing.
#[must_use]
pub fn name() -> Option<String> {
    loader::text("release")
}

/// Whether every file of this release is stored on this device.
#[must_use]
pub fn works_offline() -> bool {
    loader::is("offline")
}

/// Whether the browser offers to install the page.
#[must_use]
pub fn can_be_installed() -> bool {
    loader::is("installable")
}

/// Whether another release has taken over in another tab: from then on this one writes nothing.
#[must_use]
pub fn is_outdated() -> bool {
    loader::is("outdated")
}

/// Lets the browser ask whether to install the page.
pub fn install() {
    loader::call("install");
}

/// Shows all that is stored, as it is, with the ways to save it: the page that also stands where the app cannot run.
pub fn show_raw() {
    loader::call("safe");
}

/// Calls back whenever one of these answers changes, for as long as the listener is kept.
#[must_use]
pub fn on_change(callback: impl Fn() + 'static) -> Option<EventListener> {
    let window = web_sys::window()?;
    Some(EventListener::new(&window, "workbench-release", move |_| callback()))
}
