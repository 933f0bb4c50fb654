//! Which column of a file goes into which input: by its name in any language, else by what it holds.

use std::rc::Rc;

use crate::engine::{InputId, InputKind, Sheet};
use crate::text::Catalogue;
use crate::text::normal::nfkc;

/// The words of a calculator in every language at hand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Names {
    pub section: &'static str,
    pub words: Vec<Rc<Catalogue>>,
}

impl Names {
    /// The words of a key in each language.
    fn of<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.words.iter().filter_map(move |words| words.get(self.section, key))
    }

    /// Whether one of the two names holds the other.
    fn resembles(&self, sheet: &Sheet, id: InputId, folded: &str) -> bool {
        let long = |text: &str| text.chars().count() >= if text.is_ascii() { 4 } else { 2 };
        let alike =
            |word: String| long(&word) && long(folded) && (word.contains(folded) || folded.contains(word.as_str()));
        self.of(&sheet.path(id)).any(|word| alike(fold(word)))
    }

    /// The option that a text names, by its word in any language or its key.
    #[must_use]
    pub fn option(&self, sheet: &Sheet, id: InputId, text: &str) -> Option<&'static str> {
        let InputKind::Choice { options } = sheet.input(id).kind else { return None };
        let (path, folded) = (sheet.path(id), fold(text));
        let is = |option: &&str| {
            fold(option) == folded || self.of(&format!("option.{path}.{option}")).any(|word| fold(word) == folded)
        };
        options.iter().copied().find(|option| is(option))
    }

    /// The key of a preset's name that a text spells out in any language, as it is kept.
    #[must_use]
    pub fn preset<'a>(&self, presets: &[&'a str], text: &str) -> Option<&'a str> {
        presets.iter().copied().find(|preset| {
            preset.strip_prefix('@').is_some_and(|key| self.of(&format!("name.{key}")).any(|word| word == text))
        })
    }

    /// The input of a name among these: the one so written in files, else the one so called in the page's language, in another,
    /// or with the name of files written in another way.
    #[must_use]
    pub fn input(&self, sheet: &Sheet, among: &[InputId], name: &str) -> Option<InputId> {
        let folded = fold(name);
        if folded.is_empty() {
            return None;
        }
        let find = |is: &dyn Fn(InputId) -> bool| among.iter().copied().find(|id| is(*id));
        let called = |words: &Rc<Catalogue>| {
            find(&|id| words.get(self.section, &sheet.path(id)).is_some_and(|word| fold(word) == folded))
        };
        find(&|id| sheet.path(id) == name || sheet.input(id).key == name)
            .or_else(|| self.words.iter().find_map(called))
            .or_else(|| find(&|id| fold(&sheet.path(id)) == folded || fold(sheet.input(id).key) == folded))
    }

    /// The input of each heading: the one so called, else the only one that is called alike. No input is taken twice.
    #[must_use]
    pub fn by_heading(&self, sheet: &Sheet, among: &[InputId], headings: &[String]) -> Vec<Option<InputId>> {
        let mut found: Vec<Option<InputId>> = vec![None; headings.len()];
        for (place, heading) in headings.iter().enumerate() {
            found[place] = self.input(sheet, among, heading).filter(|id| !found.contains(&Some(*id)));
        }
        for (place, heading) in headings.iter().enumerate().filter(|(_, heading)| !heading.is_empty()) {
            let folded = fold(heading);
            if found[place].is_some() || self.input(sheet, among, heading).is_some() {
                continue;
            }
            let free = among.iter().filter(|id| !found.contains(&Some(**id)));
            let mut alike = free.filter(|id| self.resembles(sheet, **id, &folded));
            if let (Some(only), None) = (alike.next(), alike.next()) {
                found[place] = Some(*only);
            }
        }
        found
    }
}

/// A name without what people write differently: case, width, spaces, signs, a unit in brackets.
#[must_use]
pub fn fold(text: &str) -> String {
    let (mut plain, mut all, mut depth) = (String::new(), String::new(), 0_usize);
    for sign in nfkc(text).to_lowercase().chars() {
        match sign {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            _ if sign.is_alphanumeric() => {
                all.push(sign);
                if depth == 0 {
                    plain.push(sign);
                }
            }
            _ => {}
        }
    }
    if plain.is_empty() { all } else { plain }
}
