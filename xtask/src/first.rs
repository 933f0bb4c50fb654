//! What the page shows before the app is there: its frame and home, in each language, as the app will draw them. `boot.js` takes
//! the template of the language that it has chosen; a browser test compares it with what the app draws.

use crate::run::{Failure, read, root};
use crate::words::{LANGUAGES, value};

/// The icons of undo, redo and the history.
const ICONS: [(&str, &str); 3] = [
    ("undo", r#"<path d="M9 6l-4 4 4 4M5 10h10a5 5 0 0 1 0 10h-3"></path>"#),
    ("redo", r#"<path d="M15 6l4 4-4 4M19 10H9a5 5 0 0 0 0 10h3"></path>"#),
    ("history", r#"<circle cx="12" cy="12" r="8"></circle><path d="M12 7v5l3 2"></path>"#),
];
/// The languages as the buttons name them.
const SHORT_NAMES: [(&str, &str); 3] = [("en", "EN"), ("zh-Hans", "简"), ("zh-Hant", "繁")];

/// Puts the templates into the page.
pub fn write(page: &str) -> Result<String, Failure> {
    let templates = LANGUAGES.iter().map(|language| template(language)).collect::<Result<String, Failure>>()?;
    Ok(page.replace("{{first}}", &templates))
}

fn template(language: &str) -> Result<String, Failure> {
    let words = read(&root().join(format!("src/text/words/{language}.txt")))?;
    let (bar, home) = (bar(language, &words), home(language, &words)?);
    Ok(format!(
        r#"<template lang="{language}"><div class="first" lang="{language}" aria-busy="true">{bar}{home}</div></template>"#
    ))
}

/// The bar. What needs the app cannot be pressed before it is there.
fn bar(language: &str, words: &str) -> String {
    let button = |key: &str, inside: &str| {
        let label = word(words, key);
        format!(
            r#"<button type="button" class="plain" disabled aria-label="{label}" title="{label}">{inside}</button>"#
        )
    };
    let icon = |(key, paths): (&str, &str)| {
        button(key, &format!(r#"<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{paths}</svg>"#))
    };
    let spoken = |(tag, name): (&str, &str)| {
        let pressed = tag == language;
        format!(r#"<button type="button" class="plain" disabled lang="{tag}" aria-pressed="{pressed}">{name}</button>"#)
    };
    format!(
        r##"<header class="bar"><a class="brand" href="#/">{}</a><div class="tools"><span class="saving"></span><a class="plain" href="#/workbook">{}</a>{}{}<div class="languages" role="group" aria-label="{}">{}</div><a class="plain" href="#/settings">{}</a></div></header>"##,
        word(words, "name"),
        word(words, "workbook"),
        ICONS.map(icon).concat(),
        button("go.open", "?"),
        word(words, "language"),
        SHORT_NAMES.map(spoken).concat(),
        word(words, "settings"),
    )
}

/// Every calculator with the question it answers.
fn home(language: &str, words: &str) -> Result<String, Failure> {
    let (name, lead) = (word(words, "name"), word(words, "lead"));
    // The words have the areas in the order of the course.
    let areas = words.lines().filter_map(|line| line.strip_prefix("area.")?.split_once(" ="));
    let areas = areas.map(|(key, _)| area(language, key, &word(words, &format!("area.{key}"))));
    let areas = areas.collect::<Result<String, Failure>>()?;
    Ok(format!(r#"<div class="home"><h1>{name}</h1><p class="lead">{lead}</p>{areas}</div>"#))
}

fn area(language: &str, key: &str, heading: &str) -> Result<String, Failure> {
    let folder = root().join("src/calculators").join(key);
    let list = read(&folder.join("mod.rs"))?;
    let names = listed(&list, key).ok_or_else(|| Failure::Step(format!("finding the calculators of {key}")))?;
    let links = names.map(|name| {
        let words = read(&folder.join(name).join(format!("{language}.txt")))?;
        let (title, question) = (word(&words, "title"), word(&words, "question"));
        Ok(format!(r##"<li><a href="#/c/{key}.{name}"><strong>{title}</strong><span>{question}</span></a></li>"##))
    });
    let links = links.collect::<Result<String, Failure>>()?;
    Ok(format!(r#"<section class="area"><h2>{heading}</h2><ul>{links}</ul></section>"#))
}

/// The calculators that an area lists, in their order.
fn listed<'a>(list: &'a str, area: &str) -> Option<impl Iterator<Item = &'a str> + use<'a>> {
    let (_, rest) = list.split_once(&format!("area!(\"{area}\":"))?;
    let (names, _) = rest.split_once(')')?;
    Some(names.split(',').map(str::trim).filter(|name| !name.is_empty()))
}

/// The words of a key, as text of the page.
fn word(words: &str, key: &str) -> String {
    let plain = value(words, key).unwrap_or_default();
    plain.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calculators_stand_in_the_order_of_their_list() {
        let list = "pub mod a;\ncrate::area::area!(\"pay\":\n    plan,\n    bonus,\n);\n";
        assert_eq!(listed(list, "pay").map(Iterator::collect), Some(vec!["plan", "bonus"]));
        assert!(listed(list, "price").is_none());
    }

    #[test]
    fn words_cannot_end_a_tag_or_a_label() {
        assert_eq!(word("a = 1 < 2 & \"so\"", "a"), "1 &lt; 2 &amp; &quot;so&quot;");
    }
}
