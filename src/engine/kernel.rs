//! The inner loops: one operation over a run of figures, written so that they vectorise.
//!
//! A figure without a value is not a number, and stays so through every operation; nothing here yields infinity.

use super::math;
use super::sheet::{Binary, Reduction, Scan, Unary};

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
    let map = |out: &mut [f64], f: fn(f64) -> f64| out.iter_mut().zip(a).for_each(|(out, a)| *out = kept(f(*a)));
    match function {
        Unary::Negate => map(out, |a| -a),
        Unary::Absolute => map(out, f64::abs),
        Unary::Exp => map(out, math::exp),
        Unary::Ln => map(out, math::ln),
        Unary::SquareRoot => map(out, math::sqrt),
        Unary::Floor => map(out, math::floor),
        Unary::Ceil => map(out, math::ceil),
        Unary::Not => map(out, |a| if a.is_nan() { a } else { truth(a == 0.0) }),
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

/// `out[lane]` takes the option that `choice[lane]` names; `option(i)` are the figures of option i.
pub fn pick<'a>(out: &mut [f64], choice: &[f64], option: impl Fn(usize) -> Option<&'a [f64]>) {
    for (lane, out) in out.iter_mut().enumerate() {
        let named = choice.get(lane).filter(|choice| **choice >= 0.0).and_then(|choice| option(*choice as usize));
        *out = named.map_or(f64::NAN, |figures| figures[lane]);
    }
}

/// `out[i]` takes `yes[i]` where the condition is neither 0 nor absent, `no[i]` where it is 0.
pub fn select(out: &mut [f64], condition: &[f64], yes: &[f64], no: &[f64]) {
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
    if matches!(reduction, Reduction::RowOfLargest | Reduction::RowOfSmallest) {
        let largest = reduction == Reduction::RowOfLargest;
        for (lane, out) in out.iter_mut().enumerate() {
            *out = row_of_extreme(rows, lane, lanes, count, largest);
        }
    }
}

fn extreme(a: f64, b: f64, largest: bool) -> f64 {
    if b.is_nan() || (if largest { b > a } else { b < a }) { b } else { a }
}

fn row_of_extreme(rows: &[f64], lane: usize, lanes: usize, count: usize, largest: bool) -> f64 {
    let figure = |row: usize| rows[row * lanes + lane];
    if count == 0 || (0..count).any(|row| figure(row).is_nan()) {
        return f64::NAN;
    }
    let better = |a: f64, b: f64| if largest { a > b } else { a < b };
    let best = (1..count).fold(0, |best, row| if better(figure(row), figure(best)) { row } else { best });
    best as f64
}

/// Runs down `count` rows of `lanes` figures.
pub fn scan(scan: Scan, out: &mut [f64], rows: &[f64], count: usize, lanes: usize) {
    out[..count * lanes].copy_from_slice(&rows[..count * lanes]);
    for cell in lanes..count * lanes {
        let above = out[cell - lanes];
        out[cell] = kept(match scan {
            Scan::RunningSum => above + out[cell],
            Scan::RunningProduct => above * out[cell],
        });
    }
}
