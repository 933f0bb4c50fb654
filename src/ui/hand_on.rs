//! How a calculator's figures are handed on: as a link, as files, on paper.

pub(super) mod files;
mod link;
mod spreadsheet;

use yew::prelude::*;

use super::calculator::Bench;
pub(super) use link::{Link, PrintedCode};
use spreadsheet::Spreadsheet;

/// The tool's panel: a section for each way.
pub(super) fn panel(bench: &Bench) -> Html {
    let app = bench.app.clone();
    html! {
        <div class="hand-on">
            <Link app={app.clone()} calculator={bench.calculator.id} />
            { files::section(bench) }
            <Spreadsheet {app} calculator={bench.calculator.id} />
        </div>
    }
}
