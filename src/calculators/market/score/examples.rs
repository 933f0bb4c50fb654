//! Worked examples from the literature.

use crate::engine::Example;

pub(super) const ALL: &[Example] = &[
    Example {
        key: "drinks",
        source: "Saaty (2008), relative consumption of drinks: .177 .019 .042 .116 .190 .129 .327, consistency ratio \
                 .022 (reference case market-pub-05).",
        inputs: r#"{"weights_by": "pairwise", "factors": [
            {"name": "Coffee"}, {"name": "Wine"}, {"name": "Tea"}, {"name": "Beer"}, {"name": "Soda"},
            {"name": "Milk"}, {"name": "Water"}
        ], "comparisons": [
            [1, 9, 5, 2, 1, 1, 0.5],
            [0.1111111111111111, 1, 0.3333333333333333, 0.1111111111111111, 0.1111111111111111, 0.1111111111111111,
             0.1111111111111111],
            [0.2, 3, 1, 0.3333333333333333, 0.25, 0.3333333333333333, 0.1111111111111111],
            [0.5, 9, 3, 1, 0.5, 1, 0.3333333333333333],
            [1, 9, 4, 2, 1, 2, 0.5],
            [1, 9, 3, 1, 0.5, 1, 0.3333333333333333],
            [2, 9, 9, 3, 2, 3, 1]
        ]}"#,
        expected: &[
            ("heaviest_weight", 0.327, 0.000_5),
            ("lambda_max", 7.176_629_039_33, 1e-8),
            ("consistency_ratio", 0.022, 0.000_5),
        ],
    },
    Example {
        key: "phones",
        source: "The phone example of many TOPSIS courses: closeness .534 .308 .692 .535 .401 (reference case \
                 market-pub-07).",
        inputs: r#"{"weights_by": "equal", "opportunities": [
            {"name": "M1"}, {"name": "M2"}, {"name": "M3"}, {"name": "M4"}, {"name": "M5"}
        ], "factors": [
            {"name": "Storage", "direction": "higher_is_better", "low": 0, "high": 64},
            {"name": "Camera", "direction": "higher_is_better", "low": 0, "high": 20},
            {"name": "Price", "direction": "lower_is_better", "low": 100, "high": 400},
            {"name": "Looks", "direction": "higher_is_better", "low": 1, "high": 5}
        ], "scores": [
            [16, 12, 250, 5], [16, 8, 200, 3], [32, 16, 300, 4], [32, 8, 275, 4], [16, 16, 225, 2]
        ]}"#,
        expected: &[("topsis_closeness", 0.691_632_231_268, 1e-9)],
    },
];
