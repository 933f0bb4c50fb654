//! The calculators, each loaded with its words when something needs it.

use super::{loader, storage, words};
use crate::calculators::{self, Listed};
use crate::state::workbooks::BookId;

pub use crate::calculators::NotLoaded;

/// Loads a calculator, if it is not there yet. An id that is not in the list needs nothing.
///
/// # Errors
/// If it cannot be had.
pub async fn calculator(id: &str) -> Result<(), NotLoaded> {
    match calculators::listed(id) {
        Some(listed) => load(&[listed]).await,
        None => Ok(()),
    }
}

/// Whether every calculator is there.
#[must_use]
pub fn is_every_calculator_loaded() -> bool {
    missing().next().is_none()
}

/// Loads every calculator.
///
/// # Errors
/// If one cannot be had.
pub async fn every_calculator() -> Result<(), NotLoaded> {
    load(&calculators::all().collect::<Vec<_>>()).await
}

/// Loads all calculators that a text names, so that it can be read.
///
/// # Errors
/// If one cannot be had.
pub async fn calculators_named_in(text: &str) -> Result<(), NotLoaded> {
    load(&calculators::all().filter(|listed| text.contains(listed.id)).collect::<Vec<_>>()).await
}

/// Whether every calculator that a text names is there.
#[must_use]
pub fn are_loaded(text: &str) -> bool {
    missing().all(|listed| !text.contains(listed.id))
}

/// Loads all calculators that a workbook and its history name, as they are kept, and what an instance before this one left over.
///
/// # Errors
/// If one cannot be had.
pub async fn calculators_of(book: &BookId) -> Result<(), NotLoaded> {
    let kept = [storage::work(book), storage::history(book)].map(|key| storage::read(&key).ok().flatten());
    let texts: Vec<String> = kept.into_iter().chain([loader::text("rescued")]).flatten().collect();
    calculators_named_in(&texts.concat()).await
}

/// Loads all calculators that anything kept in this browser names.
///
/// # Errors
/// If one cannot be had.
pub async fn calculators_kept() -> Result<(), NotLoaded> {
    for key in storage::keys().unwrap_or_default() {
        if is_every_calculator_loaded() {
            break;
        }
        if let Ok(Some(text)) = storage::read(&key) {
            calculators_named_in(&text).await?;
        }
    }
    Ok(())
}

/// The calculators that are not at hand.
fn missing() -> impl Iterator<Item = &'static Listed> {
    calculators::all().filter(|listed| listed.calculator().is_none())
}

/// Loads those of these calculators that are not at hand, each with its words in the language of the page.
async fn load(wanted: &[&'static Listed]) -> Result<(), NotLoaded> {
    let missing = || wanted.iter().filter(|listed| listed.calculator().is_none());
    // All are on their way before the first is waited for.
    for listed in missing() {
        loader::fetch(listed.id);
    }
    for listed in missing() {
        let calculator = listed.load().await?;
        words::complete(listed.id).await?;
        listed.take(calculator);
    }
    Ok(())
}
