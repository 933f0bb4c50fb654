//! The pages, one for each place that an address names.

pub mod calculator;
pub mod details;
pub mod device;
pub mod differing;
pub mod embed;
pub mod home;
pub mod open;
pub mod report;
pub mod settings;
pub mod versions;
pub mod workbook;
pub mod workbook_order;
pub mod workbooks;
