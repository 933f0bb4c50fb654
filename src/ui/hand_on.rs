//! How a calculator's figures are handed on: as a link, as files, on paper.

use yew::prelude::*;

use super::calculator::Bench;

/// The tool's panel: a section for each way.
pub(super) fn panel(_bench: &Bench) -> Html {
    html! {
        <div class="hand-on">
        </div>
    }
}
