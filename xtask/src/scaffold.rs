//! The folder of a new calculator, as little as compiles.

use crate::run::{Failure, read, root, write};

/// Makes `src/calculators/AREA/NAME`, and lists it in the area.
pub fn calculator(id: &str) -> Result<(), Failure> {
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let parts = id.split_once('.').filter(|(area, name)| plain(area) && plain(name));
    let (area, name) = parts.ok_or_else(|| Failure::Step(format!("{id} is not of the form area.name")))?;
    let folder = root().join("src/calculators").join(area).join(name);
    if folder.exists() {
        return Err(Failure::Step(format!("{} is there already", folder.display())));
    }
    write(&folder.join("mod.rs"), CODE.replace("{id}", id))?;
    for language in ["en", "zh-Hans", "zh-Hant"] {
        write(&folder.join(format!("{language}.txt")), WORDS)?;
    }
    let list = root().join("src/calculators").join(area).join("mod.rs");
    let listed = listed(&read(&list)?, name)
        .ok_or_else(|| Failure::Step(format!("finding the list of calculators in {}", list.display())))?;
    write(&list, listed)?;
    println!(
        "made src/calculators/{area}/{name}, the last in the list of src/calculators/{area}/mod.rs\n\
         now write its sheet, and its words in place of each TODO; `cargo test --test words --test rules` names what is missing"
    );
    Ok(())
}

/// An area's `mod.rs` with one more module, after those before it in the alphabet, at the end of the list.
fn listed(code: &str, name: &str) -> Option<String> {
    let module = format!("pub mod {name};");
    let (before, list) = code.split_once("crate::area::area!(")?;
    let (calculators, rest) = list.split_once(");")?;
    let mut lines: Vec<&str> = before.lines().collect();
    let is_later = |line: &&str| line.starts_with("pub mod ") && **line > *module;
    let end = lines.iter().rposition(|line| line.starts_with("pub mod "))? + 1;
    lines.insert(lines.iter().position(is_later).unwrap_or(end), &module);
    let calculators = calculators.trim_end().trim_end_matches(',');
    Some(format!("{}\ncrate::area::area!({calculators}, {name});{rest}", lines.join("\n")))
}

const CODE: &str = r##"//! Which question this calculator answers.

use std::sync::OnceLock;

use crate::engine::unit::{MONEY, PERCENT};
use crate::engine::{Builder, Calculator, Example};

pub static CALCULATOR: Calculator = Calculator {
    id: "{id}",
    define,
    words: crate::words!(),
    examples: EXAMPLES,
    upgrades: &[],
    recorded: OnceLock::new(),
};

fn define(sheet: &Builder) {
    sheet.group("inputs");
    let amount = sheet.number("amount", MONEY, 100.0, 0.0..=1e9);
    let rate = sheet.number("rate", PERCENT, 0.2, 0.0..=1.0);
    sheet.headline("result", MONEY, amount * rate);
}

const EXAMPLES: &[Example] = &[Example {
    key: "first",
    inputs: r#"{"amount": 50}"#,
    expected: &[("result", 10.0, 1e-9)],
}];
"##;

const WORDS: &str = "\
title = TODO its name
question = TODO the question it answers
headline = TODO what {result} says
about = TODO how to read it
source = TODO author, title (year)
group.inputs = TODO inputs
amount = TODO amount
rate = TODO rate
result = TODO result
example.first.title = TODO the example in a few words
example.first.text = TODO what happens in it
example.first.source = TODO where its figures come from
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calculator_is_the_last_of_its_area_and_its_module_in_order() {
        let code = "//! Pay.\n\npub mod bonus;\npub mod plan;\n\ncrate::area::area!(\"pay\": plan, bonus);\n";
        let with = |modules: &str, name: &str| {
            Some(format!("//! Pay.\n\n{modules}\n\ncrate::area::area!(\"pay\": plan, bonus, {name});\n"))
        };
        assert_eq!(listed(code, "mix"), with("pub mod bonus;\npub mod mix;\npub mod plan;", "mix"));
        assert_eq!(listed(code, "quota"), with("pub mod bonus;\npub mod plan;\npub mod quota;", "quota"));
        assert_eq!(listed("//! Pay.\n", "mix"), None);
    }
}
