//! The map of the subject: every calculator with the question it answers.

use yew::prelude::*;

use super::App;
use crate::calculators;

/// The home page; `lost` says that the address led nowhere.
pub(super) fn page(app: &App, lost: bool) -> Html {
    let mut areas: Vec<&str> = calculators::ALL.iter().map(|calculator| calculator.area()).collect();
    areas.dedup();
    html! {
        <main id="main" class="home" tabindex="-1">
            if lost { <p class="remark warning" role="alert">{ app.word("lost") }</p> }
            <h1>{ app.word("name") }</h1>
            <p class="lead">{ app.word("lead") }</p>
            { for areas.into_iter().map(|area| section(app, area)) }
        </main>
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
