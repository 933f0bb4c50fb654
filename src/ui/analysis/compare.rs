//! Scenarios side by side: what differs in them, what that does to every result, and what causes the difference of one.

use std::rc::Rc;

use yew::prelude::*;

use crate::analysis::compare::{Attribution, ComparedResult, Difference, Method, NoAttribution, attribute, compare};
use crate::calculators;
use crate::engine::{Calculator, NodeId, OutcomeKind, Rank};
use crate::presentation::chart::{Drawing, Scene, draw_together};
use crate::ui::context::App;
use crate::ui::context::with_labels;
use crate::ui::parts::bars;
use crate::ui::parts::scenario;
use crate::ui::parts::select::Select;
use crate::ui::results::picture::Picture;
use crate::workbook::chain::Chain;
use crate::workbook::contents::{BASE, ScenarioId};
use crate::workbook::fields::FieldId;

/// So many scenarios stand side by side.
const MOST: usize = 6;

#[derive(Clone, PartialEq, Properties)]
pub struct CompareProps {
    pub app: App,
    pub calculator: &'static str,
    pub subject: (NodeId, usize),
}

/// The panel.
#[component]
pub fn Compare(props: &CompareProps) -> Html {
    let app = &props.app;
    let left_out = use_state_eq(Vec::<ScenarioId>::new);
    let ends = use_state_eq(|| None::<(ScenarioId, ScenarioId)>);
    let method = use_state_eq(|| Method::Shapley);
    let everything = use_state_eq(|| false);
    let Some(calculator) = calculators::find(props.calculator) else { return Html::default() };
    let all = scenario::all(app);
    let shown: Vec<ScenarioId> = all.iter().copied().filter(|id| !left_out.contains(id)).take(MOST).collect();
    if all.len() < 2 {
        return html! { <div class="compare"><p class="hint">{ app.word("compare.none") }</p>{ scenario::list(app) }</div> };
    }
    html! {
        <div class="compare">
            { scenario::list(app) }
            { shown_ones(app, &all, &shown, &left_out) }
            if shown.len() > 1 {
                { tables(app, calculator, &shown, &everything) }
                { causes(props, calculator, &all, &ends, &method) }
                { pictures(app, calculator, &shown) }
            } else {
                <p class="hint">{ app.word("compare.two") }</p>
            }
        </div>
    }
}

/// Which scenarios stand side by side.
fn shown_ones(app: &App, all: &[ScenarioId], shown: &[ScenarioId], out: &UseStateHandle<Vec<ScenarioId>>) -> Html {
    let one = |id: ScenarioId| {
        let on = shown.contains(&id);
        let out = out.clone();
        let onchange = Callback::from(move |_: Event| {
            let others = out.iter().copied().filter(|other| *other != id);
            out.set(others.chain(on.then_some(id)).collect());
        });
        html! {
            <label key={id}><input type="checkbox" checked={on} {onchange} /><span>{ app.scenario_name(id) }</span></label>
        }
    };
    html! {
        <fieldset class="switch shown-ones">
            <legend>{ app.word("compare.shown") }</legend>
            { for all.iter().copied().map(one) }
        </fieldset>
    }
}

fn tables(app: &App, calculator: &'static Calculator, shown: &[ScenarioId], everything: &UseStateHandle<bool>) -> Html {
    let found = compare(&app.state.workbook, calculator, shown);
    let inputs = found.inputs.iter().map(|changed| {
        let field = FieldId::new(changed.calculator.id, changed.place);
        let cells = changed.figures.iter().map(|figure| (app.field_value(field, *figure), String::new(), ""));
        (app.field_name(field, calculator.id), cells.collect())
    });
    let main = |result: &&ComparedResult| {
        **everything || result.outcome.rank != Rank::Detail || result.against_first.iter().any(is_difference)
    };
    let visible = found.results.iter().filter(|result| result.shown.iter().any(|shown| *shown)).filter(main);
    let results = visible.map(|result| result_row(app, calculator, result));
    let toggle = {
        let everything = everything.clone();
        Callback::from(move |_: Event| everything.set(!*everything))
    };
    html! {
        <>
            <h3>{ app.word("compare.inputs") }</h3>
            if found.inputs.is_empty() {
                <p class="hint">{ app.word("compare.same") }</p>
            } else {
                { side_by_side(app, "compare.inputs", shown, inputs.collect()) }
            }
            <h3>{ app.word("compare.results") }</h3>
            <div class="switch"><label>
                <input type="checkbox" checked={**everything} onchange={toggle} /><span>{ app.word("compare.everything") }</span>
            </label></div>
            { side_by_side(app, "compare.results", shown, results.collect()) }
        </>
    }
}

const fn is_difference(difference: &Difference) -> bool {
    match difference {
        Difference::Amount(amount) => *amount != 0.0,
        Difference::Other => true,
        Difference::Unknown | Difference::Same => false,
    }
}

/// A row: its name, and for every scenario the figure, how it differs, and the class of that.
type Row = (String, Vec<(String, String, &'static str)>);

fn result_row(app: &App, calculator: &'static Calculator, result: &ComparedResult) -> Row {
    let unit = calculator.sheet().node(result.outcome.node).unit;
    let text = |figure: Option<f64>| match result.outcome.kind {
        OutcomeKind::Number => app.figure(calculator.id, unit, figure),
        _ => with_labels(app, calculator.id, |labels| labels.outcome(result.outcome, figure)),
    };
    let first = text(result.figures.first().copied().flatten());
    let cells = result.figures.iter().zip(&result.against_first).map(|(figure, against)| {
        let text = text(*figure);
        // What cannot be seen in the figures is dust.
        let seen = text != first;
        let (difference, class) = match against {
            Difference::Amount(amount) if seen => {
                let class = if *amount > 0.0 { "more" } else { "less" };
                (app.difference(calculator.id, unit, Some(*amount)), class)
            }
            Difference::Other => (String::new(), "other"),
            _ => (String::new(), ""),
        };
        (text, difference, class)
    });
    let cells = cells.collect();
    let name = with_labels(app, calculator.id, |labels| labels.label_of_figure(result.outcome.node, result.cell));
    (name, cells)
}

fn side_by_side(app: &App, caption: &str, shown: &[ScenarioId], rows: Vec<Row>) -> Html {
    let caption = app.word(caption);
    html! {
        <div class="scroll" role="group" tabindex="0" aria-label={caption.clone()}>
            <table class="figures side">
                <caption class="unseen">{ caption }</caption>
                <thead>
                    <tr>
                        <td></td>
                        { for shown.iter().map(|id| html! { <th scope="col" class="num">{ app.scenario_name(*id) }</th> }) }
                    </tr>
                </thead>
                <tbody>
                    { for rows.into_iter().enumerate().map(|(place, (name, cells))| html! {
                        <tr key={place}>
                            <th scope="row">{ name }</th>
                            { for cells.into_iter().map(|(figure, difference, class)| html! {
                                <td class={classes!("num", class)} translate="no">
                                    { figure }
                                    if !difference.is_empty() { <span class="difference">{ difference }</span> }
                                </td>
                            }) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

// ---- what caused the difference --------------------------------------------------------------------------------

fn causes(
    props: &CompareProps,
    calculator: &'static Calculator,
    all: &[ScenarioId],
    ends: &UseStateHandle<Option<(ScenarioId, ScenarioId)>>,
    method: &UseStateHandle<Method>,
) -> Html {
    let app = &props.app;
    // The scenario on the screen against the base, unless something else was chosen and is still there.
    let other = if app.state.scenario == BASE { all.get(1).copied().unwrap_or(BASE) } else { app.state.scenario };
    let (from, to) = (**ends).filter(|(from, to)| all.contains(from) && all.contains(to)).unwrap_or((BASE, other));
    let choose = |pick: fn((ScenarioId, ScenarioId), ScenarioId) -> (ScenarioId, ScenarioId)| {
        let ends = ends.clone();
        Callback::from(move |id: ScenarioId| ends.set(Some(pick((from, to), id))))
    };
    let methods = [Method::Shapley, Method::Sequential];
    let options = vec![("", app.word("causes.shapley")), ("", app.word("causes.sequential"))];
    let current = methods.iter().position(|one| *one == **method);
    let choose_method = {
        let method = method.clone();
        Callback::from(move |place: usize| method.set(methods[place.min(1)]))
    };
    let result = app.result_name(calculator.id, props.subject, calculator.id);
    let found = attribute(&app.state.workbook, calculator, props.subject, from, to, **method);
    html! {
        <section class="causes" aria-labelledby="causes-title">
            <h3 id="causes-title">{ app.phrase("causes", &[("result", &result)]) }</h3>
            <div class="row">
                <div class="field">
                    <label for="causes-from">{ app.word("causes.from") }</label>
                    { scenario::choice(app, "causes-from", from, choose(|(_, to), id| (id, to))) }
                </div>
                <div class="field">
                    <label for="causes-to">{ app.word("causes.to") }</label>
                    { scenario::choice(app, "causes-to", to, choose(|(from, _), id| (from, id))) }
                </div>
                <div class="field">
                    <label for="causes-method">{ app.word("causes.method") }</label>
                    <Select id="causes-method" {options} {current} choose={choose_method} />
                </div>
            </div>
            { match found {
                Ok(found) => parts(props, calculator, &found),
                Err(reason) => html! { <p class="hint">{ no_parts(app, calculator, reason) }</p> },
            } }
        </section>
    }
}

fn no_parts(app: &App, calculator: &'static Calculator, reason: NoAttribution) -> String {
    match reason {
        NoAttribution::NoFigure => app.word("question.no_number"),
        NoAttribution::NothingDiffers => app.word("causes.nothing"),
        NoAttribution::NoValue(id) => app.phrase("causes.no_value", &[("scenario", &app.scenario_name(id))]),
        NoAttribution::Gap { calculator: of, place } => {
            let field = app.field_name(FieldId::new(of.id, place), calculator.id);
            app.phrase("causes.gap", &[("field", &field)])
        }
    }
}

/// The parts of a difference, the largest first; where they were changed one after another, in that order.
fn parts(props: &CompareProps, calculator: &'static Calculator, found: &Attribution) -> Html {
    let app = &props.app;
    let unit = crate::ui::parts::naming::unit_of(calculator.id, props.subject.0);
    let figure = |figure: f64| app.figure(calculator.id, unit, Some(figure));
    let difference = |figure: f64| app.difference(calculator.id, unit, Some(figure));
    let mut causes = found.causes.clone();
    if found.method == Method::Shapley {
        causes = crate::engine::math::ordered(&causes, |cause| -cause.part.abs());
    }
    let ends = causes.iter().fold((0.0_f64, 0.0_f64), |(low, high), cause| (low.min(cause.part), high.max(cause.part)));
    let row = |cause: &crate::analysis::compare::Cause| {
        let field = FieldId::new(cause.calculator.id, cause.place);
        let change = format!("{} → {}", app.field_value(field, cause.before), app.field_value(field, cause.after));
        html! {
            <tr key={format!("{field:?}")}>
                <th scope="row">{ app.field_name(field, calculator.id) }<br /><span class="hint" translate="no">{ change }</span></th>
                <td class="picture-column">{ bars::span(0.0, cause.part, ends.0, ends.1, Some(0.0)) }</td>
                <td class="num" translate="no">{ difference(cause.part) }</td>
            </tr>
        }
    };
    let total = |key: &str, text: String| {
        html! {
            <tr class="total"><th scope="row">{ app.word(key) }</th><td></td><td class="num" translate="no">{ text }</td></tr>
        }
    };
    let hint = if found.method == Method::Shapley { "causes.shapley.hint" } else { "causes.sequential.hint" };
    html! {
        <>
            <div class="scroll" role="group" tabindex="0" aria-label={app.word("causes.part")}>
            <table class="figures effects parts-of-difference">
                <thead class="unseen"><tr>
                    <th scope="col">{ app.word("tornado.input") }</th><td></td>
                    <th scope="col">{ app.word("causes.part") }</th>
                </tr></thead>
                <tbody>
                    { total("causes.before", figure(found.before)) }
                    { for causes.iter().map(row) }
                    { total("causes.after", figure(found.after)) }
                    { total("causes.total", difference(found.after - found.before)) }
                </tbody>
            </table>
            </div>
            <p class="hint">{ app.word(hint) }</p>
        </>
    }
}

// ---- pictures --------------------------------------------------------------------------------------------------

fn pictures(app: &App, calculator: &'static Calculator, shown: &[ScenarioId]) -> Html {
    let chains: Vec<(String, Chain)> =
        shown.iter().map(|id| (app.scenario_name(*id), Chain::of(&app.state.workbook, *id, calculator))).collect();
    let kept: Vec<_> = chains.iter().map(|(_, chain)| chain.resolved(0)).collect();
    let scenes: Vec<Scene> = chains
        .iter()
        .zip(&kept)
        .map(|((name, chain), kept)| Scene {
            name,
            labels: crate::ui::context::labels(app, calculator, kept),
            evaluation: &chain.parts()[0].evaluation,
            chain: Some(chain),
        })
        .collect();
    let picture = |key: String, drawing: Option<Drawing>, title: String| {
        html! {
            <Picture {key} app={app.clone()} section={calculator.id} drawing={drawing.map(Rc::new)} {title} />
        }
    };
    let charts = calculator.sheet().charts.iter().map(|chart| {
        let title = |place: usize| {
            let key = format!("chart.{}.title", chart.key);
            format!("{}: {}", scenes[place].name, scenes[place].labels.sentence(scenes[place].evaluation, &key))
        };
        match draw_together(chart, &scenes) {
            Some(drawing) => {
                let names = scenes.iter().map(|scene| scene.name).collect::<Vec<_>>().join(" · ");
                let what = drawing.y.label.clone();
                picture(chart.key.to_owned(), Some(drawing), format!("{what}: {names}"))
            }
            // What cannot lie on one another stands side by side.
            None => html! {
                <div class="multiples" key={chart.key}>
                    { for scenes.iter().enumerate().map(|(place, scene)| {
                        let drawing = crate::presentation::chart::draw(&scene.labels, scene.evaluation, scene.chain, chart);
                        picture(format!("{}-{place}", chart.key), drawing, title(place))
                    }) }
                </div>
            },
        }
    });
    html! { <><h3>{ app.word("compare.pictures") }</h3>{ for charts }</> }
}
