//! Whatever opens is written and opened again as it was. The text is tried as it is, and as a body under its right checksum.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sales_workbench::engine::math::hash;
use sales_workbench::workbook::saved::{self, VERSION};

fuzz_target!(|body: &str| {
    keeps(body);
    let check = hash(body);
    keeps(&format!(r#"{{"format":"sales-workbench","version":2,"check":"{check:016x}","workbook":{body}}}"#));
    let body = format!(r#"{{}},"workbook":{body}"#);
    let check = hash(&body);
    keeps(&format!(r#"{{"format":"sales-workbench","version":{VERSION},"check":"{check:016x}","about":{body}}}"#));
});

fn keeps(text: &str) {
    let Ok(first) = saved::open(text) else { return };
    let written = saved::write(&first.workbook, first.scenario, &first.unknown);
    let again = saved::open(&written).unwrap_or_else(|why| panic!("{why:?}: {written}"));
    // A calculator that is at its preset is as good as untouched.
    assert_eq!(written, saved::write(&again.workbook, again.scenario, &again.unknown));
    assert_eq!(first.scenario, again.scenario);
}
