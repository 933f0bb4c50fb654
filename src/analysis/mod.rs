//! Questions about a result: why it is what it is, what would reach a goal, what moves it, how far it spreads, how scenarios differ.
//!
//! Deliberately absent: any calculator by name, any browser, the state of the page.

pub mod compare;
pub mod explain;
pub mod histogram;
pub mod impact;
pub mod seek;
pub mod sensitivity;
pub mod simulate;
