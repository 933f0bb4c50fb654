//! Paints a drawing, on the canvas of the page or as a picture for a file.

mod backend;
mod colours;
mod export;
mod names;
mod paint;
mod shapes;
mod sheet;
mod svg;
mod units;

pub use colours::COLOURS;
pub use export::{Around, Export, export};
pub use paint::{Medium, paint, stop_at};
pub use sheet::class;
