//! What the page shows before the app is there: its name, what it is for, and the areas as links, in each language.

use std::fmt::Write;

use crate::run::{Failure, read, root};
use crate::words::{LANGUAGES, value};

/// Puts it into the page; the style sheet shows the language that the loader has chosen.
pub fn write(page: &str) -> Result<String, Failure> {
    let mut all = String::new();
    for language in LANGUAGES {
        let words = read(&root().join(format!("src/text/words/{language}.txt")))?;
        let word = |key: &str| value(&words, key).unwrap_or_default().to_owned();
        let (name, lead) = (word("name"), word("lead"));
        let mut links = String::new();
        // The words have the areas in the order of the course.
        for area in words.lines().filter_map(|line| line.strip_prefix("area.")?.split_once(" =")) {
            let id = first_calculator(area.0)?;
            // Writing to a text cannot fail.
            let _ = write!(links, "<li><a href=\"#/c/{id}\">{}</a></li>", word(&format!("area.{}", area.0)));
        }
        let _ = write!(
            all,
            "<div lang=\"{language}\"><header class=\"bar\"><a class=\"brand\" href=\"#/\">{name}</a></header>\
             <div class=\"home\"><h1>{name}</h1><p class=\"lead\">{lead}</p><ul>{links}</ul></div></div>"
        );
    }
    Ok(page.replace("{{first}}", &all))
}

/// The id of the first calculator that an area lists.
fn first_calculator(area: &str) -> Result<String, Failure> {
    let list = read(&root().join("src/calculators").join(area).join("mod.rs"))?;
    let first = list.split_once(&format!("area!(\"{area}\":")).and_then(|(_, rest)| rest.split([',', ')']).next());
    let first = first.ok_or_else(|| Failure::Step(format!("finding the first calculator of {area}")))?;
    Ok(format!("{area}.{}", first.trim()))
}
