//! The words of the page: one file for each language with the app's own and the list of the calculators, and one for each calculator.

use std::path::Path;

use crate::build::{folders, hash, name};
use crate::run::{Failure, read, root, write};

pub const LANGUAGES: [&str; 3] = ["en", "zh-Hans", "zh-Hant"];
/// What the list of the calculators says of each.
const LISTED: [&str; 2] = ["title", "question"];

/// Writes the files and puts what their names begin with into the page: it changes with any of the words.
pub fn write_all(staging: &Path, page: &str) -> Result<String, Failure> {
    let mut files = Vec::new();
    for language in LANGUAGES {
        let file = format!("{language}.txt");
        let mut first = format!("[app]\n{}", read(&root().join("src/text/words").join(&file))?);
        for area in folders(&root().join("src/calculators"))? {
            for calculator in folders(&area)? {
                let (listed, rest) = parted(&read(&calculator.join(&file))?);
                first = format!("{first}\n[{}.{}]\n{listed}", name(&area), name(&calculator));
                files.push((format!("{language}-{}_{}", name(&area), name(&calculator)), rest));
            }
        }
        files.push((language.to_owned(), without_comments(&first)));
    }
    let all: Vec<String> = files.iter().map(|(name, text)| format!("{name}\n{text}\n")).collect();
    let start = format!("words-{:016x}", hash(all.concat().as_bytes()));
    for (name, text) in &files {
        write(&staging.join(format!("{start}-{name}.txt")), text)?;
    }
    Ok(page.replace("{{words}}", &start))
}

/// The words of a key. Lines that go on are joined as the page joins them.
pub fn value(words: &str, key: &str) -> Option<String> {
    let mut lines =
        words.lines().skip_while(|line| line.split_once('=').is_none_or(|(name, _)| name.trim_end() != key));
    let (_, first) = lines.next()?.split_once('=')?;
    let more = lines.take_while(|line| line.starts_with([' ', '\t'])).map(str::trim);
    Some(more.fold(first.trim().to_owned(), |all, line| {
        // Lines of Chinese join without a space.
        let space = if all.ends_with(|end: char| end.is_ascii()) && line.starts_with(|c: char| c.is_ascii()) {
            " "
        } else {
            ""
        };
        all + space + line
    }))
}

/// What the list says of a calculator, and the rest of its words.
fn parted(words: &str) -> (String, String) {
    let (mut listed, mut rest, mut is_listed) = (String::new(), String::new(), false);
    for line in without_comments(words).lines() {
        if !line.starts_with([' ', '\t']) {
            is_listed = line.split_once('=').is_some_and(|(key, _)| LISTED.contains(&key.trim()));
        }
        let part = if is_listed { &mut listed } else { &mut rest };
        *part += line;
        part.push('\n');
    }
    (listed, rest)
}

fn without_comments(text: &str) -> String {
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .fold(String::new(), |all, line| all + line + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_over_several_lines_are_one_text() {
        assert_eq!(value("a = A\nb = one\n  two\nc = C\n", "b").as_deref(), Some("one two"));
        assert_eq!(value("b = 一\n  二\n", "b").as_deref(), Some("一二"));
        assert_eq!(value("bb = B\n  b = x\n", "b"), None);
    }

    #[test]
    fn a_long_question_stays_whole() {
        let (listed, rest) = parted("# Note\ntitle = A\nabout = B\n  b\nquestion = C\n  c\nd = D\n");
        assert_eq!((listed.as_str(), rest.as_str()), ("title = A\nquestion = C\n  c\n", "about = B\n  b\nd = D\n"));
    }
}
