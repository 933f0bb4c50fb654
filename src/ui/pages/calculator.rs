//! The page of any calculator: the answer in sight, the inputs, the results, the reasons.

use yew::prelude::*;

use super::details::DETAILS;
use crate::calculators;
use crate::state::Action;
use crate::ui::context::App;
use crate::ui::context::{Context, with_context};
use crate::ui::form::field_sheet::FieldSheet;
use crate::ui::form::paste::Preview;
use crate::ui::form::{groups, table};
use crate::ui::parts::lazy::{lazy, part};
use crate::ui::parts::scenario;
use crate::ui::results::answer;

part!(calculator, PAGE, calculator, (App, &'static str), |given| {
    let (app, id) = given.clone();
    html! { <CalculatorPage {app} {id} /> }
});
part!(details, DIALOGS, dialogs, App, |app| html! {
    <>
        <Preview app={app.clone()} />
        <FieldSheet app={app.clone()} />
    </>
});

#[derive(Clone, PartialEq, Properties)]
struct CalculatorProps {
    app: App,
    id: &'static str,
}

/// The page of a calculator: the answer and the form first, the rest with the next frame.
#[component]
fn CalculatorPage(props: &CalculatorProps) -> Html {
    let Some(calculator) = calculators::find(props.id) else { return Html::default() };
    html! {
        <>
            { with_context(&props.app, calculator, content) }
            { lazy(&props.app, DIALOGS, props.app.clone()) }
        </>
    }
}

fn content(context: &Context) -> Html {
    let (app, calculator, labels) = (context.app, context.calculator, context.labels);
    let wrong = context.wrong_entries();
    html! {
        <main id="main" class="calculator" tabindex="-1" data-calculator={calculator.id} key={calculator.id}>
            <div class="intro">
                <p class="crumb"><a href="#/">{ app.word(&format!("area.{}", calculator.area())) }</a></p>
                <h1>{ labels.word("title") }</h1>
                <p class="question">{ labels.word("question") }</p>
                { scenario::bar(app) }
            </div>
            <div class={classes!("layout", table::wants_room(context).then_some("roomy"))}>
                { answer::headline(context, !wrong.is_empty()) }
                { groups::form(context, &wrong) }
                <div class={classes!("answer", (!wrong.is_empty()).then_some("stale"))}>{ lazy(app, DETAILS, (app.clone(), calculator.id)) }</div>
            </div>
            { reading(context) }
            { examples(context) }
        </main>
    }
}

fn reading(context: &Context) -> Html {
    html! {
        <section class="reading" aria-labelledby="reading-title">
            <h2 id="reading-title">{ context.app.word("reading") }</h2>
            <p>{ context.labels.word("about") }</p>
            <p class="source">{ format!("{} {}", context.app.word("source"), context.labels.word("source")) }</p>
        </section>
    }
}

fn examples(context: &Context) -> Html {
    let id = context.calculator.id;
    let press = |action: Action| {
        let act = context.app.act.clone();
        Callback::from(move |_: MouseEvent| {
            act.emit(action.clone());
            crate::ui::parts::focus::focus("main");
        })
    };
    html! {
        <section class="examples" aria-labelledby="examples-title">
            <h2 id="examples-title">{ context.app.word("examples") }</h2>
            { for context.calculator.examples.iter().enumerate().map(|(index, example)| html! {
                <article>
                    <h3>{ context.labels.word(&format!("example.{}.title", example.key)) }</h3>
                    <p>{ context.labels.word(&format!("example.{}.text", example.key)) }</p>
                    <p class="source">{ context.labels.word(&format!("example.{}.source", example.key)) }</p>
                    <button type="button" onclick={press(Action::UseExample(id, index))}>{ context.app.word("examples.use") }</button>
                </article>
            }) }
            <button type="button" class="plain" onclick={press(Action::UsePreset(id))}>{ context.app.word("preset.use") }</button>
        </section>
    }
}
