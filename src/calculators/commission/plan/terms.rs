//! The terms of a plan that nearly everyone has: pay on target, quota, tiers, limits, credit, SPIFF and draw.

use super::{MOST, ledger, schedule};
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
        let measure = sheet.shown_when(composite, || table.optional("measure", NUMBER, &[None; 3], 0.0..=7.0));
        Self { columns: [basis, attainment, from, multiplier, rate, mode, measure] }
    }

    /// The arguments of a schedule that are the same for every measure, in the order of `PAYOUT`.
    pub fn arguments(&self, rules: &Rules<'b>, target: Cell<'b>, rounding: Cell<'b>) -> Vec<Cell<'b>> {
        self.columns.into_iter().chain([rules.threshold, rules.threshold_kind, target, rounding]).collect()
    }
}

/// Where pay begins and where it ends.
pub struct Rules<'b> {
    pub threshold: Cell<'b>,
    pub threshold_kind: Cell<'b>,
    pub caps_pay: Cell<'b>,
    pub caps_attainment: Cell<'b>,
    pub cap_pay: Cell<'b>,
    pub cap_attainment: Cell<'b>,
}

impl<'b> Rules<'b> {
    pub fn ask(sheet: &'b Builder) -> Self {
        sheet.advanced("rules");
        let threshold = sheet.number("threshold", PERCENT, 0.0, 0.0..=1.0);
        let threshold_kind = sheet.choice("threshold_kind", schedule::THRESHOLDS);
        let cap = sheet.choice("cap", CAPS);
        let (caps_pay, caps_attainment) = (cap.is("pay"), cap.is("attainment"));
        Self {
            threshold,
            threshold_kind,
            caps_pay,
            caps_attainment,
            cap_pay: sheet.shown_when(caps_pay, || sheet.number("cap_pay", MONEY, 120_000.0, 0.0..=MOST)),
            cap_attainment: sheet
                .shown_when(caps_attainment, || sheet.number("cap_attainment", PERCENT, 2.0, 0.0..=100.0)),
        }
    }
}

/// What the person is credited with, and what a discount takes away from.
pub struct Discount<'b> {
    /// The credited share of the sales.
    pub share: Cell<'b>,
    /// What a discount leaves of the credit.
    pub credit_left: Cell<'b>,
    /// What a discount leaves of the pay, per unit of credit.
    pub paid_part: Cell<'b>,
}

impl<'b> Discount<'b> {
    pub fn ask(sheet: &'b Builder) -> Self {
        sheet.advanced("credit");
        let share = sheet.number("credit_share", PERCENT, 1.0, 0.0..=2.0);
        let discount = sheet.number("discount", DISCOUNT, 0.0, 0.0..=0.99);
        let effect = sheet.choice("discount_effect", EFFECTS);
        let left = 1.0 - discount;
        let one = || sheet.constant(1.0, NUMBER);
        let credit_left = sheet.step("credit_left", PERCENT, sheet.pick(effect, &[left, one(), left, one()]));
        let paid = sheet.step("pay_left", PERCENT, sheet.pick(effect, &[left, left, one(), one()]));
        Self { share, credit_left, paid_part: paid / credit_left }
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

    /// What is paid of a net amount, and what is owed after it.
    pub fn settle(&self, sheet: &'b Builder, net: Cell<'b>) -> [Cell<'b>; 2] {
        let owed = sheet.select(self.kind.is("recoverable"), self.opening, sheet.constant(0.0, MONEY));
        let paid = sheet.pick(self.kind, &[net, self.amount.max(net - owed), self.amount.max(net)]);
        let after = sheet.select(self.kind.is("recoverable"), owed + paid - net, sheet.constant(0.0, MONEY));
        [paid, after]
    }
}

/// A bonus for units of a promoted product.
pub fn spiff(sheet: &Builder) -> Cell<'_> {
    sheet.advanced("spiff");
    let units = sheet.whole("spiff_units", COUNT, 0.0, 0.0..=1e9);
    let each = sheet.number("spiff_each", PRICE, 50.0, 0.0..=1e9);
    let early = sheet.whole("early_units", COUNT, 0.0, 0.0..=1e9);
    let extra = sheet.number("early_extra", PRICE, 25.0, 0.0..=1e9);
    let bonus_at = sheet.whole("bonus_units", COUNT, 10.0, 1.0..=1e9);
    let bonus = sheet.number("bonus", MONEY, 0.0, 0.0..=1e9);
    let zero = sheet.constant(0.0, MONEY);
    units * each + units.min(early) * extra + sheet.select(units.at_least(bonus_at), bonus, zero)
}
