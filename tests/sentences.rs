//! No sentence of any calculator is built around a figure that is missing.

mod support;

use std::collections::BTreeSet;

use proptest::prelude::*;
use sales_workbench::calculators;
use sales_workbench::engine::{Calculator, Evaluation, InputSet};
use sales_workbench::presentation::labels::Labels;
use sales_workbench::text::catalogue::places;
use sales_workbench::text::format::NOTHING;
use sales_workbench::text::{Catalogue, Language};
use sales_workbench::workbook::request;
use serde_json::{Value, json};
use support::inputs::{Reach, dice, thrown};
use support::words::{all, labels, said};
use support::{data_of, placed};

/// What each calculator's tests of remarks and results are asked with.
fn tried(calculator: &Calculator) -> Vec<InputSet> {
    let results = data_of("results", calculator).into_iter().filter_map(|case| case["inputs"].as_object().cloned());
    let edges = data_of("edges", calculator).into_iter().flat_map(|edge| {
        let tries: Vec<Value> = edge["tries"].as_array().cloned().unwrap_or_default();
        let path = edge["input"].as_str().unwrap_or_default().to_owned();
        tries.into_iter().map(move |attempt| placed(&edge["inputs"], &path, &attempt[0]))
    });
    results.chain(edges).filter_map(|inputs| request::read_inputs(calculator.sheet(), &inputs).ok()).collect()
}

/// Every sentence that is shown, by its key: the headline where its figure has a value, what is remarked, captions.
fn shown(labels: &Labels, evaluation: &Evaluation) -> Vec<(String, String)> {
    let sheet = labels.sheet;
    let headline = sheet.headline().filter(|outcome| evaluation.figure(outcome.node).is_some());
    let headline = headline.map(|_| "headline".to_owned());
    let remarks = sheet.remarks.iter().filter(|remark| evaluation.holds(remark.condition));
    let remarks = remarks.map(|remark| format!("remark.{}", remark.key));
    let captions = sheet.charts.iter().map(|chart| format!("chart.{}.title", chart.key));
    let keys = headline.into_iter().chain(remarks).chain(captions);
    keys.map(|key| (key.clone(), labels.sentence(evaluation, &key))).collect()
}

fn all_whole(words: &Catalogue, calculator: &'static Calculator, inputs: &InputSet) {
    let evaluation = Evaluation::of(calculator.sheet(), inputs);
    for (key, sentence) in shown(&labels(words, calculator, inputs), &evaluation) {
        let whole = !sentence.is_empty() && !sentence.contains(['{', '}']) && !sentence.contains(NOTHING);
        assert!(whole, "{} {key}: {sentence}", calculator.id);
    }
}

#[test]
fn no_sentence_lacks_a_figure_at_any_edge() {
    for language in Language::ALL {
        let words = all(language);
        for calculator in calculators::loaded() {
            for inputs in tried(calculator) {
                all_whole(&words, calculator, &inputs);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_sentence_lacks_a_figure_whatever_is_entered(dice in dice()) {
        let words = all(Language::English);
        for calculator in calculators::loaded() {
            all_whole(&words, calculator, &thrown(calculator.sheet(), &dice, Reach::Beyond));
        }
    }
}

/// A caption whose figures are missing is the chart's plain title, which needs none.
#[test]
fn every_caption_with_figures_has_a_plain_title() {
    for language in Language::ALL {
        let words = all(language);
        for calculator in calculators::loaded() {
            for chart in &calculator.sheet().charts {
                let title = format!("chart.{}.title", chart.key);
                let with_figures = words.get(calculator.id, &title).is_some_and(|title| !places(title).is_empty());
                let plain = words.get(calculator.id, &format!("{title}.without"));
                let found = plain.is_some_and(|plain| places(plain).is_empty());
                assert!(!with_figures || found, "{} {} {title}", calculator.id, language.tag());
            }
        }
    }
}

/// A remark says what it says: where its figures may be missing, there is a wording without them.
#[test]
fn no_remark_gives_way_to_a_cause() {
    let words = all(Language::English);
    let mut given_way = BTreeSet::new();
    for calculator in calculators::loaded() {
        for inputs in tried(calculator) {
            let (labels, evaluation) =
                (labels(&words, calculator, &inputs), Evaluation::of(calculator.sheet(), &inputs));
            for (key, _) in shown(&labels, &evaluation).iter().filter(|(key, _)| key.starts_with("remark.")) {
                let wordings = [key.clone(), format!("{key}.without")];
                let said = wordings.iter().filter_map(|key| words.get(calculator.id, key)).any(|words| {
                    let mut named = places(words).into_iter().filter_map(|place| labels.sheet.find_named(place));
                    named.all(|node| evaluation.figure(node).is_some())
                });
                if !said {
                    given_way.insert(format!("{} {key}", calculator.id));
                }
            }
        }
    }
    assert!(given_way.is_empty(), "{given_way:#?}");
}

/// Nothing but the wording without a figure, or the cause, stands in for a sentence.
#[test]
fn the_wording_without_stands_where_a_figure_is_missing() {
    let said = |key: &str| said("pricing.cost_plus", json!({"method": "markup", "target_markup": 0}), key);
    assert_eq!(said("headline"), "At this price, each unit contributes 0.00 USD.");
    assert_eq!(said("chart.break_even.title"), "Revenue and cost by volume");
}
