//! A calculator, or the whole workbook, laid out for paper: inputs, results, pictures, what depends on what, formulas.

use yew::prelude::*;

use crate::browser::{clock, printer};
use crate::calculators;
use crate::engine::Calculator;
use crate::state::Route;
use crate::text::Currency;
use crate::ui::analysis::share::PrintedCode;
use crate::ui::context::App;
use crate::ui::context::{Context, with_context};
use crate::ui::parts::lazy::part;
use crate::ui::parts::naming;
use crate::ui::parts::select::Select;
use crate::workbook::order::members;

part!(report, PAGE, report, ReportProps, |props| html! { <Report ..props.clone() /> });

mod formulas;
mod pictures;
mod tables;

/// The sheets of paper that there are.
const PAPERS: [(&str, &str); 2] = [("a4", "A4"), ("letter", "Letter")];

#[derive(Clone, PartialEq, Properties)]
pub struct ReportProps {
    pub app: App,
    /// One calculator, or all of the workbook.
    pub of: Option<&'static str>,
}

/// The page.
#[component]
pub fn Report(props: &ReportProps) -> Html {
    let app = &props.app;
    // Where amounts are dollars, paper is most likely American.
    let paper = use_state_eq(|| usize::from(app.state.settings.currency == Currency::Usd));
    let date = use_state_eq(String::new);
    {
        let date = date.setter();
        use_effect_with((), move |()| date.set(clock::today()));
    }
    let found: Vec<&'static Calculator> = match props.of {
        Some(id) => calculators::find(id).into_iter().collect(),
        None => members(&app.state.workbook),
    };
    let back = props.of.map_or(Route::Workbook, Route::Calculator);
    let title = props.of.map_or_else(|| app.word("workbook"), |id| app.title(id));
    html! {
        <main id="main" class={classes!("report", PAPERS[*paper].0)} tabindex="-1">
            <div class="report-tools">
                <a href={back.fragment()}>{ format!("← {title}") }</a>
                { choose_paper(app, &paper) }
                <button type="button" onclick={Callback::from(|_: MouseEvent| printer::print())}>{ app.word("report.print") }</button>
            </div>
            <div class="paper">
                <div class="report-head">
                    <div>
                        <h1>{ title }</h1>
                        <p class="report-source">{ source(app, &date) }</p>
                    </div>
                    <PrintedCode app={app.clone()} calculator={props.of} />
                </div>
                if found.is_empty() { <p>{ app.word("report.empty") }</p> }
                { for found.into_iter().map(|calculator| with_context(app, calculator, |context| part(context, props.of.is_none()))) }
            </div>
        </main>
    }
}

fn choose_paper(app: &App, paper: &UseStateHandle<usize>) -> Html {
    let choose = {
        let paper = paper.setter();
        Callback::from(move |place: usize| paper.set(place))
    };
    let options: Vec<_> = PAPERS.iter().map(|(key, name)| (*key, (*name).to_owned())).collect();
    html! {
        <div class="field">
            <label for="report-paper">{ app.word("report.paper") }</label>
            <Select id="report-paper" {options} current={Some(**paper)} {choose} />
        </div>
    }
}

/// Which workbook and which of its scenarios, in which currency, on which day.
fn source(app: &App, date: &str) -> String {
    let workbook = crate::ui::parts::naming::workbook_name(app, &app.state.about.name);
    let scenario = format!("{}: {}", app.word("scenario"), app.scenario_name(app.state.scenario));
    let parts = [workbook, scenario, app.state.settings.currency.code().to_owned(), date.to_owned(), app.word("name")];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// One calculator. In a workbook each begins a page of its own.
fn part(context: &Context, titled: bool) -> Html {
    let (app, labels) = (context.app, context.labels);
    let wrong = !context.wrong_entries().is_empty();
    html! {
        <article class="report-part" key={context.calculator.id} data-calculator={context.calculator.id}>
            // A report of one calculator has its title above: there the question heads what follows.
            if titled {
                <h2 class="part-title">{ labels.word("title") }</h2>
                <p class="question">{ labels.word("question") }</p>
            } else {
                <h2 class="question">{ labels.word("question") }</h2>
            }
            if wrong { <p class="remark warning">{ app.word("report.wrong") }</p> }
            { headline(context) }
            { remarks(context) }
            { tables::inputs(context) }
            { tables::results(context) }
            { pictures::section(context) }
            { notes(context) }
            { formulas::section(context) }
            <p class="source">{ format!("{} {}", app.word("source"), labels.word("source")) }</p>
        </article>
    }
}

fn headline(context: &Context) -> Html {
    let Some(outcome) = context.calculator.sheet().headline() else { return Html::default() };
    let cause = naming::fault(context, outcome.node, 0);
    html! {
        <div class="report-answer">
            <p class="label">{ context.labels.word(outcome.key) }</p>
            <p class="value" translate="no">{ context.labels.outcome(outcome, context.evaluation.figure(outcome.node)) }</p>
            <p>{ cause.unwrap_or_else(|| context.labels.sentence(context.evaluation, "headline")) }</p>
        </div>
    }
}

fn remarks(context: &Context) -> Html {
    let holding = context.calculator.sheet().remarks.iter().filter(|remark| context.evaluation.holds(remark.condition));
    let remark = |key: &str| context.labels.sentence(context.evaluation, &format!("remark.{key}"));
    html! {
        { for holding.map(|one| html! {
            <p class={classes!("remark", one.warning.then_some("warning"))}>
                if one.warning { <strong>{ context.app.word("warning") }{ " " }</strong> }
                { remark(one.key) }
            </p>
        }) }
    }
}

/// What is special about inputs: what feeds them, how sure they are, what they are in the base.
fn notes(context: &Context) -> Html {
    let places = crate::workbook::contents::places(&context.kept.inputs);
    let notes = places.filter_map(|place| {
        let notes = crate::ui::analysis::explain::notes(context, place);
        (!notes.is_empty()).then(|| format!("{}: {}", context.labels.field(place), notes.join(" · ")))
    });
    let notes: Vec<String> = notes.collect();
    if notes.is_empty() {
        return Html::default();
    }
    html! {
        <section>
            <h3>{ context.app.word("report.notes") }</h3>
            <ul class="report-notes">{ for notes.into_iter().map(|note| html! { <li>{ note }</li> }) }</ul>
        </section>
    }
}
