//! What is folded away: its content is drawn only while it is open, so that what nobody reads costs nothing.

use wasm_bindgen::JsCast;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub struct FoldProps {
    pub summary: String,
    pub content: Callback<(), Html>,
}

#[component]
pub fn Fold(props: &FoldProps) -> Html {
    let open = use_state_eq(|| false);
    let ontoggle = {
        let open = open.clone();
        Callback::from(move |event: Event| {
            let details = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            open.set(details.is_some_and(|details| details.has_attribute("open")));
        })
    };
    html! {
        <details class="fold" {ontoggle}>
            <summary>{ &props.summary }</summary>
            if *open { { props.content.emit(()) } }
        </details>
    }
}
