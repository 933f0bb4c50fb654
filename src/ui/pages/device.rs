//! What this device has of the page: whether it works offline, which release it is, and a way to all that is stored.

use yew::prelude::*;

use crate::browser::release;
use crate::ui::context::App;

#[derive(Clone, PartialEq, Properties)]
pub struct DeviceProps {
    pub app: App,
}

/// The section of the settings.
#[component]
pub fn Device(props: &DeviceProps) -> Html {
    let app = &props.app;
    let again = use_force_update();
    use_effect_with((), move |()| {
        let listener = release::on_change(move || again.force_update());
        move || drop(listener)
    });
    let Some(name) = release::name() else { return Html::default() };
    let act = |act: fn()| Callback::from(move |_: MouseEvent| act());
    html! {
        <section class="device" aria-labelledby="device-title">
            <h2 id="device-title">{ app.word("device") }</h2>
            <p role="status">{ app.word(if release::works_offline() { "device.offline" } else { "device.online" }) }</p>
            <p class="hint">{ app.word("device.release") }{ " " }<span translate="no">{ name }</span></p>
            <p class="actions">
                if release::can_be_installed() {
                    <button type="button" onclick={act(release::install)}>{ app.word("device.install") }</button>
                }
                <button type="button" onclick={act(release::show_raw)}>{ app.word("device.raw") }</button>
            </p>
        </section>
    }
}
