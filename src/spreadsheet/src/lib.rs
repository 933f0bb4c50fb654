//! Writes and reads spreadsheet files from plain descriptions. Knows no calculator and no browser page.
//!
//! The page carries only the description of a book. The files themselves are made and read in a worker of their own,
//! loaded on demand, so whatever a stranger's file makes of it, the page's memory is never touched.

pub mod book;

#[cfg(feature = "files")]
pub mod archive;
#[cfg(feature = "files")]
pub mod read;
#[cfg(feature = "files")]
pub mod write;

#[cfg(all(feature = "files", target_arch = "wasm32"))]
mod wasm;
