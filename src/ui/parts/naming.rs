//! What fields and results are called where more than one calculator is spoken of.

use crate::calculators;
use crate::engine::sheet::Op;
use crate::engine::unit::{NUMBER, PERCENT};
use crate::engine::{Calculator, Input, InputId, NodeId, Unit};
use crate::presentation::labels::{Labels, style};
use crate::text::format::NOTHING;
use crate::text::{Style, catalogue};
use crate::ui::context::{App, Context};
use crate::ui::context::{labels, with_labels};
use crate::workbook::chain::{At, Chain, Traced};
use crate::workbook::contents::{BASE, Kept, Link, ScenarioId};
use crate::workbook::fields::FieldId;

impl App {
    /// A calculator's title.
    pub fn title(&self, id: &str) -> String {
        self.calculator_word(id, "title")
    }

    /// The words of a key with its places filled in.
    pub fn phrase(&self, key: &str, parts: &[(&str, &str)]) -> String {
        catalogue::fill(&self.word(key), |place| {
            parts.iter().find(|(name, _)| *name == place).map(|(_, text)| (*text).to_owned())
        })
    }

    /// A name, with its calculator's title in front where that is not the one on the page.
    fn placed(&self, name: String, id: &str, here: &str) -> String {
        if id == here {
            name
        } else {
            self.phrase("of_calculator", &[("calculator", &self.title(id)), ("name", &name)])
        }
    }

    /// What a field is called on the page of the calculator `here`.
    pub fn field_name(&self, field: FieldId, here: &str) -> String {
        self.placed(with_labels(self, field.calculator, |labels| labels.field(field.place())), field.calculator, here)
    }

    /// What a result is called on the page of the calculator `here`.
    pub fn result_name(&self, id: &str, (node, cell): (NodeId, usize), here: &str) -> String {
        self.placed(with_labels(self, id, |labels| labels.label_of_figure(node, cell)), id, here)
    }

    /// Where a link comes from.
    pub fn source_name(&self, link: Link) -> String {
        self.result_name(link.calculator, (link.node, link.cell), "")
    }

    /// A figure that a field might hold.
    pub fn field_value(&self, field: FieldId, figure: Option<f64>) -> String {
        with_labels(self, field.calculator, |labels| labels.input_value(field.input, figure))
    }

    /// A figure of a unit; a dash where there is none.
    pub fn figure(&self, id: &'static str, unit: Unit, figure: Option<f64>) -> String {
        let Some(figure) = figure else { return NOTHING.to_owned() };
        with_labels(self, id, |labels| labels.figure(figure, unit))
    }

    /// A difference, with its sign.
    pub fn difference(&self, id: &'static str, unit: Unit, difference: Option<f64>) -> String {
        let text = self.figure(id, unit, difference);
        if difference.is_some_and(|difference| difference > 0.0) { format!("+{text}") } else { text }
    }

    /// A share as a percentage.
    pub fn plain_percent(&self, share: f64) -> String {
        self.formatter.format(share, style(share, PERCENT))
    }

    /// A plain number.
    pub fn plain_number(&self, value: f64) -> String {
        self.formatter.format(value, Style::Number { most: 2 })
    }

    /// A plain count.
    pub fn count(&self, count: usize) -> String {
        self.plain_number(count as f64)
    }

    /// What a scenario is called.
    pub fn scenario_name(&self, id: ScenarioId) -> String {
        match self.state.workbook.scenario(id) {
            Some(scenario) if id != BASE => self.own_name(&scenario.name),
            _ => self.word("scenario.base"),
        }
    }

    /// A name that the person gave, or the catalogue's where it begins with `@`.
    pub fn own_name(&self, name: &str) -> String {
        name.strip_prefix('@').map_or_else(|| name.to_owned(), |key| self.word(&format!("scenario.{key}")))
    }
}

/// Why a figure of a chain has no value: the cause, and which link brought it here.
pub fn cause(app: &App, chain: &Chain, traced: &Traced) -> String {
    let at = |part: usize, say: &dyn Fn(&Labels) -> String| {
        let kept: Kept = chain.resolved(part);
        let calculator: &'static Calculator = chain.parts()[part].calculator;
        say(&labels(app, calculator, &kept))
    };
    let Some(first) = traced.through.first() else { return at(traced.part, &|labels| labels.fault(&traced.fault)) };
    let fed = at(first.to.part, &|labels| labels.field(first.place));
    let why = match (traced.refused, traced.through.last()) {
        (Some(problem), Some(last)) => {
            let said = at(last.to.part, &|labels| labels.problem(last.place.0, problem));
            let figure = at(last.from.part, &|labels| {
                labels.cell(&chain.parts()[last.from.part].evaluation, last.from.node, last.from.cell)
            });
            format!("{figure}: {said}")
        }
        _ => at(traced.part, &|labels| labels.fault(&traced.fault)),
    };
    let from = &chain.parts()[first.from.part];
    let source = Link { calculator: from.calculator.id, node: first.from.node, cell: first.from.cell };
    app.phrase("cause.link", &[("field", &fed), ("source", &app.source_name(source)), ("cause", &why)])
}

/// The unit of a field.
pub fn field_unit(field: FieldId) -> Unit {
    let input = calculators::find(field.calculator).map(|calculator| calculator.sheet().input(field.input));
    input.and_then(Input::unit).unwrap_or(NUMBER)
}

/// The unit of a cell.
pub fn unit_of(id: &str, node: NodeId) -> Unit {
    calculators::find(id).map_or(NUMBER, |calculator| calculator.sheet().node(node).unit)
}

/// The input that a cell is, if it is one.
pub fn input_of(calculator: &Calculator, node: NodeId) -> Option<InputId> {
    match calculator.sheet().node(node).op {
        Op::Input(input) => Some(input),
        _ => None,
    }
}

/// What a workbook is called; one without a name of its own is called so.
pub fn workbook_name(app: &App, name: &str) -> String {
    match name.strip_prefix('@') {
        _ if name.is_empty() => app.word("workbooks.untitled"),
        Some(key) => app.word(key),
        None => name.to_owned(),
    }
}

/// Why a figure has no value, in a sentence, if it has none; followed through links to where that began.
pub fn fault(context: &Context, node: NodeId, cell: usize) -> Option<String> {
    let traced = context.chain.trace(At { part: 0, node, cell })?;
    Some(cause(context.app, context.chain, &traced))
}

/// The name of a file: the calculator, the scenario where it is not the base, what it holds.
pub fn file_name(app: &App, id: &str, what: &str) -> String {
    let scenario = app.state.workbook.scenario(app.state.scenario).map(|one| app.own_name(&one.name));
    [Some(app.title(id)), scenario, Some(what.to_owned())].into_iter().flatten().collect::<Vec<_>>().join(" - ")
}
