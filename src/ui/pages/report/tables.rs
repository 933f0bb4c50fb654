//! Inputs and results as tables that fit a page: wide ones go on below, long ones say where the rest is.

use yew::prelude::*;

use crate::presentation::labels::Labels;
use crate::presentation::tables::{self, Cell, Content, Figures};
use crate::text::format::NOTHING;
use crate::ui::context::App;
use crate::ui::context::Context;

/// So many columns are beside the first one.
const BESIDE: usize = 5;
/// So many rows of a table are printed.
const MOST_ROWS: usize = 60;

/// What was put in, group by group; what differs from the preset is marked.
pub(super) fn inputs(context: &Context) -> Html {
    let tables = tables::inputs(context.labels, context.evaluation);
    let changed = tables.iter().flat_map(|table| table.rows.iter().flatten()).any(|cell| cell.changed);
    html! {
        <section class="report-inputs">
            <h3>{ context.app.word("inputs") }</h3>
            if changed { <p class="hint"><span class="own">{ "● " }</span>{ context.app.word("report.changed") }</p> }
            { for tables.iter().map(|table| written(context, table)) }
        </section>
    }
}

/// What came out.
pub(super) fn results(context: &Context) -> Html {
    html! {
        <section>
            <h3>{ context.app.word("results") }</h3>
            { for tables::results(context.labels, context.evaluation).iter().map(|table| written(context, table)) }
        </section>
    }
}

fn written(context: &Context, table: &Figures) -> Html {
    let headings: Vec<String> = table.headings.iter().map(|heading| heading.name.clone()).collect();
    let rows =
        table.rows.iter().take(MOST_ROWS).map(|row| row.iter().map(|cell| shown(context.labels, cell)).collect());
    // What the heading above says already is not said twice.
    let title = if table.title == context.app.word("results") { String::new() } else { table.title.clone() };
    let page = Page { title, headings, rows: rows.collect(), pairs: table.mixed };
    page.html(context.app, table.rows.len())
}

/// A cell as the page shows it, marked where it is the person's own.
fn shown(labels: &Labels, cell: &Cell) -> (String, bool) {
    let text = match &cell.content {
        Content::Nothing => NOTHING.to_owned(),
        Content::Text(text) => text.clone(),
        Content::Figure(figure, unit) => labels.figure(*figure, *unit),
    };
    (text, cell.changed)
}

/// A table as it is printed: each cell with whether it is marked.
pub(super) struct Page {
    pub title: String,
    pub headings: Vec<String>,
    pub rows: Vec<Vec<(String, bool)>>,
    /// A name and a figure a row, which need no headings.
    pub pairs: bool,
}

impl Page {
    /// The table of which `count` rows there are, in as many pieces as its columns need.
    pub fn html(&self, app: &App, count: usize) -> Html {
        let columns = self.headings.len().saturating_sub(1);
        let pieces = columns.div_ceil(BESIDE).max(1);
        // Even pieces: a single column left over would look like an afterthought.
        let width = columns.div_ceil(pieces);
        let left = count.saturating_sub(self.rows.len());
        html! {
            <>
                { for (0..pieces).map(|piece| self.piece(1 + piece * width, (1 + (piece + 1) * width).min(columns + 1), piece > 0)) }
                if left > 0 { <p class="hint">{ app.phrase("report.more", &[("count", &app.count(left))]) }</p> }
            </>
        }
    }

    fn piece(&self, from: usize, to: usize, again: bool) -> Html {
        let title = if again { format!("{} …", self.title) } else { self.title.clone() };
        let mark = |own: bool| {
            if own {
                html! { <span class="own">{ "● " }</span> }
            } else {
                Html::default()
            }
        };
        let heading = |place: usize| html! { <th scope="col" class={(place > 0).then_some("num")}>{ self.headings.get(place) }</th> };
        let row = |row: &Vec<(String, bool)>| {
            let name = row.first().cloned().unwrap_or_default();
            html! {
                <tr>
                    <th scope="row">{ mark(name.1) }{ name.0 }</th>
                    { for row.iter().take(to).skip(from).map(|(text, own)| html! {
                        <td class="num" translate="no">{ mark(*own) }{ text }</td>
                    }) }
                </tr>
            }
        };
        let table = html! {
            <table class={classes!("printed", self.pairs.then_some("pairs-of"))}>
                if !title.is_empty() { <caption>{ title }</caption> }
                if !self.pairs { <thead><tr>{ heading(0) }{ for (from..to).map(heading) }</tr></thead> }
                <tbody>{ for self.rows.iter().map(row) }</tbody>
            </table>
        };
        if self.pairs {
            return table;
        }
        // On a phone a table scrolls by itself; on paper it fits.
        html! { <div class="scroll" role="group" tabindex="0" aria-label={self.title.clone()}>{ table }</div> }
    }
}
