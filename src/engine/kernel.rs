//! The inner loops: one operation over a run of figures, written so that they vectorise.
//!
//! A figure without a value is not a number, and stays so through every operation; nothing here yields infinity.

use super::sheet::{Binary, Reduction, Scan, Unary};
use super::{many, math};

/// A finite figure as it is; anything else has no value.
fn kept(value: f64) -> f64 {
    if value.is_finite() { value } else { f64::NAN }
}

fn truth(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}

fn compared(a: f64, b: f64, holds: bool) -> f64 {
    if a.is_nan() || b.is_nan() { f64::NAN } else { truth(holds) }
}

/// `out[i] = function(a[i])`.
pub fn unary(function: Unary, out: &mut [f64], a: &[f64]) {
    fn map(out: &mut [f64], a: &[f64], f: impl Fn(f64) -> f64) {
        out.iter_mut().zip(a).for_each(|(out, a)| *out = kept(f(*a)));
    }
    let many = |out: &mut [f64], f: fn(&mut [f64])| {
        out.copy_from_slice(a);
        f(out);
        for out in out {
            *out = kept(*out);
        }
    };
    match function {
        Unary::Negate => map(out, a, |a| -a),
        Unary::Absolute => map(out, a, f64::abs),
        Unary::Exp => many(out, many::exponentials),
        Unary::Ln => many(out, many::logarithms),
        Unary::SquareRoot => map(out, a, math::sqrt),
        Unary::Floor => map(out, a, f64::floor),
        Unary::Ceil => map(out, a, f64::ceil),
        Unary::Not => map(out, a, |a| if a.is_nan() { a } else { truth(a == 0.0) }),
    }
}

/// `out[i] = function(a[i], b[i])`.
pub fn binary(function: Binary, out: &mut [f64], a: &[f64], b: &[f64]) {
    match function {
        Binary::Add => zip(out, a, b, |a, b| kept(a + b)),
        Binary::Subtract => zip(out, a, b, |a, b| kept(a - b)),
        Binary::Multiply => zip(out, a, b, |a, b| kept(a * b)),
        Binary::Divide => zip(out, a, b, |a, b| kept(a / b)),
        Binary::Power => zip(out, a, b, |a, b| kept(if a.is_nan() || b.is_nan() { f64::NAN } else { math::pow(a, b) })),
        Binary::Smaller => zip(out, a, b, |a, b| if b < a || b.is_nan() { b } else { a }),
        Binary::Larger => zip(out, a, b, |a, b| if b > a || b.is_nan() { b } else { a }),
        Binary::Less => zip(out, a, b, |a, b| compared(a, b, a < b)),
        Binary::AtMost => zip(out, a, b, |a, b| compared(a, b, a <= b)),
        Binary::Equal => zip(out, a, b, |a, b| compared(a, b, a.total_cmp(&b).is_eq() || a == b)),
        Binary::And => zip(out, a, b, |a, b| if a == 0.0 || b == 0.0 { 0.0 } else { compared(a, b, true) }),
        Binary::Or => zip(out, a, b, either),
    }
}

fn either(a: f64, b: f64) -> f64 {
    let holds = |x: f64| !x.is_nan() && x != 0.0;
    if holds(a) || holds(b) { 1.0 } else { compared(a, b, false) }
}

fn zip(out: &mut [f64], a: &[f64], b: &[f64], f: impl Fn(f64, f64) -> f64) {
    for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
        *out = f(*a, *b);
    }
}

/// The figure that all lanes hold, where they hold one: most choices and rows are no draw's.
pub fn alike(lanes: &[f64]) -> Option<f64> {
    let first = *lanes.first()?;
    lanes.iter().fold(true, |all, lane| all & (lane.to_bits() == first.to_bits())).then_some(first)
}

/// `out[lane]` takes the option that `choice[lane]` names; `option(i)` are the figures of option i.
pub fn pick<'a>(out: &mut [f64], choice: &[f64], option: impl Fn(usize) -> Option<&'a [f64]>) {
    if let Some(same) = alike(choice) {
        return match Some(same).filter(|same| *same >= 0.0).and_then(|same| option(same as usize)) {
            Some(figures) => out.copy_from_slice(&figures[..out.len()]),
            None => out.fill(f64::NAN),
        };
    }
    for (lane, out) in out.iter_mut().enumerate() {
        let named = choice.get(lane).filter(|choice| **choice >= 0.0).and_then(|choice| option(*choice as usize));
        *out = named.map_or(f64::NAN, |figures| figures[lane]);
    }
}

/// `out[i]` takes `yes[i]` where the condition is neither 0 nor absent, `no[i]` where it is 0.
pub fn select(out: &mut [f64], condition: &[f64], yes: &[f64], no: &[f64]) {
    if let Some(condition) = alike(condition) {
        return match condition {
            condition if condition.is_nan() => out.fill(f64::NAN),
            0.0 => out.copy_from_slice(&no[..out.len()]),
            _ => out.copy_from_slice(&yes[..out.len()]),
        };
    }
    for (((out, condition), yes), no) in out.iter_mut().zip(condition).zip(yes).zip(no) {
        *out = if condition.is_nan() {
            f64::NAN
        } else if *condition == 0.0 {
            *no
        } else {
            *yes
        };
    }
}

/// Folds `count` rows of `lanes` figures into one.
pub fn reduce(reduction: Reduction, out: &mut [f64], rows: &[f64], count: usize) {
    let lanes = out.len();
    out.fill(match reduction {
        Reduction::Sum => 0.0,
        Reduction::Product => 1.0,
        Reduction::Largest | Reduction::Smallest | Reduction::RowOfLargest | Reduction::RowOfSmallest => f64::NAN,
    });
    for row in 0..count {
        let figures = &rows[row * lanes..(row + 1) * lanes];
        match reduction {
            Reduction::Sum => out.iter_mut().zip(figures).for_each(|(out, a)| *out = kept(*out + a)),
            Reduction::Product => out.iter_mut().zip(figures).for_each(|(out, a)| *out = kept(*out * a)),
            Reduction::Largest | Reduction::Smallest if row == 0 => out.copy_from_slice(figures),
            Reduction::Largest => out.iter_mut().zip(figures).for_each(|(out, a)| *out = extreme(*out, *a, true)),
            Reduction::Smallest => out.iter_mut().zip(figures).for_each(|(out, a)| *out = extreme(*out, *a, false)),
            Reduction::RowOfLargest | Reduction::RowOfSmallest => {}
        }
    }
    match reduction {
        Reduction::RowOfLargest => rows_of_extreme(out, rows, count, |a, b| a > b),
        Reduction::RowOfSmallest => rows_of_extreme(out, rows, count, |a, b| a < b),
        _ => {}
    }
}

fn extreme(a: f64, b: f64, largest: bool) -> f64 {
    if b.is_nan() || (if largest { b > a } else { b < a }) { b } else { a }
}

/// The first row that none is better than, lane by lane; none where a row has no value.
fn rows_of_extreme(out: &mut [f64], rows: &[f64], count: usize, better: impl Fn(f64, f64) -> bool) {
    /// So many lanes at once.
    const BLOCK: usize = 64;
    let lanes = out.len();
    if count == 0 {
        return;
    }
    for (place, out) in out.chunks_mut(BLOCK).enumerate() {
        let mut best = [0.0; BLOCK];
        let best = &mut best[..out.len()];
        let figures = |row: usize| &rows[row * lanes + place * BLOCK..][..out.len()];
        best.copy_from_slice(figures(0));
        let mut found = [0.0; BLOCK];
        for row in 1..count {
            for ((best, found), figure) in best.iter_mut().zip(&mut found).zip(figures(row)) {
                let takes = better(*figure, *best) | figure.is_nan();
                *found = if takes { row as f64 } else { *found };
                *best = if takes { *figure } else { *best };
            }
        }
        for ((out, best), found) in out.iter_mut().zip(best).zip(found) {
            *out = if best.is_nan() { f64::NAN } else { found };
        }
    }
}

/// Runs down `count` rows of `lanes` figures.
pub fn scan(scan: Scan, out: &mut [f64], rows: &[f64], count: usize, lanes: usize) {
    out[..lanes].copy_from_slice(&rows[..lanes]);
    for row in 1..count {
        let (above, out) = out.split_at_mut(row * lanes);
        let above = &above[(row - 1) * lanes..];
        let (out, figures) = (&mut out[..lanes], &rows[row * lanes..(row + 1) * lanes]);
        match scan {
            Scan::RunningSum => zip(out, above, figures, |above, figure| kept(above + figure)),
            Scan::RunningProduct => zip(out, above, figures, |above, figure| kept(above * figure)),
        }
    }
}
