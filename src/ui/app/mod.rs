//! The page as a whole: how it begins, its frame, its keys, and how it saves.

pub mod autosave;
pub mod begin;
pub mod conflict;
pub mod frame;
pub mod history;
pub mod keys;
pub mod orders;
pub mod palette;
pub mod recovery;
pub mod root;
pub mod saving;
pub mod start;
pub mod work;
