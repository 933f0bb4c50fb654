//! UTF-8 alone, in the place of the crate `encoding_rs`, whose tables of forty encodings weigh a hundred kilobytes.
//!
//! `calamine` and its `quick-xml` name every encoding, because they also read the old binary files of Excel and XML of any kind. The parts
//! of an XLSX file are in UTF-8 (ECMA-376, part 2, 6.5; quick-xml does not read the other one it allows, UTF-16). Text that is declared
//! in another encoding is read where it is plain ASCII, and refused otherwise: never guessed.
//!
//! Only what those crates call is here. `Cargo.toml` puts it in place under `[patch.crates-io]`.

use std::borrow::Cow;

/// An encoding, known by its name.
#[derive(Debug, PartialEq, Eq)]
pub struct Encoding {
    name: &'static str,
}

macro_rules! encodings {
    ($($name:ident $init:ident),* $(,)?) => {
        $(
            #[doc = concat!("Named ", stringify!($name), ".")]
            pub static $init: Encoding = Encoding { name: stringify!($name) };
            #[doc = concat!("Named ", stringify!($name), ".")]
            pub static $name: &Encoding = &$init;
        )*
    };
}

encodings! {
    UTF_8 UTF_8_INIT, UTF_16LE UTF_16LE_INIT, UTF_16BE UTF_16BE_INIT, REPLACEMENT REPLACEMENT_INIT,
    BIG5 BIG5_INIT, EUC_JP EUC_JP_INIT, EUC_KR EUC_KR_INIT, GB18030 GB18030_INIT, GBK GBK_INIT, IBM866 IBM866_INIT,
    ISO_2022_JP ISO_2022_JP_INIT, ISO_8859_2 ISO_8859_2_INIT, ISO_8859_3 ISO_8859_3_INIT, ISO_8859_4 ISO_8859_4_INIT,
    ISO_8859_5 ISO_8859_5_INIT, ISO_8859_6 ISO_8859_6_INIT, ISO_8859_7 ISO_8859_7_INIT, ISO_8859_8 ISO_8859_8_INIT,
    ISO_8859_8_I ISO_8859_8_I_INIT, ISO_8859_10 ISO_8859_10_INIT, ISO_8859_13 ISO_8859_13_INIT,
    ISO_8859_14 ISO_8859_14_INIT, ISO_8859_15 ISO_8859_15_INIT, ISO_8859_16 ISO_8859_16_INIT, KOI8_R KOI8_R_INIT,
    KOI8_U KOI8_U_INIT, MACINTOSH MACINTOSH_INIT, SHIFT_JIS SHIFT_JIS_INIT, WINDOWS_874 WINDOWS_874_INIT,
    WINDOWS_1250 WINDOWS_1250_INIT, WINDOWS_1251 WINDOWS_1251_INIT, WINDOWS_1252 WINDOWS_1252_INIT,
    WINDOWS_1253 WINDOWS_1253_INIT, WINDOWS_1254 WINDOWS_1254_INIT, WINDOWS_1255 WINDOWS_1255_INIT,
    WINDOWS_1256 WINDOWS_1256_INIT, WINDOWS_1257 WINDOWS_1257_INIT, WINDOWS_1258 WINDOWS_1258_INIT,
    X_MAC_CYRILLIC X_MAC_CYRILLIC_INIT,
}

impl Encoding {
    /// The encoding that a document declares; one that is not UTF-8 is read as far as it is ASCII.
    pub fn for_label(label: &[u8]) -> Option<&'static Self> {
        let utf_8 = [&b"utf-8"[..], b"utf8"].iter().any(|name| label.trim_ascii().eq_ignore_ascii_case(name));
        Some(if utf_8 { UTF_8 } else { REPLACEMENT })
    }

    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The text, or nothing where it cannot be told what it says.
    pub fn decode_without_bom_handling_and_without_replacement<'a>(
        &'static self,
        bytes: &'a [u8],
    ) -> Option<Cow<'a, str>> {
        let readable = self == UTF_8 || bytes.is_ascii();
        std::str::from_utf8(bytes).ok().filter(|_| readable).map(Cow::Borrowed)
    }

    /// The text with a sign in the place of what cannot be read, the encoding, and whether such a sign was needed.
    pub fn decode<'a>(&'static self, bytes: &'a [u8]) -> (Cow<'a, str>, &'static Self, bool) {
        match self.decode_without_bom_handling_and_without_replacement(bytes) {
            Some(text) => (text, self, false),
            None if self == UTF_8 => (String::from_utf8_lossy(bytes), self, true),
            None => (Cow::Borrowed("\u{fffd}"), self, true),
        }
    }

    pub const fn new_decoder_without_bom_handling(&'static self) -> Decoder {
        Decoder { encoding: self }
    }
}

/// Reads texts whole. What comes in pieces is refused.
pub struct Decoder {
    encoding: &'static Encoding,
}

/// What became of a piece of text.
pub enum DecoderResult {
    InputEmpty,
    OutputFull,
    Malformed(u8, u8),
}

impl Decoder {
    pub const fn encoding(&self) -> &'static Encoding {
        self.encoding
    }

    /// Text takes as many bytes as before.
    pub const fn max_utf8_buffer_length_without_replacement(&self, bytes: usize) -> Option<usize> {
        Some(bytes)
    }

    pub fn decode_to_string_without_replacement(
        &mut self,
        bytes: &[u8],
        to: &mut String,
        last: bool,
    ) -> (DecoderResult, usize) {
        match self.encoding.decode_without_bom_handling_and_without_replacement(bytes) {
            Some(text) if last => {
                to.push_str(&text);
                (DecoderResult::InputEmpty, bytes.len())
            }
            _ => (DecoderResult::Malformed(1, 0), 0),
        }
    }

    pub const fn decode_to_utf8_without_replacement(
        &mut self,
        _: &[u8],
        _: &mut [u8],
        _: bool,
    ) -> (DecoderResult, usize, usize) {
        (DecoderResult::Malformed(1, 0), 0, 0)
    }
}
