//! The steps of the launch: both paths, where the other one would win, and the plain diffusion of the market.

use super::bass::Bass;
use super::given::{Contest, MOST_PERIODS, read};
use super::path::{Period, settled};
use crate::engine::unit::{COUNT, MONEY, PERIODS, PRICE};
use crate::engine::{Arguments, Function, Key, Outputs, PartColumn, PartKind};

const fn column(key: Key, unit: crate::engine::Unit) -> PartColumn {
    PartColumn { key, kind: PartKind::Number(unit) }
}

/// Both paths played forward. Given: `Inputs::arguments`. Results, for skimming then penetration: units, revenue, profit,
/// first price.
pub static PATHS: Function = Function {
    key: "paths",
    evaluate: paths,
    columns: &[
        column("period", PERIODS),
        column("skimming_price", PRICE),
        column("skimming_units", COUNT),
        column("skimming_revenue", MONEY),
        column("skimming_unit_cost", PRICE),
        column("skimming_profit", MONEY),
        column("skimming_cumulative", MONEY),
        column("penetration_price", PRICE),
        column("penetration_units", COUNT),
        column("penetration_revenue", MONEY),
        column("penetration_unit_cost", PRICE),
        column("penetration_profit", MONEY),
        column("penetration_cumulative", MONEY),
    ],
    parts: Some(path_rows),
};

impl Contest {
    fn play(&self) -> [Vec<Period>; 2] {
        self.strategies.each_ref().map(|strategy| self.launch.play(strategy))
    }

    fn net_present_value(&self, paths: &[Vec<Period>; 2], side: usize, rate: f64) -> f64 {
        self.launch.net_present_value(&paths[side], self.strategies[side].investment, rate)
    }

    /// By how much skimming leads at a discount rate, with the prices as they are.
    fn lead(&self, paths: &[Vec<Period>; 2], rate: f64) -> f64 {
        let moved = |side: usize| self.launch.moved(&paths[side], self.strategies[side].investment, rate);
        let lead = self.net_present_value(paths, 0, rate) - self.net_present_value(paths, 1, rate);
        settled(lead, moved(0) + moved(1))
    }
}

/// The launch as given, and both its paths: refused where they leave what can be counted.
fn played(given: &Arguments) -> Result<(Contest, [Vec<Period>; 2]), Key> {
    let contest = read(given)?;
    let paths = contest.play();
    let countable = |period: &Period| FIGURES[1..].iter().all(|figure| figure(period).is_finite());
    let priced = |side: usize| {
        contest.strategies[side].without_price.is_some() || paths[side].iter().all(|period| period.price.is_finite())
    };
    if paths.iter().flatten().all(countable) && priced(0) && priced(1) {
        Ok((contest, paths))
    } else {
        Err("beyond_measure")
    }
}

/// The figures of a period, in the order of the columns.
const FIGURES: [fn(&Period) -> f64; 6] =
    [|p| p.price, |p| p.units, |p| p.revenue, |p| p.unit_cost, |p| p.profit, |p| p.cumulative];

fn paths(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let (_, paths) = played(given)?;
    let results = paths.iter().flat_map(|path| {
        let total = |figure: fn(&Period) -> f64| path.iter().map(figure).sum::<f64>();
        let first = path.first().map_or(f64::NAN, |period| period.price);
        [total(|period| period.units), total(|period| period.revenue), total(|period| period.profit), first]
    });
    results.enumerate().for_each(|(place, result)| out.set(place, result));
    Ok(())
}

fn path_rows(given: &Arguments) -> Result<Vec<Vec<f64>>, Key> {
    let (contest, paths) = played(given)?;
    let mut columns = vec![(1..=contest.periods).map(|period| period as f64).collect()];
    for path in &paths {
        columns.extend(FIGURES.iter().map(|figure| path.iter().map(figure).collect::<Vec<f64>>()));
    }
    Ok(columns)
}

/// Why a path has no price that earns anything; the first place is that of a path with prices.
pub const WITHOUT_PRICE: [Key; 3] = ["", "rival_takes_all", "no_segment_pays"];

/// What both paths are worth today. Given: `Inputs::arguments`. Results, for skimming then penetration: net present value,
/// payback, discounted payback, the place in `WITHOUT_PRICE` of why no price earns anything; a payback without a value never
/// comes. Then 1 where both are worth the same.
pub static WORTH: Function = Function { key: "worth", evaluate: worth, columns: &[], parts: None };

fn worth(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let (contest, paths) = played(given)?;
    let rate = contest.launch.discount_rate;
    let results = (0..paths.len()).flat_map(|side| {
        let investment = contest.strategies[side].investment;
        let payback = |rate: f64| contest.launch.payback(&paths[side], investment, rate).unwrap_or(f64::NAN);
        let reason = contest.strategies[side].without_price;
        let place = WITHOUT_PRICE.iter().position(|one| Some(*one) == reason).map_or(0.0, |place| place as f64);
        [contest.net_present_value(&paths, side, rate), payback(0.0), payback(rate), place]
    });
    let even = f64::from(u8::from(contest.lead(&paths, rate) == 0.0));
    let results = results.chain([even]);
    results.enumerate().for_each(|(place, result)| out.set(place, result));
    Ok(())
}

/// Where the other path would win: the nearest discount rate above and below today's, and the nearest earlier and later
/// entry of the rival. The prices stay as they are. A result without a value: there is no such place.
pub static CROSSOVERS: Function = Function { key: "crossovers", evaluate: crossovers, columns: &[], parts: None };

/// The highest discount rate per period that is looked at.
pub const HIGHEST_RATE: f64 = 1.0;
/// The rates are looked at in so many steps; between two of them the lead is taken to cross zero once at most.
const RATE_STEPS: u32 = 400;

fn crossovers(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let (mut contest, paths) = played(given)?;
    let today = contest.launch.discount_rate;
    let lead = |rate: f64| contest.lead(&paths, rate);
    out.set(0, crossing(lead, today, HIGHEST_RATE).unwrap_or(f64::NAN));
    out.set(1, crossing(lead, today, 0.0).unwrap_or(f64::NAN));
    let now = lead(today);
    let Some(entry) = contest.launch.entry else { return Ok(()) };
    let periods = contest.periods;
    let mut turns = |entry: usize| {
        contest.launch.entry = Some(entry);
        let paths = contest.play();
        contest.lead(&paths, today) * now < 0.0
    };
    let earlier = (0..entry.min(periods)).rev().find(|entry| turns(*entry));
    let later = (entry + 1..periods).find(|entry| turns(*entry));
    for (place, found) in [(2, earlier), (3, later)] {
        out.set(place, found.map_or(f64::NAN, |entry| (entry + 1) as f64));
    }
    Ok(())
}

/// The zero of `lead` nearest to `from` on the way to `to`; none where its sign stays.
fn crossing(lead: impl Fn(f64) -> f64, from: f64, to: f64) -> Option<f64> {
    let sign = lead(from);
    let step = |index: u32| from + (to - from) * f64::from(index) / f64::from(RATE_STEPS);
    let beyond = (1..=RATE_STEPS).find(|index| lead(step(*index)) * sign < 0.0)?;
    let (mut near, mut far) = (step(beyond - 1), step(beyond));
    for _ in 0..60 {
        let middle = f64::midpoint(near, far);
        if lead(middle) * sign < 0.0 {
            far = middle;
        } else {
            near = middle;
        }
    }
    Some(f64::midpoint(near, far))
}

/// The market at the reference price, without any rival: Bass in closed form and by recursion. Given: the market's
/// response, the periods, the potential, p, q. Results: buyers so far at the end, in closed form and by recursion.
pub static DIFFUSION: Function = Function {
    key: "diffusion",
    evaluate: diffusion,
    columns: &[
        column("period", PERIODS),
        column("cumulative", COUNT),
        column("rate", COUNT),
        column("buyers", COUNT),
        column("buyers_stepped", COUNT),
    ],
    parts: Some(diffusion_rows),
};

fn diffusion(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let rows = diffusion_rows(given)?;
    let last = |column: usize| rows[column].last().copied().unwrap_or_default();
    out.set(0, last(1));
    out.set(1, rows[4].iter().sum());
    Ok(())
}

fn diffusion_rows(given: &Arguments) -> Result<Vec<Vec<f64>>, Key> {
    if given.whole(0) != 0 {
        return Err("not_bass");
    }
    let (periods, potential) = (given.whole(1).min(MOST_PERIODS), given.figure(2));
    let bass = Bass { innovation: given.figure(3), imitation: given.figure(4) };
    let (mut share, mut stepped) = (0.0, 0.0);
    let mut columns = vec![Vec::new(); 5];
    for period in 0..=periods {
        let (before, before_stepped) = (share, stepped);
        if period > 0 {
            (share, stepped) = (bass.advanced(share, 1.0), bass.stepped(stepped, 1.0));
        }
        let shares = [share, bass.rate(share), share - before, stepped - before_stepped];
        columns[0].push(period as f64);
        for (column, share) in columns[1..].iter_mut().zip(shares) {
            column.push(potential * share);
        }
    }
    if columns.iter().flatten().all(|figure| figure.is_finite()) { Ok(columns) } else { Err("beyond_measure") }
}
