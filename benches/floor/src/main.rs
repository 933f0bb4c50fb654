//! A field, and a text that says what is in it.

use web_sys::HtmlInputElement;
use yew::prelude::*;

#[component]
fn Floor() -> Html {
    let text = use_state(String::new);
    let oninput = {
        let text = text.clone();
        Callback::from(move |event: InputEvent| text.set(event.target_unchecked_into::<HtmlInputElement>().value()))
    };
    html! {
        <main>
            <input value={(*text).clone()} {oninput} />
            <p>{ &*text }</p>
        </main>
    }
}

fn main() {
    yew::Renderer::<Floor>::new().render();
}
