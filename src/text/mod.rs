//! Languages: catalogues of words, and how numbers are typed and shown.
