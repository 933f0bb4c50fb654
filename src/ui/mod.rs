//! What is seen: Yew components for any calculator. No calculator is named here, and no figure is computed.

mod analysis;
mod app;
mod context;
mod form;
mod pages;
mod parts;
mod results;

pub use app::frame::page;
pub use app::root::{Root, RootProps};
pub use app::start::start;
pub use context::App;
