//! All that a file holds and the table does not take: by row, in the page's words.

use yew::prelude::*;

use super::view::{View, heading};
use crate::browser::files::Unread;
use crate::browser::modules::Failure;
use crate::engine::InputId;
use crate::exchange::import::cells::Odd;
use crate::exchange::import::content::Content;
use crate::exchange::import::grid::{Flaw, Grid};
use crate::exchange::import::{Choices, ImportContext, Issue, Plan, Target, Trouble};
use crate::presentation::entry;
use crate::presentation::labels::Labels;
use crate::ui::context::App;
use crate::ui::form::filling;

/// So many problems are listed; the others are counted.
const LISTED: usize = 30;

/// Why a file gives no table.
pub(super) fn unread(app: &App, unread: &Unread) -> String {
    let key = match unread {
        Unread::Content(Content::Empty) => "import.refused.empty",
        Unread::Content(Content::Picture) => "import.refused.picture",
        Unread::Content(Content::Pdf) => "import.refused.pdf",
        Unread::Content(Content::OldSpreadsheet) => "import.refused.old",
        Unread::Content(_) => "import.refused.other",
        Unread::TooLarge(most) => {
            let megabytes = app.count((most >> 20) as usize);
            return app.phrase("import.refused.large", &[("n", &megabytes)]);
        }
        Unread::Gone => "import.refused.gone",
        Unread::NoTable => "import.refused.json",
        Unread::Module(Failure::NotLoaded) => "import.refused.offline",
        Unread::Module(Failure::Refused(reason)) => match reason.as_str() {
            "encrypted" | "old_format" => "import.refused.old",
            "not_a_spreadsheet" => "import.refused.archive",
            "macros" => "import.refused.macros",
            "unsafe_path" => "import.refused.unsafe",
            "file_too_large" | "too_large" | "too_many_parts" | "too_many_cells" => "import.refused.bomb",
            _ => "import.refused.spreadsheet",
        },
        Unread::Module(Failure::Stopped) => "import.refused.spreadsheet",
        Unread::Stopped => "import.stopped",
    };
    app.word(key)
}

/// What is odd about a cell, in a sentence.
pub(super) fn problem(app: &App, labels: &Labels, issue: &Issue) -> String {
    let text = [("text", issue.text.as_str())];
    match (issue.trouble, issue.input) {
        (Trouble::Wrong(wrong), Some(input)) => entry::explain_wrong(labels, input, wrong),
        (Trouble::Odd(Odd::NoOption), Some(input)) => filling::no_option(app, labels, input, &issue.text),
        (Trouble::Odd(Odd::Date), _) => app.phrase("import.odd.date", &text),
        (Trouble::Odd(_), _) => app.phrase("import.odd.error", &text),
        (Trouble::Linked, _) => app.word("import.linked"),
        (Trouble::Currency, _) => app.phrase("import.currency", &text),
        (Trouble::Unknown | Trouble::Wrong(_), _) => app.phrase("import.unknown", &text),
    }
}

/// The section.
pub(super) fn section(app: &App, labels: &Labels, context: &ImportContext, grid: &Grid, view: &View) -> Html {
    let View { choices, plan, changes } = view;
    let problems = problems(app, labels, context, grid, plan, choices);
    let notes = notes(app, labels, context, grid, plan, *changes);
    html! {
        <section role="status">
            { for notes.iter().map(|note| html! { <p class="note">{ note }</p> }) }
            if !problems.is_empty() {
                <h3>{ app.word("import.problems") }</h3>
                <ul class="problems">{ for problems.iter().take(LISTED).map(|problem| html! { <li>{ problem }</li> }) }</ul>
                if problems.len() + grid.more > LISTED {
                    <p class="note">{ app.phrase("import.more", &[("n", &app.count((problems.len() + grid.more).saturating_sub(LISTED)))]) }</p>
                }
            }
        </section>
    }
}

/// What is wrong, line by line: first the file itself, then its cells.
fn problems(
    app: &App,
    labels: &Labels,
    context: &ImportContext,
    grid: &Grid,
    plan: &Plan,
    choices: &Choices,
) -> Vec<String> {
    let number = |n: u64| app.count(n as usize);
    let flaw = |flaw: &Flaw| match *flaw {
        Flaw::Ragged { line, cells } => {
            app.phrase("import.flaw.ragged", &[("line", &number(line)), ("cells", &number(cells))])
        }
        Flaw::Unclosed { line } => app.phrase("import.flaw.unclosed", &[("line", &number(line))]),
    };
    let issue = |issue: &Issue| {
        let column = match (context.target, issue.input) {
            (Target::Table(_), _) => heading(grid, choices, issue.column),
            (Target::Fields, Some(input)) => labels.input_label(input),
            (Target::Fields, None) => issue.text.clone(),
        };
        let parts = [("line", &*number(issue.line)), ("column", &column), ("problem", &*problem(app, labels, issue))];
        app.phrase("import.at", &parts)
    };
    grid.flaws.iter().map(flaw).chain(plan.issues.iter().map(issue)).collect()
}

/// What else is to be said of the file as a whole.
fn notes(app: &App, labels: &Labels, context: &ImportContext, grid: &Grid, plan: &Plan, changes: bool) -> Vec<String> {
    let mut notes = Vec::new();
    let mut say = |when: bool, key: &str, parts: &[(&str, &str)]| {
        if when {
            notes.push(app.phrase(key, parts));
        }
    };
    let list = |names: &[String]| names.join(", ");
    if let Some(stop) = grid.stop {
        say(true, &format!("import.cap.{}", stop.key()), &[]);
    }
    let nothing = plan.lines.is_empty();
    say(nothing, "import.none", &[]);
    say(!nothing && !changes, "import.same", &[]);
    if let Target::Table(table) = context.target {
        let limits = context.sheet.table(table);
        let [most, least] = [limits.most, limits.least].map(|count| app.count(count));
        say(plan.dropped > 0, "import.dropped", &[("most", &most), ("n", &app.count(plan.dropped))]);
        say(plan.stays > 0, "import.stays", &[("least", &least)]);
    } else {
        say(plan.dropped > 0, "import.dropped.fields", &[("n", &app.count(plan.dropped))]);
    }
    say(!plan.empty.is_empty(), "import.empty", &[("n", &app.count(plan.empty.len()))]);
    say(!plan.twice.is_empty(), "import.twice", &[("names", &list(&plan.twice))]);
    say(!plan.unused.is_empty(), "import.unused", &[("names", &list(&plan.unused))]);
    let labels: Vec<String> = plan.missing.iter().map(|id: &InputId| labels.input_label(*id)).collect();
    say(!nothing && !labels.is_empty(), "import.missing", &[("names", &list(&labels))]);
    say(plan.dates, "import.dates", &[]);
    notes
}
