//! The workbook: the chain of its calculators with live figures, what a change does along it, and workbooks that come ready.

use std::rc::Rc;

use yew::prelude::*;

use super::App;
use super::calculator::spoken;
use super::figure::{self, Figure};
use super::fold::Fold;
use super::naming::field_unit;
use super::select::Select;
use crate::calculators;
use crate::calculators::workbooks::READY;
use crate::engine::Calculator;
use crate::engine::sheet::Problem;
use crate::tools::chain::{At, Chain, Feed};
use crate::tools::fields::FieldId;
use crate::tools::flow::{levels, members};
use crate::tools::ripple::{Wave, ripple};
use crate::tools::saved;
use crate::tools::sensitivity::{in_play, movable};
use crate::tools::state::{Action, Route};
use crate::tools::workbook::{Change, Link, Workbook};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct WorkbookProps {
    pub app: App,
}

/// The page.
#[component]
pub(super) fn WorkbookPage(props: &WorkbookProps) -> Html {
    let app = &props.app;
    let workbook = &app.state.workbook;
    let all = members(workbook);
    let mut chain = Chain::toward(workbook, app.state.scenario, all.iter().map(|one| (*one, None)), 1);
    chain.run();
    html! {
        <main id="main" class="workbook" tabindex="-1">
            <h1>{ app.word("workbook") }</h1>
            <p class="whose">
                <strong>{ super::shelf::name(app, &app.state.about.name) }</strong>{ " · " }
                <a href="#/workbooks">{ app.word("shelf.all") }</a>
            </p>
            <p class="question">{ app.word("workbook.lead") }</p>
            { super::scenario::bar(app) }
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

/// How the workbook is handed on; drawn once it is asked for, since it loads a module of its own.
fn hand_on(app: &App) -> Html {
    let of = app.clone();
    let content =
        Callback::from(move |()| html! { <super::hand_on::Link app={of.clone()} calculator={None::<&'static str>} /> });
    html! {
        <section class="hand-on" aria-labelledby="hand-on-title">
            <h2 id="hand-on-title">{ app.word("hand_on") }</h2>
            <Fold summary={app.word("share")} {content} />
        </section>
    }
}

/// The workbooks that come ready.
fn ready(app: &App) -> Html {
    let open = |text: &'static str| {
        let act = app.act.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(workbook) = saved::ready(text) {
                act.emit(Action::Open(Rc::new(workbook)));
                super::shell::focus("main");
            }
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
        let go = Callback::from(move |_: MouseEvent| super::why::go_to(&act, link));
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
    let figure = spoken(app, id, |speech| speech.outcome(outcome, chain.value(at)));
    let cause = chain.trace(at).map(|traced| super::naming::cause(app, chain, &traced));
    html! {
        <article class="card" key={id} data-calculator={id}>
            <h3><a href={Route::Calculator(id).fragment()}>{ app.title(id) }</a></h3>
            <p class="label">{ spoken(app, id, |speech| speech.word(outcome.key)) }</p>
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
    let standing = |field: FieldId| {
        let calculator: Option<&'static Calculator> = calculators::find(field.calculator);
        calculator.and_then(|one| app.state.kept(one).figure(field.place()))
    };
    let names = fields.iter().map(|field| ("", app.field_name(*field, "")));
    let options = std::iter::once(("", app.word("ripple.choose"))).chain(names).collect::<Vec<_>>();
    let current = asked.map_or(Some(0), |field| fields.iter().position(|one| *one == field).map(|place| place + 1));
    let choose = {
        let (act, fields) = (app.act.clone(), fields.clone());
        let figures: Vec<f64> = fields.iter().map(|field| standing(*field).unwrap_or_default()).collect();
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
        Some(spoken(app, field.calculator, |speech| speech.problem(field.input, problem)))
    });
    html! {
        <section class="ripple" aria-labelledby="ripple-title">
            <h2 id="ripple-title">{ app.word("ripple") }</h2>
            <div class="row">
                <div class="field">
                    <label for="ripple-field">{ app.word("ripple.field") }</label>
                    <Select id="ripple-field" {options} {current} {choose} />
                </div>
                if let Some(field) = asked {
                    <div class="field">
                        <span class="label">{ app.word("ripple.now") }</span>
                        <output class="box" translate="no">{ app.field_value(field, standing(field)) }</output>
                    </div>
                    <Figure app={app.clone()} id="ripple-figure" label={app.word("ripple.then")} unit={field_unit(field)}
                        text={(*text).clone()} {ontype} {wrong} />
                }
            </div>
            if let Some(change) = workbook.change { { waves(app, &ripple(workbook, scenario, change.field, change.figure)) } }
        </section>
    }
}

fn waves(app: &App, waves: &[Wave]) -> Html {
    let row = |(place, wave): (usize, &Wave)| {
        let unit = wave.calculator.sheet().node(wave.node).unit;
        let id = wave.calculator.id;
        let difference = wave.before.zip(wave.after).map(|(before, after)| after - before);
        let relative = wave.before.zip(difference).filter(|(before, _)| *before != 0.0 && !unit.is_pure());
        let relative = relative.map(|(before, difference)| {
            let share = difference / before.abs();
            format!("{}{}", if share > 0.0 { "+" } else { "" }, app.plain_percent(share))
        });
        let first = place == 0 || waves[place - 1].calculator.id != id;
        let name = spoken(app, id, |speech| speech.word(wave.key));
        html! {
            <>
                if first {
                    <tr class="part" key={id}><th scope="rowgroup" colspan="5">
                        <a href={Route::Calculator(id).fragment()}>{ app.title(id) }</a>
                    </th></tr>
                }
                <tr key={format!("{id}-{}", wave.key)}>
                    <th scope="row">{ name }</th>
                    <td class="num" translate="no">{ app.figure(id, unit, wave.before) }</td>
                    <td class="num" translate="no">{ app.figure(id, unit, wave.after) }</td>
                    <td class="num difference" translate="no">{ app.difference(id, unit, difference) }</td>
                    <td class="num" translate="no">{ relative.unwrap_or_default() }</td>
                </tr>
            </>
        }
    };
    if waves.is_empty() {
        return html! { <p class="hint">{ app.word("ripple.nothing") }</p> };
    }
    html! {
        <div class="scroll" role="group" tabindex="0" aria-label={app.word("ripple")}>
            <table class="figures waves">
                <thead>
                    <tr>
                        <th scope="col">{ app.word("ripple.result") }</th>
                        <th scope="col" class="num">{ app.word("ripple.before") }</th>
                        <th scope="col" class="num">{ app.word("ripple.after") }</th>
                        <th scope="col" class="num">{ app.word("ripple.difference") }</th>
                        <th scope="col" class="num">{ app.word("ripple.relative") }</th>
                    </tr>
                </thead>
                <tbody>{ for waves.iter().enumerate().map(row) }</tbody>
            </table>
        </div>
    }
}
