//! The command line's requests: whatever a line holds, the answer is a result or an error with its field and cause.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use proptest::prelude::*;
use sales_workbench::calculators;
use sales_workbench::engine::InputSet;
use sales_workbench::exchange::evaluate;
use sales_workbench::workbook::request;
use serde_json::{Map, Value, json};
use support::inputs::{Reach, dice, thrown};

fn ask(line: &str) -> Value {
    answered(line.as_bytes())
}

fn answered(line: &[u8]) -> Value {
    serde_json::from_str(&evaluate::answer(line)).unwrap()
}

/// An answer without what is said of the request.
fn figures(mut answer: Value) -> Value {
    let all = answer.as_object_mut().unwrap();
    assert!(all.shift_remove("defaults_used").is_some() && all.shift_remove("ignored").is_some());
    answer
}

fn error(line: &str) -> (Value, Value) {
    let answer = ask(line);
    assert!(answer.get("results").is_none(), "{line}: {answer}");
    (answer["error"]["field"].clone(), answer["error"]["cause"].clone())
}

#[test]
fn what_is_left_out_takes_its_default() {
    for calculator in calculators::loaded() {
        let bare = ask(&json!({ "calculator": calculator.id }).to_string());
        let empty = ask(&json!({ "calculator": calculator.id, "inputs": {} }).to_string());
        let sheet = calculator.sheet();
        assert_eq!(bare, empty);
        assert_eq!(figures(bare), request::answer(sheet, &InputSet::preset(sheet)), "{}", calculator.id);
    }
}

#[test]
fn the_description_gives_every_input_a_default_that_the_calculator_takes_back() {
    for calculator in calculators::loaded() {
        let described = evaluate::describe(calculator);
        let inputs: Map<String, Value> = described["inputs"]
            .as_array()
            .unwrap()
            .iter()
            .map(|input| (input["key"].as_str().unwrap().to_owned(), input["default"].clone()))
            .collect();
        let answer = ask(&json!({ "calculator": described["id"], "inputs": inputs }).to_string());
        assert_eq!(answer["defaults_used"], json!([]), "{}", calculator.id);
        let bare = ask(&json!({ "calculator": calculator.id }).to_string());
        assert_eq!(figures(answer), figures(bare), "{}", calculator.id);
    }
}

#[test]
fn the_description_names_exactly_the_results_of_an_answer() {
    for calculator in calculators::loaded() {
        let described = evaluate::describe(calculator);
        let keys: Vec<&str> =
            described["results"].as_array().unwrap().iter().map(|result| result["key"].as_str().unwrap()).collect();
        let answer = ask(&json!({ "calculator": calculator.id }).to_string());
        let found: Vec<&str> = answer["results"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, found, "{}", calculator.id);
    }
}

#[test]
fn the_description_of_an_input_says_what_may_stand_there() {
    let described = evaluate::describe(calculators::find("funnel.conversion").unwrap());
    let input = |key: &str| {
        let inputs = described["inputs"].as_array().unwrap();
        inputs.iter().find(|input| input["key"] == key).unwrap_or_else(|| panic!("no input {key}")).clone()
    };
    assert_eq!(input("basis")["choices"], json!(["volumes", "rates"]));
    assert_eq!(input("deal_size")["unit"], "money/item");
    assert_eq!(input("deal_size")["limits"], json!([0.0, 1e12]));
    assert_eq!(input("stages")["limits"], json!([2, 12]));
    assert_eq!(input("stages")["columns"][1]["key"], "count");
    assert_eq!(input("stages")["columns"][5]["optional"], true);
}

#[test]
fn a_given_mark_comes_back_with_the_answer() {
    assert_eq!(ask(r#"{"calculator": "pricing.cost_plus", "id": 7}"#)["id"], 7);
    assert_eq!(ask(r#"{"calculator": "pricing.lost_plus", "id": "a"}"#)["id"], "a");
}

#[test]
fn an_id_comes_back_as_it_was_written() {
    for id in
        ["123456789012345678901234567890", "0.1000", "1e999", "-0", r#"{"a": [1, 1.0],  "a":2}"#, r#""\u0041""#, "null"]
    {
        // The last is JSON too, although no figure holds it.
        for inputs in ["{}", r#"{"unit_cost": -1}"#, r#"{"unit_cost": 1, "unit_cost": 1}"#, r#"{"unit_cost": 1e999}"#] {
            let line = format!(r#"{{"id" : {id} , "calculator": "pricing.cost_plus", "inputs": {inputs}}}"#);
            let answer = evaluate::answer(line.as_bytes());
            assert!(answer.ends_with(&format!(r#","id":{id}}}"#)), "{answer}");
            let line = format!(r#"{{"calculator": "pricing.cost_plus", "inputs": {inputs}, "id" : {id}}}"#);
            let answer = evaluate::answer(line.as_bytes());
            assert!(answer.ends_with(&format!(r#","id":{id}}}"#)), "{answer}");
        }
        // Of a line that stops to be JSON, what stands before that place.
        let answer = evaluate::answer(format!(r#"{{"id":{id},"inputs":{{,"#).as_bytes());
        assert!(answer.ends_with(&format!(r#","id":{id}}}"#)), "{answer}");
    }
    assert!(evaluate::answer(br#"{"inputs":{,"id":7}"#).ends_with("}}"));
}

#[test]
fn a_mark_of_the_byte_order_is_passed_over() {
    let line = r#"{"calculator": "pricing.cost_plus"}"#;
    assert_eq!(ask(&format!("\u{feff}{line}")), ask(line));
    assert_eq!(error(&format!("\u{feff}\u{feff}{line}")), (Value::Null, json!("malformed")));
}

#[test]
fn what_is_given_twice_is_refused_by_name() {
    for (line, field) in [
        (r#"{"calculator": "pricing.cost_plus", "calculator": "pricing.value"}"#, "calculator"),
        (r#"{"id": 1, "calculator": "pricing.cost_plus", "id": 1}"#, "id"),
        (r#"{"calculator": "pricing.cost_plus", "inputs": {}, "inputs": {}}"#, "inputs"),
        (r#"{"calculator": "pricing.cost_plus", "inputs": {"volume": 1, "unit_cost": 2, "volume": 3}}"#, "volume"),
        (r#"{"calculator": "pricing.cost_plus", "inputs": {"volume": 1, "vol\u0075me": 3}}"#, "volume"),
        (
            r#"{"calculator": "funnel.conversion", "inputs": {"stages": [{}, {"rate": 1, "cost": 1, "rate": 1}]}}"#,
            "stages[1].rate",
        ),
    ] {
        assert_eq!(error(line), (json!(field), json!("given_twice")));
    }
}

#[test]
fn what_was_filled_in_is_listed() {
    let used = |calculator: &str, inputs: Value| {
        ask(&json!({ "calculator": calculator, "inputs": inputs }).to_string())["defaults_used"].clone()
    };
    for calculator in calculators::loaded() {
        let described = evaluate::describe(calculator);
        let keys: Vec<Value> =
            described["inputs"].as_array().unwrap().iter().map(|input| input["key"].clone()).collect();
        assert_eq!(used(calculator.id, json!({})), json!(keys), "{}", calculator.id);
    }
    let given: Map<String, Value> = evaluate::describe(calculators::find("funnel.conversion").unwrap())["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|input| (input["key"].as_str().unwrap().to_owned(), input["default"].clone()))
        .collect();
    let mut lacking = given.clone();
    lacking.shift_remove("deal_size");
    lacking["stages"][0].as_object_mut().unwrap().shift_remove("cost");
    lacking["stages"][2].as_object_mut().unwrap().shift_remove("name");
    let mut found: Vec<String> = serde_json::from_value(used("funnel.conversion", Value::Object(lacking))).unwrap();
    found.sort();
    assert_eq!(found, ["deal_size", "stages[0].cost", "stages[2].name"]);
}

#[test]
fn an_error_names_the_field_and_the_cause() {
    let cost_plus = |inputs: &str| error(&format!(r#"{{"calculator": "pricing.cost_plus", "inputs": {inputs}}}"#));
    let funnel = |inputs: &str| error(&format!(r#"{{"calculator": "funnel.conversion", "inputs": {inputs}}}"#));
    let stages = |rows: usize| json!({ "stages": vec![json!({}); rows] }).to_string();
    for (found, field, cause) in [
        (error(r#"{"calculator": "pricing.nothing"}"#), "calculator", "unknown_calculator"),
        (error(r#"{"calculator": 5}"#), "calculator", "wrong_type"),
        (error("{}"), "calculator", "wrong_type"),
        (error(r#"{"calculator": "pricing.cost_plus", "input": {}}"#), "input", "unknown_field"),
        (error(r#"{"calculator": "pricing.cost_plus", "inputs": []}"#), "inputs", "wrong_type"),
        (cost_plus(r#"{"unit_cots": 5}"#), "unit_cots", "unknown_field"),
        (cost_plus(r#"{"unit_cost": -1}"#), "unit_cost", "outside"),
        (cost_plus(r#"{"unit_cost": 1e300}"#), "unit_cost", "outside"),
        (cost_plus(r#"{"unit_cost": 1e999}"#), "unit_cost", "malformed"),
        (cost_plus(r#"{"unit_cost": NaN}"#), "unit_cost", "malformed"),
        (cost_plus(r#"{"unit_cost": 1, "volume" : 1e999}"#), "volume", "malformed"),
        (
            cost_plus(
                r#"{"unit_cost": 1, "volume"
 :  -}"#,
            ),
            "volume",
            "malformed",
        ),
        (cost_plus(r#"{"unit_cost": "a \"volume\": ", "volume": 01}"#), "volume", "malformed"),
        (funnel(r#"{"stages": [{"rate": 1}, {"cost": 5, "rate" : 1e999}]}"#), "stages[1].rate", "malformed"),
        (cost_plus(r#"{"unit_cost": "NaN"}"#), "unit_cost", "wrong_type"),
        (cost_plus(r#"{"unit_cost": "12"}"#), "unit_cost", "wrong_type"),
        (cost_plus(r#"{"unit_cost": null}"#), "unit_cost", "missing"),
        (cost_plus(r#"{"unit_cost": [1]}"#), "unit_cost", "wrong_type"),
        (cost_plus(r#"{"method": "magic"}"#), "method", "unknown_option"),
        (cost_plus(r#"{"method": 0}"#), "method", "wrong_type"),
        (funnel(&stages(1)), "stages", "rows"),
        (funnel(&stages(100_000)), "stages", "rows"),
        (funnel(r#"{"stages": {}}"#), "stages", "wrong_type"),
        (funnel(r#"{"stages": [{}, 5]}"#), "stages", "wrong_type"),
        (funnel(r#"{"stages": [{}, {"rate": 11}]}"#), "stages[1].rate", "outside"),
        (funnel(r#"{"stages": [{}, {"name": 3}]}"#), "stages[1].name", "wrong_type"),
        (funnel(r#"{"stages": [{}, {"colour": 3}]}"#), "stages[1].colour", "unknown_field"),
        (funnel(r#"{"stages.rate": [1, 1]}"#), "stages.rate", "unknown_field"),
        (funnel(r#"{"rate": 1}"#), "rate", "unknown_field"),
    ] {
        assert_eq!(found, (json!(field), json!(cause)));
    }
}

#[test]
fn what_is_no_json_object_is_malformed_or_of_the_wrong_type() {
    let deep = "[".repeat(100_000);
    let long = format!(r#"{{"calculator": "{}"}}"#, "x".repeat(evaluate::LONGEST));
    for line in ["", " ", "nope", "\"", "{", "{\"a\"", "[]", "null", "5", "1e999", "\u{feff}{}", &deep, &long] {
        let (_, cause) = error(line);
        assert!(["malformed", "wrong_type", "line_too_long"].contains(&cause.as_str().unwrap()), "{cause}");
    }
    let bytes = answered(b"{\"calculator\": \"\xff\xfe\"}");
    assert_eq!(bytes["error"]["cause"], "malformed");
}

/// Any JSON, leaning towards the names that mean something here.
fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        Just(json!(0)),
        Just(json!(-1)),
        Just(json!(1e308)),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((key(), inner), 0..6)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// A key of some calculator's input or column, or any other text.
fn key() -> impl Strategy<Value = String> {
    let known: Vec<String> = calculators::loaded()
        .flat_map(|calculator| {
            let sheet = calculator.sheet();
            let tables = sheet.tables.iter().map(|table| table.key);
            sheet.inputs.iter().map(|input| input.key).chain(tables).map(str::to_owned)
        })
        .collect();
    prop_oneof![4 => prop::sample::select(known), 1 => "\\PC{0,8}"]
}

fn answers(answer: &Value) -> bool {
    answer.get("results").is_some() != answer.get("error").is_some()
}

proptest! {
    #[test]
    fn any_text_is_answered(line in "\\PC{0,80}") {
        prop_assert!(answers(&ask(&line)));
    }

    #[test]
    fn any_bytes_are_answered(line in prop::collection::vec(any::<u8>(), 0..80)) {
        prop_assert!(answers(&answered(&line)));
    }

    #[test]
    fn any_inputs_are_answered(which in any::<prop::sample::Index>(), inputs in json_value()) {
        let all: Vec<_> = calculators::loaded().collect();
        let calculator = which.get(&all);
        let answer = ask(&json!({ "calculator": calculator.id, "inputs": inputs }).to_string());
        prop_assert!(answers(&answer));
        if let Some(error) = answer.get("error") {
            prop_assert!(error["cause"].is_string() && error["field"].is_string(), "{}", error);
        }
    }

    #[test]
    fn one_wrong_input_is_named(which in any::<prop::sample::Index>(), key in key(), value in json_value()) {
        let all: Vec<_> = calculators::loaded().collect();
        let calculator = which.get(&all);
        let inputs: Map<String, Value> = [(key.clone(), value)].into_iter().collect();
        let answer = ask(&json!({ "calculator": calculator.id, "inputs": inputs }).to_string());
        prop_assert!(answers(&answer));
        if let Some(error) = answer.get("error") {
            prop_assert!(error["field"].as_str().unwrap().starts_with(&key), "{}", error);
        }
    }

    #[test]
    fn what_a_form_accepts_is_answered_with_figures_equal_to_the_page(
        which in any::<prop::sample::Index>(),
        dice in dice(),
    ) {
        let all: Vec<_> = calculators::loaded().collect();
        let calculator = which.get(&all);
        let sheet = calculator.sheet();
        let inputs = thrown(sheet, &dice, Reach::Within);
        let line = json!({ "calculator": calculator.id, "inputs": request::write_inputs(sheet, &inputs) }).to_string();
        prop_assert_eq!(figures(ask(&line)), request::answer(sheet, &inputs));
    }
}
