//! What can be asked of a figure, in one place for every calculator: why, what if, how uncertain, how else, and how to share it.

use yew::prelude::*;

use super::compare::{Compare, CompareProps};
use super::ranges::{Ranges, RangesProps};
use super::what_if::{WhatIf, WhatIfProps};
use super::{explain, share};
use crate::calculators;
use crate::engine::{NodeId, OutcomeKind};
use crate::state::{Action, Tool};
use crate::ui::context::{App, Context, with_context};
use crate::ui::parts::focus;
use crate::ui::parts::lazy::{lazy, part};
use crate::ui::parts::select::Select;
use crate::ui::results::last_valid;

/// The figure that is asked about: the one pressed last, otherwise the headline.
pub fn subject(context: &Context) -> Option<(NodeId, usize)> {
    let headline = context.calculator.sheet().headline().map(|outcome| (outcome.node, 0));
    context.app.state.asked.filter(|(node, cell)| *cell < context.evaluation.count(*node)).or(headline)
}

/// The section with every tool.
pub fn section(context: &Context) -> Html {
    let Some(subject) = subject(context) else { return Html::default() };
    let tool = context.app.state.tool;
    html! {
        <section class="ask" aria-labelledby="question-title">
            <h2 id="question-title">{ context.app.word("question") }{ last_valid::mark(context) }</h2>
            { picker(context, subject) }
            { tabs(context, tool) }
            <div id="question-panel" role="tabpanel" aria-labelledby={format!("tab-{}", tool.key())} tabindex="-1">
                { panel(context, tool, subject) }
            </div>
        </section>
    }
}

/// The results to choose from, and what is asked about now where that is none of them.
fn picker(context: &Context, subject: (NodeId, usize)) -> Html {
    let sheet = context.calculator.sheet();
    let single = sheet.outcomes.iter().filter(|outcome| {
        sheet.node(outcome.node).axes.is_scalar() && crate::ui::context::shown(context, outcome.shown_if)
    });
    let mut all: Vec<(NodeId, usize)> = single.map(|outcome| (outcome.node, 0)).collect();
    if !all.contains(&subject) {
        all.push(subject);
    }
    let options = all.iter().map(|(node, cell)| ("", context.labels.label_of_figure(*node, *cell))).collect::<Vec<_>>();
    let current = all.iter().position(|one| *one == subject);
    let act = context.app.act.clone();
    let choose = Callback::from(move |place: usize| {
        if let Some((node, cell)) = all.get(place) {
            act.emit(Action::About(*node, *cell));
        }
    });
    let figure = context.labels.cell(context.evaluation, subject.0, subject.1);
    html! {
        <div class="subject">
            <label for="question-subject">{ context.app.word("question.about") }</label>
            <Select id="question-subject" {options} {current} {choose} />
            <output translate="no">{ figure }</output>
        </div>
    }
}

fn tabs(context: &Context, current: Tool) -> Html {
    let act = context.app.act.clone();
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
        focus::focus_soon(&format!("tab-{}", Tool::ALL[next].key()));
    });
    html! {
        <div class="tabs" role="tablist" aria-label={context.app.word("question")} {onkeydown}>
            { for Tool::ALL.into_iter().map(|tool| {
                let chosen = tool == current;
                let act = context.app.act.clone();
                let onclick = Callback::from(move |_: MouseEvent| act.emit(Action::Take(tool)));
                html! {
                    <button type="button" role="tab" id={format!("tab-{}", tool.key())} aria-selected={chosen.to_string()}
                        aria-controls="question-panel" tabindex={if chosen { "0" } else { "-1" }} {onclick}>
                        { context.app.word(tool.key()) }
                    </button>
                }
            }) }
        </div>
    }
}

fn panel(context: &Context, tool: Tool, subject: (NodeId, usize)) -> Html {
    let (app, calculator) = (context.app.clone(), context.calculator.id);
    let key = format!("{calculator}-{}-{}", subject.0.0, subject.1);
    match tool {
        Tool::Why => explain::panel(context, subject),
        Tool::WhatIf | Tool::Ranges if !is_number(context, subject.0) => {
            html! { <p class="hint">{ app.word("question.no_number") }</p> }
        }
        Tool::WhatIf => lazy(context.app, WHAT_IF, (key, WhatIfProps { app, calculator, subject })),
        Tool::Ranges => lazy(context.app, RANGES, (key, RangesProps { app, calculator, subject })),
        Tool::Compare => lazy(context.app, COMPARE, (key, CompareProps { app, calculator, subject })),
        Tool::Share => lazy(context.app, SHARE, (app, calculator)),
    }
}

part!(analysis, WHAT_IF, what_if, (String, WhatIfProps), |given| {
    let (key, props) = given;
    html! { <WhatIf key={key.clone()} ..props.clone() /> }
});
part!(analysis, RANGES, ranges, (String, RangesProps), |given| {
    let (key, props) = given;
    html! { <Ranges key={key.clone()} ..props.clone() /> }
});
part!(analysis, COMPARE, compare, (String, CompareProps), |given| {
    let (key, props) = given;
    html! { <Compare key={key.clone()} ..props.clone() /> }
});
part!(share, SHARE, share, (App, &'static str), |given| {
    let (app, id) = given;
    calculators::find(id).map_or_else(Html::default, |calculator| with_context(app, calculator, share::panel))
});

/// Whether a figure is a number, not a word or the name of a row.
fn is_number(context: &Context, node: NodeId) -> bool {
    let outcome = context.calculator.sheet().outcomes.iter().find(|outcome| outcome.node == node);
    outcome.is_none_or(|outcome| matches!(outcome.kind, OutcomeKind::Number))
        && crate::ui::parts::naming::input_of(context.calculator, node).is_none()
}
