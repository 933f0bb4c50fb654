//! The shortest decimal that reads back as a figure.

/// The digits of the shortest decimal that reads back as the same figure, and the power of ten of the last: 1.25 is 125 and -2. The
/// sign is left out; what is not finite has none.
#[must_use]
pub fn shortest(figure: f64) -> Option<(u64, i32)> {
    if !figure.is_finite() {
        return None;
    }
    let mut buffer = zmij::Buffer::new();
    let text = buffer.format_finite(figure.abs());
    let (digits, power) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let decimals = decimals.trim_end_matches('0');
    // At most 17 digits.
    let digits: u64 = [whole, decimals].concat().parse().ok()?;
    let power: i32 = power.parse().ok()?;
    Some((digits, power - i32::try_from(decimals.len()).ok()?))
}
