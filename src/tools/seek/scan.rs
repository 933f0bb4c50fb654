//! Which figures of a field are tried first: enough of them, at every size, that what lies between is likely to be plain.

use super::domain::Domain;
use crate::engine::math::{ordered, pow};

/// Of so many whole figures every one is tried.
const FEW: f64 = 256.0;
/// Into how many parts all that is allowed is cut.
const EVENLY: u32 = 64;
/// What stands in the field is multiplied by whole numbers of these parts, from its opposite to four times itself.
const AROUND: i32 = 24;
/// From which power of ten to which figures of every size are tried, and how many in each.
const SIZES: (i32, i32) = (-6, 15);
const EACH_SIZE: i32 = 4;
/// How near to the limits, in powers of ten of the whole width.
const NEAR: i32 = 9;
/// No more figures of other fields than these are tried.
const MOST_LANDMARKS: usize = 48;

/// The figures to try first, upwards.
pub fn figures(domain: Domain, present: Option<f64>, mut landmarks: Vec<f64>) -> Vec<f64> {
    let Domain { from, to, whole } = domain;
    let width = to - from;
    let mut all = vec![from, to, 0.0];
    if whole && width < FEW {
        all.extend((0..width as u32).map(|place| from + f64::from(place)));
    } else {
        all.extend(domain.evenly(from, to, EVENLY));
        all.extend(
            (1..=NEAR)
                .flat_map(|near| [1.0, 3.0].map(|part| part * width * pow(10.0, f64::from(-near))))
                .flat_map(|distance| [from + distance, to - distance]),
        );
        let sizes = SIZES.0 * EACH_SIZE..=SIZES.1 * EACH_SIZE;
        let sizes = sizes.map(|size| pow(10.0, f64::from(size) / f64::from(EACH_SIZE)));
        all.extend(sizes.flat_map(|size| [-size, size]));
        if let Some(present) = present {
            all.extend((-AROUND..=4 * AROUND).map(|part| present * f64::from(part) / f64::from(AROUND)));
        }
        landmarks = sorted(landmarks, domain);
        landmarks.truncate(MOST_LANDMARKS);
        let beside = |figure: f64| [domain.step(figure, -1), Some(figure), domain.step(figure, 1)];
        all.extend(landmarks.into_iter().flat_map(beside).flatten());
    }
    all.extend(present);
    sorted(all, domain)
}

/// The figures that the field takes, upwards, each once.
fn sorted(all: Vec<f64>, domain: Domain) -> Vec<f64> {
    let taken: Vec<f64> =
        all.into_iter().map(|figure| domain.fitted(figure) + 0.0).filter(|x| domain.holds(*x)).collect();
    let mut taken = ordered(&taken, |figure| *figure);
    taken.dedup();
    taken
}
