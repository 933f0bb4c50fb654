//! Packs and unpacks what is shared: compressed texts, QR codes, CSV. Knows no calculator and no browser page.
//!
//! The page loads it on demand into a worker of its own, so whatever a stranger's link or file makes of it, the page's
//! memory is never touched. Natively it is an ordinary crate, and tested as one.

pub mod csv;
pub mod link;
pub mod qr;

#[cfg(target_arch = "wasm32")]
mod wasm;
