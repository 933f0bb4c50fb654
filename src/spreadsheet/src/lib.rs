//! Writes and reads spreadsheet files from plain descriptions. Knows no calculator and no browser page.
