//! What would bring a result to a goal, and what moves it: the goal sought, the tornado, a curve over one input, a table over
//! two.

use std::rc::Rc;

use yew::prelude::*;

use super::App;
use super::calculator::spoken;
use super::figure::{self, Figure};
use super::picture::Picture;
use super::select::Select;
use super::tornado::{SHARES, storm};
use crate::calculators;
use crate::engine::{Calculator, NodeId, Unit};
use crate::tools::chain::Chain;
use crate::tools::chart;
use crate::tools::fields::FieldId;
use crate::tools::seek::{self, Found, Goal, Solution};
use crate::tools::sensitivity::{self, Question};
use crate::tools::state::Action;
use crate::tools::workbook::Workbook;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct WhatIfProps {
    pub app: App,
    pub calculator: &'static str,
    pub subject: (NodeId, usize),
}

/// What the panel is set to.
pub(super) struct Set {
    pub app: App,
    calculator: &'static Calculator,
    subject: (NodeId, usize),
    unit: Unit,
    /// The input that is moved, and the second one of the table.
    pub over: FieldId,
    down: Option<FieldId>,
    fields: Vec<FieldId>,
    chain: Chain,
}

impl Set {
    fn question<'w>(&self, workbook: &'w Workbook) -> Question<'w> {
        Question {
            workbook,
            scenario: self.app.state.scenario,
            calculator: self.calculator,
            node: self.subject.0,
            cell: self.subject.1,
        }
    }

    pub fn name(&self, field: FieldId) -> String {
        self.app.field_name(field, self.calculator.id)
    }

    pub fn figure(&self, figure: Option<f64>) -> String {
        self.app.figure(self.calculator.id, self.unit, figure)
    }

    pub fn result(&self) -> String {
        self.app.result_name(self.calculator.id, self.subject, self.calculator.id)
    }
}

/// The panel.
#[component]
pub(super) fn WhatIf(props: &WhatIfProps) -> Html {
    let app = &props.app;
    let (over, down) = (use_state_eq(|| None::<FieldId>), use_state_eq(|| None::<FieldId>));
    let (goal, share) = (use_state_eq(String::new), use_state_eq(|| SHARES[2]));
    let line = use_state_eq(|| "0".to_owned());
    let Some(calculator) = calculators::find(props.calculator) else { return Html::default() };
    let workbook = &app.state.workbook;
    let question =
        Question { workbook, scenario: app.state.scenario, calculator, node: props.subject.0, cell: props.subject.1 };
    let tornado = sensitivity::tornado(question, *share);
    let chain = question.chain(1);
    let fields = sensitivity::in_play(&chain, sensitivity::movable(&chain));
    let fields: Vec<FieldId> = fields.into_iter().map(|(field, _)| field).collect();
    let strongest = |place: usize| tornado.bars.get(place).map(|bar| bar.field);
    let chosen = |state: &UseStateHandle<Option<FieldId>>| (**state).filter(|field| fields.contains(field));
    let Some(moved) = chosen(&over).or_else(|| strongest(0)).or(fields.first().copied()) else {
        return html! { <p class="hint">{ app.word("what_if.nothing") }</p> };
    };
    let second = chosen(&down).or_else(|| strongest(0)).filter(|field| *field != moved);
    let second = second.or_else(|| strongest(1)).filter(|field| *field != moved);
    let set = Set {
        unit: super::naming::unit_of(calculator.id, props.subject.0),
        app: app.clone(),
        calculator,
        subject: props.subject,
        over: moved,
        down: second,
        fields,
        chain,
    };
    let choose_over = choose(&set, &over);
    let choose_down = choose(&set, &down);
    html! {
        <div class="what-if">
            { seeking(&set, &goal, &choose_over) }
            { storm(&set, &tornado, &share, &over) }
            { curve(&set) }
            { table(&set, *share, &line, &choose_down) }
        </div>
    }
}

fn choose(set: &Set, state: &UseStateHandle<Option<FieldId>>) -> Callback<usize> {
    let (fields, state) = (set.fields.clone(), state.clone());
    Callback::from(move |place: usize| state.set(fields.get(place).copied()))
}

fn picker(set: &Set, id: &'static str, label: String, current: FieldId, choose: &Callback<usize>) -> Html {
    let options = set.fields.iter().map(|field| ("", set.name(*field))).collect::<Vec<_>>();
    let place = set.fields.iter().position(|field| *field == current);
    html! {
        <div class="field">
            <label for={id}>{ label }</label>
            <Select {id} {options} current={place} {choose} />
        </div>
    }
}

// ---- goal seek -------------------------------------------------------------------------------------------------

fn seeking(set: &Set, text: &UseStateHandle<String>, choose: &Callback<usize>) -> Html {
    let app = &set.app;
    let ontype = {
        let text = text.clone();
        Callback::from(move |new: String| text.set(new))
    };
    let wanted = figure::read(app, set.unit, text);
    let label = app.phrase("seek.goal", &[("result", &set.result())]);
    html! {
        <section class="seek" aria-labelledby="seek-title">
            <h3 id="seek-title">{ app.word("seek") }</h3>
            <div class="row">
                <Figure app={app.clone()} id="seek-goal" {label} unit={set.unit} text={(**text).clone()} {ontype} />
                { picker(set, "seek-over", app.word("seek.over"), set.over, choose) }
            </div>
            <div class="found" role="status" aria-live="polite">
                { wanted.map(|wanted| found(set, wanted)).unwrap_or_default() }
            </div>
        </section>
    }
}

fn found(set: &Set, value: f64) -> Html {
    let app = &set.app;
    let Some(moved) = calculators::find(set.over.calculator) else { return Html::default() };
    let goal =
        Goal { calculator: set.calculator, result: set.subject, value, moved: (moved, set.over.place()), within: None };
    let Some(found) = seek::seek(&app.state.workbook, app.state.scenario, &goal) else { return Html::default() };
    if found.solutions.is_empty() {
        return missed(set, &found, value);
    }
    let name = set.name(set.over);
    let item = |solution: &Solution| {
        let at = app.field_value(set.over, Some(solution.at));
        let text = app.phrase("seek.found", &[("field", &name), ("figure", &at)]);
        let exactly = exactly(set, solution.at, &at);
        let span = (solution.low < solution.high).then(|| {
            let ends = (solution.low, solution.high);
            let ends = (app.field_value(set.over, Some(ends.0)), app.field_value(set.over, Some(ends.1)));
            app.phrase("seek.plateau", &[("low", &ends.0), ("high", &ends.1)])
        });
        let (act, field, figure) = (app.act.clone(), set.over, solution.at);
        let apply = Callback::from(move |_: MouseEvent| act.emit(Action::Reach(field, figure)));
        html! {
            <li>
                <strong translate="no">{ text }</strong>
                if let Some(exactly) = exactly { <span class="hint" translate="no">{ exactly }</span> }
                if let Some(span) = span { <span class="hint">{ format!(" {span}") }</span> }
                { " " }<button type="button" onclick={apply}>{ app.word("seek.apply") }</button>
            </li>
        }
    };
    html! {
        <>
            if found.solutions.len() > 1 {
                <p>{ app.phrase("seek.several", &[("count", &app.count(found.solutions.len()))]) }</p>
            }
            <ul class="solutions">{ for found.solutions.iter().map(item) }</ul>
            if found.more { <p class="hint">{ app.word("seek.more") }</p> }
        </>
    }
}

/// The figure to its last digit, where what is shown of it is rounded.
fn exactly(set: &Set, figure: f64, shown: &str) -> Option<String> {
    let moved = calculators::find(set.over.calculator)?;
    let exact = figure::editable(moved.sheet().input(set.over.input).unit()?, figure);
    let digits = |text: &str| -> String {
        let plain: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
        if plain.contains('.') { plain.trim_end_matches('0').trim_end_matches('.').to_owned() } else { plain }
    };
    (digits(&exact) != digits(shown)).then(|| set.app.phrase("seek.exactly", &[("figure", &exact)]))
}

/// Why no figure reaches the goal, and what comes nearest.
fn missed(set: &Set, found: &Found, value: f64) -> Html {
    let app = &set.app;
    let name = set.name(set.over);
    let figure = |figure: f64| app.field_value(set.over, Some(figure));
    if found.no_effect {
        return html! { <p>{ app.phrase("seek.no_effect", &[("field", &name), ("result", &set.result())]) }</p> };
    }
    let (from, to) = (figure(found.from), figure(found.to));
    let none =
        app.phrase("seek.none", &[("field", &name), ("from", &from), ("to", &to), ("goal", &set.figure(Some(value)))]);
    let nearest = found.nearest.as_ref().map(|nearest| {
        app.phrase("seek.nearest", &[("result", &set.figure(Some(nearest.result))), ("figure", &figure(nearest.at))])
    });
    let jump = found.jumps.first().map(|jump| {
        let (below, above) = (set.figure(Some(jump.at_low)), set.figure(Some(jump.at_high)));
        app.phrase("seek.jump", &[("figure", &figure(jump.at())), ("below", &below), ("above", &above)])
    });
    let apply = found.nearest.as_ref().map(|nearest| {
        let (act, field, at) = (app.act.clone(), set.over, nearest.at);
        Callback::from(move |_: MouseEvent| act.emit(Action::Reach(field, at)))
    });
    html! {
        <>
            <p>{ none }{ " " }{ nearest.unwrap_or_default() }</p>
            if let Some(jump) = jump { <p class="hint">{ jump }</p> }
            if let Some(apply) = apply { <button type="button" onclick={apply}>{ app.word("seek.apply_nearest") }</button> }
        </>
    }
}

// ---- curve and table -------------------------------------------------------------------------------------------

fn curve(set: &Set) -> Html {
    let app = &set.app;
    let places = sensitivity::movable(&set.chain);
    let at = places.into_iter().find(|(field, _)| *field == set.over).map(|(_, at)| at);
    let span = at.and_then(|at| sensitivity::span(&set.chain, set.over, at));
    let curve = span.and_then(|span| sensitivity::curve(set.question(&app.state.workbook), set.over, span));
    let drawing = curve.and_then(|curve| {
        let unit = calculators::find(set.over.calculator)?.sheet().input(set.over.input).unit()?;
        let names = (set.name(set.over), set.result());
        spoken(app, set.calculator.id, |speech| {
            let x = chart::Column { name: names.0, unit, figures: curve.xs.iter().copied().map(Some).collect() };
            let y = chart::Column { name: names.1, unit: set.unit, figures: curve.ys };
            chart::over(speech, x, y, curve.now)
        })
    });
    let title = app.phrase("curve", &[("result", &set.result()), ("field", &set.name(set.over))]);
    html! { <Picture app={app.clone()} section={set.calculator.id} drawing={drawing.map(Rc::new)} {title} /> }
}

fn table(set: &Set, share: f64, line: &UseStateHandle<String>, choose: &Callback<usize>) -> Html {
    let app = &set.app;
    let Some(down) = set.down else { return Html::default() };
    let ontype = {
        let line = line.clone();
        Callback::from(move |new: String| line.set(new))
    };
    let label = app.phrase("two_way.line", &[("result", &set.result())]);
    let two_way = sensitivity::two_way(set.question(&app.state.workbook), set.over, down, share);
    let threshold = figure::read(app, set.unit, line).unwrap_or_default();
    html! {
        <section class="two-way" aria-labelledby="two-way-title">
            <h3 id="two-way-title">
                { app.phrase("two_way", &[("across", &set.name(set.over)), ("down", &set.name(down))]) }
            </h3>
            <div class="row">
                { picker(set, "two-way-down", app.word("two_way.down"), down, choose) }
                <Figure app={app.clone()} id="two-way-line" {label} unit={set.unit} text={(**line).clone()} {ontype} />
            </div>
            if let Some(found) = two_way { { grid(set, down, &found, threshold) } }
        </section>
    }
}

/// The table, with the cells on the far side of the line marked and the line between them drawn.
fn grid(set: &Set, down: FieldId, found: &sensitivity::TwoWay, threshold: f64) -> Html {
    let app = &set.app;
    let reached = |row: usize, column: usize| found.figure(row, column).map(|figure| figure >= threshold);
    let cell = |row: usize, column: usize| {
        let side = reached(row, column);
        let edge = |other: Option<bool>, class: &'static str| {
            (side.is_some() && other.is_some() && side != other).then_some(class)
        };
        let left = (column > 0).then(|| reached(row, column - 1)).flatten();
        let above = (row > 0).then(|| reached(row - 1, column)).flatten();
        let now = found.now == (Some(column), Some(row));
        let class = classes!(
            "num",
            (side == Some(false)).then_some("short"),
            edge(left, "edge-left"),
            edge(above, "edge-top"),
            now.then_some("now")
        );
        html! { <td {class} translate="no">{ set.figure(found.figure(row, column)) }</td> }
    };
    let title = app.phrase("two_way", &[("across", &set.name(set.over)), ("down", &set.name(down))]);
    html! {
        <>
            <div class="scroll" role="group" tabindex="0" aria-label={title}>
                <table class="figures two-way-table">
                    <thead>
                        <tr>
                            <th scope="col">{ format!("{} ↓ · {} →", set.name(down), set.name(set.over)) }</th>
                            { for found.columns.iter().map(|figure| html! {
                                <th scope="col" class="num" translate="no">{ app.field_value(set.over, Some(*figure)) }</th>
                            }) }
                        </tr>
                    </thead>
                    <tbody>
                        { for found.rows.iter().enumerate().map(|(row, figure)| html! {
                            <tr key={row}>
                                <th scope="row" translate="no">{ app.field_value(down, Some(*figure)) }</th>
                                { for (0..found.columns.len()).map(|column| cell(row, column)) }
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
            <p class="hint">{ app.phrase("two_way.hint", &[("line", &set.figure(Some(threshold)))]) }</p>
        </>
    }
}
