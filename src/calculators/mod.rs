//! The calculators, by areas in the order of the course. A new one is a folder and a line in its area.

pub(crate) use workbench_engine as engine;
pub(crate) use workbench_engine::words;

mod area;
pub mod commission;
pub mod funnel;
mod list;
pub mod market;
pub mod pricing;
pub mod workbooks;

pub use area::{Area, Listed, Loading, NotLoaded};
pub use list::{AREAS, all, find, ids, listed, loaded};
