//! A block pasted from a spreadsheet: caught at the field, shown with what was understood, then filled in or dropped.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::ClipboardEvent;
use yew::prelude::*;

use super::filling;
use crate::engine::InputId;
use crate::engine::pairs::Implied;
use crate::exchange::fill::{self, Filling};
use crate::exchange::paste::{self, block};
use crate::state::Action;
use crate::ui::context::App;
use crate::ui::context::{Context, with_labels};
use crate::ui::parts::dialog::use_open;

/// Catches what is pasted at a cell of a table, over the columns from its own on, or at a cell of a grid.
pub fn onpaste(context: &Context, input: InputId, cell: usize, columns: &[InputId]) -> Callback<Event> {
    let (act, calculator, kept) =
        (context.app.act.clone(), context.calculator, context.app.state.kept(context.calculator));
    let columns: Vec<InputId> = columns.iter().copied().skip_while(|column| *column != input).collect();
    Callback::from(move |event: Event| {
        let Some(text) = text_of(&event) else { return };
        let (sheet, id) = (calculator.sheet(), calculator.id);
        let pasted = if text.len() > paste::MOST {
            Some(Filling { calculator: id, too_large: true, ..Filling::default() })
        } else {
            block(&text).and_then(|block| match sheet.input(input).axes.0.len() {
                1 => paste::into_table(sheet, id, &columns, cell, &block),
                _ => paste::into_grid(sheet, id, &kept.inputs, (input, cell), &block),
            })
        };
        if let Some(pasted) = pasted {
            event.prevent_default();
            act.emit(Action::Preview(Rc::new(pasted)));
        }
    })
}

fn text_of(event: &Event) -> Option<String> {
    event.dyn_ref::<ClipboardEvent>()?.clipboard_data()?.get_data("text/plain").ok()
}

#[derive(Clone, PartialEq, Properties)]
pub struct PreviewProps {
    pub app: App,
}

/// What a paste would do, over the page, until it is done or dropped.
#[component]
pub fn Preview(props: &PreviewProps) -> Html {
    let dialog = use_node_ref();
    let pasted = props.app.state.pasted.clone();
    let act = |action: Action| {
        let act = props.app.act.clone();
        Callback::from(move |_: MouseEvent| act.emit(action.clone()))
    };
    let onclose = {
        let act = props.app.act.clone();
        use_open(&dialog, pasted.as_ref(), move |last| act.emit(Action::PreviewClosed(last)))
    };
    let word = |key: &str| props.app.word(key);
    html! {
        <dialog ref={dialog} class="palette" aria-labelledby="paste-title" {onclose}>
            <h2 id="paste-title">{ word("paste") }</h2>
            if let Some(pasted) = pasted {
                if pasted.too_large {
                    <p>{ word("paste.too_large") }</p>
                } else {
                    { lines(&props.app, &pasted) }
                    { contradictions(&props.app, &pasted) }
                    if pasted.dropped > 0 {
                        <p class="message wrong">{ word("paste.dropped").replace("{n}", &pasted.dropped.to_string()) }</p>
                    }
                    <button type="button" autofocus={true} onclick={act(Action::Fill)}>{ word("paste.fill") }</button>
                    { " " }
                }
            }
            <button type="button" onclick={act(Action::Drop)}>{ word("paste.drop") }</button>
        </dialog>
    }
}

/// The compared pairs that contradict themselves, by name.
fn contradictions(app: &App, pasted: &Filling) -> Html {
    with_labels(app, pasted.calculator, |labels| {
        let pairs = fill::pairs(pasted, labels.sheet, labels.inputs, labels.words, app.state.settings);
        let implied =
            pairs.contradictions.iter().filter_map(|place| Some((*place, labels.inputs.implied(place.0, place.1)?)));
        let sentence = |(place, implied)| match implied {
            Implied::One => app.phrase("paste.not_one", &[("pair", &labels.field(place))]),
            Implied::Reciprocal(of) => app.phrase(
                "paste.contradicts",
                &[("pair", &labels.field((place.0, of))), ("reverse", &labels.field(place))],
            ),
        };
        html! { <>{ for implied.map(|pair| html! { <p class="message wrong">{ sentence(pair) }</p> }) }</> }
    })
}

fn lines(app: &App, pasted: &Filling) -> Html {
    with_labels(app, pasted.calculator, |labels| {
        let first = pasted.lines.first();
        html! {
            <div class="scroll" role="region" tabindex="0" aria-label={app.word("paste")}>
                <table class="figures">
                    <thead><tr>{ for first.into_iter().flatten().map(|entry| filling::heading(labels, entry.input)) }</tr></thead>
                    <tbody>
                        { for pasted.lines.iter().enumerate().map(|(index, line)| html! {
                            <tr key={index}>{ for line.iter().map(|entry| filling::understood(app, labels, entry)) }</tr>
                        }) }
                    </tbody>
                </table>
            </div>
        }
    })
}
