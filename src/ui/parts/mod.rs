//! Small parts that every page uses.

pub mod after_paint;
pub mod bars;
pub mod copy;
pub mod dialog;
pub mod figure;
pub mod focus;
pub mod fold;
pub mod lazy;
pub mod naming;
pub mod scenario;
pub mod select;
pub mod text_field;
