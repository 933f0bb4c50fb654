//! The formulas of a spreadsheet give what the engine gives, as LibreOffice computes them, also after inputs are changed in
//! the file. Runs where LibreOffice is: `cargo test --features libreoffice --test spreadsheet_live`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "what is wrong here stops the test")]

mod support;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;

use sales_workbench::calculators;
use sales_workbench::engine::{Calculator, Evaluation, InputSet, NodeId, Op};
use sales_workbench::exchange::spreadsheet::layout::Layout;
use sales_workbench::exchange::spreadsheet::{Wording, book, plan};
use sales_workbench::text::format::Plain;
use sales_workbench::text::{Currency, Language};
use sales_workbench::workbook::chain::Chain;
use sales_workbench::workbook::contents::{BASE, Kept, Link, Workbook};
use sales_workbench::workbook::request;
use support::inputs::{Reach, thrown, thrown_again};
use support::words;
use support::workbooks::{calculator, link, place, result, set_by_path};
use workbench_spreadsheet::book::{Book, Content, Look};
use workbench_spreadsheet::read::{Value, read};
use workbench_spreadsheet::write::write;

/// A file and what its results must come to.
struct Trial {
    calculator: &'static Calculator,
    written: InputSet,
    /// What is typed into the file afterwards: the same rows, other figures.
    typed: InputSet,
}

fn workbook_of(calculator: &'static Calculator, inputs: &InputSet) -> Workbook {
    let mut workbook = Workbook::default();
    workbook.calculators.insert(calculator.id, Rc::new(Kept::new(inputs.clone())));
    workbook
}

fn chain_of(calculator: &'static Calculator, inputs: &InputSet) -> Chain {
    Chain::of(&workbook_of(calculator, inputs), BASE, calculator)
}

fn book_of(calculator: &'static Calculator, inputs: &InputSet) -> Book {
    book_in(&workbook_of(calculator, inputs), calculator)
}

fn book_in(workbook: &Workbook, calculator: &'static Calculator) -> Book {
    let catalogue = words::all(Language::English);
    let formatter = Plain { currency: Currency::Usd };
    let title = |id: &str| id.to_owned();
    let wording = Wording {
        words: &catalogue,
        formatter: &formatter,
        currency: Currency::Usd,
        title: &title,
        scenario: "Base",
        day: "2026-11-25",
    };
    book(workbook, BASE, &[calculator], &wording)
}

/// The book of one set of inputs with another set typed into it, and no result left in it.
fn retyped(trial: &Trial) -> Book {
    let mut book = book_of(trial.calculator, &trial.written);
    let other = book_of(trial.calculator, &trial.typed);
    let layout = |inputs: &InputSet| {
        let chain = chain_of(trial.calculator, inputs);
        Layout::of(&chain.parts()[0].evaluation, &plan::plans(&chain)[0])
    };
    let (here, there) = (layout(&trial.written), layout(&trial.typed));
    let chain = chain_of(trial.calculator, &trial.written);
    let evaluation = &chain.parts()[0].evaluation;
    let found: HashMap<(u32, u16), Content> =
        other.sheets[1].cells.iter().map(|cell| ((cell.row, cell.column), cell.content.clone())).collect();
    let mut typed = HashMap::new();
    for node in trial.calculator.sheet().inputs.iter().filter_map(|input| input.node) {
        for cell in 0..evaluation.count(node) {
            let at = |layout: &Layout| layout.typed(node).expect("a place").of(evaluation, node, cell);
            let (here, there) = (at(&here), at(&there));
            typed.insert((here.row, here.column), found[&(there.row, there.column)].clone());
        }
    }
    for cell in book.sheets.iter_mut().flat_map(|sheet| &mut sheet.cells) {
        if let Content::Formula(_, cached) = &mut cell.content {
            *cached = Some(0.0);
        }
    }
    for cell in &mut book.sheets[1].cells {
        if let Some(content) = typed.remove(&(cell.row, cell.column)) {
            cell.content = content;
        }
    }
    book
}

/// The largest figure that a cell depends on.
fn largest(evaluation: &Evaluation, node: NodeId) -> f64 {
    let reached = evaluation.sheet().reached_from([node]);
    let nodes = (0..reached.len()).filter(|index| reached[*index]).map(|index| NodeId(index as u32));
    nodes.flat_map(|node| evaluation.column(node)).flatten().fold(1e-6, |most, value| most.max(value.abs()))
}

fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    let mut state = 1_u64;
    let mut dice = || {
        (0..400)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 33) as u32 * 2
            })
            .collect::<Vec<u32>>()
    };
    for calculator in calculators::loaded() {
        let sheet = calculator.sheet();
        let mut sets = vec![InputSet::preset(sheet)];
        sets.extend(calculator.examples.iter().map(|example| {
            let given = serde_json::from_str(example.inputs).expect("JSON");
            request::read_inputs(sheet, &given).expect("an example's inputs")
        }));
        sets.extend((0..3).map(|_| thrown(sheet, &dice(), Reach::Within)));
        for written in sets {
            let typed = thrown_again(sheet, &written, &dice(), Reach::Within);
            trials.push(Trial { calculator, written: written.clone(), typed: written.clone() });
            trials.push(Trial { calculator, written, typed });
        }
    }
    trials
}

/// Has LibreOffice compute every formula again as it opens a file, whatever the file says that it came to.
const ALWAYS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"#;

fn computed(folder: &Path, files: &[PathBuf]) {
    let settings = folder.join("profile/user");
    std::fs::create_dir_all(&settings).expect("a folder");
    std::fs::write(settings.join("registrymodifications.xcu"), ALWAYS).expect("a file");
    let done = Command::new("libreoffice")
        .arg(format!("-env:UserInstallation=file://{}", folder.join("profile").display()))
        .args(["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"])
        .arg(folder.join("computed"))
        .args(files)
        .output()
        .expect("LibreOffice, which `cargo xtask test` installs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn every_live_result_follows_in_libreoffice() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("spreadsheet_live");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(folder.join("computed")).expect("a folder");
    let trials = trials();
    let files: Vec<PathBuf> = (0..trials.len()).map(|number| folder.join(format!("{number}.xlsx"))).collect();
    for (trial, file) in trials.iter().zip(&files) {
        std::fs::write(file, write(&retyped(trial)).expect("a book that can be written")).expect("a file");
    }
    computed(&folder, &files);
    let mut live: BTreeMap<&str, BTreeMap<&str, bool>> = BTreeMap::new();
    let (mut compared, mut wrong) = (0, Vec::new());
    for (number, trial) in trials.iter().enumerate() {
        let file = folder.join("computed").join(format!("{number}.xlsx"));
        let sheets = read(&std::fs::read(file).expect("a file")).expect("a spreadsheet");
        let (written, typed) = (chain_of(trial.calculator, &trial.written), chain_of(trial.calculator, &trial.typed));
        let (plans, after) = (plan::plans(&written), plan::plans(&typed));
        let layout = Layout::of(&written.parts()[0].evaluation, &plans[0]);
        let (written, typed) = (&written.parts()[0].evaluation, &typed.parts()[0].evaluation);
        for outcome in &trial.calculator.sheet().outcomes {
            let node: NodeId = outcome.node;
            let Some(address) = layout.own(node) else { continue };
            let follows = plans[0].live[node.index()];
            *live.entry(trial.calculator.id).or_default().entry(outcome.key).or_default() |= follows;
            if !follows || matches!(trial.calculator.sheet().node(node).op, Op::Input(_)) {
                continue;
            }
            for cell in 0..written.count(node) {
                let at = address.of(written, node, cell);
                let found = sheets[1].rows.get(at.row as usize).and_then(|row| row.get(at.column as usize));
                let agrees = match (found, typed.value(node, cell)) {
                    (Some(Value::Number(found)), Some(value)) => {
                        // Fifteen digits of the largest figure on the way: what a difference of nearly equal figures is left with.
                        (found - value).abs() <= 1e-9 * value.abs() + 1e-15 * largest(typed, node)
                    }
                    // Another choice than the one that was written may need what no formula says.
                    (Some(Value::Error(_)), value) => value.is_none() || !after[0].live[node.index()],
                    _ => false,
                };
                compared += 1;
                if !agrees {
                    let (id, key, value) = (trial.calculator.id, outcome.key, typed.value(node, cell));
                    wrong.push(format!("{number} {id} {key}[{cell}]: {found:?}, not {value:?}"));
                }
            }
        }
    }
    for (id, outcomes) in &live {
        let fixed: Vec<&&str> = outcomes.iter().filter(|(_, live)| !**live).map(|(key, _)| key).collect();
        println!("{id}: {} of {} live; not: {fixed:?}", outcomes.len() - fixed.len(), outcomes.len());
    }
    println!("{compared} figures compared in {} files", trials.len());
    assert!(wrong.is_empty(), "{} of {compared}:\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
    assert!(compared > 1_000, "{compared}");
}

#[test]
fn a_linked_input_follows_the_result_on_another_sheet() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("spreadsheet_linked");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    let (from, to) = (calculator("pricing.cost_plus"), calculator("funnel.conversion"));
    let linked = |cost: f64| {
        let mut workbook = Workbook::default();
        set_by_path(&mut workbook, BASE, from, &[("unit_cost", cost)]);
        let (node, cell) = result(from, "price");
        link(&mut workbook, (to, place(to, "deal_size")), Link { calculator: from.id, node, cell });
        workbook
    };
    let (written, typed) = (linked(20.0), linked(31.0));
    let mut file = book_in(&written, to);
    assert_eq!(file.sheets.len(), 3, "what feeds a calculator comes along");
    let changed = file
        .sheets
        .iter_mut()
        .flat_map(|sheet| &mut sheet.cells)
        .filter(|cell| cell.look == Look::Input && cell.content == Content::Number(20.0));
    changed.for_each(|cell| cell.content = Content::Number(31.0));
    std::fs::write(folder.join("0.xlsx"), write(&file).expect("a book")).expect("a file");
    computed(&folder, &[folder.join("0.xlsx")]);
    let sheets = read(&std::fs::read(folder.join("computed/0.xlsx")).expect("a file")).expect("a spreadsheet");
    let chain = Chain::of(&written, BASE, to);
    let layout = Layout::of(&chain.parts()[0].evaluation, &plan::plans(&chain)[0]);
    let (revenue, _) = result(to, "revenue");
    let at = layout.own(revenue).expect("a place");
    let expected = Chain::of(&typed, BASE, to).parts()[0].evaluation.figure(revenue).expect("a figure");
    let Value::Number(found) = sheets[1].rows[at.row as usize][at.column as usize] else { panic!("no figure") };
    assert!((found - expected).abs() <= 1e-9 * expected, "{found}, not {expected}");
}
