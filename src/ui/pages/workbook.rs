//! The workbook: the chain of its calculators with live figures, what a change does along it, and workbooks that come ready.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::analysis::impact::{Impact, impact};
use crate::analysis::sensitivity::{in_play, movable};
use crate::browser::rooms;
use crate::calculators;
use crate::calculators::workbooks::READY;
use crate::engine::Calculator;
use crate::engine::sheet::Problem;
use crate::state::order::OrderOutcome;
use crate::state::{Action, Route};
use crate::ui::context::App;
use crate::ui::context::with_labels;
use crate::ui::parts::figure::{self, Figure};
use crate::ui::parts::fold::Fold;
use crate::ui::parts::lazy::{lazy, part};
use crate::ui::parts::naming::field_unit;
use crate::ui::parts::select::Select;
use crate::workbook::chain::{At, Chain, Feed};
use crate::workbook::contents::{Change, Link, Workbook};
use crate::workbook::fields::FieldId;
use crate::workbook::order::{levels, members};
use crate::workbook::saved;

part!(
    share,
    LINK,
    workbook_link,
    App,
    |app| html! { <crate::ui::analysis::share::Link app={app.clone()} calculator={None::<&'static str>} /> }
);
part!(workbook, PAGE, workbook, App, |app| html! { <WorkbookPage app={app.clone()} /> });

#[derive(Clone, PartialEq, Properties)]
pub struct WorkbookProps {
    pub app: App,
}

/// The page.
#[component]
pub fn WorkbookPage(props: &WorkbookProps) -> Html {
    let app = &props.app;
    let workbook = &app.state.workbook;
    let all = members(workbook);
    let mut chain = Chain::toward(workbook, app.state.scenario, all.iter().map(|one| (*one, None)), 1);
    chain.run();
    html! {
        <main id="main" class="workbook" tabindex="-1">
            <h1>{ app.word("workbook") }</h1>
            <p class="whose">
                <strong>{ crate::ui::parts::naming::workbook_name(app, &app.state.about.name) }</strong>{ " · " }
                <a href="#/workbooks">{ app.word("workbooks.all") }</a>
            </p>
            <p class="question">{ app.word("workbook.lead") }</p>
            { crate::ui::parts::scenario::bar(app) }
            if all.is_empty() { <p class="empty">{ app.word("workbook.empty") }</p> } else { { flow(app, &chain) } }
            if !all.is_empty() {
                <Supposing app={app.clone()} />
                { hand_on(app) }
            }
            if !all.is_empty() { <p class="to-report"><a href={Route::Report(None).fragment()}>{ app.word("report.open_all") }</a></p> }
            { ready(app) }
        </main>
    }
}

/// How the workbook is shared; drawn once it is asked for, since it loads a module of its own.
fn hand_on(app: &App) -> Html {
    let of = app.clone();
    let content = Callback::from(move |()| lazy(&of, LINK, of.clone()));
    html! {
        <section class="share-panel" aria-labelledby="share-title">
            <h2 id="share-title">{ app.word("share") }</h2>
            <Fold summary={app.word("share.link_and_qr")} {content} />
        </section>
    }
}

/// The workbooks that come ready.
fn ready(app: &App) -> Html {
    let open = |text: &'static str| {
        let act = app.act.clone();
        Callback::from(move |_: MouseEvent| {
            let act = act.clone();
            spawn_local(async move {
                if rooms::calculators_named_in(text).await.is_err() {
                    act.emit(Action::OrderDone(Some(OrderOutcome::NotLoaded)));
                } else if let Some(workbook) = saved::ready(text) {
                    act.emit(Action::Open(Rc::new(workbook)));
                    crate::ui::parts::focus::focus("main");
                }
            });
        })
    };
    let empty = {
        let act = app.act.clone();
        Callback::from(move |_: MouseEvent| act.emit(Action::Open(Rc::new(Workbook::default()))))
    };
    html! {
        <section class="ready" aria-labelledby="ready-title">
            <h2 id="ready-title">{ app.word("ready") }</h2>
            { for READY.iter().map(|ready| html! {
                <article>
                    <h3>{ app.word(&format!("ready.{}.title", ready.key)) }</h3>
                    <p>{ app.word(&format!("ready.{}.text", ready.key)) }</p>
                    <button type="button" onclick={open(ready.text)}>{ app.word("ready.open") }</button>
                </article>
            }) }
            <p class="hint">{ app.word("ready.hint") }</p>
            <button type="button" class="plain" onclick={empty}>{ app.word("workbook.clear") }</button>
        </section>
    }
}

// ---- the chain -------------------------------------------------------------------------------------------------

fn flow(app: &App, chain: &Chain) -> Html {
    let levels = levels(chain);
    html! {
        <section class="flow" aria-labelledby="flow-title">
            <h2 id="flow-title">{ app.word("workbook.chain") }</h2>
            { for levels.iter().map(|level| {
                let into = chain.feeds().iter().filter(|feed| level.contains(&feed.to.part));
                html! {
                    <>
                        { feeds(app, chain, into.collect()) }
                        <div class="level">{ for level.iter().map(|part| card(app, chain, *part)) }</div>
                    </>
                }
            }) }
        </section>
    }
}

fn feeds(app: &App, chain: &Chain, feeds: Vec<&Feed>) -> Html {
    if feeds.is_empty() {
        return Html::default();
    }
    let item = |feed: &Feed| {
        let (from, to) = (&chain.parts()[feed.from.part], &chain.parts()[feed.to.part]);
        let link = Link { calculator: from.calculator.id, node: feed.from.node, cell: feed.from.cell };
        let figure = app.figure(from.calculator.id, from.sheet().node(feed.from.node).unit, chain.value(feed.from));
        let field = FieldId::new(to.calculator.id, feed.place);
        let (source, target) = (app.source_name(link), app.field_name(field, ""));
        let act = app.act.clone();
        let go = Callback::from(move |_: MouseEvent| crate::ui::parts::focus::go_to(&act, link));
        let act = app.act.clone();
        let cut = Callback::from(move |_: MouseEvent| act.emit(Action::Cut(field)));
        let label = app.phrase("link.cut_of", &[("source", &source), ("field", &target)]);
        html! {
            <li key={format!("{field:?}")}>
                <button type="button" class="link" onclick={go}>{ source }</button>
                { " " }<strong translate="no">{ figure }</strong>{ " → " }<span>{ target }</span>
                <button type="button" class="plain mini" aria-label={label.clone()} title={label} onclick={cut}>{ "×" }</button>
            </li>
        }
    };
    html! { <ul class="feeds">{ for feeds.into_iter().map(item) }</ul> }
}

fn card(app: &App, chain: &Chain, part: usize) -> Html {
    let of = &chain.parts()[part];
    let id = of.calculator.id;
    let Some(outcome) = of.sheet().headline() else { return Html::default() };
    let at = At { part, node: outcome.node, cell: 0 };
    let figure = with_labels(app, id, |labels| labels.outcome(outcome, chain.value(at)));
    let cause = chain.trace(at).map(|traced| crate::ui::parts::naming::cause(app, chain, &traced));
    html! {
        <article class="card" key={id} data-calculator={id}>
            <h3><a href={Route::Calculator(id).fragment()}>{ app.title(id) }</a></h3>
            <p class="label">{ with_labels(app, id, |labels| labels.word(outcome.key)) }</p>
            <p class="value" translate="no">{ figure }</p>
            if let Some(cause) = cause { <p class="cause">{ cause }</p> }
        </article>
    }
}

// ---- what a change does ----------------------------------------------------------------------------------------

/// Every figure of the workbook that could be another.
fn fields(workbook: &Workbook, chain: &Chain) -> Vec<FieldId> {
    let mut all: Vec<FieldId> = in_play(chain, movable(chain)).into_iter().map(|(field, _)| field).collect();
    // The one that is asked about stays in the list, even where a switch has put it out of play.
    if let Some(change) = workbook.change.filter(|change| !all.contains(&change.field)) {
        all.push(change.field);
    }
    all
}

/// What is wrong with a figure for a field.
fn problem(field: FieldId, figure: f64) -> Option<Problem> {
    calculators::find(field.calculator)?.sheet().input(field.input).problem(Some(figure))
}

#[component]
fn Supposing(props: &WorkbookProps) -> Html {
    let app = &props.app;
    let (workbook, scenario) = (&app.state.workbook, app.state.scenario);
    let all = members(workbook);
    let chain = Chain::toward(workbook, scenario, all.iter().map(|one| (*one, None)), 1);
    let fields = fields(workbook, &chain);
    let asked = workbook.change.map(|change| change.field);
    let shown =
        workbook.change.map(|change| figure::editable(field_unit(change.field), change.figure)).unwrap_or_default();
    let text = use_state_eq(|| shown.clone());
    // What was typed here and has not come back yet: it must not overwrite the keys that followed it.
    let sent = use_mut_ref(Vec::<Option<Change>>::new);
    {
        // Another field, an undone change or another workbook brings its own figure.
        let (text, sent, undone) = (text.clone(), sent.clone(), app.state.notice.is_some());
        use_effect_with(workbook.change, move |change| {
            let mut sent = sent.borrow_mut();
            let own = sent.contains(change) && !undone;
            if sent.last() == Some(change) || !own {
                sent.clear();
            }
            if !own {
                text.set(
                    change.map(|change| figure::editable(field_unit(change.field), change.figure)).unwrap_or_default(),
                );
            }
        });
    }
    let figure_now = |field: FieldId| {
        let calculator: Option<&'static Calculator> = calculators::find(field.calculator);
        calculator.and_then(|one| app.state.kept(one).figure(field.place()))
    };
    let names = fields.iter().map(|field| ("", app.field_name(*field, "")));
    let options = std::iter::once(("", app.word("impact.choose"))).chain(names).collect::<Vec<_>>();
    let current = asked.map_or(Some(0), |field| fields.iter().position(|one| *one == field).map(|place| place + 1));
    let choose = {
        let (act, fields) = (app.act.clone(), fields.clone());
        let figures: Vec<f64> = fields.iter().map(|field| figure_now(*field).unwrap_or_default()).collect();
        Callback::from(move |place: usize| {
            let chosen = place.checked_sub(1).and_then(|place| Some((*fields.get(place)?, *figures.get(place)?)));
            act.emit(Action::Suppose(chosen.map(|(field, figure)| Change { field, figure })));
        })
    };
    let ontype = {
        let (app, text) = (app.clone(), text.clone());
        Callback::from(move |new: String| {
            let figure = asked.and_then(|field| Some((field, figure::read(&app, field_unit(field), &new)?)));
            text.set(new);
            let fits = |(field, figure): &(FieldId, f64)| problem(*field, *figure).is_none();
            if let Some((field, figure)) = figure.filter(fits) {
                let change = Some(Change { field, figure });
                sent.borrow_mut().push(change);
                app.act.emit(Action::Suppose(change));
            }
        })
    };
    let wrong = asked.and_then(|field| {
        let problem = problem(field, figure::read(app, field_unit(field), &text)?)?;
        Some(with_labels(app, field.calculator, |labels| labels.problem(field.input, problem)))
    });
    html! {
        <section class="impact" aria-labelledby="impact-title">
            <h2 id="impact-title">{ app.word("impact") }</h2>
            <div class="row">
                <div class="field">
                    <label for="impact-field">{ app.word("impact.field") }</label>
                    <Select id="impact-field" {options} {current} {choose} />
                </div>
                if let Some(field) = asked {
                    <div class="field">
                        <span class="label">{ app.word("impact.now") }</span>
                        <output class="box" translate="no">{ app.field_value(field, figure_now(field)) }</output>
                    </div>
                    <Figure app={app.clone()} id="impact-figure" label={app.word("impact.then")} unit={field_unit(field)}
                        text={(*text).clone()} {ontype} {wrong} />
                }
            </div>
            if let Some(change) = workbook.change { { impacts(app, &impact(workbook, scenario, change.field, change.figure)) } }
        </section>
    }
}

fn impacts(app: &App, impacts: &[Impact]) -> Html {
    let row = |(place, impact): (usize, &Impact)| {
        let unit = impact.calculator.sheet().node(impact.node).unit;
        let id = impact.calculator.id;
        let difference = impact.before.zip(impact.after).map(|(before, after)| after - before);
        let relative = impact.before.zip(difference).filter(|(before, _)| *before != 0.0 && !unit.is_pure());
        let relative = relative.map(|(before, difference)| {
            let share = difference / before.abs();
            format!("{}{}", if share > 0.0 { "+" } else { "" }, app.plain_percent(share))
        });
        let first = place == 0 || impacts[place - 1].calculator.id != id;
        let name = with_labels(app, id, |labels| labels.word(impact.key));
        html! {
            <>
                if first {
                    <tr class="part" key={id}><th scope="rowgroup" colspan="5">
                        <a href={Route::Calculator(id).fragment()}>{ app.title(id) }</a>
                    </th></tr>
                }
                <tr key={format!("{id}-{}", impact.key)}>
                    <th scope="row">{ name }</th>
                    <td class="num" translate="no">{ app.figure(id, unit, impact.before) }</td>
                    <td class="num" translate="no">{ app.figure(id, unit, impact.after) }</td>
                    <td class="num difference" translate="no">{ app.difference(id, unit, difference) }</td>
                    <td class="num" translate="no">{ relative.unwrap_or_default() }</td>
                </tr>
            </>
        }
    };
    if impacts.is_empty() {
        return html! { <p class="hint">{ app.word("impact.nothing") }</p> };
    }
    html! {
        <div class="scroll" role="group" tabindex="0" aria-label={app.word("impact")}>
            <table class="figures impacts">
                <thead>
                    <tr>
                        <th scope="col">{ app.word("impact.result") }</th>
                        <th scope="col" class="num">{ app.word("impact.before") }</th>
                        <th scope="col" class="num">{ app.word("impact.after") }</th>
                        <th scope="col" class="num">{ app.word("impact.difference") }</th>
                        <th scope="col" class="num">{ app.word("impact.relative") }</th>
                    </tr>
                </thead>
                <tbody>{ for impacts.iter().enumerate().map(row) }</tbody>
            </table>
        </div>
    }
}
