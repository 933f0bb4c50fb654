//! The reader of catalogues, and the filling of sentences with figures.

use proptest::prelude::*;
use sales_workbench::text::Catalogue;
use sales_workbench::text::catalogue::{CatalogueError, fill, places};

const TEXT: &str = "\
# A comment.
loose = before any section

[app]
name = Workbench
long = first
  second
\tthird
empty =
equation = a = b
中文 = 第一行
  第二行
mixed = 中文
  English
[calc.one]
name =  One\u{20}
";

#[test]
fn sections_continuations_and_comments_are_read() {
    let words = Catalogue::parse(TEXT).unwrap();
    for (section, key, expected) in [
        ("", "loose", Some("before any section")),
        ("app", "name", Some("Workbench")),
        ("app", "long", Some("first second third")),
        ("app", "empty", Some("")),
        ("app", "equation", Some("a = b")),
        // Chinese lines join without a space.
        ("app", "中文", Some("第一行第二行")),
        ("app", "mixed", Some("中文English")),
        ("calc.one", "name", Some("One")),
        ("calc.one", "long", None),
        ("calc", "one/name", None),
    ] {
        assert_eq!(words.get(section, key), expected, "{section} {key}");
    }
    let mut keys = words.keys("app");
    keys.sort_unstable();
    assert_eq!(keys, ["empty", "equation", "long", "mixed", "name", "中文"]);
    assert_eq!(words.keys("nothing"), Vec::<&str>::new());
}

#[test]
fn what_is_no_catalogue_names_its_line() {
    for (text, error) in [
        ("a = 1\nb", CatalogueError::NoKey { line: 2 }),
        ("  indented first", CatalogueError::NoKey { line: 1 }),
        ("a = 1\n\na = 2", CatalogueError::Twice { line: 3 }),
        ("[x]\na = 1\n[x]\na = 2", CatalogueError::Twice { line: 4 }),
    ] {
        assert_eq!(Catalogue::parse(text), Err(error), "{text}");
    }
    assert!(Catalogue::parse("[x]\na = 1\n[y]\na = 2").is_ok());
}

#[test]
fn a_section_takes_its_rest_once() {
    let words = Catalogue::parse("[a]\nx = 1\n[b]\nx = 2").unwrap();
    assert!(!words.is_complete("a"));
    assert_eq!(words.complete("a", "x = 3\ny = 4\n  5"), Ok(()));
    assert_eq!(["x", "y", "z"].map(|key| words.get("a", key)), [Some("1"), Some("4 5"), None]);
    assert_eq!(words.get("b", "y"), None);
    assert_eq!(["a", "b", "nowhere"].map(|section| words.is_complete(section)), [true, false, false]);
    assert_eq!(words.complete("a", "z = 5"), Ok(()));
    assert_eq!(words.get("a", "z"), None);
    assert_eq!(words.complete("nowhere", "y = 4"), Ok(()));
    assert_eq!(words.get("nowhere", "y"), None);
    assert_eq!(words.complete("b", "no key"), Err(CatalogueError::NoKey { line: 1 }));
    let mut keys = words.keys("a");
    keys.sort_unstable();
    assert_eq!(keys, ["x", "x", "y"]);
}

#[test]
fn places_are_filled_and_unknown_ones_left() {
    let figure = |place: &str| match place {
        "n" => Some("1".to_owned()),
        "m" => Some("2".to_owned()),
        _ => None,
    };
    for (template, expected) in [
        ("{n} and {m}", "1 and 2"),
        ("{n|one deal|many deals}, {m|one deal|many deals}", "one deal, many deals"),
        ("{n} deal{n||s}, {m} deal{m||s}", "1 deal, 2 deals"),
        ("{unknown}, {unknown|a|b}", "{unknown}, {unknown|a|b}"),
        ("open {n", "open {n"),
        ("{}", "{}"),
        ("no place", "no place"),
    ] {
        assert_eq!(fill(template, figure), expected, "{template}");
    }
    assert_eq!(places("{n|one|many} of {total}, {"), ["n", "total"]);
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "([\\[\\]=# a-c中\t\n]|\\PC){0,60}") {
        match Catalogue::parse(&text) {
            Ok(_) => {}
            Err(CatalogueError::NoKey { line } | CatalogueError::Twice { line }) => {
                prop_assert!((1..=text.lines().count()).contains(&line));
            }
        }
    }

    #[test]
    fn any_template_is_filled(template in "[{}a-c 中]{0,30}") {
        let same = fill(&template, |_| None);
        prop_assert_eq!(&same, &template);
        let all = fill(&template, |_| Some(String::new()));
        prop_assert!(places(&all).is_empty());
    }
}
