//! The file as it is read: how far, what it holds, and what the person has said about it.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::File;
use yew::prelude::*;

use crate::browser::files::{self, Said, Tables, Unread, Watch};
use crate::exchange::import::{Choices, Target};
use crate::ui::context::App;

/// What has come of the file.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    /// Nothing yet.
    Nothing,
    Failed(Unread),
    Read(Rc<Tables>),
}

/// A reading, and what can be done with it.
pub(super) struct Read {
    pub step: Step,
    /// The share that is read, while it is. What was read before stays in sight, and keeps the keyboard.
    pub busy: Option<f64>,
    pub said: Said,
    /// Says how the text is written; it is read again.
    pub say: Callback<Said>,
    /// Which of the file's tables.
    pub sheet: usize,
    pub show: Callback<usize>,
    /// What the person chose; nothing until she does.
    pub choices: Option<Choices>,
    pub choose: Callback<Option<Choices>>,
    pub stop: Callback<()>,
    /// Forgets what was said of another file.
    pub forget: Callback<()>,
}

/// Reads the file, again whenever something else is said about it.
#[hook]
pub(super) fn use_reading(
    app: &App,
    calculator: &'static str,
    target: Target,
    file: &UseStateHandle<Option<File>>,
) -> Read {
    let step = use_state_eq(|| Step::Nothing);
    let busy = use_state_eq(|| None::<f64>);
    let said = use_state_eq(Said::default);
    let sheet = use_state_eq(|| 0_usize);
    let choices = use_state_eq(|| None::<Choices>);
    let wanted = use_mut_ref(|| Rc::new(Cell::new(true)));
    let table = match target {
        Target::Table(id) => crate::calculators::find(calculator).map(|found| found.sheet().table(id).key),
        Target::Fields => None,
    };
    let language = app.state.settings.language;
    {
        let (step, busy, wanted) = (step.clone(), busy.clone(), wanted.clone());
        use_effect_with(((**file).clone(), *said), move |(file, said)| {
            let still = Rc::new(Cell::new(true));
            wanted.borrow_mut().clone_from(&still);
            if let Some(file) = file.clone() {
                busy.set(Some(0.0));
                let (said, mine) = (*said, still.clone());
                spawn_local(async move {
                    let progress = |share: f64| busy.set(Some(share));
                    let watch = Watch { progress: &progress, wanted: &mine };
                    let found = files::tables(&file, said, table, language, &watch).await;
                    // What was asked for before something else was said is not shown any more.
                    if mine.get() {
                        busy.set(None);
                        step.set(found.map_or_else(Step::Failed, |tables| Step::Read(Rc::new(tables))));
                    }
                });
            }
            move || still.set(false)
        });
    }
    let stop = {
        let (step, busy, wanted) = (step.clone(), busy.clone(), wanted);
        Callback::from(move |()| {
            wanted.borrow().set(false);
            busy.set(None);
            step.set(Step::Failed(Unread::Stopped));
        })
    };
    let choose = {
        let choices = choices.clone();
        Callback::from(move |chosen| choices.set(chosen))
    };
    let say = {
        let (said, choices) = (said.clone(), choices.clone());
        Callback::from(move |new| {
            choices.set(None);
            said.set(new);
        })
    };
    let show = {
        let (sheet, choices) = (sheet.clone(), choices.clone());
        Callback::from(move |place| {
            choices.set(None);
            sheet.set(place);
        })
    };
    let forget = {
        let (say, show, step) = (say.clone(), show.clone(), step.clone());
        Callback::from(move |()| {
            step.set(Step::Nothing);
            show.emit(0);
            say.emit(Said::default());
        })
    };
    Read {
        step: (*step).clone(),
        busy: *busy,
        said: *said,
        say,
        sheet: *sheet,
        show,
        choices: (*choices).clone(),
        choose,
        stop,
        forget,
    }
}
