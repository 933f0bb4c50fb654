//! The way to anywhere by keyboard, and the sheet of keys. The browser's own dialog keeps the focus and gives it back.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::calculators;
use crate::ui::context::App;
use crate::ui::parts::dialog;

const ID: &str = "palette";
const TEXT: &str = "palette-text";

/// Each key with the words of what it does.
const KEYS: [(&str, &str); 7] = [
    ("Ctrl K", "keys.go"),
    ("?", "keys.help"),
    ("Ctrl Z", "keys.undo"),
    ("Shift Ctrl Z", "keys.redo"),
    ("↑ ↓ PgUp PgDn", "keys.step"),
    ("Alt ↓", "keys.sheet"),
    ("Esc", "keys.close"),
];

/// Opens it over the page; opened already, it stays. What is left of the last time is typed over.
pub fn open() {
    dialog::open(ID);
    let field = web_sys::window().and_then(|window| window.document()).and_then(|page| page.get_element_by_id(TEXT));
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
        field.select();
    }
}

/// Whether it lies over the page, with its own keys.
pub fn is_open() -> bool {
    dialog::is_open(ID)
}

fn close() {
    dialog::close(ID);
}

/// What it is drawn from.
#[derive(Clone, PartialEq, Properties)]
pub struct PaletteProps {
    pub app: App,
}

/// The places whose name or question holds a text, each with its address.
fn places(app: &App, text: &str) -> Vec<(String, String)> {
    let calculators = calculators::ids().map(|id| {
        let words = |key: &str| app.calculator_word(id, key);
        (words("title"), words("question"), format!("#/c/{id}"))
    });
    let page = |key: &str, address: &str| (app.word(key), String::new(), address.to_owned());
    let all = calculators.chain([
        page("home", "#/"),
        page("workbook", "#/workbook"),
        page("workbooks", "#/workbooks"),
        page("settings", "#/settings"),
    ]);
    let wanted = text.trim().to_ascii_lowercase();
    let fits = |place: &(String, String, String)| {
        [&place.0, &place.1, &place.2].iter().any(|part| part.to_ascii_lowercase().contains(&wanted))
    };
    all.filter(fits).map(|(title, _, address)| (title, address)).collect()
}

#[component]
pub fn Palette(props: &PaletteProps) -> Html {
    let app = &props.app;
    let text = use_state_eq(String::new);
    let found = places(app, &text);
    let field = use_node_ref();
    dialog::use_wanted(ID);
    let oninput = {
        let text = text.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                text.set(input.value());
            }
        })
    };
    let onsubmit = {
        let (app, field) = (app.clone(), field.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            // What is in the field now: the last keys may not have been drawn yet.
            let typed = field.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
            if let Some((_, address)) = places(&app, &typed).first() {
                close();
                crate::browser::address::go(address);
            }
        })
    };
    let onclose = {
        let text = text.clone();
        dialog::on_close(move || text.set(String::new()))
    };
    let chosen = Callback::from(|_: MouseEvent| close());
    html! {
        <dialog id={ID} class="palette" aria-labelledby="palette-title" {onclose}>
            <form {onsubmit} autocomplete="off">
                <label for={TEXT}><h2 id="palette-title">{ app.word("go") }</h2></label>
                <input ref={field} id={TEXT} type="text" value={(*text).clone()} {oninput} autofocus={true} autocomplete="off" spellcheck="false" />
            </form>
            <ul aria-live="polite">
                { for found.iter().map(|(title, address)| html! {
                    <li><a href={address.clone()} onclick={chosen.clone()}>{ title }</a></li>
                }) }
                if found.is_empty() { <li class="hint">{ app.word("go.nothing") }</li> }
            </ul>
            <h2>{ app.word("keys") }</h2>
            <dl class="keys">
                { for KEYS.iter().map(|(keys, what)| html! {
                    <><dt><kbd>{ *keys }</kbd></dt><dd>{ app.word(what) }</dd></>
                }) }
            </dl>
            <button type="button" onclick={chosen}>{ app.word("close") }</button>
        </dialog>
    }
}
