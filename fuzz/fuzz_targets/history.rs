//! A history that is read is written and read again as it was. The text is taken as the steps under their right checksum.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sales_workbench::engine::math::hash;
use sales_workbench::workbook::history::History;
use sales_workbench::workbook::contents::Workbook;

fuzz_target!(|steps: &str| {
    let now = Workbook::default();
    assert_eq!(History::read(steps, &now, "work"), None);
    let (of, check) = (hash("work"), hash(steps));
    let text = format!(
        r#"{{"format":"sales-workbench-history","version":1,"of":"{of:016x}","check":"{check:016x}","steps":{steps}}}"#
    );
    let Some(first) = History::read(&text, &now, "work") else { return };
    let written = first.write(&now, "work");
    assert_eq!(History::read(&written, &now, "work"), Some(first), "{written}");
});
