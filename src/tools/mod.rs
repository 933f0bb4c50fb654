//! What can be done with any calculator: one file a tool, none knowing a calculator or a browser.

pub mod chart;
pub mod entry;
pub mod evaluate;
pub mod explain;
pub mod paste;
pub mod request;
pub mod saved;
pub mod speech;
pub mod state;
