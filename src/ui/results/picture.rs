//! A chart on the page: its finding as the title, the canvas, a read-out by pointer and keys, and the table of the same data.

use std::rc::Rc;

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{HtmlCanvasElement, ResizeObserver};
use yew::prelude::*;

use super::canvas;
use super::canvas::Medium;
use super::picture_files::{Saved, saving};
use crate::presentation::chart::{Drawing, Shape};
use crate::ui::context::App;
use crate::ui::context::with_labels;
use crate::ui::parts::fold::Fold;

#[derive(Clone, PartialEq, Properties)]
pub struct PictureProps {
    pub app: App,
    pub section: &'static str,
    pub drawing: Option<Rc<Drawing>>,
    pub title: String,
    /// What is said beside the title: that the last good result is shown.
    #[prop_or_default]
    pub mark: Html,
}

/// A chart.
#[component]
pub fn Picture(props: &PictureProps) -> Html {
    let canvas = use_node_ref();
    let at = use_state(|| None::<usize>);
    let size = use_size(&canvas);
    let (drawing, settings) = (props.drawing.clone(), props.app.state.settings);
    {
        let (canvas, at) = (canvas.clone(), *at);
        use_effect_with((drawing.clone(), settings.theme, settings.language, at, *size), move |(drawing, ..)| {
            if let (Some(canvas), Some(drawing)) = (canvas.cast::<HtmlCanvasElement>(), drawing) {
                canvas::paint(&canvas, drawing, at, Medium::Screen);
            }
        });
    }
    use_printing(&canvas, drawing.as_ref());
    let Some(drawing) = drawing else {
        return html! {
            <figure class="picture empty"><figcaption>{ &props.title }{ props.mark.clone() }</figcaption><p>{ props.app.word("picture.nothing") }</p></figure>
        };
    };
    let onpointermove = {
        let (at, drawing) = (at.clone(), drawing.clone());
        Callback::from(move |event: PointerEvent| {
            if let Some(canvas) = event.target_dyn_into::<HtmlCanvasElement>() {
                at.set(canvas::stop_at(&canvas, &drawing, f64::from(event.offset_x()), f64::from(event.offset_y())));
            }
        })
    };
    let onpointerleave = {
        let at = at.clone();
        Callback::from(move |_: PointerEvent| at.set(None))
    };
    let onkeydown = {
        let (at, last) = (at.clone(), drawing.stops.len().saturating_sub(1));
        Callback::from(move |event: KeyboardEvent| {
            let next = match event.key().as_str() {
                "ArrowRight" => at.map_or(0, |place| (place + 1).min(last)),
                "ArrowLeft" => at.map_or(last, |place| place.saturating_sub(1)),
                "Home" => 0,
                "End" => last,
                "Escape" => {
                    at.set(None);
                    return;
                }
                _ => return,
            };
            event.prevent_default();
            at.set(Some(next));
        })
    };
    let stop = at.and_then(|place| drawing.stops.get(place).copied());
    let read =
        stop.map(|stop| with_labels(&props.app, props.section, |labels| drawing.listing.sentence(labels, stop.row)));
    let content = {
        let props = props.clone();
        Callback::from(move |()| table(&props))
    };
    let saved = Saved { app: props.app.clone(), section: props.section, title: props.title.clone() };
    html! {
        <figure class="picture">
            <figcaption>{ &props.title }{ props.mark.clone() }</figcaption>
            { legend(&drawing) }
            <canvas ref={canvas} role="img" tabindex="0" aria-label={sentence(props, &drawing)}
                class={canvas::class(&drawing)} {onpointermove} {onpointerleave} {onkeydown}></canvas>
            <output class="readout" aria-live="polite" translate="no">{ read.unwrap_or_else(|| props.app.word("picture.hint")) }</output>
            <Fold summary={props.app.word("picture.table")} {content} />
            <Fold summary={props.app.word("files.pictures")} content={saving(&saved, &drawing)} />
        </figure>
    }
}

/// What a screen reader says of the picture: the finding, then what is drawn.
fn sentence(props: &PictureProps, drawing: &Drawing) -> String {
    let names: Vec<&str> = drawing.series.iter().map(|series| series.name.as_str()).collect();
    format!("{}. {}. {}", props.title, names.join(", "), props.app.word("picture.hint"))
}

/// Names beside their colours, where more than one thing is drawn and the picture cannot say it itself.
fn legend(drawing: &Drawing) -> Html {
    let named = !matches!(drawing.shape, Shape::Map { .. } | Shape::Heat { .. } | Shape::Stack { .. } | Shape::Funnel);
    if let Shape::Heat { .. } = drawing.shape {
        return html! {
            <p class="legend" aria-hidden="true">
                <span>{ drawing.categories.first() }</span><span class="ramp"></span><span>{ drawing.categories.get(1) }</span>
            </p>
        };
    }
    if !named || drawing.series.len() < 2 {
        return html! { <p class="legend"></p> };
    }
    html! {
        <p class="legend" aria-hidden="true">
            { for drawing.series.iter().enumerate().map(|(index, series)| html! {
                <span class={format!("key key-{}", index % canvas::COLOURS + 1)}>{ &series.name }</span>
            }) }
        </p>
    }
}

fn table(props: &PictureProps) -> Html {
    let Some(drawing) = &props.drawing else { return Html::default() };
    let listing = &drawing.listing;
    let rows: Vec<Vec<String>> = with_labels(&props.app, props.section, |labels| {
        listing.rows.iter().map(|row| listing.row(labels, *row)).collect()
    });
    let cell = |(column, text): (usize, String)| match column {
        0 => html! { <th scope="row">{ text }</th> },
        _ => html! { <td class="num" translate="no">{ text }</td> },
    };
    html! {
        <div class="scroll" role="region" tabindex="0" aria-label={props.title.clone()}>
            <table class="figures">
                <caption class="unseen">{ &props.title }</caption>
                <thead><tr>{ for listing.headings().into_iter().enumerate().map(|(index, heading)| html! {
                    <th scope="col" class={(index > 0).then_some("num")}>{ heading }</th>
                }) }</tr></thead>
                <tbody>
                    { for rows.into_iter().enumerate().map(|(index, row)| html! {
                        <tr key={index}>{ for row.into_iter().enumerate().map(cell) }</tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

/// Paints for paper while the page is printed: a canvas knows nothing of the style sheet for it.
#[hook]
fn use_printing(canvas: &NodeRef, drawing: Option<&Rc<Drawing>>) {
    let canvas = canvas.clone();
    use_effect_with(drawing.cloned(), move |drawing| {
        let listen = |event: &'static str, medium: Medium| {
            let (canvas, drawing) = (canvas.clone(), drawing.clone()?);
            let window = web_sys::window()?;
            Some(EventListener::new(&window, event, move |_| {
                if let Some(canvas) = canvas.cast::<HtmlCanvasElement>() {
                    canvas::paint(&canvas, &drawing, None, medium);
                }
            }))
        };
        let listeners = [listen("beforeprint", Medium::Paper), listen("afterprint", Medium::Screen)];
        move || drop(listeners)
    });
}

/// The canvas' size and pixel ratio, followed as they change.
#[hook]
fn use_size(canvas: &NodeRef) -> UseStateHandle<(i32, i32, u32)> {
    let size = use_state(|| (0, 0, 0));
    let (node, set) = (canvas.clone(), size.setter());
    use_effect_with((), move |()| {
        let observer = node.cast::<HtmlCanvasElement>().and_then(|canvas| {
            let target = canvas.clone();
            let measure = Closure::<dyn FnMut()>::new(move || {
                let ratio = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
                set.set((canvas.client_width(), canvas.client_height(), (ratio * 100.0) as u32));
            });
            let observer = ResizeObserver::new(measure.as_ref().unchecked_ref()).ok()?;
            observer.observe(&target);
            Some((observer, measure))
        });
        move || {
            if let Some((observer, _closure)) = observer {
                observer.disconnect();
            }
        }
    });
    size
}
