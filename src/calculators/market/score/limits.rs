//! How much fits.

/// The largest tables; the steps work in room of this size.
pub const MOST_OPPORTUNITIES: usize = 12;
pub const MOST_FACTORS: usize = 10;
