//! The scenario on the screen, and the list of scenarios.

use yew::prelude::*;

use super::select::Select;
use super::text_field::TextField;
use crate::state::Action;
use crate::ui::context::App;
use crate::workbook::contents::{BASE, ScenarioId};

/// Every scenario, the base first.
pub fn all(app: &App) -> Vec<ScenarioId> {
    std::iter::once(BASE).chain(app.state.workbook.scenarios.iter().map(|scenario| scenario.id)).collect()
}

/// Which scenario is on the screen; nothing where there is only the base.
pub fn bar(app: &App) -> Html {
    if app.state.workbook.scenarios.is_empty() {
        return Html::default();
    }
    let current = app.state.scenario;
    html! {
        <div class={classes!("scenario", (current != BASE).then_some("other"))}>
            <label for="scenario-shown">{ app.word("scenario") }</label>
            { choice(app, "scenario-shown", current, {
                let act = app.act.clone();
                Callback::from(move |id: ScenarioId| act.emit(Action::Show(id)))
            }) }
            if current != BASE { <span class="hint">{ app.word("scenario.here") }</span> }
        </div>
    }
}

/// A choice among the scenarios.
pub fn choice(app: &App, id: &'static str, current: ScenarioId, choose: Callback<ScenarioId>) -> Html {
    let all = all(app);
    let options = all.iter().map(|id| ("", app.scenario_name(*id))).collect::<Vec<_>>();
    let place = all.iter().position(|id| *id == current);
    let choose = Callback::from(move |place: usize| all.get(place).into_iter().for_each(|id| choose.emit(*id)));
    html! { <Select {id} {options} current={place} {choose} /> }
}

/// The scenarios to be shown, named, moved, copied and taken away, and new ones.
pub fn list(app: &App) -> Html {
    let press = |action: Action| {
        let act = app.act.clone();
        Callback::from(move |_: MouseEvent| act.emit(action.clone()))
    };
    let new = |key: &str| press(Action::AddScenario(format!("@{key}"), BASE));
    let row = |(place, id): (usize, ScenarioId)| {
        let name = app.scenario_name(id);
        let mini = |action: Action, key: &str, sign: &'static str, possible: bool| {
            let label = app.phrase(key, &[("row", &name)]);
            html! {
                <button type="button" class="plain mini" aria-label={label.clone()} title={label} disabled={!possible}
                    onclick={press(action)}>{ sign }</button>
            }
        };
        let last = app.state.workbook.scenarios.len();
        let copy = app.phrase("scenario.copy_of", &[("row", &name)]);
        html! {
            <li key={id} class={classes!((app.state.scenario == id).then_some("shown"))}>
                <TextField class="name" name={app.word("scenario.name")} text={name.clone()} take={rename(app, id)} />
                <button type="button" class="plain" aria-pressed={(app.state.scenario == id).to_string()}
                    onclick={press(Action::Show(id))}>{ app.word("scenario.show") }</button>
                { mini(Action::MoveScenario(id, place.saturating_sub(1)), "rows.up", "↑", place > 0) }
                { mini(Action::MoveScenario(id, place + 1), "rows.down", "↓", place + 1 < last) }
                <button type="button" class="plain" onclick={press(Action::AddScenario(copy, id))}>{ app.word("scenario.copy") }</button>
                { mini(Action::RemoveScenario(id), "rows.remove", "×", true) }
            </li>
        }
    };
    let ids = app.state.workbook.scenarios.iter().map(|scenario| scenario.id).enumerate();
    html! {
        <div class="scenarios">
            <ul>
                if !app.state.workbook.scenarios.is_empty() {
                    <li class={classes!((app.state.scenario == BASE).then_some("shown"))}>
                        <span class="name">{ app.word("scenario.base") }</span>
                        <button type="button" class="plain" aria-pressed={(app.state.scenario == BASE).to_string()}
                            onclick={press(Action::Show(BASE))}>{ app.word("scenario.show") }</button>
                    </li>
                }
                { for ids.map(row) }
            </ul>
            <p class="buttons">
                <button type="button" onclick={new("optimistic")}>{ app.word("scenario.add_optimistic") }</button>
                <button type="button" onclick={new("conservative")}>{ app.word("scenario.add_conservative") }</button>
                <button type="button" onclick={new("new")}>{ app.word("scenario.add") }</button>
            </p>
        </div>
    }
}

fn rename(app: &App, id: ScenarioId) -> Callback<String> {
    let act = app.act.clone();
    Callback::from(move |name: String| {
        if !name.trim().is_empty() {
            act.emit(Action::NameScenario(id, name));
        }
    })
}
