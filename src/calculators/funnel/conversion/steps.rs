//! The steps of the funnel: the interval of a conversion, and the way back from a number of deals in whole numbers.

use crate::engine::math::{ceil, normal_quantile, sqrt};
use crate::engine::{Arguments, Function, Key, Outputs};

/// The score interval of each stage's conversion: Wilson (1927), with or without correction for continuity
/// (Newcombe 1998, methods 3 and 4). Given: how many passed, of how many, the confidence level, the method.
pub static INTERVAL: Function = Function { key: "interval", evaluate: interval, columns: &[], parts: None };

fn interval(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let z = normal_quantile(f64::midpoint(1.0, given.figure(2)));
    let corrected = given.whole(3) == 1;
    let bounds = |(passed, of): (&f64, &f64)| {
        if *of <= 0.0 || passed > of {
            (f64::NAN, f64::NAN)
        } else if corrected {
            wilson_corrected(*passed, *of, z)
        } else {
            wilson(*passed, *of, z)
        }
    };
    let all = || given.column(0).iter().zip(given.column(1)).map(bounds);
    out.fill(0, all().map(|bounds| bounds.0));
    out.fill(1, all().map(|bounds| bounds.1));
    Ok(())
}

/// The Wilson score interval of `passed` of `of`.
#[must_use]
pub fn wilson(passed: f64, of: f64, z: f64) -> (f64, f64) {
    let (rate, square) = (passed / of, z * z);
    let middle = rate + square / (2.0 * of);
    let reach = z * sqrt(rate * (1.0 - rate) / of + square / (4.0 * of * of));
    let below = 1.0 + square / of;
    (((middle - reach) / below).max(0.0), ((middle + reach) / below).min(1.0))
}

/// The same with correction for continuity.
#[must_use]
pub fn wilson_corrected(passed: f64, of: f64, z: f64) -> (f64, f64) {
    let (rate, square) = (passed / of, z * z);
    let below = 2.0 * (of + square);
    let reach = |sign: f64| {
        let inner = square - sign * 2.0 - 1.0 / of + 4.0 * rate * (of * (1.0 - rate) + sign);
        z * sqrt(inner.max(0.0))
    };
    let low = (2.0 * of * rate + square - 1.0 - reach(1.0)) / below;
    let high = (2.0 * of * rate + square + 1.0 + reach(-1.0)) / below;
    (if rate == 0.0 { 0.0 } else { low.max(0.0) }, if rate == 1.0 { 1.0 } else { high.min(1.0) })
}

/// What each stage must receive for so many deals, in whole numbers from stage to stage. Given: the deals, a whole
/// number, and the conversion into each stage, above zero.
pub static BACKWARDS: Function = Function { key: "backwards", evaluate: backwards, columns: &[], parts: None };

fn backwards(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let (mut need, conversions) = (given.figure(0), given.column(1));
    let needed = out.column(0);
    for stage in (0..conversions.len()).rev() {
        needed[stage] = need;
        need = ceil(need / conversions[stage]);
    }
    Ok(())
}
