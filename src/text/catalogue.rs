//! Words by key: sections of `key = value` lines, and the places in them that figures fill.

use std::collections::HashMap;
use std::sync::OnceLock;

/// The words of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    sections: HashMap<String, Section>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Section {
    words: Words,
    /// Those that are loaded on demand.
    more: OnceLock<Words>,
}

type Words = HashMap<String, String>;

/// What is wrong with a catalogue, and in which line (from 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CatalogueError {
    /// Neither `key = value`, nor a comment, a section or an indented continuation.
    NoKey { line: usize },
    /// The key stands twice in its section.
    Twice { line: usize },
}

impl Catalogue {
    /// Reads `[section]` headings, `key = value` lines, indented continuations and `#` comments.
    ///
    /// # Errors
    /// Names the first line that is none of these.
    pub fn parse(text: &str) -> Result<Self, CatalogueError> {
        let mut sections: HashMap<String, Section> = HashMap::new();
        let (mut section, mut last) = (String::new(), None::<String>);
        for (index, line) in text.lines().enumerate() {
            let trimmed = line.trim();
            if trimmed.is_empty() || trimmed.starts_with('#') {
                continue;
            }
            if let Some(name) = trimmed.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'))
                && !line.starts_with(INDENT)
            {
                name.clone_into(&mut section);
                continue;
            }
            let words = &mut sections.entry(section.clone()).or_default().words;
            if line.starts_with(INDENT) {
                let value = last.as_ref().and_then(|key| words.get_mut(key));
                let value = value.ok_or(CatalogueError::NoKey { line: index + 1 })?;
                // Lines of Chinese join without a space.
                if value.chars().last().is_some_and(|end| end.is_ascii()) && trimmed.starts_with(|c: char| c.is_ascii())
                {
                    value.push(' ');
                }
                value.push_str(trimmed);
            } else {
                let (key, value) = trimmed.split_once('=').ok_or(CatalogueError::NoKey { line: index + 1 })?;
                let key = key.trim().to_owned();
                if words.insert(key.clone(), value.trim().to_owned()).is_some() {
                    return Err(CatalogueError::Twice { line: index + 1 });
                }
                last = Some(key);
            }
        }
        Ok(Self { sections })
    }

    /// The words of a key in a section.
    #[must_use]
    pub fn get(&self, section: &str, key: &str) -> Option<&str> {
        let section = self.sections.get(section)?;
        section.words.get(key).or_else(|| section.more.get()?.get(key)).map(String::as_str)
    }

    /// Every key of a section, in no order.
    #[must_use]
    pub fn keys(&self, section: &str) -> Vec<&str> {
        let section = self.sections.get(section).into_iter();
        let words = section.flat_map(|section| [Some(&section.words), section.more.get()]);
        words.flatten().flat_map(|words| words.keys().map(String::as_str)).collect()
    }

    /// Whether a section has its rest.
    #[must_use]
    pub fn is_complete(&self, section: &str) -> bool {
        self.sections.get(section).is_some_and(|section| section.more.get().is_some())
    }

    /// Takes the rest of a section, which was loaded on demand: a catalogue without headings. A section that has it keeps it, and one
    /// that is not there takes none.
    ///
    /// # Errors
    /// Names the first line that cannot be read.
    pub fn complete(&self, section: &str, text: &str) -> Result<(), CatalogueError> {
        let more = Self::parse(text)?.sections.remove("").unwrap_or_default();
        if let Some(section) = self.sections.get(section) {
            section.more.get_or_init(|| more.words);
        }
        Ok(())
    }
}

/// What a line that goes on with the one before begins with.
const INDENT: [char; 2] = [' ', '\t'];

/// Puts figures into the places of a template: `{name}` is what `figure` says; `{name|one|many}` is `one` where that
/// figure reads "1", otherwise `many`. A place that `figure` does not know stays as it is.
#[must_use]
pub fn fill(template: &str, figure: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((place, behind)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        let mut parts = place.split('|');
        let name = parts.next().unwrap_or_default();
        match (figure(name), parts.next(), parts.next()) {
            (Some(value), Some(one), Some(many)) => out.push_str(if value == "1" { one } else { many }),
            (Some(value), ..) => out.push_str(&value),
            (None, ..) => {
                out.push('{');
                out.push_str(place);
                out.push('}');
            }
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// The names of the places of a template.
#[must_use]
pub fn places(template: &str) -> Vec<&str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}'))
        .map(|(place, _)| place.split('|').next().unwrap_or(place))
        .collect()
}
