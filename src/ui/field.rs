//! One field of a form: a number as a person types it, a choice, a switch or a name.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, InputEvent as TypedEvent};
use yew::prelude::*;

use super::calculator::Bench;
use super::select::Select;
use crate::engine::unit::NUMBER;
use crate::engine::{InputId, InputKind};
use crate::text::typed::{Kind, Note};
use crate::tools::entry;
use crate::tools::speech::typed_kind;
use crate::tools::state::{Action, FieldId};

/// A field with its label above, its unit beside, and room for a message below.
pub(super) fn labelled(bench: &Bench, input: InputId) -> Html {
    let id = bench.field_id(input, 0);
    let hint = bench.speech.find(&format!("hint.{}", bench.calculator.sheet().path(input))).map(str::to_owned);
    let hint_id = format!("{id}-hint");
    let label = bench.speech.input_label(input);
    if matches!(bench.calculator.sheet().input(input).kind, InputKind::Switch) {
        return html! {
            <div class="field switch" key={id.clone()}>
                <label>{ control(bench, input, 0, None) }<span>{ label }</span></label>
                if let Some(hint) = hint { <p class="hint" id={hint_id}>{ hint }</p> }
            </div>
        };
    }
    let number = matches!(bench.calculator.sheet().input(input).kind, InputKind::Number { .. });
    html! {
        <div class="field" key={id.clone()}>
            <label for={id}>{ label }</label>
            { control(bench, input, 0, None) }
            if let (Some(hint), false) = (hint, number) { <p class="hint" id={hint_id}>{ hint }</p> }
        </div>
    }
}

/// The control of a field alone; inside a table its label is given.
pub(super) fn control(bench: &Bench, input: InputId, cell: usize, label: Option<String>) -> Html {
    match &bench.calculator.sheet().input(input).kind {
        InputKind::Number { .. } => number(bench, input, cell, label),
        InputKind::Choice { options } => choice(bench, input, cell, options, label),
        InputKind::Switch => switch(bench, input, cell, label),
        InputKind::Text => name(bench, input, cell, label),
    }
}

fn figure(bench: &Bench, input: InputId, cell: usize) -> Option<f64> {
    bench.kept.inputs.figures(input).get(cell).copied().flatten()
}

fn number(bench: &Bench, input: InputId, cell: usize, label: Option<String>) -> Html {
    let sheet = bench.calculator.sheet();
    let (settings, field) = (bench.app.state.settings, bench.field(input, cell));
    let figure = figure(bench, input, cell);
    let draft = bench.draft(input, cell);
    let reading = draft.map(|text| entry::read(sheet, input, text, settings.language, settings.currency));
    let unit = sheet.input(input).unit().unwrap_or(NUMBER);
    let (mut message, mut wrong) = (None, false);
    match reading {
        Some(Err(problem)) if bench.app.state.active != Some(field) => {
            (message, wrong) = (Some(entry::explain_wrong(bench.speech, input, problem)), true);
        }
        Some(Ok(entry)) => {
            let echo = entry.figure.map(|figure| format!("= {}", bench.speech.figure(figure, unit)));
            message = match entry.note {
                Some(Note::OtherCurrency) => Some(bench.app.word("note.other_currency")),
                Some(Note::Colloquial) => echo.map(|echo| format!("{echo} · {}", bench.app.word("note.colloquial"))),
                Some(Note::Understood) => echo,
                None => None,
            };
        }
        _ => {}
    }
    let kind = typed_kind(unit);
    let (prefix, suffix) = match kind {
        // Over a column the sign stands in the heading.
        Kind::Money => (label.is_none().then(|| settings.currency.symbol().to_owned()), None),
        Kind::Percent | Kind::Discount => (None, Some("%".to_owned())),
        Kind::Plain => (None, bench.speech.find(&format!("suffix.{}", unit.name())).map(str::to_owned)),
    };
    let low = match sheet.input(input).kind {
        InputKind::Number { low, .. } => low,
        _ => 0.0,
    };
    let text = draft.map_or_else(|| entry::editable(sheet, input, figure), str::to_owned);
    // The hint stands where a message will: neither moves anything.
    let hint = label.is_none().then(|| bench.speech.find(&format!("hint.{}", sheet.path(input)))).flatten();
    let message = message.or_else(|| hint.map(str::to_owned));
    html! {
        <NumberField
            id={bench.field_id(input, cell)}
            {field} {text} {label} {prefix} {suffix} {message} {wrong} {figure}
            step={figure.map_or(1.0, |figure| entry::step(sheet, input, figure))}
            negative={low < 0.0}
            act={bench.app.act.clone()}
        />
    }
}

#[derive(Clone, PartialEq, Properties)]
struct NumberFieldProps {
    id: String,
    field: FieldId,
    text: String,
    label: Option<String>,
    prefix: Option<String>,
    suffix: Option<String>,
    message: Option<String>,
    wrong: bool,
    figure: Option<f64>,
    step: f64,
    negative: bool,
    act: Callback<Action>,
}

/// A field for a number. Typing is never interrupted: the text is the person's until she leaves.
#[component]
fn NumberField(props: &NumberFieldProps) -> Html {
    let (field, act) = (props.field, props.act.clone());
    let node = use_node_ref();
    use_composition(&node, field, &act);
    let oninput = {
        let act = act.clone();
        Callback::from(move |event: InputEvent| {
            // Nothing is read until an input method has finished.
            let composing = event.dyn_ref::<TypedEvent>().is_some_and(TypedEvent::is_composing);
            if let (false, Some(input)) = (composing, event.target_dyn_into::<HtmlInputElement>()) {
                act.emit(Action::Type(field, input.value()));
            }
        })
    };
    let onblur = {
        let act = act.clone();
        Callback::from(move |_: FocusEvent| act.emit(Action::Leave(field)))
    };
    let onkeydown = {
        let (figure, step) = (props.figure, props.step);
        Callback::from(move |event: KeyboardEvent| {
            let by = match event.key().as_str() {
                "ArrowUp" => step,
                "ArrowDown" => -step,
                "PageUp" => 10.0 * step,
                "PageDown" => -10.0 * step,
                _ => return,
            };
            event.prevent_default();
            // Whole steps of a decimal figure, without the dust of repeated addition.
            let moved = ((figure.unwrap_or_default() + by) * 1e9).round() / 1e9;
            act.emit(Action::Put(field, Some(moved)));
        })
    };
    let message_id = format!("{}-message", props.id);
    html! {
        <div class="entry">
            <span class={classes!("box", props.wrong.then_some("wrong"))}>
                if let Some(prefix) = &props.prefix { <span class="unit" aria-hidden="true">{ prefix }</span> }
                <input
                    ref={node} id={props.id.clone()} type="text"
                    inputmode={(!props.negative).then_some("decimal")}
                    value={props.text.clone()} aria-label={props.label.clone()}
                    aria-invalid={props.wrong.then_some("true")}
                    aria-describedby={props.message.is_some().then(|| message_id.clone())}
                    autocomplete="off" spellcheck="false" translate="no"
                    {oninput} {onblur} {onkeydown}
                />
                if let Some(suffix) = &props.suffix { <span class="unit" aria-hidden="true">{ suffix }</span> }
            </span>
            <p class={classes!("message", props.wrong.then_some("wrong"))} id={message_id}>
                { props.message.clone().unwrap_or_default() }
            </p>
        </div>
    }
}

/// Reads a field when an input method has finished with it.
#[hook]
fn use_composition(node: &NodeRef, field: FieldId, act: &Callback<Action>) {
    let (node, act) = (node.clone(), act.clone());
    use_effect_with(field, move |field| {
        let field = *field;
        let listener = node.cast::<HtmlInputElement>().map(|input| {
            let target = input.clone();
            EventListener::new(&target, "compositionend", move |_| act.emit(Action::Type(field, input.value())))
        });
        move || drop(listener)
    });
}

fn choice(bench: &Bench, input: InputId, cell: usize, options: &'static [&'static str], label: Option<String>) -> Html {
    let (field, act) = (bench.field(input, cell), bench.app.act.clone());
    let current = figure(bench, input, cell).map(|place| place as usize);
    let choose = Callback::from(move |place: usize| act.emit(Action::Put(field, Some(place as f64))));
    let options: Vec<_> = options.iter().map(|option| (*option, bench.speech.option(input, option))).collect();
    html! { <Select id={bench.field_id(input, cell)} {options} {current} {choose} {label} /> }
}

fn switch(bench: &Bench, input: InputId, cell: usize, label: Option<String>) -> Html {
    let (field, act) = (bench.field(input, cell), bench.app.act.clone());
    let on = figure(bench, input, cell).is_some_and(|figure| figure != 0.0);
    let onchange = Callback::from(move |_: Event| act.emit(Action::Put(field, Some(if on { 0.0 } else { 1.0 }))));
    html! { <input id={bench.field_id(input, cell)} type="checkbox" checked={on} aria-label={label} {onchange} /> }
}

fn name(bench: &Bench, input: InputId, cell: usize, label: Option<String>) -> Html {
    let (field, act) = (bench.field(input, cell), bench.app.act.clone());
    let text = bench.kept.inputs.names(input).get(cell).map(|name| bench.speech.name(name)).unwrap_or_default();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            act.emit(Action::Name(field, input.value()));
        }
    });
    html! {
        <input id={bench.field_id(input, cell)} class="name" type="text" dir="auto" value={text} aria-label={label}
            autocomplete="off" {oninput} />
    }
}
