//! A figure that explains itself when pressed.

use yew::prelude::*;

use crate::engine::NodeId;
use crate::state::Action;
use crate::ui::context::Context;
use crate::ui::parts::focus;

/// A figure that explains itself when pressed.
pub fn figure_button(context: &Context, node: NodeId, cell: usize, class: &'static str, text: String) -> Html {
    let act = context.app.act.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        act.emit(Action::Ask(node, cell));
        focus::show();
    });
    let title = context.app.word("explain");
    html! { <button type="button" class={classes!("figure", class)} {onclick} {title} translate="no">{ text }</button> }
}
