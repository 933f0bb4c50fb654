//! Which stage holds the funnel up, by five views.

use crate::engine::unit::{DAYS, MONEY, PERCENT, Unit};
use crate::engine::{Builder, Cell, Key, Rank, TableBuilder};

/// What the views look at, stage by stage.
pub struct Stages<'b> {
    pub table: TableBuilder<'b>,
    /// Every stage but the first whose conversion is known.
    pub compared: Cell<'b>,
    pub conversion: Cell<'b>,
    /// Every stage but the first that has a benchmark.
    pub has_benchmark: Cell<'b>,
    pub gap: Cell<'b>,
    /// Every stage but the first whose gain is known.
    pub has_gain: Cell<'b>,
    pub gain: Cell<'b>,
    pub days: Cell<'b>,
    pub cost: Cell<'b>,
}

/// Records the five views. What comes back holds where one of them names the first of several equal stages.
pub fn five_views<'b>(sheet: &'b Builder, stages: &Stages<'b>) -> Cell<'b> {
    let all = stages.table.row_number().is_more_than(0.0);
    let view = |figures, unit, compared| View::of(sheet, stages.table, (figures, unit), compared);
    let drop = view(1.0 - stages.conversion, PERCENT, stages.compared);
    let short = view(stages.gap, PERCENT, stages.has_benchmark.and(stages.compared));
    let gain = view(stages.gain, MONEY, stages.has_gain);
    let time = view(stages.days, DAYS, all);
    // As many deals share each stage's cost, so the costs have the order of the costs per deal.
    let cost = view(stages.cost, MONEY, all);
    let named = |key, row| sheet.row(key, stages.table, Rank::Detail, row);
    named("bottleneck_drop", drop.named("no_drop"));
    let by_benchmark = short.named("none_short").provided(stages.has_benchmark.largest(), "no_benchmark");
    named("bottleneck_benchmark", by_benchmark);
    named("bottleneck_point", gain.named("no_gain"));
    named("bottleneck_time", time.named("no_time"));
    named("bottleneck_cost", cost.named("nothing_spent"));
    let [drop, short, gain, time, cost] = [drop, short, gain, time, cost].map(|view| view.is_shared());
    drop.or(short).or(gain).or(time).or(cost)
}

/// One view: the stage with the largest figure of those that are compared.
struct View<'b> {
    row: Cell<'b>,
    largest: Cell<'b>,
    /// The largest in any other row.
    second: Cell<'b>,
    /// Whether not all that are compared are equal.
    differ: Cell<'b>,
    compared: Cell<'b>,
}

impl<'b> View<'b> {
    fn of(sheet: &'b Builder, table: TableBuilder<'b>, (figures, unit): (Cell<'b>, Unit), compared: Cell<'b>) -> Self {
        // A bottleneck lies above zero, so that a stage at zero is as good as one that is not compared.
        let zero = sheet.constant(0.0, unit);
        let figures = sheet.select(compared, figures, zero);
        let (row, largest) = (figures.row_of_largest(), figures.largest());
        let second = sheet.select(table.row_number().equals(row + 1.0), zero, figures).largest();
        let differ = sheet.select(compared, figures, largest).smallest().is_less_than(largest);
        Self { row, largest, second, differ, compared: compared.sum() }
    }

    /// The bottleneck: none where no figure lies above zero, or where all are equal.
    fn named(&self, none: Key) -> Cell<'b> {
        let row = self.row.provided(self.differ.or(self.compared.equals(1.0)), "all_equal");
        row.provided(self.largest.is_more_than(0.0), none).provided(self.compared.is_more_than(0.0), "nothing_before")
    }

    fn is_shared(&self) -> Cell<'b> {
        self.differ.and(self.largest.is_more_than(0.0)).and(self.second.is_at_least(self.largest))
    }
}
