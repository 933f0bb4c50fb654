//! Workbooks for tests: with two scenarios, with links, and thrown with dice.

use std::rc::Rc;

use sales_workbench::calculators;
use sales_workbench::engine::{Calculator, NodeId, OutcomeKind};
use sales_workbench::workbook::chain::{At, Chain};
use sales_workbench::workbook::contents::{BASE, Kept, Link, Scenario, ScenarioId, Workbook, places};
use sales_workbench::workbook::fields::Place;
use sales_workbench::workbook::links;

use super::inputs::{Reach, figure, thrown};

/// The second scenario of a test.
pub const OTHER: ScenarioId = 1;

/// The calculator of this id.
pub fn calculator(id: &str) -> &'static Calculator {
    calculators::find(id).unwrap_or_else(|| panic!("no calculator {id}"))
}

/// A field by its name, the first row of a column.
pub fn place(calculator: &Calculator, path: &str) -> Place {
    (calculator.sheet().find_input(path).unwrap_or_else(|| panic!("no input {path}")), 0)
}

/// A figure of a result by its key.
pub fn result(calculator: &Calculator, key: &str) -> (NodeId, usize) {
    (calculator.sheet().find_outcome(key).unwrap_or_else(|| panic!("no result {key}")).node, 0)
}

/// A workbook as it begins, with a second scenario that changes nothing yet.
pub fn two_scenarios() -> Workbook {
    let other = Scenario { id: OTHER, name: "other".to_owned(), ..Scenario::default() };
    Workbook { scenarios: Rc::new(vec![other]), ..Workbook::default() }
}

/// Puts figures into fields in a scenario.
pub fn set(workbook: &mut Workbook, scenario: ScenarioId, calculator: &Calculator, figures: &[(Place, Option<f64>)]) {
    let mut kept = (*workbook.kept_in(calculator, scenario)).clone();
    for (place, figure) in figures {
        kept.set(*place, *figure, None);
    }
    workbook.put(calculator, scenario, kept);
}

/// Puts figures into fields by their names.
pub fn set_by_path(workbook: &mut Workbook, scenario: ScenarioId, calculator: &Calculator, figures: &[(&str, f64)]) {
    let figures: Vec<_> = figures.iter().map(|(path, figure)| (place(calculator, path), Some(*figure))).collect();
    set(workbook, scenario, calculator, &figures);
}

/// Makes a link that can be made.
pub fn link(workbook: &mut Workbook, to: (&'static Calculator, Place), from: Link) {
    links::check(workbook, to.0, to.1, from).unwrap_or_else(|no| panic!("{no:?}"));
    let mut kept = (*workbook.base(to.0)).clone();
    kept.links.insert(to.1, from);
    workbook.put(to.0, BASE, kept);
}

/// A workbook with thrown figures in every calculator (half of them keep their preset, which has all results) and some
/// links; its second scenario changes nothing yet.
pub fn thrown_workbook(dice: &mut impl Iterator<Item = u32>, reach: Reach) -> Workbook {
    let mut workbook = two_scenarios();
    let mut next = || dice.next().unwrap_or_default() as usize;
    for calculator in calculators::loaded() {
        let count = next();
        let dice: Vec<u32> = (0..count / 2 % 100).map(|_| next() as u32).collect();
        if count.is_multiple_of(2) {
            continue;
        }
        let mut kept = (*workbook.base(calculator)).clone();
        kept.inputs = thrown(calculator.sheet(), &dice, reach);
        workbook.put(calculator, BASE, kept);
    }
    for calculator in calculators::loaded() {
        let all: Vec<Place> = places(&workbook.base(calculator).inputs).collect();
        let first = next() % all.len();
        let offers = |to: &Place| links::offers(&workbook, calculator, *to);
        let to = all.iter().cycle().skip(first).take(all.len()).find(|to| !offers(to).is_empty());
        let offer = to.and_then(|to| Some((*to, *offers(to).get(next() % offers(to).len())?)));
        if let Some((to, from)) = offer.filter(|(to, from)| links::check(&workbook, calculator, *to, *from).is_ok()) {
            link(&mut workbook, (calculator, to), from);
        }
    }
    workbook
}

/// A figure of a number that a calculator gives; one that has a value in the base, if any has.
pub fn some_figure(workbook: &Workbook, calculator: &'static Calculator, die: u32) -> (NodeId, usize) {
    let chain = Chain::of(workbook, BASE, calculator);
    let figures = &chain.parts()[0].evaluation;
    let numbers = calculator.sheet().outcomes.iter().filter(|outcome| matches!(outcome.kind, OutcomeKind::Number));
    let all: Vec<(NodeId, usize)> =
        numbers.flat_map(|of| (0..figures.count(of.node)).map(move |cell| (of.node, cell))).collect();
    let first = die as usize % all.len();
    let valued =
        all.iter().cycle().skip(first).take(all.len()).find(|(node, cell)| figures.value(*node, *cell).is_some());
    *valued.unwrap_or(&all[first])
}

/// Changes a few fields in the second scenario, here or further up: mostly such as move a figure, one or two that may not.
pub fn change_some(
    workbook: &mut Workbook,
    (calculator, at): (&'static Calculator, (NodeId, usize)),
    dice: &mut impl Iterator<Item = u32>,
    reach: Reach,
) {
    let mut next = || dice.next().unwrap_or_default();
    let cells = (next() % 4 > 0).then(|| vec![at.0]);
    let mut chain = Chain::toward(workbook, BASE, [(calculator, cells)], 1);
    let figure_of = |chain: &mut Chain| {
        chain.run();
        chain.value(At { part: 0, node: at.0, cell: at.1 })
    };
    let before = figure_of(&mut chain);
    let mut still = 1 + next() % 2;
    for _ in 0..12 {
        let number = next() as usize % chain.parts().len();
        let part = &chain.parts()[number];
        let (sheet, calculator) = (part.sheet(), part.calculator);
        let needed = |at: &Place| sheet.input(at.0).node.is_some_and(|node| chain.needs(number, node));
        let all: Vec<Place> = places(&part.kept.inputs).filter(needed).collect();
        let Some(to) = all.get(next() as usize % all.len().max(1)).copied() else { continue };
        let now = part.kept.figure(to);
        let then = figure(&sheet.input(to.0).kind, now, next(), reach);
        let field = At { part: number, node: sheet.input(to.0).node.unwrap(), cell: to.1 };
        chain.lanes_mut(field)[0] = then.unwrap_or(f64::NAN);
        let moves = figure_of(&mut chain) != before;
        chain.lanes_mut(field)[0] = now.unwrap_or(f64::NAN);
        if moves || still > 0 {
            still -= u32::from(!moves);
            set(workbook, OTHER, calculator, &[(to, then)]);
        }
    }
}

/// Every calculator with thrown inputs, and one entry in each that was not understood.
pub fn thrown_everywhere(dice: &[u32], wrong: &str) -> Workbook {
    let mut workbook = Workbook::default();
    for calculator in calculators::loaded() {
        let mut kept = Kept::new(thrown(calculator.sheet(), dice, Reach::Within));
        let field = kept.inputs.ids().find(|id| !kept.inputs.figures(*id).is_empty()).unwrap();
        kept.drafts.insert((field, 0), wrong.to_owned());
        workbook.calculators.insert(calculator.id, Rc::new(kept));
    }
    workbook
}
