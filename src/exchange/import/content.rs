//! What a file is by its first bytes, not by its name; and in which encoding its text is written.

use crate::text::Language;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    Text,
    /// Text that begins as JSON does.
    Json,
    /// A spreadsheet in a ZIP archive, or another archive.
    Spreadsheet,
    /// A spreadsheet of the old kind, or an encrypted one.
    OldSpreadsheet,
    Picture,
    Pdf,
    /// No text of any kind.
    Other,
    Empty,
}

/// How text is written in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Gb18030,
    Big5,
    Windows1252,
}

impl Encoding {
    /// Every encoding, in the order of the list.
    pub const ALL: [Self; 6] = [Self::Utf8, Self::Gb18030, Self::Big5, Self::Utf16Le, Self::Utf16Be, Self::Windows1252];

    /// The name in the Encoding Standard, which the browser's decoder takes.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Gb18030 => "gb18030",
            Self::Big5 => "big5",
            Self::Windows1252 => "windows-1252",
        }
    }

    /// The name as people know it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16 LE",
            Self::Utf16Be => "UTF-16 BE",
            Self::Gb18030 => "GB18030 (GBK, GB2312)",
            Self::Big5 => "Big5",
            Self::Windows1252 => "Windows-1252",
        }
    }
}

const SIGNATURES: [(&[u8], Content); 9] = [
    (b"PK\x03\x04", Content::Spreadsheet),
    (b"PK\x05\x06", Content::Spreadsheet),
    (b"\xd0\xcf\x11\xe0", Content::OldSpreadsheet),
    (b"\x89PNG", Content::Picture),
    (b"\xff\xd8\xff", Content::Picture),
    (b"GIF8", Content::Picture),
    (b"BM", Content::Picture),
    (b"RIFF", Content::Picture),
    (b"%PDF", Content::Pdf),
];

/// What a file is by its first bytes.
#[must_use]
pub fn content(bytes: &[u8]) -> Content {
    if bytes.is_empty() {
        return Content::Empty;
    }
    let found = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature));
    // Text may begin with these letters; only a picture goes on with bytes that no text has.
    let sure = |signature: &[u8]| !signature.is_ascii() || !matches!(signature, b"BM" | b"RIFF") || is_binary(bytes);
    if let Some((_, content)) = found.filter(|(signature, _)| sure(signature)) {
        return *content;
    }
    if marked(bytes).or_else(|| wide(bytes)).is_some() {
        return Content::Text;
    }
    if is_binary(bytes) {
        return Content::Other;
    }
    match bytes.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None => Content::Empty,
        Some(b'{') => Content::Json,
        // A list of lists or of objects; `[draft]` in a cell is text.
        Some(b'[')
            if bytes.iter().filter(|byte| !byte.is_ascii_whitespace()).nth(1).is_some_and(|b| b"{[]".contains(b)) =>
        {
            Content::Json
        }
        Some(_) => Content::Text,
    }
}

/// Whether bytes are there that no text has.
fn is_binary(bytes: &[u8]) -> bool {
    bytes.iter().any(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=30))
}

/// The encoding that the mark at the beginning names.
#[must_use]
pub fn marked(bytes: &[u8]) -> Option<Encoding> {
    let marks: [(&[u8], Encoding); 3] =
        [(b"\xef\xbb\xbf", Encoding::Utf8), (b"\xff\xfe", Encoding::Utf16Le), (b"\xfe\xff", Encoding::Utf16Be)];
    marks.into_iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(_, encoding)| encoding)
}

/// UTF-16 without a mark: the delimiters and line ends of a table are plain signs, each with a zero beside it, always on the
/// same side.
#[must_use]
pub fn wide(bytes: &[u8]) -> Option<Encoding> {
    let pairs: Vec<&[u8]> = bytes.chunks_exact(2).take(2_048).collect();
    let plain = |byte: u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
    let low = pairs.iter().filter(|pair| plain(pair[0]) && pair[1] == 0).count();
    let high = pairs.iter().filter(|pair| pair[0] == 0 && plain(pair[1])).count();
    let all_zeros = pairs.iter().flat_map(|pair| pair.iter()).filter(|byte| **byte == 0).count();
    let enough = |count: usize| count * 16 >= pairs.len() && count > 0 && count == all_zeros;
    match (enough(low), enough(high)) {
        (true, false) => Some(Encoding::Utf16Le),
        (false, true) => Some(Encoding::Utf16Be),
        _ => None,
    }
}

/// The likeliest encoding of bytes that are not UTF-8.
///
/// Both Chinese encodings keep their frequent characters in one range of leading bytes. The text is walked by the pairs of each;
/// the one under which more pairs fall into its frequent range is taken, the page's script where they are even. Where a byte
/// cannot be in either, it is a western text.
#[must_use]
pub fn likely(bytes: &[u8], language: Language) -> Encoding {
    let simplified = frequent(bytes, |lead, trail| {
        let valid = (0x40..=0xfe).contains(&trail) && trail != 0x7f;
        (valid, trail >= 0xa1 && matches!(lead, 0xa1..=0xa3 | 0xb0..=0xd7))
    });
    let traditional = frequent(bytes, |lead, trail| {
        let valid = lead >= 0xa1 && matches!(trail, 0x40..=0x7e | 0xa1..=0xfe);
        (valid, matches!(lead, 0xa1..=0xa2 | 0xa4..=0xc6))
    });
    match (simplified, traditional) {
        (None, None) => Encoding::Windows1252,
        (Some(_), None) => Encoding::Gb18030,
        (None, Some(_)) => Encoding::Big5,
        (Some(left), Some(right)) if left == right => {
            if language == Language::TraditionalChinese {
                Encoding::Big5
            } else {
                Encoding::Gb18030
            }
        }
        (Some(left), Some(right)) => {
            if left > right {
                Encoding::Gb18030
            } else {
                Encoding::Big5
            }
        }
    }
}

/// How many pairs are frequent characters; none where a leading byte stands alone. A pair cut off at the end is left out.
fn frequent(bytes: &[u8], pair: impl Fn(u8, u8) -> (bool, bool)) -> Option<usize> {
    let (mut rest, mut count) = (bytes, 0);
    while let Some((lead, behind)) = rest.split_first() {
        rest = behind;
        if lead.is_ascii() {
            continue;
        }
        let Some((trail, behind)) = rest.split_first() else { break };
        // Four bytes make a rare character of GB18030.
        if trail.is_ascii_digit() && behind.first().is_some_and(|third| *third >= 0x81) {
            rest = behind.get(2..).unwrap_or_default();
            continue;
        }
        let (valid, is_frequent) = pair(*lead, *trail);
        if !valid || matches!(lead, 0x80 | 0xff) {
            return None;
        }
        count += usize::from(is_frequent);
        rest = behind;
    }
    Some(count)
}
