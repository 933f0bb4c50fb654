//! A field for a figure that is no input of a calculator: a goal, a threshold, the end of a range.

use wasm_bindgen::JsCast;
use yew::prelude::*;

use crate::engine::Unit;
use crate::presentation::labels::typed_kind;
use crate::text::typed as text;
use crate::text::typed::Field;
use crate::ui::context::App;

/// Reads a figure of a unit as the person types it; none where the text is empty or no number.
pub fn read(app: &App, unit: Unit, typed: &str) -> Option<f64> {
    let settings = app.state.settings;
    let field = Field { kind: typed_kind(unit), language: settings.language, currency: settings.currency };
    text::read(typed, field).ok().and_then(|reading| reading.value)
}

/// A figure of a unit as it is edited.
pub fn editable(unit: Unit, figure: f64) -> String {
    text::editable(figure, typed_kind(unit))
}

#[derive(Clone, PartialEq, Properties)]
pub struct FigureProps {
    pub app: App,
    pub id: String,
    pub label: String,
    pub unit: Unit,
    pub text: String,
    /// Called with the text after every key.
    pub ontype: Callback<String>,
    /// What is wrong with it beyond not being a number.
    #[prop_or_default]
    pub wrong: Option<String>,
}

/// A field for a figure, with what was understood below it.
#[component]
pub fn Figure(props: &FigureProps) -> Html {
    let ontype = props.ontype.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(text) = typed(&event) {
            ontype.emit(text);
        }
    });
    let sign = match typed_kind(props.unit) {
        text::Kind::Money => Some(props.app.state.settings.currency.symbol().to_owned()),
        text::Kind::Percent | text::Kind::Discount => Some("%".to_owned()),
        text::Kind::Plain => None,
    };
    let unread = !props.text.trim().is_empty() && read(&props.app, props.unit, &props.text).is_none();
    let wrong = props.wrong.clone().or_else(|| unread.then(|| props.app.word("figure.unread")));
    let message = format!("{}-message", props.id);
    html! {
        <div class="field">
            <label for={props.id.clone()}>{ &props.label }</label>
            <span class={classes!("box", wrong.as_ref().map(|_| "wrong"))}>
                <input id={props.id.clone()} type="text" value={props.text.clone()} {oninput} autocomplete="off" spellcheck="false"
                    aria-invalid={wrong.as_ref().map(|_| "true")} aria-describedby={message.clone()} translate="no" />
                if let Some(sign) = sign { <span class="unit" aria-hidden="true">{ sign }</span> }
            </span>
            <p class={classes!("message", wrong.as_ref().map(|_| "wrong"))} id={message}>{ wrong.unwrap_or_default() }</p>
        </div>
    }
}

/// The value of the field an event comes from.
pub fn typed(event: &InputEvent) -> Option<String> {
    let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    input.map(|input| input.value())
}
