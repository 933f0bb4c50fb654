//! What every shape is painted with: a backend, the colours, and where the figures lie.
//!
//! Plotters would measure text with a styled element, which the page's security policy forbids.

use std::borrow::Borrow;
use std::cell::RefCell;

use plotters::backend::DrawingBackend;
use plotters::element::{Drawable, PointCollection};
use web_sys::CanvasRenderingContext2d;

use super::backend::Backend;
use super::colours::Palette;
use super::names::{Names, RISE, latin};
use super::svg::Lettering;
use super::units::{Drawn, FINE, Refused, fine};
use crate::engine::math;
use crate::presentation::chart::paper::{self, Weight};
use crate::presentation::chart::{Drawing, Shape};

/// What a shape is painted with.
pub struct Sheet<'a> {
    pub backend: RefCell<Backend>,
    /// Writes the texts of a canvas; a picture that leaves the page holds them itself.
    pub context: Option<CanvasRenderingContext2d>,
    pub palette: Palette,
    pub frame: Frame,
    pub drawing: &'a Drawing,
}

impl Sheet<'_> {
    /// Draws by plotters, in its finer count. A drawing area would hold every point within the canvas's own pixels.
    pub fn plot<E>(&self, element: &E) -> Drawn
    where
        for<'e> &'e E: PointCollection<'e, (i32, i32)>,
        E: Drawable<Backend>,
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

    /// Text with a rim of the background's colour, to be read over lines.
    pub fn text_over(&self, text: &str, x: f64, y: f64, align: &str) {
        self.write(text, (x, y), align, &self.palette.text, Some(&self.palette.paper));
    }

    pub fn text(&self, text: &str, x: f64, y: f64, align: &str, colour: &str) {
        self.write(text, (x, y), align, colour, None);
    }

    /// Lines below each other, around a height.
    pub fn text_lines(&self, lines: &[String], (x, middle): (f64, f64), align: &str) {
        let first = middle - (lines.len().saturating_sub(1) as f64) * self.palette.line() / 2.0;
        for (place, line) in lines.iter().enumerate() {
            self.text(line, x, first + place as f64 * self.palette.line(), align, &self.palette.text);
        }
    }

    /// Text that rises to a point at its end.
    pub fn text_rising(&self, text: &str, end: (f64, f64)) {
        self.turn(end);
        self.text(text, 0.0, 0.0, "right", &self.palette.text);
        if let Backend::Svg(svg) = &mut *self.backend.borrow_mut() {
            svg.close();
        }
        if let Some(context) = &self.context {
            context.restore();
        }
    }

    fn turn(&self, (x, y): (f64, f64)) {
        if let Backend::Svg(svg) = &mut *self.backend.borrow_mut() {
            svg.turn((x, y), -RISE.to_degrees());
        }
        let Some(context) = &self.context else { return };
        context.save();
        // Finite figures cannot be refused.
        let _ = context.translate(x, y);
        let _ = context.rotate(-RISE);
    }

    pub fn write(&self, text: &str, (x, y): (f64, f64), align: &str, colour: &str, rim: Option<&str>) {
        if let Backend::Svg(svg) = &mut *self.backend.borrow_mut() {
            svg.text(text, &Lettering { x, y, size: self.palette.size, align, colour, bold: false, rim });
        }
        let Some(context) = &self.context else { return };
        context.set_text_align(align);
        context.set_text_baseline("middle");
        if let Some(rim) = rim {
            context.set_line_width(4.0 * self.palette.ratio);
            context.set_stroke_style_str(rim);
            // Text that cannot be drawn is in the table.
            let _ = context.stroke_text(text, x, y);
        }
        context.set_fill_style_str(colour);
        // Text that cannot be drawn is in the table.
        let _ = context.fill_text(text, x, y);
    }

    pub fn measure(&self, text: &str) -> f64 {
        match &self.context {
            Some(context) => measured(context, text),
            None => paper::width(text, Weight::Regular) * self.palette.size,
        }
    }

    /// Text cut to a width, ending in an ellipsis.
    pub fn fitted(&self, text: &str, width: f64) -> String {
        if self.measure(text) <= width {
            return text.to_owned();
        }
        let mut cut: String = text.to_owned();
        while cut.pop().is_some() {
            let shown = format!("{}…", cut.trim_end());
            if self.measure(&shown) <= width {
                return shown;
            }
        }
        String::new()
    }

    /// Text in so many lines of a width at most, about as long as each other, the last of them cut where they are too few.
    pub fn wrapped(&self, text: &str, width: f64, most: usize) -> Vec<String> {
        let measure = |text: &str| self.measure(text);
        let mut lines = paper::broken(text, width, &measure);
        let longest_word = text.split(' ').filter(|word| latin(word)).map(measure).fold(0.0, f64::max);
        let even = (measure(text) / lines.len().max(1) as f64 + self.palette.size * 0.5).max(longest_word);
        let evener = paper::broken(text, even.min(width), &measure);
        if evener.len() == lines.len() {
            lines = evener;
        }
        if lines.len() > most {
            let rest = lines.split_off(most.saturating_sub(1));
            lines.push(self.fitted(&format!("{}…", rest.first().map_or("", String::as_str)), width));
        }
        lines
    }
}

/// How far to a side the spokes of a radar reach, as a share of their length.
fn aside(spokes: usize) -> f64 {
    let spokes = spokes.max(3);
    (0..spokes).map(|place| math::sin(std::f64::consts::TAU * place as f64 / spokes as f64)).fold(0.0, f64::max)
}

/// Where the figures lie on the canvas, in device pixels.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// How wide the canvas is.
    pub width: f64,
    pub names: Names,
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    pub x: (f64, f64),
    pub y: (f64, f64),
}

impl Frame {
    pub fn x(&self, value: f64) -> f64 {
        self.left + (value - self.x.0) / (self.x.1 - self.x.0) * (self.right - self.left)
    }

    pub fn y(&self, value: f64) -> f64 {
        self.bottom - (value - self.y.0) / (self.y.1 - self.y.0) * (self.bottom - self.top)
    }

    pub fn point(&self, x: f64, y: f64) -> (i32, i32) {
        fine(self.x(x), self.y(y))
    }
}

pub fn frame(measure: &dyn Fn(&str) -> f64, drawing: &Drawing, palette: &Palette, width: f64, height: f64) -> Frame {
    let widest = |texts: &mut dyn Iterator<Item = &String>| texts.map(|text| measure(text)).fold(0.0, f64::max);
    let line = palette.size * 1.5;
    let ticks = widest(&mut drawing.y.ticks.iter().map(|(_, text)| text));
    let last = drawing.x.ticks.last().map_or(0.0, |(_, text)| measure(text) / 2.0);
    let beside = (ticks + palette.size * 0.8, last.max(palette.size));
    let mut names = Names::Level(1);
    let (left, right, top, bottom) = match drawing.shape {
        Shape::Stack { .. } | Shape::Funnel => {
            let names = widest(&mut drawing.categories.iter()).min(width * 0.36);
            let figures = widest(&mut drawing.labels.iter());
            (names + palette.size, figures + palette.size, line * 0.2, line * 0.2)
        }
        Shape::Radar => {
            let names = widest(&mut drawing.categories.iter()).min(width * 0.25) + palette.size * 0.6;
            // No spoke reaches further to a side than this share of its length.
            let aside = aside(drawing.categories.len());
            let beside = width / 2.0 - (width / 2.0 - names) / aside;
            (beside.max(line), beside.max(line), line * 1.4, line * 1.4)
        }
        Shape::Bars { .. } => {
            let step = (width - beside.0 - beside.1) / drawing.categories.len().max(1) as f64;
            names = Names::of(&drawing.categories, step, width, measure);
            (beside.0, beside.1, line * 1.3, line * 2.2 + names.depth(palette))
        }
        _ => (beside.0, beside.1, line * 1.3, line * 2.2),
    };
    Frame {
        width,
        names,
        left,
        top,
        right: (width - right).max(left + 10.0),
        bottom: (height - bottom).max(top + 10.0),
        x: (drawing.x.low, drawing.x.high),
        y: (drawing.y.low, drawing.y.high),
    }
}

pub fn measured(context: &CanvasRenderingContext2d, text: &str) -> f64 {
    context.measure_text(text).map_or(0.0, |metrics| metrics.width())
}

/// How tall a drawing wants to be, as a class of the style sheet.
pub fn class(drawing: &Drawing) -> &'static str {
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
