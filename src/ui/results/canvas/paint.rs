//! Paints a drawing on a canvas: lines and areas by plotters, at the device's own pixels; texts by the canvas itself.
//!
//! Plotters would measure text with a styled element, which the page's security policy forbids.

use std::cell::RefCell;

use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::shapes;
use super::sheet::{Sheet, frame, measured};
use crate::presentation::chart::{Drawing, Shape};

use super::backend::Backend;
use super::colours::Palette;

/// What a canvas is painted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// The page, in its theme.
    Screen,
    /// A printer, which has white paper whatever the page wears.
    Paper,
}

/// Paints a drawing, with one of its stops marked. A canvas without room is left alone.
pub fn paint(canvas: &HtmlCanvasElement, drawing: &Drawing, at: Option<usize>, medium: Medium) {
    let ratio = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio()).clamp(0.5, 4.0);
    let (width, height) = (f64::from(canvas.client_width()) * ratio, f64::from(canvas.client_height()) * ratio);
    if width < 60.0 || height < 60.0 {
        return;
    }
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context = canvas.get_context("2d").ok().flatten().and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok());
    let (Some(context), Some(backend)) = (context, CanvasBackend::with_canvas_object(canvas.clone())) else { return };
    let palette = match medium {
        Medium::Screen => Palette::of(canvas, ratio),
        Medium::Paper => Palette::of(canvas, ratio).on_white(),
    };
    context.clear_rect(0.0, 0.0, width, height);
    context.set_font(&palette.font);
    let frame = frame(&|text| measured(&context, text), drawing, &palette, width, height);
    let backend = RefCell::new(Backend::Canvas(backend));
    let sheet = Sheet { backend, context: Some(context), palette, frame, drawing };
    sheet.paint(at);
}

/// The stop nearest to a point of the canvas, in style pixels.
pub fn stop_at(canvas: &HtmlCanvasElement, drawing: &Drawing, x: f64, y: f64) -> Option<usize> {
    let ratio = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio()).clamp(0.5, 4.0);
    let (width, height) = (f64::from(canvas.client_width()) * ratio, f64::from(canvas.client_height()) * ratio);
    let context = canvas.get_context("2d").ok().flatten()?.dyn_into::<CanvasRenderingContext2d>().ok()?;
    let frame = frame(&|text| measured(&context, text), drawing, &Palette::of(canvas, ratio), width, height);
    let (x, y) = (x * ratio, y * ratio);
    let distance = |place: usize| match &drawing.shape {
        Shape::Stack { .. } | Shape::Funnel => {
            let row = (frame.bottom - frame.top) / drawing.stops.len() as f64;
            (y - frame.top - (place as f64 + 0.5) * row).abs()
        }
        Shape::Heat { cells, .. } => {
            let (cx, cy, _) = cells[place.min(cells.len() - 1)];
            (frame.x(cx) - x).abs() + (frame.y(cy) - y).abs()
        }
        Shape::Radar => shapes::spoke_distance(&frame, drawing, place, x, y),
        _ => (frame.x(drawing.stops[place].x) - x).abs(),
    };
    (0..drawing.stops.len()).min_by(|a, b| distance(*a).total_cmp(&distance(*b)))
}
