//! A workbook: each calculator's inputs with their ranges and links, and the scenarios, each of which holds only what differs.
//!
//! Rows, their names and links are the same in every scenario; figures, choices and ranges may differ.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::fields::{FieldId, Fields, Place};
use crate::calculators;
use crate::engine::{Calculator, InputSet, NodeId, Range, RowOrder, Sheet};

/// A result of another calculator that feeds an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    pub calculator: &'static str,
    pub node: NodeId,
    pub cell: usize,
}

/// A calculator's inputs: complete where readable, with the raw text of entries that could not be understood, the ranges of
/// what is uncertain, and the links that feed inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    pub inputs: InputSet,
    /// Wrong entries by field, as typed.
    pub drafts: Fields<String>,
    pub ranges: Fields<Range>,
    pub links: Fields<Link>,
}

impl Kept {
    /// Inputs alone.
    #[must_use]
    pub fn new(inputs: InputSet) -> Self {
        Self { inputs, drafts: Fields::default(), ranges: Fields::default(), links: Fields::default() }
    }

    /// The preset of a sheet, with nothing uncertain and nothing linked.
    #[must_use]
    pub fn preset(sheet: &Sheet) -> Self {
        Self::new(InputSet::preset(sheet))
    }

    /// The figure of a field.
    #[must_use]
    pub fn figure(&self, (input, cell): Place) -> Option<f64> {
        self.inputs.figures(input).get(cell).copied().flatten()
    }

    /// Sets a field to a figure, certain or with a range; what was typed wrongly there is forgotten.
    pub fn set(&mut self, place: Place, figure: Option<f64>, range: Option<Range>) {
        self.inputs.set_figure(place.0, place.1, figure);
        self.drafts.remove(place);
        match range {
            Some(range) => drop(self.ranges.insert(place, range)),
            None => drop(self.ranges.remove(place)),
        }
    }

    fn follow(&mut self, sheet: &Sheet, order: &RowOrder) {
        self.drafts.follow(sheet, order);
        self.ranges.follow(sheet, order);
        self.links.follow(sheet, order);
    }
}

/// What a scenario changes in one calculator.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Variant {
    pub figures: Fields<Option<f64>>,
    /// A range of its own, or none where the base has one.
    pub ranges: Fields<Option<Range>>,
    pub drafts: Fields<String>,
}

impl Variant {
    /// Whether nothing is changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.figures.is_empty() && self.ranges.is_empty() && self.drafts.is_empty()
    }

    /// What differs between the base and what is in a scenario.
    fn between(base: &Kept, standing: &Kept) -> Self {
        let mut variant = Self { drafts: standing.drafts.clone(), ..Self::default() };
        for place in places(&standing.inputs) {
            let figure = standing.figure(place);
            if figure != base.figure(place) {
                variant.figures.insert(place, figure);
            }
            let range = standing.ranges.get(place).copied();
            if range != base.ranges.get(place).copied() {
                variant.ranges.insert(place, range);
            }
        }
        variant
    }

    fn over(&self, base: &Kept) -> Kept {
        let mut kept = Kept { drafts: self.drafts.clone(), ..base.clone() };
        for ((input, cell), figure) in self.figures.iter() {
            kept.inputs.set_figure(input, cell, *figure);
        }
        for (place, range) in self.ranges.iter() {
            match range {
                Some(range) => drop(kept.ranges.insert(place, *range)),
                None => drop(kept.ranges.remove(place)),
            }
        }
        kept
    }

    fn follow(&mut self, sheet: &Sheet, order: &RowOrder) {
        self.figures.follow(sheet, order);
        self.ranges.follow(sheet, order);
        self.drafts.follow(sheet, order);
    }
}

/// Every field of an input set that holds a figure.
pub fn places(inputs: &InputSet) -> impl Iterator<Item = Place> {
    inputs.ids().flat_map(|id| (0..inputs.figures(id).len()).map(move |cell| (id, cell)))
}

/// The number of a scenario; the base is 0.
pub type ScenarioId = u32;

/// The scenario from which all others differ.
pub const BASE: ScenarioId = 0;

/// What else might be: a name, and what differs from the base.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenario {
    pub id: ScenarioId,
    /// As the person called it; one beginning with `@` is a key of the catalogue.
    pub name: String,
    pub variants: BTreeMap<&'static str, Variant>,
    /// What it changes in calculators that this release does not know: written back as it is.
    pub unknown: Map<String, Value>,
}

/// Two uncertain inputs that rise and fall together, or against each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlation {
    pub first: (&'static str, Place),
    pub second: (&'static str, Place),
    pub value: f64,
}

/// A figure that might be in a field instead.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    pub field: FieldId,
    pub figure: f64,
}

/// The seed of a new workbook.
pub const FIRST_SEED: u64 = 1;

/// All that a person works on together.
#[derive(Clone, Debug, PartialEq)]
pub struct Workbook {
    /// The calculators that were touched.
    pub calculators: BTreeMap<&'static str, Rc<Kept>>,
    pub scenarios: Rc<Vec<Scenario>>,
    pub correlations: Rc<Vec<Correlation>>,
    /// Everyone with this seed draws the same figures.
    pub seed: u64,
    /// The change whose effects are asked about.
    pub change: Option<Change>,
}

impl Default for Workbook {
    fn default() -> Self {
        Self {
            calculators: BTreeMap::new(),
            scenarios: Rc::default(),
            correlations: Rc::default(),
            seed: FIRST_SEED,
            change: None,
        }
    }
}

impl Workbook {
    /// A calculator's inputs in the base: the person's, or the preset.
    #[must_use]
    pub fn base(&self, calculator: &Calculator) -> Rc<Kept> {
        self.calculators.get(calculator.id).cloned().unwrap_or_else(|| Rc::new(Kept::preset(calculator.sheet())))
    }

    /// The scenario of this number; none for the base and for one that is gone.
    #[must_use]
    pub fn scenario(&self, id: ScenarioId) -> Option<&Scenario> {
        self.scenarios.iter().find(|scenario| scenario.id == id)
    }

    /// What a scenario changes in a calculator.
    #[must_use]
    pub fn variant(&self, calculator: &Calculator, scenario: ScenarioId) -> Option<&Variant> {
        self.scenario(scenario)?.variants.get(calculator.id)
    }

    /// A calculator's inputs as they are in a scenario. What a link feeds is not filled in: see `Chain`.
    #[must_use]
    pub fn kept_in(&self, calculator: &Calculator, scenario: ScenarioId) -> Rc<Kept> {
        let base = self.base(calculator);
        if scenario == BASE {
            return base;
        }
        match self.variant(calculator, scenario) {
            Some(variant) => Rc::new(variant.over(&base)),
            // Wrong entries are those of the scenario in which they were typed.
            None if base.drafts.is_empty() => base,
            None => Rc::new(Variant::default().over(&base)),
        }
    }

    /// Keeps a calculator's inputs as they are to be in a scenario: the base as a whole, another as what differs. Names and
    /// links always go to the base.
    pub fn put(&mut self, calculator: &Calculator, scenario: ScenarioId, kept: Kept) {
        let id = calculator.id;
        if scenario == BASE || self.scenario(scenario).is_none() {
            self.calculators.insert(id, Rc::new(kept));
            return;
        }
        let mut base = (*self.base(calculator)).clone();
        let variant = Variant::between(&base, &kept);
        let before = base.clone();
        base.inputs.take_names(&kept.inputs);
        base.links = kept.links;
        if base != before {
            self.calculators.insert(id, Rc::new(base));
        }
        let scenarios = Rc::make_mut(&mut self.scenarios);
        if let Some(scenario) = scenarios.iter_mut().find(|other| other.id == scenario) {
            if variant.is_empty() {
                scenario.variants.remove(id);
            } else {
                scenario.variants.insert(id, variant);
            }
        }
    }

    /// Changes the rows of a table, in every scenario at once; what is in its fields, and what its results feed, moves
    /// along.
    pub fn change_rows(
        &mut self,
        calculator: &'static Calculator,
        change: impl FnOnce(&Sheet, &mut InputSet) -> Option<RowOrder>,
    ) {
        let sheet = calculator.sheet();
        let mut kept = (*self.base(calculator)).clone();
        let Some(order) = change(sheet, &mut kept.inputs) else { return };
        kept.follow(sheet, &order);
        self.calculators.insert(calculator.id, Rc::new(kept));
        if self.scenarios.iter().any(|scenario| scenario.variants.contains_key(calculator.id)) {
            for scenario in Rc::make_mut(&mut self.scenarios) {
                if let Some(variant) = scenario.variants.get_mut(calculator.id) {
                    variant.follow(sheet, &order);
                }
                scenario.variants.retain(|_, variant| !variant.is_empty());
            }
        }
        self.follow_links(calculator, &order);
        self.follow_fields(calculator, &order);
    }

    /// A link from a row goes with the row, and is cut where the row is gone.
    fn follow_links(&mut self, calculator: &Calculator, order: &RowOrder) {
        let sheet = calculator.sheet();
        let moves =
            |link: &Link| link.calculator == calculator.id && sheet.node(link.node).axes.0.contains(&order.table);
        for kept in self.calculators.values_mut() {
            if !kept.links.iter().any(|(_, link)| moves(link)) {
                continue;
            }
            let links = kept.links.iter().filter_map(|(place, link)| {
                if !moves(link) {
                    return Some((place, *link));
                }
                let cell = order.cells(&sheet.node(link.node).axes).iter().position(|from| *from == Some(link.cell))?;
                Some((place, Link { cell, ..*link }))
            });
            let links = links.collect();
            Rc::make_mut(kept).links = links;
        }
    }

    fn follow_fields(&mut self, calculator: &Calculator, order: &RowOrder) {
        let sheet = calculator.sheet();
        let moved = |(id, (input, cell)): (&'static str, Place)| {
            let axes = &sheet.inputs.get(input.index())?.axes;
            if id != calculator.id || !axes.0.contains(&order.table) {
                return Some((id, (input, cell)));
            }
            let cell = order.cells(axes).iter().position(|from| *from == Some(cell))?;
            Some((id, (input, cell)))
        };
        let all = self.correlations.iter().filter_map(|correlation| {
            Some(Correlation { first: moved(correlation.first)?, second: moved(correlation.second)?, ..*correlation })
        });
        let all: Vec<Correlation> = all.collect();
        if all != *self.correlations {
            self.correlations = Rc::new(all);
        }
        self.change = self.change.and_then(|change| {
            let (id, place) = moved((change.field.calculator, change.field.place()))?;
            Some(Change { field: FieldId::new(id, place), ..change })
        });
    }

    /// Replaces a calculator's inputs by others: an example, the preset. Scenarios have nothing left to differ in.
    pub fn replace(&mut self, calculator: &'static Calculator, kept: Kept) {
        self.calculators.insert(calculator.id, Rc::new(kept));
        if self.scenarios.iter().any(|scenario| scenario.variants.contains_key(calculator.id)) {
            for scenario in Rc::make_mut(&mut self.scenarios) {
                scenario.variants.remove(calculator.id);
            }
        }
        let fits = |link: &Link| {
            link.calculator != calculator.id || {
                let rows = self.base(calculator);
                link.cell < calculator.sheet().node(link.node).axes.len(rows.inputs.rows())
            }
        };
        let cut: Vec<(&'static str, Place)> = self
            .calculators
            .iter()
            .flat_map(|(id, kept)| kept.links.iter().map(move |(place, link)| (*id, place, link)))
            .filter(|(_, _, link)| !fits(link))
            .map(|(id, place, _)| (id, place))
            .collect();
        for (id, place) in cut {
            if let Some(kept) = self.calculators.get_mut(id) {
                Rc::make_mut(kept).links.remove(place);
            }
        }
        let base = self.base(calculator);
        let there =
            |(id, (input, cell)): (&'static str, Place)| id != calculator.id || cell < base.inputs.figures(input).len();
        if !self.correlations.iter().all(|one| there(one.first) && there(one.second)) {
            Rc::make_mut(&mut self.correlations).retain(|one| there(one.first) && there(one.second));
        }
        self.change = self.change.filter(|change| there((change.field.calculator, change.field.place())));
    }

    /// Feeds a field by a result, in every scenario: what stood in the field gives way.
    pub fn link(&mut self, calculator: &'static Calculator, place: Place, link: Link) {
        let mut kept = (*self.base(calculator)).clone();
        kept.ranges.remove(place);
        kept.drafts.remove(place);
        kept.links.insert(place, link);
        self.calculators.insert(calculator.id, Rc::new(kept));
        if self.scenarios.iter().any(|scenario| scenario.variants.contains_key(calculator.id)) {
            for scenario in Rc::make_mut(&mut self.scenarios) {
                if let Some(variant) = scenario.variants.get_mut(calculator.id) {
                    variant.figures.remove(place);
                    variant.ranges.remove(place);
                    variant.drafts.remove(place);
                }
                scenario.variants.retain(|_, variant| !variant.is_empty());
            }
        }
    }

    /// The same workbook without entries that could not be understood.
    #[must_use]
    pub fn without_drafts(&self) -> Self {
        let mut workbook = self.clone();
        for kept in workbook.calculators.values_mut().filter(|kept| !kept.drafts.is_empty()) {
            Rc::make_mut(kept).drafts.clear();
        }
        let typed = |scenario: &Scenario| scenario.variants.values().any(|variant| !variant.drafts.is_empty());
        if workbook.scenarios.iter().any(typed) {
            for variant in Rc::make_mut(&mut workbook.scenarios).iter_mut().flat_map(|one| one.variants.values_mut()) {
                variant.drafts.clear();
            }
        }
        workbook
    }

    /// Whether any input is uncertain, in any scenario.
    #[must_use]
    pub fn has_ranges(&self) -> bool {
        self.calculators.values().any(|kept| !kept.ranges.is_empty())
            || self.scenarios.iter().flat_map(|one| one.variants.values()).any(|variant| !variant.ranges.is_empty())
    }

    /// Every link: the calculator and field it feeds, and where from.
    pub fn links(&self) -> impl Iterator<Item = (&'static Calculator, Place, Link)> {
        self.calculators
            .iter()
            .filter_map(|(id, kept)| Some((calculators::find(id)?, kept)))
            .flat_map(|(calculator, kept)| kept.links.iter().map(move |(place, link)| (calculator, place, *link)))
    }

    /// A number that no scenario has.
    #[must_use]
    pub fn free_id(&self) -> ScenarioId {
        self.scenarios.iter().map(|scenario| scenario.id).max().unwrap_or(BASE) + 1
    }
}
