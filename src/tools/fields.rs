//! Something that stands in some fields of a calculator: a wrong entry, a range, a link, a scenario's own figure.

use std::collections::BTreeMap;

use crate::engine::{InputId, RowOrder, Sheet};

/// A field of a calculator: an input, and which of its cells.
pub type Place = (InputId, usize);

/// One field of a calculator: an input, and which of its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldId {
    pub calculator: &'static str,
    pub input: InputId,
    pub cell: usize,
}

impl FieldId {
    /// A field by its place in its calculator.
    #[must_use]
    pub const fn new(calculator: &'static str, (input, cell): Place) -> Self {
        Self { calculator, input, cell }
    }

    /// The field's place in its calculator.
    #[must_use]
    pub const fn place(self) -> Place {
        (self.input, self.cell)
    }
}

/// What stands in some fields, by field.
#[derive(Clone, Debug, PartialEq)]
pub struct Fields<T>(BTreeMap<Place, T>);

impl<T> Default for Fields<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> FromIterator<(Place, T)> for Fields<T> {
    fn from_iter<I: IntoIterator<Item = (Place, T)>>(all: I) -> Self {
        Self(all.into_iter().collect())
    }
}

impl<T> Fields<T> {
    /// What stands in a field.
    #[must_use]
    pub fn get(&self, place: Place) -> Option<&T> {
        self.0.get(&place)
    }

    /// Puts something into a field; gives back what stood there.
    pub fn insert(&mut self, place: Place, what: T) -> Option<T> {
        self.0.insert(place, what)
    }

    /// Takes out of a field what stands there.
    pub fn remove(&mut self, place: Place) -> Option<T> {
        self.0.remove(&place)
    }

    /// Empties every field.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Every field in which something stands, in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = (Place, &T)> {
        self.0.iter().map(|(place, what)| (*place, what))
    }

    /// Whether nothing stands anywhere.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In how many fields something stands.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Takes all along when the rows of a table change; what stood in a row that is gone is gone.
    pub fn follow(&mut self, sheet: &Sheet, order: &RowOrder) {
        if self.0.is_empty() {
            return;
        }
        let mut before = std::mem::take(&mut self.0);
        for (index, input) in sheet.inputs.iter().enumerate() {
            let id = InputId(index as u32);
            let moves = input.axes.0.contains(&order.table);
            let places = if moves { order.cells(&input.axes) } else { Vec::new() };
            if moves {
                for (cell, from) in places.into_iter().enumerate() {
                    if let Some(what) = from.and_then(|from| before.remove(&(id, from))) {
                        self.0.insert((id, cell), what);
                    }
                }
                before.retain(|place, _| place.0 != id);
            }
        }
        self.0.append(&mut before);
    }
}

/// How a field is named in files: its path, with the cell for columns and grids.
#[must_use]
pub fn name(sheet: &Sheet, (input, cell): Place) -> String {
    if sheet.input(input).axes.is_scalar() { sheet.path(input) } else { format!("{}[{cell}]", sheet.path(input)) }
}

/// The field of a name, if the calculator has such an input. Whether it has such a row depends on the day.
#[must_use]
pub fn named(sheet: &Sheet, name: &str) -> Option<Place> {
    match name.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')) {
        Some((path, cell)) => {
            let input = sheet.find_input(path).filter(|input| !sheet.input(*input).axes.is_scalar())?;
            Some((input, cell.parse().ok()?))
        }
        None => sheet.find_input(name).filter(|input| sheet.input(*input).axes.is_scalar()).map(|input| (input, 0)),
    }
}
