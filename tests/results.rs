//! Every result of every calculator, held against figures computed elsewhere: `tests/results/AREA_NAME.json`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeSet;

use sales_workbench::calculators;
use sales_workbench::engine::Calculator;
use serde_json::Value;
use support::{ask, data_of};

/// Where two answers differ by more than the tolerance, relative above 1 and absolute below.
fn differences(at: &str, expected: &Value, found: &Value, tolerance: f64) -> Vec<String> {
    match (expected, found) {
        (Value::Number(expected), Value::Number(found)) => {
            let (expected, found) = (expected.as_f64().unwrap(), found.as_f64().unwrap());
            let far = (expected - found).abs() > tolerance * expected.abs().max(1.0);
            if far { vec![format!("{at} is {found} instead of {expected}")] } else { Vec::new() }
        }
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            let rows = expected.iter().zip(found).enumerate();
            rows.flat_map(|(row, (expected, found))| differences(&format!("{at}[{row}]"), expected, found, tolerance))
                .collect()
        }
        (Value::Object(expected), Value::Object(found)) => expected
            .iter()
            .flat_map(|(key, expected)| {
                let found = found.get(key).unwrap_or(&Value::Null);
                differences(&format!("{at}.{key}"), expected, found, tolerance)
            })
            .collect(),
        _ if expected == found => Vec::new(),
        _ => vec![format!("{at} is {found} instead of {expected}")],
    }
}

/// Whether a result says something: a figure, a word, a column in which not all is nothing.
fn tells(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(all) => all.iter().any(|value| tells(value) && value.as_f64() != Some(0.0)),
        Value::Object(all) => all.values().any(|value| tells(value) && value.as_f64() != Some(0.0)),
        _ => true,
    }
}

#[test]
fn results_agree_with_figures_computed_elsewhere() {
    for calculator in calculators::loaded() {
        for (place, case) in data_of("results", calculator).iter().enumerate() {
            let name = format!("{} {place}", calculator.id);
            assert!(case["source"].as_str().is_some_and(|source| !source.is_empty()), "{name} has no source");
            let found = ask(calculator.id, case["inputs"].clone());
            let tolerance = case["tolerance"].as_f64().unwrap_or(1e-9);
            let wrong = differences("results", &case["results"], &found["results"], tolerance);
            assert!(wrong.is_empty(), "{name}: {}", wrong.join("\n"));
        }
    }
}

fn keys(calculator: &Calculator) -> impl Iterator<Item = &'static str> {
    let sheet = calculator.sheet();
    let tables = sheet.parts.iter().map(|parts| parts.key);
    sheet.outcomes.iter().map(|outcome| outcome.key).chain(tables).collect::<Vec<_>>().into_iter()
}

#[test]
fn every_result_is_with_its_figure() {
    for calculator in calculators::loaded() {
        let cases = data_of("results", calculator);
        let told = cases.iter().filter_map(|case| case["results"].as_object()).flatten();
        let told: BTreeSet<&str> = told.filter(|(_, value)| tells(value)).map(|(key, _)| key.as_str()).collect();
        let missing: Vec<&str> = keys(calculator).filter(|key| !told.contains(key)).collect();
        assert!(missing.is_empty(), "{}: no figure computed elsewhere for {missing:?}", calculator.id);
        let known: BTreeSet<&str> = keys(calculator).collect();
        assert!(told.is_subset(&known), "{}: no results {:?}", calculator.id, told.difference(&known));
    }
}
