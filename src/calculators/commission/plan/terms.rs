//! The terms of a plan that nearly everyone has: pay on target, quota, tiers, limits, credit, SPIFF and draw.

use super::limits::MOST;
use super::{ledger, payout, schedule};
use crate::engine::unit::{COUNT, DISCOUNT, MONEY, NUMBER, PERCENT, PRICE};
use crate::engine::{Builder, Cell};

const PAYS: &[&str] = &["mix", "amounts"];
const TIER_BASES: &[&str] = &["attainment", "sales"];
const CAPS: &[&str] = &["none", "pay", "attainment"];
const EFFECTS: &[&str] = &["both", "pay", "credit", "neither"];

/// Pay on target: salary, and what selling the quota earns on top.
pub struct Pay<'b> {
    pub base: Cell<'b>,
    pub target: Cell<'b>,
}

impl<'b> Pay<'b> {
    pub fn ask(sheet: &'b Builder) -> Self {
        sheet.group("pay");
        let basis = sheet.choice("pay", PAYS);
        let (ote, share) = sheet.shown_when(basis.is("mix"), || {
            (
                sheet.number("on_target_earnings", MONEY, 150_000.0, 0.0..=MOST),
                sheet.number("base_share", PERCENT, 0.6, 0.0..=1.0),
            )
        });
        let (salary, variable) = sheet.shown_when(basis.is("amounts"), || {
            (
                sheet.number("base_salary", MONEY, 90_000.0, 0.0..=MOST),
                sheet.number("variable_at_target", MONEY, 60_000.0, 0.0..=MOST),
            )
        });
        Self {
            base: sheet.pick(basis, &[ote * share, salary]),
            target: sheet.pick(basis, &[ote * (1.0 - share), variable]),
        }
    }
}

/// The quota and what was sold.
pub struct Sales<'b> {
    pub quota: Cell<'b>,
    pub sold: Cell<'b>,
    pub next_deal: Cell<'b>,
    /// Whether other measures than sales are paid too.
    pub composite: Cell<'b>,
}

impl<'b> Sales<'b> {
    pub fn ask(sheet: &'b Builder) -> Self {
        sheet.group("sales");
        Self {
            quota: sheet.number("quota", MONEY, 1_200_000.0, 0.01..=MOST),
            sold: sheet.number("sales", MONEY, 1_320_000.0, 0.0..=MOST),
            next_deal: sheet.number("next_deal", MONEY, 40_000.0, 0.01..=MOST),
            composite: sheet.switch("composite", false),
        }
    }
}

/// The tiers, each by its lower bound.
pub struct Tiers<'b> {
    pub columns: [Cell<'b>; 7],
}

impl<'b> Tiers<'b> {
    pub fn ask(sheet: &'b Builder, composite: Cell<'b>) -> Self {
        sheet.group("tiers");
        let basis = sheet.choice("tier_basis", TIER_BASES);
        let table = sheet.table("tiers", 3, 1..=12);
        let (attainment, multiplier) = sheet.shown_when(basis.is("attainment"), || {
            (
                table.number("from_attainment", PERCENT, &[0.0, 1.0, 1.2], 0.0..=100.0),
                table.number("multiplier", PERCENT, &[1.0, 1.5, 2.0], 0.0..=100.0),
            )
        });
        let (from, rate) = sheet.shown_when(basis.is("sales"), || {
            (
                table.number("from_sales", MONEY, &[0.0, 1_200_000.0, 1_440_000.0], 0.0..=MOST),
                table.number("rate", PERCENT, &[0.05, 0.075, 0.1], 0.0..=100.0),
            )
        });
        let mode = table.choice("mode", schedule::MODES, &[0, 0, 0]);
        // A tier for another measure is none of sales, whether that measure is paid or not.
        let measure = sheet.shown_when(composite, || table.optional_whole("measure", NUMBER, &[None; 3], 0.0..=7.0));
        sheet.shown_when_given(measure);
        Self { columns: [basis, attainment, from, multiplier, rate, mode, measure] }
    }

    /// Whether the tiers begin at sales.
    pub fn on_sales(&self) -> Cell<'b> {
        self.columns[0].is("sales")
    }

    /// The number of the measure that each tier is for, if it names one.
    pub fn measure(&self) -> Cell<'b> {
        self.columns[6]
    }

    /// The arguments of a payout that are the same for every measure, in the order of `PAYOUT`.
    pub fn arguments(&self, rules: &Rules<'b>, target: Cell<'b>, rounding: Cell<'b>) -> Vec<Cell<'b>> {
        let [threshold, kind, applies] = rules.start;
        self.columns.into_iter().chain([threshold, kind, applies, target, rounding]).collect()
    }
}

/// Where pay begins and where it ends.
pub struct Rules<'b> {
    /// The threshold, how it works, and for which measures.
    pub start: [Cell<'b>; 3],
    pub caps_pay: Cell<'b>,
    pub caps_attainment: Cell<'b>,
    pub cap_pay: Cell<'b>,
    pub cap_attainment: Cell<'b>,
}

impl<'b> Rules<'b> {
    pub fn ask(sheet: &'b Builder, composite: Cell<'b>) -> Self {
        sheet.advanced("rules");
        let threshold = sheet.number("threshold", PERCENT, 0.0, 0.0..=1.0);
        let (kind, applies) = sheet.shown_when(threshold.is_more_than(0.0), || {
            let kind = sheet.choice("threshold_kind", schedule::THRESHOLDS);
            (kind, sheet.shown_when(composite, || sheet.choice("threshold_for", payout::THRESHOLD_FOR)))
        });
        let cap = sheet.choice("cap", CAPS);
        let (caps_pay, caps_attainment) = (cap.is("pay"), cap.is("attainment"));
        Self {
            start: [threshold, kind, applies],
            caps_pay,
            caps_attainment,
            cap_pay: sheet.shown_when(caps_pay, || sheet.number("cap_pay", MONEY, 120_000.0, 0.0..=MOST)),
            cap_attainment: sheet
                .shown_when(caps_attainment, || sheet.number("cap_attainment", PERCENT, 2.0, 0.0..=100.0)),
        }
    }

    /// Whether the threshold leaves an amount without pay. Exactly at it everything is paid, or what lies above: nothing.
    pub fn pays_nothing(&self, sheet: &'b Builder, amount: Cell<'b>, goal: Cell<'b>) -> Cell<'b> {
        let [threshold, kind, _] = self.start;
        let bound = threshold * goal;
        sheet.select(
            kind.is("hurdle").and(threshold.is_more_than(0.0)),
            amount.is_at_most(bound),
            amount.is_less_than(bound),
        )
    }

    /// Whether a cap on attainment leaves nothing that could be paid: it is zero, or the threshold lies above it.
    pub fn capped_at_nothing(&self, sheet: &'b Builder, cap: Cell<'b>, threshold_applies: Cell<'b>) -> Cell<'b> {
        let whole = sheet.constant(1.0, NUMBER);
        cap.is_at_most(0.0).or(threshold_applies.and(self.pays_nothing(sheet, cap, whole)))
    }
}

/// What the person is credited with, and what a discount takes away from.
pub struct Discount<'b> {
    /// The credited share of the sales.
    pub share: Cell<'b>,
    /// What a discount leaves of the credit.
    pub credit_left: Cell<'b>,
    /// What a discount leaves of the pay.
    pub pay_left: Cell<'b>,
}

impl<'b> Discount<'b> {
    pub fn ask(sheet: &'b Builder) -> Self {
        sheet.advanced("credit");
        let share = sheet.number("credit_share", PERCENT, 1.0, 0.0..=2.0);
        let discount = sheet.number("discount", DISCOUNT, 0.0, 0.0..=0.99);
        let any = discount.is_more_than(0.0);
        let effect = sheet.shown_when(any, || sheet.choice("discount_effect", EFFECTS));
        let left = 1.0 - discount;
        let one = || sheet.constant(1.0, NUMBER);
        // Without a discount, what one would lower is not asked for, and must not leave the discount without effect.
        let lowered = |options: [Cell<'b>; 4]| sheet.select(any, sheet.pick(effect, &options), 1.0);
        let credit_left = sheet.named("credit_left", PERCENT, lowered([left, one(), left, one()]));
        let pay_left = sheet.named("pay_left", PERCENT, lowered([left, left, one(), one()]));
        Self { share, credit_left, pay_left }
    }
}

/// Pay in advance of commission.
pub struct Draw<'b> {
    pub kind: Cell<'b>,
    pub amount: Cell<'b>,
    pub opening: Cell<'b>,
}

impl<'b> Draw<'b> {
    pub fn ask(sheet: &'b Builder) -> Self {
        sheet.advanced("draw");
        let kind = sheet.choice("draw_kind", ledger::DRAWS);
        let amount = sheet.shown_when(!kind.is("none"), || sheet.number("draw", MONEY, 24_000.0, 0.0..=MOST));
        let opening =
            sheet.shown_when(kind.is("recoverable"), || sheet.number("opening_balance", MONEY, 0.0, 0.0..=MOST));
        Self { kind, amount, opening }
    }

    /// What is paid of a net amount, and what is owed after it. `to_the_cent` rounds what was typed.
    pub fn settle(
        &self,
        sheet: &'b Builder,
        net: Cell<'b>,
        to_the_cent: impl Fn(Cell<'b>) -> Cell<'b>,
    ) -> [Cell<'b>; 2] {
        let (draw, opening) = (to_the_cent(self.amount), to_the_cent(self.opening));
        let owed = sheet.select(self.kind.is("recoverable"), opening, sheet.constant(0.0, MONEY));
        let paid = sheet.pick(self.kind, &[net, draw.max(net - owed), draw.max(net)]);
        let after = sheet.select(self.kind.is("recoverable"), owed + paid - net, sheet.constant(0.0, MONEY));
        [paid, after]
    }
}

/// A bonus for units of a promoted product.
pub fn spiff(sheet: &Builder) -> Cell<'_> {
    sheet.advanced("spiff");
    // Without promoted units, there is nothing that the rest could count for.
    let units = sheet.whole("spiff_units", COUNT, 0.0, 0.0..=1e9);
    let any = units.is_more_than(0.0);
    let each = sheet.shown_when(any, || sheet.number("spiff_each", PRICE, 50.0, 0.0..=1e9));
    let early = sheet.shown_when(any, || sheet.whole("early_units", COUNT, 0.0, 0.0..=1e9));
    let extra =
        sheet.shown_when(any.and(early.is_more_than(0.0)), || sheet.number("early_extra", PRICE, 25.0, 0.0..=1e9));
    let bonus = sheet.shown_when(any, || sheet.number("bonus", MONEY, 0.0, 0.0..=1e9));
    let bonus_at =
        sheet.shown_when(any.and(bonus.is_more_than(0.0)), || sheet.whole("bonus_units", COUNT, 10.0, 1.0..=1e9));
    let zero = sheet.constant(0.0, MONEY);
    units * each + units.min(early) * extra + sheet.select(units.is_at_least(bonus_at), bonus, zero)
}
