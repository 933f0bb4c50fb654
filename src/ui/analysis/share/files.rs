//! Files of a calculator: all its figures, one of its tables, its pictures, and the report to print.

use yew::prelude::*;

use crate::engine::Calculator;
use crate::exchange::csv;
use crate::presentation::tables::{self, Figures};
use crate::state::Route;
use crate::ui::context::App;
use crate::ui::context::{Context, with_context};
use crate::ui::parts::fold::Fold;
use crate::ui::parts::naming::file_name;
use crate::ui::results::save::{Choice, Content, File, Saves};

/// The section of the panel.
pub(super) fn section(context: &Context) -> Html {
    let (app, calculator) = (context.app, context.calculator);
    let everything = vec![choice(&app.word("files.everything"), "CSV", file(app, calculator, None))];
    let tables = {
        let (app, titles) = (app.clone(), titles(context));
        Callback::from(move |()| {
            let choices = titles
                .iter()
                .enumerate()
                .map(|(place, title)| choice(title, "CSV", file(&app, calculator, Some((place, title.clone())))));
            html! { <Saves app={app.clone()} choices={choices.collect::<Vec<_>>()} /> }
        })
    };
    html! {
        <section class="files">
            <h3>{ app.word("files") }</h3>
            <p class="hint">{ app.word("files.lead") }</p>
            <Saves app={app.clone()} choices={everything} />
            <Fold summary={app.word("files.tables")} content={tables} />
            <p class="to-report">
                <a href={Route::Report(Some(calculator.id)).fragment()}>{ app.word("report.open") }</a>
                <span class="hint">{ app.word("report.lead") }</span>
            </p>
        </section>
    }
}

fn choice(label: &str, kind: &str, file: Callback<(), File>) -> Choice {
    let name = format!("{label} ({kind})");
    Choice { label: name.clone(), name, file }
}

/// Every table of a calculator, its inputs first.
fn all(context: &Context) -> Vec<Figures> {
    let mut all = tables::inputs(context.labels, context.evaluation);
    all.extend(tables::results(context.labels, context.evaluation));
    all
}

/// What the tables are called, so that no two are called alike.
fn titles(context: &Context) -> Vec<String> {
    let tables = all(context);
    let again = |table: &Figures| tables.iter().filter(|other| other.title == table.title).count() > 1;
    let title = |table: &Figures| match (again(table), table.group.is_empty()) {
        (true, true) => format!("{} · {}", table.title, context.app.word("results")),
        (true, false) => format!("{} · {}", table.title, table.group),
        _ => table.title.clone(),
    };
    let mut titles: Vec<String> = Vec::new();
    for title in tables.iter().map(title) {
        let same = titles.iter().filter(|other| other.split(" #").next() == Some(title.as_str())).count();
        titles.push(if same == 0 { title } else { format!("{title} #{}", same + 1) });
    }
    titles
}

/// All figures in the long form, or one table as it is, by its place and title.
fn file(app: &App, calculator: &'static Calculator, only: Option<(usize, String)>) -> Callback<(), File> {
    let app = app.clone();
    Callback::from(move |()| {
        with_context(&app, calculator, |context| {
            let (currency, tables) = (app.state.settings.currency, all(context));
            let one = only.as_ref().and_then(|(place, title)| Some((tables.get(*place)?, title.clone())));
            let (text, name) = match one {
                Some((table, title)) => (csv::table(context.labels, currency, table), title),
                None => (csv::long(context.labels, currency, &tables), app.word("files.everything")),
            };
            File { name: file_name(&app, calculator.id, &name), content: Content::Csv(text) }
        })
    })
}
