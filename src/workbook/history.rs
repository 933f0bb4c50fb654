//! What was done, step by step: to be undone, done again, listed, and kept across visits.

use std::cell::OnceCell;
use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::contents::{BASE, Kept, ScenarioId, Workbook};
use super::fields::{self, Place};
use super::saved;
use crate::calculators;

/// So many steps can be undone.
pub const DEEPEST: usize = 500;

const FORMAT: &str = "sales-workbench-history";

/// What kind of thing was done. The words are the catalogue's: `did.KEY`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Typed,
    Named,
    RowAdded,
    RowRemoved,
    RowMoved,
    Pasted,
    Imported,
    Example,
    Preset,
    Ranged,
    Linked,
    Cut,
    ScenarioAdded,
    ScenarioNamed,
    ScenarioMoved,
    ScenarioRemoved,
    Correlated,
    Seeded,
    Sought,
    Opened,
    Asked,
}

impl What {
    /// Everything that can be done.
    pub const ALL: [Self; 21] = [
        Self::Typed,
        Self::Named,
        Self::RowAdded,
        Self::RowRemoved,
        Self::RowMoved,
        Self::Pasted,
        Self::Imported,
        Self::Example,
        Self::Preset,
        Self::Ranged,
        Self::Linked,
        Self::Cut,
        Self::ScenarioAdded,
        Self::ScenarioNamed,
        Self::ScenarioMoved,
        Self::ScenarioRemoved,
        Self::Correlated,
        Self::Seeded,
        Self::Sought,
        Self::Opened,
        Self::Asked,
    ];

    /// The name in files and catalogues.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Typed => "typed",
            Self::Named => "named",
            Self::RowAdded => "row_added",
            Self::RowRemoved => "row_removed",
            Self::RowMoved => "row_moved",
            Self::Pasted => "pasted",
            Self::Imported => "imported",
            Self::Example => "example",
            Self::Preset => "preset",
            Self::Ranged => "ranged",
            Self::Linked => "linked",
            Self::Cut => "cut",
            Self::ScenarioAdded => "scenario_added",
            Self::ScenarioNamed => "scenario_named",
            Self::ScenarioMoved => "scenario_moved",
            Self::ScenarioRemoved => "scenario_removed",
            Self::Correlated => "correlated",
            Self::Seeded => "seeded",
            Self::Sought => "sought",
            Self::Opened => "opened",
            Self::Asked => "asked",
        }
    }
}

/// What was done, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Did {
    pub what: What,
    pub calculator: Option<&'static str>,
    pub place: Option<Place>,
    /// The scenario on the screen at the time.
    pub scenario: ScenarioId,
    /// The name of what it was done to, where that is no field.
    pub name: String,
}

impl Did {
    /// Something done to the workbook as a whole.
    #[must_use]
    pub const fn new(what: What) -> Self {
        Self { what, calculator: None, place: None, scenario: BASE, name: String::new() }
    }

    /// Something done to a calculator.
    #[must_use]
    pub fn to(what: What, calculator: &'static str) -> Self {
        Self { calculator: Some(calculator), ..Self::new(what) }
    }

    /// Something done to a field.
    #[must_use]
    pub fn at(what: What, calculator: &'static str, place: Place) -> Self {
        Self { place: Some(place), ..Self::to(what, calculator) }
    }

    /// Something done to what bears a name.
    #[must_use]
    pub fn of(what: What, name: String) -> Self {
        Self { name, ..Self::new(what) }
    }
}

/// A step with the workbook on its far side: before it for what can be undone, after it for what can be done again.
#[derive(Clone, Debug)]
pub struct Step {
    pub did: Did,
    pub workbook: Workbook,
    /// The step as kept, once no later change can alter what it differs from.
    written: OnceCell<Rc<str>>,
}

impl PartialEq for Step {
    fn eq(&self, other: &Self) -> bool {
        self.did == other.did && self.workbook == other.workbook
    }
}

/// What was done up to now, and what was undone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    past: Vec<Rc<Step>>,
    future: Vec<Rc<Step>>,
}

impl History {
    /// The steps that can be undone, the last one last.
    #[must_use]
    pub fn past(&self) -> &[Rc<Step>] {
        &self.past
    }

    /// The steps that can be done again, the next one last.
    #[must_use]
    pub fn future(&self) -> &[Rc<Step>] {
        &self.future
    }

    /// Notes what is done now, with the workbook before it.
    pub fn add(&mut self, did: Did, before: Workbook) {
        self.past.push(Rc::new(Step { did, workbook: before, written: OnceCell::new() }));
        if self.past.len() > DEEPEST {
            self.past.remove(0);
        }
    }

    /// What was undone can be done again no longer.
    pub fn forget_future(&mut self) {
        self.future.clear();
    }

    /// The workbook before the last step.
    #[must_use]
    pub fn before_last(&self) -> Option<&Workbook> {
        self.past.last().map(|step| &step.workbook)
    }

    /// Takes the last step back; the workbook before it, and what was undone.
    pub fn undo(&mut self, now: &Workbook) -> Option<(Workbook, Did)> {
        let step = self.past.pop()?;
        self.future.push(far_side(&step, now));
        Some((step.workbook.clone(), step.did.clone()))
    }

    /// Does the last undone step again.
    pub fn redo(&mut self, now: &Workbook) -> Option<(Workbook, Did)> {
        let step = self.future.pop()?;
        self.past.push(far_side(&step, now));
        Some((step.workbook.clone(), step.did.clone()))
    }

    /// Changes the workbook of every step alike.
    pub fn each(&mut self, change: impl Fn(&mut Workbook)) {
        for step in self.past.iter_mut().chain(&mut self.future) {
            let step = Rc::make_mut(step);
            step.written = OnceCell::new();
            change(&mut step.workbook);
        }
    }

    /// The history as kept: of each step what differs from the workbook on its near side. `work` is the text kept of the
    /// workbook itself: a history is opened only beside the very work it belongs to.
    #[must_use]
    pub fn write(&self, now: &Workbook, work: &str) -> String {
        let body = format!(r#"{{"past":[{}],"future":[{}]}}"#, chained(&self.past, now), chained(&self.future, now));
        let of = saved::checksum(work);
        format!(
            r#"{{"format":"{FORMAT}","version":1,"of":"{of}","check":"{}","steps":{body}}}"#,
            saved::checksum(&body)
        )
    }

    /// Reads what `write` wrote beside this work; nothing if it belongs to other work or was damaged.
    #[must_use]
    pub fn read(text: &str, now: &Workbook, work: &str) -> Option<Self> {
        let body = saved::checked(text, r#""steps":"#)?;
        let head = text.get(..text.len() - body.len())?;
        let ours = head.contains(&format!(r#""format":"{FORMAT}","version":1,"of":"{}""#, saved::checksum(work)));
        let steps: Value = serde_json::from_str(body).ok().filter(|_| ours)?;
        Some(Self { past: unchained(&steps["past"], now), future: unchained(&steps["future"], now) })
    }
}

fn far_side(step: &Step, now: &Workbook) -> Rc<Step> {
    Rc::new(Step { did: step.did.clone(), workbook: now.clone(), written: OnceCell::new() })
}

/// Steps one after the other, the one nearest to now first.
fn chained(steps: &[Rc<Step>], now: &Workbook) -> String {
    let mut near = now;
    let mut all = Vec::with_capacity(steps.len());
    for (place, step) in steps.iter().rev().enumerate() {
        let write = || Rc::from(write_step(step, near).to_string());
        // What differs from now may still change.
        let text: Rc<str> = if place == 0 { write() } else { step.written.get_or_init(write).clone() };
        all.push(text);
        near = &step.workbook;
    }
    all.join(",")
}

fn unchained(steps: &Value, now: &Workbook) -> Vec<Rc<Step>> {
    let mut near = now.clone();
    let mut all = Vec::new();
    for value in steps.as_array().into_iter().flatten().take(DEEPEST) {
        let Some(step) = read_step(value, &near) else { break };
        near = step.workbook.clone();
        all.push(Rc::new(step));
    }
    all.reverse();
    all
}

fn write_step(step: &Step, near: &Workbook) -> Value {
    let far = &step.workbook;
    let mut parts = Map::new();
    let ids = far.calculators.keys().chain(near.calculators.keys());
    for id in ids {
        let (there, here) = (far.calculators.get(id), near.calculators.get(id));
        let same = match (there, here) {
            (Some(there), Some(here)) => Rc::ptr_eq(there, here) || there == here,
            (None, None) => true,
            _ => false,
        };
        if let (false, Some(calculator)) = (same, calculators::find(id)) {
            let value = there.map_or(Value::Null, |kept| Value::Object(saved::write_kept(calculator, kept)));
            parts.insert((*id).to_owned(), value);
        }
    }
    let did = &step.did;
    let field = did.calculator.and_then(calculators::find).zip(did.place);
    let field = field.map(|(calculator, place)| fields::name(calculator.sheet(), place));
    let mut value = json!({
        "did": did.what.key(), "calculator": did.calculator, "field": field, "scenario": did.scenario,
        "name": did.name, "calculators": parts,
    });
    if far.scenarios != near.scenarios {
        value["scenarios"] = saved::write_scenarios(&far.scenarios);
    }
    if far.correlations != near.correlations {
        value["correlations"] = saved::write_correlations(&far.correlations);
    }
    if far.seed != near.seed {
        value["seed"] = json!(far.seed);
    }
    if far.change != near.change {
        value["change"] = saved::write_change(far.change);
    }
    value
}

fn read_step(value: &Value, near: &Workbook) -> Option<Step> {
    let what = What::ALL.into_iter().find(|what| value["did"] == what.key())?;
    let calculator = value["calculator"].as_str().and_then(calculators::find);
    let place =
        calculator.zip(value["field"].as_str()).and_then(|(calculator, name)| fields::named(calculator.sheet(), name));
    let mut workbook = near.clone();
    let mut given_up = Vec::new();
    for (id, part) in value["calculators"].as_object()? {
        let calculator = calculators::find(id)?;
        if part.is_null() {
            workbook.calculators.remove(calculator.id);
        } else {
            let kept: Kept = saved::read_kept(calculator, part, &mut given_up);
            workbook.calculators.insert(calculator.id, Rc::new(kept));
        }
    }
    saved::read_rest(&mut workbook, value, &mut given_up);
    let did = Did {
        what,
        calculator: calculator.map(|calculator| calculator.id),
        place,
        scenario: value["scenario"].as_u64().and_then(|id| ScenarioId::try_from(id).ok()).unwrap_or(BASE),
        name: value["name"].as_str().unwrap_or_default().to_owned(),
    };
    given_up.is_empty().then(|| Step { did, workbook, written: OnceCell::new() })
}
