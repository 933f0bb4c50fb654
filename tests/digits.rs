//! The same seed gives the same digits natively and in every browser: what is pinned here the pages are held to as well, by
//! `tests/browser/digits.test.mjs`.

mod support;

use sales_workbench::analysis::simulate::{Job, Simulation};
use sales_workbench::calculators;
use sales_workbench::state::{Action, State};
use sales_workbench::text::format::exact;
use sales_workbench::workbook::fields::{self, FieldId};
use serde_json::Value;

#[test]
fn a_simulation_gives_the_pinned_digits() {
    let text = std::fs::read_to_string("tests/cases/simulated_digits.json").unwrap();
    let cases: Vec<Value> = serde_json::from_str(&text).unwrap();
    for case in &cases {
        let calculator = calculators::find(case["calculator"].as_str().unwrap()).unwrap();
        let mut state = State::default();
        for (field, typed) in case["typed"].as_object().unwrap() {
            let place = fields::named(calculator.sheet(), field).unwrap();
            let field = FieldId::new(calculator.id, place);
            let typed = typed.as_str().unwrap().to_owned();
            state = [Action::Type(field, typed), Action::Leave(field)].into_iter().fold(state, |s, a| s.reduce(a));
        }
        let job = Job {
            workbook: state.workbook.clone(),
            scenario: state.scenario,
            calculator: calculator.id,
            result: (calculator.sheet().headline().unwrap().node, 0),
            draws: 10_000,
            target: None,
        };
        let mut simulation = Simulation::new(&job, calculator).unwrap();
        while !simulation.is_done() {
            simulation.advance();
        }
        let summary = simulation.summary();
        let all = [summary.low, summary.median, summary.high, summary.mean.value, summary.deviation];
        assert_eq!(all.map(exact).join(" "), case["exact"].as_str().unwrap(), "{}", calculator.id);
    }
}
