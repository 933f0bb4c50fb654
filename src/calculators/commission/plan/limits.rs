//! How much fits.

/// Where money is typed, this is the most.
pub const MOST: f64 = 1e12;
