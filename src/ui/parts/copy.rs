//! A text to be shared: copied at a press, or shown to be selected where the browser refuses.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::browser::clipboard;

#[derive(Clone, PartialEq, Properties)]
pub struct CopyProps {
    pub label: String,
    /// What is said once it is copied.
    pub done: String,
    /// Written only when it is asked for.
    pub text: Callback<(), String>,
}

#[derive(Clone, PartialEq)]
enum Copied {
    No,
    Yes,
    /// The browser refused; here it is.
    Shown(String),
}

/// A button that copies a text.
#[component]
pub fn Copy(props: &CopyProps) -> Html {
    let copied = use_state_eq(|| Copied::No);
    let onclick = {
        let (copied, text) = (copied.clone(), props.text.clone());
        Callback::from(move |_: MouseEvent| {
            let (copied, text) = (copied.clone(), text.emit(()));
            spawn_local(async move {
                copied.set(if clipboard::copy(&text).await { Copied::Yes } else { Copied::Shown(text) });
            });
        })
    };
    html! {
        <p class="copy">
            <button type="button" class="plain" {onclick}>{ &props.label }</button>
            <span role="status">{ if *copied == Copied::Yes { props.done.clone() } else { String::new() } }</span>
            if let Copied::Shown(text) = &*copied {
                <textarea readonly=true rows="8" aria-label={props.label.clone()} value={text.clone()} />
            }
        </p>
    }
}
