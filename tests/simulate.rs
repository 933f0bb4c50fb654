//! How far a result spreads: published cases, and rules over every calculator and through links.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use std::rc::Rc;
use std::sync::OnceLock;

use proptest::prelude::*;
use sales_workbench::analysis::sensitivity::movable;
use sales_workbench::analysis::simulate::message::{Answer, Request};
use sales_workbench::analysis::simulate::{Job, LANES, NoSimulation, Simulation, Summary};
use sales_workbench::calculators;
use sales_workbench::engine::draw::{Draws, Uncertain};
use sales_workbench::engine::range::{Sampler, Shape};
use sales_workbench::engine::sample;
use sales_workbench::engine::unit::NUMBER;
use sales_workbench::engine::{Builder, Calculator, Evaluation, InputKind, NodeId, Range};
use sales_workbench::workbook::chain::Chain;
use sales_workbench::workbook::contents::{BASE, Correlation, Link, ScenarioId, Workbook};
use sales_workbench::workbook::fields::Place;
use support::inputs::{Reach, dice};
use support::some_calculator;
use support::workbooks::{OTHER, calculator, place, result, set_by_path, some_figure, thrown_workbook, two_scenarios};

const EVERYWHERE: (f64, f64) = (-1e9, 1e9);

static SUM: Calculator = Calculator {
    id: "test.sum",
    define: |sheet: &Builder| {
        let input = |key| sheet.number(key, NUMBER, 0.0, EVERYWHERE.0..=EVERYWHERE.1);
        sheet.headline("sum", NUMBER, input("a") + input("b"));
        sheet.supporting("root", NUMBER, input("under").sqrt());
    },
    words: &[],
    examples: &[],
    upgrades: &[],
    recorded: OnceLock::new(),
};

static CAPPED: Calculator = Calculator {
    id: "test.capped",
    define: |sheet: &Builder| _ = sheet.headline("capped", NUMBER, sheet.number("a", NUMBER, 0.0, 0.0..=9.0).min(1.0)),
    words: &[],
    examples: &[],
    upgrades: &[],
    recorded: OnceLock::new(),
};

fn make_uncertain(workbook: &mut Workbook, scenario: ScenarioId, of: &Calculator, at: Place, range: Range) {
    let mut kept = (*workbook.kept_in(of, scenario)).clone();
    kept.set(at, Some(of.sheet().input(at.0).middle(&range)), Some(range));
    workbook.put(of, scenario, kept);
}

fn job(workbook: &Workbook, of: &Calculator, result: (NodeId, usize), draws: usize) -> Job {
    Job { workbook: workbook.clone(), scenario: BASE, calculator: of.id, result, draws, target: None }
}

fn run(job: &Job, of: &'static Calculator) -> Result<Summary, NoSimulation> {
    let mut simulation = Simulation::new(job, of)?;
    while !simulation.is_done() {
        simulation.advance();
    }
    assert_eq!((simulation.done(), simulation.wanted()), (job.draws, job.draws));
    Ok(simulation.summary())
}

/// Two figures of which no draw gave any are the same too.
fn written(summary: &Summary) -> String {
    Answer::Summary(1, Box::new(summary.clone())).write()
}

fn near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} instead of {expected}");
}

/// The figure between two of a sorted list.
fn quantile(sorted: &[f64], probability: f64) -> f64 {
    let rank = probability * (sorted.len() - 1) as f64;
    let (below, above) = (sorted[rank as usize], sorted[(rank as usize + 1).min(sorted.len() - 1)]);
    below + (rank - rank.trunc()) * (above - below)
}

#[test]
fn a_workbook_knows_whether_any_scenario_has_a_range() {
    let price = calculator("pricing.cost_plus");
    let range = Range::points(Shape::Uniform, 20.0, 22.0, 25.0);
    for scenario in [BASE, OTHER] {
        let mut workbook = two_scenarios();
        set_by_path(&mut workbook, scenario, price, &[("unit_cost", 21.0)]);
        assert!(!workbook.has_ranges());
        make_uncertain(&mut workbook, scenario, price, place(price, "unit_cost"), range);
        assert!(workbook.has_ranges());
    }
}

#[test]
fn equal_figures_share_their_middle_rank_and_ranks_go_together_from_minus_one_to_one() {
    assert_eq!(sample::ranks(&[30.0, 10.0, 20.0, 20.0, 5.0]), [4.0, 1.0, 2.5, 2.5, 0.0]);
    assert_eq!(sample::ranks(&[7.0, 7.0, 7.0]), [1.0, 1.0, 1.0]);
    // Deviations −1, 0, 1 and −7, −1, 8 thirds: 5 ÷ √(2 · 38 ÷ 3).
    let found = sample::correlation(&[1.0, 2.0, 3.0], &[2.0, 4.0, 7.0]);
    assert!((found - 0.993_399_267_798_782_8).abs() < 1e-15, "{found}");
    assert_eq!(sample::correlation(&[1.0, 2.0, 3.0], &[4.0, 4.0, 4.0]), 0.0);
}

#[test]
fn a_target_that_is_just_reached_is_reached() {
    let mut workbook = Workbook::default();
    let range = Range::points(Shape::Uniform, 0.0, 1.0, 2.0);
    make_uncertain(&mut workbook, BASE, &CAPPED, place(&CAPPED, "a"), range);
    let chance = |target: f64| {
        let job = Job { target: Some(target), ..job(&workbook, &CAPPED, result(&CAPPED, "capped"), 4_000) };
        run(&job, &CAPPED).unwrap().chance.unwrap().value
    };
    // Half of all draws are at the cap itself.
    near(chance(1.0), 0.5, 0.03);
    near(chance(1.0 + f64::EPSILON), 0.0, 0.0);
    near(chance(0.5), 0.75, 0.03);
}

#[test]
fn a_summary_is_that_of_fresh_evaluations_of_every_draw_and_missing_ones_are_counted() {
    let range = Range::points(Shape::Uniform, -1.0, -1.0, 3.0);
    let mut workbook = Workbook::default();
    make_uncertain(&mut workbook, BASE, &SUM, place(&SUM, "under"), range);
    workbook.seed = 5;
    let root = result(&SUM, "root");
    let summary = run(&Job { target: Some(1.0), ..job(&workbook, &SUM, root, 1_000) }, &SUM).unwrap();
    let sampler = Sampler::new(&range, EVERYWHERE.0, EVERYWHERE.1, false);
    let drawn = vec![Uncertain { name: "test.sum/under".to_owned(), sampler }];
    let mut draws = Draws::new(5, drawn, &[], 1_000).unwrap();
    draws.advance();
    let fresh = |figure: &f64| {
        let mut kept = (*workbook.base(&SUM)).clone();
        kept.set(place(&SUM, "under"), Some(*figure), None);
        Evaluation::of(SUM.sheet(), &kept.inputs).figure(root.0)
    };
    let mut figures: Vec<f64> = draws.column(0).iter().filter_map(fresh).collect();
    figures.sort_by(f64::total_cmp);
    assert_eq!(summary.missing, 1_000 - figures.len());
    assert!((150..350).contains(&summary.missing), "a quarter lies below zero: {}", summary.missing);
    near(summary.mean.value, figures.iter().sum::<f64>() / figures.len() as f64, 1e-12);
    for (found, probability) in [(summary.low, 0.1), (summary.median, 0.5), (summary.high, 0.9)] {
        near(found, quantile(&figures, probability), 1e-12);
    }
    let reached = figures.iter().filter(|figure| **figure >= 1.0).count() as f64 / figures.len() as f64;
    assert_eq!(summary.chance.unwrap().value, reached);
    for bar in &summary.bars {
        let inside = figures.iter().filter(|figure| (bar.from..bar.to).contains(*figure)).count() as f64;
        near(bar.share, inside / figures.len() as f64, 1.5 / figures.len() as f64);
    }

    make_uncertain(&mut workbook, BASE, &SUM, place(&SUM, "under"), Range { high: -0.5, ..range });
    let nothing = run(&Job { target: Some(1.0), ..job(&workbook, &SUM, root, 300) }, &SUM).unwrap();
    assert_eq!((nothing.draws, nothing.missing, nothing.chance, nothing.bars.len()), (300, 300, None, 0));
    for figure in [nothing.mean.value, nothing.mean.error, nothing.deviation, nothing.low, nothing.median, nothing.high]
    {
        assert!(figure.is_nan(), "{nothing:?}");
    }
}

#[test]
fn what_depends_on_nothing_uncertain_is_said() {
    let sum = result(&SUM, "sum");
    let mut workbook = Workbook::default();
    assert_eq!(run(&job(&workbook, &SUM, sum, 10), &SUM), Err(NoSimulation::NothingUncertain));
    make_uncertain(&mut workbook, BASE, &SUM, place(&SUM, "under"), Range::points(Shape::Uniform, 1.0, 1.0, 2.0));
    assert_eq!(run(&job(&workbook, &SUM, sum, 10), &SUM), Err(NoSimulation::NothingUncertain), "only its neighbour");
    assert!(run(&job(&workbook, &SUM, result(&SUM, "root"), 10), &SUM).is_ok());
}

#[test]
fn blocks_drawn_one_by_one_say_what_they_say_at_once() {
    let cost_plus = calculator("pricing.cost_plus");
    let mut workbook = Workbook::default();
    let range = Range::interval(Shape::Normal, 18.0, 27.0, 0.8);
    make_uncertain(&mut workbook, BASE, cost_plus, place(cost_plus, "unit_cost"), range);
    let price = (cost_plus.sheet().headline().unwrap().node, 0);
    let long = job(&workbook, cost_plus, price, 3 * LANES + 100);
    let mut simulation = Simulation::new(&long, cost_plus).unwrap();
    for blocks in 1..=3 {
        simulation.advance();
        let short = run(&Job { draws: blocks * LANES, ..long.clone() }, cost_plus).unwrap();
        assert_eq!(simulation.summary(), Summary { wanted: long.draws, ..short });
    }
    simulation.advance();
    let whole = simulation.summary();
    assert_eq!(Ok(&whole), run(&long, cost_plus).as_ref());
    assert_eq!((whole.draws, simulation.is_done()), (3 * LANES + 100, true));
    simulation.advance();
    assert_eq!(whole, simulation.summary(), "nothing is drawn beyond the end");
    let other = run(&Job { workbook: Workbook { seed: 2, ..workbook.clone() }, ..long.clone() }, cost_plus).unwrap();
    assert_ne!(whole.median, other.median, "another seed, other luck");
}

#[test]
fn ranges_work_through_links_and_scenarios_share_their_luck() {
    let cost_plus = calculator("pricing.cost_plus");
    let price = (cost_plus.sheet().headline().unwrap().node, 0);
    let mut workbook = two_scenarios();
    let range = Range::interval(Shape::Lognormal, 18.0, 27.0, 0.8);
    make_uncertain(&mut workbook, BASE, cost_plus, place(cost_plus, "unit_cost"), range);
    let own = run(&job(&workbook, cost_plus, price, 2_000), cost_plus).unwrap();
    workbook.link(&SUM, place(&SUM, "a"), Link { calculator: cost_plus.id, node: price.0, cell: 0 });
    let sum = result(&SUM, "sum");
    let linked = run(&job(&workbook, &SUM, sum, 2_000), &SUM).unwrap();
    assert_eq!(linked, own, "the same figures, carried on");
    assert!(own.drivers[0].correlation > 0.999, "{:?}", own.drivers);

    set_by_path(&mut workbook, OTHER, &SUM, &[("b", 1_000.0)]);
    let other = run(&Job { scenario: OTHER, ..job(&workbook, &SUM, sum, 2_000) }, &SUM).unwrap();
    for (other, base) in [(other.low, own.low), (other.median, own.median), (other.high, own.high)] {
        near(other, base + 1_000.0, 1e-9);
    }
    // A range on a field that a link feeds is not drawn.
    make_uncertain(&mut workbook, BASE, &SUM, place(&SUM, "a"), Range::points(Shape::Uniform, 1.0, 1.0, 2.0));
    assert_eq!(run(&job(&workbook, &SUM, sum, 2_000), &SUM).as_ref(), Ok(&own));
    make_uncertain(&mut workbook, OTHER, cost_plus, place(cost_plus, "unit_cost"), Range { high: 40.0, ..range });
    let wider = run(&Job { scenario: OTHER, ..job(&workbook, &SUM, sum, 2_000) }, &SUM).unwrap();
    assert!(wider.high - wider.low > other.high - other.low);
}

/// What holds for every summary of figures that exist.
fn in_order(name: &str, summary: &Summary) {
    let there = summary.draws - summary.missing;
    assert!(summary.draws == summary.wanted && summary.missing <= summary.draws, "{name}");
    let shares: f64 = summary.bars.iter().map(|bar| bar.share).sum();
    if there == 0 {
        assert!(summary.median.is_nan() && summary.bars.is_empty() && summary.chance.is_none(), "{name}");
        return;
    }
    assert!(summary.low <= summary.median && summary.median <= summary.high, "{name}: {summary:?}");
    assert!(shares <= 1.0 + 1e-9 && shares >= 0.99 - 2.0 / there as f64, "{name}: {shares}");
    assert!(summary.bars.iter().all(|bar| bar.from <= bar.to && bar.share >= 0.0), "{name}");
    assert!(summary.bars.is_sorted_by(|a, b| a.to <= b.from + (b.to - b.from) * 1e-6), "{name}: {:?}", summary.bars);
    let figures =
        [summary.low, summary.median, summary.high, summary.mean.value, summary.mean.error, summary.deviation];
    assert!(figures.iter().all(|figure| !figure.is_nan()), "{name}: {summary:?}");
    assert!(summary.drivers.iter().all(|driver| driver.correlation.abs() <= 1.0 + 1e-9), "{name}: {summary:?}");
    assert!(summary.drivers.is_sorted_by(|a, b| a.correlation.abs() >= b.correlation.abs()), "{name}");
}

#[test]
fn a_hardly_uncertain_input_leaves_every_result_where_it_is() {
    for of in calculators::loaded() {
        let node = of.sheet().headline().unwrap().node;
        let workbook = Workbook::default();
        let mut chain = Chain::toward(&workbook, BASE, [(of, Some(vec![node]))], 1);
        chain.run();
        let Some(plain) = chain.parts()[0].evaluation.value(node, 0) else { panic!("{}", of.id) };
        for (field, at) in movable(&chain).into_iter().filter(|(field, _)| field.cell == 0) {
            let InputKind::Number { low, high, .. } = of.sheet().input(field.input).kind else { panic!() };
            let Some(figure) = chain.value(at) else { continue };
            let by = 1e-12 * figure.abs().max(1e-3);
            let range =
                Range::points(Shape::Uniform, (figure - by).max(low), (figure - by).max(low), (figure + by).min(high));
            assert_eq!(range.flaw(low, high), None);
            let mut workbook = workbook.clone();
            make_uncertain(&mut workbook, BASE, of, field.place(), range);
            let summary = run(&job(&workbook, of, (node, 0), LANES), of).unwrap();
            let name = format!("{} {}", of.id, of.sheet().path(field.input));
            in_order(&name, &summary);
            assert_eq!(summary.missing, 0, "{name}");
            assert!(
                (summary.median - plain).abs() <= 1e-6 * plain.abs().max(1e-3),
                "{name}: {} instead of {plain}",
                summary.median
            );
        }
    }
}

/// A workbook with up to three uncertain fields that a figure depends on.
fn uncertain_work(
    workbook: &Workbook,
    of: &'static Calculator,
    at: (NodeId, usize),
    dice: &mut impl Iterator<Item = u32>,
) -> Workbook {
    let mut workbook = workbook.clone();
    let chain = Chain::toward(&workbook, BASE, [(of, Some(vec![at.0]))], 1);
    let fields = movable(&chain);
    for _ in 0..3 {
        let mut next = || dice.next().unwrap_or_default() as usize;
        let Some((field, _)) = fields.get(next() % fields.len().max(1)) else { continue };
        let of = calculator(field.calculator);
        let InputKind::Number { low, high, .. } = of.sheet().input(field.input).kind else { panic!() };
        let figure = workbook.base(of).figure(field.place()).unwrap_or(0.0).clamp(low, high);
        let by = if next() % 4 == 0 { (high - low) * 0.1 } else { figure.abs() * 0.3 + 0.01 };
        let (from, to) = ((figure - by).max(low), (figure + by).min(high));
        let range =
            Range { coverage: 0.8, ..Range::points(Shape::ALL[next() % 5], from, from + (to - from) * 0.25, to) };
        if range.flaw(low, high).is_none() {
            make_uncertain(&mut workbook, BASE, of, field.place(), range);
        }
    }
    workbook
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn any_workbook_is_simulated_and_its_job_and_answer_survive_the_way(dice in dice(), seed in any::<u64>()) {
        let mut dice = dice.iter().copied().cycle();
        let thrown = Workbook { seed, ..thrown_workbook(&mut dice, Reach::Within) };
        let first = dice.next().unwrap_or_default() as usize;
        for of in [first, first.wrapping_add(1)].map(some_calculator) {
            let at = some_figure(&thrown, of, dice.next().unwrap_or_default());
            let workbook = uncertain_work(&thrown, of, at, &mut dice);
            let job = Job { target: Some(1.5), ..job(&workbook, of, at, 300) };
            let request = Request::Run(7, Box::new(job.clone()));
            let Some(Request::Run(7, arrived)) = Request::read(&request.write()) else { panic!("{request:?}") };
            let (here, there) = (run(&job, of), run(&arrived, of));
            let Ok(summary) = here else {
                prop_assert_eq!(here, there);
                continue;
            };
            in_order(of.id, &summary);
            let there = there.unwrap();
            prop_assert_eq!(written(&summary), written(&there), "{}", of.id);
            let Some(Answer::Summary(1, read)) = Answer::read(&written(&summary)) else { panic!("{summary:?}") };
            prop_assert_eq!(written(&read), written(&summary));
            prop_assert!(summary.missing == summary.draws || *read == summary, "{:?}", summary);
        }
    }
}

#[test]
fn jobs_and_short_answers_arrive_as_they_were_sent() {
    let cost_plus = calculator("pricing.cost_plus");
    let mut workbook = two_scenarios();
    let range = Range::interval(Shape::Normal, 18.0, 27.0, 0.8);
    let fields = [place(cost_plus, "unit_cost"), place(cost_plus, "volume")];
    make_uncertain(&mut workbook, BASE, cost_plus, fields[0], range);
    make_uncertain(&mut workbook, OTHER, cost_plus, fields[1], Range { shape: Shape::Lognormal, ..range });
    let [first, second] = fields.map(|field| (cost_plus.id, field));
    workbook.correlations = Rc::new(vec![Correlation { first, second, value: -0.4 }]);
    workbook.seed = u64::MAX;
    let at = result(cost_plus, "total_cost");
    let job = Job { scenario: OTHER, target: Some(0.1), ..job(&workbook, cost_plus, at, 500) };
    for request in [Request::Run(3, Box::new(job.clone())), Request::Stop] {
        assert_eq!(Request::read(&request.write()), Some(request));
    }
    let summary = run(&job, cost_plus).unwrap();
    assert_eq!(summary.drivers.len(), 2);
    for answer in [
        Answer::Progress(3, 256),
        Answer::Summary(3, Box::new(summary)),
        Answer::Nothing(3, NoSimulation::NothingUncertain),
        Answer::Nothing(3, NoSimulation::Correlations),
    ] {
        assert_eq!(Answer::read(&answer.write()), Some(answer));
    }
    for text in ["", "{}", "{\"number\":1}", "[1]", "{\"number\":-1,\"done\":2}"] {
        assert_eq!((Request::read(text), Answer::read(text)), (None, None), "{text}");
    }
}
