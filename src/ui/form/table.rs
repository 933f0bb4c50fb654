//! Tables of rows that grow and shrink, and grids of figures over them.

use yew::prelude::*;

use super::import::Import;
use super::{field, paste};
use crate::engine::{InputId, InputKind, TableId};
use crate::exchange::import::Target;
use crate::state::Action;
use crate::ui::context::{Context, shown};

/// A table wider than this has each row on lines of its own.
const WIDEST: usize = 7;
/// A table wider than this needs a wider form.
const WIDE: usize = 4;
/// A table wider than this has each row on lines of its own on a phone.
const NARROW: usize = 3;

/// The columns that are asked for now.
pub fn columns(context: &Context, id: TableId) -> Vec<InputId> {
    let sheet = context.calculator.sheet();
    let asked = |column: &InputId| shown(context, sheet.input(*column).shown_if);
    sheet.table(id).columns.iter().copied().filter(asked).collect()
}

/// How wide a table is: a name or a choice takes the room of two figures.
fn width(context: &Context, columns: &[InputId]) -> usize {
    let one = |column: &InputId| match context.calculator.sheet().input(*column).kind {
        InputKind::Text | InputKind::Choice { .. } => 2,
        InputKind::Number { .. } | InputKind::Switch => 1,
    };
    columns.iter().map(one).sum()
}

/// Whether the form needs more room for one of its tables or grids.
pub fn wants_room(context: &Context) -> bool {
    let sheet = context.calculator.sheet();
    let table = |id: u32| {
        let id = TableId(id);
        shown(context, sheet.table(id).shown_if) && width(context, &columns(context, id)) > WIDE
    };
    (0..sheet.tables.len() as u32).any(table)
        || sheet.inputs.iter().any(|input| input.axes.0.len() > 1 && shown(context, input.shown_if))
}

/// An editable table.
pub fn table(context: &Context, id: TableId) -> Html {
    let table = context.calculator.sheet().table(id);
    let columns = columns(context, id);
    let layout = match width(context, &columns) {
        width if width > WIDEST => "cards",
        width if width > NARROW => "tight",
        _ => "",
    };
    let caption = context.labels.word(&format!("table.{}", table.key));
    let rows = context.kept.inputs.rows()[id.index()];
    html! {
        <div class={classes!("rows", layout)} key={table.key}>
            <div class="scroll">
                <table>
                    <caption>{ caption }</caption>
                    <thead>
                        <tr>
                            { for columns.iter().map(|column| html! { <th scope="col">{ heading(context, *column) }</th> }) }
                            <th scope="col"><span class="unseen">{ context.app.word("rows.change") }</span></th>
                        </tr>
                    </thead>
                    <tbody>
                        { for (0..rows).map(|row| html! {
                            <tr key={row}>
                                { for columns.iter().map(|column| html! {
                                    <td data-label={heading(context, *column)} onpaste={paste::onpaste(context, *column, row, &columns)}>
                                        { cell(context, id, *column, row) }
                                    </td>
                                }) }
                                <td class="change">{ changes(context, id, row, rows) }</td>
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
            { add(context, id, rows) }
            <Import app={context.app.clone()} calculator={context.calculator.id} target={Target::Table(id)} />
        </div>
    }
}

/// What a column is called, with the sign of the currency where its figures are money.
fn heading(context: &Context, column: InputId) -> String {
    let label = context.labels.input_label(column);
    match context.calculator.sheet().input(column).unit() {
        Some(unit) if unit.is_money() => format!("{label} ({})", context.app.state.settings.currency.symbol()),
        _ => label,
    }
}

fn cell(context: &Context, table: TableId, column: InputId, row: usize) -> Html {
    let what = match context.calculator.sheet().input(column).kind {
        InputKind::Text => format!("{} {}", context.labels.input_label(column), row + 1),
        _ => format!("{}, {}", context.labels.input_label(column), context.labels.row(table, row)),
    };
    field::control(context, column, row, Some(what))
}

fn add(context: &Context, id: TableId, rows: usize) -> Html {
    let table = context.calculator.sheet().table(id);
    let what = context.labels.word(&format!("row.{}", table.key));
    let (act, calculator) = (context.app.act.clone(), context.calculator.id);
    let onclick = Callback::from(move |_: MouseEvent| act.emit(Action::InsertRow(calculator, id, rows)));
    html! {
        <button type="button" class="plain add" {onclick} disabled={rows >= table.most}>
            { context.app.word("rows.add").replace("{row}", &what) }
        </button>
    }
}

fn changes(context: &Context, id: TableId, row: usize, rows: usize) -> Html {
    let (table, calculator) = (context.calculator.sheet().table(id), context.calculator.id);
    let name = context.labels.row(id, row);
    let button = |action: Action, key: &str, sign: &'static str, possible: bool| {
        let act = context.app.act.clone();
        let onclick = Callback::from(move |_: MouseEvent| act.emit(action.clone()));
        let label = context.app.word(key).replace("{row}", &name);
        html! {
            <button type="button" class="plain mini" aria-label={label.clone()} title={label} disabled={!possible} {onclick}>
                { sign }
            </button>
        }
    };
    html! {
        <>
            { button(Action::MoveRow(calculator, id, row, row.saturating_sub(1)), "rows.up", "↑", row > 0) }
            { button(Action::MoveRow(calculator, id, row, row + 1), "rows.down", "↓", row + 1 < rows) }
            { button(Action::RemoveRow(calculator, id, row), "rows.remove", "×", rows > table.least) }
        </>
    }
}

/// An editable grid over two tables, or one such grid for each row of a third.
pub fn grid(context: &Context, id: InputId) -> Html {
    let axes = context.calculator.sheet().input(id).axes.0.clone();
    match axes[..] {
        [rows, columns] => plane(context, id, rows, columns, 0, context.labels.input_label(id)),
        [planes, rows, columns] => {
            let lengths = context.kept.inputs.rows();
            let size = lengths[rows.index()] * lengths[columns.index()];
            (0..lengths[planes.index()])
                .map(|place| {
                    let caption = format!("{} · {}", context.labels.input_label(id), context.labels.row(planes, place));
                    plane(context, id, rows, columns, place * size, caption)
                })
                .collect()
        }
        _ => Html::default(),
    }
}

fn plane(context: &Context, id: InputId, rows: TableId, columns: TableId, first: usize, caption: String) -> Html {
    let lengths = context.kept.inputs.rows();
    let (height, width) = (lengths[rows.index()], lengths[columns.index()]);
    html! {
        <div class="rows" key={format!("{}-{first}", id.0)}>
            <div class="scroll">
                <table class="grid">
                    <caption>{ caption }</caption>
                    <thead>
                        <tr>
                            <td></td>
                            { for (0..width).map(|column| html! { <th scope="col">{ context.labels.row(columns, column) }</th> }) }
                        </tr>
                    </thead>
                    <tbody>
                        { for (0..height).map(|row| html! {
                            <tr key={row}>
                                <th scope="row">{ context.labels.row(rows, row) }</th>
                                { for (0..width).map(|column| html! {
                                    <td onpaste={paste::onpaste(context, id, first + row * width + column, &[])}>
                                        { entry(context, id, (rows, row), (columns, column), first + row * width + column) }
                                    </td>
                                }) }
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
        </div>
    }
}

/// A cell of a grid; what follows from another cell is shown and not asked for.
fn entry(context: &Context, id: InputId, row: (TableId, usize), column: (TableId, usize), cell: usize) -> Html {
    if context.kept.inputs.implied(id, cell).is_some() {
        return html! { <output class="implied" translate="no">{ context.labels.input_figure(id, cell) }</output> };
    }
    let label = format!("{}, {}", context.labels.row(row.0, row.1), context.labels.row(column.0, column.1));
    field::control(context, id, cell, Some(label))
}
