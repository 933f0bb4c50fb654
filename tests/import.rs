//! Tables from files: every table of every calculator comes back as it was; what is odd is listed by row and kept as typed.

mod support;

use std::rc::Rc;

use proptest::prelude::*;
use sales_workbench::calculators;
use sales_workbench::engine::sheet::Problem;
use sales_workbench::engine::{Calculator, InputId, InputKind, InputSet, TableId};
use sales_workbench::exchange::import::cells::{self, Odd};
use sales_workbench::exchange::import::content::{Content, Encoding, content, likely, marked, wide};
use sales_workbench::exchange::import::grid::{Flaw, Grid, Stop};
use sales_workbench::exchange::import::names::{Names, fold};
use sales_workbench::exchange::import::{Choices, ImportContext, Plan, Target, Trouble, headings};
use sales_workbench::presentation::entry::{self, Wrong};
use sales_workbench::state::{Action, State};
use sales_workbench::text::{Catalogue, Currency, Language};
use sales_workbench::workbook::contents::Kept;
use sales_workbench::workbook::request;
use sales_workbench::workbook::settings::Settings;
use support::words::all;
use workbench_codec::csv;

fn calculator(id: &str) -> &'static Calculator {
    calculators::find(id).unwrap_or_else(|| panic!("no calculator {id}"))
}

fn names(calculator: &Calculator) -> Names {
    Names { section: calculator.id, words: Language::ALL.map(|language| Rc::new(all(language))).to_vec() }
}

/// A text as the page reads it.
fn grid(text: &str) -> Grid {
    let mut reading = csv::Reading::new(None, 1_000);
    reading.feed(text);
    Grid::from_module(&reading.finish().write()).unwrap_or_else(|| panic!("the module wrote something else"))
}

/// The only list of a JSON.
fn list(text: &str, table: Option<&str>) -> Grid {
    let mut all = Grid::from_json(text, table).unwrap_or_default();
    assert_eq!(all.len(), 1, "{text}");
    all.remove(0).1
}

/// A person before a table.
struct Person {
    calculator: &'static Calculator,
    target: Target,
    names: Names,
    state: State,
}

impl Person {
    fn at(id: &str, table: Option<&str>) -> Self {
        let calculator = calculator(id);
        let table = table.map(|key| calculator.sheet().find_table(key).unwrap_or_else(|| panic!("no table {key}")));
        let state = State::default().reduce(Action::Speak(Language::English, Rc::new(all(Language::English))));
        Self { calculator, target: table.map_or(Target::Fields, Target::Table), names: names(calculator), state }
    }

    fn context<T>(&self, ask: impl FnOnce(&ImportContext) -> T) -> T {
        let kept = self.state.kept(self.calculator);
        ask(&ImportContext {
            calculator: self.calculator.id,
            sheet: self.calculator.sheet(),
            target: self.target,
            kept: &kept,
            names: &self.names,
            words: &self.state.words,
            settings: self.state.settings,
        })
    }

    // The method itself is not general enough over the context's lifetime.
    #[allow(clippy::redundant_closure_for_method_calls)]
    fn inputs(&self) -> Vec<InputId> {
        self.context(|context| context.inputs())
    }

    fn likely(&self, grid: &Grid) -> Choices {
        self.context(|context| context.likely(grid))
    }

    fn plan(&self, grid: &Grid, choices: &Choices) -> Plan {
        self.context(|context| context.plan(grid, choices))
    }

    fn likely_plan(&self, text: &str) -> Plan {
        let grid = grid(text);
        self.plan(&grid, &self.likely(&grid))
    }

    fn after(&self, plan: &Plan) -> Rc<Kept> {
        self.state.reduce(Action::Import(Rc::new(plan.filling.clone()))).kept(self.calculator)
    }

    fn input(&self, path: &str) -> InputId {
        self.calculator.sheet().find_input(path).unwrap_or_else(|| panic!("no input {path}"))
    }

    fn figures(&self, kept: &Kept, path: &str) -> Vec<Option<f64>> {
        kept.inputs.figures(self.input(path)).to_vec()
    }

    /// What is odd, by line and column.
    fn troubles(plan: &Plan) -> Vec<(u64, usize, Trouble)> {
        plan.issues.iter().map(|issue| (issue.line, issue.column, issue.trouble)).collect()
    }
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

/// A table as an export writes it: headings in a language, figures as they are edited, options and names in words.
fn exported(calculator: &Calculator, inputs: &InputSet, table: TableId, words: &Catalogue) -> String {
    let sheet = calculator.sheet();
    let word = |key: &str| words.get(calculator.id, key).unwrap_or_default().to_owned();
    let columns = &sheet.table(table).columns;
    let heading = columns.iter().map(|id| quoted(&format!("{} (x)", word(&sheet.path(*id))))).collect::<Vec<_>>();
    let cell = |id: InputId, row: usize| {
        let figure = || inputs.figures(id)[row];
        match &sheet.input(id).kind {
            InputKind::Text => {
                let name = &inputs.names(id)[row];
                name.strip_prefix('@').map_or_else(|| name.clone(), |key| word(&format!("name.{key}")))
            }
            InputKind::Choice { options } => {
                let option = options[figure().unwrap_or_default() as usize];
                word(&format!("option.{}.{option}", sheet.path(id)))
            }
            InputKind::Switch => figure().map_or_else(String::new, |on| if on == 0.0 { "no" } else { "是" }.to_owned()),
            InputKind::Number { unit, .. } => {
                let percent = matches!(unit.face(), sales_workbench::engine::unit::Face::Percent);
                let text = entry::editable(sheet, id, figure());
                if percent && !text.is_empty() { format!("{text}%") } else { text }
            }
        }
    };
    let line = |row: usize| columns.iter().map(|id| quoted(&cell(*id, row))).collect::<Vec<_>>().join(",");
    let lines = (0..inputs.rows()[table.index()]).map(line);
    std::iter::once(heading.join(",")).chain(lines).collect::<Vec<_>>().join("\r\n")
}

#[test]
fn every_table_of_every_calculator_comes_back_as_it_was_in_each_language() {
    for calculator in calculators::loaded() {
        for index in 0..calculator.sheet().tables.len() {
            let table = TableId(index as u32);
            for language in Language::ALL {
                let mut person = Person::at(calculator.id, Some(calculator.sheet().table(table).key));
                let inputs = InputSet::preset(calculator.sheet());
                let text = exported(calculator, &inputs, table, &all(language));
                let what = format!("{} {} {}", calculator.id, calculator.sheet().table(table).key, language.tag());
                let plan = person.likely_plan(&text);
                assert_eq!(
                    (&plan.issues[..], &plan.unused[..], &plan.missing[..]),
                    (&[][..], &[][..], &[][..]),
                    "{what}"
                );
                assert!(!person.context(|context| plan.changes(context)), "{what}: all is there already");
                // From another beginning: one row more, all figures another row's.
                person.state = person.state.reduce(Action::InsertRow(calculator.id, table, 0));
                let back = person.after(&person.likely_plan(&text));
                let key = calculator.sheet().table(table).key;
                let [back_again, before] = [&back.inputs, &inputs]
                    .map(|inputs| request::write_inputs(calculator.sheet(), inputs)[key].clone());
                assert_eq!(back_again, before, "{what}");
                assert!(back.drafts.is_empty(), "{what}");
            }
        }
    }
}

#[test]
fn the_single_fields_of_every_calculator_come_from_names_and_values() {
    for calculator in calculators::loaded() {
        let person = Person::at(calculator.id, None);
        let (sheet, preset) = (calculator.sheet(), InputSet::preset(calculator.sheet()));
        for language in Language::ALL {
            let words = all(language);
            let word = |key: &str| words.get(calculator.id, key).unwrap_or_default().to_owned();
            let value = |id: InputId| match (&sheet.input(id).kind, preset.figure(id)) {
                (InputKind::Choice { options }, Some(figure)) => {
                    word(&format!("option.{}.{}", sheet.path(id), options[figure as usize]))
                }
                (InputKind::Switch, Some(figure)) => if figure == 0.0 { "no" } else { "yes" }.to_owned(),
                (_, figure) => entry::editable(sheet, id, figure),
            };
            let inputs = person.inputs();
            let line = |id: &InputId| format!("{};{}\n", quoted(&word(&sheet.path(*id))), value(*id));
            let text: String = std::iter::once("Name;Value\n".to_owned()).chain(inputs.iter().map(line)).collect();
            let plan = person.plan(&grid(&text), &Choices { header: true, ..Choices::default() });
            let what = format!("{} {}", calculator.id, language.tag());
            assert_eq!(plan.issues, [], "{what}");
            assert_eq!(plan.filling.lines.len() + plan.twice.len(), inputs.len(), "{what}: {:?}", plan.twice);
            let after = person.after(&plan);
            assert_eq!(after.inputs, preset, "{what}");
        }
    }
}

#[test]
fn item_36_nothing_a_wrong_ending_or_a_picture_is_told_by_the_bytes() {
    for (bytes, expected) in [
        (&b""[..], Content::Empty),
        (b" \r\n\t", Content::Empty),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Content::Picture),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", Content::Picture),
        (b"PK\x03\x04\x14\0", Content::Spreadsheet),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Content::OldSpreadsheet),
        (b"%PDF-1.7", Content::Pdf),
        (b"MZ\0\x01\x02", Content::Other),
        (b"name,count\n", Content::Text),
        (b"BMW,3\nRIFF,4\n", Content::Text),
        (b"BM\x36\0\x0c\0", Content::Picture),
        (b" [{\"a\":1}]", Content::Json),
        (b"{\"a\":1}", Content::Json),
        (b"[draft],1", Content::Text),
        (b"\xff\xfea\0,\0", Content::Text),
        (b"a\0,\0b\0\n\0", Content::Text),
    ] {
        assert_eq!(content(bytes), expected, "{bytes:?}");
    }
    for text in ["", "\n\n", "{", "[1,2", "3"] {
        assert_eq!(Grid::from_json(text, Some("stages")), None, "{text:?}");
    }
}

#[test]
fn item_37_every_encoding_is_detected() {
    assert_eq!(marked(b"\xef\xbb\xbfa"), Some(Encoding::Utf8));
    assert_eq!(marked(b"\xff\xfea\0"), Some(Encoding::Utf16Le));
    assert_eq!(marked(b"\xfe\xff\0a"), Some(Encoding::Utf16Be));
    assert_eq!(
        wide("阶段,数量\n线索,1\n".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>().as_slice()),
        Some(Encoding::Utf16Le)
    );
    assert_eq!(
        wide("阶段,数量\n线索,1\n".encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>().as_slice()),
        Some(Encoding::Utf16Be)
    );
    // 阶段,数量,成本 · 線索,商機,報價, as each encoding writes them.
    let simplified = b"\xbd\xd7\xb6\xce,\xca\xfd\xc1\xbf,\xb3\xc9\xb1\xbe";
    let traditional = b"\xbd\x75\xaf\xc1,\xb0\xd3\xbe\xf7,\xb3\xf8\xbb\xf9";
    for language in Language::ALL {
        assert_eq!(likely(simplified, language), Encoding::Gb18030);
        assert_eq!(likely(traditional, language), Encoding::Big5);
        assert_eq!(likely(b"caf\xe9,1\nna\xefve,2", language), Encoding::Windows1252);
    }
    // Where nothing tells them apart, the page's language does.
    assert_eq!(likely(b"\xb0\xa1", Language::TraditionalChinese), Encoding::Big5);
    assert_eq!(likely(b"\xb0\xa1", Language::English), Encoding::Gb18030);
}

#[test]
fn item_38_delimiters_and_a_decimal_comma_are_found_and_can_be_changed() {
    let person = Person::at("funnel.conversion", Some("stages"));
    for (text, sign) in [
        ("Stage;Count;Cost\nA;1.234,5;0,5\nB;2;1\n", ';'),
        ("Stage\tCount\tCost\nA\t1.234,5\t0,5\nB\t2\t1\n", '\t'),
        ("Stage|Count|Cost\nA|1.234,5|0,5\nB|2|1\n", '|'),
        ("Stage,Count,Cost\nA,\"1.234,5\",\"0,5\"\nB,2,1\n", ','),
    ] {
        let grid = grid(text);
        assert_eq!(grid.delimiter, Some(sign));
        let mut choices = person.likely(&grid);
        assert!(choices.hand.decimal_comma, "{text:?}");
        let after = person.after(&person.plan(&grid, &choices));
        assert_eq!(person.figures(&after, "stages.count"), [Some(1234.5), Some(2.0)], "{text:?}");
        choices.hand.decimal_comma = false;
        assert!(!person.plan(&grid, &choices).issues.is_empty(), "0,5 is asked about, not guessed");
    }
    let plain = grid("Stage;Count\nA;1,234\nB;0.5\n");
    assert!(!person.likely(&plain).hand.decimal_comma);
}

#[test]
fn item_39_line_ends_quotes_and_a_quote_that_stays_open() {
    let person = Person::at("funnel.conversion", Some("stages"));
    for end in ["\r\n", "\n", "\r"] {
        let text = ["Name,Count", "\"two", "lines\",5", "B,6", ""].join(end);
        let plan = person.likely_plan(&text);
        assert_eq!(plan.lines, [2, 4]);
        let after = person.after(&plan);
        assert_eq!(after.inputs.names(person.input("stages.name")), ["twolines", "B"]);
    }
    let open = grid("Name,Count\nA,5\nB,6\nC,\"7\n");
    assert_eq!(open.flaws, [Flaw::Unclosed { line: 4 }]);
    assert_eq!(person.plan(&open, &person.likely(&open)).lines, [2, 3], "what stands before it is offered");
}

#[test]
fn item_40_ragged_rows_double_headings_and_headings_alone_are_listed_and_the_rest_offered() {
    let person = Person::at("funnel.conversion", Some("stages"));
    let ragged = grid("Stage,Count,Count,Notes\nA,5\nB,6,7,8,9\nC,7,8,x\n");
    assert_eq!(ragged.flaws, [Flaw::Ragged { line: 2, cells: 2 }, Flaw::Ragged { line: 3, cells: 5 }]);
    let plan = person.plan(&ragged, &person.likely(&ragged));
    assert_eq!((plan.twice.as_slice(), plan.lines.as_slice()), (&["Count".to_owned()][..], &[2, 3, 4][..]));
    assert_eq!(plan.unused, ["Count", "Notes", "E"]);
    assert_eq!(person.figures(&person.after(&plan), "stages.count"), [Some(5.0), Some(6.0), Some(7.0)]);
    let alone = person.likely_plan("Stage,Count\n");
    assert!(
        alone.lines.is_empty() && alone.filling.rows.is_none() && !person.context(|context| alone.changes(context))
    );
    let titled = grid("Funnel of May\n\nStage,Count\nA,5\nB,6\n");
    assert_eq!(person.plan(&titled, &person.likely(&titled)).lines, [4, 5]);
}

#[test]
fn item_41_more_than_the_caps_is_said_and_more_rows_than_the_table_holds_are_counted() {
    for (text, stop) in [
        ("a,".repeat(1_000_000), Stop::Columns),
        ("\n".repeat(1_000_000), Stop::Empty),
        ("a,b\n".repeat(1_000_001), Stop::Rows),
    ] {
        assert_eq!(grid(&text).stop, Some(stop));
    }
    let person = Person::at("funnel.conversion", Some("stages"));
    let many = "7\n".repeat(5_000);
    let plan = person.likely_plan(&format!("Count\n{many}"));
    assert_eq!((plan.lines.len(), plan.dropped), (12, 4_988));
    assert_eq!(person.after(&plan).inputs.rows()[0], 12);
}

#[test]
fn item_42_dates_stay_text_among_names_and_are_listed_among_figures() {
    let dates = ["2026/1/2", "2/1/2026", "2026年1月2日", "2026-01-02", "02.01.2026", "2026-01-02 00:00"];
    for date in dates {
        assert!(cells::is_date(date), "{date}");
    }
    for text in ["45,000", "1,234", "10–20", "1.5", "2-5", "80 to 120", "1.234.567", "12/24", ""] {
        assert!(!cells::is_date(text), "{text}");
    }
    let person = Person::at("funnel.conversion", Some("stages"));
    let plan = person.likely_plan("Stage,Count\n2026/1/2,5\nB,2026-01-02\nC,\"45,000\"\n");
    assert!(plan.dates);
    assert_eq!(Person::troubles(&plan), [(3, 1, Trouble::Odd(Odd::Date))]);
    let after = person.after(&plan);
    assert_eq!(after.inputs.names(person.input("stages.name"))[0], "2026/1/2");
    let figures = person.figures(&after, "stages.count");
    assert_eq!(
        (figures[0], figures[2]),
        (Some(5.0), Some(45_000.0)),
        "no calculator asks for a date: a serial is a number"
    );
    assert!(after.ranges.is_empty(), "2026-01-02 is no range");
}

#[test]
fn item_43_numbers_as_exports_write_them() {
    let mut person = Person::at("pricing.value", Some("differentiators"));
    let money =
        person.calculator.sheet().table(TableId(0)).columns.iter().copied().find(|id| {
            person.calculator.sheet().input(*id).unit().is_some_and(sales_workbench::engine::Unit::is_money)
        });
    let Some(money) = money else { panic!("no column of money") };
    let heading = person.calculator.sheet().input(money).key;
    person.state.settings = Settings { currency: Currency::Usd, ..Settings::default() };
    let read = |cell: &str| {
        let plan = person.likely_plan(&format!("name,{heading}\nA,{}\n", quoted(cell)));
        let after = person.after(&plan);
        let draft = after.drafts.get((money, 0)).cloned();
        (after.inputs.figures(money)[0], draft, Person::troubles(&plan).first().map(|trouble| trouble.2))
    };
    for (cell, figure) in
        [("1,234", 1234.0), ("(5)", -5.0), ("1.2万", 12_000.0), ("1亿", 1e8), ("'12", 12.0), ("$7", 7.0)]
    {
        let (found, draft, trouble) = read(cell);
        let fits = person.calculator.sheet().input(money).problem(Some(figure)).is_none();
        assert!(!fits || (found, draft.clone(), trouble) == (Some(figure), None, None), "{cell}: {found:?} {draft:?}");
    }
    assert_eq!(read("￥1,234"), (Some(1234.0), None, Some(Trouble::Currency)));
    for empty in ["", "—", "N/A", "n/a", "-", "无"] {
        let (_, draft, trouble) = read(empty);
        assert_eq!(
            (draft.as_deref(), trouble),
            (Some(""), Some(Trouble::Wrong(Wrong::Refused(Problem::Missing)))),
            "{empty}"
        );
    }
    let (_, draft, trouble) = read("#DIV/0!");
    assert_eq!((draft.as_deref(), trouble), (Some("#DIV/0!"), Some(Trouble::Odd(Odd::Error))));
    // A figure below what the field allows is read and flagged; where it is allowed it stands.
    assert_eq!(cells::decimal_mark("(5)"), None);
    let optional = Person::at("funnel.conversion", Some("stages"));
    let plan = optional.likely_plan("Count,Benchmark\n5,—\n6,N/A\n7,12.5%\n");
    assert_eq!(optional.figures(&optional.after(&plan), "stages.benchmark"), [None, None, Some(0.125)]);
    assert!(plan.issues.is_empty());
}

#[test]
fn item_44_figures_out_of_bounds_are_kept_as_typed_and_flagged_as_the_form_flags_them() {
    let funnel = Person::at("funnel.conversion", Some("stages"));
    let plan = funnel.likely_plan("Stage,Count\nA,-5\nB,100\n");
    assert!(matches!(Person::troubles(&plan)[..], [(2, 1, Trouble::Wrong(Wrong::Refused(Problem::Outside { .. })))]));
    let after = funnel.after(&plan);
    assert_eq!(after.drafts.get((funnel.input("stages.count"), 0)).map(String::as_str), Some("-5"));
    assert_eq!(funnel.figures(&after, "stages.count")[1], Some(100.0));
    for calculator in calculators::loaded() {
        let person = Person::at(calculator.id, None);
        let sheet = calculator.sheet();
        for id in person.inputs() {
            let InputKind::Number { low, high, .. } = sheet.input(id).kind else { continue };
            for figure in [low - 1.0, high * 2.0 + 1.0, 1.2, 0.0] {
                let text = entry::editable(sheet, id, Some(figure));
                let plan = person.plan(&grid(&format!("{};{text}", sheet.path(id))), &Choices::default());
                let typed = entry::read(sheet, id, &text, person.state.settings, None);
                let after = person.after(&plan);
                match typed {
                    Ok(read) => {
                        assert_eq!(after.inputs.figure(id), read.figure, "{} {}", calculator.id, sheet.path(id));
                    }
                    Err(wrong) => {
                        assert_eq!(plan.issues.first().map(|issue| issue.trouble), Some(Trouble::Wrong(wrong)));
                        assert_eq!(after.drafts.get((id, 0)), Some(&text), "{} {}", calculator.id, sheet.path(id));
                    }
                }
            }
        }
    }
}

#[test]
fn columns_are_matched_in_any_language_case_and_width_with_or_without_units() {
    let person = Person::at("funnel.conversion", Some("stages"));
    let sheet = person.calculator.sheet();
    for language in Language::ALL {
        let words = all(language);
        let label = words.get("funnel.conversion", "stages.count").unwrap_or_default().to_owned();
        for heading in [
            label.clone(),
            label.to_uppercase(),
            format!(" {label} （个） "),
            format!("{label} [#]"),
            "COUNT".into(),
            "stages.count".into(),
        ] {
            let found = person.names.by_heading(sheet, &person.inputs(), std::slice::from_ref(&heading));
            assert_eq!(found, [Some(person.input("stages.count"))], "{heading}");
        }
    }
    assert_eq!(fold("Ｃｏｓｔ per unit（￥）"), "costperunit");
    assert_eq!(fold("(x)"), "x");
    let grid = grid("a,b\n1,2\n");
    assert_eq!(headings(&grid, false), ["A", "B"]);
}

#[test]
fn without_headings_columns_are_matched_by_what_they_hold() {
    let plan = Person::at("commission.plan", Some("tiers"));
    let sheet = plan.calculator.sheet();
    let InputKind::Choice { options } = sheet.input(plan.input("tiers.mode")).kind else { panic!("no choice") };
    let grid = grid(&format!("{0},0%,2%\n{0},90%,3%\n", options[0]));
    let choices = plan.likely(&grid);
    assert!(!choices.header);
    assert_eq!(choices.columns[0], Some(plan.input("tiers.mode")));
    let funnel = Person::at("funnel.conversion", Some("stages"));
    let choices = funnel.likely(&self::grid("Lead,100\nDeal,20\n"));
    assert_eq!(choices.columns, [Some(funnel.input("stages.name")), Some(funnel.input("stages.count"))]);
    let unknown = funnel.likely(&self::grid("Stage,Zebra\nDeal,20\n"));
    assert_eq!(unknown.columns[1], None, "figures under a heading that means nothing are not guessed");
}

#[test]
fn shares_without_a_sign_are_fractions_only_where_all_lie_between_nothing_and_the_whole() {
    let person = Person::at("funnel.conversion", Some("stages"));
    let benchmark = |text: &str| {
        let plan = person.likely_plan(text);
        person.figures(&person.after(&plan), "stages.benchmark")
    };
    assert_eq!(benchmark("Count,Benchmark\n5,0.5\n6,1\n"), [Some(0.5), Some(1.0)]);
    assert_eq!(benchmark("Count,Benchmark\n5,0.5\n6,40\n"), [Some(0.005), Some(0.4)]);
    assert_eq!(benchmark("Count,Benchmark\n5,50%\n6,0.4%\n"), [Some(0.5), Some(0.004)]);
    let json = list(r#"{"stages":[{"count":5,"benchmark":0.29},{"count":6,"benchmark":1}]}"#, Some("stages"));
    let after = person.after(&person.plan(&json, &person.likely(&json)));
    assert_eq!(person.figures(&after, "stages.benchmark"), [Some(0.29), Some(1.0)]);
}

#[test]
fn json_comes_as_objects_or_lists_alone_or_under_a_key() {
    let person = Person::at("funnel.conversion", Some("stages"));
    for text in [
        r#"[{"name":"A","count":5},{"count":6,"name":"B"}]"#,
        r#"[["name","count"],["A",5],["B","6"]]"#,
        r#"{"other":[],"stages":[{"name":"A","count":5},{"name":"B","count":6}]}"#,
    ] {
        let grid = list(text, Some("stages"));
        let after = person.after(&person.plan(&grid, &person.likely(&grid)));
        assert_eq!(person.figures(&after, "stages.count"), [Some(5.0), Some(6.0)], "{text}");
        assert_eq!(after.inputs.names(person.input("stages.name")), ["A", "B"], "{text}");
    }
    let fields = Person::at("pricing.cost_plus", None);
    let grid = list(r#"{"unit_cost": 12.5, "no_such": 1}"#, None);
    let plan = fields.plan(&grid, &fields.likely(&grid));
    assert_eq!(fields.figures(&fields.after(&plan), "unit_cost"), [Some(12.5)]);
    assert_eq!(plan.issues.first().map(|issue| issue.trouble), Some(Trouble::Unknown));
}

#[test]
fn of_several_lists_in_a_json_the_person_chooses() {
    let named = |text: &str, table| -> Vec<(String, usize)> {
        let all = Grid::from_json(text, Some(table)).unwrap_or_default();
        all.into_iter().map(|(name, grid)| (name, grid.total)).collect()
    };
    let both = r#"{"leads":[[1],[2]],"region":"EU","deals":[{"count":3}]}"#;
    assert_eq!(named(both, "stages"), [("leads".to_owned(), 2), ("deals".to_owned(), 2)]);
    assert_eq!(named(both, "deals"), [("deals".to_owned(), 2)], "the table's own key leaves no doubt");
    assert_eq!(named(r#"{"region":"EU","leads":[[1]]}"#, "stages"), [("leads".to_owned(), 1)]);
    assert_eq!(Grid::from_json(r#"{"region":"EU"}"#, Some("stages")), None);
}

#[test]
fn a_json_of_many_rows_and_keys_is_kept_only_as_far_as_the_cap() {
    // Each object brings a key of its own, so that all rows together have as many cells as the square of their number.
    let rows = 6_000;
    let objects: Vec<String> = (0..rows).map(|row| format!(r#"{{"k{row}":1}}"#)).collect();
    let text = format!("[{}]", objects.join(","));
    assert!(text.len() < 80_000);
    let grid = list(&text, Some("stages"));
    assert_eq!((grid.total, grid.stop), (rows + 1, None));
    assert_eq!(grid.rows.len(), 200, "the keys and 199 rows");
    assert!(grid.rows.iter().all(|row| row.cells.len() == 1_000));
    assert_eq!((grid.rows[0].line, grid.rows[1].line, grid.rows[199].line), (0, 1, 199));
    let wide: Vec<String> = (0..1_001).map(|key| format!(r#""k{key}":1"#)).collect();
    let grid = list(&format!("[{{{}}}]", wide.join(",")), Some("stages"));
    assert_eq!((grid.width(), grid.stop), (1_000, Some(Stop::Columns)));
    let grid = list(&format!("[{}]", vec!["[1]"; rows].join(",")), Some("stages"));
    assert_eq!((grid.total, grid.rows.len()), (rows, 1_000));
}

#[test]
fn sheets_of_a_spreadsheet_come_by_name_with_fractions_dates_and_errors() {
    let text = r##"[{"name":"Q1","rows":[[{"text":"Stage"},{"text":"Count"},{"text":"Benchmark"}],
        [{"text":"A"},{"number":5.0},"empty"],[{"date":"2026-01-02"},{"error":"#DIV/0!"},{"number":1.2}]]},{"name":"Q2","rows":[]}]"##;
    let sheets = Grid::from_sheets(text).unwrap_or_default();
    assert_eq!(
        sheets.iter().map(|(name, grid)| (name.as_str(), grid.total)).collect::<Vec<_>>(),
        [("Q1", 3), ("Q2", 0)]
    );
    let person = Person::at("funnel.conversion", Some("stages"));
    let plan = person.plan(&sheets[0].1, &person.likely(&sheets[0].1));
    assert_eq!(Person::troubles(&plan), [(3, 1, Trouble::Odd(Odd::Error))]);
    assert!(plan.dates);
    assert_eq!(person.figures(&person.after(&plan), "stages.benchmark"), [None, Some(1.2)]);
}

#[test]
fn rows_replace_or_follow_those_that_stand_as_one_step_to_undo() {
    let person = Person::at("funnel.conversion", Some("stages"));
    let grid = grid("Stage,Count\nA,5\nB,6\n");
    let mut choices = person.likely(&grid);
    let replaced = person.after(&person.plan(&grid, &choices));
    assert_eq!(replaced.inputs.rows()[0], 2);
    choices.append = true;
    let plan = person.plan(&grid, &choices);
    let state = person.state.reduce(Action::Import(Rc::new(plan.filling)));
    let counts = person.figures(&state.kept(person.calculator), "stages.count");
    assert_eq!((counts.len(), &counts[5..]), (7, &[Some(5.0), Some(6.0)][..]));
    assert_eq!(state.reduce(Action::Undo).workbook, person.state.workbook);
    let short = self::grid("Stage,Count\nA,5\n");
    let plan = person.plan(&short, &person.likely(&short));
    assert_eq!(plan.stays, 1, "the table may not be shorter than two rows, and that is said");
}

#[test]
fn a_field_that_a_link_feeds_is_left_alone_and_listed() {
    let mut person = Person::at("pricing.cost_plus", None);
    let place = (person.input("unit_cost"), 0);
    let other = calculator("funnel.conversion");
    let node = other.sheet().headline().map_or_else(|| panic!("no headline"), |outcome| outcome.node);
    let link = sales_workbench::workbook::contents::Link { calculator: other.id, node, cell: 0 };
    person.state.workbook.link(person.calculator, place, link);
    let plan = person.plan(&grid("unit_cost;9"), &Choices::default());
    assert!(plan.filling.lines.is_empty());
    assert_eq!(plan.issues.first().map(|issue| issue.trouble), Some(Trouble::Linked));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_planned_and_undone_without_a_trace(text in "[0-9a-c,;.%\"\n\r万 #/年-]{0,120}", append: bool, header: bool) {
        for (id, table) in [("funnel.conversion", Some("stages")), ("pricing.cost_plus", None)] {
            let person = Person::at(id, table);
            let grid = grid(&text);
            let mut choices = person.likely(&grid);
            (choices.append, choices.header) = (append, header);
            let plan = person.plan(&grid, &choices);
            prop_assert_eq!(plan.lines.len(), plan.filling.lines.len());
            let state = person.state.reduce(Action::Import(Rc::new(plan.filling.clone())));
            prop_assert_eq!(state.workbook != person.state.workbook, person.context(|context| plan.changes(context)));
            let undone = if state.can_undo() { state.reduce(Action::Undo) } else { state };
            prop_assert_eq!(undone.workbook, person.state.workbook);
        }
    }

    #[test]
    fn any_bytes_are_told_apart(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = (likely(&bytes, Language::English), wide(&bytes), marked(&bytes));
        prop_assert_eq!(content(&bytes) == Content::Empty, bytes.iter().all(u8::is_ascii_whitespace));
    }
}
