//! What moves a result most: a bar for each input, a curve over one, a table over two. Through links.

use crate::engine::math::{ordered, round_to};
use crate::engine::{Calculator, Evaluation, InputKind, NodeId, Range};
use crate::workbook::chain::{At, Chain, Part};
use crate::workbook::contents::{ScenarioId, Workbook, places};
use crate::workbook::fields::FieldId;

/// The result that is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Question<'w> {
    pub workbook: &'w Workbook,
    pub scenario: ScenarioId,
    pub calculator: &'static Calculator,
    pub node: NodeId,
    pub cell: usize,
}

impl Question<'_> {
    /// The chain that answers it, in blocks of so many lanes.
    #[must_use]
    pub fn chain(&self, lanes: usize) -> Chain {
        Chain::toward(self.workbook, self.scenario, [(self.calculator, Some(vec![self.node]))], lanes.max(1))
    }

    /// Where the answer is in the chain.
    #[must_use]
    pub const fn at(&self) -> At {
        At { part: 0, node: self.node, cell: self.cell }
    }
}

/// The numeric fields that a result depends on and that no link feeds, in the order of the chain and its forms.
#[must_use]
pub fn movable(chain: &Chain) -> Vec<(FieldId, At)> {
    let of = |(part, of): (usize, &Part)| {
        let found = |place| Some((FieldId::new(of.calculator.id, place), chain.movable(part, place)?));
        places(&of.kept.inputs).filter_map(found).collect::<Vec<_>>()
    };
    chain.parts().iter().enumerate().flat_map(of).collect()
}

/// Those fields that are asked for as things are: what a switch has put out of play is of no use in a list to choose from.
#[must_use]
pub fn in_play(chain: &Chain, fields: Vec<(FieldId, At)>) -> Vec<(FieldId, At)> {
    let all = |part: &Part| Evaluation::of(part.sheet(), &part.kept.inputs);
    let evaluations: Vec<Evaluation> = chain.parts().iter().map(all).collect();
    let asked = |(field, at): &(FieldId, At)| {
        let (sheet, evaluation) = (chain.parts()[at.part].sheet(), &evaluations[at.part]);
        let input = sheet.input(field.input);
        let table = if let [table] = input.axes.0[..] { sheet.table(table).shown_if } else { None };
        [input.shown_if, table].into_iter().flatten().all(|condition| evaluation.holds(condition))
    };
    fields.into_iter().filter(asked).collect()
}

/// How far an input was moved, and what that did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    pub field: FieldId,
    /// The figures that the input was moved to.
    pub low: f64,
    pub high: f64,
    /// Whether they are its own range, not a percentage of its figure.
    pub own: bool,
    /// The result there, if it has a figure.
    pub at_low: Option<f64>,
    pub at_high: Option<f64>,
    /// The largest difference between the two and the present result.
    pub effect: f64,
}

/// The inputs by their effect on a result, the largest first; equal ones in the order of the form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tornado {
    pub present: Option<f64>,
    pub bars: Vec<Bar>,
    /// Inputs that are at 0 or are empty, of which a percentage moves nothing.
    pub unmoved: Vec<FieldId>,
}

/// Moves every input on its own: through its own range where it has one, otherwise by so large a share of its figure down and
/// up, within its limits.
#[must_use]
pub fn tornado(question: Question, share: f64) -> Tornado {
    let plan = question.chain(1);
    let fields = movable(&plan);
    let mut moves = Vec::new();
    let mut unmoved = Vec::new();
    for (field, at) in fields {
        match ends(&plan, field, at, share) {
            Some((low, high, own)) => moves.push((field, at, low, high, own)),
            None => unmoved.push(field),
        }
    }
    let mut chain = question.chain(moves.len() * 2 + 1);
    for (place, (_, at, low, high, _)) in moves.iter().enumerate() {
        let lanes = chain.lanes_mut(*at);
        (lanes[place * 2], lanes[place * 2 + 1]) = (*low, *high);
    }
    chain.run();
    let found = chain.lanes(question.at());
    let figure = |lane: usize| Some(found[lane] + 0.0).filter(|figure| figure.is_finite());
    let present = figure(moves.len() * 2);
    let bars = moves.iter().enumerate().map(|(place, (field, _, low, high, own))| {
        let (at_low, at_high) = (figure(place * 2), figure(place * 2 + 1));
        let all = [present, at_low, at_high].into_iter().flatten();
        let (least, most) =
            all.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), figure| (a.min(figure), b.max(figure)));
        let effect = if most > least { most - least } else { 0.0 };
        Bar { field: *field, low: *low, high: *high, own: *own, at_low, at_high, effect }
    });
    Tornado { present, bars: ordered(&bars.collect::<Vec<_>>(), |bar| -bar.effect), unmoved }
}

/// Between which figures an input is moved, and whether they are its own range.
fn ends(chain: &Chain, field: FieldId, at: At, share: f64) -> Option<(f64, f64, bool)> {
    let part = &chain.parts()[at.part];
    let InputKind::Number { low, high, whole, .. } = part.sheet().input(field.input).kind else { return None };
    if let Some(Range { low, high, .. }) = part.kept.ranges.get(field.place()) {
        // A whole figure as it is drawn.
        return Some(if whole { (low.round(), high.round(), true) } else { (*low, *high, true) });
    }
    let figure = part.kept.figure(field.place()).filter(|figure| *figure != 0.0)?;
    let by = figure.abs() * share;
    // A whole figure moves by one at least.
    let by = if whole { by.round().max(1.0) } else { by };
    let (from, to) = ((figure - by).max(low), (figure + by).min(high));
    (from < to).then_some((from, to, false))
}

/// How many figures a curve has.
const POINTS: usize = 97;

/// A result over one input: the input's figures, and the result at each.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    pub xs: Vec<f64>,
    pub ys: Vec<Option<f64>>,
    /// Where the input stands today.
    pub now: Option<f64>,
}

/// The result over an input, from one figure to another.
#[must_use]
pub fn curve(question: Question, field: FieldId, (from, to): (f64, f64)) -> Option<Curve> {
    let plan = question.chain(1);
    let (_, at) = movable(&plan).into_iter().find(|(other, _)| *other == field)?;
    let part = &plan.parts()[at.part];
    let now = part.kept.figure(field.place());
    let InputKind::Number { whole, .. } = part.sheet().input(field.input).kind else { return None };
    // The last one is the end itself: a last digit beyond it might be one beyond the limits.
    let step = |i: usize| if i + 1 == POINTS { to } else { from + (to - from) * i as f64 / (POINTS - 1) as f64 };
    let mut xs: Vec<f64> = (0..POINTS).map(step).collect();
    xs.extend(now.filter(|now| (from..=to).contains(now)));
    if whole {
        for x in &mut xs {
            *x = x.round();
        }
        xs.retain(|x| (from..=to).contains(x));
    }
    let mut xs = ordered(&xs, |x| *x);
    xs.dedup();
    if xs.is_empty() {
        return None;
    }
    let mut chain = question.chain(xs.len());
    chain.lanes_mut(at).copy_from_slice(&xs);
    chain.run();
    let ys = chain.lanes(question.at()).iter().map(|y| Some(y + 0.0).filter(|y| y.is_finite())).collect();
    Some(Curve { xs, ys, now })
}

/// The span over which an input is looked at when nothing else is said: its own range with as much again on either side, or
/// from nothing to twice its figure; within its limits.
#[must_use]
pub fn span(chain: &Chain, field: FieldId, at: At) -> Option<(f64, f64)> {
    let part = &chain.parts()[at.part];
    let InputKind::Number { low, high, .. } = part.sheet().input(field.input).kind else { return None };
    let (from, to) = match (part.kept.ranges.get(field.place()), part.kept.figure(field.place())) {
        (Some(range), _) => {
            let width = range.high - range.low;
            (range.low - width / 2.0, range.high + width / 2.0)
        }
        (None, Some(figure)) if figure != 0.0 => (figure.min(0.0) * 2.0, figure.max(0.0) * 2.0),
        _ if high - low <= 1e3 => (low, high),
        _ => (0.0, 100.0),
    };
    let (from, to) = (from.max(low), to.min(high));
    (from < to).then_some((from, to))
}

/// How many steps a two-way table has on each side.
pub const STEPS: usize = 7;

/// A result over two inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct TwoWay {
    pub columns: Vec<f64>,
    pub rows: Vec<f64>,
    /// Row by row.
    pub figures: Vec<Option<f64>>,
    /// The place of today's figures, if they are in the table.
    pub now: (Option<usize>, Option<usize>),
}

impl TwoWay {
    /// The figure in a row and column.
    #[must_use]
    pub fn figure(&self, row: usize, column: usize) -> Option<f64> {
        self.figures.get(row * self.columns.len() + column).copied().flatten()
    }
}

/// The result over two inputs, each in steps around its figure or through its range.
#[must_use]
pub fn two_way(question: Question, across: FieldId, down: FieldId, share: f64) -> Option<TwoWay> {
    let plan = question.chain(1);
    let all = movable(&plan);
    let find = |field: FieldId| all.iter().find(|(other, _)| *other == field).map(|(_, at)| *at);
    let (x, y) = (find(across)?, find(down).filter(|_| across != down)?);
    let (columns, rows) = (steps(&plan, across, x, share)?, steps(&plan, down, y, share)?);
    let mut chain = question.chain(columns.len() * rows.len());
    for (lane, room) in chain.lanes_mut(x).iter_mut().enumerate() {
        *room = columns[lane % columns.len()];
    }
    for (lane, room) in chain.lanes_mut(y).iter_mut().enumerate() {
        *room = rows[lane / columns.len()];
    }
    chain.run();
    let figures = chain.lanes(question.at()).iter().map(|f| Some(f + 0.0).filter(|f| f.is_finite())).collect();
    let today = |at: At, field: FieldId, all: &[f64]| {
        let now = plan.parts()[at.part].kept.figure(field.place());
        all.iter().position(|figure| Some(*figure) == now)
    };
    Some(TwoWay { now: (today(x, across, &columns), today(y, down, &rows)), columns, rows, figures })
}

/// The steps of an input: three down and three up from its figure; where it has a range of its own, to the ends of that.
fn steps(chain: &Chain, field: FieldId, at: At, share: f64) -> Option<Vec<f64>> {
    let part = &chain.parts()[at.part];
    let InputKind::Number { low, high, whole, .. } = part.sheet().input(field.input).kind else { return None };
    let now = part.kept.figure(field.place()).unwrap_or(0.0);
    let side = (STEPS / 2) as f64;
    let (middle, down, up) = if let Some(range) = part.kept.ranges.get(field.place()) {
        let inside = (range.low..=range.high).contains(&now);
        let middle = if inside { now } else { range.middle() };
        (middle, (middle - range.low) / side, (range.high - middle) / side)
    } else {
        let by = if now == 0.0 { (high - low).min(1.0) * share } else { now.abs() * share };
        let by = if whole { by.round().max(1.0) } else { by };
        (now, by, by)
    };
    let step = |place: usize| {
        let by = if place < STEPS / 2 { down } else { up };
        let figure = round_to(middle + (place as f64 - side) * by, by / 1e6);
        let figure = if place == STEPS / 2 { middle } else { figure };
        if whole { figure.round() } else { figure }.clamp(low, high)
    };
    let mut all: Vec<f64> = (0..STEPS).map(step).collect();
    all.dedup();
    Some(all)
}
