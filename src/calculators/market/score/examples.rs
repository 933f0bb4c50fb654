//! Worked examples from the literature.

use crate::engine::Example;

pub(super) const ALL: &[Example] = &[
    Example {
        key: "leader",
        inputs: r#"{"weights_by": "pairwise", "opportunities": [
            {"name": "Moll"}, {"name": "Nell"}, {"name": "Sue"}
        ], "factors": [
            {"name": "Experience", "direction": "higher_is_better", "low": 0, "high": 1},
            {"name": "Education", "direction": "higher_is_better", "low": 0, "high": 1},
            {"name": "Charisma", "direction": "higher_is_better", "low": 0, "high": 1},
            {"name": "Age", "direction": "higher_is_better", "low": 0, "high": 1}
        ], "comparisons": [
            [1, 4, 3, 7], [0.25, 1, 0.3333333333333333, 3], [0.3333333333333333, 3, 1, 5],
            [0.14285714285714285, 0.3333333333333333, 0.2, 1]
        ], "scores": [
            [0.217165608803, 0.188394096639, 0.742866622202, 0.265433341883],
            [0.717065041229, 0.0809612319998, 0.193881633398, 0.671625453014],
            [0.0657693499684, 0.730644671361, 0.0632517444004, 0.0629412051023]
        ]}"#,
        expected: &[
            ("winner_score", 0.493, 0.000_5),
            ("heaviest_weight", 0.548, 0.000_5),
            ("consistency_ratio", 0.043_858_527_523_5, 1e-8),
        ],
    },
    Example {
        key: "phones",
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
