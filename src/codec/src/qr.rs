//! A text as a QR code: its modules as the path of a drawing.

use std::fmt::Write;

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

/// The densest code that is drawn: 117 by 117 modules. With its quiet edge it has 2.5 pixels a module across a phone held
/// upright and 8 on a projector of 1,080 lines, which is about the least that a phone's camera tells apart from where one sits.
pub const DENSEST: u8 = 25;

/// The light edge that a code needs on every side, in modules.
pub const QUIET: usize = 4;

/// A code that can be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Modules along a side, without the quiet edge.
    pub size: usize,
    /// The dark modules as an SVG path, a unit a module, from the inner corner of the quiet edge.
    pub path: String,
}

/// The text does not fit into a code that a phone can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooDense;

/// The code of a text.
///
/// # Errors
/// Where it would be denser than `DENSEST`.
pub fn code(text: &str) -> Result<Code, TooDense> {
    let segments = QrSegment::make_segments(text);
    // The least correction makes the fewest modules; where there is room for more correction at that size, it is taken.
    let code = QrCode::encode_segments_advanced(
        &segments,
        QrCodeEcc::Low,
        Version::MIN,
        Version::new(DENSEST),
        None::<Mask>,
        true,
    )
    .map_err(|_| TooDense)?;
    Ok(Code { size: code.size().unsigned_abs() as usize, path: path(&code) })
}

/// Each run of dark modules in a row as one rectangle: fewer edges than module by module, and no seams between them.
fn path(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let mut end = x;
            while code.get_module(end, y) {
                end += 1;
            }
            if end > x {
                let run = end - x;
                // A String takes all that is written to it.
                let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
            }
            x = end + 1;
        }
    }
    path
}
