//! The page of all workbooks: to open, name, copy, delete and restore; in and out of files; older states; the room left.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::versions::Versions;
use super::workbook_order::{order, quiet, when};
use crate::browser::{clock, files, rooms};
use crate::exchange::backup::{self, NoBackup, Refusal};
use crate::state::Action;
use crate::state::order::{Order, OrderOutcome};
use crate::state::workbooks::{BookId, Entry, ROOM};
use crate::text::Style;
use crate::ui::context::App;
use crate::ui::parts::lazy::part;
use crate::ui::parts::naming::workbook_name;
use crate::ui::parts::text_field::TextField;

part!(workbook, PAGE, workbooks, App, |app| html! { <WorkbooksPage app={app.clone()} /> });

#[derive(Clone, PartialEq, Properties)]
pub struct WorkbooksProps {
    pub app: App,
}

/// Whether the person is reminded to write a file of the workbook on the screen.
pub fn is_reminded(app: &App) -> bool {
    app.state.workbooks.lasting != Some(true) && app.state.about.wants_a_file(clock::now())
}

/// The page.
#[component]
pub fn WorkbooksPage(props: &WorkbooksProps) -> Html {
    let app = &props.app;
    let workbooks = &app.state.workbooks;
    html! {
        <main id="main" class="workbooks" tabindex="-1">
            <h1>{ app.word("workbooks") }</h1>
            <p class="lead">{ app.word("workbooks.lead") }</p>
            { outcome(app) }
            <ul class="books">{ for workbooks.entries.iter().map(|entry| book(app, entry)) }</ul>
            <p class="buttons">
                { button(app, "workbooks.new", Order::New) }
                { from_file(app) }
                { button(app, "workbooks.all_to_file", Order::ToFile(None)) }
            </p>
            { removed(app) }
            <Versions app={app.clone()} />
            { room(app) }
        </main>
    }
}

fn button(app: &App, key: &str, what: Order) -> Html {
    html! { <button type="button" onclick={order(app, what)}>{ app.word(key) }</button> }
}

fn size(app: &App, characters: usize) -> String {
    app.phrase(
        "workbooks.kilobytes",
        &[("size", &app.formatter.format(characters as f64 / 1024.0, Style::Number { most: 1 }))],
    )
}

/// One workbook: its name, to be changed in its place, and what can be done with it.
fn book(app: &App, entry: &Entry) -> Html {
    let id = &entry.id;
    let title = workbook_name(app, &entry.about.name);
    let open = *id == app.state.book;
    let rename = {
        let (act, id) = (app.act.clone(), id.clone());
        Callback::from(move |name: String| {
            if !name.trim().is_empty() {
                act.emit(Action::Order(Order::Rename(id.clone(), name.trim().to_owned())));
            }
        })
    };
    let copy = app.phrase("workbooks.copy_of", &[("name", &title)]);
    let changed = when(app, entry.about.changed);
    html! {
        <li key={id.0.to_string()} class={classes!(open.then_some("shown"))}>
            <TextField class="name" name={app.word("workbooks.name")} text={title.clone()} maxlength="80" take={rename} />
            <span class="hint">
                if entry.about.changed > 0 { { app.phrase("workbooks.changed", &[("when", &changed)]) }{ " · " } }
                <span translate="no">{ size(app, entry.size) }</span>
            </span>
            <span class="buttons">
                if open {
                    <a href="#/workbook">{ app.word("workbooks.open") }</a>
                } else {
                    { quiet(app, "workbooks.open_this", &title, Order::Open(id.clone())) }
                }
                { quiet(app, "workbooks.copy", &title, Order::Duplicate(id.clone(), copy)) }
                { quiet(app, "workbooks.to_file", &title, Order::ToFile(Some(id.clone()))) }
                { quiet(app, "workbooks.remove", &title, Order::Remove(id.clone())) }
            </span>
        </li>
    }
}

/// A file to be opened; what is in it is read here and kept by order.
fn from_file(app: &App) -> Html {
    let act = app.act.clone();
    let onchange = Callback::from(move |event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(file) = input.and_then(|input| files::chosen(&input)) else { return };
        let act = act.clone();
        spawn_local(async move {
            let read = if file.size() > backup::LARGEST as f64 {
                Err(NoBackup::TooLarge)
            } else {
                match files::text(&file).await {
                    Some(text) if rooms::calculators_named_in(&text).await.is_err() => {
                        return act.emit(Action::OrderDone(Some(OrderOutcome::NotLoaded)));
                    }
                    Some(text) => backup::read(&text),
                    None => Err(NoBackup::Foreign),
                }
            };
            act.emit(Action::Order(Order::FromFile(read.map(Rc::new))));
        });
    });
    html! {
        <label class="file button">
            { app.word("workbooks.from_file") }
            <input type="file" class="unseen" accept=".json,application/json" {onchange} />
        </label>
    }
}

/// What was just done, and its way back.
fn outcome(app: &App) -> Html {
    let Some(outcome) = &app.state.outcome else { return html! { <p class="order-outcome" role="status"></p> } };
    let back = |order: Order| button(app, "workbooks.undo", order);
    match outcome {
        OrderOutcome::Removed(book) => {
            let entry = app.state.workbooks.removed.iter().find(|entry| entry.id == *book);
            let name = workbook_name(app, entry.map_or("", |entry| &entry.about.name));
            html! {
                <p class="order-outcome" role="status">
                    { app.phrase("order.removed", &[("name", &name)]) }{ " " }{ back(Order::Restore(book.clone())) }
                </p>
            }
        }
        OrderOutcome::Received { added, known, refused } => html! {
            <div class="order-outcome" role="status">
                <p>
                    { app.phrase("order.added", &[("count", &added.len().to_string())]) }
                    if *known > 0 { { " " }{ app.phrase("order.known", &[("count", &known.to_string())]) } }
                    if !added.is_empty() { { " " }{ back(Order::Forget(added.clone())) } }
                </p>
                if !refused.is_empty() {
                    <ul>{ for refused.iter().map(|(place, reason)| html! {
                        <li>{ app.phrase(refusal(*reason), &[("place", &place.to_string())]) }</li>
                    }) }</ul>
                }
            </div>
        },
        OrderOutcome::NotTaken(reason) => {
            html! { <p class="order-outcome remark warning" role="alert">{ app.word(no_backup(*reason)) }</p> }
        }
        OrderOutcome::Unreadable => {
            html! { <p class="order-outcome remark warning" role="alert">{ app.word("order.unreadable") }</p> }
        }
        OrderOutcome::NotLoaded => {
            html! { <p class="order-outcome remark warning" role="alert">{ app.word("order.not_loaded") }</p> }
        }
        OrderOutcome::Refused(text) => html! {
            <div class="order-outcome remark warning" role="alert">
                <p>{ app.word("order.refused") }</p>
                <textarea readonly=true rows="6" aria-label={app.word("workbooks.to_file")} value={text.to_string()} />
            </div>
        },
    }
}

const fn refusal(reason: Refusal) -> &'static str {
    match reason {
        Refusal::Damaged => "order.damaged",
        Refusal::Newer => "order.newer",
    }
}

const fn no_backup(reason: NoBackup) -> &'static str {
    match reason {
        NoBackup::TooLarge => "order.too_large",
        NoBackup::Foreign => "order.foreign",
        NoBackup::Newer => "order.newer_file",
    }
}

fn removed(app: &App) -> Html {
    let all = &app.state.workbooks.removed;
    if all.is_empty() {
        return Html::default();
    }
    let ids: Vec<BookId> = all.iter().map(|entry| entry.id.clone()).collect();
    html! {
        <section aria-labelledby="removed-title">
            <h2 id="removed-title">{ app.word("workbooks.removed") }</h2>
            <ul class="books">
                { for all.iter().map(|entry| {
                    let title = workbook_name(app, &entry.about.name);
                    html! {
                        <li key={entry.id.0.to_string()}>
                            <span class="name">{ title.clone() }</span>
                            <span class="buttons">
                                { quiet(app, "workbooks.restore", &title, Order::Restore(entry.id.clone())) }
                                { quiet(app, "workbooks.forget", &title, Order::Forget(vec![entry.id.clone()])) }
                            </span>
                        </li>
                    }
                }) }
            </ul>
            if ids.len() > 1 { <p>{ button(app, "workbooks.forget_all", Order::Forget(ids)) }</p> }
        </section>
    }
}

/// How much room is taken, and whether the browser promises to keep it.
fn room(app: &App) -> Html {
    let workbooks = &app.state.workbooks;
    let (used, all) = (size(app, workbooks.used), size(app, ROOM));
    let promise = match workbooks.lasting {
        Some(true) => "workbooks.lasts",
        _ => "workbooks.may_go",
    };
    html! {
        <section class="room" aria-labelledby="room-title">
            <h2 id="room-title">{ app.word("workbooks.room") }</h2>
            <meter min="0" max={ROOM.to_string()} high={(ROOM * 4 / 5).to_string()} value={workbooks.used.to_string()}
                aria-labelledby="room-title" />
            <p translate="no">{ app.phrase("workbooks.used", &[("used", &used), ("all", &all)]) }</p>
            <p>{ app.word(promise) }</p>
            if workbooks.lasting != Some(true) {
                if is_reminded(app) { <p class="remark">{ app.word("workbooks.remind_long") }</p> }
                <p>{ button(app, "workbooks.ask_to_last", Order::Last) }</p>
            }
            if !workbooks.versions.is_empty() { <p>{ button(app, "workbooks.forget_versions", Order::ForgetVersions) }</p> }
        </section>
    }
}
