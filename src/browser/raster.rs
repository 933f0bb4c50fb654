//! Pictures as pixels: the browser draws an SVG and gives it back as PNG.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, Url};

use super::download::Denied;

/// How many pixels of the file make one of the picture, so that it stays sharp on paper and fine screens.
pub const SCALE: f64 = 2.0;

/// The picture as PNG, `SCALE` times as wide and high as it says.
///
/// # Errors
/// `Denied` where the browser draws no pictures from files or gives no pixels away.
pub async fn png(svg: &str, width: f64, height: f64) -> Result<Blob, Denied> {
    let kind = BlobPropertyBag::new();
    kind.set_type("image/svg+xml");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&svg.into()), &kind).map_err(denied)?;
    let address = Url::create_object_url_with_blob(&blob).map_err(denied)?;
    let drawn = drawn(&address, width * SCALE, height * SCALE).await;
    // What is already gone needs no giving up.
    let _ = Url::revoke_object_url(&address);
    pixels(&drawn.map_err(denied)?).await
}

async fn drawn(address: &str, width: f64, height: f64) -> Result<HtmlCanvasElement, JsValue> {
    let image = HtmlImageElement::new()?;
    image.set_src(address);
    JsFuture::from(image.decode()).await?;
    let page = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let canvas: HtmlCanvasElement = page.create_element("canvas")?.dyn_into()?;
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.dyn_into()?;
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height)?;
    Ok(canvas)
}

async fn pixels(canvas: &HtmlCanvasElement) -> Result<Blob, Denied> {
    let promise = Promise::new(&mut |resolve, reject| {
        let give = Closure::once_into_js(move |blob: JsValue| resolve.call1(&JsValue::NULL, &blob));
        if canvas.to_blob(give.unchecked_ref()).is_err() {
            // A promise can always be refused.
            let _ = reject.call0(&JsValue::NULL);
        }
    });
    JsFuture::from(promise).await.map_err(denied)?.dyn_into().map_err(denied)
}

fn denied<E>(_: E) -> Denied {
    Denied
}
