//! A cell that is to be filled in, pasted or from a file, as it was understood.

use yew::prelude::*;

use crate::engine::{InputId, InputKind};
use crate::exchange::fill::{self, Entry, Meaning};
use crate::presentation::entry;
use crate::presentation::labels::Labels;
use crate::ui::context::App;

/// What a column of such cells is called.
pub fn heading(labels: &Labels, id: InputId) -> Html {
    html! { <th scope="col" class={is_number(labels, id).then_some("num")}>{ labels.input_label(id) }</th> }
}

/// Whether its cells hold numbers.
pub fn is_number(labels: &Labels, id: InputId) -> bool {
    matches!(labels.sheet.input(id).kind, InputKind::Number { .. })
}

/// The cell, or why it was not understood.
pub fn understood(app: &App, labels: &Labels, entry: &Entry) -> Html {
    let input = labels.sheet.input(entry.input);
    match fill::meaning(labels.sheet, labels.section, entry, labels.words, app.state.settings, None) {
        Meaning::Name(name) => html! { <td><bdi translate="no">{ labels.name(&name) }</bdi></td> },
        Meaning::Option(Some(option)) => html! { <td>{ labels.input_value(entry.input, Some(option as f64)) }</td> },
        Meaning::Option(None) => html! {
            <td><span translate="no">{ &entry.text }</span>
                <p class="message wrong">{ no_option(app, labels, entry.input, &entry.text) }</p></td>
        },
        Meaning::Number(Ok(read)) => {
            let figure = || read.figure.zip(input.unit()).map(|(figure, unit)| labels.figure(figure, unit));
            let shown = read.range.map_or_else(figure, |range| Some(labels.range(entry.input, &range)));
            html! { <td class="num" translate="no">{ shown.unwrap_or_else(|| app.word("not_given")) }</td> }
        }
        Meaning::Number(Err(wrong)) => html! {
            <td class="num"><span translate="no">{ &entry.text }</span>
                <p class="message wrong">{ entry::explain_wrong(labels, entry.input, wrong) }</p></td>
        },
    }
}

/// That no option is called so.
pub fn no_option(app: &App, labels: &Labels, id: InputId, text: &str) -> String {
    app.phrase("import.odd.no_option", &[("label", &labels.input_label(id)), ("text", text)])
}
