//! The folder of a new calculator, as little as compiles.

use crate::run::{Failure, root, write};

/// Makes `src/calculators/AREA/NAME`.
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
    println!(
        "made {}\nnow add `pub mod {name};` and `{name}` in the list of src/calculators/{area}/mod.rs; `cargo xtask check` then\n\
         names what is missing.",
        folder.display()
    );
    Ok(())
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
title = Title
question = Which question?
headline = {rate} of {amount} is {result}.
about = How to read this.
source = Author, Title (year).
group.inputs = Inputs
amount = Amount
rate = Rate (of the amount)
result = Result
example.first.title = A first example
example.first.text = What happens in it.
example.first.source = Who says so.
";
