//! What stands in the way of saving, and what the person can do about it: nothing is lost, and nothing is chosen for her.

use yew::prelude::*;

use super::App;
use crate::tools::shelf::{Order, Settlement};
use crate::tools::state::{Action, Saving};

/// The notice below the bar; nothing while all is well.
pub(super) fn notice(app: &App) -> Html {
    let settle = |settlement: Settlement| Action::Order(Order::Settle(settlement));
    let name = super::shelf::name(app, &app.state.about.name);
    let (text, choices) = match app.state.saving {
        Saving::Clash(_) => (
            "settle.clash",
            vec![
                ("settle.both", settle(Settlement::Apart(app.phrase("settle.mine_of", &[("name", &name)])))),
                ("settle.mine", settle(Settlement::Mine)),
                ("settle.theirs", settle(Settlement::Theirs)),
            ],
        ),
        Saving::Removed => {
            ("settle.removed", vec![("settle.new", settle(Settlement::Apart(app.state.about.name.clone())))])
        }
        Saving::Cleared => ("settle.cleared", vec![("settle.again", settle(Settlement::Again))]),
        Saving::NotSaved => (
            "settle.not_saved",
            vec![
                ("shelf.to_file", Action::Order(Order::ToFile(Some(app.state.book.clone())))),
                ("shelf.forget_versions", Action::Order(Order::ForgetVersions)),
            ],
        ),
        _ => return Html::default(),
    };
    html! {
        <aside class="settle remark warning" role="alert">
            <p>{ app.word(text) }</p>
            <p class="buttons">
                { for choices.into_iter().map(|(key, action)| {
                    let act = app.act.clone();
                    let onclick = Callback::from(move |_: MouseEvent| act.emit(action.clone()));
                    html! { <button type="button" {onclick}>{ app.word(key) }</button> }
                }) }
            </p>
        </aside>
    }
}
