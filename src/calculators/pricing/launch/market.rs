//! How a market answers a price: diffusion, word of mouth, or segments that buy once the price suits them.

use super::bass::Bass;
use crate::engine::math::{below, ordered, pow, same};

/// Customers who buy once, as soon as the price is at or below what they would pay.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Segment {
    pub willingness: f64,
    pub customers: f64,
}

/// Which model turns prices into buyers.
#[derive(Clone, Debug)]
pub enum Response {
    /// Bass diffusion; a price below the reference price speeds adoption up, or enlarges the potential.
    Bass { bass: Bass, continuous: bool, on_potential: bool },
    /// `base` units at the reference price, more with every buyer so far.
    WordOfMouth { base: f64, strength: f64 },
    /// Segments by falling willingness to pay, no two alike.
    Segments(Vec<Segment>),
}

/// A market before and during a launch.
#[derive(Clone, Debug)]
pub struct Market {
    pub response: Response,
    /// Customers who may ever buy, at the reference price.
    pub potential: f64,
    pub reference_price: f64,
    /// Constant elasticity: 0 or below.
    pub elasticity: f64,
}

impl Market {
    /// How many buy in a period at this price, of whatever supplier, where `adopted` have bought before and the lowest
    /// price so far was `lowest`.
    #[must_use]
    pub fn buyers(&self, price: f64, adopted: f64, lowest: f64) -> f64 {
        let effect = || pow(price / self.reference_price, self.elasticity);
        match &self.response {
            Response::Bass { bass, continuous, on_potential } => {
                let (potential, pace) =
                    if *on_potential { (self.potential * effect(), 1.0) } else { (self.potential, effect()) };
                if potential <= adopted {
                    return 0.0;
                }
                let share = adopted / potential;
                let after = if *continuous { bass.advanced(share, pace) } else { bass.stepped(share, pace) };
                potential * (after - share)
            }
            Response::WordOfMouth { base, strength } => {
                let asking = effect() * (base + strength * adopted);
                asking.min(self.potential - adopted).max(0.0)
            }
            Response::Segments(segments) => {
                // A price by rule meets a willingness to pay but for its rounding error: 200 less 10 % twice is 162. At a
                // price that is no number, nobody buys.
                let pays = |willingness: f64| willingness >= price || same(willingness, price);
                let buys = |segment: &&Segment| pays(segment.willingness) && below(segment.willingness, lowest);
                let buying = segments.iter().filter(buys);
                buying.map(|segment| segment.customers).sum()
            }
        }
    }
}

/// Segments by falling willingness to pay, those of one willingness made one.
#[must_use]
pub fn ranked(willingness: &[f64], customers: &[f64]) -> Vec<Segment> {
    let pairs = willingness.iter().zip(customers);
    let segments: Vec<Segment> =
        pairs.map(|(willingness, customers)| Segment { willingness: *willingness, customers: *customers }).collect();
    let mut segments = ordered(&segments, |segment| -segment.willingness);
    segments.dedup_by(|next, kept| {
        let same = next.willingness == kept.willingness;
        if same {
            kept.customers += next.customers;
        }
        same
    });
    segments
}
