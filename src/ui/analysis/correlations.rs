//! Which uncertain inputs rise and fall together.

use yew::prelude::*;

use crate::engine::unit::PERCENT;
use crate::state::Action;
use crate::ui::context::App;
use crate::ui::parts::figure::{self, Figure};
use crate::ui::parts::select::Select;
use crate::workbook::contents::Correlation;
use crate::workbook::fields::FieldId;

#[derive(Clone, PartialEq, Properties)]
pub struct CorrelationsProps {
    pub app: App,
    pub here: &'static str,
    pub fields: Vec<FieldId>,
}

/// Which uncertain inputs go together.
#[component]
pub fn Correlations(props: &CorrelationsProps) -> Html {
    let (app, fields) = (&props.app, &props.fields);
    let pair = use_state_eq(|| (0_usize, 1_usize));
    let text = use_state_eq(|| "50".to_owned());
    if fields.len() < 2 {
        return Html::default();
    }
    let name = |field: &FieldId| app.field_name(*field, props.here);
    let options = || fields.iter().map(|field| ("", name(field))).collect::<Vec<_>>();
    let side = |id: &'static str, current: usize, change: fn((usize, usize), usize) -> (usize, usize)| {
        let pair = pair.clone();
        let choose = Callback::from(move |place: usize| pair.set(change(*pair, place)));
        html! {
            <div class="field">
                <label for={id}>{ app.word(id) }</label>
                <Select {id} options={options()} current={Some(current)} {choose} />
            </div>
        }
    };
    let value = figure::read(app, PERCENT, &text).filter(|value| (-1.0..=1.0).contains(value));
    let chosen = fields.get(pair.0).copied().zip(fields.get(pair.1).copied()).filter(|(first, second)| first != second);
    let add = {
        let act = app.act.clone();
        Callback::from(move |_: MouseEvent| {
            if let (Some((first, second)), Some(value)) = (chosen, value) {
                act.emit(Action::Correlate(correlation(first, second, value)));
            }
        })
    };
    let ontype = {
        let text = text.clone();
        Callback::from(move |new: String| text.set(new))
    };
    let row = |one: &Correlation| {
        let (first, second) = (FieldId::new(one.first.0, one.first.1), FieldId::new(one.second.0, one.second.1));
        let words = app.phrase(
            "correlation.of",
            &[("first", &name(&first)), ("second", &name(&second)), ("value", &app.plain_percent(one.value))],
        );
        let (act, none) = (app.act.clone(), Correlation { value: 0.0, ..*one });
        let remove = Callback::from(move |_: MouseEvent| act.emit(Action::Correlate(none)));
        let label = app.phrase("rows.remove", &[("row", &words)]);
        html! {
            <li>{ words }
                <button type="button" class="plain mini" aria-label={label.clone()} title={label} onclick={remove}>{ "×" }</button>
            </li>
        }
    };
    html! {
        <details class="correlations" open={!app.state.workbook.correlations.is_empty()}>
            <summary>{ app.word("correlation") }</summary>
            <p class="hint">{ app.word("correlation.hint") }</p>
            <ul class="pairs">{ for app.state.workbook.correlations.iter().map(row) }</ul>
            <div class="row">
                { side("correlation.first", pair.0, |(_, second), place| (place, second)) }
                { side("correlation.second", pair.1, |(first, _), place| (first, place)) }
                <Figure app={app.clone()} id="correlation-value" label={app.word("correlation.value")} unit={PERCENT}
                    text={(*text).clone()} {ontype} />
            </div>
            <button type="button" disabled={chosen.is_none() || value.is_none()} onclick={add}>{ app.word("correlation.add") }</button>
        </details>
    }
}

fn correlation(first: FieldId, second: FieldId, value: f64) -> Correlation {
    Correlation { first: (first.calculator, first.place()), second: (second.calculator, second.place()), value }
}
