//! One field of a form: a number as a person types it, a choice, a switch or a name.

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, InputEvent as TypedEvent};
use yew::prelude::*;

use crate::engine::unit::NUMBER;
use crate::engine::{InputId, InputKind};
use crate::presentation::entry;
use crate::presentation::labels::typed_kind;
use crate::state::Action;
use crate::text::format::NOTHING;
use crate::text::typed::{Kind, Note};
use crate::ui::context::Context;
use crate::ui::parts::naming;
use crate::ui::parts::select::Select;
use crate::workbook::contents::Link;
use crate::workbook::fields::FieldId;

/// A field with its label above, its unit beside, and room for a message below.
pub fn labelled(context: &Context, input: InputId) -> Html {
    let id = context.field_id(input, 0);
    let hint = context.labels.find(&format!("hint.{}", context.calculator.sheet().path(input))).map(str::to_owned);
    let hint_id = format!("{id}-hint");
    let label = context.labels.input_label(input);
    if matches!(context.calculator.sheet().input(input).kind, InputKind::Switch) {
        return html! {
            <div class="field switch" key={id.clone()}>
                <label>{ control(context, input, 0, None) }<span>{ label }</span></label>
                if let Some(hint) = hint { <p class="hint" id={hint_id}>{ hint }</p> }
            </div>
        };
    }
    let number = matches!(context.calculator.sheet().input(input).kind, InputKind::Number { .. });
    html! {
        <div class="field" key={id.clone()}>
            <label for={id}>{ label }</label>
            { control(context, input, 0, None) }
            if let (Some(hint), false) = (hint, number) { <p class="hint" id={hint_id}>{ hint }</p> }
        </div>
    }
}

/// The control of a field alone; inside a table its label is given.
pub fn control(context: &Context, input: InputId, cell: usize, label: Option<String>) -> Html {
    match &context.calculator.sheet().input(input).kind {
        InputKind::Number { .. } => number(context, input, cell, label),
        InputKind::Choice { options } => choice(context, input, cell, options, label),
        InputKind::Switch => switch(context, input, cell, label),
        InputKind::Text => name(context, input, cell, label),
    }
}

fn figure(context: &Context, input: InputId, cell: usize) -> Option<f64> {
    context.kept.inputs.figures(input).get(cell).copied().flatten()
}

fn number(context: &Context, input: InputId, cell: usize, label: Option<String>) -> Html {
    let sheet = context.calculator.sheet();
    let (settings, field) = (context.app.state.settings, context.field(input, cell));
    let figure = figure(context, input, cell);
    if let Some(link) = context.kept.links.get(field.place()) {
        return linked(context, field, *link, label);
    }
    let draft = context.draft(input, cell);
    let range = context.kept.ranges.get(field.place());
    let reading = draft.map(|text| entry::read(sheet, input, text, settings, range));
    let unit = sheet.input(input).unit().unwrap_or(NUMBER);
    let (mut message, mut wrong) = (None, false);
    match reading {
        Some(Err(problem)) if context.app.state.active != Some(field) => {
            (message, wrong) = (Some(entry::explain_wrong(context.labels, input, problem)), true);
        }
        Some(Ok(entry)) if entry.range.is_none() => {
            let echo = entry.figure.map(|figure| format!("= {}", context.labels.figure(figure, unit)));
            message = match entry.note {
                Some(Note::OtherCurrency) => Some(context.app.word("note.other_currency")),
                Some(Note::Colloquial) => echo.map(|echo| format!("{echo} · {}", context.app.word("note.colloquial"))),
                Some(Note::Understood) => echo,
                None => None,
            };
        }
        _ => {}
    }
    let kind = typed_kind(unit);
    let (prefix, suffix) = match kind {
        // Over a column the sign is in the heading.
        Kind::Money => (label.is_none().then(|| settings.currency.symbol().to_owned()), None),
        Kind::Percent | Kind::Discount => (None, Some("%".to_owned())),
        Kind::Plain => (None, context.labels.find(&format!("suffix.{}", unit.name())).map(str::to_owned)),
    };
    let low = match sheet.input(input).kind {
        InputKind::Number { low, .. } => low,
        _ => 0.0,
    };
    let present = || match range {
        Some(range) => entry::editable_range(sheet, input, range),
        None => entry::editable(sheet, input, figure),
    };
    let text = draft.map_or_else(present, str::to_owned);
    let other = differs(context, field);
    // What a range or a scenario says, and the hint, stand where a message will: nothing moves anything.
    let message = message.or_else(|| range.map(|range| context.labels.range(input, range))).or_else(|| other.clone());
    let hint = label.is_none().then(|| context.labels.find(&format!("hint.{}", sheet.path(input)))).flatten();
    let message = message.or_else(|| hint.map(str::to_owned));
    let marks = [(wrong, "wrong"), (range.is_some(), "uncertain"), (other.is_some(), "other")];
    let marks: Classes = marks.into_iter().filter(|(holds, _)| *holds).map(|(_, name)| name).collect();
    let more = context.app.phrase("sheet.open", &[("field", &context.labels.field(field.place()))]);
    html! {
        <NumberField
            id={context.field_id(input, cell)}
            {field} {text} {label} {prefix} {suffix} {message} {wrong} {figure} {more}
            {marks}
            step={figure.map_or(1.0, |figure| entry::step(sheet, input, figure))}
            negative={low < 0.0}
            act={context.app.act.clone()}
        />
    }
}

/// Where another scenario is on the screen and the field differs from the base: what is there.
fn differs(context: &Context, field: FieldId) -> Option<String> {
    let base = context.base?;
    let same = base.figure(field.place()) == context.kept.figure(field.place())
        && base.ranges.get(field.place()) == context.kept.ranges.get(field.place());
    let before = context.labels.input_value(field.input, base.figure(field.place()));
    (!same).then(|| context.app.phrase("scenario.base_is", &[("figure", &before)]))
}

/// A field that a result of another calculator feeds: its figure, where it comes from, and the way to cut it.
fn linked(context: &Context, field: FieldId, link: Link, label: Option<String>) -> Html {
    let (app, id) = (context.app, context.field_id(field.input, field.cell));
    let figure = context.kept.figure(field.place());
    let text = figure.map_or_else(|| NOTHING.to_owned(), |_| context.labels.input_figure(field.input, field.cell));
    let cause = figure.is_none().then(|| {
        let node = context.calculator.sheet().input(field.input).node;
        node.and_then(|node| naming::fault(context, node, field.cell)).unwrap_or_default()
    });
    let press = |action: Action| {
        let act = app.act.clone();
        Callback::from(move |_: MouseEvent| act.emit(action.clone()))
    };
    let go = {
        let act = app.act.clone();
        Callback::from(move |_: MouseEvent| crate::ui::parts::focus::go_to(&act, link))
    };
    let source = app.source_name(link);
    html! {
        <div class="entry linked">
            <output {id} class="box" tabindex="-1" aria-label={label} translate="no">{ text }</output>
            <p class={classes!("message", cause.is_some().then_some("wrong"))}>
                if let Some(cause) = cause { { cause }{ " " } }
                <button type="button" class="link" onclick={go}>{ format!("← {source}") }</button>{ " · " }
                <button type="button" class="link" onclick={press(Action::Cut(field))}>{ app.word("link.cut") }</button>
            </p>
        </div>
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
    /// What the button that opens the range and the link is called.
    more: String,
    /// What marks it: an entry that does not stand, a range, a difference from the base.
    marks: Classes,
    step: f64,
    negative: bool,
    act: Callback<Action>,
}

/// A field for a number. Typing is never interrupted: the text is the person's until she leaves.
#[component]
fn NumberField(props: &NumberFieldProps) -> Html {
    let (field, act) = (props.field, props.act.clone());
    let node = use_node_ref();
    let composing = use_composition(&node, field, &act);
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
        let (figure, step, act) = (props.figure, props.step, act.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.alt_key() && event.key() == "ArrowDown" {
                event.prevent_default();
                act.emit(Action::Sheet(Some(field)));
                return;
            }
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
    let open = Callback::from(move |_: MouseEvent| act.emit(Action::Sheet(Some(field))));
    // The keyboard stays in the field; it has a key of its own for this.
    let stay = Callback::from(|event: MouseEvent| event.prevent_default());
    let message_id = format!("{}-message", props.id);
    // While an input method is at work the text is its own, whatever the page is drawn again for.
    let own = node.cast::<HtmlInputElement>().filter(|_| composing.get()).map(|input| input.value());
    let text = own.unwrap_or_else(|| props.text.clone());
    html! {
        <div class="entry">
            <span class={classes!("box", props.marks.clone())}>
                if let Some(prefix) = &props.prefix { <span class="unit" aria-hidden="true">{ prefix }</span> }
                <input
                    ref={node} id={props.id.clone()} type="text"
                    inputmode={(!props.negative).then_some("decimal")}
                    value={text} aria-label={props.label.clone()}
                    aria-invalid={props.wrong.then_some("true")}
                    aria-describedby={props.message.is_some().then(|| message_id.clone())}
                    autocomplete="off" spellcheck="false" translate="no"
                    {oninput} {onblur} {onkeydown}
                />
                if let Some(suffix) = &props.suffix { <span class="unit" aria-hidden="true">{ suffix }</span> }
                <button type="button" class="more" tabindex="-1" aria-label={props.more.clone()} title={props.more.clone()}
                    onmousedown={stay} onclick={open}>{ "±" }</button>
            </span>
            <p class={classes!("message", props.wrong.then_some("wrong"))} id={message_id}>
                { props.message.clone().unwrap_or_default() }
            </p>
        </div>
    }
}

/// Reads a field when an input method has finished with it; tells whether one is at work.
#[hook]
fn use_composition(node: &NodeRef, field: FieldId, act: &Callback<Action>) -> Rc<Cell<bool>> {
    let (node, act) = (node.clone(), act.clone());
    let composing = use_memo((), |()| Cell::new(false));
    let at_work = composing.clone();
    use_effect_with(field, move |field| {
        let field = *field;
        let listeners = node.cast::<HtmlInputElement>().map(|input| {
            let (target, begun) = (input.clone(), at_work.clone());
            let begin = EventListener::new(&target, "compositionstart", move |_| begun.set(true));
            let end = EventListener::new(&target, "compositionend", move |_| {
                at_work.set(false);
                act.emit(Action::Type(field, input.value()));
            });
            (begin, end)
        });
        move || drop(listeners)
    });
    composing
}

fn choice(
    context: &Context,
    input: InputId,
    cell: usize,
    options: &'static [&'static str],
    label: Option<String>,
) -> Html {
    let (field, act) = (context.field(input, cell), context.app.act.clone());
    let current = figure(context, input, cell).map(|place| place as usize);
    let choose = Callback::from(move |place: usize| act.emit(Action::Put(field, Some(place as f64))));
    let options: Vec<_> = options.iter().map(|option| (*option, context.labels.option(input, option))).collect();
    html! { <Select id={context.field_id(input, cell)} {options} {current} {choose} {label} /> }
}

fn switch(context: &Context, input: InputId, cell: usize, label: Option<String>) -> Html {
    let (field, act) = (context.field(input, cell), context.app.act.clone());
    let on = figure(context, input, cell).is_some_and(|figure| figure != 0.0);
    let onchange = Callback::from(move |_: Event| act.emit(Action::Put(field, Some(if on { 0.0 } else { 1.0 }))));
    html! { <input id={context.field_id(input, cell)} type="checkbox" checked={on} aria-label={label} {onchange} /> }
}

fn name(context: &Context, input: InputId, cell: usize, label: Option<String>) -> Html {
    let (field, act) = (context.field(input, cell), context.app.act.clone());
    let text = context.kept.inputs.names(input).get(cell).map(|name| context.labels.name(name)).unwrap_or_default();
    let size = letters(&text).to_string();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            act.emit(Action::Name(field, input.value()));
        }
    });
    html! {
        <input id={context.field_id(input, cell)} class="name" type="text" dir="auto" {size} value={text}
            aria-label={label} autocomplete="off" {oninput} />
    }
}

/// How many letters wide the field of a name is: its own, one of Han being as wide as two, between a short and a long name.
fn letters(name: &str) -> usize {
    name.chars().map(|c| if c < '\u{1100}' { 1 } else { 2 }).sum::<usize>().clamp(12, 28)
}
