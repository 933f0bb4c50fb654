//! Every warning and remark of every calculator, at its bound and a step to either side: `tests/edges/AREA_NAME.json`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeSet;

use sales_workbench::calculators;
use sales_workbench::engine::{Calculator, Evaluation};
use sales_workbench::workbook::request;
use serde_json::{Map, Value};
use support::{data_of, placed};

/// Whether a remark holds for these inputs.
fn holds(calculator: &Calculator, remark: &str, inputs: &Map<String, Value>) -> bool {
    let sheet = calculator.sheet();
    let given = request::read_inputs(sheet, inputs)
        .unwrap_or_else(|error| panic!("{} {remark}: {error:?}: {inputs:?}", calculator.id));
    let mut all = sheet.remarks.iter().filter(|found| found.key == remark);
    let found = all.next().unwrap_or_else(|| panic!("{} has no remark {remark}", calculator.id));
    Evaluation::of(sheet, &given).holds(found.condition)
}

#[test]
fn remarks_turn_just_at_their_bounds() {
    for calculator in calculators::loaded() {
        for edge in data_of("edges", calculator) {
            let (remark, path) = (edge["remark"].as_str().unwrap(), edge["input"].as_str().unwrap());
            for attempt in edge["tries"].as_array().unwrap() {
                let (value, expected) = (&attempt[0], attempt[1].as_bool().unwrap());
                let found = holds(calculator, remark, &placed(&edge["inputs"], path, value));
                assert_eq!(found, expected, "{} {remark} with {path} = {value} and {}", calculator.id, edge["inputs"]);
            }
        }
    }
}

#[test]
fn every_remark_is_seen_on_and_off() {
    for calculator in calculators::loaded() {
        let edges = data_of("edges", calculator);
        for remark in &calculator.sheet().remarks {
            let tries = edges.iter().filter(|edge| edge["remark"] == remark.key);
            let tries = tries.flat_map(|edge| edge["tries"].as_array().into_iter().flatten());
            let seen: BTreeSet<Option<bool>> = tries.map(|attempt| attempt[1].as_bool()).collect();
            let both = seen.contains(&Some(true)) && seen.contains(&Some(false));
            assert!(both, "{} {}: seen only {seen:?}", calculator.id, remark.key);
        }
    }
}
