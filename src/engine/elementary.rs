//! The elementary functions, with the same digits on every machine.
//!
//! `f64`'s own `powf`, `exp`, `ln` and their kin may differ between machines; `libm` does not. Addition,
//! multiplication, division and the square root are exact by IEEE 754 everywhere.

pub use libm::{cos, erf, exp, expm1, hypot, lgamma, log as ln, log1p, log2, pow, sin, tgamma};

/// The square root: exact everywhere, and one instruction in wasm too, where `libm` computes it step by step.
#[must_use]
#[inline]
pub fn sqrt(value: f64) -> f64 {
    value.sqrt()
}
