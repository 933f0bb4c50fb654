//! What the steps of the launch are given, read back into the model.

use super::bass::Bass;
use super::best;
use super::cost::{ExperienceCurve, Learning};
use super::market::{Market, Response, ranked};
use super::path::{Launch, Strategy, Timing, changing, listed};
use crate::engine::{Arguments, Cell, Key};

/// The most periods that a launch is played for.
pub const MOST_PERIODS: usize = 60;

/// The inputs of a launch as cells, in the order in which `read` takes them.
pub struct Inputs<'b> {
    pub periods: Cell<'b>,
    pub response: Cell<'b>,
    pub potential: Cell<'b>,
    pub innovation: Cell<'b>,
    pub imitation: Cell<'b>,
    pub diffusion: Cell<'b>,
    pub price_effect: Cell<'b>,
    pub base_units: Cell<'b>,
    pub word_of_mouth: Cell<'b>,
    pub willingness: Cell<'b>,
    pub customers: Cell<'b>,
    pub optimise: Cell<'b>,
    pub reference_price: Cell<'b>,
    pub elasticity: Cell<'b>,
    pub price_plan: Cell<'b>,
    /// Start, change, bound and list of prices; share lost to the rival; investment.
    pub skimming: [Cell<'b>; 6],
    pub penetration: [Cell<'b>; 6],
    pub unit_cost: Cell<'b>,
    pub experience: Cell<'b>,
    pub learning_rate: Cell<'b>,
    pub learning: Cell<'b>,
    pub rival: Cell<'b>,
    pub entry_period: Cell<'b>,
    pub price_cut: Cell<'b>,
    pub discount_rate: Cell<'b>,
    pub timing: Cell<'b>,
}

impl<'b> Inputs<'b> {
    /// The arguments of a step over the whole launch.
    pub fn arguments(&self) -> Vec<Cell<'b>> {
        let mut all = vec![
            self.periods,
            self.response,
            self.potential,
            self.innovation,
            self.imitation,
            self.diffusion,
            self.price_effect,
            self.base_units,
            self.word_of_mouth,
            self.willingness,
            self.customers,
            self.optimise,
            self.reference_price,
            self.elasticity,
            self.price_plan,
        ];
        all.extend(self.skimming);
        all.extend(self.penetration);
        all.extend([
            self.unit_cost,
            self.experience,
            self.learning_rate,
            self.learning,
            self.rival,
            self.entry_period,
            self.price_cut,
            self.discount_rate,
            self.timing,
        ]);
        all
    }
}

/// The launch with its two strategies: skimming, then penetration.
#[derive(Debug)]
pub struct Contest {
    pub launch: Launch,
    pub strategies: [Strategy; 2],
    pub periods: usize,
}

/// Takes arguments one after the other.
struct Reader<'a> {
    given: &'a Arguments<'a>,
    next: usize,
}

impl<'a> Reader<'a> {
    fn column(&mut self) -> &'a [f64] {
        self.next += 1;
        self.given.column(self.next - 1)
    }

    fn figure(&mut self) -> f64 {
        self.column()[0]
    }

    fn whole(&mut self) -> usize {
        self.figure() as usize
    }

    fn is_on(&mut self) -> bool {
        self.figure() != 0.0
    }
}

/// How a strategy's prices come about: a rule, or a list.
struct Plan<'a> {
    start: f64,
    change: f64,
    bound: f64,
    list: &'a [f64],
}

impl Plan<'_> {
    fn prices(&self, by_list: bool, periods: usize) -> Vec<f64> {
        if by_list { listed(self.list, periods) } else { changing(self.start, self.change, self.bound, periods) }
    }
}

impl Strategy {
    /// Takes over the best prices; without any, nothing is sold, and the reason is kept.
    fn follow(&mut self, prices: Option<Vec<f64>>, launch: &Launch, periods: usize) {
        let reason =
            if launch.after_entry(0, self.share_lost, 1.0).0 > 0.0 { "no_segment_pays" } else { "rival_takes_all" };
        self.without_price = prices.is_none().then_some(reason);
        self.prices = prices.unwrap_or_else(|| vec![f64::NAN; periods]);
    }
}

/// Reads the arguments that `Inputs::arguments` lays out.
///
/// # Errors
/// Names the reason where the segments' best prices are asked for and no price earns anything on either path.
pub fn read(given: &Arguments) -> Result<Contest, Key> {
    let from = &mut Reader { given, next: 0 };
    let (periods, response, potential) = (from.whole().min(MOST_PERIODS), from.whole(), from.figure());
    let bass = Bass { innovation: from.figure(), imitation: from.figure() };
    let (continuous, on_potential) = (from.is_on(), from.is_on());
    let (base, strength) = (from.figure(), from.figure());
    let segments = ranked(from.column(), from.column());
    let optimise = from.is_on() && response == 2;
    let market = Market {
        response: match response {
            0 => Response::Bass { bass, continuous, on_potential },
            1 => Response::WordOfMouth { base, strength },
            _ => Response::Segments(segments.clone()),
        },
        potential,
        reference_price: from.figure(),
        elasticity: from.figure(),
    };
    let by_list = from.is_on();
    let mut strategies = [Strategy::default(), Strategy::default()];
    for (strategy, direction) in strategies.iter_mut().zip([-1.0, 1.0]) {
        let plan =
            Plan { start: from.figure(), change: direction * from.figure(), bound: from.figure(), list: from.column() };
        *strategy = Strategy {
            prices: plan.prices(by_list, periods),
            share_lost: from.figure(),
            investment: from.figure(),
            without_price: None,
        };
    }
    let (first, experience, rate) = (from.figure(), from.figure(), from.figure());
    let learning = match from.whole() {
        0 => Learning::AtStart,
        1 => Learning::EachUnit,
        _ => Learning::Average,
    };
    let (rival, entry_period) = (from.is_on(), from.whole());
    let launch = Launch {
        market,
        curve: ExperienceCurve::new(first, experience, rate, learning),
        entry: rival.then(|| entry_period.saturating_sub(1)),
        price_cut: from.figure(),
        discount_rate: from.figure(),
        timing: match from.whole() {
            0 => Timing::Start,
            1 => Timing::Middle,
            _ => Timing::End,
        },
    };
    if optimise {
        if segments.iter().all(|segment| segment.customers == 0.0) {
            return Err("no_customers");
        }
        let [skimming, penetration] = &mut strategies;
        let path = best::path(&launch, &segments, skimming.share_lost, periods);
        skimming.follow(path, &launch, periods);
        let price = best::single(&launch, &segments, penetration.share_lost);
        penetration.follow(price.map(|price| vec![price; periods]), &launch, periods);
        match (skimming.without_price, penetration.without_price) {
            (Some(reason), Some(other)) if reason == other => return Err(reason),
            (Some(_), Some(_)) => return Err("no_segment_pays"),
            _ => {}
        }
    }
    Ok(Contest { launch, strategies, periods })
}
