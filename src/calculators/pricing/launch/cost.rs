//! What a unit costs as experience grows: a power law that takes off the same share with each doubling of output.

use crate::engine::math::{expm1, log1p, log2, pow};

/// Which of the three common readings of "the cost at a cumulative volume" is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Learning {
    /// The cost at the start of a period holds for all its units.
    AtStart,
    /// Each unit costs less than the one before (Crawford): the mean over the period's units.
    EachUnit,
    /// The law holds for the average of all units so far (Wright): the period pays what the total grows by.
    Average,
}

/// The experience curve of a product.
#[derive(Clone, Copy, Debug)]
pub struct ExperienceCurve {
    /// The unit cost with the experience at launch.
    pub first: f64,
    /// The units of experience at launch: the first doubling is from there.
    pub experience: f64,
    exponent: f64,
    learning: Learning,
}

impl ExperienceCurve {
    /// `rate` is the share that a doubling takes off the cost, 0 to 0.5.
    #[must_use]
    pub fn new(first: f64, experience: f64, rate: f64, learning: Learning) -> Self {
        Self { first, experience, exponent: log2(1.0 - rate), learning }
    }

    /// The unit cost of `units` made after `made` since launch.
    #[must_use]
    pub fn unit_cost(&self, made: f64, units: f64) -> f64 {
        let so_far = self.experience + made;
        let at_start = self.first * pow(so_far / self.experience, self.exponent);
        at_start
            * match self.learning {
                Learning::AtStart => 1.0,
                Learning::EachUnit => self.mean(units / so_far),
                Learning::Average => self.mean(units / so_far) * (self.exponent + 1.0),
            }
    }

    /// The mean of the power law while the volume grows by a share, as a multiple of what it was at the start; written so
    /// that a tiny growth loses no digits.
    fn mean(&self, growth: f64) -> f64 {
        let (power, logarithm) = (self.exponent + 1.0, log1p(growth));
        let area = if power < 1e-9 { logarithm } else { expm1(power * logarithm) / power };
        if growth > 0.0 { area / growth } else { 1.0 }
    }
}
