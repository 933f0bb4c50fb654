//! The generic form: groups of fields, tables and grids, in the order in which the sheet asks for them.

use yew::prelude::*;

use super::import::Import;
use super::{field, table};
use crate::engine::sheet::Group;
use crate::engine::{Effect, InputId, TableId};
use crate::exchange::import::Target;
use crate::presentation::entry::{self, Wrong};
use crate::presentation::unused;
use crate::ui::context::{Context, shown};

/// Something the form asks for.
#[derive(Clone, Copy)]
enum Asked {
    Field(InputId),
    Table(TableId),
    Grid(InputId),
}

impl Asked {
    /// What tells it from the others in the form.
    fn key(self, context: &Context) -> String {
        match self {
            Self::Field(id) | Self::Grid(id) => context.calculator.sheet().path(id),
            Self::Table(id) => context.calculator.sheet().table(id).key.to_owned(),
        }
    }
}

/// The form of a calculator.
pub fn form(context: &Context, wrong: &[(InputId, usize, Wrong)]) -> Html {
    let onsubmit = Callback::from(|event: SubmitEvent| event.prevent_default());
    let groups = &context.calculator.sheet().groups;
    let effect = Effect::of(context.evaluation);
    html! {
        <form class="inputs" {onsubmit} aria-label={context.app.word("inputs")} autocomplete="off">
            { summary(context, wrong) }
            <fieldset class="whole" disabled={context.app.state.kept_nowhere}>
                { for groups.iter().map(|group| section(context, &effect, *group)) }
                <div class="import-here">
                    <Import app={context.app.clone()} calculator={context.calculator.id} target={Target::Fields} />
                </div>
            </fieldset>
        </form>
    }
}

/// The entries that do not stand, in the same words as beside their fields.
fn summary(context: &Context, wrong: &[(InputId, usize, Wrong)]) -> Html {
    let left = wrong.iter().filter(|(input, cell, _)| context.app.state.active != Some(context.field(*input, *cell)));
    let items: Vec<Html> = left
        .map(|(input, cell, problem)| {
            let id = context.field_id(*input, *cell);
            let onclick = Callback::from(move |event: MouseEvent| {
                event.prevent_default();
                crate::ui::parts::focus::focus(&id);
            });
            html! { <li><a href="#main" {onclick}>{ entry::explain_wrong(context.labels, *input, *problem) }</a></li> }
        })
        .collect();
    if items.is_empty() {
        return html! { <div class="summary" role="alert"></div> };
    }
    html! {
        <div class="summary shown" role="alert">
            <p>{ context.app.word("wrong.summary") }</p>
            <ul>{ for items }</ul>
        </div>
    }
}

fn section(context: &Context, effect: &Effect, group: Group) -> Html {
    let asked: Vec<Asked> = asked(context).into_iter().filter(|asked| belongs(context, *asked, group)).collect();
    if asked.is_empty() {
        return Html::default();
    }
    let heading = context.labels.word(&format!("group.{}", group.key));
    // Keyed, so that what is being typed in keeps its place in the page while another field comes or goes.
    let fields: Html = asked
        .iter()
        .map(|asked| {
            html! {
                <key={asked.key(context)}>
                    { part(context, *asked) }{ hints(context, *asked) }{ unused(context, effect, *asked) }
                </>
            }
        })
        .collect();
    if group.advanced {
        html! {
            <details class="group" key={group.key}>
                <summary><h2>{ heading }</h2><span class="set">{ settings(context, &asked) }</span></summary>
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
fn asked(context: &Context) -> Vec<Asked> {
    let sheet = context.calculator.sheet();
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

fn belongs(context: &Context, asked: Asked, group: Group) -> bool {
    let sheet = context.calculator.sheet();
    let (own, shown_if) = match asked {
        Asked::Field(id) | Asked::Grid(id) => (sheet.input(id).group, sheet.input(id).shown_if),
        Asked::Table(id) => (sheet.table(id).group, sheet.table(id).shown_if),
    };
    own == group.key && shown(context, shown_if)
}

fn part(context: &Context, asked: Asked) -> Html {
    match asked {
        Asked::Field(id) => field::labelled(context, id),
        Asked::Table(id) => table::table(context, id),
        Asked::Grid(id) => table::grid(context, id),
    }
}

/// What is said below a table about it and about its columns, or below a grid; a field says it by itself.
fn hints(context: &Context, asked: Asked) -> Html {
    let sheet = context.calculator.sheet();
    let keys: Vec<String> = match asked {
        Asked::Field(_) => return Html::default(),
        Asked::Grid(id) => vec![sheet.path(id)],
        Asked::Table(id) => {
            let columns = table::columns(context, id).into_iter().map(|column| sheet.path(column));
            std::iter::once(sheet.table(id).key.to_owned()).chain(columns).collect()
        }
    };
    let hints = keys.iter().filter_map(|key| context.labels.find(&format!("hint.{key}")));
    hints.map(|hint| html! { <p class="hint">{ hint }</p> }).collect()
}

/// What has no effect under the choices in force is said to have none.
fn unused(context: &Context, effect: &Effect, asked: Asked) -> Html {
    let all: Vec<String> = match asked {
        Asked::Field(id) | Asked::Grid(id) => unused::of_input(context.labels, effect, id).into_iter().collect(),
        Asked::Table(id) => unused::of_table(context.labels, effect, id, &table::columns(context, id)),
    };
    all.into_iter().map(|sentence| html! { <p class="hint unused">{ sentence }</p> }).collect()
}

/// What a folded group is set to.
fn settings(context: &Context, asked: &[Asked]) -> String {
    let texts = asked.iter().map(|asked| match asked {
        Asked::Field(id) => format!("{} {}", context.labels.input_label(*id), context.labels.input_figure(*id, 0)),
        Asked::Table(id) => {
            let table = context.labels.word(&format!("table.{}", context.calculator.sheet().table(*id).key));
            format!("{table} ({})", context.kept.inputs.rows()[id.index()])
        }
        Asked::Grid(id) => context.labels.input_label(*id),
    });
    texts.collect::<Vec<_>>().join(" · ")
}
