//! A link is refused with its reason or opens, and what opens is shared again as it was. The text is tried as a link, and as
//! what a link holds, packed rightly.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sales_workbench::text::Currency;
use sales_workbench::exchange::share::{self, What};
use workbench_codec::link::{pack, unpack};

/// What a link unpacks to at most, in bytes.
const MOST: usize = 256 * 1024;

fuzz_target!(|text: &str| {
    if let Ok(held) = unpack(text) {
        assert!(held.len() <= MOST);
        keeps(&held);
    }
    assert_eq!(unpack(&pack(text)).ok().as_deref(), Some(text));
    keeps(text);
});

fn keeps(text: &str) {
    let Ok(first) = share::read(text) else { return };
    let opened = &first.received.opened;
    let written = share::write(&opened.workbook, opened.scenario, "", Currency::default(), What::Workbook);
    let again = share::read(&written).unwrap_or_else(|why| panic!("{why:?}: {written}"));
    assert!(again.received.opened.given_up.is_empty(), "{written}");
    let third = share::write(
        &again.received.opened.workbook,
        again.received.opened.scenario,
        "",
        Currency::default(),
        What::Workbook,
    );
    assert_eq!(third, written);
}
