//! The mark of a panel that shows the last good result while an entry does not stand.

use yew::prelude::*;

use crate::ui::context::Context;

/// The mark, where an entry does not stand. The headline says it aloud once, so this is no live region.
pub fn mark(context: &Context) -> Html {
    if context.wrong_entries().is_empty() {
        return Html::default();
    }
    html! { <span class="last-valid">{ context.app.word("stale.mark") }</span> }
}
