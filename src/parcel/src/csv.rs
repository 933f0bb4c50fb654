//! Tables as CSV, written and read.
