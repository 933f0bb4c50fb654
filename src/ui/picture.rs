//! A chart on the page: its finding as the title, the canvas, a read-out by pointer and keys, and the table of the same data.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, HtmlCanvasElement, ResizeObserver};
use yew::prelude::*;

use super::painter;
use crate::tools::chart::{Drawing, Shape};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct PictureProps {
    pub drawing: Option<Rc<Drawing>>,
    pub title: String,
    /// Redraws when it changes.
    pub theme: &'static str,
    pub language: &'static str,
    /// The words over the table of the same data.
    pub table: String,
    /// What is shown where there is nothing to draw.
    pub nothing: String,
    /// How to read figures off the picture.
    pub hint: String,
}

/// A chart.
#[component]
pub(super) fn Picture(props: &PictureProps) -> Html {
    let canvas = use_node_ref();
    let at = use_state(|| None::<usize>);
    let open = use_state(|| false);
    let size = use_size(&canvas);
    let drawing = props.drawing.clone();
    {
        let (canvas, at) = (canvas.clone(), *at);
        use_effect_with((drawing.clone(), props.theme, props.language, at, *size), move |(drawing, ..)| {
            if let (Some(canvas), Some(drawing)) = (canvas.cast::<HtmlCanvasElement>(), drawing) {
                painter::paint(&canvas, drawing, at);
            }
        });
    }
    let Some(drawing) = drawing else {
        return html! {
            <figure class="picture empty"><figcaption>{ &props.title }</figcaption><p>{ &props.nothing }</p></figure>
        };
    };
    let onpointermove = {
        let (at, drawing) = (at.clone(), drawing.clone());
        Callback::from(move |event: PointerEvent| {
            if let Some(canvas) = event.target_dyn_into::<HtmlCanvasElement>() {
                at.set(painter::stop_at(&canvas, &drawing, f64::from(event.offset_x()), f64::from(event.offset_y())));
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
    let ontoggle = {
        let open = open.clone();
        Callback::from(move |event: Event| {
            open.set(event.target_dyn_into::<Element>().is_some_and(|details| details.has_attribute("open")));
        })
    };
    let read = at.and_then(|place| drawing.stops.get(place)).map(|stop| stop.text.clone());
    html! {
        <figure class="picture">
            <figcaption>{ &props.title }</figcaption>
            { legend(&drawing) }
            <canvas ref={canvas} role="img" tabindex="0" aria-label={sentence(props, &drawing)}
                class={painter::class(&drawing)} {onpointermove} {onpointerleave} {onkeydown}></canvas>
            <output class="readout" aria-live="polite" translate="no">{ read.unwrap_or_else(|| props.hint.clone()) }</output>
            <details {ontoggle}>
                <summary>{ &props.table }</summary>
                // Folded away, it costs nothing at each key.
                if *open { { table(props, &drawing) } }
            </details>
        </figure>
    }
}

/// What a screen reader says of the picture: the finding, then what is drawn.
fn sentence(props: &PictureProps, drawing: &Drawing) -> String {
    let names: Vec<&str> = drawing.series.iter().map(|series| series.name.as_str()).collect();
    format!("{}. {}. {}", props.title, names.join(", "), props.hint)
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
                <span class={format!("key key-{}", index % painter::COLOURS + 1)}>{ &series.name }</span>
            }) }
        </p>
    }
}

fn table(props: &PictureProps, drawing: &Drawing) -> Html {
    html! {
        <div class="scroll" role="region" tabindex="0" aria-label={props.title.clone()}>
            <table class="figures">
                <caption class="unseen">{ &props.title }</caption>
                <thead><tr>{ for drawing.columns.iter().enumerate().map(|(index, column)| html! {
                    <th scope="col" class={(index > 0).then_some("num")}>{ column }</th>
                }) }</tr></thead>
                <tbody>
                    { for drawing.rows.iter().enumerate().map(|(index, row)| html! {
                        <tr key={index}>{ for row.iter().enumerate().map(|(column, text)| html! {
                            if column == 0 { <th scope="row">{ text }</th> } else { <td class="num" translate="no">{ text }</td> }
                        }) }</tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
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
