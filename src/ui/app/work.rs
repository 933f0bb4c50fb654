//! The room of the work: what carries out what is done to a calculator. Every page but home needs it from the first.

use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::browser::rooms::NotLoaded;
use crate::state::State;
use crate::ui::context::{Reduce, reduce_calculator_with};

#[wasm_split(work, fallible)]
fn reduce() -> Result<Reduce, SplitLoaderError> {
    Ok(State::reduce_calculator)
}

/// Loads the room.
///
/// # Errors
/// If it cannot be had.
pub async fn load() -> Result<(), NotLoaded> {
    reduce_calculator_with(reduce().await.map_err(|_| NotLoaded)?);
    Ok(())
}
