//! What a workbook from elsewhere has otherwise than the one at hand, and how it becomes a scenario of that one.

use std::rc::Rc;

use super::headline::headline;
use crate::calculators;
use crate::engine::{Calculator, Range, TableId};
use crate::workbook::chain::Chain;
use crate::workbook::contents::{Kept, Scenario, ScenarioId, Workbook, places};
use crate::workbook::fields::{Fields, Place};

/// A workbook as it is in one of its scenarios.
#[derive(Clone, Copy, Debug)]
pub struct InScenario<'w> {
    pub workbook: &'w Workbook,
    pub scenario: ScenarioId,
}

impl InScenario<'_> {
    /// A calculator's inputs with what links feed filled in.
    fn kept(self, calculator: &'static Calculator) -> Kept {
        Chain::of(self.workbook, self.scenario, calculator).resolved(0)
    }
}

/// A headline figure in both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Headline {
    pub ours: Option<f64>,
    pub theirs: Option<f64>,
}

/// What is in a field: a figure, choice or switch, and how uncertain it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    pub figure: Option<f64>,
    pub range: Option<Range>,
}

impl Entry {
    fn of(kept: &Kept, place: Place) -> Self {
        Self { figure: kept.figure(place), range: kept.ranges.get(place).copied() }
    }
}

/// What one calculator has otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Differing {
    pub calculator: &'static str,
    /// Fields in which something else stands: ours, theirs. What links feed in both is not listed; it follows.
    pub inputs: Vec<(Place, Entry, Entry)>,
    /// Tables with other rows: so many of ours, so many of theirs. Their fields are not compared.
    pub tables: Vec<(TableId, usize, usize)>,
    pub headline: Headline,
}

/// What every calculator of theirs has otherwise than ours, in the order of the list.
#[must_use]
pub fn differences(ours: InScenario, theirs: InScenario, about: Option<&'static str>) -> Vec<Differing> {
    let is_theirs = |id: &str| theirs.workbook.calculators.contains_key(id) || about == Some(id);
    calculators::loaded()
        .filter(|calculator| is_theirs(calculator.id))
        .map(|calculator| {
            let (our, their) = (ours.kept(calculator), theirs.kept(calculator));
            let tables = other_tables(calculator, &our, &their);
            let inputs = places(&their.inputs)
                .filter(|place| their.inputs.implied(place.0, place.1).is_none())
                .filter(|place| is_comparable(calculator, *place, &tables))
                .filter(|place| our.links.get(*place).is_none() || their.links.get(*place).is_none())
                .map(|place| (place, Entry::of(&our, place), Entry::of(&their, place)))
                .filter(|(_, our, their)| our != their);
            Differing {
                calculator: calculator.id,
                inputs: inputs.collect(),
                headline: Headline {
                    ours: headline(ours.workbook, ours.scenario, calculator),
                    theirs: headline(theirs.workbook, theirs.scenario, calculator),
                },
                tables,
            }
        })
        .collect()
}

/// The tables that have not the same number of rows.
fn other_tables(calculator: &Calculator, our: &Kept, their: &Kept) -> Vec<(TableId, usize, usize)> {
    let tables = (0..calculator.sheet().tables.len()).map(|index| TableId(index as u32));
    let rows = tables.map(|table| (table, our.inputs.rows()[table.index()], their.inputs.rows()[table.index()]));
    rows.filter(|(_, our, their)| our != their).collect()
}

/// Whether a field is there in both.
fn is_comparable(calculator: &Calculator, (input, _): Place, tables: &[(TableId, usize, usize)]) -> bool {
    let axes = &calculator.sheet().input(input).axes.0;
    !tables.iter().any(|(table, _, _)| axes.contains(table))
}

/// Our workbook with a new scenario in which stand their figures and ranges, wherever ours has such a field and no link feeds
/// it. Rows, names and links stay ours. Gives the workbook and the number of the scenario.
#[must_use]
pub fn as_scenario(ours: &Workbook, theirs: InScenario, name: String) -> (Workbook, ScenarioId) {
    let mut workbook = ours.clone();
    let id = workbook.free_id();
    Rc::make_mut(&mut workbook.scenarios).push(Scenario { id, name, ..Scenario::default() });
    for calculator in calculators::loaded().filter(|one| theirs.workbook.calculators.contains_key(one.id)) {
        let (base, their) = (workbook.base(calculator), theirs.kept(calculator));
        let tables = other_tables(calculator, &base, &their);
        let mut present = Kept { drafts: Fields::default(), ..(*base).clone() };
        for place in places(&their.inputs) {
            if is_comparable(calculator, place, &tables) && base.links.get(place).is_none() {
                present.set(place, their.figure(place), their.ranges.get(place).copied());
            }
        }
        workbook.put(calculator, id, present);
    }
    (workbook, id)
}
