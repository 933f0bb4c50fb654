//! A request is refused with its field, or its inputs stand as they were given and its answer is an object.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sales_workbench::calculators;
use sales_workbench::workbook::request;
use serde_json::{Map, Value};

fuzz_target!(|text: &str| {
    let Ok(given) = serde_json::from_str::<Map<String, Value>>(text) else { return };
    for calculator in calculators::loaded() {
        let sheet = calculator.sheet();
        let Ok(inputs) = request::read_inputs(sheet, &given) else { continue };
        let written = request::write_inputs(sheet, &inputs);
        assert_eq!(request::read_inputs(sheet, &written).as_ref(), Ok(&inputs), "{}", calculator.id);
        assert!(request::answer(sheet, &inputs).is_object(), "{}", calculator.id);
    }
});
