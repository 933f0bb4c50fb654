//! Diffusion of a new product: Bass (1969), with the pace of Bass, Krishnan and Jain (1994) for price.

use crate::engine::math::exp;

/// The two forces of adoption per period: innovation (p) and imitation (q).
#[derive(Clone, Copy, Debug)]
pub struct Bass {
    pub innovation: f64,
    pub imitation: f64,
}

impl Bass {
    /// The share of the potential that adopts per period at this moment: (p + qF)(1 − F).
    #[must_use]
    pub fn rate(&self, share: f64) -> f64 {
        (self.innovation + self.imitation * share) * (1.0 - share)
    }

    /// The share that has adopted after a period at `pace`, solved exactly from where it stood. Pace 1 is the plain
    /// model, so that n periods from 0 give F(n) = (1 − e^−(p+q)n) ÷ (1 + (q/p)e^−(p+q)n).
    #[must_use]
    pub fn advanced(&self, share: f64, pace: f64) -> f64 {
        let Self { innovation, imitation } = *self;
        let pull = innovation + imitation * share;
        if pull <= 0.0 || share >= 1.0 {
            return share;
        }
        let left = (1.0 - share) / pull * exp(-(innovation + imitation) * pace);
        (1.0 - innovation * left) / (1.0 + imitation * left)
    }

    /// The share that has adopted after a period at `pace` by recursion: the rate at its start holds for all of it.
    #[must_use]
    pub fn stepped(&self, share: f64, pace: f64) -> f64 {
        if share >= 1.0 { share } else { (share + self.rate(share) * pace).min(1.0) }
    }
}
