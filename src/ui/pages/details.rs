//! What follows the first figures on a calculator's page: its chart and remarks, what can be asked, every result.

use yew::prelude::*;

use crate::calculators;
use crate::ui::analysis::question;
use crate::ui::context::{App, Now, with_context};
use crate::ui::parts::after_paint::use_after_paint;
use crate::ui::parts::lazy::part;
use crate::ui::results::{answer, table};

part!(details, DETAILS, details, (App, &'static str), |given| {
    let (app, id) = given.clone();
    html! { <Details {app} {id} /> }
});

#[derive(Clone, PartialEq, Properties)]
struct DetailsProps {
    app: App,
    id: &'static str,
}

/// What belongs to the answer. While somebody types it comes with the frame after the first figures, and the rest a frame later.
#[component]
fn Details(props: &DetailsProps) -> Html {
    let app = use_after_paint(&props.app);
    let Some(calculator) = calculators::find(props.id) else { return Html::default() };
    html! {
        <ContextProvider<Now> context={Now(props.app.clone())}>
            { with_context(&app, calculator, answer::rest) }
            <Further app={app.clone()} id={props.id} />
        </ContextProvider<Now>>
    }
}

/// What can be asked, and every result.
#[component]
fn Further(props: &DetailsProps) -> Html {
    let app = use_after_paint(&props.app);
    let Some(calculator) = calculators::find(props.id) else { return Html::default() };
    with_context(&app, calculator, |context| html! { <>{ question::section(context) }{ table::section(context) }</> })
}
