//! Whether a file may be opened at all: an archive within limits that hold before any reader of spreadsheets sees it.

use std::io::{Cursor, Read};

use zip::ZipArchive;

/// The largest file, in bytes.
pub const LARGEST_FILE: usize = 16 * 1024 * 1024;
/// The most parts of an archive.
pub const MOST_PARTS: usize = 2_000;
/// The most bytes of all parts together, inflated.
pub const MOST_INFLATED: u64 = 64 * 1024 * 1024;

/// Why a file is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// More bytes than `LARGEST_FILE`.
    FileTooLarge,
    /// Not an archive at all: some other file under this name.
    NotASpreadsheet,
    /// Protected by a password.
    Encrypted,
    /// The older format, whatever its name says.
    OldFormat,
    /// With programs inside.
    Macros,
    /// More than `MOST_PARTS` parts.
    TooManyParts,
    /// More than `MOST_INFLATED` bytes when unpacked.
    TooLarge,
    /// A part that would lie outside the archive.
    UnsafePath,
    /// Cut or changed on its way.
    Damaged,
    /// More rows, columns, cells, sheets or text than are read.
    TooManyCells,
}

impl Refused {
    /// The key of its words.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::FileTooLarge => "file_too_large",
            Self::NotASpreadsheet => "not_a_spreadsheet",
            Self::Encrypted => "encrypted",
            Self::OldFormat => "old_format",
            Self::Macros => "macros",
            Self::TooManyParts => "too_many_parts",
            Self::TooLarge => "too_large",
            Self::UnsafePath => "unsafe_path",
            Self::Damaged => "damaged",
            Self::TooManyCells => "too_many_cells",
        }
    }
}

/// The first bytes of the container of older files, and of protected ones.
const OLD_CONTAINER: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// The name of the stream in which a protected file lies, as it is in such a container: in UTF-16.
const PROTECTED: &str = "EncryptedPackage";

/// Looks into an archive without trusting a word of it.
///
/// # Errors
/// Says what is wrong with it.
pub fn check(bytes: &[u8]) -> Result<(), Refused> {
    if bytes.len() > LARGEST_FILE {
        return Err(Refused::FileTooLarge);
    }
    if bytes.starts_with(&OLD_CONTAINER) {
        let name: Vec<u8> = PROTECTED.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let protected = bytes.windows(name.len()).any(|window| window == name);
        return Err(if protected { Refused::Encrypted } else { Refused::OldFormat });
    }
    if !bytes.starts_with(b"PK") {
        return Err(Refused::NotASpreadsheet);
    }
    if listed_parts(bytes).ok_or(Refused::Damaged)? > MOST_PARTS {
        return Err(Refused::TooManyParts);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refused::Damaged)?;
    if archive.len() > MOST_PARTS {
        return Err(Refused::TooManyParts);
    }
    let mut left = MOST_INFLATED;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| Refused::Damaged)?;
        let name = part.name().map_err(|_| Refused::Damaged)?.replace('\\', "/");
        if name.starts_with('/') || name.contains(':') || name.split('/').any(|step| step == "..") {
            return Err(Refused::UnsafePath);
        }
        if name.to_ascii_lowercase().ends_with("vbaproject.bin") {
            return Err(Refused::Macros);
        }
        // What it says of its size may be a lie: one byte more than is left is asked for.
        let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|_| Refused::Damaged)?;
        left = left.checked_sub(read).ok_or(Refused::TooLarge)?;
    }
    Ok(())
}

/// How many parts the end of an archive says it has; none where it has no end.
fn listed_parts(bytes: &[u8]) -> Option<usize> {
    const END: [u8; 4] = *b"PK\x05\x06";
    let at = bytes.windows(END.len()).rposition(|window| window == END)?;
    let count = bytes.get(at + 10..at + 12)?;
    Some(usize::from(u16::from_le_bytes([count[0], count[1]])))
}
