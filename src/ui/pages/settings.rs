//! Settings: language, currency, how large figures are shortened, theme; and what could not be opened.

use std::rc::Rc;

use yew::prelude::*;

use super::device::Device;
use crate::state::Action;
use crate::text::{Catalogue, Compact, Currency, Language};
use crate::ui::context::App;
use crate::ui::parts::lazy::part;
use crate::ui::parts::select::Select;
use crate::workbook::settings::{Settings, Theme};

part!(workbook, PAGE, settings, App, |app| page(app));

/// The settings page.
pub fn page(app: &App) -> Html {
    let settings = app.state.settings;
    let languages = Language::ALL.map(|language| (language.tag(), language.native_name().to_owned()));
    let currencies = Currency::ALL.map(|currency| {
        (currency.code(), format!("{} · {}", currency.code(), app.word(&format!("currency.{}", currency.code()))))
    });
    let compacts = Compact::ALL.map(|compact| (compact.key(), app.word(&format!("compact.{}", compact.key()))));
    let themes = Theme::ALL.map(|theme| (theme.key(), app.word(&format!("theme.{}", theme.key()))));
    let set = |change: fn(&mut Settings, &str)| {
        let act = app.act.clone();
        Callback::from(move |key: String| {
            let mut settings = settings;
            change(&mut settings, &key);
            act.emit(Action::Set(settings));
        })
    };
    let speak = {
        let act = app.act.clone();
        Callback::from(move |tag: String| {
            act.emit(Action::Speak(Language::from_tag(&tag), Rc::new(Catalogue::default())));
        })
    };
    html! {
        <main id="main" class="settings" tabindex="-1">
            <h1>{ app.word("settings") }</h1>
            { choice(app, "language", settings.language.tag(), &languages, speak) }
            { choice(app, "currency", settings.currency.code(), &currencies, set(|settings, key| {
                settings.currency = Currency::from_code(key).unwrap_or(settings.currency);
            })) }
            { choice(app, "compact", settings.compact.key(), &compacts, set(|settings, key| {
                settings.compact = Compact::ALL.into_iter().find(|c| c.key() == key).unwrap_or_default();
            })) }
            { choice(app, "theme", settings.theme.key(), &themes, set(|settings, key| {
                settings.theme = Theme::ALL.into_iter().find(|t| t.key() == key).unwrap_or_default();
            })) }
            <Device app={app.clone()} />
            { aside(app) }
        </main>
    }
}

fn choice(app: &App, key: &str, current: &str, options: &[(&'static str, String)], set: Callback<String>) -> Html {
    let id = format!("setting-{key}");
    let place = options.iter().position(|(key, _)| *key == current);
    let options = options.to_vec();
    let keys = options.clone();
    let choose = Callback::from(move |place: usize| {
        if let Some((key, _)) = keys.get(place) {
            set.emit((*key).to_owned());
        }
    });
    let hint = app.state.words.get("app", &format!("{key}.hint")).map(str::to_owned);
    let hint_id = format!("{id}-hint");
    html! {
        <div class="field">
            <label for={id.clone()}>{ app.word(key) }</label>
            <Select {id} {options} current={place} {choose} described_by={hint.as_ref().map(|_| hint_id.clone())} />
            if let Some(hint) = hint { <p class="hint" id={hint_id}>{ hint }</p> }
        </div>
    }
}

/// What an earlier visit left that could not be opened, as text to be copied.
fn aside(app: &App) -> Html {
    if app.state.given_up.is_empty() && app.state.quarantined.is_empty() {
        return Html::default();
    }
    html! {
        <section class="aside" aria-labelledby="aside-title">
            <h2 id="aside-title">{ app.word("aside") }</h2>
            <p>{ app.word("aside.text") }</p>
            if !app.state.given_up.is_empty() {
                <ul>{ for app.state.given_up.iter().map(|field| html! { <li>{ field }</li> }) }</ul>
            }
            { for app.state.quarantined.iter().map(|text| html! {
                <textarea readonly=true rows="4" aria-label={app.word("aside")} value={text.clone()} />
            }) }
        </section>
    }
}
