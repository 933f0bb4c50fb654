//! Workbooks that come ready: calculators linked into one chain, with a question to ask of it.

use crate::engine::Key;

/// A ready workbook. Its words are the app's: `ready.KEY.title`, `ready.KEY.text`.
#[derive(Debug)]
pub struct Ready {
    pub key: Key,
    /// Its parts as they are saved: only what differs from the presets.
    pub text: &'static str,
}

/// Every ready workbook.
pub static READY: &[Ready] = &[Ready { key: "price_to_pay", text: PRICE_TO_PAY }];

/// A quarter of one rep who sells systems: the price feeds the price change, the price after the change is the deal size of
/// the funnel, its revenue the sales of the plan, and its deals the volume of the price change.
const PRICE_TO_PAY: &str = r#"{
    "calculators": {
        "pricing.cost_plus": { "version": 1, "inputs": {
            "unit_cost": 7500, "fixed_cost": 180000, "volume": 63, "method": "margin", "target_margin": 0.4
        } },
        "pricing.change": { "version": 1, "inputs": {
            "unit_cost": 7500, "price_change": 0, "expected_volume_change": 0
        }, "links": {
            "price": { "calculator": "pricing.cost_plus", "result": "price", "cell": 0 },
            "volume": { "calculator": "funnel.conversion", "result": "won_deals", "cell": 0 }
        } },
        "funnel.conversion": { "version": 1, "inputs": { "target": 900000 }, "links": {
            "deal_size": { "calculator": "pricing.change", "result": "new_price", "cell": 0 }
        } },
        "commission.plan": { "version": 1, "inputs": {
            "on_target_earnings": 37500, "quota": 720000, "next_deal": 12500
        }, "links": {
            "sales": { "calculator": "funnel.conversion", "result": "revenue", "cell": 0 }
        } }
    },
    "change": { "calculator": "pricing.change", "field": "price_change", "figure": -0.1 }
}"#;
