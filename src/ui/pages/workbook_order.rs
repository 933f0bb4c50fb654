//! Buttons that give an order about one workbook or one older state.

use yew::prelude::*;

use crate::state::Action;
use crate::state::order::Order;
use crate::text::format::Part;
use crate::ui::context::App;
use crate::workbook::saved::Moment;

/// A quiet button about one workbook or one older state, which its label names.
pub fn quiet(app: &App, key: &str, of: &str, what: Order) -> Html {
    let word = app.word(key);
    html! {
        <button type="button" class="plain" aria-label={format!("{word}: {of}")} onclick={order(app, what)}>{ word }</button>
    }
}

/// The press of a button that gives an order.
pub fn order(app: &App, order: Order) -> Callback<MouseEvent> {
    let act = app.act.clone();
    Callback::from(move |_: MouseEvent| act.emit(Action::Order(order.clone())))
}

/// A moment, with its day and time.
pub fn when(app: &App, at: Moment) -> String {
    app.formatter.moment(at, Part::Both)
}
