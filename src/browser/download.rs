//! Files that the page writes.

/// The browser would not take it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Denied;

/// Hands a file to the browser to keep.
///
/// # Errors
/// If the browser refuses.
pub fn save(_name: &str, _kind: &str, _bytes: &[u8]) -> Result<(), Denied> {
    Err(Denied)
}
