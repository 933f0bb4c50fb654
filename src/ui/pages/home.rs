//! The map of the subject: every calculator with the question it answers.

use yew::prelude::*;

use crate::calculators::{AREAS, Area};
use crate::state::Action;
use crate::state::order::Order;
use crate::state::workbooks::Entry;
use crate::ui::context::App;
use crate::ui::parts::naming::workbook_name;

/// So many workbooks stand on the home page.
const RECENT: usize = 5;

/// The home page; `lost` says that the address led nowhere.
pub fn page(app: &App, lost: bool) -> Html {
    html! {
        <main id="main" class="home" tabindex="-1">
            if lost { <p class="remark warning" role="alert">{ app.word("lost") }</p> }
            <h1>{ app.word("name") }</h1>
            <p class="lead">{ app.word("lead") }</p>
            { recent(app) }
            { for AREAS.iter().map(|area| section(app, area)) }
        </main>
    }
}

/// The workbooks that changed last; nothing on a first visit.
fn recent(app: &App) -> Html {
    let entries = &app.state.workbooks.entries;
    if entries.is_empty() {
        return Html::default();
    }
    let open = |entry: &Entry| {
        let (act, id) = (app.act.clone(), entry.id.clone());
        Callback::from(move |_: MouseEvent| act.emit(Action::Order(Order::Open(id.clone()))))
    };
    html! {
        <section class="recent" aria-labelledby="recent-title">
            <h2 id="recent-title">{ app.word("workbooks.recent") }</h2>
            <ul>
                { for entries.iter().take(RECENT).map(|entry| html! {
                    <li key={entry.id.0.to_string()}>
                        <a href="#/workbook" onclick={open(entry)}>{ workbook_name(app, &entry.about.name) }</a>
                        if entry.id == app.state.book { { " " }<span class="hint">{ app.word("workbooks.open") }</span> }
                    </li>
                }) }
                <li><a href="#/workbooks">{ app.word("workbooks.all") }</a></li>
            </ul>
        </section>
    }
}

fn section(app: &App, area: &Area) -> Html {
    let heading = format!("area-{}", area.key);
    html! {
        <section class="area" aria-labelledby={heading.clone()}>
            <h2 id={heading}>{ app.word(&format!("area.{}", area.key)) }</h2>
            <ul>
                { for area.calculators.iter().map(|listed| listed.id).map(|id| html! {
                    <li>
                        <a href={format!("#/c/{id}")} data-calculator={id}>
                            <strong>{ app.calculator_word(id, "title") }</strong>
                            <span>{ app.calculator_word(id, "question") }</span>
                        </a>
                    </li>
                }) }
            </ul>
        </section>
    }
}
