//! Where a figure comes from: its formula in words, the formula with the person's own figures, and what it depends on.

use crate::engine::formula::{self, Notation, Phrase, Signs};
use crate::engine::sheet::{Op, StepId};
use crate::engine::{Effect, Evaluation, InputId, NodeId, Unit};
use crate::presentation::labels::Labels;
use crate::text::catalogue;
use crate::text::format;

/// A figure explained.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// What the figure is called.
    pub label: String,
    /// The figure.
    pub figure: String,
    /// The formula in words.
    pub words: String,
    /// The formula with the person's own figures; none for a step, whose parts say it.
    pub figures: Option<String>,
    /// The named cells it shows, each with its figure; an input can be gone to.
    pub depends_on: Vec<(NodeId, usize)>,
    /// The step whose parts explain it.
    pub step: Option<StepId>,
}

/// Explains a figure of a cell.
#[must_use]
pub fn explain(labels: &Labels, evaluation: &Evaluation, node: NodeId, cell: usize) -> Explanation {
    let step = named_step(evaluation, node);
    let (words, figures) = match step {
        Some(step) => {
            let key = format!("step.{}.formula", evaluation.sheet().step(step).function.key);
            (labels.word(&key), None)
        }
        None => (
            formula::write(evaluation, &InWords { labels }, node, cell),
            Some(formula::write(evaluation, &InFigures { labels, evaluation }, node, cell)),
        ),
    };
    Explanation {
        label: labels.label_of_figure(node, cell),
        figure: labels.cell(evaluation, node, cell),
        words,
        figures,
        depends_on: depends_on(evaluation, node, cell),
        step,
    }
}

/// The named cells that a figure shows, without those that have no effect on it under the choices in force.
fn depends_on(evaluation: &Evaluation, node: NodeId, cell: usize) -> Vec<(NodeId, usize)> {
    let (sheet, effect) = (evaluation.sheet(), Effect::of(evaluation));
    let behind = effect.behind(node);
    let ignored = |node: NodeId| matches!(sheet.node(node).op, Op::Input(input) if effect.is_ignored(input));
    let mut all = formula::leaves(evaluation, node, cell);
    all.retain(|(below, _)| *below == node || (behind[below.index()] && !ignored(*below)));
    all
}

/// The explanation as text, from a figure down through every step to the inputs; `notes` says what is special about an input.
#[must_use]
pub fn text(
    labels: &Labels,
    evaluation: &Evaluation,
    figure: (NodeId, usize),
    notes: &dyn Fn(InputId, usize) -> Vec<String>,
) -> String {
    /// So many figures are explained at most; a wide model would fill pages.
    const MOST: usize = 60;
    let (mut open, mut lines) = (vec![figure], Vec::new());
    let mut next = 0;
    while next < open.len().min(MOST) {
        let (node, cell) = open[next];
        let explained = explain(labels, evaluation, node, cell);
        lines.push(match evaluation.sheet().node(node).op {
            Op::Input(input) => {
                let notes = notes(input, cell);
                let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(" · ")) };
                format!("{} = {}{notes}", explained.label, explained.figure)
            }
            _ => match &explained.figures {
                Some(figures) => {
                    format!("{} = {}\n= {figures}\n= {}", explained.label, explained.words, explained.figure)
                }
                None => format!("{} = {}\n{}", explained.label, explained.figure, explained.words),
            },
        });
        open.extend(explained.depends_on.into_iter().filter(|below| !open.contains(below)).collect::<Vec<_>>());
        next += 1;
    }
    if open.len() > MOST {
        lines.push(labels.word("phrase.ellipsis"));
    }
    lines.join("\n\n")
}

/// The step that a cell is a result of, if it is nothing but that.
fn named_step(evaluation: &Evaluation, node: NodeId) -> Option<StepId> {
    let sheet = evaluation.sheet();
    match sheet.node(node).op {
        Op::Output(step, _) => match sheet.node(step).op {
            Op::Step(step) => Some(step),
            _ => None,
        },
        Op::Same(inner) if sheet.node(inner).key.is_none() => named_step(evaluation, inner),
        _ => None,
    }
}

const PRINTED: Signs = Signs { minus: "−", times: "×", divide: "÷" };

/// Names in the place of figures.
struct InWords<'a> {
    labels: &'a Labels<'a>,
}

impl Notation for InWords<'_> {
    fn leaf(&self, node: NodeId, _: usize) -> String {
        self.labels.label(node)
    }
    fn constant(&self, value: f64, unit: Unit) -> String {
        self.labels.figure(value, unit)
    }
    fn phrase(&self, phrase: Phrase, parts: &[String]) -> String {
        phrase_in_words(self.labels, phrase, parts)
    }
    fn signs(&self) -> Signs {
        PRINTED
    }
    fn writes_rows(&self) -> bool {
        false
    }
    fn most_rows(&self) -> usize {
        0
    }
}

/// The person's own figures.
struct InFigures<'a> {
    labels: &'a Labels<'a>,
    evaluation: &'a Evaluation<'a>,
}

impl Notation for InFigures<'_> {
    fn leaf(&self, node: NodeId, cell: usize) -> String {
        self.labels.cell(self.evaluation, node, cell)
    }
    fn constant(&self, value: f64, unit: Unit) -> String {
        self.labels.figure(value, unit)
    }
    fn phrase(&self, phrase: Phrase, parts: &[String]) -> String {
        match phrase {
            Phrase::Rows(table) => self.evaluation.rows()[table.index()].to_string(),
            _ => phrase_in_words(self.labels, phrase, parts),
        }
    }
    fn signs(&self) -> Signs {
        PRINTED
    }
    fn writes_rows(&self) -> bool {
        true
    }
    fn most_rows(&self) -> usize {
        6
    }
}

fn phrase_in_words(labels: &Labels, phrase: Phrase, parts: &[String]) -> String {
    let table = match phrase {
        Phrase::SumOver(table) | Phrase::ProductOver(table) => table,
        Phrase::Rows(table) | Phrase::RowNumber(table) => Some(table),
        _ => None,
    };
    let table = table.map(|table| labels.word(&format!("table.{}", labels.sheet.table(table).key)));
    catalogue::fill(&labels.word(&format!("phrase.{}", phrase.key())), |place| match place {
        "table" => table.clone(),
        "all" => Some(listed(labels, parts)),
        "a" => parts.first().cloned(),
        "b" => parts.get(1).cloned(),
        _ => None,
    })
}

/// The parts one after the other, as a list is written in the person's language.
fn listed(labels: &Labels, parts: &[String]) -> String {
    let template = labels.word("phrase.list");
    let parts = parts.iter().cloned();
    let list = parts.reduce(|list, part| {
        catalogue::fill(&template, |place| Some(if place == "a" { list.clone() } else { part.clone() }))
    });
    list.unwrap_or_default()
}

/// Exact figures in plain signs, which a test computes again: what is shown equals what is computed.
#[derive(Debug)]
pub struct Computable<'a> {
    pub evaluation: &'a Evaluation<'a>,
}

impl Notation for Computable<'_> {
    fn leaf(&self, node: NodeId, cell: usize) -> String {
        self.evaluation.value(node, cell).map_or_else(|| "missing".to_owned(), format::exact)
    }
    fn constant(&self, value: f64, _: Unit) -> String {
        format::exact(value)
    }
    fn phrase(&self, phrase: Phrase, parts: &[String]) -> String {
        match phrase {
            Phrase::Rows(table) => self.evaluation.rows()[table.index()].to_string(),
            _ => format!("{}({})", phrase.key(), parts.join(", ")),
        }
    }
    fn signs(&self) -> Signs {
        Signs { minus: "-", times: "*", divide: "/" }
    }
    fn writes_rows(&self) -> bool {
        true
    }
    fn most_rows(&self) -> usize {
        usize::MAX
    }
}
