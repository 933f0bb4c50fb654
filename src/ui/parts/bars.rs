//! Small bars beside figures. What they show is in figures next to them.

use yew::prelude::*;

/// A bar from zero to a figure on a scale from `low` to `high`.
pub fn bar(value: f64, low: f64, high: f64) -> Html {
    span(0.0_f64.clamp(low, high), value, low, high, None)
}

/// A bar between two figures on a scale, with a mark where something stands today.
pub fn span(from: f64, to: f64, low: f64, high: f64, mark: Option<f64>) -> Html {
    const WIDTH: f64 = 200.0;
    let place = |value: f64| {
        let share = (value - low) / (high - low);
        if share.is_finite() { share.clamp(0.0, 1.0) * WIDTH } else { 0.0 }
    };
    let text = |value: f64| format!("{value:.1}");
    let (left, right) = (place(from.min(to)), place(from.max(to)));
    let class = if to < from { "measure-down" } else { "measure-up" };
    html! {
        <svg class="measure" viewBox="0 0 200 14" preserveAspectRatio="none" aria-hidden="true">
            <rect {class} x={text(left)} y="2" width={text((right - left).max(0.5))} height="10" />
            if let Some(mark) = mark { <line x1={text(place(mark))} x2={text(place(mark))} y1="0" y2="14" /> }
        </svg>
    }
}
