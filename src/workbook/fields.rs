//! Something that is in some fields of a calculator: a wrong entry, a range, a link, a scenario's own figure.

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

/// What is in some fields, in the order of the form. There are few of them: a sorted list is smaller than a tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Fields<T>(Vec<(Place, T)>);

impl<T> Default for Fields<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> FromIterator<(Place, T)> for Fields<T> {
    fn from_iter<I: IntoIterator<Item = (Place, T)>>(all: I) -> Self {
        let mut fields = Self::default();
        for (place, what) in all {
            fields.insert(place, what);
        }
        fields
    }
}

impl<T> Fields<T> {
    fn find(&self, place: Place) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| other.cmp(&place))
    }

    /// What is in a field.
    #[must_use]
    pub fn get(&self, place: Place) -> Option<&T> {
        self.find(place).ok().map(|index| &self.0[index].1)
    }

    /// Puts something into a field; gives back what stood there.
    pub fn insert(&mut self, place: Place, what: T) -> Option<T> {
        match self.find(place) {
            Ok(index) => Some(std::mem::replace(&mut self.0[index].1, what)),
            Err(index) => {
                self.0.insert(index, (place, what));
                None
            }
        }
    }

    /// Takes out of a field what is there.
    pub fn remove(&mut self, place: Place) -> Option<T> {
        self.find(place).ok().map(|index| self.0.remove(index).1)
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
        for ((input, cell), what) in std::mem::take(&mut self.0) {
            let axes = &sheet.input(input).axes;
            let now = if axes.0.contains(&order.table) {
                order.cells(axes).iter().position(|from| *from == Some(cell))
            } else {
                Some(cell)
            };
            if let Some(cell) = now {
                self.insert((input, cell), what);
            }
        }
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
