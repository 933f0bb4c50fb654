//! What the page can ask of this package in its worker. A refusal is thrown as its key; anything else that is thrown means
//! that the worker must not be asked again.

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::{csv, link, qr};

/// A text packed for an address.
#[wasm_bindgen]
#[must_use]
pub fn pack(text: &str) -> String {
    link::pack(text)
}

/// The text of a link.
///
/// # Errors
/// The key of the refusal.
#[wasm_bindgen]
pub fn unpack(link: &str) -> Result<String, String> {
    link::unpack(link).map_err(|refusal| refusal.key().to_owned())
}

/// The QR code of a text: its size in modules, a space, its path.
///
/// # Errors
/// `too_dense`
#[wasm_bindgen]
pub fn qr(text: &str) -> Result<String, String> {
    let code = qr::code(text).map_err(|qr::TooDense| "too_dense".to_owned())?;
    Ok(format!("{} {}", code.size, code.path))
}

thread_local! {
    /// The table that is being read, and its number.
    static READING: RefCell<(u32, Option<csv::Reading>)> = const { RefCell::new((0, None)) };
}

/// Begins to read a table: with this delimiter, or with the likeliest where the text is empty; so many rows are kept. Gives
/// the number under which it goes on. Another reading that was under way is forgotten.
#[wasm_bindgen]
#[must_use]
pub fn csv_begin(delimiter: &str, keep: u32) -> u32 {
    READING.with_borrow_mut(|(number, reading)| {
        *number = number.wrapping_add(1);
        *reading = Some(csv::Reading::new(delimiter.bytes().next(), keep as usize));
        *number
    })
}

/// Takes the next piece of the text; false where no further one is wanted.
///
/// # Errors
/// `forgotten` where another reading has begun.
#[wasm_bindgen]
pub fn csv_feed(number: u32, piece: &str) -> Result<bool, String> {
    READING.with_borrow_mut(|(at_hand, reading)| {
        let reading = reading.as_mut().filter(|_| *at_hand == number);
        reading.map(|reading| reading.feed(piece)).ok_or_else(|| "forgotten".to_owned())
    })
}

/// The table of all pieces, as JSON.
///
/// # Errors
/// `forgotten` where another reading has begun.
#[wasm_bindgen]
pub fn csv_finish(number: u32) -> Result<String, String> {
    READING.with_borrow_mut(|(at_hand, reading)| {
        let reading = if *at_hand == number { reading.take() } else { None };
        reading.map(|reading| reading.finish().write()).ok_or_else(|| "forgotten".to_owned())
    })
}
