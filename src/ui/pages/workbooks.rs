//! The page of all workbooks: to open, name, copy, throw away and fetch back; in and out of files; older states; the room left.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::App;
use super::versions::Versions;
use crate::browser::{clock, files};
use crate::text::Style;
use crate::text::format::Part;
use crate::tools::backup::{self, NoBackup, Refusal};
use crate::tools::saved::Moment;
use crate::tools::shelf::{BookId, Deed, Entry, Order, ROOM};
use crate::tools::state::Action;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct ShelfProps {
    pub app: App,
}

/// What a workbook is called; one without a name of its own is called so.
pub(super) fn name(app: &App, name: &str) -> String {
    match name.strip_prefix('@') {
        _ if name.is_empty() => app.word("shelf.untitled"),
        Some(key) => app.word(key),
        None => name.to_owned(),
    }
}

/// Whether the person is reminded to write a file of the workbook on the screen.
pub(super) fn is_reminded(app: &App) -> bool {
    app.state.shelf.lasting != Some(true) && app.state.about.wants_a_file(clock::now())
}

/// The page.
#[component]
pub(super) fn ShelfPage(props: &ShelfProps) -> Html {
    let app = &props.app;
    let shelf = &app.state.shelf;
    html! {
        <main id="main" class="shelf" tabindex="-1">
            <h1>{ app.word("shelf") }</h1>
            <p class="lead">{ app.word("shelf.lead") }</p>
            { deed(app) }
            <ul class="books">{ for shelf.entries.iter().map(|entry| book(app, entry)) }</ul>
            <p class="buttons">
                { button(app, "shelf.new", Order::New) }
                { from_file(app) }
                { button(app, "shelf.all_to_file", Order::ToFile(None)) }
            </p>
            { removed(app) }
            <Versions app={app.clone()} />
            { room(app) }
        </main>
    }
}

fn order(app: &App, order: Order) -> Callback<MouseEvent> {
    let act = app.act.clone();
    Callback::from(move |_: MouseEvent| act.emit(Action::Order(order.clone())))
}

fn button(app: &App, key: &str, what: Order) -> Html {
    html! { <button type="button" onclick={order(app, what)}>{ app.word(key) }</button> }
}

/// A quiet button about one workbook or one older state, which its label names.
pub(super) fn quiet(app: &App, key: &str, of: &str, what: Order) -> Html {
    let word = app.word(key);
    html! {
        <button type="button" class="plain" aria-label={format!("{word}: {of}")} onclick={order(app, what)}>{ word }</button>
    }
}

pub(super) fn when(app: &App, at: Moment) -> String {
    app.formatter.moment(at, Part::Both)
}

fn size(app: &App, characters: usize) -> String {
    app.phrase(
        "shelf.kilobytes",
        &[("size", &app.formatter.format(characters as f64 / 1024.0, Style::Number { most: 1 }))],
    )
}

/// One workbook: its name, to be changed in its place, and what can be done with it.
fn book(app: &App, entry: &Entry) -> Html {
    let id = &entry.id;
    let title = name(app, &entry.about.name);
    let open = *id == app.state.book;
    let rename = {
        let (act, id, before) = (app.act.clone(), id.clone(), title.clone());
        Callback::from(move |event: Event| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            if let Some(input) = input {
                match input.value().trim() {
                    "" => input.set_value(&before),
                    name => act.emit(Action::Order(Order::Rename(id.clone(), name.to_owned()))),
                }
            }
        })
    };
    let copy = app.phrase("shelf.copy_of", &[("name", &title)]);
    let changed = when(app, entry.about.changed);
    html! {
        <li key={id.0.to_string()} class={classes!(open.then_some("shown"))}>
            <input type="text" class="name" aria-label={app.word("shelf.name")} value={title.clone()} autocomplete="off"
                maxlength="80" onchange={rename} />
            <span class="hint">
                if entry.about.changed > 0 { { app.phrase("shelf.changed", &[("when", &changed)]) }{ " · " } }
                <span translate="no">{ size(app, entry.size) }</span>
            </span>
            <span class="buttons">
                if open {
                    <a href="#/workbook">{ app.word("shelf.open") }</a>
                } else {
                    { quiet(app, "shelf.open_this", &title, Order::Open(id.clone())) }
                }
                { quiet(app, "shelf.copy", &title, Order::Duplicate(id.clone(), copy)) }
                { quiet(app, "shelf.to_file", &title, Order::ToFile(Some(id.clone()))) }
                { quiet(app, "shelf.remove", &title, Order::Remove(id.clone())) }
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
                files::text(&file).await.ok_or(NoBackup::Foreign).and_then(|text| backup::read(&text))
            };
            act.emit(Action::Order(Order::FromFile(read.map(Rc::new))));
        });
    });
    html! {
        <label class="file button">
            { app.word("shelf.from_file") }
            <input type="file" class="unseen" accept=".json,application/json" {onchange} />
        </label>
    }
}

/// What was just done, and its way back.
fn deed(app: &App) -> Html {
    let Some(deed) = &app.state.deed else { return html! { <p class="deed" role="status"></p> } };
    let back = |order: Order| button(app, "shelf.undo", order);
    match deed {
        Deed::Removed(book) => {
            let entry = app.state.shelf.removed.iter().find(|entry| entry.id == *book);
            let name = name(app, entry.map_or("", |entry| &entry.about.name));
            html! {
                <p class="deed" role="status">
                    { app.phrase("deed.removed", &[("name", &name)]) }{ " " }{ back(Order::FetchBack(book.clone())) }
                </p>
            }
        }
        Deed::Received { added, known, refused } => html! {
            <div class="deed" role="status">
                <p>
                    { app.phrase("deed.added", &[("count", &added.len().to_string())]) }
                    if *known > 0 { { " " }{ app.phrase("deed.known", &[("count", &known.to_string())]) } }
                    if !added.is_empty() { { " " }{ back(Order::Forget(added.clone())) } }
                </p>
                if !refused.is_empty() {
                    <ul>{ for refused.iter().map(|(place, reason)| html! {
                        <li>{ app.phrase(refusal(*reason), &[("place", &place.to_string())]) }</li>
                    }) }</ul>
                }
            </div>
        },
        Deed::NotTaken(reason) => {
            html! { <p class="deed remark warning" role="alert">{ app.word(no_backup(*reason)) }</p> }
        }
        Deed::Unreadable => html! { <p class="deed remark warning" role="alert">{ app.word("deed.unreadable") }</p> },
        Deed::Refused(text) => html! {
            <div class="deed remark warning" role="alert">
                <p>{ app.word("deed.refused") }</p>
                <textarea readonly=true rows="6" aria-label={app.word("shelf.to_file")} value={text.to_string()} />
            </div>
        },
    }
}

const fn refusal(reason: Refusal) -> &'static str {
    match reason {
        Refusal::Damaged => "deed.damaged",
        Refusal::Newer => "deed.newer",
    }
}

const fn no_backup(reason: NoBackup) -> &'static str {
    match reason {
        NoBackup::TooLarge => "deed.too_large",
        NoBackup::Foreign => "deed.foreign",
        NoBackup::Newer => "deed.newer_file",
    }
}

fn removed(app: &App) -> Html {
    let all = &app.state.shelf.removed;
    if all.is_empty() {
        return Html::default();
    }
    let ids: Vec<BookId> = all.iter().map(|entry| entry.id.clone()).collect();
    html! {
        <section aria-labelledby="removed-title">
            <h2 id="removed-title">{ app.word("shelf.removed") }</h2>
            <ul class="books">
                { for all.iter().map(|entry| {
                    let title = name(app, &entry.about.name);
                    html! {
                        <li key={entry.id.0.to_string()}>
                            <span class="name">{ title.clone() }</span>
                            <span class="buttons">
                                { quiet(app, "shelf.fetch_back", &title, Order::FetchBack(entry.id.clone())) }
                                { quiet(app, "shelf.forget", &title, Order::Forget(vec![entry.id.clone()])) }
                            </span>
                        </li>
                    }
                }) }
            </ul>
            if ids.len() > 1 { <p>{ button(app, "shelf.forget_all", Order::Forget(ids)) }</p> }
        </section>
    }
}

/// How much room is taken, and whether the browser promises to keep it.
fn room(app: &App) -> Html {
    let shelf = &app.state.shelf;
    let (used, all) = (size(app, shelf.used), size(app, ROOM));
    let promise = match shelf.lasting {
        Some(true) => "shelf.lasts",
        _ => "shelf.may_go",
    };
    html! {
        <section class="room" aria-labelledby="room-title">
            <h2 id="room-title">{ app.word("shelf.room") }</h2>
            <meter min="0" max={ROOM.to_string()} high={(ROOM * 4 / 5).to_string()} value={shelf.used.to_string()}
                aria-labelledby="room-title" />
            <p translate="no">{ app.phrase("shelf.used", &[("used", &used), ("all", &all)]) }</p>
            <p>{ app.word(promise) }</p>
            if shelf.lasting != Some(true) {
                if is_reminded(app) { <p class="remark">{ app.word("shelf.remind_long") }</p> }
                <p>{ button(app, "shelf.ask_to_last", Order::Last) }</p>
            }
            if !shelf.versions.is_empty() { <p>{ button(app, "shelf.forget_versions", Order::ForgetVersions) }</p> }
        </section>
    }
}
