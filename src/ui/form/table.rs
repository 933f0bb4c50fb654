//! Tables of rows that grow and shrink, and grids of figures over them.

use yew::prelude::*;

use super::calculator::Bench;
use super::import::Import;
use super::{field, form, paste};
use crate::engine::{InputId, InputKind, TableId};
use crate::tools::import::Target;
use crate::tools::state::Action;

/// A table wider than this has each row on lines of its own.
const WIDEST: usize = 7;
/// A table wider than this needs a wider form.
const WIDE: usize = 4;
/// A table wider than this has each row on lines of its own on a phone.
const NARROW: usize = 3;

/// The columns that are asked for now.
fn columns(bench: &Bench, id: TableId) -> Vec<InputId> {
    let sheet = bench.calculator.sheet();
    let asked = |column: &InputId| form::shown(bench, sheet.input(*column).shown_if);
    sheet.table(id).columns.iter().copied().filter(asked).collect()
}

/// How wide a table is: a name or a choice takes the room of two figures.
fn width(bench: &Bench, columns: &[InputId]) -> usize {
    let one = |column: &InputId| match bench.calculator.sheet().input(*column).kind {
        InputKind::Text | InputKind::Choice { .. } => 2,
        InputKind::Number { .. } | InputKind::Switch => 1,
    };
    columns.iter().map(one).sum()
}

/// Whether the form needs more room for one of its tables or grids.
pub(super) fn wants_room(bench: &Bench) -> bool {
    let sheet = bench.calculator.sheet();
    let table = |id: u32| {
        let id = TableId(id);
        form::shown(bench, sheet.table(id).shown_if) && width(bench, &columns(bench, id)) > WIDE
    };
    (0..sheet.tables.len() as u32).any(table)
        || sheet.inputs.iter().any(|input| input.axes.0.len() > 1 && form::shown(bench, input.shown_if))
}

/// An editable table.
pub(super) fn table(bench: &Bench, id: TableId) -> Html {
    let table = bench.calculator.sheet().table(id);
    let columns = columns(bench, id);
    let layout = match width(bench, &columns) {
        width if width > WIDEST => "cards",
        width if width > NARROW => "tight",
        _ => "",
    };
    let caption = bench.speech.word(&format!("table.{}", table.key));
    let rows = bench.kept.inputs.rows()[id.index()];
    html! {
        <div class={classes!("rows", layout)} key={table.key}>
            <div class="scroll">
                <table>
                    <caption>{ caption }</caption>
                    <thead>
                        <tr>
                            { for columns.iter().map(|column| html! { <th scope="col">{ heading(bench, *column) }</th> }) }
                            <th scope="col"><span class="unseen">{ bench.app.word("rows.change") }</span></th>
                        </tr>
                    </thead>
                    <tbody>
                        { for (0..rows).map(|row| html! {
                            <tr key={row}>
                                { for columns.iter().map(|column| html! {
                                    <td data-label={heading(bench, *column)} onpaste={paste::onpaste(bench, *column, row, &columns)}>
                                        { cell(bench, id, *column, row) }
                                    </td>
                                }) }
                                <td class="change">{ changes(bench, id, row, rows) }</td>
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
            { add(bench, id, rows) }
            <Import app={bench.app.clone()} calculator={bench.calculator.id} target={Target::Table(id)} />
        </div>
    }
}

/// What a column is called, with the sign of the currency where its figures are money.
fn heading(bench: &Bench, column: InputId) -> String {
    let label = bench.speech.input_label(column);
    match bench.calculator.sheet().input(column).unit() {
        Some(unit) if unit.is_money() => format!("{label} ({})", bench.app.state.settings.currency.symbol()),
        _ => label,
    }
}

fn cell(bench: &Bench, table: TableId, column: InputId, row: usize) -> Html {
    let what = match bench.calculator.sheet().input(column).kind {
        InputKind::Text => format!("{} {}", bench.speech.input_label(column), row + 1),
        _ => format!("{}, {}", bench.speech.input_label(column), bench.speech.row(table, row)),
    };
    field::control(bench, column, row, Some(what))
}

fn add(bench: &Bench, id: TableId, rows: usize) -> Html {
    let table = bench.calculator.sheet().table(id);
    let what = bench.speech.word(&format!("row.{}", table.key));
    let (act, calculator) = (bench.app.act.clone(), bench.calculator.id);
    let onclick = Callback::from(move |_: MouseEvent| act.emit(Action::InsertRow(calculator, id, rows)));
    html! {
        <button type="button" class="plain add" {onclick} disabled={rows >= table.most}>
            { bench.app.word("rows.add").replace("{row}", &what) }
        </button>
    }
}

fn changes(bench: &Bench, id: TableId, row: usize, rows: usize) -> Html {
    let (table, calculator) = (bench.calculator.sheet().table(id), bench.calculator.id);
    let name = bench.speech.row(id, row);
    let button = |action: Action, key: &str, sign: &'static str, possible: bool| {
        let act = bench.app.act.clone();
        let onclick = Callback::from(move |_: MouseEvent| act.emit(action.clone()));
        let label = bench.app.word(key).replace("{row}", &name);
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
pub(super) fn grid(bench: &Bench, id: InputId) -> Html {
    let axes = bench.calculator.sheet().input(id).axes.0.clone();
    match axes[..] {
        [rows, columns] => plane(bench, id, rows, columns, 0, bench.speech.input_label(id)),
        [planes, rows, columns] => {
            let lengths = bench.kept.inputs.rows();
            let size = lengths[rows.index()] * lengths[columns.index()];
            (0..lengths[planes.index()])
                .map(|place| {
                    let caption = format!("{} · {}", bench.speech.input_label(id), bench.speech.row(planes, place));
                    plane(bench, id, rows, columns, place * size, caption)
                })
                .collect()
        }
        _ => Html::default(),
    }
}

fn plane(bench: &Bench, id: InputId, rows: TableId, columns: TableId, first: usize, caption: String) -> Html {
    let lengths = bench.kept.inputs.rows();
    let (height, width) = (lengths[rows.index()], lengths[columns.index()]);
    html! {
        <div class="rows" key={format!("{}-{first}", id.0)}>
            <div class="scroll">
                <table class="grid">
                    <caption>{ caption }</caption>
                    <thead>
                        <tr>
                            <td></td>
                            { for (0..width).map(|column| html! { <th scope="col">{ bench.speech.row(columns, column) }</th> }) }
                        </tr>
                    </thead>
                    <tbody>
                        { for (0..height).map(|row| html! {
                            <tr key={row}>
                                <th scope="row">{ bench.speech.row(rows, row) }</th>
                                { for (0..width).map(|column| html! {
                                    <td onpaste={paste::onpaste(bench, id, first + row * width + column, &[])}>
                                        { entry(bench, id, (rows, row), (columns, column), first + row * width + column) }
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

/// A cell of a grid. Where a table is compared with itself only the upper half is asked: the rest follows from it.
fn entry(bench: &Bench, id: InputId, row: (TableId, usize), column: (TableId, usize), cell: usize) -> Html {
    if row.0 == column.0 && row.1 >= column.1 {
        return html! { <span class="implied" aria-hidden="true">{ if row.1 == column.1 { "1" } else { "·" } }</span> };
    }
    let label = format!("{}, {}", bench.speech.row(row.0, row.1), bench.speech.row(column.0, column.1));
    field::control(bench, id, cell, Some(label))
}
