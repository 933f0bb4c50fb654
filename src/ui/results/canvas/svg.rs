//! A picture written as SVG: shapes as plotters gives them, texts as texts, nothing but presentation attributes.

use std::fmt::Write;

use plotters_backend::{BackendColor, BackendCoord, BackendStyle};

use super::units::FINE;

/// The elements so far.
#[derive(Default)]
pub(super) struct Svg {
    body: String,
}

/// Where a text stands and what it looks like.
pub(super) struct Lettering<'a> {
    pub x: f64,
    /// The middle of its letters.
    pub y: f64,
    /// Their height in pixels.
    pub size: f64,
    /// As the canvas says it: `left`, `center`, `right`.
    pub align: &'a str,
    pub colour: &'a str,
    pub bold: bool,
    /// The colour of a rim around the letters.
    pub rim: Option<&'a str>,
}

/// A figure of a picture: to a hundredth of a pixel.
fn number(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

fn place(at: i32) -> f64 {
    number(f64::from(at) / FINE)
}

/// Text as XML takes it.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML has no way to write these.
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

impl Svg {
    fn element(&mut self, name: &str, attributes: &str, paint: &str) {
        // Writing to a string cannot fail.
        let _ = write!(self.body, "<{name} {attributes} {paint}/>");
    }

    pub(super) fn line(&mut self, from: BackendCoord, to: BackendCoord, style: &impl BackendStyle) {
        self.path([from, to], style);
    }

    pub(super) fn path(&mut self, points: impl IntoIterator<Item = BackendCoord>, style: &impl BackendStyle) {
        let points = corners(points);
        if !points.is_empty() {
            self.element(
                "polyline",
                &format!("points=\"{points}\" fill=\"none\" stroke-linejoin=\"round\""),
                &stroke(style),
            );
        }
    }

    pub(super) fn polygon(&mut self, points: impl IntoIterator<Item = BackendCoord>, style: &impl BackendStyle) {
        self.element("polygon", &format!("points=\"{}\"", corners(points)), &fill(style.color()));
    }

    pub(super) fn rectangle(&mut self, a: BackendCoord, b: BackendCoord, style: &impl BackendStyle, filled: bool) {
        let (x, y) = (place(a.0.min(b.0)), place(a.1.min(b.1)));
        let (width, height) = (place((a.0 - b.0).abs()), place((a.1 - b.1).abs()));
        let paint = if filled { fill(style.color()) } else { format!("fill=\"none\" {}", stroke(style)) };
        self.element("rect", &format!("x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\""), &paint);
    }

    pub(super) fn circle(&mut self, middle: BackendCoord, radius: u32, style: &impl BackendStyle, filled: bool) {
        let paint = if filled { fill(style.color()) } else { format!("fill=\"none\" {}", stroke(style)) };
        let radius = number(f64::from(radius) / FINE);
        let (x, y) = (place(middle.0), place(middle.1));
        self.element("circle", &format!("cx=\"{x}\" cy=\"{y}\" r=\"{radius}\""), &paint);
    }

    pub(super) fn text(&mut self, text: &str, lettering: &Lettering) {
        let Lettering { x, y, size, align, colour, bold, rim } = lettering;
        let anchor = match *align {
            "center" => "middle",
            "right" => "end",
            _ => "start",
        };
        // The middle of letters lies about a third of their height above their background line; not every reader of SVG knows
        // `dominant-baseline`.
        let (x, y) = (number(*x), number(y + size * 0.35));
        let weight = if *bold { " font-weight=\"600\"" } else { "" };
        let rim = rim.map_or_else(String::new, |rim| {
            format!(" stroke=\"{rim}\" stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\"")
        });
        let text = escaped(text);
        // Writing to a string cannot fail.
        let _ = write!(
            self.body,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" text-anchor=\"{anchor}\" fill=\"{colour}\"{weight}{rim}>{text}</text>"
        );
    }

    /// Opens a group moved by so many pixels, to be closed by `close`.
    pub(super) fn open(&mut self, (right, down): (f64, f64)) {
        // Writing to a string cannot fail.
        let _ = write!(self.body, "<g transform=\"translate({} {})\">", number(right), number(down));
    }

    /// Opens a group turned around a point, to be closed by `close`.
    pub(super) fn turn(&mut self, (x, y): (f64, f64), degrees: f64) {
        // Writing to a string cannot fail.
        let _ =
            write!(self.body, "<g transform=\"translate({} {}) rotate({})\">", number(x), number(y), number(degrees));
    }

    pub(super) fn close(&mut self) {
        self.body.push_str("</g>");
    }

    /// The picture with its size, its fonts and what it is called.
    pub(super) fn finish(self, (width, height): (f64, f64), family: &str, title: &str) -> String {
        let (title, body) = (escaped(title), self.body);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             font-family=\"{family}\" role=\"img\"><title>{title}</title>\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>{body}</svg>"
        )
    }
}

fn corners(points: impl IntoIterator<Item = BackendCoord>) -> String {
    points.into_iter().map(|(x, y)| format!("{},{}", place(x), place(y))).collect::<Vec<_>>().join(" ")
}

fn hex(colour: BackendColor) -> String {
    let (red, green, blue) = colour.rgb;
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn fill(colour: BackendColor) -> String {
    let alpha = if colour.alpha < 1.0 { format!(" fill-opacity=\"{}\"", colour.alpha) } else { String::new() };
    format!("fill=\"{}\"{alpha}", hex(colour))
}

fn stroke(style: &impl BackendStyle) -> String {
    let width = number(f64::from(style.stroke_width()) / FINE);
    let alpha = style.color().alpha;
    let alpha = if alpha < 1.0 { format!(" stroke-opacity=\"{alpha}\"") } else { String::new() };
    format!("stroke=\"{}\" stroke-width=\"{width}\"{alpha}", hex(style.color()))
}
