//! Calculators as a spreadsheet whose results follow when an input is changed in it: a sheet each, behind a sheet of contents.

use workbench_spreadsheet::book::{Book, Cell, Content, Look, Sheet, sheet_name};

use super::layout::Layout;
use super::page::Page;
use super::plan::Plan;
use super::wording::Wording;
use super::{address, plan};
use crate::engine::Calculator;
use crate::presentation::labels::Labels;
use crate::text::catalogue;
use crate::workbook::chain::Chain;
use crate::workbook::contents::{Kept, ScenarioId, Workbook};

/// The calculators, and those that feed them, as a book in which every result follows that a formula can say.
#[must_use]
pub fn book(workbook: &Workbook, scenario: ScenarioId, wanted: &[&'static Calculator], wording: &Wording) -> Book {
    let chain = whole(workbook, scenario, wanted);
    let parts = chain.parts();
    let plans = plan::plans(&chain);
    let layouts: Vec<Layout> =
        parts.iter().zip(&plans).map(|(part, plan)| Layout::of(&part.evaluation, plan)).collect();
    let contents = sheet_name(&wording.word("sheet.contents"), &[]);
    let mut taken = vec![contents.clone()];
    for part in parts {
        taken.push(sheet_name(&(wording.title)(part.calculator.id), &taken));
    }
    let names = &taken[1..];
    let about = catalogue::fill(&wording.word("sheet.about"), |place| match place {
        "scenario" => Some(wording.scenario.to_owned()),
        "day" => Some(wording.day.to_owned()),
        _ => None,
    });
    let inputs: Vec<Kept> = (0..parts.len()).map(|part| chain.resolved(part)).collect();
    let labels = |part: usize| Labels {
        words: wording.words,
        section: parts[part].calculator.id,
        sheet: parts[part].sheet(),
        inputs: &inputs[part].inputs,
        formatter: wording.formatter,
    };
    let mut sheets = vec![summary(&chain, &plans, &layouts, names, wording, contents, &about, &labels)];
    for (part, name) in names.iter().enumerate() {
        let mut page = Page {
            wording,
            chain: &chain,
            part,
            plans: &plans,
            layouts: &layouts,
            names,
            labels: labels(part),
            cells: Vec::new(),
        };
        page.write(&(wording.title)(parts[part].calculator.id), &about);
        let mut widths = vec![18.0; 12];
        widths[0] = 44.0;
        sheets.push(Sheet { name: name.clone(), widths, cells: page.cells });
    }
    Book { title: wording.word("name"), sheets }
}

/// These calculators and all that feed them, each computed to the last cell.
fn whole(workbook: &Workbook, scenario: ScenarioId, wanted: &[&'static Calculator]) -> Chain {
    let chain = Chain::toward(workbook, scenario, wanted.iter().map(|one| (*one, None)), 1);
    let all: Vec<&'static Calculator> = chain.parts().iter().map(|part| part.calculator).collect();
    let mut chain = Chain::toward(workbook, scenario, all.into_iter().map(|one| (one, None)), 1);
    chain.run();
    chain
}

/// The sheet of contents: each calculator with its most important figure, which follows too.
#[expect(clippy::too_many_arguments, reason = "one call; what it needs is what the book is made of")]
fn summary<'a>(
    chain: &Chain,
    plans: &[Plan],
    layouts: &[Layout],
    names: &[String],
    wording: &Wording,
    name: String,
    about: &str,
    labels: &dyn Fn(usize) -> Labels<'a>,
) -> Sheet {
    let text =
        |row, column, text: String, look| Cell { row, column, content: Content::Text(text), look, ..Cell::default() };
    let mut cells = vec![
        text(0, 0, wording.word("name"), Look::Title),
        text(1, 0, about.to_owned(), Look::Aside),
        text(2, 0, wording.word("sheet.lead"), Look::Aside),
    ];
    for (part, of) in chain.parts().iter().enumerate() {
        let row = part as u32 + 4;
        cells.push(text(row, 0, (wording.title)(of.calculator.id), Look::Plain));
        let Some(headline) = of.sheet().headline() else { continue };
        let labels = labels(part);
        cells.push(text(row, 1, labels.word(headline.key), Look::Plain));
        let value = of.evaluation.figure(headline.node);
        let live = plans[part].live[headline.node.index()];
        let number = matches!(headline.kind, crate::engine::OutcomeKind::Number);
        let content = match layouts[part].own(headline.node) {
            Some(address) if number && live => {
                Content::Formula(format!("{}!{}", address::sheet(&names[part]), address.name()), value)
            }
            _ if number => value.map_or(Content::Empty, Content::Number),
            _ => Content::Text(labels.outcome(headline, value)),
        };
        let note = if live && number { String::new() } else { wording.word("sheet.fixed") };
        let format = wording.number_format(of.sheet().node(headline.node).unit);
        cells.push(Cell { row, column: 2, content, format, look: Look::Headline, note, choices: Vec::new() });
    }
    Sheet { name, widths: vec![44.0, 36.0, 20.0], cells }
}
