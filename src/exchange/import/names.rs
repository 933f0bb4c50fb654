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

    /// What these inputs are called.
    #[must_use]
    pub fn called(&self, sheet: &Sheet, among: &[InputId]) -> Called {
        let in_files = |id: InputId| [sheet.path(id), sheet.input(id).key.to_owned()].map(|name| (name, id));
        let exact: Vec<(String, InputId)> = among.iter().flat_map(|id| in_files(*id)).collect();
        let in_words = |words: &Rc<Catalogue>| {
            let word = |id: &InputId| Some((fold(words.get(self.section, &sheet.path(*id))?), *id));
            among.iter().filter_map(word).collect::<Vec<_>>()
        };
        let loosely = exact.iter().map(|(name, id)| (fold(name), *id));
        let folded = self.words.iter().flat_map(in_words).chain(loosely).collect();
        Called { exact, folded }
    }

    /// The input of each heading: the one so called, else the only one that is called alike. No input is taken twice.
    #[must_use]
    pub fn by_heading(&self, sheet: &Sheet, among: &[InputId], headings: &[String]) -> Vec<Option<InputId>> {
        let called = self.called(sheet, among);
        let mut found: Vec<Option<InputId>> = vec![None; headings.len()];
        for (place, heading) in headings.iter().enumerate() {
            found[place] = called.find(heading).filter(|id| !found.contains(&Some(*id)));
        }
        for (place, heading) in headings.iter().enumerate() {
            if found[place].is_some() || called.find(heading).is_some() {
                continue;
            }
            let folded = fold(heading);
            let free = among.iter().filter(|id| !found.contains(&Some(**id)));
            let mut alike = free.filter(|id| self.resembles(sheet, **id, &folded));
            if let (Some(only), None) = (alike.next(), alike.next()) {
                found[place] = Some(*only);
            }
        }
        found
    }
}

/// What inputs are called: in files, in the page's language, in the others, and in files but written in another way.
#[derive(Clone, Debug)]
pub struct Called {
    exact: Vec<(String, InputId)>,
    folded: Vec<(String, InputId)>,
}

impl Called {
    /// The input of a name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<InputId> {
        let folded = fold(name);
        let exact = self.exact.iter().find(|(called, _)| called == name);
        let found = exact.or_else(|| self.folded.iter().find(|(called, _)| *called == folded && !folded.is_empty()));
        found.map(|(_, id)| *id)
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
