//! A spreadsheet file of this calculator or of the whole workbook, whose results follow when an input is changed in it.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::browser::download::{self, Kind};
use crate::browser::{clock, spreadsheet as files};
use crate::engine::Calculator;
use crate::exchange::spreadsheet::{Wording, book};
use crate::ui::context::App;
use crate::workbook::order;

#[derive(Clone, PartialEq, Properties)]
pub struct SpreadsheetProps {
    pub app: App,
    pub calculator: &'static str,
}

#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Idle,
    Busy,
    Failed,
}

/// The section.
#[component]
pub fn Spreadsheet(props: &SpreadsheetProps) -> Html {
    let app = &props.app;
    let stage = use_state_eq(|| Stage::Idle);
    let button = |key: &str, whole: bool| {
        let (app, id, stage) = (app.clone(), props.calculator, stage.clone());
        let busy = *stage == Stage::Busy;
        let label = app.word(key);
        let onclick = Callback::from(move |_: MouseEvent| {
            if busy {
                return;
            }
            stage.set(Stage::Busy);
            let (app, stage) = (app.clone(), stage.clone());
            spawn_local(async move {
                let done = hand_out(&app, id, whole).await;
                stage.set(if done { Stage::Idle } else { Stage::Failed });
            });
        });
        html! { <button type="button" aria-disabled={busy.to_string()} {onclick}>{ label }</button> }
    };
    html! {
        <section class="spreadsheet">
            <h3>{ app.word("xlsx") }</h3>
            <p class="hint">{ app.word("xlsx.lead") }</p>
            <div class="buttons">
                { button("xlsx.one", false) }
                { button("xlsx.all", true) }
            </div>
            <p class="hint" role="status">{ if *stage == Stage::Busy { app.word("xlsx.busy") } else { String::new() } }</p>
            if *stage == Stage::Failed {
                <p class="remark warning" role="alert">{ app.word("xlsx.failed") }</p>
            }
        </section>
    }
}

/// Makes the file and hands it over; false where that failed.
async fn hand_out(app: &App, id: &'static str, whole: bool) -> bool {
    let workbook = &app.state.workbook;
    let Some(this) = crate::calculators::find(id) else { return false };
    let mut wanted: Vec<&'static Calculator> = if whole { order::members(workbook) } else { Vec::new() };
    if wanted.is_empty() {
        wanted.push(this);
    }
    let (day, scenario) = (clock::today(), app.scenario_name(app.state.scenario));
    let title = |id: &str| app.title(id);
    let wording = Wording {
        words: &app.state.words,
        formatter: &*app.formatter,
        currency: app.state.settings.currency,
        title: &title,
        scenario: &scenario,
        day: &day,
    };
    let Ok(text) = serde_json::to_string(&book(workbook, app.state.scenario, &wanted, &wording)) else { return false };
    let what = if whole { app.word("name") } else { app.title(id) };
    let Ok(bytes) = files::write(&text).await else { return false };
    download::save(&format!("{what} - {day}"), Kind::Xlsx, &bytes).is_ok()
}
