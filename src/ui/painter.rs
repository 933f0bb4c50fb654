//! Paints a drawing on a canvas: lines and areas by plotters, at the device's own pixels; texts by the canvas itself.
//!
//! Plotters would measure text with a styled element, which the page's security policy forbids.

use std::borrow::Borrow;
use std::cell::RefCell;

use plotters::backend::DrawingBackend;
use plotters::element::{Drawable, PointCollection};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::tools::chart::{Drawing, Shape, paper};

mod ground;
mod ink;
mod leaf;
mod shapes;
mod svg;

use ground::Ground;
pub(super) use ink::COLOURS;
use ink::Ink;
pub(super) use leaf::{Around, Leaf, leaf};
use svg::Lettering;

/// Plotters counts in whole pixels; the canvas is shrunk by this much so that sloping lines lie between them.
const FINE: f64 = 8.0;

/// Where the figures lie on the canvas, in device pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
    x: (f64, f64),
    y: (f64, f64),
}

impl Frame {
    fn x(&self, value: f64) -> f64 {
        self.left + (value - self.x.0) / (self.x.1 - self.x.0) * (self.right - self.left)
    }

    fn y(&self, value: f64) -> f64 {
        self.bottom - (value - self.y.0) / (self.y.1 - self.y.0) * (self.bottom - self.top)
    }

    fn point(&self, x: f64, y: f64) -> (i32, i32) {
        fine(self.x(x), self.y(y))
    }
}

/// A point of the canvas as plotters counts it.
fn fine(x: f64, y: f64) -> (i32, i32) {
    ((x * FINE).round() as i32, (y * FINE).round() as i32)
}

/// What is painted on refused to draw.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refused;

impl std::fmt::Display for Refused {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str("refused")
    }
}

impl std::error::Error for Refused {}

type Drawn = Result<(), Refused>;

/// What a shape is painted with.
pub(super) struct Sheet<'a> {
    backend: RefCell<Ground>,
    /// Writes the texts of a canvas; a picture that leaves the page holds them itself.
    context: Option<CanvasRenderingContext2d>,
    ink: Ink,
    frame: Frame,
    drawing: &'a Drawing,
}

/// How tall a drawing wants to be, as a class of the style sheet.
pub(super) fn class(drawing: &Drawing) -> &'static str {
    match drawing.shape {
        Shape::Stack { .. } | Shape::Funnel => match drawing.categories.len() {
            0..=5 => "rows-few",
            6..=9 => "rows-some",
            _ => "rows-many",
        },
        Shape::Radar => "square",
        _ => "wide",
    }
}

/// What a canvas is painted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Medium {
    /// The page, in its theme.
    Screen,
    /// A printer, which has white paper whatever the page wears.
    Paper,
}

/// Paints a drawing, with one of its stops marked. A canvas without room is left alone.
pub(super) fn paint(canvas: &HtmlCanvasElement, drawing: &Drawing, at: Option<usize>, medium: Medium) {
    let ratio = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio()).clamp(0.5, 4.0);
    let (width, height) = (f64::from(canvas.client_width()) * ratio, f64::from(canvas.client_height()) * ratio);
    if width < 60.0 || height < 60.0 {
        return;
    }
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context = canvas.get_context("2d").ok().flatten().and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok());
    let (Some(context), Some(backend)) = (context, CanvasBackend::with_canvas_object(canvas.clone())) else { return };
    let ink = match medium {
        Medium::Screen => Ink::of(canvas, ratio),
        Medium::Paper => Ink::of(canvas, ratio).on_white(),
    };
    context.clear_rect(0.0, 0.0, width, height);
    context.set_font(&ink.font);
    let frame = frame(&|text| measured(&context, text), drawing, &ink, width, height);
    let backend = RefCell::new(Ground::Canvas(backend));
    let sheet = Sheet { backend, context: Some(context), ink, frame, drawing };
    sheet.paint(at);
}

/// The stop nearest to a point of the canvas, in style pixels.
pub(super) fn stop_at(canvas: &HtmlCanvasElement, drawing: &Drawing, x: f64, y: f64) -> Option<usize> {
    let ratio = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio()).clamp(0.5, 4.0);
    let (width, height) = (f64::from(canvas.client_width()) * ratio, f64::from(canvas.client_height()) * ratio);
    let context = canvas.get_context("2d").ok().flatten()?.dyn_into::<CanvasRenderingContext2d>().ok()?;
    let frame = frame(&|text| measured(&context, text), drawing, &Ink::of(canvas, ratio), width, height);
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

fn measured(context: &CanvasRenderingContext2d, text: &str) -> f64 {
    context.measure_text(text).map_or(0.0, |metrics| metrics.width())
}

fn frame(measure: &dyn Fn(&str) -> f64, drawing: &Drawing, ink: &Ink, width: f64, height: f64) -> Frame {
    let widest = |texts: &mut dyn Iterator<Item = &String>| texts.map(|text| measure(text)).fold(0.0, f64::max);
    let line = ink.size * 1.5;
    let (left, right, top, bottom) = match drawing.shape {
        Shape::Stack { .. } | Shape::Funnel => {
            let names = widest(&mut drawing.categories.iter()).min(width * 0.36);
            let figures = widest(&mut drawing.labels.iter());
            (names + ink.size, figures + ink.size, line * 0.2, line * 0.2)
        }
        Shape::Radar => (line, line, line * 1.4, line * 1.4),
        _ => {
            let ticks = widest(&mut drawing.y.ticks.iter().map(|(_, text)| text));
            let last = drawing.x.ticks.last().map_or(0.0, |(_, text)| measure(text) / 2.0);
            (ticks + ink.size * 0.8, last.max(ink.size), line * 1.3, line * 2.2)
        }
    };
    Frame {
        left,
        top,
        right: (width - right).max(left + 10.0),
        bottom: (height - bottom).max(top + 10.0),
        x: (drawing.x.low, drawing.x.high),
        y: (drawing.y.low, drawing.y.high),
    }
}

impl Sheet<'_> {
    fn paint(&self, at: Option<usize>) {
        // A canvas that refuses to draw leaves the table, which says the same.
        let _ = match &self.drawing.shape {
            Shape::Lines { stepped } => self.lines(*stepped),
            Shape::Bars { stacked } => self.bars(*stacked),
            Shape::Stack { ranges } => self.stack(ranges),
            Shape::Funnel => self.funnel(),
            Shape::Map { line, own } => self.map(*line, *own),
            Shape::Heat { cells, low, high } => self.heat(cells, *low, *high),
            Shape::Radar => self.radar(),
        };
        if let Some(stop) = at.and_then(|place| self.drawing.stops.get(place)) {
            let _ = self.cursor(stop.x);
        }
    }

    /// Draws by plotters, in its finer count. A drawing area would hold every point within the canvas's own pixels.
    fn plot<E>(&self, element: &E) -> Drawn
    where
        for<'e> &'e E: PointCollection<'e, (i32, i32)>,
        E: Drawable<Ground>,
    {
        let mut backend = self.backend.borrow_mut();
        let size = backend.get_size();
        if let Some(context) = &self.context {
            context.save();
            // A finite factor cannot be refused.
            let _ = context.scale(1.0 / FINE, 1.0 / FINE);
        }
        let drawn = element.draw(element.point_iter().into_iter().map(|point| *point.borrow()), &mut *backend, size);
        if let Some(context) = &self.context {
            context.restore();
        }
        drawn.map_err(|_| Refused)
    }

    /// Text with a rim of the ground's colour, to be read over lines.
    fn text_over(&self, text: &str, x: f64, y: f64, align: &str) {
        self.write(text, (x, y), align, &self.ink.text, Some(&self.ink.paper));
    }

    fn text(&self, text: &str, x: f64, y: f64, align: &str, colour: &str) {
        self.write(text, (x, y), align, colour, None);
    }

    fn write(&self, text: &str, (x, y): (f64, f64), align: &str, colour: &str, rim: Option<&str>) {
        if let Ground::Svg(svg) = &mut *self.backend.borrow_mut() {
            svg.text(text, &Lettering { x, y, size: self.ink.size, align, colour, bold: false, rim });
        }
        let Some(context) = &self.context else { return };
        context.set_text_align(align);
        context.set_text_baseline("middle");
        if let Some(rim) = rim {
            context.set_line_width(4.0 * self.ink.ratio);
            context.set_stroke_style_str(rim);
            // Text that cannot be drawn stands in the table.
            let _ = context.stroke_text(text, x, y);
        }
        context.set_fill_style_str(colour);
        // Text that cannot be drawn stands in the table.
        let _ = context.fill_text(text, x, y);
    }

    /// Text cut to a width, ending in an ellipsis.
    fn fitted(&self, text: &str, width: f64) -> String {
        let measure = |text: &str| match &self.context {
            Some(context) => measured(context, text),
            None => paper::width(text) * self.ink.size,
        };
        if measure(text) <= width {
            return text.to_owned();
        }
        let mut cut: String = text.to_owned();
        while cut.pop().is_some() {
            let shown = format!("{}…", cut.trim_end());
            if measure(&shown) <= width {
                return shown;
            }
        }
        String::new()
    }
}
