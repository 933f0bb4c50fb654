//! What moves a result most: a bar for each input, the largest effect first.

use yew::prelude::*;

use crate::analysis::sensitivity::{self, Tornado};
use crate::engine::{Calculator, NodeId, Unit};
use crate::ui::context::App;
use crate::ui::parts::bars;
use crate::ui::parts::select::Select;
use crate::workbook::fields::FieldId;

/// By how much of its figure an input is moved, where it has no range.
pub const SHARES: [f64; 4] = [0.01, 0.05, 0.1, 0.25];

/// So many bars are shown before the rest is folded away.
const BARS: usize = 10;

/// What the panel is set to.
pub struct Set {
    pub app: App,
    pub calculator: &'static Calculator,
    pub subject: (NodeId, usize),
    pub unit: Unit,
    /// The input that is moved, and the second one of the table.
    pub over: FieldId,
    pub down: Option<FieldId>,
    pub fields: Vec<FieldId>,
}

impl Set {
    pub fn name(&self, field: FieldId) -> String {
        self.app.field_name(field, self.calculator.id)
    }

    pub fn figure(&self, figure: Option<f64>) -> String {
        self.app.figure(self.calculator.id, self.unit, figure)
    }

    pub fn result(&self) -> String {
        self.app.result_name(self.calculator.id, self.subject, self.calculator.id)
    }
}

pub fn bars(set: &Set, tornado: &Tornado, share: &UseStateHandle<f64>, over: &UseStateHandle<Option<FieldId>>) -> Html {
    let app = &set.app;
    let options = SHARES.iter().map(|one| ("", format!("± {}", app.plain_percent(*one)))).collect::<Vec<_>>();
    let current = SHARES.iter().position(|one| *one == **share);
    let choose = {
        let share = share.clone();
        Callback::from(move |place: usize| share.set(SHARES[place.min(SHARES.len() - 1)]))
    };
    let (moving, still): (Vec<&sensitivity::Bar>, Vec<&sensitivity::Bar>) =
        tornado.bars.iter().partition(|bar| bar.effect > 0.0 || is_open(bar));
    let unmoved = still.iter().map(|bar| bar.field).chain(tornado.unmoved.iter().copied());
    let unmoved: Vec<String> = unmoved.map(|field| set.name(field)).collect();
    let scale = scale(tornado);
    let head = rows(set, &moving[..moving.len().min(BARS)], tornado, scale, over);
    let more = moving.get(BARS..).filter(|rest| !rest.is_empty());
    html! {
        <section class="tornado" aria-labelledby="tornado-title">
            <h3 id="tornado-title">{ app.phrase("tornado", &[("result", &set.result())]) }</h3>
            <div class="field">
                <label for="tornado-share">{ app.word("tornado.share") }</label>
                <Select id="tornado-share" {options} {current} {choose} />
            </div>
            { bar_table(set, head) }
            if let Some(rest) = more {
                <details class="fold">
                    <summary>{ app.phrase("tornado.more", &[("count", &app.count(rest.len()))]) }</summary>
                    { bar_table(set, rows(set, rest, tornado, scale, over)) }
                </details>
            }
            if !unmoved.is_empty() {
                <details class="fold">
                    <summary>{ app.phrase("tornado.still", &[("count", &app.count(unmoved.len()))]) }</summary>
                    <p class="hint">{ app.word("tornado.still.hint") }</p>
                    <p>{ unmoved.join(" · ") }</p>
                </details>
            }
        </section>
    }
}

/// Whether the result has no figure at one of its ends.
const fn is_open(bar: &sensitivity::Bar) -> bool {
    bar.at_low.is_none() || bar.at_high.is_none()
}

/// From the least to the largest result among all bars.
fn scale(tornado: &Tornado) -> (f64, f64) {
    let figures = tornado.bars.iter().flat_map(|bar| [bar.at_low, bar.at_high]).chain([tornado.present]).flatten();
    let ends = |(low, high): (f64, f64), figure: f64| (low.min(figure), high.max(figure));
    figures.fold((f64::INFINITY, f64::NEG_INFINITY), ends)
}

fn bar_table(set: &Set, rows: Html) -> Html {
    let app = &set.app;
    html! {
        <div class="scroll" role="group" tabindex="0" aria-label={app.phrase("tornado", &[("result", &set.result())])}>
            <table class="figures effects">
                <thead>
                    <tr>
                        <th scope="col">{ app.word("tornado.input") }</th>
                        <th scope="col" class="num">{ app.word("tornado.at_low") }</th>
                        <td class="picture-column"></td>
                        <th scope="col" class="num">{ app.word("tornado.at_high") }</th>
                        <th scope="col" class="num">{ app.word("tornado.effect") }</th>
                    </tr>
                </thead>
                <tbody>{ rows }</tbody>
            </table>
        </div>
    }
}

fn rows(
    set: &Set,
    bars: &[&sensitivity::Bar],
    tornado: &Tornado,
    (low, high): (f64, f64),
    over: &UseStateHandle<Option<FieldId>>,
) -> Html {
    let row = |bar: &&sensitivity::Bar| {
        let name = set.name(bar.field);
        let (over, field) = (over.clone(), bar.field);
        let onclick = Callback::from(move |_: MouseEvent| over.set(Some(field)));
        let ends = [set.app.field_value(field, Some(bar.low)), set.app.field_value(field, Some(bar.high))];
        let end = |figure: Option<f64>, at: &str| {
            html! { <><span translate="no">{ set.figure(figure) }</span><br /><span class="hint" translate="no">{ at }</span></> }
        };
        let (from, to) = (bar.at_low.or(tornado.present), bar.at_high.or(tornado.present));
        html! {
            <tr key={format!("{field:?}")} class={classes!((field == set.over).then_some("shown"))}>
                <th scope="row"><button type="button" class="link" {onclick}>{ name }</button>
                    if bar.own { <span class="hint">{ format!(" {}", set.app.word("tornado.own")) }</span> }</th>
                <td class="num">{ end(bar.at_low, &ends[0]) }</td>
                <td class="picture-column">
                    { bars::span(from.unwrap_or(low), to.unwrap_or(low), low, high, tornado.present) }
                </td>
                <td class="num">{ end(bar.at_high, &ends[1]) }</td>
                <td class="num" translate="no">{ set.figure(Some(bar.effect)) }</td>
            </tr>
        }
    };
    bars.iter().map(row).collect()
}
