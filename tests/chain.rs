//! Links: offered where units agree, refused where a figure would depend on itself, carried in order, and honest about faults.
#![allow(clippy::unwrap_used, reason = "what is wrong in a helper stops the test too")]

mod support;

use std::collections::BTreeSet;

use sales_workbench::analysis::impact::impact;
use sales_workbench::calculators;
use sales_workbench::calculators::workbooks::READY;
use sales_workbench::engine::{Calculator, Cause, TableId};
use sales_workbench::state::{Action, State};
use sales_workbench::workbook::chain::{At, Chain};
use sales_workbench::workbook::contents::{BASE, Link, Workbook};
use sales_workbench::workbook::fields::{self, FieldId};
use sales_workbench::workbook::links::{self, NoLink};
use sales_workbench::workbook::order::{levels, members};
use sales_workbench::workbook::saved;

fn calculator(id: &str) -> &'static Calculator {
    calculators::find(id).unwrap_or_else(|| panic!("no calculator {id}"))
}

fn field(id: &str, name: &str) -> FieldId {
    let found = calculator(id);
    FieldId::new(found.id, fields::named(found.sheet(), name).unwrap_or_else(|| panic!("no field {name}")))
}

fn result(id: &str, key: &str, cell: usize) -> Link {
    let found = calculator(id);
    let outcome = found.sheet().find_outcome(key).unwrap_or_else(|| panic!("no result {key}"));
    Link { calculator: found.id, node: outcome.node, cell }
}

fn price_to_pay() -> State {
    let mut state = State::default();
    state.workbook = saved::ready(READY[0].text).unwrap();
    state
}

fn value(state: &State, id: &str, key: &str) -> Option<f64> {
    let found = calculator(id);
    let chain = Chain::of(&state.workbook, state.scenario, found);
    chain.value(At { part: 0, node: found.sheet().find_outcome(key).unwrap().node, cell: 0 })
}

#[test]
fn every_ready_workbook_opens_whole_and_every_headline_has_a_figure() {
    for ready in READY {
        let workbook = saved::ready(ready.text).unwrap_or_else(|| panic!("{} does not open", ready.key));
        assert!(workbook.links().count() > 0 && workbook.change.is_some(), "{}", ready.key);
        for member in members(&workbook) {
            let chain = Chain::of(&workbook, BASE, member);
            let headline = member.sheet().headline().unwrap().node;
            assert!(chain.value(At { part: 0, node: headline, cell: 0 }).is_some(), "{} {}", ready.key, member.id);
        }
    }
}

#[test]
fn the_chain_from_price_to_pay_carries_each_figure_once() {
    let state = price_to_pay();
    // 7,500 at a margin of 40 % is 12,500; 63 deals at that price are 787,500 of revenue, and the plan is paid on it.
    assert_eq!(value(&state, "pricing.cost_plus", "price"), Some(12_500.0));
    assert_eq!(value(&state, "funnel.conversion", "revenue"), Some(787_500.0));
    let attainment = value(&state, "commission.plan", "attainment").unwrap();
    assert!((attainment - 787_500.0 / 720_000.0).abs() < 1e-12);
    // The price change and the funnel feed each other, and no figure depends on itself.
    let chain = Chain::toward(&state.workbook, BASE, members(&state.workbook).into_iter().map(|one| (one, None)), 1);
    assert_eq!(chain.feeds().len(), 4);
    let order: Vec<Vec<&str>> = levels(&chain)
        .iter()
        .map(|level| level.iter().map(|part| chain.parts()[*part].calculator.id).collect())
        .collect();
    let expected = [["pricing.cost_plus"], ["pricing.change"], ["funnel.conversion"], ["commission.plan"]];
    assert_eq!(order, expected.map(Vec::from).to_vec());
}

#[test]
fn a_chain_of_all_gives_each_the_figures_of_its_own_chain() {
    let dearer = Action::Put(field("pricing.cost_plus", "unit_cost"), Some(9_000.0));
    let state = price_to_pay().reduce(dearer);
    let wanted = members(&state.workbook).into_iter().map(|one| (one, None));
    let mut whole = Chain::toward(&state.workbook, BASE, wanted, 1);
    whole.run();
    for (part, of) in whole.parts().iter().enumerate() {
        let own = Chain::of(&state.workbook, BASE, of.calculator);
        for outcome in &of.sheet().outcomes {
            for cell in 0..of.evaluation.count(outcome.node) {
                let at = |part| At { part, node: outcome.node, cell };
                assert_eq!(whole.value(at(part)), own.value(at(0)), "{} {}[{cell}]", of.calculator.id, outcome.key);
            }
        }
    }
}

#[test]
fn ten_points_of_discount_reach_the_firm_and_the_rep() {
    let state = price_to_pay();
    let change = state.workbook.change.unwrap();
    assert_eq!((change.field, change.figure), (field("pricing.change", "price_change"), -0.1));
    let impacts = impact(&state.workbook, BASE, change.field, change.figure);
    let moved = |id: &str, key: &str| {
        let impact = impacts.iter().find(|impact| impact.calculator.id == id && impact.key == key);
        let impact = impact.unwrap_or_else(|| panic!("{id} {key} is not reached"));
        impact.after.unwrap() - impact.before.unwrap()
    };
    assert!((moved("pricing.change", "profit_effect") + 78_750.0).abs() < 1e-6);
    assert!((moved("funnel.conversion", "revenue") + 78_750.0).abs() < 1e-6);
    // The same workbook with the discount typed in pays the same.
    let typed = state.reduce(Action::Put(change.field, Some(-0.1)));
    let pay = |state: &State| value(state, "commission.plan", "total_pay").unwrap();
    assert!((moved("commission.plan", "total_pay") - (pay(&typed) - pay(&state))).abs() < 1e-9);
    assert!(
        !impacts.iter().any(|impact| impact.calculator.id == "pricing.cost_plus"),
        "what lies above is not reached"
    );
}

#[test]
fn a_circle_is_refused_and_its_path_named() {
    let state = price_to_pay();
    let (fixed, pay) = (field("pricing.cost_plus", "fixed_cost"), result("commission.plan", "total_pay", 0));
    let refused = links::check(&state.workbook, calculator("pricing.cost_plus"), fixed.place(), pay);
    let path = [
        ("pricing.cost_plus", "fixed_cost"),
        ("commission.plan", "sales"),
        ("funnel.conversion", "deal_size"),
        ("pricing.change", "price"),
    ];
    let path = path.map(|(id, name)| (calculator(id).id, field(id, name).place())).to_vec();
    assert_eq!(refused, Err(NoLink::Circle(path)));
    assert_eq!(state.reduce(Action::Link(fixed, pay)).workbook, state.workbook);
    // A save that claims such a link opens without it, and says so.
    let text = READY[0].text.replacen(
        r#""method": "margin", "target_margin": 0.4
        } },"#,
        r#""method": "margin" }, "links": {
            "fixed_cost": { "calculator": "commission.plan", "result": "total_pay", "cell": 0 }
        } },"#,
        1,
    );
    assert!(text != READY[0].text && saved::ready(&text).is_none());
}

#[test]
fn what_is_offered_fits_and_can_be_made_unless_it_closes_a_circle() {
    let workbook = Workbook::default();
    let mut count = 0;
    for calculator in calculators::loaded() {
        for (index, input) in calculator.sheet().inputs.iter().enumerate() {
            let place = (sales_workbench::engine::InputId(index as u32), 0);
            if !links::takes_links(input) {
                continue;
            }
            for link in links::offers(&workbook, calculator, place) {
                assert_eq!(links::check(&workbook, calculator, place, link), Ok(()), "{} {}", calculator.id, input.key);
                count += 1;
            }
        }
    }
    assert!(count > 100, "{count} links could be made");
    let (deal, rate) = (field("funnel.conversion", "deal_size"), result("commission.plan", "attainment", 0));
    assert_eq!(links::check(&workbook, calculator("funnel.conversion"), deal.place(), rate), Err(NoLink::Units));
    let optional = field("funnel.conversion", "stages.benchmark[1]");
    let margin = result("pricing.cost_plus", "margin", 0);
    let refused = links::check(&workbook, calculator("funnel.conversion"), optional.place(), margin);
    assert_eq!(refused, Err(NoLink::NotLinkable));
}

#[test]
fn a_fault_upstream_is_traced_to_where_it_began() {
    // A profit that would need a price below zero: the price is refused, and with it all that it feeds.
    let mut state = price_to_pay();
    for (name, figure) in [("method", 2.0), ("target_profit", -1e12)] {
        state = state.reduce(Action::Put(field("pricing.cost_plus", name), Some(figure)));
    }
    let plan = calculator("commission.plan");
    let chain = Chain::of(&state.workbook, BASE, plan);
    let headline = plan.sheet().headline().unwrap().node;
    assert_eq!(chain.value(At { part: 0, node: headline, cell: 0 }), None);
    let traced = chain.trace(At { part: 0, node: headline, cell: 0 }).unwrap();
    assert_eq!(chain.parts()[traced.part].calculator.id, "pricing.cost_plus");
    assert_eq!((traced.fault.cause, traced.through.len()), (Cause::Refused("negative_price"), 3));
    assert_eq!(
        state.kept(plan).figure(field("commission.plan", "sales").place()),
        None,
        "no figure, not the typed one"
    );
}

#[test]
fn a_figure_that_the_input_does_not_admit_counts_as_none() {
    // A loss cannot be a quota.
    let (quota, profit) = (field("commission.plan", "quota"), result("pricing.cost_plus", "profit", 0));
    let volume = Action::Put(field("pricing.cost_plus", "volume"), Some(1.0));
    let state =
        [Action::Link(quota, profit), volume].into_iter().fold(State::default(), |state, one| state.reduce(one));
    let plan = calculator("commission.plan");
    let chain = Chain::of(&state.workbook, BASE, plan);
    let at = At { part: 0, node: plan.sheet().find_outcome("attainment").unwrap().node, cell: 0 };
    let traced = chain.trace(at).unwrap();
    assert!(traced.refused.is_some() && traced.through.len() == 1, "{traced:?}");
}

#[test]
fn a_link_from_nowhere_leaves_the_others_followed() {
    let mut state = price_to_pay();
    let (plan, quota, sales) = (calculator("commission.plan"), "quota", field("commission.plan", "sales").place());
    let mut kept = (*state.workbook.base(plan)).clone();
    let from = *kept.links.get(sales).unwrap();
    let quota = field("commission.plan", quota).place();
    kept.links.insert(quota, Link { calculator: "gone.away", ..from });
    state.workbook.put(plan, BASE, kept);
    let chain = Chain::of(&state.workbook, BASE, plan);
    assert_eq!(chain.parts().len(), 4, "what feeds the sales is there");
    assert_eq!(chain.resolved(0).figure(sales), Some(787_500.0));
    assert_eq!(chain.parts()[0].evaluation.figure(plan.sheet().input(quota.0).node.unwrap()), None);
    assert_eq!(value(&state, "commission.plan", "attainment"), None);
}

#[test]
fn a_link_into_a_whole_number_carries_whole_numbers_alone() {
    let (stock, units) = (field("pricing.dynamic", "stock"), result("pricing.cost_plus", "break_even_units", 0));
    let linked = State::default().reduce(Action::Link(stock, units));
    let carried = |fixed_cost: f64| {
        let figures = [("unit_cost", 1.0), ("target_markup", 0.7), ("fixed_cost", fixed_cost)];
        let state = figures.into_iter().fold(linked.clone(), |state, (name, figure)| {
            state.reduce(Action::Put(field("pricing.cost_plus", name), Some(figure)))
        });
        let exact = value(&state, "pricing.cost_plus", "break_even_units").unwrap();
        (exact, state.kept(calculator("pricing.dynamic")).figure(stock.place()))
    };
    for fixed_cost in [2.2, 2.45, 2.1 + 1e-6, 2.1 - 1e-6] {
        assert_eq!(carried(fixed_cost).1, None, "{fixed_cost}: not rounded");
    }
    let (exact, whole) = carried(2.1);
    assert!(exact != 3.0 && (exact - 3.0).abs() < 1e-14, "{exact}: the last digits of the arithmetic");
    assert_eq!(whole, Some(3.0));
}

#[test]
fn a_link_reads_no_row_beyond_the_last() {
    let workbook = Workbook::default();
    let (to, rows) = (field("pricing.cost_plus", "volume"), 5);
    let check = |cell: usize| {
        let link = result("funnel.conversion", "volume", cell);
        links::check(&workbook, calculator("pricing.cost_plus"), to.place(), link)
    };
    assert_eq!(workbook.base(calculator("funnel.conversion")).inputs.rows()[0], rows);
    assert_eq!(check(rows - 1), Ok(()));
    assert_eq!(check(rows), Err(NoLink::NoSuchResult));
}

#[test]
fn cutting_a_link_keeps_the_figure_and_can_be_undone() {
    let (deal, price) = (field("funnel.conversion", "deal_size"), result("pricing.cost_plus", "price", 0));
    let linked = State::default().reduce(Action::Link(deal, price));
    let figure = |state: &State| state.kept(calculator("funnel.conversion")).figure(deal.place());
    assert_eq!(figure(&linked), Some(36.0));
    let dearer = linked.reduce(Action::Put(field("pricing.cost_plus", "unit_cost"), Some(30.0)));
    assert_eq!(figure(&dearer), Some(48.0));
    let cut = dearer.reduce(Action::Cut(deal));
    assert_eq!((figure(&cut), cut.workbook.links().count()), (Some(48.0), 0));
    assert_eq!(cut.reduce(Action::Undo).workbook, dearer.workbook);
}

#[test]
fn a_link_goes_with_its_row_and_is_cut_with_it() {
    let (quota, needed) = (field("pricing.cost_plus", "volume"), result("funnel.conversion", "volume", 3));
    let linked = State::default().reduce(Action::Link(quota, needed));
    let from = |state: &State| state.workbook.links().map(|(_, _, link)| link.cell).collect::<BTreeSet<_>>();
    let funnel = calculator("funnel.conversion").id;
    let moved = linked.reduce(Action::RemoveRow(funnel, TableId(0), 1));
    assert_eq!(from(&moved), BTreeSet::from([2]));
    assert!(from(&moved.reduce(Action::RemoveRow(funnel, TableId(0), 2))).is_empty());
}

#[test]
fn a_scenario_holds_only_what_differs_and_leaves_the_base_alone() {
    let cost = field("pricing.cost_plus", "unit_cost");
    let added = State::default().reduce(Action::AddScenario("@optimistic".to_owned(), BASE));
    let typed = [Action::Type(cost, "20".to_owned()), Action::Leave(cost)].into_iter().fold(added, |s, a| s.reduce(a));
    let found = calculator("pricing.cost_plus");
    assert_eq!(typed.kept(found).figure(cost.place()), Some(20.0));
    assert_eq!(typed.workbook.base(found).figure(cost.place()), Some(22.5));
    assert_eq!(typed.workbook.scenarios[0].variants[found.id].figures.len(), 1);
    // Back to the base's figure, nothing differs any longer.
    let back = typed.reduce(Action::Put(cost, Some(22.5)));
    assert!(back.workbook.scenarios[0].variants.is_empty());
    // What changes in the base changes in the scenario, wherever that has no figure of its own.
    let fixed = field("pricing.cost_plus", "fixed_cost");
    let other = [Action::Show(BASE), Action::Put(fixed, Some(1.0)), Action::Show(1)];
    let other = other.into_iter().fold(typed, |state, action| state.reduce(action));
    assert_eq!(other.kept(found).figure(fixed.place()), Some(1.0));
    assert_eq!(other.kept(found).figure(cost.place()), Some(20.0));
}
