//! The table of all results: single figures, columns beside their rows, and the parts of steps.

use yew::prelude::*;

use super::figure_button::figure_button;
use super::last_valid;
use crate::engine::sheet::{Outcome, StepId};
use crate::engine::{Function, OutcomeKind, TableId};
use crate::presentation::labels::Labels;
use crate::ui::context::shown;
use crate::ui::context::{Context, with_labels};
use crate::ui::parts::fold::Fold;

/// All results.
pub fn section(context: &Context) -> Html {
    let sheet = context.calculator.sheet();
    let outcomes: Vec<&Outcome> = sheet.outcomes.iter().filter(|outcome| shown(context, outcome.shown_if)).collect();
    let over = |axes: &dyn Fn(&[TableId]) -> bool| -> Vec<&Outcome> {
        outcomes.iter().copied().filter(|outcome| axes(&sheet.node(outcome.node).axes.0)).collect()
    };
    html! {
        <section class="results" aria-labelledby="results-title">
            <h2 id="results-title">{ context.app.word("results") }{ last_valid::mark(context) }</h2>
            { singles(context, &over(&|axes| axes.is_empty())) }
            { for (0..sheet.tables.len() as u32).map(TableId).map(|table| {
                columns(context, table, &over(&|axes| axes == [table]))
            }) }
            { for over(&|axes| axes.len() == 2).into_iter().map(|outcome| grid(context, outcome)) }
            { for sheet.parts.iter().filter(|table| shown(context, table.shown_if)).map(|table| {
                parts(context, table.step, context.labels.word(&format!("parts.{}", table.key)))
            }) }
        </section>
    }
}

fn singles(context: &Context, outcomes: &[&Outcome]) -> Html {
    html! {
        <div class="singles">
            <table class="figures">
                <caption class="unseen">{ context.app.word("results") }</caption>
                <tbody>
                    { for outcomes.iter().map(|outcome| html! {
                        <tr key={outcome.key}>
                            <th scope="row">{ context.labels.word(outcome.key) }</th>
                            <td class="num" translate="no">{ cell(context, outcome, 0) }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

/// A figure of a result; where it has none, a dash that says why when pressed.
fn cell(context: &Context, outcome: &Outcome, cell: usize) -> Html {
    let text = context.labels.outcome(outcome, context.evaluation.value(outcome.node, cell));
    let class = if matches!(outcome.kind, OutcomeKind::Number) { "" } else { "worded" };
    figure_button(context, outcome.node, cell, class, text)
}

/// The results that have a figure for each row of a table.
fn columns(context: &Context, table: TableId, over: &[&Outcome]) -> Html {
    let sheet = context.calculator.sheet();
    if over.is_empty() {
        return Html::default();
    }
    let caption = context.labels.word(&format!("table.{}", sheet.table(table).key));
    let headings = over.iter().map(|outcome| context.labels.word(outcome.key)).collect();
    let rows = 0..context.evaluation.rows()[table.index()];
    let rows = rows
        .map(|row| (context.labels.row(table, row), over.iter().map(|outcome| cell(context, outcome, row)).collect()));
    wide(caption, context.labels.word(&format!("row.{}", sheet.table(table).key)), headings, rows.collect())
}

fn grid(context: &Context, outcome: &Outcome) -> Html {
    let sheet = context.calculator.sheet();
    let [rows, columns] = sheet.node(outcome.node).axes.0[..] else { return Html::default() };
    let (height, width) = (context.evaluation.rows()[rows.index()], context.evaluation.rows()[columns.index()]);
    let headings = (0..width).map(|column| context.labels.row(columns, column)).collect();
    let body = (0..height).map(|row| {
        let cells = (0..width).map(|column| cell(context, outcome, row * width + column)).collect();
        (context.labels.row(rows, row), cells)
    });
    wide(
        context.labels.word(outcome.key),
        context.labels.word(&format!("row.{}", sheet.table(rows).key)),
        headings,
        body.collect(),
    )
}

/// So many parts are shown at once; longer tables open on demand, and end after so many rows.
const FEW_PARTS: usize = 24;
const MOST_PARTS: usize = 400;

/// The parts of a step.
pub fn parts(context: &Context, step: StepId, caption: String) -> Html {
    let function = context.calculator.sheet().step(step).function;
    let Some(parts) = context.evaluation.parts(step).filter(|parts| !parts.is_empty()) else { return Html::default() };
    let rows = parts[0].len().min(MOST_PARTS);
    if rows <= FEW_PARTS {
        return parts_table(context.labels, function, parts, caption);
    }
    let summary = format!("{caption} ({rows})");
    let (app, id, parts) = (context.app.clone(), context.calculator.id, parts.to_vec());
    let content = Callback::from(move |()| {
        with_labels(&app, id, |labels| parts_table(labels, function, &parts, caption.clone()))
    });
    html! { <Fold {summary} {content} /> }
}

fn parts_table(labels: &Labels, function: &Function, parts: &[Vec<f64>], caption: String) -> Html {
    let mut headings =
        function.columns.iter().map(|column| labels.word(&format!("part.{}.{}", function.key, column.key)));
    let text = |column: usize, row: usize| {
        let of = &function.columns[column];
        labels.part(function.key, of.key, of.kind, parts[column][row])
    };
    let first = headings.next().unwrap_or_default();
    let body = (0..parts[0].len().min(MOST_PARTS)).map(|row| {
        let cells =
            (1..function.columns.len()).map(|column| html! { <span translate="no">{ text(column, row) }</span> });
        (text(0, row), cells.collect())
    });
    wide(caption, first, headings.collect(), body.collect())
}

/// A table that scrolls sideways by itself.
fn wide(caption: String, first: String, headings: Vec<String>, rows: Vec<(String, Vec<Html>)>) -> Html {
    html! {
        <div class="scroll" role="region" tabindex="0" aria-label={caption.clone()}>
            <table class="figures">
                <caption>{ caption }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ first }</th>
                        { for headings.into_iter().map(|heading| html! { <th scope="col" class="num">{ heading }</th> }) }
                    </tr>
                </thead>
                <tbody>
                    { for rows.into_iter().enumerate().map(|(index, (name, cells))| html! {
                        <tr key={index}>
                            <th scope="row">{ name }</th>
                            { for cells.into_iter().map(|cell| html! { <td class="num" translate="no">{ cell }</td> }) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}
