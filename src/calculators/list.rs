//! The list of the calculators, in the order of the course.

use crate::area::{Area, Listed};
use crate::engine::{Calculator, Key};
use crate::{commission, funnel, market, pricing};

/// Every area.
pub static AREAS: [&Area; 4] = [&pricing::AREA, &funnel::AREA, &commission::AREA, &market::AREA];

/// Every calculator of the list, loaded or not.
pub fn all() -> impl Iterator<Item = &'static Listed> {
    AREAS.iter().flat_map(|area| area.calculators)
}

/// The id of every calculator.
pub fn ids() -> impl Iterator<Item = Key> {
    all().map(|listed| listed.id)
}

/// The calculator of this id in the list, loaded or not.
#[must_use]
pub fn listed(id: &str) -> Option<&'static Listed> {
    all().find(|listed| listed.id == id)
}

/// The calculators at hand: in the page those that are loaded, elsewhere all.
pub fn loaded() -> impl Iterator<Item = &'static Calculator> {
    all().filter_map(Listed::calculator)
}

/// The calculator of this id, if it is at hand.
#[must_use]
pub fn find(id: &str) -> Option<&'static Calculator> {
    listed(id)?.calculator()
}
