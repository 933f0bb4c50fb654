//! Files of a calculator: all its figures, one of its tables, its pictures, and the report to print.

use std::rc::Rc;

use yew::prelude::*;

use crate::browser::clock;
use crate::engine::Calculator;
use crate::tools::chart::Drawing;
use crate::tools::csv;
use crate::tools::figures::{self, Figures};
use crate::tools::state::Route;
use crate::ui::App;
use crate::ui::calculator::{Bench, spoken, with_bench};
use crate::ui::fold::Fold;
use crate::ui::painter::{Around, leaf};
use crate::ui::picture::PictureProps;
use crate::ui::save::{Choice, Content, File, Saves};

/// The section of the panel.
pub(super) fn section(bench: &Bench) -> Html {
    let (app, calculator) = (bench.app, bench.calculator);
    let everything = vec![choice(&app.word("files.everything"), "CSV", file(app, calculator, None))];
    let tables = {
        let (app, titles) = (app.clone(), titles(bench));
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
fn all(bench: &Bench) -> Vec<Figures> {
    let mut all = figures::inputs(bench.speech, bench.evaluation);
    all.extend(figures::results(bench.speech, bench.evaluation));
    all
}

/// What the tables are called, so that no two are called alike.
fn titles(bench: &Bench) -> Vec<String> {
    let tables = all(bench);
    let again = |table: &Figures| tables.iter().filter(|other| other.title == table.title).count() > 1;
    let title = |table: &Figures| match (again(table), table.group.is_empty()) {
        (true, true) => format!("{} · {}", table.title, bench.app.word("results")),
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
        with_bench(&app, calculator, |bench| {
            let (currency, tables) = (app.state.settings.currency, all(bench));
            let one = only.as_ref().and_then(|(place, title)| Some((tables.get(*place)?, title.clone())));
            let (text, name) = match one {
                Some((table, title)) => (csv::table(bench.speech, currency, table), title),
                None => (csv::long(bench.speech, currency, &tables), app.word("files.everything")),
            };
            File { name: named(&app, calculator.id, &name), content: Content::Csv(text) }
        })
    })
}

/// A file's name: the calculator, the scenario where it is not the base, what it holds.
fn named(app: &App, id: &str, what: &str) -> String {
    let scenario = app.state.workbook.scenario(app.state.scenario).map(|one| app.own_name(&one.name));
    [Some(app.title(id)), scenario, Some(what.to_owned())].into_iter().flatten().collect::<Vec<_>>().join(" - ")
}

/// The buttons that save a picture: as pixels, as lines, as figures.
pub(in crate::ui) fn saving(props: &PictureProps, drawing: &Rc<Drawing>) -> Callback<(), Html> {
    let (props, drawing) = (props.clone(), drawing.clone());
    Callback::from(move |()| {
        let choice = |kind: &'static str| {
            let (picture, drawing) = (props.clone(), drawing.clone());
            let file = Callback::from(move |()| picture_file(&picture, &drawing, kind));
            Choice { label: kind.to_owned(), name: format!("{kind}: {}", props.title), file }
        };
        html! { <Saves app={props.app.clone()} choices={["PNG", "SVG", "CSV"].map(choice).to_vec()} /> }
    })
}

fn picture_file(props: &PictureProps, drawing: &Drawing, kind: &str) -> File {
    let (app, id) = (&props.app, props.section);
    let figures = || spoken(app, id, |speech| csv::listing(speech, app.state.settings.currency, &drawing.listing));
    let picture = || {
        let source = [app.title(id), app.scenario_name(app.state.scenario), clock::today()].join(" · ");
        leaf(drawing, app.state.settings.language, Around { title: &props.title, headed: true, source: &source })
    };
    let content = match kind {
        "PNG" => Content::Png(picture(), figures()),
        "SVG" => Content::Svg(picture()),
        _ => Content::Csv(figures()),
    };
    File { name: named(app, id, &props.title), content }
}
