//! What some plans add: other measures, clawback, a team, deals paid on margin, and the account over several periods.

use super::terms::{Draw, Rules, Tiers};
use super::{MOST, UNCAPPED, ledger, people, schedule};
use crate::engine::unit::{DAYS, DISCOUNT, MONEY, MONTHS, NUMBER, PERCENT};
use crate::engine::{Builder, Cell, TableBuilder};

/// Measures beside sales, each with its share of the target pay.
pub struct Measures<'b> {
    pub on: Cell<'b>,
    pub table: TableBuilder<'b>,
    pub sales_gate: Cell<'b>,
    pub weight: Cell<'b>,
    pub goal: Cell<'b>,
    pub actual: Cell<'b>,
    pub gate: Cell<'b>,
    pub cap: Cell<'b>,
    pub weight_sum: Cell<'b>,
}

impl<'b> Measures<'b> {
    pub fn ask(sheet: &'b Builder, on: Cell<'b>) -> Self {
        sheet.advanced("measures");
        sheet.shown_when(on, || {
            let sales_gate = sheet.number("sales_gate", PERCENT, 0.0, 0.0..=1.0);
            let table = sheet
                .table("measures", 4, 1..=7)
                .names("name", &["@margin", "@new_customers", "@retention", "@activity"]);
            let weight = table.number("weight", PERCENT, &[0.2, 0.1, 0.1, 0.05], 0.0..=1.0);
            let goal = table.number("goal", NUMBER, &[480_000.0, 24.0, 0.9, 400.0], 1e-6..=MOST);
            let actual = table.number("actual", NUMBER, &[502_000.0, 21.0, 0.93, 430.0], 0.0..=MOST);
            let gate = table.optional("minimum", PERCENT, &[None; 4], 0.0..=1.0);
            let cap = table.optional("most", PERCENT, &[None; 4], 0.0..=100.0);
            let weight_sum = sheet.select(on, weight.sum(), 0.0);
            Self { on, table, sales_gate, weight, goal, actual, gate, cap, weight_sum }
        })
    }

    /// What each measure is paid.
    pub fn pay(
        &self,
        sheet: &'b Builder,
        tiers: &Tiers<'b>,
        rules: &Rules<'b>,
        target: Cell<'b>,
        rounding: Cell<'b>,
    ) -> Cell<'b> {
        let number = self.table.row_number();
        let paid_part = sheet.constant(1.0, NUMBER);
        let measure = [number, self.weight, self.goal, self.actual, paid_part, self.cap];
        let arguments: Vec<Cell> = tiers.arguments(rules, target, rounding).into_iter().chain(measure).collect();
        let axes = &[self.table];
        let [exact, pay] = sheet.call(
            &schedule::MEASURES,
            &arguments,
            [("measure_exact", MONEY, axes), ("measure_rounded", MONEY, axes)],
        );
        sheet.shown_when(self.on, || {
            let attainment = sheet.result("measure_attainment", PERCENT, self.actual / self.goal);
            sheet.result("measure_share", PERCENT, exact / (target * self.weight));
            let zero = sheet.constant(0.0, MONEY);
            let pay = sheet.result("measure_pay", MONEY, sheet.select(self.on, pay, zero));
            sheet.remark("measure_missed", self.on.and(attainment.smallest().less(1.0)));
            sheet.parts("measure_lines", exact);
            pay
        })
    }

    /// 1 where no measure misses its gate, otherwise 0.
    pub fn gates(&self, sheet: &'b Builder, attainment: Cell<'b>) -> Cell<'b> {
        let missed = self.actual.less(self.gate.or_else(0.0) * self.goal).sum();
        let all = attainment.at_least(self.sales_gate).and(missed.equals(0.0));
        sheet.select(self.on, all, 1.0)
    }
}

/// Deals that were cancelled after they were paid.
pub struct Clawback<'b> {
    pub on: Cell<'b>,
    pub table: TableBuilder<'b>,
    pub columns: [Cell<'b>; 3],
    pub sales: Cell<'b>,
    pub terms: [Cell<'b>; 2],
    pub reverses: Cell<'b>,
}

impl<'b> Clawback<'b> {
    pub fn ask(sheet: &'b Builder) -> Self {
        sheet.advanced("clawback");
        let on = sheet.switch("cancellations", false);
        sheet.shown_when(on, || {
            let window = sheet.number("window_days", DAYS, 90.0, 0.0..=3650.0);
            let vesting = sheet.number("vesting_months", MONTHS, 12.0, 0.0..=120.0);
            let reverses = sheet.switch("reverse_credit", false);
            let table = sheet.table("cancelled", 2, 1..=40).names("name", &["@deal_a", "@deal_b"]);
            let paid = table.number("paid_commission", MONEY, &[1_200.0, 1_000.0], 0.0..=MOST);
            let days = table.optional("kept_days", DAYS, &[Some(60.0), Some(152.0)], 0.0..=36_500.0);
            let months = table.optional("kept_months", MONTHS, &[None, Some(5.0)], 0.0..=1_200.0);
            let sales = table.number("cancelled_sales", MONEY, &[24_000.0, 20_000.0], 0.0..=MOST);
            Self { on, table, columns: [paid, days, months], sales, terms: [window, vesting], reverses }
        })
    }

    /// What all cancelled deals take back.
    pub fn per_deal(&self, sheet: &'b Builder, rounding: Cell<'b>) -> Cell<'b> {
        let [paid, days, months] = self.columns;
        let [window, vesting] = self.terms;
        let axes = &[self.table];
        let [back] = sheet.call(
            &people::CLAWBACK,
            &[paid, days, months, window, vesting, rounding],
            [("taken_back", MONEY, axes)],
        );
        sheet.shown_when(self.on, || {
            sheet.result("clawback", MONEY, back);
            sheet.result("kept_commission", MONEY, paid - back);
        });
        sheet.select(self.on, back.sum(), sheet.constant(0.0, MONEY))
    }

    /// The sales that cancelled deals take from the credit.
    pub fn reversed(&self, sheet: &'b Builder) -> Cell<'b> {
        sheet.select(self.on.and(self.reverses), self.sales.sum(), sheet.constant(0.0, MONEY))
    }
}

/// A team that shares a deal or a pool; the first person is the one whose statement this is.
pub struct Team<'b> {
    pub on: Cell<'b>,
    pub table: TableBuilder<'b>,
    pub credit: Cell<'b>,
    pub rate: Cell<'b>,
    pub sales: Cell<'b>,
    pub shared: [Cell<'b>; 2],
    pub pool: [Cell<'b>; 2],
}

impl<'b> Team<'b> {
    pub fn ask(sheet: &'b Builder) -> Self {
        sheet.advanced("team");
        let on = sheet.switch("shares", false);
        sheet.shown_when(on, || {
            let deal = sheet.number("shared_deal", MONEY, 86_420.1, 0.0..=MOST);
            let commission = sheet.number("shared_commission", MONEY, 4_321.0, 0.0..=MOST);
            let rate = sheet.number("pool_rate", PERCENT, 0.02, 0.0..=1.0);
            let equally = sheet.number("pool_equally", PERCENT, 0.5, 0.0..=1.0);
            let table = sheet.table("people", 3, 1..=40).names("name", &["@me", "@specialist", "@channel"]);
            let credit = table.number("credit", PERCENT, &[1.0, 0.5, 0.25], 0.0..=100.0);
            let own_rate = table.number("own_rate", PERCENT, &[0.05, 0.03, 0.02], 0.0..=10.0);
            let sales = table.number("own_sales", MONEY, &[310_000.0, 198_000.0, 120_000.0], 0.0..=MOST);
            Self { on, table, credit, rate: own_rate, sales, shared: [deal, commission], pool: [rate, equally] }
        })
    }

    /// My part of the pool.
    pub fn pool(&self, sheet: &'b Builder, rounding: Cell<'b>) -> Cell<'b> {
        let [rate, equally] = self.pool;
        let [pool, shares] = sheet.call(
            &people::POOL,
            &[rate, equally, self.sales, rounding],
            [("pool_whole", MONEY, &[]), ("pool_part", MONEY, &[self.table])],
        );
        sheet.shown_when(self.on, || {
            sheet.result("pool", MONEY, pool.provided(self.on, "no_team"));
            let shares = sheet.result("pool_share", MONEY, shares.provided(self.on, "no_team"));
            sheet.result("my_pool", MONEY, sheet.select(self.on, shares.at(0.0), sheet.constant(0.0, MONEY)))
        })
    }

    /// What a shared deal pays everybody: as a split of one commission, and as overlaid credits.
    pub fn shares(&self, sheet: &'b Builder, rounding: Cell<'b>) {
        let [deal, commission] = self.shared;
        let axes = &[self.table];
        let shown = |cell: Cell<'b>| cell.provided(self.on, "no_team");
        let [split] = sheet.call(&people::SPLIT, &[commission, self.credit], [("split", MONEY, axes)]);
        let [overlay] =
            sheet.call(&people::OVERLAY, &[deal, self.credit, self.rate, rounding], [("overlay", MONEY, axes)]);
        sheet.shown_when(self.on, || {
            sheet.result("split_share", MONEY, shown(split));
            let overlay = sheet.result("overlay_pay", MONEY, shown(overlay));
            sheet.result("overlay_credit", MONEY, shown(deal * self.credit));
            sheet.result("credit_total", PERCENT, shown(self.credit.sum()));
            let total = sheet.result("overlay_total", MONEY, overlay.sum());
            sheet.result("overlay_rate", PERCENT, total / deal);
        });
    }
}

/// Deals paid on their margin, at a rate that falls with the discount.
pub struct Margin<'b> {
    pub on: Cell<'b>,
    pub bands: [Cell<'b>; 2],
    pub table: TableBuilder<'b>,
    pub deals: [Cell<'b>; 3],
}

impl<'b> Margin<'b> {
    pub fn ask(sheet: &'b Builder) -> Self {
        sheet.advanced("margin");
        let on = sheet.switch("margin_deals", false);
        sheet.shown_when(on, || {
            let bands = sheet.table("discount_bands", 4, 1..=12);
            let from = bands.number("from_discount", DISCOUNT, &[0.0, 0.1, 0.2, 0.3], 0.0..=1.0);
            let rate = bands.number("margin_rate", PERCENT, &[0.12, 0.09, 0.05, 0.02], 0.0..=10.0);
            let table = sheet.table("deals", 3, 1..=200).names("name", &["@deal_a", "@deal_b", "@deal_c"]);
            let list = table.number("list", MONEY, &[10_000.0, 10_000.0, 8_000.0], 0.01..=MOST);
            let sold = table.number("sold", MONEY, &[10_000.0, 9_000.0, 6_800.0], 0.0..=MOST);
            let cost = table.number("cost", MONEY, &[6_500.0, 6_500.0, 5_100.0], 0.0..=MOST);
            Self { on, bands: [from, rate], table, deals: [list, sold, cost] }
        })
    }

    /// What all these deals pay.
    pub fn commission(&self, sheet: &'b Builder, rounding: Cell<'b>) -> Cell<'b> {
        let ([from, rate], [list, sold, cost]) = (self.bands, self.deals);
        let axes = &[self.table];
        let [reached, pay] = sheet.call(
            &people::MARGIN,
            &[from, rate, list, sold, cost, rounding],
            [("reached_rate", PERCENT, axes), ("deal_pay", MONEY, axes)],
        );
        let shown = |cell: Cell<'b>| cell.provided(self.on, "no_margin_deals");
        sheet.shown_when(self.on, || {
            sheet.result("deal_discount", PERCENT, shown((list - sold) / list));
            sheet.result("deal_rate", PERCENT, shown(reached));
            let pay = sheet.result("deal_commission", MONEY, shown(pay));
            sheet.result("margin_total", MONEY, sheet.select(self.on, pay.sum(), sheet.constant(0.0, MONEY)))
        })
    }
}

/// The same plan over several periods, or over deals in order.
pub struct Months<'b> {
    pub on: Cell<'b>,
    pub basis: Cell<'b>,
    pub table: TableBuilder<'b>,
    pub columns: [Cell<'b>; 3],
}

impl<'b> Months<'b> {
    pub fn ask(sheet: &'b Builder) -> Self {
        sheet.advanced("months");
        let on = sheet.switch("by_month", false);
        sheet.shown_when(on, || {
            let basis = sheet.choice("month_basis", ledger::BASES);
            let table = sheet.table("months", 3, 1..=60).names("name", &["@first", "@second", "@third"]);
            let sales = table.number("month_sales", MONEY, &[380_000.0, 420_000.0, 520_000.0], -MOST..=MOST);
            let spiff = table.number("month_spiff", MONEY, &[0.0; 3], 0.0..=MOST);
            let back = table.number("month_clawback", MONEY, &[0.0; 3], 0.0..=MOST);
            Self { on, basis, table, columns: [sales, spiff, back] }
        })
    }

    pub fn ledger(
        &self,
        sheet: &'b Builder,
        schedule: &[Cell<'b>],
        rules: &Rules<'b>,
        draw: &Draw<'b>,
        weight: Cell<'b>,
        quota: Cell<'b>,
    ) {
        let [sales, spiff, back] = self.columns;
        let none = sheet.constant(0.0, NUMBER);
        let main = [none, weight, quota, sheet.constant(0.0, MONEY), sheet.constant(1.0, NUMBER), none + UNCAPPED];
        let rest =
            [self.basis, sales, spiff, back, rules.caps_pay, rules.cap_pay, draw.kind, draw.amount, draw.opening];
        let arguments: Vec<Cell> = schedule.iter().copied().chain(main).chain(rest).collect();
        let axes: &[TableBuilder] = &[self.table];
        let [earned, net, repaid, paid, owed, once, other, withheld, advanced] = sheet.call(
            &ledger::LEDGER,
            &arguments,
            [
                ("ledger_earned", MONEY, axes),
                ("ledger_net", MONEY, axes),
                ("ledger_repaid", MONEY, axes),
                ("ledger_paid", MONEY, axes),
                ("ledger_owed", MONEY, axes),
                ("ledger_once", MONEY, &[]),
                ("ledger_other", MONEY, &[]),
                ("ledger_withheld", MONEY, &[]),
                ("ledger_advanced", MONEY, &[]),
            ],
        );
        let shown = |cell: Cell<'b>| cell.provided(self.on, "no_months");
        sheet.shown_when(self.on, || {
            sheet.result("month_earned", MONEY, shown(earned));
            sheet.result("month_net", MONEY, shown(net));
            sheet.result("month_repaid", MONEY, shown(repaid));
            let paid = sheet.result("month_paid", MONEY, shown(paid));
            sheet.result("month_owed", MONEY, shown(owed));
            sheet.result("months_paid", MONEY, paid.sum());
            sheet.result("months_withheld", MONEY, shown(withheld));
            sheet.result("months_advanced", MONEY, shown(advanced));
            sheet.result("rounded_once", MONEY, shown(once));
            sheet.result("other_basis", MONEY, shown(other));
        });
    }
}
