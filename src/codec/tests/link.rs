//! A text packed for an address comes back whole, or the reason is said: never another text, never past the caps.

use miniz_oxide::deflate::compress_to_vec;
use proptest::prelude::*;
use workbench_codec::link::{LARGEST, LONGEST, Refusal, pack, unpack};

fn sample() -> String {
    let fields: Vec<String> = (0..60).map(|n| format!(r#""field_{n}":{}"#, n * n + 7)).collect();
    format!("{{{}}}", fields.join(","))
}

#[test]
fn what_is_packed_comes_back_and_needs_no_escaping() {
    for text in ["", "a", "{}", "定价 · 價格 🦀", &sample(), &"x".repeat(LARGEST)] {
        let link = pack(text);
        assert!(link.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'));
        assert_eq!(unpack(&link).as_deref(), Ok(text));
    }
}

#[test]
fn a_link_cut_at_any_character_is_incomplete() {
    let link = pack(&sample());
    assert_eq!(unpack(""), Err(Refusal::Empty));
    for end in 1..link.len() {
        assert_eq!(unpack(&link[..end]), Err(Refusal::Incomplete), "cut at {end} of {}", link.len());
    }
}

#[test]
fn a_link_with_one_character_changed_is_refused_and_never_another_text() {
    let link = pack(&sample());
    for place in 1..link.len() {
        for other in ['A', 'Q', 'g', 'w', '9', '-', '_'] {
            let mut changed = link.clone();
            changed.replace_range(place..=place, &other.to_string());
            if changed != link {
                let found = unpack(&changed);
                assert!(matches!(found, Err(Refusal::Damaged | Refusal::Incomplete)), "{place} {other}: {found:?}");
            }
        }
    }
}

#[test]
fn the_first_character_tells_a_later_codec_from_no_codec() {
    let link = pack("{}");
    assert_eq!(unpack(&format!("2{}", &link[1..])), Err(Refusal::Newer));
    assert_eq!(unpack("9"), Err(Refusal::Newer));
    for foreign in ["x", "0abc", "_", "hello", "{}"] {
        assert_eq!(unpack(&format!("{foreign}{}", &link[1..])), Err(Refusal::Unknown), "{foreign}");
    }
    for nothing in ["", " ", "\n>", "%20", "..", "定"] {
        assert_eq!(unpack(nothing), Err(Refusal::Empty), "{nothing}");
    }
}

#[test]
fn what_is_too_long_is_not_looked_at() {
    assert_eq!(unpack(&"1".repeat(LONGEST + 1)), Err(Refusal::TooLong));
    assert_eq!(unpack(&" ".repeat(2 << 20)), Err(Refusal::TooLong));
}

/// A link whose text is `packed`, right in all else.
fn around(packed: &[u8]) -> String {
    // The link of a text that deflate stores as it is shows what stands around it; here the parts are put together again.
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut bytes = Vec::new();
    let mut length = packed.len();
    while length > 0x7f {
        bytes.push((length & 0x7f | 0x80) as u8);
        length >>= 7;
    }
    bytes.push(length as u8);
    let step = |sum: u32, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 };
    let sum = !packed.iter().fold(!0_u32, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step));
    bytes.extend(sum.to_le_bytes());
    bytes.extend(packed);
    let bits = bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect::<Vec<_>>();
    let six = |bits: &[u8]| (0..6).fold(0, |value, at| value << 1 | usize::from(bits.get(at).copied().unwrap_or(0)));
    bits.chunks(6).fold("1".to_owned(), |link, bits| link + &char::from(ALPHABET[six(bits)]).to_string())
}

#[test]
fn a_bomb_stops_at_the_cap() {
    assert_eq!(unpack(&around(&compress_to_vec(b"[1,2]", 10))).as_deref(), Ok("[1,2]"));
    let bomb = compress_to_vec(&vec![b'0'; 30 << 20], 10);
    let link = around(&bomb);
    assert!(link.len() < LONGEST, "{}", link.len());
    assert_eq!(unpack(&link), Err(Refusal::TooLarge));
    assert_eq!(unpack(&around(&compress_to_vec(&vec![b'0'; LARGEST + 1], 10))), Err(Refusal::TooLarge));
}

#[test]
fn right_sums_around_what_is_no_deflate_or_no_text_are_no_way_in() {
    assert_eq!(unpack(&around(&[0xff; 40])), Err(Refusal::Damaged));
    assert_eq!(unpack(&around(&[])), Err(Refusal::Damaged));
    assert_eq!(unpack(&around(&compress_to_vec(&[0xff, 0xfe, 0x00], 10))), Err(Refusal::Damaged));
}

#[test]
fn what_mail_programs_do_to_a_link_is_undone() {
    let text = sample();
    let link = pack(&text);
    let escaped = |link: &str| link.bytes().fold(String::new(), |all, byte| format!("{all}%{byte:02X}"));
    let wrapped = link.as_bytes().chunks(60).map(|line| String::from_utf8_lossy(line)).collect::<Vec<_>>();
    for damaged in [
        wrapped.join("\n"),
        wrapped.join("\r\n> "),
        wrapped.join("=\r\n"),
        wrapped.join(" "),
        wrapped.join("%20"),
        wrapped.join("%0D%0A"),
        wrapped.join("\u{200b}"),
        wrapped.join("\u{ad}"),
        format!("{link}>"),
        format!("<{link}>."),
        format!("{link}."),
        format!("{link}\u{3002}"),
        format!("({link}),"),
        format!("\u{201c}{link}\u{201d}"),
        escaped(&link),
        escaped(&escaped(&link)),
        format!("{link}%3E"),
        format!("{link}%253E"),
    ] {
        assert_eq!(unpack(&damaged).as_deref(), Ok(&*text), "{damaged:.80}");
    }
}

proptest! {
    #[test]
    fn any_text_comes_back(text in "\\PC{0,400}") {
        prop_assert_eq!(unpack(&pack(&text)), Ok(text));
    }

    #[test]
    fn anything_else_is_refused_or_is_a_link(link in "1?[A-Za-z0-9_%>. -]{0,300}") {
        // A random text passes the sum once in four thousand million times.
        prop_assert!(unpack(&link).is_err());
    }
}
