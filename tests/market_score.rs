//! The opportunity score against results computed elsewhere, and its properties.
#![allow(clippy::unwrap_used, reason = "what is wrong here stops the test")]

mod support;

use proptest::prelude::*;
use sales_workbench::calculators;
use sales_workbench::engine::pairs;
use sales_workbench::exchange::evaluate;
use sales_workbench::workbook::{request, saved};
use serde_json::{Value, json};
use support::words::said;
use support::{Case, ask, case, numbers, results, with};

fn grid(value: &Value) -> Vec<Vec<f64>> {
    value.as_array().unwrap().iter().map(numbers).collect()
}

fn named(names: &Value) -> Value {
    names.as_array().unwrap().iter().map(|name| json!({ "name": name })).collect()
}

/// Factors whose scale holds any figure of the cases.
fn factors(names: &Value, is_benefit: &[bool], weights: &[f64]) -> Vec<Value> {
    let direction = |benefit: bool| if benefit { "higher_is_better" } else { "lower_is_better" };
    let names = names.as_array().unwrap().iter();
    let row = |((name, benefit), weight): ((&Value, &bool), &f64)| json!({ "name": name, "direction": direction(*benefit), "low": 0, "high": 1000, "weight": weight });
    names.zip(is_benefit).zip(weights).map(row).collect()
}

fn decision(case: &Case, normalisation: &str) -> Value {
    let is_benefit: Vec<bool> =
        case.input("/is_benefit").as_array().unwrap().iter().map(|value| value.as_bool().unwrap()).collect();
    results(
        "market.score",
        json!({
            "opportunities": named(case.input("/alternatives")),
            "factors": factors(case.input("/criteria"), &is_benefit, &numbers(case.input("/weights"))),
            "scores": case.input("/values"),
            "normalisation": normalisation,
        }),
    )
}

/// The names in the order of their ranks.
fn ranking(names: &Value, ranks: &Value) -> Value {
    let ranks = numbers(ranks);
    let mut order: Vec<usize> = (0..ranks.len()).collect();
    order.sort_by(|a, b| ranks[*a].total_cmp(&ranks[*b]));
    order.into_iter().map(|row| names[row].clone()).collect()
}

#[test]
fn weighted_sums_under_each_normalisation() {
    let case = case("market_score", "market-pub-04-weighted-scoring");
    let names = case.input("/alternatives");
    let min_max = decision(&case, "min_max");
    case.check("/minmax_matrix", &min_max["normalised"]);
    case.check("/minmax_scores", &min_max["score"]);
    case.check("/minmax_ranking", &ranking(names, &min_max["rank"]));
    let (population, sample) = (decision(&case, "z_population"), decision(&case, "z_sample"));
    case.check("/z_ddof0_scores", &population["score"]);
    case.check("/z_ddof1_scores", &sample["score"]);
    case.check("/z_ranking", &ranking(names, &population["rank"]));
    case.check("/z_ranking", &ranking(names, &sample["rank"]));
    let ratio = decision(&case, "ratio_to_best");
    case.check("/ratio_scores", &ratio["score"]);
    case.check("/ratio_ranking", &ranking(names, &ratio["rank"]));
    assert_eq!(ratio["winner"], "PL");
}

fn compared(names: &Value, matrix: &Value, method: &str) -> Value {
    results(
        "market.score",
        json!({
            "weights_by": "pairwise", "priority_method": method, "factors": named(names), "comparisons": matrix,
        }),
    )
}

#[test]
fn priorities_and_consistency_of_the_drinks() {
    let case = case("market_score", "market-pub-05-ahp-drinks");
    let ask = |method| compared(case.input("/items"), case.input("/pairwise_comparison_matrix"), method);
    let found = ask("eigenvector");
    case.check("/priorities", &found["weight_used"]);
    case.check("/lambda_max", &found["lambda_max"]);
    case.check("/consistency_index", &found["consistency_index"]);
    case.check("/consistency_ratio", &found["consistency_ratio"]);
    assert_eq!(case.expected("/acceptable_below_0_10"), found["consistency_ratio"].as_f64().unwrap() < 0.1);
    case.check("/geometric_mean_priorities", &ask("geometric_mean")["weight_used"]);
    case.check("/column_mean_priorities", &ask("column_mean")["weight_used"]);
}

#[test]
fn a_hierarchy_is_local_priorities_scored_on_a_scale_from_0_to_1() {
    let case = case("market_score", "market-pub-06-ahp-leader");
    let (alternatives, criteria) = (case.input("/alternatives"), case.input("/criteria"));
    let top = compared(criteria, case.input("/criteria_matrix"), "eigenvector");
    case.check("/criteria_priorities", &top["weight_used"]);
    case.check("/criteria_consistency_ratio", &top["consistency_ratio"]);
    let local = |criterion: &Value| {
        let criterion = criterion.as_str().unwrap();
        let found = compared(alternatives, case.input(&format!("/alternative_matrices/{criterion}")), "eigenvector");
        case.check(&format!("/local_priorities/{criterion}"), &found["weight_used"]);
        case.check(&format!("/local_consistency_ratios/{criterion}"), &found["consistency_ratio"]);
        numbers(&found["weight_used"])
    };
    let locals: Vec<Vec<f64>> = criteria.as_array().unwrap().iter().map(local).collect();
    let scores: Vec<Vec<f64>> = (0..3).map(|row| locals.iter().map(|priorities| priorities[row]).collect()).collect();
    let scale: Vec<Value> = criteria
        .as_array()
        .unwrap()
        .iter()
        .map(|name| json!({ "name": name, "direction": "higher_is_better", "low": 0, "high": 1 }))
        .collect();
    let found = results(
        "market.score",
        json!({
            "weights_by": "pairwise", "comparisons": case.input("/criteria_matrix"), "factors": scale,
            "opportunities": named(alternatives), "scores": scores,
        }),
    );
    for (row, name) in alternatives.as_array().unwrap().iter().enumerate() {
        case.check(&format!("/overall_priorities/{}", name.as_str().unwrap()), &found["score"][row]);
    }
    case.check("/best", &found["winner"]);
}

#[test]
fn closeness_to_the_ideal() {
    for id in ["market-pub-07-topsis-phones", "market-pub-08-topsis-two-criteria"] {
        let case = case("market_score", id);
        let found = decision(&case, "fixed_scale");
        case.check("/weighted_normalised", &found["topsis_weighted"]);
        case.check("/ideal", &found["ideal"]);
        case.check("/anti_ideal", &found["anti_ideal"]);
        case.check("/distance_to_ideal", &found["distance_to_ideal"]);
        case.check("/distance_to_anti_ideal", &found["distance_to_anti_ideal"]);
        case.check("/closeness", &found["closeness"]);
        case.check("/ranking", &ranking(case.input("/alternatives"), &found["topsis_rank"]));
        assert_eq!(&found["topsis_winner"], case.expected("/ranking/0"));
    }
}

#[test]
fn weights_by_entropy() {
    let case = case("market_score", "market-pub-09-entropy-weights");
    let found = results(
        "market.score",
        json!({
            "weights_by": "entropy", "scores": case.input("/values"),
            "opportunities": vec![json!({}); 5], "factors": vec![json!({}); 4],
        }),
    );
    case.check("/entropy", &found["entropy"]);
    case.check("/weights", &found["weight_used"]);
}

#[test]
fn the_random_index_is_a_named_choice() {
    let ratio = |index: &str| {
        let found = results("market.score", json!({ "weights_by": "pairwise", "random_index": index }));
        let figure = |key: &str| found[key].as_f64().unwrap();
        figure("consistency_index") / figure("consistency_ratio")
    };
    assert!((ratio("saaty") - 1.24).abs() < 1e-12);
    assert!((ratio("alonso_lamata") - 1.2479).abs() < 1e-12);
}

#[test]
fn swing_points_and_typed_weights_are_scaled_to_one() {
    let found = |key: &str, points: [f64; 2]| {
        let factors: Vec<Value> = points.iter().map(|points| json!({ key: points })).collect();
        let way = if key == "swing" { "swing" } else { "typed" };
        results("market.score", json!({ "weights_by": way, "factors": factors }))["weight_used"].clone()
    };
    assert_eq!(found("swing", [100.0, 25.0]), json!([0.8, 0.2]));
    assert_eq!(found("weight", [0.375, 0.125]), json!([0.75, 0.25]));
}

/// So many rows named 1, 2, 3 …
fn numbered(rows: usize) -> Vec<Value> {
    (1..=rows).map(|row| json!({ "name": row.to_string() })).collect()
}

/// A case with one factor a column, all on a scale from 0 to 10 where higher is better.
fn simple(weights: &[f64], scores: &[&[f64]]) -> Value {
    let factor = |weight: &f64| json!({ "direction": "higher_is_better", "low": 0, "high": 10, "weight": weight });
    json!({
        "factors": weights.iter().map(factor).collect::<Vec<_>>(),
        "opportunities": numbered(scores.len()),
        "scores": scores,
    })
}

#[test]
fn the_weight_at_which_the_winner_changes() {
    let found = results("market.score", simple(&[0.6, 0.4], &[&[10.0, 4.0], &[4.0, 10.0], &[5.0, 5.0]]));
    assert_eq!(found["winner"], "1");
    assert_eq!(found["rise_to"], json!([null, 0.5]));
    assert_eq!(found["fall_to"], json!([0.5, null]));
    assert_eq!(found["fall_winner"], json!(["2", null]));
    assert!((found["smallest_move"].as_f64().unwrap() - 0.1).abs() < 1e-12);
}

#[test]
fn of_several_that_overtake_at_one_weight_the_one_that_leads_beyond_it_is_named() {
    // At 0.2 the second and the third both reach the first; below it the third pulls away faster.
    let found = results("market.score", simple(&[0.3, 0.7], &[&[9.0, 5.0], &[5.0, 6.0], &[1.0, 7.0]]));
    assert_eq!((&found["winner"], &found["fall_winner"]), (&json!("1"), &json!(["3", null])));
    // So it is the other way round, where the weight that rises is the other factor's.
    assert_eq!(found["rise_winner"], json!([null, "3"]));
    // Rounding does not decide between them: here it named the fourth.
    let factor =
        |direction: &str, weight: f64| json!({ "direction": direction, "low": 1, "high": 10, "weight": weight });
    let (higher, lower) = ("higher_is_better", "lower_is_better");
    let found = results(
        "market.score",
        json!({
            "factors": [factor(lower, 0.3), factor(higher, 0.25), factor(lower, 0.2), factor(higher, 0.0)],
            "opportunities": numbered(4),
            "scores": [[7, 7, 9, 2], [3, 2, 7, 2], [3, 3, 7, 2], [4, 6, 10, 2]],
        }),
    );
    assert_eq!(found["fall_winner"], json!(["1", null, "4", null]));
}

#[test]
fn a_winner_on_every_factor_wins_under_any_weights() {
    let answer = ask("market.score", simple(&[0.5, 0.5], &[&[9.0, 8.0], &[3.0, 2.0]]));
    assert_eq!(answer["results"]["smallest_move"], Value::Null);
    assert_eq!(answer["faults"]["smallest_move"]["cause"], "wins_always");
    assert_eq!(answer["faults"]["rise_to"]["cause"], "wins_above");
    assert_eq!(answer["faults"]["fall_to"]["cause"], "wins_below");
}

#[test]
fn a_weight_that_is_everything_has_no_others_to_scale() {
    let answer = ask("market.score", simple(&[1.0, 0.0], &[&[9.0, 2.0], &[3.0, 8.0]]));
    assert_eq!(answer["faults"]["fall_to"]["cause"], "only_weight");
    assert_eq!(answer["results"]["rise_to"], json!([null, 0.5]));
}

#[test]
fn refusals_name_their_reason() {
    let cause = |inputs: Value, result: &str| {
        let answer = ask("market.score", inputs);
        assert_eq!(answer["results"][result], Value::Null, "{result}");
        answer["faults"][result]["cause"].clone()
    };
    let base = || simple(&[0.5, 0.5], &[&[5.0, 5.0], &[5.0, 5.0]]);
    assert_eq!(cause(simple(&[0.0, 0.0], &[&[1.0, 2.0], &[2.0, 1.0]]), "winner"), "no_weights");
    assert_eq!(cause(with(&base(), json!({ "weights_by": "entropy" })), "winner"), "all_alike");
    assert_eq!(cause(base(), "topsis_winner"), "all_alike");
    assert_eq!(cause(with(&base(), json!({ "normalisation": "min_max" })), "winner"), "no_spread");
    assert_eq!(cause(with(&base(), json!({ "normalisation": "z_sample" })), "winner"), "no_spread");
    let negative = |more: Value| with(&simple(&[0.5, 0.5], &[&[-1.0, 2.0], &[2.0, 1.0]]), more);
    assert_eq!(cause(negative(json!({ "weights_by": "entropy" })), "winner"), "entropy_needs_positive");
    assert_eq!(cause(negative(json!({ "normalisation": "ratio_to_best" })), "winner"), "ratio_needs_positive");
    let flat = json!({ "factors": [{ "low": 5, "high": 5 }, { "low": 1, "high": 10 }] });
    assert_eq!(cause(flat.clone(), "winner"), "no_scale");
    assert_eq!(cause(with(&flat, json!({ "topsis_scale": "fixed_scale" })), "topsis_winner"), "no_scale");
    let two = json!({ "weights_by": "pairwise", "factors": [{}, {}], "comparisons": [[1, 5], [0.2, 1]] });
    assert_eq!(results("market.score", two.clone())["consistency_ratio"], 0.0);
    assert_eq!(cause(two, "repair_value"), "fully_consistent");
}

fn three_factors(comparisons: &Value) -> Value {
    json!({ "weights_by": "pairwise", "factors": [{}, {}, {}], "comparisons": comparisons })
}

/// `answer` panics on a refusal; this gives the refusal.
fn refusal(inputs: &Value) -> Value {
    let line = json!({ "calculator": "market.score", "inputs": inputs }).to_string();
    let answer: Value = serde_json::from_str(&evaluate::answer(line.as_bytes())).unwrap();
    answer["error"].clone()
}

#[test]
fn a_judgement_is_given_once_in_either_half_or_twice_without_contradiction() {
    let weights = |comparisons| results("market.score", three_factors(&comparisons))["weight_used"].clone();
    let upper = weights(json!([[1, 3, 5], [null, 1, 2], [null, null, 1]]));
    let close = |other: &Value, within: f64| {
        numbers(&upper).iter().zip(numbers(other)).all(|(one, other)| (one - other).abs() <= within)
    };
    assert_eq!(upper, weights(json!([[null, 3, 5], [null, null, 2], [null, null, null]])));
    assert_eq!(upper, weights(json!([[1, 3, 5], [1.0 / 3.0, 1, 2], [0.2, 0.5, 1]])));
    // Rounded as people write them; the upper half counts.
    assert_eq!(upper, weights(json!([[1, 3, 5], [0.33, 1, 2], [0.2, 0.5, 1]])));
    assert!(close(&weights(json!([[1, null, null], [1.0 / 3.0, 1, null], [0.2, 0.5, 1]])), 1e-12));
    assert!(!close(&weights(json!([[1, 3, 5], [null, 1, 0.5], [null, null, 1]])), 0.01));
}

#[test]
fn a_judgement_that_contradicts_itself_is_refused_by_name() {
    let refused = |comparisons| refusal(&three_factors(&comparisons));
    let lower = refused(json!([[1, 3, 5], [3, 1, 2], [5, 2, 1]]));
    assert_eq!(lower["field"], "comparisons[1][0]");
    assert_eq!((&lower["cause"], &lower["with"]), (&json!("contradicts"), &json!("comparisons[0][1]")));
    assert_eq!(lower["right"], 1.0 / 3.0);
    let diagonal = refused(json!([[1, 3, 5], [null, 2, 2], [null, null, 1]]));
    assert_eq!((&diagonal["field"], &diagonal["right"]), (&json!("comparisons[1][1]"), &json!(1.0)));
    let missing = refused(json!([[1, 3, null], [null, 1, 2], [null, null, 1]]));
    assert_eq!((&missing["field"], &missing["cause"]), (&json!("comparisons[0][2]"), &json!("missing")));
    // 0.33 is 1/3 rounded; 0.34, 0.3 and 0.332 are not.
    for (lower, stands) in [(0.33, true), (0.333, true), (0.34, false), (0.3, false), (0.332, false)] {
        let found = refused(json!([[1, 3, 5], [lower, 1, 2], [0.2, 0.5, 1]]));
        assert_eq!(found == Value::Null, stands, "{lower}: {found}");
    }
    // Every judgement of Saaty's scale beside its reciprocal at two decimals or more, and beside its neighbour's.
    for judgement in 1..=9 {
        let judgement = f64::from(judgement);
        for decimals in [2, 3, 4, 10, 15] {
            let written: f64 = format!("{:.decimals$}", 1.0 / judgement).parse().unwrap();
            assert!(pairs::agree(judgement, written) && pairs::agree(written, judgement), "{judgement} {written}");
        }
        for other in [judgement - 1.0, judgement + 1.0] {
            assert!(!pairs::agree(judgement, 1.0 / other), "{judgement} 1/{other}");
        }
    }
}

#[test]
fn a_saved_workbook_whose_lower_half_fell_behind_opens_with_its_upper_half() {
    let calculator = calculators::find("market.score").unwrap();
    let given = three_factors(&json!([[1, 3, 5], [3, 1, 2], [5, 2, 1]]));
    let text = json!({ "calculators": { "market.score": { "version": 1, "inputs": given } } }).to_string();
    let inputs = saved::ready(&text).unwrap().base(calculator).inputs.clone();
    let comparisons = &request::write_inputs(calculator.sheet(), &inputs)["comparisons"];
    assert_eq!(comparisons, &json!([[1.0, 3.0, 5.0], [1.0 / 3.0, 1.0, 2.0], [0.2, 0.5, 1.0]]));
}

/// A factor that moves takes its judgements along: row 3 against row 1 is the reciprocal of row 1 against row 3.
#[test]
fn a_factor_that_moves_takes_its_judgements_along() {
    let calculator = calculators::find("market.score").unwrap();
    let sheet = calculator.sheet();
    let given = three_factors(&json!([[1, 3, 5], [null, 1, 2], [null, null, 1]]));
    let mut inputs = request::read_inputs(sheet, given.as_object().unwrap()).unwrap();
    let (before, table) = (inputs.clone(), sheet.find_table("factors").unwrap());
    assert!(inputs.move_row(sheet, table, 2, 0).is_some());
    let expected = json!([[1.0, 0.2, 0.5], [5.0, 1.0, 3.0], [2.0, 1.0 / 3.0, 1.0]]);
    assert_eq!(request::write_inputs(sheet, &inputs)["comparisons"], expected);
    assert!(inputs.move_row(sheet, table, 0, 2).is_some());
    assert_eq!(inputs, before);
}

#[test]
fn a_tie_and_a_score_off_its_scale_are_flagged() {
    let warnings = |inputs| ask("market.score", inputs)["warnings"].clone();
    let tie = warnings(simple(&[0.5, 0.5], &[&[5.0, 6.0], &[6.0, 5.0]]));
    assert!(tie.as_array().unwrap().contains(&json!("tie")));
    let off = warnings(simple(&[0.5, 0.5], &[&[11.0, 6.0], &[6.0, 5.0]]));
    assert!(off.as_array().unwrap().contains(&json!("outside_scale")));
    let preset = warnings(json!({}));
    assert!(!preset.as_array().unwrap().contains(&json!("outside_scale")));
}

/// A column of equal scores has no score among the others; everything else has its value.
#[test]
fn one_factor_on_which_all_score_the_same_takes_nothing_from_the_others() {
    let equal = simple(&[0.5, 0.3, 0.2], &[&[7.0, 2.0, 9.0], &[7.0, 8.0, 1.0], &[7.0, 5.0, 5.0]]);
    let without = simple(&[0.3, 0.2], &[&[2.0, 9.0], &[8.0, 1.0], &[5.0, 5.0]]);
    for way in ["min_max", "z_population", "z_sample"] {
        let answer = ask("market.score", with(&equal, json!({ "normalisation": way, "topsis_scale": "min_max" })));
        let (found, faults) = (&answer["results"], &answer["faults"]);
        assert_eq!(faults["normalised"]["cause"], "no_spread", "{way}");
        assert!(
            grid(&json!(
                found["normalised"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|row| json!(row.as_array().unwrap()[1..]))
                    .collect::<Vec<_>>()
            ))
            .iter()
            .flatten()
            .all(|figure| figure.is_finite())
        );
        assert!(found["normalised"].as_array().unwrap().iter().all(|row| row[0] == Value::Null));
        // The other factors weigh half: the scores are half of what they are without it.
        let other = results("market.score", with(&without, json!({ "normalisation": way, "topsis_scale": "min_max" })));
        for (one, other) in numbers(&found["score"]).iter().zip(numbers(&other["score"])) {
            assert!((one - other / 2.0).abs() < 1e-12, "{way}");
        }
        for key in ["winner", "runner_up", "rank", "topsis_winner", "sum_reversal"] {
            assert_eq!(found[key], other[key], "{way} {key}");
        }
        assert_eq!((&found["strongest"], &found["weakest"]), (&json!("growth"), &json!("competition")));
        // What else has no value has none without that factor either.
        let without = ask("market.score", with(&without, json!({ "normalisation": way, "topsis_scale": "min_max" })));
        let more: Vec<&String> = faults
            .as_object()
            .unwrap()
            .keys()
            .filter(|key| !["rise", "fall"].iter().any(|part| key.starts_with(part)))
            .filter(|key| without["faults"].get(key.as_str()).is_none())
            .collect();
        assert_eq!(more, ["normalised"]);
    }
}

/// Three people's 0.1, 0.2 and 0.3 have the mean of three times 0.2, though their sums differ in the last digit.
#[test]
fn equal_means_are_equal_scores() {
    let factor = json!({ "direction": "higher_is_better", "low": 0, "high": 10, "weight": 0.5 });
    for tenths in 1..=30_u32 {
        let at = |tenths: u32| f64::from(tenths) / 10.0;
        let row = |figure: f64, other: f64| json!([figure, other]);
        let panel = json!([
            [row(at(tenths), 1.0), row(at(tenths + 1), 2.0)],
            [row(at(tenths + 1), 1.0), row(at(tenths + 1), 2.0)],
            [row(at(tenths + 2), 1.0), row(at(tenths + 1), 2.0)],
        ]);
        for way in ["min_max", "z_population", "z_sample"] {
            let answer = ask(
                "market.score",
                json!({
                    "scored_by": "several", "normalisation": way, "factors": [factor, factor], "raters": numbered(3),
                    "opportunities": numbered(2), "panel_scores": panel, "topsis_scale": "min_max",
                }),
            );
            let found = &answer["results"];
            assert_eq!(found["normalised"][0][0], Value::Null, "{tenths} {way}");
            assert_eq!(found["contribution"][0][0], 0.0);
            assert_eq!(found["topsis_closeness"], 1.0);
        }
        let entropy = results(
            "market.score",
            json!({
                "scored_by": "several", "weights_by": "entropy", "factors": [factor, factor], "raters": numbered(3),
                "opportunities": numbered(2), "panel_scores": panel,
            }),
        );
        assert_eq!(entropy["weight_used"], json!([0.0, 1.0]), "{tenths}");
        assert_eq!(entropy["entropy"][0], 1.0);
    }
}

/// Scores that hardly differ still have weights: with differences d from a large mean, 1 − e is Σd² ÷ (2·n·ln n) of them.
#[test]
fn entropy_tells_apart_what_hardly_differs() {
    let found = results(
        "market.score",
        with(
            &simple(&[0.5, 0.5], &[&[1e9 - 1.0, 1e9 - 2.0], &[1e9 + 1.0, 1e9 + 2.0]]),
            json!({ "weights_by": "entropy" }),
        ),
    );
    let weights = numbers(&found["weight_used"]);
    assert!((weights[0] - 0.2).abs() < 1e-9 && (weights[1] - 0.8).abs() < 1e-9, "{weights:?}");
    // By −Σ p·ln p ÷ ln 3 to forty digits: 1 − e is 1.496 588 968…e-7 and 1.213 166 994…e-8.
    let rows: [&[f64]; 3] = [&[5.0, 5.0], &[5.004, 5.001], &[4.997, 5.002]];
    let near = results("market.score", with(&simple(&[0.5, 0.5], &rows), json!({ "weights_by": "entropy" })));
    let weights = numbers(&near["weight_used"]);
    assert!((weights[0] - 0.925_016_209_612_776_9).abs() < 1e-11, "{weights:?}");
    assert!((weights[1] - 0.074_983_790_387_223_12).abs() < 1e-11, "{weights:?}");
    // A factor of zeros separates nobody.
    let zeros = results(
        "market.score",
        with(&simple(&[0.5, 0.5], &[&[0.0, 3.0], &[0.0, 5.0]]), json!({ "weights_by": "entropy" })),
    );
    assert_eq!(zeros["weight_used"], json!([0.0, 1.0]));
}

#[test]
fn a_share_of_the_best_score_may_be_zero_where_higher_is_better() {
    let ask_for = |lowest: f64, direction: &str| {
        let mut inputs = simple(&[0.5, 0.5], &[&[lowest, 4.0], &[8.0, 2.0]]);
        inputs["factors"][0]["direction"] = json!(direction);
        ask("market.score", with(&inputs, json!({ "normalisation": "ratio_to_best" })))
    };
    assert_eq!(ask_for(0.0, "higher_is_better")["results"]["normalised"], json!([[0.0, 1.0], [1.0, 0.5]]));
    assert_eq!(ask_for(-0.01, "higher_is_better")["faults"]["winner"]["cause"], "ratio_needs_positive");
    assert_eq!(ask_for(0.0, "lower_is_better")["faults"]["winner"]["cause"], "ratio_needs_positive");
    assert_eq!(ask_for(0.01, "lower_is_better")["results"]["winner"], "1");
}

/// Scores and weights in round figures, scored exactly: ranks, ties and their warning, and the winner, who is the first of equals.
#[test]
fn ties_are_ties_in_round_figures() {
    const WEIGHTS: [[u64; 3]; 6] = [[30, 30, 40], [10, 20, 70], [15, 25, 60], [33, 33, 34], [7, 21, 72], [5, 35, 60]];
    let (mut seed, mut ties, mut tried) = (12_345_u64, 0, 0);
    let mut next = |most: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % most
    };
    for round in 0..1_200 {
        let weights = WEIGHTS[round % WEIGHTS.len()];
        // Tenths of a scale from 0 to 10; the second differs from the first so that the sums often meet.
        let first: Vec<u64> = (0..3).map(|_| 10 + next(80)).collect();
        let (step, other) = (next(3), next(2) as usize);
        let mut second = first.clone();
        second[0] += step * weights[other + 1] / 5;
        second[other + 1] =
            (second[other + 1] + 100).saturating_sub(step * weights[0] / 5 + 100 * u64::from(next(9) != 0));
        let third: Vec<u64> = (0..3).map(|_| next(60)).collect();
        let rows = [first, second, third];
        if rows.iter().flatten().any(|tenths| *tenths > 100) {
            continue;
        }
        let exact: Vec<u64> =
            rows.iter().map(|row| row.iter().zip(weights).map(|(score, weight)| score * weight).sum()).collect();
        let scores: Vec<Vec<f64>> =
            rows.iter().map(|row| row.iter().map(|tenths| *tenths as f64 / 10.0).collect()).collect();
        let rows: Vec<&[f64]> = scores.iter().map(Vec::as_slice).collect();
        let weights: Vec<f64> = weights.iter().map(|weight| *weight as f64 / 100.0).collect();
        let answer = ask("market.score", simple(&weights, &rows));
        let ranks: Vec<f64> =
            exact.iter().map(|one| 1.0 + exact.iter().filter(|other| *other > one).count() as f64).collect();
        assert_eq!(answer["results"]["rank"], json!(ranks), "{weights:?} {scores:?}");
        let most = exact.iter().max().unwrap();
        let winners: Vec<usize> = (0..3).filter(|row| exact[*row] == *most).collect();
        assert_eq!(answer["results"]["winner"], (winners[0] + 1).to_string());
        let warned = answer["warnings"].as_array().unwrap().contains(&json!("tie"));
        assert_eq!(warned, winners.len() > 1, "{weights:?} {scores:?}");
        assert_eq!(answer["results"]["lead"] == 0.0, winners.len() > 1);
        assert_eq!(answer["results"]["sum_reversal"], "order_holds");
        (ties, tried) = (ties + usize::from(winners.len() > 1), tried + 1);
    }
    assert!(tried > 400 && ties > 40, "{ties} ties of {tried}");
}

/// A pair that ties when another is left out has not changed its order, nor has one that no longer ties.
#[test]
fn a_tie_is_no_rank_reversal() {
    let without = |scores: &[&[f64]]| {
        let inputs =
            with(&simple(&[0.5, 0.5], scores), json!({ "normalisation": "min_max", "topsis_scale": "min_max" }));
        results("market.score", inputs)["sum_without"].clone()
    };
    // With the third, the first factor runs to 10: 1 scores 0.5 + 0 and 2 scores 0 + 0.4; without it both score 0.5.
    assert_eq!(without(&[&[8.0, 0.0], &[3.0, 8.0], &[0.0, 10.0]])[2], "order_holds");
    // A tie that another one makes, and that its leaving resolves: both first score 0.25 beside the fourth, then 0.5 and 0.25.
    assert_eq!(without(&[&[6.0, 0.0], &[0.0, 5.0], &[0.0, 10.0], &[12.0, 0.0]])[3], "order_holds");
    // Both at once, and of two firsts one falls behind.
    assert_eq!(without(&[&[6.0, 0.0], &[0.0, 6.0], &[12.0, 6.0]])[2], "order_holds");
}

#[test]
fn equals_share_the_better_rank() {
    let found = results("market.score", simple(&[0.5, 0.5], &[&[5.0, 6.0], &[6.0, 5.0], &[1.0, 1.0], &[9.0, 9.0]]));
    assert_eq!(found["rank"], json!([2.0, 2.0, 4.0, 1.0]));
}

/// The third opportunity holds the lead by being extreme; without it the first overtakes the second.
#[test]
fn topsis_can_reverse_when_one_is_left_out_and_the_fixed_scale_cannot() {
    let inputs = simple(&[0.5, 0.5], &[&[3.0, 3.0], &[7.0, 1.0], &[2.0, 9.0], &[5.0, 1.0]]);
    let found = results("market.score", inputs.clone());
    assert_eq!(found["sum_reversal"], "order_holds");
    assert_eq!(found["topsis_without"][2], "winner_changes");
    assert_eq!(found["topsis_reversal"], "winner_changes");
    let fixed = results("market.score", with(&inputs, json!({ "topsis_scale": "fixed_scale" })));
    assert_eq!(fixed["topsis_reversal"], "order_holds");
    // Scales taken from the list itself let the weighted sum reverse too.
    let relative = results("market.score", with(&inputs, json!({ "normalisation": "ratio_to_best" })));
    assert_eq!(relative["sum_reversal"], "winner_changes");
}

/// With three factors the other two judgements imply the third exactly.
#[test]
fn three_judgements_are_repaired_by_the_product_of_two() {
    let found = results(
        "market.score",
        json!({
            "weights_by": "pairwise", "factors": [{}, {}, {}],
            "comparisons": [[1, 2, 0.2], [null, 1, 3], [null, null, 1]],
        }),
    );
    let repair = |key: &str| found[key].as_f64().unwrap();
    assert!(repair("consistency_ratio") > 0.1);
    assert!(repair("repaired_ratio") < 1e-9);
    let parts = found["repairs"].as_array().unwrap();
    assert_eq!(parts.len(), 3);
    for part in parts {
        let implied = part["implied"].as_f64().unwrap();
        let expected: f64 = match (part["first"].as_str().unwrap(), part["second"].as_str().unwrap()) {
            ("size", "growth") => 0.2 / 3.0,
            ("size", "competition") => 6.0,
            _ => 0.1,
        };
        assert!((implied - expected.max(1.0 / 9.0)).abs() < 1e-9, "{part}");
    }
    assert_eq!(found["repair_first"], "size");
    assert_eq!(found["repair_second"], "competition");
}

fn panel(orders: &[&[f64]]) -> Value {
    let rater = |order: &&[f64]| order.iter().map(|score| json!([score, score])).collect::<Vec<_>>();
    let factor = json!({ "direction": "higher_is_better", "low": 0, "high": 10, "weight": 0.5 });
    json!({
        "scored_by": "several",
        "factors": [factor, factor],
        "opportunities": numbered(orders[0].len()),
        "raters": numbered(orders.len()),
        "panel_scores": orders.iter().map(rater).collect::<Vec<_>>(),
    })
}

/// By hand: three raters' ranks are 4 1 3 2, 3.5 1 3.5 2 and 1 2.5 4 2.5.
#[test]
fn agreement_is_corrected_for_ties() {
    let found = results("market.score", panel(&[&[1.0, 4.0, 2.0, 3.0], &[1.0, 4.0, 1.0, 3.0], &[4.0, 2.0, 1.0, 2.0]]));
    let sums = [8.5, 4.5, 10.5, 6.5];
    let squares: f64 = sums.iter().map(|sum| (sum - 7.5_f64) * (sum - 7.5)).sum();
    let expected = 12.0 * squares / (9.0 * 60.0 - 3.0 * (6.0 + 6.0));
    assert!((found["agreement"].as_f64().unwrap() - expected).abs() < 1e-12);
    let means: Vec<f64> = sums.iter().map(|sum| sum / 3.0).collect();
    for (found, expected) in numbers(&found["mean_rank"]).iter().zip(means) {
        assert!((found - expected).abs() < 1e-12);
    }
    assert_eq!(found["dispute_opportunity"], "1");
    let widest = &found["disputes"][0];
    assert_eq!((&widest["opportunity"], &widest["spread"]), (&json!("1"), &json!(3.0)));
    assert_eq!(found["ballots"].as_array().unwrap().len(), 12);
}

#[test]
fn raters_of_one_mind_agree_wholly_and_all_ties_have_no_agreement() {
    let found = results("market.score", panel(&[&[1.0, 5.0, 9.0], &[2.0, 3.0, 4.0]]));
    assert_eq!(found["agreement"], 1.0);
    let opposed = results("market.score", panel(&[&[1.0, 5.0, 9.0], &[9.0, 5.0, 1.0]]));
    assert_eq!(opposed["agreement"], 0.0);
    let tied = ask("market.score", panel(&[&[5.0, 5.0], &[5.0, 5.0]]));
    assert_eq!(tied["faults"]["agreement"]["cause"], "all_tied");
    assert_eq!(tied["faults"]["dispute_factor"]["cause"], "no_dispute");
}

prop_compose! {
    fn any_decision()(rows in 2..6_usize, width in 2..6_usize)(
        weights in prop::collection::vec(0.01..1.0_f64, width),
        scores in prop::collection::vec(prop::collection::vec(0.1..10.0_f64, width), rows),
        lower in prop::collection::vec(any::<bool>(), width),
    ) -> (Vec<f64>, Vec<Vec<f64>>, Vec<bool>) {
        (weights, scores, lower)
    }
}

fn inputs((weights, scores, lower): &(Vec<f64>, Vec<Vec<f64>>, Vec<bool>)) -> Value {
    let rows: Vec<&[f64]> = scores.iter().map(Vec::as_slice).collect();
    let mut inputs = simple(weights, &rows);
    for (factor, lower) in lower.iter().enumerate() {
        inputs["factors"][factor]["direction"] = json!(if *lower { "lower_is_better" } else { "higher_is_better" });
    }
    inputs
}

proptest! {
    #[test]
    fn contributions_sum_to_the_score_and_weights_to_one(decision in any_decision()) {
        for way in ["typed", "swing", "pairwise", "equal", "entropy"] {
            let found = results("market.score", with(&inputs(&decision), json!({ "weights_by": way })));
            prop_assert!((numbers(&found["weight_used"]).iter().sum::<f64>() - 1.0).abs() < 1e-12);
            let scores = numbers(&found["score"]);
            for (contribution, score) in grid(&found["contribution"]).iter().zip(scores) {
                prop_assert!((contribution.iter().sum::<f64>() - score).abs() < 1e-12);
                prop_assert!((-1e-12..=1.0 + 1e-12).contains(&score));
            }
            prop_assert!(numbers(&found["closeness"]).iter().all(|closeness| (0.0..=1.0).contains(closeness)));
        }
    }

    /// On a fixed scale nothing that is left out can turn the others round.
    #[test]
    fn the_weighted_sum_on_a_fixed_scale_never_reverses(decision in any_decision()) {
        let found = results("market.score", with(&inputs(&decision), json!({ "topsis_scale": "fixed_scale" })));
        prop_assert_eq!(&found["sum_reversal"], "order_holds");
        prop_assert_eq!(&found["topsis_reversal"], "order_holds");
    }

    /// At the weight named, two lead; a little short of it the winner still wins, a little beyond it no longer.
    #[test]
    fn the_winner_changes_where_it_is_said_to(decision in any_decision()) {
        let found = results("market.score", inputs(&decision));
        let weights = numbers(&found["weight_used"]);
        for (key, sign) in [("rise_to", 1.0), ("fall_to", -1.0)] {
            for factor in 0..weights.len() {
                let Some(at) = found[key][factor].as_f64() else { continue };
                prop_assume!((0.001..0.999).contains(&at) && (at - weights[factor]).abs() > 0.001);
                let winner_at = |weight: f64| {
                    let moved = |(place, old): (usize, &f64)| {
                        if place == factor { weight } else { old * (1.0 - weight) / (1.0 - weights[factor]) }
                    };
                    let moved: Vec<f64> = weights.iter().enumerate().map(moved).collect();
                    let decision = (moved, decision.1.clone(), decision.2.clone());
                    results("market.score", inputs(&decision))["winner"].clone()
                };
                prop_assert_eq!(&winner_at(at - sign * 1e-6), &found["winner"]);
                prop_assert_ne!(&winner_at(at + sign * 1e-6), &found["winner"]);
            }
        }
    }

    /// Turning a factor's direction and its scores round changes nothing.
    #[test]
    fn direction_is_only_a_way_of_scoring(decision in any_decision()) {
        let mut mirrored = decision.clone();
        mirrored.2[0] = !mirrored.2[0];
        for row in &mut mirrored.1 {
            row[0] = 10.0 - row[0];
        }
        for way in ["fixed_scale", "min_max", "z_population", "z_sample"] {
            let ask = |decision| {
                let found = results("market.score", with(&inputs(decision), json!({ "normalisation": way })));
                numbers(&found["score"])
            };
            for (one, other) in ask(&decision).iter().zip(ask(&mirrored)) {
                prop_assert!((one - other).abs() < 1e-9);
            }
        }
    }

    /// Judgements that are ratios of weights give back those weights, by every method, and are fully consistent.
    #[test]
    fn consistent_judgements_give_back_their_weights(parts in prop::collection::vec(1.0..3.0_f64, 2..8)) {
        let total: f64 = parts.iter().sum();
        let comparisons: Vec<Vec<f64>> =
            parts.iter().map(|row| parts.iter().map(|column| row / column).collect()).collect();
        for method in ["eigenvector", "geometric_mean", "column_mean"] {
            let found = results("market.score", json!({
                "weights_by": "pairwise", "priority_method": method,
                "factors": vec![json!({}); parts.len()], "comparisons": comparisons,
            }));
            for (weight, part) in numbers(&found["weight_used"]).iter().zip(&parts) {
                prop_assert!((weight - part / total).abs() < 1e-9);
            }
            prop_assert!(found["consistency_ratio"].as_f64().unwrap() < 1e-9);
        }
    }

    /// No judgement's repair is better than the one named, and every one is listed.
    #[test]
    fn the_repair_named_is_the_best_of_all(
        judgements in prop::collection::vec(prop::sample::select(vec![0.125, 0.2, 0.5, 1.0, 3.0, 7.0]), 36),
    ) {
        let upper = |(cell, judgement): (usize, &f64)| if cell / 6 < cell % 6 { json!(judgement) } else { Value::Null };
        let judgements: Vec<Value> = judgements.iter().enumerate().map(upper).collect();
        let comparisons: Vec<&[Value]> = judgements.chunks(6).collect();
        let found = results("market.score", json!({ "weights_by": "pairwise", "comparisons": comparisons }));
        let ratios: Vec<f64> =
            found["repairs"].as_array().unwrap().iter().map(|part| part["ratio_after"].as_f64().unwrap()).collect();
        prop_assert_eq!(ratios.len(), 15);
        prop_assert!(ratios.iter().all(|ratio| found["repaired_ratio"].as_f64().unwrap() <= *ratio));
        prop_assert!(ratios[0] <= found["consistency_ratio"].as_f64().unwrap() + 1e-9);
    }

    #[test]
    fn agreement_lies_between_0_and_1_and_is_blind_to_the_order_of_raters(
        orders in prop::collection::vec(prop::collection::vec(1..5_i32, 4), 2..6),
    ) {
        let as_scores = |orders: &[Vec<i32>]| -> Vec<Vec<f64>> {
            orders.iter().map(|order| order.iter().copied().map(f64::from).collect()).collect()
        };
        let agreement = |orders: &[Vec<i32>]| {
            let scores = as_scores(orders);
            let rows: Vec<&[f64]> = scores.iter().map(Vec::as_slice).collect();
            results("market.score", panel(&rows))["agreement"].as_f64()
        };
        let Some(forward) = agreement(&orders) else { return Ok(()) };
        prop_assert!((0.0..=1.0).contains(&forward));
        let mut reversed = orders.clone();
        reversed.reverse();
        prop_assert!((agreement(&reversed).unwrap() - forward).abs() < 1e-12);
    }
}

#[test]
fn a_reversal_is_remarked_of_the_method_that_has_it() {
    let inputs = json!({ "weights_by": "pairwise" });
    let found = results("market.score", inputs.clone());
    assert_eq!((&found["sum_reversal"], &found["topsis_reversal"]), (&json!("order_holds"), &json!("winner_changes")));
    let remark = said("market.score", inputs, "remark.topsis_reversal");
    assert_eq!(
        remark,
        "If one opportunity is left out, TOPSIS can rank the others differently. The winner can change."
    );
}
