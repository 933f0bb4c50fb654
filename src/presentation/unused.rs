//! What is said beside an input that has no effect under the choices in force.

use super::labels::Labels;
use crate::engine::{Effect, InputId, TableId};
use crate::text::catalogue;

/// Beside a field or a grid: with which settings it is not used; nothing where it is.
#[must_use]
pub fn of_input(labels: &Labels, effect: &Effect, id: InputId) -> Option<String> {
    effect
        .is_ignored(id)
        .then(|| settings(labels, effect, id))
        .flatten()
        .map(|settings| said(labels, "unused", "", &settings))
}

/// Below a table: that it is not used, or which of the columns shown are not.
#[must_use]
pub fn of_table(labels: &Labels, effect: &Effect, table: TableId, shown: &[InputId]) -> Vec<String> {
    let unused = shown.iter().filter(|column| effect.is_ignored(**column));
    let unused: Vec<(InputId, String)> =
        unused.filter_map(|column| Some((*column, settings(labels, effect, *column)?))).collect();
    if effect.is_table_ignored(table) {
        return unused.first().map(|(_, settings)| said(labels, "unused", "", settings)).into_iter().collect();
    }
    unused.iter().map(|(id, settings)| said(labels, "unused.column", &labels.input_label(*id), settings)).collect()
}

fn said(labels: &Labels, key: &str, label: &str, settings: &str) -> String {
    catalogue::fill(&labels.word(key), |place| match place {
        "label" => Some(label.to_owned()),
        "settings" => Some(settings.to_owned()),
        _ => None,
    })
}

/// The settings that leave an input without effect; of a column, that it is set so in no other way.
fn settings(labels: &Labels, effect: &Effect, id: InputId) -> Option<String> {
    let named = |id: &InputId| {
        let figures = labels.inputs.figures(*id);
        let first = figures.first().copied().flatten();
        figures
            .iter()
            .all(|figure| *figure == first)
            .then(|| said_of_setting(labels, *id, &labels.input_value(*id, first)))
    };
    let all: Vec<String> = effect.ignored_for(id).iter().filter_map(named).collect();
    (!all.is_empty()).then(|| all.join(" · "))
}

fn said_of_setting(labels: &Labels, id: InputId, value: &str) -> String {
    catalogue::fill(&labels.word("unused.setting"), |place| match place {
        "label" => Some(labels.input_label(id)),
        "value" => Some(value.to_owned()),
        _ => None,
    })
}
