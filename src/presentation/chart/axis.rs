//! Axes: how far they reach and where their round figures stand.

/// An axis of a drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    pub low: f64,
    pub high: f64,
    pub label: String,
    /// Round figures with their texts.
    pub ticks: Vec<(f64, String)>,
}

/// The smallest and largest of some figures.
pub fn extent(figures: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    figures.into_iter().filter(|figure| figure.is_finite()).fold(None, |extent, figure| {
        let (low, high) = extent.unwrap_or((figure, figure));
        Some((figure.min(low), figure.max(high)))
    })
}

impl Axis {
    /// An axis from one round figure to another around all figures; from zero where bars or amounts are compared.
    pub fn over(
        figures: impl IntoIterator<Item = f64>,
        from_zero: bool,
        label: String,
        write: impl Fn(f64) -> String,
    ) -> Option<Self> {
        let (mut low, mut high) = extent(figures)?;
        if from_zero {
            (low, high) = (low.min(0.0), high.max(0.0));
        }
        if low >= high {
            high = low + low.abs().max(1.0);
        }
        let round = ticks(low, high, 5);
        let step = round.get(1)? - round.first()?;
        let low = (low / step).floor() * step;
        let high = (high / step).ceil() * step;
        let ticks = ticks(low, high, 5).into_iter().map(|tick| (tick, write(tick))).collect();
        Some(Self { low, high, label, ticks })
    }

    /// An axis that reaches from the first figure to the last and no further.
    pub fn exactly(figures: &[f64], label: String, write: impl Fn(f64) -> String) -> Option<Self> {
        let (low, mut high) = extent(figures.iter().copied())?;
        if low >= high {
            high = low + 1.0;
        }
        let ticks = ticks(low, high, 6).into_iter().map(|tick| (tick, write(tick))).collect();
        Some(Self { low, high, label, ticks })
    }
}

/// About `wanted` round figures (1, 2 or 5 times a power of ten apart) from `low` to `high`.
#[must_use]
pub fn ticks(low: f64, high: f64, wanted: usize) -> Vec<f64> {
    let span = high - low;
    if !(span.is_finite() && span > 0.0) {
        return Vec::new();
    }
    let rough = span / wanted.max(1) as f64;
    let mut power = 1.0;
    while power * 10.0 <= rough {
        power *= 10.0;
    }
    while power > rough {
        power /= 10.0;
    }
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * power).find(|step| *step >= rough);
    let step = step.unwrap_or(10.0 * power);
    let first = (low / step - 1e-9).ceil();
    let last = (high / step + 1e-9).floor();
    (0..(last - first + 1.0).clamp(0.0, 1_000.0) as usize).map(|index| (first + index as f64) * step).collect()
}
