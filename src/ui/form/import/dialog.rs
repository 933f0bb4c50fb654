//! A table brought from a file: a quiet button by each table, and the dialog in which the file is looked at before it is filled in.

use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DragEvent, Element, File, HtmlInputElement};
use yew::prelude::*;

use super::reading::{Read, Step, use_reading};
use super::view::{View, view};
use super::{choices, preview, report};
use crate::browser::download::{self, Kind};
use crate::browser::words;
use crate::engine::Calculator;
use crate::exchange::import::names::Names;
use crate::exchange::import::{ImportContext, Target};
use crate::presentation::labels::Labels;
use crate::state::Action;
use crate::text::Language;
use crate::ui::context::App;
use crate::ui::context::labels;
use crate::ui::parts::dialog;
use crate::ui::parts::lazy::{lazy, part};

#[derive(Clone, PartialEq, Properties)]
pub struct ImportProps {
    pub app: App,
    pub calculator: &'static str,
    pub target: Target,
}

/// The button; what surrounds it takes a dropped file.
#[component]
pub fn Import(props: &ImportProps) -> Html {
    // Numbered: opened again before the browser tells that it was closed, the dialog is another one.
    let opening = use_state_eq(|| None::<(u64, Option<File>)>);
    let number = use_mut_ref(|| 0_u64);
    let button = use_node_ref();
    let open = {
        let (opening, number) = (opening.clone(), number.clone());
        Callback::from(move |file: Option<File>| {
            *number.borrow_mut() += 1;
            opening.set(Some((*number.borrow(), file)));
        })
    };
    use_drop(&button, open.reform(Some));
    let onclick = open.reform(|_: MouseEvent| None);
    let close = {
        let (opening, number) = (opening.clone(), number.clone());
        Callback::from(move |last: u64| {
            if *number.borrow() == last {
                opening.set(None);
            }
        })
    };
    let ImportProps { app, calculator, target } = props.clone();
    let key = if target == Target::Fields { "import.fields" } else { "import" };
    html! {
        <>
            <button type="button" ref={button} class="plain import" aria-haspopup="dialog" {onclick}>{ app.word(key) }</button>
            if let Some((number, file)) = (*opening).clone() {
                { outside(html! {
                    <key={number}>
                        { lazy(&app.clone(), DIALOG, DialogProps { app, calculator, target, file, close: close.reform(move |()| number) }) }
                    </>
                }) }
            }
        </>
    }
}

part!(import, DIALOG, import, DialogProps, |props| html! { <Dialog ..props.clone() /> });

/// Content at the end of the page: a dialog's fields are none of the form's.
fn outside(content: Html) -> Html {
    let body = web_sys::window().and_then(|window| window.document()).and_then(|document| document.body());
    body.map_or_else(Html::default, |body| create_portal(content, body.into()))
}

/// A file dropped where the button stands.
#[hook]
fn use_drop(button: &NodeRef, dropped: Callback<File>) {
    let button = button.clone();
    use_effect_with((), move |()| {
        let around = button.cast::<Element>().and_then(|button| button.parent_element());
        let listeners = around.map(|around| {
            let options = EventListenerOptions::enable_prevent_default();
            let over = EventListener::new_with_options(&around, "dragover", options, |event| {
                if brings_files(event) {
                    event.prevent_default();
                }
            });
            let drop = EventListener::new_with_options(&around, "drop", options, move |event| {
                if let Some(file) = file_of(event) {
                    event.prevent_default();
                    dropped.emit(file);
                }
            });
            (over, drop)
        });
        move || drop(listeners)
    });
}

/// Whether what is dragged are files: which, the browser says only once they are dropped.
fn brings_files(event: &Event) -> bool {
    let transfer = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
    transfer.is_some_and(|transfer| transfer.types().includes(&"Files".into(), 0))
}

fn file_of(event: &Event) -> Option<File> {
    event.dyn_ref::<DragEvent>()?.data_transfer()?.files()?.get(0)
}

#[derive(Clone, PartialEq, Properties)]
struct DialogProps {
    app: App,
    calculator: &'static str,
    target: Target,
    file: Option<File>,
    close: Callback<()>,
}

/// The dialog: the file, how it is read, where its columns go, what would be filled in and what not.
#[component]
fn Dialog(props: &DialogProps) -> Html {
    let DialogProps { app, calculator, target, .. } = props;
    let dialog = use_node_ref();
    let opening = use_memo((), |()| ());
    let onclose = {
        let close = props.close.clone();
        dialog::use_open(&dialog, Some(&opening), move |_| close.emit(()))
    };
    let file = use_state(|| props.file.clone());
    let names = use_names(app, calculator);
    let reading = use_reading(app, calculator, *target, &file);
    // Closing the dialog, not taking it away, gives the keyboard back to the button.
    let leave = {
        let dialog = dialog.clone();
        Callback::from(move |()| {
            if let Some(dialog) = dialog.cast::<web_sys::HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    let choose = {
        let (file, forget) = (file.clone(), reading.forget.clone());
        Callback::from(move |chosen: Option<File>| {
            if chosen.is_some() {
                forget.emit(());
                file.set(chosen);
            }
        })
    };
    let ondrop = choose.reform(|event: DragEvent| {
        event.prevent_default();
        file_of(&event)
    });
    let ondragover = Callback::from(|event: DragEvent| event.prevent_default());
    let Some(calculator) = crate::calculators::find(calculator) else { return Html::default() };
    let kept = app.state.kept(calculator);
    let labels = labels(app, calculator, &kept);
    let context = ImportContext {
        calculator: calculator.id,
        sheet: calculator.sheet(),
        target: *target,
        kept: &kept,
        names: &names,
        words: &app.state.words,
        settings: app.state.settings,
    };
    let view = view(&context, &reading);
    html! {
        <dialog ref={dialog} class="palette importing" aria-labelledby="import-title" {onclose} {ondrop} {ondragover}>
            <h2 id="import-title">{ title(app, &labels, *target) }</h2>
            { picker(app, file.as_ref(), choose) }
            { progress(app, &reading) }
            { body(app, &labels, &context, &reading, view.as_ref()) }
            <div class="buttons">
                if let Some(view) = view { { fill(app, &context, view, reading.busy.is_some(), &leave) } }
                <button type="button" onclick={leave.reform(|_: MouseEvent| ())}>{ app.word("import.leave") }</button>
                { template(app, &labels, calculator, *target) }
            </div>
        </dialog>
    }
}

/// The words of a calculator in every language: those of the page at once, the others when they come.
#[hook]
fn use_names(app: &App, calculator: &'static str) -> Names {
    let others = use_state(Vec::new);
    let language = app.state.settings.language;
    {
        let others = others.clone();
        use_effect_with(language, move |language| {
            let language = *language;
            spawn_local(async move {
                let mut found = Vec::new();
                for other in Language::ALL.into_iter().filter(|other| *other != language) {
                    found.extend(words::of(other, Some(calculator)).await.map(Rc::new));
                }
                others.set(found);
            });
        });
    }
    let words = std::iter::once(app.state.words.clone()).chain(others.iter().cloned()).collect();
    Names { section: calculator, words }
}

fn title(app: &App, labels: &Labels, target: Target) -> String {
    match target {
        Target::Table(table) => {
            let name = labels.word(&format!("table.{}", labels.sheet.table(table).key));
            app.phrase("import.title", &[("table", &name)])
        }
        Target::Fields => app.word("import.title.fields"),
    }
}

fn picker(app: &App, file: Option<&File>, choose: Callback<Option<File>>) -> Html {
    let onchange = Callback::from(move |event: Event| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        choose.emit(input.and_then(|input| input.files()).and_then(|files| files.get(0)));
    });
    html! {
        <div class="field">
            <label for="import-file">{ app.word("import.file") }</label>
            <input id="import-file" type="file" accept=".csv,.tsv,.txt,.json,.xlsx" aria-describedby="import-hint" {onchange} />
            <p class="hint" id="import-hint">
                if let Some(file) = file { <bdi translate="no">{ file.name() }</bdi> } else { { app.word("import.hint") } }
            </p>
        </div>
    }
}

/// How far the reading is, where it takes more than a moment.
fn progress(app: &App, reading: &Read) -> Html {
    let Some(share) = reading.busy.filter(|share| *share > 0.0 && *share < 1.0) else { return Html::default() };
    let stop = reading.stop.reform(|_: MouseEvent| ());
    html! {
        <div class="progress">
            <progress max="1" value={share.to_string()} aria-label={app.word("import.reading")} />
            <span translate="no">{ app.plain_percent((share * 100.0).floor() / 100.0) }</span>
            <button type="button" onclick={stop}>{ app.word("import.stop") }</button>
        </div>
    }
}

/// All that depends on what the file holds.
fn body(app: &App, labels: &Labels, context: &ImportContext, reading: &Read, view: Option<&View>) -> Html {
    match &reading.step {
        Step::Nothing => Html::default(),
        Step::Failed(unread) => html! { <p class="remark warning" role="alert">{ report::unread(app, unread) }</p> },
        Step::Read(tables) => {
            let (Some((_, grid)), Some(view)) = (tables.all.get(reading.sheet), view) else { return Html::default() };
            html! {
                <>
                    { choices::reading(app, context, reading, tables, grid, &view.choices) }
                    { choices::columns(app, labels, context, reading, grid, &view.choices) }
                    { preview::section(app, labels, context, grid, view) }
                    { report::section(app, labels, context, grid, view) }
                </>
            }
        }
    }
}

/// The button that fills in, as far as there is anything to fill in.
fn fill(app: &App, context: &ImportContext, view: View, busy: bool, leave: &Callback<()>) -> Html {
    let count = view.plan.lines.len();
    let disabled = count == 0 || !view.changes || busy;
    let filling = Rc::new(view.plan.filling);
    let (act, leave) = (app.act.clone(), leave.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        act.emit(Action::Import(filling.clone()));
        leave.emit(());
    });
    let key = if context.target == Target::Fields { "import.fill.fields" } else { "import.fill" };
    html! {
        <button type="button" {disabled} {onclick}>{ app.phrase(key, &[("n", &app.count(count))]) }</button>
    }
}

/// A file with the headings that are looked for, to be filled in elsewhere.
fn template(app: &App, labels: &Labels, calculator: &'static Calculator, target: Target) -> Html {
    let Target::Table(table) = target else { return Html::default() };
    let sheet = calculator.sheet();
    let cell = |text: String| format!("\"{}\"", text.replace('"', "\"\""));
    let headings = sheet.table(table).columns.iter().map(|id| cell(labels.input_label(*id)));
    // The mark tells spreadsheet programs that this is UTF-8.
    let text = format!("\u{feff}{}\r\n", headings.collect::<Vec<_>>().join(","));
    let name = labels.word(&format!("table.{}", sheet.table(table).key));
    let onclick = Callback::from(move |_: MouseEvent| {
        // A browser that hands out no files leaves the person with her own headings, which are found as well.
        let _ = download::save(&name, Kind::Csv, text.as_bytes());
    });
    html! { <button type="button" class="plain" {onclick}>{ app.word("import.template") }</button> }
}
