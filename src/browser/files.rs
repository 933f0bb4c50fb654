//! Files that a person brings: looked at by their first bytes, read piece by piece, never held whole unless they are small.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, HtmlInputElement, TextDecodeOptions, TextDecoder, TextDecoderOptions};

use super::modules::{Failure, Module, call};
use super::spreadsheet;
use crate::exchange::import::content::{self, Content, Encoding};
use crate::exchange::import::grid::{Grid, KEPT, MOST_BYTES, MOST_WHOLE};
use crate::text::Language;

/// So much is read and decoded at once, in bytes: short enough that the page paints between two pieces.
const PIECE: f64 = 262_144.0;

/// Why a file gives no table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It is no kind of file that holds a table.
    Content(Content),
    /// It is larger than so many bytes.
    TooLarge(u64),
    /// The browser cannot read it any more: moved, changed, or its folder is gone.
    Gone,
    /// It is JSON, but no list of rows.
    NoTable,
    /// The module that reads it could not, or would not.
    Module(Failure),
    /// The person stopped it.
    Stopped,
}

/// What the person says about a text, where she knows better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Said {
    pub encoding: Option<Encoding>,
    pub delimiter: Option<char>,
}

/// The tables of a file, each with its name where it has one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tables {
    pub all: Vec<(String, Rc<Grid>)>,
    /// How the text was written, where it is text.
    pub encoding: Option<Encoding>,
    /// It is lines of cells, whose delimiter can be another one.
    pub delimited: bool,
}

/// What goes on while a file is read.
pub struct Watch<'a> {
    /// The share that is read.
    pub progress: &'a dyn Fn(f64),
    /// False once nobody wants it any longer.
    pub wanted: &'a Cell<bool>,
}

/// The file that was chosen in a field, which is emptied so that the same file can be chosen again.
#[must_use]
pub fn chosen(input: &HtmlInputElement) -> Option<File> {
    let file = input.files().and_then(|files| files.get(0));
    input.set_value("");
    file
}

/// The text of a file, if it can be read.
pub async fn text(file: &File) -> Option<String> {
    JsFuture::from(file.text()).await.ok()?.as_string()
}

/// The tables of a file. `table` is the key of the table that is asked for, `language` the page's.
///
/// # Errors
/// Says why there are none.
pub async fn tables(
    file: &File,
    said: Said,
    table: Option<&str>,
    language: Language,
    watch: &Watch<'_>,
) -> Result<Tables, Unread> {
    let size = file.size();
    let first = bytes(file, 0.0, PIECE.min(size)).await?;
    let within = |most: f64| if size > most { Err(Unread::TooLarge(most as u64)) } else { Ok(()) };
    match content::content(&first) {
        Content::Text => {
            within(MOST_BYTES)?;
            let (grid, encoding) = delimited(file, said, language, watch).await?;
            Ok(Tables { all: vec![(String::new(), Rc::new(grid))], encoding: Some(encoding), delimited: true })
        }
        Content::Json => {
            within(MOST_WHOLE)?;
            let text = decoded(&bytes(file, 0.0, size).await?, said.encoding, language).ok_or(Unread::NoTable)?;
            let lists = Grid::from_json(&text, table).ok_or(Unread::NoTable)?;
            let all = lists.into_iter().map(|(name, grid)| (name, Rc::new(grid))).collect();
            Ok(Tables { all, ..Tables::default() })
        }
        Content::Spreadsheet => {
            within(MOST_WHOLE)?;
            let whole = bytes(file, 0.0, size).await?;
            let text = spreadsheet::read(&whole).await.map_err(Unread::Module)?;
            let sheets = Grid::from_sheets(&text).ok_or(Unread::Module(Failure::Stopped))?;
            let all = sheets.into_iter().map(|(name, grid)| (name, Rc::new(grid))).collect();
            Ok(Tables { all, ..Tables::default() })
        }
        other => Err(Unread::Content(other)),
    }
}

/// The bytes of a file between two places.
async fn bytes(file: &File, from: f64, to: f64) -> Result<Vec<u8>, Unread> {
    let piece = file.slice_with_f64_and_f64(from, to).map_err(|_| Unread::Gone)?;
    let buffer = JsFuture::from(piece.array_buffer()).await.map_err(|_| Unread::Gone)?;
    let buffer: ArrayBuffer = buffer.dyn_into().map_err(|_| Unread::Gone)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Reads a text of lines and cells: in the encoding that was said, that its mark names, or as UTF-8 until that is refuted.
async fn delimited(file: &File, said: Said, language: Language, watch: &Watch<'_>) -> Result<(Grid, Encoding), Unread> {
    let first = bytes(file, 0.0, PIECE.min(file.size())).await?;
    let known = said.encoding.or_else(|| content::marked(&first)).or_else(|| content::wide(&first));
    let encoding = known.unwrap_or(Encoding::Utf8);
    match passed(file, encoding, known.is_none(), said.delimiter, watch).await? {
        Passed::Read(grid) => Ok((grid, encoding)),
        Passed::Refuted(piece) => {
            let encoding = content::likely(&piece, language);
            match passed(file, encoding, false, said.delimiter, watch).await? {
                Passed::Read(grid) => Ok((grid, encoding)),
                Passed::Refuted(_) => Err(Unread::Gone),
            }
        }
    }
}

/// One pass over a file.
enum Passed {
    Read(Grid),
    /// It is not in this encoding; the bytes that say so, from the beginning of a line.
    Refuted(Vec<u8>),
}

async fn passed(
    file: &File,
    encoding: Encoding,
    strictly: bool,
    delimiter: Option<char>,
    watch: &Watch<'_>,
) -> Result<Passed, Unread> {
    let Some(decoder) = decoder(encoding, strictly) else { return Err(Unread::Gone) };
    let sign = delimiter.map_or_else(String::new, |sign| sign.to_string());
    let number = codec("csv_begin", &[sign.into(), (KEPT as u32).into()]).await?;
    let (size, mut from) = (file.size(), 0.0);
    loop {
        let to = size.min(from + PIECE);
        let piece = bytes(file, from, to).await?;
        let Some(text) = decode(&decoder, &piece, to < size) else {
            let start =
                if from > 0.0 { piece.iter().position(|byte| *byte == b'\n').map_or(0, |at| at + 1) } else { 0 };
            return Ok(Passed::Refuted(piece[start..].to_vec()));
        };
        let goes_on = codec("csv_feed", &[number.clone(), text.into()]).await?.is_truthy();
        if !watch.wanted.get() {
            return Err(Unread::Stopped);
        }
        (watch.progress)(to / size);
        from = to;
        if !goes_on || from >= size {
            break;
        }
    }
    let found = codec("csv_finish", &[number]).await?.as_string().unwrap_or_default();
    Grid::from_module(&found).map(Passed::Read).ok_or(Unread::Module(Failure::Stopped))
}

async fn codec(function: &str, given: &[JsValue]) -> Result<JsValue, Unread> {
    call(Module::Codec, function, given).await.map_err(Unread::Module)
}

fn decoder(encoding: Encoding, strictly: bool) -> Option<TextDecoder> {
    let options = TextDecoderOptions::new();
    options.set_fatal(strictly);
    TextDecoder::new_with_label_and_options(encoding.label(), &options).ok()
}

/// The text of a piece; none where a strict decoder refuses it.
fn decode(decoder: &TextDecoder, bytes: &[u8], more: bool) -> Option<String> {
    let options = TextDecodeOptions::new();
    options.set_stream(more);
    decoder.decode_with_js_u8_array_and_options(&Uint8Array::from(bytes), &options).ok()
}

/// The text of a whole file.
fn decoded(bytes: &[u8], said: Option<Encoding>, language: Language) -> Option<String> {
    let strictly = |encoding| decode(&decoder(encoding, true)?, bytes, false);
    let known = said.or_else(|| content::marked(bytes)).or_else(|| content::wide(bytes));
    match known {
        Some(encoding) => decode(&decoder(encoding, false)?, bytes, false),
        None => strictly(Encoding::Utf8)
            .or_else(|| decode(&decoder(content::likely(bytes, language), false)?, bytes, false)),
    }
}
