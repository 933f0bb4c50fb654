//! What can be done with any calculator: one file a tool, none knowing a calculator or a browser.

pub mod request;
