//! Names of files that every system takes: any text a person may type becomes one, and stays hers as far as it can.

/// The longest name with its extension, in characters.
pub const LONGEST: usize = 100;

/// What a name is called of which nothing is left.
const NAMELESS: &str = "workbench";

/// A name with an extension (`csv`, without the dot) that no system refuses: never empty, at most `LONGEST` characters.
#[must_use]
pub fn safe(name: &str, extension: &str) -> String {
    let room = LONGEST.saturating_sub(extension.chars().count() + 1);
    let clean = cleaned(name);
    let stem = trimmed(cut(trimmed(&clean), room));
    let stem = if stem.is_empty() { NAMELESS } else { stem };
    let mark = if is_reserved(stem) { "_" } else { "" };
    // The mark finds room: what is reserved is short, or has a dot where it may be cut.
    let stem = if mark.is_empty() { stem } else { trimmed(cut(stem, room - 1)) };
    format!("{mark}{stem}.{extension}")
}

/// What is before and behind a name and may not be: blanks, dots that hide a file or that Windows drops.
fn trimmed(name: &str) -> &str {
    name.trim_matches(|c: char| c.is_whitespace() || c == '.')
}

/// Every character that some system reserves is a hyphen; what has no shape of its own, and pictures, are left out.
fn cleaned(name: &str) -> String {
    let mut clean = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => clean.push('-'),
            c if c.is_whitespace() || c.is_control() => {
                if !clean.ends_with(' ') {
                    clean.push(' ');
                }
            }
            c if is_shapeless(c) || is_picture(c) => {}
            c => clean.push(c),
        }
    }
    clean
}

/// Marks that turn the writing direction, join or choose shapes, and characters that Unicode gives no meaning.
fn is_shapeless(c: char) -> bool {
    let code = c as u32;
    matches!(code, 0xAD | 0x61C | 0x180E | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFE00..=0xFE0F)
        || matches!(code, 0xFEFF | 0xFFF0..=0xFFFF | 0xE000..=0xF8FF | 0xE0000..=0x10_FFFF)
        || code & 0xFFFE == 0xFFFE
}

/// Emoji and the signs around them.
const fn is_picture(c: char) -> bool {
    matches!(c as u32, 0x20E3 | 0x2190..=0x21FF | 0x2300..=0x23FF | 0x2600..=0x27BF | 0x2B00..=0x2BFF | 0x1F000..=0x1FAFF)
}

/// The beginning of a name, at most so many characters, cut only where a letter begins for sure, so that no accent is torn
/// from its letter. A text without such a place is left out altogether.
fn cut(name: &str, most: usize) -> &str {
    if name.chars().count() <= most {
        return name;
    }
    let (mut end, mut before) = (0, None);
    for (place, (at, c)) in name.char_indices().enumerate() {
        if place > most {
            break;
        }
        if begins_letter(c) && before.is_some_and(stands_alone) {
            end = at;
        }
        before = Some(c);
    }
    &name[..end]
}

/// Letters of the scripts that people here write in, which never belong to the character before.
const fn begins_letter(c: char) -> bool {
    matches!(c as u32,
        0x20..=0x7E | 0xA1..=0xAC | 0xAE..=0x2FF | 0x391..=0x3FF | 0x400..=0x481 | 0x48A..=0x52F | 0x5D0..=0x5EA | 0x621..=0x64A
        | 0xE01..=0xE30 | 0x3001..=0x3029 | 0x3041..=0x3096 | 0x30A1..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xFF01..=0xFF9D | 0x20000..=0x3FFFD)
}

/// Whether nothing that follows a character can belong to it but marks: true of all but a few that prepare the next.
const fn stands_alone(c: char) -> bool {
    matches!(c as u32, 0x20..=0x5FF | 0x610..=0x6DC | 0x3000..=0x9FFF | 0xAC00..=0xD7A3 | 0xE01..=0xE5B | 0xFF01..=0xFF9F | 0x20000..=0x3FFFD)
}

/// Names that are devices on Windows, whatever follows their first dot.
fn is_reserved(name: &str) -> bool {
    let first = name.split('.').next().unwrap_or(name).trim_end().to_ascii_uppercase();
    let numbered = |kind: &str| {
        let rest = first.strip_prefix(kind)?;
        let mut characters = rest.chars();
        let number = characters.next().filter(|c| matches!(c, '0'..='9' | '¹' | '²' | '³'))?;
        characters.next().is_none().then_some(number)
    };
    matches!(first.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CLOCK$" | "CONIN$" | "CONOUT$")
        || numbered("COM").is_some()
        || numbered("LPT").is_some()
}
