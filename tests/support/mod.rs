//! What the tests share: reference cases with their tolerances, and calculators asked in JSON.
#![allow(dead_code, reason = "each test file uses its own part of this")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "what is wrong here stops the test")]
#![allow(clippy::needless_pass_by_value, reason = "`json!` values are written in place")]

pub mod arithmetic;
pub mod imports;
pub mod inputs;
pub mod rational;
pub mod words;
pub mod workbooks;

use sales_workbench::calculators;
use sales_workbench::engine::Calculator;
use sales_workbench::workbook::request;
use serde_json::{Map, Value};

/// One of the calculators, whatever the number; the next number gives the next one.
pub fn some_calculator(number: usize) -> &'static Calculator {
    calculators::loaded().nth(number % calculators::ids().count()).unwrap()
}

/// A reference case, computed elsewhere.
pub struct Case(Value);

/// The case of this id in `tests/cases/FILE.json`.
pub fn case(file: &str, id: &str) -> Case {
    let path = format!("{}/tests/cases/{file}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let all: Vec<Value> = serde_json::from_str(&text).unwrap();
    Case(all.into_iter().find(|case| case["id"] == id).unwrap_or_else(|| panic!("no case {id} in {file}")))
}

impl Case {
    /// What went in, by a JSON pointer: `/tiers/0/rate`.
    pub fn input(&self, pointer: &str) -> &Value {
        self.0["inputs"].pointer(pointer).unwrap_or_else(|| panic!("no input {pointer}"))
    }

    /// A number that went in.
    pub fn number(&self, pointer: &str) -> f64 {
        self.input(pointer).as_f64().unwrap_or_else(|| panic!("{pointer} is no number"))
    }

    /// What must come out, by a JSON pointer.
    pub fn expected(&self, pointer: &str) -> &Value {
        self.0["expected"].pointer(pointer).unwrap_or_else(|| panic!("nothing expected at {pointer}"))
    }

    /// Checks a figure, a text, a truth, an absence or lists of them against what is expected, within the case's tolerance.
    pub fn check(&self, pointer: &str, actual: &Value) {
        let field = pointer.trim_start_matches('/').replace('/', ".");
        self.compare(&field, self.expected(pointer), actual);
    }

    fn compare(&self, field: &str, expected: &Value, actual: &Value) {
        match (expected, actual) {
            (Value::Number(expected), Value::Number(actual)) => {
                let (expected, actual) = (expected.as_f64().unwrap(), actual.as_f64().unwrap());
                let (abs, rel) = self.tolerance(field);
                assert!(
                    (actual - expected).abs() <= abs + rel * expected.abs(),
                    "{} {field}: {actual} instead of {expected}",
                    self.0["id"]
                );
            }
            (Value::Array(expected), Value::Array(actual)) => {
                assert_eq!(expected.len(), actual.len(), "{} {field}: length", self.0["id"]);
                for (index, (expected, actual)) in expected.iter().zip(actual).enumerate() {
                    self.compare(&format!("{field}.{index}"), expected, actual);
                }
            }
            _ => assert_eq!(expected, actual, "{} {field}", self.0["id"]),
        }
    }

    /// The absolute and relative tolerance of a field: the longest prefix named by the case wins.
    fn tolerance(&self, field: &str) -> (f64, f64) {
        let general = &self.0["tolerance"];
        let special =
            general["fields"].as_object().into_iter().flatten().filter(|(prefix, _)| field.starts_with(*prefix));
        let chosen = special.max_by_key(|(prefix, _)| prefix.len()).map_or(general, |(_, tolerance)| tolerance);
        (chosen["abs"].as_f64().unwrap_or(0.0), chosen["rel"].as_f64().unwrap_or(0.0))
    }
}

/// What `tests/FOLDER/AREA_NAME.json` holds for a calculator: a list.
pub fn data_of(folder: &str, calculator: &Calculator) -> Vec<Value> {
    let path = format!("{}/tests/{folder}/{}.json", env!("CARGO_MANIFEST_DIR"), calculator.id.replace('.', "_"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The whole answer of a calculator: `results`, `faults`, `warnings`.
pub fn ask(calculator: &str, inputs: Value) -> Value {
    let calculator = calculators::find(calculator).unwrap_or_else(|| panic!("no calculator {calculator}"));
    let inputs: Map<String, Value> = inputs.as_object().expect("inputs are an object").clone();
    request::ask(calculator, &inputs).unwrap_or_else(|error| panic!("{}: {error:?}", calculator.id))
}

/// The results of a calculator.
pub fn results(calculator: &str, inputs: Value) -> Value {
    ask(calculator, inputs)["results"].clone()
}

/// A figure of an answer.
pub fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

/// A column of an answer.
pub fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().into_iter().flatten().map(number).collect()
}

/// `base` with what `more` says in its place.
pub fn with(base: &Value, more: Value) -> Value {
    let (mut all, Value::Object(more)) = (base.clone(), more) else { panic!("inputs are an object") };
    for (key, value) in more {
        all[key] = value;
    }
    all
}

/// The inputs with a value in one place: `volume`, `tiers[1].rate` or `scores[0][2]`.
pub fn placed(inputs: &Value, path: &str, value: &Value) -> Map<String, Value> {
    let mut inputs = inputs.clone();
    let pointer = format!("/{}", path.replace('[', "/").replace(']', "").replace('.', "/"));
    match inputs.pointer_mut(&pointer) {
        Some(room) => *room = value.clone(),
        None => inputs[path] = value.clone(),
    }
    inputs.as_object().unwrap().clone()
}
