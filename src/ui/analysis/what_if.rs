//! What would bring a result to a goal, and what moves it: the goal sought, the tornado, a curve over one input, a table over
//! two.

use std::rc::Rc;

use yew::prelude::*;

use super::tornado::Set;
use super::tornado::{SHARES, bars};
use crate::analysis::seek::{self, Found, Goal, Solution};
use crate::analysis::sensitivity::{self, Curve, Question, Tornado, TwoWay};
use crate::calculators;
use crate::engine::NodeId;
use crate::presentation::chart;
use crate::state::Action;
use crate::ui::context::App;
use crate::ui::context::with_labels;
use crate::ui::parts::figure::{self, Figure};
use crate::ui::parts::select::Select;
use crate::ui::results::picture::Picture;
use crate::workbook::contents::{ScenarioId, Workbook};
use crate::workbook::fields::FieldId;

#[derive(Clone, PartialEq, Properties)]
pub struct WhatIfProps {
    pub app: App,
    pub calculator: &'static str,
    pub subject: (NodeId, usize),
}

/// All that an answer of the panel depends on, beside what is chosen in it. Text that is typed for a goal is not among it.
#[derive(Clone, PartialEq)]
struct Basis {
    workbook: Workbook,
    scenario: ScenarioId,
    calculator: &'static str,
    subject: (NodeId, usize),
}

impl Basis {
    fn question(&self) -> Option<Question<'_>> {
        let calculator = calculators::find(self.calculator)?;
        let (node, cell) = self.subject;
        Some(Question { workbook: &self.workbook, scenario: self.scenario, calculator, node, cell })
    }

    fn tornado(&self, share: f64) -> Tornado {
        self.question().map(|question| sensitivity::tornado(question, share)).unwrap_or_default()
    }

    /// The inputs to choose from.
    fn fields(&self) -> Vec<FieldId> {
        let Some(question) = self.question() else { return Vec::new() };
        let chain = question.chain(1);
        let fields = sensitivity::in_play(&chain, sensitivity::movable(&chain));
        fields.into_iter().map(|(field, _)| field).collect()
    }

    fn found(&self, over: FieldId, value: f64) -> Option<Found> {
        let Question { calculator, node, cell, .. } = self.question()?;
        let moved = (calculators::find(over.calculator)?, over.place());
        let goal = Goal { calculator, result: (node, cell), value, moved, within: None };
        seek::seek(&self.workbook, self.scenario, &goal)
    }

    fn curve(&self, over: FieldId) -> Option<Curve> {
        let question = self.question()?;
        let chain = question.chain(1);
        let (_, at) = sensitivity::movable(&chain).into_iter().find(|(field, _)| *field == over)?;
        sensitivity::curve(question, over, sensitivity::span(&chain, over, at)?)
    }

    fn two_way(&self, over: FieldId, down: FieldId, share: f64) -> Option<TwoWay> {
        sensitivity::two_way(self.question()?, over, down, share)
    }
}

/// The panel.
#[component]
pub fn WhatIf(props: &WhatIfProps) -> Html {
    let app = &props.app;
    let (over, down) = (use_state_eq(|| None::<FieldId>), use_state_eq(|| None::<FieldId>));
    let (goal, share) = (use_state_eq(String::new), use_state_eq(|| SHARES[2]));
    let line = use_state_eq(|| "0".to_owned());
    let basis = Basis {
        workbook: app.state.workbook.clone(),
        scenario: app.state.scenario,
        calculator: props.calculator,
        subject: props.subject,
    };
    // Computed again when what they depend on changes, not at every key in the fields of this panel.
    let tornado = use_memo((basis.clone(), *share), |(basis, share)| basis.tornado(*share));
    let fields = use_memo(basis.clone(), Basis::fields);
    let strongest = |place: usize| tornado.bars.get(place).map(|bar| bar.field);
    let chosen = |state: &UseStateHandle<Option<FieldId>>| (**state).filter(|field| fields.contains(field));
    let moved = chosen(&over).or_else(|| strongest(0)).or(fields.first().copied());
    let second = chosen(&down).or_else(|| strongest(0)).filter(|field| Some(*field) != moved);
    let second = second.or_else(|| strongest(1)).filter(|field| Some(*field) != moved);
    let unit = crate::ui::parts::naming::unit_of(props.calculator, props.subject.0);
    let wanted = figure::read(app, unit, &goal);
    let found = use_memo((basis.clone(), moved, wanted), |(basis, moved, wanted)| basis.found((*moved)?, (*wanted)?));
    let curve = use_memo((basis.clone(), moved), |(basis, moved)| basis.curve((*moved)?));
    let two_way = use_memo((basis, moved, second, *share), |(basis, moved, second, share)| {
        basis.two_way((*moved)?, (*second)?, *share)
    });
    let Some(calculator) = calculators::find(props.calculator) else { return Html::default() };
    let Some(moved) = moved else {
        return html! { <p class="hint">{ app.word("what_if.nothing") }</p> };
    };
    let set = Set {
        unit,
        app: app.clone(),
        calculator,
        subject: props.subject,
        over: moved,
        down: second,
        fields: fields.to_vec(),
    };
    let choose_over = choose(&set, &over);
    let choose_down = choose(&set, &down);
    html! {
        <div class="what-if">
            { seeking(&set, &goal, wanted.zip((*found).as_ref()), &choose_over) }
            { bars(&set, &tornado, &share, &over) }
            { drawn(&set, (*curve).as_ref()) }
            { table(&set, (*two_way).as_ref(), &line, &choose_down) }
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

fn seeking(set: &Set, text: &UseStateHandle<String>, found: Option<(f64, &Found)>, choose: &Callback<usize>) -> Html {
    let app = &set.app;
    let ontype = {
        let text = text.clone();
        Callback::from(move |new: String| text.set(new))
    };
    let label = app.phrase("seek.goal", &[("result", &set.result())]);
    html! {
        <section class="seek" aria-labelledby="seek-title">
            <h3 id="seek-title">{ app.word("seek") }</h3>
            <div class="row">
                <Figure app={app.clone()} id="seek-goal" {label} unit={set.unit} text={(**text).clone()} {ontype} />
                { picker(set, "seek-over", app.word("seek.over"), set.over, choose) }
            </div>
            <div class="found" role="status" aria-live="polite">
                { found.map(|(wanted, found)| reached(set, wanted, found)).unwrap_or_default() }
            </div>
        </section>
    }
}

fn reached(set: &Set, value: f64, found: &Found) -> Html {
    let app = &set.app;
    if found.solutions.is_empty() {
        return missed(set, found, value);
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

fn drawn(set: &Set, curve: Option<&Curve>) -> Html {
    let app = &set.app;
    let drawing = curve.and_then(|curve| {
        let unit = calculators::find(set.over.calculator)?.sheet().input(set.over.input).unit()?;
        let names = (set.name(set.over), set.result());
        with_labels(app, set.calculator.id, |labels| {
            let x = chart::Column { name: names.0, unit, figures: curve.xs.iter().copied().map(Some).collect() };
            let y = chart::Column { name: names.1, unit: set.unit, figures: curve.ys.clone() };
            chart::over(labels, x, y, curve.now)
        })
    });
    let title = app.phrase("curve", &[("result", &set.result()), ("field", &set.name(set.over))]);
    html! { <Picture app={app.clone()} section={set.calculator.id} drawing={drawing.map(Rc::new)} {title} /> }
}

fn table(set: &Set, two_way: Option<&TwoWay>, line: &UseStateHandle<String>, choose: &Callback<usize>) -> Html {
    let app = &set.app;
    let Some(down) = set.down else { return Html::default() };
    let ontype = {
        let line = line.clone();
        Callback::from(move |new: String| line.set(new))
    };
    let label = app.phrase("two_way.line", &[("result", &set.result())]);
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
            if let Some(found) = two_way { { grid(set, down, found, threshold) } }
        </section>
    }
}

/// The table, with the cells on the far side of the line marked and the line between them drawn.
fn grid(set: &Set, down: FieldId, found: &TwoWay, threshold: f64) -> Html {
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
