//! Calculators evaluated together, each link carrying a result into the input that it feeds, over any number of input sets
//! at once.
//!
//! Every cell is computed once: what a link carries is computed first, the rest when its turn comes. Two calculators may
//! feed each other, as long as no figure depends on itself.

use std::rc::Rc;

use super::contents::{Kept, Link, ScenarioId, Workbook};
use super::fields::Place;
use crate::calculators;
use crate::engine::sheet::{Op, Problem};
use crate::engine::{Calculator, Evaluation, Fault, Input, InputKind, NodeId, Sheet, fault, math};

/// A figure of one of the calculators of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    pub part: usize,
    pub node: NodeId,
    pub cell: usize,
}

/// One calculator of a chain.
#[derive(Debug)]
pub struct Part {
    pub calculator: &'static Calculator,
    /// What is in it, without what links feed.
    pub kept: Rc<Kept>,
    pub evaluation: Evaluation<'static>,
}

impl Part {
    /// The calculator's sheet.
    #[must_use]
    pub fn sheet(&self) -> &'static Sheet {
        self.calculator.sheet()
    }
}

/// A link in a chain.
#[derive(Clone, Copy, Debug)]
pub struct Feed {
    pub from: At,
    pub to: At,
    pub place: Place,
}

#[derive(Debug)]
enum Step {
    Run(usize, Vec<bool>),
    Carry(Feed),
}

/// Calculators with the links between them.
#[derive(Debug)]
pub struct Chain {
    parts: Vec<Part>,
    feeds: Vec<Feed>,
    steps: Vec<Step>,
    needed: Vec<Vec<bool>>,
}

/// Why a figure of a chain has no value: the cause, in which calculator, and the links it came through, from the figure
/// asked about upwards.
#[derive(Clone, Debug)]
pub struct Traced {
    pub part: usize,
    pub fault: Fault,
    pub through: Vec<Feed>,
    /// What is wrong with the figure that the last of these links carries, where that is the cause.
    pub refused: Option<Problem>,
}

impl Chain {
    /// All of one calculator, with what feeds it, computed for one input set.
    #[must_use]
    pub fn of(workbook: &Workbook, scenario: ScenarioId, calculator: &'static Calculator) -> Self {
        let mut chain = Self::toward(workbook, scenario, [(calculator, None)], 1);
        chain.run();
        chain
    }

    /// What these results depend on, in blocks of `lanes`: of each calculator these cells, or all that it has. The first
    /// calculator is part 0.
    #[must_use]
    pub fn toward(
        workbook: &Workbook,
        scenario: ScenarioId,
        targets: impl IntoIterator<Item = (&'static Calculator, Option<Vec<NodeId>>)>,
        lanes: usize,
    ) -> Self {
        Self::planned(&|calculator| workbook.kept_in(calculator, scenario), targets, lanes)
    }

    /// What these results of the first calculator come to as one of its inputs takes these figures, lane by lane. A link into
    /// that input is cut for once; every other link carries, also one that leads back here.
    #[must_use]
    pub fn swept(&self, over: NodeId, figures: &[f64], results: &[NodeId]) -> Vec<Vec<f64>> {
        let first = self.parts[0].calculator;
        let look = |calculator: &'static Calculator| {
            let part = self.part_of(calculator.id).map(|part| &self.parts[part]);
            let mut kept = part.map_or_else(|| Rc::new(Kept::preset(calculator.sheet())), |part| part.kept.clone());
            if let (Op::Input(input), true) = (&first.sheet().node(over).op, calculator.id == first.id) {
                Rc::make_mut(&mut kept).links.remove((*input, 0));
            }
            kept
        };
        let mut chain = Self::planned(&look, [(first, Some(results.to_vec()))], figures.len());
        chain.lanes_mut(At { part: 0, node: over, cell: 0 }).copy_from_slice(figures);
        chain.run();
        results.iter().map(|node| chain.lanes(At { part: 0, node: *node, cell: 0 }).to_vec()).collect()
    }

    fn planned(
        look: &dyn Fn(&'static Calculator) -> Rc<Kept>,
        targets: impl IntoIterator<Item = (&'static Calculator, Option<Vec<NodeId>>)>,
        lanes: usize,
    ) -> Self {
        let mut plan = Plan { look, parts: Vec::new(), needed: Vec::new(), feeds: Vec::new(), lost: Vec::new() };
        for (calculator, nodes) in targets {
            let part = plan.part(calculator);
            let flags = match nodes {
                Some(nodes) => calculator.sheet().reached_from(nodes),
                None => vec![true; calculator.sheet().nodes.len()],
            };
            plan.need(part, &flags);
        }
        plan.follow_links();
        plan.chain(lanes)
    }

    /// The calculators.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The place of a calculator.
    #[must_use]
    pub fn part_of(&self, id: &str) -> Option<usize> {
        self.parts.iter().position(|part| part.calculator.id == id)
    }

    /// The links, each behind those that it depends on.
    #[must_use]
    pub fn feeds(&self) -> &[Feed] {
        &self.feeds
    }

    /// The link that feeds a field.
    #[must_use]
    pub fn feed_into(&self, part: usize, place: Place) -> Option<&Feed> {
        self.feeds.iter().find(|feed| feed.to.part == part && feed.place == place)
    }

    /// The cell of a field that can be moved: a number that is there, that the results depend on, and that no link feeds.
    #[must_use]
    pub fn movable(&self, part: usize, place: Place) -> Option<At> {
        let of = self.parts.get(part)?;
        let input = of.sheet().inputs.get(place.0.index())?;
        let node = input.node.filter(|_| matches!(input.kind, InputKind::Number { .. }))?;
        let exists = place.1 < of.evaluation.count(node);
        let free = self.needs(part, node) && self.feed_into(part, place).is_none();
        let asked = of.kept.inputs.implied(place.0, place.1).is_none();
        (exists && free && asked).then_some(At { part, node, cell: place.1 })
    }

    /// Whether a cell is computed at all on the way to what was asked for.
    #[must_use]
    pub fn needs(&self, part: usize, node: NodeId) -> bool {
        self.needed[part][node.index()]
    }

    /// One field, lane by lane, to be written before `run`. A field that a link feeds is written over.
    pub fn lanes_mut(&mut self, at: At) -> &mut [f64] {
        self.parts[at.part].evaluation.lanes_mut(at.node, at.cell)
    }

    /// The figures of a cell, lane by lane.
    #[must_use]
    pub fn lanes(&self, at: At) -> &[f64] {
        self.parts[at.part].evaluation.lanes(at.node, at.cell)
    }

    /// The figure of a cell in the first lane, if it has one.
    #[must_use]
    pub fn value(&self, at: At) -> Option<f64> {
        self.parts[at.part].evaluation.value(at.node, at.cell)
    }

    /// Computes everything, in every lane.
    pub fn run(&mut self) {
        for step in &self.steps {
            match step {
                Step::Run(part, flags) => self.parts[*part].evaluation.run_cells(flags),
                Step::Carry(feed) => carry(&mut self.parts, *feed),
            }
        }
    }

    /// A calculator's inputs with what links feed filled in; a field whose link carries no fitting figure holds none.
    #[must_use]
    pub fn resolved(&self, part: usize) -> Kept {
        let mut kept = (*self.parts[part].kept).clone();
        for feed in self.feeds.iter().filter(|feed| feed.to.part == part) {
            kept.inputs.set_figure(feed.place.0, feed.place.1, self.value(feed.to));
        }
        kept
    }

    /// Why a figure has no value in the first lane, followed through links; none if it has one.
    #[must_use]
    pub fn trace(&self, at: At) -> Option<Traced> {
        let mut traced = fault::trace(&self.parts[at.part].evaluation, at.node, at.cell).map(|fault| Traced {
            part: at.part,
            fault,
            through: Vec::new(),
            refused: None,
        })?;
        while let Op::Input(input) = self.parts[traced.part].sheet().node(traced.fault.origin).op {
            let Some(feed) = self.feed_into(traced.part, (input, traced.fault.row)) else { break };
            traced.through.push(*feed);
            let Some(fault) = fault::trace(&self.parts[feed.from.part].evaluation, feed.from.node, feed.from.cell)
            else {
                traced.refused = self.parts[traced.part].sheet().input(input).problem(self.value(feed.from));
                break;
            };
            (traced.part, traced.fault) = (feed.from.part, fault);
        }
        Some(traced)
    }
}

/// Carries a result into the input that it feeds; a figure that the input does not admit counts as none.
fn carry(parts: &mut [Part], feed: Feed) {
    let figures = parts[feed.from.part].evaluation.lanes(feed.from.node, feed.from.cell).to_vec();
    let to = &mut parts[feed.to.part];
    let input = to.sheet().input(feed.place.0);
    let room = to.evaluation.lanes_mut(feed.to.node, feed.to.cell);
    for (room, figure) in room.iter_mut().zip(figures) {
        *room = admitted(input, figure);
    }
}

fn admitted(input: &Input, figure: f64) -> f64 {
    let whole = matches!(input.kind, InputKind::Number { whole: true, .. });
    // A whole number that arithmetic has blurred is that whole number.
    let figure = if whole && math::floor(figure) == math::ceil(figure) { math::floor(figure) } else { figure };
    if input.problem(Some(figure)).is_none() { figure } else { f64::NAN }
}

/// A chain in the making.
struct Plan<'w> {
    look: &'w dyn Fn(&'static Calculator) -> Rc<Kept>,
    parts: Vec<(&'static Calculator, Rc<Kept>)>,
    needed: Vec<Vec<bool>>,
    feeds: Vec<Feed>,
    /// Fields whose links come from calculators that are not there.
    lost: Vec<(At, Place)>,
}

impl Plan<'_> {
    /// The place of a calculator, which joins if it is not there yet.
    fn part(&mut self, calculator: &'static Calculator) -> usize {
        let found = self.parts.iter().position(|(other, _)| other.id == calculator.id);
        found.unwrap_or_else(|| {
            self.parts.push((calculator, (self.look)(calculator)));
            self.needed.push(vec![false; calculator.sheet().nodes.len()]);
            self.parts.len() - 1
        })
    }

    fn need(&mut self, part: usize, flags: &[bool]) {
        self.needed[part].iter_mut().zip(flags).for_each(|(needed, flag)| *needed |= flag);
    }

    /// Adds every link that feeds something needed, and what it depends on.
    fn follow_links(&mut self) {
        while let Some((part, place, node, link)) = self.open_link() {
            let to = At { part, node, cell: place.1 };
            let Some(source) = calculators::find(link.calculator) else {
                self.lost.push((to, place));
                continue;
            };
            let from = self.part(source);
            self.need(from, &source.sheet().reached_from([link.node]));
            self.feeds.push(Feed { from: At { part: from, node: link.node, cell: link.cell }, to, place });
        }
    }

    /// A link that feeds something needed and is not followed yet.
    fn open_link(&self) -> Option<(usize, Place, NodeId, Link)> {
        self.parts.iter().enumerate().find_map(|(part, (calculator, kept))| {
            kept.links.iter().find_map(|(place, link)| {
                let node = calculator.sheet().input(place.0).node?;
                let known = self.feeds.iter().any(|feed| feed.to.part == part && feed.place == place)
                    || self.lost.iter().any(|(to, lost)| to.part == part && *lost == place);
                (self.needed[part][node.index()] && !known).then_some((part, place, node, *link))
            })
        })
    }

    fn chain(mut self, lanes: usize) -> Chain {
        let (mut steps, mut feeds) = (Vec::new(), Vec::new());
        let mut done: Vec<Vec<bool>> = self.needed.iter().map(|flags| vec![false; flags.len()]).collect();
        while let Some((next, reached)) = self.ready() {
            let feed = self.feeds.remove(next);
            let part = feed.from.part;
            let flags: Vec<bool> = reached.iter().zip(&done[part]).map(|(reached, done)| *reached && !done).collect();
            done[part].iter_mut().zip(&flags).for_each(|(done, flag)| *done |= flag);
            steps.push(Step::Run(part, flags));
            steps.push(Step::Carry(feed));
            feeds.push(feed);
        }
        for (part, done) in done.iter().enumerate() {
            let flags = self.needed[part].iter().zip(done).map(|(needed, done)| *needed && !done).collect();
            steps.push(Step::Run(part, flags));
        }
        let parts = self.parts.into_iter().map(|(calculator, kept)| {
            let evaluation = Evaluation::new(calculator.sheet(), &kept.inputs, lanes);
            Part { calculator, kept, evaluation }
        });
        let mut parts: Vec<Part> = parts.collect();
        // No link that is made or opened closes a circle or comes from nowhere; if one did, the figure would be missing, not
        // wrong.
        for to in self.feeds.iter().map(|feed| feed.to).chain(self.lost.iter().map(|(to, _)| *to)) {
            parts[to.part].evaluation.lanes_mut(to.node, to.cell).fill(f64::NAN);
        }
        Chain { parts, feeds, steps, needed: self.needed }
    }

    /// A link whose figure depends on no other link that still waits, and what that figure depends on.
    fn ready(&self) -> Option<(usize, Vec<bool>)> {
        self.feeds.iter().enumerate().find_map(|(place, feed)| {
            let (calculator, _) = &self.parts[feed.from.part];
            let reached = calculator.sheet().reached_from([feed.from.node]);
            let waits = |other: &Feed| other.to.part == feed.from.part && reached[other.to.node.index()];
            (!self.feeds.iter().any(waits)).then_some((place, reached))
        })
    }
}
