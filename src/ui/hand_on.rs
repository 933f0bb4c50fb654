//! How a calculator's figures are handed on: as a link, as files, on paper.

use yew::prelude::*;

use super::calculator::Bench;

pub(super) mod files;

/// The tool's panel: a section for each way.
pub(super) fn panel(bench: &Bench) -> Html {
    html! {
        <div class="hand-on">
            { files::section(bench) }
        </div>
    }
}
