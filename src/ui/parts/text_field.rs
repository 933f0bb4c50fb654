//! A field for a text, such as a name, that is taken when the person has finished it.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub struct TextFieldProps {
    /// What it holds.
    pub text: String,
    /// Takes what was typed, once the field is left or Enter is pressed.
    pub take: Callback<String>,
    #[prop_or_default]
    pub id: Option<AttrValue>,
    #[prop_or_default]
    pub class: Classes,
    /// What it is called, where it has no label beside it.
    #[prop_or_default]
    pub name: Option<String>,
    #[prop_or_default]
    pub inputmode: Option<&'static str>,
    #[prop_or_default]
    pub maxlength: Option<&'static str>,
}

/// What is being typed stays, however often the page is drawn meanwhile.
#[component]
pub fn TextField(props: &TextFieldProps) -> Html {
    let typed = use_state_eq(|| None::<String>);
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| typed.set(event.target().and_then(text_of)))
    };
    let onchange = {
        let (typed, take) = (typed.clone(), props.take.clone());
        Callback::from(move |event: Event| {
            typed.set(None);
            if let Some(text) = event.target().and_then(text_of) {
                take.emit(text);
            }
        })
    };
    let value = (*typed).clone().unwrap_or_else(|| props.text.clone());
    html! {
        <input type="text" id={props.id.clone()} class={props.class.clone()} aria-label={props.name.clone()} {value}
            inputmode={props.inputmode} maxlength={props.maxlength} {oninput} {onchange} autocomplete="off" translate="no" />
    }
}

fn text_of(target: web_sys::EventTarget) -> Option<String> {
    target.dyn_into::<HtmlInputElement>().ok().map(|input| input.value())
}
