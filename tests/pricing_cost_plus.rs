//! Cost-plus pricing against results computed elsewhere, and its properties.

mod support;

use serde_json::json;
use support::{case, results};

#[test]
fn markup_and_margin_convert_into_each_other() {
    let case = case("pricing_cost_plus", "pricing-pub-01-cost-plus");
    let by_markup = results(
        "pricing.cost_plus",
        json!({ "unit_cost": case.input("/unit_cost"), "method": "markup", "target_markup": case.input("/markup_on_cost") }),
    );
    case.check("/price_from_markup", &by_markup["price"]);
    case.check("/margin_on_price_of_that_price", &by_markup["margin"]);
    let by_margin = results(
        "pricing.cost_plus",
        json!({
            "unit_cost": case.input("/unit_cost"),
            "method": "margin",
            "target_margin": case.input("/target_margin_on_price"),
        }),
    );
    case.check("/price_from_target_margin", &by_margin["price"]);
    case.check("/markup_on_cost_of_that_price", &by_margin["markup"]);
}
