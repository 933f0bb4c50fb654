//! How each single figure comes about: its formula in words and with the person's own figures, results first, then what they
//! depend on.

use yew::prelude::*;

use crate::analysis::explain::{Explanation, explain};
use crate::engine::NodeId;
use crate::engine::sheet::Op;
use crate::ui::context::Context;
use crate::ui::context::shown;

/// So many formulas are printed.
const MOST: usize = 40;

pub(super) fn section(context: &Context) -> Html {
    let formulas = formulas(context);
    if formulas.is_empty() {
        return Html::default();
    }
    html! {
        <section>
            <h3>{ context.app.word("report.formulas") }</h3>
            <dl class="printed-formulas">
                { for formulas.into_iter().map(|one| html! {
                    <div>
                        <dt>{ one.label }</dt>
                        <dd>{ format!("= {}", one.words) }</dd>
                        <dd translate="no">
                            if let Some(figures) = one.figures.filter(|figures| *figures != one.figure) { { format!("= {figures} ") } }
                            <strong>{ format!("= {}", one.figure) }</strong>
                        </dd>
                    </div>
                }) }
            </dl>
        </section>
    }
}

/// Every figure that is computed, from the results down; inputs explain themselves.
fn formulas(context: &Context) -> Vec<Explanation> {
    let sheet = context.calculator.sheet();
    let results = sheet.outcomes.iter().filter(|outcome| shown(context, outcome.shown_if));
    let mut open: Vec<(NodeId, usize)> =
        results.filter(|outcome| sheet.node(outcome.node).axes.is_scalar()).map(|outcome| (outcome.node, 0)).collect();
    let (mut formulas, mut next) = (Vec::new(), 0);
    while let Some((node, cell)) = open.get(next).copied().filter(|_| formulas.len() < MOST) {
        next += 1;
        if matches!(sheet.node(node).op, Op::Input(_)) {
            continue;
        }
        let explained = explain(context.labels, context.evaluation, node, cell);
        // Of a column, the first row shows how all of it is computed.
        let first = |node: NodeId| open.iter().any(|(other, _)| *other == node);
        let below: Vec<(NodeId, usize)> =
            explained.depends_on.iter().copied().filter(|(node, _)| !first(*node)).collect();
        for (node, cell) in below {
            if !open.iter().any(|(other, _)| *other == node) {
                open.push((node, cell));
            }
        }
        formulas.push(explained);
    }
    formulas
}
