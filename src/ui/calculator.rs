//! The page of any calculator: the answer in sight, the inputs, the results, the reasons.

use std::rc::Rc;

use yew::prelude::*;

use super::{App, answer, form, results, table, why};
use crate::calculators;
use crate::engine::InputId;
use crate::engine::{Calculator, Evaluation, Fault, NodeId, fault};
use crate::tools::entry::{self, Wrong};
use crate::tools::saved::{self, Kept};
use crate::tools::speech::Speech;
use crate::tools::state::{Action, FieldId};

/// One calculator with the person's figures, as every part of its page needs it.
pub(super) struct Bench<'a> {
    pub app: &'a App,
    pub calculator: &'static Calculator,
    pub kept: &'a Kept,
    pub speech: &'a Speech<'a>,
    pub evaluation: &'a Evaluation<'a>,
}

/// Speaks of a calculator's figures, as they are now.
pub(super) fn spoken<T>(app: &App, id: &str, say: impl FnOnce(&Speech) -> T) -> T
where
    T: Default,
{
    let Some(calculator) = calculators::find(id) else { return T::default() };
    let kept = app.state.kept(calculator);
    say(&speech(app, calculator, &kept))
}

fn speech<'a>(app: &'a App, calculator: &'static Calculator, kept: &'a Kept) -> Speech<'a> {
    Speech {
        words: &app.state.words,
        section: calculator.id,
        sheet: calculator.sheet(),
        inputs: &kept.inputs,
        formatter: &*app.formatter,
    }
}

/// The page of a calculator.
pub(super) fn page(app: &App, calculator: &'static Calculator) -> Html {
    let kept: Rc<Kept> = app.state.kept(calculator);
    let sheet = calculator.sheet();
    let evaluation = Evaluation::of(sheet, &kept.inputs);
    let speech = speech(app, calculator, &kept);
    let bench = Bench { app, calculator, kept: &kept, speech: &speech, evaluation: &evaluation };
    let wrong = bench.wrong_entries();
    html! {
        <main id="main" class="calculator" tabindex="-1" data-calculator={calculator.id} key={calculator.id}>
            <div class="intro">
                <p class="crumb"><a href="#/">{ app.word(&format!("area.{}", calculator.area())) }</a></p>
                <h1>{ speech.word("title") }</h1>
                <p class="question">{ speech.word("question") }</p>
            </div>
            <div class={classes!("bench", table::wants_room(&bench).then_some("roomy"))}>
                { answer::headline(&bench, !wrong.is_empty()) }
                { form::form(&bench, &wrong) }
                <div class="answer">
                    { answer::rest(&bench) }
                    { why::section(&bench) }
                    { results::section(&bench) }
                </div>
            </div>
            { reading(&bench) }
            { examples(&bench) }
        </main>
    }
}

impl Bench<'_> {
    /// A figure that explains itself when pressed.
    pub fn figure_button(&self, node: NodeId, cell: usize, class: &'static str, text: String) -> Html {
        let act = self.app.act.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            act.emit(Action::Explain(node, cell));
            why::show();
        });
        let title = self.app.word("explain");
        html! { <button type="button" class={classes!("figure", class)} {onclick} {title} translate="no">{ text }</button> }
    }

    /// Why a figure has no value, if it has none.
    pub fn fault(&self, node: NodeId, cell: usize) -> Option<Fault> {
        fault::trace(self.evaluation, node, cell)
    }

    /// The fields whose entries do not stand, in the order of the form, with what is wrong.
    pub fn wrong_entries(&self) -> Vec<(InputId, usize, Wrong)> {
        let (sheet, settings) = (self.calculator.sheet(), self.app.state.settings);
        let mut wrong = Vec::new();
        for index in 0..sheet.inputs.len() {
            let input = InputId(index as u32);
            for cell in 0..self.kept.inputs.figures(input).len() {
                let text = self.draft(input, cell);
                let found = text.map(|text| entry::read(sheet, input, text, settings.language, settings.currency));
                if let Some(Err(problem)) = found {
                    wrong.push((input, cell, problem));
                }
            }
        }
        wrong
    }

    /// The text that stands in a field, where it is not simply its figure.
    pub fn draft(&self, input: InputId, cell: usize) -> Option<&str> {
        if self.kept.drafts.is_empty() {
            return None;
        }
        self.kept.drafts.get(&saved::field_name(self.calculator.sheet(), input, cell))?.as_str()
    }

    /// One of the calculator's fields.
    pub const fn field(&self, input: InputId, cell: usize) -> FieldId {
        FieldId { calculator: self.calculator.id, input, cell }
    }

    /// The id of a field's element.
    pub fn field_id(&self, input: InputId, cell: usize) -> String {
        format!("field-{}", saved::field_name(self.calculator.sheet(), input, cell).replace(['.', '[', ']'], "-"))
    }
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
