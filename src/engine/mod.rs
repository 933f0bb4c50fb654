//! What a calculator is: a sheet of cells recorded once from ordinary arithmetic, and everything the sheet itself
//! can answer: its values over blocks of input sets, its faults, its units, its formulas.
//!
//! Deliberately absent: any word, any browser, any particular calculator.

pub mod builder;
pub mod calculator;
pub mod cell;
pub mod chart;
pub mod draw;
pub mod evaluation;
pub mod fault;
pub mod formula;
pub mod function;
pub mod inputs;
pub mod kernel;
pub mod math;
pub mod op;
pub mod range;
mod shape;
pub mod sheet;
mod spread;
pub mod unit;

pub use builder::{Builder, TableBuilder};
pub use calculator::{Calculator, Example};
pub use cell::Cell;
pub use evaluation::Evaluation;
pub use fault::{Cause, Fault};
pub use function::{Arguments, DetailColumn, DetailKind, Function, Output, Outputs};
pub use inputs::{InputSet, RowOrder};
pub use range::Range;
pub use sheet::{Input, InputId, InputKind, NodeId, Op, Outcome, OutcomeKind, Rank, Sheet, Table, TableId};
pub use unit::{Face, Unit};

/// A name that never changes once shipped: it stands in links, files and tests.
pub type Key = &'static str;
