//! A cell that is to be filled in, pasted or from a file, as it was understood.

use yew::prelude::*;

use super::App;
use crate::engine::{InputId, InputKind};
use crate::tools::entry;
use crate::tools::fill::{self, Entry, Meaning};
use crate::tools::speech::Speech;

/// What a column of such cells is called.
pub(super) fn heading(speech: &Speech, id: InputId) -> Html {
    html! { <th scope="col" class={is_number(speech, id).then_some("num")}>{ speech.input_label(id) }</th> }
}

/// Whether its cells hold numbers.
pub(super) fn is_number(speech: &Speech, id: InputId) -> bool {
    matches!(speech.sheet.input(id).kind, InputKind::Number { .. })
}

/// The cell, or why it was not understood.
pub(super) fn understood(app: &App, speech: &Speech, entry: &Entry) -> Html {
    let input = speech.sheet.input(entry.input);
    match fill::meaning(speech.sheet, speech.section, entry, speech.words, app.state.settings, None) {
        Meaning::Name(name) => html! { <td><bdi translate="no">{ speech.name(&name) }</bdi></td> },
        Meaning::Option(Some(option)) => html! { <td>{ speech.input_value(entry.input, Some(option as f64)) }</td> },
        Meaning::Option(None) => html! {
            <td><span translate="no">{ &entry.text }</span>
                <p class="message wrong">{ no_option(app, speech, entry.input, &entry.text) }</p></td>
        },
        Meaning::Number(Ok(read)) => {
            let figure = || read.figure.zip(input.unit()).map(|(figure, unit)| speech.figure(figure, unit));
            let shown = read.range.map_or_else(figure, |range| Some(speech.range(entry.input, &range)));
            html! { <td class="num" translate="no">{ shown.unwrap_or_else(|| app.word("not_given")) }</td> }
        }
        Meaning::Number(Err(wrong)) => html! {
            <td class="num"><span translate="no">{ &entry.text }</span>
                <p class="message wrong">{ entry::explain_wrong(speech, entry.input, wrong) }</p></td>
        },
    }
}

/// That no option is called so.
pub(super) fn no_option(app: &App, speech: &Speech, id: InputId, text: &str) -> String {
    app.phrase("import.odd.no_option", &[("label", &speech.input_label(id)), ("text", text)])
}
