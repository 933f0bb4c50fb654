//! What caused the difference of one result between two scenarios: a part of it for each changed input.
//!
//! Changing inputs one after another says what each did in that order; another order tells another story. The Shapley value
//! is the mean over all orders, and so owes nothing to any. It needs the result of every mixture of the two scenarios,
//! 2^n of them, which run side by side in blocks of lanes.

use super::differences::{changed_inputs, counts};
use super::shapley::shapley;
use crate::engine::sheet::OutcomeKind;
use crate::engine::{Calculator, NodeId};
use crate::workbook::chain::{At, Chain};
use crate::workbook::contents::{ScenarioId, Workbook};
use crate::workbook::fields::Place;

/// With more changed inputs than this on the way to a result, they are changed in the order of the form. Every further one
/// would double the mixtures: 256 take a few milliseconds, and half a second where a calculator is slow by nature.
pub const MOST_SHAPLEY: usize = 8;

/// So many mixtures run side by side.
const LANES: usize = 64;

/// How a difference is divided among the changed inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The mean over all orders of changing them.
    Shapley,
    /// Changed one after another, in the order of the form.
    Sequential,
}

/// A changed input with its part of the difference.
#[derive(Clone, Debug)]
pub struct Cause {
    pub calculator: &'static Calculator,
    pub place: Place,
    /// What is in it in the one scenario and the other, in the input's own unit; none where it was left empty.
    pub before: Option<f64>,
    pub after: Option<f64>,
    /// Its part of the difference, in the result's unit; exactly 0 where changing it changes nothing.
    pub part: f64,
}

/// The difference of a result, divided among its causes.
#[derive(Clone, Debug)]
pub struct Attribution {
    /// The result in the one scenario and the other, in its own unit.
    pub before: f64,
    pub after: f64,
    /// How the difference was divided in the end.
    pub method: Method,
    /// Every changed input in the order of the form. Their parts sum to `after - before`, within floating-point dust.
    pub causes: Vec<Cause>,
}

/// Why a difference cannot be divided.
#[derive(Clone, Copy, Debug)]
pub enum NoAttribution {
    /// There is no such figure, or it names a row or a word.
    NoFigure,
    /// Nothing that the result could depend on differs between the two.
    NothingDiffers,
    /// The result has no value in this scenario.
    NoValue(ScenarioId),
    /// On the way from one scenario to the other the result has no value: first once this input is changed.
    Gap { calculator: &'static Calculator, place: Place },
}

/// Divides the difference of a result (a cell of `calculator`'s sheet, and which of its figures) between two scenarios among
/// the inputs that differ. Where Shapley values are wished but cannot be had, because too many inputs differ or because a
/// mixture has no value, the inputs are changed in the order of the form; the method that was used is in the answer.
///
/// # Errors
/// Says why the difference cannot be divided.
pub fn attribute(
    workbook: &Workbook,
    calculator: &'static Calculator,
    result: (NodeId, usize),
    from: ScenarioId,
    to: ScenarioId,
    wish: Method,
) -> Result<Attribution, NoAttribution> {
    let trial = Trial::new(workbook, calculator, result, from).ok_or(NoAttribution::NoFigure)?;
    let mut causes = causes(workbook, calculator, from, to);
    if causes.is_empty() {
        return Err(NoAttribution::NothingDiffers);
    }
    let players = trial.players(&causes);
    let walk = trial.run(&players, players.len() + 1, |mixture, player| player < mixture);
    let (before, after) = (walk[0], walk[players.len()]);
    for (figure, scenario) in [(before, from), (after, to)] {
        if !figure.is_finite() {
            return Err(NoAttribution::NoValue(scenario));
        }
    }
    let averaged = (wish == Method::Shapley).then(|| averaged(&trial, &players)).flatten();
    let (method, parts) = match averaged {
        Some(parts) => (Method::Shapley, parts),
        None => (Method::Sequential, walk.windows(2).map(|pair| pair[1] - pair[0]).collect()),
    };
    for (player, part) in players.iter().zip(parts) {
        let cause = &mut causes[player.cause];
        if !part.is_finite() {
            return Err(NoAttribution::Gap { calculator: cause.calculator, place: cause.place });
        }
        cause.part = part;
    }
    Ok(Attribution { before, after, method, causes })
}

/// The changed inputs, none with a part of the difference yet.
fn causes(workbook: &Workbook, calculator: &'static Calculator, from: ScenarioId, to: ScenarioId) -> Vec<Cause> {
    let changed = changed_inputs(workbook, calculator, &[from, to]).into_iter();
    let cause = changed.map(|input| Cause {
        calculator: input.calculator,
        place: input.place,
        before: input.figures.first().copied().flatten(),
        after: input.figures.last().copied().flatten(),
        part: 0.0,
    });
    cause.collect()
}

/// Shapley values; none where there are too many players or a mixture has no value.
fn averaged(trial: &Trial, players: &[Player]) -> Option<Vec<f64>> {
    if players.len() > MOST_SHAPLEY {
        return None;
    }
    let worth = trial.run(players, 1 << players.len(), |mixture, player| mixture >> player & 1 == 1);
    // A mixture without a value makes every part not a number, and so do figures too far apart to subtract.
    let parts = shapley(&worth);
    parts.iter().all(|part| part.is_finite()).then_some(parts)
}

/// A changed input that the result depends on.
struct Player {
    cause: usize,
    at: At,
    before: f64,
    after: f64,
}

/// A result, to be computed for mixtures of two scenarios.
struct Trial<'w> {
    workbook: &'w Workbook,
    calculator: &'static Calculator,
    from: ScenarioId,
    result: At,
    /// What the result depends on.
    chain: Chain,
}

impl<'w> Trial<'w> {
    /// None where there is no such figure.
    fn new(
        workbook: &'w Workbook,
        calculator: &'static Calculator,
        (node, cell): (NodeId, usize),
        from: ScenarioId,
    ) -> Option<Self> {
        let sheet = calculator.sheet();
        let exists = node.index() < sheet.nodes.len();
        let names = |kind: &OutcomeKind| !matches!(kind, OutcomeKind::Number);
        if !exists || sheet.outcomes.iter().any(|outcome| outcome.node == node && names(&outcome.kind)) {
            return None;
        }
        let chain = Chain::toward(workbook, from, [(calculator, Some(vec![node]))], 1);
        let count = chain.parts().first()?.evaluation.count(node);
        (cell < count).then_some(Self { workbook, calculator, from, result: At { part: 0, node, cell }, chain })
    }

    /// Which changed inputs the result depends on at all.
    fn players(&self, causes: &[Cause]) -> Vec<Player> {
        let player = |(number, cause): (usize, &Cause)| {
            let part =
                self.chain.part_of(cause.calculator.id).filter(|part| counts(&self.chain, *part, cause.place))?;
            let node = cause.calculator.sheet().input(cause.place.0).node?;
            let figure = |figure: Option<f64>| figure.unwrap_or(f64::NAN);
            let at = At { part, node, cell: cause.place.1 };
            Some(Player { cause: number, at, before: figure(cause.before), after: figure(cause.after) })
        };
        causes.iter().enumerate().filter_map(player).collect()
    }

    /// The result for each of `count` mixtures, not a number where it has no value. `changed` says of a mixture whether a
    /// player is in it as in the other scenario.
    fn run(&self, players: &[Player], count: usize, changed: impl Fn(usize, usize) -> bool) -> Vec<f64> {
        let lanes = count.min(LANES);
        let target = (self.calculator, Some(vec![self.result.node]));
        let mut chain = Chain::toward(self.workbook, self.from, [target], lanes);
        let mut figures: Vec<f64> = Vec::with_capacity(count);
        for start in (0..count).step_by(lanes) {
            for (number, player) in players.iter().enumerate() {
                for (lane, room) in chain.lanes_mut(player.at).iter_mut().enumerate() {
                    *room = if changed(start + lane, number) { player.after } else { player.before };
                }
            }
            chain.run();
            figures.extend(chain.lanes(self.result).iter().take(count - start));
        }
        // Adding zero turns -0 into 0.
        figures.into_iter().map(|figure| if figure.is_finite() { figure + 0.0 } else { f64::NAN }).collect()
    }
}
