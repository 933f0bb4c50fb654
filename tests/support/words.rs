//! Catalogues for tests, and every key that a sheet asks them for.

use std::collections::BTreeSet;
use std::path::PathBuf;

use sales_workbench::calculators;
use sales_workbench::engine::chart::{Chart, Picture};
use sales_workbench::engine::sheet::{Op, Preset};
use sales_workbench::engine::{
    Calculator, Evaluation, Function, InputId, InputKind, InputSet, Key, OutcomeKind, PartKind, Sheet,
};
use sales_workbench::presentation::labels::Labels;
use sales_workbench::text::{Catalogue, Language, Plain, words};
use sales_workbench::workbook::request;
use serde_json::Value;

/// All words of a language as the page loads them: the app's, then each calculator's under its id.
pub fn all(language: Language) -> Catalogue {
    let app = std::iter::once(("app", words::app(language)));
    let theirs = calculators::loaded().map(|calculator| (calculator.id, words_of(calculator, language)));
    let sections: Vec<String> = app.chain(theirs).map(|(section, words)| format!("[{section}]\n{words}\n")).collect();
    Catalogue::parse(&sections.concat()).unwrap_or_else(|error| panic!("{}: {error:?}", language.tag()))
}

/// The catalogue beside a calculator.
pub fn words_of(calculator: &Calculator, language: Language) -> &'static str {
    let found = calculator.words.iter().find(|(tag, _)| *tag == language.tag());
    found.unwrap_or_else(|| panic!("{} has no words in {}", calculator.id, language.tag())).1
}

/// A calculator spoken of in the plain format.
pub fn labels<'a>(words: &'a Catalogue, calculator: &'static Calculator, inputs: &'a InputSet) -> Labels<'a> {
    const PLAIN: &Plain = &Plain { currency: sales_workbench::text::Currency::Usd };
    Labels { words, section: calculator.id, sheet: calculator.sheet(), inputs, formatter: PLAIN }
}

/// A sentence of a calculator in English, as shown for these inputs.
pub fn said(calculator: &str, inputs: Value, key: &str) -> String {
    let calculator = calculators::find(calculator).unwrap_or_else(|| panic!("no calculator {calculator}"));
    let given = request::read_inputs(calculator.sheet(), inputs.as_object().expect("inputs are an object"));
    let given = given.unwrap_or_else(|error| panic!("{}: {error:?}: {inputs}", calculator.id));
    labels(&all(Language::English), calculator, &given).sentence(&Evaluation::of(calculator.sheet(), &given), key)
}

/// The Rust of a calculator's folder.
pub fn source_of(calculator: &Calculator) -> String {
    let (area, name) = calculator.id.split_once('.').unwrap();
    rust_in(&format!("src/calculators/{area}/{name}"))
}

/// All Rust in a folder of the project and below, end to end.
pub fn rust_in(folder: &str) -> String {
    rust_files(folder).into_iter().map(|(_, text)| text).collect()
}

/// The Rust files in a folder of the project and below, by path.
pub fn rust_files(folder: &str) -> Vec<(PathBuf, String)> {
    let mut open = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                files.push((path, text));
            }
        }
    }
    files.sort();
    files
}

/// The texts between plain quotes in some Rust.
pub fn literals(rust: &str) -> BTreeSet<&str> {
    rust.lines().flat_map(|line| line.split('"').skip(1).step_by(2)).collect()
}

/// What a catalogue must hold, and what it may hold.
#[derive(Default)]
pub struct Keys {
    pub needed: BTreeSet<String>,
    pub allowed: BTreeSet<String>,
}

impl Keys {
    fn need(&mut self, key: impl Into<String>) {
        self.needed.insert(key.into());
    }

    fn need_each(&mut self, of: &str, keys: &[Key]) {
        self.needed.extend(keys.iter().map(|key| format!("{of}.{key}")));
    }

    fn allow(&mut self, key: impl Into<String>) {
        self.allowed.insert(key.into());
    }
}

/// The keys of a calculator.
pub fn keys_of(calculator: &Calculator) -> Keys {
    let (sheet, mut keys) = (calculator.sheet(), Keys::default());
    for key in ["title", "question", "headline", "about", "source"] {
        keys.need(key);
    }
    // Where a figure of a sentence has no value.
    keys.allow("headline.without");
    input_keys(sheet, &mut keys);
    for node in &sheet.nodes {
        if let (Some(key), false) = (node.key, matches!(node.op, Op::Input(_))) {
            keys.need(key);
        }
        if let Op::Guard { reason, .. } = node.op {
            keys.need(format!("reason.{reason}"));
        }
    }
    for outcome in &sheet.outcomes {
        if let OutcomeKind::Word(words) = outcome.kind {
            keys.need_each(&format!("word.{}", outcome.key), words);
        }
    }
    for step in &sheet.steps {
        step_keys(step.function, &mut keys);
    }
    for parts in &sheet.parts {
        keys.need(format!("parts.{}", parts.key));
    }
    for remark in &sheet.remarks {
        keys.need(format!("remark.{}", remark.key));
        keys.allow(format!("remark.{}.without", remark.key));
    }
    for chart in &sheet.charts {
        chart_keys(chart, &mut keys);
    }
    for example in calculator.examples {
        keys.need(format!("example.{}.title", example.key));
        keys.need(format!("example.{}.text", example.key));
        keys.need(format!("example.{}.source", example.key));
    }
    source_keys(calculator, &mut keys);
    keys
}

fn input_keys(sheet: &Sheet, keys: &mut Keys) {
    for (index, input) in sheet.inputs.iter().enumerate() {
        let path = sheet.path(InputId(index as u32));
        keys.need(format!("group.{}", input.group));
        keys.allow(format!("hint.{path}"));
        if let InputKind::Choice { options } = input.kind {
            keys.need_each(&format!("option.{path}"), options);
        }
        if let Preset::Names(names) = &input.preset {
            let worded = names.iter().filter_map(|name| name.strip_prefix('@'));
            worded.for_each(|name| keys.need(format!("name.{name}")));
        }
        keys.need(path);
    }
    for table in &sheet.tables {
        keys.need(format!("table.{}", table.key));
        keys.need(format!("row.{}", table.key));
        keys.allow(format!("hint.{}", table.key));
    }
}

fn step_keys(function: &Function, keys: &mut Keys) {
    keys.need(format!("step.{}", function.key));
    keys.need(format!("step.{}.formula", function.key));
    for column in function.columns {
        keys.need(format!("part.{}.{}", function.key, column.key));
        if let PartKind::Word(words) = column.kind {
            keys.need_each(&format!("word.{}.{}", function.key, column.key), words);
        }
    }
}

fn chart_keys(chart: &Chart, keys: &mut Keys) {
    let of = |part: &str| format!("chart.{}.{part}", chart.key);
    keys.need(of("title"));
    keys.allow(of("title.without"));
    keys.need(of("x"));
    match &chart.picture {
        // Neither has a scale of figures at its side.
        Picture::Funnel { .. } | Picture::Radar { .. } => keys.allow(of("y")),
        _ => keys.need(of("y")),
    }
    match &chart.picture {
        Picture::Map { own: Some(_), .. } => keys.need(of("own")),
        Picture::Sweep { marks, .. } => marks.iter().for_each(|mark| keys.need(format!("mark.{}", mark.key))),
        _ => {}
    }
}

/// Keys that only the calculator's own Rust names: reasons of its steps, names in its examples.
fn source_keys(calculator: &Calculator, keys: &mut Keys) {
    let source = source_of(calculator);
    for before in ["Err(\"", "ok_or(\""] {
        for rest in source.split(before).skip(1) {
            keys.need(format!("reason.{}", rest.split('"').next().unwrap_or_default()));
        }
    }
    // A reason may also be in a constant or pass through a variable.
    keys.allowed.extend(literals(&source).iter().map(|literal| format!("reason.{literal}")));
    for example in calculator.examples {
        let inputs: Value = serde_json::from_str(example.inputs).unwrap_or_default();
        names_in(&inputs, keys);
    }
}

fn names_in(value: &Value, keys: &mut Keys) {
    match value {
        Value::String(text) => {
            if let Some(name) = text.strip_prefix('@') {
                keys.need(format!("name.{name}"));
            }
        }
        Value::Array(list) => list.iter().for_each(|value| names_in(value, keys)),
        Value::Object(object) => object.values().for_each(|value| names_in(value, keys)),
        _ => {}
    }
}
