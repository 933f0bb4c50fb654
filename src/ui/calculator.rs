//! The page of any calculator: the answer in sight, the inputs, the results, the reasons.

use std::rc::Rc;

use yew::prelude::*;

use super::{App, answer, form, question, results, scenario, table, why};
use crate::calculators;
use crate::engine::InputId;
use crate::engine::{Calculator, Evaluation, NodeId};
use crate::tools::chain::{At, Chain};
use crate::tools::entry::{self, Wrong};
use crate::tools::fields::{self, Place};
use crate::tools::speech::Speech;
use crate::tools::state::{Action, FieldId};
use crate::tools::workbook::{BASE, Kept};

/// One calculator with the person's figures, as every part of its page needs it.
pub(super) struct Bench<'a> {
    pub app: &'a App,
    pub calculator: &'static Calculator,
    pub kept: &'a Kept,
    pub speech: &'a Speech<'a>,
    pub evaluation: &'a Evaluation<'static>,
    /// The calculator, part 0, with all that feeds it.
    pub chain: &'a Chain,
    /// What stands in the base, where another scenario is on the screen.
    pub base: Option<&'a Kept>,
}

/// Speaks of a calculator: of its names, its rows and of figures that are handed in. What links feed is not computed for that.
pub(super) fn spoken<T>(app: &App, id: &str, say: impl FnOnce(&Speech) -> T) -> T
where
    T: Default,
{
    let Some(calculator) = calculators::find(id) else { return T::default() };
    let kept = app.state.workbook.standing(calculator, app.state.scenario);
    say(&speech(app, calculator, &kept))
}

/// Speaks of a calculator with these inputs.
pub(super) fn speech<'a>(app: &'a App, calculator: &'static Calculator, kept: &'a Kept) -> Speech<'a> {
    Speech {
        words: &app.state.words,
        section: calculator.id,
        sheet: calculator.sheet(),
        inputs: &kept.inputs,
        formatter: &*app.formatter,
    }
}

/// Does something with a calculator as it is now.
pub(super) fn with_bench<T>(app: &App, calculator: &'static Calculator, act: impl FnOnce(&Bench) -> T) -> T {
    let (workbook, scenario) = (&app.state.workbook, app.state.scenario);
    let chain = Chain::of(workbook, scenario, calculator);
    let kept = chain.resolved(0);
    let base: Option<Rc<Kept>> = (scenario != BASE).then(|| workbook.base(calculator));
    let speech = speech(app, calculator, &kept);
    let evaluation = &chain.parts()[0].evaluation;
    act(&Bench { app, calculator, kept: &kept, speech: &speech, evaluation, chain: &chain, base: base.as_deref() })
}

/// The page of a calculator.
pub(super) fn page(app: &App, calculator: &'static Calculator) -> Html {
    with_bench(app, calculator, content)
}

fn content(bench: &Bench) -> Html {
    let (app, calculator, speech) = (bench.app, bench.calculator, bench.speech);
    let wrong = bench.wrong_entries();
    html! {
        <main id="main" class="calculator" tabindex="-1" data-calculator={calculator.id} key={calculator.id}>
            <div class="intro">
                <p class="crumb"><a href="#/">{ app.word(&format!("area.{}", calculator.area())) }</a></p>
                <h1>{ speech.word("title") }</h1>
                <p class="question">{ speech.word("question") }</p>
                { scenario::bar(app) }
            </div>
            <div class={classes!("bench", table::wants_room(bench).then_some("roomy"))}>
                { answer::headline(bench, !wrong.is_empty()) }
                { form::form(bench, &wrong) }
                <div class="answer">
                    { answer::rest(bench) }
                    { question::section(bench) }
                    { results::section(bench) }
                </div>
            </div>
            { reading(bench) }
            { examples(bench) }
        </main>
    }
}

impl Bench<'_> {
    /// A figure that explains itself when pressed.
    pub fn figure_button(&self, node: NodeId, cell: usize, class: &'static str, text: String) -> Html {
        let act = self.app.act.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            act.emit(Action::Ask(node, cell));
            why::show();
        });
        let title = self.app.word("explain");
        html! { <button type="button" class={classes!("figure", class)} {onclick} {title} translate="no">{ text }</button> }
    }

    /// Why a figure has no value, in a sentence, if it has none; followed through links to where that began.
    pub fn fault(&self, node: NodeId, cell: usize) -> Option<String> {
        let traced = self.chain.trace(At { part: 0, node, cell })?;
        Some(super::naming::cause(self.app, self.chain, &traced))
    }

    /// The fields whose entries do not stand, in the order of the form, with what is wrong.
    pub fn wrong_entries(&self) -> Vec<(InputId, usize, Wrong)> {
        let (sheet, settings) = (self.calculator.sheet(), self.app.state.settings);
        let wrong = self.kept.drafts.iter().filter_map(|((input, cell), text)| {
            let problem = entry::read(sheet, input, text, settings, self.kept.ranges.get((input, cell))).err()?;
            Some((input, cell, problem))
        });
        wrong.collect()
    }

    /// The text that stands in a field, where it is not simply its figure.
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

/// The id of the element of a field.
pub(super) fn field_id(calculator: &Calculator, place: Place) -> String {
    format!("field-{}", fields::name(calculator.sheet(), place).replace(['.', '[', ']'], "-"))
}

fn reading(bench: &Bench) -> Html {
    html! {
        <section class="reading" aria-labelledby="reading-title">
            <h2 id="reading-title">{ bench.app.word("reading") }</h2>
            <p>{ bench.speech.word("about") }</p>
            <p class="source">{ format!("{} {}", bench.app.word("source"), bench.speech.word("source")) }</p>
        </section>
    }
}

fn examples(bench: &Bench) -> Html {
    let id = bench.calculator.id;
    let press = |action: Action| {
        let act = bench.app.act.clone();
        Callback::from(move |_: MouseEvent| {
            act.emit(action.clone());
            super::shell::focus("main");
        })
    };
    html! {
        <section class="examples" aria-labelledby="examples-title">
            <h2 id="examples-title">{ bench.app.word("examples") }</h2>
            { for bench.calculator.examples.iter().enumerate().map(|(index, example)| html! {
                <article>
                    <h3>{ bench.speech.word(&format!("example.{}.title", example.key)) }</h3>
                    <p>{ bench.speech.word(&format!("example.{}.text", example.key)) }</p>
                    <p class="source" lang="en">{ example.source }</p>
                    <button type="button" onclick={press(Action::UseExample(id, index))}>{ bench.app.word("examples.use") }</button>
                </article>
            }) }
            <button type="button" class="plain" onclick={press(Action::UsePreset(id))}>{ bench.app.word("preset.use") }</button>
        </section>
    }
}
