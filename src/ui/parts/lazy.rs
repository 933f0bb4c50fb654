//! Parts of the page that load when they are shown: until then their place says that they are coming.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::SplitLoaderError;
use yew::prelude::*;

use crate::browser::rooms::{self, NotLoaded};
use crate::calculators;
use crate::ui::context::App;

/// How long a part may take before its place says that it is coming, in milliseconds.
pub const PATIENCE: u32 = 150;

/// Draws a part from what it is given.
pub type Draw = fn(&dyn Any) -> Html;
/// What loads the function that draws a part.
pub type Loader = Pin<Box<dyn Future<Output = Result<Draw, SplitLoaderError>>>>;

/// A part of the page that is loaded on demand.
#[derive(Clone, Copy)]
pub struct Part {
    pub name: &'static str,
    pub load: fn() -> Loader,
    /// Where nothing is loaded on demand: what draws it.
    #[cfg(not(target_arch = "wasm32"))]
    pub draw: Draw,
}

/// Declares a part: its room, its name, what it is given, and how it is drawn from that. Parts of one room load together.
macro_rules! part {
    ($room:ident, $part:ident, $name:ident, $given:ty, |$it:ident| $html:expr) => {
        pub const $part: crate::ui::parts::lazy::Part = {
            fn draw(given: &dyn std::any::Any) -> yew::Html {
                given.downcast_ref::<$given>().map_or_else(yew::Html::default, |$it| $html)
            }
            #[wasm_split_helpers::wasm_split($room, fallible)]
            fn $name() -> Result<crate::ui::parts::lazy::Draw, wasm_split_helpers::SplitLoaderError> {
                Ok(draw)
            }
            crate::ui::parts::lazy::Part {
                name: concat!(module_path!(), stringify!($part)),
                load: || Box::pin($name()),
                #[cfg(not(target_arch = "wasm32"))]
                draw,
            }
        };
    };
}
pub(in crate::ui) use part;

thread_local! {
    /// The parts that are loaded.
    static LOADED: RefCell<Vec<(&'static str, Draw)>> = const { RefCell::new(Vec::new()) };
}

impl Part {
    /// What draws it, if it is loaded.
    fn draw(self) -> Option<Draw> {
        #[cfg(not(target_arch = "wasm32"))]
        return Some(self.draw);
        #[cfg(target_arch = "wasm32")]
        LOADED.with_borrow(|all| all.iter().find(|(name, _)| *name == self.name).map(|(_, draw)| *draw))
    }

    /// Loads it, if it is not there yet.
    ///
    /// # Errors
    /// If it cannot be had.
    pub async fn load(self) -> Result<(), NotLoaded> {
        if self.draw().is_none() {
            let draw = (self.load)().await.map_err(|_| NotLoaded)?;
            LOADED.with_borrow_mut(|all| all.push((self.name, draw)));
        }
        Ok(())
    }
}

/// What a part is drawn from: compared like any properties.
trait Given {
    fn equals(&self, other: &dyn Given) -> bool;
    fn any(&self) -> &dyn Any;
}

impl<T: PartialEq + 'static> Given for T {
    fn equals(&self, other: &dyn Given) -> bool {
        other.any().downcast_ref::<T>() == Some(self)
    }

    fn any(&self) -> &dyn Any {
        self
    }
}

#[derive(Clone, Properties)]
struct LazyProps {
    app: App,
    part: Part,
    calculator: Option<&'static str>,
    /// A part that is in sight and so comes before.
    before: Option<Part>,
    is_page: bool,
    given: Rc<dyn Given>,
}

impl PartialEq for LazyProps {
    fn eq(&self, other: &Self) -> bool {
        (self.part.name, self.calculator, &self.app) == (other.part.name, other.calculator, &other.app)
            && self.given.equals(&*other.given)
    }
}

/// A part of the page, once it is loaded.
pub fn lazy<T: PartialEq + 'static>(app: &App, part: Part, given: T) -> Html {
    let given: Rc<dyn Given> = Rc::new(given);
    html! { <Lazy key={part.name} app={app.clone()} {part} calculator={None} before={None} is_page=false {given} /> }
}

/// The same for a part that is not in sight, and is fetched once another one that is in sight is there.
pub fn lazy_behind<T: PartialEq + 'static>(app: &App, part: Part, before: Option<Part>, given: T) -> Html {
    let given: Rc<dyn Given> = Rc::new(given);
    html! { <Lazy key={part.name} app={app.clone()} {part} calculator={None} {before} is_page=false {given} /> }
}

/// The same for a part that is the content of a whole page, with the calculator that it shows.
pub fn lazy_page<T: PartialEq + 'static>(app: &App, part: Part, calculator: Option<&'static str>, given: T) -> Html {
    let given: Rc<dyn Given> = Rc::new(given);
    html! { <Lazy key={part.name} app={app.clone()} {part} {calculator} before={None} is_page=true {given} /> }
}

/// Whether a part is there, with the calculator that it shows.
pub fn is_loaded(part: Part, calculator: Option<&str>) -> bool {
    part.draw().is_some() && calculator.is_none_or(|id| calculators::find(id).is_some())
}

/// Loads a part, and the calculator that it shows.
///
/// # Errors
/// If either cannot be had.
pub async fn load(part: Part, calculator: Option<&'static str>) -> Result<(), NotLoaded> {
    if let Some(calculator) = calculator {
        rooms::calculator(calculator).await?;
    }
    part.load().await
}

/// That a part is coming.
pub fn coming(app: &App) -> Html {
    html! { <p class="hint loading" role="status" aria-busy="true">{ app.word("loading") }</p> }
}

/// How far the loading of something has come.
pub enum Loading {
    Done,
    /// So short a time that nothing need be said.
    Quick,
    Slow,
    /// It could not be loaded; this tries again.
    Failed(Callback<MouseEvent>),
}

impl Loading {
    /// What its place shows meanwhile.
    pub fn place(&self, app: &App) -> Html {
        match self {
            Self::Done => Html::default(),
            Self::Quick => html! { <p class="loading" aria-busy="true" hidden=true></p> },
            Self::Slow => coming(app),
            Self::Failed(again) => html! {
                <div class="remark warning loading" role="alert">
                    <p>{ app.word("loading.failed") }</p>
                    <button type="button" onclick={again.clone()}>{ app.word("loading.again") }</button>
                </div>
            },
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Progress {
    Quick,
    Slow,
    Failed,
}

/// Loads what is not there, of which `what` says what it is, and draws the component again once it is.
#[hook]
pub fn use_loading<T, F>(what: T, is_there: bool, load: impl FnOnce() -> F + 'static) -> Loading
where
    T: PartialEq + 'static,
    F: Future<Output = Result<(), NotLoaded>> + 'static,
{
    let progress = use_state_eq(|| Progress::Quick);
    let attempt = use_state_eq(|| 0_u32);
    let again = use_force_update();
    {
        let progress = progress.clone();
        use_effect_with((what, *attempt, is_there), move |(.., is_there)| {
            let slow = (!is_there).then(|| {
                progress.set(Progress::Quick);
                let late = progress.clone();
                let answered = Rc::new(Cell::new(false));
                let is_answered = answered.clone();
                spawn_local(async move {
                    let loaded = load().await;
                    answered.set(true);
                    match loaded {
                        Ok(()) => again.force_update(),
                        Err(NotLoaded) => progress.set(Progress::Failed),
                    }
                });
                Timeout::new(PATIENCE, move || {
                    if !is_answered.get() {
                        late.set(Progress::Slow);
                    }
                })
            });
            move || drop(slow)
        });
    }
    match *progress {
        _ if is_there => Loading::Done,
        Progress::Quick => Loading::Quick,
        Progress::Slow => Loading::Slow,
        Progress::Failed => Loading::Failed(Callback::from(move |_| attempt.set(*attempt + 1))),
    }
}

#[component]
fn Lazy(props: &LazyProps) -> Html {
    let (part, calculator, before) = (props.part, props.calculator, props.before);
    let is_there = is_loaded(part, calculator);
    let loading = use_loading((part.name, calculator), is_there, move || async move {
        if let Some(before) = before {
            // Where it cannot be had, its own place says so.
            let _ = before.load().await;
        }
        load(part, calculator).await
    });
    match part.draw().filter(|_| is_there) {
        Some(draw) => draw(props.given.any()),
        None if props.is_page => html! { <main id="main" tabindex="-1">{ loading.place(&props.app) }</main> },
        None => loading.place(&props.app),
    }
}
