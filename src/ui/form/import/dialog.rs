//! A table brought from a file: a quiet button by each table, and the dialog in which the file is looked at before it is filled in.

mod choices;
mod preview;
mod reading;
mod report;

use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DragEvent, Element, File, HtmlInputElement};
use yew::prelude::*;

use super::App;
use super::calculator::speech;
use super::dialog;
use crate::browser::download::{self, Kind};
use crate::browser::words_of;
use crate::engine::Calculator;
use crate::text::Language;
use crate::tools::import;
use crate::tools::import::names::Names;
use crate::tools::import::{Choices, Desk, Plan, Target};
use crate::tools::speech::Speech;
use crate::tools::state::Action;
use reading::{Read, Step, use_reading};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct ImportProps {
    pub app: App,
    pub calculator: &'static str,
    pub target: Target,
}

/// The button; what surrounds it takes a dropped file.
#[component]
pub(super) fn Import(props: &ImportProps) -> Html {
    let open = use_state_eq(|| None::<Option<File>>);
    let button = use_node_ref();
    use_drop(&button, {
        let open = open.clone();
        Callback::from(move |file: File| open.set(Some(Some(file))))
    });
    let onclick = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(Some(None)))
    };
    let close = {
        let open = open.clone();
        Callback::from(move |()| open.set(None))
    };
    let ImportProps { app, calculator, target } = props.clone();
    let key = if target == Target::Fields { "import.fields" } else { "import" };
    html! {
        <>
            <button type="button" ref={button} class="plain import" aria-haspopup="dialog" {onclick}>{ app.word(key) }</button>
            if let Some(file) = (*open).clone() {
                { outside(html! { <Dialog {app} {calculator} {target} {file} {close} /> }) }
            }
        </>
    }
}

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
    dialog::use_open(&dialog, true);
    let file = use_state(|| props.file.clone());
    let names = use_names(app, calculator);
    let reading = use_reading(app, calculator, *target, &file);
    let onclose = props.close.reform(|_: Event| ());
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
    let speech = speech(app, calculator, &kept);
    let desk = Desk {
        calculator: calculator.id,
        sheet: calculator.sheet(),
        target: *target,
        kept: &kept,
        names: &names,
        words: &app.state.words,
        settings: app.state.settings,
    };
    let view = view(&desk, &reading);
    html! {
        <dialog ref={dialog} class="palette importing" aria-labelledby="import-title" {onclose} {ondrop} {ondragover}>
            <h2 id="import-title">{ title(app, &speech, *target) }</h2>
            { picker(app, file.as_ref(), choose) }
            { progress(app, &reading) }
            { body(app, &speech, &desk, &reading, view.as_ref()) }
            <div class="buttons">
                if let Some(view) = view { { fill(app, &desk, view, reading.busy.is_some(), &leave) } }
                <button type="button" onclick={leave.reform(|_: MouseEvent| ())}>{ app.word("import.leave") }</button>
                { template(app, &speech, calculator, *target) }
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
                    found.extend(words_of(other).await.map(Rc::new));
                }
                others.set(found);
            });
        });
    }
    let words = std::iter::once(app.state.words.clone()).chain(others.iter().cloned()).collect();
    Names { section: calculator, words }
}

fn title(app: &App, speech: &Speech, target: Target) -> String {
    match target {
        Target::Table(table) => {
            let name = speech.word(&format!("table.{}", speech.sheet.table(table).key));
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
fn body(app: &App, speech: &Speech, desk: &Desk, reading: &Read, view: Option<&View>) -> Html {
    match &reading.step {
        Step::Nothing => Html::default(),
        Step::Failed(unread) => html! { <p class="remark warning" role="alert">{ report::unread(app, unread) }</p> },
        Step::Read(tables) => {
            let (Some((_, grid)), Some(view)) = (tables.all.get(reading.sheet), view) else { return Html::default() };
            html! {
                <>
                    { choices::reading(app, desk, reading, tables, grid, &view.choices) }
                    { choices::columns(app, speech, desk, reading, grid, &view.choices) }
                    { preview::section(app, speech, desk, grid, view) }
                    { report::section(app, speech, desk, grid, view) }
                </>
            }
        }
    }
}

/// The file at hand as it is understood.
struct View {
    choices: Choices,
    plan: Plan,
    /// Whether filling it in would change anything.
    changes: bool,
}

/// The view of the table at hand, if one has been read.
fn view(desk: &Desk, reading: &Read) -> Option<View> {
    let Step::Read(tables) = &reading.step else { return None };
    let (_, grid) = tables.all.get(reading.sheet)?;
    let choices = reading.choices.clone().unwrap_or_else(|| desk.likely(grid));
    let plan = desk.plan(grid, &choices);
    Some(View { changes: plan.changes(desk), choices, plan })
}

/// The button that fills in, as far as there is anything to fill in.
fn fill(app: &App, desk: &Desk, view: View, busy: bool, leave: &Callback<()>) -> Html {
    let count = view.plan.lines.len();
    let disabled = count == 0 || !view.changes || busy;
    let filling = Rc::new(view.plan.filling);
    let (act, leave) = (app.act.clone(), leave.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        act.emit(Action::Import(filling.clone()));
        leave.emit(());
    });
    let key = if desk.target == Target::Fields { "import.fill.fields" } else { "import.fill" };
    html! {
        <button type="button" {disabled} {onclick}>{ app.phrase(key, &[("n", &app.count(count))]) }</button>
    }
}

/// A file with the headings that are looked for, to be filled in elsewhere.
fn template(app: &App, speech: &Speech, calculator: &'static Calculator, target: Target) -> Html {
    let Target::Table(table) = target else { return Html::default() };
    let sheet = calculator.sheet();
    let cell = |text: String| format!("\"{}\"", text.replace('"', "\"\""));
    let headings = sheet.table(table).columns.iter().map(|id| cell(speech.input_label(*id)));
    // The mark tells spreadsheet programs that this is UTF-8.
    let text = format!("\u{feff}{}\r\n", headings.collect::<Vec<_>>().join(","));
    let name = speech.word(&format!("table.{}", sheet.table(table).key));
    let onclick = Callback::from(move |_: MouseEvent| {
        // A browser that hands out no files leaves the person with her own headings, which are found as well.
        let _ = download::save(&name, Kind::Csv, text.as_bytes());
    });
    html! { <button type="button" class="plain" {onclick}>{ app.word("import.template") }</button> }
}

/// What a column of the file is called.
fn heading(grid: &import::grid::Grid, choices: &Choices, place: usize) -> String {
    import::headings(grid, choices.header).get(place).cloned().unwrap_or_default()
}
