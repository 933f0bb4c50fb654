//! The map of the subject: every calculator with the question it answers.

use yew::prelude::*;

use super::{App, shelf};
use crate::calculators;
use crate::tools::shelf::{Entry, Order};
use crate::tools::state::Action;

/// So many workbooks stand on the home page.
const RECENT: usize = 5;

/// The home page; `lost` says that the address led nowhere.
pub(super) fn page(app: &App, lost: bool) -> Html {
    let mut areas: Vec<&str> = calculators::ALL.iter().map(|calculator| calculator.area()).collect();
    areas.dedup();
    html! {
        <main id="main" class="home" tabindex="-1">
            if lost { <p class="remark warning" role="alert">{ app.word("lost") }</p> }
            <h1>{ app.word("name") }</h1>
            <p class="lead">{ app.word("lead") }</p>
            { recent(app) }
            { for areas.into_iter().map(|area| section(app, area)) }
        </main>
    }
}

/// The workbooks that changed last; nothing on a first visit.
fn recent(app: &App) -> Html {
    let entries = &app.state.shelf.entries;
    if entries.is_empty() {
        return Html::default();
    }
    let open = |entry: &Entry| {
        let (act, id) = (app.act.clone(), entry.id.clone());
        Callback::from(move |_: MouseEvent| act.emit(Action::Order(Order::Open(id.clone()))))
    };
    html! {
        <section class="recent" aria-labelledby="recent-title">
            <h2 id="recent-title">{ app.word("shelf.recent") }</h2>
            <ul>
                { for entries.iter().take(RECENT).map(|entry| html! {
                    <li key={entry.id.0.to_string()}>
                        <a href="#/workbook" onclick={open(entry)}>{ shelf::name(app, &entry.about.name) }</a>
                        if entry.id == app.state.book { { " " }<span class="hint">{ app.word("shelf.open") }</span> }
                    </li>
                }) }
                <li><a href="#/workbooks">{ app.word("shelf.all") }</a></li>
            </ul>
        </section>
    }
}

fn section(app: &App, area: &'static str) -> Html {
    let members = calculators::ALL.iter().filter(|calculator| calculator.area() == area);
    let id = format!("area-{area}");
    html! {
        <section class="area" aria-labelledby={id.clone()}>
            <h2 {id}>{ app.word(&format!("area.{area}")) }</h2>
            <ul>
                { for members.map(|calculator| html! {
                    <li>
                        <a href={format!("#/c/{}", calculator.id)} data-calculator={calculator.id}>
                            <strong>{ app.calculator_word(calculator.id, "title") }</strong>
                            <span>{ app.calculator_word(calculator.id, "question") }</span>
                        </a>
                    </li>
                }) }
            </ul>
        </section>
    }
}
