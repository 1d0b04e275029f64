//! Kitaab for python.
