//! Buttons that hand out files; where the browser refuses, the content is there to be selected.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::canvas::Export;
use crate::browser::download::{self, Denied, Kind};
use crate::browser::raster;
use crate::exchange::file_name::file_name;
use crate::ui::context::App;

/// A file, made only when it is asked for.
#[derive(Clone, PartialEq)]
pub struct File {
    /// Any text; it is made safe.
    pub name: String,
    pub content: Content,
}

/// What a file holds.
#[derive(Clone, PartialEq)]
pub enum Content {
    Csv(String),
    Svg(Export),
    /// The picture, and its figures as CSV where no picture can be saved.
    Png(Export, String),
}

/// A button: what is on it, what it is called where that is not enough, and its file.
#[derive(Clone, PartialEq)]
pub struct Choice {
    pub label: String,
    pub name: String,
    pub file: Callback<(), File>,
}

#[derive(Clone, PartialEq, Properties)]
pub struct SavesProps {
    pub app: App,
    pub choices: Vec<Choice>,
}

#[derive(Clone, PartialEq)]
enum Outcome {
    Nothing,
    /// Handed over under this name.
    Handed(String),
    /// The browser refused: why in words, and the text instead.
    Refused(String, String),
}

/// A row of buttons with one message below.
#[component]
pub fn Saves(props: &SavesProps) -> Html {
    let outcome = use_state_eq(|| Outcome::Nothing);
    let press = |file: &Callback<(), File>| {
        let (outcome, app, file) = (outcome.clone(), props.app.clone(), file.clone());
        Callback::from(move |_: MouseEvent| {
            let (outcome, app, file) = (outcome.clone(), app.clone(), file.emit(()));
            spawn_local(async move { outcome.set(hand_out(&app, file).await) });
        })
    };
    let said = if let Outcome::Handed(name) = &*outcome {
        props.app.phrase("files.handed", &[("name", name)])
    } else {
        String::new()
    };
    html! {
        <div class="saves">
            <div class="buttons">
                { for props.choices.iter().map(|choice| html! {
                    <button type="button" aria-label={choice.name.clone()} onclick={press(&choice.file)}>{ &choice.label }</button>
                }) }
            </div>
            <p class="hint" role="status" translate="no">{ said }</p>
            if let Outcome::Refused(why, text) = &*outcome {
                <label class="refused">
                    { why }
                    <textarea readonly=true rows="8" value={text.clone()} onfocusin={select()} />
                </label>
            }
        </div>
    }
}

/// Selects all of a text that is gone to.
fn select() -> Callback<FocusEvent> {
    Callback::from(|event: FocusEvent| {
        if let Some(area) = event.target_dyn_into::<web_sys::HtmlTextAreaElement>() {
            area.select();
        }
    })
}

async fn hand_out(app: &App, file: File) -> Outcome {
    let name = &file.name;
    let (saved, ending, why, text) = match file.content {
        Content::Csv(text) => (download::save(name, Kind::Csv, text.as_bytes()), "csv", "files.refused", text),
        Content::Svg(export) => {
            (download::save(name, Kind::Svg, export.svg.as_bytes()), "svg", "files.refused", export.svg)
        }
        Content::Png(export, figures) => {
            let pixels = raster::png(&export.svg, export.width, export.height).await;
            let saved = pixels.and_then(|pixels| download::save_blob(name, Kind::Png, &pixels));
            (saved, "png", "files.picture_refused", figures)
        }
    };
    match saved {
        Ok(()) => Outcome::Handed(file_name(name, ending)),
        Err(Denied) => Outcome::Refused(app.word(why), text),
    }
}
