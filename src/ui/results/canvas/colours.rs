//! The theme's colours and the page's font, as the style sheet names them.

use plotters::style::RGBColor;
use web_sys::HtmlCanvasElement;

use crate::presentation::chart::paper;

/// How many colours tell series apart before they repeat.
pub const COLOURS: usize = 6;

/// Colours as canvas texts and as plotters' own.
pub(super) struct Palette {
    pub font: String,
    /// The height of a letter in device pixels.
    pub size: f64,
    pub text: String,
    pub muted: String,
    pub paper: String,
    pub line: RGBColor,
    pub background: RGBColor,
    pub strong: RGBColor,
    pub accent: RGBColor,
    pub gain: RGBColor,
    pub loss: RGBColor,
    pub series: [RGBColor; COLOURS],
    pub ratio: f64,
}

impl Palette {
    /// How far lines of text are apart.
    pub fn line(&self) -> f64 {
        self.size * 1.25
    }

    /// The light theme, for what leaves the page.
    pub fn on_paper() -> Self {
        let colour = |text: &str| rgb(text).unwrap_or(RGBColor(110, 118, 128));
        let size = 13.0;
        Self {
            font: String::new(),
            size,
            text: paper::TEXT.to_owned(),
            muted: paper::MUTED.to_owned(),
            paper: paper::BACKGROUND.to_owned(),
            line: colour(paper::LINE),
            background: colour(paper::BACKGROUND),
            strong: colour(paper::TEXT),
            accent: colour(paper::ACCENT),
            gain: colour(paper::GAIN),
            loss: colour(paper::LOSS),
            series: paper::SERIES.map(colour),
            ratio: 1.0,
        }
    }

    /// The same letters in the light theme.
    pub fn on_white(self) -> Self {
        Self { font: self.font, size: self.size, ratio: self.ratio, ..Self::on_paper() }
    }

    /// What the style sheet says for this canvas.
    pub fn of(canvas: &HtmlCanvasElement, ratio: f64) -> Self {
        let style = web_sys::window().and_then(|window| window.get_computed_style(canvas).ok().flatten());
        let read = |name: &str| {
            style.as_ref().and_then(|style| style.get_property_value(name).ok()).unwrap_or_default().trim().to_owned()
        };
        let colour = |name: &str| rgb(&read(name)).unwrap_or(RGBColor(110, 118, 128));
        let family = read("font-family");
        let size = 13.0 * ratio;
        let or = |text: String, other: &str| if text.is_empty() { other.to_owned() } else { text };
        Self {
            font: format!("{size}px {}", or(family, "sans-serif")),
            size,
            text: or(read("--text"), "#222222"),
            muted: or(read("--muted"), "#666666"),
            paper: or(read("--background"), "#ffffff"),
            line: colour("--line"),
            background: colour("--background"),
            strong: colour("--text"),
            accent: colour("--accent"),
            gain: colour("--gain"),
            loss: colour("--loss"),
            series: [1, 2, 3, 4, 5, 6].map(|number| colour(&format!("--chart-{number}"))),
            ratio,
        }
    }
}

/// `#rrggbb` as a colour.
fn rgb(text: &str) -> Option<RGBColor> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let part = |start: usize| digits.get(start..start + 2).and_then(|part| u8::from_str_radix(part, 16).ok());
    Some(RGBColor(part(0)?, part(2)?, part(4)?))
}

/// A colour between two.
pub(super) fn between(from: RGBColor, to: RGBColor, share: f64) -> RGBColor {
    let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share.clamp(0.0, 1.0)).round() as u8;
    RGBColor(mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}
