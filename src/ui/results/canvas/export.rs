//! A picture that leaves the page: its finding as the title, a legend, the drawing, and where it comes from.

use std::cell::RefCell;

use plotters::style::RGBColor;

use super::backend::Backend;
use super::colours::{COLOURS, Palette, between};
use super::sheet::{Sheet, class, frame};
use super::svg::{Lettering, Svg};
use super::units::fine;
use crate::presentation::chart::paper::{self, Weight};
use crate::presentation::chart::{Drawing, Shape};
use crate::text::Language;

/// How wide a picture is, in pixels at its own size.
pub const WIDTH: f64 = 800.0;

/// A picture and how large it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Export {
    pub svg: String,
    pub width: f64,
    pub height: f64,
}

/// What stands over and under a drawing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around<'a> {
    pub title: &'a str,
    /// Whether the title is drawn too, not only told to screen readers.
    pub headed: bool,
    /// Where it comes from; nothing is written where it is empty.
    pub source: &'a str,
}

/// The picture as SVG.
pub fn export(drawing: &Drawing, language: Language, around: Around) -> Export {
    let (palette, margin) = (Palette::on_paper(), 16.0);
    let mut svg = Svg::default();
    let mut top = if around.headed { margin } else { 0.0 };
    if around.headed {
        for line in paper::lines(around.title, (WIDTH - 2.0 * margin) / 18.0, Weight::Bold) {
            svg.text(&line, &lettering(margin, top + 13.0, 18.0, &palette.text, true));
            top += 26.0;
        }
        top += 6.0;
    }
    top = legend(&mut svg, drawing, &palette, (margin, top));
    let height = match class(drawing) {
        "rows-few" => 200.0,
        "rows-many" => 460.0,
        "square" => 420.0,
        _ => 320.0,
    };
    svg.open((margin, top));
    let measure = |text: &str| paper::width(text, Weight::Regular) * palette.size;
    let within = frame(&measure, drawing, &palette, WIDTH - 2.0 * margin, height);
    let sheet = Sheet { backend: RefCell::new(Backend::Svg(svg)), context: None, palette, frame: within, drawing };
    sheet.paint(None);
    let (Backend::Svg(mut svg), palette) = (sheet.backend.into_inner(), sheet.palette) else {
        return Export { svg: String::new(), width: 0.0, height: 0.0 };
    };
    svg.close();
    top += height;
    if !around.source.is_empty() {
        top += 8.0;
        for line in paper::lines(around.source, (WIDTH - 2.0 * margin) / 12.0, Weight::Regular) {
            svg.text(&line, &lettering(margin, top + 8.0, 12.0, &palette.muted, false));
            top += 18.0;
        }
        top += 8.0;
    }
    Export { svg: svg.finish((WIDTH, top), paper::family(language), around.title), width: WIDTH, height: top }
}

fn lettering(x: f64, y: f64, size: f64, colour: &str, bold: bool) -> Lettering<'_> {
    Lettering { x, y, size, align: "left", colour, bold, rim: None }
}

/// Names beside their colours, where more than one thing is drawn and the drawing does not say it itself; gives back where
/// it ends.
fn legend(svg: &mut Svg, drawing: &Drawing, palette: &Palette, (left, top): (f64, f64)) -> f64 {
    let key = |svg: &mut Svg, x: f64, y: f64, width: f64, colour: RGBColor| {
        svg.rectangle(fine(x, y), fine(x + width, y + 4.0), &colour, true);
    };
    if let Shape::Heat { .. } = drawing.shape {
        let (steps, from, to) = (24, drawing.categories.first(), drawing.categories.get(1));
        let (from, to) = (from.map_or("", String::as_str), to.map_or("", String::as_str));
        svg.text(from, &lettering(left, top + 8.0, palette.size, &palette.text, false));
        let start = left + (paper::width(from, Weight::Regular) + 0.8) * palette.size;
        for step in 0..steps {
            let share = 0.12 + 0.88 * f64::from(step) / f64::from(steps - 1);
            let colour = between(palette.background, palette.series[0], share);
            key(svg, start + 6.0 * f64::from(step), top + 6.0, 6.0, colour);
        }
        let end = start + 6.0 * f64::from(steps) + palette.size * 0.8;
        svg.text(to, &lettering(end, top + 8.0, palette.size, &palette.text, false));
        return top + 24.0;
    }
    let says_itself = matches!(drawing.shape, Shape::Map { .. } | Shape::Stack { .. } | Shape::Funnel);
    if says_itself || drawing.series.len() < 2 {
        return top;
    }
    let (mut x, mut y) = (left, top);
    for (index, series) in drawing.series.iter().enumerate() {
        let room = 20.0 + (paper::width(&series.name, Weight::Regular) + 1.2) * palette.size;
        if x > left && x + room > WIDTH - left {
            (x, y) = (left, y + 20.0);
        }
        key(svg, x, y + 6.0, 14.0, palette.series[index % COLOURS]);
        svg.text(&series.name, &lettering(x + 20.0, y + 8.0, palette.size, &palette.text, false));
        x += room;
    }
    y + 24.0
}
