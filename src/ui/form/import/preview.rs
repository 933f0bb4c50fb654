//! The first rows as they are understood, with what is odd about them marked in its place.

use yew::prelude::*;

use super::report;
use super::view::View;
use crate::engine::InputId;
use crate::exchange::fill::Entry;
use crate::exchange::import::grid::Grid;
use crate::exchange::import::{Choices, ImportContext, Issue, Plan, Target};
use crate::presentation::labels::Labels;
use crate::ui::context::App;
use crate::ui::form::filling;

/// So many rows are shown.
const SHOWN: usize = 8;

/// The section.
pub(super) fn section(app: &App, labels: &Labels, context: &ImportContext, grid: &Grid, view: &View) -> Html {
    let View { choices, plan, .. } = view;
    if plan.lines.is_empty() {
        return Html::default();
    }
    let table = match context.target {
        Target::Table(_) => rows(app, labels, plan, choices),
        Target::Fields => fields(app, labels, plan),
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

fn rows(app: &App, labels: &Labels, plan: &Plan, choices: &Choices) -> Html {
    let columns: Vec<(usize, InputId)> =
        choices.columns.iter().enumerate().filter_map(|(place, id)| Some((place, (*id)?))).collect();
    html! {
        <table class="figures">
            <thead><tr>
                <th scope="col">{ app.word("import.line") }</th>
                { for columns.iter().map(|(_, id)| filling::heading(labels, *id)) }
            </tr></thead>
            <tbody>
                { for plan.lines.iter().zip(&plan.filling.lines).take(SHOWN).map(|(line, entries)| html! {
                    <tr key={*line}>
                        <th scope="row">{ *line }</th>
                        { for columns.iter().map(|(place, id)| cell(app, labels, plan, (*line, *place, *id), entries)) }
                    </tr>
                }) }
            </tbody>
        </table>
    }
}

fn cell(app: &App, labels: &Labels, plan: &Plan, at: (u64, usize, InputId), entries: &[Entry]) -> Html {
    let (line, place, id) = at;
    let of = |issue: &&Issue| issue.line == line && issue.column == place && issue.input == Some(id);
    match (entries.iter().find(|entry| entry.input == id), plan.issues.iter().find(of)) {
        (Some(entry), _) => filling::understood(app, labels, entry),
        (None, Some(issue)) => html! {
            <td class={filling::is_number(labels, id).then_some("num")}><span translate="no">{ &issue.text }</span>
                <p class="message wrong">{ report::problem(app, labels, issue) }</p></td>
        },
        (None, None) => html! { <td></td> },
    }
}

fn fields(app: &App, labels: &Labels, plan: &Plan) -> Html {
    html! {
        <table class="figures">
            <thead><tr>
                <th scope="col">{ app.word("import.input") }</th>
                <th scope="col" class="num">{ app.word("import.value") }</th>
            </tr></thead>
            <tbody>
                { for plan.filling.lines.iter().flatten().take(SHOWN * 2).map(|entry| html! {
                    <tr key={entry.input.0}>
                        <th scope="row">{ labels.input_label(entry.input) }</th>
                        { filling::understood(app, labels, entry) }
                    </tr>
                }) }
            </tbody>
        </table>
    }
}
