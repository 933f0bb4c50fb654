//! The results of any calculator: the answer, the table of results, and the pictures.

pub mod answer;
pub mod canvas;
pub mod figure_button;
pub mod last_valid;
pub mod picture;
pub mod picture_files;
pub mod save;
pub mod table;
