//! How the file is read, and where each of its columns goes: lists that show what was found and let it be another.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::reading::Read;
use super::view::heading;
use crate::browser::files::{Said, Tables};
use crate::exchange::import::content::Encoding;
use crate::exchange::import::grid::Grid;
use crate::exchange::import::{Choices, ImportContext, Target};
use crate::presentation::labels::Labels;
use crate::ui::context::App;
use crate::ui::parts::select::Select;

/// The signs between cells, as values and as words.
const DELIMITERS: [(char, &str, &str); 4] = [
    (',', "comma", "import.delimiter.comma"),
    (';', "semicolon", "import.delimiter.semicolon"),
    ('\t', "tab", "import.delimiter.tab"),
    ('|', "bar", "import.delimiter.bar"),
];

/// A list with its label.
fn list(
    id: &str,
    label: String,
    options: Vec<(&'static str, String)>,
    current: usize,
    choose: Callback<usize>,
) -> Html {
    html! {
        <div class="field">
            <label for={id.to_owned()}>{ label }</label>
            <Select id={id.to_owned()} {options} current={Some(current)} {choose} />
        </div>
    }
}

/// The lists of how the file is read.
pub(super) fn reading(
    app: &App,
    context: &ImportContext,
    reading: &Read,
    tables: &Tables,
    grid: &Grid,
    choices: &Choices,
) -> Html {
    let change = |change: fn(&mut Choices, usize)| {
        let (choose, choices) = (reading.choose.clone(), choices.clone());
        Callback::from(move |place: usize| {
            let mut choices = choices.clone();
            change(&mut choices, place);
            choose.emit(Some(choices));
        })
    };
    let two = |options: [(&'static str, &str); 2]| options.map(|(value, key)| (value, app.word(key))).to_vec();
    let header = {
        // Other headings, other columns.
        let (choose, choices) = (reading.choose.clone(), choices.clone());
        let [with, without] = [true, false].map(|header| context.likely_columns(grid, header));
        Callback::from(move |event: Event| {
            let header = event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked());
            let columns = if header { with.clone() } else { without.clone() };
            choose.emit(Some(Choices { header, columns, ..choices.clone() }));
        })
    };
    html! {
        <>
            <div class="row">
                if let Some(encoding) = tables.encoding { { encodings(app, reading, encoding) } }
                if tables.delimited { { delimiters(app, reading, grid) } }
                if tables.all.len() > 1 { { sheets(app, reading, tables) } }
                { list("import-mark", app.word("import.mark"), two([("point", "import.mark.point"), ("comma", "import.mark.comma")]), usize::from(choices.hand.decimal_comma),
                    change(|choices, place| choices.hand.decimal_comma = place == 1)) }
                if context.has_bare_shares(grid, choices) {
                    { list("import-shares", app.word("import.shares"), two([("percent", "import.shares.percent"), ("fraction", "import.shares.fraction")]), usize::from(choices.hand.fractions),
                        change(|choices, place| choices.hand.fractions = place == 1)) }
                }
                if let Target::Table(_) = context.target {
                    { list("import-rows", app.word("import.rows"), two([("replace", "import.rows.replace"), ("append", "import.rows.append")]), usize::from(choices.append),
                        change(|choices, place| choices.append = place == 1)) }
                }
            </div>
            <div class="switch">
                <label><input type="checkbox" checked={choices.header} onchange={header} /><span>{ app.word("import.header") }</span></label>
            </div>
        </>
    }
}

fn encodings(app: &App, reading: &Read, current: Encoding) -> Html {
    let (say, said) = (reading.say.clone(), reading.said);
    let choose = Callback::from(move |place: usize| {
        say.emit(Said { encoding: Encoding::ALL.get(place).copied(), ..said });
    });
    let options = Encoding::ALL.map(|encoding| (encoding.label(), encoding.name().to_owned())).to_vec();
    let current = Encoding::ALL.iter().position(|encoding| *encoding == current).unwrap_or(0);
    list("import-encoding", app.word("import.encoding"), options, current, choose)
}

fn delimiters(app: &App, reading: &Read, grid: &Grid) -> Html {
    let (say, said) = (reading.say.clone(), reading.said);
    let choose = Callback::from(move |place: usize| {
        say.emit(Said { delimiter: DELIMITERS.get(place).map(|(sign, ..)| *sign), ..said });
    });
    let mut options = DELIMITERS.map(|(_, value, key)| (value, app.word(key))).to_vec();
    let current = DELIMITERS.iter().position(|(sign, ..)| Some(*sign) == grid.delimiter);
    if current.is_none() {
        options.push(("none", app.word("import.delimiter.none")));
    }
    list("import-delimiter", app.word("import.delimiter"), options, current.unwrap_or(DELIMITERS.len()), choose)
}

fn sheets(app: &App, reading: &Read, tables: &Tables) -> Html {
    let options = tables.all.iter().map(|(name, _)| ("", name.clone())).collect();
    list("import-sheet", app.word("import.sheet"), options, reading.sheet, reading.show.clone())
}

/// Where each column of the file goes.
pub(super) fn columns(
    app: &App,
    labels: &Labels,
    context: &ImportContext,
    reading: &Read,
    grid: &Grid,
    choices: &Choices,
) -> Html {
    let Target::Table(_) = context.target else { return Html::default() };
    let inputs = context.inputs();
    let column = |place: usize| {
        let options = std::iter::once(("", app.word("import.leave_out")));
        let options = options.chain(inputs.iter().map(|id| (context.sheet.input(*id).key, labels.input_label(*id))));
        let chosen = choices.columns.get(place).copied().flatten();
        let current = chosen.and_then(|id| inputs.iter().position(|other| *other == id)).map_or(0, |at| at + 1);
        let label = heading(grid, choices, place);
        let (choose, choices, inputs) = (reading.choose.clone(), choices.clone(), inputs.clone());
        let choose = Callback::from(move |option: usize| {
            let mut choices = choices.clone();
            let input = option.checked_sub(1).and_then(|at| inputs.get(at)).copied();
            // An input takes one column: the one chosen last.
            for column in choices.columns.iter_mut().filter(|column| input.is_some() && **column == input) {
                *column = None;
            }
            if let Some(column) = choices.columns.get_mut(place) {
                *column = input;
            }
            choose.emit(Some(choices));
        });
        list(&format!("import-column-{place}"), label, options.collect(), current, choose)
    };
    html! {
        <fieldset class="columns">
            <legend>{ app.word("import.columns") }</legend>
            <div class="row">{ for (0..choices.columns.len().min(MOST_COLUMNS)).map(column) }</div>
        </fieldset>
    }
}

/// So many columns can be matched by hand.
const MOST_COLUMNS: usize = 60;
