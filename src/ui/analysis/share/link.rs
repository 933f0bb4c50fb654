//! A link that holds the work itself: as text, as a QR code, and as a view to put into another page.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::browser::codec::{self, QrCode};
use crate::browser::modules::Failure;
use crate::browser::{address, clipboard};
use crate::exchange::share::{self, What};
use crate::state::{EMBED, OPEN};
use crate::ui::context::App;
use crate::ui::parts::copy::Copy;
use crate::ui::parts::dialog;
use crate::ui::parts::fold::Fold;

/// The dialog with the code as large as the screen.
const LARGE: &str = "qr-large";

/// The light edge that a code needs on every side, in modules.
const QUIET: u32 = 4;

#[derive(Clone, PartialEq, Properties)]
pub struct LinkProps {
    pub app: App,
    /// The calculator on the screen; without one, the whole workbook is shared.
    pub calculator: Option<&'static str>,
}

/// A link as it was made, and its code, where a phone can read it.
#[derive(Clone, PartialEq)]
struct Made {
    packed: String,
    code: Option<QrCode>,
}

/// The section.
#[component]
pub fn Link(props: &LinkProps) -> Html {
    let app = &props.app;
    let whole = use_state_eq(|| false);
    let what = props.calculator.filter(|_| !*whole).map_or(What::Workbook, What::Calculator);
    let text = share::write(&app.state.workbook, app.state.scenario, "", app.state.settings.currency, what);
    let attempt = use_state_eq(|| 0_u32);
    let made = use_made(&text, *attempt);
    let choice = |key: &str, is_whole: bool| {
        let whole = whole.clone();
        let onchange = Callback::from(move |_: Event| whole.set(is_whole));
        html! {
            <label><input type="radio" name="share-what" checked={is_whole == (what == What::Workbook)} {onchange} />
                <span>{ app.word(key) }</span></label>
        }
    };
    let again = {
        let attempt = attempt.clone();
        Callback::from(move |_: MouseEvent| attempt.set(*attempt + 1))
    };
    html! {
        <section class="share" aria-label={app.word("share.link_and_qr")}>
            // On the workbook's page it is folded away under the same words.
            if props.calculator.is_some() { <h3>{ app.word("share.link_and_qr") }</h3> }
            <p class="hint">{ app.word("share.hint") }</p>
            if props.calculator.is_some() {
                <fieldset class="switch choices">
                    <legend class="unseen">{ app.word("share.what") }</legend>
                    { choice("share.calculator", false) }
                    { choice("share.workbook", true) }
                </fieldset>
            }
            { match &*made {
                None => html! { <p class="hint" role="status">{ app.word("share.making") }</p> },
                Some(Err(_)) => html! {
                    <p class="remark warning" role="alert">{ app.word("share.missing") }{ " " }
                        <button type="button" onclick={again}>{ app.word("share.again") }</button></p>
                },
                Some(Ok(made)) => parts(app, what, made),
            } }
        </section>
    }
}

/// The link of a text, made again whenever the text is another one.
#[hook]
fn use_made(text: &str, attempt: u32) -> UseStateHandle<Option<Result<Made, Failure>>> {
    let made = use_state_eq(|| None);
    {
        let made = made.clone();
        use_effect_with((text.to_owned(), attempt), move |(text, _)| {
            // What was asked for before the text changed is not shown any more.
            let wanted = Rc::new(Cell::new(true));
            let (text, still) = (text.clone(), wanted.clone());
            spawn_local(async move {
                let found = make(&text).await;
                if still.get() {
                    made.set(Some(found));
                }
            });
            move || wanted.set(false)
        });
    }
    made
}

async fn make(text: &str) -> Result<Made, Failure> {
    let packed = codec::pack(text).await?;
    match codec::qr(&url(OPEN, &packed)).await {
        Ok(code) => Ok(Made { packed, code: Some(code) }),
        // The only thing a code is refused for: no phone could read it.
        Err(Failure::Refused(_)) => Ok(Made { packed, code: None }),
        Err(failure) => Err(failure),
    }
}

fn url(head: &str, packed: &str) -> String {
    format!("{}{head}{packed}", address::page())
}

/// The link, its code, and the text for another page.
fn parts(app: &App, what: What, made: &Made) -> Html {
    let link = url(OPEN, &made.packed);
    let length = app.phrase("share.length", &[("count", &app.count(link.chars().count()))]);
    html! {
        <>
            <Address app={app.clone()} {link} {length} />
            { code(app, what, made) }
            if let What::Calculator(id) = what {
                <Fold summary={app.word("share.embed")} content={embed(app, id, &made.packed)} />
            }
        </>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct AddressProps {
    app: App,
    link: String,
    length: String,
}

/// The link as text, to be copied; selected where the browser lets nobody copy.
#[component]
fn Address(props: &AddressProps) -> Html {
    let app = &props.app;
    let field = use_node_ref();
    let said = use_state_eq(String::new);
    let select = {
        let field = field.clone();
        move || {
            if let Some(input) = field.cast::<HtmlInputElement>() {
                // A field that is on the page takes the focus.
                let _ = input.focus();
                input.select();
            }
        }
    };
    let copy = {
        let (link, said) = (props.link.clone(), said.clone());
        let (done, selected) = (app.word("copy.done"), app.word("share.selected"));
        Callback::from(move |_: MouseEvent| {
            let (link, said, select) = (link.clone(), said.clone(), select.clone());
            let (done, selected) = (done.clone(), selected.clone());
            spawn_local(async move {
                if clipboard::copy(&link).await {
                    said.set(done);
                } else {
                    select();
                    said.set(selected);
                }
            });
        })
    };
    html! {
        <div class="field address">
            <label for="share-link">{ app.word("share.link") }</label>
            <div class="row-of-two">
                <input ref={field} id="share-link" type="text" class="name" readonly=true value={props.link.clone()} translate="no"
                    aria-describedby="share-length" />
                <button type="button" onclick={copy}>{ app.word("share.copy") }</button>
            </div>
            <p class="hint"><span id="share-length">{ &props.length }</span>{ " " }<span role="status">{ (*said).clone() }</span></p>
        </div>
    }
}

/// The code, and the same as large as the screen; or why there is none.
fn code(app: &App, what: What, made: &Made) -> Html {
    let Some(code) = &made.code else {
        let key = if what == What::Workbook { "share.dense.workbook" } else { "share.dense.calculator" };
        return html! { <p class="remark" role="status">{ app.word(key) }</p> };
    };
    let name = app.word("share.qr");
    let large = Callback::from(|_: MouseEvent| dialog::open(LARGE));
    let close = Callback::from(|_: MouseEvent| dialog::close(LARGE));
    html! {
        <>
            <figure class="qr">
                { drawn(code, &name) }
                <figcaption><button type="button" onclick={large} aria-haspopup="dialog">{ app.word("share.large") }</button></figcaption>
            </figure>
            <dialog id={LARGE} class="palette qr-large" aria-label={name.clone()}>
                { drawn(code, &name) }
                <button type="button" onclick={close}>{ app.word("close") }</button>
            </dialog>
        </>
    }
}

/// The code on a report, from which the same figures are opened; nothing where no camera could read it.
#[component]
pub fn PrintedCode(props: &LinkProps) -> Html {
    /// A code of more modules needs more paper.
    const FEW: u32 = 73;
    let app = &props.app;
    let what = props.calculator.map_or(What::Workbook, What::Calculator);
    let text = share::write(&app.state.workbook, app.state.scenario, "", app.state.settings.currency, what);
    let made = use_made(&text, 0);
    let Some(Ok(Made { code: Some(code), .. })) = &*made else { return Html::default() };
    let name = app.word("report.link");
    html! {
        <figure class={classes!("printed-code", (code.size > FEW).then_some("dense"))}>
            { drawn(code, &name) }
            <figcaption>{ &name }</figcaption>
        </figure>
    }
}

/// A code is always dark on light: most readers know no other.
pub fn drawn(code: &QrCode, name: &str) -> Html {
    let side = code.size + 2 * QUIET;
    html! {
        <svg viewBox={format!("-{QUIET} -{QUIET} {side} {side}")} role="img" aria-label={name.to_owned()} shape-rendering="crispEdges">
            <rect x={format!("-{QUIET}")} y={format!("-{QUIET}")} width={side.to_string()} height={side.to_string()} />
            <path d={code.path.clone()} />
        </svg>
    }
}

/// The text that shows the calculator in another page.
fn embed(app: &App, id: &'static str, packed: &str) -> Callback<(), Html> {
    let (app, address) = (app.clone(), url(EMBED, packed));
    Callback::from(move |()| {
        let title = app.title(id).replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
        let html =
            format!(r#"<iframe src="{address}" title="{title}" width="100%" height="720" loading="lazy"></iframe>"#);
        let text = {
            let html = html.clone();
            Callback::from(move |()| html.clone())
        };
        html! {
            <div class="embed-code">
                <p class="hint">{ app.word("share.embed.hint") }</p>
                <textarea id="share-embed" readonly=true rows="4" aria-label={app.word("share.embed")} value={html} translate="no" />
                <Copy label={app.word("copy")} done={app.word("copy.done")} {text} />
            </div>
        }
    })
}
