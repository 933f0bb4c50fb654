//! Scenarios as they are kept: a name, and what differs from the base in each calculator.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::entries::{by_name, read_fields, read_range, write_range};
use crate::calculators;
use crate::engine::Range;
use crate::workbook::contents::{BASE, Scenario, ScenarioId, Variant, Workbook};
use crate::workbook::fields::Place;
use crate::workbook::request;

/// The scenarios as kept.
pub(crate) fn write_scenarios(scenarios: &[Scenario]) -> Value {
    let one = |scenario: &Scenario| {
        let mut changes = scenario.unknown.clone();
        for (id, variant) in &scenario.variants {
            let Some(calculator) = calculators::find(id) else { continue };
            let sheet = calculator.sheet();
            let figure = |(input, _): Place, figure: &Option<f64>| request::figure_value(sheet.input(input), *figure);
            let range = |_: Place, range: &Option<Range>| range.as_ref().map_or(Value::Null, write_range);
            let parts = [
                ("figures", by_name(sheet, &variant.figures, figure)),
                ("ranges", by_name(sheet, &variant.ranges, range)),
                ("drafts", by_name(sheet, &variant.drafts, |_, text| json!(text))),
            ];
            let parts = parts.into_iter().filter(|(_, map)| !map.is_empty());
            let parts: Map<String, Value> = parts.map(|(key, map)| (key.to_owned(), Value::Object(map))).collect();
            changes.insert((*id).to_owned(), Value::Object(parts));
        }
        json!({ "id": scenario.id, "name": scenario.name, "changes": changes })
    };
    scenarios.iter().map(one).collect()
}

/// A scenario as kept; what does not fit is given up and listed.
pub(super) fn read_scenario(workbook: &Workbook, value: &Value, given_up: &mut Vec<String>) -> Option<Scenario> {
    let id = ScenarioId::try_from(value["id"].as_u64()?).ok().filter(|id| *id != BASE)?;
    let mut scenario =
        Scenario { id, name: value["name"].as_str()?.to_owned(), variants: BTreeMap::new(), unknown: Map::new() };
    for (id, changes) in value["changes"].as_object().into_iter().flatten() {
        let Some(calculator) = calculators::find(id) else {
            scenario.unknown.insert(id.clone(), changes.clone());
            continue;
        };
        let (sheet, base) = (calculator.sheet(), workbook.base(calculator));
        let mut list = |name: &str| given_up.push(format!("{} {}: {name}", scenario.name, calculator.id));
        let figure = |(input, _): Place, value: &Value| request::read_figure(sheet.input(input), "", value).ok();
        let range = |place: Place, value: &Value| {
            if value.is_null() { Some(None) } else { read_range(sheet, place, value).map(Some) }
        };
        let text = |_: Place, text: &Value| text.as_str().map(str::to_owned);
        let variant = Variant {
            figures: read_fields(sheet, &base.inputs, &changes["figures"], figure, &mut list),
            ranges: read_fields(sheet, &base.inputs, &changes["ranges"], range, &mut list),
            drafts: read_fields(sheet, &base.inputs, &changes["drafts"], text, &mut list),
        };
        if !variant.is_empty() {
            scenario.variants.insert(calculator.id, variant);
        }
    }
    Some(scenario)
}
