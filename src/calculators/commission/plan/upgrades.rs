//! What older releases saved, as this one saves it.

use serde_json::{Map, Value};

use crate::engine::calculator::Upgrade;

pub const ALL: &[Upgrade] = &[full_months];

/// Months of a clawback and numbers of measures are whole; earlier releases took fractions too.
fn full_months(inputs: &mut Map<String, Value>) {
    let round_down = |holder: Option<&mut Value>| {
        if let Some(value) = holder
            && let Some(figure) = value.as_f64()
        {
            *value = Value::from(figure.floor());
        }
    };
    round_down(inputs.get_mut("vesting_months"));
    for (table, column) in [("cancelled", "kept_months"), ("tiers", "measure")] {
        for row in inputs.get_mut(table).and_then(Value::as_array_mut).into_iter().flatten() {
            round_down(row.get_mut(column));
        }
    }
}
