//! A file of one or many workbooks, and what is taken from such a file.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::received::Received;
use crate::workbook::saved::{self, About, Opened, Unreadable};

const FORMAT: &str = "sales-workbench-backup";
const VERSION: u64 = 1;

/// A file larger than this, in bytes, is not read: a store holds no more.
pub const LARGEST: usize = 16 * 1024 * 1024;

#[derive(Serialize, Deserialize)]
struct File<'t> {
    format: &'t str,
    version: u64,
    /// Each as it is kept, so that its check still holds.
    #[serde(borrow)]
    workbooks: Vec<&'t RawValue>,
}

/// Why a workbook of a file was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Damaged,
    Newer,
}

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Backup {
    pub workbooks: Vec<Received>,
    /// By place in the file, the first being 1.
    pub refused: Vec<(usize, Refusal)>,
}

/// Why a file is none of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoBackup {
    TooLarge,
    /// Nothing that this or an earlier release wrote.
    Foreign,
    Newer,
}

/// The file of these texts, each as kept in the store. A text that is damaged is left out.
#[must_use]
pub fn write<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let texts: Vec<String> = texts.into_iter().filter_map(for_a_file).collect();
    let workbooks = texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
    serde_json::to_string(&File { format: FORMAT, version: VERSION, workbooks }).unwrap_or_default()
}

/// The text of a workbook without what is true of this device alone.
fn for_a_file(text: &str) -> Option<String> {
    let opened = saved::open(text).ok()?;
    let about = About { filed: None, removed: false, ..opened.about };
    Some(saved::write_book(&about, &opened.workbook, opened.scenario, &opened.unknown))
}

/// Reads a file that `write` of this or an earlier release wrote, or one workbook as the store keeps it.
///
/// # Errors
/// Says why the file as a whole is not read.
pub fn read(text: &str) -> Result<Backup, NoBackup> {
    if text.len() > LARGEST {
        return Err(NoBackup::TooLarge);
    }
    let text = text.trim_start_matches('\u{feff}').trim();
    let mut backup = Backup::default();
    let mut add = |place: usize, text: &str| match saved::open(text) {
        Ok(opened) => backup.workbooks.push(received(opened)),
        Err(Unreadable::Damaged) => backup.refused.push((place, Refusal::Damaged)),
        Err(Unreadable::Newer { .. }) => backup.refused.push((place, Refusal::Newer)),
    };
    match serde_json::from_str::<File>(text) {
        Ok(file) if file.format == FORMAT && file.version > VERSION => return Err(NoBackup::Newer),
        Ok(file) if file.format == FORMAT => {
            for (place, one) in file.workbooks.iter().enumerate() {
                add(place + 1, one.get());
            }
        }
        _ if saved::check_of(text).is_some() => add(1, text),
        _ => return Err(NoBackup::Foreign),
    }
    Ok(backup)
}

fn received(opened: Opened) -> Received {
    Received { name: opened.about.name.clone(), opened }
}

/// Whether a kept text holds the very same workbook under the same name.
#[must_use]
pub fn is_same(kept: &str, received: &Received) -> bool {
    let opened = &received.opened;
    let text = saved::write_book(&opened.about, &opened.workbook, opened.scenario, &opened.unknown);
    let body = |text: &str| text.split_once(r#","workbook":"#).map(|(_, body)| body.to_owned());
    saved::peek(kept).is_some_and(|about| about.name == received.name && !about.removed) && body(kept) == body(&text)
}
