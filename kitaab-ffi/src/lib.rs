//! Kitaab for other languages.
