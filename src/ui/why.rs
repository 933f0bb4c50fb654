//! Where a figure comes from: words, the person's own figures, the inputs behind it as links.

use yew::prelude::*;

use super::calculator::Bench;
use super::copy::Copy;
use super::results;
use crate::engine::NodeId;
use crate::engine::sheet::Op;
use crate::tools::explain::{self, Explanation, explain};
use crate::tools::fields::Place;
use crate::tools::state::{Action, Route};
use crate::tools::workbook::Link;

/// The place of the explanation.
const ID: &str = "why";

/// Goes to the explanation, once it is there.
pub(super) fn show() {
    super::shell::focus_soon(ID);
}

/// Goes to the calculator that a link comes from, and asks there where its figure comes from.
pub(super) fn go_to(act: &Callback<Action>, link: Link) {
    act.emit(Action::AskThere(link.calculator, link.node, link.cell));
    crate::browser::address::go(&Route::Calculator(link.calculator).fragment());
    show();
}

/// The explanation of the figure asked about.
pub(super) fn panel(bench: &Bench, (node, cell): (NodeId, usize)) -> Html {
    let explanation = explain(bench.speech, bench.evaluation, node, cell);
    html! {
        <div id={ID} class="why" tabindex="-1">
            { trail(bench) }
            <h3>{ format!("{} = ", explanation.label) }<span translate="no">{ &explanation.figure }</span></h3>
            { formula(bench, node, cell, &explanation) }
            { rests_on(bench, (node, cell), &explanation) }
            { parts(bench, &explanation) }
            <Copy key={format!("{}-{cell}", node.0)} label={bench.app.word("copy")} done={bench.app.word("copy.done")}
                text={text(bench, node, cell)} />
        </div>
    }
}

/// The way back up to the figures from which the person came.
fn trail(bench: &Bench) -> Html {
    let Some((node, cell)) = bench.app.state.trail.last() else { return Html::default() };
    let act = bench.app.act.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        act.emit(Action::AskBack);
        show();
    });
    let label = bench.speech.label_of_figure(*node, *cell);
    html! { <p><button type="button" class="link" {onclick}>{ format!("↑ {label}") }</button></p> }
}

/// What is special about an input's figure: its range, where it is fed from, what it is in the base.
pub(super) fn notes(bench: &Bench, place: Place) -> Vec<String> {
    let app = bench.app;
    let range = bench.kept.ranges.get(place).map(|range| bench.speech.range(place.0, range));
    let link = bench.kept.links.get(place).map(|link| app.phrase("link.from", &[("source", &app.source_name(*link))]));
    let base = bench.base.filter(|base| base.figure(place) != bench.kept.figure(place)).map(|base| {
        app.phrase("scenario.base_is", &[("figure", &bench.speech.input_value(place.0, base.figure(place)))])
    });
    [link, range, base].into_iter().flatten().collect()
}

/// The explanation down to the inputs, as text to be handed on.
fn text(bench: &Bench, node: NodeId, cell: usize) -> Callback<(), String> {
    let (app, calculator) = (bench.app.clone(), bench.calculator);
    Callback::from(move |()| {
        super::calculator::with_bench(&app, calculator, |bench| {
            explain::text(bench.speech, bench.evaluation, (node, cell), &|input, cell| notes(bench, (input, cell)))
        })
    })
}

fn formula(bench: &Bench, node: NodeId, cell: usize, explanation: &Explanation) -> Html {
    if let Op::Input(input) = bench.calculator.sheet().node(node).op {
        return given(bench, (input, cell));
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
                <dd>{ fault }</dd>
            }
        </dl>
    }
}

/// An input: the person's own figure, or what a link feeds.
fn given(bench: &Bench, place: Place) -> Html {
    let id = bench.field_id(place.0, place.1);
    let onclick = Callback::from(move |_: MouseEvent| super::shell::focus(&id));
    let link = bench.kept.links.get(place).copied();
    let act = bench.app.act.clone();
    let above = Callback::from(move |_: MouseEvent| link.into_iter().for_each(|link| go_to(&act, link)));
    html! {
        <>
            if link.is_none() { <p>{ bench.app.word("why.input") }</p> }
            { for notes(bench, place).into_iter().map(|note| html! { <p>{ note }</p> }) }
            <p>
                if link.is_some() {
                    <button type="button" class="link" onclick={above}>{ bench.app.word("why.above") }</button>{ " · " }
                }
                <button type="button" class="link" {onclick}>{ bench.app.word("why.go") }</button>
            </p>
        </>
    }
}

/// The cells a figure rests on: an input leads to its field, a step to its own explanation.
fn rests_on(bench: &Bench, asked: (NodeId, usize), explanation: &Explanation) -> Html {
    const MOST: usize = 40;
    // An input rests on nothing but itself.
    if explanation.rests_on.iter().all(|below| *below == asked) {
        return Html::default();
    }
    let item = |(node, cell): (NodeId, usize)| {
        let label = bench.speech.label_of_figure(node, cell);
        let figure = bench.speech.cell(bench.evaluation, node, cell);
        let input = super::naming::input_of(bench.calculator, node);
        let plain = input.filter(|input| bench.kept.links.get((*input, cell)).is_none());
        let onclick = if let Some(input) = plain {
            let id = bench.field_id(input, cell);
            Callback::from(move |_: MouseEvent| super::shell::focus(&id))
        } else {
            let act = bench.app.act.clone();
            Callback::from(move |_: MouseEvent| {
                act.emit(Action::AskDeeper(node, cell));
                show();
            })
        };
        let notes = input.map(|input| notes(bench, (input, cell)).join(" · ")).filter(|notes| !notes.is_empty());
        html! {
            <li>
                <button type="button" class="link" {onclick}>{ label }</button>{ " " }<span translate="no">{ figure }</span>
                if let Some(notes) = notes { <span class="note">{ format!(" ({notes})") }</span> }
            </li>
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
