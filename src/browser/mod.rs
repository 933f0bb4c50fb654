//! The outside world: storage, address, clipboard, Intl, the loader, the worker. Nothing else knows `web_sys`' globals.

pub mod address;
pub mod clipboard;
pub mod clock;
pub mod codec;
pub mod download;
pub mod files;
pub mod intl;
pub mod life;
pub mod loader;
pub mod modules;
pub mod printer;
pub mod raster;
pub mod recovery;
pub mod release;
pub mod rooms;
pub mod spreadsheet;
pub mod storage;
pub mod words;
pub mod workbooks;
pub mod worker;
