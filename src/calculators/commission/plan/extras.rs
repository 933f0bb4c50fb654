//! What some plans add: other measures, clawback, a team, deals paid on margin, and the account over several periods.

use super::limits::MOST;
use super::terms::{Draw, Rules, Tiers};
use super::{ledger, payout, people};
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

/// What the other measures are paid.
pub struct MeasuresPay<'b> {
    /// A column, in whole cents.
    pub rounded: Cell<'b>,
    /// A column, not rounded.
    pub exact: Cell<'b>,
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
    ) -> MeasuresPay<'b> {
        let number = self.table.row_number();
        let all = sheet.constant(1.0, PERCENT);
        let credit = [all.provided(self.on, "no_measures"), sheet.constant(0.0, MONEY), all, all, all];
        let measure = [number, self.weight, self.goal, self.actual, self.cap].into_iter().chain(credit);
        let arguments: Vec<Cell> = tiers.arguments(rules, target, rounding).into_iter().chain(measure).collect();
        let axes = &[self.table];
        let [exact, pay] = sheet.step(
            &payout::MEASURES,
            &arguments,
            [("measure_exact", MONEY, axes), ("measure_rounded", MONEY, axes)],
        );
        sheet.shown_when(self.on, || {
            let attainment = (self.actual / self.goal).provided(self.on, "no_measures");
            let attainment = sheet.result("measure_attainment", PERCENT, attainment);
            sheet.result("measure_share", PERCENT, exact / (target * self.weight));
            let zero = sheet.constant(0.0, MONEY);
            let pay = sheet.result("measure_pay", MONEY, sheet.select(self.on, pay, zero));
            sheet.remark("measure_missed", self.on.and(attainment.smallest().is_less_than(1.0)));
            sheet.parts("measure_lines", exact);
            MeasuresPay { rounded: pay, exact }
        })
    }

    /// Whether every tier is meant for a measure that is there.
    pub fn are_named_by(&self, tiers: &Tiers<'b>) -> Cell<'b> {
        let most = tiers.measure().or_else(0.0).largest();
        !self.on.and(most.is_more_than(self.table.rows()))
    }

    /// Whether two tiers of sales or of one of the measures begin at the same bound.
    pub fn tiers_repeat(&self, sheet: &'b Builder, tiers: &Tiers<'b>) -> Cell<'b> {
        let [basis, attainment, from, .., measure] = tiers.columns;
        let paid = sheet.select(self.on, self.table.rows(), 0.0);
        let [repeated] =
            sheet.step(&payout::REPEATED, &[basis, attainment, from, measure, paid], [("repeated", NUMBER, &[])]);
        repeated
    }

    /// Whether a measure that is no money runs on commission rates of sales: it has no tiers of its own, and tiers laid out
    /// over a quota mean nothing for a goal that is below a hundredth of it.
    pub fn contradict(&self, sheet: &'b Builder, tiers: &Tiers<'b>, quota: Cell<'b>) -> Cell<'b> {
        let own = self.table.row_number().equals(tiers.measure().or_else(-1.0)).sum();
        let least = quota / sheet.constant(100.0, MONEY);
        self.on.and(tiers.on_sales()).and(own.equals(0.0).and(self.goal.is_less_than(least)).sum())
    }

    /// Of each measure, whether the threshold leaves it without pay.
    pub fn below_threshold(&self, sheet: &'b Builder, rules: &Rules<'b>) -> Cell<'b> {
        let unpaid = rules.pays_nothing(sheet, self.actual, self.goal);
        self.on.and(rules.start[2].is("every_measure")).and(unpaid)
    }

    /// Of each measure, whether its cap leaves nothing that could be paid.
    pub fn capped_at_nothing(&self, sheet: &'b Builder, rules: &Rules<'b>) -> Cell<'b> {
        let applies = rules.start[2].is("every_measure");
        self.on.and(self.cap.given()).and(rules.capped_at_nothing(sheet, self.cap, applies))
    }

    /// Whether a measure is paid nothing although no threshold and no cap holds it back. `paying` says that its weight is
    /// worth something.
    pub fn reaches_no_tier(&self, exact: Cell<'b>, held_back: Cell<'b>, paying: Cell<'b>) -> Cell<'b> {
        let unpaid =
            self.actual.is_more_than(0.0).and(self.weight.is_more_than(0.0)).and(exact.equals(0.0)).and(!held_back);
        self.on.and(paying).and(unpaid.sum())
    }

    /// 1 where no measure misses its gate, otherwise 0.
    pub fn gates(&self, sheet: &'b Builder, attainment: Cell<'b>) -> Cell<'b> {
        let missed = self.actual.is_less_than(self.gate.or_else(0.0) * self.goal).sum();
        let all = attainment.is_at_least(self.sales_gate).and(missed.equals(0.0));
        sheet.select(self.on, all, 1.0)
    }

    /// The attainment of sales without which nothing is paid; zero where other measures are not paid.
    pub fn gate_of_sales(&self, sheet: &'b Builder) -> Cell<'b> {
        sheet.select(self.on, self.sales_gate, 0.0)
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
            let vesting = sheet.whole("vesting_months", MONTHS, 12.0, 0.0..=120.0);
            let reverses = sheet.switch("reverse_credit", false);
            let table = sheet.table("cancelled", 2, 1..=40).names("name", &["@deal_a", "@deal_b"]);
            let paid = table.number("paid_commission", MONEY, &[1_200.0, 1_000.0], 0.0..=MOST);
            let days = table.optional("kept_days", DAYS, &[Some(60.0), Some(152.0)], 0.0..=36_500.0);
            let months = table.optional_whole("kept_months", MONTHS, &[None, Some(5.0)], 0.0..=1_200.0);
            let sales = sheet
                .shown_when(reverses, || table.number("cancelled_sales", MONEY, &[24_000.0, 20_000.0], 0.0..=MOST));
            Self { on, table, columns: [paid, days, months], sales, terms: [window, vesting], reverses }
        })
    }

    /// What all cancelled deals take back.
    pub fn per_deal(&self, sheet: &'b Builder, rounding: Cell<'b>) -> Cell<'b> {
        let [paid, days, months] = self.columns;
        let [window, vesting] = self.terms;
        let axes = &[self.table];
        let [back] = sheet.step(
            &people::CLAWBACK,
            &[paid, days, months, window, vesting, rounding],
            [("taken_back", MONEY, axes)],
        );
        sheet.shown_when(self.on, || {
            let back = sheet.result("clawback", MONEY, back.provided(self.on, "no_cancellations"));
            sheet.result("kept_commission", MONEY, paid - back);
        });
        sheet.select(self.on, back.sum(), sheet.constant(0.0, MONEY))
    }

    /// Whether the days and the months of a deal cannot both be right: so many full months have at least 28 days each, and
    /// one more would have begun after 31 days each.
    pub fn disagree(&self, sheet: &'b Builder) -> Cell<'b> {
        let [_, days, months] = self.columns;
        let short = sheet.constant(28.0, DAYS.per(MONTHS));
        let (one, long) = (sheet.constant(1.0, MONTHS), sheet.constant(31.0, DAYS.per(MONTHS)));
        let apart = days.is_less_than(months * short).or(days.is_at_least((months + one) * long));
        self.on.and(sheet.select(days.given().and(months.given()), apart, 0.0).sum())
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
        let [pool, shares] = sheet.step(
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
        let [split] = sheet.step(&people::SPLIT, &[commission, self.credit, rounding], [("split", MONEY, axes)]);
        let [overlay] =
            sheet.step(&people::OVERLAY, &[deal, self.credit, self.rate, rounding], [("overlay", MONEY, axes)]);
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
        let [reached, pay] = sheet.step(
            &people::MARGIN,
            &[from, rate, list, sold, cost, rounding],
            [("reached_rate", PERCENT, axes), ("deal_pay", MONEY, axes)],
        );
        let [repeated] = sheet.step(&people::REPEATED_BANDS, &[from], [("repeated_bands", NUMBER, &[])]);
        sheet.warn("same_band", self.on.and(repeated));
        let shown = |cell: Cell<'b>| cell.provided(self.on, "no_margin_deals");
        sheet.shown_when(self.on, || {
            let discount = ((list - sold) / list).max(0.0);
            sheet.result("deal_discount", PERCENT, shown(discount));
            sheet.warn("no_band", self.on.and(discount.smallest().is_less_than(from.smallest())));
            sheet.result("deal_rate", PERCENT, shown(reached));
            let pay = sheet.result("deal_commission", MONEY, shown(pay));
            sheet.result("margin_total", MONEY, sheet.select(self.on, pay.sum(), sheet.constant(0.0, MONEY)))
        })
    }
}

/// The same plan over several periods, or over deals in order.
pub struct Months<'b> {
    pub on: Cell<'b>,
    /// How tiers count, and what net returns do.
    pub terms: [Cell<'b>; 2],
    pub table: TableBuilder<'b>,
    pub columns: [Cell<'b>; 3],
}

impl<'b> Months<'b> {
    pub fn ask(sheet: &'b Builder) -> Self {
        sheet.advanced("months");
        let on = sheet.switch("by_month", false);
        sheet.shown_when(on, || {
            let basis = sheet.choice("month_basis", ledger::BASES);
            let returns = sheet.shown_when(basis.is("each_period"), || sheet.choice("month_returns", ledger::RETURNS));
            let table = sheet.table("months", 3, 1..=60).names("name", &["@first", "@second", "@third"]);
            let sales = table.number("month_sales", MONEY, &[380_000.0, 420_000.0, 520_000.0], -MOST..=MOST);
            let spiff = table.number("month_spiff", MONEY, &[0.0; 3], 0.0..=MOST);
            let back = table.number("month_clawback", MONEY, &[0.0; 3], 0.0..=MOST);
            Self { on, terms: [basis, returns], table, columns: [sales, spiff, back] }
        })
    }

    /// The account. `payout` gives the arguments of the payout of sales, `gate` the attainment that it takes.
    pub fn ledger(&self, sheet: &'b Builder, payout: &[Cell<'b>], gate: Cell<'b>, rules: &Rules<'b>, draw: &Draw<'b>) {
        let ([basis, returns], [sales, spiff, back]) = (self.terms, self.columns);
        let rest = [
            basis,
            returns,
            sales,
            spiff,
            back,
            gate,
            rules.caps_pay,
            rules.cap_pay,
            draw.kind,
            draw.amount,
            draw.opening,
        ];
        let arguments: Vec<Cell> = payout.iter().copied().chain(rest).collect();
        let axes: &[TableBuilder] = &[self.table];
        let [earned, net, repaid, paid, owed, once, other, withheld, advanced, carried] = sheet.step(
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
                ("ledger_carried", MONEY, &[]),
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
            sheet.result("months_carried", MONEY, shown(carried));
            sheet.result("rounded_once", MONEY, shown(once));
            sheet.result("other_basis", MONEY, shown(other));
        });
    }
}
