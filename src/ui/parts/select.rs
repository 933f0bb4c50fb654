//! A choice from a list: shows the option in force, whatever was chosen by hand before.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub struct SelectProps {
    pub id: String,
    /// Key and label of each.
    pub options: Vec<(&'static str, String)>,
    /// The place of the option in force, if any is.
    pub current: Option<usize>,
    /// Called with the place of the option chosen.
    pub choose: Callback<usize>,
    /// Where no label element names the list.
    #[prop_or_default]
    pub label: Option<String>,
    #[prop_or_default]
    pub described_by: Option<String>,
}

/// A choice from a list.
#[component]
pub fn Select(props: &SelectProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        let current = props.current;
        // Once a person has chosen, the browser no longer heeds the options' own marks.
        use_effect(move || {
            let place = current.and_then(|place| i32::try_from(place).ok());
            if let (Some(select), Some(place)) = (node.cast::<HtmlSelectElement>(), place) {
                select.set_selected_index(place);
            }
        });
    }
    // A choice that was not taken is taken back.
    let (choose, again) = (props.choose.clone(), use_force_update());
    let onchange = Callback::from(move |event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        if let Some(place) = select.and_then(|select| usize::try_from(select.selected_index()).ok()) {
            choose.emit(place);
            again.force_update();
        }
    });
    html! {
        <select ref={node} id={props.id.clone()} {onchange}
            aria-label={props.label.clone()} aria-describedby={props.described_by.clone()}>
            { for props.options.iter().enumerate().map(|(place, (key, label))| html! {
                <option value={*key} selected={props.current == Some(place)}>{ label }</option>
            }) }
        </select>
    }
}
