//! Worked examples, shown to people and run as tests.

use crate::engine::Example;

pub const ALL: &[Example] = &[
    Example {
        key: "published",
        inputs: r#"{"tier_basis": "sales", "sales": 375000, "quota": 300000, "tiers": [
            {"from_sales": 0, "rate": 0.05}, {"from_sales": 75000, "rate": 0.07},
            {"from_sales": 150000, "rate": 0.1}, {"from_sales": 300000, "rate": 0.12}
        ]}"#,
        expected: &[("main_pay", 33_000.0, 0.001), ("effective_rate", 0.088, 1e-12)],
    },
    Example {
        key: "pay_mix",
        inputs: r#"{"on_target_earnings": 150000, "base_share": 0.6, "quota": 1200000, "sales": 1560000, "tiers": [
            {"from_attainment": 0, "multiplier": 1}, {"from_attainment": 1, "multiplier": 1.5}
        ]}"#,
        expected: &[("total_pay", 177_000.0, 0.001), ("variable_share", 0.491_525_423_729, 1e-12)],
    },
];
