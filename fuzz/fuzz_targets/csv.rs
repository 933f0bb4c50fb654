//! A table read in pieces, wherever they are cut, is the table read at once; what is kept stays within its bounds.
#![no_main]

use libfuzzer_sys::fuzz_target;
use workbench_codec::csv::Reading;

const KEPT: usize = 50;

fuzz_target!(|text: &str| {
    let whole = read([text]);
    let middle = (0..=text.len() / 2).rev().find(|place| text.is_char_boundary(*place)).unwrap_or_default();
    let (first, second) = text.split_at(middle);
    assert_eq!(whole, read([first, second]), "{text:?}");
});

fn read<'t>(pieces: impl IntoIterator<Item = &'t str>) -> String {
    let mut reading = Reading::new(Some(b','), KEPT);
    for piece in pieces {
        if !reading.feed(piece) {
            break;
        }
    }
    reading.finish().write()
}
