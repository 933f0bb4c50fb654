//! What a calculator is: a sheet of cells recorded once from ordinary arithmetic, and everything the sheet itself
//! can answer: its values over blocks of input sets, its faults, its units, its formulas.
//!
//! Deliberately absent: any word, any browser, any particular calculator.

pub mod block;
pub mod builder;
pub mod calculator;
pub mod cell;
pub mod chart;
mod doubt;
pub mod draw;
pub mod effect;
mod elementary;
pub mod evaluation;
mod exact;
pub mod fault;
pub mod formula;
pub mod function;
mod id;
pub mod inputs;
pub mod kernel;
pub mod key;
pub mod many;
pub mod math;
mod normal;
pub mod op;
pub mod pairs;
pub mod range;
pub mod recorder;
#[cfg(doctest)]
mod reference;
mod rounded;
mod rounding;
pub mod sample;
mod shape;
pub mod sheet;
mod shortest;
mod spread;
pub mod unit;

pub use builder::{Builder, TableBuilder};
pub use calculator::{Calculator, Example};
pub use cell::Cell;
pub use effect::Effect;
pub use evaluation::Evaluation;
pub use fault::{Cause, Fault};
pub use function::{Arguments, Function, Output, Outputs, PartColumn, PartKind};
pub use id::{InputId, NodeId, StepId, TableId};
pub use inputs::{InputSet, RowOrder};
pub use key::Key;
pub use op::Op;
pub use range::Range;
pub use sheet::{Input, InputKind, Outcome, OutcomeKind, Rank, Sheet, Table};
pub use shortest::shortest;
pub use unit::{Face, Unit};
