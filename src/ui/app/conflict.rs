//! What gets in the way of saving, and what the person can do about it: nothing is lost, and nothing is chosen for her.

use yew::prelude::*;

use crate::state::order::{Order, Resolution};
use crate::state::{Action, Saving};
use crate::ui::context::App;

/// The notice below the bar; nothing while all is well.
pub fn notice(app: &App) -> Html {
    let resolve = |resolution: Resolution| Action::Order(Order::Resolve(resolution));
    let name = crate::ui::parts::naming::workbook_name(app, &app.state.about.name);
    let (text, choices) = match app.state.saving {
        Saving::Clash(_) => (
            "conflict.clash",
            vec![
                ("conflict.both", resolve(Resolution::Apart(app.phrase("conflict.mine_of", &[("name", &name)])))),
                ("conflict.mine", resolve(Resolution::Mine)),
                ("conflict.theirs", resolve(Resolution::Theirs)),
            ],
        ),
        Saving::Removed => {
            ("conflict.removed", vec![("conflict.new", resolve(Resolution::Apart(app.state.about.name.clone())))])
        }
        Saving::Cleared => ("conflict.cleared", vec![("conflict.again", resolve(Resolution::Again))]),
        Saving::NotSaved => (
            "conflict.not_saved",
            vec![
                ("workbooks.to_file", Action::Order(Order::ToFile(Some(app.state.book.clone())))),
                ("workbooks.forget_versions", Action::Order(Order::ForgetVersions)),
            ],
        ),
        _ => return Html::default(),
    };
    html! {
        <aside class="conflict remark warning" role="alert">
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
