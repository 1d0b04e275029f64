//! The embedded store of Kitaab: a book in one SQLite file.
