//! The answer: one headline figure with what it means, the figures beside it, what to beware of, the picture.

use std::rc::Rc;

use yew::prelude::*;

use super::calculator::Bench;
use super::picture::Picture;
use crate::engine::{Outcome, OutcomeKind, Rank};
use crate::tools::chart;

/// The headline figure; `stale` where an entry does not stand and the last good figure is shown.
pub(super) fn headline(bench: &Bench, stale: bool) -> Html {
    let Some(outcome) = bench.calculator.sheet().headline() else { return Html::default() };
    let missing = bench.fault(outcome.node, 0);
    let sentence = match &missing {
        Some(cause) => cause.clone(),
        None => bench.speech.sentence(bench.evaluation, "headline"),
    };
    html! {
        <section class={classes!("headline", stale.then_some("stale"))} aria-labelledby="headline-label">
            <h2 id="headline-label">{ bench.speech.word(outcome.key) }</h2>
            <p class="big" data-headline="" aria-live="polite" translate="no">
                { figure(bench, outcome, "") }
            </p>
            <p class={classes!("meaning", missing.as_ref().map(|_| "missing"))}>{ sentence }</p>
            <p class="note">{ if stale { bench.app.word("stale") } else { String::new() } }</p>
        </section>
    }
}

/// A result's figure, to be pressed for its origin.
fn figure(bench: &Bench, outcome: &Outcome, class: &'static str) -> Html {
    let text = bench.speech.outcome(outcome, bench.evaluation.figure(outcome.node));
    bench.figure_button(outcome.node, 0, class, text)
}

/// What stands below the headline.
pub(super) fn rest(bench: &Bench) -> Html {
    html! {
        <>
            { supporting(bench) }
            { remarks(bench) }
            { charts(bench) }
        </>
    }
}

fn supporting(bench: &Bench) -> Html {
    let beside = bench.calculator.sheet().outcomes.iter().filter(|outcome| outcome.rank == Rank::Supporting);
    html! {
        <dl class="supporting">
            { for beside.map(|outcome| html! {
                <div>
                    <dt>{ bench.speech.word(outcome.key) }</dt>
                    <dd>{ figure(bench, outcome, worded(outcome)) }</dd>
                    if let Some(fault) = bench.fault(outcome.node, 0) {
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

fn remarks(bench: &Bench) -> Html {
    let holding = bench.calculator.sheet().remarks.iter().filter(|remark| bench.evaluation.holds(remark.condition));
    html! {
        <div class="remarks" role="status">
            { for holding.map(|remark| html! {
                <p class={classes!("remark", remark.warning.then_some("warning"))} key={remark.key}>
                    if remark.warning { <strong>{ bench.app.word("beware") }{ " " }</strong> }
                    { bench.speech.sentence(bench.evaluation, &format!("remark.{}", remark.key)) }
                </p>
            }) }
        </div>
    }
}

fn charts(bench: &Bench) -> Html {
    let pictures = bench.calculator.sheet().charts.iter().map(|chart| {
        let drawing = chart::draw(bench.speech, bench.evaluation, Some(bench.chain), chart).map(Rc::new);
        let title = bench.speech.sentence(bench.evaluation, &format!("chart.{}.title", chart.key));
        html! {
            <Picture
                key={chart.key}
                app={bench.app.clone()}
                section={bench.calculator.id}
                {drawing}
                {title}
            />
        }
    });
    pictures.collect()
}
