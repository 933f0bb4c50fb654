//! Calculators as a spreadsheet whose results follow when an input is changed in it: a sheet each, behind a sheet of contents.

pub mod address;
pub mod layout;
mod page;
pub mod plan;
pub mod printer;

use workbench_spreadsheet::book::{Book, Cell, Content, Look, Sheet, sheet_name};

use self::layout::Layout;
use self::page::Page;
use self::plan::Plan;
use super::chain::Chain;
use super::speech::{APP, Speech};
use super::workbook::{Kept, ScenarioId, Workbook};
use crate::engine::unit::Face;
use crate::engine::{Calculator, Unit};
use crate::text::{Catalogue, Currency, Formatter, catalogue};

/// In which words and figures a spreadsheet speaks.
#[derive(Clone, Copy)]
pub struct Voice<'a> {
    pub words: &'a Catalogue,
    pub formatter: &'a dyn Formatter,
    pub currency: Currency,
    /// What a calculator is called.
    pub title: &'a dyn Fn(&str) -> String,
    /// The scenario's name.
    pub scenario: &'a str,
    /// The day it is handed on, as `2026-11-25`.
    pub day: &'a str,
}

impl Voice<'_> {
    fn word(&self, key: &str) -> String {
        self.words.get(APP, key).unwrap_or(key).to_owned()
    }

    /// How figures of a unit are shown, in the notation of spreadsheet programs.
    fn number_format(&self, unit: Unit) -> String {
        match unit.face() {
            _ if unit.is_money() => {
                let decimals = if self.currency.digits() == 0 {
                    String::new()
                } else {
                    format!(".{}", "0".repeat(self.currency.digits()))
                };
                format!("\"{}\"#,##0{decimals}", self.currency.symbol())
            }
            Face::Percent | Face::Discount => "0.00%".to_owned(),
            Face::Multiple => "0.00\"×\"".to_owned(),
            Face::Plain | Face::Score => String::new(),
        }
    }
}

/// The calculators, and those that feed them, as a book in which every result follows that a formula can say.
#[must_use]
pub fn book(workbook: &Workbook, scenario: ScenarioId, wanted: &[&'static Calculator], voice: &Voice) -> Book {
    let chain = whole(workbook, scenario, wanted);
    let parts = chain.parts();
    let plans = plan::plans(&chain);
    let layouts: Vec<Layout> =
        parts.iter().zip(&plans).map(|(part, plan)| Layout::of(&part.evaluation, plan)).collect();
    let contents = sheet_name(&voice.word("sheet.contents"), &[]);
    let mut taken = vec![contents.clone()];
    for part in parts {
        taken.push(sheet_name(&(voice.title)(part.calculator.id), &taken));
    }
    let names = &taken[1..];
    let about = catalogue::fill(&voice.word("sheet.about"), |place| match place {
        "scenario" => Some(voice.scenario.to_owned()),
        "day" => Some(voice.day.to_owned()),
        _ => None,
    });
    let inputs: Vec<Kept> = (0..parts.len()).map(|part| chain.resolved(part)).collect();
    let speech = |part: usize| Speech {
        words: voice.words,
        section: parts[part].calculator.id,
        sheet: parts[part].sheet(),
        inputs: &inputs[part].inputs,
        formatter: voice.formatter,
    };
    let mut sheets = vec![summary(&chain, &plans, &layouts, names, voice, contents, &about, &speech)];
    for (part, name) in names.iter().enumerate() {
        let mut page = Page {
            voice,
            chain: &chain,
            part,
            plans: &plans,
            layouts: &layouts,
            names,
            speech: speech(part),
            cells: Vec::new(),
        };
        page.write(&(voice.title)(parts[part].calculator.id), &about);
        let mut widths = vec![18.0; 12];
        widths[0] = 44.0;
        sheets.push(Sheet { name: name.clone(), widths, cells: page.cells });
    }
    Book { title: voice.word("name"), sheets }
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
    voice: &Voice,
    name: String,
    about: &str,
    speech: &dyn Fn(usize) -> Speech<'a>,
) -> Sheet {
    let text =
        |row, column, text: String, look| Cell { row, column, content: Content::Text(text), look, ..Cell::default() };
    let mut cells = vec![
        text(0, 0, voice.word("name"), Look::Title),
        text(1, 0, about.to_owned(), Look::Aside),
        text(2, 0, voice.word("sheet.lead"), Look::Aside),
    ];
    for (part, of) in chain.parts().iter().enumerate() {
        let row = part as u32 + 4;
        cells.push(text(row, 0, (voice.title)(of.calculator.id), Look::Plain));
        let Some(headline) = of.sheet().headline() else { continue };
        let speech = speech(part);
        cells.push(text(row, 1, speech.word(headline.key), Look::Plain));
        let value = of.evaluation.figure(headline.node);
        let live = plans[part].live[headline.node.index()];
        let number = matches!(headline.kind, crate::engine::OutcomeKind::Number);
        let content = match layouts[part].own(headline.node) {
            Some(address) if number && live => {
                Content::Formula(format!("{}!{}", address::sheet(&names[part]), address.name()), value)
            }
            _ if number => value.map_or(Content::Empty, Content::Number),
            _ => Content::Text(speech.outcome(headline, value)),
        };
        let note = if live && number { String::new() } else { voice.word("sheet.fixed") };
        let format = voice.number_format(of.sheet().node(headline.node).unit);
        cells.push(Cell { row, column: 2, content, format, look: Look::Headline, note, choices: Vec::new() });
    }
    Sheet { name, widths: vec![44.0, 36.0, 20.0], cells }
}
