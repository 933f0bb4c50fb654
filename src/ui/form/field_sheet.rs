//! The range and the link of one field, over the page until it is closed.

use std::rc::Rc;

use yew::prelude::*;

use crate::browser::rooms;
use crate::calculators;
use crate::engine::math::round_to;
use crate::engine::range::Shape;
use crate::engine::{Calculator, InputKind, NodeId, Range, Unit};
use crate::presentation::entry::{self, COVERAGE};
use crate::state::Action;
use crate::ui::context::App;
use crate::ui::context::with_labels;
use crate::ui::parts::dialog::use_open;
use crate::ui::parts::figure::{self, Figure};
use crate::ui::parts::lazy::{Loading, use_loading};
use crate::ui::parts::naming::field_unit;
use crate::ui::parts::select::Select;
use crate::workbook::chain::{At, Chain};
use crate::workbook::contents::Link;
use crate::workbook::fields::FieldId;
use crate::workbook::links::{self, NoLink};

#[derive(Clone, PartialEq, Properties)]
pub struct FieldSheetProps {
    pub app: App,
}

/// The sheet of the field that the state names.
#[component]
pub fn FieldSheet(props: &FieldSheetProps) -> Html {
    let dialog = use_node_ref();
    let opening = props.app.state.sheet.as_ref();
    let onclose = {
        let act = props.app.act.clone();
        use_open(&dialog, opening, move |last| act.emit(Action::SheetClosed(last)))
    };
    let close = {
        let act = props.app.act.clone();
        Callback::from(move |_: MouseEvent| act.emit(Action::Sheet(None)))
    };
    html! {
        <dialog ref={dialog} class="palette field-sheet" aria-labelledby="sheet-title" {onclose}>
            if let Some(opening) = opening {
                { content(&props.app, opening) }
            } else {
                <h2 id="sheet-title">{ props.app.word("sheet") }</h2>
            }
            <button type="button" onclick={close}>{ props.app.word("close") }</button>
        </dialog>
    }
}

/// What is said of the field: each opening starts again, also where the last one was of the same field and is not yet told closed.
fn content(app: &App, opening: &Rc<FieldId>) -> Html {
    let (field, place) = (**opening, Rc::as_ptr(opening));
    html! {
        <>
            <h2 id="sheet-title">{ app.field_name(field, field.calculator) }</h2>
            <RangeForm key={format!("range {place:p}")} app={app.clone()} {field} />
            <LinkForm key={format!("link {place:p}")} app={app.clone()} {field} />
        </>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct FormProps {
    app: App,
    field: FieldId,
}

/// What is in the form of a range.
#[derive(Clone, PartialEq)]
struct Draft {
    shape: Option<Shape>,
    low: String,
    likely: String,
    high: String,
    coverage: f64,
}

impl Draft {
    /// The range that stands, or one of ten per cent on either side to begin with.
    fn of(app: &App, field: FieldId) -> Self {
        let unit = field_unit(field);
        let empty = String::new;
        let nothing = Self { shape: None, low: empty(), likely: empty(), high: empty(), coverage: COVERAGE };
        let Some(calculator) = calculators::find(field.calculator) else { return nothing };
        let kept = app.state.workbook.kept_in(calculator, app.state.scenario);
        let figure = kept.figure(field.place()).unwrap_or_default();
        let edit = |figure: f64| figure::editable(unit, figure);
        if let Some(range) = kept.ranges.get(field.place()) {
            let coverage = if range.shape.is_interval() { range.coverage } else { COVERAGE };
            let likely = if range.shape.is_peaked() { edit(range.likely) } else { edit(range.middle()) };
            return Self { shape: Some(range.shape), low: edit(range.low), likely, high: edit(range.high), coverage };
        }
        let InputKind::Number { low, high, .. } = calculator.sheet().input(field.input).kind else { return nothing };
        let around = |factor: f64| edit(round_to(figure * factor, figure.abs() / 1e6).clamp(low, high));
        let (below, above) = if figure < 0.0 { (1.1, 0.9) } else { (0.9, 1.1) };
        Self { shape: None, low: around(below), likely: edit(figure), high: around(above), coverage: COVERAGE }
    }

    fn range(&self, app: &App, unit: Unit) -> Option<Range> {
        let read = |text: &str| figure::read(app, unit, text);
        let (shape, low, high) = (self.shape?, read(&self.low)?, read(&self.high)?);
        Some(match shape {
            Shape::Normal | Shape::Lognormal => Range::interval(shape, low, high, self.coverage),
            Shape::Pert | Shape::Triangular => Range::points(shape, low, read(&self.likely)?, high),
            Shape::Uniform => Range::points(shape, low, low, high),
        })
    }
}

/// The range of a field: its shape and figures, taken over as they become right.
#[component]
fn RangeForm(props: &FormProps) -> Html {
    let (app, field) = (props.app.clone(), props.field);
    let draft = use_state_eq(|| Draft::of(&app, field));
    let unit = field_unit(field);
    let Some(calculator) = calculators::find(field.calculator) else { return Html::default() };
    let InputKind::Number { low, high, .. } = calculator.sheet().input(field.input).kind else {
        return Html::default();
    };
    let set = {
        let (draft, app) = (draft.clone(), app.clone());
        Callback::from(move |new: Draft| {
            match (new.shape, new.range(&app, unit)) {
                (None, _) => app.act.emit(Action::Spread(field, None)),
                (Some(_), Some(range)) if range.flaw(low, high).is_none() => {
                    app.act.emit(Action::Spread(field, Some(range)));
                }
                _ => {}
            }
            draft.set(new);
        })
    };
    let flaw = draft.range(&app, unit).and_then(|range| range.flaw(low, high));
    let flaw =
        flaw.map(|flaw| with_labels(&app, field.calculator, |labels| entry::explain_flaw(labels, field.input, flaw)));
    let shapes: Vec<Option<Shape>> = std::iter::once(None).chain(Shape::ALL.map(Some)).collect();
    let name = |shape: &Option<Shape>| app.word(&format!("shape.{}", shape.map_or("certain", Shape::key)));
    let options = shapes.iter().map(|shape| ("", name(shape))).collect::<Vec<_>>();
    let current = shapes.iter().position(|shape| *shape == draft.shape);
    let choose = {
        let (set, draft) = (set.clone(), draft.clone());
        Callback::from(move |place: usize| {
            set.emit(Draft { shape: shapes.get(place).copied().flatten(), ..(*draft).clone() });
        })
    };
    let entry = |id: &'static str, text: &str, change: fn(&mut Draft, String)| {
        let (set, draft) = (set.clone(), draft.clone());
        let ontype = Callback::from(move |text: String| {
            let mut new = (*draft).clone();
            change(&mut new, text);
            set.emit(new);
        });
        let label = app.word(id);
        html! { <Figure app={app.clone()} {id} {label} {unit} text={text.to_owned()} {ontype} /> }
    };
    html! {
        <section class="range-form">
            <div class="field">
                <label for="range-shape">{ app.word("range") }</label>
                <Select id="range-shape" {options} {current} {choose} />
            </div>
            if let Some(shape) = draft.shape {
                <div class="row">
                    { entry("range.low", &draft.low, |draft, text| draft.low = text) }
                    if shape.is_peaked() { { entry("range.likely", &draft.likely, |draft, text| draft.likely = text) } }
                    { entry("range.high", &draft.high, |draft, text| draft.high = text) }
                </div>
                if shape.is_interval() { { coverage(&app, &draft, &set) } }
                <p class="hint">{ app.word(&format!("shape.{}.hint", shape.key())) }</p>
            }
            <p class={classes!("message", flaw.as_ref().map(|_| "wrong"))} role="status">{ flaw.unwrap_or_default() }</p>
        </section>
    }
}

/// The share of all cases that lie between low and high.
fn coverage(app: &App, draft: &UseStateHandle<Draft>, set: &Callback<Draft>) -> Html {
    const SHARES: [f64; 4] = [0.5, 0.8, 0.9, 0.95];
    let mut shares = SHARES.to_vec();
    if !shares.contains(&draft.coverage) {
        shares.push(draft.coverage);
    }
    let options = shares.iter().map(|one| ("", app.plain_percent(*one))).collect::<Vec<_>>();
    let current = shares.iter().position(|one| *one == draft.coverage);
    let (set, draft) = (set.clone(), draft.clone());
    let choose = Callback::from(move |place: usize| {
        set.emit(Draft { coverage: shares.get(place).copied().unwrap_or(COVERAGE), ..(*draft).clone() });
    });
    html! {
        <div class="field">
            <label for="range-coverage">{ app.word("range.coverage") }</label>
            <Select id="range-coverage" {options} {current} {choose} />
        </div>
    }
}

/// Where a field is fed from, and the results that could feed it.
#[component]
fn LinkForm(props: &FormProps) -> Html {
    let (app, field) = (&props.app, props.field);
    let refused = use_state_eq(|| None::<NoLink>);
    // Any calculator may offer something, and no offer may move under the hand.
    let loading = use_loading((), rooms::is_every_calculator_loaded(), rooms::every_calculator);
    if let Loading::Quick | Loading::Slow = loading {
        return loading.place(app);
    }
    let Some(calculator) = calculators::find(field.calculator) else { return Html::default() };
    let (workbook, scenario) = (&app.state.workbook, app.state.scenario);
    if !links::takes_links(calculator.sheet().input(field.input)) {
        return html! { <p class="hint">{ app.word("link.optional") }</p> };
    }
    let offers = links::offers(workbook, calculator, field.place());
    let present = workbook.base(calculator).links.get(field.place()).copied();
    // Each calculator is computed once for all that it offers.
    let chains = sources(&offers, |source, nodes| Chain::toward(workbook, scenario, [(source, Some(nodes))], 1));
    let name = |link: &Link| {
        let chain = chains.iter().find(|chain| chain.parts()[0].calculator.id == link.calculator);
        let figure = chain.and_then(|chain| chain.value(At { part: 0, node: link.node, cell: link.cell }));
        let unit = crate::ui::parts::naming::unit_of(link.calculator, link.node);
        format!("{} = {}", app.source_name(*link), app.figure(link.calculator, unit, figure))
    };
    let options = std::iter::once(("", app.word("link.none"))).chain(offers.iter().map(|link| ("", name(link))));
    let options = options.collect::<Vec<_>>();
    let current = present.map_or(Some(0), |link| offers.iter().position(|other| *other == link).map(|place| place + 1));
    let choose = {
        let (act, refused, workbook) = (app.act.clone(), refused.clone(), workbook.clone());
        Callback::from(move |place: usize| {
            let wanted = place.checked_sub(1).and_then(|place| offers.get(place)).copied();
            let Some(link) = wanted else {
                act.emit(Action::Cut(field));
                return;
            };
            match links::check(&workbook, calculator, field.place(), link) {
                Ok(()) => {
                    refused.set(None);
                    act.emit(Action::Link(field, link));
                }
                Err(reason) => refused.set(Some(reason)),
            }
        })
    };
    html! {
        <section class="link-form">
            <div class="field">
                <label for="link-source">{ app.word("link") }</label>
                <Select id="link-source" {options} {current} {choose} />
            </div>
            <p class="hint">{ app.word("link.hint") }</p>
            // Those that could not be had offer nothing.
            { loading.place(app) }
            <p class={classes!("message", refused.as_ref().map(|_| "wrong"))} role="alert">
                { refused.as_ref().map(|reason| refusal(app, reason)).unwrap_or_default() }
            </p>
        </section>
    }
}

/// The calculators that offer something, computed.
fn sources(offers: &[Link], chain: impl Fn(&'static Calculator, Vec<NodeId>) -> Chain) -> Vec<Chain> {
    let of = |source: &'static Calculator| {
        let nodes: Vec<NodeId> =
            offers.iter().filter(|link| link.calculator == source.id).map(|link| link.node).collect();
        let mut chain = (!nodes.is_empty()).then(|| chain(source, nodes))?;
        chain.run();
        Some(chain)
    };
    calculators::loaded().filter_map(of).collect()
}

/// Why a link was refused, the circle named field by field.
fn refusal(app: &App, reason: &NoLink) -> String {
    match reason {
        NoLink::Circle(path) => {
            // The circle ends where it began.
            let around = path.iter().chain(path.first());
            let names: Vec<String> = around.map(|(id, place)| app.field_name(FieldId::new(id, *place), "")).collect();
            app.phrase("link.circle", &[("path", &names.join(" ← "))])
        }
        NoLink::NoSuchResult | NoLink::NotLinkable | NoLink::Units => app.word("link.unfit"),
    }
}
