//! How figures are shown on the page: the browser's own Intl.

use std::cell::RefCell;

use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::text::format::{NOTHING, Part};
use crate::text::{Compact, Formatter, Style};
use crate::workbook::settings::Settings;

/// Formats by Intl for one language, currency and way of shortening; makes each formatter once.
#[derive(Debug)]
pub struct IntlFormatter {
    settings: Settings,
    made: RefCell<Vec<((Style, bool), Function)>>,
    clocks: RefCell<Vec<(Part, Function)>>,
}

impl IntlFormatter {
    /// A formatter for these settings.
    #[must_use]
    pub const fn new(settings: Settings) -> Self {
        Self { settings, made: RefCell::new(Vec::new()), clocks: RefCell::new(Vec::new()) }
    }

    fn write(&self, value: f64, style: Style, short: bool) -> String {
        if !value.is_finite() {
            return NOTHING.to_owned();
        }
        let known = self.made.borrow().iter().find(|(key, _)| *key == (style, short)).map(|(_, f)| f.clone());
        let function = known.unwrap_or_else(|| {
            let function = self.make(style, short);
            self.made.borrow_mut().push(((style, short), function.clone()));
            function
        });
        let text = function.call1(&JsValue::NULL, &value.into()).ok().and_then(|text| text.as_string());
        text.map_or_else(|| NOTHING.to_owned(), |text| text.replace('-', "−"))
    }

    fn make(&self, style: Style, short: bool) -> Function {
        let options = Object::new();
        let set = |key: &str, value: JsValue| {
            // Setting a property of a plain object cannot fail.
            let _ = Reflect::set(&options, &key.into(), &value);
        };
        set("signDisplay", "negative".into());
        set("roundingMode", "halfExpand".into());
        match style {
            Style::Number { most } => set("maximumFractionDigits", (most as f64).into()),
            Style::Percent { most } => {
                set("style", "percent".into());
                set("maximumFractionDigits", (most as f64).into());
            }
            Style::Money => {
                set("style", "currency".into());
                set("currency", self.settings.currency.code().into());
                set("currencyDisplay", "narrowSymbol".into());
            }
        }
        if short {
            set("notation", "compact".into());
            set("minimumFractionDigits", 0.0.into());
            set("maximumFractionDigits", if matches!(style, Style::Percent { .. }) { 0.0 } else { 1.0 }.into());
        }
        let locales = Array::of1(&self.locale(short).into());
        Intl::NumberFormat::new(&locales, &options).format()
    }

    fn clock(&self, part: Part) -> Function {
        let options = Object::new();
        let set = |key: &str, value: &str| {
            // Setting a property of a plain object cannot fail.
            let _ = Reflect::set(&options, &key.into(), &value.into());
        };
        if part != Part::Time {
            set("dateStyle", "medium");
        }
        if part != Part::Day {
            set("timeStyle", "short");
        }
        let locales = Array::of1(&self.settings.language.tag().into());
        Intl::DateTimeFormat::new(&locales, &options).format()
    }

    /// How figures are shortened is a setting of its own, so the locale of a short figure follows that.
    fn locale(&self, short: bool) -> &'static str {
        let language = self.settings.language;
        match self.settings.compact {
            Compact::Western if short => "en",
            Compact::Chinese if short && !language.is_chinese() => "zh-Hans",
            _ => language.tag(),
        }
    }
}

impl Formatter for IntlFormatter {
    fn format(&self, value: f64, style: Style) -> String {
        let shortened = self.settings.compact != Compact::Never && value.abs() >= 10_000.0;
        self.write(value, style, shortened && !matches!(style, Style::Percent { .. }))
    }

    fn short(&self, value: f64, style: Style) -> String {
        self.write(value, style, true)
    }

    fn moment(&self, at: u64, part: Part) -> String {
        let known = self.clocks.borrow().iter().find(|(key, _)| *key == part).map(|(_, f)| f.clone());
        let function = known.unwrap_or_else(|| {
            let function = self.clock(part);
            self.clocks.borrow_mut().push((part, function.clone()));
            function
        });
        let text = function.call1(&JsValue::NULL, &(at as f64).into()).ok().and_then(|text| text.as_string());
        text.unwrap_or_else(|| NOTHING.to_owned())
    }
}
