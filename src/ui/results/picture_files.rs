//! Files of a picture: as pixels, as lines, as figures.

use std::rc::Rc;

use yew::prelude::*;

use super::canvas::{Around, export};
use super::save::{Choice, Content, File, Saves};
use crate::browser::clock;
use crate::exchange::csv;
use crate::presentation::chart::Drawing;
use crate::ui::context::{App, with_labels};
use crate::ui::parts::naming::file_name;

/// Which picture it is.
#[derive(Clone)]
pub struct Saved {
    pub app: App,
    pub section: &'static str,
    pub title: String,
}

/// The buttons that save a picture: as pixels, as lines, as figures.
pub fn saving(picture: &Saved, drawing: &Rc<Drawing>) -> Callback<(), Html> {
    let (props, drawing) = (picture.clone(), drawing.clone());
    Callback::from(move |()| {
        let choice = |kind: &'static str| {
            let (picture, drawing) = (props.clone(), drawing.clone());
            let file = Callback::from(move |()| picture_file(&picture, &drawing, kind));
            Choice { label: kind.to_owned(), name: format!("{kind}: {}", props.title), file }
        };
        html! { <Saves app={props.app.clone()} choices={["PNG", "SVG", "CSV"].map(choice).to_vec()} /> }
    })
}

fn picture_file(props: &Saved, drawing: &Drawing, kind: &str) -> File {
    let (app, id) = (&props.app, props.section);
    let figures = || with_labels(app, id, |labels| csv::listing(labels, app.state.settings.currency, &drawing.listing));
    let picture = || {
        let source = [app.title(id), app.scenario_name(app.state.scenario), clock::today()].join(" · ");
        export(drawing, app.state.settings.language, Around { title: &props.title, headed: true, source: &source })
    };
    let content = match kind {
        "PNG" => Content::Png(picture(), figures()),
        "SVG" => Content::Svg(picture()),
        _ => Content::Csv(figures()),
    };
    File { name: file_name(app, id, &props.title), content }
}
