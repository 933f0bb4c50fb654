//! Where a figure comes from: words, the person's own figures, the inputs behind it as links.

use yew::prelude::*;

use crate::analysis::explain::{self, Explanation, explain};
use crate::engine::NodeId;
use crate::engine::sheet::Op;
use crate::state::Action;
use crate::ui::context::Context;
use crate::ui::parts::copy::Copy;
use crate::ui::parts::focus::{EXPLANATION, go_to, show};
use crate::ui::parts::naming::fault;
use crate::ui::results::table;
use crate::workbook::fields::Place;

/// The explanation of the figure asked about.
pub fn panel(context: &Context, (node, cell): (NodeId, usize)) -> Html {
    let explanation = explain(context.labels, context.evaluation, node, cell);
    html! {
        <div id={EXPLANATION} class="why" tabindex="-1">
            { trail(context) }
            <h3>{ format!("{} = ", explanation.label) }<span translate="no">{ &explanation.figure }</span></h3>
            { formula(context, node, cell, &explanation) }
            { depends_on(context, (node, cell), &explanation) }
            { parts(context, &explanation) }
            <Copy key={format!("{}-{cell}", node.0)} label={context.app.word("copy")} done={context.app.word("copy.done")}
                text={text(context, node, cell)} />
        </div>
    }
}

/// The way back up to the figures from which the person came.
fn trail(context: &Context) -> Html {
    let Some((node, cell)) = context.app.state.trail.last() else { return Html::default() };
    let act = context.app.act.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        act.emit(Action::AskBack);
        show();
    });
    let label = context.labels.label_of_figure(*node, *cell);
    html! { <p><button type="button" class="link" {onclick}>{ format!("↑ {label}") }</button></p> }
}

/// What is special about an input's figure: its range, where it is fed from, what it is in the base.
pub fn notes(context: &Context, place: Place) -> Vec<String> {
    let app = context.app;
    let range = context.kept.ranges.get(place).map(|range| context.labels.range(place.0, range));
    let link =
        context.kept.links.get(place).map(|link| app.phrase("link.from", &[("source", &app.source_name(*link))]));
    let base = context.base.filter(|base| base.figure(place) != context.kept.figure(place)).map(|base| {
        app.phrase("scenario.base_is", &[("figure", &context.labels.input_value(place.0, base.figure(place)))])
    });
    [link, range, base].into_iter().flatten().collect()
}

/// The explanation down to the inputs, as text to be shared.
fn text(context: &Context, node: NodeId, cell: usize) -> Callback<(), String> {
    let (app, calculator) = (context.app.clone(), context.calculator);
    Callback::from(move |()| {
        crate::ui::context::with_context(&app, calculator, |context| {
            explain::text(context.labels, context.evaluation, (node, cell), &|input, cell| {
                notes(context, (input, cell))
            })
        })
    })
}

fn formula(context: &Context, node: NodeId, cell: usize, explanation: &Explanation) -> Html {
    if let Op::Input(input) = context.calculator.sheet().node(node).op {
        return given(context, (input, cell));
    }
    html! {
        <dl class="formula">
            <dt>{ context.app.word("why.words") }</dt>
            <dd>{ &explanation.words }</dd>
            if let Some(figures) = &explanation.figures {
                <dt>{ context.app.word("why.figures") }</dt>
                <dd translate="no">{ format!("{figures} = {}", explanation.figure) }</dd>
            }
            if let Some(cause) = fault(context, node, cell) {
                <dt>{ context.app.word("why.fault") }</dt>
                <dd>{ cause }</dd>
            }
        </dl>
    }
}

/// An input: the person's own figure, or what a link feeds.
fn given(context: &Context, place: Place) -> Html {
    let id = context.field_id(place.0, place.1);
    let onclick = Callback::from(move |_: MouseEvent| crate::ui::parts::focus::focus(&id));
    let link = context.kept.links.get(place).copied();
    let act = context.app.act.clone();
    let above = Callback::from(move |_: MouseEvent| link.into_iter().for_each(|link| go_to(&act, link)));
    html! {
        <>
            if link.is_none() { <p>{ context.app.word("why.input") }</p> }
            { for notes(context, place).into_iter().map(|note| html! { <p>{ note }</p> }) }
            <p>
                if link.is_some() {
                    <button type="button" class="link" onclick={above}>{ context.app.word("why.above") }</button>{ " · " }
                }
                <button type="button" class="link" {onclick}>{ context.app.word("why.go") }</button>
            </p>
        </>
    }
}

/// The cells a figure depends on: an input leads to its field, a step to its own explanation.
fn depends_on(context: &Context, asked: (NodeId, usize), explanation: &Explanation) -> Html {
    const MOST: usize = 40;
    // An input depends on nothing but itself.
    if explanation.depends_on.iter().all(|below| *below == asked) {
        return Html::default();
    }
    let item = |(node, cell): (NodeId, usize)| {
        let label = context.labels.label_of_figure(node, cell);
        let figure = context.labels.cell(context.evaluation, node, cell);
        let input = crate::ui::parts::naming::input_of(context.calculator, node);
        let plain = input.filter(|input| context.kept.links.get((*input, cell)).is_none());
        let onclick = if let Some(input) = plain {
            let id = context.field_id(input, cell);
            Callback::from(move |_: MouseEvent| crate::ui::parts::focus::focus(&id))
        } else {
            let act = context.app.act.clone();
            Callback::from(move |_: MouseEvent| {
                act.emit(Action::AskDeeper(node, cell));
                show();
            })
        };
        let notes = input.map(|input| notes(context, (input, cell)).join(" · ")).filter(|notes| !notes.is_empty());
        html! {
            <li>
                <button type="button" class="link" {onclick}>{ label }</button>{ " " }<span translate="no">{ figure }</span>
                if let Some(notes) = notes { <span class="note">{ format!(" ({notes})") }</span> }
            </li>
        }
    };
    html! {
        <>
            <h4>{ context.app.word("why.depends_on") }</h4>
            <ul class="rests">{ for explanation.depends_on.iter().copied().take(MOST).map(item) }</ul>
        </>
    }
}

fn parts(context: &Context, explanation: &Explanation) -> Html {
    explanation.step.map_or_else(Html::default, |step| table::parts(context, step, context.app.word("why.parts")))
}
