//! The words of the page's language: its own and the list of the calculators first, the rest of each calculator's with the calculator.

use std::cell::RefCell;
use std::rc::Rc;

use super::loader;
use super::rooms::NotLoaded;
use crate::calculators;
use crate::text::{Catalogue, Language};

thread_local! {
    /// What the page speaks; nothing in a worker, which says nothing.
    static SPOKEN: RefCell<Option<(Language, Rc<Catalogue>)>> = const { RefCell::new(None) };
}

/// The words that the page begins with.
#[must_use]
pub fn first(language: Language) -> Rc<Catalogue> {
    let text = loader::first_words().unwrap_or_default();
    let words = Rc::new(Catalogue::parse(&text).unwrap_or_default());
    SPOKEN.set(Some((language, words.clone())));
    words
}

/// Has the page speak a language from now on: its words, with those of every calculator that is at hand. Nothing changes if they cannot
/// be had.
pub async fn speak(language: Language) -> Option<Rc<Catalogue>> {
    let words = Rc::new(of(language, None).await?);
    // While one is fetched, another calculator may arrive.
    while let Some(next) = calculators::loaded().find(|calculator| !words.is_complete(calculator.id)) {
        words.complete(next.id, &loader::words(language, Some(next.id)).await?).ok()?;
    }
    SPOKEN.set(Some((language, words.clone())));
    Some(words)
}

/// The words of a language, with those of one calculator.
pub async fn of(language: Language, calculator: Option<&str>) -> Option<Catalogue> {
    let words = Catalogue::parse(&loader::words(language, None).await?).ok()?;
    if let Some(calculator) = calculator {
        words.complete(calculator, &loader::words(language, Some(calculator)).await?).ok()?;
    }
    Some(words)
}

/// Completes the words of a calculator in the language that the page speaks.
pub(super) async fn complete(calculator: &str) -> Result<(), NotLoaded> {
    while let Some((language, words)) = SPOKEN.with_borrow(Clone::clone) {
        let text = loader::words(language, Some(calculator)).await.ok_or(NotLoaded)?;
        words.complete(calculator, &text).map_err(|_| NotLoaded)?;
        // Meanwhile the page may have changed its language.
        if SPOKEN.with_borrow(|spoken| spoken.as_ref().is_none_or(|(now, _)| *now == language)) {
            break;
        }
    }
    Ok(())
}
