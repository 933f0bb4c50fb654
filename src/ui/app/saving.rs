//! The room of what is kept: it is opened, saved, and whole workbooks are changed. With the dialogs that belong to the whole page.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::prelude::*;

use super::autosave::use_autosave;
use super::history::{self, History};
use super::palette::Palette;
use super::recovery::use_rescue;
use super::{begin, orders, work};
use crate::browser::rooms::{self, NotLoaded};
use crate::state::{Action, State};
use crate::ui::context::{App, Reduce, reduce_whole_with};
use crate::ui::parts::lazy::{Loading, part, use_loading};

/// Opens what was kept, with every calculator that is named in it.
///
/// # Errors
/// If a part of the page that this needs cannot be had.
pub async fn open_kept(state: State) -> Result<State, NotLoaded> {
    let open = load().await?;
    SAVING.load().await?;
    rooms::calculators_of(&state.book).await?;
    Ok(open(state))
}

/// Opens what was kept.
type Open = fn(State) -> State;

/// Loads what carries out what is done to whole workbooks, and what opens them.
async fn load() -> Result<Open, NotLoaded> {
    let (reduce, open) = whole().await.map_err(|_| NotLoaded)?;
    reduce_whole_with(reduce);
    Ok(open)
}

#[wasm_split(saving, fallible)]
fn whole() -> Result<(Reduce, Open), SplitLoaderError> {
    Ok((State::reduce_whole, begin::with_what_was_kept))
}

/// What is done to whole workbooks, in the store and on the page: who carries it out, and what was asked for before that.
#[derive(Clone, Default)]
pub struct OrderQueue(Rc<RefCell<Orders>>);

#[derive(Default)]
struct Orders {
    doing: Option<Callback<Action>>,
    waiting: Vec<Action>,
}

impl PartialEq for OrderQueue {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl OrderQueue {
    /// Gives an order, now or once somebody can carry it out.
    pub fn give(&self, order: Action) {
        let doing = self.0.borrow().doing.clone();
        match doing {
            Some(doing) => doing.emit(order),
            None => self.0.borrow_mut().waiting.push(order),
        }
    }

    fn open(&self, doing: &Callback<Action>) {
        let waiting = {
            let mut orders = self.0.borrow_mut();
            orders.doing = Some(doing.clone());
            std::mem::take(&mut orders.waiting)
        };
        for order in waiting {
            doing.emit(order);
        }
    }
}

/// What the room is given.
#[derive(Clone, PartialEq, Properties)]
pub struct SavingProps {
    pub app: App,
    /// The page's own way to act, without orders.
    pub act: Callback<Action>,
    pub queue: OrderQueue,
    /// The state that the page began with, and whether what was kept is open in it.
    pub first: Rc<State>,
    pub begun: bool,
}

part!(saving, SAVING, saving, SavingProps, |props| html! { <Opening ..props.clone() /> });
part!(saving, NOTICE, notice, App, |app| {
    app.state.notice.as_ref().map_or_else(Html::default, |notice| html! { { history::notice(app, notice) } })
});

/// Opens what was kept, if the page began without it. Nothing can be changed before, except where nothing was kept.
#[component]
fn Opening(props: &SavingProps) -> Html {
    let first = props.begun;
    let begun = use_state_eq(|| first);
    let loading = {
        let (begun, act, state) = (begun.clone(), props.act.clone(), props.app.state.clone());
        use_loading((), *begun, move || async move {
            work::load().await?;
            let open = load().await?;
            if state.opening {
                rooms::calculators_of(&state.book).await?;
                act.emit(Action::Begin(Rc::new(open((*state).clone()))));
            }
            begun.set(true);
            Ok(())
        })
    };
    match loading {
        Loading::Done => html! { <Effects ..props.clone() /> },
        Loading::Failed(_) => loading.place(&props.app),
        Loading::Quick | Loading::Slow => Html::default(),
    }
}

/// What follows from the state beside the page: it is saved, and orders are carried out.
#[component]
fn Effects(props: &SavingProps) -> Html {
    let (state, act) = (&props.app.state, &props.act);
    let pending = use_autosave(state, act, &props.first);
    use_rescue(state, &pending);
    orders::use_list(state, act);
    let doing = orders::doing(state, &pending, act);
    let queue = props.queue.clone();
    use_effect(move || queue.open(&doing));
    html! {
        <>
            <Palette app={props.app.clone()} />
            <History app={props.app.clone()} />
        </>
    }
}
