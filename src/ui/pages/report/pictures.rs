//! The pictures of a calculator on paper, each with the figures it draws.

use yew::prelude::*;

use super::tables::Page;
use crate::presentation::chart::{self, Drawing};
use crate::ui::context::Context;
use crate::ui::results::canvas::{Around, export};

/// So many rows of a picture's table are printed.
const MOST_ROWS: usize = 12;

/// All of them; one that has nothing to draw is left out.
pub(super) fn section(context: &Context) -> Html {
    let pictures = context.calculator.sheet().charts.iter().filter_map(|of| {
        let drawing = chart::draw(context.labels, context.evaluation, Some(context.chain), of)?;
        Some(picture(
            context,
            &drawing,
            &context.labels.sentence(context.evaluation, &format!("chart.{}.title", of.key)),
        ))
    });
    let pictures: Vec<Html> = pictures.collect();
    if pictures.is_empty() {
        return Html::default();
    }
    html! { <section><h3>{ context.app.word("report.pictures") }</h3>{ pictures }</section> }
}

fn picture(context: &Context, drawing: &Drawing, title: &str) -> Html {
    let export = export(drawing, context.app.state.settings.language, Around { title, ..Around::default() });
    // Every text in it is escaped where it is written.
    let svg = Html::from_html_unchecked(export.svg.into());
    let listing = &drawing.listing;
    let every = listing.rows.len().div_ceil(MOST_ROWS).max(1);
    let rows = listing
        .rows
        .iter()
        .step_by(every)
        .map(|row| listing.row(context.labels, *row).into_iter().map(|text| (text, false)).collect());
    let (rows, count): (Vec<_>, usize) =
        (rows.collect(), listing.columns.first().map_or(0, |column| column.figures.len()));
    let headings = listing.headings().into_iter().map(str::to_owned).collect();
    let table = Page { title: context.app.word("picture.table"), headings, rows, pairs: false };
    html! {
        <>
            <figure class="printed-picture"><figcaption>{ title }</figcaption>{ svg }</figure>
            { table.html(context.app, count) }
        </>
    }
}
