//! The first rows as they are understood, with what is odd about them marked in its place.

use yew::prelude::*;

use super::{View, report};
use crate::engine::InputId;
use crate::tools::fill::Entry;
use crate::tools::import::grid::Grid;
use crate::tools::import::{Choices, Desk, Issue, Plan, Target};
use crate::tools::speech::Speech;
use crate::ui::App;
use crate::ui::filling;

/// So many rows are shown.
const SHOWN: usize = 8;

/// The section.
pub(super) fn section(app: &App, speech: &Speech, desk: &Desk, grid: &Grid, view: &View) -> Html {
    let View { choices, plan, .. } = view;
    if plan.lines.is_empty() {
        return Html::default();
    }
    let table = match desk.target {
        Target::Table(_) => rows(app, speech, plan, choices),
        Target::Fields => fields(app, speech, plan),
    };
    let shown = plan.lines.len().min(SHOWN);
    let heading = app.phrase("import.preview", &[("shown", &app.count(shown)), ("n", &app.count(grid.total))]);
    html! {
        <section>
            <h3>{ app.word("import.understood") }</h3>
            <p class="hint">{ heading }</p>
            <div class="scroll" role="region" tabindex="0" aria-label={app.word("import.understood")}>{ table }</div>
        </section>
    }
}

fn rows(app: &App, speech: &Speech, plan: &Plan, choices: &Choices) -> Html {
    let columns: Vec<(usize, InputId)> =
        choices.columns.iter().enumerate().filter_map(|(place, id)| Some((place, (*id)?))).collect();
    html! {
        <table class="figures">
            <thead><tr>
                <th scope="col">{ app.word("import.line") }</th>
                { for columns.iter().map(|(_, id)| filling::heading(speech, *id)) }
            </tr></thead>
            <tbody>
                { for plan.lines.iter().zip(&plan.filling.lines).take(SHOWN).map(|(line, entries)| html! {
                    <tr key={*line}>
                        <th scope="row">{ *line }</th>
                        { for columns.iter().map(|(place, id)| cell(app, speech, plan, (*line, *place, *id), entries)) }
                    </tr>
                }) }
            </tbody>
        </table>
    }
}

fn cell(app: &App, speech: &Speech, plan: &Plan, at: (u64, usize, InputId), entries: &[Entry]) -> Html {
    let (line, place, id) = at;
    let of = |issue: &&Issue| issue.line == line && issue.column == place && issue.input == Some(id);
    match (entries.iter().find(|entry| entry.input == id), plan.issues.iter().find(of)) {
        (Some(entry), _) => filling::understood(app, speech, entry),
        (None, Some(issue)) => html! {
            <td class={filling::is_number(speech, id).then_some("num")}><span translate="no">{ &issue.text }</span>
                <p class="message wrong">{ report::problem(app, speech, issue) }</p></td>
        },
        (None, None) => html! { <td></td> },
    }
}

fn fields(app: &App, speech: &Speech, plan: &Plan) -> Html {
    html! {
        <table class="figures">
            <thead><tr>
                <th scope="col">{ app.word("import.input") }</th>
                <th scope="col" class="num">{ app.word("import.value") }</th>
            </tr></thead>
            <tbody>
                { for plan.filling.lines.iter().flatten().take(SHOWN * 2).map(|entry| html! {
                    <tr key={entry.input.0}>
                        <th scope="row">{ speech.input_label(entry.input) }</th>
                        { filling::understood(app, speech, entry) }
                    </tr>
                }) }
            </tbody>
        </table>
    }
}
