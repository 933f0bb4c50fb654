//! The characters that a reader sees (grapheme clusters): an accent or a family of emoji is never cut in two. The page asks
//! the browser, which has the tables; elsewhere a crate brings them.

/// The first so many characters of a text.
#[must_use]
pub fn first(text: &str, most: usize) -> String {
    // No text has more characters than code points.
    if text.chars().nth(most).is_none() { text.to_owned() } else { cut(text, most) }
}

#[cfg(target_arch = "wasm32")]
fn cut(text: &str, most: usize) -> String {
    use js_sys::{Array, Intl, Object, Reflect};
    // An older browser has no segmenter: there the text is cut between code points.
    let plain = || text.chars().take(most).collect();
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).unwrap_or_default();
    if !Reflect::has(&intl, &"Segmenter".into()).unwrap_or(false) {
        return plain();
    }
    let segments = Intl::Segmenter::new(&Array::new(), &Object::new()).segment(text);
    let Ok(Some(all)) = js_sys::try_iter(&segments) else { return plain() };
    all.take(most).flatten().filter_map(|one| Reflect::get(&one, &"segment".into()).ok()?.as_string()).collect()
}

#[cfg(not(target_arch = "wasm32"))]
fn cut(text: &str, most: usize) -> String {
    use unicode_segmentation::UnicodeSegmentation;
    text.graphemes(true).take(most).collect()
}
