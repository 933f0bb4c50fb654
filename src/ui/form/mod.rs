//! The form of any calculator: fields, tables, and what is pasted or imported into them.

pub mod field;
pub mod field_sheet;
pub mod filling;
pub mod groups;
pub mod import;
pub mod paste;
pub mod table;
