//! What a workbook is called, when it last changed, and whether it is in a file too: written before it, so that a list of
//! workbooks need not open them.

use serde_json::{Map, Value, json};

/// A moment, in milliseconds since 1970 by the browser's clock. Shown to people; nothing is ordered by it.
pub type Moment = u64;

/// That a workbook was written to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filed {
    pub revision: u64,
    pub at: Moment,
}

/// What is said of a workbook without opening it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// As the person called it; empty until she does. One beginning with `@` is a key of the catalogue.
    pub name: String,
    /// When it was last saved.
    pub changed: Moment,
    /// How often it was saved: one more each time, whatever the clock says.
    pub revision: u64,
    pub filed: Option<Filed>,
    /// Deleted, and still there to be restored.
    pub removed: bool,
}

/// After so many changes, or so long, without a file, a person is reminded of one.
const CHANGES: u64 = 10;
const WHILE: Moment = 5 * 24 * 60 * 60 * 1000;

impl About {
    /// Whether it is time to write it to a file: it has changed since, and often or long ago.
    #[must_use]
    pub fn wants_a_file(&self, now: Moment) -> bool {
        let Some(filed) = self.filed else { return self.revision >= CHANGES };
        let changes = self.revision.saturating_sub(filed.revision);
        changes >= CHANGES || changes > 0 && now.saturating_sub(filed.at) >= WHILE
    }
}

pub(super) fn write(about: &About) -> Value {
    let mut all = Map::new();
    let mut put = |key: &str, value: Value, usual: &Value| {
        if value != *usual {
            all.insert(key.to_owned(), value);
        }
    };
    put("name", json!(about.name), &json!(""));
    put("changed", json!(about.changed), &json!(0));
    put("revision", json!(about.revision), &json!(0));
    let filed = about.filed.map(|filed| json!({ "revision": filed.revision, "at": filed.at }));
    put("filed", filed.unwrap_or_default(), &Value::Null);
    put("removed", json!(about.removed), &json!(false));
    Value::Object(all)
}

pub(super) fn read(value: &Value) -> About {
    let number = |value: &Value| value.as_u64().unwrap_or_default();
    let filed = value["filed"].as_object().map(|_| &value["filed"]);
    About {
        name: value["name"].as_str().unwrap_or_default().to_owned(),
        changed: number(&value["changed"]),
        revision: number(&value["revision"]),
        filed: filed.map(|filed| Filed { revision: number(&filed["revision"]), at: number(&filed["at"]) }),
        removed: value["removed"] == true,
    }
}

/// What the beginning of a saved text says of its workbook. The text is not checked: that is done when it is opened.
#[must_use]
pub fn peek(beginning: &str) -> Option<About> {
    let (head, rest) = beginning.split_once(r#""about":"#)?;
    if head.contains(r#""workbook""#) {
        return None;
    }
    serde_json::Deserializer::from_str(rest).into_iter::<Value>().next()?.ok().as_ref().map(read)
}
