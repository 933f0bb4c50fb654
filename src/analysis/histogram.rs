//! How often a simulated result falls where, as a drawing.

use super::simulate::Summary;
use crate::engine::NodeId;
use crate::engine::unit::PERCENT;
use crate::presentation::chart::draw::curves;
use crate::presentation::chart::{Column, Drawing, Point};
use crate::presentation::labels::Labels;

/// How often a simulated result falls where.
#[must_use]
pub fn histogram(labels: &Labels, summary: &Summary, result: NodeId) -> Option<Drawing> {
    let unit = labels.sheet.node(result).unit;
    let last = summary.bars.last()?;
    let ends = summary.bars.iter().map(|bar| (bar.from, bar.share)).chain([(last.to, last.share)]);
    let (from, shares): (Vec<_>, Vec<_>) = ends.map(|(from, share)| (Some(from), Some(share))).unzip();
    let x = Column { name: labels.label(result), unit, figures: from };
    let y = Column { name: labels.word("histogram.share"), unit: PERCENT, figures: shares };
    let axes = [x.name.clone(), y.name.clone()];
    let mark = |key: &str, x: f64| {
        let bar = summary.bars.iter().find(|bar| bar.from <= x && x <= bar.to)?;
        Some(Point { name: labels.word(key), x, y: bar.share })
    };
    let marks = [("histogram.p10", summary.low), ("histogram.p50", summary.median), ("histogram.p90", summary.high)];
    let marks = marks.into_iter().filter_map(|(key, x)| mark(key, x)).collect();
    Some(Drawing { marks, ..curves(labels, x, vec![y], true, axes)? })
}
