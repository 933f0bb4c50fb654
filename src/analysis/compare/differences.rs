//! What differs between scenarios of a workbook, in what was given and in what comes out, and what caused it.
//!
//! Over any calculator with all that feeds it: an input of a calculator further up counts like one of its own, and an input
//! that a link feeds is no input at all.

use crate::engine::sheet::OutcomeKind;
use crate::engine::{Calculator, Outcome};
use crate::workbook::chain::Chain;
use crate::workbook::contents::{ScenarioId, Workbook, places};
use crate::workbook::fields::Place;

/// A field that holds not the same in all scenarios: a figure, a choice or a switch.
#[derive(Clone, Debug)]
pub struct ChangedInput {
    pub calculator: &'static Calculator,
    pub place: Place,
    /// What is in it, scenario by scenario, in the input's own unit; none where it was left empty.
    pub figures: Vec<Option<f64>>,
}

/// How a result in a scenario stands to the same result in the first one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Difference {
    /// One of the two has no value, so there is nothing to tell.
    Unknown,
    /// So much more (negative: less), in the result's own unit; 0 where they are equal.
    Amount(f64),
    /// Both name the same row or word.
    Same,
    /// They name different rows or words.
    Other,
}

/// A figure of a result in every scenario.
#[derive(Clone, Debug)]
pub struct ComparedResult {
    pub outcome: &'static Outcome,
    /// Which figure of a column or a grid.
    pub cell: usize,
    /// The figure, scenario by scenario, in the result's own unit; none where it has no value.
    pub figures: Vec<Option<f64>>,
    /// In which scenarios the result is shown at all.
    pub shown: Vec<bool>,
    /// What sets each scenario apart from the first, the first from itself included.
    pub against_first: Vec<Difference>,
}

/// Scenarios side by side.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// In the order of the form: calculators as in `Chain`, the one asked about first, then fields.
    pub inputs: Vec<ChangedInput>,
    /// In the order of the sheet.
    pub results: Vec<ComparedResult>,
}

/// Some scenarios of a calculator side by side, the first being the one compared with. Any number of them can be compared;
/// a scenario that is gone stands as the base does.
#[must_use]
pub fn compare(workbook: &Workbook, calculator: &'static Calculator, scenarios: &[ScenarioId]) -> Comparison {
    let chains: Vec<Chain> = scenarios.iter().map(|scenario| Chain::of(workbook, *scenario, calculator)).collect();
    Comparison { inputs: changed_inputs(workbook, calculator, scenarios), results: results(calculator, &chains) }
}

/// The fields that do not hold the same in all these scenarios, among all that a calculator's figures depend on.
#[must_use]
pub fn changed_inputs(
    workbook: &Workbook,
    calculator: &'static Calculator,
    scenarios: &[ScenarioId],
) -> Vec<ChangedInput> {
    let Some(first) = scenarios.first() else { return Vec::new() };
    // Rows and links are the same in every scenario, so what depends on what is too.
    let chain = Chain::toward(workbook, *first, [(calculator, None)], 1);
    (0..chain.parts().len()).flat_map(|number| changed_in_part(workbook, &chain, number, scenarios)).collect()
}

fn changed_in_part(workbook: &Workbook, chain: &Chain, number: usize, scenarios: &[ScenarioId]) -> Vec<ChangedInput> {
    let part = &chain.parts()[number];
    let calculator = part.calculator;
    let standing: Vec<_> = scenarios.iter().map(|scenario| workbook.kept_in(calculator, *scenario)).collect();
    let changed = |place: Place| {
        let first = part.kept.figure(place);
        standing.iter().any(|kept| kept.figure(place) != first).then(|| ChangedInput {
            calculator,
            place,
            figures: standing.iter().map(|kept| kept.figure(place)).collect(),
        })
    };
    places(&part.kept.inputs).filter(|place| counts(chain, number, *place)).filter_map(changed).collect()
}

/// Whether a chain's figures depend on what was given for a field: it is needed, and no link writes over it.
pub(super) fn counts(chain: &Chain, number: usize, place: Place) -> bool {
    let part = &chain.parts()[number];
    let needed = part.sheet().input(place.0).node.is_some_and(|node| chain.needs(number, node));
    let asked = part.kept.inputs.implied(place.0, place.1).is_none();
    needed && asked && part.kept.links.get(place).is_none()
}

/// Every figure of every result, chain by chain.
fn results(calculator: &'static Calculator, chains: &[Chain]) -> Vec<ComparedResult> {
    let Some(first) = chains.first().and_then(|chain| chain.parts().first()) else { return Vec::new() };
    let cells = |outcome: &'static Outcome| {
        (0..first.evaluation.count(outcome.node)).map(move |cell| compared(outcome, cell, chains))
    };
    calculator.sheet().outcomes.iter().flat_map(cells).collect()
}

fn compared(outcome: &'static Outcome, cell: usize, chains: &[Chain]) -> ComparedResult {
    let evaluations = || chains.iter().filter_map(|chain| chain.parts().first()).map(|part| &part.evaluation);
    let figures: Vec<Option<f64>> = evaluations().map(|of| of.value(outcome.node, cell)).collect();
    let first = figures.first().copied().flatten();
    ComparedResult {
        outcome,
        cell,
        shown: evaluations().map(|of| outcome.shown_if.is_none_or(|condition| of.holds(condition))).collect(),
        against_first: figures.iter().map(|figure| difference(&outcome.kind, first, *figure)).collect(),
        figures,
    }
}

fn difference(kind: &OutcomeKind, first: Option<f64>, figure: Option<f64>) -> Difference {
    let (Some(first), Some(figure)) = (first, figure) else { return Difference::Unknown };
    match kind {
        // Two figures at opposite ends of what a computer can hold are further apart than it can say.
        OutcomeKind::Number if !(figure - first).is_finite() => Difference::Unknown,
        OutcomeKind::Number => Difference::Amount(figure - first),
        OutcomeKind::Word(_) | OutcomeKind::RowOf(_) if figure == first => Difference::Same,
        OutcomeKind::Word(_) | OutcomeKind::RowOf(_) => Difference::Other,
    }
}
