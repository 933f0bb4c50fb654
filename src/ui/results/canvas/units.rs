//! How plotters counts points, and that it may refuse to draw.

/// Plotters counts in whole pixels; the canvas is shrunk by this much so that sloping lines lie between them.
pub const FINE: f64 = 8.0;

/// A point of the canvas as plotters counts it.
pub fn fine(x: f64, y: f64) -> (i32, i32) {
    ((x * FINE).round() as i32, (y * FINE).round() as i32)
}

/// What is painted on refused to draw.
#[derive(Clone, Copy, Debug)]
pub struct Refused;

impl std::fmt::Display for Refused {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str("refused")
    }
}

impl std::error::Error for Refused {}

/// Whether it was drawn.
pub type Drawn = Result<(), Refused>;
