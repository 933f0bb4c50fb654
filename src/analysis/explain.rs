//! Where a figure comes from: its formula in words, the formula with the person's own figures, and what it rests on.

use super::speech::Speech;
use crate::engine::formula::{self, Notation, Phrase, Signs};
use crate::engine::sheet::{CallId, Op};
use crate::engine::{Evaluation, InputId, NodeId, Unit};
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
    /// The formula with the person's own figures; none for a named step, whose parts say it.
    pub figures: Option<String>,
    /// The named cells it shows, each with its figure; an input can be gone to.
    pub rests_on: Vec<(NodeId, usize)>,
    /// The named step whose parts explain it.
    pub step: Option<CallId>,
}

/// Explains a figure of a cell.
#[must_use]
pub fn explain(speech: &Speech, evaluation: &Evaluation, node: NodeId, cell: usize) -> Explanation {
    let step = named_step(evaluation, node);
    let (words, figures) = match step {
        Some(call) => {
            let key = format!("step.{}.formula", evaluation.sheet().call(call).function.key);
            (speech.word(&key), None)
        }
        None => (
            formula::write(evaluation, &InWords { speech }, node, cell),
            Some(formula::write(evaluation, &InFigures { speech, evaluation }, node, cell)),
        ),
    };
    Explanation {
        label: speech.label_of_figure(node, cell),
        figure: speech.cell(evaluation, node, cell),
        words,
        figures,
        rests_on: formula::leaves(evaluation, node, cell),
        step,
    }
}

/// The explanation as text, from a figure down through every step to the inputs; `notes` says what is special about an input.
#[must_use]
pub fn text(
    speech: &Speech,
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
        let explained = explain(speech, evaluation, node, cell);
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
        open.extend(explained.rests_on.into_iter().filter(|below| !open.contains(below)).collect::<Vec<_>>());
        next += 1;
    }
    if open.len() > MOST {
        lines.push(speech.word("phrase.ellipsis"));
    }
    lines.join("\n\n")
}

/// The step that a cell is a result of, if it is nothing but that.
fn named_step(evaluation: &Evaluation, node: NodeId) -> Option<CallId> {
    let sheet = evaluation.sheet();
    match sheet.node(node).op {
        Op::Output(call, _) => match sheet.node(call).op {
            Op::Call(call) => Some(call),
            _ => None,
        },
        Op::Same(inner) if sheet.node(inner).key.is_none() => named_step(evaluation, inner),
        _ => None,
    }
}

const PRINTED: Signs = Signs { minus: "−", times: "×", divide: "÷" };

/// Names in the place of figures.
struct InWords<'a> {
    speech: &'a Speech<'a>,
}

impl Notation for InWords<'_> {
    fn leaf(&self, node: NodeId, _: usize) -> String {
        self.speech.label(node)
    }
    fn constant(&self, value: f64, unit: Unit) -> String {
        self.speech.figure(value, unit)
    }
    fn phrase(&self, phrase: Phrase, parts: &[String]) -> String {
        phrase_in_words(self.speech, phrase, parts)
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
    speech: &'a Speech<'a>,
    evaluation: &'a Evaluation<'a>,
}

impl Notation for InFigures<'_> {
    fn leaf(&self, node: NodeId, cell: usize) -> String {
        self.speech.cell(self.evaluation, node, cell)
    }
    fn constant(&self, value: f64, unit: Unit) -> String {
        self.speech.figure(value, unit)
    }
    fn phrase(&self, phrase: Phrase, parts: &[String]) -> String {
        match phrase {
            Phrase::Rows(table) => self.evaluation.rows()[table.index()].to_string(),
            _ => phrase_in_words(self.speech, phrase, parts),
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

fn phrase_in_words(speech: &Speech, phrase: Phrase, parts: &[String]) -> String {
    let table = match phrase {
        Phrase::SumOver(table) | Phrase::ProductOver(table) => table,
        Phrase::Rows(table) | Phrase::RowNumber(table) => Some(table),
        _ => None,
    };
    let table = table.map(|table| speech.word(&format!("table.{}", speech.sheet.table(table).key)));
    catalogue::fill(&speech.word(&format!("phrase.{}", phrase.key())), |place| match place {
        "table" => table.clone(),
        "all" => Some(listed(speech, parts)),
        "a" => parts.first().cloned(),
        "b" => parts.get(1).cloned(),
        _ => None,
    })
}

/// The parts one after the other, as a list is written in the person's language.
fn listed(speech: &Speech, parts: &[String]) -> String {
    let template = speech.word("phrase.list");
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
