//! The best prices for segments that buy once: the best falling path, and the best single price.

use super::market::Segment;
use super::path::{Launch, margin};
use crate::engine::math::below;

/// Served segments before the rival's entry, and now: all that a later period needs to know of the past.
type Served = (usize, usize);

/// The prices of the best path over so many periods, found by dynamic programming over the segments served so far; none
/// if no segment pays. Waiting earns nothing more, so segments are served from the top of the willingness to pay.
#[must_use]
pub fn path(launch: &Launch, segments: &[Segment], share_lost: f64, periods: usize) -> Option<Vec<f64>> {
    let search = Search::new(launch, segments, share_lost);
    let count = segments.len() + 1;
    let place = |(before, now): Served| before * count + now;
    let mut value = vec![0.0; count * count];
    let mut policy = Vec::with_capacity(periods);
    let factors: Vec<f64> = launch.factors(launch.discount_rate).take(periods).collect();
    for period in (0..periods).rev() {
        let (mut better, mut choice) = (vec![0.0; count * count], vec![0; count * count]);
        for before in 0..count {
            for now in before..count {
                let (mut best, mut served) = (f64::NEG_INFINITY, now);
                for next in now..count {
                    let later = value[place(search.carried(period, (before, now), next))];
                    let worth = factors[period] * search.profit(period, (before, now), next) + later;
                    // Of choices that earn the same, the one that serves the most.
                    if !below(worth, best) {
                        (best, served) = (worth.max(best), next);
                    }
                }
                (better[place((before, now))], choice[place((before, now))]) = (best, served);
            }
        }
        value = better;
        policy.push(choice);
    }
    let mut state = (0, 0);
    let mut prices = Vec::with_capacity(periods);
    for (period, choice) in policy.iter().rev().enumerate() {
        let next = choice[place(state)];
        prices.push(segments.get(next.checked_sub(1)?)?.willingness);
        state = search.carried(period, state, next);
    }
    (value[0] > 0.0).then_some(prices)
}

/// The single price that earns the most at once, of several the lowest; none if no segment pays.
#[must_use]
pub fn single(launch: &Launch, segments: &[Segment], share_lost: f64) -> Option<f64> {
    let search = Search::new(launch, segments, share_lost);
    let profit = |served: usize| search.profit(0, (0, 0), served);
    let best = (1..=segments.len()).reduce(|best, next| if below(profit(next), profit(best)) { best } else { next })?;
    (profit(best) > 0.0).then(|| segments[best - 1].willingness)
}

struct Search<'a> {
    launch: &'a Launch,
    segments: &'a [Segment],
    share_lost: f64,
    /// Customers in the first n segments.
    customers: Vec<f64>,
}

impl<'a> Search<'a> {
    fn new(launch: &'a Launch, segments: &'a [Segment], share_lost: f64) -> Self {
        let mut total = 0.0;
        let running = segments.iter().map(|segment| {
            total += segment.customers;
            total
        });
        let customers = std::iter::once(0.0).chain(running).collect();
        Self { launch, segments, share_lost, customers }
    }

    fn entered(&self, period: usize) -> bool {
        self.launch.entry.is_some_and(|entry| period >= entry)
    }

    /// The state of the next period where `next` segments have been served by the end of this one.
    fn carried(&self, period: usize, (before, _): Served, next: usize) -> Served {
        match (self.entered(period), self.entered(period + 1)) {
            (true, _) => (before, next),
            (false, true) => (next, next),
            (false, false) => (0, next),
        }
    }

    /// What a period earns where it serves the segments from `now` up to `next`.
    fn profit(&self, period: usize, (before, now): Served, next: usize) -> f64 {
        if next == now {
            return 0.0;
        }
        let planned = self.segments[next - 1].willingness;
        let (kept, price) = self.launch.after_entry(period, self.share_lost, planned);
        let before = if self.entered(period) { before } else { now };
        let made = self.customers[before] + (1.0 - self.share_lost) * (self.customers[now] - self.customers[before]);
        let units = kept * (self.customers[next] - self.customers[now]);
        units * margin(price, self.launch.curve.unit_cost(made, units))
    }
}
