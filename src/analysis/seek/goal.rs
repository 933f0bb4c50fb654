//! Which figure of an input makes a result come out as wanted: a goal sought over any calculators, through links.
//!
//! The result is computed at figures spread over all that the field takes, then closer and closer where the goal lies
//! between two of them, where the result begins or ceases to have a value, and where it comes near the goal and turns back.
//! Only what was computed is claimed: where the result jumps over the goal, that is said instead.

use super::decimals;
use crate::engine::{Calculator, NodeId};

use crate::workbook::fields::Place;

/// What is sought.
#[derive(Clone, Copy, Debug)]
pub struct Goal {
    /// The calculator of the result.
    pub calculator: &'static Calculator,
    /// The result, and which of its figures.
    pub result: (NodeId, usize),
    /// What the result should be.
    pub value: f64,
    /// The field that may move: of the same calculator, or of one that feeds it.
    pub moved: (&'static Calculator, Place),
    /// Only figures from the first to the second; what the field takes if none are given.
    pub within: Option<(f64, f64)>,
}

/// Figures of the field that all give one result: one figure, or all from `low` to `high`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Solution {
    /// The figure to propose: the one that is there if it is among them, otherwise the roundest near it.
    pub at: f64,
    pub low: f64,
    /// Above `low` where a cap, rounding or whole units give every figure between the same result.
    pub high: f64,
    /// The result at `at`.
    pub result: f64,
}

/// Where the result passes the goal without taking it: two figures of the field with none between them, and their results.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Jump {
    pub low: f64,
    pub high: f64,
    pub at_low: f64,
    pub at_high: f64,
}

impl Jump {
    /// The figure to name as its place: whichever of the two is the rounder.
    #[must_use]
    pub fn at(&self) -> f64 {
        decimals::rounder(self.low, self.high)
    }
}

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Every place that reaches the goal, the nearest to what is in the field first; upwards if nothing is there.
    pub solutions: Vec<Solution>,
    /// Where the result jumps over the goal, in the same order.
    pub jumps: Vec<Jump>,
    /// What comes nearest to the goal, if nothing reaches it and the result has a value at all.
    pub nearest: Option<Solution>,
    /// The figures that were searched: from here …
    pub from: f64,
    /// … to here.
    pub to: f64,
    /// What is in the field.
    pub present: Option<f64>,
    /// The result as things are, if it has a value.
    pub result: Option<f64>,
    /// No solution's result is further from the goal than this.
    pub tolerance: f64,
    /// The result is the same wherever it was computed.
    pub no_effect: bool,
    /// There were more places than were followed: the ones furthest from what is in the field are left out.
    pub more: bool,
}
