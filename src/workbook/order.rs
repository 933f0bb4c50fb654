//! How figures flow through a workbook: which calculators it has, and which of them come before which.

use super::chain::{Chain, Feed};
use super::contents::Workbook;
use crate::calculators;
use crate::engine::Calculator;

/// The calculators of a workbook: those that were touched and those that are linked.
#[must_use]
pub fn members(workbook: &Workbook) -> Vec<&'static Calculator> {
    let linked = |id: &str| workbook.links().any(|(to, _, link)| to.id == id || link.calculator == id);
    let touched = |id: &str| workbook.calculators.contains_key(id);
    calculators::loaded().filter(|one| touched(one.id) || linked(one.id)).collect()
}

/// The calculators of a chain in the order in which figures flow, level by level: each is fed only from levels above it. Of those
/// that feed each other, the one that comes first in the course stands first.
#[must_use]
pub fn levels(chain: &Chain) -> Vec<Vec<usize>> {
    let count = chain.parts().len();
    let feeds: Vec<&Feed> = chain.feeds().iter().filter(|feed| !goes_back(chain, feed)).collect();
    let mut level = vec![0; count];
    // The longest way has fewer steps than there are calculators.
    for feed in feeds.iter().cycle().take(feeds.len() * count) {
        level[feed.to.part] = level[feed.to.part].max(level[feed.from.part] + 1).min(count);
    }
    let last = level.iter().copied().max().unwrap_or_default();
    let on = |wanted: usize| (0..count).filter(|part| level[*part] == wanted).collect();
    (0..=last).map(on).filter(|level: &Vec<usize>| !level.is_empty()).collect()
}

/// Whether a link leads from a later calculator of the course back to an earlier one that feeds it in turn.
fn goes_back(chain: &Chain, feed: &Feed) -> bool {
    let place = |part: usize| calculators::loaded().position(|one| one.id == chain.parts()[part].calculator.id);
    place(feed.from.part) > place(feed.to.part) && leads(chain, feed.to.part, feed.from.part)
}

/// Whether links lead from one calculator to another.
fn leads(chain: &Chain, from: usize, to: usize) -> bool {
    let mut reached = vec![from];
    let mut next = 0;
    while let Some(part) = reached.get(next).copied() {
        let ahead = chain.feeds().iter().filter(|feed| feed.from.part == part).map(|feed| feed.to.part);
        let new: Vec<usize> = ahead.filter(|part| !reached.contains(part)).collect();
        reached.extend(new);
        next += 1;
    }
    reached.contains(&to)
}
