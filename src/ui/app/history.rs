//! What was done, step by step, over the page: any step can be gone back to.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use crate::calculators;
use crate::state::{Action, Notice};
use crate::ui::context::App;
use crate::ui::context::with_labels;
use crate::ui::parts::dialog;
use crate::workbook::contents::Workbook;
use crate::workbook::history::Did;

const ID: &str = "history";

/// Opens the list.
pub fn open() {
    dialog::open(ID);
}

/// What was done, in words.
fn words(app: &App, did: &Did) -> String {
    let what = app.word(&format!("did.{}", did.what.key()));
    let Some(id) = did.calculator else {
        return if did.name.is_empty() { what } else { format!("{what}: {}", app.own_name(&did.name)) };
    };
    let title = app.title(id);
    match did.place {
        Some(place) => format!("{what}: {} · {title}", with_labels(app, id, |labels| labels.field(place))),
        None => format!("{what}: {title}"),
    }
}

/// From which figure to which a step led, where it was one field's.
fn figures(app: &App, did: &Did, before: &Workbook, after: &Workbook) -> Option<String> {
    let (id, place) = (did.calculator?, did.place?);
    let calculator = calculators::find(id)?;
    let (before, after) = (before.kept_in(calculator, did.scenario), after.kept_in(calculator, did.scenario));
    let figure = |kept: &crate::workbook::contents::Kept| kept.inputs.figures(place.0).get(place.1).copied();
    let (before, after) = (figure(&before)?, figure(&after)?);
    let text = |figure: Option<f64>| with_labels(app, id, |labels| labels.input_value(place.0, figure));
    (before != after).then(|| format!("{} → {}", text(before), text(after)))
}

/// What was just undone or done again.
pub fn notice(app: &App, notice: &Notice) -> String {
    match notice {
        Notice::Undone(did) => app.phrase("history.undone", &[("step", &words(app, did))]),
        Notice::Redone(did) => app.phrase("history.redone", &[("step", &words(app, did))]),
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct HistoryProps {
    pub app: App,
}

/// The list, drawn only while it is open.
#[component]
pub fn History(props: &HistoryProps) -> Html {
    let app = &props.app;
    let open = use_state_eq(|| false);
    let ontoggle = {
        let open = open.clone();
        Callback::from(move |_: Event| open.set(dialog::is_open(ID)))
    };
    let node = use_node_ref();
    {
        // Yew has no event of this name.
        let node = node.clone();
        use_effect_with((), move |()| {
            let listener = node.cast::<HtmlDialogElement>().map(|dialog| {
                gloo::events::EventListener::new(&dialog, "toggle", move |event| ontoggle.emit(event.clone()))
            });
            move || drop(listener)
        });
    }
    dialog::use_wanted(ID);
    let close = Callback::from(|_: MouseEvent| dialog::close(ID));
    html! {
        <dialog id={ID} ref={node} class="palette" aria-labelledby="history-title">
            <h2 id="history-title">{ app.word("history") }</h2>
            if *open { { steps(app) } }
            <button type="button" onclick={close}>{ app.word("close") }</button>
        </dialog>
    }
}

fn steps(app: &App) -> Html {
    let (past, future) = (app.state.history.past(), app.state.history.future());
    if past.is_empty() && future.is_empty() {
        return html! { <p class="hint">{ app.word("history.empty") }</p> };
    }
    let now = &app.state.workbook;
    // A step keeps its place in the list whether it is done or undone, and with it the keyboard.
    let item = |place: usize, steps: isize, did: &Did, before: &Workbook, after: &Workbook| {
        let act = app.act.clone();
        let onclick = Callback::from(move |_: MouseEvent| act.emit(Action::StepBack(steps)));
        let class = classes!((steps < 0).then_some("undone"));
        html! {
            <li key={place} {class}>
                <button type="button" class="link" {onclick}>{ words(app, did) }</button>
                if let Some(figures) = figures(app, did, before, after) { { " " }<span class="hint" translate="no">{ figures }</span> }
            </li>
        }
    };
    // What was undone is above now, what was done below it, the latest first.
    let count = future.len();
    let ahead = future.iter().enumerate().map(|(place, step)| {
        let before = future.get(place + 1).map_or(now, |nearer| &nearer.workbook);
        item(past.len() + (count - place) - 1, -(count - place).cast_signed(), &step.did, before, &step.workbook)
    });
    let behind = past.iter().enumerate().rev().map(|(place, step)| {
        let after = past.get(place + 1).map_or(now, |later| &later.workbook);
        item(place, (past.len() - place).cast_signed(), &step.did, &step.workbook, after)
    });
    html! {
        <>
            <p class="hint">{ app.word("history.hint") }</p>
            <ol class="steps">
                { for ahead }
                <li key="now" class="now" aria-current="step">{ app.word("history.now") }</li>
                { for behind }
            </ol>
        </>
    }
}
