//! Older states of the workbook on the screen: looked at beside what is there now, and brought back.

use yew::prelude::*;

use super::differing;
use super::workbook_order::{quiet, when};
use crate::browser::workbooks;
use crate::state::order::Order;
use crate::ui::context::App;
use crate::ui::parts::naming::workbook_name;
use crate::workbook::saved::Opened;

#[derive(Clone, PartialEq, Properties)]
pub struct VersionsProps {
    pub app: App,
}

/// The list; nothing while there are none.
#[component]
pub fn Versions(props: &VersionsProps) -> Html {
    let app = &props.app;
    let looked = use_state(|| None::<(u64, Opened)>);
    let all = &app.state.workbooks.versions;
    if all.is_empty() {
        return Html::default();
    }
    let look = |revision: u64| {
        let (looked, book) = (looked.clone(), app.state.book.clone());
        Callback::from(move |_: MouseEvent| {
            let is_open = looked.as_ref().is_some_and(|(open, _)| *open == revision);
            looked.set(workbooks::version(&book, revision).filter(|_| !is_open).map(|opened| (revision, opened)));
        })
    };
    html! {
        <section aria-labelledby="versions-title">
            <h2 id="versions-title">{ app.phrase("workbooks.versions", &[("name", &workbook_name(app, &app.state.about.name))]) }</h2>
            <ol class="books">
                { for all.iter().map(|version| {
                    let at = when(app, version.changed);
                    let shown = looked.as_ref().filter(|(open, _)| *open == version.revision);
                    html! {
                        <li key={version.revision}>
                            <span class="name">{ at.clone() }</span>
                            <span class="buttons">
                                <button type="button" class="plain" aria-expanded={shown.is_some().to_string()}
                                    aria-label={format!("{}: {at}", app.word("workbooks.look"))} onclick={look(version.revision)}>
                                    { app.word("workbooks.look") }
                                </button>
                                { quiet(app, "workbooks.go_back", &at, Order::GoBackTo(version.revision)) }
                            </span>
                            if let Some((_, opened)) = shown {
                                <div class="looked">
                                    { differing::against(app, &opened.workbook, &differing::from_ours(app, opened, None), "workbooks.then") }
                                </div>
                            }
                        </li>
                    }
                }) }
            </ol>
            <p class="hint">{ app.word("workbooks.versions_hint") }</p>
        </section>
    }
}
