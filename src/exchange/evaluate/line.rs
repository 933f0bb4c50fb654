//! A line of JSON, read strictly: no key twice, and an error names the field at which it shows.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// What a line holds.
#[derive(Debug)]
pub struct Line<'l> {
    pub value: Value,
    /// What is under `id`, as it was written.
    pub id: Option<&'l str>,
    /// The first field that is given twice.
    pub twice: Option<String>,
}

/// Why a line is no JSON, and the field at which that shows.
#[derive(Debug)]
pub struct Malformed<'l> {
    pub field: Option<String>,
    pub message: String,
    /// What is under `id`, as far as that can be told.
    pub id: Option<&'l str>,
}

/// Reads a line; a mark of the byte order before it is passed over.
///
/// # Errors
/// Says where the line stops to be JSON.
pub fn read(line: &[u8]) -> Result<Line<'_>, Malformed<'_>> {
    let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
    let notes = Notes::default();
    let mut deserializer = serde_json::Deserializer::from_slice(line);
    let read = Strict(&notes).deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
    match read {
        Ok(value) => Ok(Line { value, id: notes.id.into_inner(), twice: notes.twice.into_inner() }),
        Err(error) => {
            let (field, message) = (notes.here(None), error.to_string());
            Err(Malformed { field, message, id: id_of(line).or(notes.id.into_inner()) })
        }
    }
}

/// The id of an object whose figures cannot all be read, such as 1e999, but which is JSON.
fn id_of(line: &[u8]) -> Option<&str> {
    let fields: BTreeMap<String, &RawValue> = serde_json::from_slice(line).ok()?;
    fields.get("id").map(|id| id.get())
}

/// A key or a place in a list.
enum Segment {
    Key(String),
    Place(usize),
}

/// Where the reader stands, and what it noticed.
#[derive(Default)]
struct Notes<'l> {
    path: RefCell<Vec<Segment>>,
    id: RefCell<Option<&'l str>>,
    twice: RefCell<Option<String>>,
}

impl Notes<'_> {
    /// The field as answers spell it: without `inputs`, which is said of it alone.
    fn here(&self, key: Option<&str>) -> Option<String> {
        let path = self.path.borrow();
        let segments = path.iter().map(|segment| match segment {
            Segment::Place(place) => format!("[{place}]"),
            Segment::Key(key) => format!(".{key}"),
        });
        let field: String = segments.chain(key.map(|key| format!(".{key}"))).collect();
        let field = field.strip_prefix('.').unwrap_or(&field);
        Some(field.strip_prefix("inputs.").unwrap_or(field).to_owned()).filter(|field| !field.is_empty())
    }
}

/// Reads any value and keeps notes.
#[derive(Clone, Copy)]
struct Strict<'n, 'l>(&'n Notes<'l>);

impl<'l> DeserializeSeed<'l> for Strict<'_, 'l> {
    type Value = Value;

    fn deserialize<D: Deserializer<'l>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'l> Visitor<'l> for Strict<'_, 'l> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'l>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        // On an error the path is left where it was met.
        self.0.path.borrow_mut().push(Segment::Place(0));
        while let Some(value) = list.next_element_seed(self)? {
            all.push(value);
            if let Some(last) = self.0.path.borrow_mut().last_mut() {
                *last = Segment::Place(all.len());
            }
        }
        self.0.path.borrow_mut().pop();
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'l>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if all.contains_key(&key) && self.0.twice.borrow().is_none() {
                let field = self.0.here(Some(&key));
                *self.0.twice.borrow_mut() = field;
            }
            let is_id = key == "id" && self.0.path.borrow().is_empty();
            self.0.path.borrow_mut().push(Segment::Key(key.clone()));
            let value = if is_id {
                *self.0.id.borrow_mut() = Some(entries.next_value::<&RawValue>()?.get());
                Value::Null
            } else {
                entries.next_value_seed(self)?
            };
            self.0.path.borrow_mut().pop();
            all.insert(key, value);
        }
        Ok(Value::Object(all))
    }
}
