//! What number a person typed, and a stored figure as it is edited.

mod chinese;
mod editable;
mod grouping;
mod number;
mod reading;
mod several;

pub use editable::editable;
pub use number::read;
pub use reading::{Field, Kind, Note, Reading, Refusal};
pub use several::several;
