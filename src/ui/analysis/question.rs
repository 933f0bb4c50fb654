//! What can be asked of a figure, in one place for every calculator: why, what if, how uncertain, how else, and how to hand it on.

use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::calculator::Bench;
use super::compare::Compare;
use super::ranges::Ranges;
use super::select::Select;
use super::what_if::WhatIf;
use super::{hand_on, shell, why};
use crate::engine::{NodeId, OutcomeKind};
use crate::tools::state::{Action, Tool};

/// The figure that is asked about: the one pressed last, otherwise the headline.
pub(super) fn subject(bench: &Bench) -> Option<(NodeId, usize)> {
    let headline = bench.calculator.sheet().headline().map(|outcome| (outcome.node, 0));
    bench.app.state.asked.filter(|(node, cell)| *cell < bench.evaluation.count(*node)).or(headline)
}

/// The section with every tool.
pub(super) fn section(bench: &Bench) -> Html {
    let Some(subject) = subject(bench) else { return Html::default() };
    let tool = bench.app.state.tool;
    html! {
        <section class="ask" aria-labelledby="question-title">
            <h2 id="question-title">{ bench.app.word("question") }</h2>
            { picker(bench, subject) }
            { tabs(bench, tool) }
            <div id="question-panel" role="tabpanel" aria-labelledby={format!("tab-{}", tool.key())} tabindex="-1">
                { panel(bench, tool, subject) }
            </div>
        </section>
    }
}

/// The results to choose from, and what is asked about now where that is none of them.
fn picker(bench: &Bench, subject: (NodeId, usize)) -> Html {
    let sheet = bench.calculator.sheet();
    let single = sheet
        .outcomes
        .iter()
        .filter(|outcome| sheet.node(outcome.node).axes.is_scalar() && super::form::shown(bench, outcome.shown_if));
    let mut all: Vec<(NodeId, usize)> = single.map(|outcome| (outcome.node, 0)).collect();
    if !all.contains(&subject) {
        all.push(subject);
    }
    let options = all.iter().map(|(node, cell)| ("", bench.speech.label_of_figure(*node, *cell))).collect::<Vec<_>>();
    let current = all.iter().position(|one| *one == subject);
    let act = bench.app.act.clone();
    let choose = Callback::from(move |place: usize| {
        if let Some((node, cell)) = all.get(place) {
            act.emit(Action::About(*node, *cell));
        }
    });
    let figure = bench.speech.cell(bench.evaluation, subject.0, subject.1);
    html! {
        <div class="subject">
            <label for="question-subject">{ bench.app.word("question.about") }</label>
            <Select id="question-subject" {options} {current} {choose} />
            <output translate="no">{ figure }</output>
        </div>
    }
}

fn tabs(bench: &Bench, current: Tool) -> Html {
    let act = bench.app.act.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let place = Tool::ALL.iter().position(|tool| *tool == current).unwrap_or_default();
        let last = Tool::ALL.len() - 1;
        let next = match event.key().as_str() {
            "ArrowRight" => (place + 1) % Tool::ALL.len(),
            "ArrowLeft" => place.checked_sub(1).unwrap_or(last),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        act.emit(Action::Take(Tool::ALL[next]));
        shell::focus_soon(&format!("tab-{}", Tool::ALL[next].key()));
    });
    html! {
        <div class="tabs" role="tablist" aria-label={bench.app.word("question")} {onkeydown}>
            { for Tool::ALL.into_iter().map(|tool| {
                let chosen = tool == current;
                let act = bench.app.act.clone();
                let onclick = Callback::from(move |_: MouseEvent| act.emit(Action::Take(tool)));
                html! {
                    <button type="button" role="tab" id={format!("tab-{}", tool.key())} aria-selected={chosen.to_string()}
                        aria-controls="question-panel" tabindex={if chosen { "0" } else { "-1" }} {onclick}>
                        { bench.app.word(tool.key()) }
                    </button>
                }
            }) }
        </div>
    }
}

fn panel(bench: &Bench, tool: Tool, subject: (NodeId, usize)) -> Html {
    let (app, calculator) = (bench.app.clone(), bench.calculator.id);
    let key = format!("{calculator}-{}-{}", subject.0.0, subject.1);
    match tool {
        Tool::Why => why::panel(bench, subject),
        Tool::WhatIf | Tool::Ranges if !is_number(bench, subject.0) => {
            html! { <p class="hint">{ app.word("question.no_number") }</p> }
        }
        Tool::WhatIf => html! { <WhatIf {key} {app} {calculator} {subject} /> },
        Tool::Ranges => html! { <Ranges {key} {app} {calculator} {subject} /> },
        Tool::Compare => html! { <Compare {key} {app} {calculator} {subject} /> },
        Tool::HandOn => hand_on::panel(bench),
    }
}

/// Whether a figure is a number, not a word or the name of a row.
fn is_number(bench: &Bench, node: NodeId) -> bool {
    let outcome = bench.calculator.sheet().outcomes.iter().find(|outcome| outcome.node == node);
    outcome.is_none_or(|outcome| matches!(outcome.kind, OutcomeKind::Number))
        && super::naming::input_of(bench.calculator, node).is_none()
}

/// The value of the field an event comes from.
pub(super) fn typed(event: &InputEvent) -> Option<String> {
    let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    input.map(|input| input.value())
}
