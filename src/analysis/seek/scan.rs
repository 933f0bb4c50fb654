//! Which figures of a field are tried first: enough of them, at every size, that what lies between is likely to be plain.

use super::domain::{Domain, one_place};
use crate::engine::math::{ordered, pow};

/// Of so many whole figures every one is tried.
const FEW: f64 = 256.0;
/// Into how many parts all that is allowed is cut.
const EVENLY: u32 = 64;
/// What is in the field is cut into so many parts, which are counted from its opposite to four times itself.
const AROUND: i32 = 32;
/// From which power of ten to which figures of every size are tried, and how many in each.
const SIZES: (i32, i32) = (-6, 15);
const EACH_SIZE: i32 = 4;
/// How near to the limits, in powers of ten of all that is allowed.
const NEAR: i32 = 9;
/// No more figures of other fields than these are tried.
const MOST_LANDMARKS: usize = 48;

/// The figures to try first: never two so near that what lies between them could not be seen.
pub fn figures(domain: Domain, present: Option<f64>, landmarks: &[f64]) -> Vec<f64> {
    let Domain { from, to, whole } = domain;
    let mut all = vec![from, to, 0.0];
    if whole && to - from < FEW {
        all.extend((0..(to - from) as u32).map(|place| from + f64::from(place)));
    } else {
        all.extend(domain.evenly(from, to, EVENLY));
        all.extend(near_the_limits(domain));
        all.extend(of_every_size());
        all.extend(landmarks.iter().take(MOST_LANDMARKS));
        let parts = -AROUND..=4 * AROUND;
        all.extend(
            present
                .into_iter()
                .flat_map(|present| parts.clone().map(move |part| present * f64::from(part) / f64::from(AROUND))),
        );
    }
    let apart = |figure: &f64| domain.holds(*figure) && present.is_none_or(|present| !one_place(*figure, present));
    let all: Vec<f64> = all.into_iter().map(|figure| domain.fitted(figure)).filter(apart).collect();
    let mut all = ordered(&all, |figure| *figure);
    all.dedup_by(|next, last| one_place(*next, *last));
    all.extend(present.filter(|present| domain.holds(*present)));
    all
}

fn near_the_limits(domain: Domain) -> impl Iterator<Item = f64> {
    let Domain { from, to, .. } = domain;
    let distances = (1..=NEAR).map(move |near| (to - from) * pow(10.0, f64::from(-near)));
    distances.flat_map(move |distance| [from + distance, from + 3.0 * distance, to - distance, to - 3.0 * distance])
}

fn of_every_size() -> impl Iterator<Item = f64> {
    let sizes = SIZES.0 * EACH_SIZE..=SIZES.1 * EACH_SIZE;
    sizes.map(|size| pow(10.0, f64::from(size) / f64::from(EACH_SIZE))).flat_map(|size| [-size, size])
}
