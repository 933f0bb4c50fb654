//! What is typed is a finite figure or refused, and what is then shown for editing reads back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sales_workbench::text::typed::{Field, Kind, editable, read};
use sales_workbench::text::{Currency, Language};

fuzz_target!(|text: &str| {
    for language in Language::ALL {
        for kind in [Kind::Plain, Kind::Money, Kind::Percent, Kind::Discount] {
            let field = Field { kind, language, currency: Currency::Usd };
            let Ok(reading) = read(text, field) else { continue };
            let Some(value) = reading.value else { continue };
            assert!(value.is_finite(), "{value} from {text:?}");
            let shown = editable(value, kind);
            if let Ok(again) = read(&shown, field) {
                assert_eq!(again.value, Some(value), "{text:?} is shown as {shown:?}");
            }
        }
    }
});
