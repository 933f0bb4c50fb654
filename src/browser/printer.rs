//! The browser's own window for printing.

/// Opens it. A browser that does not print leaves the page as it is.
pub fn print() {
    if let Some(window) = web_sys::window() {
        // Some embedded browsers refuse; their own menus print all the same.
        let _ = window.print();
    }
}
