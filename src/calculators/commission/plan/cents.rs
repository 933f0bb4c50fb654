//! Pay is counted in exact decimals: what a person typed as 0.05 is five hundredths, and a line is rounded once.

use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::engine::Key;
use crate::engine::math::order;

/// The reason given where an amount has more digits than exact arithmetic can carry.
const TOO_LARGE: Key = "too_many_digits";

/// The named rules by which a line is rounded to the cent.
pub const RULES: &[Key] = &["half_up", "half_even"];

/// A figure as the decimal that was typed.
///
/// # Errors
/// Refuses a figure beyond exact arithmetic.
pub fn decimal(figure: f64) -> Result<Decimal, Key> {
    Decimal::from_f64(figure).ok_or(TOO_LARGE)
}

/// The nearest figure, for the sheet.
pub fn figure(amount: Decimal) -> f64 {
    amount.to_f64().unwrap_or(f64::NAN)
}

/// The product of several factors.
///
/// # Errors
/// Refuses a product beyond exact arithmetic.
pub fn product(factors: &[Decimal]) -> Result<Decimal, Key> {
    factors.iter().try_fold(Decimal::ONE, |product, factor| product.checked_mul(*factor)).ok_or(TOO_LARGE)
}

/// The sum of several amounts.
///
/// # Errors
/// Refuses a sum beyond exact arithmetic.
pub fn sum(amounts: impl IntoIterator<Item = Decimal>) -> Result<Decimal, Key> {
    amounts.into_iter().try_fold(Decimal::ZERO, rust_decimal::Decimal::checked_add).ok_or(TOO_LARGE)
}

/// A quotient by what is not zero.
///
/// # Errors
/// Refuses a quotient beyond exact arithmetic.
pub fn quotient(above: Decimal, below: Decimal) -> Result<Decimal, Key> {
    above.checked_div(below).ok_or(TOO_LARGE)
}

/// Quotients end at 28 digits; what that leaves of an exact half cent, or of a remainder, lies below this decimal.
const DECIMALS: u32 = 15;

/// An amount to the cent by a named rule, counted as in `RULES`. A loss rounds as the gain of the same size.
pub fn cents(amount: Decimal, rule: usize) -> Decimal {
    let amount = amount.round_dp(DECIMALS);
    let strategy =
        if rule == 1 { RoundingStrategy::MidpointNearestEven } else { RoundingStrategy::MidpointAwayFromZero };
    amount.round_dp_with_strategy(2, strategy)
}

/// Shares an amount in whole cents by weights so that the parts sum to it: each its whole cents, what is left one cent
/// each to the largest remainders, ties to the earlier (Hamilton's rule of the largest remainder).
///
/// # Errors
/// Refuses weights that are all zero, and amounts beyond exact arithmetic.
pub fn share_out(amount: Decimal, weights: &[Decimal]) -> Result<Vec<Decimal>, Key> {
    let whole = sum(weights.iter().copied())?;
    if whole.is_zero() {
        return Err("no_weights");
    }
    let cent = Decimal::new(1, 2);
    let mut shares = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    for weight in weights {
        // Without what quotients leave behind, or remainders that are equal would not count so.
        let exact = quotient(product(&[amount, *weight])?, whole)?.round_dp(DECIMALS);
        let share = exact.round_dp_with_strategy(2, RoundingStrategy::ToZero);
        remainders.push(-figure((exact - share).abs()));
        shares.push(share);
    }
    let left = (amount - sum(shares.iter().copied())?) / cent;
    let count = left.abs().to_usize().unwrap_or_default();
    for place in order(&remainders).into_iter().take(count) {
        shares[place] += if left.is_sign_negative() { -cent } else { cent };
    }
    Ok(shares)
}
