//! How far a result spreads where inputs are uncertain: the ranges, the simulation beside the page, and what it says.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::correlations::Correlations;
use crate::analysis::histogram::histogram;
use crate::analysis::sensitivity::{self, Question};
use crate::analysis::simulate::message::{Answer, Request};
use crate::analysis::simulate::{Job, NoSimulation, Summary, uncertain};
use crate::browser::worker::Simulator;
use crate::calculators;
use crate::engine::{Calculator, NodeId, Unit};
use crate::presentation::chart::Drawing;
use crate::state::Action;
use crate::ui::context::{App, Now};
use crate::ui::parts::figure::{self, Figure};
use crate::ui::parts::lazy::Loading;
use crate::ui::parts::select::Select;
use crate::ui::parts::text_field::TextField;
use crate::ui::results::picture::Picture;
use crate::workbook::fields::FieldId;

/// How many draws can be asked for.
const DRAWS: [usize; 3] = [10_000, 100_000, 1_000_000];

#[derive(Clone, PartialEq, Properties)]
pub struct RangesProps {
    pub app: App,
    pub calculator: &'static str,
    pub subject: (NodeId, usize),
}

/// What the worker has answered about the job asked last.
#[derive(Clone, PartialEq, Default)]
struct Heard {
    done: usize,
    summary: Option<Rc<Summary>>,
    nothing: Option<NoSimulation>,
    stopped: bool,
}

enum Event {
    Stopped,
    Answered(Answer),
}

/// What was heard, of which job.
#[derive(Clone, PartialEq, Default)]
struct Log {
    number: u32,
    job: Option<Rc<Job>>,
    heard: Heard,
}

impl Reducible for Log {
    type Action = (Asked, Event);

    fn reduce(self: Rc<Self>, (asked, event): Self::Action) -> Rc<Self> {
        let mut heard = if asked.number == self.number { self.heard.clone() } else { Heard::default() };
        // An answer to an earlier job comes too late, and so does one to a job that was stopped.
        if asked.number < self.number || heard.stopped {
            return self;
        }
        match event {
            Event::Stopped => heard.stopped = true,
            Event::Answered(Answer::Progress(_, done)) => heard.done = done,
            Event::Answered(Answer::Summary(_, summary)) => {
                heard.done = summary.draws;
                heard.summary = Some(Rc::from(summary));
            }
            Event::Answered(Answer::Nothing(_, reason)) => heard.nothing = Some(reason),
        }
        Rc::new(Self { number: asked.number, job: Some(asked.job), heard })
    }
}

/// The panel.
#[component]
pub fn Ranges(props: &RangesProps) -> Html {
    let app = &props.app;
    let draws = use_state_eq(|| DRAWS[1]);
    let target = use_state_eq(String::new);
    let log = use_reducer(Log::default);
    let session = use_mut_ref(Session::default);
    // Whether the worker could not load what it needs.
    let lost = use_state_eq(|| false);
    let unit = crate::ui::parts::naming::unit_of(props.calculator, props.subject.0);
    let shown = job(app, props, *draws, &target);
    // What was found for other inputs is no longer shown, also before anything is heard about these.
    let heard = if log.job.as_deref() == Some(&shown) { log.heard.clone() } else { Heard::default() };
    let question = calculators::find(props.calculator).map(|calculator| Question {
        workbook: &app.state.workbook,
        scenario: app.state.scenario,
        calculator,
        node: props.subject.0,
        cell: props.subject.1,
    });
    let chain = question.map(|question| question.chain(1));
    let fields = chain.as_ref().map(uncertain).unwrap_or_default();
    let fields: Vec<FieldId> = fields.into_iter().map(|(field, _)| field).collect();
    let ask = {
        let (session, log, props) = (session.clone(), log.dispatcher(), props.clone());
        use_callback(
            (props.calculator, props.subject, *draws, (*target).clone(), lost.clone()),
            move |now: App, (.., draws, target, lost)| {
                if !**lost {
                    ask(&session, &log, lost, job(&now, &props, *draws, target));
                }
            },
        )
    };
    let again = {
        let (session, lost) = (session.clone(), lost.clone());
        Callback::from(move |_: MouseEvent| {
            session.replace(Session::default());
            lost.set(false);
        })
    };
    let stop = {
        let log = log.dispatcher();
        Callback::from(move |_: MouseEvent| {
            if let Session { simulator: Some(simulator), asked: Some(asked) } = &*session.borrow() {
                simulator.ask(&Request::Stop);
                log.dispatch((asked.clone(), Event::Stopped));
            }
        })
    };
    let (Some(question), Some(chain)) = (question, chain) else { return Html::default() };
    let calculator = question.calculator;
    let others = sensitivity::in_play(&chain, sensitivity::movable(&chain)).into_iter().map(|(field, _)| field);
    let others: Vec<FieldId> = others.filter(|field| !fields.contains(field)).collect();
    html! {
        <div class="ranges">
            <Asking app={app.clone()} {ask} />
            { ranges(app, calculator, &fields) }
            { adding(app, calculator, others) }
            if !fields.is_empty() {
                { settings(app, unit, &draws, &target) }
                if *lost {
                    { Loading::Failed(again).place(app) }
                } else {
                    { progress(app, &heard, *draws, stop) }
                }
                { results(props, unit, &heard) }
                <Correlations app={app.clone()} here={calculator.id} {fields} />
            }
        </div>
    }
}

thread_local! {
    /// The number of the job asked last, over all panels.
    static NUMBER: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

/// A job with its number.
#[derive(Clone)]
struct Asked {
    number: u32,
    job: Rc<Job>,
}

/// The worker, and what it was asked last.
#[derive(Default)]
struct Session {
    simulator: Option<Simulator>,
    asked: Option<Asked>,
}

#[derive(Clone, PartialEq, Properties)]
struct AskingProps {
    app: App,
    ask: Callback<App>,
}

/// Asks as soon as something changes, while what shows the answer waits until the first figures are painted.
#[component]
fn Asking(props: &AskingProps) -> Html {
    let now = use_context::<Now>().map_or_else(|| props.app.clone(), |Now(app)| app);
    use_effect_with((now, props.ask.clone()), |(now, ask)| ask.emit(now.clone()));
    Html::default()
}

/// What there is to simulate in a state.
fn job(app: &App, props: &RangesProps, draws: usize, target: &str) -> Job {
    Job {
        // A wrong entry counts for nothing: it restarts nothing either.
        workbook: app.state.workbook.without_drafts(),
        scenario: app.state.scenario,
        calculator: props.calculator,
        result: props.subject,
        draws,
        target: figure::read(app, crate::ui::parts::naming::unit_of(props.calculator, props.subject.0), target),
    }
}

/// Asks the worker, which is started if it is not there. It is started before anything is uncertain and asked all the same, so that the
/// first answer need not wait for what it loads; after that, only where something is uncertain.
fn ask(session: &Rc<RefCell<Session>>, log: &UseReducerDispatcher<Log>, lost: &UseStateHandle<bool>, job: Job) {
    let is_new = session.borrow().simulator.is_none();
    if is_new {
        let simulator = start(session, log, lost);
        if simulator.is_none() {
            lost.set(true);
        }
        session.borrow_mut().simulator = simulator;
    }
    let mut session = session.borrow_mut();
    if session.asked.as_ref().is_some_and(|asked| *asked.job == job) {
        return;
    }
    let number = NUMBER.get() + 1;
    NUMBER.set(number);
    let asked = Asked { number, job: Rc::new(job) };
    session.asked = Some(asked.clone());
    if let Some(simulator) = session.simulator.as_ref().filter(|_| is_new || asked.job.workbook.has_ranges()) {
        simulator.ask(&Request::Run(number, Box::new(Job::clone(&asked.job))));
    }
}

/// Starts the worker; what it answers goes into the log beside the job that it was asked last.
fn start(
    session: &Rc<RefCell<Session>>,
    log: &UseReducerDispatcher<Log>,
    lost: &UseStateHandle<bool>,
) -> Option<Simulator> {
    let (session, log, lost) = (Rc::downgrade(session), log.clone(), lost.clone());
    let answered = move |answer: Answer| {
        let asked = session.upgrade().and_then(|session| session.borrow().asked.clone());
        if let Some(asked) = asked.filter(|asked| asked.number == answer.number()) {
            log.dispatch((asked, Event::Answered(answer)));
        }
    };
    Simulator::start(answered, move || lost.set(true))
}

/// The uncertain inputs that the result depends on, each with its range.
fn ranges(app: &App, calculator: &'static Calculator, fields: &[FieldId]) -> Html {
    if fields.is_empty() {
        return html! { <p class="hint">{ app.word("ranges.none") }</p> };
    }
    let row = |field: &FieldId| {
        let field = *field;
        let words = crate::ui::context::with_labels(app, field.calculator, |labels| {
            let found = calculators::find(field.calculator).map(|other| app.state.kept(other));
            let range = found.and_then(|kept| kept.ranges.get(field.place()).copied());
            range.map(|range| labels.range(field.input, &range)).unwrap_or_default()
        });
        let act = app.act.clone();
        let open = Callback::from(move |_: MouseEvent| act.emit(Action::Sheet(Some(field))));
        let act = app.act.clone();
        let certain = Callback::from(move |_: MouseEvent| act.emit(Action::Spread(field, None)));
        let name = app.field_name(field, calculator.id);
        let label = app.phrase("ranges.certain", &[("field", &name)]);
        html! {
            <li key={format!("{field:?}")}>
                <button type="button" class="link" onclick={open}>{ name }</button>
                <span translate="no">{ words }</span>
                <button type="button" class="plain mini" aria-label={label.clone()} title={label} onclick={certain}>{ "×" }</button>
            </li>
        }
    };
    html! { <ul class="pairs">{ for fields.iter().map(row) }</ul> }
}

/// Makes another input uncertain.
fn adding(app: &App, calculator: &'static Calculator, others: Vec<FieldId>) -> Html {
    let names = others.iter().map(|field| ("", app.field_name(*field, calculator.id)));
    let options = std::iter::once(("", app.word("ranges.choose"))).chain(names).collect::<Vec<_>>();
    let act = app.act.clone();
    let choose = Callback::from(move |place: usize| {
        if let Some(field) = place.checked_sub(1).and_then(|place| others.get(place)) {
            act.emit(Action::Sheet(Some(*field)));
        }
    });
    html! {
        <div class="field">
            <label for="ranges-add">{ app.word("ranges.add") }</label>
            <Select id="ranges-add" {options} current={0} {choose} />
        </div>
    }
}

fn settings(app: &App, unit: Unit, draws: &UseStateHandle<usize>, target: &UseStateHandle<String>) -> Html {
    let options = DRAWS.iter().map(|count| ("", app.count(*count))).collect::<Vec<_>>();
    let current = DRAWS.iter().position(|count| *count == **draws);
    let choose = {
        let draws = draws.clone();
        Callback::from(move |place: usize| draws.set(DRAWS[place.min(DRAWS.len() - 1)]))
    };
    let ontype = {
        let target = target.clone();
        Callback::from(move |text: String| target.set(text))
    };
    let take = {
        let act = app.act.clone();
        Callback::from(move |text: String| {
            if let Ok(seed) = text.trim().parse::<u64>() {
                act.emit(Action::Seed(seed % (1 << 53)));
            }
        })
    };
    html! {
        <div class="row">
            <Figure app={app.clone()} id="ranges-target" label={app.word("ranges.target")} {unit} text={(**target).clone()} {ontype} />
            <div class="field">
                <label for="ranges-draws">{ app.word("ranges.draws") }</label>
                <Select id="ranges-draws" {options} {current} {choose} />
            </div>
            <div class="field">
                <label for="ranges-seed">{ app.word("ranges.seed") }</label>
                <span class="box">
                    <TextField id="ranges-seed" inputmode="numeric" text={app.state.workbook.seed.to_string()} {take} />
                </span>
                <p class="message">{ app.word("ranges.seed.hint") }</p>
            </div>
        </div>
    }
}

fn progress(app: &App, heard: &Heard, wanted: usize, stop: Callback<MouseEvent>) -> Html {
    let done = heard.summary.as_ref().is_some_and(|summary| summary.draws >= wanted);
    let running = !done && !heard.stopped && heard.nothing.is_none();
    let text = match heard.nothing {
        Some(reason) => app.word(&format!("ranges.{}", reason.key())),
        None if heard.stopped => {
            app.phrase("ranges.stopped", &[("done", &app.count(heard.done)), ("wanted", &app.count(wanted))])
        }
        None => app.phrase("ranges.progress", &[("done", &app.count(heard.done)), ("wanted", &app.count(wanted))]),
    };
    html! {
        <div class="progress">
            <progress max={wanted.to_string()} value={heard.done.to_string()} aria-label={app.word("ranges")}></progress>
            // In front of the count, which grows: it must not move under the hand.
            <button type="button" class="plain" disabled={!running} onclick={stop}>{ app.word("ranges.stop") }</button>
            <span role="status" translate="no">{ text }</span>
        </div>
    }
}

fn results(props: &RangesProps, unit: Unit, heard: &Heard) -> Html {
    let app = &props.app;
    let Some(summary) = &heard.summary else { return html! { <div class="results-room"></div> } };
    let figure = |value: f64| app.figure(props.calculator, unit, Some(value).filter(|value| value.is_finite()));
    let estimate = |value: String, error: String| format!("{value} ± {error}");
    let pairs = [
        ("ranges.p10", figure(summary.low)),
        ("ranges.p50", figure(summary.median)),
        ("ranges.p90", figure(summary.high)),
        ("ranges.mean", estimate(figure(summary.mean.value), figure(summary.mean.error))),
    ];
    let chance = summary
        .chance
        .as_ref()
        .map(|chance| ("ranges.chance", estimate(app.plain_percent(chance.value), app.plain_percent(chance.error))));
    let drawing =
        crate::ui::context::with_labels(app, props.calculator, |labels| histogram(labels, summary, props.subject.0));
    let title = app.phrase("ranges.finding", &[("low", &figure(summary.low)), ("high", &figure(summary.high))]);
    let missing = (summary.missing > 0).then(|| {
        let share = summary.missing as f64 / summary.draws.max(1) as f64;
        app.phrase("ranges.missing", &[("share", &app.plain_percent(share))])
    });
    html! {
        <div class="simulated" data-draws={summary.draws.to_string()} data-seed={app.state.workbook.seed.to_string()}
            data-exact={exact(summary)}>
            <dl class="supporting">
                { for pairs.into_iter().chain(chance).map(|(key, text)| html! {
                    <div><dt>{ app.word(key) }</dt><dd translate="no" data-figure={key}>{ text }</dd></div>
                }) }
            </dl>
            if let Some(missing) = missing { <p class="remark warning">{ missing }</p> }
            <Picture app={app.clone()} section={props.calculator} drawing={drawing.map(Rc::<Drawing>::new)} {title} />
            { drivers(props, summary) }
        </div>
    }
}

/// P10, P50, P90, mean and deviation to the last digit: the same on every machine, for tests to see.
fn exact(summary: &Summary) -> String {
    let all = [summary.low, summary.median, summary.high, summary.mean.value, summary.deviation];
    all.map(crate::text::format::exact).join(" ")
}

/// Which inputs drive the spread.
fn drivers(props: &RangesProps, summary: &Summary) -> Html {
    let app = &props.app;
    let row = |driver: &crate::analysis::simulate::Driver| {
        let name = app.field_name(driver.field, props.calculator);
        html! {
            <tr key={format!("{:?}", driver.field)}>
                <th scope="row">{ name }</th>
                <td class="num" translate="no">{ app.plain_number(driver.correlation) }</td>
                <td>{ crate::ui::parts::bars::bar(driver.correlation, -1.0, 1.0) }</td>
            </tr>
        }
    };
    html! {
        <>
            <h3>{ app.word("ranges.drivers") }</h3>
            <p class="hint">{ app.word("ranges.drivers.hint") }</p>
            <table class="figures drivers">
                <thead class="unseen"><tr>
                    <th scope="col">{ app.word("inputs") }</th>
                    <th scope="col">{ app.word("ranges.rank_correlation") }</th>
                    <td></td>
                </tr></thead>
                <tbody>{ for summary.drivers.iter().map(row) }</tbody>
            </table>
        </>
    }
}
