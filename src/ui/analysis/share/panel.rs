//! How a calculator's figures are shared: as a link, as files, on paper.

use yew::prelude::*;

use super::files;
use super::link::Link;
use super::spreadsheet::Spreadsheet;
use crate::ui::context::Context;

/// The tool's panel: a section for each way.
pub fn panel(context: &Context) -> Html {
    let app = context.app.clone();
    html! {
        <div class="share-panel">
            <Link app={app.clone()} calculator={context.calculator.id} />
            { files::section(context) }
            <Spreadsheet {app} calculator={context.calculator.id} />
        </div>
    }
}
