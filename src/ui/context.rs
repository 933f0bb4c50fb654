//! What every part of the page is drawn from: the state, and one calculator with the person's figures.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use yew::prelude::*;

use crate::calculators;
use crate::engine::{Calculator, Evaluation, InputId, NodeId};
use crate::presentation::entry::{self, Wrong};
use crate::presentation::labels::{APP, Labels};
use crate::state::{Action, State};
use crate::text::Formatter;
use crate::workbook::chain::Chain;
use crate::workbook::contents::{BASE, Kept};
use crate::workbook::fields::{self, FieldId, Place};

/// What every part of the page is drawn from.
#[derive(Clone)]
pub struct App {
    pub state: Rc<State>,
    pub act: Callback<Action>,
    pub formatter: Rc<dyn Formatter>,
}

impl PartialEq for App {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.state, &other.state)
    }
}

/// The page as it is now, for parts that are drawn from an earlier one until the first figures are painted.
#[derive(Clone, PartialEq)]
pub struct Now(pub App);

impl App {
    /// The app's own words of a key; a missing key shows itself.
    pub fn word(&self, key: &str) -> String {
        self.state.words.get(APP, key).unwrap_or(key).to_owned()
    }

    /// A calculator's words of a key.
    pub fn calculator_word(&self, id: &str, key: &str) -> String {
        self.state.words.get(id, key).unwrap_or(key).to_owned()
    }
}

/// Carries out the actions that it knows.
pub type Reduce = fn(&State, &Action) -> Option<State>;

thread_local! {
    static CALCULATOR: Cell<Option<Reduce>> = const { Cell::new(None) };
    static WHOLE: Cell<Option<Reduce>> = const { Cell::new(None) };
}

/// From now on this carries out what concerns a calculator.
pub fn reduce_calculator_with(reduce: Reduce) {
    CALCULATOR.set(Some(reduce));
}

/// From now on this carries out what concerns a workbook as a whole.
pub fn reduce_whole_with(reduce: Reduce) {
    WHOLE.set(Some(reduce));
}

/// A state with what can be done to it. The page has one; a view inside another page has its own beside it.
#[derive(Clone, PartialEq)]
pub struct Store(pub Rc<State>);

impl Reducible for Store {
    type Action = Action;
    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let all = [Some(State::reduce_without_workbook as Reduce), CALCULATOR.get(), WHOLE.get()];
        let next = all.into_iter().flatten().find_map(|reduce| reduce(&self.0, &action));
        next.map_or(self, |next| Rc::new(Self(Rc::new(next))))
    }
}

/// One calculator with the person's figures, as every part of its page needs it.
pub struct Context<'a> {
    pub app: &'a App,
    pub calculator: &'static Calculator,
    pub kept: &'a Kept,
    pub labels: &'a Labels<'a>,
    pub evaluation: &'a Evaluation<'static>,
    /// The calculator, part 0, with all that feeds it.
    pub chain: &'a Chain,
    /// What is in the base, where another scenario is on the screen.
    pub base: Option<&'a Kept>,
}

impl Context<'_> {
    /// The fields whose entries do not stand, in the order of the form, with what is wrong.
    pub fn wrong_entries(&self) -> Vec<(InputId, usize, Wrong)> {
        let (sheet, settings) = (self.calculator.sheet(), self.app.state.settings);
        let wrong = self.kept.drafts.iter().filter_map(|((input, cell), text)| {
            let problem = entry::read(sheet, input, text, settings, self.kept.ranges.get((input, cell))).err()?;
            Some((input, cell, problem))
        });
        wrong.collect()
    }

    /// The text that is in a field, where it is not simply its figure.
    pub fn draft(&self, input: InputId, cell: usize) -> Option<&str> {
        self.kept.drafts.get((input, cell)).map(String::as_str)
    }

    /// One of the calculator's fields.
    pub const fn field(&self, input: InputId, cell: usize) -> FieldId {
        FieldId { calculator: self.calculator.id, input, cell }
    }

    /// The id of a field's element.
    pub fn field_id(&self, input: InputId, cell: usize) -> String {
        field_id(self.calculator, (input, cell))
    }
}

/// Speaks of a calculator with these inputs.
pub fn labels<'a>(app: &'a App, calculator: &'static Calculator, kept: &'a Kept) -> Labels<'a> {
    Labels {
        words: &app.state.words,
        section: calculator.id,
        sheet: calculator.sheet(),
        inputs: &kept.inputs,
        formatter: &*app.formatter,
    }
}

/// Speaks of a calculator: of its names, its rows and of figures that are handed in. What links feed is not computed for that.
pub fn with_labels<T>(app: &App, id: &str, say: impl FnOnce(&Labels) -> T) -> T
where
    T: Default,
{
    let Some(calculator) = calculators::find(id) else { return T::default() };
    let kept = app.state.workbook.kept_in(calculator, app.state.scenario);
    say(&labels(app, calculator, &kept))
}

thread_local! {
    /// The calculator that was computed last, for all parts of a page that are drawn from the same state.
    static COMPUTED: RefCell<Option<Computed>> = const { RefCell::new(None) };
}

/// A calculator as it is in a state.
struct Computed {
    state: Rc<State>,
    id: &'static str,
    chain: Rc<Chain>,
}

/// A calculator with all that feeds it.
fn computed(app: &App, calculator: &'static Calculator) -> Rc<Chain> {
    COMPUTED.with_borrow_mut(|computed| match computed {
        Some(last) if Rc::ptr_eq(&last.state, &app.state) && last.id == calculator.id => last.chain.clone(),
        _ => {
            let chain = Rc::new(Chain::of(&app.state.workbook, app.state.scenario, calculator));
            *computed = Some(Computed { state: app.state.clone(), id: calculator.id, chain: chain.clone() });
            chain
        }
    })
}

/// Does something with a calculator as it is now.
pub fn with_context<T>(app: &App, calculator: &'static Calculator, act: impl FnOnce(&Context) -> T) -> T {
    let (workbook, scenario) = (&app.state.workbook, app.state.scenario);
    let chain = computed(app, calculator);
    let kept = chain.resolved(0);
    let base: Option<Rc<Kept>> = (scenario != BASE).then(|| workbook.base(calculator));
    let labels = labels(app, calculator, &kept);
    let evaluation = &chain.parts()[0].evaluation;
    act(&Context { app, calculator, kept: &kept, labels: &labels, evaluation, chain: &chain, base: base.as_deref() })
}

/// The id of the element of a field.
pub fn field_id(calculator: &Calculator, place: Place) -> String {
    format!("field-{}", fields::name(calculator.sheet(), place).replace(['.', '[', ']'], "-"))
}

/// Whether a condition for being asked holds.
pub fn shown(context: &Context, shown_if: Option<NodeId>) -> bool {
    shown_if.is_none_or(|condition| context.evaluation.holds(condition))
}
