//! The outside world: storage, address, Intl, the loader. Nothing else knows `web_sys`' globals.

pub mod address;
pub mod intl;
pub mod loader;
pub mod storage;

use crate::text::{Catalogue, Language};

/// The words of a language: those at hand, or fetched from beside the page.
pub async fn words_of(language: Language) -> Option<Catalogue> {
    Catalogue::parse(&loader::words(language).await?).ok()
}
