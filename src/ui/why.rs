//! Where a figure comes from: words, the person's own figures, the inputs behind it as links.

use yew::prelude::*;

use super::calculator::Bench;
use super::results;
use crate::engine::NodeId;
use crate::engine::sheet::Op;
use crate::tools::explain::{Explanation, explain};
use crate::tools::state::Action;

/// The place of the explanation.
const ID: &str = "why";

/// Goes to the explanation, once it is there.
pub(super) fn show() {
    gloo::timers::callback::Timeout::new(0, || super::shell::focus(ID)).forget();
}

/// The explanation of the figure last asked about; of the headline at first.
pub(super) fn section(bench: &Bench) -> Html {
    let headline = bench.calculator.sheet().headline().map(|outcome| (outcome.node, 0));
    let Some((node, cell)) = bench.app.state.explained.or(headline) else { return Html::default() };
    if cell >= bench.evaluation.count(node) {
        return Html::default();
    }
    let explanation = explain(bench.speech, bench.evaluation, node, cell);
    html! {
        <section class="why" aria-labelledby="why-title">
            <h2 id="why-title">{ bench.app.word("why") }</h2>
            <div id={ID} tabindex="-1">
                <h3>{ format!("{} = ", explanation.label) }<span translate="no">{ &explanation.figure }</span></h3>
                { formula(bench, node, cell, &explanation) }
                { rests_on(bench, &explanation) }
                { parts(bench, &explanation) }
            </div>
        </section>
    }
}

fn formula(bench: &Bench, node: NodeId, cell: usize, explanation: &Explanation) -> Html {
    if let Op::Input(input) = bench.calculator.sheet().node(node).op {
        let id = bench.field_id(input, cell);
        let onclick = Callback::from(move |_: MouseEvent| super::shell::focus(&id));
        return html! {
            <p>{ bench.app.word("why.input") }{ " " }
                <button type="button" class="link" {onclick}>{ bench.app.word("why.go") }</button></p>
        };
    }
    html! {
        <dl class="formula">
            <dt>{ bench.app.word("why.words") }</dt>
            <dd>{ &explanation.words }</dd>
            if let Some(figures) = &explanation.figures {
                <dt>{ bench.app.word("why.figures") }</dt>
                <dd translate="no">{ format!("{figures} = {}", explanation.figure) }</dd>
            }
            if let Some(fault) = bench.fault(node, cell) {
                <dt>{ bench.app.word("why.fault") }</dt>
                <dd>{ bench.speech.fault(&fault) }</dd>
            }
        </dl>
    }
}

/// The cells a figure rests on: an input leads to its field, a step to its own explanation.
fn rests_on(bench: &Bench, explanation: &Explanation) -> Html {
    const MOST: usize = 40;
    if explanation.rests_on.is_empty() {
        return Html::default();
    }
    let item = |(node, cell): (NodeId, usize)| {
        let label = bench.speech.label_of_figure(node, cell);
        let figure = bench.speech.cell(bench.evaluation, node, cell);
        let onclick = if let Op::Input(input) = bench.calculator.sheet().node(node).op {
            let id = bench.field_id(input, cell);
            Callback::from(move |_: MouseEvent| super::shell::focus(&id))
        } else {
            let act = bench.app.act.clone();
            Callback::from(move |_: MouseEvent| {
                act.emit(Action::Explain(node, cell));
                show();
            })
        };
        html! {
            <li><button type="button" class="link" {onclick}>{ label }</button>{ " " }<span translate="no">{ figure }</span></li>
        }
    };
    html! {
        <>
            <h4>{ bench.app.word("why.rests_on") }</h4>
            <ul class="rests">{ for explanation.rests_on.iter().copied().take(MOST).map(item) }</ul>
        </>
    }
}

fn parts(bench: &Bench, explanation: &Explanation) -> Html {
    explanation.step.map_or_else(Html::default, |call| results::parts(bench, call, bench.app.word("why.parts")))
}
