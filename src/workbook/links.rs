//! Which result may feed which input: where units agree, and where no figure would come to depend on itself.

use super::contents::{Link, Workbook};
use super::fields::Place;
use crate::calculators;
use crate::engine::sheet::OutcomeKind;
use crate::engine::unit::Face;
use crate::engine::{Calculator, Input, InputKind, Unit};

/// A field on the way of a circle, by the id of its calculator.
pub type Hop = (&'static str, Place);

/// Why a link cannot be made.
#[derive(Clone, Debug, PartialEq)]
pub enum NoLink {
    /// The result does not exist, or is no number.
    NoSuchResult,
    /// The input takes no link: a choice, a name, an input that may be left empty.
    NotLinkable,
    /// Their units differ.
    Units,
    /// The figure would depend on itself; through these fields, from the one to be fed upwards.
    Circle(Vec<Hop>),
}

/// Whether an input can be fed: a number that is always needed. What may be left empty could not be told from a link that
/// carries nothing.
#[must_use]
pub const fn takes_links(input: &Input) -> bool {
    matches!(input.kind, InputKind::Number { optional: false, .. })
}

/// Whether a figure of one unit can be where the other is asked for.
#[must_use]
pub fn agree(result: Unit, input: Unit) -> bool {
    let kind = |unit: Unit| match unit.face() {
        Face::Percent | Face::Discount => 1,
        Face::Score => 2,
        Face::Plain | Face::Multiple => 0,
    };
    result.agrees_with(input) && kind(result) == kind(input)
}

/// Whether a link can be made.
///
/// # Errors
/// Says why not.
pub fn check(workbook: &Workbook, calculator: &'static Calculator, place: Place, link: Link) -> Result<(), NoLink> {
    let input = calculator.sheet().input(place.0);
    if !takes_links(input) || workbook.base(calculator).inputs.implied(place.0, place.1).is_some() {
        return Err(NoLink::NotLinkable);
    }
    let source = calculators::find(link.calculator).ok_or(NoLink::NoSuchResult)?;
    let outcome = source.sheet().outcomes.iter().find(|outcome| outcome.node == link.node);
    if outcome.is_none_or(|outcome| !matches!(outcome.kind, OutcomeKind::Number)) {
        return Err(NoLink::NoSuchResult);
    }
    let rows = workbook.base(source);
    if link.cell >= source.sheet().node(link.node).axes.len(rows.inputs.rows()) {
        return Err(NoLink::NoSuchResult);
    }
    let unit = source.sheet().node(link.node).unit;
    if !input.unit().is_some_and(|wanted| agree(unit, wanted)) {
        return Err(NoLink::Units);
    }
    match circle(workbook, calculator, place, link) {
        Some(path) => Err(NoLink::Circle(path)),
        None => Ok(()),
    }
}

/// The circle that a link would close: the fields on its way, beginning with the one to be fed.
fn circle(workbook: &Workbook, calculator: &'static Calculator, place: Place, link: Link) -> Option<Vec<Hop>> {
    let goal = (calculator.id, calculator.sheet().input(place.0).node?.index());
    let mut climber = Climber { workbook, goal, path: vec![(calculator.id, place)], tried: Vec::new() };
    climber.arrives(link).then_some(climber.path)
}

/// Goes from a result upwards, each step to a link that feeds what it depends on.
struct Climber<'w> {
    workbook: &'w Workbook,
    goal: (&'static str, usize),
    path: Vec<Hop>,
    tried: Vec<Hop>,
}

impl Climber<'_> {
    fn arrives(&mut self, link: Link) -> bool {
        let Some(source) = calculators::find(link.calculator) else { return false };
        let reached = source.sheet().reached_from([link.node]);
        if source.id == self.goal.0 && reached[self.goal.1] {
            return true;
        }
        let depends_on = |place: Place| source.sheet().input(place.0).node.is_some_and(|node| reached[node.index()]);
        let above = self.workbook.base(source);
        for (place, link) in above.links.iter().filter(|(place, _)| depends_on(*place)) {
            if self.tried.contains(&(source.id, place)) {
                continue;
            }
            self.tried.push((source.id, place));
            self.path.push((source.id, place));
            if self.arrives(*link) {
                return true;
            }
            self.path.pop();
        }
        false
    }
}

/// Every result whose unit fits an input, calculator by calculator; those that would close a circle too, so that the person
/// learns why not.
#[must_use]
pub fn offers(workbook: &Workbook, calculator: &'static Calculator, place: Place) -> Vec<Link> {
    /// So many rows of a column are offered.
    const MOST_ROWS: usize = 24;
    let implied = workbook.base(calculator).inputs.implied(place.0, place.1).is_some();
    let Some(wanted) = calculator.sheet().input(place.0).unit().filter(|_| !implied) else { return Vec::new() };
    let mut all = Vec::new();
    for source in calculators::loaded().filter(|source| source.id != calculator.id) {
        let (sheet, kept) = (source.sheet(), workbook.base(source));
        for outcome in &sheet.outcomes {
            let node = sheet.node(outcome.node);
            if matches!(outcome.kind, OutcomeKind::Number) && agree(node.unit, wanted) {
                let count = node.axes.len(kept.inputs.rows()).min(MOST_ROWS);
                all.extend((0..count).map(|cell| Link { calculator: source.id, node: outcome.node, cell }));
            }
        }
    }
    all
}
