//! How the names below bars find room: level, in lines, or rising.

use super::colours::Palette;
use crate::engine::math;
use crate::presentation::chart::paper;

/// How steeply names rise that find no room below their bars.
pub const RISE: f64 = std::f64::consts::FRAC_PI_4;

/// How much of its step the name of a bar takes, so that two of them do not read as one.
pub const BESIDE_EACH_OTHER: f64 = 0.9;

/// So many lines a name has at most.
pub const MOST_LINES: usize = 3;

/// How the names below bars are written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Names {
    /// In so many lines.
    Level(usize),
    /// Rising to their bars, so long at most.
    Rising(f64),
}

impl Names {
    /// Level where every word finds room below its bar.
    pub fn of(names: &[String], step: f64, width: f64, measure: &dyn Fn(&str) -> f64) -> Self {
        let room = step * BESIDE_EACH_OTHER;
        let whole =
            |name: &String| name.split(' ').all(|word| paper::broken(word, room, measure).len() < 2 || !latin(word));
        let lines = names.iter().map(|name| paper::broken(name, room, measure).len()).max().unwrap_or(1);
        if lines <= MOST_LINES && names.iter().all(whole) {
            return Self::Level(lines.max(1));
        }
        let longest = names.iter().map(|name| measure(name)).fold(0.0, f64::max);
        Self::Rising(longest.min(width * 0.3))
    }

    /// How much lower than one line they reach.
    pub fn depth(self, palette: &Palette) -> f64 {
        match self {
            Self::Level(lines) => lines.saturating_sub(1) as f64 * palette.line(),
            Self::Rising(length) => length * math::sin(RISE),
        }
    }
}

/// Whether a word may not be cut in two: there is no letter of Han in it.
pub fn latin(word: &str) -> bool {
    word.chars().all(|c| c < '\u{2E80}')
}
