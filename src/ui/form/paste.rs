//! A block pasted from a spreadsheet: caught at the field, shown with what was understood, then filled in or dropped.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::ClipboardEvent;
use yew::prelude::*;

use super::calculator::{Bench, spoken};
use super::dialog::use_open;
use super::{App, filling};
use crate::engine::InputId;
use crate::tools::fill::Filling;
use crate::tools::paste::{self, block};
use crate::tools::state::Action;

/// Catches what is pasted at a cell of a table, over the columns from its own on, or at a cell of a grid.
pub(super) fn onpaste(bench: &Bench, input: InputId, cell: usize, columns: &[InputId]) -> Callback<Event> {
    let (act, calculator, kept) = (bench.app.act.clone(), bench.calculator, bench.app.state.kept(bench.calculator));
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
pub(super) struct PreviewProps {
    pub app: App,
}

/// What a paste would do, over the page, until it is done or dropped.
#[component]
pub(super) fn Preview(props: &PreviewProps) -> Html {
    let dialog = use_node_ref();
    let pasted = props.app.state.pasted.clone();
    use_open(&dialog, pasted.is_some());
    let act = |action: Action| {
        let act = props.app.act.clone();
        Callback::from(move |_: MouseEvent| act.emit(action.clone()))
    };
    let onclose = {
        let act = props.app.act.clone();
        Callback::from(move |_: Event| act.emit(Action::Drop))
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

fn lines(app: &App, pasted: &Filling) -> Html {
    spoken(app, pasted.calculator, |speech| {
        let first = pasted.lines.first();
        html! {
            <div class="scroll" role="region" tabindex="0" aria-label={app.word("paste")}>
                <table class="figures">
                    <thead><tr>{ for first.into_iter().flatten().map(|entry| filling::heading(speech, entry.input)) }</tr></thead>
                    <tbody>
                        { for pasted.lines.iter().enumerate().map(|(index, line)| html! {
                            <tr key={index}>{ for line.iter().map(|entry| filling::understood(app, speech, entry)) }</tr>
                        }) }
                    </tbody>
                </table>
            </div>
        }
    })
}
