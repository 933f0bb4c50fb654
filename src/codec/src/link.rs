//! A text as part of an address: compressed, checked, in characters that no mail program changes; and back, under caps.
//!
//! `1` names the codec. Behind it stands, in the alphabet of base64url, how many bytes follow (low seven bits first), their
//! CRC-32, and the text as raw deflate. The length tells a link that was cut from one that was changed.

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

/// The codec that this release writes.
const CODEC: char = '1';

/// The longest link that is looked at, in bytes.
pub const LONGEST: usize = 64 << 10;

/// The longest text that a link may hold, in bytes.
pub const LARGEST: usize = 256 << 10;

/// How hard the compressor tries; 10 is its best, and a link is short.
const EFFORT: u8 = 10;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Why a link was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is nothing in it.
    Empty,
    /// Longer than any link of ours: not even looked at.
    TooLong,
    /// Its first character names no codec.
    Unknown,
    /// Its first character names a codec of a later release.
    Newer,
    /// Its end is missing.
    Incomplete,
    /// Something in it was changed.
    Damaged,
    /// It would unpack to more than a workbook can be.
    TooLarge,
}

impl Refusal {
    /// Every refusal.
    pub const ALL: [Self; 7] =
        [Self::Empty, Self::TooLong, Self::Unknown, Self::Newer, Self::Incomplete, Self::Damaged, Self::TooLarge];

    /// Its name, as it passes from the worker to the page.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong => "too_long",
            Self::Unknown => "unknown",
            Self::Newer => "newer",
            Self::Incomplete => "incomplete",
            Self::Damaged => "damaged",
            Self::TooLarge => "too_large",
        }
    }
}

/// Packs a text for an address.
#[must_use]
pub fn pack(text: &str) -> String {
    let packed = compress_to_vec(text.as_bytes(), EFFORT);
    let mut bytes = Vec::with_capacity(packed.len() + 8);
    let mut length = packed.len();
    while length > 0x7f {
        bytes.push(length as u8 & 0x7f | 0x80);
        length >>= 7;
    }
    bytes.push(length as u8);
    bytes.extend(crc32(&packed).to_le_bytes());
    bytes.extend(packed);
    let mut link = String::from(CODEC);
    to_base64(&bytes, &mut link);
    link
}

/// Unpacks what `pack` wrote, also after a mail program has wrapped, quoted or escaped it.
///
/// # Errors
/// Says why not. Nothing past the caps is ever decoded.
pub fn unpack(link: &str) -> Result<String, Refusal> {
    if link.len() > LONGEST {
        return Err(Refusal::TooLong);
    }
    let link = mended(link);
    let mut characters = link.chars();
    match characters.next() {
        None => return Err(Refusal::Empty),
        Some(CODEC) => {}
        Some(later) if later.is_ascii_digit() && later > CODEC => return Err(Refusal::Newer),
        Some(_) => return Err(Refusal::Unknown),
    }
    let (bytes, is_whole) = from_base64(characters.as_str()).ok_or(Refusal::Damaged)?;
    let (length, rest) = read_length(&bytes)?;
    let (sum, packed) = rest.split_first_chunk::<4>().ok_or(Refusal::Incomplete)?;
    if packed.len() < length {
        return Err(Refusal::Incomplete);
    }
    if packed.len() > length || !is_whole || crc32(packed) != u32::from_le_bytes(*sum) {
        return Err(Refusal::Damaged);
    }
    let text = decompress_to_vec_with_limit(packed, LARGEST).map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => Refusal::TooLarge,
        _ => Refusal::Damaged,
    })?;
    String::from_utf8(text).map_err(|_| Refusal::Damaged)
}

/// The link without what mail programs put into it: line breaks, marks of a quotation, escapes (once or twice), and the
/// punctuation of the sentence around it. None of that is in the alphabet, so taking it out harms no link.
fn mended(link: &str) -> String {
    let mut link = link.to_owned();
    for _ in 0..3 {
        if !link.contains('%') {
            break;
        }
        link = unescaped(&link);
    }
    let wrapping = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '<' | '>' | '=' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}')
    };
    link.retain(|c| !wrapping(c));
    let in_alphabet = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    link.trim_matches(|c| !in_alphabet(c)).to_owned()
}

/// A text without its `%`-escapes; what is no escape stays.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let digit = |at: usize| tail.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        let escaped = if *first == b'%' { digit(0).zip(digit(1)) } else { None };
        bytes.push(escaped.map_or(*first, |(high, low)| (high * 16 + low) as u8));
        rest = if escaped.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The length that is in front, and what follows it.
fn read_length(bytes: &[u8]) -> Result<(usize, &[u8]), Refusal> {
    let mut length = 0;
    for (place, byte) in bytes.iter().enumerate().take(4) {
        length |= usize::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Ok((length, &bytes[place + 1..]));
        }
    }
    Err(if bytes.len() < 4 { Refusal::Incomplete } else { Refusal::Damaged })
}

fn to_base64(bytes: &[u8], text: &mut String) {
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            text.push(ALPHABET[(bits >> (18 - 6 * place) & 0x3f) as usize] as char);
        }
    }
}

/// The bytes of a text, and whether it ends as a whole one would: no bit is left over. None where a character does not
/// belong.
fn from_base64(text: &str) -> Option<(Vec<u8>, bool)> {
    let (mut bytes, mut bits, mut count) = (Vec::with_capacity(text.len() * 3 / 4), 0_u32, 0);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    Some((bytes, bits == 0 && count < 6))
}

/// CRC-32 as in zip files: it notices every change within 32 bits in a row, so every single changed character.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
    })
}
