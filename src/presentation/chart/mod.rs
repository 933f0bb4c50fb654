//! Charts as drawings: shapes, axes, a read-out and the table of the same data.

pub mod axis;
pub mod draw;
pub mod drawing;
pub mod listing;
pub mod overlay;
pub mod paper;

pub use axis::{Axis, ticks};
pub use draw::{draw, over};
pub use drawing::{Drawing, Point, Series, Shape, Stop};
pub use listing::{Column, Listing};
pub use overlay::{MOST_SERIES, Scene, draw_together, overlay};
