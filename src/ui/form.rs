//! The generic form: groups of fields, tables and grids, in the order in which the sheet asks for them.

use yew::prelude::*;

use super::calculator::Bench;
use super::import::Import;
use super::{field, table};
use crate::engine::sheet::Group;
use crate::engine::{InputId, NodeId, TableId};
use crate::tools::entry::{self, Wrong};
use crate::tools::import::Target;

/// Something the form asks for.
#[derive(Clone, Copy)]
enum Asked {
    Field(InputId),
    Table(TableId),
    Grid(InputId),
}

/// The form of a calculator.
pub(super) fn form(bench: &Bench, wrong: &[(InputId, usize, Wrong)]) -> Html {
    let onsubmit = Callback::from(|event: SubmitEvent| event.prevent_default());
    let groups = &bench.calculator.sheet().groups;
    html! {
        <form class="inputs" {onsubmit} aria-label={bench.app.word("inputs")} autocomplete="off">
            { summary(bench, wrong) }
            <fieldset class="whole" disabled={bench.app.state.kept_nowhere}>
                { for groups.iter().map(|group| section(bench, *group)) }
                <div class="import-here">
                    <Import app={bench.app.clone()} calculator={bench.calculator.id} target={Target::Fields} />
                </div>
            </fieldset>
        </form>
    }
}

/// The entries that do not stand, in the same words as beside their fields.
fn summary(bench: &Bench, wrong: &[(InputId, usize, Wrong)]) -> Html {
    let left = wrong.iter().filter(|(input, cell, _)| bench.app.state.active != Some(bench.field(*input, *cell)));
    let items: Vec<Html> = left
        .map(|(input, cell, problem)| {
            let id = bench.field_id(*input, *cell);
            let onclick = Callback::from(move |event: MouseEvent| {
                event.prevent_default();
                super::shell::focus(&id);
            });
            html! { <li><a href="#main" {onclick}>{ entry::explain_wrong(bench.speech, *input, *problem) }</a></li> }
        })
        .collect();
    if items.is_empty() {
        return html! { <div class="summary" role="alert"></div> };
    }
    html! {
        <div class="summary shown" role="alert">
            <p>{ bench.app.word("wrong.summary") }</p>
            <ul>{ for items }</ul>
        </div>
    }
}

fn section(bench: &Bench, group: Group) -> Html {
    let asked: Vec<Asked> = asked(bench).into_iter().filter(|asked| belongs(bench, *asked, group)).collect();
    if asked.is_empty() {
        return Html::default();
    }
    let heading = bench.speech.word(&format!("group.{}", group.key));
    let fields: Html = asked.iter().map(|asked| part(bench, *asked)).collect();
    if group.advanced {
        html! {
            <details class="group" key={group.key}>
                <summary><h2>{ heading }</h2><span class="set">{ settings(bench, &asked) }</span></summary>
                <div class="fields">{ fields }</div>
            </details>
        }
    } else {
        html! {
            <section class="group" key={group.key}>
                <h2>{ heading }</h2>
                <div class="fields">{ fields }</div>
            </section>
        }
    }
}

/// Everything the sheet asks for, a table where its first column stands.
fn asked(bench: &Bench) -> Vec<Asked> {
    let sheet = bench.calculator.sheet();
    (0..sheet.inputs.len())
        .filter_map(|index| {
            let id = InputId(index as u32);
            match sheet.input(id).axes.0[..] {
                [] => Some(Asked::Field(id)),
                [table] => (sheet.table(table).columns.first() == Some(&id)).then_some(Asked::Table(table)),
                _ => Some(Asked::Grid(id)),
            }
        })
        .collect()
}

fn belongs(bench: &Bench, asked: Asked, group: Group) -> bool {
    let sheet = bench.calculator.sheet();
    let (own, shown_if) = match asked {
        Asked::Field(id) | Asked::Grid(id) => (sheet.input(id).group, sheet.input(id).shown_if),
        Asked::Table(id) => (sheet.table(id).group, sheet.table(id).shown_if),
    };
    own == group.key && shown(bench, shown_if)
}

/// Whether a condition for being asked holds.
pub(super) fn shown(bench: &Bench, shown_if: Option<NodeId>) -> bool {
    shown_if.is_none_or(|condition| bench.evaluation.holds(condition))
}

fn part(bench: &Bench, asked: Asked) -> Html {
    match asked {
        Asked::Field(id) => field::labelled(bench, id),
        Asked::Table(id) => table::table(bench, id),
        Asked::Grid(id) => table::grid(bench, id),
    }
}

/// What a folded group is set to.
fn settings(bench: &Bench, asked: &[Asked]) -> String {
    let texts = asked.iter().map(|asked| match asked {
        Asked::Field(id) => format!("{} {}", bench.speech.input_label(*id), bench.speech.input_figure(*id, 0)),
        Asked::Table(id) => {
            let table = bench.speech.word(&format!("table.{}", bench.calculator.sheet().table(*id).key));
            format!("{table} ({})", bench.kept.inputs.rows()[id.index()])
        }
        Asked::Grid(id) => bench.speech.input_label(*id),
    });
    texts.collect::<Vec<_>>().join(" · ")
}
