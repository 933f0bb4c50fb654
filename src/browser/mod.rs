//! The outside world: storage, address, clipboard, Intl, the loader, the worker. Nothing else knows `web_sys`' globals.

pub mod address;
pub mod clipboard;
pub mod clock;
pub mod download;
pub mod files;
pub mod intl;
pub mod life;
pub mod loader;
pub mod modules;
pub mod parcel;
pub mod printer;
pub mod raster;
pub mod release;
pub mod rescue;
pub mod shelf;
pub mod spreadsheet;
pub mod storage;
pub mod worker;

use crate::text::{Catalogue, Language};

/// The words of a language: those at hand, or fetched from beside the page.
pub async fn words_of(language: Language) -> Option<Catalogue> {
    Catalogue::parse(&loader::words(language).await?).ok()
}
