//! The answer: one headline figure with what it means, the figures beside it, its warnings, the picture.

use std::rc::Rc;

use yew::prelude::*;

use super::figure_button::figure_button;
use super::last_valid;
use super::picture::Picture;
use crate::engine::{Outcome, OutcomeKind, Rank};
use crate::presentation::chart;
use crate::ui::context::Context;
use crate::ui::parts::naming;

/// The headline figure; `stale` where an entry does not stand and the last good figure is shown.
pub fn headline(context: &Context, stale: bool) -> Html {
    let Some(outcome) = context.calculator.sheet().headline() else { return Html::default() };
    let missing = naming::fault(context, outcome.node, 0);
    let sentence = match &missing {
        Some(cause) => cause.clone(),
        None => context.labels.sentence(context.evaluation, "headline"),
    };
    html! {
        <section class={classes!("headline", stale.then_some("stale"))} aria-labelledby="headline-label">
            <h2 id="headline-label">{ context.labels.word(outcome.key) }</h2>
            <p class="big" data-headline="" aria-live="polite" translate="no">
                { figure(context, outcome, "") }
            </p>
            <p class={classes!("meaning", missing.as_ref().map(|_| "missing"))}>{ sentence }</p>
            <p class="note" role="status">{ if stale { context.app.word("stale") } else { String::new() } }</p>
        </section>
    }
}

/// A result's figure, to be pressed for its origin.
fn figure(context: &Context, outcome: &Outcome, class: &'static str) -> Html {
    let text = context.labels.outcome(outcome, context.evaluation.figure(outcome.node));
    figure_button(context, outcome.node, 0, class, text)
}

/// What is below the headline.
pub fn rest(context: &Context) -> Html {
    html! {
        <>
            <div class="facts">{ last_valid::mark(context) }{ supporting(context) }{ remarks(context) }</div>
            { charts(context) }
        </>
    }
}

fn supporting(context: &Context) -> Html {
    let beside = context.calculator.sheet().outcomes.iter().filter(|outcome| outcome.rank == Rank::Supporting);
    html! {
        <dl class="supporting">
            { for beside.map(|outcome| html! {
                <div>
                    <dt>{ context.labels.word(outcome.key) }</dt>
                    <dd>{ figure(context, outcome, worded(outcome)) }</dd>
                    if let Some(fault) = naming::fault(context, outcome.node, 0) {
                        <dd class="cause">{ fault }</dd>
                    }
                </div>
            }) }
        </dl>
    }
}

const fn worded(outcome: &Outcome) -> &'static str {
    if matches!(outcome.kind, OutcomeKind::Number) { "" } else { "worded" }
}

fn remarks(context: &Context) -> Html {
    let holding = context.calculator.sheet().remarks.iter().filter(|remark| context.evaluation.holds(remark.condition));
    html! {
        <div class="remarks" role="status">
            { for holding.map(|remark| html! {
                <p class={classes!("remark", remark.warning.then_some("warning"))} key={remark.key}>
                    if remark.warning { <strong>{ context.app.word("warning") }{ " " }</strong> }
                    { context.labels.sentence(context.evaluation, &format!("remark.{}", remark.key)) }
                </p>
            }) }
        </div>
    }
}

fn charts(context: &Context) -> Html {
    let pictures = context.calculator.sheet().charts.iter().map(|chart| {
        let drawing = chart::draw(context.labels, context.evaluation, Some(context.chain), chart).map(Rc::new);
        let title = context.labels.sentence(context.evaluation, &format!("chart.{}.title", chart.key));
        html! {
            <Picture
                key={chart.key}
                app={context.app.clone()}
                section={context.calculator.id}
                {drawing}
                {title}
                mark={last_valid::mark(context)}
            />
        }
    });
    pictures.collect()
}
