//! What comes in and what goes out: links, files, tables, spreadsheets, and lines of JSON.
//!
//! Deliberately absent: any browser, the state of the page.

pub mod backup;
pub mod csv;
pub mod evaluate;
pub mod file_name;
pub mod fill;
pub mod import;
pub mod paste;
pub mod received;
pub mod share;
pub mod spreadsheet;
