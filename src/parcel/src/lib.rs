//! Packs and unpacks what is handed on: compressed texts, QR codes, CSV. Knows no calculator and no browser page.
