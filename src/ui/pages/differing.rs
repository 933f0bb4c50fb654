//! What another workbook has otherwise than the one on the screen: one from a link, or an older state.

use yew::prelude::*;

use crate::calculators;
use crate::engine::{Calculator, OutcomeKind};
use crate::exchange::share::{self, Differing, Entry, InScenario};
use crate::ui::context::App;
use crate::ui::context::labels;
use crate::workbook::contents::Workbook;
use crate::workbook::saved::Opened;

/// So many of anything are listed; a stranger's link may hold thousands.
pub const MOST: usize = 40;

/// What a workbook has otherwise than the one on the screen; `about` names a calculator that it is about, touched or not.
pub fn from_ours(app: &App, opened: &Opened, about: Option<&'static str>) -> Vec<Differing> {
    let theirs = InScenario { workbook: &opened.workbook, scenario: opened.scenario };
    let ours = InScenario { workbook: &app.state.workbook, scenario: app.state.scenario };
    share::differences(ours, theirs, about)
}

/// A calculator's headline figure in words, with the rows that the other workbook gives.
pub fn headline_text(app: &App, theirs: &Workbook, id: &'static str, figure: Option<f64>) -> String {
    let Some(calculator) = calculators::find(id) else { return String::new() };
    let Some(outcome) = calculator.sheet().headline() else { return String::new() };
    match outcome.kind {
        OutcomeKind::Number => app.figure(id, calculator.sheet().node(outcome.node).unit, figure),
        _ => labels(app, calculator, &theirs.base(calculator)).outcome(outcome, figure),
    }
}

/// What differs from the workbook at hand, calculator by calculator.
pub fn against(app: &App, theirs: &Workbook, found: &[Differing], column: &str) -> Html {
    let other =
        |one: &&Differing| !one.inputs.is_empty() || !one.tables.is_empty() || one.headline.ours != one.headline.theirs;
    let differing: Vec<&Differing> = found.iter().filter(other).collect();
    html! {
        <section aria-labelledby="against-title">
            <h2 id="against-title">{ app.word("received.against") }</h2>
            if differing.is_empty() { <p class="hint">{ app.word("received.same") }</p> }
            { for differing.into_iter().filter_map(|one| {
                Some(differences(app, theirs, column, calculators::find(one.calculator)?, one))
            }) }
        </section>
    }
}

fn differences(app: &App, other: &Workbook, column: &str, calculator: &'static Calculator, one: &Differing) -> Html {
    let title = app.title(calculator.id);
    let theirs = other.base(calculator);
    let theirs = labels(app, calculator, &theirs);
    let row = |name: String, ours: String, theirs: String| {
        html! {
            <tr key={name.clone()}>
                <th scope="row">{ name }</th>
                <td class="num" translate="no">{ ours }</td><td class="num" translate="no">{ theirs }</td>
            </tr>
        }
    };
    let fields = one.inputs.iter().take(MOST).map(|(place, our, their)| {
        let text = |entry: &Entry| match &entry.range {
            Some(range) => theirs.range(place.0, range),
            None => theirs.input_value(place.0, entry.figure),
        };
        row(theirs.field(*place), text(our), text(their))
    });
    let tables = one.tables.iter().map(|(table, our, their)| {
        let name = theirs.word(&format!("table.{}", calculator.sheet().table(*table).key));
        let rows = |count: usize| app.phrase("received.rows", &[("count", &app.count(count))]);
        row(name, rows(*our), rows(*their))
    });
    let headline = calculator.sheet().headline().filter(|_| one.headline.ours != one.headline.theirs);
    let headline = headline.map(|outcome| {
        let of = |figure| headline_text(app, other, calculator.id, figure);
        row(theirs.word(outcome.key), of(one.headline.ours), of(one.headline.theirs))
    });
    let more = one.inputs.len().saturating_sub(MOST);
    html! {
        <div class="scroll" role="group" tabindex="0" aria-label={title.clone()} key={calculator.id}>
            <table class="figures side">
                <caption>{ title }</caption>
                <thead><tr>
                    <td></td>
                    <th scope="col" class="num">{ app.word("received.ours") }</th>
                    <th scope="col" class="num">{ app.word(column) }</th>
                </tr></thead>
                <tbody>{ for fields }{ for tables }</tbody>
                <tfoot>{ for headline }</tfoot>
            </table>
            if more > 0 { <p class="hint">{ app.phrase("received.more", &[("count", &app.count(more))]) }</p> }
        </div>
    }
}
