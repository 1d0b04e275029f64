//! Kitaab for uniffi.
